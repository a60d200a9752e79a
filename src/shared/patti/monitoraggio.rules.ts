// After a pact is signed: how a support goes, how a meeting goes, when the next one is, and how results and commitments move.
import type { Transizioni } from '../kernel/transizioni.ts'
import { piuGiorni } from '../misure/giorni.ts'

export const statiSostegno = ['previsto', 'in-attesa', 'attivo', 'concluso', 'interrotto', 'non-attivato'] as const
export type StatoSostegno = (typeof statiSostegno)[number]
export const nomiStatoSostegno: Readonly<Record<StatoSostegno, string>> = {
  previsto: 'Previsto',
  'in-attesa': 'In lista d’attesa',
  attivo: 'Attivo',
  concluso: 'Concluso',
  interrotto: 'Interrotto',
  'non-attivato': 'Non attivato',
}
export const transizioniSostegno = {
  'metti-in-attesa': { da: ['previsto'], a: 'in-attesa', altrimenti: 'Si mette in attesa un sostegno previsto.' },
  attiva: {
    da: ['previsto', 'in-attesa', 'interrotto'],
    a: 'attivo',
    altrimenti: 'Si attiva un sostegno previsto, in attesa o interrotto.',
  },
  interrompi: { da: ['attivo'], a: 'interrotto', altrimenti: 'Si interrompe un sostegno attivo.' },
  concludi: { da: ['attivo', 'interrotto'], a: 'concluso', altrimenti: 'Si conclude un sostegno che è stato attivo.' },
  'non-attivare': {
    da: ['previsto', 'in-attesa'],
    a: 'non-attivato',
    altrimenti: 'Il sostegno è già stato attivato: concludilo o interrompilo.',
  },
} as const satisfies Transizioni<StatoSostegno, string>
export type AttoSostegno = keyof typeof transizioniSostegno
export const attiSostegno = Object.keys(transizioniSostegno) as AttoSostegno[]
export const nomiAttoSostegno: Readonly<Record<AttoSostegno, string>> = {
  'metti-in-attesa': 'Metti in lista d’attesa',
  attiva: 'Attiva',
  interrompi: 'Interrompi',
  concludi: 'Concludi',
  'non-attivare': 'Non si attiva',
}
/** Acts that must say why. */
export const vuoleMotivo = (a: AttoSostegno): boolean => a === 'interrompi' || a === 'non-attivare'

/**
 * Why there is no place for a support of the catalogue, or it is of who asked before; null where there is. It warns: who decides may go on.
 * `davanti`: how many wait before it; null where it does not wait, and then it comes after all of them.
 */
export function senzaPosto(x: {
  posti: number | null
  attivi: number
  inAttesa: number
  davanti: number | null
}): string | null {
  if (x.posti === null) return null
  const liberi = x.posti - x.attivi
  if (liberi <= 0) return `I posti sono tutti occupati: ${x.attivi} su ${x.posti}.`
  const davanti = x.davanti ?? x.inAttesa
  return davanti < liberi
    ? null
    : `Chi attende da prima viene prima: ${davanti} in attesa, ${liberi} ${liberi === 1 ? 'posto libero' : 'posti liberi'}.`
}

/** Why what a support has given in some days cannot be written, and in which field that is; null when it can. */
export function erogazioneImpedita(
  x: {
    attivoDal: string | null
    finitoIl: string | null
    interruzioni?: readonly { dal: string; al: string }[] | undefined
  },
  e: { dal: string; al: string; ore?: number | null | undefined; costo?: number | null | undefined },
  altre: readonly { dal: string; al: string }[],
  oggi: string,
): { campo: 'dal' | 'al' | 'ore'; perche: string } | null {
  if (!x.attivoDal)
    return { campo: 'dal', perche: 'Il sostegno non è ancora cominciato: attivalo, poi registra ciò che dà.' }
  if ((e.ore ?? null) === null && (e.costo ?? null) === null)
    return { campo: 'ore', perche: 'Scrivi le ore, il costo, o tutti e due.' }
  if (e.al < e.dal) return { campo: 'al', perche: 'L’ultimo giorno viene prima del primo.' }
  if (e.al > oggi) return { campo: 'al', perche: 'Si registra ciò che è già stato dato.' }
  if (e.dal < x.attivoDal) return { campo: 'dal', perche: 'La data viene prima dell’inizio del sostegno.' }
  if (x.finitoIl && e.al > x.finitoIl) return { campo: 'al', perche: 'La data viene dopo la fine del sostegno.' }
  if (x.interruzioni?.some((g) => g.dal <= e.al && e.dal <= g.al))
    return {
      campo: 'dal',
      perche: 'In alcuni di questi giorni il sostegno era interrotto: registra quelli di prima e quelli di dopo.',
    }
  if (e.dal.slice(0, 4) !== e.al.slice(0, 4))
    return {
      campo: 'al',
      perche: 'I giorni sono di un anno solo, perché i rendiconti sono di un anno: registrane due.',
    }
  if (altre.some((a) => a.dal <= e.al && e.dal <= a.al))
    return {
      campo: 'dal',
      perche: 'In questi giorni c’è già qualcosa di registrato: toglilo, oppure scegli altri giorni.',
    }
  return null
}

export const statiIncontro = ['previsto', 'tenuto', 'non-tenuto', 'annullato'] as const
export type StatoIncontro = (typeof statiIncontro)[number]
export const nomiStatoIncontro: Readonly<Record<StatoIncontro, string>> = {
  previsto: 'Previsto',
  tenuto: 'Tenuto',
  'non-tenuto': 'Non tenuto',
  annullato: 'Annullato',
}
export const transizioniIncontro = {
  sposta: { da: ['previsto'], a: 'previsto', altrimenti: 'Si sposta un incontro non ancora tenuto.' },
  tieni: { da: ['previsto'], a: 'tenuto', altrimenti: 'Di questo incontro è già registrato come è andato.' },
  manca: { da: ['previsto'], a: 'non-tenuto', altrimenti: 'Di questo incontro è già registrato come è andato.' },
  annulla: { da: ['previsto'], a: 'annullato', altrimenti: 'Si annulla un incontro non ancora tenuto.' },
} as const satisfies Transizioni<StatoIncontro, string>

/** Who was missing and is justified, each with his reason and what proves it. */
export interface Giustificato {
  componenteId: string
  motivo: string
  documento?: string | null | undefined
}

/**
 * How a meeting went for the caso: justified where all those who were missing are. Where it was not held and nobody is missing it is the service that did not hold it: null, and
 * nothing is said of the family.
 */
export const esitoDi = (i: {
  tenuto: boolean
  assenti: readonly string[]
  giustificati?: readonly Giustificato[] | undefined
}): 'tenuto' | 'assente' | 'giustificato' | null =>
  i.tenuto
    ? 'tenuto'
    : i.assenti.length === 0
      ? null
      : i.assenti.every((c) => i.giustificati?.some((g) => g.componenteId === c))
        ? 'giustificato'
        : 'assente'

export interface IncontroBreve {
  stato: StatoIncontro
  previstoIl: string
  tenutoIl: string | null
}

/** Days of a plan: the first, then one each so many days, until the end. */
export function giorniDelPiano(primo: string, ogni: number, quanti: number): string[] {
  return Array.from({ length: Math.max(0, quanti) }, (_, n) => piuGiorni(primo, n * Math.max(1, ogni)))
}

export interface Prossimo {
  giorno: string
  /** Planned, or only due by the frequency that the pact says. */
  pianificato: boolean
  luce: 'verde' | 'giallo' | 'scaduto'
}
/** The next meeting: the first that is planned; where none is, the day by which the pact wants one. */
export function prossimoIncontro(
  incontri: readonly IncontroBreve[],
  piano: { primo: string | null; giorni: number | null },
  oggi: string,
  preavviso = 7,
): Prossimo | null {
  const luce = (g: string): Prossimo['luce'] =>
    g < oggi ? 'scaduto' : g <= piuGiorni(oggi, preavviso) ? 'giallo' : 'verde'
  const previsti = incontri.filter((i) => i.stato === 'previsto').map((i) => i.previstoIl)
  if (previsti.length > 0) {
    const giorno = previsti.sort()[0]!
    return { giorno, pianificato: true, luce: luce(giorno) }
  }
  const ultimo = incontri
    .flatMap((i) => (i.stato === 'tenuto' && i.tenutoIl ? [i.tenutoIl] : []))
    .sort()
    .at(-1)
  const giorno = ultimo ? (piano.giorni ? piuGiorni(ultimo, piano.giorni) : null) : piano.primo
  return giorno ? { giorno, pianificato: false, luce: luce(giorno) } : null
}

export interface Valutata {
  voce: string
  valore: string
  giorno: string
}
/** Entry → its evaluations from the first to the last. */
export const andamenti = (valutazioni: readonly Valutata[]): Map<string, Valutata[]> =>
  Map.groupBy(
    [...valutazioni].sort((a, b) => (a.giorno < b.giorno ? -1 : 1)),
    (v) => v.voce,
  )
