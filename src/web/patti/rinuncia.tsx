// Giving up an extract that was not confirmed.
import { estrattiApi, type EstrattoScheda as Scheda } from '../../shared/patti/estratti.api.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'

export const Rinuncia = ({ i }: { i: Scheda }) => (
  <ActionButton
    e={estrattiApi.annulla}
    input={{ id: i.id }}
    etichetta="Rinuncia"
    conferma={{ titolo: 'Rinunciare a questo estratto?', testo: 'Di lui non resta nulla.' }}
    invalidates={[estrattiApi.leggi, estrattiApi.list]}
    esito="Estratto annullato."
  />
)
