// What an analysis says, from its definition and its answers: signs, outcome and warnings, paths, candidates, comparison.
import { describe, expect, test } from 'vitest'
import { chiaveDi, type Valore, voci } from '../parametri/questionari.rules.ts'
import type { Definizione } from '../parametri/questionario.ts'
import {
  candidatiDi,
  confronta,
  type Dimensione,
  dimensioniDi,
  esitoDi,
  type Membro,
  segniDi,
} from './analisi.rules.ts'

const d: Definizione = {
  per: 'nucleo',
  scala: [0, 1, 2, 3].map((valore) => ({ valore, nome: `v${valore}`, ...(valore === 1 ? { segno: 'problema' } : {}) })),
  candidati: { finoA: 2, fonte: 'prova' },
  aree: [
    { id: 'cura', nome: 'Cura', riquadro: 'nucleo' },
    { id: 'casa', nome: 'Casa', riquadro: 'ambiente' },
    { id: 'lavoro', nome: 'Lavoro', riquadro: 'componente' },
  ],
  esito: {
    campo: 'esito',
    valori: [
      { codice: 'A', nome: 'Solo lavoro', sociale: false, fonte: 'prova' },
      { codice: 'B', nome: 'Semplice', sociale: true, fonte: 'prova' },
      { codice: 'D', nome: 'Complesso', sociale: true, apre: 'quadro', entroGiorni: 20, fonte: 'prova' },
    ],
    avvisi: [
      { id: 'b-complesso', se: { esito: ['B'], areeComplesse: 2 }, testo: 'Valuta D', propone: 'D', fonte: 'O4.6' },
      { id: 'a-altro', se: { esito: ['A'], problemiFuoriDa: ['lavoro'] }, testo: 'Non solo lavoro', fonte: 'prova' },
      { id: 'd-senza', se: { esito: ['D'], areeComplesseAlPiu: 0 }, testo: 'Perché?', fonte: 'prova' },
      { id: 'solo-lavoro', se: { esito: ['B'], problemiSoltantoIn: ['lavoro'] }, testo: 'Valuta A', fonte: 'prova' },
    ],
    percorso: {
      campo: 'percorso',
      proposte: [
        { codice: '1', se: { etaMinima: 18, etaMassima: 59, risposte: { genitore: ['si'] } }, fonte: 'uno' },
        { codice: '4', se: { etaMinima: 18, problema: true }, fonte: 'quattro' },
        { codice: 'nessuno', se: {}, fonte: 'altri' },
      ],
    },
  },
  modulo: {
    pages: [
      {
        name: 'pagina',
        title: 'Pagina',
        elements: [
          {
            type: 'checkbox',
            name: 'cura',
            title: 'Cura',
            area: 'cura',
            showNoneItem: true,
            choices: [
              { value: 'carico', text: 'Carico', segno: 'problema', gravita: 'complessa' },
              { value: 'aiuti', text: 'Aiuti', segno: 'risorsa' },
            ],
          },
          {
            type: 'radiogroup',
            name: 'casa',
            title: 'Casa',
            area: 'casa',
            choices: [
              { value: 'sfratto', text: 'Sfratto', segno: 'problema', gravita: 'complessa' },
              { value: 'umida', text: 'Umida', segno: 'problema' },
            ],
          },
          { type: 'rating', name: 'rete', title: 'Rete', area: 'casa', rateMin: 0, rateMax: 3 },
          {
            type: 'radiogroup',
            name: 'esito',
            title: 'Esito',
            choices: ['A', 'B', 'D'].map((value) => ({ value, text: value })),
          },
          {
            type: 'paneldynamic',
            name: 'componenti',
            title: 'Componenti',
            allowAddPanel: false,
            allowRemovePanel: false,
            templateElements: [
              {
                type: 'radiogroup',
                name: 'genitore',
                title: 'Genitore',
                choices: [
                  { value: 'si', text: 'Sì' },
                  { value: 'no', text: 'No' },
                ],
              },
              {
                type: 'radiogroup',
                name: 'lavoro',
                title: 'Lavoro',
                area: 'lavoro',
                choices: [{ value: 'senza', text: 'Senza', segno: 'problema' }],
              },
              {
                type: 'radiogroup',
                name: 'percorso',
                title: 'Percorso',
                choices: ['1', '4', 'nessuno'].map((value) => ({ value, text: value })),
              },
            ],
          },
        ],
      },
    ],
  },
}
const membri: Membro[] = [
  { id: 'ada', eta: 40 },
  { id: 'leo', eta: 10 },
]
const tutte = new Set(
  voci(d).flatMap((v) => (v.perComponente ? membri.map((m) => chiaveDi(m.id, v.domanda.name)) : [v.domanda.name])),
)
const con = (valori: Record<string, Valore>, visibili = tutte) => ({
  valori: new Map(Object.entries(valori)),
  visibili,
})
const avvisi = (valori: Record<string, Valore>) => esitoDi(d, con(valori), membri)!.avvisi.map((a) => a.id)

describe('problemi e risorse', () => {
  test('dal segno delle risposte, nel riquadro della loro area e di chi sono', () => {
    const s = segniDi(d, con({ cura: ['carico', 'aiuti'], rete: 1, 'ada/lavoro': 'senza' }), membri)
    expect(s.map((x) => [x.segno, x.riquadro, x.componenteId, x.testo, x.complessa])).toEqual([
      ['problema', 'nucleo', null, 'Carico', true],
      ['risorsa', 'nucleo', null, 'Aiuti', false],
      ['problema', 'ambiente', null, 'Rete: v1', false],
      ['problema', 'componente', 'ada', 'Senza', false],
    ])
  })
  test('«nessuno di questi» e ciò che non è stato chiesto non dicono nulla', () => {
    expect(segniDi(d, con({ cura: ['none'] }), membri)).toEqual([])
    expect(segniDi(d, con({ casa: 'sfratto' }, new Set(['cura'])), membri)).toEqual([])
  })
})

describe('esito', () => {
  test('uno per il nucleo, con ciò che ne segue', () => {
    expect(esitoDi(d, con({}), membri)).toMatchObject({ codice: null, sociale: null, avvisi: [] })
    expect(esitoDi(d, con({ esito: 'A' }), membri)).toMatchObject({ codice: 'A', sociale: false, apre: null })
    expect(esitoDi(d, con({ esito: 'D' }), membri)).toMatchObject({ sociale: true, apre: 'quadro', entroGiorni: 20 })
  })
  test('B con bisogni complessi in due aree: si avvisa e si propone D (O4.6); in una sola no', () => {
    expect(avvisi({ esito: 'B', cura: ['carico'], casa: 'umida' })).toEqual([])
    expect(avvisi({ esito: 'B', cura: ['carico'], casa: 'sfratto' })).toEqual(['b-complesso'])
    expect(avvisi({ esito: 'D', cura: ['carico'], casa: 'sfratto' })).toEqual([])
  })
  test('A con bisogni che non sono di lavoro, D senza bisogni complessi, B con soli bisogni di lavoro', () => {
    expect(avvisi({ esito: 'A', 'ada/lavoro': 'senza' })).toEqual([])
    expect(avvisi({ esito: 'A', casa: 'umida' })).toEqual(['a-altro'])
    expect(avvisi({ esito: 'D', casa: 'umida' })).toEqual(['d-senza'])
    expect(avvisi({ esito: 'B', 'ada/lavoro': 'senza' })).toEqual(['solo-lavoro'])
  })
})

describe('percorsi (§3.7)', () => {
  const percorsi = (valori: Record<string, Valore>, m = membri) =>
    esitoDi(d, con(valori), m)!.percorsi.map((p) => [p.scelto, p.proposto])
  test('uno per componente, proposto dal primo che gli si adatta', () => {
    expect(percorsi({ 'ada/genitore': 'si', 'ada/percorso': '4' })).toEqual([
      ['4', '1'],
      [null, 'nessuno'],
    ])
    expect(percorsi({ 'ada/genitore': 'no', 'ada/lavoro': 'senza' })[0]).toEqual([null, '4'])
  })
  test('fuori dall’età, o senza sapere l’età, non è suo', () => {
    expect(percorsi({ 'ada/genitore': 'si' }, [{ id: 'ada', eta: 60 }])).toEqual([[null, 'nessuno']])
    expect(percorsi({ 'ada/genitore': 'si' }, [{ id: 'ada', eta: null }])).toEqual([[null, 'nessuno']])
    expect(percorsi({ 'ada/genitore': 'si' }, [{ id: 'ada', eta: 59 }])).toEqual([[null, '1']])
  })
})

describe('valutazioni', () => {
  test('zero è «non applicabile», non una misura', () => {
    expect(dimensioniDi(d, con({ rete: 0 }), membri)).toMatchObject([{ campo: 'rete', valore: null, numero: '1.3' }])
    expect(dimensioniDi(d, con({ rete: 3 }), membri)[0]!.valore).toBe(3)
  })
  test('diventano obiettivi possibili le più basse e le priorità', () => {
    expect(candidatiDi(d, con({ rete: 3 }), membri)).toEqual([])
    expect(candidatiDi(d, con({ rete: 2 }), membri)).toMatchObject([{ valore: 2, priorita: false }])
    expect(candidatiDi(d, con({ rete: 3, 'rete#priorita': true }), membri)).toMatchObject([{ priorita: true }])
  })
  test('a confronto: dal primo rilevato all’ultimo, anche se in mezzo manca o una domanda è nuova', () => {
    const di = (campo: string, valore: number | null): Dimensione => ({
      componenteId: null,
      campo,
      numero: '1',
      titolo: campo,
      gruppo: 'g',
      valore,
    })
    expect(confronta([[di('a', 2)], [di('a', null)], [di('a', 5), di('b', 1)]])).toMatchObject([
      { campo: 'a', valori: [2, null, 5], differenza: 3 },
      { campo: 'b', valori: [null, null, 1], differenza: null },
    ])
  })
})
