// What was verified stands in the place of what was declared, read as the fact of the measure wants it; what cannot be read takes it away,
// and nothing is known; what was declared otherwise since is not touched.
import { expect, test } from 'vitest'
import type { Fatto } from '../misure/linguaggio.ts'
import { fattiVerificati } from './verificati.rules.ts'

const usati: Fatto[] = [
  { id: 'isee.valore', tipo: 'importo', nome: 'ISEE' },
  { id: 'residenza.mesi', tipo: 'numero', nome: 'mesi' },
  { id: 'beni.nave', tipo: 'logico', nome: 'nave' },
  {
    id: 'richiedente.titolo',
    tipo: 'codice',
    nome: 'titolo',
    scelte: [
      { codice: 'italiano', nome: 'cittadino italiano' },
      { codice: 'altro', nome: 'altro' },
    ],
  },
  { id: 'componente.studente', tipo: 'logico', nome: 'studia' },
  { id: 'componente.naspi', tipo: 'logico', nome: 'NASpI' },
  {
    id: 'componente.disabilita',
    tipo: 'codice',
    nome: 'disabilità',
    scelte: [
      { codice: 'nessuna', nome: 'nessuna' },
      { codice: 'grave', nome: 'grave' },
    ],
  },
]
const membri = [
  {
    id: 'ada',
    dataNascita: '1985-03-04',
    dichiarati: { 'isee.valore': 100_000, 'beni.nave': false, nazionalita: 'Italiana' },
    esoneri: null,
  },
  { id: 'ivo', dataNascita: '2015-06-07', dichiarati: { studente: false, disabilita: 'grave' }, esoneri: null },
]
const valuta = (
  verifiche: [chi: string | null, campo: string, verificato: string, superato?: true][],
  di: typeof membri | { id: string; dataNascita: string; dichiarati: object; esoneri: string[] }[] = membri,
) => {
  const { fatti, usate } = fattiVerificati(
    usati,
    '2026-01-10',
    di as typeof membri,
    verifiche.map(([componenteId, campo, verificato, superato = false]) => ({
      componenteId,
      campo,
      verificato,
      superato,
    })),
  )
  return { nucleo: fatti.nucleo, ada: fatti.componenti[0]!, ivo: fatti.componenti[1], uso: usate.map((u) => u.uso) }
}

test('of the household with who asks, of a member with him; amounts, numbers, yes and no, degrees, days as one writes them', () => {
  const r = valuta([
    [null, 'isee.valore', '7.250,50'],
    [null, 'residenza.mesi', '61'],
    ['ada', 'naspi', 'sì'],
    ['ivo', 'studente', 'Sì'],
    ['ivo', 'disabilita', 'Nessuna'],
    ['ivo', 'dataNascita', '08/06/2015'],
    ['nessuno', 'studente', 'no'],
    // of which the measure asks nothing
    ['ivo', 'qualifica', 'fabbro'],
  ])
  expect(r.nucleo).toMatchObject({ 'isee.valore': 725_050, 'residenza.mesi': 61, 'beni.nave': false })
  expect(r.ada).toMatchObject({ 'componente.naspi': true, 'componente.nascita': '1985-03-04' })
  expect(r.ivo).toEqual({
    'componente.studente': true,
    'componente.naspi': false,
    'componente.disabilita': 'nessuna',
    'componente.nascita': '2015-06-08',
  })
  expect(r.uso).toEqual(Array(6).fill('letto'))
})

test('what cannot be read is not what was declared, and is not no nor none: nothing is known of it', () => {
  const r = valuta([
    [null, 'isee.valore', 'più alto'],
    [null, 'beni.nave', 'forse'],
    ['ada', 'nazionalita', 'francese'],
    ['ivo', 'studente', 'dice di sì'],
    ['ivo', 'disabilita', '67%'],
    ['ivo', 'dataNascita', 'a giugno'],
  ])
  expect(r.nucleo).toMatchObject({ 'isee.valore': null, 'beni.nave': null, 'richiedente.titolo': null })
  expect(r.ivo).toEqual({
    'componente.studente': null,
    'componente.naspi': false,
    'componente.disabilita': null,
    'componente.nascita': null,
  })
  expect(r.uso).toEqual(['non-letto', 'non-letto', 'letto', 'non-letto', 'non-letto', 'non-letto'])
  expect(membri[0]!.dichiarati['isee.valore']).toBe(100_000)
  // an exemption registered since holds all the same
  const esente = [{ ...membri[1]!, esoneri: ['disabilita'] }]
  expect(valuta([['ivo', 'disabilita', '67%']], esente).ada).toMatchObject({ 'componente.disabilita': 'grave' })
})

test('declared otherwise since, what was verified is not used and is said', () => {
  const r = valuta([
    [null, 'isee.valore', '7.250,50', true],
    ['ivo', 'disabilita', 'nessuna', true],
  ])
  expect(r.nucleo['isee.valore']).toBe(100_000)
  expect(r.ivo!['componente.disabilita']).toBe('grave')
  expect(r.uso).toEqual(['superato', 'superato'])
})
