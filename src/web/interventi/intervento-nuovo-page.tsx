// A new service of the ambito, the next version of one, or the ambito's own in the place of a national one.
import { Link, useNavigate, useSearchParams } from 'react-router'
import { type Intervento, interventiApi } from '../../shared/interventi/interventi.api.ts'
import { areeIstat, serviziIstat } from '../../shared/interventi/istat.rules.ts'
import { ChecksField, SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { useVoci } from '../parametri/voci.ts'

export default function InterventoNuovoPage() {
  const [search] = useSearchParams()
  const prima = search.get('versione')
  const q = useEndpoint(interventiApi.list, { tutti: true }, { enabled: prima !== null })
  if (prima === null) return <Modulo />
  return <Caricamento query={q}>{({ voci }) => <Modulo prima={voci.find((p) => p.id === prima)} />}</Caricamento>
}

const AIUTI = 'aiuti/'

function Modulo({ prima }: { prima?: Intervento }) {
  const navigate = useNavigate()
  const { voci: aiuti } = useVoci('aiuto-immediato')
  const comune = {
    iniziali: {
      nome: prima?.nome ?? '',
      inps: prima?.inps ?? '',
      istatServizio: prima?.istatServizio ?? '',
      istatArea: prima?.istatArea ?? '',
      origini: prima?.origini ?? [],
      dal: oggi(),
      al: '',
      fonte: '',
    },
    bozza: prima ? `intervento-versione:${prima.id}` : 'intervento-nuovo',
    invalidates: [interventiApi.list],
    esito: 'Servizio salvato.',
    onDone: () => void navigate('/interventi'),
  }
  const nuovo = useActionForm(interventiApi.crea, comune)
  const versione = useActionForm(interventiApi.rinnova, { ...comune, fissi: { id: prima?.id ?? '' } })
  const sotto = !prima
    ? 'Ciò che l’ambito dà, con i codici con cui lo conta'
    : prima.nazionale
      ? `${prima.nome}: vale nell’ambito al posto di quello nazionale`
      : `${prima.nome}: la versione di prima vale fino al giorno prima`
  return (
    <>
      <PageHeader titolo={prima ? 'Nuova versione' : 'Nuovo servizio'} sotto={sotto} />
      <Form form={prima ? versione : nuovo} invio="Salva" annulla={<Link to="/interventi">Annulla</Link>}>
        <TextField
          name="nome"
          label="Nome"
          aiuto="Scritto così in un file, o in una prestazione a mano, significherà il codice INPS qui sotto."
        />
        <TextField
          name="inps"
          label="Codice INPS"
          aiuto="Come A2.07. Vuoto: non si manda a INPS."
          obbligatorio={false}
        />
        <SelectField
          name="istatServizio"
          label="Servizio ISTAT"
          opzioni={Object.entries(serviziIstat).map(([c, n]) => [c, `${c}, ${n}`] as const)}
          vuota="Non si conosce"
        />
        <SelectField
          name="istatArea"
          label="Area ISTAT"
          opzioni={Object.entries(areeIstat).map(([c, n]) => [c, `${c}, ${n}`] as const)}
          vuota="Dipende da chi lo riceve"
        />
        <ChecksField
          name="origini"
          label="Aiuti dello sportello che sono questo servizio"
          opzioni={aiuti.map((v) => [`${AIUTI}${v.codice}`, v.etichetta] as const)}
          obbligatorio={false}
        />
        <div className="campi-affiancati">
          <DateField name="dal" label="Vale dal" />
          <DateField name="al" label="Fino al" aiuto="Vuoto: senza termine" />
        </div>
        <TextField name="fonte" label="Da dove si sa" aiuto="La norma, l’atto o la tabella da cui vengono i codici." />
      </Form>
    </>
  )
}
