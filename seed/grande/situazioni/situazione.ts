// What a situation of the demonstration is, and the parts of a family that many of them have.
import type { Casa } from '../casa.ts'
import * as noti from '../noti.ts'

export interface Situazione {
  /** Out of five hundred. */
  quante: number
  /** Code of «area-utenza». */
  area: string
  componi(k: Casa): void
}

export type Situazioni = Readonly<Record<string, Situazione>>

export const figliDi = (k: Casa, quanti: number, etaMax: number, etaMin = 1) =>
  Array.from({ length: quanti }, () => {
    const sesso = k.caso.percento(50) ? 'M' : 'F'
    const eta = k.caso.tra(etaMin, etaMax)
    return k.persona({ sesso, eta, parentela: 'figlio', dati: noti.scolaro(k, eta) })
  })

/** Husband and wife with their parents dead or elsewhere: what the genogram needs for a third generation. */
export function nonni(k: Casa, figlio: number, linea: number) {
  const [nonno, nonna] = [
    k.persona({ sesso: 'M', eta: k.caso.tra(68, 84), linea, morto: k.caso.tra(1, 9) }),
    k.persona({ sesso: 'F', eta: k.caso.tra(67, 82), linea: linea + 2, dati: noti.anziano(k) }),
  ]
  k.unione(nonno, nonna, { dal: k.data(48), al: k.persone[nonno]!.dati['decesso.dal']!, esito: 'vedovanza' })
  k.figli([nonno, nonna], [figlio])
}
