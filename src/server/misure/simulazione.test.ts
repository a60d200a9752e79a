// The what-if over thousands of households that do not exist: what it counts, its progress, its being stopped. No database.
import { describe, expect, test } from 'vitest'
import { nucleoNumero } from '../../shared/misure/nuclei.fixture.ts'
import { type FonteNuclei, fasce, type NucleoInCarico, simula } from '../../shared/misure/simulazione.rules.ts'
import { valuta } from '../../shared/misure/valutazione.rules.ts'
import { leggiDefinizione } from '../../shared/misure/versione.rules.ts'
import { leggiMisure } from './carica-misure.ts'

const [prima, dopo] = leggiMisure()
  .filter((m) => m.codice === 'adi')
  .map((m) => leggiDefinizione(m.definizione).versione!)
const NUCLEI = 5000
const LOTTO = 250

async function* generati(letti: { n: number } = { n: 0 }): FonteNuclei {
  for (let da = 0; da < NUCLEI; da += LOTTO) {
    letti.n += LOTTO
    yield Array.from({ length: LOTTO }, (_v, i): NucleoInCarico => {
      const fatti = nucleoNumero(da + i)
      return { fatti, attuale: valuta(prima!, fatti).mensile }
    })
  }
}

describe('over thousands of households', () => {
  test('winners, losers and cost are those of each household evaluated by itself', async () => {
    const passi: number[] = []
    const r = await simula(dopo!, generati(), async (n) => passi.push(n) > 0)
    const attesi = { entrano: 0, escono: 0, aumentano: 0, diminuiscono: 0, uguali: 0, nonSiSa: 0, prima: 0, dopo: 0 }
    for (let n = 0; n < NUCLEI; n++) {
      const [a, b] = [valuta(prima!, nucleoNumero(n)).mensile, valuta(dopo!, nucleoNumero(n)).mensile]
      if (a === null || b === null) attesi.nonSiSa++
      else {
        attesi.prima += a
        attesi.dopo += b
        attesi[a === b ? 'uguali' : a === 0 ? 'entrano' : b === 0 ? 'escono' : b > a ? 'aumentano' : 'diminuiscono']++
      }
    }
    const { prima: spesaPrima, dopo: spesaDopo, ...conti } = attesi
    expect(r).toMatchObject({ ...conti, nuclei: NUCLEI, spesaPrima, spesaDopo })
    // thresholds and amounts that only went up: nobody loses
    expect(conti.entrano).toBeGreaterThan(0)
    expect(conti.aumentano).toBeGreaterThan(0)
    expect(conti.diminuiscono + conti.escono).toBe(0)
    expect(r!.perFascia.length).toBe(fasce.length + 1)
    expect(r!.perFascia.reduce((x, y) => x + y)).toBe(conti.entrano + conti.aumentano)
    expect(r!.mancano).toEqual([{ fatto: 'isee.immobili', nuclei: conti.nonSiSa }])
    expect(passi).toEqual(Array.from({ length: NUCLEI / LOTTO }, (_v, i) => (i + 1) * LOTTO))
  })
  test('stopped, it reads no more and answers nothing', async () => {
    const letti = { n: 0 }
    expect(await simula(dopo!, generati(letti), async (n) => n < 3 * LOTTO)).toBeNull()
    expect(letti.n).toBe(3 * LOTTO)
  })
  test('the same version changes nothing for anybody', async () => {
    expect(await simula(prima!, generati(), async () => true)).toMatchObject({
      aumentano: 0,
      diminuiscono: 0,
      entrano: 0,
      escono: 0,
    })
  })
})
