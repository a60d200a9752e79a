// Pages of the documents of a person: they stand in her folder, after the module of documents and the one of persons.
import type { Rotta } from '../../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/persone/:id/documenti',
    titolo: 'Documenti',
    azione: 'documento.leggi',
    lazy: () => import('./documenti-page.tsx'),
  },
  {
    path: '/persone/:id/documenti/:documento',
    titolo: 'Documento',
    azione: 'documento.leggi',
    lazy: () => import('./documento-page.tsx'),
  },
  {
    path: '/persone/:id/lettera',
    titolo: 'Scrivi una lettera',
    azione: 'documento.carica',
    lazy: () => import('./lettera-page.tsx'),
  },
]
