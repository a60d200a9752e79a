// An operator of another installation who has been accredited here with another codice fiscale: whose name what he wrote bears.
import { Link, useNavigate } from 'react-router'
import { utentiApi } from '../../../shared/accesso/utenti.api.ts'
import type { Scheda } from '../../accesso/utenti/parole.tsx'
import { ComboField } from '../../kernel/form/combo-field.tsx'
import { TextField } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { soloParole } from './solo-parole.ts'
import { UtenteIntestato } from './utente-intestato.tsx'

export default function StessaPersonaPage() {
  return <UtenteIntestato titolo="È già un utente di qui">{(u) => <Corpo u={u} />}</UtenteIntestato>
}

function Corpo({ u }: { u: Scheda }) {
  if (u.stato !== 'altrove' || u.stessoDi)
    return (
      <Avviso tipo="warning" titolo="Non c’è nulla da dire">
        <p>
          {u.stessoDi ? `Risulta già la stessa persona di ${u.stessoDi.nome}.` : 'È un utente di questo ambito.'}{' '}
          <Link to={`/utenti/${u.id}`}>Torna alla scheda</Link>.
        </p>
      </Avviso>
    )
  return <Modulo u={u} />
}

function Modulo({ u }: { u: Scheda }) {
  const navigate = useNavigate()
  const form = useActionForm(utentiApi.unisci, {
    iniziali: { utenteId: null, motivo: '' },
    fissi: { id: u.id },
    bozza: `utente-stessa-persona-${u.id}`,
    invalidates: [utentiApi.list, utentiApi.leggi],
    esito: 'Ora si sa chi è.',
    onDone: () => void navigate(`/utenti/${u.id}`),
  })
  return (
    <>
      <p>
        {u.nome} {u.cognome} è arrivato con ciò che ha scritto in un’altra installazione, con il codice fiscale{' '}
        {u.codiceFiscale}. Se qui è accreditato con un altro, uno dei due è sbagliato: dicendo chi è, ciò che ha scritto
        porta il nome dell’utente di qui, il cui codice fiscale si può poi correggere. Non cambia che cosa può vedere.
      </p>
      <Form form={form} invio="È la stessa persona" annulla={<Link to={`/utenti/${u.id}`}>Annulla</Link>}>
        <ComboField
          name="utenteId"
          label="Utente di qui"
          aiuto="Cercalo per cognome o nome."
          e={utentiApi.list}
          cerca={(q) => ({ q: soloParole(q), limite: 20 })}
          voci={(r) => r.voci.filter((x) => x.id !== u.id)}
          opzione={(x) => ({
            valore: x.id,
            etichetta: `${x.cognome} ${x.nome}`,
            dettaglio: x.incarichi.map((i) => i.ruoloNome).join(', ') || 'senza ruoli',
          })}
        />
        <TextField name="motivo" label="Motivo" aiuto="Come si è capito che è lui." />
      </Form>
    </>
  )
}
