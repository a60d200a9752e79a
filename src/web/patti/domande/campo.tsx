// One datum of a domanda in its form.
import { useId } from 'react'
import type { CampoDomanda } from '../../../shared/patti/domanda-campi.ts'
import { Icon } from '../../kernel/ui/parts.tsx'
import { FattoField } from '../../misure/fatto-field.tsx'
import { parole, useVoci } from '../../parametri/voci.ts'
import { errato } from './scritta.ts'

interface Props {
  c: CampoDomanda
  valore: string
  onCambia: (v: string) => void
  /** The refusal of the server for this datum. */
  rifiuto?: string | undefined
  genere?: 'F' | 'M' | null
}

export function Campo(p: Props) {
  const { c, valore, onCambia, rifiuto } = p
  const id = useId()
  // a fact of the measure is asked as everywhere; the summary above says its refusal
  if (c.fatto) return <FattoField f={c.fatto} valore={valore} onCambia={onCambia} />
  const errore = errato(c, valore) ?? rifiuto ?? null
  const aiuto = c.aiuto ?? (c.tipo === 'giorno' ? 'gg/mm/aaaa' : undefined)
  const aria = {
    id,
    'aria-invalid': errore ? (true as const) : undefined,
    'aria-required': c.serve || undefined,
    'aria-describedby': [aiuto && `${id}-aiuto`, errore && `${id}-errore`].filter(Boolean).join(' ') || undefined,
  }
  return (
    <div className={`campo${errore ? ' campo-con-errore' : ''}`}>
      <label htmlFor={id}>
        {c.nome} {c.serve && <span className="obbligatorio">(obbligatorio)</span>}
      </label>
      {aiuto && (
        <p id={`${id}-aiuto`} className="campo-aiuto">
          {aiuto}
        </p>
      )}
      <Controllo p={p} aria={aria} />
      {errore && (
        <p id={`${id}-errore`} className="campo-errore">
          <Icon name="it-warning-circle" className="icon-sm" />
          {errore}
        </p>
      )}
    </div>
  )
}

function Controllo({
  p: { c, valore, onCambia, genere },
  aria,
}: {
  p: Props
  aria: Record<string, string | boolean | undefined>
}) {
  if (c.codifica) return <Voce c={c} valore={valore} onCambia={onCambia} genere={genere ?? null} aria={aria} />
  if (c.scelte) return <Scelta opzioni={c.scelte} valore={valore} onCambia={onCambia} aria={aria} />
  const input = (
    <input
      {...aria}
      type="text"
      inputMode={c.tipo === 'importo' ? 'decimal' : c.tipo === 'giorno' ? 'numeric' : undefined}
      className="form-control"
      autoComplete="off"
      spellCheck={c.tipo === 'codice-fiscale' ? false : undefined}
      maxLength={c.max ?? 20}
      value={valore}
      onChange={(e) => onCambia(c.tipo === 'codice-fiscale' ? e.target.value.toUpperCase() : e.target.value)}
    />
  )
  return c.tipo === 'importo' ? (
    <div className="campo-importo">
      {input}
      <span aria-hidden="true">€</span>
    </div>
  ) : (
    input
  )
}

function Voce({
  c,
  genere,
  ...p
}: {
  c: CampoDomanda
  valore: string
  onCambia: (v: string) => void
  genere: 'F' | 'M' | null
  aria: Record<string, string | boolean | undefined>
}) {
  const { voci } = useVoci(c.codifica!)
  return <Scelta {...p} opzioni={voci.map((v) => [v.codice, parole(v, genere)] as const)} />
}

const Scelta = ({
  opzioni,
  valore,
  onCambia,
  aria,
}: {
  opzioni: readonly (readonly [string, string])[]
  valore: string
  onCambia: (v: string) => void
  aria: Record<string, string | boolean | undefined>
}) => (
  <select {...aria} className="form-select" value={valore} onChange={(e) => onCambia(e.target.value)}>
    <option value="">Scegli…</option>
    {opzioni.map(([v, t]) => (
      <option key={v} value={v}>
        {t}
      </option>
    ))}
  </select>
)
