// The tables of the manual chapter against the code: a rule that is not in it, or that it says otherwise, fails here. And its sections
// are numbered one after the other.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { regoleHub } from '../../shared/flussi/elabora.ts'
import { regoleNormalizzazione } from '../../shared/flussi/normalizza/esito.ts'
import { gravitaDi, type InfoRegola, segni } from '../../shared/flussi/regole.ts'
import { regole } from '../../shared/flussi/regole-flusso.ts'
import { radice } from '../kernel/paths.ts'

const capitolo = readFileSync(join(radice, 'docs', 'manuale', 'flussi.md'), 'utf8').split('\n')

test('every rule that a clerk may meet is in the manual, as the code has it, and no other', () => {
  // rows whose first cell is a code, cells joined as they are read
  const righe = capitolo
    .filter((r) => /^\| [A-Z]+\d/.test(r))
    .map((r) =>
      r
        .split('|')
        .slice(1, -1)
        .map((c) => c.trim())
        .join(' · '),
    )
  const detta = (r: InfoRegola) =>
    `${r.id} · ${r.titolo} · ${segni[r.segno]} · ${gravitaDi(r)}${r.derogabile ? ', derogabile' : ''}`
  expect(righe).toEqual([
    ...regole.map(detta),
    ...Object.values(regoleHub).map(detta),
    ...Object.entries(regoleNormalizzazione).map(([id, titolo]) => `${id} · ${titolo}`),
  ])
})

test('its sections are numbered one after the other', () => {
  const numeri = capitolo.flatMap((r) => /^## (\d+)\. /.exec(r)?.[1] ?? [])
  expect(numeri).toEqual(numeri.map((_, n) => String(n + 1)))
})
