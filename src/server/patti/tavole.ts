// Tables of figures taken away as they are read on the page: a sheet each in a workbook, one after the other in a CSV.
import type { FileReply } from '../../shared/kernel/endpoint.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'
import { type Colonna, scriviCartella, TIPO_XLSX, type Valore } from '../kernel/tabelle/scrivi.ts'

export interface Tavola {
  titolo: string
  /** The first names the row, the others count. */
  colonne: readonly string[]
  righe: readonly Valore[][]
}

const colonneDi = (t: Tavola): Colonna[] =>
  t.colonne.map((titolo, n) => (n === 0 ? { titolo, larghezza: 48 } : { titolo, formato: 'numero' }))

export async function foglioDi(
  nome: string,
  titolo: string,
  tavole: readonly Tavola[],
  istruzioni: readonly string[],
  formato: 'xlsx' | 'csv',
): Promise<FileReply> {
  if (formato === 'csv') {
    const righe = tavole.flatMap((t) => [
      [t.titolo],
      [...t.colonne],
      ...t.righe.map((r) => r.map((v) => String(v ?? ''))),
      [],
    ])
    return { nome: `${nome}.csv`, tipo: 'text/csv; charset=utf-8', contenuto: scriviCsv(righe) }
  }
  return {
    nome: `${nome}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: await scriviCartella({
      titolo,
      fogli: tavole.map((t) => ({ nome: t.titolo, colonne: colonneDi(t), righe: t.righe })),
      istruzioni,
    }),
  }
}
