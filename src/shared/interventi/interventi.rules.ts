// How sure a code of the catalogue is, in words.

export const segni = ['O', 'O2', 'I', 'inf'] as const
export type Segno = (typeof segni)[number]
export const nomiSegno: Readonly<Record<Segno, string>> = {
  O: 'ufficiale',
  O2: 'ufficiale, letto in un resoconto',
  I: 'visto in un prodotto in uso',
  inf: 'dedotto, da confermare',
}

/** What Trama registers of its own, by source, and what it is called: `aiuti/buono-spesa`. */
export const ORIGINE = '^[a-z]+(-[a-z]+)*/[A-Za-z0-9]+(-[A-Za-z0-9]+)*$'
