// The workbook: 10,000 rows read, judged, confirmed and imported, against the least that the same work can cost: the
// fastest reader tried, plus the same rows by one `insert … select` for each of the two tables with the triggers on.
// Then the peak of memory of the process that imports 10,000 rows and of the one that imports 100,000.
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import exceljs from 'exceljs'
import { readXlsx } from 'hucre'
import { leggiTabella } from '../src/server/kernel/tabelle/leggi.ts'
import { scriviFoglioLungo } from '../src/server/kernel/tabelle/scrivi.ts'
import { colonneModello } from '../src/shared/accreditamento/importazioni.rules.ts'
import { type Ambiente, type Esito, mediana, opzioniDiNode, type Prodotto, proprietario } from './ambiente.ts'
import { persona } from './persona-finta.ts'

const GIRI = 5
/** A hundred thousand rows take minutes: fewer times. */
const GIRI_GRANDI = 5
interface Comune {
  id: string
  nome: string
}

async function scriviFoglio(path: string, righe: number, serie: number, comuni: Comune[]) {
  function* celle() {
    for (let n = 0; n < righe; n++) {
      const p = persona(n, serie)
      const valori: Record<string, string> = {
        'Codice fiscale': p.codiceFiscale,
        Nome: p.nome,
        Cognome: p.cognome,
        'Data di nascita': p.dataNascita,
        'Comune di nascita': 'Roma',
        Genere: p.genere,
        'Comune di riferimento': comuni[n % comuni.length]!.nome,
        'E-mail': `foglio${serie}.${n}@example.it`,
        Ruolo: 'Case manager',
      }
      yield colonneModello.map((c) => valori[c] ?? '')
    }
  }
  const colonne = colonneModello.map(
    (titolo) => ({ titolo, formato: titolo === 'Data di nascita' ? 'data' : 'testo' }) as const,
  )
  await pipeline(Readable.from(scriviFoglioLungo({ nome: 'Utenti', colonne }, celle())), createWriteStream(path))
}

const cronometra = async (fn: () => Promise<unknown>) => {
  const t = performance.now()
  await fn()
  return performance.now() - t
}

/** Each reader gives every row of the sheet; what it does not give, it may not skip. */
const lettori: Record<string, (path: string) => Promise<number>> = {
  'quello di Trama': async (path) => {
    let n = 0
    for await (const r of leggiTabella(path)) n += r.celle.length > 0 ? 1 : 0
    return n
  },
  hucre: async (path) => (await readXlsx(new Uint8Array(await readFile(path)))).sheets[0]!.rows.length,
  'exceljs a flusso': async (path) => {
    let n = 0
    for await (const foglio of new exceljs.stream.xlsx.WorkbookReader(path, {})) for await (const _ of foglio) n++
    return n
  },
}

/** The same rows straight into the tables, then undone. */
function inserimento(base: Prodotto, righe: number, serie: number, comuni: Comune[]): Promise<number> {
  return proprietario(base.urlProprietario, async (o) => {
    const dati = Array.from({ length: righe }, (_, n) => ({
      ...persona(n, serie),
      comune: comuni[n % comuni.length]!.id,
    }))
    await o.query(
      'begin; create temp table pronte (cf text, cognome text, nome text, nata date, comune text, n serial)',
    )
    await o.query(
      `insert into pronte (cf, cognome, nome, nata, comune)
       select "codiceFiscale", cognome, nome, "dataNascita", comune from jsonb_to_recordset($1) as x("codiceFiscale" text, cognome text, nome text, "dataNascita" date, comune text)`,
      [JSON.stringify(dati)],
    )
    await o.query('analyze pronte')
    const ms = await cronometra(async () => {
      await o.query(`insert into utente (ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, email, stato)
        select md5('ambito 1')::uuid, cf, cognome, nome, nata, 'H501', 'F', n || '@example.it', 'inserito' from pronte`)
      await o.query(`insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, stato, abilitata_il)
        select u.ambito_id, u.id, 'case-manager', p.comune, current_date, 'abilitata', now()
          from pronte p join utente u on u.ambito_id = md5('ambito 1')::uuid and u.codice_fiscale = p.cf`)
    })
    await o.query('rollback')
    return ms
  })
}

interface Corsa {
  ms: Record<string, number>
  /** Peak of resident memory up to the end of each step, in megabytes. */
  picchi: Record<string, number>
  accettate: number
  rifiutate: number
}

/** The import in a process of its own, so that its peak of memory is its own. */
function corsa(base: Prodotto, file: string): Promise<Corsa> {
  const p = spawn(
    process.execPath,
    [...opzioniDiNode(), join(import.meta.dirname, 'foglio-corsa.ts'), base.url, file],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let detto = ''
  p.stdout.on('data', (pezzo: Buffer) => {
    detto += pezzo.toString()
  })
  return new Promise((fatto, errore) =>
    p.once('exit', (c) => (c === 0 ? fatto(JSON.parse(detto) as Corsa) : errore(new Error('importazione fallita')))),
  )
}

export async function foglio({ base, cartella }: Ambiente): Promise<Esito[]> {
  const comuni = await proprietario(base.urlProprietario, async (o) => {
    const { rows } = await o.query<Comune>(
      `select c.id, c.nome from ambito_comune a join comune c on c.id = a.comune_id
        where a.ambito_id = md5('ambito 1')::uuid and (select count(*) from comune x where x.nome_chiave = c.nome_chiave) = 1 order by c.id limit 100`,
    )
    return rows
  })
  const file = (n: number, serie: number) => join(cartella, `foglio-${n}-${serie}.xlsx`)
  const giri: { metro: number; prodotto: number; corsa: Corsa }[] = []
  const letture = new Map<string, number[]>()
  for (let g = 0; g < GIRI; g++) {
    await scriviFoglio(file(10_000, g), 10_000, g, comuni)
    for (const [nome, leggi] of Object.entries(lettori)) {
      const ms = await cronometra(async () => {
        const n = await leggi(file(10_000, g))
        if (n !== 10_001) throw new Error(`${nome}: ${n} righe`)
      })
      letture.set(nome, [...(letture.get(nome) ?? []), ms])
    }
    const lettura = Math.min(...[...letture.values()].map((v) => v.at(-1)!))
    const metro = lettura + (await inserimento(base, 10_000, g, comuni))
    const fatta = await corsa(base, file(10_000, g))
    if (fatta.accettate !== 10_000) throw new Error(`accettate ${fatta.accettate}, rifiutate ${fatta.rifiutate}`)
    giri.push({ metro, prodotto: Object.values(fatta.ms).reduce((a, b) => a + b, 0), corsa: fatta })
  }
  const grandi: Corsa[] = []
  for (let g = GIRI; g < GIRI + GIRI_GRANDI; g++) {
    await scriviFoglio(file(100_000, g), 100_000, g, comuni)
    grandi.push(await corsa(base, file(100_000, g)))
  }
  const rapporto = mediana(giri.map((g) => g.prodotto / g.metro))
  const alto = (c: Corsa) => Math.max(...Object.values(c.picchi))
  const [picco, piccoGrande] = [mediana(giri.map((g) => alto(g.corsa))), mediana(grandi.map(alto))]
  const dove = (corse: Corsa[]) =>
    Object.keys(corse[0]!.picchi)
      .map((f) => `${f} ${mediana(corse.map((c) => c.picchi[f]!))}`)
      .join(', ')
  const s = (ms: number) => `${(ms / 1000).toLocaleString('it-IT', { maximumFractionDigits: 1 })} s`
  const x = (v: number) => `${v.toLocaleString('it-IT', { maximumFractionDigits: 2 })} ×`
  const fasi = Object.keys(giri[0]!.corsa.ms).map((f) => `${f} ${s(mediana(giri.map((g) => g.corsa.ms[f]!)))}`)
  return [
    {
      misura: `Lettori, 10.000 righe: ${[...letture].map(([n, v]) => `${n} ${s(mediana(v))}`).join(', ')}`,
      valore: `il più veloce più le due insert: ${s(mediana(giri.map((g) => g.metro)))}`,
      soglia: '',
    },
    {
      misura: `Importazione confermata di 10.000 righe (${fasi.join(', ')})`,
      valore: `${s(mediana(giri.map((g) => g.prodotto)))}: ${x(rapporto)}`,
      soglia: '≤ 3 ×',
      rispettata: rapporto <= 3,
    },
    {
      misura: `Picco di memoria, 100.000 righe (${dove(grandi)}) contro 10.000 (${dove(giri.map((g) => g.corsa))})`,
      valore: `${piccoGrande} contro ${picco} MB: ${x(piccoGrande / picco)}`,
      soglia: '≤ 1,2 ×',
      rispettata: piccoGrande <= picco * 1.2,
    },
  ]
}
