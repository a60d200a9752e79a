// One's own request, opened with its secret: the form while it can be written, its receipt and outcome afterwards.
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { transizioniRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Attesa, Avviso, Problema } from '../kernel/ui/parts.tsx'
import { dimenticaChiave, tieniChiave, trovaChiave } from './richieste-ambito-chiave.ts'
import { ChiaveForm } from './richieste-ambito-chiave-form.tsx'
import { Editor } from './richieste-ambito-editor.tsx'
import type { Propria } from './richieste-ambito-modulo.ts'
import { Ricevuta } from './richieste-ambito-ricevuta.tsx'
import { ultimoSalvataggio } from './richieste-ambito-salvataggio.ts'
import './richieste-ambito.css'

export default function RichiestaModuloPage() {
  const [chiave, setChiave] = useState(trovaChiave)
  if (!chiave)
    return (
      <>
        <PageHeader titolo="Apri la tua richiesta" />
        <p>Per aprire la richiesta serve la sua chiave, mostrata quando è stata cominciata.</p>
        <ChiaveForm
          onChiave={(k) => {
            tieniChiave(k, 'memoria')
            setChiave(k)
          }}
        />
        <p>
          Se l’hai perduta non si può recuperare:{' '}
          <Link to="/richiesta-accreditamento">comincia un’altra richiesta</Link>, oppure{' '}
          <Link to="/richiesta-accreditamento/stato">guarda a che punto è</Link> con il codice di ricevuta.
        </p>
      </>
    )
  const altra = () => {
    dimenticaChiave()
    setChiave(null)
  }
  return <ConChiave key={chiave} chiave={chiave} altra={altra} />
}

function ConChiave({ chiave, altra }: { chiave: string; altra: () => void }) {
  const [pronta, setPronta] = useState(false)
  useEffect(() => void ultimoSalvataggio().then(() => setPronta(true)), [])
  const q = useEndpoint(richiestaPubblicaApi.leggi, {}, { chiave, enabled: pronta, staleTime: 0 })
  const [inviata, setInviata] = useState<Propria | null>(null)
  if (inviata) return <Ricevuta richiesta={inviata} appena />
  if (q.error)
    return (
      <>
        <PageHeader titolo="Apri la tua richiesta" />
        {q.error.status === 404 ? (
          <Avviso tipo="warning" titolo="Questa chiave non apre nessuna richiesta" annuncia>
            <p>Può essere stata copiata in parte, o la bozza può essere scaduta o essere stata cancellata.</p>
          </Avviso>
        ) : (
          <Problema problema={q.error} riprova={q.refetch} />
        )}
        <button type="button" className="btn btn-outline-primary" onClick={altra}>
          Usa un’altra chiave
        </button>
      </>
    )
  // never from what an earlier visit left in the cache: the form would write it over what was saved since
  if (!q.data || !q.isFetchedAfterMount) return <Attesa righe={6} />
  if (impedimento(transizioniRichiesta, 'modifica', q.data.stato)) return <Ricevuta richiesta={q.data} />
  return <Editor richiesta={q.data} chiave={chiave} onInviata={setInviata} />
}
