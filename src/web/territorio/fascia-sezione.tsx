// Above every page whose data are closed to its reader: an empty list would say that there is nothing.
import { Link, useLocation } from 'react-router'
import { trovaRotta, useRotte } from '../kernel/rotte.ts'
import { useStatoSessione } from '../kernel/session.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { sezioneChiusa } from './sezione-chiusa.ts'

export function FasciaSezione() {
  const { rotte } = useRotte()
  const { pathname } = useLocation()
  const { sessione } = useStatoSessione()
  const azione = trovaRotta(rotte, pathname)?.azione
  const chiusa = sessione && azione !== 'pubblico' ? sezioneChiusa(sessione, azione) : undefined
  if (!chiusa) return null
  return (
    <div className="container">
      <Avviso tipo="warning" titolo={`La sezione «${chiusa.nome}» non è aperta nel tuo territorio`}>
        <p>
          {chiusa.perche} Finché è così, qui non ci sono dati da vedere: chiedi all’amministratore del tuo ambito.{' '}
          <Link to="/">Che cosa danno i tuoi ruoli oggi</Link>
        </p>
      </Avviso>
    </div>
  )
}
