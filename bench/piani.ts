// The plans of the lists: the statements that each one really sends, explained under row-level security with the user's
// own scope, in the largest ambito, in a median one and for the ministry; then the same with ten times the rows.
// Buffers are compared by row shown: a page that is not full at first shows more rows when there are more.
import type { Caller } from '../src/server/kernel/call.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario, quantile } from './ambiente.ts'

const GIRI = 40
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
  /** Rows of the answer: a page that was not full shows more of them when there are more. */
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

async function valori(p: Prodotto, c: Caller): Promise<(url: string) => string> {
  const prima = (await get(p, c, '/api/utenti')).json()
  const voce = prima.voci.find((v: { incarichi: unknown[] }) => v.incarichi.length > 0)
  const con: Record<string, string> = {
    dopo: prima.prossima,
    cognome: voce.cognome,
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
    const riempi = await valori(base, dove === 'ministero' ? await chi.maggiore(base) : piccola)
    for (const [nome, modello, per] of elenchi) {
      if (!per.includes(dove)) continue
      const url = riempi(modello)
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
      const perRiga = [uno.buffer / Math.max(1, uno.righe), molto.buffer / Math.max(1, molto.righe)] as const
      const lette = [...new Set([...uno.scansioni, ...molto.scansioni])]
      esiti.push({
        misura: `${nome}, ${dove}`,
        valore: `${uno.buffer} → ${molto.buffer} buffer per ${righe(uno, molto)} (${volte(...perRiga)}); p95 ${p1.toFixed(1)} → ${p10.toFixed(1)} ms (${volte(p1, p10)})${lette.length > 0 ? `; scansione di ${lette.join(', ')}` : ''}`,
        soglia: '≤ 1,3 ×; ≤ 2 ×; nessuna scansione',
        rispettata: perRiga[1] <= perRiga[0] * 1.3 && p10 <= p1 * 2 && lette.length === 0,
      })
    }
  }
  return esiti
}
