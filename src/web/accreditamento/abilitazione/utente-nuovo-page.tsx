// Accrediting one operator (note on GePI, third phase, one by one): who he is, his roles and territories, the formal
// request they refer to. Links from the completeness board and from a formal request arrive here with their part
// already chosen (`?ruolo=`, `?comune=`, `?richiesta=`).
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { utentiApi } from '../../../shared/accesso/utenti.api.ts'
import { useAmbito } from '../../accesso/utenti/ambito-corrente.ts'
import { AnagraficaFields, anagraficaVuota } from '../../accesso/utenti/anagrafica-fields.tsx'
import type { InputWeb } from '../../kernel/client.ts'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { type Esito, EsitoAbilitazione } from './esito-abilitazione.tsx'
import { incarichiDaInviare, incaricoVuoto } from './incarichi.ts'
import { IncarichiFields } from './incarichi-fields.tsx'
import { useRichiestaDellIndirizzo } from './richiesta-indirizzo.ts'
import { toccati } from './toccati.ts'
import '../accreditamento.css'

export default function UtenteNuovoPage() {
  const ambito = useAmbito()
  const [turno, setTurno] = useState(0)
  const [fatto, setFatto] = useState<{ esito: Esito; chi: string } | null>(null)
  return (
    <>
      <PageHeader titolo="Accredita un operatore" sotto={ambito.nome ?? 'Ruoli di portata nazionale'} />
      {fatto ? (
        <EsitoAbilitazione
          esito={fatto.esito}
          chi={`${fatto.chi} è tra gli utenti`}
          altro={
            <button
              type="button"
              className="btn btn-outline-primary"
              onClick={() => {
                setFatto(null)
                setTurno(turno + 1)
              }}
            >
              Accredita un altro operatore
            </button>
          }
        />
      ) : (
        <Modulo key={turno} onFatto={(esito, chi) => setFatto({ esito, chi })} />
      )}
    </>
  )
}

function Modulo({ onFatto }: { onFatto: (esito: Esito, chi: string) => void }) {
  const [search] = useSearchParams()
  const form = useActionForm(utentiApi.create, {
    iniziali: {
      ...anagraficaVuota,
      assegnazioni: [incaricoVuoto(search.get('ruolo') ?? '', search.get('comune') ?? '')],
      richiestaFormaleId: '',
    },
    toInput: (v) =>
      ({ ...v, assegnazioni: incarichiDaInviare(v.assegnazioni) }) as unknown as InputWeb<typeof utentiApi.create>,
    bozza: 'utente-nuovo',
    invalidates: toccati,
    onDone: (esito) => {
      const { nome, cognome } = form.rhf.getValues()
      onFatto(esito, `${nome} ${cognome}`)
    },
  })
  useRichiestaDellIndirizzo(form)
  return (
    <Form form={form} invio="Accredita" annulla={<Link to="/utenti">Annulla</Link>}>
      <AnagraficaFields />
      <IncarichiFields />
    </Form>
  )
}
