// Why a file was not read. Every refusal of a table has a code, for programs, and one Italian sentence that tells the
// operator what to do with the file; nothing of the file is used once one is thrown.

/** Limits that hold for every table, whatever the caller asks: they bound memory and time, not the domain. */
export const LIMITI = {
  /** Bytes of the file as received. */
  bytes: 10 * 1024 * 1024,
  /** Rows with at least one filled cell, header included. */
  righe: 100_001,
  /** Last row and last useful column of a sheet: Excel has 1,048,576 rows; nobody fills 256 columns by hand. */
  ultimaRiga: 1_048_576,
  colonne: 256,
  /** Characters of one cell, as in Excel. */
  caratteri: 32_767,
  /** Parts of the archive, and bytes of all of them once inflated. */
  parti: 2_000,
  bytesEspansi: 256 * 1024 * 1024,
  /** The shared strings of a workbook, the one part that must stay in memory: bytes and how many. */
  bytesTesti: 48 * 1024 * 1024,
  testi: 2_000_000,
  /** Inflated over stored bytes, above the first megabytes: real sheets stay under 50, deflate can reach 1032. */
  rapporto: 200,
  esenteDalRapporto: 8 * 1024 * 1024,
} as const

const frasi = {
  vuoto: 'Il file è vuoto: controlla di aver scelto quello giusto e caricalo di nuovo.',
  'troppo-grande': 'Il file supera la dimensione ammessa: dividilo in più file e caricali uno alla volta.',
  'excel-vecchio':
    'Il file è nel vecchio formato di Excel (.xls): aprilo, scegli “Salva con nome”, tipo “Cartella di lavoro di Excel (.xlsx)”, e carica il nuovo file.',
  'formato-diverso':
    'Il file non è una cartella di Excel (.xlsx) né un CSV: aprilo con Excel o LibreOffice, salvalo come “Cartella di lavoro di Excel (.xlsx)” e carica il nuovo file.',
  'protetto-da-password':
    'Il file è protetto da password: aprilo in Excel, togli la password (File, Informazioni, Proteggi cartella di lavoro), salvalo e caricalo di nuovo.',
  macro:
    'Il file contiene macro: salvalo come “Cartella di lavoro di Excel (.xlsx)”, senza macro, e caricalo di nuovo.',
  'formula-in-errore': 'Una formula del file dà un errore: correggila nel foglio e carica di nuovo il file.',
  formula: 'Il file contiene formule: copia le celle, incollale come soli valori e carica di nuovo il file.',
  'file-espanso':
    'Il file, una volta aperto, è sproporzionato: copia i dati in un nuovo modello scaricato da Trama e carica quello.',
  'troppe-righe': 'Il file ha troppe righe: dividilo in più file e caricali uno alla volta.',
  'troppe-righe-vuote':
    'Il foglio contiene milioni di righe vuote: copia le sole righe compilate in un nuovo modello scaricato da Trama e carica quello.',
  'troppe-colonne': 'Il foglio ha troppe colonne: usa il modello scaricato da Trama senza aggiungerne.',
  'cella-troppo-lunga': 'Una cella contiene un testo troppo lungo: abbrevialo e carica di nuovo il file.',
  'foglio-assente': 'Nel file manca il foglio atteso: usa il modello scaricato da Trama senza rinominare i fogli.',
  danneggiato: 'Il file è danneggiato: aprilo in Excel o LibreOffice, salvalo di nuovo come .xlsx e ricaricalo.',
  'contenuto-non-ammesso':
    'Il file contiene istruzioni che Trama non accetta (DOCTYPE): aprilo in Excel, salvalo di nuovo come .xlsx e ricaricalo.',
  'csv-illeggibile': 'Il file CSV non è leggibile: controlla le virgolette, oppure salvalo come .xlsx e carica quello.',
} as const

export type MotivoTabella = keyof typeof frasi

export class TabellaRifiutata extends Error {
  readonly motivo: MotivoTabella
  constructor(motivo: MotivoTabella, frase: string = frasi[motivo], cause?: unknown) {
    super(frase, { cause })
    this.name = 'TabellaRifiutata'
    this.motivo = motivo
  }
}

export const troppeRighe = (max: number) =>
  `Il file ha più di ${max.toLocaleString('it-IT')} righe compilate: dividilo in più file e caricali uno alla volta.`

export const formulaRifiutata = (cella: string) =>
  new TabellaRifiutata(
    'formula',
    `La cella ${cella} contiene una formula: copia le celle, incollale come soli valori e carica di nuovo il file.`,
  )

/** What it shows is not a value: «#DIV/0!» among the names would be one. */
export const formulaInErrore = (cella: string, mostra: string) =>
  new TabellaRifiutata(
    'formula-in-errore',
    `La formula della cella ${cella} dà un errore (${mostra.slice(0, 20)}): correggila nel foglio, o scrivi il valore al suo posto, e carica di nuovo il file.`,
  )

/** Its workbook comes from a program that writes formulas and does not calculate them. */
export const formulaSenzaValore = (cella: string) =>
  new TabellaRifiutata(
    'formula',
    `La cella ${cella} contiene una formula, e nel file non c’è il suo risultato: apri il file con Excel o LibreOffice, salvalo e caricalo di nuovo.`,
  )
