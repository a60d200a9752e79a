// A new version of a scheme, started from the text of another (`?da=`) where there is one.
import { Link, useNavigate, useSearchParams } from 'react-router'
import { adesioniApi, schemiApi } from '../../shared/territorio/adesioni.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { SelectField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { CampiSchema } from './schema-campi.tsx'

export default function SchemaNuovoPage() {
  const [search] = useSearchParams()
  const da = search.get('da')
  const q = useEndpoint(schemiApi.leggi, { id: da ?? '' }, { enabled: da !== null })
  return (
    <>
      <PageHeader
        titolo="Nuova versione di uno schema"
        sotto="Nasce in bozza: la usano gli enti solo da quando la pubblichi."
      />
      {da === null ? <Modulo /> : <Caricamento query={q}>{(s) => <Modulo da={s} />}</Caricamento>}
    </>
  )
}

function Modulo({ da }: { da?: OutputWeb<typeof schemiApi.leggi> }) {
  const navigate = useNavigate()
  const tipi = useEndpoint(adesioniApi.tipi, {}, { staleTime: 300_000 })
  const form = useActionForm(schemiApi.crea, {
    iniziali: { tipoId: da?.tipoId ?? '', titolo: da?.titolo ?? '', testo: da?.testo ?? '', fonte: da?.fonte ?? '' },
    bozza: `schema-nuovo-${da?.id ?? ''}`,
    invalidates: [schemiApi.elenco],
    esito: 'Versione preparata in bozza.',
    onDone: (s) => navigate(`/sezioni-nazionali/schemi/${s.id}`),
  })
  return (
    <Form form={form} invio="Prepara la versione" annulla={<Link to="/sezioni-nazionali">Annulla</Link>}>
      <SelectField name="tipoId" label="Tipo di atto" opzioni={(tipi.data?.voci ?? []).map((t) => [t.id, t.nome])} />
      <CampiSchema />
    </Form>
  )
}
