import { expect, test } from 'vitest'
import { aLotti } from './pagina.ts'

test('lots follow one another from the last row of the one before, whole or not, and the last is known by being short', async () => {
  for (const n of [0, 1, 3, 6, 7]) {
    const tutte = Array.from({ length: n }, (_, i) => i)
    const chiesti: (number | undefined)[] = []
    const lette = await Array.fromAsync(
      aLotti<number>(3, async (dopo) => {
        chiesti.push(dopo)
        return tutte.filter((i) => dopo === undefined || i > dopo).slice(0, 3)
      }),
    )
    expect(lette).toEqual(tutte)
    expect(chiesti).toEqual([undefined, 2, 5].slice(0, Math.floor(n / 3) + 1))
  }
})
