// The situations of a social service (L. 328/2000, art. 22), how many families of the demonstration live each, and how
// such a family is made.
import { adulti } from './situazioni/adulti.ts'
import { anziani } from './situazioni/anziani.ts'
import { genitori } from './situazioni/genitori.ts'
import { parenti } from './situazioni/parenti.ts'
import { protezione } from './situazioni/protezione.ts'
import type { Situazioni } from './situazioni/situazione.ts'

export const situazioni = {
  ...anziani,
  ...genitori,
  ...parenti,
  ...protezione,
  ...adulti,
} as const satisfies Situazioni

export type NomeSituazione = keyof typeof situazioni
export const nomiSituazione = Object.keys(situazioni) as NomeSituazione[]
