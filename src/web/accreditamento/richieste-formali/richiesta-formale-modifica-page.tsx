// Correcting what was registered of a formal request.
import { Link, useNavigate, useParams } from 'react-router'
import { richiesteFormaliApi } from '../../../shared/accreditamento/richieste-formali.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Caricamento } from '../../kernel/ui/parts.tsx'
import { ConAmbito } from '../../territorio/ambito-scelto.tsx'
import { RichiestaFormaleFields } from './richiesta-formale-form.tsx'

const TITOLO = 'Correggi la richiesta formale'

export default function RichiestaFormaleModificaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(richiesteFormaliApi.leggi, { id })
  return (
    <ConAmbito titolo={TITOLO}>
      {() => (
        <>
          <PageHeader titolo={TITOLO} sotto={q.data && `Protocollo ${q.data.protocollo}, ${q.data.ente}`} />
          <Caricamento query={q}>{(r) => <Modulo key={r.versione} r={r} />}</Caricamento>
        </>
      )}
    </ConAmbito>
  )
}

function Modulo({ r }: { r: Output<typeof richiesteFormaliApi.leggi> }) {
  const navigate = useNavigate()
  const form = useActionForm(richiesteFormaliApi.update, {
    iniziali: {
      comune: r.comuneId ?? '',
      ufficio: r.ufficio,
      protocollo: r.protocollo,
      data: r.data,
      note: r.note ?? '',
    },
    fissi: { id: r.id, versione: r.versione },
    bozza: `richiesta-formale-${r.id}`,
    invalidates: [richiesteFormaliApi.list, richiesteFormaliApi.leggi],
    esito: 'Richiesta corretta.',
    onDone: () => navigate(`/richieste-formali/${r.id}`),
  })
  return (
    <Form form={form} invio="Salva le correzioni" annulla={<Link to={`/richieste-formali/${r.id}`}>Annulla</Link>}>
      <RichiestaFormaleFields />
    </Form>
  )
}
