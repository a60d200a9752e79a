// Cuts a text that comes in pieces into the rows of a CSV. Of our own because of what a million rows cost: a row without quotes,
// nearly every one, is found and cut by the engine's own searches, which no library that goes letter by letter can match (a tenth
// of the time of csv-parse, bench/README.md). It takes what Italian offices exchange: line ends of every kind in one file, quotes that
// enclose separators and line ends, quotes that are letters like any other.

/** A cell was opened by a quote that nothing closes. */
export class VirgoletteAperte extends Error {}

export interface AscoltoRighe {
  riga(celle: string[]): void
  /** A line with nothing in it. */
  vuota(): void
}

/** Longer than any row: what is kept waiting for its end. */
const RIGA_MASSIMA = 32_767 * 8

const oltre = (posizione: number) => (posizione < 0 ? Number.POSITIVE_INFINITY : posizione)

export class TagliaRighe {
  private resto = ''
  private readonly separatore: string
  /** Empty where quotes are letters like any other. */
  private readonly virgolette: string

  constructor(separatore: string, virgolette: string) {
    this.separatore = separatore
    this.virgolette = virgolette
  }

  /** The rows that this piece completes; the last row of all ends with the text. */
  taglia(pezzo: string, ultimo: boolean, ascolto: AscoltoRighe): void {
    const t = this.resto === '' ? pezzo : this.resto + pezzo
    const { separatore, virgolette } = this
    let [da, lf, cr, chiusa] = [0, -1, -1, -1]
    while (da < t.length) {
      if (lf < da) lf = oltre(t.indexOf('\n', da))
      if (cr < da) cr = oltre(t.indexOf('\r', da))
      if (chiusa < da) chiusa = virgolette === '' ? Number.POSITIVE_INFINITY : oltre(t.indexOf(virgolette, da))
      const fine = Math.min(lf, cr, t.length)
      if (chiusa < fine) {
        const letta = this.conVirgolette(t, da, ultimo)
        if (!letta) break
        ascolto.riga(letta.celle)
        da = letta.dopo
        continue
      }
      // what ends here may go on in the next piece: the row, or the two characters that end it
      if (!ultimo && (fine === t.length || (fine === cr && fine + 1 === t.length))) break
      if (fine === da) ascolto.vuota()
      else ascolto.riga(t.slice(da, fine).split(separatore))
      da = fine === cr && lf === fine + 1 ? fine + 2 : fine + 1
    }
    this.resto = da < t.length ? t.slice(da) : ''
    if (this.resto.length > RIGA_MASSIMA) throw new VirgoletteAperte()
  }

  /** A row cell by cell; undefined when it goes on beyond the text. */
  private conVirgolette(t: string, da: number, ultimo: boolean): { celle: string[]; dopo: number } | undefined {
    const { separatore, virgolette } = this
    const celle: string[] = []
    for (let p = da; ; p += separatore.length) {
      let cella = ''
      if (t.startsWith(virgolette, p)) {
        const chiusa = this.chiusura(t, p, ultimo)
        if (chiusa === undefined) return undefined
        cella = t.slice(p + 1, chiusa).replaceAll(virgolette + virgolette, virgolette)
        p = chiusa + 1
        if (!ultimo && p + Math.max(2, separatore.length) > t.length) return undefined
        // something follows the quote that closes: both are letters like any other
        if (p < t.length && !this.termina(t, p)) cella = virgolette + cella + virgolette
        else {
          celle.push(cella)
          if (t.startsWith(separatore, p)) continue
          return { celle, dopo: dopoLaRiga(t, p) }
        }
      }
      const fine = fineCella(t, p, separatore)
      if (!ultimo && fine + Math.max(2, separatore.length) > t.length) return undefined
      celle.push(cella + t.slice(p, fine))
      p = fine
      if (!t.startsWith(separatore, p)) return { celle, dopo: dopoLaRiga(t, p) }
    }
  }

  /** Where the quote is that closes the one at `p`; a doubled one is a letter. */
  private chiusura(t: string, p: number, ultimo: boolean): number | undefined {
    const { virgolette } = this
    for (let qui = p + 1; ; qui += 2) {
      qui = t.indexOf(virgolette, qui)
      if (qui < 0) {
        if (ultimo) throw new VirgoletteAperte()
        return undefined
      }
      if (qui + 1 === t.length && !ultimo) return undefined
      if (t[qui + 1] !== virgolette) return qui
    }
  }

  private termina(t: string, p: number): boolean {
    return t[p] === '\n' || t[p] === '\r' || t.startsWith(this.separatore, p)
  }
}

function fineCella(t: string, da: number, separatore: string): number {
  const primo = separatore.charCodeAt(0)
  for (let p = da; p < t.length; p++) {
    const c = t.charCodeAt(p)
    if (c === 10 || c === 13 || (c === primo && t.startsWith(separatore, p))) return p
  }
  return t.length
}

const dopoLaRiga = (t: string, p: number) => (t[p] === '\r' && t[p + 1] === '\n' ? p + 2 : p + 1)
