// The bytes of a document: a version made of what was written ahead (depositi.ts), and the way out by slices. They are
// seen by whoever sees the version, and so the document (migrations 0016, 0019). Neither way holds more than a few slices.
import { sql } from 'kysely'
import type { UploadedFile } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { passano } from '../kernel/memoria.ts'

export interface NuovaVersione {
  documentoId: string
  numero: number
  mime: string
  file: Pick<UploadedFile, 'nome' | 'bytes' | 'sha256'>
  /** Where its bytes already are: the version takes its id. */
  deposito: string
  nota?: string | null
  modelloVersioneId?: string
  /** A file written by Trama itself has nothing to be looked for. */
  pulito?: true
}

export async function scriviVersione(ctx: Ctx, v: NuovaVersione): Promise<string> {
  await sql`
    insert into documento_versione (id, documento_id, numero, nome, tipo, bytes, sha256, nota, modello_versione_id, verifica, verificata_il)
    values (${v.deposito}, ${v.documentoId}, ${v.numero}, ${v.file.nome}, ${v.mime}, ${v.file.bytes}, ${v.file.sha256}, ${v.nota ?? null}, ${v.modelloVersioneId ?? null},
            ${v.pulito ? 'pulito' : 'in-verifica'}, ${v.pulito ? ctx.adesso().toISOString() : null})`.execute(ctx.tx)
  return v.deposito
}

type Dentro = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>

/** How many slices are read in one turn: a connection is held for as long as they take, never while they leave. */
const PER_TURNO = 8

/** The slice in which a byte stands, and where that slice begins: they are not all of one length. */
async function fettaDi(tx: Tx, versioneId: string, byte: number): Promise<{ parte: number; inizio: number }> {
  const { rows } = await sql<{ parte: number; inizio: number }>`
    select parte, inizio::int as inizio from (
      select parte, sum(octet_length(contenuto)) over (order by parte) - octet_length(contenuto) as inizio
        from documento_contenuto where versione_id = ${versioneId}) f
     where inizio <= ${byte} order by parte desc limit 1`.execute(tx)
  return rows[0] ?? { parte: 0, inizio: 0 }
}

/** The bytes of a version from `da` to `a`, both included; each turn opens its scope anew, through `dentro`. */
export async function* pezzi(
  dentro: Dentro,
  versioneId: string,
  da = 0,
  a = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  let { parte, inizio } = da > 0 ? await dentro((tx) => fettaDi(tx, versioneId, da)) : { parte: 0, inizio: 0 }
  for (;;) {
    const turno = await dentro(async (tx) => {
      const { rows } = await sql<{ contenuto: Uint8Array }>`
        select contenuto from documento_contenuto where versione_id = ${versioneId} and parte >= ${parte} and parte < ${parte + PER_TURNO} order by parte`.execute(
        tx,
      )
      return rows
    })
    for (const { contenuto } of turno) {
      const pezzo = contenuto.subarray(Math.max(0, da - inizio), a - inizio + 1)
      inizio += contenuto.length
      if (pezzo.length > 0) yield pezzo
      passano(contenuto.length)
      if (inizio > a) return
    }
    if (turno.length < PER_TURNO) return
    parte += PER_TURNO
  }
}
