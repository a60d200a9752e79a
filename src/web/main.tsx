// The browser's entry: the modules' route tables in the order of the menu, and the providers that every screen needs.
import './styles/trama.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { startAmbito } from './kernel/ambito.ts'
import { spazzaBozze } from './kernel/form/bozza.ts'
import { newQueryClient } from './kernel/hooks.ts'
import { routes as accesso } from './kernel/pages/routes.ts'
import { createRouter } from './kernel/router.tsx'
import { SessionProvider } from './kernel/session.tsx'
import { EsitoProvider } from './kernel/ui/esito.tsx'
import { watchFocus } from './kernel/ui/focus.ts'

const router = createRouter([...accesso])

startAmbito()
watchFocus()
spazzaBozze(localStorage)
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
