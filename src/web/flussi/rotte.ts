// Pages of the flows for INPS.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/flussi',
    titolo: 'Flussi per INPS',
    azione: 'flusso.leggi',
    lazy: () => import('./quadro-page.tsx'),
    menu: { gruppo: 'Flussi per INPS', etichetta: 'Che cosa c’è da inviare' },
  },
  {
    path: '/flussi/carichi',
    titolo: 'File di prestazioni',
    azione: 'flusso.leggi',
    lazy: () => import('./carichi-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/carichi/:id',
    titolo: 'File caricato',
    azione: 'flusso.leggi',
    lazy: () => import('./carico-page.tsx'),
  },
  {
    path: '/flussi/prestazioni',
    titolo: 'Prestazioni da inviare',
    azione: 'flusso.correggi',
    lazy: () => import('./prestazioni-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/prestazioni/nuova',
    titolo: 'Prestazione scritta a mano',
    azione: 'flusso.correggi',
    lazy: () => import('./prestazione-nuova-page.tsx'),
  },
  {
    path: '/flussi/prestazioni/:id',
    titolo: 'Prestazione',
    azione: 'flusso.correggi',
    lazy: () => import('./prestazione-page.tsx'),
  },
  {
    path: '/flussi/generati',
    titolo: 'Flussi generati',
    azione: 'flusso.leggi',
    lazy: () => import('./generati-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/cooperazione',
    titolo: 'Cooperazione con INPS',
    azione: 'flusso.leggi',
    lazy: () => import('./cooperazione-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/scadenze',
    titolo: 'Scadenze degli invii',
    azione: 'flusso.leggi',
    lazy: () => import('./scadenze-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/invii',
    titolo: 'Chi ha mandato che cosa',
    azione: 'flusso.leggi',
    lazy: () => import('./invii-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/andamento',
    titolo: 'Andamento degli invii',
    azione: 'flusso.leggi',
    lazy: () => import('./andamento-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/enti',
    titolo: 'Enti che inviano',
    azione: 'flusso.leggi',
    lazy: () => import('./enti-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
]
