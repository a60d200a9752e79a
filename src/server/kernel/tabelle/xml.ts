// A scanner for the XML of workbook parts, fed piece by piece: it reports tags and text and keeps nothing. Prefixes
// are dropped (`x:row` is `row`: some programs write them), the five XML entities and character references decoded.
// A DOCTYPE is refused, so there are no entities to expand and nothing outside the file to fetch.
import { LIMITI, TabellaRifiutata } from './rifiuti.ts'

export interface Ascolto {
  /** `attributi` is the raw text between name and `>`: read what is needed with `attributo`. */
  apre(nome: string, attributi: string): void
  chiude(nome: string): void
  testo?(testo: string): void
}

/** No tag or text of a workbook is longer; bounds what is held while its end has not arrived. */
const PIU_LUNGO = LIMITI.caratteri * 12

export async function scorriXml(pezzi: AsyncIterable<Uint8Array>, ascolto: Ascolto): Promise<void> {
  for await (const _ of avanzaXml(pezzi, ascolto)) {
    // The listener has it all.
  }
}

/** Yields after every piece, so that the caller can hand on what its listener has gathered so far. */
export async function* avanzaXml(pezzi: AsyncIterable<Uint8Array>, ascolto: Ascolto): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let resto = ''
  let inizio = true
  let aperti = 0
  const { apre, chiude, testo } = ascolto

  /** Consumes all complete tokens of `s`; returns where the first incomplete one starts. */
  const consuma = (s: string): number => {
    let p = 0
    for (;;) {
      const t = s.indexOf('<', p)
      if (t < 0) return p
      if (t > p && testo) testo.call(ascolto, decodifica(s.slice(p, t)))
      const c = s.charCodeAt(t + 1)
      if (c === 0x21 || c === 0x3f) {
        // `<!` or `<?`: comment, CDATA, processing instruction, DOCTYPE
        const fine = c === 0x3f ? '?>' : s.startsWith('<!--', t) ? '-->' : s.startsWith('<![CDATA[', t) ? ']]>' : ''
        if (!fine) {
          if (s.length - t < 9) return t
          throw new TabellaRifiutata('contenuto-non-ammesso')
        }
        const f = s.indexOf(fine, t + 2)
        if (f < 0) return t
        if (fine === ']]>' && testo) testo.call(ascolto, s.slice(t + 9, f))
        p = f + fine.length
        continue
      }
      const f = fineTag(s, t)
      if (f < 0) return t
      if (c === 0x2f) {
        aperti--
        chiude.call(ascolto, senzaPrefisso(s.slice(t + 2, f).trimEnd()))
      } else {
        const vuoto = s.charCodeAt(f - 1) === 0x2f
        const corpo = s.slice(t + 1, vuoto ? f - 1 : f)
        const spazio = corpo.search(SPAZIO)
        const nome = senzaPrefisso(spazio < 0 ? corpo : corpo.slice(0, spazio))
        apre.call(ascolto, nome, spazio < 0 ? '' : corpo.slice(spazio))
        if (vuoto) chiude.call(ascolto, nome)
        else aperti++
      }
      p = f + 1
    }
  }

  const decodificaPezzo = (pezzo?: Uint8Array) => {
    try {
      return pezzo ? decoder.decode(pezzo, { stream: true }) : decoder.decode()
    } catch (errore) {
      throw new TabellaRifiutata('danneggiato', undefined, errore)
    }
  }
  for await (const pezzo of pezzi) {
    const s = resto + decodificaPezzo(pezzo)
    if (inizio && s.length > 0) {
      inizio = false
      if (!s.trimStart().startsWith('<')) throw new TabellaRifiutata('danneggiato')
    }
    resto = s.slice(consuma(s))
    if (resto.length > PIU_LUNGO) throw new TabellaRifiutata('cella-troppo-lunga')
    yield
  }
  resto += decodificaPezzo()
  if (inizio || aperti !== 0 || resto.trim() !== '') throw new TabellaRifiutata('danneggiato')
}

const SPAZIO = /\s/
const senzaPrefisso = (nome: string) => nome.slice(nome.indexOf(':') + 1)

/** The `>` that ends the tag at `t`, quoted attribute values skipped; -1 when it has not arrived yet. */
function fineTag(s: string, t: number): number {
  for (let i = t + 1; i < s.length; i++) {
    const c = s.charCodeAt(i)
    if (c === 0x3e) return i
    if (c === 0x22 || c === 0x27) {
      i = s.indexOf(c === 0x22 ? '"' : "'", i + 1)
      if (i < 0) return -1
    }
  }
  return -1
}

const ENTITA: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodifica(s: string): string {
  if (s.includes('\r')) s = s.replace(/\r\n?/g, '\n')
  if (!s.includes('&')) return s
  return s.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (_, esa, dec, nome) => {
    if (nome) {
      const c = ENTITA[nome]
      if (c === undefined) throw new TabellaRifiutata('contenuto-non-ammesso')
      return c
    }
    const codice = esa ? Number.parseInt(esa, 16) : Number(dec)
    if (codice > 0x10ffff) throw new TabellaRifiutata('danneggiato')
    return String.fromCodePoint(codice)
  })
}

const cercatori = new Map<string, RegExp>()

/** The value of one attribute of a start tag, its prefix ignored. */
export function attributo(attributi: string, nome: string): string | undefined {
  let cerca = cercatori.get(nome)
  if (!cerca) {
    cerca = new RegExp(`\\s(?:[\\w.-]+:)?${nome}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    cercatori.set(nome, cerca)
  }
  const m = cerca.exec(attributi)
  return m ? decodifica(m[1] ?? m[2] ?? '') : undefined
}
