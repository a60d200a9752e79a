// The requirements of a caso explained one by one, on what was declared and verified: nothing is typed again. What is missing is said by
// its name; who follows the caso may keep the evaluation.
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { VersioneLetta } from '../../shared/misure/misure.api.ts'
import { mancanteInParole } from '../../shared/misure/parole.ts'
import { valuta } from '../../shared/misure/valutazione.rules.ts'
import { valutazioniApi } from '../../shared/misure/valutazioni.api.ts'
import { mieiCasiApi, type RequisitiCaso } from '../../shared/patti/miei-casi.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import '../misure/misure.css'
import { compila } from '../misure/parti.tsx'
import { chiE, EsitoInParole, Spiegazione } from '../misure/spiegazione.tsx'
import { useVersione } from '../misure/use-versione.ts'

export default function RequisitiPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(mieiCasiApi.requisiti, { id })
  const versione = useVersione(q.data?.versioneId)
  return (
    <>
      <PageHeader
        titolo={q.data ? `Requisiti: ${q.data.richiedente}` : 'Requisiti'}
        sotto={q.data && `${q.data.misura}, ${q.data.comune}, ${q.data.protocollo}`}
        azioni={
          <>
            <LinkButton to={`/miei-casi/${id}`} variante="outline-primary">
              Il caso
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(r) => (
          <Caricamento query={versione} righe={8}>
            {(v) => <Corpo r={r} v={v} />}
          </Caricamento>
        )}
      </Caricamento>
    </>
  )
}

const COME_VALE: Record<RequisitiCaso['verificati'][number]['uso'], string> = {
  letto: '',
  'non-letto': '. Così scritto non si può contare: il dato dichiarato non vale più, e qui manca',
  superato: '. Da verificare di nuovo: poi è stato dichiarato altro, e qui vale ciò che è dichiarato adesso',
}

function Corpo({ r, v }: { r: RequisitiCaso; v: VersioneLetta }) {
  const navigate = useNavigate()
  const [versione] = useState(() => compila(v))
  const risultato = valuta(versione, r.fatti)
  const nomi = new Map(r.membri.map((m) => [m.id, m.nome]))
  const mancano = [...new Set(risultato.requisiti.flatMap((x) => x.mancano))]
  return (
    <>
      <p>
        Valutati adesso, con la versione {v.etichetta} della misura, su ciò che è dichiarato e su ciò che il comune ha
        verificato: non è una decisione, che è di INPS. Ciò che nessuno ha dichiarato non esclude: un sì o no è no, un
        grado è il più basso.
      </p>
      <EsitoInParole risultato={risultato} />
      {mancano.length > 0 && (
        <Avviso tipo="warning" titolo="Che cosa manca per saperlo">
          <ul>
            {mancano.map((m) => (
              <li key={m}>{mancanteInParole(m, versione.fatti)}</li>
            ))}
          </ul>
        </Avviso>
      )}
      {r.verificati.length > 0 && (
        <>
          <h2>Verificati dal comune</h2>
          <ul>
            {r.verificati.map((x) => (
              <li key={`${x.componenteId} ${x.campo}`}>
                {x.nome}
                {x.componenteId && ` di ${nomi.get(x.componenteId)}`}: {x.verificato}
                {COME_VALE[x.uso]}.
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>Chi sono</h2>
      <ul>
        {r.membri.map(({ id, nome }, i) => (
          <li key={id}>
            {chiE(i)}: {nome}
          </li>
        ))}
      </ul>
      <section aria-labelledby="spiegazione">
        <h2 id="spiegazione">Requisito per requisito</h2>
        <Spiegazione versione={versione} fatti={r.fatti} risultato={risultato} />
      </section>
      <div className="modulo-piede no-print">
        <ActionButton
          e={valutazioniApi.conserva}
          input={{ versioneId: r.versioneId, comuneId: r.comuneId, pratica: r.protocollo.slice(0, 60), fatti: r.fatti }}
          etichetta="Conserva la valutazione"
          conferma={{
            titolo: 'Conservare questa valutazione?',
            testo:
              'Restano i fatti, la versione e il risultato, che non si potranno più cambiare: la trovi tra le valutazioni conservate, con il protocollo della domanda.',
          }}
          invalidates={[valutazioniApi.list]}
          esito="Valutazione conservata."
          onDone={(fatta) => void navigate(`/misure/valutazioni/${fatta.id}`)}
        />
      </div>
    </>
  )
}
