// The next meetings put in the plan, at the frequency that the pact says; what is to be looked at is everything, unless one chooses.
import { useId, useState } from 'react'
import { giorniDelPiano } from '../../shared/patti/monitoraggio.rules.ts'
import { monitoraggioApi, type PattoLetto } from '../../shared/patti/patto.api.ts'
import { generi, testoDi, type Voce, vociDi } from '../../shared/patti/patto-voci.ts'
import { formatData, oggi, parseData } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { toccatePatto } from './patto-atti.tsx'

export function PianificaIncontri({ p, voci, ci }: { p: PattoLetto; voci: readonly Voce[]; ci: number }) {
  const can = useCan()
  const id = useId()
  const m = vociDi(voci, 'monitoraggio')[0]
  const giorni = m?.campi.giorni
  const ogni = typeof giorni === 'number' && giorni > 0 ? giorni : p.incontriOgni
  const dalPatto = m ? testoDi(m, 'primo') : ''
  const [primo, setPrimo] = useState(formatData(ci === 0 && dalPatto >= oggi() ? dalPatto : oggi()))
  const [quanti, setQuanti] = useState('1')
  const [ora, setOra] = useState('')
  const valutabili = voci.filter((v) => generi[v.genere].valutato)
  const pianifica = useAction(monitoraggioApi.pianifica, {
    invalidates: toccatePatto,
    esito: 'Incontri messi in programma.',
  })
  if (!can(monitoraggioApi.pianifica.azione)) return null
  const giorno = parseData(primo)
  const date = giorno ? giorniDelPiano(giorno, ogni, Number(quanti)) : []
  return (
    <form
      className="patto-voce"
      aria-label="Metti in programma"
      onSubmit={(e) => {
        e.preventDefault()
        if (date.length > 0)
          void pianifica
            .run({ id: p.id, giorni: date, ora: ora || null, durata: null, voci: valutabili.map((v) => v.voce) })
            .catch(() => undefined)
      }}
    >
      <h2>Metti in programma</h2>
      <div className="patto-righe">
        <div className="campo">
          <label htmlFor={`${id}-primo`}>Primo giorno</label>
          <input
            id={`${id}-primo`}
            className="form-control"
            inputMode="numeric"
            value={primo}
            aria-invalid={giorno === null || undefined}
            onChange={(e) => setPrimo(e.target.value)}
          />
        </div>
        <div className="campo">
          <label htmlFor={`${id}-ora`}>Ora</label>
          <input
            id={`${id}-ora`}
            className="form-control"
            type="time"
            value={ora}
            onChange={(e) => setOra(e.target.value)}
          />
        </div>
        <div className="campo">
          <label htmlFor={`${id}-quanti`}>Quanti incontri, uno ogni {ogni} giorni</label>
          <select
            id={`${id}-quanti`}
            className="form-select"
            value={quanti}
            onChange={(e) => setQuanti(e.target.value)}
          >
            {['1', '2', '3', '4', '6', '12'].map((n) => (
              <option key={n}>{n}</option>
            ))}
          </select>
        </div>
      </div>
      {date.length > 1 && <p>{date.map((g) => formatData(g)).join(', ')}</p>}
      <button type="submit" className="btn btn-primary btn-xs" disabled={date.length === 0 || pianifica.inCorso}>
        Metti in programma
      </button>
    </form>
  )
}
