// Messages that leave, collected into files and delivered. A file is made in one transaction, with its bytes; it is delivered outside
// any; and it is marked in another. A process that dies anywhere leaves nothing half sent and nothing sent twice: what is delivered
// is prepared first where the receiver does not look, marked as prepared, and made visible by one movement. Prepared and no longer
// there, it was delivered.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Destinatario } from '../../shared/misure/definizione.ts'
import { type RigaMessaggio, scriviTracciato } from '../../shared/patti/tracciati.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { tracciati } from './tracciati.ts'

/** Messages in one file, at most. */
const PER_FILE = 2000

interface Gruppo {
  comuneId: string
  destinatario: Destinatario
  tracciato: string
}

/** Somebody of whom it speaks must not be found: perhaps since after it was queued. Of a message `c`. */
export const nonSiTrova = sql<boolean>`c.raccolta_id is not null and exists (select 1 from accesso.raccolta_da_non_trovare(c.raccolta_id))`
export const senzaDove = ({ indirizzo: _i, cap: _c, ...riga }: RigaMessaggio): RigaMessaggio => riga

/** What waits in the comuni that the act reaches, into files; answers how many of both. */
export async function raccogli(ctx: Ctx): Promise<{ file: number; comunicazioni: number }> {
  const { rows: gruppi } = await sql<Gruppo>`
    select distinct comune_id, destinatario, tracciato from comunicazione where ambito_id = ${ctx.ambito} and stato = 'da-inviare' order by 1, 2, 3`.execute(
    ctx.tx,
  )
  const fatto = { file: 0, comunicazioni: 0 }
  for (const g of gruppi)
    for (;;) {
      const n = await unFile(ctx, g)
      if (n > 0) fatto.file++
      fatto.comunicazioni += n
      if (n < PER_FILE) break
    }
  return fatto
}

async function unFile(ctx: Ctx, g: Gruppo): Promise<number> {
  const tracciato = tracciati.uscita.get(g.tracciato)
  if (!tracciato) return 0
  const { rows: scelte } = await sql<{ id: string }>`
    select id from comunicazione where ambito_id = ${ctx.ambito} and comune_id = ${g.comuneId} and destinatario = ${g.destinatario} and tracciato = ${g.tracciato} and stato = 'da-inviare'
     order by accodata_il, id limit ${PER_FILE} for update skip locked`.execute(ctx.tx)
  if (scelte.length === 0) return 0
  const ids = scelte.map((s) => s.id)
  const { rows } = await sql<{ contenuto: RigaMessaggio[]; segreta: boolean }>`
    select x.contenuto, ${nonSiTrova} as segreta from comunicazione_contenuto x join comunicazione c on c.id = x.comunicazione_id where c.id = any (${ids}) order by c.accodata_il, c.id`.execute(
    ctx.tx,
  )
  const righe = rows.flatMap((r) => (r.segreta ? r.contenuto.map(senzaDove) : r.contenuto))
  const testo = Buffer.from(scriviTracciato(tracciato, righe))
  // no name and no number of anybody
  const nome = `${g.destinatario}_${g.tracciato.replace('.', '-')}_${g.comuneId}_${ctx.oggi().replaceAll('-', '')}_${randomBytes(4).toString('hex').toUpperCase()}.csv`
  const { rows: file } = await sql<{ id: string }>`
    insert into scambio_file (comune_id, verso, nome, destinatario, tracciato, sha256, bytes, righe, stato, verifica)
    values (${g.comuneId}, 'uscita', ${nome}, ${g.destinatario}, ${g.tracciato}, ${createHash('sha256').update(testo).digest('hex')}, ${testo.length}, ${righe.length}, 'da-consegnare', 'pulito')
    returning id`.execute(ctx.tx)
  await sql`insert into scambio_contenuto (file_id, comune_id, contenuto) values (${file[0]!.id}, ${g.comuneId}, ${testo})`.execute(
    ctx.tx,
  )
  await sql`update comunicazione set stato = 'in-invio', file_id = ${file[0]!.id}, versione = versione + 1 where id = any (${ids})`.execute(
    ctx.tx,
  )
  return ids.length
}

/** The file is where its receiver takes it: so are its messages. */
export async function segnaConsegnato(ctx: Ctx, fileId: string): Promise<boolean> {
  const { rows } = await sql`
    update scambio_file set stato = 'consegnato', consegnato_il = kernel.adesso() where id = ${fileId} and stato in ('da-consegnare', 'preparato') returning id`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return false
  await sql`update comunicazione set stato = 'inviata', inviata_il = kernel.adesso(), versione = versione + 1 where file_id = ${fileId} and stato = 'in-invio'`.execute(
    ctx.tx,
  )
  return true
}

// ---- the adapter ------------------------------------------------------------------------------------------------------------

export interface FileDaLeggere {
  nome: string
  path: string
}
/** How files reach their receiver and come back. One for all receivers; which is configuration. */
export interface Scambio {
  /** Writes the bytes where the receiver does not look. Again, if it was written before. */
  prepara(ambito: string, nome: string, contenuto: Uint8Array): Promise<void>
  /** Makes it visible, in one movement; false where it is no longer there: it was already. */
  pubblica(ambito: string, nome: string): Promise<boolean>
  /** What came back, one file after another; each is put away when the next is asked for. */
  arrivati(ambito: string): AsyncIterable<FileDaLeggere>
}

interface FileInUscita {
  id: string
  nome: string
  stato: 'da-consegnare' | 'preparato'
}
export type Dentro = <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>

/** Minutes after which a run that holds a file is surely dead. */
const MORTA = 15

/** Takes what nobody is delivering. */
const prendi = (dentro: Dentro, corsa: string): Promise<FileInUscita[]> =>
  dentro(async (ctx) => {
    const { rows } = await sql<FileInUscita>`
      update scambio_file f set corsa = ${corsa}, presa_il = kernel.adesso()
       where f.ambito_id = ${ctx.ambito} and f.stato in ('da-consegnare', 'preparato') and (f.corsa is null or f.presa_il < kernel.adesso() - make_interval(mins => ${MORTA}))
      returning f.id, f.nome, f.stato`.execute(ctx.tx)
    return rows
  })

/** Delivers what is ready. Called again after a crash, it goes on from where it stopped. */
export async function consegna(dentro: Dentro, scambio: Scambio, ambito: string): Promise<number> {
  let consegnati = 0
  for (const f of await prendi(dentro, randomUUID())) {
    if (f.stato === 'da-consegnare') {
      const testo = await dentro(async (ctx) => {
        const { rows } = await sql<{
          contenuto: Uint8Array
        }>`select contenuto from scambio_contenuto where file_id = ${f.id}`.execute(ctx.tx)
        return rows[0]!.contenuto
      })
      await scambio.prepara(ambito, f.nome, testo)
      await dentro((ctx) =>
        sql`update scambio_file set stato = 'preparato' where id = ${f.id} and stato = 'da-consegnare'`.execute(ctx.tx),
      )
    }
    await scambio.pubblica(ambito, f.nome)
    if (await dentro((ctx) => segnaConsegnato(ctx, f.id))) consegnati++
  }
  return consegnati
}
