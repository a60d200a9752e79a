import { expect, test } from 'vitest'
import type { VoceAndamento } from './invii.api.ts'
import { type Andamento, sommaAndamenti } from './invii.rules.ts'

const voce = (codice: string, righe: number, centesimi: number): VoceAndamento => ({
  codice,
  nome: codice,
  righe,
  rifiutate: 1,
  inviate: righe - 1,
  accettate: 0,
  centesimi,
})
const di = (altro: Partial<Andamento>): Andamento => ({ tipi: [], enti: [], mesi: [], codici: [], aree: [], ...altro })

test('what two ambiti have sent is added entry by entry, and enti stay side by side', () => {
  const uno = di({
    enti: [voce('B', 2, 20)],
    mesi: [voce('2025-01', 2, 20), voce('2025-03', 5, 50)],
    codici: [voce('A1', 9, 100), voce('A2', 2, 90)],
  })
  const due = di({
    enti: [voce('A', 3, 30)],
    mesi: [voce('2025-02', 1, 5), voce('2025-03', 1, 5)],
    codici: [voce('A2', 2, 20)],
  })
  const insieme = sommaAndamenti([uno, due])
  expect(insieme.enti.map((v) => v.codice)).toEqual(['A', 'B'])
  expect(insieme.mesi.map((v) => [v.codice, v.righe, v.rifiutate, v.inviate, v.centesimi])).toEqual([
    ['2025-01', 2, 1, 1, 20],
    ['2025-02', 1, 1, 0, 5],
    ['2025-03', 6, 2, 4, 55],
  ])
  // the richest first, as each of them comes
  expect(insieme.codici.map((v) => [v.codice, v.centesimi])).toEqual([
    ['A2', 110],
    ['A1', 100],
  ])
  expect(sommaAndamenti([uno])).toBe(uno)
  // nothing of what was read has changed
  expect(uno.mesi[1]!.righe).toBe(5)
})
