// A row in every table that protects data, made from the catalogue: keys are of rows that are there, what has a list of
// values takes the first, words say where they are. Tables added tomorrow are filled tomorrow. Triggers do not run: what
// they would refuse or derive is not what the rows are made for.
import { createHash, randomUUID } from 'node:crypto'
import type { Ambito, TestApp } from './app.ts'

interface Colonna {
  nome: string
  tipo: string
  obbligatoria: boolean
  predefinita: boolean
}
export interface TabellaDiProva {
  nome: string
  sezione: string
  /** Opens only with a folder: words about people. */
  fascicolo: boolean
  colonne: Colonna[]
  chiavi: { colonna: string; tabella: string; altra: string }[]
  controlli: { nome: string; testo: string }[]
}
export type Riga = Record<string, unknown>

const CATALOGO = `
  select p.nome, p.sezione, exists (select 1 from pg_policies x where x.tablename = p.nome and x.policyname = 'fascicolo') as fascicolo,
    (select jsonb_agg(jsonb_build_object('nome', a.attname, 'tipo', format_type(a.atttypid, null), 'obbligatoria', a.attnotnull, 'predefinita', a.atthasdef) order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '') as colonne,
    coalesce((select jsonb_agg(jsonb_build_object('colonna', a.attname, 'tabella', r.relname, 'altra', b.attname))
       from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1] join pg_class r on r.oid = k.confrelid
       join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
      where k.conrelid = c.oid and k.contype = 'f' and cardinality(k.conkey) = 1), '[]') as chiavi,
    coalesce((select jsonb_agg(jsonb_build_object('nome', k.conname, 'testo', pg_get_constraintdef(k.oid))) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]') as controlli
   from kernel.tabella_protetta p join pg_class c on c.oid = p.nome::regclass 
   where coalesce(p.sezione, case when p.tipo <> 'nazionale' then 'ambito' end) = any ($1) order by p.nome`

const BYTE = Buffer.from('prova')
/** `tabella.colonna` → what goes there, where the catalogue does not tell. */
export const FISSI: Readonly<Record<string, unknown>> = {
  // to its own nobody entrusts anything
  'adesione.affidatario_id': undefined,
  'apertura_fascicolo.scade': '2026-02-10T12:00:00Z',
  'appuntamento.fine': '2026-02-10T10:00:00Z',
  'disponibilita.alle': '10:00',
  // a version is its bytes
  'documento_contenuto.parte': 0,
  'documento_versione.verifica': 'pulito',
  'documento_versione.bytes': BYTE.length,
  'documento_versione.sha256': createHash('sha256').update(BYTE).digest('hex'),
  'disponibilita.minuti': 30,
  'messaggio_regionale.fasi': ['accesso'],
  // not the number of another
  'presa_in_carico.numero': 99_999,
  // of the to-do that is written for it
  'presa_in_carico.prossima_scadenza': '2026-02-10',
}

/** Mothers before daughters. */
function inOrdine(tabelle: readonly TabellaDiProva[]): TabellaDiProva[] {
  const fatte = new Set<TabellaDiProva>()
  const visita = (t: TabellaDiProva, aperte: readonly TabellaDiProva[]) => {
    if (fatte.has(t) || aperte.includes(t)) return
    for (const k of t.chiavi) {
      const madre = tabelle.find((x) => x.nome === k.tabella)
      if (madre && madre !== t) visita(madre, [...aperte, t])
    }
    fatte.add(t)
  }
  for (const t of tabelle) visita(t, [])
  return [...fatte]
}

/** What the list of a check allows a column to be. */
const primoAmmesso = (t: TabellaDiProva, colonna: string): string | undefined =>
  t.controlli
    .map((k) => new RegExp(`\\(\\(?${colonna} = ANY \\(ARRAY\\['([^']+)'`).exec(k.testo)?.[1])
    .find((v) => v !== undefined)

const eUnElenco = (t: TabellaDiProva, colonna: string) =>
  t.controlli.some((k) => k.testo.includes(`jsonb_typeof(${colonna}) = 'array'`))

const primaPersona = (t: TabellaDiProva) =>
  t.colonne.find((c) => t.chiavi.some((k) => k.colonna === c.nome && k.tabella === 'persona'))?.nome

export interface ComeRiempire {
  /** «ambito»: what an ambito holds outside every section. */
  sezioni: readonly string[]
  /** The one identifier of every row that has one; without it each has its own. */
  id?: string
  /** An operator: whatever names one names him. */
  utente: string
  /** Whoever a row is about, made if he is not there; where it is about two, the other too. */
  persona: string
  altra: string
  /** What is written in this column; undefined leaves it as it would be. */
  parole(t: TabellaDiProva, colonna: string): string | undefined
  /** `tabella.colonna` → value, where the catalogue is not enough. */
  fissi?: Readonly<Record<string, unknown>>
}

function valore(
  t: TabellaDiProva,
  c: Colonna,
  noti: ReadonlyMap<string, Riga>,
  a: Ambito,
  come: ComeRiempire,
): unknown {
  const fisso = `${t.nome}.${c.nome}`
  if (come.fissi && fisso in come.fissi) return come.fissi[fisso]
  const chiave = t.chiavi.find((k) => k.colonna === c.nome)
  if (c.nome === 'ambito_id' || chiave?.tabella === 'ambito') return a.id
  if (chiave?.tabella === 'comune') return a.comuni[0]
  if (chiave?.tabella === 'utente') return come.utente
  if (chiave && chiave.tabella === t.nome) return undefined
  // of two the first comes first: some tables want them in order
  if (chiave?.tabella === 'persona') return [come.persona, come.altra].sort()[primaPersona(t) === c.nome ? 0 : 1]
  if (chiave) return c.obbligatoria || noti.has(chiave.tabella) ? noti.get(chiave.tabella)?.[chiave.altra] : undefined
  if (c.nome === 'id' && c.tipo === 'uuid') return come.id ?? randomUUID()
  // where somebody must be named
  if (c.nome === 'riservato_a' && (c.obbligatoria || c.predefinita)) return [come.utente]
  const ammesso = primoAmmesso(t, c.nome)
  if (ammesso !== undefined) return c.predefinita ? undefined : ammesso
  const parole = come.parole(t, c.nome)
  if (parole !== undefined) {
    if (c.tipo === 'text') return parole
    if (c.tipo === 'text[]') return [parole]
    if (c.tipo === 'jsonb') return JSON.stringify(eUnElenco(t, c.nome) ? [parole] : { testo: parole })
  }
  if (!c.obbligatoria || c.predefinita) return undefined
  switch (c.tipo) {
    case 'text':
      return 'altro'
    case 'uuid':
      return come.persona
    case 'uuid[]':
      return [come.persona, come.altra]
    case 'time without time zone':
      return '09:00'
    case 'date':
      return '2026-02-10'
    case 'timestamp with time zone':
      return '2026-02-10T09:00:00Z'
    case 'boolean':
      return false
    case 'jsonb':
      return eUnElenco(t, c.nome) ? '[]' : '{}'
    case 'text[]':
      return t.controlli.some((k) => k.testo.includes(`cardinality(${c.nome}) > 0`)) ? ['altro'] : []
    case 'bytea':
      return BYTE
    default:
      return c.tipo.endsWith('[]') ? [] : 1
  }
}

/** One row in each table of these sections; gives them by table. The ones that are there are used, and not made again. */
export async function riempiOgniTabella(t: TestApp, a: Ambito, come: ComeRiempire): Promise<Map<TabellaDiProva, Riga>> {
  await t.owner.exec(
    "reset role; set session_replication_role = 'replica'; select set_config('app.adesso', '2026-02-10T09:00:00Z', false)",
  )
  try {
    const tabelle = inOrdine((await t.owner.query(CATALOGO, [come.sezioni])).rows as unknown as TabellaDiProva[])
    const noti = new Map<string, Riga>()
    const fatte = new Map<TabellaDiProva, Riga>()
    const altre = [...new Set(tabelle.flatMap((x) => x.chiavi.map((k) => k.tabella)))].filter(
      (n) => !tabelle.some((x) => x.nome === n),
    )
    for (const nome of altre) {
      const { rows } = await t.owner.query(
        `select to_jsonb(x) as riga from ${nome} x order by to_jsonb(x) ->> 'ambito_id' = $1 desc nulls last limit 1`,
        [a.id],
      )
      if (rows[0]) noti.set(nome, rows[0].riga as Riga)
    }
    const sua = await t.owner.query('select to_jsonb(x) as riga from persona x where id = $1', [come.persona])
    if (sua.rows[0]) noti.set('persona', sua.rows[0].riga as Riga)
    const mancano: string[] = []
    for (const x of tabelle) {
      const riga = (x.nome === 'persona' && noti.get('persona')) || (await scrivi(t, x, noti, a, come))
      if (typeof riga === 'string') {
        mancano.push(riga)
        continue
      }
      noti.set(x.nome, riga)
      fatte.set(x, riga)
    }
    if (mancano.length > 0) throw new Error(`say in «fissi» what goes there:\n${mancano.join('\n')}`)
    return fatte
  } finally {
    await t.owner.exec("set session_replication_role = 'origin'; reset app.adesso")
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
  }
}

async function scrivi(
  t: TestApp,
  x: TabellaDiProva,
  noti: ReadonlyMap<string, Riga>,
  a: Ambito,
  come: ComeRiempire,
): Promise<Riga | string> {
  const valori = new Map(
    x.colonne.flatMap((c) => {
      const v = valore(x, c, noti, a, come)
      return v === undefined ? [] : [[c.nome, v] as const]
    }),
  )
  // the first of its own story
  for (const k of x.chiavi)
    if (k.tabella === x.nome && x.colonne.find((c) => c.nome === k.colonna)!.obbligatoria)
      valori.set(k.colonna, valori.get(k.altra) ?? null)
  // what two columns say together may not be so: the ones that may be empty are left so
  for (;;) {
    const colonne = [...valori.keys()]
    try {
      const { rows } = await t.owner.query(
        `insert into ${x.nome} as x (${colonne.join(', ')}) values (${colonne.map((_, n) => `$${n + 1}`).join(', ')}) returning to_jsonb(x) as riga`,
        [...valori.values()],
      )
      return rows[0]!.riga as Riga
    } catch (e) {
      const { code, constraint } = e as { code?: string; constraint?: string }
      const controllo = code === '23514' && x.controlli.find((k) => k.nome === constraint)
      const daTogliere =
        controllo &&
        x.colonne.find(
          (c) => !c.obbligatoria && valori.has(c.nome) && new RegExp(`\\b${c.nome}\\b`).test(controllo.testo),
        )
      if (!daTogliere)
        return `${x.nome}: ${e instanceof Error ? e.message : String(e)}${controllo ? `: ${controllo.testo}` : ''}`
      valori.delete(daTogliere.nome)
    }
  }
}
