// Alerts on prese in carico: one's own, or of the whole service; each can be put off with a reason until a day.
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  Data,
  endpoint,
  Fatto,
  Id,
  mostratePer,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { PersonaDiPresa, unaPresa } from './prese.api.ts'
import { nomiRegole } from './radar.rules.ts'

const Avviso = Oggetto({
  presaId: Id,
  numero: Type.Integer(),
  comuneId: Belfiore,
  persona: PersonaDiPresa,
  responsabile: Nullabile(Type.String()),
  regola: Uno(nomiRegole),
  nome: Type.String(),
  /** The rule, with its days. */
  frase: Type.String(),
  /** What made it ring. */
  righe: Type.Array(Oggetto({ tipo: Type.String(), id: Id, testo: Type.String(), giorno: Nullabile(Data) })),
  rinvio: Nullabile(Oggetto({ fino: Data, motivo: Type.String() })),
})
const PaginaAvvisi = Page(Avviso)

const elenco = {
  method: 'GET',
  // the rows that cause an alert are content
  fascicolo: true,
  query: Oggetto({
    regola: Type.Optional(Uno(nomiRegole)),
    /** Also those put off. */
    rinviati: Type.Optional(Type.Boolean()),
    comune: Type.Optional(Belfiore),
    ...Pagina,
  }),
  reply: PaginaAvvisi,
  mostra: {
    persone: (r: Static<typeof PaginaAvvisi>) => r.voci.flatMap((v) => mostratePer(v.presaId, [v.persona.id])),
    domanda: () => 'radar dei casi silenziosi',
  },
} as const

export const radarApi = {
  miei: endpoint({
    ...elenco,
    path: '/radar/miei',
    azione: 'radar.miei',
    summary: 'Gli avvisi sulle mie prese in carico',
  }),
  servizio: endpoint({
    ...elenco,
    path: '/radar',
    azione: 'radar.servizio',
    summary: 'Gli avvisi su tutte le prese in carico del servizio',
  }),
  rinvia: endpoint({
    ...unaPresa,
    method: 'POST',
    path: '/prese/:id/radar/rinvio',
    azione: 'radar.miei',
    summary: 'Rinvia un avviso fino a un giorno, dicendo perché',
    body: Oggetto({ regola: Uno(nomiRegole), motivo: Testo(300), fino: Data }),
    reply: Fatto,
  }),
}
