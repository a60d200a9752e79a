// Pages of the social record: one's caseload, the board and the workload of who coordinates, the card of a presa in
// carico, decisions, alerts, emergency openings.
import type { Rotta } from '../kernel/rotte.ts'

const gruppo = 'Cartella sociale'

export const routes: Rotta[] = [
  {
    path: '/prese',
    titolo: 'Le mie prese in carico',
    azione: 'presa.mie',
    lazy: () => import('./mie-prese-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/prese/:id',
    titolo: 'Presa in carico',
    azione: 'presa.leggi',
    lazy: () => import('./presa/presa-page.tsx'),
  },
  {
    path: '/assegnazioni',
    titolo: 'Da assegnare',
    azione: 'presa.assegna',
    lazy: () => import('./assegnazioni-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/carico',
    titolo: 'Carico di lavoro',
    azione: 'presa.assegna',
    lazy: () => import('./carico-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/arrivi',
    titolo: 'Da altri comuni',
    azione: 'presa.ricevi',
    lazy: () => import('./arrivi-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/arrivi/:id',
    titolo: 'Presa in carico offerta',
    azione: 'presa.ricevi',
    lazy: () => import('./arrivo-page.tsx'),
  },
  {
    path: '/radar',
    titolo: 'Radar dei casi silenziosi',
    azione: ['radar.miei', 'radar.servizio'],
    lazy: () => import('./radar-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/decisioni',
    titolo: 'Decisioni',
    azione: 'decisione.leggi',
    lazy: () => import('./decisioni/decisioni-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/decisioni/:id',
    titolo: 'Decisione',
    azione: 'decisione.leggi',
    lazy: () => import('./decisioni/decisione-page.tsx'),
  },
  {
    path: '/emergenze',
    titolo: 'Aperture in emergenza',
    azione: 'emergenza.riesamina',
    lazy: () => import('./emergenze-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/persone/:id/prese',
    titolo: 'Prese in carico',
    azione: 'presa.leggi',
    lazy: () => import('./persona-prese-page.tsx'),
  },
  {
    path: '/persone/:id/decisioni',
    titolo: 'Decisioni',
    azione: 'decisione.leggi',
    lazy: () => import('./decisioni/persona-decisioni-page.tsx'),
  },
  {
    path: '/persone/:id/emergenza',
    titolo: 'Apertura in emergenza',
    azione: 'fascicolo.emergenza',
    lazy: () => import('./emergenza-page.tsx'),
  },
]
