// The acts by which the enti of the ambito open their sections, the ones that wait for something first.
import { Link } from 'react-router'
import { adesioniApi } from '../../shared/territorio/adesioni.api.ts'
import { type StatoAdesione, statiAdesione } from '../../shared/territorio/adesioni.rules.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { ConAmbito } from './ambito-scelto.tsx'
import { periodo } from './parole.ts'
import { nomeStato, StatoAdesioneBadge } from './parti.tsx'

const vuoti = { tipo: '', stato: '', comune: '' }

export default function AdesioniListPage() {
  return <ConAmbito titolo="Adesioni">{(ambitoId) => <Elenco ambitoId={ambitoId} />}</ConAmbito>
}

function Elenco({ ambitoId }: { ambitoId: string }) {
  const { can } = useSessione()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const tipi = useEndpoint(adesioniApi.tipi, {}, { staleTime: 300_000 })
  const ambito = useEndpoint(ambitiApi.leggi, { id: ambitoId }, { staleTime: 300_000 })
  const lista = usePagine(adesioniApi.elenco, {
    ...(filtri.tipo && { tipo: filtri.tipo }),
    ...(filtri.stato && { stato: filtri.stato as StatoAdesione }),
    ...(filtri.comune && { comune: filtri.comune }),
  })
  const conFiltri = Object.values(filtri).some(Boolean)
  // null: of every ente of the ambito; otherwise only the comuni where the role is held
  const suoi = tipi.data?.voci.every((t) => t.comuni) ? new Set(tipi.data.voci.flatMap((t) => t.comuni)) : null
  return (
    <>
      <PageHeader
        titolo="Adesioni"
        sotto={
          suoi
            ? `Di tua competenza: ${(tipi.data?.voci ?? []).map((t) => `«${t.nome}»`).join(', ')}, per i comuni in cui hai il ruolo.`
            : 'Le convenzioni, gli atti annuali e i protocolli d’intesa: ciascuno apre le sue sezioni dal giorno in cui è registrato.'
        }
        azioni={
          <>
            {/* what one was looking for and does not find is what one is about to prepare */}
            <LinkButton
              azione="adesione.gestisci"
              to={`/adesioni/nuova?${new URLSearchParams({ tipo: filtri.tipo, comune: filtri.comune })}`}
              icona="it-plus"
            >
              Nuova adesione
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterSelect
          name="tipo"
          label="Tipo"
          opzioni={(tipi.data?.voci ?? []).map((t) => [t.id, t.nome])}
          tutti="Tutti i tipi"
        />
        <FilterSelect
          name="stato"
          label="Stato"
          opzioni={statiAdesione.map((s) => [s, nomeStato[s]])}
          tutti="Tutti gli stati"
        />
        <FilterSelect
          name="comune"
          label="Comune"
          opzioni={(ambito.data?.comuni ?? []).filter((c) => !suoi || suoi.has(c.id)).map((c) => [c.id, c.nome])}
          tutti={suoi ? 'Tutti i tuoi' : 'Tutti, e il soggetto attuatore'}
        />
      </Filtri>
      <DataTable
        caption="Adesioni dell’ambito, quelle da completare per prime"
        lista={lista}
        chiave={(a) => a.id}
        conteggio={['adesione', 'adesioni']}
        vuoto={{
          titolo: conFiltri ? 'Nessuna adesione con questi filtri' : 'Nessuna adesione',
          testo: conFiltri
            ? 'Togli un filtro per vedere le altre.'
            : can('adesione.gestisci')
              ? 'Prepara la prima: scarichi lo schema compilato per l’ente, lo fai firmare e lo registri. Fino ad allora nessuno vede i dati del comune.'
              : 'Le prepara l’amministratore dell’ambito.',
        }}
        colonne={[
          {
            id: 'ente',
            titolo: 'Ente',
            riga: true,
            cella: (a) => <Link to={`/adesioni/${a.id}`}>{a.ente}</Link>,
          },
          {
            id: 'tipo',
            titolo: 'Atto',
            cella: (a) => `${a.tipo}${a.anno ? ` ${a.anno}` : ''}${a.affidatoA ? `: ${a.affidatoA.nome}` : ''}`,
          },
          { id: 'stato', titolo: 'Stato', cella: (a) => <StatoAdesioneBadge {...a} /> },
          { id: 'validita', titolo: 'Validità', cella: (a) => periodo(a) },
          { id: 'spiegazione', titolo: 'Che cosa significa', cella: (a) => a.spiegazione },
        ]}
      />
    </>
  )
}
