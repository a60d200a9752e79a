// Bringing back an operator who had ceased: the reason, and new roles (the old ones were revoked).
import { useState } from 'react'
import { Link } from 'react-router'
import { utentiApi } from '../../../shared/accesso/utenti.api.ts'
import { transizioniUtente } from '../../../shared/accesso/utenti.rules.ts'
import { impedimento } from '../../../shared/kernel/transizioni.ts'
import type { Scheda } from '../../accesso/utenti/parole.tsx'
import type { InputWeb } from '../../kernel/client.ts'
import { TextArea } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { type Esito, EsitoAbilitazione } from './esito-abilitazione.tsx'
import { incarichiDaInviare, incaricoVuoto } from './incarichi.ts'
import { IncarichiFields } from './incarichi-fields.tsx'
import { useRichiestaDellIndirizzo } from './richiesta-indirizzo.ts'
import { toccati } from './toccati.ts'
import { UtenteIntestato } from './utente-intestato.tsx'

export default function RiammissionePage() {
  return <UtenteIntestato titolo="Riammetti l’utente">{(u) => <Corpo u={u} />}</UtenteIntestato>
}

function Corpo({ u }: { u: Scheda }) {
  const [esito, setEsito] = useState<Esito | null>(null)
  const perche = impedimento(transizioniUtente, 'riammetti', u.stato)
  if (esito) return <EsitoAbilitazione esito={esito} chi={`${u.nome} ${u.cognome} è di nuovo tra gli utenti`} />
  if (perche)
    return (
      <Avviso tipo="warning" titolo="Non si può riammettere">
        <p>{perche}</p>
        <Link to={`/utenti/${u.id}`}>Torna alla scheda</Link>
      </Avviso>
    )
  return <Modulo u={u} onFatto={setEsito} />
}

function Modulo({ u, onFatto }: { u: Scheda; onFatto: (e: Esito) => void }) {
  const form = useActionForm(utentiApi.riammetti, {
    iniziali: { motivo: '', assegnazioni: [incaricoVuoto()], richiestaFormaleId: '' },
    fissi: { id: u.id },
    toInput: (v) =>
      ({ ...v, assegnazioni: incarichiDaInviare(v.assegnazioni) }) as unknown as InputWeb<typeof utentiApi.riammetti>,
    bozza: `utente-riammissione-${u.id}`,
    invalidates: toccati,
    onDone: onFatto,
  })
  useRichiestaDellIndirizzo(form)
  return (
    <Form form={form} invio="Riammetti" annulla={<Link to={`/utenti/${u.id}`}>Annulla</Link>}>
      <TextArea name="motivo" label="Motivo" righe={2} aiuto="Resta nella storia dell’utente." />
      <IncarichiFields />
    </Form>
  )
}
