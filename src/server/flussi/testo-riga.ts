// A row of prestazione_dati as flat text: its values one after the other, in an order that never changes, instead of a JSON that repeats
// thirty names in each of a million rows. It is a third of the letters to write, to keep and to read back. What does not fit in it
// (further addresses, SINA, a value that holds a line end or the separator) is JSON, which its first letter tells.
import type { Cambio } from '../../shared/flussi/elabora.ts'
import { campiPianiPrestazione } from '../../shared/flussi/percorsi.ts'
import { type Beneficiario, type PrestazioneErogata, prestazioneDa } from '../../shared/flussi/prestazione.ts'
import type { Colonna } from './colonna.ts'

/** Unit separator: no key writes it, and normalising takes it away. */
export const SEPARA = '\x1f'

// Rows of years ago are read by these: a new field goes at the end of its list's last one, prestazione, and nothing ever moves.
const ANAGRAFICA = [
  'cognome',
  'nome',
  'annoNascita',
  'luogoNascita',
  'genere',
  'cittadinanza',
  'secondaCittadinanza',
] as const
const INDIRIZZO = ['regione', 'comune', 'nazione'] as const
const PRESTAZIONE = [
  'tipoOperazione',
  'presenzaProvaMezzi',
  'carattere',
  'numeroProtocolloDsu',
  'annoProtocolloDsu',
  'dataDsu',
  'codicePrestazione',
  'denominazionePrestazione',
  'protocolloDomanda',
  'dataEvento',
  'dataInizio',
  'dataFine',
  'dataErogazione',
  'importo',
  'periodoErogazione',
  'importoMensile',
  'importoQuotaEnte',
  'importoQuotaUtente',
  'importoQuotaSsn',
  'importoQuotaRichiesta',
  'importoSogliaIsee',
  'oreServizioMensile',
  'presaInCarico',
  'areaUtenza',
] as const

/** The path of each value, in order. */
export const POSTI: readonly string[] = [
  'beneficiario.codiceFiscale',
  ...ANAGRAFICA.map((k) => `beneficiario.anagrafica.${k}`),
  ...INDIRIZZO.map((k) => `beneficiario.indirizzi.0.${k}`),
  ...PRESTAZIONE,
]
const posti = new Map(POSTI.map((p, n) => [p, n]))
const NUMERI = POSTI.map((_, n) => String(n))

/** Where SQL finds a field in the flat text, counting from one; null where it stands only in JSON. */
export const postoDi = (percorso: string): number | null => {
  const n = posti.get(percorso)
  return n === undefined ? null : n + 1
}

/** Every field of one row has its place. */
export const senzaPosto = (): string[] =>
  campiPianiPrestazione.map((c) => c.percorso).filter((p) => !p.startsWith('sina.') && !posti.has(p))

const [SEPARATORE, A_CAPO] = [SEPARA.charCodeAt(0), 10]

/** Whether a text made of so many values comes back as them. Letter by letter: no search of the engine is as quick on short texts. */
function torna(s: string, valori: number): boolean {
  if (s[0] === '{' || s[0] === '[') return false
  let n = 1
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i)
    // nearly every letter is beyond both
    if (c > SEPARATORE) continue
    if (c === A_CAPO) return false
    if (c === SEPARATORE) n++
  }
  return n === valori
}

/** Straight into a column, as nearly every text goes; false, and nothing is added, where it would not come back. */
const versa = (pezzi: readonly string[], dove: Colonna): boolean => {
  const prima = pezzi[0]?.[0]
  return prima !== '{' && prima !== '[' && dove.aggiungiPezzi(pezzi)
}

// ---- the record ----------------------------------------------------------------------------------------------------------

const testo = (v: string | undefined) => v ?? ''

/** Of a person with one address. */
function dellaPersona(b: Beneficiario, indirizzo: Beneficiario['indirizzi'][number]): string[] {
  const v = [testo(b.codiceFiscale)]
  for (const k of ANAGRAFICA) v.push(testo(b.anagrafica[k]))
  for (const k of INDIRIZZO) v.push(testo(indirizzo[k]))
  return v
}

/** The data of a person as one text: the same ones make the same text, in whatever order they were found. */
export const scriviPersona = (b: Beneficiario): string => b.indirizzi.map((i) => dellaPersona(b, i).join(SEPARA)).join()

/** The values in their places, empty where there is none; undefined when the record has more than places. */
function valori(p: PrestazioneErogata): string[] | undefined {
  const [primo, altro] = p.beneficiario.indirizzi
  if (p.sina || !primo || altro) return undefined
  const v = dellaPersona(p.beneficiario, primo)
  for (const k of PRESTAZIONE) v.push(testo(p[k]))
  return v
}

export interface Scritto {
  record: string
  /** In their places: undefined where the record is JSON. */
  valori: readonly string[] | undefined
}

export function scriviRecord(p: PrestazioneErogata): Scritto {
  const v = valori(p)
  const piano = v?.join(SEPARA)
  return v && piano !== undefined && torna(piano, v.length)
    ? { record: piano, valori: v }
    : { record: JSON.stringify(p), valori: undefined }
}

/** The same into a column; the values in their places, undefined where it is JSON. */
export function versaRecord(p: PrestazioneErogata, dove: Colonna): Scritto['valori'] {
  const v = valori(p)
  if (v && versa(v, dove)) return v
  const scritto = scriviRecord(p)
  dove.aggiungi(scritto.record)
  return scritto.valori
}

/** The values of a flat record, in their places; undefined of one that is JSON. */
export const valoriPiani = (scritto: string): string[] | undefined =>
  scritto[0] === '{' ? undefined : scritto.split(SEPARA)

export function leggiRecord(scritto: string): PrestazioneErogata {
  if (scritto[0] === '{') return JSON.parse(scritto) as PrestazioneErogata
  const v = scritto.split(SEPARA)
  const b: Beneficiario = { anagrafica: {}, indirizzi: [{}] }
  if (v[0]) b.codiceFiscale = v[0]
  let n = 1
  for (const k of ANAGRAFICA) {
    const x = v[n++]
    if (x) b.anagrafica[k] = x
  }
  const indirizzo = b.indirizzi[0]!
  for (const k of INDIRIZZO) {
    const x = v[n++]
    if (x) indirizzo[k] = x
  }
  return prestazioneDa(b, v.slice(n))
}

// ---- its changes ------------------------------------------------------------------------------------------------------------

/** Instead of what a change made, when the record says the same. */
const COME_IL_RECORD = '='

/** The pieces of the text being written: one list for all of them. */
const pezzi: string[] = []

/** Four for each change; undefined where one says what cannot be told apart. */
function pezziDi(cambi: readonly Cambio[], valori: Scritto['valori']): readonly string[] | undefined {
  pezzi.length = 0
  for (const { campo, prima, dopo, regola } of cambi) {
    const posto = posti.get(campo)
    if (prima === '' || dopo === '' || dopo === COME_IL_RECORD) return undefined
    const uguale = posto !== undefined && dopo !== undefined && valori?.[posto] === dopo
    pezzi.push(
      posto === undefined ? campo : NUMERI[posto]!,
      testo(prima),
      uguale ? COME_IL_RECORD : testo(dopo),
      regola,
    )
  }
  return pezzi
}

/** Four texts each: field, before, after, rule. */
export function scriviCambi(cambi: readonly Cambio[], valori: Scritto['valori']): string {
  if (cambi.length === 0) return ''
  const s = pezziDi(cambi, valori)?.join(SEPARA)
  return s !== undefined && torna(s, cambi.length * 4) ? s : cambiInJson(cambi)
}

/** The same into a column. */
export function versaCambi(cambi: readonly Cambio[], valori: Scritto['valori'], dove: Colonna): void {
  const p = pezziDi(cambi, valori)
  if (!p || !versa(p, dove)) dove.aggiungi(scriviCambi(cambi, valori))
}

const cambiInJson = (cambi: readonly Cambio[]): string =>
  JSON.stringify(cambi.flatMap((c) => [c.campo, c.prima ?? null, c.dopo ?? null, c.regola]))

export function leggiCambi(scritti: string, record: string): Cambio[] {
  if (scritti === '') return []
  const json = scritti[0] === '['
  const v: (string | null)[] = json ? (JSON.parse(scritti) as (string | null)[]) : scritti.split(SEPARA)
  const valori = json ? [] : record.split(SEPARA)
  return Array.from({ length: v.length / 4 }, (_, n) => {
    const [dove, prima, dopo, regola] = v.slice(n * 4, n * 4 + 4)
    const posto = json ? Number.NaN : Number(dove)
    return {
      campo: Number.isNaN(posto) ? dove! : POSTI[posto]!,
      prima: prima || undefined,
      dopo: (!json && dopo === COME_IL_RECORD ? valori[posto] : dopo) || undefined,
      regola: regola as Cambio['regola'],
    }
  })
}

// ---- the cells ----------------------------------------------------------------------------------------------------------------

/** Cells as they were read. */
export function scriviCelle(celle: readonly string[]): string {
  const piane = celle.join(SEPARA)
  return torna(piane, celle.length) ? piane : JSON.stringify(celle)
}

/** The same into a column. */
export function versaCelle(celle: readonly string[], dove: Colonna): void {
  if (!versa(celle, dove)) dove.aggiungi(scriviCelle(celle))
}

/** The cells as they are kept: without what no text of the database may hold. */
export const conservate = (celle: string[]): string[] =>
  celle.every((c) => conservabile(c) === c) ? celle : celle.map(conservabile)

export const conservabile = (c: string): string =>
  c.isWellFormed() && !c.includes('\0') ? c : c.toWellFormed().replaceAll('\0', '')

export const leggiCelle = (scritte: string): string[] =>
  scritte[0] === '[' ? (JSON.parse(scritte) as string[]) : scritte.split(SEPARA)
