// The comune that a file is for, chosen before the file is sent: outside a form, because choosing the file is the act.
import { useId } from 'react'

export function SceltaComune({
  comuni,
  valore,
  onScelta,
  aiuto,
}: {
  comuni: readonly { id: string; nome: string }[]
  valore: string
  onScelta: (id: string) => void
  aiuto: string
}) {
  const id = useId()
  return (
    <div className="campo">
      <label htmlFor={id}>
        Comune <span className="obbligatorio">(obbligatorio)</span>
      </label>
      <p id={`${id}-aiuto`} className="campo-aiuto">
        {aiuto}
      </p>
      <select
        id={id}
        className="form-select"
        aria-required
        aria-describedby={`${id}-aiuto`}
        value={valore}
        onChange={(e) => onScelta(e.target.value)}
      >
        <option value="">Scegli…</option>
        {comuni.map((c) => (
          <option key={c.id} value={c.id}>
            {c.nome}
          </option>
        ))}
      </select>
    </div>
  )
}
