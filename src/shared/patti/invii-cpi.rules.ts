// A household sent to the employment centre, and back: the way in which it never worked well (§3.1). States and acts of the referral;
// those of the caso are in casi.rules.ts.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiInvio = ['inviato', 'preso-in-carico', 'rientrato', 'non-accolto'] as const
export type StatoInvio = (typeof statiInvio)[number]
export const nomiStatoInvio: Readonly<Record<StatoInvio, string>> = {
  inviato: 'Inviato, in attesa del centro per l’impiego',
  'preso-in-carico': 'Preso in carico dal centro per l’impiego',
  rientrato: 'Rientrato',
  'non-accolto': 'Non accolto dal centro per l’impiego',
}
export type AttoInvio = 'prendi' | 'rientra' | 'nonAccogli'
export const transizioniInvio: Transizioni<StatoInvio, AttoInvio> = {
  prendi: { da: ['inviato'], a: 'preso-in-carico', altrimenti: 'Il centro per l’impiego ha già risposto.' },
  rientra: {
    da: ['inviato', 'preso-in-carico'],
    a: 'rientrato',
    altrimenti: 'Il nucleo non è al centro per l’impiego.',
  },
  nonAccogli: { da: ['inviato'], a: 'non-accolto', altrimenti: 'Il centro per l’impiego ha già risposto.' },
}

export const motiviRitorno = {
  'bisogno-sociale': 'Serve prima un percorso sociale',
  'bisogno-complesso': 'Il bisogno è complesso: serve la valutazione di più servizi',
  'non-si-presenta': 'Non si è presentato al centro per l’impiego',
  esonerato: 'È esonerato dagli obblighi di lavoro',
  concluso: 'Il percorso di lavoro è concluso',
  altro: 'Altro',
} as const
export type MotivoRitorno = keyof typeof motiviRitorno
