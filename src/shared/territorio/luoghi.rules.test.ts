import { expect, test } from 'vitest'
import { chiaveNome, giornoDopo, nomeProprio } from './luoghi.rules.ts'

test.each([
  ["ACQUAVIVA D'ISERNIA", "Acquaviva d'Isernia"],
  ["L'AQUILA", "L'Aquila"],
  ["ACI SANT'ANTONIO", "Aci Sant'Antonio"],
  ['REGGIO DI CALABRIA', 'Reggio di Calabria'],
  ["REGGIO NELL'EMILIA", "Reggio nell'Emilia"],
  ['Siamanna-siapiccia', 'Siamanna-Siapiccia'],
  ['Vighizzolo D’este', 'Vighizzolo d’Este'],
  ['DUINO AURISINA-DEVIN NABREŽINA', 'Duino Aurisina-Devin Nabrežina'],
  ['ALÀ DEI SARDI', 'Alà dei Sardi'],
  ['LA SPEZIA', 'La Spezia'],
])('%s is written %s', (archivio, scritto) => {
  expect(nomeProprio(archivio)).toBe(scritto)
})

test('a name already well written stays as it is', () => {
  for (const nome of ["Castel dell'Alpi", 'San Giovanni in Fiore', 'Antey-Saint-André', 'Roma'])
    expect(nomeProprio(nome)).toBe(nome)
})

test('the key ignores capitals, accents and apostrophes', () => {
  expect(chiaveNome("ALI'")).toBe(chiaveNome('Alì'))
  expect(chiaveNome("Sant’Angelo d'Alife")).toBe('sant angelo d alife')
})

test('the day after crosses months, leap years and the change of hour', () => {
  expect(giornoDopo('2024-02-28')).toBe('2024-02-29')
  expect(giornoDopo('2026-03-29')).toBe('2026-03-30')
  expect(giornoDopo('1928-01-01', -1)).toBe('1927-12-31')
})
