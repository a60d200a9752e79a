// Flows of several enti at once: chosen among those that have something ready, each with its own, followed until the last has ended.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { type Generazione, generazioniApi, insiemeApi } from '../../shared/flussi/generazioni.api.ts'
import { inviiApi } from '../../shared/flussi/invii.api.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, ExportButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, ProgressBar, StatusBadge } from '../kernel/ui/parts.tsx'
import { nomeEndpointDi } from './chiavi.ts'
import { nomePeriodo } from './parole.tsx'

export interface DaGenerare {
  enteId: string
  ente: string
  pronte: number
}

/** `dal` and `al` are months: what is counted is what leaves. */
export function GeneraInsieme({
  tipo,
  enti,
  dal,
  al,
  dove,
}: {
  tipo: TipoFlusso
  enti: DaGenerare[]
  dal: string
  al: string
  /** The ambito of these enti, null for one's own; named where there are several. */
  dove: { id: string | null; nome?: string }
}) {
  const minori = tipo === 'SINBA'
  const molte = minori ? 'schede di minori' : 'prestazioni'
  const titolo = `${minori ? 'Genera SINBA per più enti' : 'Genera per più enti'}${dove.nome ? `: ${dove.nome}` : ''}`
  const can = useCan()
  const [tolti, setTolti] = useState<ReadonlySet<string>>(new Set())
  const [avviata, setAvviata] = useState<OutputWeb<typeof insiemeApi.genera> | null>(null)
  if (!can('flusso.genera')) return null
  const scelti = enti.filter((e) => !tolti.has(e.enteId)).slice(0, 200)
  const quali = { enti: scelti.map((e) => e.enteId), tipo, dal, al }
  const quando = dal === al ? nomePeriodo(dal) : `${nomePeriodo(dal)} – ${nomePeriodo(al)}`
  const atto = (canale: 'file' | 'waas', etichetta: string) => (
    <ActionButton
      e={insiemeApi.genera}
      input={{ ...quali, canale }}
      ambito={dove.id}
      etichetta={etichetta}
      variante={canale === 'file' ? 'primary' : 'outline-primary'}
      impedita={scelti.length === 0 ? 'Scegli almeno un ente.' : null}
      onDone={setAvviata}
    />
  )
  return (
    <section aria-label={titolo}>
      <h2>{titolo}</h2>
      {enti.length === 0 ? (
        <p>
          Nessun ente ha {molte} pronte ({quando}).
        </p>
      ) : (
        <>
          <p>
            Gli enti con {molte} pronte, {quando}. Ciascuno ha i suoi flussi.
            {minori && ' Di una scheda conta il mese in cui è scritta.'}
          </p>
          <fieldset className="campo">
            <legend>Enti</legend>
            {enti.map((e) => (
              <div key={e.enteId} className="scelta">
                <input
                  id={`insieme-${tipo}-${e.enteId}`}
                  type="checkbox"
                  checked={!tolti.has(e.enteId)}
                  onChange={(x) => {
                    const nuovi = new Set(tolti)
                    if (x.target.checked) nuovi.delete(e.enteId)
                    else nuovi.add(e.enteId)
                    setTolti(nuovi)
                  }}
                />
                <label htmlFor={`insieme-${tipo}-${e.enteId}`}>
                  {e.ente}:{' '}
                  {plurale(
                    e.pronte,
                    minori ? 'scheda pronta' : 'prestazione pronta',
                    `${minori ? 'schede' : molte} pronte`,
                  )}
                </label>
              </div>
            ))}
          </fieldset>
          <p className="flussi-atti">
            {atto('file', `Genera i file di ${plurale(scelti.length, 'ente', 'enti')}`)}
            {atto('waas', 'Metti a disposizione di INPS')}
          </p>
        </>
      )}
      {avviata && avviata.problemi.length > 0 && (
        <Avviso tipo="warning" titolo="Per alcuni enti non è cominciato nulla" annuncia>
          <ul>
            {avviata.problemi.map((p) => (
              <li key={p.ente}>
                {p.ente}: {p.motivo}
              </li>
            ))}
          </ul>
        </Avviso>
      )}
      {avviata && avviata.avviate > 0 && <Corso key={avviata.insieme} id={avviata.insieme} ambito={dove.id} />}
    </section>
  )
}

const nomi = { 'in-corso': 'in corso', conclusa: 'conclusa', fallita: 'non riuscita' } as const
const toni = { 'in-corso': 'informativo', conclusa: 'positivo', fallita: 'critico' } as const

function Corso({ id, ambito }: { id: string; ambito: string | null }) {
  const [segue, setSegue] = useState(true)
  const q = useEndpoint(insiemeApi.leggi, { id }, { ogni: segue ? 1500 : false, ambito })
  const voci = q.data?.voci ?? []
  const fatte = voci.filter((g) => g.stato !== 'in-corso').length
  const finita = voci.length > 0 && fatte === voci.length
  const client = useQueryClient()
  useEffect(() => {
    if (!finita) return
    setSegue(false)
    for (const e of [inviiApi.invii, inviiApi.andamento, generazioniApi.flussi])
      void client.invalidateQueries({ queryKey: [nomeEndpointDi(e)] })
  }, [finita, client])
  return (
    <>
      <ProgressBar etichetta="Enti conclusi" fatto={fatte} totale={voci.length || null} />
      <DataTable
        caption="Ente per ente"
        lista={{ ...q, voci }}
        chiave={(g) => g.id}
        conteggio={['ente', 'enti']}
        colonne={[
          { id: 'ente', titolo: 'Ente', riga: true, cella: (g) => g.ente },
          {
            id: 'stato',
            titolo: 'Stato',
            cella: (g) => (
              <>
                <StatusBadge tono={toni[g.stato]}>{nomi[g.stato]}</StatusBadge> {g.errore}
              </>
            ),
          },
          { id: 'flussi', titolo: 'Flussi', numero: true, cella: (g) => formatNumero(g.flussi) },
          { id: 'prestazioni', titolo: 'Righe', numero: true, cella: (g) => formatNumero(g.prestazioni) },
          { id: 'file', titolo: 'File', cella: (g) => <Fatto g={g} ambito={ambito} /> },
        ]}
        vuoto={{ titolo: 'Sta per cominciare' }}
      />
    </>
  )
}

function Fatto({ g, ambito }: { g: Generazione; ambito: string | null }) {
  if (g.stato !== 'conclusa' || g.flussi === 0) return null
  if (g.canale === 'waas') return <Link to={`/flussi/cooperazione?ente=${g.enteId}`}>A disposizione di INPS</Link>
  return <ExportButton e={generazioniApi.tutti} input={{ id: g.id }} ambito={ambito} etichetta="Zip con la ricevuta" />
}
