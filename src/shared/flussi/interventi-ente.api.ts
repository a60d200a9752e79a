// Which services of the catalogue an ente does not send to INPS, and why.
import { type Static, Type } from 'typebox'
import { endpoint, Fatto, Id, Lista, Nullabile, Oggetto, Testo, Versione } from '../kernel/endpoint.ts'

const InterventoEnte = Oggetto({
  codice: Type.String(),
  nome: Type.String(),
  inps: Nullabile(Type.String()),
  istatServizio: Nullabile(Type.String()),
  istatArea: Nullabile(Type.String()),
  /** Absent while nobody has decided: it is sent. */
  scelta: Nullabile(Oggetto({ nonInviare: Type.Boolean(), motivo: Nullabile(Type.String()), versione: Versione })),
})
export type InterventoEnte = Static<typeof InterventoEnte>

export const interventiEnteApi = {
  list: endpoint({
    method: 'GET',
    path: '/flussi/interventi',
    azione: 'flusso.leggi',
    summary: 'I servizi del catalogo, con quelli che un ente non manda a INPS',
    query: Oggetto({ ente: Id }),
    reply: Lista(InterventoEnte),
  }),
  scegli: endpoint({
    method: 'POST',
    path: '/flussi/interventi',
    azione: 'flusso.ente',
    summary: 'Dice che un ente non manda a INPS un servizio del catalogo, o che lo manda di nuovo',
    body: Oggetto({
      ente: Id,
      codice: Testo(120),
      nonInviare: Type.Boolean(),
      motivo: Type.Optional(Testo(500)),
      /** Of the choice that this one changes. */
      versione: Type.Optional(Versione),
    }),
    reply: Fatto,
  }),
}
