// An operator is absent: for some days his roles, territory and all, go to somebody else, and end by themselves.
import { useState } from 'react'
import { Link } from 'react-router'
import { utentiApi } from '../../../shared/accesso/utenti.api.ts'
import type { Scheda } from '../../accesso/utenti/parole.tsx'
import { ComboField } from '../../kernel/form/combo-field.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { type Esito, EsitoAbilitazione } from './esito-abilitazione.tsx'
import { RichiestaFormaleField } from './richiesta-formale-field.tsx'
import { useRichiestaDellIndirizzo } from './richiesta-indirizzo.ts'
import { soloParole } from './solo-parole.ts'
import { toccati } from './toccati.ts'
import { UtenteIntestato } from './utente-intestato.tsx'

export default function SostituzionePage() {
  return <UtenteIntestato titolo="Affida i ruoli a un sostituto">{(u) => <Corpo u={u} />}</UtenteIntestato>
}

function Corpo({ u }: { u: Scheda }) {
  const [esito, setEsito] = useState<Esito | null>(null)
  const affidabili = u.assegnazioni.filter(
    (a) =>
      (a.stato === 'abilitata' || a.stato === 'sospesa') && !a.sostituisce && u.incarichi.some((i) => i.id === a.id),
  )
  if (esito) return <EsitoAbilitazione esito={esito} chi="Sostituzione registrata" />
  if (affidabili.length === 0)
    return (
      <Avviso tipo="warning" titolo="Non ci sono ruoli da affidare">
        <p>
          {u.nome} {u.cognome} non ha ruoli abilitati oggi. <Link to={`/utenti/${u.id}`}>Torna alla scheda</Link>.
        </p>
      </Avviso>
    )
  return (
    <>
      <p>Al sostituto passano, per il periodo che indichi:</p>
      <ul>
        {affidabili.map((a) => (
          <li key={a.id}>
            {a.ruoloNome}, {a.territorio}
          </li>
        ))}
      </ul>
      <p>
        Non passa ciò che non puoi assegnare tu, né i giorni in cui il sostituto ha già lo stesso ruolo: alla fine è
        detto, ruolo per ruolo.
      </p>
      <p>
        {u.nome} {u.cognome} li conserva: se durante l’assenza non deve entrare, sospendilo dalla sua scheda.
      </p>
      <Modulo u={u} onFatto={setEsito} />
    </>
  )
}

function Modulo({ u, onFatto }: { u: Scheda; onFatto: (e: Esito) => void }) {
  const form = useActionForm(utentiApi.sostituisci, {
    iniziali: { sostitutoId: null, dal: '', al: '', richiestaFormaleId: '' },
    fissi: { id: u.id },
    bozza: `utente-sostituzione-${u.id}`,
    invalidates: toccati,
    onDone: onFatto,
  })
  useRichiestaDellIndirizzo(form)
  return (
    <Form form={form} invio="Affida i ruoli" annulla={<Link to={`/utenti/${u.id}`}>Annulla</Link>}>
      <ComboField
        name="sostitutoId"
        label="Sostituto"
        aiuto="Un utente già accreditato nell’ambito: cercalo per cognome o nome."
        e={utentiApi.list}
        cerca={(q) => ({ q: soloParole(q), limite: 20 })}
        voci={(r) => r.voci.filter((x) => x.id !== u.id && x.stato !== 'cessato' && x.stato !== 'sospeso')}
        opzione={(x) => ({
          valore: x.id,
          etichetta: `${x.cognome} ${x.nome}`,
          dettaglio: x.incarichi.map((i) => i.ruoloNome).join(', ') || 'senza ruoli',
        })}
      />
      <DateField name="dal" label="Dal" />
      <DateField
        name="al"
        label="Al"
        aiuto="gg/mm/aaaa. L’ultimo giorno: poi i ruoli del sostituto finiscono da soli."
      />
      <RichiestaFormaleField obbligatorio />
    </Form>
  )
}
