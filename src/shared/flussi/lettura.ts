// What a table does not say of itself, kept with the profile: in which sheet it is and where its header; of a text, how it is separated,
// quoted and encoded, where columns of fixed width begin and how they are called.
import { type Static, Type } from 'typebox'
import { Oggetto, Testo, Uno } from '../kernel/endpoint.ts'

export const codificheFile = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const

export const Lettura = Oggetto({
  /** Of a workbook; without it the first sheet. */
  foglio: Type.Optional(Testo(100, 1)),
  /** Row with the names of the columns, as the spreadsheet numbers it: what is above is left. Without it the first filled one. */
  intestazione: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_048_576 })),
  /** What formulas have made is read as the workbook shows it: somebody has said so. */
  formule: Type.Optional(Type.Boolean()),
  separatore: Type.Optional(Testo(4, 1)),
  virgolette: Type.Optional(Type.String({ maxLength: 1 })),
  codifica: Type.Optional(Uno(codificheFile)),
  colonneFisse: Type.Optional(
    Type.Array(Type.Integer({ minimum: 0, maximum: 10_000 }), { minItems: 1, maxItems: 256 }),
  ),
  /** Where there is no header: what the columns are called. */
  nomi: Type.Optional(Type.Array(Testo(100), { minItems: 1, maxItems: 256 })),
})
export type Lettura = Static<typeof Lettura>
