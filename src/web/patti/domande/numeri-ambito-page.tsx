// For the administrator of the ambito, who sees no beneficiary: how many domande, where, how far.
import { domandeApi } from '../../../shared/patti/domande.api.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Cruscotto } from './cruscotto.tsx'

export default function NumeriAmbitoPage() {
  const q = useEndpoint(domandeApi.numeriAmbito, {})
  return (
    <>
      <PageHeader
        titolo="Domande, per numeri"
        sotto="Le domande raccolte dai comuni con la convenzione registrata: nessun nome"
        azioni={<PrintButton />}
      />
      <Cruscotto
        lista={{ voci: q.data?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        apre={false}
      />
    </>
  )
}
