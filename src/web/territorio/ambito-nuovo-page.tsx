// A new ambito. Its comuni are added on its card, each from its own day.
import { Link, useNavigate } from 'react-router'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { CheckField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { CampiAmbito } from './ambito-campi.tsx'

export default function AmbitoNuovoPage() {
  const navigate = useNavigate()
  const form = useActionForm(ambitiApi.crea, {
    iniziali: {
      codice: '',
      nome: '',
      regioneId: '',
      capofilaId: null,
      soggettoAttuatore: '',
      pec: '',
      email: '',
      telefono: '',
      dal: '',
      dimostrativo: false,
    },
    bozza: 'ambito-nuovo',
    invalidates: [ambitiApi.elenco],
    esito: (a) => `Ambito «${a.nome}» creato: ora aggiungi i suoi comuni.`,
    onDone: (a) => navigate(`/ambiti/${a.id}`),
  })
  return (
    <>
      <PageHeader titolo="Nuovo ambito" sotto="I comuni si aggiungono dopo, ciascuno dal suo giorno." />
      <Form form={form} invio="Crea l’ambito" annulla={<Link to="/ambiti">Annulla</Link>}>
        <TextField
          name="codice"
          label="Codice"
          aiuto="Quello ministeriale o regionale: lettere, cifre, punto e trattino. Non si cambia più."
        />
        <CampiAmbito />
        <DateField name="dal" label="Esiste dal" aiuto="gg/mm/aaaa; vuoto: da oggi" />
        <CheckField
          name="dimostrativo"
          label="Ambito dimostrativo"
          aiuto="I dati sono sintetici, ed è scritto su ogni pagina."
        />
      </Form>
    </>
  )
}
