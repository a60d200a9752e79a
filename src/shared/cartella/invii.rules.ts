// Sending a sheet to another office or body: the states of the invio.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiInvio = ['creata', 'inviata', 'vista', 'accettata', 'respinta'] as const
export type StatoInvio = (typeof statiInvio)[number]

export const nomiStatoInvio: Readonly<Record<StatoInvio, string>> = {
  creata: 'da inviare',
  inviata: 'inviato',
  vista: 'visto',
  accettata: 'accettato',
  respinta: 'respinto',
}

const risposta = 'Si risponde a un invio ricevuto e non ancora concluso.'

export const transizioniInvio: Transizioni<StatoInvio, 'invia' | 'vedi' | 'accetta' | 'respingi'> = {
  invia: { da: ['creata'], a: 'inviata', altrimenti: 'Questo invio è già partito.' },
  vedi: { da: ['inviata'], a: 'vista', altrimenti: 'Questo invio è già stato visto.' },
  accetta: { da: ['inviata', 'vista'], a: 'accettata', altrimenti: risposta },
  respingi: { da: ['inviata', 'vista'], a: 'respinta', altrimenti: risposta },
}
