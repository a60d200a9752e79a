// The entries I have left half-way, oldest first.
import { Link } from 'react-router'
import { diarioApi } from '../../../shared/cartella/diario.api.ts'
import { formatData } from '../../kernel/format.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'

export default function BozzePage() {
  const lista = usePagine(diarioApi.bozze, {})
  return (
    <>
      <PageHeader titolo="Le mie bozze" sotto="Le vedi soltanto tu, finché non le completi" azioni={<PrintButton />} />
      <DataTable
        caption="Voci del diario in bozza, dalla più vecchia"
        lista={lista}
        chiave={(v) => v.id}
        conteggio={['bozza', 'bozze']}
        colonne={[
          {
            id: 'giorno',
            titolo: 'Del giorno',
            riga: true,
            cella: (v) => <Link to={`/diario/${v.id}/modifica`}>{formatData(v.giorno)}</Link>,
          },
          {
            id: 'specie',
            titolo: 'Che cosa',
            cella: (v) => (v.specie === 'diario' ? 'Diario' : 'Attività professionale'),
          },
          { id: 'persona', titolo: 'Persona', cella: (v) => <Link to={`/persone/${v.personaId}`}>{v.persona}</Link> },
        ]}
        vuoto={{ titolo: 'Nessuna bozza in sospeso', testo: 'Tutto ciò che hai scritto è completato.' }}
      />
    </>
  )
}
