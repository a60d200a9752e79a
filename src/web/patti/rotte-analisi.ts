// Pages of the analyses of a family.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/persone/:id/analisi',
    titolo: 'Analisi',
    azione: 'analisi.leggi',
    lazy: () => import('./analisi-persona-page.tsx'),
  },
  {
    path: '/persone/:id/analisi/confronto/:questionario',
    titolo: 'Confronto',
    azione: 'analisi.leggi',
    lazy: () => import('./confronto-page.tsx'),
  },
  {
    path: '/miei-casi/:id/confronto/:questionario',
    titolo: 'Confronto',
    azione: 'caso.leggi',
    lazy: () => import('./confronto-caso-page.tsx'),
  },
  {
    path: '/miei-casi/:id/analisi/:analisi',
    titolo: 'Analisi di un altro comune',
    azione: 'caso.leggi',
    lazy: () => import('./analisi-ricevuta-page.tsx'),
  },
  {
    path: '/analisi',
    titolo: 'Le mie analisi in corso',
    azione: 'analisi.compila',
    lazy: () => import('./mie-analisi-page.tsx'),
    menu: { gruppo: 'Patti', etichetta: 'Le mie analisi' },
  },
  {
    path: '/analisi/:id',
    titolo: 'Analisi',
    azione: 'analisi.leggi',
    lazy: () => import('./analisi-page.tsx'),
  },
]
