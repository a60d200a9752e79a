// Keyset pages: the cursor is the sort key of the last row shown, so that the tenth page costs what the first does and
// nothing is skipped or repeated when rows are added meanwhile.
import { problem } from '../../shared/kernel/problems.ts'

/** Rows of a page when the request does not say. */
export const PER_PAGINA = 50

/** The sort key inside an opaque cursor; undefined on the first page. */
export function leggiCursore(dopo: string | undefined, campi: number): string[] | undefined {
  if (dopo === undefined) return undefined
  try {
    const chiave = JSON.parse(Buffer.from(dopo, 'base64url').toString()) as unknown
    if (Array.isArray(chiave) && chiave.length === campi && chiave.every((v) => typeof v === 'string')) return chiave
  } catch {}
  throw problem('richiesta-illeggibile')
}

/** Cuts the row read in excess and makes the cursor of the next page. */
export function pagina<R>(righe: R[], limite: number, chiave: (r: R) => readonly (string | number)[]) {
  const voci = righe.slice(0, limite)
  const ultima = righe.length > limite ? voci.at(-1) : undefined
  const prossima = ultima ? Buffer.from(JSON.stringify(chiave(ultima).map(String))).toString('base64url') : null
  return { voci, prossima }
}

/**
 * All the rows, for a reply of any length: `leggi` reads the `quante` that follow a row, in a transaction of its own where the
 * reply outlives that of its handler (`ctx.rileggi`). Memory does not grow with the rows.
 */
export async function* aLotti<R>(quante: number, leggi: (dopo: R | undefined) => Promise<R[]>): AsyncGenerator<R> {
  for (let ultima: R | undefined; ; ) {
    const righe = await leggi(ultima)
    yield* righe
    if (righe.length < quante) return
    ultima = righe.at(-1)
  }
}
