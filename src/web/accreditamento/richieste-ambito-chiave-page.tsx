// The secret of a new request, shown once: the server keeps only its hash, so nobody can give it back.
import { useId, useState } from 'react'
import { Navigate, useNavigate } from 'react-router'
import { formatData } from '../kernel/format.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Icon } from '../kernel/ui/parts.tsx'
import {
  chiaveAppenaCreata,
  type LuogoChiave,
  luoghiChiave,
  ricordaNuova,
  tieniChiave,
} from './richieste-ambito-chiave.ts'
import './richieste-ambito.css'

const scelte: Record<LuogoChiave, [string, string]> = {
  memoria: ['Non conservarla', 'Se chiudi o ricarichi la pagina dovrai incollarla di nuovo. È la scelta più sicura.'],
  scheda: ['Conservala in questa scheda', 'Fino a quando la chiudi.'],
  computer: [
    'Conservala in questo browser',
    'Chiunque usi questo computer con il tuo stesso accesso potrà aprire la richiesta.',
  ],
}

export default function ChiavePage() {
  const navigate = useNavigate()
  const id = useId()
  const [nuova] = useState(chiaveAppenaCreata)
  const [dove, setDove] = useState<LuogoChiave>('memoria')
  const [copia, setCopia] = useState('')
  if (!nuova) return <Navigate to="/richiesta-accreditamento" replace />
  const copiata = () =>
    navigator.clipboard.writeText(nuova.chiave).then(
      () => setCopia('Chiave copiata: incollala subito dove la conserverai.'),
      () => setCopia('Il browser non permette di copiarla: selezionala e copiala a mano, o stampala.'),
    )
  const continua = () => {
    tieniChiave(nuova.chiave, dove)
    ricordaNuova(null)
    void navigate('/richiesta-accreditamento/modulo', { replace: true })
  }
  return (
    <>
      <PageHeader titolo="La chiave della tua richiesta" azioni={<PrintButton etichetta="Stampa la chiave" />} />
      <p>
        Con questa chiave, e solo con questa, potrai riaprire la richiesta: per finirla, o per integrarla se il
        ministero lo chiede.
      </p>
      <code className="ra-codice">{nuova.chiave}</code>
      <p>
        <button type="button" className="btn btn-outline-primary" onClick={() => void copiata()}>
          <Icon name="it-copy" className="icon-sm" />
          Copia la chiave
        </button>
      </p>
      <p role="status">{copia}</p>
      <p>
        Codice di ricevuta: <strong>{nuova.ricevuta}</strong>. La bozza si conserva fino al {formatData(nuova.scade)}, e
        ogni modifica rinnova la scadenza.
      </p>
      <Avviso tipo="warning" titolo="La vedi soltanto ora">
        <p>
          Copiala o stampala adesso. Non possiamo inviarla per e-mail né mostrarla di nuovo: per proteggere i documenti
          che allegherai, nemmeno noi la conserviamo.
        </p>
      </Avviso>
      <fieldset className="campo mt-4">
        <legend>Vuoi che questo browser la ricordi?</legend>
        {luoghiChiave.map((l) => (
          <div key={l} className="scelta">
            <input
              id={`${id}-${l}`}
              type="radio"
              name={id}
              checked={dove === l}
              aria-describedby={`${id}-${l}-s`}
              onChange={() => setDove(l)}
            />
            <label htmlFor={`${id}-${l}`}>{scelte[l][0]}</label>
            <p id={`${id}-${l}-s`} className="campo-aiuto">
              {scelte[l][1]}
            </p>
          </div>
        ))}
      </fieldset>
      <button type="button" className="btn btn-primary" onClick={continua}>
        Ho conservato la chiave: vai al modulo
      </button>
    </>
  )
}
