// The assignment board and the workload: what the coordinator sees of the work, which is never of whom nor of what
// (idea 14: number, comune, area, weight, days; no name, no object, no note).
import { Type } from 'typebox'
import {
  Belfiore,
  Binario,
  Data,
  endpoint,
  Id,
  Lista,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
} from '../kernel/endpoint.ts'

const Assegnazione = Oggetto({ presaId: Id, utenteId: Id })

export const assegnazioneApi = {
  daAssegnare: endpoint({
    method: 'GET',
    path: '/prese/da-assegnare',
    azione: 'presa.assegna',
    summary: 'Le prese in carico da assegnare, da quella che attende di più',
    query: Oggetto({ comune: Type.Optional(Belfiore), area: Type.Optional(Testo(60)), ...Pagina }),
    reply: Page(
      Oggetto({
        id: Id,
        numero: Type.Integer(),
        comuneId: Belfiore,
        comune: Type.String(),
        tipo: Nullabile(Type.String()),
        area: Nullabile(Type.String()),
        peso: Type.Integer(),
        apertaIl: Data,
        giorni: Type.Integer(),
        /** It had been assigned to somebody who no longer works here, before he answered. */
        daRiassegnare: Type.Boolean(),
      }),
    ),
  }),
  proposta: endpoint({
    method: 'POST',
    path: '/prese/da-assegnare/proposta',
    azione: 'presa.assegna',
    summary: 'Propone a chi assegnare, perché il carico pesato resti equilibrato',
    body: Oggetto({ prese: Type.Array(Id, { minItems: 1, maxItems: 200 }) }),
    reply: Lista(Assegnazione),
  }),
  assegna: endpoint({
    method: 'POST',
    path: '/prese/da-assegnare/assegnazione',
    azione: 'presa.assegna',
    summary: 'Assegna una o più prese in carico, tutte o nessuna',
    body: Oggetto({ assegnazioni: Type.Array(Assegnazione, { minItems: 1, maxItems: 200 }) }),
    reply: Oggetto({ assegnate: Type.Integer() }),
  }),
  carico: endpoint({
    method: 'GET',
    path: '/prese/carico',
    azione: 'presa.assegna',
    summary: 'Il carico di lavoro di ogni operatore, senza contenuti',
    reply: Lista(
      Oggetto({
        utenteId: Id,
        nome: Type.String(),
        /** Where he may answer for a presa in carico today. */
        comuni: Type.Array(Belfiore),
        /** False: he answers for some, or has to-dos, and may no longer. */
        inServizio: Type.Boolean(),
        /** Sum of the weights; a suspended one weighs half. */
        carico: Type.Number(),
        daAccettare: Type.Integer(),
        attive: Type.Integer(),
        sospese: Type.Integer(),
        inScadenza: Type.Integer(),
        scaduti: Type.Integer(),
        contattiInRitardo: Type.Integer(),
      }),
    ),
  }),
  esportaCarico: endpoint({
    method: 'GET',
    path: '/prese/carico/foglio',
    azione: 'presa.assegna',
    summary: 'Il carico di lavoro in un foglio di calcolo',
    reply: Binario,
  }),
}
