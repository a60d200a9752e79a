// What a table looks like before anybody says what its columns are: its sheets, their first rows, and the reading that is proposed, so that a
// file with an index sheet, titles above or columns at fixed places is understood by itself. What is proposed can be changed.
import type { Lettura } from '../../shared/flussi/lettura.ts'
import { proponiColonneFisse, proponiIntestazione, somiglia } from '../../shared/flussi/profilo.ts'
import { fogliDi, primeLinee } from '../kernel/tabelle/leggi.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { FileIlleggibile } from './lettore-xml.ts'
import { fraseRifiuto, primeRighe, type RigaLetta } from './righe-file.ts'

/** Rows of each sheet that are kept: titles, header, and some to look at. */
export const PRIME = 40
/** Sheets that are looked at: who has more does not choose among them here. */
const FOGLI_AL_PIU = 20

export interface Foglio {
  /** Null of a text, which has none. */
  nome: string | null
  righe: RigaLetta[]
  /** Why its rows cannot be read, in words. */
  rifiuto?: string
}

/** The first rows of each sheet. One that cannot be read does not take the others with it: the file is refused when none can. */
export async function guardaFogli(path: string): Promise<Foglio[]> {
  const nomi = await fogliDi(path)
  if (nomi.length === 0) return [{ nome: null, righe: await primeRighe(path, {}, PRIME) }]
  const fogli: Foglio[] = []
  let primo: unknown
  for (const nome of nomi.slice(0, FOGLI_AL_PIU)) {
    try {
      const suo = nomi.length === 1 ? {} : { foglio: nome }
      fogli.push({ nome, righe: await primeRighe(path, { ...suo, formule: true }, PRIME) })
    } catch (e) {
      if (!(e instanceof TabellaRifiutata)) throw e
      primo ??= e
      fogli.push({ nome, righe: [], rifiuto: fraseRifiuto(e) })
    }
  }
  if (primo && fogli.every((f) => f.righe.length === 0)) throw primo
  return fogli
}

/** A name is the same whatever its capitals. */
const stesso = (a: string | null, b: string) =>
  a !== null && a.trim().localeCompare(b.trim(), 'it', { sensitivity: 'accent' }) === 0

export const foglioDi = (fogli: readonly Foglio[], l: Lettura): Foglio | undefined =>
  l.foglio === undefined ? fogli[0] : fogli.find((f) => stesso(f.nome, l.foglio!))

/** The first rows of the sheet that one reads. */
export function righeDi(fogli: readonly Foglio[], l: Lettura): RigaLetta[] {
  const testo = fogli[0]?.nome === null
  const f = testo ? fogli[0] : foglioDi(fogli, l)
  if (!f) throw new TabellaRifiutata('foglio-assente')
  if (f.rifiuto) throw new FileIlleggibile(f.rifiuto)
  return f.righe
}

/** Columns among whose cells, under the header, a formula has made some; one without a name by its number. */
export function calcolate(righe: readonly RigaLetta[], nomi: readonly string[], l: Lettura): string[] {
  const sotto = righe.filter((r, n) =>
    l.intestazione === undefined ? l.nomi !== undefined || n > 0 : r.riga > l.intestazione,
  )
  const quali = new Set(sotto.flatMap((r) => r.formule ?? []))
  return [...quali].sort((a, b) => a - b).map((n) => nomi[n]?.trim() || `Colonna ${n + 1}`)
}

/** The header that these rows seem to have; where they have none, the columns are called by their number. */
export function conIntestazione(righe: readonly RigaLetta[], l: Lettura): Lettura {
  const { intestazione: _, nomi: __, ...base } = l
  const n = proponiIntestazione(righe.map((r) => r.celle))
  if (n === 0) return base
  if (n !== undefined) return { ...base, intestazione: righe[n]!.riga }
  const quante = Math.max(...righe.map((r) => r.celle.length))
  return { ...base, nomi: Array.from({ length: quante }, (_, c) => `Colonna ${c + 1}`) }
}

/** Which sheet, and where its header. */
export function proponiLettura(
  fogli: readonly Foglio[],
  fisse?: { colonneFisse: number[]; righe: RigaLetta[] },
): Lettura {
  if (fisse) return conIntestazione(fisse.righe, { colonneFisse: fisse.colonneFisse })
  const viste = fogli
    .filter((f) => f.righe.length > 0)
    .map((f) => {
      const lettura = conIntestazione(f.righe, fogli.length > 1 ? { foglio: f.nome! } : {})
      const titoli = f.righe.find((r) => lettura.intestazione === undefined || r.riga === lettura.intestazione)
      return { lettura, quanto: f.righe.length > 1 ? somiglia(titoli?.celle ?? []) : -1 }
    })
  return viste.reduce((a, b) => (b.quanto > a.quanto ? b : a), viste[0] ?? { lettura: {}, quanto: 0 }).lettura
}

/** Titles stand above the columns, and would hide where they begin. */
const TITOLI_AL_PIU = 5

/** Where columns of fixed width begin; fewer than three are a text with a blank in it. */
export function fisseDa(linee: readonly string[]): number[] {
  for (let salta = 0; salta <= Math.min(TITOLI_AL_PIU, linee.length - 3); salta++) {
    const inizi = proponiColonneFisse(linee.slice(salta))
    if (inizi.length >= 3) return inizi
  }
  return []
}

/** A text that no separator divides, but for the comma that is in amounts too: with more columns at fixed places than the commas would make. */
export async function fisseDi(path: string, fogli: readonly Foglio[]) {
  const [f] = fogli
  if (f?.nome !== null || f.righe.length < 3) return undefined
  const linee = await primeLinee(path, PRIME)
  if (linee.some((l) => /[;|\t]/.test(l))) return undefined
  const colonneFisse = fisseDa(linee)
  if (colonneFisse.length <= Math.max(...f.righe.map((r) => r.celle.length))) return undefined
  return { colonneFisse, righe: await primeRighe(path, { colonneFisse }, PRIME) }
}
