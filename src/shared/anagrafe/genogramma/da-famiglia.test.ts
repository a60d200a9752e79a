import { expect, test } from 'vitest'
import { readCsv } from '../../../server/kernel/read-csv.ts'
import { datiGenogramma, tabelleDi } from './da-famiglia.ts'
import { descrivi } from './descrizione.ts'
import { disegna } from './disegno.ts'
import { disponi } from './disposizione.ts'
import { alGiorno } from './modello.ts'
import { segniDellaLista, stiliLegame } from './tabelle.ts'

const persona = (id: string) => ({ id, nome: id, sesso: null, nascita: null, decesso: null, indice: id === 'a' })
const relazione = (
  specie: 'filiazione' | 'gemelli' | 'unione' | 'legame',
  a: string,
  b: string,
  tipo = 'naturale',
  segno: string | null = 'linea',
) => ({
  id: `${specie}-${a}-${b}`,
  specie,
  tipo,
  segno,
  nome: null,
  a,
  b,
  esito: null,
  dal: null,
  al: null,
})

const senza = { segni: [], gravidanze: [] }

test('twins told in pairs are one group; a stepchild is not drawn as a child', () => {
  const d = datiGenogramma({
    giorno: '2026-03-02',
    persone: ['a', 'b', 'c', 'd', 'e'].map(persona),
    relazioni: [
      ...['b', 'c', 'd'].map((f) => relazione('filiazione', 'a', f)),
      relazione('filiazione', 'a', 'e', 'acquisita', 'tratteggio'),
      relazione('gemelli', 'b', 'c', 'monozigoti', null),
      relazione('gemelli', 'c', 'd', 'monozigoti', null),
    ],
    nuclei: [],
    ...senza,
  })
  expect(d.filiazioni.map((f) => f.figlio)).toEqual(['b', 'c', 'd'])
  expect(new Set(d.filiazioni.map((f) => f.gemelli?.gruppo)).size).toBe(1)
})
test('who leaves a household on its last day is still in it that day', () => {
  const d = datiGenogramma({
    giorno: '2026-03-02',
    persone: [persona('a')],
    relazioni: [],
    nuclei: [{ id: 'n', tipo: 'fatto', etichetta: 'Casa', membri: [{ persona: 'a', dal: null, al: '2025-12-31' }] }],
    ...senza,
  })
  expect(d.nuclei[0]!.membri).toEqual([{ persona: 'a', al: '2026-01-01' }])
})

const famiglia = {
  giorno: '2026-03-02',
  persone: ['a', 'b'].map(persona),
  relazioni: [
    relazione('unione', 'a', 'b', 'matrimonio'),
    { ...relazione('legame', 'a', 'b', 'loc-protettivo', 'freccia-zigzag'), nome: 'Protettivo' },
  ],
  nuclei: [],
  segni: [
    { persona: 'a', codice: 'dipendenza', dal: '2020-01-01', al: '2021-12-31' },
    { persona: 'a', codice: 'dipendenza', dal: '2019-01-01', al: null },
    { persona: 'b', codice: 'migrazione', dal: null, al: null },
  ],
  gravidanze: [
    { id: 'g', madre: 'a', esito: 'nato-morto' as const, dellaCoppia: true, dal: '2024-01-10', al: '2024-06-01' },
    { id: 'h', madre: 'a', esito: null, dellaCoppia: false, dal: '2026-01-10', al: null },
  ],
}
test('a pregnancy is drawn until its outcome, a loss from then on; each mark once', () => {
  const d = datiGenogramma(famiglia)
  const il = (giorno: string) => alGiorno(d, giorno).persone.map((p) => p.tipo ?? p.segni?.map((s) => s.codice))
  expect(il('2018-01-01')).toEqual([[], ['migrazione']])
  expect(il('2024-03-01')).toEqual([['dipendenza'], ['migrazione'], 'gravidanza'])
  expect(il('2026-03-02')).toEqual([['dipendenza'], ['migrazione'], 'nato-morto', 'gravidanza'])
  expect(d.filiazioni.map((f) => f.genitori)).toEqual([
    { persone: ['a', 'b'] },
    { persone: ['a', 'b'] },
    { persone: ['a'] },
  ])
})
test('a quality that an ambito has added is drawn by its mark and told by its name', () => {
  const [d, t] = [alGiorno(datiGenogramma(famiglia), '2026-03-02'), tabelleDi(famiglia)]
  expect(t.legami!.at(-1)).toMatchObject({
    codice: 'loc-protettivo',
    nome: 'Protettivo',
    onda: 'larga',
    freccia: 'piena',
  })
  expect(disegna(disponi(d), { ...t, titolo: 'x' })).toContain('Legame: protettivo')
  expect(descrivi(d, t)).toContain('Legame «Protettivo» di a verso b.')
})
test('a quality of the table is drawn as its list marks it, where an ambito has changed the mark', () => {
  const stile = (segno: string) =>
    tabelleDi({ ...famiglia, relazioni: [relazione('legame', 'a', 'b', 'conflitto', segno)] }).legami!.find(
      (s) => s.codice === 'conflitto',
    )
  expect(stile('zigzag')).toMatchObject({ nome: 'Conflittuale', linee: 1, onda: 'larga' })
  expect(stile('tripla')).toEqual({ codice: 'conflitto', nome: 'Conflittuale', frase: 'conflittuale', linee: 3 })
  // those of the other bonds stay
  expect(tabelleDi({ ...famiglia, relazioni: [] }).legami).toEqual(stiliLegame)
})
test('the marks of the table are those of the national list', () => {
  const righe = readCsv('codifiche/qualita-legame.csv')
  expect(Object.fromEntries(righe.map((r) => [r.codice, r['attributi.segno']]))).toEqual(segniDellaLista)
})
