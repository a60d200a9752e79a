// Validates records while they are written: the same validator that reads files, fed with the same elements that the writer
// makes, without reading the text again. A test holds the two together: what is said here is what reading back would say.
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
  gruppiMinore,
  gruppiSina,
  NAMESPACE,
} from '../../shared/flussi/campi.ts'
import { campoDalFile } from '../../shared/flussi/percorsi.ts'
import type {
  Beneficiario,
  IdentificazioneFlusso,
  PrestazioneErogata,
  SchedaMinore,
} from '../../shared/flussi/prestazione.ts'
import { type Conforme, conforme } from './conforme.ts'
import type { Attributo } from './lettore-xml.ts'
import type { Schema } from './schema-xsd.ts'
import { type Sequenza, scriviMinori, scriviPrestazioni } from './scrivi-flusso.ts'
import { type DifettoSchema, Validatore } from './validatore.ts'

/** `riga` is the number of the record, from 1: a file that is being written has no lines yet. */
export type DiceDifetto = (d: DifettoSchema) => void

function attributi(campi: Readonly<Record<string, Campo>>): (dati: object) => Attributo[] {
  const coppie = Object.entries(campi).map(([chiave, c]) => [chiave, c.xml] as const)
  return (dati) => {
    const fuori: Attributo[] = []
    for (const [chiave, nome] of coppie) {
      const valore = (dati as Readonly<Record<string, unknown>>)[chiave]
      if (typeof valore === 'string') fuori.push({ nome, scritto: nome, namespace: '', valore })
    }
    return fuori
  }
}

const di = {
  flusso: attributi(campiFlusso),
  ente: attributi(campiEnte),
  beneficiario: attributi({ codiceFiscale: campoCodiceFiscale }),
  anagrafica: attributi(campiAnagrafica),
  indirizzo: attributi(campiIndirizzo),
  prestazione: attributi(campiPrestazione),
  sina: attributi(campiSina),
  minore: attributi(campiMinore),
}

class Convalida {
  private readonly v: Validatore
  private readonly buono: Conforme
  private numero = 0
  private sotto: Beneficiario | undefined

  constructor(schema: Schema, i: IdentificazioneFlusso, dice: DiceDifetto) {
    this.v = new Validatore(schema, dice)
    this.buono = conforme(schema)
    this.apre('Flusso', [])
    this.apre('IdentificazioneFlusso', di.flusso(i))
    this.vuoto('Ente', di.ente(i.ente))
    this.chiude()
  }

  prestazione(p: PrestazioneErogata): void {
    this.numero++
    if (p.beneficiario !== this.sotto) {
      if (this.sotto) this.chiude()
      this.sotto = p.beneficiario
      this.apre('Beneficiario', di.beneficiario(this.sotto))
      if (this.buono.anagrafica(this.sotto.anagrafica)) this.v.conta('Anagrafica', this.numero)
      else this.vuoto('Anagrafica', di.anagrafica(this.sotto.anagrafica))
      for (const i of this.sotto.indirizzi)
        if (this.buono.indirizzo(i)) this.v.conta('Indirizzo', this.numero)
        else this.vuoto('Indirizzo', di.indirizzo(i))
    }
    if (this.buono.prestazione(p)) {
      this.v.conta('PrestazioniSociali', this.numero)
      return
    }
    this.apre('PrestazioniSociali', di.prestazione(p))
    if (p.sina) {
      this.apre('SINA', di.sina(p.sina))
      this.gruppo(gruppiSina.interventiNecessari, p.sina.interventiNecessari)
      this.gruppo(gruppiSina.invaliditaCivile, p.sina.invaliditaCivile)
      this.chiude()
    }
    this.chiude()
  }

  minore(m: SchedaMinore): void {
    this.numero++
    this.apre('SINBA', di.minore(m))
    this.gruppo(gruppiMinore.prestazioni, m.prestazioni)
    this.gruppo(gruppiMinore.famiglia, m.famiglia)
    this.chiude()
  }

  fine(): void {
    if (this.sotto) this.chiude()
    this.chiude()
  }

  /** As the writer: a group of none is not written. */
  private gruppo(g: { xml: string; voce: Campo }, valori: readonly string[] | undefined): void {
    if (!valori || valori.length === 0) return
    this.apre(g.xml, [])
    for (const valore of valori) {
      this.apre(g.voce.xml, [])
      this.v.testo(valore, this.numero)
      this.chiude()
    }
    this.chiude()
  }

  private apre(nome: string, attributi: Attributo[]): void {
    this.v.apre({ nome, namespace: NAMESPACE, attributi, riga: this.numero })
  }

  private vuoto(nome: string, attributi: Attributo[]): void {
    this.apre(nome, attributi)
    this.chiude()
  }

  private chiude(): void {
    this.v.chiude(this.numero)
  }
}

/** Like `scriviPrestazioni`, telling on the way what the schema does not take. */
export function scriviPrestazioniConvalidate(
  schema: Schema,
  i: IdentificazioneFlusso,
  prestazioni: Sequenza<PrestazioneErogata>,
  dice: DiceDifetto,
): AsyncGenerator<string> {
  const c = new Convalida(schema, i, dice)
  return scriviPrestazioni(i, prestazioni, { record: (p) => c.prestazione(p), fine: () => c.fine() })
}

/** Like `scriviMinori`, telling on the way what the schema does not take. */
export function scriviMinoriConvalidati(
  schema: Schema,
  i: IdentificazioneFlusso,
  minori: Sequenza<SchedaMinore>,
  dice: DiceDifetto,
): AsyncGenerator<string> {
  const c = new Convalida(schema, i, dice)
  return scriviMinori(i, minori, { record: (m) => c.minore(m), fine: () => c.fine() })
}

export interface DifettoDiCampo {
  /** As in percorsi.ts; empty where it is about the record as a whole. */
  campo: string
  frase: string
  valore: string | undefined
}

/** What the schema says of one record at a time, without a file: each under a beneficiario of its own. */
export function controlloSchema(schema: Schema): (p: PrestazioneErogata) => DifettoDiCampo[] {
  let trovati: DifettoDiCampo[] = []
  const c = new Convalida(schema, { nome: '', ente: {} }, (d) =>
    trovati.push({ campo: campoDalFile(d.percorso), frase: d.frase, valore: d.valore }),
  )
  const { record: buono } = conforme(schema)
  return (p) => {
    trovati = []
    if (buono(p)) return trovati
    c.prestazione({ ...p, beneficiario: { ...p.beneficiario } })
    return trovati
  }
}

/** What the schema says of who sends, before anything is sent: a field of campiEnte for each defect. */
export function difettiEnte(schema: Schema, i: IdentificazioneFlusso): { campo: string; frase: string }[] {
  const trovati: { campo: string; frase: string }[] = []
  const perXml = new Map(Object.entries(campiEnte).map(([chiave, c]) => [c.xml, chiave]))
  new Convalida(schema, i, (d) =>
    trovati.push({ campo: perXml.get(/@(\w+)$/.exec(d.percorso)?.[1] ?? '') ?? '', frase: d.frase }),
  )
  return trovati
}

const campiDelMinore: ReadonlyMap<string, string> = new Map([
  ...Object.entries(campiMinore).map(([chiave, c]) => [`/@${c.xml}`, chiave] as const),
  ...Object.entries(gruppiMinore).map(([chiave, g]) => [`/${g.xml}`, chiave] as const),
])

/** What the schema says of one card of SINBA at a time. */
export function controlloMinori(schema: Schema): (m: SchedaMinore) => DifettoDiCampo[] {
  let trovati: DifettoDiCampo[] = []
  const c = new Convalida(schema, { nome: '', ente: {} }, (d) => {
    const sotto = d.percorso.replace(/^\/Flusso\/SINBA(\[\d+\])?/, '')
    const campo = campiDelMinore.get(sotto) ?? campiDelMinore.get(/^\/\w+/.exec(sotto)?.[0] ?? '') ?? mancante(d.frase)
    trovati.push({ campo, frase: d.frase, valore: d.valore })
  })
  return (m) => {
    trovati = []
    c.minore(m)
    return trovati
  }
}

/** The group that is missing stands in the sentence: it has no place of its own. */
const mancante = (frase: string): string =>
  Object.entries(gruppiMinore).find(([, g]) => frase.includes(`l’elemento ${g.xml}:`))?.[0] ?? ''
