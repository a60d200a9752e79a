// Correcting the data of an operator. What SPID says differently stands beside, because that is why one comes here.
import { Link, useNavigate, useParams } from 'react-router'
import { utentiApi } from '../../../shared/accesso/utenti.api.ts'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Caricamento } from '../../kernel/ui/parts.tsx'
import { AnagraficaFields, anagraficaDi } from './anagrafica-fields.tsx'
import { DifferenzeSpid } from './differenze-spid.tsx'
import { type Scheda, significatoStato } from './parole.tsx'

export default function UtenteModificaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(utentiApi.leggi, { id })
  return (
    <>
      <PageHeader titolo="Correggi i dati" sotto={q.data && `${q.data.nome} ${q.data.cognome}`} />
      {/* another version of the data is another form */}
      <Caricamento query={q}>
        {(u) => (u.stato === 'altrove' ? <p>{significatoStato(u.stato)}</p> : <Modulo key={u.versione} u={u} />)}
      </Caricamento>
    </>
  )
}

function Modulo({ u }: { u: Scheda }) {
  const navigate = useNavigate()
  const form = useActionForm(utentiApi.update, {
    iniziali: anagraficaDi(u),
    fissi: { id: u.id, versione: u.versione },
    bozza: `utente-${u.id}`,
    invalidates: [utentiApi.list, utentiApi.leggi],
    esito: 'Dati corretti.',
    onDone: () => navigate(`/utenti/${u.id}`),
  })
  return (
    <>
      <DifferenzeSpid u={u} />
      {u.dubbioAccettato && <p>Il codice fiscale è stato confermato con questo motivo: «{u.dubbioAccettato}».</p>}
      <Form form={form} invio="Salva le correzioni" annulla={<Link to={`/utenti/${u.id}`}>Annulla</Link>}>
        <AnagraficaFields />
      </Form>
    </>
  )
}
