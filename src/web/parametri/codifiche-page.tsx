// All the code lists, to find one by its name or by what it is for.
import { Link } from 'react-router'
import { codificheApi } from '../../shared/parametri/codifiche.api.ts'
import { formatNumero } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'

const vuoti = { testo: '' }

export default function CodifichePage() {
  const lista = useEndpoint(codificheApi.list, {})
  const [filtri, setFiltri] = useFiltri(vuoti)
  const cercate = filtri.testo.toLocaleLowerCase('it').split(/\s+/).filter(Boolean)
  const voci = (lista.data?.voci ?? []).filter((c) => {
    const tutto = `${c.nome} ${c.descrizione} ${c.id}`.toLocaleLowerCase('it')
    return cercate.every((p) => tutto.includes(p))
  })
  return (
    <>
      <PageHeader
        titolo="Codifiche"
        sotto="Gli elenchi tra cui si sceglie nei moduli. Una voce non si cancella: si chiude da un giorno, e ciò che è stato scritto prima resta leggibile."
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterText name="testo" label="Cerca una codifica" />
      </Filtri>
      <DataTable
        caption="Codifiche"
        lista={{ ...lista, voci }}
        chiave={(c) => c.id}
        conteggio={['codifica', 'codifiche']}
        colonne={[
          { id: 'nome', titolo: 'Codifica', riga: true, cella: (c) => <Link to={`/codifiche/${c.id}`}>{c.nome}</Link> },
          { id: 'descrizione', titolo: 'A che cosa serve', cella: (c) => c.descrizione },
          { id: 'voci', titolo: 'Voci in vigore', numero: true, cella: (c) => formatNumero(c.inVigore) },
          {
            id: 'locali',
            titolo: 'Voci dell’ambito',
            cella: (c) => (c.locali > 0 ? formatNumero(c.locali) : c.estendibile ? 'nessuna' : 'non ammesse'),
          },
          { id: 'fonte', titolo: 'Fonte', cella: (c) => c.fonte },
        ]}
        vuoto={{ titolo: 'Nessuna codifica', testo: 'Prova con altre parole.' }}
      />
    </>
  )
}
