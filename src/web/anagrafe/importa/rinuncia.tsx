// Giving up a file that was not confirmed.
import { importaApi, type ImportazioneScheda as Scheda } from '../../../shared/anagrafe/importazioni.api.ts'
import { ActionButton } from '../../kernel/ui/azioni.tsx'

export const Rinuncia = ({ i }: { i: Scheda }) => (
  <ActionButton
    e={importaApi.annulla}
    input={{ id: i.id }}
    etichetta="Rinuncia"
    conferma={{ titolo: 'Rinunciare a questo file?', testo: 'Di lui non resta nulla.' }}
    invalidates={[importaApi.leggi, importaApi.list]}
    esito="File annullato."
  />
)
