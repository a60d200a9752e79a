// A new benefit of the catalogue, or the next version of one.
import { Link, useNavigate, useSearchParams } from 'react-router'
import { type Prestazione, prestazioniApi } from '../../shared/cartella/prestazioni.api.ts'
import { CheckField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { BisogniField } from './bisogni-field.tsx'
import './sportello.css'

export default function PrestazioneNuovaPage() {
  const [search] = useSearchParams()
  const prima = search.get('versione')
  const q = useEndpoint(prestazioniApi.list, { tutte: true }, { enabled: prima !== null })
  if (prima === null) return <Modulo />
  return <Caricamento query={q}>{({ voci }) => <Modulo prima={voci.find((p) => p.id === prima)} />}</Caricamento>
}

function Modulo({ prima }: { prima?: Prestazione }) {
  const navigate = useNavigate()
  const comune = {
    iniziali: {
      nome: prima?.nome ?? '',
      erogatore: prima?.erogatore ?? '',
      requisiti: prima?.requisiti ?? '',
      situazioni: prima?.situazioni ?? [],
      dove: prima?.dove ?? '',
      soloStranieri: prima?.soloStranieri ?? false,
      dal: oggi(),
      al: '',
      fonte: prima?.fonte ?? '',
    },
    bozza: prima ? `prestazione-versione:${prima.id}` : 'prestazione-nuova',
    invalidates: [prestazioniApi.list],
    esito: 'Prestazione salvata.',
    onDone: () => void navigate('/prestazioni-offerte'),
  }
  const nuova = useActionForm(prestazioniApi.crea, comune)
  const versione = useActionForm(prestazioniApi.rinnova, { ...comune, fissi: { id: prima?.id ?? '' } })
  return (
    <>
      <PageHeader
        titolo={prima ? 'Nuova versione' : 'Nuova prestazione'}
        sotto={prima ? `${prima.nome}: quella di prima vale fino al giorno prima` : 'Non scrivere qui dati di persone'}
      />
      <Form form={prima ? versione : nuova} invio="Salva" annulla={<Link to="/prestazioni-offerte">Annulla</Link>}>
        <TextField name="nome" label="Nome" />
        <TextField name="erogatore" label="Chi la dà" />
        <TextArea name="requisiti" label="A chi spetta" righe={4} />
        <BisogniField name="situazioni" label="A quali bisogni risponde" obbligatorio />
        <TextArea name="dove" label="Dove si chiede" righe={2} />
        <CheckField name="soloStranieri" label="Riguarda soltanto i cittadini stranieri" />
        <div className="campi-affiancati">
          <DateField name="dal" label="Vale dal" />
          <DateField name="al" label="Fino al" aiuto="Vuoto: senza termine" />
        </div>
        <TextField name="fonte" label="Norma o atto" />
      </Form>
    </>
  )
}
