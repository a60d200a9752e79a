import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  arrotonda,
  confronta,
  daDecimale,
  differenza,
  inDecimali,
  intero,
  prodotto,
  quoziente,
  somma,
} from './frazione.ts'

const f = (s: string) => daDecimale(s)!
const qualsiasi = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([n, d]) => quoziente(intero(n), intero(d)))

describe('a decimal', () => {
  test('is read as it is written, never through a float', () => {
    expect(somma(f('0.1'), f('0,2'))).toEqual(f('0.3'))
    expect(inDecimali(f('1.57'))).toBe('1,57')
    expect(inDecimali(f('-0.4'))).toBe('-0,4')
    expect(inDecimali(quoziente(intero(1), intero(3)))).toBe('0,333333…')
    for (const no of ['', 'x', '1e3', '1.', '--1', '1.234,5', 'Infinity']) expect(daDecimale(no), no).toBeUndefined()
  })
})

describe('rounding', () => {
  test('a half goes away from zero, or down, or up, as it is said', () => {
    const mezzo = f('294.375')
    const cent = prodotto(mezzo, intero(100))
    expect(arrotonda(cent, 'vicino').n).toBe(29438n)
    expect(arrotonda(cent, 'difetto').n).toBe(29437n)
    expect(arrotonda(cent, 'eccesso').n).toBe(29438n)
    expect(arrotonda(f('-0.5'), 'vicino').n).toBe(-1n)
    expect(arrotonda(f('-1.2'), 'difetto').n).toBe(-2n)
    expect(arrotonda(f('-1.2'), 'eccesso').n).toBe(-1n)
    expect(arrotonda(intero(1234), 'vicino', 100).n).toBe(1200n)
  })
  test('never moves a number by more than it may, and leaves what is whole', () => {
    fc.assert(
      fc.property(qualsiasi, (x) => {
        const scarto = differenza(arrotonda(x, 'vicino'), x)
        expect(confronta(prodotto(scarto, scarto), f('0.25'))).toBeLessThanOrEqual(0)
        expect(confronta(arrotonda(x, 'difetto'), x)).toBeLessThanOrEqual(0)
        expect(confronta(arrotonda(x, 'eccesso'), x)).toBeGreaterThanOrEqual(0)
        expect(arrotonda(arrotonda(x, 'vicino'), 'eccesso')).toEqual(arrotonda(x, 'vicino'))
      }),
    )
  })
})

test('what is divided and multiplied back is the same, what is added and taken away too', () => {
  fc.assert(
    fc.property(qualsiasi, qualsiasi, (a, b) => {
      expect(differenza(somma(a, b), b)).toEqual(a)
      if (b.n !== 0n) expect(prodotto(quoziente(a, b), b)).toEqual(a)
    }),
  )
})
