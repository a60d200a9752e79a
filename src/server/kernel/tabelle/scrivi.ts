// Writing .xlsx workbooks for people to fill in or to read: the caller says which columns there are and what they hold,
// this file decides how a spreadsheet must be told. Text columns carry the text format down to the last empty row, so
// that Excel does not turn a codice fiscale or a telephone number into a number; choices come from a hidden sheet,
// because a list inside the cell ends at 255 characters; no value is ever written as a formula.
import type { CellStyle, ColumnDef, WriteSheet } from 'hucre/xlsx'
import { LIMITI } from './rifiuti.ts'
import { lettereColonna } from './xlsx.ts'

/** What a column holds, and the value to give: a text; `YYYY-MM-DD`; a number; integer cents. */
export type Formato = 'testo' | 'data' | 'numero' | 'euro'
export type Valore = string | number | null | undefined

export interface Colonna {
  titolo: string
  /** In characters; otherwise as wide as the title. */
  larghezza?: number
  /** Without it, text. */
  formato?: Formato
  /** Drop-down list: anything else is refused by the spreadsheet. */
  scelte?: readonly string[]
  /** Cannot be changed, where the sheet is `protetto`. */
  bloccata?: boolean
}

export interface Foglio {
  nome: string
  colonne: readonly Colonna[]
  righe: Iterable<readonly Valore[]>
  /** Rows left to fill in, with formats and drop-down lists. */
  righeVuote?: number
  /** Only the cells of columns not `bloccata` can be written. No password: it guides, it does not secure. */
  protetto?: boolean
}

export interface Cartella {
  titolo: string
  fogli: readonly Foglio[]
  /** Lines of a sheet of explanations, after the others; the first is its title. */
  istruzioni?: readonly string[]
}

// read when the first workbook is written: a server that writes none does without it
const hucre = () => import('hucre/xlsx')

export const TIPO_XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A whole workbook, in memory: models and reports of some thousands of rows. */
export async function scriviCartella(cartella: Cartella): Promise<Uint8Array> {
  const elenchi = new Elenchi()
  const fogli = cartella.fogli.map((foglio) => preparaFoglio(foglio, elenchi))
  if (cartella.istruzioni) fogli.push(foglioIstruzioni(cartella.istruzioni))
  if (elenchi.colonne.length > 0) fogli.push(elenchi.foglio())
  const { writeXlsx } = await hucre()
  return writeXlsx({ sheets: fogli, properties: { title: cartella.titolo, creator: 'Trama' } })
}

/** One sheet of any length, in constant memory: extractions. No drop-down lists, no protection. */
export async function* scriviFoglioLungo(
  foglio: Pick<Foglio, 'nome' | 'colonne'>,
  righe: Iterable<readonly Valore[]> | AsyncIterable<readonly Valore[]>,
): AsyncIterable<Uint8Array> {
  async function* celle() {
    for await (const riga of righe) yield foglio.colonne.map((c, i) => cella(riga[i], c.formato))
  }
  const { writeXlsxStream } = await hucre()
  yield* writeXlsxStream(celle(), {
    name: foglio.nome,
    columns: foglio.colonne.map((c) => ({ ...definisci(c, false), header: testo(c.titolo) })),
    freezePane: { rows: 1 },
  })
}

// ---- sheets -----------------------------------------------------------------------------------------------------

const INTESTAZIONE: CellStyle = {
  font: { bold: true, color: { rgb: 'FFFFFF' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: '004D99' } },
  alignment: { vertical: 'center', wrapText: true },
}

/** On paper: as wide as the page, as long as it takes. */
const SULLA_CARTA = {
  paperSize: 'a4',
  fitToPage: true,
  fitToWidth: 1,
  fitToHeight: 0,
} as const satisfies WriteSheet['pageSetup']

function preparaFoglio(
  { nome, colonne, righe, righeVuote = 0, protetto = false }: Foglio,
  elenchi: Elenchi,
): WriteSheet {
  const rows = [colonne.map((c) => testo(c.titolo)), ...valori(colonne, righe)]
  for (let i = 0; i < righeVuote; i++) rows.push(colonne.map(() => null as never))
  const ultima = rows.length
  const scelta = colonne.flatMap(({ scelte, titolo }, i) => {
    if (!scelte || scelte.length === 0 || ultima < 2) return []
    const lettera = lettereColonna(i + 1)
    return {
      type: 'list' as const,
      range: `${lettera}2:${lettera}${ultima}`,
      formula1: elenchi.riferimento(titolo, scelte),
      allowBlank: true,
      showErrorMessage: true,
      errorTitle: 'Valore non in elenco',
      errorMessage: 'Scegli un valore dall’elenco a discesa della cella.',
    }
  })
  return {
    name: nome,
    columns: colonne.map((c) => definisci(c, protetto)),
    rows,
    cells: new Map(colonne.map((c, i) => [`0,${i}`, { value: testo(c.titolo), type: 'string', style: INTESTAZIONE }])),
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${lettereColonna(colonne.length)}${ultima}` },
    dataValidations: scelta,
    pageSetup: { ...SULLA_CARTA, orientation: 'landscape', printTitlesRow: '$1:$1' },
    protection: protetto ? { sheet: true, autoFilter: true, sort: true, formatColumns: true } : undefined,
  }
}

function* valori(colonne: readonly Colonna[], righe: Iterable<readonly Valore[]>) {
  for (const riga of righe) yield colonne.map((c, i) => cella(riga[i], c.formato))
}

const FORMATI = { testo: '@', data: 'dd/mm/yyyy', numero: 'General', euro: '#,##0.00' } satisfies Record<
  Formato,
  string
>

const definisci = ({ titolo, larghezza, formato = 'testo', bloccata }: Colonna, protetto: boolean): ColumnDef => ({
  width: larghezza ?? Math.max(12, titolo.length + 4),
  style: { numFmt: FORMATI[formato], ...(protetto && { protection: { locked: bloccata === true } }) },
})

/** In characters, as many as a page of paper holds also where the font of Excel is not there and another is larger. */
const LARGHE = 70
/** LibreOffice does not make a row as high as the text that goes on in it: it is told, generously. */
const altezza = (riga: string) => 15 * Math.ceil((riga.length * 1.1) / LARGHE)

function foglioIstruzioni([titolo = '', ...righe]: readonly string[]): WriteSheet {
  const a_capo: CellStyle = { alignment: { wrapText: true, vertical: 'top' } }
  return {
    name: 'Istruzioni',
    columns: [{ width: LARGHE, style: a_capo }],
    rows: [[testo(titolo)], ...righe.map((r) => [testo(r)])],
    rowDefs: new Map([[0, { height: 21 }], ...righe.map((r, i) => [i + 1, { height: altezza(r) }] as const)]),
    cells: new Map([['0,0', { value: testo(titolo), type: 'string', style: { font: { bold: true, size: 14 } } }]]),
    pageSetup: SULLA_CARTA,
    protection: { sheet: true },
  }
}

/** The hidden sheet of the choices: one column for each distinct list. */
class Elenchi {
  static readonly #nome = 'Elenchi'
  readonly colonne: { titolo: string; scelte: readonly string[] }[] = []

  riferimento(titolo: string, scelte: readonly string[]): string {
    const uguale = (altre: readonly string[]) =>
      altre.length === scelte.length && altre.every((s, i) => s === scelte[i])
    let i = this.colonne.findIndex((c) => uguale(c.scelte))
    if (i < 0) i = this.colonne.push({ titolo, scelte }) - 1
    const lettera = lettereColonna(i + 1)
    return `${Elenchi.#nome}!$${lettera}$2:$${lettera}$${scelte.length + 1}`
  }

  foglio(): WriteSheet {
    const lunga = Math.max(...this.colonne.map((c) => c.scelte.length))
    const riga = (n: number) => this.colonne.map(({ scelte }) => (n < scelte.length ? testo(scelte[n]!) : null))
    return {
      name: Elenchi.#nome,
      hidden: true,
      columns: this.colonne.map(() => ({ style: { numFmt: '@' } })),
      rows: [this.colonne.map((c) => testo(c.titolo)), ...Array.from({ length: lunga }, (_, n) => riga(n))],
    }
  }
}

// ---- values -----------------------------------------------------------------------------------------------------

function cella(valore: Valore, formato: Formato = 'testo'): string | number | Date | null {
  if (valore === null || valore === undefined || valore === '') return null
  if (formato === 'data') {
    const data = new Date(`${valore}T00:00:00Z`)
    // The calendar of a spreadsheet begins in 1900; what is no date stays as it was written.
    const scrivibile = data.getTime() >= Date.UTC(1900, 2, 1) && data.toISOString().startsWith(String(valore))
    return scrivibile ? data : testo(String(valore))
  }
  if (typeof valore === 'number' && formato !== 'testo') return formato === 'euro' ? valore / 100 : valore
  return testo(String(valore))
}

/** A text that a workbook can hold: `_x0041_` would be read as an escape, and a cell ends at 32,767 characters. */
const testo = (s: string) =>
  s
    .slice(0, LIMITI.caratteri)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
