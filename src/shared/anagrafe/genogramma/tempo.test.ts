import { describe, expect, test } from 'vitest'
import { famigliaEsempio } from '../famiglia-esempio.fixture.ts'
import { cambiamenti, spostaMesi } from './tempo.ts'

describe('il tempo del genogramma', () => {
  test('i cambiamenti sono in ordine, una volta ciascuno, e comprendono nascite, unioni e nuclei', () => {
    const giorni = cambiamenti(famigliaEsempio)
    expect(giorni).toEqual([...new Set(giorni)].sort())
    for (const g of ['1938-03-04', '2016-04-04', '2017-01-01', '2022-02-01']) expect(giorni).toContain(g)
  })
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-12-31', 1, '2027-01-31'],
  ])('%s e %i mesi: %s', (giorno, mesi, atteso) => {
    expect(spostaMesi(giorno, mesi)).toBe(atteso)
  })
})
