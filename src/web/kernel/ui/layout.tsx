// The frame of every page, in Bootstrap Italia's header (slim, centre, navigation) and footer, with our own menu
// buttons instead of its scripts. The menu offers only what `can()` allows; links of the footer and of the personal
// menu appear when their pages are registered, so none leads nowhere.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link, NavLink, useLocation } from 'react-router'
import { menuPer, useRotte } from '../rotte.ts'
import { accessoConRitorno, isConsentita, useStatoSessione } from '../session.tsx'
import { PostoContesto } from './contesto.tsx'
import { MenuButton } from './menu-button.tsx'
import { Icon } from './parts.tsx'
import { useUscita } from './uscita.tsx'

const PIEDE: [path: string, etichetta: string][] = [
  ['/manuale', 'Manuale'],
  ['/guida', 'Guida all’accreditamento'],
  ['/accessibilita', 'Dichiarazione di accessibilità'],
  ['/feedback', 'Segnala un problema di accessibilità o d’uso'],
  ['/stato', 'Stato del servizio'],
  ['/informativa', 'Informativa sul trattamento dei dati'],
  ['/termini', 'Termini d’uso'],
]

export function Layout({ fascia, children }: { fascia?: ReactNode; children: ReactNode }) {
  const { esiste } = useRotte()
  const piede = PIEDE.filter(([path]) => esiste(path))
  return (
    <>
      <div className="skiplinks">
        <a className="visually-hidden-focusable" href="#contenuto">
          Vai al contenuto
        </a>
        <a className="visually-hidden-focusable" href="#piede">
          Vai al piè di pagina
        </a>
      </div>
      <Testata />
      <section className="fasce" aria-label="Avvisi della piattaforma">
        <FasciaDimostrativa />
        {fascia}
        <FasciaSessione />
      </section>
      <main id="contenuto" tabIndex={-1} className="container">
        {children}
      </main>
      <footer id="piede" tabIndex={-1} className="it-footer">
        <div className="it-footer-main">
          <div className="container piede">
            <p>
              <strong>Trama</strong>, la piattaforma dei servizi sociali dei comuni
            </p>
            {piede.length > 0 && (
              <ul>
                {piede.map(([path, etichetta]) => (
                  <li key={path}>
                    <Link to={path}>{etichetta}</Link>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </div>
      </footer>
    </>
  )
}

function Testata() {
  return (
    <header className="it-header-wrapper testata">
      <div className="it-header-slim-wrapper">
        <div className="container">
          <div className="it-header-slim-wrapper-content">
            <DoveSono />
            <PostoContesto />
            <ChiSono />
          </div>
        </div>
      </div>
      <div className="it-nav-wrapper">
        <div className="it-header-center-wrapper it-small-header">
          <div className="container">
            <div className="it-header-center-content-wrapper">
              <div className="it-brand-wrapper">
                <Link to="/">
                  <svg className="icon" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                    <path
                      d="M6 11h8m6 0h6M6 21h4m8 0h8M11 6v8m0 6v6M21 6v4m0 8v8"
                      fill="none"
                      stroke="#fff"
                      strokeWidth="3"
                      strokeLinecap="round"
                    />
                  </svg>
                  <div className="it-brand-text">
                    <div className="it-brand-title">Trama</div>
                    <div className="it-brand-tagline">I servizi sociali, insieme</div>
                  </div>
                </Link>
              </div>
            </div>
          </div>
        </div>
        <Navigazione />
      </div>
    </header>
  )
}

function DoveSono() {
  const { sessione } = useStatoSessione()
  return (
    <div className="testata-luogo">
      {sessione?.ambito?.nome ?? (sessione ? 'Tutto il territorio nazionale' : 'Servizi sociali dei comuni')}
    </div>
  )
}

function ChiSono() {
  const { sessione, inArrivo } = useStatoSessione()
  const { esiste } = useRotte()
  const { pathname } = useLocation()
  const uscita = useUscita(sessione?.utente.id ?? '')
  if (!sessione) {
    if (inArrivo || pathname.startsWith('/accesso')) return null
    return (
      <Link className="testata-entra" to="/accesso">
        Entra
      </Link>
    )
  }
  const n = sessione.notificheDaLeggere
  const nome = `${sessione.utente.nome} ${sessione.utente.cognome}`
  return (
    <div className="testata-chi">
      {esiste('/notifiche') && (
        <Link to="/notifiche" className="testata-notifiche">
          <Icon name="it-mail" titolo="Notifiche" />
          <span>{n > 0 ? n : ''}</span>
          <span className="visually-hidden">{n > 0 ? 'da leggere' : 'nessuna da leggere'}</span>
        </Link>
      )}
      <MenuButton
        className="a-destra"
        nome={`${nome}: profilo e uscita`}
        etichetta={
          <>
            <Icon name="it-user" className="icon-sm" />
            <span className="testata-nome">{nome}</span>
          </>
        }
      >
        {[
          esiste('/profilo') && (
            <Link key="profilo" to="/profilo">
              Il mio profilo e i miei ruoli
            </Link>
          ),
          <a
            key="esci"
            href={uscita.indirizzo}
            onClick={(e) => {
              e.preventDefault()
              uscita.esci()
            }}
          >
            Esci
          </a>,
        ].filter(Boolean)}
      </MenuButton>
      {uscita.domanda}
    </div>
  )
}

function Navigazione() {
  const { sessione } = useStatoSessione()
  const { rotte } = useRotte()
  const { pathname } = useLocation()
  const [aperta, setAperta] = useState(false)
  const bottone = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the phone's menu
  useEffect(() => setAperta(false), [pathname])
  const menu = sessione ? menuPer(rotte, (a) => isConsentita(sessione, a)) : []
  if (menu.length === 0) return null
  return (
    <div className="it-header-navbar-wrapper navigazione">
      <div className="container">
        <nav
          aria-label="Principale"
          onKeyDown={(e) => {
            if (e.key !== 'Escape' || !aperta) return
            setAperta(false)
            bottone.current?.focus()
          }}
        >
          <button
            ref={bottone}
            type="button"
            className="navigazione-apri"
            aria-expanded={aperta}
            aria-controls="menu-principale"
            onClick={() => setAperta(!aperta)}
          >
            <Icon name={aperta ? 'it-close' : 'it-burger'} />
            Menu
          </button>
          <ul id="menu-principale" className={aperta ? 'aperta' : undefined}>
            {menu.map((m) => (
              <li key={m.etichetta}>
                {m.gruppo ? (
                  <MenuButton etichetta={m.etichetta} attivo={m.voci.some((v) => sotto(pathname, v.path))}>
                    {m.voci.map((v) => (
                      <NavLink key={v.path} to={v.path} end>
                        {v.etichetta}
                      </NavLink>
                    ))}
                  </MenuButton>
                ) : (
                  <NavLink to={m.voci[0]!.path} end={m.voci[0]!.path === '/'}>
                    {m.etichetta}
                  </NavLink>
                )}
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </div>
  )
}

const sotto = (pathname: string, path: string) => pathname === path || pathname.startsWith(`${path}/`)

function FasciaDimostrativa() {
  const { sessione } = useStatoSessione()
  if (!sessione?.ambito?.dimostrativo) return null
  return (
    <p className="fascia fascia-dimostrativa">
      <strong>Ambiente dimostrativo:</strong> persone e dati sono sintetici.
    </p>
  )
}

/** Expired, or about to: the page and what is typed in it stay where they are. */
function FasciaSessione() {
  const { scaduta, staPerScadere, rileggi } = useStatoSessione()
  return (
    <div role="alert">
      {scaduta && (
        <p className="fascia fascia-sessione">
          <strong>La sessione è scaduta.</strong> Ciò che hai scritto resta qui:{' '}
          <a href={accessoConRitorno('/accesso/ripresa')} target="_blank" rel="noopener opener">
            entra di nuovo in un’altra scheda
          </a>
          , poi torna e continua.
        </p>
      )}
      {staPerScadere && (
        <p className="fascia fascia-sessione">
          <strong>La sessione sta per scadere</strong> perché non la usi da un po’.{' '}
          <button type="button" onClick={rileggi}>
            Resta collegato
          </button>
        </p>
      )}
    </div>
  )
}
