// Rows already read, judged anew after something that judges them has changed: asked for here, done by a work of its own.
import { type Static, Type } from 'typebox'
import { ById, endpoint, Id, Istante, Lista, Nullabile, Oggetto, Uno } from '../kernel/endpoint.ts'
import { Mese } from './generazioni.api.ts'
import { tipiFlusso } from './prestazione.ts'

const Rielaborazione = Oggetto({
  id: Id,
  enteId: Id,
  tipo: Uno(tipiFlusso),
  periodo: Nullabile(Type.String()),
  caricoId: Nullabile(Id),
  stato: Type.Union([Type.Literal('in-corso'), Type.Literal('conclusa'), Type.Literal('fallita')]),
  daGuardare: Type.Integer(),
  guardate: Type.Integer(),
  /** Of which something is otherwise than before. */
  cambiate: Type.Integer(),
  /** How many went from one state to another. */
  passaggi: Type.Array(Oggetto({ da: Type.String(), a: Type.String(), quante: Type.Integer() })),
  /** How many rows each rule stops no more, or stops now. */
  regole: Type.Array(Oggetto({ regola: Type.String(), tolte: Type.Integer(), nuove: Type.Integer() })),
  errore: Nullabile(Type.String()),
  creataIl: Istante,
  conclusaIl: Nullabile(Istante),
})
export type Rielaborazione = Static<typeof Rielaborazione>

export const rielaborazioniApi = {
  avvia: endpoint({
    method: 'POST',
    path: '/flussi/rielaborazioni',
    azione: 'flusso.correggi',
    summary:
      'Rielabora le prestazioni, o le schede dei minori, di un ente che non sono ancora in un flusso: tutte, di un mese o di un file',
    body: Oggetto({
      ente: Id,
      /** Prestazioni, where it is not said. */
      tipo: Type.Optional(Uno(tipiFlusso)),
      periodo: Type.Optional(Type.Union([Mese, Type.Literal('senza-data')])),
      carico: Type.Optional(Id),
    }),
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/rielaborazioni/:id',
    azione: 'flusso.leggi',
    summary: 'Una rielaborazione: a che punto è e che cosa ha cambiato',
    params: ById,
    reply: Rielaborazione,
  }),
  recenti: endpoint({
    method: 'GET',
    path: '/flussi/rielaborazioni',
    azione: 'flusso.leggi',
    summary: 'Le ultime rielaborazioni di un ente',
    query: Oggetto({ ente: Id, tipo: Type.Optional(Uno(tipiFlusso)) }),
    reply: Lista(Rielaborazione),
  }),
}
