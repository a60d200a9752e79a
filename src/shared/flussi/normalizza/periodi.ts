// Periods and money over months and years: a prestazione that passes 31 December is one record a year, and an expense becomes
// monthly amounts whose shares add up, cent by cent, with what rounding leaves on the ente's own share.
import type { Giorno, PrestazioneErogata } from '../prestazione.ts'
import { giorno, mesiToccati, scriviImporto } from '../valori.ts'

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

/** N21: a record whose amounts are monthly, one for each year; itself when it stays in one. */
export function dividiAnni(p: PrestazioneErogata): PrestazioneErogata[] {
  if (p.carattere !== '1' || p.dataInizio === undefined || p.dataFine === undefined) return [p]
  const parti = tagliaAnni(p.dataInizio, p.dataFine)
  if (!parti || parti.length < 2) return [p]
  return parti.map(({ dal, al, mesi }) => ({ ...p, dataInizio: dal, dataFine: al, periodoErogazione: String(mesi) }))
}

/** An expense over a period, in cents; the share of the ente is told, or is what the others leave. */
export interface Spesa {
  dal: Giorno
  al: Giorno
  totale: number
  quotaUtente?: number
  quotaSsn?: number
  /** In cents, or per cent of the expense. Without it, what the others leave. */
  quotaEnte?: number | { percento: number }
}

export interface Rata extends ParteAnno {
  /** Of each month, in cents. */
  mensile: number
  quotaEnte: number
  quotaUtente: number
  quotaSsn: number
}

/** Half up, for amounts that are never negative. */
const arrotonda = (n: number, su: number) => Math.floor((2 * n + su) / (2 * su))

/** Monthly amounts of an expense, year by year. Undefined when the shares are more than the whole, or the days are wrong. */
export function rateizza(s: Spesa): Rata[] | undefined {
  const parti = tagliaAnni(s.dal, s.al)
  const [utente, ssn] = [s.quotaUtente ?? 0, s.quotaSsn ?? 0]
  if (!parti || [s.totale, utente, ssn].some((n) => !Number.isSafeInteger(n) || n < 0)) return undefined
  const ente =
    s.quotaEnte === undefined
      ? s.totale - utente - ssn
      : typeof s.quotaEnte === 'number'
        ? s.quotaEnte
        : arrotonda(s.totale * s.quotaEnte.percento, 100)
  // who pays what is not told is the user, where the ente's share is
  const delUtente = s.quotaUtente ?? s.totale - ente - ssn
  if (ente < 0 || delUtente < 0 || ente + delUtente + ssn !== s.totale) return undefined
  const mesi = parti.reduce((n, p) => n + p.mesi, 0)
  const mensile = arrotonda(s.totale, mesi)
  // each at most what is left: the last one, the ente's, is the remainder and never below zero
  const quotaSsn = Math.min(arrotonda(ssn, mesi), mensile)
  const quotaUtente = Math.min(arrotonda(delUtente, mesi), mensile - quotaSsn)
  const quotaEnte = mensile - quotaSsn - quotaUtente
  return parti.map((p) => ({ ...p, mensile, quotaEnte, quotaUtente, quotaSsn }))
}

/** The fields of a record that an instalment fills; a share of zero of the ente or of the SSN is not written. */
export const campiRata = (r: Rata): Partial<PrestazioneErogata> => ({
  carattere: '1',
  dataInizio: r.dal,
  dataFine: r.al,
  periodoErogazione: String(r.mesi),
  importoMensile: scriviImporto(r.mensile),
  ...(r.quotaEnte > 0 && { importoQuotaEnte: scriviImporto(r.quotaEnte) }),
  importoQuotaUtente: scriviImporto(r.quotaUtente),
  ...(r.quotaSsn > 0 && { importoQuotaSsn: scriviImporto(r.quotaSsn) }),
})
