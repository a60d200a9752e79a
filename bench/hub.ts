// The hub with its database: a spreadsheet of a million prestazioni imported, normalised, checked, and made into flows; in one file, and in
// two hundred of as many comuni. Against the least that the same rows can cost: parsing them once with the fastest reader tried, and
// a COPY of them into a table of texts; the files that come out, against the time that libxml2 takes to read them. `TRAMA_RIGHE=20000`
// makes it short. Pairs in turns, each run in a process of its own; medians.
import { execFile } from 'node:child_process'
import { chmodSync, createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { parse } from 'csv-parse'
import { startPostgres } from '../scripts/postgres.ts'
import { openPostgres } from '../src/server/kernel/db.ts'
import { loadConfig } from '../src/server/kernel/load-config.ts'
import { migrate, ownerOfPostgres } from '../src/server/kernel/migrate.ts'
import { leggiTabellaALotti } from '../src/server/kernel/tabelle/leggi.ts'
import { caricaTerritorio } from '../src/server/territorio/predefiniti.ts'
import {
  comeServizio,
  conDatabase,
  type Esito,
  impostazioni,
  mediana,
  opzioniDiNode,
  proprietario,
  quantile,
} from './ambiente.ts'
import { COLONNE, scriviFoglio } from './hub-data.ts'

const RIGHE = Number(process.env.TRAMA_RIGHE ?? 1_000_000)
const GIRI = Number(process.env.TRAMA_GIRI ?? 5)
const COMUNI = 200
const FILE = (process.env.TRAMA_FILE ?? `1 ${COMUNI}`).split(' ').map(Number)
const OPERATORE = 'BENCHFLUSSI00001'
const esegui = promisify(execFile)

type Fase = 'deposito' | 'lettura' | 'generazione'

interface Corsa {
  ms: Record<Fase, number>
  /** Seconds of processor. */
  cpu: Record<Fase, { server: number; principale: number; database: number }>
  picco: number
  attese: number[]
  prestazioni: number
  partite: number
  flussi: number
  bytes: number
}

const cronometra = async (fn: () => Promise<unknown>) => {
  const t = performance.now()
  await fn()
  return performance.now() - t
}

/** Each gives every row cut into its cells. */
const lettori: Record<string, (path: string) => Promise<number>> = {
  'quello di Trama': async (path) => {
    let n = 0
    for await (const righe of leggiTabellaALotti(path, { maxBytes: 2e9, maxRighe: 5e6 })) n += righe.length
    return n
  },
  'csv-parse': async (path) => {
    let n = 0
    for await (const _ of createReadStream(path).pipe(parse({ delimiter: ';' }))) n++
    return n
  },
  // no reader: it takes no quotes
  'readline e split': async (path) => {
    let n = 0
    for await (const riga of createInterface({ input: createReadStream(path) })) n += riga.split(';').length > 1 ? 1 : 0
    return n
  },
}

/** One ambito of two hundred comuni open to the flows, an ente for each, an operator of them all. */
const scena = `
begin;
select set_config('app.operatore', 'misure', true), set_config('app.azione', 'misure', true);
set local session_replication_role = replica;
insert into ambito (id, codice, nome, regione_id) values (md5('hub')::uuid, 'HUB', 'Ambito Dimostrativo', '03');
insert into ambito_comune (ambito_id, comune_id, dal) select md5('hub')::uuid, id, '2019-01-01' from comune where al is null and istat is not null order by id limit ${COMUNI};
insert into utente (id, ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, stato)
  values (md5('operatore')::uuid, md5('hub')::uuid, '${OPERATORE}', 'Dimostrativa', 'Sintetica', '1980-01-01', 'H501', 'F', 'inserito');
insert into adesione (ambito_id, comune_id, tipo_adesione_id, stato, firmatario, firmatario_qualifica, firmata_il, dal, registrata_da, registrata_il)
  select ambito_id, comune_id, t, 'registrata', 'Sintetica', 'sindaco', '2019-10-01', '2019-10-01', md5('operatore')::uuid, '2019-10-01' from ambito_comune, unnest(array['convenzione-ministero', 'protocollo-intesa']) t;
insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, stato, abilitata_il)
  select md5('hub')::uuid, md5('operatore')::uuid, 'operatore-flussi', comune_id, '2019-10-01', 'abilitata', '2019-10-01' from ambito_comune;
insert into ente_flussi (id, ambito_id, comune_id, tipo, codice, denominazione, sede, codice_fiscale_operatore)
  select md5('ente ' || comune_id)::uuid, ambito_id, comune_id, 'comune', comune_id, 'Comune Dimostrativo', comune_id, 'DMSSTT80A01F205X' from ambito_comune;
commit`

async function riempi(server: string): Promise<void> {
  await proprietario(server, (o) => o.query('create database hub'))
  const url = conDatabase(server, 'hub')
  const owner = await ownerOfPostgres(url)
  await migrate(owner, { user: 'servizio', password: 'servizio' })
  await owner.close()
  const db = openPostgres(comeServizio(url), 2)
  await loadConfig(db)
  await caricaTerritorio({ db, clock: () => new Date(), jobs: { enqueue: async () => {} }, verificaRisposte: false })
  await db.close()
  await proprietario(url, async (o) => {
    await o.query(scena)
    await o.query('vacuum analyze')
  })
}

/** The files, with whose they are. */
async function fogli(cartella: string, righe: number, quanti: number): Promise<string[]> {
  const nomi = Array.from({ length: quanti }, (_, n) => join(cartella, `foglio-${righe}-${quanti}-${n}.csv`))
  for (const [n, nome] of nomi.entries()) {
    await scriviFoglio(nome, n * (righe / quanti), righe / quanti)
    // read by the server too, which may be another user
    chmodSync(nome, 0o644)
  }
  return nomi
}

async function copia(url: string, file: readonly string[]): Promise<number> {
  return proprietario(url, async (o) => {
    await o.query(
      `create table if not exists testi (${Array.from({ length: COLONNE }, (_, n) => `c${n} text`).join(', ')}); truncate testi`,
    )
    return cronometra(async () => {
      for (const f of file) await o.query(`copy testi from '${f}' (format csv, delimiter ';', header)`)
    })
  })
}

/** In a database of its own, as the one before left it. */
async function corsa(server: string, file: readonly string[], cartella: string) {
  await proprietario(server, (o) => o.query('drop database if exists corsa'))
  await proprietario(server, (o) => o.query('create database corsa template hub'))
  const url = conDatabase(server, 'corsa')
  const { rows } = await proprietario(url, (o) =>
    o.query<{ id: string; comune_id: string }>('select id, comune_id from ente_flussi order by comune_id'),
  )
  const coppie = file.flatMap((f, n) => [f, rows[n]!.id, rows[n]!.comune_id])
  const ambito = await proprietario(
    url,
    async (o) => (await o.query<{ id: string }>(`select md5('hub')::uuid as id`)).rows[0]!.id,
  )
  const { stdout } = await esegui(
    process.execPath,
    [...opzioniDiNode(), join(import.meta.dirname, 'hub-corsa.ts'), comeServizio(url), ambito, OPERATORE, ...coppie],
    { maxBuffer: 64 * 1024 * 1024 },
  )
  const fatta = JSON.parse(stdout) as Corsa
  const flussi = join(cartella, 'flussi.xml')
  const xmllint = await scriviFlussi(url, flussi)
  return { ...fatta, xmllint }
}

/** The flows as files, and how long libxml2 takes to read them. */
async function scriviFlussi(url: string, path: string): Promise<number> {
  return proprietario(url, async (o) => {
    const { rows } = await o.query<{ id: string }>(`select id from flusso where stato = 'generato' order by id`)
    let ms = 0
    for (const { id } of rows) {
      await pipeline(
        Readable.from(
          (async function* () {
            for (let n = 0; ; n++) {
              const { rows: parti } = await o.query<{ contenuto: Buffer }>(
                'select contenuto from flusso_parte where flusso_id = $1 and parte = $2',
                [id, n],
              )
              if (!parti[0]) return
              yield parti[0].contenuto
            }
          })(),
        ),
        createWriteStream(path),
      )
      ms += await cronometra(() => esegui('xmllint', ['--noout', '--stream', path]))
    }
    return ms
  })
}

const s = (ms: number) => `${(ms / 1000).toLocaleString('it-IT', { maximumFractionDigits: 1 })} s`
const volte = (n: number) => `${n.toLocaleString('it-IT', { maximumFractionDigits: 2 })} ×`

export async function hub(): Promise<Esito[]> {
  const pgPrivato = await startPostgres({ ...impostazioni, autovacuum: 'on' })
  const cartella = mkdtempSync(join(tmpdir(), 'trama-hub-'))
  chmodSync(cartella, 0o755)
  try {
    await riempi(pgPrivato.url)
    const esiti: Esito[] = []
    for (const quanti of FILE) esiti.push(...(await misura(pgPrivato.url, cartella, quanti)))
    return esiti
  } finally {
    pgPrivato.stop()
    rmSync(cartella, { recursive: true, force: true })
  }
}

async function misura(server: string, cartella: string, quanti: number): Promise<Esito[]> {
  const file = await fogli(cartella, RIGHE, quanti)
  const decimo = await fogli(cartella, RIGHE / 10, quanti)
  const letture = new Map<string, number[]>()
  const giri: { metro: number; corsa: Awaited<ReturnType<typeof corsa>>; piccola: Corsa }[] = []
  for (let g = 0; g < GIRI; g++) {
    for (const [nome, leggi] of Object.entries(lettori)) {
      const ms = await cronometra(async () => {
        let n = 0
        for (const f of file) n += await leggi(f)
        if (n !== RIGHE + quanti) throw new Error(`${nome}: ${n} righe`)
      })
      letture.set(nome, [...(letture.get(nome) ?? []), ms])
    }
    const metro =
      Math.min(...[...letture.values()].map((v) => v.at(-1)!)) + (await copia(conDatabase(server, 'hub'), file))
    const fatta = await corsa(server, file, cartella)
    if (fatta.prestazioni !== RIGHE || fatta.partite !== RIGHE)
      throw new Error(JSON.stringify({ ...fatta, attese: [] }))
    giri.push({ metro, corsa: fatta, piccola: await corsa(server, decimo, cartella) })
    const { deposito, lettura, generazione } = fatta.ms
    console.error(
      `  coppia ${g + 1} di ${GIRI}, ${quanti} file: metro ${s(metro)}, importazione ${s(deposito + lettura)}, xmllint ${s(fatta.xmllint)}, generazione ${s(generazione)}`,
    )
  }
  const di = (fn: (g: (typeof giri)[number]) => number) => mediana(giri.map(fn))
  const importa = (g: (typeof giri)[number]) => g.corsa.ms.deposito + g.corsa.ms.lettura
  const [importazione, generazione] = [
    di((g) => importa(g) / g.metro),
    di((g) => g.corsa.ms.generazione / g.corsa.xmllint),
  ]
  const [alto, basso] = [di((g) => g.corsa.picco), di((g) => g.piccola.picco)]
  const p95 = di((g) => quantile(g.corsa.attese, 0.95))
  // microseconds of processor for each row: of the server, of PostgreSQL (the pages of the others too)
  const cpu = (...fasi: Fase[]) =>
    (['server', 'principale', 'database'] as const).map((chi) =>
      di((g) => (fasi.reduce((n, f) => n + g.corsa.cpu[f][chi], 0) * 1e6) / RIGHE).toFixed(0),
    )
  const processore = ([server, principale, database]: string[]) =>
    `${server} del server (${principale} del thread principale) e ${database} di PostgreSQL`
  const come = `${RIGHE.toLocaleString('it-IT')} righe in ${quanti} file`
  return [
    {
      misura: `${come}: ${[...letture].map(([n, v]) => `${n} ${s(mediana(v))}`).join(', ')}`,
      valore: `il lettore più veloce e COPY: ${s(di((g) => g.metro))}`,
      soglia: '',
    },
    {
      misura: `Importazione, normalizzazione, controllo (deposito ${s(di((g) => g.corsa.ms.deposito))}, lettura ${s(di((g) => g.corsa.ms.lettura))})`,
      valore: `${s(di(importa))}: ${volte(importazione)}`,
      soglia: '≤ 3 ×',
      rispettata: importazione <= 3,
    },
    {
      misura: `Generazione con convalida (xmllint --noout --stream ${s(di((g) => g.corsa.xmllint))})`,
      valore: `${s(di((g) => g.corsa.ms.generazione))}: ${volte(generazione)}`,
      soglia: '≤ 6 ×',
      rispettata: generazione <= 6,
    },
    {
      misura: 'Processore, µs a riga',
      valore: `importazione ${processore(cpu('deposito', 'lettura'))}, generazione ${processore(cpu('generazione'))}`,
      soglia: '',
    },
    {
      misura: 'Picco di memoria del server, contro quello di un decimo delle righe',
      valore: `${alto.toFixed(0)} contro ${basso.toFixed(0)} MB: ${volte(alto / basso)}`,
      soglia: '≤ 1,2 ×, sotto 400 MB',
      rispettata: alto <= 1.2 * basso && alto < 400,
    },
    {
      misura: 'Attesa degli altri intanto, p95 (quadro e pagina dell’ente)',
      valore: `${p95.toFixed(0)} ms`,
      soglia: '< 300 ms',
      rispettata: p95 < 300,
    },
  ]
}
