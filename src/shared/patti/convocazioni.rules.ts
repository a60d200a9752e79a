// A convocation and its messages: their states, which channels may be used to reach somebody, when one may be convened again. The rules
// of safe contact are obeyed here, and the sentence with which a channel is left out is the same whatever the reason: it does not say
// whether there is an address, a rule, or something that must not be known.
import { stessoRecapito } from '../anagrafe/recapiti.rules.ts'
import type { Transizioni } from '../kernel/transizioni.ts'
import { giorniTra } from '../misure/giorni.ts'

/** In the order in which they are tried. */
export const canali = ['pec', 'email', 'sms', 'lettera', 'a-mano'] as const
export type Canale = (typeof canali)[number]
/** Those that leave by themselves; letters are posted, or handed over, by somebody who then says so. */
export const canaliAutomatici = ['pec', 'email', 'sms'] as const
export type CanaleAutomatico = (typeof canaliAutomatici)[number]
export const isAutomatico = (c: Canale): c is CanaleAutomatico => (canaliAutomatici as readonly Canale[]).includes(c)
export const nomiCanale: Readonly<Record<Canale, string>> = {
  pec: 'PEC',
  email: 'E-mail',
  sms: 'SMS',
  lettera: 'Lettera',
  'a-mano': 'Consegnata a mano',
}

export const statiConvocazione = ['da-preparare', 'in-uscita', 'inviata', 'non-recapitata', 'annullata'] as const
export type StatoConvocazione = (typeof statiConvocazione)[number]
export const nomiStatoConvocazione: Readonly<Record<StatoConvocazione, string>> = {
  'da-preparare': 'In preparazione',
  'in-uscita': 'In uscita',
  inviata: 'Inviata',
  'non-recapitata': 'Non recapitata',
  annullata: 'Annullata',
}
export const transizioniConvocazione = {
  prepara: { da: ['da-preparare'], a: 'in-uscita', altrimenti: 'La convocazione è già preparata.' },
  invia: {
    da: ['in-uscita', 'inviata', 'non-recapitata'],
    a: 'inviata',
    altrimenti: 'La convocazione è annullata, o ancora in preparazione.',
  },
  fallisce: {
    da: ['da-preparare', 'in-uscita', 'inviata'],
    a: 'non-recapitata',
    altrimenti: 'La convocazione è annullata.',
  },
  rimanda: {
    da: ['in-uscita', 'inviata', 'non-recapitata'],
    a: 'in-uscita',
    altrimenti: 'La convocazione è annullata, o ancora in preparazione.',
  },
  annulla: {
    da: ['da-preparare', 'in-uscita', 'inviata', 'non-recapitata'],
    a: 'annullata',
    altrimenti: 'La convocazione è già annullata.',
  },
} as const satisfies Transizioni<StatoConvocazione, string>

export const statiMessaggio = [
  'escluso',
  'in-uscita',
  'in-partenza',
  'incerto',
  'inviato',
  'consegnato',
  'fallito',
] as const
export type StatoMessaggio = (typeof statiMessaggio)[number]
export const nomiStatoMessaggio: Readonly<Record<StatoMessaggio, string>> = {
  escluso: 'Non usato',
  'in-uscita': 'Da inviare',
  'in-partenza': 'In partenza',
  incerto: 'Non si sa se è partito',
  inviato: 'Inviato',
  consegnato: 'Consegnato',
  fallito: 'Non recapitato',
}
export const transizioniMessaggio = {
  prendi: { da: ['in-uscita'], a: 'in-partenza', altrimenti: 'Il messaggio è già partito.' },
  riponi: { da: ['in-partenza'], a: 'in-uscita', altrimenti: 'Il messaggio non è in partenza.' },
  parte: { da: ['in-partenza'], a: 'inviato', altrimenti: 'Il messaggio non è in partenza.' },
  respinto: { da: ['in-partenza'], a: 'fallito', altrimenti: 'Il messaggio non è in partenza.' },
  siPerde: { da: ['in-partenza'], a: 'incerto', altrimenti: 'Il messaggio non è in partenza.' },
  lascia: { da: ['in-uscita', 'in-partenza'], a: 'escluso', altrimenti: 'Il messaggio è già partito.' },
  spedisci: { da: ['in-uscita'], a: 'inviato', altrimenti: 'La spedizione è già registrata.' },
  consegna: {
    da: ['inviato', 'incerto'],
    a: 'consegnato',
    altrimenti: 'Si registra la consegna di ciò che è partito e non ha ancora un esito.',
  },
  torna: {
    da: ['inviato', 'incerto'],
    a: 'fallito',
    altrimenti: 'Si registra che non è arrivato ciò che è partito e non ha ancora un esito.',
  },
  rimanda: {
    da: ['incerto', 'fallito'],
    a: 'in-uscita',
    altrimenti: 'Si manda di nuovo ciò che non è arrivato, o non si sa se sia partito.',
  },
} as const satisfies Transizioni<StatoMessaggio, string>

/** The one sentence for a channel that is left out. */
export const NON_USABILE =
  'Questo canale non si può usare per questo nucleo: scegline un altro, o consegna la convocazione di persona.'

export interface Recapiti {
  pec: string | null
  email: string | null
  cellulare: string | null
  /** Lines of the address. */
  indirizzo: string[] | null
}
export interface RegoleContatto {
  /** Somebody of the household must not be found. */
  daNonTrovare: boolean
  regole: readonly { regola: string; valore: string | null }[]
}

/** A mobile number as carriers want it, or null where it is not one. */
export function numeroSms(valore: string): string | null {
  const n = valore.replace(/[\s./()-]/g, '').replace(/^(00|\+)39/, '')
  return /^3\d{8,9}$/.test(n) ? `+39${n}` : null
}

/** Where each channel may reach somebody: null where it may not be used. Handing it over needs no address. */
export function indirizziUsabili(r: Recapiti, c: RegoleContatto): Record<Canale, string | null> {
  const ha = (regola: string) => c.regole.some((x) => x.regola === regola)
  const chiuso = c.daNonTrovare || ha('solo-tramite') || ha('solo-in-presenza')
  const buono = (v: string | null) =>
    v && !chiuso && !c.regole.some((x) => x.regola === 'non-usare' && x.valore !== null && stessoRecapito(x.valore, v))
      ? v
      : null
  const posta = (v: string | null) => (v && /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(v.trim()) ? v.trim() : null)
  const cellulare = ha('mai-telefono') ? null : buono(r.cellulare)
  return {
    pec: posta(buono(r.pec)),
    email: posta(buono(r.email)),
    sms: cellulare && numeroSms(cellulare),
    lettera: chiuso || ha('mai-a-casa') || !r.indirizzo ? null : r.indirizzo.join('\n'),
    'a-mano': '',
  }
}

/** Which channels are written to, of those chosen: the first that may be used, or all of them. */
export function daUsare(scelti: readonly Canale[], usabili: Record<Canale, string | null>, modo: 'primo' | 'tutti') {
  const ordine = canali.filter((c) => scelti.includes(c))
  const buoni = ordine.filter((c) => usabili[c] !== null)
  return { usati: modo === 'primo' ? buoni.slice(0, 1) : buoni, esclusi: ordine.filter((c) => usabili[c] === null) }
}

export interface ParametriConvocazione {
  preavviso: number
  distanza: number
  massimo: number
}

const almeno = (giorni: number) => (giorni === 1 ? 'serve almeno un giorno' : `servono almeno ${giorni} giorni`)

/** Why somebody may not be convened on a day; the convocations are those since he was last met. */
export function impedimentoConvocazione(
  p: ParametriConvocazione,
  oggi: string,
  giorno: string,
  prima: readonly { giorno: string }[],
): string | null {
  if (giorniTra(oggi, giorno) < p.preavviso)
    return `Tra oggi e l’incontro ${almeno(p.preavviso)}: chi è convocato deve poter venire.`
  const vicina = prima.find((c) => Math.abs(giorniTra(c.giorno, giorno)) < p.distanza)
  return vicina
    ? `È già convocato per il ${vicina.giorno.split('-').reverse().join('/')}: tra due convocazioni ${almeno(p.distanza)}.`
    : null
}

/** After how many minutes a message that was refused for now is tried again. */
export const TENTATIVI = 8
export const attesaMinuti = (tentativi: number): number => tentativi ** 2
