// The analyses that I have begun and not yet finalised.
import { Link } from 'react-router'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'

export default function MieAnalisiPage() {
  const q = useEndpoint(compilazioniApi.mie, {})
  return (
    <>
      <PageHeader
        titolo="Le mie analisi in corso"
        sotto="Cominciate e non ancora finalizzate"
        azioni={<PrintButton />}
      />
      <DataTable
        caption="Analisi in corso, dalla più recente"
        lista={{ ...q, voci: q.data?.voci ?? [] }}
        chiave={(c) => c.id}
        conteggio={['analisi', 'analisi']}
        colonne={[
          {
            id: 'persona',
            titolo: 'Persona',
            riga: true,
            cella: (c) => (
              <Link to={`/analisi/${c.id}?persona=${c.personaId}`}>
                {c.cognome ? `${c.cognome} ${c.nome ?? ''}`.trim() : 'Apri'}
              </Link>
            ),
          },
          { id: 'questionario', titolo: 'Analisi', cella: (c) => `${c.questionario}${c.tempo ? ` ${c.tempo}` : ''}` },
          { id: 'giorno', titolo: 'Colloquio', cella: (c) => formatData(c.giorno) },
          { id: 'componenti', titolo: 'Componenti', numero: true, cella: (c) => c.persone },
        ]}
        vuoto={{
          titolo: 'Nessuna analisi in corso',
          testo:
            'Un’analisi si comincia dalla pagina di un tuo caso, o dal fascicolo della persona alla voce «Analisi».',
        }}
      />
    </>
  )
}
