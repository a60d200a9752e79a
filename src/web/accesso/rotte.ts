// Pages about oneself (profile, notifications, sections), the two registers, and what is open to anyone.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  { path: '/profilo', titolo: 'Il mio profilo', lazy: () => import('./profilo-page.tsx') },
  { path: '/notifiche', titolo: 'Notifiche', lazy: () => import('./notifiche-page.tsx') },
  {
    path: '/sezioni',
    titolo: 'Sezioni',
    azione: 'territorio.leggi',
    lazy: () => import('./sezioni-page.tsx'),
    menu: { gruppo: 'Territorio' },
  },
  {
    path: '/sezioni/:codice',
    titolo: 'Sezione',
    azione: 'territorio.leggi',
    lazy: () => import('./sezione-page.tsx'),
  },
  {
    path: '/registri/modifiche',
    titolo: 'Registro delle modifiche',
    azione: 'registro.modifiche',
    lazy: () => import('./modifiche-page.tsx'),
    menu: { gruppo: 'Controllo', etichetta: 'Chi ha modificato che cosa' },
  },
  {
    path: '/registri/accessi',
    titolo: 'Registro degli accessi',
    azione: 'registro.accessi',
    lazy: () => import('./accessi-page.tsx'),
    menu: { gruppo: 'Controllo', etichetta: 'Chi ha aperto i fascicoli' },
  },
]

/** Apart, because in the menu they come last. */
export const publicRoutes: Rotta[] = [
  {
    path: '/manuale',
    titolo: 'Manuale della cartella sociale',
    azione: 'pubblico',
    lazy: () => import('./manuale/manuale-page.tsx'),
    menu: { gruppo: 'Aiuto' },
  },
  {
    path: '/manuale/:capitolo',
    titolo: 'Capitolo',
    azione: 'pubblico',
    lazy: () => import('./manuale/capitolo-page.tsx'),
  },
  {
    path: '/guida',
    titolo: 'Guida all’accreditamento',
    azione: 'pubblico',
    lazy: () => import('./guida/guida-page.tsx'),
    menu: { gruppo: 'Aiuto' },
  },
  {
    path: '/manuale/problemi',
    titolo: 'Manuale dei problemi',
    azione: 'pubblico',
    lazy: () => import('./pubblico/problemi-page.tsx'),
    menu: { gruppo: 'Aiuto' },
  },
  {
    path: '/accessibilita',
    titolo: 'Dichiarazione di accessibilità',
    azione: 'pubblico',
    lazy: () => import('./pubblico/accessibilita-page.tsx'),
  },
  {
    path: '/feedback',
    titolo: 'Segnala un problema',
    azione: 'pubblico',
    lazy: () => import('./pubblico/feedback-page.tsx'),
    menu: { gruppo: 'Aiuto' },
  },
  {
    path: '/stato',
    titolo: 'Stato del servizio',
    azione: 'pubblico',
    lazy: () => import('./pubblico/stato-page.tsx'),
  },
  {
    path: '/informativa',
    titolo: 'Informativa sul trattamento dei dati',
    azione: 'pubblico',
    lazy: () => import('./pubblico/informativa-page.tsx'),
  },
  {
    path: '/termini',
    titolo: 'Termini d’uso',
    azione: 'pubblico',
    lazy: () => import('./pubblico/termini-page.tsx'),
  },
]
