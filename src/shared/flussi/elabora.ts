// What becomes of one record as it was read: what the ente taught, then normalised, then checked by schema and rules; and from
// the defects, where it stands. Pure: the reading of a file, the correction of one cell and the preview of a profile do the
// same, so what is seen before is what comes after.

import type { ContestoNormalizzazione } from './normalizza/campo.ts'
import type { Modifica, RegolaNormalizzazione, Segnalazione } from './normalizza/esito.ts'
import { DEL_PERIODO } from './normalizza/periodi.ts'
import { type Normalizzato, normalizzaPrestazione } from './normalizza/record.ts'
import { cambiaPercorso, leggiPercorso } from './percorsi.ts'
import type { PrestazioneErogata } from './prestazione.ts'
import { applica, type Contesto, type Difetto, type GravitaScelte, type InfoRegola } from './regole.ts'
import { regolaSchema } from './regole-flusso.ts'
import { regolePrestazione } from './regole-prestazione.ts'
import { centesimi, giorno, mesiToccati } from './valori.ts'

/** Rules that only the hub can ask, because they look at other records or at what INPS answered. */
export const regoleHub = {
  TR01: { id: 'TR01', segno: 'inf', titolo: 'La stessa prestazione non è già tra quelle dell’ente' },
  TR02: { id: 'TR02', segno: 'O', derogabile: true, titolo: 'INPS non ha respinto il flusso in cui è partita' },
  TR03: {
    id: 'TR03',
    segno: '?',
    titolo: 'Del minore non è già partita una scheda SINBA (INPS non dice come correggerla)',
  },
} as const satisfies Record<string, InfoRegola>

/** A change: by a rule of the normalisation, by one that the ente taught, by someone who corrected or put back. */
export interface Cambio extends Omit<Modifica, 'regola'> {
  regola: RegolaNormalizzazione | 'insegnata' | 'corretta' | 'ripristinata'
}

/** Field → what is written → what it means, for one ente. */
export type Insegnamenti = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What is asked of the ente, whatever the record. */
export interface ContestoEnte extends ContestoNormalizzazione {
  gravita: GravitaScelte
  insegnamenti: Insegnamenti
}

export interface ContestoElaborazione extends ContestoEnte {
  /** What the schema says of one record. */
  schema(p: PrestazioneErogata): { campo: string; frase: string; valore?: string | undefined }[]
  inviata?: Contesto['inviata']
}

export interface Elaborato<R> {
  record: R
  modifiche: Cambio[]
  difetti: Difetto[]
}
export type Elaborata = Elaborato<PrestazioneErogata>

/** What is done to the records of one layout; the rest is the same for all of them. */
interface Lavorazione<R, C> {
  /** One record in; one or more out. */
  normalizza(r: R, c: C, fermi: readonly string[]): Normalizzato<{ record: R; modifiche: Modifica[] }[]>
  controlla(r: R, segnalazioni: readonly Segnalazione[], c: C): Difetto[]
}

function insegna<R extends object>(r: R, insegnamenti: Insegnamenti, modifiche: Cambio[]): R {
  if (insegnamenti.size === 0) return r
  const record = JSON.parse(JSON.stringify(r)) as R
  for (const [campo, tabella] of insegnamenti) {
    const prima = leggiPercorso(record, campo)
    const dopo = prima === undefined ? undefined : tabella.get(prima.trim())
    if (dopo === undefined || dopo === prima) continue
    cambiaPercorso(record, campo, dopo)
    modifiche.push({ campo, prima, dopo: dopo === '' ? undefined : dopo, regola: 'insegnata' })
  }
  return record
}

/** Among the fields that stay as they are: all of them. Of an INPS file that is kept as it was written. */
export const TUTTO_FERMO = '*'

/** Fields in `fermi` stay as someone has put them. */
export function elaboraCon<R extends object, C extends ContestoEnte>(
  come: Lavorazione<R, C>,
  letta: R,
  c: C,
  fermi: readonly string[],
): Elaborato<R>[] {
  if (fermi.includes(TUTTO_FERMO)) return [{ record: letta, modifiche: [], difetti: come.controlla(letta, [], c) }]
  const insegnate: Cambio[] = []
  const n = come.normalizza(insegna(letta, c.insegnamenti, insegnate), c, fermi)
  if (fermi.length > 0) tieniFermi(letta, n, fermi)
  const comuni = insegnate.length === 0 ? n.modifiche : [...insegnate, ...n.modifiche]
  return n.record.map(({ record, modifiche: sue }) => ({
    record,
    modifiche: sue.length === 0 ? comuni : [...comuni, ...sue],
    difetti: come.controlla(record, n.segnalazioni, c),
  }))
}

/** Of a copy: records of one person share what normalising has made of it. */
function tieniFermi<R extends object>(
  letta: R,
  n: Normalizzato<{ record: R; modifiche: Modifica[] }[]>,
  fermi: readonly string[],
): void {
  // what is cut at 31 December is not whole again because somebody had wanted it so before
  const tagliata = n.record.length > 1
  const restano = fermi.filter((campo) => !(tagliata && DEL_PERIODO.has(campo)))
  const suoi = (m: Modifica) => !restano.includes(m.campo)
  n.record = n.record.map((parte) => {
    const record = JSON.parse(JSON.stringify(parte.record)) as R
    for (const campo of restano) cambiaPercorso(record, campo, leggiPercorso(letta, campo) ?? '')
    return { record, modifiche: parte.modifiche.filter(suoi) }
  })
  n.modifiche = n.modifiche.filter(suoi)
  n.segnalazioni = n.segnalazioni.filter((s) => !restano.includes(s.campo))
}

const DELLE_PRESTAZIONI: Lavorazione<PrestazioneErogata, ContestoElaborazione> = {
  normalizza: normalizzaPrestazione,
  controlla,
}

/** One record in; one for each calendar year out. */
export const elabora = (
  letta: PrestazioneErogata,
  c: ContestoElaborazione,
  fermi: readonly string[] = [],
): Elaborata[] => elaboraCon(DELLE_PRESTAZIONI, letta, c, fermi)

/** Defects of a record as it is now. */
function controlla(
  record: PrestazioneErogata,
  segnalazioni: readonly Segnalazione[],
  c: ContestoElaborazione,
): Difetto[] {
  const delloSchema = elencaDifetti(regolaSchema('PS_PSA_SINA'), c.schema(record), segnalazioni, c.gravita)
  const delleRegole = applica(regolePrestazione, record, c, c.gravita)
  return delloSchema.length === 0 ? delleRegole : [...delloSchema, ...delleRegole]
}

/** What schema and normalisation say: where both speak of a field, the normalisation says better why its value is not read. */
export function elencaDifetti(
  { id: regola, segno }: InfoRegola,
  delloSchema: readonly { campo: string; frase: string }[],
  segnalazioni: readonly Segnalazione[],
  scelte: GravitaScelte,
): Difetto[] {
  if (delloSchema.length + segnalazioni.length === 0) return []
  const detti = new Map(segnalazioni.map((s) => [s.campo, s]))
  const difetti = delloSchema.map(({ campo, frase }): Difetto => {
    const detta = detti.get(campo)
    detti.delete(campo)
    return { regola, segno, gravita: 'errore', derogabile: false, campo, frase: detta?.frase ?? frase }
  })
  for (const { regola: id, campo, frase } of detti.values()) {
    const gravita = scelte[id] ?? 'avviso'
    difetti.push({ regola: id, segno: 'inf', gravita, derogabile: gravita === 'avviso', campo, frase })
  }
  return difetti
}

// ---- where it stands -------------------------------------------------------------------------------------------------

/** Rules overridden, with the reason. */
export type Deroghe = Readonly<Record<string, { motivo: string; da: string; il: string }>>

export interface Posizione {
  stato: 'rifiutata' | 'da-completare' | 'pronta'
  errori: readonly string[]
  avvisi: readonly string[]
}

const PRONTA: Posizione = { stato: 'pronta', errori: [], avvisi: [] }

export function posizione(difetti: readonly Difetto[], deroghe: Deroghe = {}): Posizione {
  if (difetti.length === 0) return PRONTA
  const restano = difetti.filter((d) => !(d.derogabile && deroghe[d.regola]))
  const di = (gravita: Difetto['gravita']) => [
    ...new Set(restano.filter((d) => d.gravita === gravita).map((d) => d.regola)),
  ]
  const [errori, avvisi] = [di('errore'), di('avviso')]
  return { errori, avvisi, stato: errori.length > 0 ? 'rifiutata' : avvisi.length > 0 ? 'da-completare' : 'pronta' }
}

/** The month in which it begins or was given; undefined while no day can be read. */
export function periodoDi(p: PrestazioneErogata): string | undefined {
  const il = p.dataInizio ?? p.dataErogazione
  return giorno(il) ? il!.slice(0, 7) : undefined
}

/** DM 206/2014, art. 4: the means test decides the bank, not the code. */
export const bancaDi = (p: PrestazioneErogata): 'PSA' | 'PS' | undefined =>
  p.presenzaProvaMezzi === '1' ? 'PSA' : /^[234]$/.test(p.presenzaProvaMezzi ?? '') ? 'PS' : undefined

/** All the money of a record: of a periodic one, of each of its months. */
export function totaleDi(p: PrestazioneErogata): number | undefined {
  if (p.carattere !== '1') return centesimi(p.importo)
  const mensile = centesimi(p.importoMensile)
  if (mensile === undefined) return undefined
  const [dal, al] = [giorno(p.dataInizio), giorno(p.dataFine)]
  const mesi = /^\d{1,2}$/.test(p.periodoErogazione ?? '')
    ? Number(p.periodoErogazione)
    : dal && al && p.dataFine! >= p.dataInizio!
      ? mesiToccati(dal, al)
      : 1
  return mensile * mesi
}

/** What makes two records the same prestazione: to whom, what, for which application, when, how much. */
export const identita = (p: PrestazioneErogata): string =>
  [
    p.beneficiario.codiceFiscale,
    p.codicePrestazione,
    p.protocolloDomanda,
    p.carattere,
    p.dataInizio,
    p.dataFine,
    p.dataErogazione,
    p.importo,
    p.importoMensile,
  ].join('|')
