// A lot of a flow, in one transaction: ready records are taken, written as a part of the file, and said to be in it. What does not
// fit waits for the next file; what the schema no longer takes goes back to the board.
import { sql } from 'kysely'
import type { Beneficiario, PrestazioneErogata, TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Incarico } from './carichi-corsa.ts'
import { schemaPrestazioni } from './contesto.ts'
import { controlloSchema } from './convalida.ts'
import { CarattereImpossibile, ScrittoreFlusso } from './scrivi-flusso.ts'
import { leggiRecord } from './testo-riga.ts'

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

/** The file being written; without an id until there is something to write in it. */
export interface InScrittura {
  id: string | undefined
  operazione: 'I' | 'C'
  parte: number
  record: number
  beneficiari: number
  bytes: number
  centesimi: number
  /** Key of the last record written, in the order of the files. */
  dopo: { persona: string; id: string } | undefined
  beneficiario: Beneficiario | undefined
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
  beneficiario: undefined,
})

/** The file that a run which died has left. */
export async function lasciato(ctx: Ctx, i: Incarico, operazione: 'I' | 'C'): Promise<InScrittura | undefined> {
  const { rows } = await sql<
    Omit<InScrittura, 'dopo' | 'beneficiario'> & { ultimaPersona: string; ultimoId: string; ultimo: string }
  >`
    select f.id, u.operazione, f.ultima_parte as parte, f.prestazioni as record, f.beneficiari, f.bytes, f.centesimi, u.persona as ultima_persona, u.id as ultimo_id,
           (select d.record from prestazione_dati d where d.id = u.id) as ultimo
      from flusso f cross join lateral (
        select p.id, p.persona, p.operazione from prestazione_erogata p where p.flusso_id = f.id order by p.persona desc, p.id desc limit 1) u
     where f.generazione_id = ${i.id} and f.stato = 'in-scrittura' and u.operazione = ${operazione} limit 1`.execute(
    ctx.tx,
  )
  if (!rows[0]) return undefined
  const { ultimaPersona: persona, ultimoId: id, ultimo, ...f } = rows[0]
  return { ...f, dopo: { persona, id }, beneficiario: leggiRecord(ultimo).beneficiario }
}

export interface Pronta {
  id: string
  persona: string
  centesimi: number | null
  record: PrestazioneErogata
}

/** The next records in the order of the file, held: those that somebody else is taking are left to him. */
export async function prossime(ctx: Ctx, p: Presa, f: InScrittura, quante: number): Promise<Pronta[]> {
  const { rows } = await sql<Omit<Pronta, 'record'> & { record: string }>`
    with prese as materialized (
      select p.id, p.persona, p.centesimi from prestazione_erogata p
       where p.ente_id = ${p.enteId} and p.stato = 'pronta' and p.operazione = ${f.operazione}
         ${p.banca ? sql`and p.banca = ${p.banca}` : sql``} ${p.dal ? sql`and p.periodo >= ${p.dal}` : sql``} ${p.al ? sql`and p.periodo <= ${p.al}` : sql``}
         ${f.dopo ? sql`and (p.persona, p.id) > (${f.dopo.persona}, ${f.dopo.id}::uuid)` : sql``}
         and (p.segue_id is null or (select s.stato from prestazione_erogata s where s.id = p.segue_id) in ('in-flusso', 'accettata'))
       order by p.persona, p.id limit ${quante} for update of p skip locked
    )
    select r.id, r.persona, r.centesimi, d.record from prese r join prestazione_dati d on d.id = r.id order by r.persona, r.id`.execute(
    ctx.tx,
  )
  return rows.map((r) => ({ ...r, record: leggiRecord(r.record) }))
}

/** What is written of a lot of records: the rest of them does not fit, or cannot go at all. */
interface Scritto {
  ids: string[]
  testo: string
  pieno: boolean
  difettose: { id: string; frase: string }[]
}

/** Why a record cannot stand in a file, whatever was said of it before: the schema may have changed since. */
function perche(schema: ReturnType<typeof controlloSchema>, r: Pronta): string | undefined {
  return schema(r.record)[0]?.frase
}

function componi(
  p: Presa,
  f: InScrittura,
  pronte: readonly Pronta[],
  schema: ReturnType<typeof controlloSchema>,
): Scritto {
  const scrittore = new ScrittoreFlusso(f.beneficiario)
  const scritto: Scritto = { ids: [], testo: '', pieno: false, difettose: [] }
  for (const r of pronte) {
    const stesso = f.beneficiario !== undefined && r.persona === f.dopo?.persona
    const record = stesso ? { ...r.record, beneficiario: f.beneficiario! } : r.record
    let frase = perche(schema, r)
    let pezzo = ''
    try {
      if (!frase) pezzo = scrittore.record(record)
    } catch (e) {
      if (!(e instanceof CarattereImpossibile)) throw e
      frase = e.message
    }
    if (frase) {
      scritto.difettose.push({ id: r.id, frase })
      continue
    }
    const bytes = Buffer.byteLength(pezzo)
    if (f.record > 0 && (f.record + 1 > p.massimoRecord || f.bytes + bytes > p.massimoBytes))
      return { ...scritto, pieno: true }
    scritto.testo += pezzo
    scritto.ids.push(r.id)
    f.record++
    f.bytes += bytes
    f.centesimi += r.centesimi ?? 0
    if (!stesso) f.beneficiari++
    f.beneficiario = record.beneficiario
    f.dopo = { persona: r.persona, id: r.id }
  }
  return scritto
}

/** Writes a lot; «pieno» when the file takes no more, «finito» when there are no more records. */
export async function scriviLotto(ctx: Ctx, i: Incarico, p: Presa, f: InScrittura, quante: number) {
  const pronte = await prossime(ctx, p, f, quante)
  if (pronte.length === 0) return 'finito'
  const s = componi(p, f, pronte, controlloSchema(await schemaPrestazioni(ctx)))
  for (const d of s.difettose) await respingi(ctx, d)
  if (s.ids.length > 0) {
    f.id ??= await apri(ctx, i, p)
    f.parte++
    await scriviParte(ctx, f.id, p.comuneId, f.parte, s.testo)
    await sql`update prestazione_erogata set stato = 'in-flusso', flusso_id = ${f.id} where id = any (${s.ids}::uuid[])`.execute(
      ctx.tx,
    )
    await sql`update flusso set ultima_parte = ${f.parte}, prestazioni = ${f.record}, beneficiari = ${f.beneficiari}, bytes = ${f.bytes}, centesimi = ${f.centesimi}
      where id = ${f.id}`.execute(ctx.tx)
  }
  return s.pieno ? 'pieno' : 'avanti'
}

async function apri(ctx: Ctx, i: Incarico, p: Presa): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into flusso (comune_id, ente_id, generazione_id) values (${p.comuneId}, ${p.enteId}, ${i.id}) returning id`.execute(
    ctx.tx,
  )
  return rows[0]!.id
}

export async function respingi(ctx: Ctx, { id, frase }: { id: string; frase: string }): Promise<void> {
  const difetto = { regola: 'PS01', segno: 'O', gravita: 'errore', derogabile: false, campo: '', frase }
  await sql`update prestazione_erogata set stato = 'rifiutata', errori = array_append(errori, 'PS01'), versione = versione + 1 where id = ${id}`.execute(
    ctx.tx,
  )
  await sql`update prestazione_dati set difetti = difetti || ${JSON.stringify([difetto])}::jsonb where id = ${id}`.execute(
    ctx.tx,
  )
}

export const scriviParte = (ctx: Ctx, flussoId: string, comuneId: string, parte: number, testo: string) =>
  ctx.tx
    .insertInto('flussoParte')
    .values({ flussoId, comuneId, parte, contenuto: Buffer.from(testo) })
    .execute()
