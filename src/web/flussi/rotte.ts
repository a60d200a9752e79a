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
    path: '/flussi/enti',
    titolo: 'Enti che inviano',
    azione: 'flusso.leggi',
    lazy: () => import('./enti-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/concesse',
    titolo: 'Concesse da Trama',
    azione: 'flusso.leggi',
    lazy: () => import('./concesse-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/riferimenti',
    titolo: 'Tabelle e schemi',
    azione: 'flusso.leggi',
    lazy: () => import('./riferimenti-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/schemi',
    titolo: 'Schemi INPS dei flussi',
    azione: 'flusso.schema',
    lazy: () => import('./schemi-page.tsx'),
    menu: { gruppo: 'Piattaforma' },
  },
  {
    path: '/flussi/minori',
    titolo: 'Minori (SINBA)',
    azione: 'flusso.leggi',
    lazy: () => import('./minori-page.tsx'),
    menu: { gruppo: 'Flussi per INPS' },
  },
  {
    path: '/flussi/minori/nuova',
    titolo: 'Scheda di un minore',
    azione: 'flusso.correggi',
    lazy: () => import('./minore-nuovo-page.tsx'),
  },
  {
    path: '/flussi/minori/:id',
    titolo: 'Scheda di un minore',
    azione: 'flusso.correggi',
    lazy: () => import('./minore-page.tsx'),
  },
]
