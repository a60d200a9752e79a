// Reading XML so that nothing is silently dropped: whoever reads takes elements, attributes and texts out of the tree
// one by one, and at the end what nobody took is told in words. Hides xmldom, and refuses before the tree is walked
// what has no place in an exchange file: entities, other encodings, sizes and depths made to exhaust.
import { DOMParser, type Document, type Element, Node } from '@xmldom/xmldom'
import type { Difetto } from '../../../shared/cartella/lombardia/messaggio.ts'

/** A message of one person is a few kilobytes; the parser takes a second for half a megabyte made to tire it. */
export const BYTES_MASSIMI = 512 * 1024
/** What is told one by one; the rest is counted. */
const AVVISI_MASSIMI = 200
/** The deepest element of the schema is at the fifteenth level. */
const LIVELLI_MASSIMI = 40

/** The file cannot be looked into at all. */
export class FileIlleggibile extends Error {}

/** What a reading has found: `difetti` forbid to use the message, `avvisi` say what was in the file and is not in it. */
export class Esame {
  readonly difetti: Difetto[] = []
  readonly avvisi: Difetto[] = []
  readonly lettori: Lettore[] = []

  /** To be called once, when all has been taken that is understood. */
  chiudi(): void {
    for (const l of this.lettori) l.chiudi()
    const altri = this.avvisi.splice(AVVISI_MASSIMI).length
    if (altri > 0)
      this.avvisi.push({ percorso: '', frase: `Altre ${altri} parti del file non sono fra quelle che Trama legge.` })
  }
}

export function apri(file: Uint8Array): Document {
  if (file.length > BYTES_MASSIMI)
    throw new FileIlleggibile('Il file supera i 512 kB: un messaggio riguarda una sola persona ed è molto più piccolo.')
  let testo: string
  try {
    testo = new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    throw new FileIlleggibile('Il file non è scritto in UTF-8: fallo esportare di nuovo in UTF-8.')
  }
  if (testo.trim() === '') throw new FileIlleggibile('Il file è vuoto: controlla di aver scelto quello giusto.')
  if (/<!(DOCTYPE|ENTITY)/i.test(testo))
    throw new FileIlleggibile('Il file contiene un DOCTYPE, che Trama non accetta: fallo esportare senza.')
  const rifiuta = (_livello = '', messaggio = '') => {
    // a � was lost by whoever wrote it before: here it is a character like the others
    if (/unicode replacement character/i.test(messaggio)) return
    throw new FileIlleggibile('Il file non è un XML ben formato: è incompleto o danneggiato, fallo esportare di nuovo.')
  }
  let documento: Document | undefined
  try {
    documento = new DOMParser({ onError: rifiuta }).parseFromString(testo, 'text/xml')
  } catch {
    rifiuta()
  }
  assertProfondita(documento!)
  return documento!
}

function assertProfondita(documento: Document): void {
  const davanti: [Node, number][] = [[documento, 0]]
  for (let passo = davanti.pop(); passo; passo = davanti.pop()) {
    const [n, livello] = passo
    if (livello > LIVELLI_MASSIMI)
      throw new FileIlleggibile('Il file ha troppi livelli, uno dentro l’altro: non è un messaggio della cartella.')
    for (const f of n.childNodes) davanti.push([f, livello + 1])
  }
}

/** Names beside a code, and what tells a schema where it is: not data. */
const SENZA_DATI = new Set(['displayName', 'codeSystemName', 'xmlns'])
const NAMESPACE_SENZA_DATI = new Set(['http://www.w3.org/2000/xmlns/', 'http://www.w3.org/2001/XMLSchema-instance'])

export class Lettore {
  readonly percorso: string
  readonly esame: Esame
  private readonly elementi: Element[]
  private readonly attributi: Map<string, string>
  private readonly namespace: string | null
  private contenuto: string
  private ignora = false

  constructor(el: Element, esame: Esame, percorso = el.localName ?? '') {
    this.esame = esame
    this.percorso = percorso
    this.namespace = el.namespaceURI
    this.elementi = [...el.childNodes].filter((n): n is Element => n.nodeType === Node.ELEMENT_NODE)
    this.attributi = new Map(
      [...el.attributes]
        .filter((a) => !SENZA_DATI.has(a.name) && !NAMESPACE_SENZA_DATI.has(a.namespaceURI ?? ''))
        .map((a) => [a.name, a.value]),
    )
    this.contenuto = [...el.childNodes]
      .filter((n) => n.nodeType === Node.TEXT_NODE || n.nodeType === Node.CDATA_SECTION_NODE)
      .map((n) => n.nodeValue ?? '')
      .join('')
      .trim()
    esame.lettori.push(this)
  }

  /** An element of another vocabulary is not ours, whatever its name. */
  private isFiglio(e: Element, nome: string): boolean {
    return e.localName === nome && e.namespaceURI === this.namespace
  }

  /** The next child of that name, taken. */
  figlio(nome: string): Lettore | undefined {
    const i = this.elementi.findIndex((e) => this.isFiglio(e, nome))
    const el = this.elementi[i]
    if (!el) return undefined
    this.elementi.splice(i, 1)
    return new Lettore(el, this.esame, `${this.percorso}/${nome}`)
  }

  /** All the children of that name, taken; the path counts them. */
  figli(nome: string): Lettore[] {
    const trovati = this.elementi.filter((e) => this.isFiglio(e, nome))
    for (const e of trovati) this.elementi.splice(this.elementi.indexOf(e), 1)
    return trovati.map((e, i) => new Lettore(e, this.esame, `${this.percorso}/${nome}[${i + 1}]`))
  }

  /** The next child of that name whose attribute has that value, both taken. */
  figlioCon(nome: string, attributo: string, valore: string): Lettore | undefined {
    const i = this.elementi.findIndex((e) => this.isFiglio(e, nome) && e.getAttribute(attributo) === valore)
    const el = this.elementi[i]
    if (!el) return undefined
    this.elementi.splice(i, 1)
    return new Lettore(el, this.esame, `${this.percorso}/${nome}`).costanti({ [attributo]: valore })
  }

  attributo(nome: string): string | undefined {
    const valore = this.attributi.get(nome)
    this.attributi.delete(nome)
    return valore
  }

  testo(): string | undefined {
    const t = this.contenuto
    this.contenuto = ''
    return t === '' ? undefined : t
  }

  /** Takes the attribute if it has that value: another one stays, and is told. */
  prende(nome: string, valore: string): boolean {
    return this.attributi.get(nome) === valore && this.attributi.delete(nome)
  }

  /** Attributes that always have one value. */
  costanti(attese: Readonly<Record<string, string>>): this {
    for (const [nome, valore] of Object.entries(attese)) this.prende(nome, valore)
    return this
  }

  difetto(frase: string): void {
    this.esame.difetti.push({ percorso: this.percorso, frase })
  }

  /** An attribute that was looked at and has no place. */
  nonLetto(attributo: string, valore: string): void {
    const frase = `L’attributo ${attributo}="${valore}" non è fra quelli che Trama legge qui: resta solo nel file.`
    this.esame.avvisi.push({ percorso: this.percorso, frase })
  }

  /** Left aside as a whole, with the reason: its parts are not told one by one. */
  lascia(frase: string): void {
    this.ignora = true
    this.esame.avvisi.push({ percorso: this.percorso, frase })
  }

  chiudi(): void {
    if (this.ignora) return
    const avviso = (frase: string) => this.esame.avvisi.push({ percorso: this.percorso, frase })
    for (const e of this.elementi)
      avviso(`L’elemento «${e.localName}» non è fra quelli che Trama legge qui: il suo contenuto resta solo nel file.`)
    for (const [nome, valore] of this.attributi) this.nonLetto(nome, valore)
    if (this.contenuto) avviso(`Il testo «${this.contenuto}» non ha qui un posto in Trama: resta solo nel file.`)
  }
}
