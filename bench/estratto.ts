// An extract of granted domande: 100,000 households of two members read, judged, confirmed and taken in, against the least that
// the same work can cost: the file parsed once by the same reader, and the same rows by one `insert … select` for each table, with
// the triggers on. A pair takes minutes: `TRAMA_GIRI=5` for the median of five; `TRAMA_ESTRATTO=5000` to try.
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { leggiTabella } from '../src/server/kernel/tabelle/leggi.ts'
import { piuGiorni } from '../src/shared/misure/giorni.ts'
import { giorno } from '../test/support/giorni.ts'
import { type Ambiente, type Esito, mediana, opzioniDiNode, type Prodotto, proprietario } from './ambiente.ts'
import { numero } from './confronto.ts'
import { MAGGIORE } from './data.ts'
import { cheCosaSiMisura } from './nuclei-tipo.ts'
import { persona } from './persona-finta.ts'

const NUCLEI = Number(process.env.TRAMA_ESTRATTO ?? 100_000)
const GIRI = Number(process.env.TRAMA_GIRI ?? 1)
const COMPONENTI = 2
/** What autovacuum does on a server in use, and here is off: statistics of what has just been written. */
const STATISTICHE_MS = 10_000

interface Qui {
  ambito: string
  comuni: string[]
}

const titoli = [
  'Protocollo',
  'CF richiedente',
  'Data presentazione',
  'Data PAD',
  'Stato beneficio',
  'Importo',
  'Comune residenza',
  'Indirizzo',
  'CAP',
  'CF',
  'Cognome',
  'Nome',
  'Parentela',
  'Data nascita',
  'Sesso',
  'Cellulare',
]
const italiano = (g: string) => g.split('-').reverse().join('/')

export async function scriviEstratto(path: string, serie: number, { comuni }: Qui): Promise<void> {
  const oggi = giorno()
  const [presentata, pad] = [piuGiorni(oggi, -60), piuGiorni(oggi, -30)].map(italiano)
  function* righe() {
    let testo = `${titoli.join(';')}\r\n`
    for (let n = 0; n < NUCLEI; n++) {
      const membri = Array.from({ length: COMPONENTI }, (_, m) => persona(n * COMPONENTI + m, serie))
      for (const [m, p] of membri.entries())
        testo += `${[
          `INPS-MISURA-${serie}-${n}`,
          membri[0]!.codiceFiscale,
          presentata,
          pad,
          'In pagamento',
          '500,00',
          comuni[n % comuni.length]!,
          `Via Sintetica ${n % 300}`,
          '00100',
          p.codiceFiscale,
          p.cognome,
          p.nome,
          m === 0 ? 'Richiedente' : 'Familiare',
          italiano(p.dataNascita),
          'F',
          '3330000000',
        ].join(';')}\r\n`
      if (testo.length < 65_536) continue
      yield testo
      testo = ''
    }
    yield testo
  }
  await pipeline(Readable.from(righe()), createWriteStream(path))
}

const cronometra = async (fn: () => Promise<unknown>) => {
  const t = performance.now()
  await fn()
  return performance.now() - t
}

export async function analizza(path: string): Promise<void> {
  let n = 0
  for await (const _ of leggiTabella(path, { maxBytes: 64 * 1024 * 1024, maxRighe: 250_001 })) n++
  if (n !== NUCLEI * COMPONENTI + 1) throw new Error(`${n} righe`)
}

interface Corsa {
  ms: Record<string, number>
  picchi: Record<string, number>
  id: string
  nuove: number
  rifiutate: number
}

/** The import in a process of its own, so that its peak of memory is its own; the tables on which it leans are counted meanwhile. */
async function corsa(p: Prodotto, { ambito, comuni }: Qui, utente: string, file: string): Promise<Corsa> {
  const { misura } = cheCosaSiMisura()
  const args = [p.url, ambito, utente, comuni[0]!, misura.codice, file]
  const processo = spawn(
    process.execPath,
    [...opzioniDiNode(), join(import.meta.dirname, 'estratto-corsa.ts'), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let detto = ''
  processo.stdout.on('data', (pezzo: Buffer) => {
    detto += pezzo.toString()
  })
  const statistiche = setInterval(() => {
    void proprietario(p.urlProprietario, (o) =>
      o.query('analyze importazione_estratto_riga, importazione_estratto_domanda'),
    )
  }, STATISTICHE_MS)
  try {
    return await new Promise((fatto, errore) =>
      processo.once('exit', (c) => (c === 0 ? fatto(JSON.parse(detto) as Corsa) : errore(new Error('estratto')))),
    )
  } finally {
    clearInterval(statistiche)
  }
}

/** What an import leaves behind, table by table, in the order in which it can be written. */
const tabelle: [string, string][] = [
  ['domanda', 't.importazione_id = $1'],
  ['domanda_componente', 't.domanda_id in (select id from domanda where importazione_id = $1)'],
  ['caso', 't.domanda_id in (select id from domanda where importazione_id = $1)'],
  ...['caso_stato', 'caso_passaggio', 'caso_evento', 'caso_componente', 'caso_termine'].map((t): [string, string] => [
    t,
    't.caso_id in (select c.id from caso c join domanda d on d.id = c.domanda_id where d.importazione_id = $1)',
  ]),
  ['importazione_estratto_domanda', 't.importazione_id = $1'],
]
const chiavi = ['id', 'domanda_id', 'caso_id', 'componente_id']

/** The same rows under other keys, straight into the tables, then undone. */
export function inserimento(p: Prodotto, importazione: string): Promise<number> {
  return proprietario(p.urlProprietario, async (o) => {
    await o.query("begin; select set_config('app.operatore', 'misure', true), set_config('app.azione', 'misure', true)")
    const colonneDi = new Map<string, string>()
    for (const [t, quali] of tabelle) {
      const { rows } = await o.query<{ nome: string }>(
        "select attname as nome from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum",
        [t],
      )
      const nomi = rows.map((r) => r.nome)
      const altra = (c: string) =>
        c === 'protocollo' ? `t.${c} || ' bis'` : chiavi.includes(c) ? `md5(t.${c} || 'bis')::uuid` : `t.${c}`
      await o.query(
        `create temp table pronte_${t} as select ${nomi.map((c) => `${altra(c)} as ${c}`).join(', ')} from ${t} t where ${quali.replaceAll('$1', `'${importazione}'`)}`,
      )
      await o.query(`analyze pronte_${t}`)
      colonneDi.set(t, nomi.join(', '))
    }
    const ms = await cronometra(async () => {
      for (const [t, colonne] of colonneDi)
        await o.query(`insert into ${t} (${colonne}) select ${colonne} from pronte_${t}`)
      // references are checked when they are due, as at the end of a transaction
      await o.query('set constraints all immediate')
    })
    await o.query('rollback')
    return ms
  })
}

export async function estratto({ nuclei, cartella }: Ambiente): Promise<Esito[]> {
  const p = nuclei!.intero
  const utente = await proprietario(p.urlProprietario, async (o) => {
    const { rows } = await o.query<{ id: string; ambito: string; comuni: string[] }>(
      `select utente_id::text as id, ambito_id::text as ambito, array_agg(comune_id order by comune_id) as comuni from assegnazione where utente_id = md5('coordinatore ${MAGGIORE}')::uuid group by 1, 2`,
    )
    return rows[0]!
  })
  const giri: { lettura: number; insert: number; corsa: Corsa }[] = []
  for (let g = 0; g < GIRI; g++) {
    const path = join(cartella, `estratto-${g}.csv`)
    await scriviEstratto(path, g, utente)
    const lettura = await cronometra(() => analizza(path))
    const fatta = await corsa(p, utente, utente.id, path)
    if (fatta.nuove !== NUCLEI) throw new Error(`${fatta.nuove} nuove, ${fatta.rifiutate} rifiutate`)
    giri.push({ lettura, insert: await inserimento(p, fatta.id), corsa: fatta })
  }
  const totale = (g: (typeof giri)[number]) => Object.values(g.corsa.ms).reduce((a, b) => a + b, 0)
  const rapporto = mediana(giri.map((g) => totale(g) / (g.lettura + g.insert)))
  const s = (di: (g: (typeof giri)[number]) => number) => `${numero(mediana(giri.map(di)) / 1000, 1)} s`
  const fasi = Object.keys(giri[0]!.corsa.ms).map((f) => `${f} ${s((g) => g.corsa.ms[f]!)}`)
  const picco = mediana(giri.map((g) => Math.max(...Object.values(g.corsa.picchi))))
  return [
    {
      misura: `Leggere il file una volta ${s((g) => g.lettura)}, le stesse righe per insert ${s((g) => g.insert)}`,
      valore: s((g) => g.lettura + g.insert),
      soglia: '',
    },
    {
      misura: `Estratto di ${numero(NUCLEI)} nuclei, ${GIRI === 1 ? 'una coppia' : `${GIRI} coppie`} (${fasi.join(', ')})`,
      valore: `${s(totale)}: ${numero(rapporto, 2)} ×`,
      soglia: '≤ 4 ×',
      rispettata: rapporto <= 4,
    },
    { misura: 'Picco di memoria del processo', valore: `${numero(picco)} MB`, soglia: '' },
  ]
}
