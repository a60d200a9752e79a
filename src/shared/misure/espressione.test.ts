import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compila } from './espressione.ts'
import { fattiComuni } from './fatti.rules.ts'
import { type Compilata, Difetto, type Espressione, type Fatti, Ignoto, letterale, nodoFatto } from './linguaggio.ts'
import { componente, nucleo } from './nuclei.fixture.ts'
import { anniTra, mesiTra } from './operatori.ts'

const nomi = new Map<string, Compilata>([
  ...fattiComuni.map((f) => [f.id, nodoFatto(f)] as const),
  ['soglia', letterale('euro', 9360)!],
  ['quota', letterale('numero', '0.75')!],
])
const dice = (e: Espressione, fatti: Fatti) => compila(e, nomi).nodo({ fatti, componente: null, calcolati: new Map() })
const vuoto: Fatti = { nucleo: {}, componenti: [{}] }
const mancano = (e: Espressione, fatti: Fatti) => (dice(e, fatti) as Ignoto).mancano

describe('what is not known', () => {
  const isee = { '<=': ['isee.valore', 'soglia'] }
  test('is said with the name of the fact', () => {
    expect(mancano(isee, vuoto)).toEqual(['isee.valore'])
    expect(
      mancano({ esiste: 'componente.naspi' }, { nucleo: {}, componenti: [{ 'componente.naspi': false }, {}] }),
    ).toEqual(['componente.naspi#1'])
  })
  test('does not hide what is already decided', () => {
    expect(dice({ e: [isee, false] }, vuoto)).toBe(false)
    expect(dice({ o: [isee, true] }, vuoto)).toBe(true)
    expect(dice({ esiste: 'componente.naspi' }, { nucleo: {}, componenti: [{}, { 'componente.naspi': true }] })).toBe(
      true,
    )
    expect(dice({ se: [isee, 'soglia', { euro: '9360.00' }] }, vuoto)).toMatchObject({ n: 936_000n })
  })
  test('a fact of another type than its own is not known, never an error', () => {
    for (const v of ['9360', 0.5, Number.NaN, true, 1e30])
      expect(mancano(isee, { nucleo: { 'isee.valore': v }, componenti: [{}] })).toEqual(['isee.valore'])
  })
})

describe('what may not be written', () => {
  test.each<[string, unknown, RegExp]>([
    ['a name that nobody declares', 'inventato', /non è un fatto/],
    ['an operator that does not exist', { eval: ['x'] }, /non è un operatore/],
    ['one of the language that runs us', { constructor: [1, 2] }, /non è un operatore/],
    ['amounts and numbers together', { '+': ['soglia', 1] }, /mettere insieme/],
    ['an amount by an amount', { '*': ['soglia', 'soglia'] }, /per un numero/],
    ['a division by what may be zero', { '/': ['soglia', 'residenza.mesi'] }, /diverso da zero/],
    ['a division by zero', { '/': ['soglia', 0] }, /diverso da zero/],
    ['a code that its fact never has', { '=': ['richiedente.titolo', { codice: 'marziano' }] }, /non è tra le voci/],
    ['the same in a list', { tra: ['richiedente.titolo', ['italiano', 'marziano']] }, /non è tra le voci/],
    ['a condition made of an amount', { e: ['soglia'] }, /serve un sì o un no/],
    ['two operators at once', { e: [true], o: [true] }, /un solo operatore/],
    ['a day that is not one', { giorno: '2018-31-05' }, /si scrive come/],
    ['a tenth of a cent', { euro: '1.001' }, /due decimali/],
    ['nothing', null, /un solo operatore/],
  ])('%s', (_cosa, e, frase) => {
    expect(() => compila(e, nomi)).toThrow(Difetto)
    expect(() => compila(e, nomi)).toThrow(frase)
  })
  test('without end', () => {
    let e: Espressione = true
    for (let i = 0; i < 100; i++) e = { non: e }
    expect(() => compila(e, nomi)).toThrow(/annidata/)
  })
})

describe('time between two days', () => {
  test('whole years and months, also at the end of months and in leap years', () => {
    expect(anniTra('2008-02-29', '2026-02-28')).toBe(17)
    expect(anniTra('2008-02-29', '2026-03-01')).toBe(18)
    expect(anniTra('1960-06-10', '2026-06-09')).toBe(65)
    expect(mesiTra('2024-01-31', '2024-02-29')).toBe(1)
    expect(mesiTra('2024-01-31', '2024-02-28')).toBe(0)
    expect(mesiTra('2024-03-15', '2024-01-15')).toBe(-2)
  })
  test('never goes back as time goes on', () => {
    const giorno = fc
      .date({ min: new Date('1920-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10))
    fc.assert(
      fc.property(giorno, giorno, giorno, (da, a, b) => {
        const [prima, dopo] = a < b ? [a, b] : [b, a]
        expect(mesiTra(da, dopo)).toBeGreaterThanOrEqual(mesiTra(da, prima))
        expect(anniTra(da, dopo)).toBeGreaterThanOrEqual(anniTra(da, prima))
      }),
    )
  })
})

describe('any expression at all', () => {
  const nome = fc.constantFrom(...nomi.keys())
  const { qualsiasi } = fc.letrec<{ qualsiasi: unknown }>((tie) => ({
    qualsiasi: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      nome,
      fc.boolean(),
      fc.integer({ min: -50, max: 50 }),
      fc.record({ euro: fc.integer({ min: 0, max: 10_000 }) }),
      fc
        .tuple(
          fc.constantFrom(
            'e',
            'o',
            'non',
            '=',
            '!=',
            '<',
            '<=',
            '>',
            '>=',
            '+',
            '-',
            '*',
            '/',
            'min',
            'max',
            'se',
            'anni-tra',
            'conta',
            'somma',
            'esiste',
            'tutti',
          ),
          fc.array(tie('qualsiasi'), { minLength: 1, maxLength: 3 }),
        )
        .map(([op, a]) => ({ [op]: ['conta', 'somma', 'esiste', 'tutti'].includes(op) ? a[0] : a })),
    ),
  }))
  const fatto = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.constant('2001-02-03'), fc.constant('grave'))
  const fatti = fc.record({
    nucleo: fc.dictionary(fc.constantFrom(...fattiComuni.map((f) => f.id)), fatto),
    componenti: fc.array(fc.dictionary(fc.constantFrom(...fattiComuni.map((f) => f.id)), fatto), {
      minLength: 1,
      maxLength: 4,
    }),
  })

  test('is either refused with a sentence or answers', () => {
    let lette = 0
    fc.assert(
      fc.property(qualsiasi, fatti, (e, x) => {
        let c: Compilata
        try {
          c = compila(e, nomi)
        } catch (errore) {
          expect(errore).toBeInstanceOf(Difetto)
          return
        }
        lette++
        const v = c.nodo({ fatti: x, componente: null, calcolati: new Map() })
        if (!(v instanceof Ignoto))
          expect(typeof v).toBe(
            { logico: 'boolean', numero: 'object', importo: 'object', giorno: 'string', codice: 'string' }[c.tipo],
          )
        else expect(v.mancano.length).toBeGreaterThan(0)
      }),
      { numRuns: 3000 },
    )
    expect(lette).toBeGreaterThan(100)
  })

  test('what was known stays as it was when more is known', () => {
    const intero = nucleo([componente(1980), componente(2015, { 'componente.disabilita': 'grave' })])
    fc.assert(
      fc.property(qualsiasi, fc.infiniteStream(fc.boolean()), (e, tieni) => {
        let c: Compilata
        try {
          c = compila(e, nomi)
        } catch {
          return
        }
        const parte = (r: Readonly<Record<string, unknown>>) =>
          Object.fromEntries(Object.entries(r).filter(() => tieni.next().value)) as Fatti['nucleo']
        const meno = { nucleo: parte(intero.nucleo), componenti: intero.componenti.map(parte) }
        const v = c.nodo({ fatti: meno, componente: null, calcolati: new Map() })
        if (!(v instanceof Ignoto)) expect(c.nodo({ fatti: intero, componente: null, calcolati: new Map() })).toEqual(v)
      }),
      { numRuns: 3000 },
    )
  })
})
