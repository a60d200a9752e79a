// Writes records as an INPS file, in pieces: the two layouts, in the order of the fields of the catalogue. Records that
// follow one another and share their beneficiario stand under one. What a text cannot hold in XML is an error here, not a
// damaged file at INPS's.
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
import type {
  Beneficiario,
  IdentificazioneFlusso,
  PrestazioneErogata,
  SchedaMinore,
  Sina,
} from '../../shared/flussi/prestazione.ts'
import type { Intestazione } from './leggi-flusso.ts'

type Scrive<T> = (dati: T) => string

/** Attributes of one element: keys and names are put together once, not for each of a million records. */
function attributi<T extends object>(campi: Readonly<Record<string, Campo>>): Scrive<T> {
  const coppie = Object.entries(campi).map(([chiave, c]) => [chiave, ` ${c.xml}="`] as const)
  return (dati) => {
    let s = ''
    for (const [chiave, inizio] of coppie) {
      const valore = (dati as Readonly<Record<string, unknown>>)[chiave]
      if (typeof valore === 'string') s += `${inizio}${protetto(valore)}"`
    }
    return s
  }
}

const scrive = {
  flusso: attributi<Omit<IdentificazioneFlusso, 'ente'>>(campiFlusso),
  ente: attributi<IdentificazioneFlusso['ente']>(campiEnte),
  beneficiario: attributi<Pick<Beneficiario, 'codiceFiscale'>>({ codiceFiscale: campoCodiceFiscale }),
  anagrafica: attributi<Beneficiario['anagrafica']>(campiAnagrafica),
  indirizzo: attributi<Beneficiario['indirizzi'][number]>(campiIndirizzo),
  prestazione: attributi<Omit<PrestazioneErogata, 'beneficiario' | 'sina'>>(campiPrestazione),
  sina: attributi<Sina>(campiSina),
  minore: attributi<Omit<SchedaMinore, 'prestazioni' | 'famiglia'>>(campiMinore),
}

const gruppo = (g: { xml: string; voce: Campo }, valori: readonly string[] | undefined) => {
  if (!valori || valori.length === 0) return ''
  const { xml } = g.voce
  let s = `<${g.xml}>`
  for (const v of valori) s += `<${xml}>${protetto(v)}</${xml}>`
  return `${s}</${g.xml}>`
}

function apriFlusso({ radice, ...i }: Apertura): string {
  const altri = (radice ?? []).map(([nome, valore]) => ` ${nome}="${protetto(valore)}"`).join('')
  return `<Flusso xmlns="${NAMESPACE}"${altri}>\n<IdentificazioneFlusso${scrive.flusso(i)}>\n<Ente${scrive.ente(i.ente)}/>\n</IdentificazioneFlusso>\n`
}

function apriBeneficiario(b: Beneficiario): string {
  let s = `<Beneficiario${scrive.beneficiario(b)}>\n<Anagrafica${scrive.anagrafica(b.anagrafica)}/>\n`
  for (const i of b.indirizzi) s += `<Indirizzo${scrive.indirizzo(i)}/>\n`
  return s
}

function prestazione(p: PrestazioneErogata): string {
  const testa = `<PrestazioniSociali${scrive.prestazione(p)}`
  if (!p.sina) return `${testa}/>\n`
  const dentro =
    gruppo(gruppiSina.interventiNecessari, p.sina.interventiNecessari) +
    gruppo(gruppiSina.invaliditaCivile, p.sina.invaliditaCivile)
  const sina = `<SINA${scrive.sina(p.sina)}${dentro ? `>${dentro}</SINA>` : '/>'}`
  return `${testa}>\n${sina}\n</PrestazioniSociali>\n`
}

const minore = (m: SchedaMinore) =>
  `<SINBA${scrive.minore(m)}>\n${gruppo(gruppiMinore.prestazioni, m.prestazioni)}\n${gruppo(gruppiMinore.famiglia, m.famiglia)}\n</SINBA>\n`

export const FINE_BENEFICIARIO = '</Beneficiario>\n'
const FINE = '</Flusso>\n'
/** Characters of a piece: fewer, larger writes. */
const PEZZO = 64 * 1024

export type Sequenza<T> = Iterable<T> | AsyncIterable<T>

/** Told of each record before it is written, and of the end: what validates on the way. */
export interface Osserva<T> {
  record(r: T): void
  fine(): void
}

const eAsincrona = <T>(r: Sequenza<T>): r is AsyncIterable<T> => Symbol.asyncIterator in r

const LOTTO = 256

/** Records in lots: waiting for each of a million that is already there would cost more than writing it. */
async function* aLotti<T>(record: Sequenza<T>): AsyncGenerator<readonly T[]> {
  if (eAsincrona(record)) {
    for await (const r of record) yield [r]
    return
  }
  let lotto: T[] = []
  for (const r of record) {
    if (lotto.push(r) < LOTTO) continue
    yield lotto
    lotto = []
  }
  yield lotto
}

type Apertura = IdentificazioneFlusso & Partial<Pick<Intestazione, 'radice'>>

export async function* scriviPrestazioni(
  intestazione: Apertura,
  prestazioni: Sequenza<PrestazioneErogata>,
  osserva?: Osserva<PrestazioneErogata>,
): AsyncGenerator<string> {
  let s = apriFlusso(intestazione)
  let sotto: Beneficiario | undefined
  for await (const lotto of aLotti(prestazioni))
    for (const p of lotto) {
      osserva?.record(p)
      if (p.beneficiario !== sotto) {
        if (sotto) s += FINE_BENEFICIARIO
        sotto = p.beneficiario
        s += apriBeneficiario(sotto)
      }
      s += prestazione(p)
      if (s.length < PEZZO) continue
      yield s
      s = ''
    }
  osserva?.fine()
  yield s + (sotto ? FINE_BENEFICIARIO : '') + FINE
}

export async function* scriviMinori(
  intestazione: Apertura,
  minori: Sequenza<SchedaMinore>,
  osserva?: Osserva<SchedaMinore>,
): AsyncGenerator<string> {
  let s = apriFlusso(intestazione)
  for await (const lotto of aLotti(minori))
    for (const m of lotto) {
      osserva?.record(m)
      s += minore(m)
      if (s.length < PEZZO) continue
      yield s
      s = ''
    }
  osserva?.fine()
  yield s + FINE
}

/** The same file in pieces that the caller asks for, its head apart: the name of a flow is known when it is whole. */
export const testaFlusso = (i: IdentificazioneFlusso): string => apriFlusso(i)

export const codaFlusso = (conRecord: boolean): string => (conRecord ? FINE_BENEFICIARIO : '') + FINE

/** Under whom a record stands: the first of the file, another person than the one before, the same. */
export type Sotto = 'primo' | 'altro' | 'stesso'

/** A record, with its beneficiario where that is not the one before. */
export function scriviPrestazione(p: PrestazioneErogata, sotto: Sotto): string {
  if (sotto === 'stesso') return prestazione(p)
  return (sotto === 'altro' ? FINE_BENEFICIARIO : '') + apriBeneficiario(p.beneficiario) + prestazione(p)
}

/** A text holds a character that XML cannot. */
export class CarattereImpossibile extends Error {
  constructor(valore: string) {
    super(`Il valore «${valore.slice(0, 40)}» contiene un carattere invisibile che un XML non può portare: riscrivilo.`)
    this.name = 'CarattereImpossibile'
  }
}

/** Printable, and none of the four that XML protects: nearly every value. Written so that the engine has no classes to look up. */
export const CARATTERI_PIANI = " !#-%'-;=?-~\u00a0-\ud7ff\ue000-\ufffd"
const PIANO = new RegExp(`^[${CARATTERI_PIANI}]*$`)
const NOMI: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

export function protetto(valore: string): string {
  if (PIANO.test(valore)) return valore
  const impossibile = [...valore].some((c) => (c < ' ' && !NOMI[c]) || c === '\ufffe' || c === '\uffff')
  if (impossibile || !valore.isWellFormed()) throw new CarattereImpossibile(valore)
  return valore.replace(/[&<>"\t\n\r]/g, (c) => NOMI[c]!)
}
