// Every state × everything that can be done of an analysis: what the caso does then, or why it is not possible.
import { describe, expect, test } from 'vitest'
import type { Definizione } from '../parametri/questionario.ts'
import { gestiAnalisi, mossaDelCaso, strumentoDi } from './analisi-caso.rules.ts'
import { casoAperto, type StatoCaso, statiCaso, transizioniCaso } from './casi.rules.ts'

const con = (parte: object) => ({ modulo: { pages: [] }, aree: [], ...parte }) as unknown as Definizione
const tutte = [
  { id: 'uno', definizione: con({ esito: { campo: 'e', valori: [{ codice: 'A' }, { codice: 'D', apre: 'due' }] } }) },
  { id: 'due', definizione: con({ tempi: ['T0', 'T1'] }) },
  { id: 'tre', definizione: con({}) },
]

test('what a questionnaire is for a caso is read from its definition, never from its name', () => {
  expect(['uno', 'due', 'tre', 'mai-visto'].map((id) => strumentoDi(id, tutte))).toEqual([
    'analisi',
    'quadro',
    'altro',
    'altro',
  ])
})

const ammessi = (s: 'analisi' | 'quadro' | 'altro', g: (typeof gestiAnalisi)[number], esito: string | null) =>
  Object.fromEntries(
    statiCaso.flatMap((stato) => {
      const m = mossaDelCaso(s, g, stato, esito)
      return m.perche === null ? [[stato, m.atto]] : []
    }),
  )

describe('the analysis of a caso (T7, T8)', () => {
  test('is begun after the first meeting, concluded while it is under way, rectified before the pact is signed', () => {
    expect(ammessi('analisi', 'comincia', null)).toEqual({ presentato: 'apri-analisi' })
    expect(ammessi('analisi', 'finalizza', null)).toEqual({ 'analisi-in-bozza': 'finalizza-analisi' })
    expect(Object.keys(ammessi('analisi', 'rettifica', 'B')).sort()).toEqual(
      [...transizioniCaso['rettifica-analisi'].da].sort(),
    )
  })
  test('concluded in the comune that handed the household over, it is not rectified here: it is done again', () => {
    const rifa = ammessi('analisi', 'rifa', 'B')
    expect(rifa.presentato).toBe('apri-analisi')
    expect(rifa['analisi-finalizzata']).toBe('rettifica-analisi')
    expect(Object.keys(rifa).sort()).toEqual(['presentato', ...transizioniCaso['rettifica-analisi'].da].sort())
    expect(ammessi('quadro', 'rifa', 'D')).toEqual(ammessi('quadro', 'comincia', 'D'))
  })
  test('a draft annulled takes the caso back; what is concluded is never annulled', () => {
    expect(ammessi('analisi', 'annulla-bozza', null)['analisi-in-bozza']).toBe('indietro')
    expect(ammessi('analisi', 'annulla-conclusa', 'B')).toEqual({})
    expect(ammessi('quadro', 'annulla-conclusa', 'D')).toEqual({})
  })
})

describe('the framework (T9)', () => {
  test('11ter 9: with outcome D it opens, with any other it cannot be reached', () => {
    expect(mossaDelCaso('quadro', 'comincia', 'analisi-finalizzata', 'D')).toEqual({
      perche: null,
      atto: 'apri-quadro',
    })
    for (const esito of ['A', 'B', 'C', null]) expect(ammessi('quadro', 'comincia', esito), String(esito)).toEqual({})
  })
  test('done once, it is done again at other times, and the caso stays where it is', () => {
    const dopo = ['quadro-finalizzato', 'patto-in-bozza', 'patto-sottoscritto', 'in-monitoraggio', 'patto-in-revisione']
    for (const gesto of ['comincia', 'finalizza', 'rettifica'] as const) {
      const a = ammessi('quadro', gesto, 'D')
      expect(
        dopo.map((s) => a[s]),
        gesto,
      ).toEqual(dopo.map(() => null))
    }
    expect(ammessi('quadro', 'finalizza', 'D')['quadro-in-bozza']).toBe('finalizza-quadro')
  })
})

test('of a caso that is over nothing is written, and it is said why; any refusal says in which state the caso is', () => {
  for (const strumento of ['analisi', 'quadro', 'altro'] as const)
    for (const gesto of gestiAnalisi)
      for (const stato of statiCaso as readonly StatoCaso[]) {
        const m = mossaDelCaso(strumento, gesto, stato, 'D')
        if (!casoAperto(stato)) expect(m.perche, `${strumento} ${gesto} ${stato}`).toMatch(/si leggono soltanto/)
        if (m.perche) expect(m.atto).toBeNull()
      }
})
