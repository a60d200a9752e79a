// What was verified stands in the place of what was declared, read as the field is written; what cannot be read takes it away.
import { expect, test } from 'vitest'
import { conVerifiche } from './verificati.rules.ts'

const membri = [
  { id: 'ada', dataNascita: '1985-03-04', dichiarati: { 'isee.valore': 100_000, naspi: 'sì' }, esoneri: null },
  { id: 'ivo', dataNascita: '2015-06-07', dichiarati: { studente: false }, esoneri: null },
]

test('of the household with who asks, of a member with him; amounts, numbers, yes and no, days as one writes them', () => {
  const { membri: nuovi, usate } = conVerifiche(membri, [
    { componenteId: null, campo: 'isee.valore', verificato: '7.250,50' },
    { componenteId: null, campo: 'residenza.mesi', verificato: '61' },
    { componenteId: 'ivo', campo: 'studente', verificato: 'Sì' },
    { componenteId: 'ivo', campo: 'dataNascita', verificato: '08/06/2015' },
    { componenteId: 'nessuno', campo: 'studente', verificato: 'no' },
  ])
  expect(nuovi.map((m) => [m.dichiarati, m.dataNascita])).toEqual([
    [{ 'isee.valore': 725_050, 'residenza.mesi': 61, naspi: 'sì' }, '1985-03-04'],
    [{ studente: true }, '2015-06-08'],
  ])
  expect(usate.map((u) => [u.nome, u.letto])).toEqual([
    ['ISEE', true],
    ['Mesi di residenza in Italia', true],
    ['Studente', true],
    ['Data di nascita', true],
  ])
})

test('what cannot be read is not what was declared either: it is missing', () => {
  const { membri: nuovi, usate } = conVerifiche(membri, [
    { componenteId: null, campo: 'isee.valore', verificato: 'più alto' },
  ])
  expect(nuovi[0]!.dichiarati['isee.valore']).toBeNull()
  expect(usate).toMatchObject([{ campo: 'isee.valore', letto: false }])
  expect(membri[0]!.dichiarati['isee.valore']).toBe(100_000)
})
