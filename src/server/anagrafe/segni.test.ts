// The lists are data, and the drawing follows them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tipiFatto } from '../../shared/anagrafe/fatti.ts'
import { stiliLegame, stiliSegno, trattiLegame } from '../../shared/anagrafe/genogramma/tabelle.ts'
import { radice } from '../kernel/paths.ts'

const colonna = (file: string, nome: string) => {
  const [testata = '', ...righe] = readFileSync(join(radice, 'config', 'codifiche', `${file}.csv`), 'utf8')
    .trim()
    .split('\n')
  const n = testata.split(';').indexOf(nome)
  return righe.map((r) => r.split(';')[n]!)
}

test('every quality of a bond has its style, and every mark of the list its stroke', () => {
  const codici = stiliLegame.map((s) => s.codice)
  expect(codici.toSorted()).toEqual(colonna('qualita-legame', 'codice').toSorted())
  for (const segno of colonna('qualita-legame', 'attributi.segno')) expect(trattiLegame[segno], segno).toBeDefined()
})
test('every mark that a fact can put has its style', () => {
  const codici = stiliSegno.map((s) => s.codice)
  const messi = [
    ...Object.keys(tipiFatto.salute.campi.segno.scelte),
    ...colonna('gruppo-vulnerabile', 'attributi.segno'),
  ]
  for (const s of messi.filter(Boolean)) expect(codici).toContain(s)
})
