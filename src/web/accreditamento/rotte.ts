// Pages of phases 2 and 3 of accreditation: formal requests of the enti, what is still missing, operators enabled one by
// one and by workbook. (Phase 1, the requests of the ambiti, has its own table.)
import type { Rotta } from '../kernel/rotte.ts'

const gruppo = 'Accreditamento'

export const routes: Rotta[] = [
  {
    path: '/utenti/nuovo',
    titolo: 'Accredita un operatore',
    azione: 'utente.gestisci',
    lazy: () => import('./abilitazione/utente-nuovo-page.tsx'),
  },
  {
    path: '/utenti/:id/ruoli',
    titolo: 'Aggiungi un ruolo',
    azione: 'utente.gestisci',
    lazy: () => import('./abilitazione/ruoli-nuovi-page.tsx'),
  },
  {
    path: '/utenti/:id/riammissione',
    titolo: 'Riammetti l’utente',
    azione: 'utente.gestisci',
    lazy: () => import('./abilitazione/riammissione-page.tsx'),
  },
  {
    path: '/utenti/:id/stessa-persona',
    titolo: 'È già un utente di qui',
    azione: 'utente.gestisci',
    lazy: () => import('./abilitazione/stessa-persona-page.tsx'),
  },
  {
    path: '/utenti/:id/sostituzione',
    titolo: 'Affida i ruoli a un sostituto',
    azione: 'utente.gestisci',
    lazy: () => import('./abilitazione/sostituzione-page.tsx'),
  },
  {
    path: '/richieste-formali',
    titolo: 'Richieste formali',
    azione: 'richiesta-formale.leggi',
    lazy: () => import('./richieste-formali/richieste-formali-list-page.tsx'),
    menu: { gruppo },
  },
  {
    path: '/richieste-formali/nuova',
    titolo: 'Registra una richiesta formale',
    azione: 'richiesta-formale.gestisci',
    lazy: () => import('./richieste-formali/richiesta-formale-nuova-page.tsx'),
  },
  {
    path: '/richieste-formali/:id',
    titolo: 'Richiesta formale',
    azione: 'richiesta-formale.leggi',
    lazy: () => import('./richieste-formali/richiesta-formale-page.tsx'),
  },
  {
    path: '/richieste-formali/:id/modifica',
    titolo: 'Correggi la richiesta formale',
    azione: 'richiesta-formale.gestisci',
    lazy: () => import('./richieste-formali/richiesta-formale-modifica-page.tsx'),
  },
  {
    path: '/completezza',
    titolo: 'Completezza',
    azione: 'completezza.leggi',
    lazy: () => import('./completezza/completezza-page.tsx'),
    menu: { gruppo, etichetta: 'Che cosa manca' },
  },
  {
    path: '/importazioni',
    titolo: 'Importazioni',
    azione: 'importazione.esegui',
    lazy: () => import('./importazioni/importazioni-page.tsx'),
    menu: { gruppo, etichetta: 'Importa da un foglio' },
  },
  {
    path: '/importazioni/:id',
    titolo: 'Importazione',
    azione: 'importazione.esegui',
    lazy: () => import('./importazioni/importazione-page.tsx'),
  },
]
