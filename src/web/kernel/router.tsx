// From the modules' route tables to the application: each page is its own chunk, loaded before it is shown; the guard
// sends who has no session to the access page and back here, and tells who has no act for it; pages that do not
// exist, or fail, say what to do next; one whose chunk is gone after a new release reloads by itself, once.
import { type ComponentType, type ReactNode, useEffect } from 'react'
import {
  createBrowserRouter,
  Link,
  Navigate,
  Outlet,
  ScrollRestoration,
  useLocation,
  useNavigate,
  useNavigation,
  useRouteError,
} from 'react-router'
import { daIndirizzo, lavoraPresso, usePresso } from './ambito.ts'
import { type Rotta, RotteContext } from './rotte.ts'
import { type Seguiti, SeguitiContext } from './seguito.tsx'
import { accessoConRitorno, isConsentita, useStatoSessione } from './session.tsx'
import { Layout } from './ui/layout.tsx'
import { PageHeader } from './ui/page-header.tsx'
import { Attesa, Problema } from './ui/parts.tsx'

/** `fascia` stands above every page: what a module has to say wherever one is; `seguiti`, on the page of another. */
export function createRouter(rotte: readonly Rotta[], fascia: ReactNode, seguiti: Seguiti) {
  return createBrowserRouter([
    {
      element: <Radice rotte={rotte} fascia={fascia} seguiti={seguiti} />,
      HydrateFallback: Attesa,
      children: [
        ...rotte.map((r) => ({
          path: r.path,
          lazy: () => loadPage(r),
          ErrorBoundary: PaginaCaduta,
        })),
        { path: '*', element: <PaginaSconosciuta /> },
      ],
    },
  ])
}

async function loadPage(rotta: Rotta): Promise<{ Component: ComponentType }> {
  try {
    return { Component: guarded(rotta, (await rotta.lazy()).default) }
  } catch {
    // the router shows nothing at all for a page that cannot be loaded
    return { Component: PaginaNonCaricata }
  }
}

function Radice({ rotte, fascia, seguiti }: { rotte: readonly Rotta[]; fascia: ReactNode; seguiti: Seguiti }) {
  return (
    <RotteContext value={rotte}>
      <Layout fascia={fascia}>
        <InArrivo />
        <SeguitiContext value={seguiti}>
          <Outlet />
        </SeguitiContext>
      </Layout>
      <ScrollRestoration />
    </RotteContext>
  )
}

function guarded(rotta: Rotta, Pagina: ComponentType) {
  return function Guardia() {
    const { sessione, inArrivo, problema, rileggi } = useStatoSessione()
    const { pathname, search } = useLocation()
    const azione = rotta.azione ?? 'sessione'
    const arriva = useRichiesto(rotta)
    if (azione === 'pubblico') return <Pagina />
    if (inArrivo) return <Attesa righe={6} />
    if (!sessione && problema) {
      return (
        <>
          <PageHeader titolo={rotta.titolo} />
          <Problema problema={problema} riprova={rileggi} />
        </>
      )
    }
    if (!sessione) return <Navigate to={accessoConRitorno(pathname + search)} replace />
    if (!isConsentita(sessione, azione)) return <NonConsentita titolo={rotta.titolo} />
    if (arriva) return <Attesa righe={6} />
    return <Pagina />
  }
}

/** Goes where the address asks (a notification, a link from a colleague, a page one comes back to); true until it is there. */
function useRichiesto(rotta: Rotta): boolean {
  const { sessione, inArrivo } = useStatoSessione()
  const { pathname, search, hash, state } = useLocation()
  const navigate = useNavigate()
  const presso = usePresso()
  const chiesto = new URLSearchParams(search).get('presso')
  const nota = sessione !== null && !inArrivo
  const azioni: readonly string[] = [rotta.azione ?? []].flat()
  const affidati = sessione?.affidati ?? []
  const qui = daIndirizzo({
    chiesto,
    presso,
    proprio: sessione?.ambito?.id ?? null,
    affidati: affidati.map((a) => a.id),
    unaCosa: rotta.path.includes(':') && affidati.some((a) => azioni.some((x) => a.azioni.includes(x))),
  })
  useEffect(() => {
    if (!nota) return
    if (qui.presso !== presso) lavoraPresso(qui.presso)
    if (qui.dice === chiesto) return
    const con = new URLSearchParams(search)
    if (qui.dice) con.set('presso', qui.dice)
    else con.delete('presso')
    void navigate({ pathname, search: con.toString(), hash }, { replace: true, preventScrollReset: true, state })
  }, [nota, qui.presso, qui.dice, presso, chiesto, pathname, search, hash, state, navigate])
  return nota && (qui.presso !== presso || (chiesto !== null && qui.dice === null))
}

function InArrivo() {
  const { state } = useNavigation()
  return state === 'loading' ? <progress className="pagina-in-arrivo" aria-label="Apertura della pagina" /> : null
}

function NonConsentita({ titolo }: { titolo: string }) {
  const { sessione } = useStatoSessione()
  const ruoli = sessione?.assegnazioni.map((a) => `${a.ruoloNome} (${a.territorio})`) ?? []
  return (
    <>
      <PageHeader titolo={titolo} />
      <p>Il tuo ruolo non comprende questa pagina. Se ti serve, chiedi all’amministratore del tuo ambito.</p>
      {ruoli.length > 0 && <p>I tuoi ruoli: {ruoli.join('; ')}.</p>}
      <p>
        <Link to="/">Torna alla pagina iniziale</Link>
      </p>
    </>
  )
}

function PaginaSconosciuta() {
  return (
    <>
      <PageHeader titolo="Pagina non trovata" />
      <p>
        L’indirizzo può essere scritto male, o la pagina può essere stata spostata. Riparti dal menu o dalla{' '}
        <Link to="/">pagina iniziale</Link>.
      </p>
    </>
  )
}

const RICARICATA = 'trama.ricaricata'

/** The chunk of a page opened before a new release is no longer on the server: loading everything again brings it. */
function PaginaNonCaricata() {
  useEffect(() => {
    const adesso = Date.now()
    if (adesso - Number(sessionStorage.getItem(RICARICATA)) < 60_000) return
    sessionStorage.setItem(RICARICATA, String(adesso))
    location.reload()
  }, [])
  return (
    <>
      <PageHeader titolo="La pagina non si è aperta" />
      <p>Controlla la connessione e ricarica la pagina: ciò che hai scritto altrove è conservato.</p>
      <button type="button" className="btn btn-primary" onClick={() => location.reload()}>
        Ricarica la pagina
      </button>
    </>
  )
}

function PaginaCaduta() {
  return (
    <>
      <PageHeader titolo="La pagina si è interrotta" />
      <Problema problema={useRouteError()} riprova={() => location.reload()} />
    </>
  )
}
