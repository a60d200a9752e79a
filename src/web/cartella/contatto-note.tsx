// Notes that exist for some colleagues only, and the reservation of the whole sheet. Who will see it is said first.
import { type ContattoScheda, contattiApi } from '../../shared/cartella/contatti.api.ts'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { ColleghiField } from './colleghi-field.tsx'

export function NoteRiservate({ c }: { c: ContattoScheda }) {
  const can = useCan()
  const q = useEndpoint(contattiApi.colleghi, {}, { staleTime: 300_000 })
  const colleghi = q.data?.voci ?? []
  return (
    <section aria-labelledby="note-riservate">
      <h2 id="note-riservate">Note riservate</h2>
      {c.note.map((n) => (
        <div key={n.id} className="riga-ripetuta">
          <p className="testo-scritto">{n.testo}</p>
          <p>
            {n.scrittaDa}, {formatIstante(n.scrittaIl)}. La vedono: {n.visibileA.join(', ')}.
          </p>
        </div>
      ))}
      {can('contatto.aggiorna') && (
        <>
          <Nuova c={c} colleghi={colleghi} />
          <p className="atti">
            {c.riservato ? (
              <ActionButton
                e={contattiApi.riserva}
                input={{ id: c.id, colleghi: null }}
                etichetta="Togli la riserva dal contatto"
                invalidates={[contattiApi.leggi, contattiApi.list]}
                esito="Il contatto è di nuovo visibile a chi lavora allo sportello."
              />
            ) : (
              <ActionButton
                e={contattiApi.riserva}
                input={{ id: c.id, colleghi: [] }}
                etichetta="Riserva il contatto a me"
                conferma={{
                  titolo: 'Riservare questo contatto?',
                  testo: 'Lo vedrai soltanto tu: per i colleghi non esisterà, nemmeno nei conteggi.',
                }}
                invalidates={[contattiApi.leggi, contattiApi.list]}
                esito="Il contatto è riservato a te."
              />
            )}
          </p>
        </>
      )}
    </section>
  )
}

const VUOTA = { testo: '', colleghi: [] }

function Nuova({ c, colleghi }: { c: ContattoScheda; colleghi: { id: string; nome: string }[] }) {
  const form = useActionForm(contattiApi.annota, {
    iniziali: VUOTA,
    fissi: { id: c.id },
    bozza: `contatto:${c.id}:nota`,
    invalidates: [contattiApi.leggi],
    esito: 'Nota aggiunta.',
    onDone: () => form.rhf.reset(VUOTA),
  })
  return (
    <details>
      <summary>Aggiungi una nota riservata</summary>
      <Form form={form} invio="Aggiungi la nota">
        <TextArea name="testo" label="Testo della nota" righe={4} />
        <ColleghiField name="colleghi" colleghi={colleghi} />
      </Form>
    </details>
  )
}
