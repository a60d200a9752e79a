// Keeps an evaluation under the number of a case: facts, version and answer, for ever.
import { useNavigate } from 'react-router'
import type { Fatti } from '../../shared/misure/linguaggio.ts'
import { valutazioniApi } from '../../shared/misure/valutazioni.api.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { AnnullaButton } from '../territorio/parti.tsx'

export function FormConserva({ versioneId, fatti, chiudi }: { versioneId: string; fatti: Fatti; chiudi: () => void }) {
  const navigate = useNavigate()
  const comuni = useEndpoint(valutazioniApi.comuni, {})
  const form = useActionForm(valutazioniApi.conserva, {
    iniziali: { comuneId: '', pratica: '' },
    fissi: { versioneId, fatti },
    invalidates: [valutazioniApi.list],
    esito: 'Valutazione conservata.',
    onDone: (r) => void navigate(`/misure/valutazioni/${r.id}`),
  })
  return (
    <Form form={form} invio="Conserva" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>
        Restano i fatti, la versione e il risultato, che non si potranno più cambiare. La vedono soltanto chi la
        conserva e, per numeri, il suo coordinatore.
      </p>
      <TextField name="pratica" label="Numero della pratica" aiuto="Il protocollo o il numero, mai un nome." />
      <SelectField
        name="comuneId"
        label="Comune"
        opzioni={(comuni.data?.voci ?? []).map((c) => [c.id, c.nome] as const)}
      />
    </Form>
  )
}
