// The prestazioni behind a figure of the board, in a grid where they are corrected: with the keyboard one by one, or many at once.

import { useState } from 'react'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { nomiStato, type StatoPrestazione, statiPrestazione } from '../../shared/flussi/stati.rules.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { useEsito } from '../kernel/ui/esito.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { Csv } from './csv.tsx'
import { type Domanda, domanda, type Scelti, VUOTI } from './domanda.ts'
import { ConEnte } from './ente-scelto.tsx'
import { Griglia } from './griglia.tsx'
import { Insegnamenti } from './insegnamenti.tsx'
import { Insieme } from './insieme.tsx'
import { nomePeriodo, nomeRegola } from './parole.tsx'
import './flussi.css'

export default function PrestazioniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  return (
    <>
      <PageHeader
        titolo="Prestazioni da inviare"
        sotto="Si correggono qui, cella per cella o molte insieme; ciò che è già partito si cancella e si rimanda"
        azioni={
          <>
            <LinkButton
              azione="flusso.correggi"
              to={`/flussi/prestazioni/nuova${filtri.ente && `?ente=${filtri.ente}`}`}
              icona="it-plus"
            >
              Scrivi una prestazione
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ...VUOTI, ente })}>
        {(ente) => <Prestazioni key={ente.id} ente={ente} filtri={filtri} onFiltri={setFiltri} />}
      </ConEnte>
    </>
  )
}

function Prestazioni({
  ente,
  filtri,
  onFiltri,
}: {
  ente: Ente
  filtri: Scelti
  onFiltri: (f: Partial<Scelti>) => void
}) {
  const quadro = useEndpoint(prestazioniApi.quadro, { ente: ente.id })
  const regole = useEndpoint(prestazioniApi.regole, { ente: ente.id })
  const d = domanda(ente.id, filtri)
  const lista = usePagine(prestazioniApi.list, d)
  return (
    <>
      <Filtri valori={filtri} onCambia={onFiltri} vuoti={{ ...VUOTI, ente: filtri.ente }}>
        <FilterSelect
          name="periodo"
          label="Mese"
          opzioni={(quadro.data?.voci ?? []).map((p) => [p.periodo ?? 'senza-data', nomePeriodo(p.periodo)] as const)}
          tutti="Tutti i mesi"
        />
        <FilterSelect
          name="stato"
          label="Stato"
          opzioni={statiPrestazione.map((s): [StatoPrestazione, string] => [s, nomiStato[s]])}
          tutti="Tutti gli stati"
        />
        <FilterSelect
          name="regola"
          label="Regola non rispettata"
          opzioni={(regole.data?.voci ?? []).map(
            (r) => [r.regola, `${r.regola} (${formatNumero(r.errori + r.avvisi)})`] as const,
          )}
          tutti="Tutte le regole"
        />
      </Filtri>
      {filtri.regola && (
        <p>
          <strong>{filtri.regola}</strong>: {nomeRegola(filtri.regola)}.
        </p>
      )}
      <Griglia key={JSON.stringify(d)} lista={lista} />
      <Insieme domanda={d} />
      <Foglio domanda={d} />
      <Csv domanda={d} />
      <Insegnamenti ente={ente.id} />
    </>
  )
}

/** All of them, when they do not stand in one workbook; counted only for who asks. */
function Fogli({ domanda: d }: { domanda: Domanda }) {
  const [aperti, setAperti] = useState(false)
  const q = useEndpoint(prestazioniApi.fogli, d, { enabled: aperti })
  return (
    <details onToggle={(e) => setAperti(e.currentTarget.open)}>
      <summary>Sono più di ventimila?</summary>
      <p>Un foglio ne porta ventimila. Qui ci sono tutti: si correggono e si riportano uno alla volta.</p>
      {q.data && (
        <p className="flussi-atti">
          {q.data.voci.map((f, n) => (
            <ExportButton
              key={f.dopo}
              e={prestazioniApi.foglio}
              input={{ ...d, dopo: f.dopo }}
              etichetta={`Foglio ${n + 1}, ${plurale(f.righe, 'riga', 'righe')}`}
            />
          ))}
        </p>
      )}
    </details>
  )
}

type Rientro = OutputWeb<typeof prestazioniApi.rientro>

function Foglio({ domanda: d }: { domanda: Domanda }) {
  const [esito, setEsito] = useState<Rientro | null>(null)
  const avviso = useEsito()
  const carica = useUpload(prestazioniApi.rientro, {
    invalidates: [prestazioniApi.list, prestazioniApi.quadro, prestazioniApi.regole],
    onDone: (r) => {
      setEsito(r)
      avviso.riuscito(`Foglio riportato: ${plurale(r.cambiate, 'prestazione corretta', 'prestazioni corrette')}.`)
    },
  })
  return (
    <section aria-label="In un foglio di calcolo">
      <h2>In un foglio di calcolo</h2>
      <p>
        Le prestazioni da correggere escono con accanto che cosa non va; il foglio corretto torna qui, e cambia soltanto
        ciò che hai cambiato.
      </p>
      <p className="flussi-atti">
        <ExportButton e={prestazioniApi.foglio} input={d} etichetta="Scarica quelle da correggere" />
      </p>
      <Fogli domanda={d} />
      <FileDrop
        etichetta="Foglio corretto"
        aiuto="Il foglio scaricato da questa pagina, senza togliere colonne."
        estensioni={['.xlsx', '.ods', '.csv']}
        maxBytes={prestazioniApi.rientro.upload.maxBytes}
        onFile={(file) => void carica.invia({ file, ente: d.ente })}
        stato={carica}
      />
      {esito && esito.problemi.length > 0 && (
        <Avviso tipo="warning" titolo="Alcune righe del foglio sono rimaste fuori">
          <ul>
            {esito.problemi.map((p) => (
              <li key={p}>{p}</li>
            ))}
          </ul>
        </Avviso>
      )}
    </section>
  )
}
