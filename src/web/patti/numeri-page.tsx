// For the administrator of the ambito, who sees no beneficiary: how many casi, and where.
import { casiApi } from '../../shared/patti/casi.api.ts'
import { formatNumero } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { AvvisoAnalisiFerma } from './analisi-ferma.tsx'

export default function NumeriPage() {
  const q = useEndpoint(casiApi.numeri, {})
  return (
    <>
      <PageHeader
        titolo="Casi, per numeri"
        sotto="Quanti nuclei ha in carico ogni comune, per misura: nessun nome"
        azioni={
          <>
            <LinkButton azione="patto.conta" to="/casi/cruscotto" variante="outline-primary">
              Cruscotto
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <AvvisoAnalisiFerma a={q.data?.analisiFerma} />
      <DataTable
        caption="Comuni con la convenzione registrata"
        lista={{ voci: q.data?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        chiave={(n) => `${n.comuneId} ${n.misura}`}
        conteggio={['riga', 'righe']}
        colonne={[
          { id: 'comune', titolo: 'Comune', riga: true, cella: (n) => n.comune },
          { id: 'misura', titolo: 'Misura', cella: (n) => n.misura },
          { id: 'da', titolo: 'Da assegnare', numero: true, cella: (n) => formatNumero(n.daAssegnare) },
          { id: 'assegnati', titolo: 'Assegnati', numero: true, cella: (n) => formatNumero(n.assegnati) },
          { id: 'passati', titolo: 'Passati ad altri comuni', numero: true, cella: (n) => formatNumero(n.passati) },
          { id: 'conclusi', titolo: 'Conclusi', numero: true, cella: (n) => formatNumero(n.conclusi) },
        ]}
        vuoto={{ titolo: 'Nessun caso', testo: 'I coordinatori li ricevono con gli estratti delle domande accolte.' }}
      />
    </>
  )
}
