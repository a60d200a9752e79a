// M12 for its case manager: the household goes to the employment centre, is taken there, comes back; and, beside, every message of
// the caso with its receipt.
import { type Static, Type } from 'typebox'
import { ById, Data, endpoint, Fatto, Istante, Nullabile, Oggetto, Opzionale, Testo, Uno } from '../kernel/endpoint.ts'
import { statiComunicazione } from './comunicazioni.rules.ts'
import { type MotivoRitorno, motiviRitorno, statiInvio } from './invii-cpi.rules.ts'

const gestisci = { azione: 'caso.gestisci', method: 'POST', params: ById, fascicolo: true, reply: Fatto } as const

const Partite = Oggetto({
  invii: Type.Array(
    Oggetto({
      stato: Uno(statiInvio),
      inviatoIl: Data,
      motivo: Type.String(),
      presoIl: Nullabile(Data),
      rientratoIl: Nullabile(Data),
      motivoRitorno: Nullabile(Uno(Object.keys(motiviRitorno) as MotivoRitorno[])),
      notaRitorno: Nullabile(Type.String()),
    }),
  ),
  comunicazioni: Type.Array(
    Oggetto({
      riferimento: Type.String(),
      nome: Type.String(),
      destinatario: Type.String(),
      giorno: Data,
      entro: Nullabile(Data),
      stato: Uno(statiComunicazione),
      inRitardo: Type.Boolean(),
      rispostaIl: Nullabile(Istante),
      risposta: Nullabile(Type.String()),
      revocata: Type.Boolean(),
    }),
  ),
})
export type ComunicazioniDelCaso = Static<typeof Partite>

export const inviiCpiApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/miei-casi/:id/comunicazioni',
    azione: 'caso.leggi',
    summary: 'Che cosa di un proprio caso è stato comunicato, con le ricevute, e gli invii al centro per l’impiego',
    params: ById,
    fascicolo: true,
    reply: Partite,
  }),
  invia: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/invio-cpi',
    summary: 'Invia il nucleo al centro per l’impiego, con il motivo',
    body: Oggetto({ giorno: Data, motivo: Testo(1000) }),
  }),
  preso: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/invio-cpi/presa',
    summary: 'Registra che il centro per l’impiego ha preso in carico il nucleo',
    body: Oggetto({ giorno: Data }),
  }),
  rientro: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/invio-cpi/rientro',
    summary: 'Registra il ritorno dal centro per l’impiego, o che non ha accolto il nucleo, con il motivo',
    body: Oggetto({
      giorno: Data,
      accolto: Type.Boolean(),
      motivo: Uno(Object.keys(motiviRitorno) as MotivoRitorno[]),
      nota: Opzionale(Testo(1000)),
    }),
  }),
} as const
