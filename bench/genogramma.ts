// The genograms in Node, without a browser: `node bench/genogramma.ts`. The figure that counts is the browser's.
import { misuraGenogramma } from './genogramma-misura.ts'

const m = misuraGenogramma()
const ms = (t: number) => `${t.toFixed(1)} ms`
console.log(`${m.famiglie} famiglie di 60 persone
disposizione: mediana ${ms(m.disposizione)}, p95 ${ms(m.p95)}, peggiore ${ms(m.peggiore)}; la prima di tutte, a freddo, ${ms(m.prima)}
disegno: mediana ${ms(m.disegno)}`)
