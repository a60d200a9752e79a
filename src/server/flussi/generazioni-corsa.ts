// The making of flows, outside any request. A lot at a time, in one transaction: ready records are taken, written as a part of
// the file, and said to be in it; so a run that dies is taken up after its last lot, and no record is in two files or in half
// of one. The number of a flow, its name and its hash are given with the last part: until then nobody sees it, and what
// never ends leaves no hole in the numbers.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { scriviNome } from '../../shared/flussi/dividi.ts'
import type { Beneficiario, PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { dentroFlussi, type Incarico, incarico } from './carichi-corsa.ts'
import { schemaPrestazioni } from './contesto.ts'
import { controlloSchema } from './convalida.ts'
import { getEnte } from './enti.ts'
import { CarattereImpossibile, ScrittoreFlusso } from './scrivi-flusso.ts'

/** Records in one transaction: on the embedded engine the others wait for it. */
const LOTTO = { pglite: 200, postgres: 1000 } as const
const CORSE = 5

class Superata extends Error {}

const dentro = <T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(deps, 'flusso.genera', i, fn)

interface Presa {
  enteId: string
  comuneId: string
  banca: string | null
  dal: string | null
  al: string | null
  massimoRecord: number
  massimoBytes: number
}

async function prendi(ctx: Ctx, i: Incarico, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number; puo: boolean }>`
    update generazione_flussi set corsa = ${corsa}, corse = corse + 1, aggiornata = kernel.adesso() where id = ${i.id} and stato = 'in-corso'
    returning ente_id, comune_id, banca, dal, al, massimo_record, massimo_bytes, corse,
      ${i.utente ?? null}::uuid is null or accesso.puo(${i.utente ?? null}::uuid, 'flusso.genera', ${ctx.oggi()}) as puo`.execute(
    ctx.tx,
  )
  const p = rows[0]
  if (!p) return undefined
  if (p.puo && p.corse <= CORSE) return p
  await rinuncia(ctx, i.id)
  const perche = p.puo
    ? 'La generazione si è interrotta più volte: i flussi già completi restano, le altre prestazioni sono di nuovo pronte. Se si ripete, avvisa l’assistenza.'
    : 'Chi ha avviato la generazione non prepara più i flussi.'
  await sql`update generazione_flussi set stato = 'fallita', corsa = null, errore = ${perche}, conclusa_il = kernel.adesso() where id = ${i.id}`.execute(
    ctx.tx,
  )
  return undefined
}

/** What is in a file that will never be whole is ready again. */
async function rinuncia(ctx: Ctx, generazione: string): Promise<void> {
  await sql`
    with f as (select id from flusso where generazione_id = ${generazione} and stato = 'in-scrittura'),
         libere as (update prestazione_erogata p set stato = 'pronta', flusso_id = null where p.flusso_id in (select id from f) returning p.id),
         legami as (update flusso_prestazione l set respinta = true where l.flusso_id in (select id from f) returning 1)
    delete from flusso_parte where flusso_id in (select id from f)`.execute(ctx.tx)
}

/** The file being written; without an id until there is something to write in it. */
interface InScrittura {
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

const nuovo = (operazione: 'I' | 'C', dopo?: InScrittura['dopo']): InScrittura => ({
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
async function lasciato(ctx: Ctx, i: Incarico, operazione: 'I' | 'C'): Promise<InScrittura | undefined> {
  const { rows } = await sql<Omit<InScrittura, 'dopo'> & { ultimaPersona: string; ultimoId: string }>`
    select f.id, u.operazione, f.ultima_parte as parte, f.prestazioni as record, f.beneficiari, f.bytes, f.centesimi, u.persona as ultima_persona, u.id as ultimo_id,
           (select d.record -> 'beneficiario' from prestazione_dati d where d.id = u.id) as beneficiario
      from flusso f cross join lateral (
        select p.id, p.persona, p.operazione from prestazione_erogata p where p.flusso_id = f.id order by p.persona desc, p.id desc limit 1) u
     where f.generazione_id = ${i.id} and f.stato = 'in-scrittura' and u.operazione = ${operazione} limit 1`.execute(
    ctx.tx,
  )
  if (!rows[0]) return undefined
  const { ultimaPersona: persona, ultimoId: id, ...f } = rows[0]
  return { ...f, dopo: { persona, id } }
}

interface Pronta {
  id: string
  persona: string
  centesimi: number | null
  record: PrestazioneErogata
}

/** The next records in the order of the file, held: those that somebody else is taking are left to him. */
async function prossime(ctx: Ctx, p: Presa, f: InScrittura, quante: number): Promise<Pronta[]> {
  const { rows } = await sql<Pronta>`
    with prese as materialized (
      select p.id, p.persona, p.centesimi from prestazione_erogata p
       where p.ente_id = ${p.enteId} and p.stato = 'pronta' and p.operazione = ${f.operazione}
         ${p.banca ? sql`and p.banca = ${p.banca}` : sql``} ${p.dal ? sql`and p.periodo >= ${p.dal}` : sql``} ${p.al ? sql`and p.periodo <= ${p.al}` : sql``}
         ${f.dopo ? sql`and (p.persona, p.id) > (${f.dopo.persona}, ${f.dopo.id}::uuid)` : sql``}
         and (p.segue_id is null or exists (select 1 from prestazione_erogata s where s.id = p.segue_id and s.stato in ('in-flusso', 'accettata')))
       order by p.persona, p.id limit ${quante} for update of p skip locked
    )
    select r.id, r.persona, r.centesimi, d.record from prese r join prestazione_dati d on d.id = r.id order by r.persona, r.id`.execute(
    ctx.tx,
  )
  return rows
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

function componi(p: Presa, f: InScrittura, pronte: readonly Pronta[]): Scritto {
  const schema = controlloSchema(schemaPrestazioni())
  const scrittore = new ScrittoreFlusso(f.beneficiario)
  const scritto: Scritto = { ids: [], testo: '', pieno: false, difettose: [] }
  let ultimo = f.beneficiario && JSON.stringify(f.beneficiario)
  for (const r of pronte) {
    const suo = JSON.stringify(r.record.beneficiario)
    const stesso = suo === ultimo && f.beneficiario !== undefined
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
    ultimo = suo
  }
  return scritto
}

/** Writes a lot; «pieno» when the file takes no more, «finito» when there are no more records. */
async function scriviLotto(ctx: Ctx, i: Incarico, p: Presa, f: InScrittura, quante: number) {
  const pronte = await prossime(ctx, p, f, quante)
  if (pronte.length === 0) return 'finito'
  const s = componi(p, f, pronte)
  for (const d of s.difettose) await respingi(ctx, d)
  if (s.ids.length > 0) {
    f.id ??= await apri(ctx, i, p)
    f.parte++
    await scriviParte(ctx, f.id, p.comuneId, f.parte, s.testo)
    await sql`update prestazione_erogata set stato = 'in-flusso', flusso_id = ${f.id} where id = any (${s.ids}::uuid[])`.execute(
      ctx.tx,
    )
    await sql`insert into flusso_prestazione (flusso_id, prestazione_id, comune_id) select ${f.id}::uuid, unnest(${s.ids}::uuid[]), ${p.comuneId}`.execute(
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

async function respingi(ctx: Ctx, { id, frase }: { id: string; frase: string }): Promise<void> {
  const difetto = { regola: 'PS01', segno: 'O', gravita: 'errore', derogabile: false, campo: '', frase }
  await sql`update prestazione_erogata set stato = 'rifiutata', errori = array_append(errori, 'PS01'), versione = versione + 1 where id = ${id}`.execute(
    ctx.tx,
  )
  await sql`update prestazione_dati set difetti = difetti || ${JSON.stringify([difetto])}::jsonb where id = ${id}`.execute(
    ctx.tx,
  )
}

const scriviParte = (ctx: Ctx, flussoId: string, comuneId: string, parte: number, testo: string) =>
  ctx.tx
    .insertInto('flussoParte')
    .values({ flussoId, comuneId, parte, contenuto: Buffer.from(testo) })
    .execute()

/** The number of the day, the name, the head, the hash: the flow is whole. Two at once wait here, on the ente. */
async function completa(ctx: Ctx, i: Incarico, p: Presa, f: InScrittura): Promise<void> {
  const ente = await getEnte(ctx, p.enteId, true)
  const giorno = ctx.oggi()
  const { rows } = await sql<{ n: number }>`
    select coalesce(max(progressivo), 0) + 1 as n from flusso where ente_id = ${p.enteId} and giorno = ${giorno}`.execute(
    ctx.tx,
  )
  const progressivo = rows[0]!.n
  const nome = scriviNome({ ente: ente.codice, tipo: 'PS_PSA_SINA', giorno, progressivo })
  const { codice, denominazione, sede, codiceFiscaleOperatore } = ente
  const testa = ScrittoreFlusso.testa({ nome, ente: { codice, denominazione, sede, codiceFiscaleOperatore } })
  const coda = new ScrittoreFlusso(f.beneficiario).coda()
  const id = f.id!
  await scriviParte(ctx, id, p.comuneId, 0, testa)
  await scriviParte(ctx, id, p.comuneId, f.parte + 1, coda)
  const impronta = createHash('sha256')
  let bytes = 0
  for await (const b of bytesFlusso((fn) => fn(ctx.tx), id)) {
    impronta.update(b)
    bytes += b.length
  }
  await sql`update flusso set stato = 'generato', nome = ${nome}, giorno = ${giorno}, progressivo = ${progressivo}, bytes = ${bytes}, sha256 = ${impronta.digest('hex')},
      ultima_parte = ${f.parte + 1}, generato_il = kernel.adesso(), generato_da = ${i.utente ?? null} where id = ${id}`.execute(
    ctx.tx,
  )
  await sql`update generazione_flussi set flussi = flussi + 1, prestazioni = prestazioni + ${f.record}, aggiornata = kernel.adesso() where id = ${i.id}`.execute(
    ctx.tx,
  )
}

/** The bytes of a flow, each part read by `leggi` in a turn of its own. */
export async function* bytesFlusso(
  leggi: <T>(fn: (tx: Ctx['tx']) => Promise<T>) => Promise<T>,
  id: string,
): AsyncGenerator<Buffer> {
  for (let parte = 0; ; parte++) {
    const riga = await leggi((tx) =>
      tx
        .selectFrom('flussoParte')
        .select('contenuto')
        .where('flussoId', '=', id)
        .where('parte', '=', parte)
        .executeTakeFirst(),
    )
    if (!riga) return
    yield Buffer.from(riga.contenuto)
  }
}

async function mia(ctx: Ctx, i: Incarico, corsa: string): Promise<void> {
  const { rows } =
    await sql`update generazione_flussi set aggiornata = kernel.adesso() where id = ${i.id} and corsa = ${corsa} and stato = 'in-corso' returning id`.execute(
      ctx.tx,
    )
  if (rows.length === 0) throw new Superata()
}

/** Makes files of all that is ready: first of what is cancelled, then of what is inserted, so that a correction follows. */
export async function generaFlussi(deps: Deps, i: Incarico): Promise<void> {
  const corsa = randomUUID()
  const presa = await dentro(deps, i, (ctx) => prendi(ctx, i, corsa))
  if (!presa) return
  const quante = LOTTO[deps.db.kind]
  const passo = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    dentro(deps, i, async (ctx) => {
      await mia(ctx, i, corsa)
      return fn(ctx)
    })
  try {
    await deps.db.contaRighe()
    for (const operazione of ['C', 'I'] as const) {
      let f = (await passo((ctx) => lasciato(ctx, i, operazione))) ?? nuovo(operazione)
      for (;;) {
        // a copy: a transaction that is run again must find the file as it was
        const prima = f
        const [dopo, come] = await passo(async (ctx) => {
          const file = { ...prima }
          return [file, await scriviLotto(ctx, i, presa, file, quante)] as const
        })
        f = dopo
        if (come === 'avanti') continue
        if (f.id) await passo((ctx) => completa(ctx, i, presa, dopo))
        if (come === 'finito') break
        f = nuovo(operazione, f.dopo)
      }
    }
    await passo((ctx) => concludi(ctx, i))
  } catch (e) {
    if (!(e instanceof Superata)) throw e
  }
}

async function concludi(ctx: Ctx, i: Incarico): Promise<void> {
  const { rows } = await sql<{ flussi: number; prestazioni: number }>`
    update generazione_flussi set stato = 'conclusa', corsa = null, corse = 0, conclusa_il = kernel.adesso() where id = ${i.id} returning flussi, prestazioni`.execute(
    ctx.tx,
  )
  const { flussi, prestazioni } = rows[0]!
  if (i.utente)
    await notifica(
      ctx,
      i.utente,
      flussi > 0
        ? `Flussi generati: ${flussi}, con ${prestazioni.toLocaleString('it-IT')} prestazioni.`
        : 'Nessuna prestazione era pronta: non è stato generato alcun flusso.',
      '/flussi/generati',
    )
}

export const jobGenera: Job = { nome: 'flussi.genera', run: (deps, dati) => generaFlussi(deps, incarico(dati)) }
