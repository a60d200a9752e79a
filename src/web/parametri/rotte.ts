// Pages of what a regulation or a municipality can change.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/parametri',
    titolo: 'Parametri',
    azione: 'parametro.leggi',
    lazy: () => import('./parametri-page.tsx'),
    menu: { gruppo: 'Controllo' },
  },
  {
    path: '/parametri/:chiave',
    titolo: 'Parametro',
    azione: 'parametro.leggi',
    lazy: () => import('./parametro-page.tsx'),
  },
  {
    path: '/codifiche',
    titolo: 'Codifiche',
    azione: 'codifica.leggi',
    lazy: () => import('./codifiche-page.tsx'),
    menu: { gruppo: 'Controllo' },
  },
  {
    path: '/codifiche/:codifica',
    titolo: 'Codifica',
    azione: 'codifica.leggi',
    lazy: () => import('./codifica-page.tsx'),
  },
  {
    path: '/questionari',
    titolo: 'Questionari',
    azione: 'questionario.leggi',
    lazy: () => import('./questionari-page.tsx'),
    menu: { gruppo: 'Controllo' },
  },
  {
    path: '/questionari/:id',
    titolo: 'Versione del questionario',
    azione: 'questionario.leggi',
    lazy: () => import('./questionario-page.tsx'),
  },
  {
    path: '/questionari/:id/modulo',
    titolo: 'Modulo di carta',
    azione: 'questionario.leggi',
    lazy: () => import('./questionario-modulo-page.tsx'),
  },
  {
    path: '/questionari/:id/bozza',
    titolo: 'Scrivi la bozza',
    azione: 'questionario.gestisci',
    lazy: () => import('./questionario-bozza-page.tsx'),
  },
]
