// The bytes of a document: in by slices, out by slices. They are children of the version, and so of the document: whoever
// may not see that does not reach them (migration 0016). Neither way holds more than a few slices in memory.
import { sql } from 'kysely'
import type { UploadedFile } from '../../shared/kernel/endpoint.ts'
import { fette } from '../kernel/allegati.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { passano } from '../kernel/memoria.ts'

export interface NuovaVersione {
  documentoId: string
  numero: number
  mime: string
  file: Pick<UploadedFile, 'nome' | 'bytes' | 'sha256'>
  contenuto: AsyncIterable<Uint8Array>
  nota?: string | null
  modelloVersioneId?: string
  /** A file written by Trama itself has nothing to be looked for. */
  pulito?: true
}

export async function scriviVersione(ctx: Ctx, v: NuovaVersione): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into documento_versione (documento_id, numero, nome, tipo, bytes, sha256, nota, modello_versione_id, verifica, verificata_il)
    values (${v.documentoId}, ${v.numero}, ${v.file.nome}, ${v.mime}, ${v.file.bytes}, ${v.file.sha256}, ${v.nota ?? null}, ${v.modelloVersioneId ?? null},
            ${v.pulito ? 'pulito' : 'in-verifica'}, ${v.pulito ? ctx.adesso().toISOString() : null}) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  let parte = 0
  for await (const contenuto of v.contenuto) {
    await sql`insert into documento_contenuto (versione_id, parte, contenuto) values (${id}, ${parte++}, ${contenuto})`.execute(
      ctx.tx,
    )
    passano(contenuto.length)
  }
  return id
}

export const contenutoDi = (file: UploadedFile): AsyncIterable<Uint8Array> => fette(file.path)

/** How many slices are read in one turn: a connection is held for as long as they take, never while they leave. */
const PER_TURNO = 8

/** The slices of a version in order; each turn opens its scope anew, through `dentro`. */
export async function* pezzi(
  dentro: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>,
  versioneId: string,
): AsyncGenerator<Uint8Array> {
  for (let da = 0; ; da += PER_TURNO) {
    const turno = await dentro(async (tx) => {
      const { rows } = await sql<{ contenuto: Uint8Array }>`
        select contenuto from documento_contenuto where versione_id = ${versioneId} and parte >= ${da} and parte < ${da + PER_TURNO} order by parte`.execute(
        tx,
      )
      return rows
    })
    for (const r of turno) {
      yield r.contenuto
      passano(r.contenuto.length)
    }
    if (turno.length < PER_TURNO) return
  }
}
