// A message that leaves, from when something happened to its receipt. Nothing is sent twice: what left is never sent again by
// itself, and what was discarded goes again as a message of its own, that takes its place.

import type { Transizioni } from '../kernel/transizioni.ts'
import { giornoDelMese, piuMesi } from '../misure/giorni.ts'

export const statiComunicazione = ['da-inviare', 'in-invio', 'inviata', 'ricevuta', 'scartata', 'annullata'] as const
export type StatoComunicazione = (typeof statiComunicazione)[number]
export const nomiStatoComunicazione: Readonly<Record<StatoComunicazione, string>> = {
  'da-inviare': 'Da inviare',
  'in-invio': 'In un file, da consegnare',
  inviata: 'Inviata, senza ricevuta',
  ricevuta: 'Ricevuta',
  scartata: 'Scartata',
  annullata: 'Annullata prima dell’invio',
}

export type AttoComunicazione = 'raccogli' | 'consegna' | 'ricevi' | 'scarta' | 'annulla' | 'rimanda'
/** A receipt may come while we do not know yet that the file was delivered: the process that delivered it has died. */
const fuori = ['in-invio', 'inviata'] as const satisfies readonly StatoComunicazione[]
export const transizioniComunicazione: Transizioni<StatoComunicazione, AttoComunicazione> = {
  raccogli: { da: ['da-inviare'], a: 'in-invio', altrimenti: 'La comunicazione è già in un file.' },
  consegna: { da: ['in-invio'], a: 'inviata', altrimenti: 'La comunicazione non è in un file da consegnare.' },
  ricevi: { da: fuori, a: 'ricevuta', altrimenti: 'La comunicazione non attende una ricevuta.' },
  scarta: { da: fuori, a: 'scartata', altrimenti: 'La comunicazione non attende una ricevuta.' },
  annulla: { da: ['da-inviare'], a: 'annullata', altrimenti: 'Si annulla una comunicazione che non è ancora partita.' },
  rimanda: {
    da: ['scartata'],
    a: 'scartata',
    altrimenti:
      'Si rimanda soltanto una comunicazione scartata: ciò che è partito non si manda due volte. Se la ricevuta non arriva, chiedila al destinatario.',
  },
}

/** What a receiver may answer; the words that it uses are in the layout of its files. */
export const esitiRisposta = [
  'ricevuta',
  'scartata',
  'accolta',
  'respinta',
  'integrazione',
  'presa-in-carico',
  'rientro',
  'non-accolta',
] as const
export type EsitoRisposta = (typeof esitiRisposta)[number]
export const nomiEsitoRisposta: Readonly<Record<EsitoRisposta, string>> = {
  ricevuta: 'Ricevuta',
  scartata: 'Scartata',
  accolta: 'Domanda accolta',
  respinta: 'Domanda respinta',
  integrazione: 'Chiesta un’integrazione',
  'presa-in-carico': 'Preso in carico dal centro per l’impiego',
  rientro: 'Rientrato dal centro per l’impiego',
  'non-accolta': 'Non accolto dal centro per l’impiego',
}

/** The last day on which what happened on a day still counts: the first such day of a month from then on. */
export function entroIlGiorno(giorno: string, delMese: number): string {
  const questo = giornoDelMese(`${giorno.slice(0, 8)}01`, delMese)
  return giorno <= questo ? questo : giornoDelMese(piuMesi(`${giorno.slice(0, 8)}01`, 1), delMese)
}

/** What was to arrive by a day and has no receipt yet. */
export const inRitardo = (c: { stato: StatoComunicazione; entro: string | null }, oggi: string): boolean =>
  c.entro !== null && c.entro < oggi && c.stato !== 'ricevuta' && c.stato !== 'annullata'
