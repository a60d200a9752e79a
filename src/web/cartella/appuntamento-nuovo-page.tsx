// A new appointment. The type and the place are seen by all who see the agenda: the person stands in her own field.
import { Link, useNavigate, useSearchParams } from 'react-router'
import { agendaApi } from '../../shared/cartella/agenda.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { LuogoFields, luogoIniziale } from './luogo-fields.tsx'
import { PersonaField } from './sportello-parti.tsx'
import './sportello.css'

type Postazione = Output<typeof contattiApi.postazione>

export default function AppuntamentoNuovoPage() {
  const q = useEndpoint(contattiApi.postazione, {}, { staleTime: 300_000 })
  return (
    <>
      <PageHeader titolo="Nuovo appuntamento" />
      <Caricamento query={q}>
        {(p) =>
          p.uffici.length === 0 ? (
            <Avviso titolo="Manca un ufficio">
              <p>Un appuntamento è di un ufficio: chiedi all’amministratore dell’ambito di aggiungere il tuo.</p>
            </Avviso>
          ) : (
            <Modulo p={p} />
          )
        }
      </Caricamento>
    </>
  )
}

function Modulo({ p }: { p: Postazione }) {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { utente } = useSessione()
  const operatori = useEndpoint(agendaApi.operatori, {}, { staleTime: 300_000 })
  const form = useActionForm(agendaApi.crea, {
    iniziali: {
      giorno: search.get('giorno') ?? oggi(),
      ora: '',
      durataMinuti: 60,
      ...luogoIniziale(p, true),
      operatoreId: utente.id,
      tipo: 'colloquio',
      luogo: '',
      personaId: null,
    },
    bozza: 'appuntamento-nuovo',
    invalidates: [agendaApi.list],
    esito: 'Appuntamento fissato.',
    onDone: (_, inviati) => void navigate(`/agenda?giorno=${String(inviati.giorno)}`),
  })
  return (
    <Form form={form} invio="Fissa" annulla={<Link to="/agenda">Annulla</Link>}>
      <div className="campi-affiancati">
        <DateField name="giorno" label="Giorno" />
        <TextField name="ora" label="Ora" aiuto="Per esempio 09:30" />
        <NumberField name="durataMinuti" label="Durata in minuti" />
        <SelectField
          name="operatoreId"
          label="Operatore"
          opzioni={(operatori.data?.voci ?? []).map((o) => [o.id, o.nome] as const)}
        />
        <LuogoFields p={p} />
        <VoceField name="tipo" label="Tipo" codifica="tipo-appuntamento" />
        <PersonaField name="personaId" label="Persona" />
        <TextField
          name="luogo"
          label="Luogo, se non è l’ufficio"
          aiuto="Lo vede chi vede l’agenda: non scrivere un indirizzo da proteggere"
        />
      </div>
    </Form>
  )
}
