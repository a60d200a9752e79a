// All the ambiti, for who acts on the whole nation: finding one, choosing the one to work in, creating a new one.
import { Link } from 'react-router'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { formatData, formatNumero } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { LavoraQui } from './ambito-scelto.tsx'

const vuoti = { q: '', regione: '' }

export default function AmbitiListPage() {
  const [filtri, setFiltri] = useFiltri(vuoti)
  const regioni = useEndpoint(ambitiApi.regioni, {}, { staleTime: 300_000 })
  const lista = usePagine(ambitiApi.elenco, {
    ...(filtri.q && { q: filtri.q }),
    ...(filtri.regione && { regione: filtri.regione }),
  })
  return (
    <>
      <PageHeader
        titolo="Ambiti"
        sotto="Scegline uno per lavorarci: adesioni, deleghe e operatori si vedono un ambito alla volta."
        azioni={
          <>
            <LinkButton azione="ambito.gestisci" to="/ambiti/nuovo" icona="it-plus">
              Nuovo ambito
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterText name="q" label="Cerca" suggerimento="Nome, codice o un comune dell’ambito" />
        <FilterSelect
          name="regione"
          label="Regione"
          opzioni={(regioni.data?.voci ?? []).map((r) => [r.id, r.nome])}
          tutti="Tutte le regioni"
        />
      </Filtri>
      <DataTable
        caption="Ambiti territoriali"
        lista={lista}
        chiave={(a) => a.id}
        conteggio={['ambito', 'ambiti']}
        vuoto={
          filtri.q || filtri.regione
            ? { titolo: 'Nessun ambito con questi filtri', testo: 'Controlla come è scritto, o togli un filtro.' }
            : {
                titolo: 'Nessun ambito',
                testo: 'Creane uno, oppure fai importare l’elenco degli ambiti a chi gestisce la piattaforma.',
              }
        }
        colonne={[
          { id: 'nome', titolo: 'Ambito', riga: true, cella: (a) => <Link to={`/ambiti/${a.id}`}>{a.nome}</Link> },
          { id: 'codice', titolo: 'Codice', cella: (a) => a.codice },
          { id: 'regione', titolo: 'Regione', cella: (a) => a.regione },
          { id: 'capofila', titolo: 'Capofila', cella: (a) => a.capofila ?? '–' },
          { id: 'comuni', titolo: 'Comuni', numero: true, cella: (a) => formatNumero(a.comuni) },
          {
            id: 'note',
            titolo: 'Note',
            cella: (a) => (
              <>
                {a.dimostrativo && <StatusBadge tono="informativo">dimostrativo</StatusBadge>}
                {a.al && <StatusBadge tono="attenzione">fino al {formatData(a.al)}</StatusBadge>}
              </>
            ),
          },
          {
            id: 'atti',
            titolo: 'Operazioni',
            senzaTitolo: true,
            cella: (a) => <LavoraQui id={a.id} nome={a.nome} piccolo />,
          },
        ]}
      />
    </>
  )
}
