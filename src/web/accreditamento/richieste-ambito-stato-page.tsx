// The state of a request by its receipt code, which shows nothing else: whoever holds the paper may look.
import { type FormEvent, useId, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { nomiStatoRichiesta, type StatoRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import './richieste-ambito.css'

const poi: Record<StatoRichiesta, string> = {
  bozza: 'Chi l’ha cominciata deve ancora inviarla: si riapre con la sua chiave.',
  inviata: 'Il ministero la prenderà in carico nell’ordine di arrivo.',
  'in-istruttoria': 'Il ministero sta confrontando il modulo con la nota.',
  'integrazione-richiesta': 'Riapri la richiesta con la sua chiave, leggi che cosa manca e inviala di nuovo.',
  approvata: 'Gli amministratori indicati entrano con SPID e accreditano gli operatori.',
  respinta: 'Il motivo si legge riaprendo la richiesta con la sua chiave. Se ne può presentare un’altra.',
}

export default function RichiestaStatoPage() {
  const id = useId()
  const [search, setSearch] = useSearchParams()
  const ricevuta = search.get('ricevuta') ?? ''
  const leggibile = /^[A-Za-z0-9 -]{12,30}$/.test(ricevuta)
  const [errore, setErrore] = useState(ricevuta !== '' && !leggibile)
  const q = useEndpoint(richiestaPubblicaApi.stato, { ricevuta }, { enabled: leggibile, staleTime: 0 })
  const cerca = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault()
    const scritta = String(new FormData(e.currentTarget).get('ricevuta')).trim()
    const va = /^[A-Za-z0-9 -]{12,30}$/.test(scritta)
    setErrore(!va)
    if (!va) document.getElementById(id)?.focus()
    else if (scritta === ricevuta) void q.refetch()
    else setSearch({ ricevuta: scritta }, { replace: true })
  }
  return (
    <>
      <PageHeader titolo="Stato della richiesta" azioni={leggibile && <PrintButton />} />
      <form className="modulo" noValidate onSubmit={cerca}>
        <div className={`campo${errore ? ' campo-con-errore' : ''}`}>
          <label htmlFor={id}>Codice di ricevuta</label>
          <p id={`${id}-aiuto`} className="campo-aiuto">
            È nella ricevuta e nel messaggio di conferma, per esempio ABCD-2345-EFGH.
          </p>
          <input
            id={id}
            name="ricevuta"
            className="form-control"
            defaultValue={ricevuta}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={errore}
            aria-describedby={errore ? `${id}-aiuto ${id}-errore` : `${id}-aiuto`}
          />
          {errore && (
            <p id={`${id}-errore`} className="campo-errore">
              Scrivi il codice per intero: tre gruppi di quattro lettere o cifre.
            </p>
          )}
        </div>
        <button type="submit" className="btn btn-primary">
          Guarda lo stato
        </button>
      </form>
      {leggibile && !errore && (
        <Caricamento query={q} righe={1}>
          {({ stato }) => (
            <div className="mt-4">
              <Avviso
                tipo={stato === 'approvata' ? 'success' : stato === 'respinta' ? 'danger' : 'info'}
                titolo={`${ricevuta.toUpperCase()}: ${nomiStatoRichiesta[stato]}`}
                annuncia
              >
                <p>{poi[stato]}</p>
              </Avviso>
            </div>
          )}
        </Caricamento>
      )}
      <p className="mt-4">
        <Link to="/richiesta-accreditamento">Torna alla richiesta di accreditamento</Link>
      </p>
    </>
  )
}
