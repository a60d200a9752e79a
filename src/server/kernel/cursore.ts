// The opaque cursor of keyset pages: the sort key of the last row given, as the next page wants it back.
import { problem } from '../../shared/kernel/problems.ts'

export const scriviCursore = (chiave: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(chiave)).toString('base64url')

/** The sort key inside a cursor; a cursor that is not ours is an unreadable request. */
export function leggiCursore(cursore: string, lunghezza: number): (string | number)[] {
  try {
    const chiave = JSON.parse(Buffer.from(cursore, 'base64url').toString())
    if (
      Array.isArray(chiave) &&
      chiave.length === lunghezza &&
      chiave.every((v) => typeof v === 'string' || typeof v === 'number')
    )
      return chiave
  } catch {
    // falls to the refusal below
  }
  throw problem('richiesta-illeggibile')
}

/** Of `limite + 1` rows read, the page and the cursor to the next. */
export function pagina<R, V>(
  righe: readonly R[],
  limite: number,
  chiave: (riga: R) => readonly (string | number)[],
  voce: (riga: R) => V,
): { voci: V[]; prossima: string | null } {
  const voci = righe.slice(0, limite)
  return {
    voci: voci.map(voce),
    prossima: righe.length > limite ? scriviCursore(chiave(voci.at(-1)!)) : null,
  }
}
