// The rows behind a figure of the board, prestazioni or cards of minors: the filters, the grid, many at once, the workbook, what the ente has taught.
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { nomiStato, type StatoPrestazione, statiPrestazione } from '../../shared/flussi/stati.rules.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { ExportButton } from '../kernel/ui/azioni.tsx'
import { useEsito } from '../kernel/ui/esito.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { FilterSelect, Filtri } from '../kernel/ui/filters.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { type Domanda, domanda, type Scelti, VUOTI } from './domanda.ts'
import { Griglia } from './griglia.tsx'
import { Insegnamenti } from './insegnamenti.tsx'
import { Insieme } from './insieme.tsx'
import { nomePeriodo, nomeRegola } from './parole.tsx'
import type { TracciatoWeb } from './tracciati.ts'

export function Righe({
  t,
  ente,
  filtri,
  onFiltri,
  children,
}: {
  t: TracciatoWeb
  ente: Ente
  filtri: Scelti
  onFiltri: (f: Partial<Scelti>) => void
  /** What else is done with those that the filters show. */
  children?: (d: Domanda) => ReactNode
}) {
  const d = domanda(ente.id, filtri)
  const lista = usePagine(t.api.righe, d)
  return (
    <>
      <FiltriRighe t={t} ente={ente.id} filtri={filtri} onFiltri={onFiltri} />
      <Griglia key={JSON.stringify(d)} t={t} lista={lista} />
      <Insieme t={t} domanda={d} />
      <Foglio t={t} domanda={d} />
      {children?.(d)}
      <Insegnamenti ente={ente.id} />
    </>
  )
}

/** What one chooses stays in the address. */
export function FiltriRighe({
  t,
  ente,
  filtri,
  onFiltri,
}: {
  t: TracciatoWeb
  ente: string
  filtri: Scelti
  onFiltri: (f: Partial<Scelti>) => void
}) {
  const quadro = useEndpoint(t.api.quadro, { ente })
  const regole = useEndpoint(t.api.regole, { ente })
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
      {filtri.carico && (
        <p>
          Soltanto quelle di un file: <Link to={`/flussi/carichi/${filtri.carico}`}>apri il file</Link>.
        </p>
      )}
    </>
  )
}

/** All of them, when they do not stand in one workbook; counted only for who asks. */
function Fogli({ t, domanda: d }: { t: TracciatoWeb; domanda: Domanda }) {
  const [aperti, setAperti] = useState(false)
  const q = useEndpoint(t.api.fogli, d, { enabled: aperti })
  return (
    <details onToggle={(e) => setAperti(e.currentTarget.open)}>
      <summary>Sono più di ventimila?</summary>
      <p>Un foglio ne porta ventimila. Qui ci sono tutti: si correggono e si riportano uno alla volta.</p>
      {q.data && (
        <p className="flussi-atti">
          {q.data.voci.map((f, n) => (
            <ExportButton
              key={f.dopo}
              e={t.api.foglio}
              input={{ ...d, dopo: f.dopo }}
              etichetta={`Foglio ${n + 1}, ${plurale(f.righe, 'riga', 'righe')}`}
            />
          ))}
        </p>
      )}
    </details>
  )
}

type Rientro = OutputWeb<TracciatoWeb['api']['rientro']>

function Foglio({ t, domanda: d }: { t: TracciatoWeb; domanda: Domanda }) {
  const [esito, setEsito] = useState<Rientro | null>(null)
  const avviso = useEsito()
  const carica = useUpload(t.api.rientro, {
    invalidates: t.rilegge,
    onDone: (r) => {
      setEsito(r)
      avviso.riuscito(`Foglio riportato: ${plurale(r.cambiate, `${t.una} corretta`, `${t.molte} corrette`)}.`)
    },
  })
  return (
    <section aria-label="In un foglio di calcolo">
      <h2>In un foglio di calcolo</h2>
      <p>
        Le {t.molte} da correggere escono con accanto che cosa non va; il foglio corretto torna qui, e cambia soltanto
        ciò che hai cambiato.
      </p>
      <p className="flussi-atti">
        <ExportButton e={t.api.foglio} input={d} etichetta="Scarica quelle da correggere" />
      </p>
      <Fogli t={t} domanda={d} />
      <FileDrop
        etichetta="Foglio corretto"
        aiuto="Il foglio scaricato da questa pagina, senza togliere colonne."
        estensioni={['.xlsx', '.ods', '.csv']}
        maxBytes={t.api.rientro.upload.maxBytes}
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
