// Pages of the users of an ambito: the list, the card, the correction of the data. Giving roles refers to a formal
// request, so those pages stand in the module that owns the requests (accreditamento).
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/utenti',
    titolo: 'Utenti',
    azione: 'utente.leggi',
    lazy: () => import('./utenti/utenti-list-page.tsx'),
    menu: { gruppo: 'Accreditamento' },
  },
  {
    path: '/utenti/:id',
    titolo: 'Scheda dell’utente',
    azione: 'utente.leggi',
    lazy: () => import('./utenti/utente-page.tsx'),
  },
  {
    path: '/utenti/:id/modifica',
    titolo: 'Correggi i dati',
    azione: 'utente.gestisci',
    lazy: () => import('./utenti/utente-modifica-page.tsx'),
  },
]
