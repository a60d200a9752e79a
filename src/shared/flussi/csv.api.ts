// Prestazioni as a CSV for other programs and for spreadsheets, as each ente wants it. It is not the CSV that INPS takes: nobody has read
// that layout, and nothing here bears its name.
import { type Static, Type } from 'typebox'
import { Binario, endpoint, Fatto, Id, Oggetto, Testo, Uno, Versione } from '../kernel/endpoint.ts'
import { filtriPrestazioni } from './prestazioni.api.ts'

export const separatori = {
  ';': 'punto e virgola',
  ',': 'virgola',
  '|': 'barra verticale',
  '\t': 'tabulazione',
} as const

export const FormaCsv = Oggetto({
  /** In their order; none is all of them, under the names of the record layout. */
  colonne: Type.Array(Oggetto({ campo: Testo(80), titolo: Testo(100) }), { maxItems: 100 }),
  separatore: Uno([';', ',', '|', '\t'] as const),
  intestazione: Type.Boolean(),
  decimali: Uno(['.', ','] as const),
  date: Uno(['amg', 'gma'] as const),
  fineRiga: Uno(['windows', 'unix'] as const),
  /** With the mark of UTF-8 and no cell that a spreadsheet would run as a formula; or as plain as a program wants it. */
  perFogli: Type.Boolean(),
})
export type FormaCsv = Static<typeof FormaCsv>

export const FORMA_DI_BASE: FormaCsv = {
  colonne: [],
  separatore: ';',
  intestazione: true,
  decimali: '.',
  date: 'amg',
  fineRiga: 'windows',
  perFogli: true,
}

export const csvApi = {
  forma: endpoint({
    method: 'GET',
    path: '/flussi/csv/forma',
    azione: 'flusso.leggi',
    summary: 'Come un ente vuole le sue prestazioni in CSV',
    query: Oggetto({ ente: Id }),
    reply: Oggetto({ ...FormaCsv.properties, versione: Versione }),
  }),
  cambiaForma: endpoint({
    method: 'PUT',
    path: '/flussi/csv/forma',
    azione: 'flusso.ente',
    summary: 'Cambia come un ente vuole le sue prestazioni in CSV',
    body: Oggetto({ ente: Id, ...FormaCsv.properties, versione: Versione }),
    reply: Fatto,
  }),
  scarica: endpoint({
    method: 'GET',
    path: '/flussi/csv',
    azione: 'flusso.correggi',
    summary: 'Le prestazioni di un ente in CSV, per altri programmi',
    query: Oggetto(filtriPrestazioni),
    fascicolo: true,
    reply: Binario,
  }),
}
