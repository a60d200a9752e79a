// What happened to an operator, in words, newest first; the older part on demand, so that the card stays short.
import { useState } from 'react'
import { formatIstante } from '../../kernel/format.ts'
import type { Scheda } from './parole.tsx'

const PRIME = 10

export function StoriaUtente({ u }: { u: Scheda }) {
  const [tutta, setTutta] = useState(false)
  const voci = tutta ? u.storia : u.storia.slice(0, PRIME)
  if (voci.length === 0) return <p>Nessuna modifica registrata.</p>
  return (
    <>
      <ol className="utente-storia">
        {voci.map((v) => (
          <li key={`${v.quando} ${v.frase}`}>
            <span>
              {formatIstante(v.quando)}, {v.chi}
            </span>
            {v.frase}
          </li>
        ))}
      </ol>
      {u.storia.length > PRIME && !tutta && (
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setTutta(true)}>
          Mostra tutta la storia
        </button>
      )}
    </>
  )
}
