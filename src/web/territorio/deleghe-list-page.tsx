// The notes by which comuni entrust the pacts to the ambito (R1.11), the latest first.
import { Link } from 'react-router'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { delegheApi } from '../../shared/territorio/deleghe.api.ts'
import { formatData, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { ConAmbito } from './ambito-scelto.tsx'
import { elencoBreve } from './parole.ts'

const vuoti = { comune: '', inCorso: '' }

export default function DelegheListPage() {
  return <ConAmbito titolo="Deleghe">{(ambitoId) => <Elenco ambitoId={ambitoId} />}</ConAmbito>
}

function Elenco({ ambitoId }: { ambitoId: string }) {
  const { can } = useSessione()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const ambito = useEndpoint(ambitiApi.leggi, { id: ambitoId }, { staleTime: 300_000 })
  const lista = usePagine(delegheApi.elenco, {
    ...(filtri.comune && { comune: filtri.comune }),
    ...(filtri.inCorso && { inCorso: true }),
  })
  const conFiltri = Object.values(filtri).some(Boolean)
  return (
    <>
      <PageHeader
        titolo="Deleghe"
        sotto="Con la delega un comune affida all’ambito i patti per l’inclusione; i controlli anagrafici restano sempre suoi."
        azioni={
          <>
            <LinkButton azione="delega.gestisci" to="/deleghe/nuova" icona="it-plus">
              Nuova delega
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterSelect
          name="comune"
          label="Comune"
          opzioni={(ambito.data?.comuni ?? []).map((c) => [c.id, c.nome])}
          tutti="Tutti i comuni"
        />
        <FilterCheck name="inCorso" label="Solo in corso oggi" />
      </Filtri>
      <DataTable
        caption="Note di delega, dalla più recente"
        lista={lista}
        chiave={(d) => d.id}
        conteggio={['delega', 'deleghe']}
        vuoto={{
          titolo: conFiltri ? 'Nessuna delega con questi filtri' : 'Nessuna delega',
          testo: conFiltri
            ? 'Togli un filtro per vedere le altre.'
            : can('delega.gestisci')
              ? 'Quando un comune invia la nota, registrala qui: da quel giorno chi lavora sui patti per tutto l’ambito ne vede i casi.'
              : 'Le registra l’amministratore dell’ambito.',
        }}
        colonne={[
          {
            id: 'oggetto',
            titolo: 'Nota',
            riga: true,
            cella: (d) => <Link to={`/deleghe/${d.id}`}>{d.oggetto}</Link>,
          },
          { id: 'protocollo', titolo: 'Protocollo', cella: (d) => d.protocollo },
          { id: 'data', titolo: 'Data', cella: (d) => formatData(d.data) },
          { id: 'comuni', titolo: 'Comuni', cella: (d) => elencoBreve(d.comuni.map((c) => c.comune)) },
          {
            id: 'inCorso',
            titolo: 'Oggi',
            cella: (d) => {
              const n = d.comuni.filter((c) => c.inCorso).length
              return (
                <StatusBadge tono={n > 0 ? 'positivo' : 'neutro'}>
                  {n > 0 ? `vale per ${plurale(n, 'comune', 'comuni')}` : 'non in corso'}
                </StatusBadge>
              )
            },
          },
          { id: 'documento', titolo: 'Nota allegata', cella: (d) => (d.documento ? 'sì' : 'no') },
        ]}
      />
    </>
  )
}
