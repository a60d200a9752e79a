// More roles, or more territories, to an operator who is already there.
import { useState } from 'react'
import { Link } from 'react-router'
import { ruoliApi } from '../../../shared/accesso/ruoli.api.ts'
import { utentiApi } from '../../../shared/accesso/utenti.api.ts'
import type { Scheda } from '../../accesso/utenti/parole.tsx'
import type { InputWeb } from '../../kernel/client.ts'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { type Esito, EsitoAbilitazione } from './esito-abilitazione.tsx'
import { incarichiDaInviare, incaricoVuoto } from './incarichi.ts'
import { IncarichiFields } from './incarichi-fields.tsx'
import { useRichiestaDellIndirizzo } from './richiesta-indirizzo.ts'
import { toccati } from './toccati.ts'
import { UtenteIntestato } from './utente-intestato.tsx'

export default function RuoliNuoviPage() {
  return <UtenteIntestato titolo="Aggiungi un ruolo">{(u) => <Corpo u={u} />}</UtenteIntestato>
}

function Corpo({ u }: { u: Scheda }) {
  const [esito, setEsito] = useState<Esito | null>(null)
  const ruoli = useEndpoint(ruoliApi.elenco, {}, { staleTime: 300_000 })
  if (esito) return <EsitoAbilitazione esito={esito} chi={`Ruoli assegnati a ${u.nome} ${u.cognome}`} />
  if (u.stato === 'cessato')
    return (
      <Avviso tipo="warning" titolo="L’utente è cessato">
        <p>
          Per dargli nuovi ruoli va prima riammesso: <Link to={`/utenti/${u.id}/riammissione`}>riammettilo</Link>.
        </p>
      </Avviso>
    )
  if (u.stato === 'altrove')
    return (
      <Avviso tipo="warning" titolo="È un operatore di un’altra installazione">
        <p>
          Per dargli un ruolo va accreditato: <Link to="/utenti/nuovo">accreditalo con il suo codice fiscale</Link>, e
          ciò che ha scritto resta suo.
        </p>
      </Avviso>
    )
  const solo = u.incarichi.find((i) => ruoli.data?.voci.some((r) => r.codice === i.ruolo && r.esclusivo))
  if (solo)
    return (
      <Avviso tipo="warning" titolo={`È già ${solo.ruoloNome}`}>
        <p>
          Questo ruolo non si può unire ad alcun altro: per dargliene uno diverso, revoca prima quello che ha dalla{' '}
          <Link to={`/utenti/${u.id}`}>sua scheda</Link>.
        </p>
      </Avviso>
    )
  return (
    <>
      {u.incarichi.length > 0 && (
        <p>Oggi ha: {u.incarichi.map((i) => `${i.ruoloNome} (${i.territorio})`).join('; ')}.</p>
      )}
      <Modulo u={u} onFatto={setEsito} />
    </>
  )
}

function Modulo({ u, onFatto }: { u: Scheda; onFatto: (e: Esito) => void }) {
  const form = useActionForm(utentiApi.assegna, {
    iniziali: { assegnazioni: [incaricoVuoto()], richiestaFormaleId: '' },
    fissi: { id: u.id },
    toInput: (v) =>
      ({ ...v, assegnazioni: incarichiDaInviare(v.assegnazioni) }) as unknown as InputWeb<typeof utentiApi.assegna>,
    bozza: `utente-ruoli-${u.id}`,
    invalidates: toccati,
    onDone: onFatto,
  })
  useRichiestaDellIndirizzo(form)
  return (
    <Form form={form} invio="Assegna" annulla={<Link to={`/utenti/${u.id}`}>Annulla</Link>}>
      <IncarichiFields />
    </Form>
  )
}
