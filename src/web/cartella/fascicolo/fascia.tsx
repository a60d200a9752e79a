// What stands above every page of somebody's folder, whichever module wrote the page: how to reach the person without
// danger, and the parts of the folder as links. A part appears when its page exists and its act is allowed.
import { NavLink, useLocation } from 'react-router'
import { fascicoloApi } from '../../../shared/cartella/fascicolo.api.ts'
import { anticipa } from '../../kernel/anticipo.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { trovaRotta, useRotte } from '../../kernel/rotte.ts'
import { useCan, useStatoSessione } from '../../kernel/session.tsx'
import { MenuButton } from '../../kernel/ui/menu-button.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import './fascicolo.css'

const PARTI = [
  ['', 'Frontespizio'],
  ['/scheda', 'Scheda'],
  ['/nuclei', 'Nuclei'],
  ['/genogramma', 'Genogramma'],
  ['/ecomappa', 'Ecomappa'],
  ['/diario', 'Diario'],
  ['/timeline', 'Storia'],
  ['/cronologie', 'Cronologie'],
  ['/prese', 'Prese in carico'],
  ['/decisioni', 'Decisioni'],
  ['/analisi', 'Analisi'],
  ['/documenti', 'Documenti'],
  ['/letture', 'Chi ha letto'],
  ['/oscuramenti', 'Oscuramenti'],
] as const

/** Whether a page is of this part, or inside it. */
const dentro = (pathname: string, base: string, parte: string) =>
  parte === '' ? pathname === base : pathname === base + parte || pathname.startsWith(`${base}${parte}/`)

const FASCICOLO = /^\/persone\/([0-9a-f-]{36})(\/|$)/

/** Opened at the page of a folder, its first reading does not wait for the session: who has none, or not the act, is refused. */
export function anticipaFascicolo(pathname: string): void {
  const id = FASCICOLO.exec(pathname)?.[1]
  if (id) anticipa(fascicoloApi.frontespizio, { id })
}

export function FasciaFascicolo() {
  const { pathname } = useLocation()
  const id = FASCICOLO.exec(pathname)?.[1]
  const { sessione } = useStatoSessione()
  return id && sessione ? <Fascia id={id} pathname={pathname} /> : null
}

function Fascia({ id, pathname }: { id: string; pathname: string }) {
  const can = useCan()
  const { rotte } = useRotte()
  // the page itself says why it cannot be read, and asks for the purpose
  const q = useEndpoint(fascicoloApi.frontespizio, { id }, { enabled: can('fascicolo.leggi'), staleTime: 300_000 })
  const base = `/persone/${id}`
  const parti = PARTI.filter(([parte]) => {
    const rotta = trovaRotta(rotte, base + parte)
    return rotta && can(rotta.azione ?? 'sessione')
  })
  const f = q.data
  const qui = parti.find(([parte]) => dentro(pathname, base, parte))?.[1] ?? 'Fascicolo'
  return (
    <div className="container fascicolo">
      {f && f.contattoSicuro.length > 0 && (
        <Avviso tipo="danger" titolo="Attenzione a come la contatti">
          <ul className="fascicolo-regole">
            {f.contattoSicuro.map((r) => (
              <li key={r}>{r}</li>
            ))}
          </ul>
        </Avviso>
      )}
      {parti.length > 1 && (
        <nav aria-label="Parti del fascicolo" className="fascicolo-parti">
          {f && pathname !== base && (
            <p className="fascicolo-nome">
              {f.persona.cognome} {f.persona.nome}
            </p>
          )}
          {/* a phone has no room for a dozen tabs: one button says where one is, and opens the others */}
          <MenuButton className="fascicolo-menu" nome={`${qui}: parti del fascicolo`} etichetta={qui}>
            {parti.map(([parte, nome]) => (
              <NavLink key={parte} to={base + parte} end={parte === ''}>
                {nome}
              </NavLink>
            ))}
          </MenuButton>
          <ul className="nav nav-tabs">
            {parti.map(([parte, nome]) => (
              <li key={parte} className="nav-item">
                <NavLink to={base + parte} end={parte === ''} className="nav-link">
                  {nome}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}
