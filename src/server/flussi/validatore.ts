// Applies a schema to a file as it flows by: holds the open elements and nothing else, so a file of any length takes the same
// memory. Every defect has its line, its path and an Italian sentence; a file is valid when there is none.
import type { Attributo, Elemento } from './lettore-xml.ts'
import { difettoValore } from './schema-tipi.ts'
import type { AttributoSchema, Particella, Schema, Tipo, TipoComplesso } from './schema-xsd.ts'

export interface DifettoSchema {
  /** `/Flusso/Beneficiario[2]/Anagrafica/@Nome`. */
  percorso: string
  riga: number
  frase: string
  /** The value it is about, where it is about a value. */
  valore?: string
}

interface Aperto {
  nome: string
  riga: number
  tipo: Tipo
  /** Which child is next, and how many there have been of it. */
  qui: number
  quanti: number
  /** Written only where the schema allows more than one. */
  numero: number | undefined
  testo: string
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'
const XMLNS = 'http://www.w3.org/2000/xmlns/'
/** Say where a schema is: not data. */
const INDICAZIONI = new Set(['schemaLocation', 'noNamespaceSchemaLocation'])
/** A value is shown, but not the ones that say who a person is, nor very long ones. */
const PERSONALI = /^(CodiceFiscale|CFOperatore|Cognome|Nome|IDBeneficiario)$/
const MOSTRATI = 40
/** Longer than any value of a layout: the rest of a text made to exhaust is not kept. */
const TESTO_MASSIMO = 100_000

export class Validatore {
  private readonly schema: Schema
  private readonly dice: (d: DifettoSchema) => void
  private readonly aperti: Aperto[] = []
  /** Levels inside an element that the schema does not want: told once, at its top. */
  private ignorati = 0

  constructor(schema: Schema, dice: (d: DifettoSchema) => void) {
    this.schema = schema
    this.dice = dice
  }

  apre(e: Elemento): void {
    if (this.ignorati > 0) {
      this.ignorati++
      return
    }
    const sopra = this.aperti.at(-1)
    const aperto = sopra ? this.figlio(sopra, e) : this.radice(e)
    if (!aperto) {
      this.ignorati = 1
      return
    }
    this.aperti.push(aperto)
    this.attributi(e, 'complesso' in aperto.tipo ? aperto.tipo.complesso : undefined)
  }

  /** Counts a child that is known to be as the schema wants, without going through it. */
  conta(nome: string, riga: number): void {
    const sopra = this.aperti.at(-1)
    if (this.ignorati === 0 && sopra)
      this.figlio(sopra, { nome, namespace: this.schema.namespace, attributi: [], riga })
  }

  testo(t: string, riga: number): void {
    const qui = this.aperti.at(-1)
    if (this.ignorati > 0 || !qui) return
    if ('semplice' in qui.tipo) qui.testo += qui.testo.length < TESTO_MASSIMO ? t : ''
    else if (/[^ \t\n\r]/.test(t))
      this.difetto('', riga, `Dentro ${qui.nome} c’è del testo («${mostra(t.trim())}») che non ci va: toglilo.`)
  }

  chiude(riga: number): void {
    if (this.ignorati > 0) {
      this.ignorati--
      return
    }
    const qui = this.aperti.at(-1)!
    if ('complesso' in qui.tipo) this.mancanti(qui, qui.tipo.complesso.figli.length, qui.riga)
    else {
      const d = difettoValore(qui.tipo.semplice, qui.testo)
      if (d) this.difetto('', riga, `${qui.nome}: ${frase(qui.nome, qui.testo, d)}`, qui.testo)
    }
    this.aperti.pop()
  }

  private radice(e: Elemento): Aperto | undefined {
    const tipo = e.namespace === this.schema.namespace ? this.schema.radici.get(e.nome) : undefined
    if (tipo) return nuovo(e, tipo, undefined)
    const attesa = [...this.schema.radici.keys()].join(', ')
    this.dice({
      percorso: `/${e.nome}`,
      riga: e.riga,
      frase: `Il file comincia con ${e.nome}${e.namespace ? ` (${mostra(e.namespace)})` : ''}, e non con ${attesa} (${this.schema.namespace}).`,
    })
    return undefined
  }

  private figlio(sopra: Aperto, e: Elemento): Aperto | undefined {
    const figli: readonly Particella[] = 'complesso' in sopra.tipo ? sopra.tipo.complesso.figli : []
    const dove = e.namespace === this.schema.namespace ? figli.findIndex((p) => p.nome === e.nome) : -1
    if (dove < 0) {
      this.difetto(`/${e.nome}`, e.riga, `L’elemento ${e.nome} non è previsto dentro ${sopra.nome}: toglilo.`)
      return undefined
    }
    const p = figli[dove]!
    if (dove < sopra.qui) {
      this.difetto(`/${e.nome}`, e.riga, `L’elemento ${e.nome} è fuori posto: va prima di ${figli[sopra.qui]!.nome}.`)
      return undefined
    }
    if (dove > sopra.qui) {
      this.mancanti(sopra, dove, e.riga)
      sopra.qui = dove
      sopra.quanti = 0
    }
    if (++sopra.quanti > p.max) {
      this.difetto(
        `/${e.nome}`,
        e.riga,
        `${e.nome} si ripete ${sopra.quanti} volte dentro ${sopra.nome}: può esserci al più ${p.max === 1 ? 'una volta' : `${p.max} volte`}.`,
      )
      return undefined
    }
    return nuovo(e, p.tipo, p.max > 1 ? sopra.quanti : undefined)
  }

  /** Children due before position `fino`, from where the element has come to. */
  private mancanti(a: Aperto, fino: number, riga: number): void {
    if (!('complesso' in a.tipo)) return
    for (let i = a.qui; i < fino; i++) {
      const p = a.tipo.complesso.figli[i]!
      if ((i === a.qui ? a.quanti : 0) < p.min)
        this.difetto('', riga, `Dentro ${a.nome} manca l’elemento ${p.nome}: aggiungilo.`)
    }
  }

  private attributi(e: Elemento, tipo: TipoComplesso | undefined): void {
    let dovuti = 0
    for (const a of e.attributi) {
      const schema = a.namespace === '' ? tipo?.attributi.get(a.nome) : undefined
      if (schema) {
        if (schema.obbligatorio) dovuti++
        this.attributo(e, a, schema)
      } else if (a.namespace !== XMLNS && !(a.namespace === XSI && INDICAZIONI.has(a.nome)))
        this.difetto(`/@${a.scritto}`, e.riga, `L’attributo ${a.scritto} non è previsto in ${e.nome}: toglilo.`)
    }
    if (!tipo || dovuti === tipo.obbligatori.length) return
    const presenti = new Set(e.attributi.filter((a) => a.namespace === '').map((a) => a.nome))
    for (const nome of tipo.obbligatori)
      if (!presenti.has(nome))
        this.difetto(`/@${nome}`, e.riga, `In ${e.nome} manca ${nome}, che è obbligatorio: aggiungilo.`)
  }

  private attributo(e: Elemento, a: Attributo, schema: AttributoSchema): void {
    if (schema.ammette(a.valore)) return
    const d = difettoValore(schema.tipo, a.valore)
    if (d) this.difetto(`/@${a.nome}`, e.riga, `${a.nome}: ${frase(a.nome, a.valore, d)}`, a.valore)
  }

  private difetto(sotto: string, riga: number, testo: string, valore?: string): void {
    const percorso = this.aperti.map((a) => `/${a.nome}${a.numero === undefined ? '' : `[${a.numero}]`}`).join('')
    this.dice({ percorso: percorso + sotto, riga, frase: testo, ...(valore !== undefined && { valore }) })
  }
}

const nuovo = (e: Elemento, tipo: Tipo, numero: number | undefined): Aperto => ({
  nome: e.nome,
  riga: e.riga,
  tipo,
  qui: 0,
  quanti: 0,
  numero,
  testo: '',
})

const mostra = (v: string) => (v.length > MOSTRATI ? `${v.slice(0, MOSTRATI)}…` : v)

const frase = (nome: string, valore: string, difetto: string) =>
  PERSONALI.test(nome) || valore === '' ? `il valore ${difetto}.` : `«${mostra(valore)}» ${difetto}.`
