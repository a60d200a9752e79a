// How long a genogram takes to lay out and to draw, here in Node: medians over families of sixty persons.
//   node bench/genogramma.ts
// The figure that counts is the browser's; the same code runs there.

import { disegna } from '../src/shared/anagrafe/genogramma/disegno.ts'
import { disponi } from '../src/shared/anagrafe/genogramma/disposizione.ts'
import { famiglia } from '../src/shared/anagrafe/genogramma.fixture.ts'

const CORSE = 7
const famiglie = Array.from({ length: 200 }, (_v, i) => famiglia(i + 1, 60)).filter((d) => d.persone.length === 60)

const quantile = (tempi: readonly number[], q: number) =>
  [...tempi].sort((a, b) => a - b)[Math.min(tempi.length - 1, Math.floor(tempi.length * q))]!
const ms = (t: number) => `${t.toFixed(1)} ms`

const misure = famiglie.map((dati) => {
  const disposizione: number[] = []
  const disegno: number[] = []
  for (let i = 0; i < CORSE; i++) {
    const t0 = performance.now()
    const d = disponi(dati)
    const t1 = performance.now()
    disegna(d, { titolo: 'Genogramma' })
    disposizione.push(t1 - t0)
    disegno.push(performance.now() - t1)
  }
  return { prima: disposizione[0]!, disposizione: quantile(disposizione, 0.5), disegno: quantile(disegno, 0.5) }
})
const disposizioni = misure.map((m) => m.disposizione)
console.log(`${famiglie.length} famiglie di 60 persone, ${CORSE} volte ciascuna`)
console.log(
  `disposizione: mediana ${ms(quantile(disposizioni, 0.5))}, p95 ${ms(quantile(disposizioni, 0.95))}, peggiore ${ms(Math.max(...disposizioni))}`,
)
console.log(`la prima di tutte, a freddo: ${ms(misure[0]!.prima)}`)
console.log(
  `disegno: mediana ${ms(
    quantile(
      misure.map((m) => m.disegno),
      0.5,
    ),
  )}`,
)
