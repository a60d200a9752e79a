// The statements that a request really sends, explained under row-level security with the user's own scope; and the same
// request on data ten times as large. Pages are compared at the same number of rows: where the smaller data do not fill
// one, a shorter page is asked of both, so that the total of buffers is what must not grow.
// What writes is executed (and undone): of its buffers EXPLAIN would not tell those of triggers and foreign keys, so
// they are counted by table. The row in the register of accesses is written, and not counted: how many pages it touches
// depends on how much its index has put aside since it was last tidied, which is nobody's plan.
import { PER_PAGINA } from '../src/server/kernel/pagina.ts'
import { type Esito, type Prodotto, proprietario, quantile } from './ambiente.ts'
import { chiedi, conLimite, type Richiesta } from './richieste.ts'

/** Fewer, to try: the p95 is then no measure. */
const GIRI = Number(process.env.TRAMA_GIRI ?? 100)
/** A table below this fits in a handful of pages: reading it whole is the right plan. */
const GRANDE = 5_000

interface Nodo {
  'Node Type': string
  'Relation Name'?: string
  'Actual Loops': number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Nodo[]
}
interface Misurato {
  buffer: number
  /** Rows of the answer: the same in both, or the comparison does not count. */
  righe: number
  scansioni: string[]
}
/** Somebody on one of the two databases, and what he asks there. */
export interface Lato {
  p: Prodotto
  token: string
  richiesta: Richiesta
  /** Of what cannot be asked twice the same: the next. */
  prossima?: (risposta: unknown) => Richiesta
}

type Corpo = { voci?: unknown[]; prossima?: string | null } | null
const righeDi = (corpo: unknown) => (corpo as Corpo)?.voci?.length
/** A list without pages gives all there is between two days. */
const aPagine = (corpo: unknown) => (corpo as Corpo)?.prossima !== undefined

async function domanda(l: Lato): Promise<unknown> {
  const { corpo } = await chiedi(l.p, l.token, l.richiesta)
  if (l.prossima) l.richiesta = l.prossima(corpo)
  return corpo
}

async function grandi(p: Prodotto): Promise<Set<string>> {
  return proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query("select relname from pg_class where relkind = 'r' and reltuples >= $1", [GRANDE])
    return new Set(rows.map((r) => r.relname as string))
  })
}

function scansioni(n: Nodo, tabelle: Set<string>): string[] {
  // a branch that cannot hold is planned and never run
  const letta = n['Node Type'] === 'Seq Scan' && n['Actual Loops'] > 0 && tabelle.has(n['Relation Name'] ?? '')
  const questa = letta ? [n['Relation Name']!] : []
  return [...questa, ...(n.Plans ?? []).flatMap((x) => scansioni(x, tabelle))]
}

/** Pages of our tables and indexes touched so far by this connection. */
const toccate =
  "select coalesce(sum(pg_stat_get_xact_blocks_fetched(c.oid)), 0) as n from pg_class c join pg_namespace s on s.oid = c.relnamespace where s.nspname in ('public', 'kernel', 'accesso') and c.relkind in ('r', 'i')"

const accesso = /insert into kernel\.registro_accessi/
const scrive = /^\s*(insert|update|delete)/i

async function spiega(lato: Lato, tabelle: Set<string>, nome: string): Promise<Misurato> {
  const { p, richiesta } = lato
  let righe = 1
  const [apertura, ...resto] = await p.cattura(async () => {
    righe = righeDi(await domanda(lato)) ?? 1
  })
  const link = await p.deps.db.connect()
  const esito: Misurato = { buffer: 0, righe, scansioni: [] }
  const conta = async () => Number((await link.query(toccate, [])).rows[0]!.n)
  try {
    await link.exec(apertura!.testo)
    for (const i of resto) {
      if (!i.valori || accesso.test(i.testo)) continue
      if (scrive.test(i.testo)) {
        // as it was sent, but for the idempotency key, which is taken
        const prima = await conta()
        await link.query(
          i.testo.replace(
            'on conflict do nothing',
            'on conflict (utente_id, chiave) do update set creata = excluded.creata',
          ),
          i.valori,
        )
        esito.buffer += (await conta()) - prima
        continue
      }
      const { rows } = await link.query(`explain (analyze, buffers, format json) ${i.testo}`, i.valori)
      const piano = (rows[0]!['QUERY PLAN'] as { Plan: Nodo }[])[0]!.Plan
      if (process.env.TRAMA_PIANI?.split('; ').some((x) => x === nome || x === richiesta.percorso.split('?')[0]))
        console.log(
          nome,
          (await link.query(`explain (analyze, buffers) ${i.testo}`, i.valori)).rows
            .map((r) => r['QUERY PLAN'])
            .join('\n'),
        )
      esito.buffer += piano['Shared Hit Blocks'] + piano['Shared Read Blocks']
      esito.scansioni.push(...scansioni(piano, tabelle))
    }
  } finally {
    await link.exec('rollback')
    link.release()
  }
  return esito
}

const volte = (a: number, b: number) =>
  `${(b / a).toLocaleString('it-IT', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ×`

const righe = (a: Misurato, b: Misurato) => (a.righe === b.righe ? `${a.righe} righe` : `${a.righe} → ${b.righe} righe`)

/**
 * A page that ends before the rows do, in both; `sola` where the smaller data have one row or none: a page of one row
 * reads the next one too, where there is one, and the two do not do the same.
 */
async function conPagineUguali(uno: Lato, molto: Lato): Promise<{ lati: [Lato, Lato]; sola: boolean }> {
  const quante = [uno, molto].map(async (l) => {
    const corpo = await domanda(l)
    return aPagine(corpo) ? righeDi(corpo)! : PER_PAGINA
  })
  const piena = Math.min(...(await Promise.all(quante)))
  if (piena >= PER_PAGINA) return { lati: [uno, molto], sola: false }
  const limite = Math.max(1, piena - 1)
  return {
    lati: [
      { ...uno, richiesta: conLimite(uno.richiesta, limite) },
      { ...molto, richiesta: conLimite(molto.richiesta, limite) },
    ],
    sola: piena < 2,
  }
}

export async function confrontaPiani(nome: string, piccolo: Lato, grande: Lato): Promise<Esito> {
  const tabelle = await grandi(piccolo.p)
  const { lati, sola } = await conPagineUguali(piccolo, grande)
  const [uno, molto] = [await spiega(lati[0], tabelle, nome), await spiega(lati[1], tabelle, nome)]
  const tempi: [number[], number[]] = [[], []]
  for (let i = 0; i < GIRI; i++)
    for (const k of [0, 1] as const) {
      const t = performance.now()
      await domanda(lati[k])
      tempi[k].push(performance.now() - t)
    }
  const [p1, p10] = [quantile(tempi[0], 0.95), quantile(tempi[1], 0.95)]
  const lette = [...new Set([...uno.scansioni, ...molto.scansioni])]
  return {
    misura: nome,
    valore: `${uno.buffer} → ${molto.buffer} buffer per ${righe(uno, molto)} (${volte(uno.buffer, molto.buffer)}); p95 ${p1.toFixed(1)} → ${p10.toFixed(1)} ms (${volte(p1, p10)})${lette.length > 0 ? `; scansione di ${lette.join(', ')}` : ''}${sola ? '; una riga sola nei dati di base, buffer non confrontabili' : ''}`,
    soglia: '≤ 1,3 ×; ≤ 2 ×; nessuna scansione',
    // without pages the rows are not the same: each must cost the same
    rispettata:
      (sola ||
        (molto.buffer <= uno.buffer * 1.3 * Math.max(1, molto.righe / Math.max(1, uno.righe)) &&
          (uno.righe === molto.righe || lati[0].richiesta === piccolo.richiesta))) &&
      p10 <= p1 * 2 &&
      lette.length === 0,
  }
}
