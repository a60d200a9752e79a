// Reads XML from a stream of bytes, a piece at a time, whatever its length: elements, attributes and texts with their line,
// over `saxes` (ADR 0022). Refuses with a sentence what has no place in a file of flows and what is made to exhaust who
// reads: DOCTYPE (so no entity is ever expanded or fetched), unknown encodings, endless values, endless depth.
import { SaxesParser, type SaxesTagNS } from 'saxes'

/** The file cannot be read on from here; the sentence says what to do. */
export class FileIlleggibile extends Error {
  readonly riga: number | undefined
  constructor(frase: string, riga?: number) {
    super(frase)
    this.name = 'FileIlleggibile'
    this.riga = riga
  }
}

export interface Attributo {
  nome: string
  /** With its prefix, as written. */
  scritto: string
  namespace: string
  valore: string
}

export interface Elemento {
  nome: string
  namespace: string
  attributi: Attributo[]
  /** Where its tag begins, from 1. */
  riga: number
}

export interface AscoltoXml {
  apre(e: Elemento): void
  testo(testo: string, riga: number): void
  chiude(riga: number): void
}

/** No value of the layouts passes 200 characters. */
const CARATTERI_MASSIMI = 1_000_000
/** The deepest element of the layouts is at the sixth level. */
const LIVELLI_MASSIMI = 32

/** Yields after every piece, so that the caller can hand on what its listener has gathered. */
export async function* leggiXml(pezzi: AsyncIterable<Uint8Array>, ascolto: AscoltoXml): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: true })
  let dati = 0
  let ultimoEvento = 0
  let livello = 0
  let rigaInizio = 1
  const evento = () => {
    ultimoEvento = dati
  }
  parser.on('error', (e) => {
    const frase = /entity/i.test(e.message)
      ? `Alla riga ${parser.line} il file usa un’entità che Trama non accetta: fallo esportare senza entità proprie.`
      : `Alla riga ${parser.line} il file non è un XML ben formato: è incompleto o danneggiato, fallo esportare di nuovo.`
    throw new FileIlleggibile(frase, parser.line)
  })
  parser.on('doctype', () => {
    throw new FileIlleggibile(
      'Il file contiene un DOCTYPE, che Trama non accetta: fallo esportare senza, come lo vuole INPS.',
      parser.line,
    )
  })
  parser.on('opentagstart', () => {
    rigaInizio = parser.line
  })
  parser.on('opentag', (tag: SaxesTagNS) => {
    evento()
    if (++livello > LIVELLI_MASSIMI)
      throw new FileIlleggibile('Il file ha troppi livelli, uno dentro l’altro: non è un flusso INPS.', rigaInizio)
    ascolto.apre({
      nome: tag.local,
      namespace: tag.uri,
      attributi: Object.values(tag.attributes).map((a) => ({
        nome: a.local,
        scritto: a.name,
        namespace: a.uri,
        valore: a.value,
      })),
      riga: rigaInizio,
    })
  })
  parser.on('closetag', () => {
    evento()
    livello--
    ascolto.chiude(parser.line)
  })
  const testo = (t: string) => {
    evento()
    if (livello > 0) ascolto.testo(t, parser.line)
  }
  parser.on('text', testo)
  parser.on('cdata', testo)
  parser.on('comment', evento)

  for await (const pezzo of decodifica(pezzi)) {
    dati += pezzo.length
    parser.write(pezzo)
    if (dati - ultimoEvento > CARATTERI_MASSIMI)
      throw new FileIlleggibile(
        `Dalla riga ${parser.line} il file contiene un valore senza fine: non è un flusso INPS, o è danneggiato.`,
        parser.line,
      )
    yield
  }
  if (dati === 0) throw new FileIlleggibile('Il file è vuoto: controlla di aver scelto quello giusto.')
  parser.close()
  yield
}

const CODIFICHE: Record<string, string> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'iso-8859-1': 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
  'windows-1252': 'windows-1252',
}
/** Enough for an XML declaration, also in UTF-16. */
const TESTA = 256

/** Texts from bytes: by the byte order mark, by the declaration, or UTF-8 as XML wants. */
async function* decodifica(pezzi: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let attesa: Uint8Array = new Uint8Array()
  let decoder: TextDecoder | undefined
  let nome = ''
  const leggi = (pezzo?: Uint8Array) => {
    try {
      return pezzo ? decoder!.decode(pezzo, { stream: true }) : decoder!.decode()
    } catch {
      const come = nome === 'utf-8' ? 'in UTF-8' : `nella codifica che dichiara (${nome})`
      throw new FileIlleggibile(`Il file non è scritto ${come}: fallo esportare di nuovo in UTF-8.`)
    }
  }
  const scegli = (testa: Uint8Array) => {
    nome = codificaDi(testa)
    decoder = new TextDecoder(nome, { fatal: true })
  }
  for await (const pezzo of pezzi) {
    if (decoder) {
      yield leggi(pezzo)
      continue
    }
    attesa = attesa.length === 0 ? pezzo : Buffer.concat([attesa, pezzo])
    if (attesa.length < TESTA) continue
    scegli(attesa)
    yield leggi(attesa)
  }
  if (!decoder) {
    if (attesa.length === 0) return
    scegli(attesa)
    yield leggi(attesa)
  }
  yield leggi()
}

function codificaDi(testa: Uint8Array): string {
  const [a, b] = testa
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le'
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be'
  const inizio = Buffer.from(testa.subarray(0, TESTA)).toString('latin1')
  const detta = /^(?:ï»¿)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(inizio)?.[1]
  if (!detta) return 'utf-8'
  const codifica = CODIFICHE[detta.toLowerCase()]
  // declared as UTF-16, but its bytes are single: the declaration is wrong
  if (codifica?.startsWith('utf-16')) return 'utf-8'
  if (!codifica)
    throw new FileIlleggibile(
      `Il file dice di essere scritto in «${detta.slice(0, 40)}», che Trama non legge: fallo esportare in UTF-8.`,
    )
  return codifica
}
