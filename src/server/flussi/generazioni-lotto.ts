// A lot of a flow: ready records are read, written as a part of the file, and then, in one transaction, said to be in it. What does not
// fit waits for the next file; what the schema no longer takes goes back to the board. Reading and writing are apart, so that the next lot
// is made while one is stored: a row that is not as it was read, because somebody has corrected or taken it meanwhile, undoes its lot.
import { type RawBuilder, sql } from 'kysely'
import type { PrestazioneErogata, TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Incarico } from './carichi-corsa.ts'
import { elencoDi } from './colonna.ts'
import { conforme } from './conforme.ts'
import { controlloSchema } from './convalida.ts'
import type { Schema } from './schema-xsd.ts'
import { CarattereImpossibile, type Sotto, scriviPrestazione } from './scrivi-flusso.ts'
import { scriviPiano } from './scrivi-piano.ts'
import { leggiRecord, valoriPiani } from './testo-riga.ts'

/** What was asked of a generation. */
export interface Presa {
  enteId: string
  comuneId: string
  tipo: TipoFlusso
  banca: string | null
  dal: string | null
  al: string | null
  massimoRecord: number
  massimoBytes: number
}

/** The file being written; without an id until there is something stored of it. */
export interface InScrittura {
  id: string | undefined
  operazione: 'I' | 'C'
  parte: number
  record: number
  beneficiari: number
  bytes: number
  centesimi: number
  /** Key of the last record looked at, in the order of the files. */
  dopo: { persona: string; id: string } | undefined
  /** Under whom the next record may stand. */
  aperta: string | undefined
}

export const nuovo = (operazione: 'I' | 'C', dopo?: InScrittura['dopo']): InScrittura => ({
  id: undefined,
  operazione,
  parte: 0,
  record: 0,
  beneficiari: 0,
  bytes: 0,
  centesimi: 0,
  dopo,
  aperta: undefined,
})

/** The file that a run which died has left. */
export async function lasciato(ctx: Ctx, i: Incarico, operazione: 'I' | 'C'): Promise<InScrittura | undefined> {
  const { rows } = await sql<Omit<InScrittura, 'dopo' | 'aperta'> & { ultimaPersona: string; ultimoId: string }>`
    select f.id, u.operazione, f.ultima_parte as parte, f.prestazioni as record, f.beneficiari, f.bytes, f.centesimi, u.persona as ultima_persona, u.id as ultimo_id
      from flusso f cross join lateral (
        select p.id, p.persona, p.operazione from prestazione_erogata p where p.flusso_id = f.id order by p.persona desc, p.id desc limit 1) u
     where f.generazione_id = ${i.id} and f.stato = 'in-scrittura' and u.operazione = ${operazione} limit 1`.execute(
    ctx.tx,
  )
  if (!rows[0]) return undefined
  const { ultimaPersona: persona, ultimoId: id, ...f } = rows[0]
  return { ...f, dopo: { persona, id }, aperta: persona }
}

interface Riga {
  id: string
  persona: string
  centesimi: number | null
}

/** Whether INPS has, or is about to take, a row of `prestazione_erogata`. */
export const presaDaInps = (riga: string): RawBuilder<unknown> =>
  sql`(${sql.ref(`${riga}.stato`)} in ('in-flusso', 'accettata'))`

/**
 * A cancellation leaves for what is at INPS; what takes the place of something, once INPS has accepted that one's cancellation, or when that one
 * never got there.
 */
const nelSuoTurno = (operazione: 'I' | 'C'): RawBuilder<unknown> =>
  operazione === 'C'
    ? sql`(p.annulla_id is null or (select ${presaDaInps('o')} from prestazione_erogata o where o.id = p.annulla_id))`
    : sql`(p.segue_id is null or (
        select c.stato = 'accettata' or c.stato = 'esclusa' and (select o.stato from prestazione_erogata o where o.id = c.annulla_id) = 'esclusa'
          from prestazione_erogata c where c.id = p.segue_id))`

/** The next records in the order of the file, from `prestazione_erogata p`. */
const inOrdine = (p: Presa, f: InScrittura, quante: number): RawBuilder<unknown> => sql`
  where p.ente_id = ${p.enteId} and p.stato = 'pronta' and p.flusso_id is null and p.operazione = ${f.operazione}
    ${p.banca ? sql`and p.banca = ${p.banca}` : sql``} ${p.dal ? sql`and p.periodo >= ${p.dal}` : sql``} ${p.al ? sql`and p.periodo <= ${p.al}` : sql``}
    ${f.dopo ? sql`and (p.persona, p.id) > (${f.dopo.persona}, ${f.dopo.id}::uuid)` : sql``}
    and ${nelSuoTurno(f.operazione)}
  order by p.persona, p.id limit ${quante}`

export interface Pronta extends Riga {
  record: PrestazioneErogata
}

/**
 * For who writes them in the same transaction: held; those that somebody else is taking are left to him. Their records are read once they are held: one
 * statement would read those of its beginning, and send what somebody has corrected since as it was before.
 */
export async function prossime(ctx: Ctx, p: Presa, f: InScrittura, quante: number): Promise<Pronta[]> {
  const { rows: prese } = await sql<Riga>`
    select p.id, p.persona, p.centesimi from prestazione_erogata p ${inOrdine(p, f, quante)} for update of p skip locked`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{ id: string; record: string }>`
    select id, record from prestazione_dati where id = any (${prese.map((r) => r.id)}::uuid[])`.execute(ctx.tx)
  const record = new Map(rows.map((r) => [r.id, r.record]))
  return prese.map((r) => ({ ...r, record: leggiRecord(record.get(r.id)!) }))
}

/** As it stood when it was read: its version tells whether it still does. */
interface Letta extends Riga {
  versione: number
  record: string
}

/** For who will write them later. */
export async function leggiPronte(ctx: Ctx, p: Presa, f: InScrittura, quante: number): Promise<Letta[]> {
  const { rows } = await sql<Letta>`
    with prese as materialized (select p.id, p.persona, p.centesimi, p.versione from prestazione_erogata p ${inOrdine(p, f, quante)})
    select r.id, r.persona, r.centesimi, r.versione, d.record from prese r join prestazione_dati d on d.id = r.id order by r.persona, r.id`.execute(
    ctx.tx,
  )
  return rows
}

/** What cannot stand in a file, as it was read: corrected meanwhile, it is judged anew. */
interface Difettosa {
  id: string
  versione?: number
  frase: string
}

/** A lot as it will be stored. */
export interface LottoFlusso {
  /** As the file will be. */
  file: InScrittura
  ids: string[]
  /** Their versions, summed: each only grows, so the sum is the same only if all of them are. */
  versioni: number
  testo: string
  difettose: Difettosa[]
  /** The file takes no more. */
  pieno: boolean
  /** There were no more records. */
  finito: boolean
}

/** Writes records for one schema: the text of each, or why it cannot stand in a file, whatever was said of it before. */
export function scrittoreRecord(schema: Schema): (r: Letta, sotto: Sotto) => { testo: string } | { frase: string } {
  const [buono, difetti] = [conforme(schema).piano, controlloSchema(schema)]
  let personaBuona: string | undefined
  return (r, sotto) => {
    const valori = valoriPiani(r.record)
    try {
      if (valori && buono(valori, r.persona === personaBuona)) {
        personaBuona = r.persona
        return { testo: scriviPiano(r.record, valori, sotto) }
      }
      const record = leggiRecord(r.record)
      const frase = difetti(record)[0]?.frase
      return frase === undefined ? { testo: scriviPrestazione(record, sotto) } : { frase }
    } catch (e) {
      if (!(e instanceof CarattereImpossibile)) throw e
      return { frase: e.message }
    }
  }
}

export function componi(
  p: Presa,
  prima: InScrittura,
  lette: readonly Letta[],
  scrivi: ReturnType<typeof scrittoreRecord>,
): LottoFlusso {
  const f = { ...prima }
  const l: LottoFlusso = {
    file: f,
    ids: [],
    versioni: 0,
    testo: '',
    difettose: [],
    pieno: false,
    finito: lette.length === 0,
  }
  for (const r of lette) {
    const stessa = r.persona === f.aperta
    const scritto = scrivi(r, stessa ? 'stesso' : f.aperta === undefined ? 'primo' : 'altro')
    if ('frase' in scritto) {
      l.difettose.push({ id: r.id, versione: r.versione, frase: scritto.frase })
    } else {
      const bytes = Buffer.byteLength(scritto.testo)
      if (f.record > 0 && (f.record + 1 > p.massimoRecord || f.bytes + bytes > p.massimoBytes)) {
        l.pieno = true
        break
      }
      l.testo += scritto.testo
      l.ids.push(r.id)
      l.versioni += r.versione
      f.record++
      f.bytes += bytes
      f.centesimi += r.centesimi ?? 0
      if (!stessa) f.beneficiari++
      f.aperta = r.persona
    }
    f.dopo = { persona: r.persona, id: r.id }
  }
  if (l.ids.length > 0) f.parte++
  return l
}

/** A row of the lot is not as it was read. */
export class Cambiata extends Error {}

/** Stores a lot of the file `id`, which begins with its first; which it is. */
export async function scriviLotto(
  ctx: Ctx,
  i: Incarico,
  p: Presa,
  l: LottoFlusso,
  id: string | undefined,
): Promise<string | undefined> {
  if (l.ids.length + l.difettose.length === 0) return id
  // of one ente one at a time: two would wait for the rows of each other
  await sql`select pg_advisory_xact_lock(hashtextextended(${`flussi ${p.enteId}`}, 0))`.execute(ctx.tx)
  for (const d of l.difettose) await respingi(ctx, d)
  if (l.ids.length === 0) return id
  const flusso = id ?? (await apri(ctx, i, p))
  // whatever takes a row off the board either counts its version or says in which flow it is
  const { rows } = await sql<{ quante: number; versioni: number }>`
    with prese as (
      update prestazione_erogata set stato = 'in-flusso', flusso_id = ${flusso}
       where id = any (${elencoDi('uuid', l.ids)}::uuid[]) and flusso_id is null returning versione)
    select count(*) as quante, coalesce(sum(versione), 0)::bigint as versioni from prese`.execute(ctx.tx)
  if (rows[0]!.quante !== l.ids.length || rows[0]!.versioni !== l.versioni) throw new Cambiata()
  const { parte, record, beneficiari, bytes, centesimi } = l.file
  await scriviParte(ctx, flusso, p.comuneId, parte, l.testo)
  await sql`update flusso set ultima_parte = ${parte}, prestazioni = ${record}, beneficiari = ${beneficiari}, bytes = ${bytes}, centesimi = ${centesimi}
    where id = ${flusso}`.execute(ctx.tx)
  return flusso
}

async function apri(ctx: Ctx, i: Incarico, p: Presa): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into flusso (comune_id, ente_id, generazione_id) values (${p.comuneId}, ${p.enteId}, ${i.id}) returning id`.execute(
    ctx.tx,
  )
  return rows[0]!.id
}

export async function respingi(ctx: Ctx, { id, versione, frase }: Difettosa): Promise<void> {
  const difetto = { regola: 'PS01', segno: 'O', gravita: 'errore', derogabile: false, campo: '', frase }
  const { numAffectedRows } = await sql`
    update prestazione_erogata set stato = 'rifiutata', errori = array_append(errori, 'PS01'), versione = versione + 1 where id = ${id} and stato = 'pronta'
       and versione = coalesce(${versione ?? null}, versione)`.execute(ctx.tx)
  if (!numAffectedRows) return
  await sql`update prestazione_dati set difetti = difetti || ${JSON.stringify([difetto])}::jsonb where id = ${id}`.execute(
    ctx.tx,
  )
}

export const scriviParte = (ctx: Ctx, flussoId: string, comuneId: string, parte: number, testo: string) =>
  ctx.tx
    .insertInto('flussoParte')
    .values({ flussoId, comuneId, parte, contenuto: Buffer.from(testo) })
    .execute()
