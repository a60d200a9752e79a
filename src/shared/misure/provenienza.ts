// Where each part of a measure comes from, and how sure that is.
import { Type } from 'typebox'
import { Testo, Uno } from '../kernel/endpoint.ts'

/** How sure a source is. */
export const segni = ['O', 'O2', 'K', 'inf', 'P', '?'] as const
export type Segno = (typeof segni)[number]
export const paroleSegno: Readonly<Record<Segno, string>> = {
  O: 'letto in un testo ufficiale',
  O2: 'regola ufficiale letta in una fonte che la riporta',
  K: 'ricordato, da confermare sul testo',
  inf: 'dedotto da altre regole',
  P: 'scelta di chi ha scritto Trama',
  '?': 'non trovato',
}

export const provenienza = { fonte: Testo(400), segno: Uno(segni) }
/** A name inside the definition: what expressions call it. */
export const Nome = Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 60 })
