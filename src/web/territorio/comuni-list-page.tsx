// All the comuni, also suppressed, by any name they ever had.
import { Link } from 'react-router'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'

const vuoti = { q: '', provincia: '', soppressi: '', senzaAmbito: '' }

export default function ComuniListPage() {
  const { can } = useSessione()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const regioni = useEndpoint(ambitiApi.regioni, {}, { staleTime: 300_000 })
  const lista = usePagine(luoghiApi.comuni, {
    ...(filtri.q && { q: filtri.q }),
    ...(filtri.provincia && { provincia: filtri.provincia }),
    ...(filtri.soppressi && { soppressi: true }),
    ...(filtri.senzaAmbito && { senzaAmbito: true }),
  })
  const province = (regioni.data?.voci ?? [])
    .flatMap((r) => r.province)
    .sort((a, b) => a.nome.localeCompare(b.nome, 'it'))
  return (
    <>
      <PageHeader
        titolo="Comuni"
        sotto="Con i nomi che hanno avuto, l’ambito di cui fanno parte e, se soppressi, chi è subentrato."
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterText name="q" label="Nome" suggerimento="Le prime lettere di una parola del nome, anche di un tempo" />
        <FilterSelect
          name="provincia"
          label="Provincia"
          opzioni={province.map((p) => [p.sigla, `${p.nome} (${p.sigla})`])}
          tutti="Tutte le province"
        />
        <FilterCheck name="soppressi" label="Anche i soppressi" />
        {can('ambito.gestisci') && <FilterCheck name="senzaAmbito" label="Solo senza ambito" />}
      </Filtri>
      <DataTable
        caption="Comuni in ordine di nome"
        lista={lista}
        chiave={(c) => c.id}
        conteggio={['comune', 'comuni']}
        vuoto={{
          titolo: 'Nessun comune',
          testo: filtri.soppressi
            ? 'Controlla come è scritto il nome, o togli un filtro.'
            : 'Controlla come è scritto il nome, togli un filtro, o cerca anche tra i soppressi.',
        }}
        colonne={[
          { id: 'nome', titolo: 'Comune', riga: true, cella: (c) => <Link to={`/comuni/${c.id}`}>{c.nome}</Link> },
          { id: 'provincia', titolo: 'Provincia', cella: (c) => c.provincia ?? '–' },
          { id: 'belfiore', titolo: 'Codice catastale', cella: (c) => c.id },
          { id: 'istat', titolo: 'Codice ISTAT', cella: (c) => c.istat ?? '–' },
          {
            id: 'ambito',
            titolo: 'Ambito',
            cella: (c) =>
              c.ambito ? c.ambito.nome : c.soppressoIl ? `soppresso il ${formatData(c.soppressoIl)}` : 'nessuno',
          },
        ]}
      />
    </>
  )
}
