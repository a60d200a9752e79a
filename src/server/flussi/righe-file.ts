// From a file on disk to rows of cells, or to records: tables of every kind through the readers of the kernel, INPS files through
// that of the flows. One row at a time; the same for the beginning that one looks at and for the whole.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { leggiTabellaALotti } from '../kernel/tabelle/leggi.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { type Intestazione, LettoreFlusso } from './leggi-flusso.ts'
import { FileIlleggibile, leggiXml } from './lettore-xml.ts'
import { assertFlusso, TracciatoPrecedente } from './riconosci.ts'

/** The largest file taken in: more than a million rows of thirty-five columns. */
const MAX_BYTES = 1024 * 1024 * 1024
const MAX_RIGHE = 5_000_000

export interface RigaLetta {
  /** As the spreadsheet numbers it; of an INPS file, the number of the prestazione. */
  riga: number
  celle: string[]
  /** Cells that a formula has made, counted from 0. */
  formule?: number[]
}

export type Formato = 'tabella' | 'xml'

/** An INPS file begins like any XML; the readers of tables refuse it. */
export async function formatoDi(path: string): Promise<Formato> {
  const file = await open(path)
  try {
    const testa = Buffer.alloc(256)
    const { bytesRead } = await file.read(testa, 0, testa.length, 0)
    const inizio = testa.subarray(0, bytesRead).toString('latin1').replaceAll('\0', '')
    return /^(ï»¿|ÿþ|þÿ)?\s*</.test(inizio) ? 'xml' : 'tabella'
  } finally {
    await file.close()
  }
}

/** Some at a time. */
export function righeTabella(path: string, l: Lettura): AsyncGenerator<RigaLetta[]> {
  const { nomi: _, intestazione: __, foglio, formule, ...csv } = l
  return leggiTabellaALotti(path, {
    maxBytes: MAX_BYTES,
    maxRighe: MAX_RIGHE,
    csv,
    conFormule: formule === true,
    ...(foglio !== undefined && { foglio }),
  })
}

/** The rows of a table that are data: those under its header. */
export async function* righeDati(path: string, l: Lettura): AsyncGenerator<RigaLetta[]> {
  const sopra = l.intestazione
  let intestazione = sopra === undefined && !l.nomi
  for await (const righe of righeTabella(path, l)) {
    if (sopra !== undefined) yield righe.filter((r) => r.riga > sopra)
    else yield intestazione ? righe.slice(1) : righe
    if (righe.length > 0) intestazione = false
  }
}

/** The first rows of a table, titles and header with them. */
export async function primeRighe(path: string, l: Lettura, quante: number): Promise<RigaLetta[]> {
  const prime: RigaLetta[] = []
  for await (const lette of righeTabella(path, l)) {
    prime.push(...lette.slice(0, quante - prime.length))
    if (prime.length >= quante) break
  }
  return prime
}

/** Names of the columns: those of the header, or those told; one without a name has its number. */
const nomiColonne = (titoli: readonly string[], l: Lettura): string[] =>
  (l.nomi ?? titoli).map((c, n) => c.trim() || `Colonna ${n + 1}`)

export interface Inizio {
  colonne: string[]
  esempi: RigaLetta[]
}

/** Header and examples among the first rows of a table, as one says that it is read. */
export function inizioDa(prime: readonly RigaLetta[], l: Lettura, quanti: number): Inizio {
  const da = l.intestazione
  const qui = da === undefined ? prime : prime.filter((r) => r.riga >= da)
  if (prime.length === 0) throw new FileIlleggibile('Il file è vuoto: controlla di aver scelto quello giusto.')
  if (da !== undefined && !l.nomi && qui[0]?.riga !== da)
    throw new FileIlleggibile(`Nella riga ${da} non c’è nulla: indica quella con i nomi delle colonne.`)
  const esempi = l.nomi ? qui.filter((r) => r.riga !== da) : qui.slice(1)
  if (esempi.length === 0)
    throw new FileIlleggibile('Il file ha soltanto l’intestazione: non c’è alcuna riga da leggere.')
  return { colonne: nomiColonne(qui[0]!.celle, l), esempi: esempi.slice(0, quanti) }
}

interface RecordLetto {
  riga: number
  record: PrestazioneErogata
}

/** A flow of the other layout: its reader is minori-carico.ts. */
export class FlussoMinori extends FileIlleggibile {}

/** What an INPS file says of itself, as far as it has been read. */
export class Testata {
  intestazione: Intestazione | undefined
  readonly tracciato = new TracciatoPrecedente()
}

/** Records of an INPS file of prestazioni, numbered, some at a time. */
export async function* recordXml(path: string, testata = new Testata()): AsyncGenerator<RecordLetto[]> {
  let pronti: RecordLetto[] = []
  let numero = 0
  let minori = false
  let primo = true
  const lettore = new LettoreFlusso({
    intestazione: (i) => {
      testata.intestazione = i
    },
    prestazione: (record) => {
      testata.tracciato.prestazione(record)
      pronti.push({ riga: ++numero, record })
    },
    minore: () => {
      minori = true
    },
  })
  const ascolto = {
    apre: (e: Parameters<LettoreFlusso['apre']>[0]) => {
      if (primo) {
        assertFlusso(e)
        testata.tracciato.radice(e)
      }
      primo = false
      lettore.apre(e)
    },
    testo: (t: string) => lettore.testo(t),
    chiude: () => lettore.chiude(),
  }
  for await (const _ of leggiXml(createReadStream(path, { highWaterMark: 256 * 1024 }), ascolto)) {
    if (minori)
      throw new FlussoMinori(
        numero > 0
          ? 'Il flusso contiene prestazioni e minori insieme: INPS vuole due file diversi. Fallo esportare di nuovo.'
          : 'È un flusso SINBA (minori).',
      )
    const questi = pronti
    pronti = []
    if (questi.length > 0) yield questi
  }
  if (pronti.length > 0) yield pronti
  if (numero === 0) throw new FileIlleggibile('Il flusso non contiene alcuna prestazione.')
}

const frasi: Partial<Record<TabellaRifiutata['motivo'], string>> = {
  'foglio-assente': 'Nel file non c’è il foglio indicato: scegline uno di quelli che ci sono.',
  'troppe-colonne': 'Il foglio ha più di 256 colonne: togli quelle che non servono e carica di nuovo il file.',
  'formato-diverso':
    'Il file non è una tabella né un flusso INPS: salvalo come .xlsx, .ods, CSV o testo a colonne fisse, e caricalo di nuovo.',
  'file-espanso': 'Il file, una volta aperto, è sproporzionato: salvalo come CSV e carica quello.',
  'troppe-righe-vuote': 'Il foglio contiene milioni di righe vuote: copia le sole righe compilate in un nuovo foglio.',
  'csv-illeggibile':
    'Il file non si legge come CSV: controlla le virgolette e il separatore, oppure salvalo come .xlsx e carica quello.',
}

/** The same as `fraseRifiuto`, of a file whose columns have been told: formulas can be read, once somebody says so. */
export function fraseLettura(e: unknown): string {
  const formula = e instanceof TabellaRifiutata && e.motivo === 'formula'
  return formula
    ? `${fraseRifiuto(e)} Oppure ritira questo file, caricalo di nuovo e scegli di leggere i valori calcolati dalle formule.`
    : fraseRifiuto(e)
}

/** Why a file is not read, in a sentence; anything else is a fault of ours. */
export function fraseRifiuto(e: unknown): string {
  if (e instanceof TabellaRifiutata) return frasi[e.motivo] ?? e.message
  if (e instanceof FileIlleggibile) return e.riga === undefined ? e.message : `Riga ${e.riga}: ${e.message}`
  throw e
}
