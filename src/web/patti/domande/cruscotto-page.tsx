// The dashboard of the domande of one's own comuni.
import { domandeApi } from '../../../shared/patti/domande.api.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Cruscotto } from './cruscotto.tsx'

export default function CruscottoPage() {
  const q = useEndpoint(domandeApi.numeri, {})
  return (
    <>
      <PageHeader
        titolo="Cruscotto domande"
        sotto="Quante domande ci sono in ogni stato, e quante aspettano da troppo"
        azioni={
          <>
            <LinkButton azione="domanda.leggi" to="/domande" variante="outline-primary">
              Domande
            </LinkButton>
            <LinkButton azione="domanda.raccogli" to="/domande/nuova" icona="it-plus">
              Nuova domanda
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Cruscotto
        lista={{ voci: q.data?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        apre
      />
    </>
  )
}
