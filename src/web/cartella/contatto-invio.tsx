// Sending a contact to another office or to an outside body.
import { Link } from 'react-router'
import type { ContattoScheda } from '../../shared/cartella/contatti.api.ts'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useCan } from '../kernel/session.tsx'
import { DestinatarioFields } from './destinatario-fields.tsx'

export function InviaContatto({ c }: { c: ContattoScheda }) {
  const can = useCan()
  if (!can('invio.crea')) return null
  return (
    <section aria-labelledby="invia-contatto">
      <h2 id="invia-contatto">Manda a un altro ufficio o ente</h2>
      <details>
        <summary>Prepara un invio</summary>
        <Modulo c={c} />
      </details>
      <p>
        <Link to="/invii?verso=partenza">Guarda gli invii già partiti</Link>
      </p>
    </section>
  )
}

function Modulo({ c }: { c: ContattoScheda }) {
  const form = useActionForm(inviiApi.crea, {
    iniziali: { ufficioId: '', ente: '', email: '', testo: '' },
    fissi: { contattoId: c.id },
    bozza: `contatto:${c.id}:invio`,
    invalidates: [inviiApi.list],
    esito: 'Inviato.',
    onDone: () => form.rhf.reset({ ufficioId: '', ente: '', email: '', testo: '' }),
  })
  return (
    <Form form={form} invio="Manda">
      <DestinatarioFields />
    </Form>
  )
}
