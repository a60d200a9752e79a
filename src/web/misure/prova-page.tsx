// A case tried by hand: facts on one side, the explained evaluation under them, computed here as one types. Nothing of it leaves
// the page, except its draft; who follows the case may then keep it.
import { useRef, useState } from 'react'
import { useParams } from 'react-router'
import { misureApi, type VersioneLetta } from '../../shared/misure/misure.api.ts'
import { valuta } from '../../shared/misure/valutazione.rules.ts'
import { valutazioniApi } from '../../shared/misure/valutazioni.api.ts'
import { dividiFatti } from '../../shared/misure/versione.rules.ts'
import { AvvisoBozza, StatoBozza } from '../kernel/bozze/avviso-bozza.tsx'
import { useScrittura } from '../kernel/bozze/use-bozza.ts'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, Icon } from '../kernel/ui/parts.tsx'
import { validita } from '../parametri/versioni.tsx'
import { AttoButton } from '../territorio/parti.tsx'
import { type Caso, ilRestoNo, inFatti } from './caso.ts'
import { FormConserva } from './conserva-form.tsx'
import { FattoField } from './fatto-field.tsx'
import './misure.css'
import { compila, gruppoDi } from './parti.tsx'
import { chiE, EsitoInParole, Spiegazione } from './spiegazione.tsx'

export default function ProvaPage() {
  const { id = '' } = useParams()
  return (
    <Caricamento query={useEndpoint(misureApi.leggi, { id })} righe={8}>
      {(v) => <Prova key={v.id} v={v} />}
    </Caricamento>
  )
}

const MAX_COMPONENTI = 20

function Prova({ v }: { v: VersioneLetta }) {
  const [versione] = useState(() => compila(v))
  const giorno = v.al !== null && v.al < oggi() ? v.al : [v.dal, oggi()].sort()[1]!
  const vuoto: Caso = { nucleo: { 'domanda.giorno': formatData(giorno) }, componenti: [{}] }
  const [caso, setCaso] = useState<Caso>(vuoto)
  const ora = useRef(caso)
  const primo = useRef<HTMLDivElement>(null)
  const mostra = (c: Caso) => {
    ora.current = c
    setCaso(c)
  }
  const bozza = useScrittura(`misura-prova-${v.id}`, {
    valori: () => ({ ...ora.current }),
    mostra: (x) =>
      mostra({ nucleo: { ...(x.nucleo as Caso['nucleo']) }, componenti: [...(x.componenti as Caso['componenti'])] }),
  })
  const scrivi = (c: Caso) => {
    mostra(c)
    bozza.scrittura?.cambiata()
  }
  const { nucleo, componenti } = dividiFatti(versione.usati)
  const fatti = inFatti(versione, caso)
  const risultato = valuta(versione, fatti)
  const delComponente = (i: number, id: string, t: string) =>
    scrivi({ ...caso, componenti: caso.componenti.map((c, n) => (n === i ? { ...c, [id]: t } : c)) })
  return (
    <>
      <PageHeader
        titolo={`Prova un caso: ${v.sigla}, ${v.etichetta}`}
        sotto={`Versione ${validita(v)}. Si calcola mentre scrivi, e ciò che scrivi non si conserva con il nome di nessuno.`}
        azioni={
          <>
            {v.stato === 'pubblicata' && (
              <AttoButton
                e={valutazioniApi.conserva}
                etichetta="Conserva la valutazione"
                titolo="Conservare questa valutazione?"
                impedita={fatti.nucleo['domanda.giorno'] ? null : 'Serve il giorno della domanda.'}
              >
                {(chiudi) => <FormConserva versioneId={v.id} fatti={fatti} chiudi={chiudi} />}
              </AttoButton>
            )}
            <PrintButton />
          </>
        }
      />
      <AvvisoBozza bozza={bozza} dopo={() => primo.current?.querySelector('input')?.focus()} />
      <div className="prova-caso" ref={primo}>
        {[...Map.groupBy(nucleo, gruppoDi)].map(([gruppo, suoi]) => (
          <fieldset key={gruppo}>
            <legend>{gruppo}</legend>
            {suoi.map((f) => (
              <FattoField
                key={f.id}
                f={f}
                valore={caso.nucleo[f.id] ?? ''}
                onCambia={(t) => scrivi({ ...caso, nucleo: { ...caso.nucleo, [f.id]: t } })}
              />
            ))}
          </fieldset>
        ))}
        {caso.componenti.map((c, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: members have nothing but their place
          <fieldset key={i}>
            <legend>{i === 0 ? 'Componente 1: chi chiede' : `Componente ${i + 1}`}</legend>
            {componenti.map((f) => (
              <FattoField key={f.id} f={f} valore={c[f.id] ?? ''} onCambia={(t) => delComponente(i, f.id, t)} />
            ))}
            {i > 0 && (
              <button
                type="button"
                className="btn btn-outline-danger btn-xs"
                aria-label={`Togli: ${chiE(i)}`}
                onClick={() => scrivi({ ...caso, componenti: caso.componenti.filter((_c, n) => n !== i) })}
              >
                Togli
              </button>
            )}
          </fieldset>
        ))}
      </div>
      <div className="modulo-piede">
        {caso.componenti.length < MAX_COMPONENTI && (
          <button
            type="button"
            className="btn btn-outline-primary"
            onClick={() => scrivi({ ...caso, componenti: [...caso.componenti, {}] })}
          >
            <Icon name="it-plus" className="icon-sm" />
            Aggiungi un componente
          </button>
        )}
        <button type="button" className="btn btn-outline-primary" onClick={() => scrivi(ilRestoNo(versione, caso))}>
          Il resto è «no» o zero
        </button>
        <button type="button" className="btn btn-link" onClick={() => scrivi(vuoto)}>
          Svuota
        </button>
        <StatoBozza bozza={bozza} vuota={() => mostra(vuoto)} />
      </div>
      <section aria-labelledby="valutazione">
        <h2 id="valutazione">Valutazione</h2>
        <div role="status">
          <EsitoInParole risultato={risultato} />
        </div>
        <Spiegazione versione={versione} fatti={fatti} risultato={risultato} />
      </section>
    </>
  )
}
