// What a PDND voucher must say to open the door of this ente: written once, with the e-service on PDND at hand.
import { useState } from 'react'
import { type Cooperazione, cooperazioneApi } from '../../shared/flussi/cooperazione.api.ts'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import type { InputWeb } from '../kernel/client.ts'
import { CheckField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'

export function Imposta({ ente, impostazione }: { ente: Ente; impostazione: Cooperazione['impostazione'] }) {
  // open from the beginning, it is not closed under the hands of who goes on writing
  const [daImpostare] = useState(!impostazione)
  const form = useActionForm(cooperazioneApi.imposta, {
    iniziali: {
      audience: impostazione?.audience ?? '',
      finalita: impostazione?.finalita.join(' ') ?? '',
      attiva: impostazione?.attiva ?? false,
    },
    fissi: { ente: ente.id, versione: impostazione?.versione },
    toInput: (v) =>
      ({
        ...v,
        finalita: String(v.finalita ?? '')
          .split(/[\s,;]+/)
          .filter(Boolean),
      }) as InputWeb<typeof cooperazioneApi.imposta>,
    invalidates: [cooperazioneApi.leggi],
    esito: 'Cooperazione impostata.',
  })
  return (
    <details className="campo" open={daImpostare}>
      <summary>{impostazione ? 'Cambia l’impostazione' : 'Imposta la cooperazione'}</summary>
      <Form form={form} invio="Salva l’impostazione">
        <TextField
          name="audience"
          label="Audience dell’e-service"
          aiuto="Quella dell’e-service di questo ente su PDND: ogni ente ha la sua."
        />
        <TextField
          name="finalita"
          label="Finalità con cui INPS chiama"
          aiuto="L’identificativo della finalità di INPS per l’e-service, come PDND lo mostra; più d’uno, separati da uno spazio."
        />
        <CheckField name="attiva" label="Accesa: INPS può prendere i flussi" />
      </Form>
    </details>
  )
}
