// However large the file, no more than a few slices of it are held on the way in and on the way out: counted, not timed. What
// the process weighs meanwhile is measured by `bench -- documenti`.
import { describe, expect, test } from 'vitest'
import { pezzi } from './contenuto.ts'
import { aLotti } from './depositi.ts'

const FETTA = 65_536
const fetta = new Uint8Array(FETTA)
const fette = (mb: number) => Math.ceil((mb * 1_000_000) / FETTA)
/** The most that was ever inside: what has entered and not yet gone out. */
function dentro() {
  let ora = 0
  let massimo = 0
  return {
    entra: (bytes: number) => {
      ora += bytes
      massimo = Math.max(massimo, ora)
    },
    esce: (bytes: number) => {
      ora -= bytes
    },
    massimo: () => massimo,
    resta: () => ora,
  }
}

async function entrano(mb: number) {
  const d = dentro()
  async function* file() {
    for (let n = 0; n < fette(mb); n++) {
      d.entra(FETTA)
      yield fetta
    }
  }
  // a lot is let go when it is written, and not before
  await aLotti(file(), async (lotto) => {
    await Promise.resolve()
    for (const f of lotto) d.esce(f.contenuto.length)
  })
  expect(d.resta()).toBe(0)
  return d.massimo()
}

async function escono(mb: number) {
  const d = dentro()
  let restano = fette(mb)
  // the turns of the database, of eight slices; one is asked for only when all of the one before has been taken
  const turno = async () => {
    const n = Math.min(8, restano)
    restano -= n
    d.entra(n * FETTA)
    return Array.from({ length: n }, () => ({ contenuto: fetta }))
  }
  let usciti = 0
  for await (const pezzo of pezzi(turno as never, 'versione')) {
    d.esce(pezzo.length)
    usciti += pezzo.length
  }
  expect(usciti).toBe(fette(mb) * FETTA)
  return d.massimo()
}

describe('di un file di 100 MB', () => {
  test('entra un lotto alla volta, come di uno di 2', async () => {
    expect(await entrano(100)).toBe(await entrano(2))
    expect(await entrano(100)).toBeLessThanOrEqual(17 * FETTA)
  })
  test('esce un turno di fette alla volta, come di uno di 2', async () => {
    expect(await escono(100)).toBe(await escono(2))
    expect(await escono(100)).toBe(8 * FETTA)
  })
})
