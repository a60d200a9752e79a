// When the prestazioni of a month are due. From which day a term counts is said by who sets it: from the recognition, as the only term that is known
// does, or from when the prestazione was given. The list is of months, so a month has two days: that of its first day and that of its last.

/** From when a term counts; of a card of SINBA, from when it was written. */
export const decorrenze = ['riconoscimento', 'erogazione'] as const
export type Decorrenza = (typeof decorrenze)[number]
export const nomiDecorrenza: Readonly<Record<Decorrenza, string>> = {
  riconoscimento: 'dal riconoscimento della prestazione',
  erogazione: 'dal mese in cui la prestazione comincia o si paga',
}

export interface Termine {
  /** Days from its day. */
  giorni: number
  /** Days before, in which one is warned. */
  preavviso: number
}

/** What has a term of its own: INPS publishes none that holds for all, and of SINBA none is known. */
export const tipiTermine = ['PS_PSA_SINA', 'SINBA'] as const
export type TipoTermine = (typeof tipiTermine)[number]
export const nomiTipoTermine: Readonly<Record<TipoTermine, string>> = {
  PS_PSA_SINA: 'Prestazioni',
  SINBA: 'Schede dei minori (SINBA)',
}

export const statiScadenza = ['inviato', 'nei-termini', 'in-scadenza', 'in-ritardo', 'nulla'] as const
export type StatoScadenza = (typeof statiScadenza)[number]
export const nomiScadenza: Readonly<Record<StatoScadenza, string>> = {
  inviato: 'Tutto inviato',
  'nei-termini': 'Nei termini',
  'in-scadenza': 'In scadenza',
  'in-ritardo': 'In ritardo',
  nulla: 'Nulla caricato',
}

const URGENZA: readonly StatoScadenza[] = ['in-ritardo', 'in-scadenza', 'nulla', 'nei-termini', 'inviato']
/** The most urgent first; those alike stay as they were. */
export const perUrgenza = <S extends { stato: StatoScadenza }>(voci: readonly S[]): S[] =>
  voci.toSorted((a, b) => URGENZA.indexOf(a.stato) - URGENZA.indexOf(b.stato))

const giorno = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const GIORNO = 86_400_000

/** `AAAA-MM` → the first and the last day on which something of it is due. */
export function scadenze(periodo: string, giorni: number): { prima: string; ultima: string } {
  const [anno, mese] = periodo.split('-').map(Number) as [number, number]
  return {
    prima: giorno(Date.UTC(anno, mese - 1, 1) + giorni * GIORNO),
    ultima: giorno(Date.UTC(anno, mese, 0) + giorni * GIORNO),
  }
}

export function statoScadenza(
  m: { periodo: string; righe: number; daInviare: number },
  t: Termine,
  oggi: string,
): StatoScadenza {
  const { prima, ultima } = scadenze(m.periodo, t.giorni)
  const avvisa = giorno(Date.parse(prima) - t.preavviso * GIORNO)
  if (m.righe === 0) return oggi >= avvisa ? 'nulla' : 'nei-termini'
  if (m.daInviare === 0) return 'inviato'
  if (oggi > ultima) return 'in-ritardo'
  return oggi >= avvisa ? 'in-scadenza' : 'nei-termini'
}

/** The months from one to another, both included. */
export function mesi(dal: string, al: string): string[] {
  const tutti: string[] = []
  let [anno, mese] = dal.split('-').map(Number) as [number, number]
  for (;;) {
    const questo = `${anno}-${String(mese).padStart(2, '0')}`
    if (questo > al) return tutti
    tutti.push(questo)
    mese++
    if (mese > 12) {
      mese = 1
      anno++
    }
  }
}

/** So many months before. */
export function mesiPrima(periodo: string, quanti: number): string {
  const [anno, mese] = periodo.split('-').map(Number) as [number, number]
  return giorno(Date.UTC(anno, mese - 1 - quanti, 1)).slice(0, 7)
}

const MESI = 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(' ')
/** «maggio 2025». */
export const nomeMese = (periodo: string): string => `${MESI[Number(periodo.slice(5)) - 1]} ${periodo.slice(0, 4)}`
