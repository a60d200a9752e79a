// The cards of the minors for SINBA: what there is and what stops it, a list that says a token and no name, and the flow of those that are ready.
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { formatIstante, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { ContiPerMese, Regole } from './conti.tsx'
import { domanda, type Scelti, VUOTI } from './domanda.ts'
import { ConEnte } from './ente-scelto.tsx'
import { StatoPrestazioneBadge } from './parole.tsx'
import { Rielabora } from './rielabora.tsx'
import { FiltriRighe } from './righe.tsx'
import { MINORI } from './tracciati.ts'
import './flussi.css'

export default function MinoriPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  return (
    <>
      <PageHeader
        titolo="Minori (SINBA)"
        sotto="Le schede dei minori in carico: a INPS vanno senza nome, con un identificativo estratto a sorte"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ...VUOTI, ente })}>
        {(ente) => (
          <>
            <Quadro ente={ente} periodo={filtri.periodo} />
            <h2>Una per una</h2>
            <FiltriRighe t={MINORI} ente={ente.id} filtri={filtri} onFiltri={setFiltri} />
            <Schede key={ente.id} ente={ente} filtri={filtri} />
          </>
        )}
      </ConEnte>
    </>
  )
}

function Quadro({ ente, periodo }: { ente: Ente; periodo: string }) {
  const q = useEndpoint(minoriApi.quadro, { ente: ente.id })
  const voci = q.data?.voci ?? []
  const somma = (k: 'rifiutate' | 'daCompletare' | 'pronte') => voci.reduce((n, p) => n + p[k], 0)
  const ferme = somma('rifiutate') + somma('daCompletare')
  return (
    <>
      <p className="flussi-atti">
        <LinkButton azione="flusso.correggi" to={`/flussi/minori/nuova?ente=${ente.id}`}>
          Scrivi una scheda
        </LinkButton>
        <LinkButton azione="flusso.carica" variante="outline-primary" to={`/flussi/carichi?ente=${ente.id}`}>
          Carica un file
        </LinkButton>
        <LinkButton azione="flusso.correggi" variante="outline-primary" to={`${MINORI.griglia}?ente=${ente.id}`}>
          Correggi in una griglia
        </LinkButton>
        <ActionButton
          e={minoriApi.genera}
          input={{ ente: ente.id }}
          etichetta="Genera il flusso SINBA"
          conferma={{
            titolo: 'Generare il flusso SINBA?',
            testo:
              'Vi entrano tutte le schede pronte. INPS non dice come si corregge una scheda partita: guardale prima.',
          }}
          invalidates={[...MINORI.rilegge, generazioniApi.flussi]}
          esito={(r) =>
            r.flusso
              ? `Generato ${r.flusso} con ${plurale(r.schede, 'scheda', 'schede')}: lo trovi tra i flussi generati.`
              : 'Nessuna scheda è pronta: non è stato generato alcun flusso.'
          }
        />
      </p>
      <ContiPerMese
        t={MINORI}
        ente={ente}
        periodo={periodo}
        lista={{ ...q, voci }}
        vuoto={{
          titolo: 'Nessuna scheda',
          testo:
            'Carica un foglio o un XML SINBA, oppure scrivi la prima: servono il numero del fascicolo, che resta qui, e i dati che SINBA chiede.',
        }}
      />
      {ferme > 0 && <Regole t={MINORI} ente={ente.id} periodo={periodo} />}
      {ferme + somma('pronte') > 0 && <Rielabora t={MINORI} ente={ente.id} {...(periodo && { periodo })} />}
    </>
  )
}

function Schede({ ente, filtri }: { ente: Ente; filtri: Scelti }) {
  const lista = usePagine(minoriApi.list, domanda(ente.id, filtri))
  return (
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
      vuoto={{ titolo: 'Nessuna scheda con queste scelte', testo: 'Togli un filtro, oppure carica un file.' }}
    />
  )
}
