import { expect, test } from 'vitest'
import { mesi, mesiPrima, scadenze, statoScadenza } from './scadenze.rules.ts'

test('a month is due from fifteen days after its first day to fifteen days after its last', () => {
  expect(scadenze('2026-01', 15)).toEqual({ prima: '2026-01-16', ultima: '2026-02-15' })
  expect(scadenze('2024-02', 15)).toEqual({ prima: '2024-02-16', ultima: '2024-03-15' })
  expect(scadenze('2025-12', 30)).toEqual({ prima: '2025-12-31', ultima: '2026-01-30' })
})

test.each([
  ['nei-termini', 10, 4, '2026-01-08'],
  ['in-scadenza', 10, 4, '2026-01-09'],
  ['in-scadenza', 10, 4, '2026-02-15'],
  ['in-ritardo', 10, 4, '2026-02-16'],
  ['inviato', 10, 0, '2026-02-16'],
  ['nei-termini', 0, 0, '2026-01-08'],
  ['nulla', 0, 0, '2026-01-09'],
] as const)('%s: %i righe, %i da inviare, il %s', (stato, righe, daInviare, oggi) => {
  expect(statoScadenza({ periodo: '2026-01', righe, daInviare }, { giorni: 15, preavviso: 7 }, oggi)).toBe(stato)
})

test('months follow one another over the end of a year', () => {
  expect(mesi('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  expect(mesi('2026-03', '2026-02')).toEqual([])
  expect(mesiPrima('2026-03', 11)).toBe('2025-04')
  expect(mesiPrima('2026-03', 3)).toBe('2025-12')
})
