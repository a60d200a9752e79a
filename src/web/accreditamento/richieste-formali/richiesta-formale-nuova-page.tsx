// Registering a formal request received, then its document. Who came from a form that needs one goes back to it
// (`?ritorno=`) with the request chosen.
import { Link, useNavigate, useSearchParams } from 'react-router'
import { richiesteFormaliApi } from '../../../shared/accreditamento/richieste-formali.api.ts'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ConAmbito } from '../../territorio/ambito-scelto.tsx'
import { RichiestaFormaleFields } from './richiesta-formale-form.tsx'

const TITOLO = 'Registra una richiesta formale'

export default function RichiestaFormaleNuovaPage() {
  return <ConAmbito titolo={TITOLO}>{() => <Modulo />}</ConAmbito>
}

function Modulo() {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const ritorno = search.get('ritorno')
  // only a page of ours
  const indietro = ritorno && /^\/(?![/\\])/.test(ritorno) ? ritorno : null
  const form = useActionForm(richiesteFormaliApi.create, {
    iniziali: { comune: search.get('comune') ?? '', ufficio: '', protocollo: '', data: '', note: '' },
    bozza: 'richiesta-formale-nuova',
    invalidates: [richiesteFormaliApi.list],
    esito: indietro
      ? 'Richiesta registrata e scelta: il documento si allega dalla sua scheda.'
      : 'Richiesta registrata: ora allega il documento.',
    onDone: ({ id }) => {
      if (!indietro) return void navigate(`/richieste-formali/${id}`)
      const [path, query] = indietro.split('?')
      const con = new URLSearchParams(query)
      con.set('richiesta', id)
      void navigate(`${path}?${con}`)
    },
  })
  return (
    <>
      <PageHeader titolo={TITOLO} sotto="La nota con cui un ufficio ti indica chi accreditare" />
      <Form form={form} invio="Registra" annulla={<Link to={indietro ?? '/richieste-formali'}>Annulla</Link>}>
        <RichiestaFormaleFields />
      </Form>
    </>
  )
}
