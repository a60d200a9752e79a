// One event of the stream, the same in the story and in a chronology.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { nomeEvento } from '../../../shared/cartella/eventi.rules.ts'
import type { EventoLetto } from '../../../shared/cartella/fascicolo.api.ts'
import { formatData } from '../../kernel/format.ts'
import { useRotte } from '../../kernel/rotte.ts'
import { StatusBadge } from '../../kernel/ui/parts.tsx'

export function Evento({ e, children }: { e: EventoLetto; children?: ReactNode }) {
  const { esiste } = useRotte()
  return (
    <li className={e.significativo ? 'significativo' : undefined}>
      <p className="evento-testata">
        <strong>{formatData(e.giorno)}</strong>
        {e.collegamento && esiste(e.collegamento) ? (
          <Link to={e.collegamento}>{e.titolo}</Link>
        ) : (
          <span>{e.titolo}</span>
        )}
        <StatusBadge>{nomeEvento(e.tipo)}</StatusBadge>
        {e.significativo && <StatusBadge tono="informativo">significativo</StatusBadge>}
        {e.riservato && <StatusBadge tono="attenzione">riservato</StatusBadge>}
        {e.autore && <small>{e.autore}</small>}
      </p>
      {e.testo && <p className="voce-testo">{e.testo}</p>}
      {children}
    </li>
  )
}
