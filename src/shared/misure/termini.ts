// A term as data: from what event it runs, how long, what stops it, what heals it, who is not subject to it, and what happens
// when it passes. The engine that turns it into days is termini.rules.ts.
import { type Static, Type } from 'typebox'
import { Oggetto, Testo, Uno } from '../kernel/endpoint.ts'
import { Nome, provenienza } from './provenienza.ts'

export const unita = ['giorni', 'giorni-lavorativi', 'mesi'] as const
/** What is compared with the day due: the day of what satisfies it, or the one on which it was registered. */
export const conti = ['giorno', 'registrazione'] as const

export const Termine = Oggetto({
  id: Nome,
  nome: Testo(200),
  /** The event from which it runs. The first whose condition holds («quando», an expression); the last has none. */
  ancore: Type.Array(Oggetto({ evento: Nome, quando: Type.Optional(Type.Unknown()) }), { minItems: 1, maxItems: 5 }),
  /** Whether there is such a term in this household at all: an expression. Where it is not true, it does not run. */
  quando: Type.Optional(Type.Unknown()),
  /** Events after which nothing of before counts: a renewal. */
  riparte: Type.Optional(Type.Array(Nome, { minItems: 1, maxItems: 10 })),
  lunghezza: Oggetto({ quanti: Type.Integer({ minimum: 0, maximum: 3650 }), unita: Uno(unita) }),
  /** It begins again from each occurrence of the anchor: every ninety days from the last meeting. */
  ripete: Type.Optional(Type.Boolean()),
  /** What is due: the event that satisfies it, also afterwards (`sana`). */
  adempie: Type.Array(Nome, { minItems: 1, maxItems: 10 }),
  conta: Type.Optional(Uno(conti)),
  /** Satisfied late, the effects are undone. */
  sana: Type.Boolean(),
  /** Events that stop it for as long as they last: a justified reason. */
  ferma: Type.Array(Nome, { maxItems: 10 }),
  /** Members that are not subject to it, as on the day it is due: an expression on one member. */
  esclusi: Type.Optional(Type.Unknown()),
  /** A light turns yellow so many days before. */
  preavviso: Type.Integer({ minimum: 0, maximum: 365 }),
  /** The payment stops from so many months after; healed by that day of that month, where the law says one, it is paid in time. */
  sospende: Type.Optional(
    Oggetto({
      mesiDopo: Type.Integer({ minimum: 0, maximum: 12 }),
      salvoEntro: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
      /** So many monthly payments are safe, counted from the month of the event. */
      salve: Type.Optional(Oggetto({ mensilita: Type.Integer({ minimum: 1, maximum: 24 }), da: Nome })),
    }),
  ),
  ...provenienza,
})
export type Termine = Static<typeof Termine>
