// One fact of a case in the form that tries it: a yes or no that may be unknown, a choice, an amount, a number, a day.
import { useId } from 'react'
import type { Fatto } from '../../shared/misure/linguaggio.ts'
import { errato } from './caso.ts'

const maiuscola = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)
const SI_NO = [
  { codice: 'si', nome: 'sì' },
  { codice: 'no', nome: 'no' },
]

export function FattoField({ f, valore, onCambia }: { f: Fatto; valore: string; onCambia: (v: string) => void }) {
  const id = useId()
  const errore = errato(f, valore)
  const scelte = f.tipo === 'logico' ? SI_NO : f.scelte
  const aiuto = f.aiuto ?? (f.tipo === 'giorno' ? 'gg/mm/aaaa' : undefined)
  const descritto = [aiuto && `${id}-aiuto`, errore && `${id}-errore`].filter(Boolean).join(' ') || undefined
  return (
    <div className={`campo${errore ? ' campo-con-errore' : ''}`}>
      <label htmlFor={id}>{maiuscola(f.nome)}</label>
      {aiuto && (
        <p id={`${id}-aiuto`} className="campo-aiuto">
          {aiuto}
        </p>
      )}
      {scelte ? (
        <select
          id={id}
          className="form-select"
          value={valore}
          aria-describedby={descritto}
          onChange={(e) => onCambia(e.target.value)}
        >
          <option value="">Non si sa</option>
          {scelte.map((s) => (
            <option key={s.codice} value={s.codice}>
              {s.nome}
            </option>
          ))}
        </select>
      ) : (
        <div className={f.tipo === 'importo' ? 'campo-importo' : undefined}>
          <input
            id={id}
            type="text"
            inputMode={f.tipo === 'importo' ? 'decimal' : 'numeric'}
            className="form-control"
            autoComplete="off"
            maxLength={20}
            value={valore}
            aria-invalid={errore ? true : undefined}
            aria-describedby={descritto}
            onChange={(e) => onCambia(e.target.value)}
          />
          {f.tipo === 'importo' && <span aria-hidden="true">€</span>}
        </div>
      )}
      {errore && (
        <p id={`${id}-errore`} className="campo-errore">
          {errore}
        </p>
      )}
    </div>
  )
}
