// The browser's entry: the modules' route tables in the order of the menu, and the providers that every screen needs.
import './styles/trama.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { routes as accesso, publicRoutes as aiuto } from './accesso/rotte.ts'
import { routes as utenti } from './accesso/utenti-rotte.ts'
import { routes as richiesteAmbito } from './accreditamento/richieste-ambito-rotte.ts'
import { routes as accreditamento } from './accreditamento/rotte.ts'
import { routes as anagrafe } from './anagrafe/rotte.ts'
import { ScorciatoiaRicerca } from './anagrafe/scorciatoia.tsx'
import { FasciaFascicolo } from './cartella/fascicolo/fascia.tsx'
import { routes as fascicolo } from './cartella/rotte-fascicolo.ts'
import { routes as cruscotti } from './cruscotti/rotte.ts'
import { startAmbito } from './kernel/ambito.ts'
import { spazzaBozze } from './kernel/bozze/locali.ts'
import { newQueryClient } from './kernel/hooks.ts'
import { routes as kernel } from './kernel/pages/routes.ts'
import { createRouter } from './kernel/router.tsx'
import { SessionProvider } from './kernel/session.tsx'
import { EsitoProvider } from './kernel/ui/esito.tsx'
import { watchFocus } from './kernel/ui/focus.ts'
import { routes as parametri } from './parametri/rotte.ts'
import { FasciaAmbito } from './territorio/ambito-scelto.tsx'
import { routes as territorio } from './territorio/rotte.ts'

const router = createRouter(
  [
    ...cruscotti,
    ...kernel,
    ...anagrafe,
    ...fascicolo,
    ...territorio,
    ...richiesteAmbito,
    ...utenti,
    ...accreditamento,
    ...accesso,
    ...parametri,
    ...aiuto,
  ],
  <>
    <ScorciatoiaRicerca />
    <FasciaAmbito />
    <FasciaFascicolo />
  </>,
)

startAmbito()
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
