// The pages of the kernel itself: entering, and coming back after an expired session.
import type { Rotta } from '../rotte.ts'

export const routes: Rotta[] = [
  { path: '/accesso', titolo: 'Accesso', azione: 'pubblico', lazy: () => import('./access-page.tsx') },
  { path: '/accesso/ripresa', titolo: 'Sessione ripresa', lazy: () => import('./ripresa-page.tsx') },
]
