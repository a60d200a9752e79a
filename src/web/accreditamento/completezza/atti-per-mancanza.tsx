// Where to go to fill a gap of the board: only the pages that exist and that the role allows, with the comune and the
// role already chosen.
import { Link } from 'react-router'
import type { Mancanza } from '../../../shared/accreditamento/completezza.rules.ts'
import type { Azione } from '../../../shared/kernel/endpoint.ts'
import { useRotte } from '../../kernel/rotte.ts'
import { useCan } from '../../kernel/session.tsx'
import { TUTTO } from '../abilitazione/incarichi.ts'

interface Passo {
  azione: Azione
  to: string
  testo: string
}

function passi(codice: Mancanza['codice'], comune: string): Passo[] {
  const suo = comune === TUTTO ? '' : `?comune=${comune}`
  switch (codice) {
    case 'convenzione':
      return [{ azione: 'adesione.gestisci', to: `/adesioni/nuova${suo}`, testo: 'Registra la convenzione' }]
    case 'recapito':
      return [{ azione: 'ambito.recapiti', to: '/ambito', testo: 'Aggiungi il recapito' }]
    case 'delega-senza-nota':
      return [{ azione: 'delega.leggi', to: '/deleghe', testo: 'Vai alle deleghe' }]
    default:
      return [
        { azione: 'richiesta-formale.gestisci', to: `/richieste-formali/nuova${suo}`, testo: 'Registra la richiesta' },
        { azione: 'utente.gestisci', to: `/utenti/nuovo?ruolo=${codice}&comune=${comune}`, testo: 'Accredita' },
        ...(comune === TUTTO
          ? []
          : [
              {
                azione: 'importazione.esegui',
                to: `/importazioni?comune=${comune}`,
                testo: 'Modello per il comune',
              } as const,
            ]),
      ]
  }
}

export function AttiPerMancanza({ codice, comune }: { codice: Mancanza['codice']; comune: string }) {
  const can = useCan()
  const { esiste } = useRotte()
  const possibili = passi(codice, comune).filter((p) => can(p.azione) && esiste(p.to.split('?')[0]!))
  if (possibili.length === 0) return null
  return (
    <span className="completezza-atti">
      {possibili.map((p) => (
        <Link key={p.to} to={p.to}>
          {p.testo}
        </Link>
      ))}
    </span>
  )
}
