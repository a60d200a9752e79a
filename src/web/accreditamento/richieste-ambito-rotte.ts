// Pages of the first phase of the accreditation (A2.01–A2.05): the form open to anyone, and the queue of the ministry.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/richieste-ambito',
    titolo: 'Richieste degli ambiti',
    azione: 'richiesta-ambito.istruisci',
    lazy: () => import('./richieste-ambito-list-page.tsx'),
    menu: { gruppo: 'Accreditamento' },
  },
  {
    path: '/richieste-ambito/:id',
    titolo: 'Richiesta di un ambito',
    azione: 'richiesta-ambito.istruisci',
    lazy: () => import('./richieste-ambito-page.tsx'),
  },
  {
    path: '/richiesta-accreditamento',
    titolo: 'Richiesta di accreditamento',
    azione: 'pubblico',
    lazy: () => import('./richieste-ambito-inizio-page.tsx'),
  },
  {
    path: '/richiesta-accreditamento/chiave',
    titolo: 'La chiave della richiesta',
    azione: 'pubblico',
    lazy: () => import('./richieste-ambito-chiave-page.tsx'),
  },
  {
    path: '/richiesta-accreditamento/modulo',
    titolo: 'Modulo',
    azione: 'pubblico',
    lazy: () => import('./richieste-ambito-modulo-page.tsx'),
  },
  {
    path: '/richiesta-accreditamento/stato',
    titolo: 'Stato della richiesta',
    azione: 'pubblico',
    lazy: () => import('./richieste-ambito-stato-page.tsx'),
  },
]
