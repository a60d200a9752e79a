// How long the genograms of families of sixty persons take to lay out and to draw. The same code runs in the browser
// (pagine-cartella.ts) and in Node (genogramma.ts).
import { disegna } from '../src/shared/anagrafe/genogramma/disegno.ts'
import { disponi } from '../src/shared/anagrafe/genogramma/disposizione.ts'
import { famiglia } from '../src/shared/anagrafe/genogramma.fixture.ts'

const CORSE = 3

export interface MisuraGenogramma {
  famiglie: number
  /** The very first layout, when nothing is compiled yet. */
  prima: number
  disposizione: number
  p95: number
  peggiore: number
  disegno: number
}

const quantile = (tempi: readonly number[], q: number) =>
  [...tempi].sort((a, b) => a - b)[Math.min(tempi.length - 1, Math.floor(tempi.length * q))]!

export function misuraGenogramma(): MisuraGenogramma {
  const famiglie = Array.from({ length: 200 }, (_v, i) => famiglia(i + 1, 60)).filter((d) => d.persone.length === 60)
  const [disposizioni, disegni]: [number[], number[]] = [[], []]
  let prima: number | undefined
  for (const dati of famiglie) {
    const tempi: number[] = []
    for (let i = 0; i < CORSE; i++) {
      const t0 = performance.now()
      const d = disponi(dati)
      const t1 = performance.now()
      disegna(d, { titolo: 'Genogramma' })
      disegni.push(performance.now() - t1)
      tempi.push(t1 - t0)
    }
    prima ??= tempi[0]!
    disposizioni.push(quantile(tempi, 0.5))
  }
  return {
    famiglie: famiglie.length,
    prima: prima!,
    disposizione: quantile(disposizioni, 0.5),
    p95: quantile(disposizioni, 0.95),
    peggiore: Math.max(...disposizioni),
    disegno: quantile(disegni, 0.5),
  }
}
