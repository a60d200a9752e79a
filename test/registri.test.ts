// Whatever the registers may show has words of its own: every act, every table that writes in the register of changes,
// its columns, the codes they hold. Read from the policy table, the sources and the database: what comes later is asked
// for its words on arrival.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tipiFile } from '../src/server/kernel/allegati.ts'
import { radice } from '../src/server/kernel/paths.ts'
import { readCsv } from '../src/server/kernel/read-csv.ts'
import {
  campiCambiati,
  fraseModifica,
  haNome,
  isAttoSenzaRuolo,
  isTecnico,
  nomeAtto,
  nomeCampo,
  nomeOggetto,
  riferimenti,
  valoreInParole,
} from '../src/shared/accesso/registri.rules.ts'
import { catalogo } from './support/catalogo.ts'

let c: Awaited<ReturnType<typeof catalogo>>
beforeAll(async () => {
  c = await catalogo()
})
afterAll(() => c.close())

/** Tables with data of beneficiaries write in the register too, but no reader of it ever sees their rows. */
const audited = `pg_class c join pg_trigger g on g.tgrelid = c.oid and g.tgname = 'registra_modifica' and c.relname not like 'prova\\_%'
  and not exists (select 1 from kernel.tabella_protetta t where t.beneficiari and t.nome = c.relname)`

/** A code, an underscore, a word without its accent: what a reader should not meet. */
const grezzo =
  /_|[a-z]-[a-z]+\b(?<!e-mail)|\b(id|sha256)\b|\b[a-z]*(?:ivita|alita|idita|enita|tita|gia|perche|citta|piu)\b/

describe('acts', () => {
  test.each(readCsv('ruoli.csv').map((r) => [r.azione!, r.descrizione!]))('%s', (azione, descrizione) => {
    expect(nomeAtto(azione, descrizione)).toBe(descrizione)
    expect(descrizione).toMatch(/^[A-Z][^_]+ [^_]+$/)
    expect(isAttoSenzaRuolo(azione), 'said twice').toBe(false)
  })
  test('those that no role is granted, wherever the sources name them', () => {
    const conosciuti = new Set(readCsv('ruoli.csv').map((r) => r.azione))
    const nominati = ['src/server/**/*.ts', 'seed/*.ts', 'migrations/*.sql']
      .flatMap((g) => globSync(g, { cwd: radice }))
      .filter((f) => !/\.(test|fixture)\.ts$/.test(f))
      .flatMap((f) => [
        ...readFileSync(join(radice, f), 'utf8').matchAll(/(?:\bazione: |'app\.azione', )'([a-z-]+(?:\.[a-z-]+)?)'/g),
      ])
      .map((m) => m[1]!)
    expect(nominati).toContain('sessione.apri')
    expect(nominati.filter((a) => !conosciuti.has(a) && !isAttoSenzaRuolo(a))).toEqual([])
    expect(nomeAtto('sessione.apri', null)).toBe('Entrare con SPID')
    expect(nomeAtto('mai-visto', null)).not.toContain('mai-visto')
  })
})

describe('tables that the register follows', () => {
  test('each has its name and a sentence', async () => {
    const tabelle = await c.rows<{ nome: string }>(`select c.relname as nome from ${audited} order by 1`)
    expect(tabelle.length).toBeGreaterThan(20)
    expect(tabelle.map((t) => t.nome).filter((t) => !haNome(t))).toEqual([])
    for (const { nome } of tabelle) {
      const oggetto = nomeOggetto(nome)
      expect(fraseModifica({ operazione: 'inserimento', oggetto, riguarda: null, campi: [] })).toMatch(
        /^[A-Z][^_]+: inserimento$/,
      )
    }
  })
  test('each column has a label in words', async () => {
    const colonne = await c.rows<{ nome: string }>(
      `select distinct a.attname as nome from ${audited} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by 1`,
    )
    const visibili = colonne.map((c) => c.nome).filter((c) => !isTecnico(c))
    expect(visibili.filter((c) => grezzo.test(nomeCampo(c))).map((c) => `${c}: ${nomeCampo(c)}`)).toEqual([])
  })
  test('each code that refers to something with a name is shown by that name', async () => {
    const chiavi = await c.rows<{ colonna: string; tipo: string }>(
      `select distinct a.attname as colonna, format_type(a.atttypid, null) as tipo from ${audited}
         join pg_constraint k on k.conrelid = c.oid and k.contype = 'f' join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)`,
    )
    const conCodice = chiavi.filter((k) => k.tipo === 'text').map((k) => k.colonna)
    expect(conCodice).toContain('comune_id')
    expect(conCodice.filter((c) => !riferimenti[c])).toEqual([])
  })
  test('each value of a closed list is said in words', async () => {
    const vincoli = await c.rows<{ colonna: string; def: string }>(
      `select a.attname as colonna, pg_get_constraintdef(k.oid) as def from ${audited}
         join pg_constraint k on k.conrelid = c.oid and k.contype = 'c' and cardinality(k.conkey) = 1
         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1] where pg_get_constraintdef(k.oid) like '%ANY%'`,
    )
    const voci = vincoli.flatMap((v) => [...v.def.matchAll(/'([^']+)'::text/g)].map((m) => [v.colonna, m[1]!] as const))
    expect(voci.length).toBeGreaterThan(25)
    const detti = voci.map(([colonna, v]) => [colonna, v, valoreInParole(v, colonna)!] as const)
    expect(detti.filter(([, , parole]) => grezzo.test(parole) || parole.length < 3)).toEqual([])
    for (const tipo of Object.values(tipiFile)) expect(valoreInParole(tipo, 'tipo')).not.toMatch(/[a-z]\/[a-z]/)
  })
})

test('a row shows persons and codes by name, lists and objects in words', () => {
  const anna = '7b1c1c5e-27f5-4b7e-9a53-0a6f6a3b9d11'
  const nomi = new Map([
    ['comune:E472', 'Latina'],
    ['ruolo:case-manager', 'Case manager'],
    [anna, 'Esempio Anna'],
  ])
  const dopo = {
    comune_id: 'E472',
    ruolo_id: 'case-manager',
    registrata_da: anna,
    stato: 'in-istruttoria',
    spid_differenze: { email: { spid: 'a@example.it', accreditato: 'b@example.it' }, dataNascita: null },
    motivi: ['uno', 'due'],
  }
  expect(campiCambiati(null, dopo, nomi).map((c) => `${c.campo}: ${c.dopo}`)).toEqual([
    'comune: Latina',
    'ruolo: Case manager',
    'registrata da: Esempio Anna',
    'stato: in istruttoria',
    'differenze con SPID: e-mail: spid: a@example.it; accreditato: b@example.it; data di nascita: –',
    'motivi: uno, due',
  ])
})
