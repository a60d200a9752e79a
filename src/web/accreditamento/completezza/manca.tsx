// Where to go to fill a gap of the board: only the pages that exist and that the role allows, with the comune and the
// role already chosen.
import { Link } from 'react-router'
import { type Mancanza, type RuoloMinimo, ruoliMinimi } from '../../../shared/accreditamento/completezza.rules.ts'
import type { Azione } from '../../../shared/kernel/endpoint.ts'
import { useRotte } from '../../kernel/rotte.ts'
import { useCan } from '../../kernel/session.tsx'
import { TUTTO } from '../abilitazione/incarichi.ts'

interface Passo {
  azione: Azione
  to: string
  testo: string
}

const perComune = (comune: string) => (comune === TUTTO ? '' : `?comune=${comune}`)

/** The step that fills this gap. */
function passo(codice: Mancanza['codice'], comune: string): Passo {
  switch (codice) {
    case 'convenzione':
      return {
        azione: 'adesione.gestisci',
        to: `/adesioni/nuova${perComune(comune)}`,
        testo: 'Registra la convenzione',
      }
    case 'recapito':
      return { azione: 'ambito.recapiti', to: '/ambito', testo: 'Aggiungi il recapito' }
    case 'delega-senza-nota':
      return { azione: 'delega.leggi', to: '/deleghe', testo: 'Vai alle deleghe' }
    case 'richiesta-senza-documento':
      return { azione: 'richiesta-formale.leggi', to: '/richieste-formali', testo: 'Vai alle richieste formali' }
    default:
      return { azione: 'utente.gestisci', to: `/utenti/nuovo?ruolo=${codice}&comune=${comune}`, testo: 'Accredita' }
  }
}

/** What serves once for all the roles that an ente has not named. */
function passiPerIRuoli(comune: string): Passo[] {
  const richiesta = `/richieste-formali/nuova${perComune(comune)}`
  return [
    { azione: 'richiesta-formale.gestisci', to: richiesta, testo: 'Registra la richiesta formale' },
    {
      azione: 'importazione.esegui',
      to: `/importazioni${perComune(comune)}`,
      testo: 'Scarica il modello da compilare',
    },
  ]
}

const isRuolo = (c: Mancanza['codice']): c is RuoloMinimo => (ruoliMinimi as readonly string[]).includes(c)

/** The sentences of what is missing, each with its step. */
export function Manca({ mancanze, comune, nulla }: { mancanze: readonly Mancanza[]; comune: string; nulla: string }) {
  if (mancanze.length === 0) return <>{nulla}</>
  return (
    <div>
      <ul className="accreditamento-ruoli">
        {mancanze.map((m) => (
          <li key={m.codice}>
            {m.frase} <Passi passi={[passo(m.codice, comune)]} />
          </li>
        ))}
      </ul>
      {mancanze.some((m) => isRuolo(m.codice)) && <Passi passi={passiPerIRuoli(comune)} />}
    </div>
  )
}

function Passi({ passi }: { passi: readonly Passo[] }) {
  const can = useCan()
  const { esiste } = useRotte()
  return passi
    .filter((p) => can(p.azione) && esiste(p.to.split('?')[0]!))
    .map((p) => (
      <Link key={p.to} className="completezza-atto" to={p.to}>
        {p.testo}
      </Link>
    ))
}
