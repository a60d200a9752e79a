// The folder on paper: data in words (stampa-dati.ts) typeset by config/stampe/fascicolo.typ, in the same process apart
// as a letter, with the time and the memory that many years of work may take.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stampa } from '../documenti/stampa.ts'
import { radice } from '../kernel/paths.ts'
import type { DatiFascicolo } from './stampa-dati.ts'

/** Five years of a difficult case, 2,000 entries, take about a tenth of this. */
const LIMITI = { secondi: 180, megabyte: 3000 }

let modello: string | undefined
const leggiModello = () => {
  modello ??= readFileSync(join(radice, 'config', 'stampe', 'fascicolo.typ'), 'utf8')
  return modello
}

export const stampaFascicolo = (dati: DatiFascicolo, istante: Date): Promise<Buffer> =>
  stampa({ testo: leggiModello(), dati, istante }, LIMITI)
