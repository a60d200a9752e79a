// Where one works, on the pages of the flows that are of one ambito and of no ente.
import { useId } from 'react'
import { lavoraPresso } from '../kernel/ambito.ts'
import { InTestata } from '../kernel/ui/contesto.tsx'

/** `ambiti` are those where one may, `qui` the one where one is; null is one's own. With one alone there is nothing to choose. */
export function Dove({ ambiti, qui }: { ambiti: { id: string | null; nome: string }[]; qui: string | null }) {
  const id = useId()
  if (ambiti.length < 2) return null
  return (
    <InTestata>
      <label htmlFor={id}>Ambito</label>
      <select id={id} className="form-select" value={qui ?? ''} onChange={(e) => lavoraPresso(e.target.value || null)}>
        {ambiti.map((a) => (
          <option key={a.id} value={a.id ?? ''}>
            {a.nome}
          </option>
        ))}
      </select>
    </InTestata>
  )
}
