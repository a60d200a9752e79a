// Pages of the regional message.
import type { Rotta } from '../../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/persone/:id/messaggio',
    titolo: 'Messaggio regionale',
    azione: 'messaggio-regionale.esporta',
    lazy: () => import('./messaggio-page.tsx'),
  },
  {
    path: '/messaggi-regionali',
    titolo: 'Messaggi regionali',
    azione: 'messaggio-regionale.importa',
    lazy: () => import('./ricevi-page.tsx'),
    menu: { gruppo: 'Cartella sociale' },
  },
  {
    path: '/messaggi-regionali/codici',
    titolo: 'Codici dei messaggi regionali',
    azione: 'codifica.leggi',
    lazy: () => import('./codici-page.tsx'),
  },
]
