import { expect, test } from 'vitest'
import { cercaVoci, parole, percorso, type Voce } from './voci.ts'

const voce = (
  codice: string,
  etichetta: string,
  padre: string | null = null,
  etichettaF: string | null = null,
): Voce => ({
  codice,
  etichetta,
  etichettaF,
  padre,
  livello: 1,
  locale: false,
  attributi: {},
})
const voci = [
  voce('minori', 'Minori e famiglia'),
  voce('disagio', 'Disagio del minore', 'minori'),
  voce('fuga', 'Allontanamento da casa', 'disagio'),
  voce('poverta', 'Povertà'),
  voce('figlio', 'Figlio', null, 'Figlia'),
]
const trovate = (testo: string) => cercaVoci(voci, voci, testo).map((v) => v.codice)

test('an entry is found by its words, without accents, and by those of what contains it', () => {
  expect(trovate('poverta')).toEqual(['poverta'])
  expect(trovate('minor casa')).toEqual(['fuga'])
  expect(trovate('figlia')).toEqual(['figlio'])
  expect(trovate('')).toHaveLength(voci.length)
})

test('the way down to an entry, from the widest', () => {
  expect(percorso(voci[2]!, voci)).toBe('Minori e famiglia, Disagio del minore')
  // what contains it may be closed by now
  expect(percorso(voci[2]!, [voci[2]!])).toBe('')
})

test('the words for a man, for a woman, for who is not said', () => {
  expect(parole(voci[4]!, 'M')).toBe('Figlio')
  expect(parole(voci[4]!, 'F')).toBe('Figlia')
  expect(parole(voci[4]!)).toBe('Figlio / Figlia')
  expect(parole(voci[3]!, 'F')).toBe('Povertà')
})
