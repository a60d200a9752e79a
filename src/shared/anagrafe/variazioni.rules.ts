// A change that a registry says of a person: what it is, in which states it stands, what each state admits.
import type { Transizioni } from '../kernel/transizioni.ts'

export const generiVariazione = {
  decesso: 'Decesso',
  nascita: 'Nascita',
  trasferimento: 'Trasferimento',
  indirizzo: 'Cambio di indirizzo',
  'stato-civile': 'Stato civile',
  unione: 'Matrimonio',
  famiglia: 'Cambio di famiglia',
  generalita: 'Generalità',
  altro: 'Altri dati',
} as const
export type GenereVariazione = keyof typeof generiVariazione
export const nomiGenere = Object.keys(generiVariazione) as GenereVariazione[]

export const statiVariazione = ['proposta', 'accettata', 'rifiutata', 'rinviata'] as const
export type StatoVariazione = (typeof statiVariazione)[number]

const ESAMINATA = 'Questa variazione è già stata esaminata: ricarica la pagina.'
export const transizioniVariazione = {
  accetta: { da: ['proposta', 'rinviata'], a: 'accettata', altrimenti: ESAMINATA },
  rifiuta: { da: ['proposta', 'rinviata'], a: 'rifiutata', altrimenti: ESAMINATA },
  rinvia: { da: ['proposta', 'rinviata'], a: 'rinviata', altrimenti: ESAMINATA },
} as const satisfies Transizioni<StatoVariazione, string>
