// What an evaluation answers, as it is stored beside the facts: outcomes and amounts, without the words, which are those of
// the version and cannot change.
import { type Static, Type } from 'typebox'
import { Nullabile, Oggetto, Uno } from '../kernel/endpoint.ts'
import type { Fatti } from './linguaggio.ts'

export const esiti = ['si', 'no', 'non-si-sa'] as const
export type EsitoRegola = (typeof esiti)[number]
const Mancano = Type.Array(Type.String())
const Indici = Type.Array(Type.Integer())
const Regola = Oggetto({ id: Type.String(), esito: Uno(esiti), mancano: Mancano })

export const Risultato = Oggetto({
  esito: Uno(['spetta', 'non-spetta', 'non-si-sa']),
  requisiti: Type.Array(Regola),
  scala: Nullabile(
    Oggetto({
      /** Decimal with a comma, exact; null when it is not known. */
      valore: Nullabile(Type.String()),
      somma: Nullabile(Type.String()),
      voci: Type.Array(Oggetto({ id: Type.String(), componenti: Indici })),
      esclusi: Indici,
      mancano: Mancano,
    }),
  ),
  importi: Type.Array(
    Oggetto({
      id: Type.String(),
      /** Rounded; null when it is not known, or is no whole number of cents and the measure does not round it here. */
      centesimi: Nullabile(Type.Integer()),
      /** In euro, before rounding. */
      esatto: Nullabile(Type.String()),
      mancano: Mancano,
    }),
  ),
  /** Cents each month: zero where it is not due, null where that is not known. */
  mensile: Nullabile(Type.Integer()),
  componenti: Type.Array(Oggetto({ obblighi: Type.Array(Regola), esoneri: Type.Array(Regola) })),
})
export type Risultato = Static<typeof Risultato>

/** Facts of a household as they travel and are stored. */
const ValoreFatto = Type.Union([Type.Boolean(), Type.Number(), Type.String({ maxLength: 80 }), Type.Null()])
const Valori = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z0-9-]+$', maxLength: 80 }), ValoreFatto)
export const FattiNucleo = Type.Unsafe<Fatti>(
  Oggetto({ nucleo: Valori, componenti: Type.Array(Valori, { minItems: 1, maxItems: 30 }) }),
)
