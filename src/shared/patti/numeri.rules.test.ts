// Two screens of one reader, added up from the same groups: what one counts and the other leaves out is nobody, or enough casi.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vuota } from './cruscotto.fixture.ts'
import { componiFigure, type FiguraCasi, type FiltriCruscotto } from './cruscotto.rules.ts'
import { anniInteri, contate, type FiguraPatti, numeriDelleMisure } from './numeri.rules.ts'

const MINIMO = 5
interface Gruppo {
  comuneId: string
  misuraId: string
  anno: number
  casi: number
}
/** Each group is one bit of what is summed: a sum says which groups are in it. */
const bit = (gruppi: readonly Gruppo[]) => new Map(gruppi.map((g, n) => [g, 2 ** n]))
const casoDi = (g: Gruppo, segno: number): FiguraCasi => ({
  ...vuota,
  ...g,
  presi: segno,
  patti: segno,
  primo: null,
  ultimo: null,
})
const pattoDi = (g: Gruppo, segno: number): FiguraPatti => ({
  ...g,
  presiInCarico: segno,
  inPreparazione: 0,
  daFirmare: 0,
  attivi: segno,
  firmati: 0,
  chiusi: 0,
})
const sostegnoDi = (g: Gruppo, segno: number) => ({ ...g, sostegno: 'leps-d', stato: 'attivo', quanti: segno })

const misure = ['una', 'altra'] as const
const gruppi = fc.uniqueArray(
  fc.record({
    comuneId: fc.constantFrom('A001', 'B001', 'C001'),
    misuraId: fc.constantFrom(...misure),
    anno: fc.constantFrom(2024, 2025, 2026),
    casi: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 18, selector: (g) => `${g.comuneId} ${g.misuraId} ${g.anno}` },
)
const filtri = fc.record({
  comune: fc.option(fc.constantFrom('A001', 'B001', 'C001'), { nil: undefined }),
  misura: fc.option(fc.constantFrom(...misure), { nil: undefined }),
  anno: fc.option(fc.constantFrom(2024, 2025, 2026), { nil: undefined }),
})

test('no answer of the numbers, taken from one of the dashboard or the other way, tells of fewer casi than the least', () => {
  fc.assert(
    fc.property(gruppi, filtri, (gg, f) => {
      const segni = bit(gg)
      const dalSegno = (n: number) => gg.filter((g) => (n & segni.get(g)!) !== 0)
      const righe = gg.map((g) => pattoDi(g, segni.get(g)!))
      const cruscotto = (quali: FiltriCruscotto) =>
        componiFigure(
          {
            casi: gg.map((g) => casoDi(g, segni.get(g)!)),
            sostegni: gg.map((g) => sostegnoDi(g, segni.get(g)!)),
            arrivi: [],
          },
          quali,
          MINIMO,
        )
      const c = cruscotto(f)
      const numeri = numeriDelleMisure(righe, MINIMO)
      const somma = (nn: readonly number[]) => nn.reduce((a, n) => a + n, 0)
      const risposte = [
        // of the dashboard
        c.presi,
        c.patti,
        somma(c.sostegni.map((s) => s.attivi)),
        // of the numbers: each measure, their sum, and the supports
        ...numeri.flatMap((m) => [m.presiInCarico, m.attivi]),
        somma(numeri.map((m) => m.attivi)),
        somma(
          contate(
            gg.map((g) => sostegnoDi(g, segni.get(g)!)),
            gg,
            MINIMO,
          ).map((s) => s.quanti),
        ),
      ].map(dalSegno)
      for (const a of risposte)
        for (const b of risposte) {
          const n = somma(a.filter((g) => !b.includes(g)).map((g) => g.casi))
          expect(n === 0 || n >= MINIMO, `${n} casi told by subtraction`).toBe(true)
        }
    }),
    { numRuns: 300 },
  )
})

test('a measure counts what the dashboard filtered by it counts, and says how many are left out; who sees everything counts everything', () => {
  const gg = [
    { comuneId: 'A001', misuraId: 'una', anno: 2026, casi: 6 },
    { comuneId: 'B001', misuraId: 'una', anno: 2026, casi: 2 },
    { comuneId: 'A001', misuraId: 'altra', anno: 2026, casi: 3 },
  ]
  const righe = gg.map((g) => pattoDi(g, 1))
  expect(numeriDelleMisure(righe, MINIMO)).toEqual([
    expect.objectContaining({ misuraId: 'una', casi: 8, taciuti: 2, attivi: 1 }),
    expect.objectContaining({ misuraId: 'altra', casi: 3, taciuti: 3, attivi: 0 }),
  ])
  expect(numeriDelleMisure(righe, 1).map((m) => [m.taciuti, m.attivi])).toEqual([
    [0, 2],
    [0, 1],
  ])
  // where no measure divides them, the small ones are counted together
  expect(contate(righe, gg, MINIMO)).toHaveLength(3)
  // what was given by a household that is elsewhere now is of a group with nobody in it
  const passato = [{ comuneId: 'Z001', misuraId: 'una', anno: 2020 }]
  expect([contate(passato, gg, 1).length, contate(passato, gg, MINIMO).length]).toEqual([1, 0])
})

test('whole years, and nothing that moves by a day', () => {
  expect([
    anniInteri('2025-01-01', '2025-12-31'),
    anniInteri('2024-01-01', '2026-12-31'),
    anniInteri('2025-01-01', '2025-12-30'),
    anniInteri('2025-01-02', '2025-12-31'),
  ]).toEqual([true, true, false, false])
})
