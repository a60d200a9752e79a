// Persons of the record who may be a member: who decides says which one, or none.
import type { ReactNode } from 'react'
import { formatData } from '../kernel/format.ts'
import { Avviso } from '../kernel/ui/parts.tsx'

interface Simile {
  personaId: string
  nome: string
  dataNascita: string | null
  codiceFiscale: string | null
}

export const Simili = ({
  simili,
  bottone,
}: {
  simili: readonly Simile[]
  bottone: (personaId: string | null, etichetta: string, variante: 'outline-primary' | 'link') => ReactNode
}) =>
  simili.length === 0 ? null : (
    <Avviso titolo="Nella cartella c’è qualcuno che può essere la stessa persona">
      <ul className="elenco-semplice">
        {simili.map((p) => (
          <li key={p.personaId}>
            {p.nome}, {p.dataNascita ? formatData(p.dataNascita) : 'nascita non nota'},{' '}
            {p.codiceFiscale ?? 'senza codice fiscale'} {bottone(p.personaId, 'È la stessa persona', 'outline-primary')}
          </li>
        ))}
        <li>{bottone(null, 'Nessuna di queste', 'link')}</li>
      </ul>
    </Avviso>
  )
