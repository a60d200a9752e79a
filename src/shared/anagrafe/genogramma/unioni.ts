// What the line of a couple says: years above it, slashes across it.
import type { Coppia } from './famiglia.ts'
import type { Taglio } from './figura.ts'
import type { TipoUnione, Unione } from './modello.ts'
import { larghezzaTesto } from './testo.ts'

export const CORPO_UNIONE = 9.5
const INTERLINEA = 11

const inizio: Record<TipoUnione, string> = {
  matrimonio: 'm.',
  'unione-civile': 'u.c.',
  convivenza: 'conv.',
  fidanzamento: 'fid.',
  relazione: 'rel.',
}
const fine = { 'separazione-legale': 'sep.', 'separazione-di-fatto': 'sep.', divorzio: 'div.' } as const

function anni(u: Unione): string[] {
  const anno = (d: string) => d.slice(0, 4)
  const dal = u.dal ? [`${inizio[u.tipo]} ${anno(u.dal)}`] : []
  if (u.esito === 'vedovanza') return dal
  const parola = u.esito ? fine[u.esito] : 'fino al'
  return u.al ? [...dal, `${parola} ${anno(u.al)}`] : dal
}

/** The last union, and how many came before it between the same two. */
export function scrittaUnione(c: Coppia): { testo: string[]; w: number; h: number } {
  const ultima = c.unioni.at(-1)
  const testo = ultima ? anni(ultima) : []
  if (c.unioni.length > 1) testo.unshift(`(già ${c.unioni.slice(0, -1).flatMap(anni)[0] ?? 'uniti'})`)
  const w = Math.max(0, ...testo.map((t) => larghezzaTesto(t, CORPO_UNIONE)))
  return { testo, w: Math.ceil(w), h: testo.length * INTERLINEA }
}

export function taglioUnione(c: Coppia): Taglio | undefined {
  const esito = c.unioni.at(-1)?.esito
  return esito === 'vedovanza' ? undefined : esito
}
