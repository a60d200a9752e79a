// Pages of the persons of the record.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/persone',
    titolo: 'Persone',
    azione: 'persona.cerca',
    lazy: () => import('./persone-page.tsx'),
    menu: { gruppo: 'Cartella sociale' },
  },
  {
    path: '/persone/nuova',
    titolo: 'Nuova persona',
    azione: 'persona.crea',
    lazy: () => import('./persona-nuova-page.tsx'),
  },
  {
    path: '/persone/:id/scheda',
    titolo: 'Scheda',
    azione: 'persona.leggi',
    lazy: () => import('./scheda-page.tsx'),
  },
  {
    path: '/persone/:id/scheda/nuovo',
    titolo: 'Nuovo dato',
    azione: 'persona.aggiorna',
    lazy: () => import('./fatto-page.tsx'),
  },
  {
    path: '/persone/:id/scheda/:fatto',
    titolo: 'Correzione di un dato',
    azione: 'persona.aggiorna',
    lazy: () => import('./fatto-page.tsx'),
  },
  {
    path: '/persone/:id/letture',
    titolo: 'Chi ha letto',
    azione: 'persona.letture',
    lazy: () => import('./letture-page.tsx'),
  },
  { path: '/persone/:id/nuclei', titolo: 'Nuclei', azione: 'persona.leggi', lazy: () => import('./nuclei-page.tsx') },
  {
    path: '/persone/:id/nuclei/nuovo',
    titolo: 'Nuovo nucleo',
    azione: 'nucleo.gestisci',
    lazy: () => import('./nucleo-nuovo-page.tsx'),
  },
  {
    path: '/persone/:id/relazioni',
    titolo: 'Parentele e legami',
    azione: 'persona.leggi',
    lazy: () => import('./relazioni-page.tsx'),
  },
  {
    path: '/persone/:id/genogramma',
    titolo: 'Genogramma',
    azione: 'persona.leggi',
    lazy: () => import('./genogramma-page.tsx'),
  },
  {
    path: '/persone/:id/ecomappa',
    titolo: 'Ecomappa',
    azione: 'persona.leggi',
    lazy: () => import('./ecomappa-page.tsx'),
  },
  {
    path: '/persone/:id/unione',
    titolo: 'Unisci due schede',
    azione: 'persona.unisci',
    lazy: () => import('./unione-page.tsx'),
  },
  {
    path: '/persone/doppioni',
    titolo: 'Possibili doppioni',
    azione: 'persona.unisci',
    lazy: () => import('./doppioni-page.tsx'),
    menu: { gruppo: 'Cartella sociale' },
  },
  {
    path: '/variazioni',
    titolo: 'Variazioni anagrafiche',
    azione: 'variazione.esamina',
    lazy: () => import('./variazioni-page.tsx'),
    menu: { gruppo: 'Cartella sociale' },
  },
  {
    path: '/cartella/importazioni',
    titolo: 'Carica da un file',
    azione: 'cartella.importa',
    lazy: () => import('./importa/importazioni-page.tsx'),
    menu: { gruppo: 'Cartella sociale' },
  },
  {
    path: '/cartella/importazioni/:id',
    titolo: 'File caricato',
    azione: 'cartella.importa',
    lazy: () => import('./importa/importazione-page.tsx'),
  },
]
