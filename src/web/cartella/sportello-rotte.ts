// Pages of the desk: where one receives, segnalazioni, sent and received sheets, agenda, catalogue of benefits.
import type { Rotta } from '../kernel/rotte.ts'

const gruppo = 'Sportello'

export const routes: Rotta[] = [
  {
    path: '/sportello',
    titolo: 'Sportello',
    azione: 'contatto.crea',
    lazy: () => import('./sportello-page.tsx'),
    menu: { gruppo, etichetta: 'Accoglienza' },
  },
  {
    path: '/sportello/contatti',
    titolo: 'Contatti',
    azione: 'contatto.leggi',
    lazy: () => import('./contatti-list-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/sportello/contatti/:id',
    titolo: 'Contatto',
    azione: 'contatto.leggi',
    lazy: () => import('./contatto-page.tsx'),
  },
  {
    path: '/segnalazioni',
    titolo: 'Segnalazioni',
    azione: 'segnalazione.elenca',
    lazy: () => import('./segnalazioni-list-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/segnalazioni/nuova',
    titolo: 'Nuova segnalazione',
    azione: 'segnalazione.crea',
    lazy: () => import('./segnalazione-nuova-page.tsx'),
  },
  {
    path: '/segnalazioni/:id',
    titolo: 'Segnalazione',
    azione: 'segnalazione.leggi',
    lazy: () => import('./segnalazione-page.tsx'),
  },
  {
    path: '/segnalazioni/:id/copia',
    titolo: 'Copia per la famiglia',
    azione: 'segnalazione.copia',
    lazy: () => import('./segnalazione-copia-page.tsx'),
  },
  {
    path: '/invii',
    titolo: 'Invii',
    azione: 'invio.leggi',
    lazy: () => import('./invii-page.tsx'),
    menu: { gruppo },
  },
  { path: '/invii/:id', titolo: 'Invio', azione: 'invio.leggi', lazy: () => import('./invio-page.tsx') },
  {
    path: '/agenda',
    titolo: 'Agenda',
    azione: 'agenda.leggi',
    lazy: () => import('./agenda-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/agenda/nuovo',
    titolo: 'Nuovo appuntamento',
    azione: 'agenda.gestisci',
    lazy: () => import('./appuntamento-nuovo-page.tsx'),
  },
  {
    path: '/agenda/calendario',
    titolo: 'Il tuo calendario',
    azione: 'agenda.calendario',
    lazy: () => import('./calendario-page.tsx'),
  },
  {
    path: '/agenda/disponibilita',
    titolo: 'Quando ci sei',
    azione: 'agenda.disponibilita',
    lazy: () => import('./disponibilita-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/prestazioni-offerte',
    titolo: 'Prestazioni da proporre',
    azione: 'prestazione-offerta.leggi',
    lazy: () => import('./prestazioni-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/prestazioni-offerte/nuova',
    titolo: 'Nuova prestazione',
    azione: 'prestazione-offerta.gestisci',
    lazy: () => import('./prestazione-nuova-page.tsx'),
  },
  {
    path: '/sportello/statistiche',
    titolo: 'Quanti contatti',
    azione: 'contatto.statistiche',
    lazy: () => import('./statistiche-page.tsx'),
    menu: { gruppo },
  },
]
