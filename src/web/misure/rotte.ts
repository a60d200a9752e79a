// Pages of the measures.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/misure',
    titolo: 'Misure',
    azione: 'misura.leggi',
    lazy: () => import('./misure-page.tsx'),
    menu: { gruppo: 'Patti' },
  },
  {
    path: '/misure/valutazioni',
    titolo: 'Valutazioni conservate',
    azione: 'valutazione-misura.leggi',
    lazy: () => import('./valutazioni-page.tsx'),
    menu: { gruppo: 'Patti' },
  },
  {
    path: '/misure/valutazioni/:id',
    titolo: 'Valutazione',
    azione: 'valutazione-misura.leggi',
    lazy: () => import('./valutazione-page.tsx'),
  },
  {
    path: '/misure/:id',
    titolo: 'Versione della misura',
    azione: 'misura.leggi',
    lazy: () => import('./versione-page.tsx'),
  },
  {
    path: '/misure/:id/prova',
    titolo: 'Prova un caso',
    azione: 'misura.leggi',
    lazy: () => import('./prova-page.tsx'),
  },
  {
    path: '/misure/:id/bozza',
    titolo: 'Scrivi la bozza',
    azione: 'misura.gestisci',
    lazy: () => import('./bozza-page.tsx'),
  },
  {
    path: '/misure/:id/simulazioni',
    titolo: 'Che cosa cambierebbe',
    azione: 'misura.simula',
    lazy: () => import('./simulazioni-page.tsx'),
  },
]
