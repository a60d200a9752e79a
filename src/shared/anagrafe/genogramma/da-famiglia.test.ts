import { expect, test } from 'vitest'
import { datiGenogramma } from './da-famiglia.ts'

const persona = (id: string) => ({ id, nome: id, sesso: null, nascita: null, decesso: null, indice: id === 'a' })
const relazione = (
  specie: 'filiazione' | 'gemelli',
  a: string,
  b: string,
  tipo = 'naturale',
  segno: string | null = 'linea',
) => ({
  id: `${specie}-${a}-${b}`,
  specie,
  tipo,
  segno,
  a,
  b,
  esito: null,
  dal: null,
  al: null,
})

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
  })
  expect(d.nuclei[0]!.membri).toEqual([{ persona: 'a', al: '2026-01-01' }])
})
