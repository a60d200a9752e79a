// Reads an XSD into what the streaming validator applies. Understands the part of XML Schema that record layouts are made of
// (sequences of elements, attributes, restricted values) and refuses a schema that uses anything else, naming it: a schema
// half understood would say «valid» of files that are not (ADR 0022).
import { DOMParser, type Element, Node } from '@xmldom/xmldom'
import { PatternNonCapito, traduciPattern } from './schema-pattern.ts'
import { ammette, type Predefinito, predefiniti, type Restrizione, type TipoSemplice } from './schema-tipi.ts'

export interface AttributoSchema {
  nome: string
  tipo: TipoSemplice
  ammette(valore: string): boolean
  obbligatorio: boolean
}

export interface Particella {
  nome: string
  min: number
  max: number
  tipo: Tipo
}

export interface TipoComplesso {
  attributi: ReadonlyMap<string, AttributoSchema>
  obbligatori: readonly string[]
  /** In order. */
  figli: readonly Particella[]
}

export type Tipo = { semplice: TipoSemplice } | { complesso: TipoComplesso }

export interface Schema {
  namespace: string
  radici: ReadonlyMap<string, Tipo>
}

export class SchemaNonCapito extends Error {}

const XS = 'http://www.w3.org/2001/XMLSchema'

const figli = (el: Element): Element[] =>
  [...el.childNodes].filter(
    (n): n is Element => n.nodeType === Node.ELEMENT_NODE && (n as Element).localName !== 'annotation',
  )
const valore = (el: Element, nome: string) => el.getAttribute(nome) ?? undefined

export function leggiSchema(testo: string): Schema {
  let radice: Element | null = null
  try {
    const rifiuta = () => {
      throw new SchemaNonCapito('malformato')
    }
    radice = new DOMParser({ onError: rifiuta }).parseFromString(testo, 'text/xml').documentElement
  } catch {
    throw new SchemaNonCapito('Lo schema non è un XML ben formato.')
  }
  if (radice?.namespaceURI !== XS || radice.localName !== 'schema')
    throw new SchemaNonCapito('Il file non è uno schema XML (manca xs:schema).')
  return new Compilatore(radice).schema()
}

class Compilatore {
  private readonly radice: Element
  private readonly namespace: string
  private readonly semplici = new Map<string, Element>()
  private readonly complessi = new Map<string, Element>()
  private readonly fatti = new Map<string, Tipo>()

  constructor(radice: Element) {
    this.radice = radice
    soloAttributi(radice, ['targetNamespace', 'elementFormDefault', 'attributeFormDefault', 'version', 'id'])
    this.namespace = valore(radice, 'targetNamespace') ?? ''
    if (this.namespace && valore(radice, 'elementFormDefault') !== 'qualified')
      throw new SchemaNonCapito('Lo schema lascia gli elementi senza namespace, e Trama non sa applicarlo.')
    if (valore(radice, 'attributeFormDefault') === 'qualified')
      throw new SchemaNonCapito('Lo schema vuole attributi con namespace, e Trama non sa applicarlo.')
    for (const el of figli(radice)) {
      const nome = valore(el, 'name') ?? ''
      if (el.localName === 'simpleType') this.semplici.set(nome, el)
      else if (el.localName === 'complexType') this.complessi.set(nome, el)
      else if (el.localName !== 'element') nonCapito(el)
    }
  }

  schema(): Schema {
    const radici = figli(this.radice).filter((el) => el.localName === 'element')
    return {
      namespace: this.namespace,
      radici: new Map(radici.map((el) => [valore(el, 'name') ?? '', this.tipoDi(el)])),
    }
  }

  /** The type of an element: named or written in place. */
  private tipoDi(el: Element): Tipo {
    soloAttributi(el, ['name', 'type', 'minOccurs', 'maxOccurs', 'id'])
    const nome = valore(el, 'type')
    const dentro = figli(el)
    if (nome !== undefined) {
      if (dentro.length > 0) nonCapito(dentro[0]!)
      const locale = senzaPrefisso(nome)
      if (!this.complessi.has(locale) || this.predefinito(el, nome)) return { semplice: this.semplice(el, nome) }
      let fatto = this.fatti.get(locale)
      if (!fatto) {
        fatto = { complesso: this.complesso(this.complessi.get(locale)!) }
        this.fatti.set(locale, fatto)
      }
      return fatto
    }
    const [unico, altro] = dentro
    if (altro) nonCapito(altro)
    if (!unico) throw new SchemaNonCapito(`L’elemento ${valore(el, 'name')} non ha un tipo che Trama sappia applicare.`)
    if (unico.localName === 'complexType') return { complesso: this.complesso(unico) }
    return { semplice: this.sempliceDentro(unico) }
  }

  private complesso(el: Element): TipoComplesso {
    soloAttributi(el, ['name', 'id'])
    const attributi = new Map<string, AttributoSchema>()
    let particelle: Particella[] = []
    for (const f of figli(el)) {
      if (f.localName === 'sequence') particelle = this.sequenza(f)
      else if (f.localName === 'attribute') {
        const a = this.attributo(f)
        if (a) attributi.set(a.nome, a)
      } else nonCapito(f)
    }
    const obbligatori = [...attributi.values()].filter((a) => a.obbligatorio).map((a) => a.nome)
    return { attributi, obbligatori, figli: particelle }
  }

  private sequenza(el: Element): Particella[] {
    soloAttributi(el, ['id'])
    const particelle = figli(el).map((f): Particella => {
      if (f.localName !== 'element') nonCapito(f)
      const [min, max] = [valore(f, 'minOccurs') ?? '1', valore(f, 'maxOccurs') ?? '1']
      return {
        nome: valore(f, 'name') ?? '',
        min: Number(min),
        max: max === 'unbounded' ? Number.POSITIVE_INFINITY : Number(max),
        tipo: this.tipoDi(f),
      }
    })
    // the validator goes through a sequence once: a name that returns would need to look ahead
    if (new Set(particelle.map((p) => p.nome)).size < particelle.length)
      throw new SchemaNonCapito('Lo schema ripete un elemento nella stessa sequenza, e Trama non sa applicarlo.')
    return particelle
  }

  private attributo(el: Element): AttributoSchema | undefined {
    soloAttributi(el, ['name', 'type', 'use', 'id'])
    const uso = valore(el, 'use') ?? 'optional'
    if (uso === 'prohibited') return undefined
    const nome = valore(el, 'name') ?? ''
    const tipo = valore(el, 'type')
    const [dentro] = figli(el)
    const semplice =
      tipo !== undefined
        ? this.semplice(el, tipo)
        : dentro
          ? this.sempliceDentro(dentro)
          : { base: 'string' as const, restrizioni: [] }
    return { nome, tipo: semplice, ammette: ammette(semplice), obbligatorio: uso === 'required' }
  }

  private predefinito(el: Element, nome: string): Predefinito | undefined {
    const prefisso = nome.includes(':') ? nome.slice(0, nome.indexOf(':')) : null
    if (el.lookupNamespaceURI(prefisso) !== XS) return undefined
    const locale = senzaPrefisso(nome)
    const trovato = predefiniti.find((p) => p === locale)
    if (!trovato) throw new SchemaNonCapito(`Lo schema usa il tipo xs:${locale}, che Trama non sa applicare.`)
    return trovato
  }

  private semplice(el: Element, nome: string): TipoSemplice {
    const base = this.predefinito(el, nome)
    if (base) return { base, restrizioni: [] }
    const proprio = this.semplici.get(senzaPrefisso(nome))
    if (!proprio) throw new SchemaNonCapito(`Lo schema nomina il tipo ${nome} e non lo definisce.`)
    return this.sempliceDentro(proprio)
  }

  private sempliceDentro(el: Element): TipoSemplice {
    if (el.localName !== 'simpleType') nonCapito(el)
    const [restrizione, altro] = figli(el)
    if (restrizione?.localName !== 'restriction' || altro) nonCapito(altro ?? restrizione ?? el)
    const base = valore(restrizione!, 'base')
    if (base === undefined)
      throw new SchemaNonCapito('Lo schema ha una restrizione senza base, e Trama non sa applicarla.')
    const sopra = this.semplice(restrizione!, base)
    return { base: sopra.base, restrizioni: [...sopra.restrizioni, leggiRestrizione(restrizione!)] }
  }
}

function leggiRestrizione(el: Element): Restrizione {
  const valori: string[] = []
  const forme: RegExp[] = []
  const r: Restrizione = {}
  for (const f of figli(el)) {
    const v = valore(f, 'value') ?? ''
    if (f.localName === 'enumeration') valori.push(v)
    else if (f.localName === 'pattern') forme.push(pattern(v))
    else if (f.localName === 'length') r.lunghezza = Number(v)
    else if (f.localName === 'minLength') r.lunghezzaMinima = Number(v)
    else if (f.localName === 'maxLength') r.lunghezzaMassima = Number(v)
    else if (f.localName === 'minInclusive') r.minimo = Number(v)
    else if (f.localName === 'maxInclusive') r.massimo = Number(v)
    else nonCapito(f)
  }
  if (valori.length > 0) r.valori = new Set(valori)
  if (forme.length > 0) r.forme = forme
  return r
}

function pattern(v: string): RegExp {
  try {
    return traduciPattern(v)
  } catch (e) {
    if (e instanceof PatternNonCapito)
      throw new SchemaNonCapito(`Lo schema usa la forma «${v}», che Trama non sa applicare.`)
    throw e
  }
}

function nonCapito(el: Element): never {
  throw new SchemaNonCapito(`Lo schema usa xs:${el.localName}, che Trama non sa applicare.`)
}

function soloAttributi(el: Element, noti: readonly string[]): void {
  for (const a of el.attributes)
    if (!noti.includes(a.name) && a.namespaceURI !== 'http://www.w3.org/2000/xmlns/')
      throw new SchemaNonCapito(`Lo schema usa ${a.name} su xs:${el.localName}, che Trama non sa applicare.`)
}

const senzaPrefisso = (nome: string) => nome.slice(nome.indexOf(':') + 1)
