// The tables of docs/flussi.md against the code: a rule that is not in the manual, or that the manual says otherwise, fails here.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { regoleNormalizzazione } from '../../shared/flussi/normalizza/esito.ts'
import { gravitaDi, segni } from '../../shared/flussi/regole.ts'
import { regole } from '../../shared/flussi/regole-flusso.ts'
import { radice } from '../kernel/paths.ts'

/** Rows of the tables whose first cell is a code, cells joined as they are read. */
const righe = readFileSync(join(radice, 'docs', 'flussi.md'), 'utf8')
  .split('\n')
  .filter((r) => /^\| (PS|SB|N)\d/.test(r))
  .map((r) =>
    r
      .split('|')
      .slice(1, -1)
      .map((c) => c.trim())
      .join(' · '),
  )

test('every rule of the flows is in the manual, as the code has it', () => {
  const attese = regole.map((r) => {
    const gravita = `${gravitaDi(r)}${r.derogabile ? ', derogabile' : ''}`
    return `${r.id} · ${r.titolo} · ${segni[r.segno]} · ${gravita}`
  })
  expect(righe.filter((r) => !r.startsWith('N'))).toEqual(attese)
})

test('every rule of normalising too', () => {
  expect(righe.filter((r) => r.startsWith('N'))).toEqual(
    Object.entries(regoleNormalizzazione).map(([id, titolo]) => `${id} · ${titolo}`),
  )
})
