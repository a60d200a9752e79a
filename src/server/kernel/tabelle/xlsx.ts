// Reads one sheet of an .xlsx workbook row by row. Only five parts of the archive are opened (types, relations, list
// of sheets, number formats, shared strings) besides the sheet itself, which is never held whole. Macros are looked for
// before anything is read; a formula is refused at its cell, because what a formula shows is not what was typed, unless who reads says that
// it is what he wants.
import type { FileHandle } from 'node:fs/promises'
import { posix } from 'node:path'
import { formatiData, testoData, testoNumero } from './numeri.ts'
import {
  formulaInErrore,
  formulaRifiutata,
  formulaSenzaValore,
  LIMITI,
  TabellaRifiutata,
  troppeRighe,
} from './rifiuti.ts'
import { pulisci, Testi } from './testi.ts'
import { type Ascolto, attributo, avanzaXml, scorriXml } from './xml.ts'
import { type Archivio, apriArchivio } from './zip.ts'

export interface Riga {
  /** Number of the row as the spreadsheet shows it, from 1. */
  riga: number
  /** Trimmed texts up to the last filled cell. */
  celle: string[]
  /** Cells that a formula has made, counted from 0; absent where there is none. */
  formule?: number[]
}

/** What is asked of a workbook. */
export interface Quale {
  maxRighe: number
  foglio: string | undefined
  conFormule: boolean
}

export async function* leggiXlsx(
  file: FileHandle,
  bytes: number,
  { maxRighe, foglio, conFormule }: Quale,
): AsyncGenerator<Riga> {
  const archivio = await apriArchivio(file, bytes)
  await rifiutaAltriFormati(archivio)
  const cartella = await leggiCartella(archivio)
  const parte = scegliFoglio(cartella, foglio)
  if (!archivio.has(parte)) throw new TabellaRifiutata('danneggiato')
  const date = cartella.stili ? await formatiData(archivio.leggi(cartella.stili)) : []
  const testi = new Testi()
  try {
    if (cartella.testi) await testi.leggi(archivio.leggi(cartella.testi))
    const ascolto = new AscoltoFoglio(testi, date, cartella.dal1904, maxRighe, conFormule)
    for await (const _ of avanzaXml(archivio.leggi(parte), ascolto)) {
      for (const riga of ascolto.pronte) yield riga
      ascolto.pronte.length = 0
    }
  } finally {
    testi.chiudi()
  }
}

/** Names of the sheets that one sees. */
export async function fogliXlsx(file: FileHandle, bytes: number): Promise<string[]> {
  const archivio = await apriArchivio(file, bytes)
  await rifiutaAltriFormati(archivio)
  const { fogli } = await leggiCartella(archivio)
  return fogli.filter((f) => !f.nascosto && f.parte).map((f) => f.nome)
}

// ---- which part is the sheet ------------------------------------------------------------------------------------

const XLSX = '[Content_Types].xml'

async function rifiutaAltriFormati({ nomi, has, leggi }: Archivio) {
  if (!has(XLSX)) throw new TabellaRifiutata('formato-diverso')
  if (nomi.some((n) => /vbaProject\.bin$|^xl\/macrosheets\//i.test(n))) throw new TabellaRifiutata('macro')
  let tipo: string | undefined
  await scorriXml(leggi(XLSX), {
    apre(_, attributi) {
      const valore = attributo(attributi, 'ContentType') ?? ''
      if (/macroEnabled|vbaProject|ms-excel\.macrosheet/i.test(valore)) throw new TabellaRifiutata('macro')
      if (/spreadsheetml\.(sheet|template)\.main\+xml$/.test(valore)) tipo = valore
    },
    chiude() {},
  })
  if (!tipo) throw new TabellaRifiutata('formato-diverso')
}

interface Cartella {
  fogli: { nome: string; nascosto: boolean; parte: string | undefined }[]
  dal1904: boolean
  testi: string | undefined
  stili: string | undefined
}

async function leggiCartella(archivio: Archivio): Promise<Cartella> {
  const radice = await leggiRelazioni(archivio, '')
  const libro = radice.find((r) => r.tipo === 'officeDocument')?.parte
  if (!libro || !archivio.has(libro)) throw new TabellaRifiutata('danneggiato')
  const relazioni = await leggiRelazioni(archivio, libro)
  const unica = (tipo: string) => relazioni.find((r) => r.tipo === tipo && archivio.has(r.parte))?.parte
  const cartella: Cartella = { fogli: [], dal1904: false, testi: unica('sharedStrings'), stili: unica('styles') }
  await scorriXml(archivio.leggi(libro), {
    apre(nome, attributi) {
      if (nome === 'workbookPr') cartella.dal1904 = /^(1|true)$/.test(attributo(attributi, 'date1904') ?? '')
      if (nome !== 'sheet') return
      // `r:id`: the prefix is free, but no other attribute of a sheet is called `id`.
      const id = attributo(attributi, 'id')
      cartella.fogli.push({
        nome: attributo(attributi, 'name') ?? '',
        nascosto: /hidden/i.test(attributo(attributi, 'state') ?? ''),
        parte: relazioni.find((r) => r.id === id && r.tipo === 'worksheet')?.parte,
      })
    },
    chiude() {},
  })
  return cartella
}

function scegliFoglio({ fogli }: Cartella, nome: string | undefined): string {
  const uguale = (a: string) => a.trim().localeCompare((nome ?? '').trim(), 'it', { sensitivity: 'accent' }) === 0
  const scelto = fogli.find((f) => (nome === undefined ? !f.nascosto : uguale(f.nome)))
  if (scelto?.parte) return scelto.parte
  throw new TabellaRifiutata(
    'foglio-assente',
    nome && `Nel file manca il foglio “${nome}”: usa il modello scaricato da Trama senza rinominare i fogli.`,
  )
}

interface Relazione {
  id: string
  /** Last word of the type: transitional and strict workbooks differ in what stands before it. */
  tipo: string
  parte: string
}

async function leggiRelazioni(archivio: Archivio, di: string): Promise<Relazione[]> {
  const cartella = posix.dirname(di)
  const relazioni: Relazione[] = []
  await scorriXml(archivio.leggi(posix.join(cartella, '_rels', `${posix.basename(di)}.rels`)), {
    apre(nome, attributi) {
      if (nome !== 'Relationship' || attributo(attributi, 'TargetMode') === 'External') return
      const verso = attributo(attributi, 'Target') ?? ''
      relazioni.push({
        id: attributo(attributi, 'Id') ?? '',
        tipo: posix.basename(attributo(attributi, 'Type') ?? ''),
        parte: verso.startsWith('/') ? verso.slice(1) : posix.join(cartella, verso),
      })
    },
    chiude() {},
  })
  return relazioni
}

// ---- the sheet --------------------------------------------------------------------------------------------------

class AscoltoFoglio implements Ascolto {
  /** Rows complete since the caller last emptied it. */
  readonly pronte: Riga[] = []
  readonly #testi: Testi
  readonly #date: boolean[]
  readonly #dal1904: boolean
  readonly #maxRighe: number
  #piene = 0
  #riga = 0
  #celle: string[] = []
  #colonna = 0
  #tipo = ''
  #stile = 0
  #valore = ''
  #inDati = false
  #inValore = false
  #inGuida = false
  readonly #conFormule: boolean
  #formule: number[] = []
  /** In a cell that a formula has made: whether it says what it shows. */
  #calcolata: boolean | undefined

  constructor(testi: Testi, date: boolean[], dal1904: boolean, maxRighe: number, conFormule: boolean) {
    this.#conFormule = conFormule
    this.#testi = testi
    this.#date = date
    this.#dal1904 = dal1904
    this.#maxRighe = maxRighe
  }

  apre(nome: string, attributi: string) {
    if (!this.#inDati) {
      this.#inDati = nome === 'sheetData'
      return
    }
    switch (nome) {
      case 'c': {
        RIFERIMENTO.lastIndex = 0
        this.#tipo = ''
        this.#stile = 0
        this.#valore = ''
        this.#calcolata = undefined
        this.#colonna++
        for (let m = RIFERIMENTO.exec(attributi); m; m = RIFERIMENTO.exec(attributi)) {
          if (m[1]) this.#colonna = numeroColonna(m[1])
          else if (m[2]) this.#stile = Number(m[2])
          else if (m[3]) this.#tipo = m[3]
        }
        break
      }
      case 'v':
        if (this.#calcolata === false) this.#calcolata = true
        this.#inValore = true
        break
      case 't':
        this.#inValore = true
        break
      case 'row': {
        const riga = attributo(attributi, 'r')
        const numero = riga === undefined ? this.#riga + 1 : Number(riga)
        if (numero > LIMITI.ultimaRiga) throw new TabellaRifiutata('troppe-righe-vuote')
        // A row twice, or going back: Excel would repair the file, we do not guess.
        if (!(numero > this.#riga)) throw new TabellaRifiutata('danneggiato')
        this.#riga = numero
        this.#formule = []
        this.#celle = []
        this.#colonna = 0
        break
      }
      case 'f': {
        if (!this.#conFormule) throw formulaRifiutata(`${lettereColonna(this.#colonna)}${this.#riga}`)
        this.#calcolata = false
        this.#formule.push(this.#colonna - 1)
        break
      }
      case 'rPh':
        this.#inGuida = true
    }
  }

  chiude(nome: string) {
    if (!this.#inDati) return
    switch (nome) {
      case 'c':
        if (this.#calcolata === false) throw formulaSenzaValore(`${lettereColonna(this.#colonna)}${this.#riga}`)
        if (this.#calcolata && this.#tipo === 'e')
          throw formulaInErrore(`${lettereColonna(this.#colonna)}${this.#riga}`, this.#valore)
        if (this.#valore !== '') this.#aggiungi()
        break
      case 'v':
      case 't':
        this.#inValore = false
        break
      case 'row':
        if (this.#celle.length === 0) break
        if (++this.#piene > this.#maxRighe) throw new TabellaRifiutata('troppe-righe', troppeRighe(this.#maxRighe))
        this.pronte.push({
          riga: this.#riga,
          celle: this.#celle,
          ...(this.#formule.length > 0 && { formule: this.#formule }),
        })
        break
      case 'rPh':
        this.#inGuida = false
        break
      case 'sheetData':
        this.#inDati = false
    }
  }

  testo(testo: string) {
    if (this.#inValore && !this.#inGuida) this.#valore += testo
  }

  #aggiungi() {
    const testo = this.#testoCella()
    if (testo === '') return
    if (testo.length > LIMITI.caratteri) throw new TabellaRifiutata('cella-troppo-lunga')
    if (this.#colonna > LIMITI.colonne) throw new TabellaRifiutata('troppe-colonne')
    while (this.#celle.length < this.#colonna - 1) this.#celle.push('')
    this.#celle[this.#colonna - 1] = testo
  }

  #testoCella(): string {
    switch (this.#tipo) {
      case 's':
        return this.#testi.get(Number(this.#valore))
      case 'inlineStr':
      case 'str':
        return stacca(pulisci(this.#valore))
      case 'b':
        return this.#valore.trim() === '1' ? 'VERO' : 'FALSO'
      case 'd':
        return this.#valore.slice(0, 10)
      case 'e':
        return this.#valore
      default:
        return this.#date[this.#stile] ? testoData(this.#valore, this.#dal1904) : testoNumero(this.#valore)
    }
  }
}

/** The three attributes of a cell that matter, in one pass: this runs once per cell. */
const RIFERIMENTO = /\s(?:r\s*=\s*["']([A-Z]+)\d*["']|s\s*=\s*["'](\d+)["']|t\s*=\s*["'](\w+)["'])/g

function numeroColonna(lettere: string): number {
  let n = 0
  for (let i = 0; i < lettere.length; i++) n = n * 26 + lettere.charCodeAt(i) - 64
  return n
}

/** `1` → `A`, `27` → `AA`. */
export function lettereColonna(numero: number): string {
  let lettere = ''
  for (let n = numero; n > 0; n = Math.floor((n - 1) / 26)) lettere = String.fromCharCode(65 + ((n - 1) % 26)) + lettere
  return lettere
}

/** Room for the longest cell, in UTF-8. */
const banco = Buffer.alloc(LIMITI.caratteri * 3)

/**
 * A copy: a slice would keep alive the whole piece of XML it was cut from for as long as the caller keeps the cell.
 * On one bench for all cells: a buffer for each would outlive them, and pile up.
 */
const stacca = (testo: string) =>
  testo.length < 13 || testo.length > LIMITI.caratteri ? testo : banco.toString('utf8', 0, banco.write(testo))
