// What a draft is, here and on the server; which of the copies that are found is to be offered; and where the last words
// are, in words. Pure.
import type { ProblemaRete } from '../client.ts'

export interface Contenuto {
  valori: Record<string, unknown>
  /** The version of the record that was being changed, to notice that somebody else has changed it since. */
  versione?: number
  /** How many times this opening had written: of two copies of its words, the newer. */
  n: number
}

/** As the drawer of this browser keeps it. */
export interface BozzaLocale {
  /** Which form. */
  chiave: string
  /** The opening of the form that wrote it. */
  scrittura: string
  /** The version on the server that it goes on from. */
  sopra: string | null
  scritta: string
  contenuto: Contenuto
}

export interface BozzaServer {
  contenuto: Contenuto
  scrittura: string
  versione: string
  aggiornata: string
}

export type StatoBozza =
  | { tipo: 'niente' }
  | { tipo: 'server'; quando: string }
  | { tipo: 'computer'; frase: string }
  | { tipo: 'impossibile' }

/** A draft that waits for a choice. */
export interface Trovata {
  dove: 'server' | 'computer'
  quando: string
  /** Written by another opening, beside the one that one is going on with. */
  altrove: boolean
  /** After what one is going on with. */
  recente: boolean
  scrittura: string
  sopra: string | null
  contenuto: Contenuto
}

export const FRASE_SOSPESA =
  'C’è un’altra bozza da riprendere o eliminare: intanto ciò che scrivi è su questo computer.'

/** Nobody has to do anything for it to work at the next attempt. */
export const passaDaSola = (p: ProblemaRete) => p.status === 0 || p.status === 429 || p.status >= 500

export const sulComputer = (p: ProblemaRete): StatoBozza => ({
  tipo: 'computer',
  frase: passaDaSola(p)
    ? 'Senza collegamento: la bozza è su questo computer.'
    : p.codice === 'bozza-piu-recente'
      ? FRASE_SOSPESA
      : p.status === 401
        ? 'Sessione scaduta: la bozza è su questo computer, cifrata. La ritrovi quando rientri.'
        : p.title,
})

export const daServer = (s: BozzaServer, altrove: boolean): Trovata => ({
  dove: 'server',
  quando: s.aggiornata,
  altrove,
  recente: altrove,
  scrittura: s.scrittura,
  sopra: s.versione,
  contenuto: s.contenuto,
})

/**
 * The copies of one form's draft, the newest first; `superate` are those in the browser that the server has, or has newer.
 * A copy that goes on from what the server has takes its place; one that parted from it is offered beside.
 */
export function confronta(server: BozzaServer | null, locali: readonly BozzaLocale[]) {
  const trovate: Trovata[] = []
  const superate: string[] = []
  let sostituita = false
  for (const { chiave: _c, scritta, ...b } of locali) {
    const stessa = server?.scrittura === b.scrittura
    if (stessa && server.contenuto.n >= b.contenuto.n) {
      superate.push(b.scrittura)
      continue
    }
    if (stessa || (server && server.versione === b.sopra)) sostituita = true
    const sopra = stessa ? server.versione : b.sopra
    trovate.push({ ...b, dove: 'computer', quando: scritta, altrove: false, recente: false, sopra })
  }
  if (server && !sostituita) trovate.push(daServer(server, false))
  return { trovate: trovate.sort((a, b) => b.quando.localeCompare(a.quando)), superate }
}
