// Pages of the domande that the comune takes, and of what leaves towards INPS and comes back.
import type { Rotta } from '../../kernel/rotte.ts'

const gruppo = 'Patti'

export const routes: Rotta[] = [
  {
    path: '/domande/cruscotto',
    titolo: 'Cruscotto domande',
    azione: 'domanda.conta',
    lazy: () => import('./cruscotto-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/domande/numeri',
    titolo: 'Domande, per numeri',
    azione: 'domanda.conta-ambito',
    lazy: () => import('./numeri-ambito-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/domande',
    titolo: 'Domande',
    azione: 'domanda.leggi',
    lazy: () => import('./domande-page.tsx'),
    menu: { gruppo, etichetta: 'Domande raccolte' },
  },
  {
    path: '/domande/soggetti',
    titolo: 'Soggetti delle domande',
    azione: 'domanda.leggi',
    lazy: () => import('./soggetti-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/domande/nuova',
    titolo: 'Nuova domanda',
    azione: 'domanda.raccogli',
    lazy: () => import('./nuova-page.tsx'),
  },
  {
    path: '/domande/punti',
    titolo: 'Dove si raccolgono le domande',
    azione: 'domanda.punti',
    lazy: () => import('./punti-page.tsx'),
    menu: { gruppo },
  },
  { path: '/domande/:id', titolo: 'Domanda', azione: 'domanda.leggi', lazy: () => import('./domanda-page.tsx') },
  {
    path: '/domande/:id/scheda',
    titolo: 'Scheda di progettazione del nucleo',
    azione: 'domanda.leggi',
    lazy: () => import('./scheda-page.tsx'),
  },
  {
    path: '/comunicazioni',
    titolo: 'Comunicazioni e report',
    azione: 'comunicazione.leggi',
    lazy: () => import('./comunicazioni-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/comunicazioni/file',
    titolo: 'File delle comunicazioni',
    azione: 'comunicazione.leggi',
    lazy: () => import('./file-page.tsx'),
  },
  {
    path: '/comunicazioni/:id',
    titolo: 'Comunicazione',
    azione: 'comunicazione.leggi',
    lazy: () => import('./comunicazione-page.tsx'),
  },
]
