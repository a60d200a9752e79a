// The browser's entry: the modules' route tables in the order of the menu, and the providers that every screen needs.
import './styles/trama.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { sessioneApi } from '../shared/kernel/sessione.api.ts'
import { ScorciatoiaRicerca } from './anagrafe/scorciatoia.tsx'
import { anticipaFascicolo, FasciaFascicolo } from './cartella/fascicolo/fascia.tsx'
import { startAmbito } from './kernel/ambito.ts'
import { anticipa } from './kernel/anticipo.ts'
import { spazzaBozze } from './kernel/bozze/locali.ts'
import { newQueryClient } from './kernel/hooks.ts'
import { createRouter } from './kernel/router.tsx'
import { SessionProvider } from './kernel/session.tsx'
import { EsitoProvider } from './kernel/ui/esito.tsx'
import { watchFocus } from './kernel/ui/focus.ts'
import { tutteLeRotte } from './rotte.ts'
import { FasciaAmbito } from './territorio/ambito-scelto.tsx'
import { FasciaSezione } from './territorio/fascia-sezione.tsx'

// before anything is drawn: what the first screen waits for
startAmbito()
anticipa(sessioneApi.leggi, {})
anticipaFascicolo(location.pathname)

const router = createRouter(
  tutteLeRotte,
  <>
    <ScorciatoiaRicerca />
    <FasciaAmbito />
    <FasciaSezione />
    <FasciaFascicolo />
  </>,
  { 'adesione-registrata': lazy(() => import('./accesso/utenti/preparati-in-regola.tsx')) },
)

watchFocus()
// a browser without storage has nothing to sweep
spazzaBozze().catch(() => {})
createRoot(document.getElementById('radice')!).render(
  <StrictMode>
    <QueryClientProvider client={newQueryClient()}>
      <EsitoProvider>
        <SessionProvider>
          <RouterProvider router={router} />
        </SessionProvider>
      </EsitoProvider>
    </QueryClientProvider>
  </StrictMode>,
)
