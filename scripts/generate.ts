// Writes what is derived from the migrated database and from the contracts: run it after changing either.
//   src/server/schema.gen.ts   table types for Kysely
//   docs/schema.md  docs/permessi.md  docs/openapi.json  docs/misure.md (its tables)  docs/parametri.md
// With --verifica it writes nothing and fails when a file is not up to date (part of npm test).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pgliteOptions } from '../src/server/kernel/db.ts'
import { migrate, ownerOfEmbedded } from '../src/server/kernel/migrate.ts'
import { radice } from '../src/server/kernel/paths.ts'
import { readCsv } from '../src/server/kernel/read-csv.ts'
import { leggiMisure } from '../src/server/misure/carica-misure.ts'
import { fattiComuni } from '../src/shared/misure/fatti.rules.ts'
import type { Fatto } from '../src/shared/misure/linguaggio.ts'
import { inParti, sezioni } from '../src/shared/misure/versioni.rules.ts'
import { parametersDoc } from './parametri.ts'

interface Column {
  schema: string
  table: string
  column: string
  type: string
  nullable: boolean
  hasDefault: boolean
  generated: boolean
  comment: string | null
  tableComment: string | null
}

const tsTypes: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  timestamptz: 'string',
  xml: 'string',
  bytea: 'Uint8Array',
  bool: 'boolean',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  numeric: 'string',
  jsonb: 'Json',
  _text: 'string[]',
  _uuid: 'string[]',
  daterange: 'string',
  datemultirange: 'string',
}
const camel = (s: string) => s.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase())
const pascal = (s: string) => camel(`_${s.replaceAll('.', '_')}`)

async function columns(pglite: PGlite): Promise<Column[]> {
  const { rows } = await pglite.query<Column>(`
    select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type, not a.attnotnull as nullable,
           a.atthasdef or a.attidentity <> '' as "hasDefault", a.attgenerated <> '' or a.attidentity = 'a' as generated,
           col_description(c.oid, a.attnum) as comment, obj_description(c.oid) as "tableComment"
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
     where c.relkind in ('r', 'v', 'p') and n.nspname in ('public', 'kernel', 'accesso')
     order by n.nspname <> 'public', n.nspname, c.relname, a.attnum`)
  return rows
}

function kyselyTypes(all: Column[]): string {
  const tables = Map.groupBy(all, (c) => (c.schema === 'public' ? c.table : `${c.schema}.${c.table}`))
  const out = [
    '// Generated from the migrated database by scripts/generate.ts: do not edit.',
    "import type { ColumnType, Generated, GeneratedAlways } from 'kysely'",
    '',
    '/** Its shape is said where it is read. */',
    'export type Json = ColumnType<unknown, string, string>',
    '',
  ]
  for (const [name, cols] of tables) {
    out.push(`export interface ${pascal(name)} {`)
    for (const c of cols) {
      const base = (tsTypes[c.type] ?? 'unknown') + (c.nullable ? ' | null' : '')
      const type = c.generated ? `GeneratedAlways<${base}>` : c.hasDefault ? `Generated<${base}>` : base
      out.push(`  ${camel(c.column)}: ${type}`)
    }
    out.push('}', '')
  }
  out.push('export interface DB {')
  for (const name of tables.keys())
    out.push(`  ${name.includes('.') ? `'${camel(name)}'` : camel(name)}: ${pascal(name)}`)
  out.push('}', '')
  return out.join('\n')
}

function schemaDoc(all: Column[]): string {
  const out = ['# Schema dei dati', '', 'Generato dalle migrazioni con `npm run generate`.', '']
  for (const [name, cols] of Map.groupBy(all, (c) => `${c.schema}.${c.table}`)) {
    out.push(`## ${name}`, '')
    if (cols[0]!.tableComment) out.push(cols[0]!.tableComment, '')
    out.push('| colonna | tipo | obbligatoria | significato |', '|---|---|---|---|')
    for (const c of cols)
      out.push(`| ${c.column} | ${c.type} | ${c.nullable ? '' : 'sì'} | ${(c.comment ?? '').replaceAll('|', '\\|')} |`)
    out.push('')
  }
  return out.join('\n')
}

function permitsDoc(): string {
  const roles = readCsv('elenco-ruoli.csv')
  const out = [
    '# Permessi: azione × ruolo → portata',
    '',
    'Generato da `config/ruoli.csv` con `npm run generate`. Dove la casella è vuota il ruolo non può compiere l’azione.',
    '',
  ]
  out.push(`| azione | ${roles.map((r) => r.sigla).join(' | ')} |`, `|---|${roles.map(() => '---').join('|')}|`)
  for (const r of readCsv('ruoli.csv'))
    out.push(`| \`${r.azione}\` ${r.descrizione} | ${roles.map((x) => r[x.sigla!] ?? '').join(' | ')} |`)
  out.push('', '| sigla | ruolo | territorio | che cosa fa |', '|---|---|---|---|')
  for (const r of roles) out.push(`| ${r.sigla} | ${r.nome} | ${r.territorio} | ${r.descrizione} |`)
  const sigle = new Map(roles.map((r) => [r.ruolo, r.sigla]))
  const tipi = new Map(readCsv('tipi-adesione.csv').map((r) => [r.tipo, r.nome]))
  out.push(
    '',
    '## Adesioni, tipo per tipo',
    '',
    'Da `config/ruoli-adesioni.csv`. Chi compie queste azioni sui propri comuni raggiunge solo i tipi di atto per cui è nominato;',
    'chi le compie su tutto l’ambito li raggiunge tutti.',
    '',
    '| azione | ruolo | tipo di atto | fonte |',
    '|---|---|---|---|',
  )
  for (const r of readCsv('ruoli-adesioni.csv'))
    out.push(`| \`${r.azione}\` | ${sigle.get(r.ruolo)} | ${tipi.get(r.tipo)} | ${r.fonte} |`)
  return `${out.join('\n')}\n`
}

/** What follows the mark in docs/misure.md: every value, rule and term of the shipped measures, with where it comes from. */
const MARCA = '<!-- Da qui in poi: generato da config/misure con `npm run generate`. -->'
function measuresDoc(scritto: string): string {
  const cella = (t: string) => t.replaceAll('|', '\\|').replaceAll('\n', ' ')
  const out = [scritto.split(MARCA)[0]! + MARCA, '']
  const misure = leggiMisure()
  for (const m of misure) {
    // of a version that another corrects, the one that holds
    if (misure.some((x) => x.codice === m.codice && x.corregge === m.versione)) continue
    const parti = inParti(m.definizione, [...fattiComuni, ...(m.definizione.fatti as Fatto[])])
    const quale = `Versione ${m.versione}${m.corregge ? `, che corregge la ${m.corregge}` : ''}.`
    const quando = `Dal ${m.dal}${m.al ? ` al ${m.al}` : ''}.`
    out.push(`## ${m.nome} (${m.sigla}), ${m.etichetta}`, '', `${quale} ${quando} ${m.nota}`, '')
    out.push('| parte | nome | che cosa dice, fonte e segno |', '|---|---|---|')
    for (const [sezione, voci] of Object.entries(parti))
      for (const p of voci)
        out.push(`| ${sezioni[sezione as keyof typeof sezioni]} | ${cella(p.nome)} | ${cella(p.testo)} |`)
    out.push('')
  }
  return out.join('\n')
}

const pglite = await PGlite.create(pgliteOptions)
await migrate(ownerOfEmbedded(pglite))
const all = await columns(pglite)
await pglite.close()
const files: Record<string, string> = {
  'src/server/schema.gen.ts': kyselyTypes(all),
  'docs/schema.md': schemaDoc(all),
  'docs/permessi.md': permitsDoc(),
  'docs/parametri.md': parametersDoc(),
  'docs/misure.md': measuresDoc(readFileSync(join(radice, 'docs/misure.md'), 'utf8')),
}
const openapi = join(radice, 'src/server/openapi.ts')
if (existsSync(openapi)) {
  const { documento } = await import(openapi)
  files['docs/openapi.json'] = `${JSON.stringify(documento(), null, 2)}\n`
}
const verify = process.argv.includes('--verifica')
let stale = 0
for (const [name, text] of Object.entries(files)) {
  const path = join(radice, name)
  const current = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (current === text) continue
  if (verify) {
    console.error(`${name} non è aggiornato: esegui «npm run generate».`)
    stale++
  } else {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    console.log(`scritto ${name}`)
  }
}
process.exit(stale > 0 ? 1 : 0)
