// Pages of the folder of a person: first page, diary, story, chronologies, what is hidden, unusual accesses.
import type { Rotta } from '../kernel/rotte.ts'

export const routes: Rotta[] = [
  {
    path: '/persone/:id',
    titolo: 'Fascicolo',
    azione: 'fascicolo.leggi',
    lazy: () => import('./fascicolo/frontespizio-page.tsx'),
  },
  {
    path: '/persone/:id/diario',
    titolo: 'Diario',
    azione: 'diario.leggi',
    lazy: () => import('./diario/diario-page.tsx'),
  },
  {
    path: '/persone/:id/diario/nuova',
    titolo: 'Nuova voce',
    azione: 'diario.scrivi',
    lazy: () => import('./diario/voce-nuova-page.tsx'),
  },
  {
    path: '/diario/bozze',
    titolo: 'Le mie bozze',
    azione: 'diario.scrivi',
    lazy: () => import('./diario/bozze-page.tsx'),
    menu: { gruppo: 'Cartella sociale', etichetta: 'Diario: le mie bozze' },
  },
  {
    path: '/diario/:id',
    titolo: 'Voce del diario',
    azione: 'diario.leggi',
    lazy: () => import('./diario/voce-page.tsx'),
  },
  {
    path: '/diario/:id/modifica',
    titolo: 'Modifica della bozza',
    azione: 'diario.scrivi',
    lazy: () => import('./diario/voce-modifica-page.tsx'),
  },
  {
    path: '/persone/:id/timeline',
    titolo: 'Storia',
    azione: 'timeline.leggi',
    lazy: () => import('./fascicolo/timeline-page.tsx'),
  },
  {
    path: '/persone/:id/cronologie',
    titolo: 'Cronologie',
    azione: 'cronologia.leggi',
    lazy: () => import('./cronologie/cronologie-page.tsx'),
  },
  {
    path: '/cronologie/:id',
    titolo: 'Cronologia',
    azione: 'cronologia.leggi',
    lazy: () => import('./cronologie/cronologia-page.tsx'),
  },
  {
    path: '/persone/:id/oscuramenti',
    titolo: 'Oscuramenti',
    azione: 'oscuramento.gestisci',
    lazy: () => import('./fascicolo/oscuramenti-page.tsx'),
  },
  {
    path: '/persone/:id/registro',
    titolo: 'Registro per la persona',
    azione: 'persona.letture',
    lazy: () => import('./fascicolo/registro-page.tsx'),
  },
  {
    path: '/fascicoli/importazione',
    titolo: 'Importa un fascicolo',
    azione: 'fascicolo.importa',
    lazy: () => import('./fascicolo/importa-page.tsx'),
    menu: { gruppo: 'Cartella sociale' },
  },
  {
    path: '/accessi-insoliti',
    titolo: 'Accessi insoliti',
    azione: 'accesso-insolito.leggi',
    lazy: () => import('./accessi-insoliti-page.tsx'),
    menu: { gruppo: 'Controllo' },
  },
]
