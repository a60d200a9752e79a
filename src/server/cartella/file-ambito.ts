// The files of the documents of a whole ambito, beside its tables: one for each version, named by its id, with the bytes
// that the hash in its row names. Out and in by slices; in memory stand a few of them, however many the files are.
import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { aLotti } from '../documenti/depositi.ts'
import { FETTA, fette } from '../kernel/allegati.ts'
import { aFette, improntaDi } from '../kernel/archivio.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Dentro } from '../kernel/serve.ts'
import type { RigaEsportata } from './tabelle-fascicolo.ts'

interface Versione {
  id: string
  documento_id: string
  bytes: number
  sha256: string
}

/** The rows of a table that has been written, one at a time. */
export async function* lineeDi(file: string): AsyncGenerator<RigaEsportata> {
  if (!existsSync(file)) return
  const linee = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const linea of linee) if (linea.trim() !== '') yield JSON.parse(linea) as RigaEsportata
}

const versioni = (dir: string) => lineeDi(join(dir, 'documento_versione.jsonl')) as unknown as AsyncGenerator<Versione>
const percorso = (dir: string, v: Versione) => join(dir, 'documenti', v.id)

const PER_TURNO = 8

async function* contenuto(dentro: Dentro, id: string): AsyncGenerator<Uint8Array> {
  for (let da = 0; ; da += PER_TURNO) {
    const turno = await dentro(async (ctx) => {
      const { rows } = await sql<{ contenuto: Uint8Array }>`
        select contenuto from accesso.estrai_contenuto(${id}, ${da}, ${PER_TURNO})`.execute(ctx.tx)
      return rows
    })
    for (const r of turno) yield r.contenuto
    if (turno.length < PER_TURNO) return
  }
}

/** After the tables: a version never changes, so its bytes are those of the snapshot. */
export async function esportaFile(dentro: Dentro, dir: string): Promise<number> {
  let n = 0
  await mkdir(join(dir, 'documenti'), { recursive: true, mode: 0o700 })
  for await (const v of versioni(dir)) {
    await pipeline(Readable.from(contenuto(dentro, v.id)), createWriteStream(percorso(dir, v), { mode: 0o600 }))
    n++
  }
  return n
}

/** Every version has its file, every file its bytes; one sentence otherwise. */
export async function assertFile(dir: string): Promise<void> {
  for await (const v of versioni(dir)) {
    const file = percorso(dir, v)
    if (!existsSync(file)) throw new ErroreDiAvvio(`Manca il file documenti/${v.id}: riprendi la cartella intera.`)
    if (statSync(file).size !== v.bytes || (await improntaDi(fette(file))) !== v.sha256)
      throw new ErroreDiAvvio(`Il file documenti/${v.id} non è quello esportato: riprendi la cartella intera.`)
  }
}

interface DaImportare {
  dir: string
  /** The id that an id of the origin has here. */
  qui(id: string): string
  comuneQui(comune: string): string
}

/** Written ahead of the rows, where nobody sees them. Gives the ids, to take them back if the rows do not come. */
export async function depositaFile(dentro: Dentro, i: DaImportare, fatti: string[]): Promise<void> {
  const comuni = new Map<string, string>()
  for await (const d of lineeDi(join(i.dir, 'documento.jsonl'))) comuni.set(String(d.id), String(d.comune_id))
  for await (const v of versioni(i.dir)) {
    const id = i.qui(v.id)
    const comune = i.comuneQui(comuni.get(v.documento_id) ?? '')
    await ritiraFile(dentro, [id]) // what an import that was killed has left
    fatti.push(id)
    await aLotti(aFette(fette(percorso(i.dir, v)), FETTA), (lotto) =>
      dentro(async (ctx) => {
        for (const f of lotto)
          await sql`select accesso.deposita(${id}, ${comune}, ${f.parte}, ${f.contenuto})`.execute(ctx.tx)
      }),
    )
  }
}

export async function ritiraFile(dentro: Dentro, ids: readonly string[]): Promise<void> {
  for (let da = 0; da < ids.length; da += 100)
    await dentro((ctx) => sql`select accesso.togli_depositi(${ids.slice(da, da + 100)}::uuid[])`.execute(ctx.tx))
}
