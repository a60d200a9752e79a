// Loading millions of rows in minutes: triggers and foreign keys off, indexes left behind and rebuilt once at the end,
// a step split between as many connections as there are. What triggers write is written by the steps themselves.
// Exclusion constraints (two facts of a kind on one day…) are dropped and stay dropped: their GiST indexes would take
// longer than all the rest, no reading uses them, and no writing that is measured touches their tables.

/** Several statements in one message, no parameters; the rows of the last. */
export interface Esecutore {
  query(testo: string): Promise<{ rows: Record<string, unknown>[] }>
}

/** A statement; with `righe`, `$da` and `$a` are the bounds of the part that one connection does. Of several, each is of one connection. */
export type Passo = string | { sql: string; righe: number } | readonly string[]

const apri = `set session_replication_role = replica; set work_mem = '256MB'; set enable_mergejoin = off; set synchronous_commit = off;`
const chiudi = 'reset session_replication_role; reset work_mem; reset enable_mergejoin; reset synchronous_commit;'

const nomi = (tabelle: readonly string[]) => tabelle.map((t) => `'${t}'::regclass`).join(', ')

async function prepara(e: Esecutore, tabelle: readonly string[]) {
  const { rows } = await e.query(
    `select conrelid::regclass::text as tabella, conname from pg_constraint where contype = 'x' and conrelid = any (array[${nomi(tabelle)}])`,
  )
  for (const r of rows) await e.query(`alter table ${r.tabella} drop constraint ${r.conname}`)
  // an index that is not ready is not written; REINDEX makes it ready again
  await e.query(
    `update pg_index set indisready = false, indisvalid = false where indrelid = any (array[${nomi(tabelle)}])`,
  )
}

const parti = ({ sql, righe }: { sql: string; righe: number }, quante: number) =>
  Array.from({ length: quante }, (_, i) => {
    const confine = (n: number) => String(Math.floor((righe * n) / quante))
    return sql.replaceAll('$da', confine(i)).replaceAll('$a', confine(i + 1))
  })

/** The tables stand from the longest to index: each connection takes the next. */
async function rifaiGliIndici(esecutori: readonly Esecutore[], tabelle: readonly string[]) {
  const coda = [...tabelle]
  await Promise.all(
    esecutori.map(async (e) => {
      await e.query("set maintenance_work_mem = '512MB'")
      for (let t = coda.shift(); t; t = coda.shift()) {
        await e.query(`reindex table ${t}`)
        await e.query(`vacuum analyze ${t}`)
      }
      await e.query('reset maintenance_work_mem')
    }),
  )
}

export async function inMassa(
  esecutori: readonly [Esecutore, ...Esecutore[]],
  tabelle: readonly string[],
  passi: readonly Passo[],
) {
  const [primo] = esecutori
  await prepara(primo, tabelle)
  for (const e of esecutori) await e.query(apri)
  for (const p of passi) {
    const t = performance.now()
    if (typeof p === 'string') await primo.query(p)
    else {
      const divise = 'righe' in p ? parti(p, esecutori.length) : p
      await Promise.all(divise.map((d, i) => esecutori[i]!.query(d)))
    }
    if (process.env.TRAMA_PIANI === 'dati')
      console.log(
        `${((performance.now() - t) / 1000).toFixed(1)} s  ${(typeof p === 'string' ? p : 'righe' in p ? p.sql : p[0]!).slice(0, 100)}`,
      )
  }
  await rifaiGliIndici(esecutori, tabelle)
  for (const e of esecutori) await e.query(chiudi)
}
