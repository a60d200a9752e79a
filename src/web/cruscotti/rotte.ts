// The home page stands here, in the last module, because it looks at all the others.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  { path: '/', titolo: 'Pagina iniziale', lazy: () => import('./home-page.tsx'), menu: { etichetta: 'Da fare' } },
]
