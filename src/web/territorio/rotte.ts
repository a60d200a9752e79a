// Pages of the territory: the ambito one works in, its adhesions and deleghe, the comuni; for who acts for the whole
// nation also the ambiti themselves, the national switch of each section and the schemes of the acts.
import type { Rotta } from '../kernel/rotte.ts'

const gruppo = 'Territorio'

export const routes: Rotta[] = [
  {
    path: '/ambito',
    titolo: 'Il mio ambito',
    azione: 'territorio.leggi',
    lazy: () => import('./ambito-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/adesioni',
    titolo: 'Adesioni',
    azione: 'adesione.leggi',
    lazy: () => import('./adesioni-list-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/adesioni/nuova',
    titolo: 'Nuova adesione',
    azione: 'adesione.gestisci',
    lazy: () => import('./adesione-nuova-page.tsx'),
  },
  { path: '/adesioni/:id', titolo: 'Adesione', azione: 'adesione.leggi', lazy: () => import('./adesione-page.tsx') },
  {
    path: '/deleghe',
    titolo: 'Deleghe',
    azione: 'delega.leggi',
    lazy: () => import('./deleghe-list-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/deleghe/nuova',
    titolo: 'Nuova delega',
    azione: 'delega.gestisci',
    lazy: () => import('./delega-nuova-page.tsx'),
  },
  { path: '/deleghe/:id', titolo: 'Delega', azione: 'delega.leggi', lazy: () => import('./delega-page.tsx') },
  {
    path: '/comuni',
    titolo: 'Comuni',
    azione: 'territorio.leggi',
    lazy: () => import('./comuni-list-page.tsx'),
    menu: { gruppo },
  },
  { path: '/comuni/:id', titolo: 'Comune', azione: 'territorio.leggi', lazy: () => import('./comune-page.tsx') },
  {
    path: '/ambiti',
    titolo: 'Ambiti',
    azione: 'ambito.gestisci',
    lazy: () => import('./ambiti-list-page.tsx'),
    menu: { gruppo, etichetta: 'Tutti gli ambiti' },
  },
  {
    path: '/ambiti/nuovo',
    titolo: 'Nuovo ambito',
    azione: 'ambito.gestisci',
    lazy: () => import('./ambito-nuovo-page.tsx'),
  },
  {
    path: '/ambiti/:id',
    titolo: 'Scheda dell’ambito',
    azione: 'ambito.gestisci',
    lazy: () => import('./ambito-scheda-page.tsx'),
  },
  {
    path: '/sezioni-nazionali',
    titolo: 'Sezioni sul piano nazionale',
    azione: 'sezione.apri',
    lazy: () => import('./sezioni-nazionali-page.tsx'),
    menu: { gruppo, etichetta: 'Sezioni e schemi nazionali' },
  },
  {
    path: '/sezioni-nazionali/schemi/nuovo',
    titolo: 'Nuova versione di uno schema',
    azione: 'schema-adesione.gestisci',
    lazy: () => import('./schema-nuovo-page.tsx'),
  },
  {
    path: '/sezioni-nazionali/schemi/:id',
    titolo: 'Schema di un atto',
    azione: 'schema-adesione.gestisci',
    lazy: () => import('./schema-page.tsx'),
  },
]
