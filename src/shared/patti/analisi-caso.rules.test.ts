// Every state × everything that can be done of an analysis: what the caso does then, or why it is not possible.
import { describe, expect, test } from 'vitest'
import type { Definizione } from '../parametri/questionario.ts'
import { gestiAnalisi, mossaDelCaso, strumentoDi } from './analisi-caso.rules.ts'
import { casoAperto, type EsitoAnalisi, type StatoCaso, statiCaso, transizioniCaso } from './casi.rules.ts'

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

/** Codes that no law has: what they do is what is said of them. */
const semplice: EsitoAnalisi = { codice: 'giallo', sociale: true, via: 'patto', apre: null }
const complesso: EsitoAnalisi = { ...semplice, codice: 'rosso', apre: 'due' }
const altri = [
  semplice,
  { ...semplice, codice: 'verde', sociale: false, via: 'cpi' as const },
  { ...semplice, codice: 'viola', apre: 'quattro' },
  null,
]

const ammessi = (
  strumento: 'analisi' | 'quadro' | 'altro',
  g: (typeof gestiAnalisi)[number],
  esito: EsitoAnalisi | null,
) =>
  Object.fromEntries(
    statiCaso.flatMap((stato) => {
      const m = mossaDelCaso({ strumento, questionario: 'due' }, g, stato, esito)
      return m.perche === null ? [[stato, m.atto]] : []
    }),
  )

describe('the analysis of a caso (T7, T8)', () => {
  test('is begun after the first meeting, concluded while it is under way, rectified before the pact is signed', () => {
    expect(ammessi('analisi', 'comincia', null)).toEqual({ presentato: 'apri-analisi' })
    expect(ammessi('analisi', 'finalizza', null)).toEqual({ 'analisi-in-bozza': 'finalizza-analisi' })
    expect(Object.keys(ammessi('analisi', 'rettifica', semplice)).sort()).toEqual(
      [...transizioniCaso['rettifica-analisi'].da].sort(),
    )
  })
  test('concluded in the comune that handed the household over, it is not rectified here: it is done again', () => {
    const rifa = ammessi('analisi', 'rifa', semplice)
    expect(rifa.presentato).toBe('apri-analisi')
    expect(rifa['analisi-finalizzata']).toBe('rettifica-analisi')
    expect(Object.keys(rifa).sort()).toEqual(['presentato', ...transizioniCaso['rettifica-analisi'].da].sort())
    expect(ammessi('quadro', 'rifa', complesso)).toEqual(ammessi('quadro', 'comincia', complesso))
  })
  test('a draft annulled takes the caso back; what is concluded is never annulled', () => {
    expect(ammessi('analisi', 'annulla-bozza', null)['analisi-in-bozza']).toBe('indietro')
    expect(ammessi('analisi', 'annulla-conclusa', semplice)).toEqual({})
    expect(ammessi('quadro', 'annulla-conclusa', complesso)).toEqual({})
  })
})

describe('the framework (T9)', () => {
  test('11ter 9: it begins with the outcome that opens it, and cannot be reached with any other', () => {
    const due = { strumento: 'quadro', questionario: 'due' } as const
    expect(mossaDelCaso(due, 'comincia', 'analisi-finalizzata', complesso)).toEqual({
      perche: null,
      atto: 'apri-quadro',
    })
    for (const esito of altri) expect(ammessi('quadro', 'comincia', esito), esito?.codice).toEqual({})
    expect(mossaDelCaso(due, 'comincia', 'analisi-finalizzata', altri[2]!).perche).toMatch(
      /viola se ne compila un altro/,
    )
  })
  test('of two frameworks only the one that the outcome opens concludes the step; a draft of the other is annulled, and the caso stays', () => {
    const sette = { ...complesso, apre: 'sette' }
    const altro = { strumento: 'quadro', questionario: 'due' } as const
    expect(mossaDelCaso(altro, 'finalizza', 'quadro-in-bozza', sette)).toEqual({
      perche: expect.stringContaining('annulla la bozza'),
      atto: null,
    })
    for (const esito of altri) expect(ammessi('quadro', 'finalizza', esito), esito?.codice).toEqual({})
    expect(mossaDelCaso(altro, 'annulla-bozza', 'quadro-in-bozza', sette)).toEqual({ perche: null, atto: null })
    const suo = { ...altro, questionario: 'sette' }
    expect(mossaDelCaso(suo, 'finalizza', 'quadro-in-bozza', sette).atto).toBe('finalizza-quadro')
    expect(mossaDelCaso(suo, 'annulla-bozza', 'quadro-in-bozza', sette).atto).toBe('indietro')
  })
  test('done once, it is done again at other times, and the caso stays where it is', () => {
    const dopo = ['quadro-finalizzato', 'patto-in-bozza', 'patto-sottoscritto', 'in-monitoraggio', 'patto-in-revisione']
    for (const gesto of ['comincia', 'finalizza', 'rettifica'] as const) {
      const a = ammessi('quadro', gesto, complesso)
      expect(
        dopo.map((s) => a[s]),
        gesto,
      ).toEqual(dopo.map(() => null))
    }
    expect(ammessi('quadro', 'finalizza', complesso)['quadro-in-bozza']).toBe('finalizza-quadro')
  })
})

test('of a caso that is over nothing is written, and it is said why; any refusal says in which state the caso is', () => {
  for (const strumento of ['analisi', 'quadro', 'altro'] as const)
    for (const gesto of gestiAnalisi)
      for (const stato of statiCaso as readonly StatoCaso[]) {
        const m = mossaDelCaso({ strumento, questionario: 'due' }, gesto, stato, complesso)
        if (!casoAperto(stato)) expect(m.perche, `${strumento} ${gesto} ${stato}`).toMatch(/si leggono soltanto/)
        if (m.perche) expect(m.atto).toBeNull()
      }
})
