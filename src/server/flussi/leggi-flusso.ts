// From the elements of an INPS file to records, one at a time. Takes what it knows and leaves the rest: that something is
// missing, wrong or too much, the schema says. Values stay as they are written, so that what is written back is the same.
import {
  type Campo,
  campiAnagrafica,
  campiEnte,
  campiFlusso,
  campiIndirizzo,
  campiMinore,
  campiPrestazione,
  campiSina,
  campoCodiceFiscale,
} from '../../shared/flussi/campi.ts'
import type {
  Beneficiario,
  IdentificazioneFlusso,
  PrestazioneErogata,
  SchedaMinore,
  Sina,
} from '../../shared/flussi/prestazione.ts'
import type { Attributo, Elemento } from './lettore-xml.ts'

/** How the file opens: who sends, and what the root element carries besides its own namespace. */
export interface Intestazione extends IdentificazioneFlusso {
  radice: readonly (readonly [string, string])[]
}

/** Where a record stands in its file, from 1. */
export interface Posizione {
  beneficiario: number
  rigaBeneficiario: number
  /** Within the beneficiario; 1 for a card of SINBA. */
  prestazione: number
  riga: number
}

export interface AscoltoFlusso {
  intestazione(i: Intestazione): void
  prestazione(p: PrestazioneErogata, dove: Posizione): void
  minore(m: SchedaMinore, dove: Posizione): void
}

type Mappa = ReadonlyMap<string, string>
const mappa = (campi: Readonly<Record<string, Campo>>): Mappa =>
  new Map(Object.entries(campi).map(([chiave, c]) => [c.xml, chiave]))
const mappe = {
  flusso: mappa(campiFlusso),
  ente: mappa(campiEnte),
  beneficiario: new Map([[campoCodiceFiscale.xml, 'codiceFiscale']]),
  anagrafica: mappa(campiAnagrafica),
  indirizzo: mappa(campiIndirizzo),
  prestazione: mappa(campiPrestazione),
  sina: mappa(campiSina),
  minore: mappa(campiMinore),
}

function prendi<T extends object>(attributi: readonly Attributo[], m: Mappa, in_: T): T {
  const dati = in_ as Record<string, unknown>
  for (const a of attributi) {
    const chiave = a.namespace === '' ? m.get(a.nome) : undefined
    if (chiave !== undefined) dati[chiave] = a.valore
  }
  return in_
}

/** A list made to exhaust is cut: the schema has counted it already. */
const VOCI_MASSIME = 10_000
function con<T>(elenco: T[] | undefined, voce: T): T[] {
  const fino = elenco ?? []
  if (fino.length < VOCI_MASSIME) fino.push(voce)
  return fino
}

export class LettoreFlusso {
  private readonly ascolto: AscoltoFlusso
  private readonly aperti: string[] = []
  private radice: [string, string][] = []
  private intestazione: Intestazione | undefined
  private beneficiario: Beneficiario = { anagrafica: {}, indirizzi: [] }
  private prestazione: PrestazioneErogata | undefined
  private sina: Sina | undefined
  private minore: SchedaMinore | undefined
  /** The text of an element that holds one, while it is open. */
  private valore: string | undefined
  private dove: Posizione = { beneficiario: 0, rigaBeneficiario: 0, prestazione: 0, riga: 0 }

  constructor(ascolto: AscoltoFlusso) {
    this.ascolto = ascolto
  }

  apre(e: Elemento): void {
    const sopra = this.aperti.at(-1)
    this.aperti.push(e.nome)
    const { attributi, riga } = e
    switch (e.nome) {
      case 'Flusso':
        this.radice = attributi.filter((a) => a.scritto !== 'xmlns').map((a) => [a.scritto, a.valore])
        break
      case 'IdentificazioneFlusso':
        this.intestazione = prendi(attributi, mappe.flusso, { radice: this.radice, ente: {} })
        break
      case 'Ente':
        if (this.intestazione) prendi(attributi, mappe.ente, this.intestazione.ente)
        break
      case 'Beneficiario':
        this.beneficiario = prendi(attributi, mappe.beneficiario, { anagrafica: {}, indirizzi: [] })
        this.dove = { beneficiario: this.dove.beneficiario + 1, rigaBeneficiario: riga, prestazione: 0, riga }
        break
      case 'Anagrafica':
        prendi(attributi, mappe.anagrafica, this.beneficiario.anagrafica)
        break
      case 'Indirizzo':
        con(this.beneficiario.indirizzi, prendi(attributi, mappe.indirizzo, {}))
        break
      case 'PrestazioniSociali':
        this.prestazione = prendi(attributi, mappe.prestazione, { beneficiario: this.beneficiario })
        this.dove = { ...this.dove, prestazione: this.dove.prestazione + 1, riga }
        break
      case 'SINA':
        this.sina = prendi(attributi, mappe.sina, {})
        if (this.prestazione) this.prestazione.sina = this.sina
        break
      case 'SINBA':
        this.minore = prendi(attributi, mappe.minore, { prestazioni: [], famiglia: [] })
        this.dove = { beneficiario: this.dove.beneficiario + 1, rigaBeneficiario: riga, prestazione: 1, riga }
        break
      case 'CodicePrestazione':
      case 'InvCiv':
      case 'ComposizioneFamiglia':
        if (sopra !== 'PrestazioniSociali') this.valore = ''
        break
    }
  }

  testo(t: string): void {
    // what is longer than this, no record can hold and the schema refuses
    if (this.valore !== undefined && this.valore.length < 10_000) this.valore += t
  }

  chiude(): void {
    const nome = this.aperti.pop()
    if (this.valore !== undefined) this.chiudeValore(this.aperti.at(-1), this.valore)
    else if (nome === 'IdentificazioneFlusso' && this.intestazione) this.ascolto.intestazione(this.intestazione)
    else if (nome === 'PrestazioniSociali' && this.prestazione) {
      this.ascolto.prestazione(this.prestazione, this.dove)
      this.prestazione = undefined
    } else if (nome === 'SINA') this.sina = undefined
    else if (nome === 'SINBA' && this.minore) {
      this.ascolto.minore(this.minore, this.dove)
      this.minore = undefined
    }
  }

  private chiudeValore(gruppo: string | undefined, valore: string): void {
    if (gruppo === 'NecessitaInterventiSociali' && this.sina)
      this.sina.interventiNecessari = con(this.sina.interventiNecessari, valore)
    else if (gruppo === 'InvaliditaCivile' && this.sina)
      this.sina.invaliditaCivile = con(this.sina.invaliditaCivile, valore)
    else if (gruppo === 'Prestazioni' && this.minore) con(this.minore.prestazioni, valore)
    else if (gruppo === 'Famiglia' && this.minore) con(this.minore.famiglia, valore)
    this.valore = undefined
  }
}
