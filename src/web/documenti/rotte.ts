// Pages of the templates of letters.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/modelli',
    titolo: 'Modelli delle lettere',
    azione: 'modello.leggi',
    lazy: () => import('./modelli-page.tsx'),
    menu: { gruppo: 'Cartella sociale' },
  },
  {
    path: '/modelli/:id',
    titolo: 'Versione del modello',
    azione: 'modello.leggi',
    lazy: () => import('./modello-page.tsx'),
  },
]
