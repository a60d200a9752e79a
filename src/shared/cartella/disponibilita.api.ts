// When an operator can be met: his week, the days on which he is not there, and the free slots that come of them.
import { type Static, Type } from 'typebox'
import { Belfiore, ById, Data, endpoint, Fatto, Id, Nullabile, Oggetto, Opzionale, Uno } from '../kernel/endpoint.ts'

const Ora = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })
const Settimana = Type.Integer({ minimum: 1, maximum: 7 })

const Disponibilita = Oggetto({
  id: Id,
  comuneId: Belfiore,
  ufficioId: Id,
  ufficio: Type.String(),
  settimana: Settimana,
  dalle: Ora,
  alle: Ora,
  minuti: Type.Integer(),
  dal: Data,
  al: Nullabile(Data),
})
export type Disponibilita = Static<typeof Disponibilita>

const Slot = Oggetto({
  giorno: Data,
  ora: Ora,
  minuti: Type.Integer(),
  comuneId: Belfiore,
  ufficioId: Id,
  ufficio: Type.String(),
})
export type SlotLibero = Static<typeof Slot>

const mia = { azione: 'agenda.disponibilita' } as const
const di = { operatore: Type.Optional(Id) }

export const disponibilitaApi = {
  leggi: endpoint({
    ...mia,
    method: 'GET',
    path: '/agenda/disponibilita',
    summary: 'Quando un operatore si può incontrare, e quando non c’è: chi chiede, o un collega',
    query: Oggetto(di),
    reply: Oggetto({
      operatoreId: Id,
      voci: Type.Array(Disponibilita),
      assenze: Type.Array(Oggetto({ id: Id, dal: Data, al: Data })),
      /** Where one may say to be: comuni and offices. */
      uffici: Type.Array(Oggetto({ id: Id, nome: Type.String(), comuneId: Nullabile(Belfiore) })),
      comuni: Type.Array(Oggetto({ id: Belfiore, nome: Type.String() })),
    }),
  }),
  crea: endpoint({
    ...mia,
    method: 'POST',
    path: '/agenda/disponibilita',
    summary: 'Aggiunge ore della settimana in cui un operatore si può incontrare',
    body: Oggetto({
      operatoreId: Opzionale(Id),
      comuneId: Belfiore,
      ufficioId: Id,
      /** As a form chooses it: 1 Monday … 7 Sunday. */
      settimana: Uno(['1', '2', '3', '4', '5', '6', '7'] as const),
      dalle: Ora,
      alle: Ora,
      minuti: Type.Integer({ minimum: 10, maximum: 240 }),
      dal: Data,
      al: Opzionale(Data),
    }),
    reply: Oggetto({ id: Id }),
  }),
  chiudi: endpoint({
    ...mia,
    method: 'POST',
    path: '/agenda/disponibilita/:id/fine',
    summary: 'Ore della settimana che valgono fino a un giorno; gli appuntamenti già fissati restano',
    params: ById,
    body: Oggetto({ al: Data }),
    reply: Fatto,
  }),
  assente: endpoint({
    ...mia,
    method: 'POST',
    path: '/agenda/assenze',
    summary: 'Giorni in cui un operatore non c’è: non gli si propone nessuna ora',
    body: Oggetto({ operatoreId: Opzionale(Id), comuneId: Belfiore, dal: Data, al: Data }),
    reply: Oggetto({ id: Id }),
  }),
  presente: endpoint({
    ...mia,
    method: 'POST',
    path: '/agenda/assenze/:id/annullamento',
    summary: 'Toglie un’assenza',
    params: ById,
    body: Oggetto({}),
    reply: Fatto,
  }),
  libere: endpoint({
    ...mia,
    method: 'GET',
    path: '/agenda/libere',
    summary: 'Le prime ore libere di un operatore, da un giorno in avanti',
    query: Oggetto({
      ...di,
      dal: Data,
      ufficio: Type.Optional(Id),
      quanti: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
    reply: Oggetto({ voci: Type.Array(Slot) }),
  }),
}
