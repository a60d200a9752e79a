// Pages of the équipe of a caso: the same for its case manager and for who is named in it.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/mie-equipe',
    titolo: 'Le mie équipe',
    azione: 'equipe.mie',
    lazy: () => import('./equipe-mie-page.tsx'),
    menu: { gruppo: 'Patti' },
  },
  { path: '/equipe/:id', titolo: 'Équipe', azione: 'equipe.leggi', lazy: () => import('./equipe-page.tsx') },
  {
    path: '/equipe/:id/sedute/:seduta',
    titolo: 'Seduta',
    azione: 'equipe.leggi',
    lazy: () => import('./equipe-seduta-page.tsx'),
  },
  {
    path: '/equipe/:id/patto',
    titolo: 'Patto',
    azione: 'equipe.patto',
    lazy: () => import('./equipe-patto-page.tsx'),
  },
  {
    path: '/mie-equipe/analisi/:id',
    titolo: 'Analisi',
    azione: 'equipe.analisi',
    lazy: () => import('./equipe-analisi-page.tsx'),
  },
]
