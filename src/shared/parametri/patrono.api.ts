// The patron's day of each comune, that counts as a holiday in terms of working days: said by the comune, with where it is written; where
// nobody has said it, none, and the page says so.
import { type Static, Type } from 'typebox'
import { Belfiore, ById, endpoint, Fatto, Id, Nullabile, Oggetto, Opzionale, Testo } from '../kernel/endpoint.ts'

const Anno = Type.Integer({ minimum: 1900, maximum: 2200 })
const Patrono = Oggetto({
  id: Id,
  nome: Type.String(),
  /** MM-DD, or days after Easter where it moves. */
  giorno: Nullabile(Type.String()),
  dopoPasqua: Nullabile(Type.Integer()),
  dalAnno: Type.Integer(),
  alAnno: Nullabile(Type.Integer()),
  fonte: Type.String(),
  confermatoDa: Nullabile(Type.String()),
})
const Comune = Oggetto({ comuneId: Belfiore, comune: Type.String(), patroni: Type.Array(Patrono) })
export type PatronoDiComune = Static<typeof Comune>

export const patronoApi = {
  list: endpoint({
    method: 'GET',
    path: '/patroni',
    azione: 'patrono.gestisci',
    summary: 'Il giorno del patrono dei propri comuni, e quali non l’hanno ancora detto',
    reply: Oggetto({ voci: Type.Array(Comune) }),
  }),
  conferma: endpoint({
    method: 'POST',
    path: '/patroni',
    azione: 'patrono.gestisci',
    summary: 'Dice il giorno del patrono di un comune, da quale anno e dove è scritto',
    body: Oggetto({
      comuneId: Belfiore,
      nome: Testo(100),
      giorno: Opzionale(Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' })),
      dopoPasqua: Opzionale(Type.Integer({ minimum: -60, maximum: 120 })),
      dalAnno: Anno,
      alAnno: Opzionale(Anno),
      fonte: Testo(300),
    }),
    reply: Oggetto({ id: Id }),
  }),
  chiudi: endpoint({
    method: 'POST',
    path: '/patroni/:id/fine',
    azione: 'patrono.gestisci',
    params: ById,
    summary: 'L’ultimo anno in cui quel giorno è stato festa: prima di dirne un altro, o per correggere',
    body: Oggetto({ alAnno: Anno }),
    reply: Fatto,
  }),
} as const
