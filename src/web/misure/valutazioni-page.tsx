// The evaluations kept of one's own cases, the newest first.
import { Link } from 'react-router'
import { euro } from '../../shared/misure/parole.ts'
import { valutazioniApi } from '../../shared/misure/valutazioni.api.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { EsitoBadge } from './parti.tsx'

export default function ValutazioniPage() {
  return (
    <>
      <PageHeader
        titolo="Valutazioni conservate"
        sotto="Delle tue pratiche, con la versione della misura sotto cui sono state fatte."
        azioni={
          <>
            <LinkButton to="/misure" variante="outline-primary">
              Misure
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <DataTable
        caption="Valutazioni"
        lista={usePagine(valutazioniApi.list, {})}
        chiave={(v) => v.id}
        conteggio={['valutazione', 'valutazioni']}
        colonne={[
          {
            id: 'pratica',
            titolo: 'Pratica',
            riga: true,
            cella: (v) => <Link to={`/misure/valutazioni/${v.id}`}>{v.pratica}</Link>,
          },
          { id: 'comune', titolo: 'Comune', cella: (v) => v.comune },
          { id: 'misura', titolo: 'Misura', cella: (v) => `${v.misura}, ${v.versione}` },
          { id: 'giorno', titolo: 'Domanda del', cella: (v) => formatData(v.giorno) },
          { id: 'esito', titolo: 'Esito', cella: (v) => <EsitoBadge esito={v.esito} /> },
          {
            id: 'importo',
            titolo: 'Al mese',
            numero: true,
            cella: (v) => (v.mensile === null ? '–' : euro(v.mensile)),
          },
          { id: 'quando', titolo: 'Conservata il', cella: (v) => formatIstante(v.creataIl) },
        ]}
        vuoto={{
          titolo: 'Nessuna valutazione',
          testo: 'Apri una versione di una misura, prova un caso e conservalo.',
        }}
      />
    </>
  )
}
