// States of a curated chronology: closed, it is a document; reopening it is possible, and is written.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiCronologia = ['aperta', 'chiusa', 'riaperta'] as const
export type StatoCronologia = (typeof statiCronologia)[number]

export const transizioniCronologia = {
  modifica: {
    da: ['aperta', 'riaperta'],
    a: 'aperta',
    altrimenti: 'La cronologia è chiusa: per cambiarla riaprila, indicando il motivo.',
  },
  chiudi: { da: ['aperta', 'riaperta'], a: 'chiusa', altrimenti: 'La cronologia è già chiusa.' },
  riapri: { da: ['chiusa'], a: 'riaperta', altrimenti: 'La cronologia è aperta: si può già modificare.' },
} as const satisfies Transizioni<StatoCronologia, string>
