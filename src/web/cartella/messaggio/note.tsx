// What a message does not say, as a list: what, why, and a link to where one sees to it.
import { Link } from 'react-router'
import type { Luogo } from '../../../shared/cartella/lombardia/contenuto.ts'
import type { NotaLetta } from '../../../shared/cartella/messaggi.api.ts'

const luoghi: Record<Luogo, { nome: string; to: (personaId: string) => string }> = {
  scheda: { nome: 'Apri la scheda', to: (id) => `/persone/${id}/scheda` },
  nuclei: { nome: 'Apri i nuclei', to: (id) => `/persone/${id}/nuclei` },
  prese: { nome: 'Apri le prese in carico', to: (id) => `/persone/${id}/prese` },
  sportello: { nome: 'Registra un contatto', to: () => '/sportello' },
  parametri: { nome: 'Guarda i parametri', to: () => '/parametri' },
  codici: { nome: 'Guarda i codici', to: () => '/messaggi-regionali/codici' },
}

export function Note({ note, personaId }: { note: readonly NotaLetta[]; personaId: string }) {
  return (
    <ul className="messaggio-note">
      {note.map((n) => (
        <li key={`${n.cosa} ${n.perche}`}>
          {n.perche ? (
            <>
              <strong>{n.cosa}</strong>: {n.perche}
            </>
          ) : (
            n.cosa
          )}{' '}
          {n.dove && <Link to={luoghi[n.dove].to(personaId)}>{luoghi[n.dove].nome}</Link>}
        </li>
      ))}
    </ul>
  )
}
