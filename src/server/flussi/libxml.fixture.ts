// libxml2 (compiled to WebAssembly, a dependency of the tests alone) as the judge that is not us: what is well formed, what a
// schema says of a file, what two files have in common when written canonically.
import { XmlDocument, XmlElement, XmlText, XsdValidator } from 'libxml2-wasm'

export class Giudice {
  private readonly xsd: XmlDocument
  private readonly validator: XsdValidator

  constructor(schema: string) {
    this.xsd = XmlDocument.fromString(schema)
    this.validator = XsdValidator.fromDoc(this.xsd)
  }

  /** Why the file is not valid; undefined when it is. */
  rifiuto(testo: string): string | undefined {
    let documento: XmlDocument | undefined
    try {
      documento = XmlDocument.fromString(testo)
      this.validator.validate(documento)
      return undefined
    } catch (e) {
      return e instanceof Error ? e.message : String(e)
    } finally {
      documento?.dispose()
    }
  }

  chiudi(): void {
    this.validator.dispose()
    this.xsd.dispose()
  }
}

/** Canonical XML, the blanks between elements left out: the layouts have no text there. */
export function canonico(testo: string): string {
  const documento = XmlDocument.fromString(testo)
  try {
    return documento.canonicalizeToString({
      isVisible: (n, sopra) => !(n instanceof XmlText && n.content.trim() === '' && haElementi(sopra)),
    })
  } finally {
    documento.dispose()
  }
}

const FOGLIE = new Set(['CodicePrestazione', 'InvCiv', 'ComposizioneFamiglia'])
const haElementi = (n: unknown) => n instanceof XmlElement && !FOGLIE.has(n.name)
