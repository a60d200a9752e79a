// Periods and money over months and years (N21, N23): a prestazione that passes 31 December is one record a year, and an expense of the
// whole period becomes the amount of each month, whose shares add up, cent by cent, with what rounding leaves on the ente's own share.
// The whole amount never stands in two records: it would be sent twice.
import type { Giorno, PrestazioneErogata } from '../prestazione.ts'
import { centesimi, giorno, importoInParole, mesiDalGiorno, mesiToccati, scriviImporto } from '../valori.ts'
import type { Modifica, RegolaNormalizzazione, Segnalazione } from './esito.ts'
import { CENTESIMI } from './quote.ts'

export interface ParteAnno {
  dal: Giorno
  al: Giorno
  /** Calendar months touched. */
  mesi: number
}

/** A period cut at each 31 December; undefined when the days do not exist or are in the wrong order. */
export function tagliaAnni(dal: Giorno, al: Giorno): ParteAnno[] | undefined {
  const [primo, ultimo] = [giorno(dal), giorno(al)]
  if (!primo || !ultimo || al < dal) return undefined
  const parti: ParteAnno[] = []
  for (let anno = primo.anno; anno <= ultimo.anno; anno++) {
    const nellAnno = String(anno).padStart(4, '0')
    const da = anno === primo.anno ? dal : `${nellAnno}-01-01`
    const a = anno === ultimo.anno ? al : `${nellAnno}-12-31`
    parti.push({ dal: da, al: a, mesi: mesiToccati(giorno(da)!, giorno(a)!) })
  }
  return parti
}

/** An expense, in cents. */
export interface Spesa {
  totale: number
  quotaUtente: number
  quotaSsn: number
}

export interface Rata {
  /** Of each month, in cents. */
  mensile: number
  quotaEnte: number
  quotaUtente: number
  quotaSsn: number
}

/** Half up, for amounts that are never negative. */
const arrotonda = (n: number, su: number) => Math.floor((2 * n + su) / (2 * su))

/** What an expense is each month; the ente's share is what the others leave. */
export function rateizza({ totale, quotaUtente, quotaSsn }: Spesa, mesi: number): Rata {
  const mensile = arrotonda(totale, mesi)
  // each at most what is left: the last one, the ente's, is the remainder and never below zero
  const ssn = Math.min(arrotonda(quotaSsn, mesi), mensile)
  const utente = Math.min(arrotonda(quotaUtente, mesi), mensile - ssn)
  return { mensile, quotaEnte: mensile - ssn - utente, quotaUtente: utente, quotaSsn: ssn }
}

/** One of the records that a period makes, and what was changed in it. */
export interface Parte {
  record: PrestazioneErogata
  modifiche: Modifica[]
}

const QUOTE = ['importoQuotaEnte', 'importoQuotaUtente', 'importoQuotaSsn'] as const

/** The amount is of all the period: the one of each month is not written. */
function spesaIntera(p: PrestazioneErogata): Spesa | 'quote' | undefined {
  const totale = centesimi(p.importo)
  if (p.importoMensile !== undefined || totale === undefined || totale <= 0) return undefined
  const [ente, utente, ssn] = QUOTE.map((q) => (p[q] === undefined ? undefined : (centesimi(p[q]) ?? -1)))
  const [quotaUtente, quotaSsn] = [utente ?? 0, ssn ?? 0]
  const resta = totale - quotaUtente - quotaSsn
  // a difference of cents is rounding, as in N20
  const torna = ente === undefined || (ente >= 0 && Math.abs(ente - resta) <= CENTESIMI)
  return torna && Math.min(quotaUtente, quotaSsn, resta) >= 0 ? { totale, quotaUtente, quotaSsn } : 'quote'
}

/** Months of a period that stays in one year: as they are written, where they may be counted so (PS03c). */
function mesiScritti(p: PrestazioneErogata, { dal, al, mesi }: ParteAnno): number {
  const detti = /^\d{1,2}$/.test(p.periodoErogazione ?? '') ? Number(p.periodoErogazione) : mesi
  return detti >= Math.max(1, mesiDalGiorno(giorno(dal)!, giorno(al)!)) && detti <= mesi ? detti : mesi
}

function parte(p: PrestazioneErogata, anno: ParteAnno, rata: Rata | undefined, tagliata: boolean): Parte {
  const record = { ...p }
  const modifiche: Modifica[] = []
  const cambia = (
    campo: 'importo' | 'importoMensile' | 'dataInizio' | 'dataFine' | 'periodoErogazione' | (typeof QUOTE)[number],
    dopo: string | undefined,
    regola: RegolaNormalizzazione,
  ) => {
    const prima = record[campo]
    if (prima === dopo) return
    if (dopo === undefined) delete record[campo]
    else record[campo] = dopo
    modifiche.push({ campo, prima, dopo, regola })
  }
  const regola = rata ? 'N23' : 'N21'
  if (tagliata) {
    cambia('dataInizio', anno.dal, 'N21')
    cambia('dataFine', anno.al, 'N21')
  }
  cambia('periodoErogazione', String(anno.mesi), tagliata ? 'N21' : 'N23')
  cambia('importo', undefined, regola)
  if (!rata) return { record, modifiche }
  cambia('importoMensile', scriviImporto(rata.mensile), 'N23')
  const quota = (cent: number) => (cent > 0 ? scriviImporto(cent) : undefined)
  if (QUOTE.some((q) => p[q] !== undefined)) cambia('importoQuotaEnte', quota(rata.quotaEnte), 'N23')
  if (p.importoQuotaUtente !== undefined) cambia('importoQuotaUtente', scriviImporto(rata.quotaUtente), 'N23')
  if (p.importoQuotaSsn !== undefined) cambia('importoQuotaSsn', quota(rata.quotaSsn), 'N23')
  return { record, modifiche }
}

/** What cutting and dividing change. */
export const DEL_PERIODO: ReadonlySet<string> = new Set([
  'dataInizio',
  'dataFine',
  'periodoErogazione',
  'importo',
  'importoMensile',
  ...QUOTE,
])

/** A record, one for each year; itself when it stays in one and its amount is of each month, or somebody wants it whole. */
export function dividiPeriodo(
  p: PrestazioneErogata,
  fermi: readonly string[],
  segnala: (s: Segnalazione) => void,
): Parte[] {
  const intera = [{ record: p, modifiche: [] }]
  if (p.carattere !== '1' || p.dataInizio === undefined || p.dataFine === undefined) return intera
  const anni = tagliaAnni(p.dataInizio, p.dataFine)
  if (!anni) return intera
  const spesa = spesaIntera(p)
  if (spesa === 'quote') {
    const frase = `L’importo di ${importoInParole(centesimi(p.importo)!)} è di tutto il periodo, ma le quote non sommano a quello: correggile, e si divide per i mesi; oppure scrivi l’importo mensile.`
    segnala({ campo: 'importo', regola: 'N23', frase })
    return intera
  }
  const tagliata = anni.length > 1
  // somebody has put it back whole
  if (tagliata && (fermi.includes('dataInizio') || fermi.includes('dataFine'))) return intera
  if (!tagliata) {
    if (!spesa || fermi.includes('importo') || fermi.includes('importoMensile')) return intera
    anni[0]!.mesi = mesiScritti(p, anni[0]!)
  }
  const rata =
    spesa &&
    rateizza(
      spesa,
      anni.reduce((n, a) => n + a.mesi, 0),
    )
  return anni.map((a) => parte(p, a, rata, tagliata))
}
