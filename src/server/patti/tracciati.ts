// The layouts of the exchange, read from config/tracciati: `codice.versione.json`. A version that was used does not change: a new
// one is a new file, and what was queued under the old keeps naming it. A file that cannot be read stops the start.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TracciatoRisposte, TracciatoUscita } from '../../shared/patti/tracciati.rules.ts'
import { radice } from '../kernel/paths.ts'
import { checker } from '../kernel/validate.ts'

/** Of what comes back there is one, whoever answers. */
const RISPOSTE = 'ricevute.1'

export interface Tracciati {
  uscita: ReadonlyMap<string, TracciatoUscita>
  risposte: TracciatoRisposte
  codiceRisposte: string
}

function leggiTracciati(): Tracciati {
  const cartella = join(radice, 'config', 'tracciati')
  const leggi = (f: string): unknown => JSON.parse(readFileSync(join(cartella, `${f}.json`), 'utf8'))
  const uscita = new Map<string, TracciatoUscita>()
  const assertUscita: (v: unknown) => void = checker(TracciatoUscita)
  for (const f of globSync('*.json', { cwd: cartella }).sort()) {
    const codice = f.slice(0, -'.json'.length)
    if (codice === RISPOSTE) continue
    const letto = leggi(codice)
    assertUscita(letto)
    uscita.set(codice, letto as TracciatoUscita)
  }
  const risposte = leggi(RISPOSTE)
  const assertRisposte: (v: unknown) => void = checker(TracciatoRisposte)
  assertRisposte(risposte)
  return { uscita, risposte: risposte as TracciatoRisposte, codiceRisposte: RISPOSTE }
}

export const tracciati: Tracciati = leggiTracciati()
