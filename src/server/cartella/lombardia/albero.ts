// An XML tree as plain values, and its text. Hides the DOM of xmldom, which escapes and refuses what cannot be XML.
// What is absent is left out on the way: an attribute without value, a node that is undefined.
import { DOMImplementation, type Document, type Element, XMLSerializer } from '@xmldom/xmldom'

export interface Nodo {
  nome: string
  attributi: Readonly<Record<string, string | undefined>>
  figli: readonly Nodo[]
  testo?: string
}

export const nodo = (nome: string, attributi: Nodo['attributi'], ...figli: (Nodo | undefined)[]): Nodo => ({
  nome,
  attributi,
  figli: figli.filter((f) => f !== undefined),
})

/** An element with a text, or nothing where there is no text. */
export const nodoTesto = (nome: string, testo: string | undefined): Nodo | undefined =>
  testo === undefined ? undefined : { nome, attributi: {}, figli: [], testo }

/** Like `nodo`, but nothing where no child is left. */
export const gruppo = (nome: string, attributi: Nodo['attributi'], ...figli: (Nodo | undefined)[]) => {
  const pieno = nodo(nome, attributi, ...figli)
  return pieno.figli.length === 0 ? undefined : pieno
}

/** The document as text, indented: the blanks are between elements only, never inside a text. */
export function rendi(radice: Nodo, namespace: string, commento: string): string {
  const documento = new DOMImplementation().createDocument(namespace, '', null)
  const testo = new XMLSerializer().serializeToString(elemento(documento, radice, namespace, '\n'), {
    requireWellFormed: true,
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!-- ${commento} -->\n${testo}\n`
}

function elemento(documento: Document, n: Nodo, namespace: string, capo: string): Element {
  const el = documento.createElementNS(namespace, n.nome)
  for (const [nome, valore] of Object.entries(n.attributi)) if (valore !== undefined) el.setAttribute(nome, valore)
  for (const f of n.figli) {
    el.appendChild(documento.createTextNode(`${capo}  `))
    el.appendChild(elemento(documento, f, namespace, `${capo}  `))
  }
  if (n.figli.length > 0) el.appendChild(documento.createTextNode(capo))
  if (n.testo !== undefined) el.appendChild(documento.createTextNode(n.testo))
  return el
}
