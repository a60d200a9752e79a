// INPS answered that it had an error of its own: nothing is wrong in the flow, and nobody knows whether INPS has it. It is sent again as it
// is; or one gives it up, and its prestazioni are on the board again.
import { cooperazioneApi } from '../../shared/flussi/cooperazione.api.ts'
import { esitiApi } from '../../shared/flussi/esiti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'

export const ErroreDiInps = ({ flusso, quando }: { flusso: string; quando?: string }) => (
  <>
    <StatusBadge tono="attenzione">errore di INPS</StatusBadge>{' '}
    {quando && `${formatIstante(quando)}: carica di nuovo lo stesso file. `}
    <ActionButton
      e={esitiApi.rinuncia}
      input={{ id: flusso }}
      etichetta="Rinuncia al flusso"
      piccolo
      conferma={{
        titolo: 'Rinunciare a questo flusso?',
        testo:
          'Le sue prestazioni tornano tra le rifiutate, da rimandare in un altro flusso. Prima verifica sul sito di INPS che non le abbia prese: partirebbero due volte.',
        motivo: 'Come lo si è verificato',
        pericolo: true,
      }}
      invalidates={[
        generazioniApi.flussi,
        cooperazioneApi.pubblicati,
        cooperazioneApi.leggi,
        prestazioniApi.quadro,
        prestazioniApi.list,
        prestazioniApi.regole,
      ]}
      esito="Le sue prestazioni sono di nuovo tra quelle da inviare."
    />
  </>
)
