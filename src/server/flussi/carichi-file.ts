// The bytes of a file of prestazioni: written by lots before anybody sees the file, kept as they came, put back on disk for who
// reads them. A file that never arrived whole is forgotten, by the request that failed or, if its process died, by the nightly job.
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { TestataFile } from '../../shared/flussi/carichi.api.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { UploadedFile } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { fette } from '../kernel/allegati.ts'
import { cartellaTemporanea } from '../kernel/cartella-temporanea.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import type { Job } from '../kernel/jobs.ts'
import { passata } from '../kernel/memoria.ts'
import { type Dentro, inCtx } from '../kernel/serve.ts'
import { primeLinee } from '../kernel/tabelle/leggi.ts'
import { type Foglio, fisseDa, fisseDi, guardaFogli, PRIME, proponiLettura, righeDi } from './inizio-tabella.ts'
import { minoriXml } from './minori-carico.ts'
import {
  FlussoMinori,
  type Formato,
  formatoDi,
  fraseRifiuto,
  type Inizio,
  inizioDa,
  primeRighe,
  type RigaLetta,
  recordXml,
  Testata,
} from './righe-file.ts'

export const CARICO = 'carico'
/** Slices in one transaction: two megabytes, what the others wait for at most. */
const PER_LOTTO = 32
/** Rows shown under the header. */
const ESEMPI = 20
/** Slices of the head of a text, to look at it again with another separator. */
const TESTA = 16

export interface Nuovo {
  enteId: string
  comuneId: string
  formato: Formato
  /** Of an INPS file; what a table holds is said with its columns. */
  tipo: TipoFlusso
  lettura: Lettura
  /** Of a table: what one looks at before saying what the columns are. */
  fogli: Foglio[] | undefined
  colonne: string[]
  /** Of an INPS file: who it says that it is of. */
  testata: TestataFile | undefined
  file: UploadedFile
}

/** The first rows, read before anything is stored: what cannot be read is refused here, with its sentence. */
export async function guarda(
  path: string,
): Promise<Pick<Nuovo, 'formato' | 'tipo' | 'lettura' | 'fogli' | 'colonne' | 'testata'>> {
  try {
    const formato = await formatoDi(path)
    if (formato === 'tabella') {
      const fogli = await guardaFogli(path)
      const lettura = proponiLettura(fogli, await fisseDi(path, fogli))
      const { colonne } = inizioDa(righeDi(fogli, lettura), lettura, ESEMPI)
      return { formato, tipo: 'PS_PSA_SINA', lettura, fogli, colonne, testata: undefined }
    }
    const detta = new Testata()
    const tipo = await tipoXml(path, detta)
    const { nome, ente } = detta.intestazione ?? { nome: undefined, ente: {} }
    const breve = (s: string | undefined) => s?.slice(0, 200) ?? null
    const testata = { nome: breve(nome), codice: breve(ente.codice), denominazione: breve(ente.denominazione) }
    return { formato, tipo, lettura: {}, fogli: undefined, colonne: [], testata }
  } catch (e) {
    throw problem('tipo-file-non-ammesso', { detail: fraseRifiuto(e) })
  }
}

/** What its rows are; the head is told to `detta`. */
async function tipoXml(path: string, detta: Testata): Promise<TipoFlusso> {
  try {
    for await (const _ of recordXml(path, detta)) break
    return 'PS_PSA_SINA'
  } catch (e) {
    if (!(e instanceof FlussoMinori)) throw e
    for await (const _ of minoriXml(path)) break
    return 'SINBA'
  }
}

async function apri(ctx: Ctx, n: Nuovo): Promise<string> {
  const { enteId, comuneId, file, formato, tipo, lettura, fogli, colonne, testata } = n
  const { rows } = await sql<{ id: string }>`
    insert into carico_flussi (comune_id, ente_id, nome_file, bytes, sha256, formato, tipo, lettura, colonne, testata, portata)
    values (${comuneId}, ${enteId}, ${file.nome}, ${file.bytes}, ${file.sha256}, ${formato}, ${tipo}, ${JSON.stringify(lettura)}::jsonb, ${colonne},
            ${testata ? JSON.stringify(testata) : null}::jsonb, jsonb_build_object('comuni', to_jsonb(kernel.comuni()))) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  if (fogli)
    await sql`insert into carico_flussi_inizio (carico_id, comune_id, righe) values (${id}, ${comuneId}, ${JSON.stringify({ fogli })}::jsonb)`.execute(
      ctx.tx,
    )
  return id
}

async function aggiungi(ctx: Ctx, id: string, comuneId: string, da: number, lotto: readonly Buffer[]) {
  const parti = lotto.map((contenuto, n) => ({ caricoId: id, comuneId, parte: da + n, contenuto }))
  await ctx.tx.insertInto('caricoFlussiParte').values(parti).execute()
}

/** Stores a file ahead of the act that makes something of it. */
export async function deposita(dentro: Dentro, n: Nuovo): Promise<void> {
  const id = await dentro((ctx) => apri(ctx, n))
  n.file.depositi.set(CARICO, id)
  let parte = 0
  let lotto: Buffer[] = []
  const chiudi = async () => {
    const questo = lotto
    lotto = []
    await dentro((ctx) => aggiungi(ctx, id, n.comuneId, parte, questo))
    passata()
    parte += questo.length
  }
  for await (const f of fette(n.file.path)) if (lotto.push(f) === PER_LOTTO) await chiudi()
  if (lotto.length > 0) await chiudi()
}

export async function dimentica(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update carico_flussi set stato = 'ritirato', errore = 'Il file non è arrivato intero.' where id = any (${[...ids]}::uuid[]) and stato = 'in-arrivo' returning id`.execute(
    ctx.tx,
  )
  await sql`delete from carico_flussi_parte where carico_id = any (${rows.map((r) => r.id)}::uuid[])`.execute(ctx.tx)
}

async function parti(tx: Tx, id: string, da: number, quante: number): Promise<Buffer[]> {
  const righe = await tx
    .selectFrom('caricoFlussiParte')
    .select('contenuto')
    .where('caricoId', '=', id)
    .where('parte', '>=', da)
    .where('parte', '<', da + quante)
    .orderBy('parte')
    .execute()
  return righe.map((r) => Buffer.from(r.contenuto))
}

/** Slices read in one turn: a transaction for each would cost more than the reading. */
const PER_LETTURA = 16

/** The bytes, some slices at a time, each read by `leggi` in a turn of its own. */
export async function* bytesCarico(
  leggi: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>,
  id: string,
): AsyncGenerator<Buffer> {
  for (let n = 0; ; n += PER_LETTURA) {
    const lette = await leggi((tx) => parti(tx, id, n, PER_LETTURA))
    yield* lette
    passata()
    if (lette.length < PER_LETTURA) return
  }
}

/** The file on disk for as long as `fn` takes. */
export async function suDisco<T>(contenuto: AsyncIterable<Buffer>, fn: (path: string) => Promise<T>): Promise<T> {
  const { cartella, togli } = await cartellaTemporanea()
  try {
    const path = join(cartella, 'file')
    const file = createWriteStream(path, { mode: 0o600 })
    for await (const b of contenuto) await new Promise<void>((si, no) => file.write(b, (e) => (e ? no(e) : si())))
    await new Promise<void>((si, no) => {
      file.once('error', no)
      file.end(si)
    })
    return await fn(path)
  } finally {
    await togli()
  }
}

async function* testa(tx: Tx, id: string): AsyncGenerator<Buffer> {
  yield* await parti(tx, id, 0, TESTA)
}

/** What a stored table was found to be: its sheets, and its first rows; of those stored before it was so, the columns and some examples. */
export type Guardato = { fogli: Foglio[] } | Inizio

export async function guardatoDi(ctx: Ctx, id: string, colonne: string[]): Promise<Guardato> {
  const { rows } = await sql<{
    righe: RigaLetta[] | { fogli: Foglio[] }
  }>`select righe from carico_flussi_inizio where carico_id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  const { righe } = rows[0]
  return Array.isArray(righe) ? { colonne, esempi: righe } : righe
}

/** Of a text, the first rows are read again from its head, where it is told how it is written. */
const delTesto = ({ separatore, virgolette, codifica, colonneFisse }: Lettura) =>
  [separatore, virgolette, codifica, colonneFisse].some((x) => x !== undefined)

/** The first rows of a stored table, read as one says. */
export async function primeDi(ctx: Ctx, id: string, g: Guardato, l: Lettura): Promise<RigaLetta[]> {
  const cartella = 'fogli' in g && g.fogli[0]?.nome != null
  try {
    if (!cartella && delTesto(l)) return await suDisco(testa(ctx.tx, id), (path) => primeRighe(path, l, PRIME))
    return 'fogli' in g ? righeDi(g.fogli, l) : g.esempi
  } catch (e) {
    throw problem('regola-non-rispettata', { detail: fraseRifiuto(e) })
  }
}

/** Header and examples of a stored table, read as one says. */
export async function inizioDi(ctx: Ctx, id: string, g: Guardato, l: Lettura): Promise<Inizio> {
  const prime = await primeDi(ctx, id, g, l)
  if (!('fogli' in g) && !delTesto(l) && l.intestazione === undefined)
    return { ...g, ...(l.nomi && { colonne: l.nomi }) }
  try {
    return inizioDa(prime, l, ESEMPI)
  } catch (e) {
    throw problem('regola-non-rispettata', { detail: fraseRifiuto(e) })
  }
}

/** Where the columns of a stored text begin, if they have fixed places. */
export const fisseDelTesto = (ctx: Ctx, id: string, l: Lettura): Promise<number[]> =>
  suDisco(testa(ctx.tx, id), async (path) => fisseDa(await primeLinee(path, PRIME, l.codifica)))

/** What was uploaded, for the act that makes something of it. */
export function caricoDi(file: UploadedFile): string {
  const id = file.depositi.get(CARICO)
  if (!id) throw problem('errore-interno')
  return id
}

const ORE_ABBANDONATO = 12

/** What is no longer to be kept: files that a process which died left half arrived, calls of INPS past their term. */
export const jobArrivi: Job = {
  nome: 'flussi.arrivi',
  ogni: '40 3 * * *',
  async run(deps: Deps) {
    const scope = { azione: 'flusso.riprendi', nazionale: true, operatore: 'ripresa' }
    await inCtx(deps, scope, async (ctx) => {
      await sql`select accesso.dimentica_arrivi(${ORE_ABBANDONATO}), accesso.dimentica_chiamate_inps()`.execute(ctx.tx)
    })
  },
}
