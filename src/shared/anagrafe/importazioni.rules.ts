// States of a file of the record and outcomes of its rows.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiImportazione = [
  'da-mappare',
  'in-lettura',
  'da-confermare',
  'in-conferma',
  'conclusa',
  'annullata',
  'fallita',
] as const
export type StatoImportazione = (typeof statiImportazione)[number]

export const transizioniImportazione = {
  mappa: {
    da: ['da-mappare', 'da-confermare', 'fallita'],
    a: 'in-lettura',
    altrimenti: 'Le colonne si indicano prima di confermare: ricarica la pagina.',
  },
  conferma: {
    da: ['da-confermare'],
    a: 'in-conferma',
    altrimenti: 'Si conferma soltanto un file già letto e non ancora confermato: ricarica la pagina.',
  },
  annulla: {
    da: ['da-mappare', 'da-confermare', 'fallita'],
    a: 'annullata',
    altrimenti: 'Si rinuncia soltanto a un file non ancora confermato.',
  },
} as const satisfies Transizioni<StatoImportazione, string>

export const esitiRiga = ['nuova', 'aggiorna', 'gia-presente', 'dubbia', 'rifiutata'] as const
export type EsitoRiga = (typeof esitiRiga)[number]
