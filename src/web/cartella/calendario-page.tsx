// The secret address of one's own calendar: told once, revoked at will.
import { useState } from 'react'
import { calendarioApi } from '../../shared/cartella/agenda.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { useAction, useEndpoint } from '../kernel/hooks.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'

export default function CalendarioPage() {
  const q = useEndpoint(calendarioApi.leggi, {})
  const [indirizzo, setIndirizzo] = useState<string | null>(null)
  const collega = useAction(calendarioApi.collega, {
    invalidates: [calendarioApi.leggi],
    onDone: (r) => setIndirizzo(`${location.origin}${r.percorso}`),
  })
  return (
    <>
      <PageHeader titolo="Il tuo calendario" sotto="I tuoi appuntamenti nel programma di calendario che usi già" />
      <p>
        Il programma vi trova l’ora e l’ufficio: «Appuntamento, ufficio …»; se segui dei casi, anche quante scadenze hai
        ogni giorno. Non vi trova persone, luoghi né motivi. Chi conosce l’indirizzo legge le tue ore: non darlo ad
        altri, e se lo perdi crealo di nuovo.
      </p>
      <Caricamento query={q}>
        {(f) => (
          <>
            <p>
              {f.creatoIl
                ? `C’è un indirizzo attivo, creato il ${formatIstante(f.creatoIl)}.`
                : 'Non c’è un indirizzo attivo.'}
            </p>
            <p className="atti">
              <button
                type="button"
                className="btn btn-primary"
                aria-disabled={collega.inCorso}
                onClick={() => !collega.inCorso && collega.run({}).catch(() => {})}
              >
                {f.creatoIl ? 'Crea un indirizzo nuovo' : 'Crea l’indirizzo'}
              </button>
              {f.creatoIl && (
                <ActionButton
                  e={calendarioApi.revoca}
                  input={{}}
                  etichetta="Revoca l’indirizzo"
                  variante="outline-danger"
                  conferma={{
                    titolo: 'Revocare l’indirizzo?',
                    testo: 'Il programma di calendario non leggerà più nulla.',
                  }}
                  invalidates={[calendarioApi.leggi]}
                  esito="Indirizzo revocato."
                  onDone={() => setIndirizzo(null)}
                />
              )}
            </p>
          </>
        )}
      </Caricamento>
      {indirizzo && (
        <Avviso tipo="success" titolo="Copialo adesso: non lo rivedrai" annuncia>
          <label htmlFor="indirizzo-calendario">Indirizzo del calendario</label>
          <input
            id="indirizzo-calendario"
            className="form-control"
            readOnly
            value={indirizzo}
            onFocus={(e) => e.target.select()}
          />
        </Avviso>
      )}
    </>
  )
}
