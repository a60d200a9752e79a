// A measure that no law has: a fact that nobody else asks for, and an amount of its own. For the tests that no program knows a measure.
import type { Definizione } from '../../src/shared/misure/definizione.ts'

const fonte = { fonte: 'Delibera di prova', segno: 'P' } as const

export const orto: Pick<Definizione, 'fatti' | 'valori' | 'calcoli' | 'requisiti' | 'importi'> = {
  fatti: [{ id: 'orto.metri', tipo: 'numero', nome: 'metri quadrati di orto' }],
  valori: [{ id: 'al-metro', nome: 'contributo al metro', euro: '1.25', ...fonte }],
  calcoli: [],
  requisiti: [
    {
      id: 'orto',
      area: 'altro',
      nome: 'Orto',
      testo: 'C’è un orto.',
      condizione: { '>': ['orto.metri', 0] },
      ...fonte,
    },
  ],
  importi: {
    voci: [
      {
        id: 'mensile',
        nome: 'Contributo',
        periodo: 'mese',
        formula: { '*': ['al-metro', 'orto.metri'] },
        arrotonda: { modo: 'difetto' },
        ...fonte,
      },
    ],
    mensile: 'mensile',
  },
}
