// What may happen to a file that arrives and to a prestazione on its way to INPS. Server and pages read the same tables.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiCarico = [
  'in-arrivo',
  'da-mappare',
  'in-lettura',
  'concluso',
  'fallito',
  'in-ritiro',
  'ritirato',
] as const
export type StatoCarico = (typeof statiCarico)[number]

export const transizioniCarico = {
  mappa: {
    da: ['da-mappare'],
    a: 'in-lettura',
    altrimenti: 'Le colonne di questo file sono già state indicate: per rileggerlo caricalo di nuovo.',
  },
  ritira: {
    da: ['da-mappare', 'concluso', 'fallito'],
    a: 'ritirato',
    altrimenti: 'Il file si sta leggendo o ritirando: aspetta che finisca.',
  },
} as const satisfies Transizioni<StatoCarico, string>

/** Rows that are withdrawn while one waits; those of a larger file by a job. */
export const RITIRO_SUBITO = 2000

export const statiPrestazione = ['rifiutata', 'da-completare', 'pronta', 'in-flusso', 'accettata', 'esclusa'] as const
export type StatoPrestazione = (typeof statiPrestazione)[number]

/** Those on which one still works: nothing of them has left. */
export const inLavorazione: readonly StatoPrestazione[] = ['rifiutata', 'da-completare', 'pronta']

export const nomiStato: Readonly<Record<StatoPrestazione, string>> = {
  rifiutata: 'Rifiutata',
  'da-completare': 'Da completare',
  pronta: 'Pronta',
  'in-flusso': 'In un flusso',
  accettata: 'Accettata da INPS',
  esclusa: 'Esclusa',
}
