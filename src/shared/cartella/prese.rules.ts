// The life of a presa in carico (cartella §2.4) as one table, and how its weight is shared among workers. The server
// asserts the table, the screens read it to offer an act or to say why not.
import { problem } from '../kernel/problems.ts'

export const statiPresa = ['proposta', 'assegnata', 'accettata', 'attiva', 'sospesa', 'chiusa'] as const
export type StatoPresa = (typeof statiPresa)[number]

export const nomiStato: Readonly<Record<StatoPresa, string>> = {
  proposta: 'da assegnare',
  assegnata: 'da accettare',
  accettata: 'accettata',
  attiva: 'attiva',
  sospesa: 'sospesa',
  chiusa: 'chiusa',
}

/** In words, of a state as the contracts of others carry it. */
export const statoPresaInParole = (stato: string): string => nomiStato[stato as StatoPresa] ?? stato

/** Open again after a closing: not a state of its own, because what can be done is what its state says (ADR 0036). */
export const isRiaperta = (p: { stato: string; riaperture: number }): boolean =>
  p.riaperture > 0 && p.stato !== 'chiusa'

/** Somebody answers for it, and it is not over. */
export const statiInCarico = ['assegnata', 'accettata', 'attiva', 'sospesa'] as const satisfies readonly StatoPresa[]

interface Atto {
  da: readonly StatoPresa[]
  /** Null: the state remains. */
  a: StatoPresa | null
  /** As the history calls it. */
  nome: string
  /** Why it is not possible in the other states, and what to do. */
  altrimenti: string
}

export const attiPresa = {
  assegna: {
    da: ['proposta'],
    a: 'assegnata',
    nome: 'Assegnata',
    altrimenti: 'Questa presa in carico ha già un responsabile: per cambiarlo si offre un passaggio.',
  },
  accetta: {
    da: ['assegnata'],
    a: 'accettata',
    nome: 'Accettata',
    altrimenti: 'Si accetta una presa in carico appena assegnata: questa non aspetta una risposta.',
  },
  rifiuta: {
    da: ['assegnata'],
    a: 'proposta',
    nome: 'Assegnazione rifiutata',
    altrimenti: 'Si può rifiutare soltanto prima di accettare: ora si offre il passaggio a un collega.',
  },
  contatta: {
    da: ['accettata'],
    a: null,
    nome: 'Primo contatto',
    altrimenti: 'Il primo contatto si registra dopo l’accettazione e una volta sola.',
  },
  attiva: {
    da: ['accettata'],
    a: 'attiva',
    nome: 'Attivata',
    altrimenti: 'Si attiva una presa in carico accettata: guarda lo stato in cui si trova.',
  },
  sospendi: {
    da: ['attiva'],
    a: 'sospesa',
    nome: 'Sospesa',
    altrimenti: 'Si sospende una presa in carico attiva.',
  },
  riprendi: { da: ['sospesa'], a: 'attiva', nome: 'Ripresa', altrimenti: 'Questa presa in carico non è sospesa.' },
  informa: {
    da: ['assegnata', 'accettata', 'attiva', 'sospesa'],
    a: null,
    nome: 'Informativa consegnata',
    altrimenti: 'L’informativa si consegna quando c’è un responsabile e la presa in carico non è chiusa.',
  },
  scrivi: {
    da: ['proposta', 'assegnata', 'accettata', 'attiva', 'sospesa'],
    a: null,
    nome: 'Dati modificati',
    altrimenti: 'Una presa in carico chiusa si legge soltanto: per lavorarci, riaprila.',
  },
  componi: {
    da: ['assegnata', 'accettata', 'attiva', 'sospesa'],
    a: null,
    nome: 'Équipe modificata',
    altrimenti: 'L’équipe si compone quando c’è un responsabile e la presa in carico non è chiusa.',
  },
  pianifica: {
    da: ['assegnata', 'accettata', 'attiva', 'sospesa'],
    a: null,
    nome: 'Compito',
    altrimenti: 'I compiti si danno quando c’è un responsabile e la presa in carico non è chiusa.',
  },
  offri: {
    da: ['accettata', 'attiva', 'sospesa'],
    a: null,
    nome: 'Passaggio offerto',
    altrimenti: 'Si può offrire il passaggio di una presa in carico accettata e non chiusa.',
  },
  passa: {
    da: ['accettata', 'attiva', 'sospesa'],
    a: null,
    nome: 'Passaggio accettato',
    altrimenti: 'Questa presa in carico non si può più passare: è stata chiusa.',
  },
  chiudi: {
    da: ['proposta', 'accettata', 'attiva', 'sospesa'],
    a: 'chiusa',
    nome: 'Chiusa',
    altrimenti: 'Prima di chiudere, chi ha ricevuto l’assegnazione la accetta o la rifiuta.',
  },
  trasferisci: {
    da: ['accettata', 'attiva', 'sospesa'],
    a: 'chiusa',
    nome: 'Trasferita ad altro comune',
    altrimenti: 'Si trasferisce una presa in carico accettata e non chiusa.',
  },
  riapri: {
    da: ['chiusa'],
    a: 'attiva',
    nome: 'Riaperta',
    altrimenti: 'Questa presa in carico non è chiusa: puoi lavorarci.',
  },
  riproponi: {
    da: ['chiusa'],
    a: 'proposta',
    nome: 'Riaperta, da assegnare',
    altrimenti: 'Questa presa in carico non è chiusa: puoi lavorarci.',
  },
  riassegna: {
    da: ['chiusa'],
    a: 'assegnata',
    nome: 'Riaperta e assegnata',
    altrimenti: 'Questa presa in carico non è chiusa: per cambiare responsabile si offre un passaggio.',
  },
} as const satisfies Readonly<Record<string, Atto>>

export type AttoPresa = keyof typeof attiPresa
export const nomiAtti = Object.keys(attiPresa) as AttoPresa[]
const atto = (nome: AttoPresa): Atto => attiPresa[nome]

/** Why the act is not possible in this state; null when it is. */
export const impedimentoPresa = (nome: AttoPresa, stato: StatoPresa): string | null =>
  atto(nome).da.includes(stato) ? null : atto(nome).altrimenti

/** The state that follows, or 409 with the reason. */
export function assertAtto(nome: AttoPresa, stato: StatoPresa): StatoPresa {
  const perche = impedimentoPresa(nome, stato)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  return atto(nome).a ?? stato
}

/** How a presa begins: acts that come from no state. */
const inizi: Readonly<Record<string, string>> = { proponi: 'Proposta', ricevi: 'Ricevuta da altro comune' }

/** Why it was proposed, where it came from a segnalazione that the reader may see. */
export const DA_SEGNALAZIONE = 'Da una segnalazione'

/** As the history shows an act: also those that other modules or later versions wrote. */
export const nomeAtto = (nome: string): string =>
  nome in attiPresa ? atto(nome as AttoPresa).nome : (inizi[nome] ?? nome)

/** What «Dati modificati» changes of what is counted and dated; the words about the person stand apart. */
export const datiDellaPresa = {
  area: 'Area',
  mandato: 'Con o senza accordo',
  peso: 'Peso',
  ufficio: 'Ufficio',
} as const
export type DatoDellaPresa = keyof typeof datiDellaPresa
export type DatiDellaPresa = Readonly<Record<DatoDellaPresa, string | number | null>>

/** As the history keeps it: only what has changed, before and after; nothing where only words have. */
export function cambiati(prima: DatiDellaPresa, dopo: DatiDellaPresa): { prima: object; dopo: object } | undefined {
  const quali = (Object.keys(datiDellaPresa) as DatoDellaPresa[]).filter((k) => prima[k] !== dopo[k])
  const solo = (d: DatiDellaPresa) => Object.fromEntries(quali.map((k) => [k, d[k]]))
  return quali.length > 0 ? { prima: solo(prima), dopo: solo(dopo) } : undefined
}

export interface Cambiamento {
  dato: DatoDellaPresa
  prima: string | null
  dopo: string | null
}

/** The same, read again from a line of the history; `parola` says an area. */
export function cambiamenti(
  dettaglio: unknown,
  parola: (dato: DatoDellaPresa, valore: string) => string,
): Cambiamento[] {
  const { prima, dopo } = (dettaglio ?? {}) as { prima?: Partial<DatiDellaPresa>; dopo?: Partial<DatiDellaPresa> }
  if (typeof prima !== 'object' || typeof dopo !== 'object') return []
  const detto = (k: DatoDellaPresa, v: unknown) => (v === null || v === undefined ? null : parola(k, String(v)))
  return (Object.keys(datiDellaPresa) as DatoDellaPresa[])
    .filter((k) => k in prima || k in dopo)
    .map((k) => ({ dato: k, prima: detto(k, prima[k]), dopo: detto(k, dopo[k]) }))
}

/** How it is opened again by whoever presses: his, if it was; otherwise it waits for who assigns. */
export const attoDiRiapertura = (eraResponsabile: boolean): 'riapri' | 'riproponi' =>
  eraResponsabile ? 'riapri' : 'riproponi'

export const CHI_LA_CHIUDE = 'La chiude soltanto chi ne è responsabile, o il responsabile del servizio.'

export interface Condizioni {
  compitiAperti: number
  passaggioInCorso: boolean
}

/** What still stands in the way of closing, in words; empty when nothing does. */
export function mancaPerChiudere(c: Condizioni): string[] {
  return [
    c.compitiAperti > 0 &&
      `${c.compitiAperti === 1 ? 'C’è ancora un compito aperto' : `Ci sono ancora ${c.compitiAperti} compiti aperti`}: concludili o annullali.`,
    c.passaggioInCorso && 'C’è un passaggio offerto e non ancora concluso: attendi la risposta o ritiralo.',
  ].filter((x): x is string => Boolean(x))
}

// ---- sharing the work -----------------------------------------------------------------------------------------------

export interface DaAssegnare {
  id: string
  comuneId: string
  peso: number
}
export interface Lavoratore {
  utenteId: string
  /** Weighted load of today. */
  carico: number
  comuni: readonly string[]
}

/**
 * Who could take what, so that the loads come out as even as they can: the heaviest first, each to the least loaded of
 * those who work in its comune. The same input always gives the same proposal. What nobody can take is left out.
 */
export function proponiAssegnazioni(
  prese: readonly DaAssegnare[],
  lavoratori: readonly Lavoratore[],
): { presaId: string; utenteId: string }[] {
  const carichi = new Map(lavoratori.map((l) => [l.utenteId, l.carico]))
  const caricoDi = (l: Lavoratore) => carichi.get(l.utenteId) ?? 0
  return [...prese]
    .sort((a, b) => b.peso - a.peso || (a.id < b.id ? -1 : 1))
    .flatMap((p) => {
      const [scelto] = lavoratori
        .filter((l) => l.comuni.includes(p.comuneId))
        .sort((a, b) => caricoDi(a) - caricoDi(b) || (a.utenteId < b.utenteId ? -1 : 1))
      if (!scelto) return []
      carichi.set(scelto.utenteId, caricoDi(scelto) + p.peso)
      return [{ presaId: p.id, utenteId: scelto.utenteId }]
    })
}
