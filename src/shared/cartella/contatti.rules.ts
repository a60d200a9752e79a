// A contact of the desk (segretariato sociale, L. 328/2000 art. 22): its states, as SISO has them, without those that
// belong to the invio, which has its own.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiContatto = ['creata', 'completa', 'convertita', 'annullata'] as const
export type StatoContatto = (typeof statiContatto)[number]

export const nomiStatoContatto: Readonly<Record<StatoContatto, string>> = {
  creata: 'creato',
  completa: 'completo',
  convertita: 'convertito in segnalazione',
  annullata: 'annullato',
}

const chiuso =
  'Il contatto è già stato convertito o annullato: non si modifica più. Se serve, registrane uno nuovo e indica il motivo nella nota.'

export const transizioniContatto: Transizioni<StatoContatto, 'completa' | 'converti' | 'annulla'> = {
  completa: { da: ['creata', 'completa'], a: 'completa', altrimenti: chiuso },
  converti: { da: ['creata', 'completa'], a: 'convertita', altrimenti: chiuso },
  annulla: { da: ['creata', 'completa'], a: 'annullata', altrimenti: chiuso },
}

/** Longest note of a sheet: some ten pages. */
export const MAX_TESTO = 20_000
