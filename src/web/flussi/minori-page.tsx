// The cards of the minors for SINBA: a list that says a token and no name, the card, and the flow of those that are ready.
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { nomiStato, statiPrestazione } from '../../shared/flussi/stati.rules.ts'
import { formatIstante, plurale } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { ConEnte } from './ente-scelto.tsx'
import { StatoPrestazioneBadge } from './parole.tsx'
import './flussi.css'

const vuoti = { ente: '', stato: '' }

export default function MinoriPage() {
  const [filtri, setFiltri] = useFiltri(vuoti)
  return (
    <>
      <PageHeader
        titolo="Minori (SINBA)"
        sotto="Le schede dei minori in carico: a INPS vanno senza nome, con un identificativo estratto a sorte"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente })}>
        {(ente) => (
          <>
            <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
              <FilterSelect
                name="stato"
                label="Stato"
                opzioni={statiPrestazione.map((s) => [s, nomiStato[s]] as const)}
                tutti="Tutti gli stati"
              />
            </Filtri>
            <Schede key={ente.id} ente={ente} stato={statiPrestazione.find((s) => s === filtri.stato)} />
          </>
        )}
      </ConEnte>
    </>
  )
}

function Schede({ ente, stato }: { ente: Ente; stato: (typeof statiPrestazione)[number] | undefined }) {
  const lista = usePagine(minoriApi.list, { ente: ente.id, ...(stato && { stato }) })
  return (
    <>
      <p>
        <LinkButton azione="flusso.correggi" to={`/flussi/minori/nuova?ente=${ente.id}`}>
          Scrivi una scheda
        </LinkButton>{' '}
        <LinkButton azione="flusso.carica" variante="outline-primary" to={`/flussi/carichi?ente=${ente.id}`}>
          Carica un file
        </LinkButton>{' '}
        <ActionButton
          e={minoriApi.genera}
          input={{ ente: ente.id }}
          etichetta="Genera il flusso SINBA"
          conferma={{
            titolo: 'Generare il flusso SINBA?',
            testo:
              'Vi entrano tutte le schede pronte. INPS non dice come si corregge una scheda partita: guardale prima.',
          }}
          invalidates={[minoriApi.list, generazioniApi.flussi]}
          esito={(r) =>
            r.flusso
              ? `Generato ${r.flusso} con ${plurale(r.schede, 'scheda', 'schede')}: lo trovi tra i flussi generati.`
              : 'Nessuna scheda è pronta: non è stato generato alcun flusso.'
          }
        />
      </p>
      <DataTable
        caption={`Schede dei minori di ${ente.denominazione}, dalla più recente`}
        lista={lista}
        chiave={(s) => s.id}
        conteggio={['scheda', 'schede']}
        colonne={[
          {
            id: 'gettone',
            titolo: 'Identificativo per INPS',
            riga: true,
            cella: (s) => <Link to={`/flussi/minori/${s.id}`}>{s.gettone}</Link>,
          },
          { id: 'stato', titolo: 'Stato', cella: (s) => <StatoPrestazioneBadge stato={s.stato} /> },
          { id: 'regole', titolo: 'Che cosa la ferma', cella: (s) => [...s.errori, ...s.avvisi].join(', ') },
          { id: 'flusso', titolo: 'Flusso', cella: (s) => s.flusso ?? '' },
          { id: 'quando', titolo: 'Scritta', cella: (s) => formatIstante(s.creataIl) },
        ]}
        vuoto={{
          titolo: 'Nessuna scheda',
          testo:
            'Carica un foglio o un XML SINBA, oppure scrivi la prima: servono il numero del fascicolo, che resta qui, e i dati che SINBA chiede.',
        }}
      />
    </>
  )
}
