// What is given every month, copied from a month to the next: looked at first, chosen, and never twice.
import { type Static, Type } from 'typebox'
import { endpoint, Id, Nullabile, Oggetto, Page, Pagina, Uno } from '../kernel/endpoint.ts'
import type { MotivoNonCopiata } from './copia.rules.ts'
import { Mese } from './generazioni.api.ts'

const Copiabile = Oggetto({
  id: Id,
  nome: Type.String(),
  codiceFiscale: Type.String(),
  codice: Type.String(),
  protocollo: Type.String(),
  importoMensile: Type.String(),
  /** Days of the copy; of the prestazione itself where it is not copied. */
  dal: Type.String(),
  al: Type.String(),
  /** Why it is not copied. */
  motivo: Nullabile(Uno(['gia-presente', 'senza-fine', 'piu-mesi'] as const satisfies MotivoNonCopiata[])),
})
export type Copiabile = Static<typeof Copiabile>

export const copiaApi = {
  anteprima: endpoint({
    method: 'GET',
    path: '/flussi/copia',
    azione: 'flusso.correggi',
    summary: 'Le prestazioni periodiche di un mese, come sarebbero nel mese dopo',
    query: Oggetto({ ente: Id, mese: Mese, ...Pagina }),
    fascicolo: true,
    reply: Page(Copiabile),
  }),
  copia: endpoint({
    method: 'POST',
    path: '/flussi/copia',
    azione: 'flusso.correggi',
    summary: 'Copia nel mese dopo le prestazioni periodiche scelte',
    body: Oggetto({ ente: Id, mese: Mese, prestazioni: Type.Array(Id, { minItems: 1, maxItems: 500 }) }),
    fascicolo: true,
    reply: Oggetto({
      copiate: Type.Integer(),
      /** There already, or not of each month. */
      saltate: Type.Integer(),
    }),
  }),
}
