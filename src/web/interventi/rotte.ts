// Pages of the catalogue of services.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/interventi',
    titolo: 'Catalogo degli interventi',
    azione: 'intervento.leggi',
    lazy: () => import('./interventi-page.tsx'),
    menu: { gruppo: 'Territorio' },
  },
  {
    path: '/interventi/nuovo',
    titolo: 'Servizio del catalogo',
    azione: 'intervento.gestisci',
    lazy: () => import('./intervento-nuovo-page.tsx'),
  },
]
