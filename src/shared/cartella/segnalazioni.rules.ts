// A segnalazione (cartella §2.3): its states, the urgency that the answers on immediate danger give it, the term that
// follows, and the copy for the family, where nothing lets the reporter be known.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiSegnalazione = [
  'ricevuta',
  'in-valutazione',
  'archiviata',
  'orientata',
  'presa-in-carico',
  'inoltrata',
  'segnalata-autorita',
] as const
export type StatoSegnalazione = (typeof statiSegnalazione)[number]

export const nomiStatoSegnalazione: Readonly<Record<StatoSegnalazione, string>> = {
  ricevuta: 'ricevuta',
  'in-valutazione': 'in valutazione',
  archiviata: 'archiviata',
  orientata: 'orientata',
  'presa-in-carico': 'presa in carico',
  inoltrata: 'inoltrata',
  'segnalata-autorita': 'segnalata all’autorità',
}

export const attiSegnalazione = [
  'valuta',
  'aggiorna',
  'archivia',
  'orienta',
  'prendi-in-carico',
  'inoltra',
  'segnala-autorita',
  'riprendi',
] as const
export type AttoSegnalazione = (typeof attiSegnalazione)[number]

const daValutare = 'Si conclude una segnalazione in valutazione: iniziane prima la valutazione, se è appena ricevuta.'
const conclude = (a: StatoSegnalazione) => ({ da: ['in-valutazione'], a, altrimenti: daValutare }) as const

export const transizioniSegnalazione: Transizioni<StatoSegnalazione, AttoSegnalazione> = {
  valuta: {
    da: ['ricevuta'],
    a: 'in-valutazione',
    altrimenti: 'La valutazione di questa segnalazione è già iniziata.',
  },
  aggiorna: {
    da: ['in-valutazione'],
    a: 'in-valutazione',
    altrimenti: 'Si completa una segnalazione mentre è in valutazione: iniziala, se è appena ricevuta.',
  },
  archivia: conclude('archiviata'),
  orienta: conclude('orientata'),
  'prendi-in-carico': conclude('presa-in-carico'),
  inoltra: conclude('inoltrata'),
  // the duty to report may come to light later, whatever was decided before
  'segnala-autorita': {
    da: ['in-valutazione', 'orientata', 'presa-in-carico', 'inoltrata'],
    a: 'segnalata-autorita',
    altrimenti: 'Si segnala all’autorità da una segnalazione in valutazione, orientata, presa in carico o inoltrata.',
  },
  riprendi: {
    da: ['inoltrata'],
    a: 'in-valutazione',
    altrimenti: 'Torna in valutazione soltanto una segnalazione inoltrata che il destinatario ha respinto.',
  },
}

export const urgenze = ['ordinaria', 'urgente', 'emergenza'] as const
export type Urgenza = (typeof urgenze)[number]
export const nomiUrgenza: Readonly<Record<Urgenza, string>> = {
  ordinaria: 'ordinaria',
  urgente: 'urgente',
  emergenza: 'emergenza',
}

export const risposte = ['si', 'no', 'non-so'] as const
export type Risposta = (typeof risposte)[number]
export type RispostePericolo = Readonly<Record<string, Risposta>>

/** The highest among what the operator chose and what each «yes» gives (`attributi.urgenza` of «domanda-pericolo»). */
export function urgenzaDi(
  scelta: Urgenza,
  risposteDate: RispostePericolo,
  domande: readonly { codice: string; urgenza: string | undefined }[],
): Urgenza {
  const grado = (u: string | undefined) => urgenze.indexOf(u as Urgenza)
  const alte = domande.filter((d) => risposteDate[d.codice] === 'si').map((d) => grado(d.urgenza))
  return urgenze[Math.max(grado(scelta), ...alte, 0)]!
}

/** Words that would let the reporter be known, taken out of a text; two letters are too few to hide anything by. */
export function oscura(testo: string, parole: readonly (string | null | undefined)[]): string {
  const pezzi = parole
    .flatMap((p) => [p?.trim() ?? '', ...(p ?? '').split(/[\s,;/()]+/)])
    .map((p) => p.replace(/^[.:]+|[.:]+$/g, ''))
    .filter((p) => p.length > 2)
    // the whole name before its parts
    .sort((a, b) => b.length - a.length)
  if (pezzi.length === 0) return testo
  const lettera = '[\\p{L}\\p{N}]'
  const scritto = pezzi.map((p) => p.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  return testo.replace(new RegExp(`(?<!${lettera})(?:${scritto})(?!${lettera})`, 'giu'), '[omissis]')
}
