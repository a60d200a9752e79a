// Records as a CSV that the configuration describes: columns, separator, decimal mark, how dates are written. It is the way out
// to other programs and to spreadsheets. It is NOT the CSV that INPS takes: INPS publishes that layout in its reserved
// area only, and nothing here may bear its name until somebody has read it.
import { leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata, SchedaMinore, TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { campiPiani } from '../../shared/flussi/profilo.ts'
import { type OpzioniScrittura, scriviCsv } from '../kernel/tabelle/csv.ts'
import type { Sequenza } from './scrivi-flusso.ts'

export interface ConfigurazioneCsv extends OpzioniScrittura {
  /** The fields, in order; without it all of them under the names of the record layout. */
  colonne?: readonly { titolo: string; campo: string }[]
  intestazione?: boolean
  decimali?: '.' | ','
  date?: 'amg' | 'gma'
}

/** All the fields of a layout, under the names that the layout gives them. */
export const colonneDiBase = (tipo: TipoFlusso) =>
  campiPiani(tipo).map((c) => ({ titolo: c.campo.xml, campo: c.percorso }))

export async function* scriviRecordCsv(
  tipo: TipoFlusso,
  record: Sequenza<PrestazioneErogata | SchedaMinore>,
  { colonne = colonneDiBase(tipo), intestazione = true, decimali = '.', date = 'amg', ...csv }: ConfigurazioneCsv = {},
): AsyncGenerator<Uint8Array> {
  const generi = new Map(campiPiani(tipo).map((c) => [c.percorso, c.campo.genere]))
  const campi = colonne.map((c) => ({ percorso: c.campo, genere: generi.get(c.campo) }))
  async function* righe() {
    if (intestazione) yield colonne.map((c) => c.titolo)
    for await (const r of record)
      yield campi.map(({ percorso, genere }) => {
        const v = leggiPercorso(r, percorso) ?? ''
        if (genere === 'importo' && decimali === ',') return v.replace('.', ',')
        if (genere === 'data' && date === 'gma' && /^\d{4}-\d{2}-\d{2}$/.test(v))
          return v.split('-').reverse().join('/')
        return v
      })
  }
  yield* scriviCsv(righe(), csv)
}
