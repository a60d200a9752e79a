// The dashboard of the domande of one's own comuni.
import { LinkButton } from '../../kernel/ui/azioni.tsx'
import { PaginaCruscotto } from './cruscotto.tsx'

const CruscottoPage = () => (
  <PaginaCruscotto
    ambito={false}
    titolo="Cruscotto domande"
    sotto="Quante domande ci sono in ogni stato, quante aspettano da troppo, in quanto tempo finiscono e come"
    azioni={
      <>
        <LinkButton azione="domanda.leggi" to="/domande" variante="outline-primary">
          Domande
        </LinkButton>
        <LinkButton azione="domanda.raccogli" to="/domande/nuova" icona="it-plus">
          Nuova domanda
        </LinkButton>
      </>
    }
  />
)
export default CruscottoPage
