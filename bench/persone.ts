// Search of a person in an ambito of 200,000 out of 1,000,000: the ways one searches at the desk, p95 of the whole
// request, and the plan of the statement it sends under row-level security.
import type { Caller } from '../src/server/kernel/call.ts'
import { type CriteriPersona, personeApi } from '../src/shared/anagrafe/persone.api.ts'
import { type Ambiente, chi, type Esito, type Prodotto, proprietario, quantile } from './ambiente.ts'
import { PERSONE } from './persone-data.ts'

const GIRI = 40
const SOGLIA_MS = 200

interface Cercata {
  cognome: string
  nome: string
  codice_fiscale: string
  nata: string
  telefono: string
}

/** As after a page that ended there. */
const cursore = (chiave: readonly string[]) => Buffer.from(JSON.stringify(chiave)).toString('base64url')

/** The ways of searching, on what the largest ambito really holds. */
export async function domande(p: Prodotto): Promise<[string, CriteriPersona][]> {
  const { noto, una, via } = await proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query(
      `select cognome, count(*) from persona where ambito_id = md5('ambito 1')::uuid group by 1 order by 2 desc, 1 limit 1`,
    )
    // a surname of two persons, on any data: what grows is all that is not asked for
    const { rows: due } = await o.query(
      `with rari as (select cognome from persona where ambito_id = md5('ambito 1')::uuid group by 1 having count(*) = 2)
       select p.cognome, p.nome, p.codice_fiscale, p.data_nascita::text as nata, f.dati ->> 'valore' as telefono
         from rari join persona p using (cognome) join persona_fatto f on f.persona_id = p.id and f.tipo = 'recapito'
        where p.ambito_id = md5('ambito 1')::uuid and p.codice_fiscale is not null and p.riservato_a is null order by p.cognome, p.id limit 1`,
    )
    // a door of several, so that on any data a page of them ends before they do
    const { rows: porte } = await o.query(
      `select dati ->> 'indirizzo' || ' ' || (dati ->> 'civico') as via from persona_fatto
        where ambito_id = md5('ambito 1')::uuid and tipo = 'residenza' and classe is null group by 1 having count(*) >= 3 order by count(*), 1 limit 1`,
    )
    return { noto: rows[0].cognome as string, una: due[0] as Cercata, via: porte[0].via as string }
  })
  const anno = { natoDal: `${una.nata.slice(0, 4)}-01-01`, natoAl: `${una.nata.slice(0, 4)}-12-31` }
  return [
    ['Cognome raro', { nome: una.cognome }],
    ['Cognome raro e nome', { nome: `${una.cognome} ${una.nome}` }],
    ['Cognome comune', { nome: noto }],
    ['Tre lettere', { nome: noto.slice(0, 3) }],
    ['Due lettere e un nome comune', { nome: `${noto.slice(0, 2)} mar` }],
    ['Nome comune da solo', { nome: 'maria' }],
    ['Come suona', { nome: `${noto} mohamed`, suono: true }],
    ['Codice fiscale', { codice: una.codice_fiscale }],
    ['Telefono', { recapito: una.telefono }],
    ['Indirizzo', { indirizzo: via }],
    ['Nata in un anno', anno],
    ['Nome comune e nascita', { nome: 'maria', natoDal: una.nata, natoAl: una.nata }],
    ['Nome comune, nata in un anno', { nome: 'maria', ...anno }],
    ['Nome comune, da metà elenco', { nome: 'maria', dopo: cursore(['mezzo', 'l', '0'.repeat(32)]) }],
    // each of many, both of nobody
    ['Due nomi comuni, insieme di nessuno', { nome: 'maria giuseppe' }],
    ['Cognome e nome comuni', { nome: `${noto} giuseppe` }],
  ]
}

async function spiega(p: Prodotto, c: Caller, criteri: CriteriPersona) {
  const [apertura, ...resto] = await p.cattura(() => c.call(personeApi.cerca, criteri))
  const link = await p.deps.db.connect()
  const righe: string[] = []
  let buffer = 0
  try {
    await link.exec(apertura!.testo)
    // how many each word finds, then the page
    for (const i of resto.filter(
      (x) => /^\s*(with|select)\b/i.test(x.testo) && /\bpersona(_parola)?\b/.test(x.testo),
    )) {
      const { rows } = await link.query(`explain (analyze, buffers) ${i.testo}`, i.valori ?? [])
      const piano = rows.map((r) => String(r['QUERY PLAN']))
      buffer += Number(/shared hit=(\d+)/.exec(piano.find((r) => r.includes('Buffers')) ?? '')?.[1] ?? 0)
      righe.push(...piano)
    }
    return {
      piano: righe.join('\n'),
      buffer,
      // a branch that cannot hold is planned and never run
      scansioni: righe.filter((r) => /Seq Scan on (persona|persona_parola)\b/.test(r) && !r.includes('never executed')),
    }
  } finally {
    await link.exec('rollback')
    link.release()
  }
}

export async function persone(a: Ambiente): Promise<Esito[]> {
  const base = a.persone!.intero
  const c = await chi.sociale(base)
  const esiti: Esito[] = []
  for (const [nome, criteri] of await domande(base)) {
    const tempi: number[] = []
    for (let n = 0; n < GIRI; n++) {
      const t = performance.now()
      await c.call(personeApi.cerca, criteri)
      tempi.push(performance.now() - t)
    }
    const { piano, buffer, scansioni } = await spiega(base, c, criteri)
    if (process.env.TRAMA_PIANI === 'persone') console.log(`${nome}\n${piano}\n`)
    const p95 = quantile(tempi, 0.95)
    esiti.push({
      misura: `${nome}, tra ${(PERSONE / 5).toLocaleString('it-IT')} di ${PERSONE.toLocaleString('it-IT')}`,
      valore: `p95 ${p95.toFixed(0)} ms, mediana ${quantile(tempi, 0.5).toFixed(0)} ms, ${buffer} buffer${scansioni.length > 0 ? '; scansione' : ''}`,
      soglia: `p95 < ${SOGLIA_MS} ms; nessuna scansione`,
      rispettata: p95 < SOGLIA_MS && scansioni.length === 0,
    })
  }
  return esiti
}
