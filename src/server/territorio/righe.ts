// Rows of an official table, CSV or workbook, by the names of their columns. What is wrong is collected row by row and
// said all at once: an import stops before it writes anything, and whoever prepared the file corrects it in one go.
import { chiaveNome } from '../../shared/territorio/luoghi.rules.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'

export interface RigaRifiutata {
  riga: number
  motivo: string
}

/** Nothing was loaded: these rows must be corrected first. */
export class RigheRifiutate extends Error {
  readonly righe: RigaRifiutata[]
  constructor(righe: RigaRifiutata[]) {
    super(
      `${righe.length === 1 ? 'Una riga non è' : `${righe.length} righe non sono`} valide: non è stato caricato nulla.`,
    )
    this.righe = righe
  }
}

export type Campi<C extends string> = Record<C, string> & { riga: number }

/**
 * Reads the whole table. `colonne`: name of the field → names that its column may have (accents and capitals ignored).
 * A missing column is refused; columns that nobody asked for are ignored.
 */
export async function leggiRighe<C extends string>(
  path: string,
  colonne: Record<C, readonly string[]>,
): Promise<Campi<C>[]> {
  const campi = Object.keys(colonne) as C[]
  let posti: Record<C, number> | undefined
  const righe: Campi<C>[] = []
  for await (const { riga, celle } of leggiTabella(path)) {
    if (!posti) {
      const titoli = celle.map((t) => chiaveNome(t).replaceAll('_', ' '))
      posti = Object.fromEntries(campi.map((c) => [c, titoli.findIndex((t) => colonne[c].includes(t))])) as Record<
        C,
        number
      >
      const mancanti = campi.filter((c) => posti![c] < 0)
      if (mancanti.length > 0)
        throw new RigheRifiutate([
          { riga, motivo: `Nell’intestazione manca ${mancanti.map((c) => `«${colonne[c][0]}»`).join(', ')}.` },
        ])
      continue
    }
    const valori = Object.fromEntries(campi.map((c) => [c, celle[posti![c]] ?? ''])) as Record<C, string>
    righe.push({ ...valori, riga })
  }
  if (righe.length === 0) throw new RigheRifiutate([{ riga: 1, motivo: 'Il file non contiene righe.' }])
  return righe
}

/** `31/12/2025` or `2025-12-31` → `2025-12-31`; undefined when there is no such day. */
export function leggiGiorno(testo: string): string | undefined {
  const it = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(testo)
  const iso = it ? `${it[3]}-${it[2]!.padStart(2, '0')}-${it[1]!.padStart(2, '0')}` : testo
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return undefined
  const d = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(d.getTime()) && d.toISOString().startsWith(iso) ? iso : undefined
}
