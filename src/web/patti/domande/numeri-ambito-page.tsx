// For the administrator of the ambito, who sees no beneficiary: how many domande, where, how far.
import { PaginaCruscotto } from './cruscotto.tsx'

const NumeriAmbitoPage = () => (
  <PaginaCruscotto
    ambito
    titolo="Domande, per numeri"
    sotto="Le domande raccolte dai comuni con la convenzione registrata: nessun nome"
  />
)
export default NumeriAmbitoPage
