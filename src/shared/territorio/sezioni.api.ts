// Sections of the product: what each needs to open, the dated national switch, and where each comune stands.
import { Type } from 'typebox'
import { Belfiore, ById, Data, endpoint, Id, Lista, Nullabile, Oggetto, Opzionale, Testo } from '../kernel/endpoint.ts'

export const Sezione = Oggetto({
  id: Type.String(),
  nome: Type.String(),
  descrizione: Type.String(),
  delegabile: Type.Boolean(),
  /** The national switch today. */
  aperta: Type.Boolean(),
  norma: Nullabile(Type.String()),
  aperture: Type.Array(Oggetto({ aperta: Type.Boolean(), dal: Data, al: Nullabile(Data), norma: Type.String() })),
  requisiti: Type.Array(
    Oggetto({
      id: Id,
      tipoId: Type.String(),
      tipo: Type.String(),
      /** The act of the implementing body counts for the comuni that gave it their delega. */
      attuatore: Type.Boolean(),
      dal: Data,
      al: Nullabile(Data),
      fonte: Type.String(),
    }),
  ),
})

export const SezioneDiAmbito = Oggetto({
  id: Type.String(),
  nome: Type.String(),
  delegabile: Type.Boolean(),
  nazionale: Oggetto({ aperta: Type.Boolean(), norma: Nullabile(Type.String()) }),
  comuni: Type.Array(
    Oggetto({
      comuneId: Belfiore,
      comune: Type.String(),
      delegato: Type.Boolean(),
      aperta: Type.Boolean(),
      /** One sentence: open, or closed and why. */
      perche: Type.String(),
      /** What is missing, and who must do what. Empty when only the national switch is closed. */
      mancanze: Type.Array(Oggetto({ tipoId: Type.String(), tipo: Type.String(), cosaFare: Type.String() })),
    }),
  ),
})

const BySezione = Oggetto({ id: Type.String({ maxLength: 40 }) })

export const sezioniApi = {
  elenco: endpoint({
    method: 'GET',
    path: '/sezioni',
    azione: 'territorio.leggi',
    summary: 'Le sezioni: che cosa serve per aprirle e l’interruttore nazionale nel tempo',
    reply: Lista(Sezione),
  }),
  stato: endpoint({
    method: 'GET',
    path: '/sezioni-ambito',
    azione: 'sezione.leggi',
    summary: 'Per ogni comune dell’ambito: quali sezioni sono aperte, quali no, che cosa manca e a chi spetta',
    reply: Lista(SezioneDiAmbito),
  }),
  apri: endpoint({
    method: 'POST',
    path: '/sezioni/:id/aperture',
    azione: 'sezione.apri',
    summary: 'Apre o chiude una sezione su tutto il territorio nazionale, da un giorno',
    params: BySezione,
    body: Oggetto({ aperta: Type.Boolean(), dal: Data, norma: Testo(300) }),
    reply: Sezione,
  }),
  richiedi: endpoint({
    method: 'POST',
    path: '/sezioni/:id/requisiti',
    azione: 'sezione.apri',
    summary: 'Aggiunge un’adesione tra quelle che una sezione richiede, da un giorno',
    params: BySezione,
    body: Oggetto({
      tipoId: Testo(60),
      attuatore: Type.Boolean(),
      dal: Data,
      al: Opzionale(Data),
      fonte: Testo(300),
    }),
    reply: Sezione,
  }),
  nonRichiedere: endpoint({
    method: 'POST',
    path: '/sezioni-requisiti/:id/fine',
    azione: 'sezione.apri',
    summary: 'Registra l’ultimo giorno in cui una sezione richiede quell’adesione',
    params: ById,
    body: Oggetto({ al: Data }),
    reply: Sezione,
  }),
}
