// The plans of the lists: the statements that each one really sends, explained under row-level security with the user's
// own scope, in the largest ambito, in a median one and for the ministry; then the same with ten times the rows.
// Pages are compared at the same number of rows: where the base data do not fill one, a shorter page is asked of both,
// so that the total of buffers is what must not grow.
import type { Caller } from '../src/server/kernel/call.ts'
import { PER_PAGINA } from '../src/server/kernel/pagina.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario, quantile } from './ambiente.ts'
import { MAGGIORE, MEDIANO } from './data.ts'

const GIRI = 100
/** A table below this fits in a handful of pages: reading it whole is the right plan. */
const GRANDE = 5_000

interface Nodo {
  'Node Type': string
  'Relation Name'?: string
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

type Persona = keyof typeof chi
/** Address → for whom. The words in angle brackets are filled in with what the largest ambito really holds. */
const elenchi: [string, string, Persona[]][] = [
  ['Utenti', '/api/utenti', ['maggiore', 'mediano', 'ministero']],
  ['Utenti, pagina seguente', '/api/utenti?dopo=<dopo>', ['maggiore']],
  ['Utenti per cognome', '/api/utenti?q=<cognome>', ['maggiore', 'mediano', 'ministero']],
  ['Utenti per tre lettere', '/api/utenti?q=<tre>', ['maggiore', 'ministero']],
  ['Utenti sospesi', '/api/utenti?stato=sospeso', ['maggiore', 'mediano']],
  ['Utenti di un comune', '/api/utenti?comune=<comune>', ['maggiore', 'mediano']],
  ['Scheda utente', '/api/utenti/<id>', ['maggiore', 'mediano', 'ministero']],
  ['Adesioni', '/api/adesioni', ['maggiore', 'mediano', 'ministero']],
  ['Deleghe', '/api/deleghe', ['maggiore', 'mediano', 'ministero']],
  ['Uffici', '/api/uffici', ['maggiore', 'mediano', 'ministero']],
  ['Registro delle modifiche', '/api/registro/modifiche', ['maggiore', 'mediano', 'ministero']],
  ['Registro degli accessi', '/api/registro/accessi', ['maggiore', 'mediano', 'ministero']],
  ['Richieste formali', '/api/richieste-formali', ['maggiore', 'mediano', 'ministero']],
  ['Richieste degli ambiti', '/api/richieste-ambito', ['ministero']],
  ['Notifiche', '/api/notifiche', ['maggiore', 'mediano']],
]

const get = (p: Prodotto, c: Caller, url: string) => p.app.inject({ url, headers: { cookie: `trama=${c.token}` } })

async function grandi(p: Prodotto): Promise<Set<string>> {
  return proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query("select relname from pg_class where relkind = 'r' and reltuples >= $1", [GRANDE])
    return new Set(rows.map((r) => r.relname as string))
  })
}

function scansioni(n: Nodo, tabelle: Set<string>): string[] {
  const questa = n['Node Type'] === 'Seq Scan' && tabelle.has(n['Relation Name'] ?? '') ? [n['Relation Name']!] : []
  return [...questa, ...(n.Plans ?? []).flatMap((x) => scansioni(x, tabelle))]
}

/** Rows of the answer; undefined where it is not a list. */
const quanteRighe = async (p: Prodotto, c: Caller, url: string): Promise<number | undefined> =>
  (await get(p, c, url)).json().voci?.length

async function spiega(p: Prodotto, c: Caller, url: string, tabelle: Set<string>): Promise<Misurato> {
  let righe = 1
  const [apertura, ...resto] = await p.cattura(async () => {
    const r = await get(p, c, url)
    if (r.statusCode !== 200) throw new Error(`${url}: ${r.statusCode} ${r.body}`)
    righe = r.json().voci?.length ?? 1
  })
  const link = await p.deps.db.connect()
  const esito: Misurato = { buffer: 0, righe, scansioni: [] }
  try {
    await link.exec(apertura!.testo)
    for (const i of resto) {
      if (!i.valori) continue
      const { rows } = await link.query(`explain (analyze, buffers, format json) ${i.testo}`, i.valori)
      const piano = (rows[0]!['QUERY PLAN'] as { Plan: Nodo }[])[0]!.Plan
      if (process.env.TRAMA_PIANI === url.split('?')[0])
        console.log(
          url,
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

/** The surname of most people in an ambito: with one alone there would be no page to fill. */
const cognome = (p: Prodotto, n: number) =>
  proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query(
      "select cognome from utente where ambito_id = md5('ambito ' || $1)::uuid group by cognome order by count(*) desc, cognome limit 1",
      [n],
    )
    return rows[0]!.cognome as string
  })

async function valori(p: Prodotto, c: Caller, n: number): Promise<(url: string) => string> {
  const prima = (await get(p, c, '/api/utenti')).json()
  const voce = prima.voci.find((v: { incarichi: unknown[] }) => v.incarichi.length > 0)
  const con: Record<string, string> = {
    dopo: prima.prossima,
    cognome: await cognome(p, n),
    tre: voce.cognome.slice(0, 3),
    comune: voce.incarichi[0].comuneId,
    id: voce.id,
  }
  return (url) => url.replace(/<(\w+)>/g, (_, k: string) => con[k]!)
}

const volte = (a: number, b: number) =>
  `${(b / a).toLocaleString('it-IT', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ×`

const righe = (a: Misurato, b: Misurato) => (a.righe === b.righe ? `${a.righe} righe` : `${a.righe} → ${b.righe} righe`)

export async function piani({ base, dieci }: Ambiente): Promise<Esito[]> {
  if (!dieci) throw new Error('servono i dati dieci volte più grandi')
  const esiti: Esito[] = []
  const tabelle = await grandi(base)
  for (const dove of Object.keys(chi) as Persona[]) {
    const [piccola, grande] = [await chi[dove](base), await chi[dove](dieci)]
    const riempi =
      dove === 'mediano'
        ? await valori(base, piccola, MEDIANO)
        : await valori(base, dove === 'maggiore' ? piccola : await chi.maggiore(base), MAGGIORE)
    for (const [nome, modello, per] of elenchi) {
      if (!per.includes(dove)) continue
      const intera = riempi(modello)
      const piena = (await quanteRighe(base, piccola, intera)) ?? PER_PAGINA
      // one row less than there are, so that here too the page ends before they do
      const limite = piena < PER_PAGINA ? Math.max(1, piena - 1) : undefined
      const url = limite ? `${intera}${intera.includes('?') ? '&' : '?'}limite=${limite}` : intera
      const uno = await spiega(base, piccola, url, tabelle)
      const molto = await spiega(dieci, grande, url, tabelle)
      const tempi: [number[], number[]] = [[], []]
      for (let i = 0; i < GIRI; i++)
        for (const [k, p, c] of [[0, base, piccola] as const, [1, dieci, grande] as const]) {
          const t = performance.now()
          await get(p, c, url)
          tempi[k].push(performance.now() - t)
        }
      const [p1, p10] = [quantile(tempi[0], 0.95), quantile(tempi[1], 0.95)]
      const lette = [...new Set([...uno.scansioni, ...molto.scansioni])]
      esiti.push({
        misura: `${nome}, ${dove}`,
        valore: `${uno.buffer} → ${molto.buffer} buffer per ${righe(uno, molto)} (${volte(uno.buffer, molto.buffer)}); p95 ${p1.toFixed(1)} → ${p10.toFixed(1)} ms (${volte(p1, p10)})${lette.length > 0 ? `; scansione di ${lette.join(', ')}` : ''}`,
        soglia: '≤ 1,3 ×; ≤ 2 ×; nessuna scansione',
        rispettata:
          uno.righe === molto.righe && molto.buffer <= uno.buffer * 1.3 && p10 <= p1 * 2 && lette.length === 0,
      })
    }
  }
  return esiti
}
