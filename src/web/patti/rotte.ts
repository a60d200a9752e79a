// Pages of casi: the coordinator's, the case manager's, the counts of the administrator.
import type { Rotta } from '../kernel/rotte.ts'

const gruppo = 'Patti'

export const routes: Rotta[] = [
  {
    path: '/casi',
    titolo: 'Casi',
    azione: 'caso.elenca',
    lazy: () => import('./casi-page.tsx'),
    menu: { gruppo, etichetta: 'Casi da assegnare' },
  },
  {
    path: '/casi/carico',
    titolo: 'Carico dei case manager',
    azione: 'caso.carico',
    lazy: () => import('./carico-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/casi/arrivi',
    titolo: 'Nuclei offerti da altri comuni',
    azione: 'caso.passa',
    lazy: () => import('./arrivi-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/casi/numeri',
    titolo: 'Casi, per numeri',
    azione: 'caso.conta',
    lazy: () => import('./numeri-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/casi/estratti',
    titolo: 'Estratti delle domande',
    azione: 'domanda.importa',
    lazy: () => import('./estratti-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/casi/estratti/:id',
    titolo: 'Estratto',
    azione: 'domanda.importa',
    lazy: () => import('./estratto-page.tsx'),
  },
  {
    path: '/casi/:id/storia',
    titolo: 'Storia delle assegnazioni',
    azione: 'caso.elenca',
    lazy: () => import('./storia-page.tsx'),
  },
  {
    path: '/miei-casi',
    titolo: 'I miei casi',
    azione: 'caso.miei',
    lazy: () => import('./miei-casi-page.tsx'),
    menu: { gruppo },
  },
  { path: '/miei-casi/:id', titolo: 'Caso', azione: 'caso.leggi', lazy: () => import('./caso-page.tsx') },
  {
    path: '/scadenziere',
    titolo: 'Scadenziere',
    azione: 'caso.miei',
    lazy: () => import('./scadenziere-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/convocazioni',
    titolo: 'Convocazioni',
    azione: 'convocazione.gestisci',
    lazy: () => import('./convocazioni-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/convocazioni/nuova',
    titolo: 'Convoca',
    azione: 'convocazione.gestisci',
    lazy: () => import('./convocazione-nuova-page.tsx'),
  },
  {
    path: '/convocazioni/:id',
    titolo: 'Convocazione',
    azione: 'convocazione.gestisci',
    lazy: () => import('./convocazione-page.tsx'),
  },
  {
    path: '/incontri',
    titolo: 'Incontri',
    azione: 'incontro.registra',
    lazy: () => import('./incontri-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/patroni',
    titolo: 'Patroni',
    azione: 'patrono.gestisci',
    lazy: () => import('./patroni-page.tsx'),
    menu: { gruppo },
  },
  { path: '/patti/:id', titolo: 'Patto', azione: 'patto.leggi', lazy: () => import('./patto-page.tsx') },
  {
    path: '/patti/:id/monitoraggio',
    titolo: 'Monitoraggio',
    azione: 'patto.leggi',
    lazy: () => import('./monitoraggio-page.tsx'),
  },
  {
    path: '/sostegni',
    titolo: 'Sostegni',
    azione: 'sostegno.leggi',
    lazy: () => import('./sostegni-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/patti-numeri',
    titolo: 'Patti, per numeri',
    azione: 'patto.conta',
    lazy: () => import('./patti-numeri-page.tsx'),
    menu: { gruppo },
  },
]
