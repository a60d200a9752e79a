// How long a benefit lasts, from what its version says: from which month it is paid, until when, and what may come after (a renewal, after
// a pause, some of them with another domanda). Only months of law are counted: what INPS has stopped before is said by whoever asks.
import { piuGiorni, piuMesi } from './giorni.ts'
import { type Contesto, type Fatti, Ignoto } from './linguaggio.ts'
import type { Segno } from './provenienza.ts'
import type { Accaduto } from './termini.rules.ts'
import { chiaveSosta, type VersioneCompilata } from './versione.rules.ts'

export interface Poi {
  /** How long it is. */
  mesi: number
  sosta: number
  /** The first day on which it may begin; null: whether the pause is there is not known. */
  nonPrima: string | null
  conDomanda: boolean
  testo: string
}
export interface DurataCalcolata {
  /** First and last day of what is paid now, or was paid last. */
  dal: string
  al: string
  /** Renewals that there have been, those asked with a domanda too. */
  rinnovi: number
  /** What may come after it; null: the version says of nothing else. */
  poi: Poi | null
}

const primo = (g: string) => `${g.slice(0, 8)}01`
const ultimoDi = (dal: string, mesi: number) => piuGiorni(piuMesi(dal, mesi), -1)

/** Whether the pause is there, in this household. */
function sosta(v: VersioneCompilata, n: number, fatti: Fatti): number | null {
  const r = v.definizione.durata.rinnovi[n]!
  const nodo = v.condizioni.get(chiaveSosta(n))
  if (!nodo) return r.sosta
  const contesto: Contesto = { fatti, componente: null, calcolati: new Map() }
  const senza = nodo(contesto)
  return senza instanceof Ignoto ? null : senza === true ? 0 : r.sosta
}

/** Which renewal comes after so many. */
function indice(v: VersioneCompilata, fatti: number): number | null {
  const { rinnovi } = v.definizione.durata
  if (fatti < rinnovi.length) return fatti
  return rinnovi.at(-1)?.ripete ? rinnovi.length - 1 : null
}

/** What may follow a benefit of which so many renewals have been made and whose last day is said. */
export function dopoLaFine(v: VersioneCompilata, rinnovi: number, al: string, fatti: Fatti): Poi | null {
  const n = indice(v, rinnovi)
  if (n === null) return null
  const r = v.definizione.durata.rinnovi[n]!
  const pausa = sosta(v, n, fatti)
  return {
    mesi: r.mesi,
    sosta: r.sosta,
    // the month of the last payment is over, then the pause
    nonPrima: pausa === null ? null : piuMesi(primo(al), 1 + pausa),
    conDomanda: r.conDomanda === true,
    testo: r.testo,
  }
}

/**
 * `accaduti`: what happened in the caso, renewals by the name `rinnovo`; `prima`: how many times it was had with earlier domande. Null where the version does not say from when it is paid, or
 * nothing has happened from which it is.
 */
export function durata(
  v: VersioneCompilata,
  accaduti: readonly Accaduto[],
  rinnovo: string,
  fatti: Fatti,
  prima = 0,
): DurataCalcolata | null {
  const { decorre, mesi, rinnovi } = v.definizione.durata
  if (!decorre) return null
  const giorni = (evento: string) =>
    accaduti
      .filter((a) => a.evento === evento)
      .map((a) => a.giorno)
      .sort()
  const da = decorre.eventi.flatMap((e) => giorni(e)[0] ?? [])[0]
  if (da === undefined) return null
  let dal = piuMesi(primo(da), decorre.mesiDopo)
  const gia = prima > 0 ? indice(v, prima - 1) : null
  let al = ultimoDi(dal, gia === null ? mesi : rinnovi[gia]!.mesi)
  let fatte = prima
  let ultimo: { mesi: number; nonPrima: string } | null = null
  for (const g of giorni(rinnovo)) {
    // within what a renewal has just begun it is that renewal, whose day was corrected: the later one holds
    if (!ultimo || primo(g) > al) {
      const poi = dopoLaFine(v, fatte, al, fatti)
      // one that the version does not know is not counted
      if (!poi) break
      ultimo = { mesi: poi.mesi, nonPrima: poi.nonPrima ?? piuMesi(primo(al), 1) }
      fatte++
    }
    // told before its time, or while it is still paid: it begins when it may
    dal = [primo(g), ultimo.nonPrima].sort()[1]!
    al = ultimoDi(dal, ultimo.mesi)
  }
  return { dal, al, rinnovi: fatte, poi: dopoLaFine(v, fatte, al, fatti) }
}

/** A rule read in an official text forbids; of any other it is told, and who decides decides. */
export const vieta = (segno: Segno): boolean => segno === 'O'

const italiano = (g: string) => g.split('-').reverse().join('/')

/**
 * Why a domanda comes too early after what the household has had, or once too often; null where nothing is against it, or where the
 * version does not say that it is asked again with a domanda. `fino`: the last day of what it had.
 */
export function troppoPresto(
  v: VersioneCompilata,
  giorno: string,
  avuto: { volte: number; fino: string },
  fatti: Fatti,
): string | null {
  if (avuto.volte === 0 || !v.definizione.durata.rinnovi.some((r) => r.conDomanda)) return null
  const finisce = `${avuto.fino >= giorno ? 'dura fino' : 'è durato fino'} al ${italiano(avuto.fino)}`
  const poi = dopoLaFine(v, avuto.volte - 1, avuto.fino, fatti)
  if (!poi) {
    const volte = avuto.volte === 1 ? 'una volta' : `${avuto.volte} volte`
    return `Il nucleo ha già avuto questo beneficio ${volte}, e ${finisce}: la misura non prevede di chiederlo ancora.`
  }
  return poi.nonPrima === null || giorno >= poi.nonPrima
    ? null
    : `Il beneficio che il nucleo ha avuto ${finisce}: se ne chiede un altro dal ${italiano(poi.nonPrima)}. ${poi.testo}`
}
