// For the pronto intervento: the purpose, and the folder is open for some hours.
import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { emergenzeApi } from '../../shared/cartella/emergenze.api.ts'
import { AIUTO_MOTIVO } from '../anagrafe/apertura.tsx'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { formatIstante } from '../kernel/format.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'

export default function EmergenzaPage() {
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const schedaId = search.get('scheda')
  const [scade, setScade] = useState<string | null>(null)
  const form = useActionForm(emergenzeApi.apri, {
    bozza: `emergenza:${schedaId ?? id}`,
    iniziali: { dettaglio: '' },
    fissi: { id, schedaId },
    onDone: (r) => setScade(r.scade),
  })
  return (
    <>
      <PageHeader titolo="Apertura in emergenza" />
      {scade ? (
        <Avviso tipo="success" titolo={`Il fascicolo è aperto fino al ${formatIstante(scade)}`} annuncia>
          <p>
            <Link to={`/persone/${id}`}>Vai alla scheda</Link> –{' '}
            <Link to={`/persone/${id}/prese`}>Vai alle prese in carico</Link>
          </p>
        </Avviso>
      ) : (
        <>
          <p>
            Il fascicolo si apre subito e per poche ore. Il responsabile e il servizio ne sono avvisati; domani mattina
            l’apertura sarà riesaminata.
          </p>
          <Form form={form} invio="Apri il fascicolo" annulla={<Link to={`/persone/${id}`}>Annulla</Link>}>
            <TextArea name="dettaglio" label="Scopo: che cosa sta succedendo" righe={3} aiuto={AIUTO_MOTIVO} />
          </Form>
        </>
      )}
    </>
  )
}
