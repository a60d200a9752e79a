// Where one gives the secret of a request to open it again. Hidden as a password is: it opens what is inside.
import { type FormEvent, useId, useState } from 'react'

export function ChiaveForm({ onChiave }: { onChiave: (chiave: string) => void }) {
  const id = useId()
  const [errore, setErrore] = useState(false)
  const invia = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault()
    const chiave = String(new FormData(e.currentTarget).get('chiave')).trim()
    if (/^[\w-]{20,200}$/.test(chiave)) onChiave(chiave)
    else {
      setErrore(true)
      document.getElementById(id)?.focus()
    }
  }
  return (
    <form className="modulo" noValidate onSubmit={invia}>
      <div className={`campo${errore ? ' campo-con-errore' : ''}`}>
        <label htmlFor={id}>Chiave della richiesta</label>
        <input
          id={id}
          name="chiave"
          type="password"
          className="form-control"
          autoComplete="off"
          required
          aria-invalid={errore}
          aria-describedby={errore ? `${id}-errore` : undefined}
        />
        {errore && (
          <p id={`${id}-errore`} className="campo-errore">
            Incolla la chiave per intero: sono 43 caratteri, lettere, cifre, trattini.
          </p>
        )}
      </div>
      <button type="submit" className="btn btn-primary">
        Apri la richiesta
      </button>
    </form>
  )
}
