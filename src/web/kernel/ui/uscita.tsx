// The way out, for who writes: what is being typed is saved first, and the drafts of this person leave this browser. If
// the server did not take some of them, leaving would lose them: one is asked.
import { useState } from 'react'
import { preparaUscita, svuotaCassetto } from '../bozze/locali.ts'
import { formatNumero } from '../format.ts'
import { ConfirmDialog } from './dialog.tsx'

const ESCI = '/spid/logout'

export function useUscita(utente: string) {
  const [restano, setRestano] = useState(0)
  const vai = () => void svuotaCassetto(utente).finally(() => location.assign(ESCI))
  const esci = () =>
    void preparaUscita(utente).then((n) => {
      if (n === 0) vai()
      else setRestano(n)
    })
  const domanda = (
    <ConfirmDialog
      aperta={restano > 0}
      onChiudi={() => setRestano(0)}
      onConferma={vai}
      titolo="Ci sono bozze che il server non ha ricevuto"
      testo={
        restano === 1
          ? 'Una bozza è solo su questo computer: uscendo si cancella. Puoi restare e riprenderla, o inviarla.'
          : `${formatNumero(restano)} bozze sono solo su questo computer: uscendo si cancellano. Puoi restare e riprenderle, o inviarle.`
      }
      conferma="Esci e cancellale"
      pericolo
    />
  )
  return { indirizzo: ESCI, esci, domanda }
}
