// The life of a version of what a law can change (a measure, a questionnaire), and which of them is in force on a day.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiVersione = ['bozza', 'pubblicata', 'ritirata', 'scartata'] as const
export type StatoVersione = (typeof statiVersione)[number]

export const transizioniVersione = {
  salva: { da: ['bozza'], a: 'bozza', altrimenti: 'Una versione pubblicata non si modifica: aprine una nuova.' },
  scarta: { da: ['bozza'], a: 'scartata', altrimenti: 'Si scarta una bozza: questa versione non lo è.' },
  pubblica: { da: ['bozza'], a: 'pubblicata', altrimenti: 'Si pubblica una bozza: questa versione non lo è.' },
  ritira: { da: ['pubblicata'], a: 'ritirata', altrimenti: 'Si ritira una versione pubblicata.' },
} as const satisfies Transizioni<StatoVersione, string>

interface ConDate {
  numero: number
  stato: StatoVersione
  dal: string
  al: string | null
}

/** The version in force on a day: the latest that has begun, and of two that begin together the higher number. */
export const inVigore = <V extends ConDate>(versioni: readonly V[], giorno: string): V | undefined =>
  versioni
    .filter((v) => v.stato === 'pubblicata' && v.dal <= giorno && (v.al === null || v.al >= giorno))
    .sort((a, b) => (a.dal < b.dal ? 1 : a.dal > b.dal ? -1 : b.numero - a.numero))[0]
