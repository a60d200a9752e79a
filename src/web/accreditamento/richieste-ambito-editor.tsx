// The form of the first phase, on one page: the index says what each part lacks, each part saves itself, the last one
// lists in words what is missing and sends. Open while the request is a draft or the ministry asked to complete it.
import { type FocusEvent, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { useBlocker } from 'react-router'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import { RadioField, TextField } from '../kernel/form/fields.tsx'
import { type ActionForm, Form, useActionForm } from '../kernel/form/form.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { ConfirmDialog } from '../kernel/ui/dialog.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { Documenti, type Scrittura } from './richieste-ambito-documenti.tsx'
import { Invio } from './richieste-ambito-invio.tsx'
import {
  daSalvare,
  difettoEmail,
  difettoTelefono,
  mancanzeDelModulo,
  type Propria,
  valoriDelModulo,
} from './richieste-ambito-modulo.ts'
import { Indice, Sezione } from './richieste-ambito-parti.tsx'
import { Persone } from './richieste-ambito-persona.tsx'
import { PersoneNota } from './richieste-ambito-persone-nota.tsx'
import { type Salvataggio, useSalvataggio } from './richieste-ambito-salvataggio.ts'
import './richieste-ambito.css'

export function Editor({
  richiesta,
  chiave,
  onInviata,
}: {
  richiesta: Propria
  chiave: string
  onInviata: (r: Propria) => void
}) {
  const [iniziali] = useState(() => valoriDelModulo(richiesta))
  const form: ActionForm = useActionForm(richiestaPubblicaApi.salva, {
    iniziali,
    chiave,
    toInput: daSalvare,
    onDone: (r) => {
      salvataggio.salvata(r)
      document.getElementById('ra-invio')?.focus()
    },
  })
  const salvataggio = useSalvataggio(form, chiave, richiesta)
  const uscita = useBlocker(
    ({ currentLocation: qui, nextLocation: poi }) => salvataggio.problema !== null && qui.pathname !== poi.pathname,
  )
  const [documenti, setDocumenti] = useState(richiesta.documenti)
  const scrittura: Scrittura = {
    chiave,
    documenti,
    aggiunto: (d) => setDocumenti((tutti) => [...tutti, d]),
    tolto: (id) => setDocumenti((tutti) => tutti.filter((d) => d.id !== id)),
    salva: salvataggio.salva,
  }
  // A field half written says so when one leaves it, not while one types; and not before the click that made one leave
  // it has ended, or the sentence would move what is being clicked.
  const lasciato = ({ target }: FocusEvent<HTMLElement>) => {
    const nome = (target as HTMLInputElement).name
    if (form.campi.has(nome)) setTimeout(() => void form.rhf.trigger(nome), 250)
  }
  const valori = useWatch({ control: form.rhf.control })
  const mancanze = mancanzeDelModulo(daSalvare(valori), documenti, salvataggio.letta.persone)
  return (
    <>
      <PageHeader
        titolo="Modulo della richiesta"
        sotto={`Codice di ricevuta ${richiesta.ricevuta}`}
        azioni={<PrintButton />}
      />
      {richiesta.stato === 'integrazione-richiesta' && (
        <Avviso tipo="warning" titolo="Il ministero chiede di integrare la richiesta">
          <p className="ra-motivo">{richiesta.motivo}</p>
          <p>Correggi ciò che è indicato, poi invia di nuovo dal fondo della pagina.</p>
        </Avviso>
      )}
      <ConfirmDialog
        aperta={uscita.state === 'blocked'}
        onChiudi={() => uscita.reset?.()}
        onConferma={() => uscita.proceed?.()}
        titolo="Uscire senza salvare?"
        testo="Le ultime modifiche non si sono salvate: il motivo è scritto in questa pagina. Se esci vanno perdute."
        conferma="Esci senza salvare"
        pericolo
      />
      <div className="ra-pagina">
        <Indice mancanze={mancanze} salvataggio={salvataggio} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: nobody acts on the div; it hears the blur of the fields inside, to save what was typed */}
        <div onBlur={lasciato}>
          <Form form={form} invio="Salva e controlla">
            <PartiDelModulo form={form} scrittura={scrittura} salvataggio={salvataggio} pec={richiesta.pec} />
          </Form>
          <Invio
            stato={richiesta.stato}
            chiave={chiave}
            form={form}
            mancanze={mancanze}
            salvataggio={salvataggio}
            onInviata={onInviata}
          />
        </div>
      </div>
    </>
  )
}

function PartiDelModulo({
  form,
  scrittura,
  salvataggio,
  pec,
}: {
  form: ActionForm
  scrittura: Scrittura
  salvataggio: Salvataggio
  pec: string | null
}) {
  const [ambitoId, qualifica] = useWatch({ control: form.rhf.control, name: ['ambitoId', 'firmatarioQualifica'] })
  return (
    <>
      <Sezione id="ambito">
        <ComboField
          name="ambitoId"
          label="Ambito territoriale"
          aiuto="Cercalo per nome, per codice, o per uno dei suoi comuni."
          e={ambitiApi.pubblici}
          cerca={(q) => ({ q })}
          voci={(r) => r.voci}
          opzione={(a) => ({
            valore: a.id,
            etichetta: a.nome,
            dettaglio: `${a.codice}, ${a.regione}`,
          })}
        />
        {!ambitoId && (
          <TextField
            name="ambitoNominato"
            label="Se non lo trovi, scrivine il nome"
            aiuto="Come è chiamato dalla Regione: il ministero lo aggiungerà all’elenco."
          />
        )}
      </Sezione>
      <Sezione id="firma">
        <p>Firma il legale rappresentante dell’ente capofila o del consorzio, oppure una persona da lui delegata.</p>
        <RadioField
          name="firmatarioQualifica"
          label="Chi firma è"
          obbligatorio
          opzioni={[
            ['legale-rappresentante', 'Il legale rappresentante', 'Per esempio il sindaco o il presidente.'],
            ['delegato', 'Un delegato', 'Serve l’atto di delega o di incarico: si allega qui sotto.'],
          ]}
        />
        <div className="ra-coppie">
          <TextField name="firmatarioCognome" label="Cognome di chi firma" obbligatorio autoComplete="family-name" />
          <TextField name="firmatarioNome" label="Nome di chi firma" obbligatorio autoComplete="given-name" />
          <TextField
            name="firmatarioEmail"
            label="E-mail di chi firma"
            aiuto="Qui arrivano la ricevuta e l’esito: mai la chiave."
            tipo="email"
            obbligatorio
            autoComplete="email"
            valida={difettoEmail}
          />
          <TextField name="firmatarioTelefono" label="Telefono di chi firma" tipo="tel" valida={difettoTelefono} />
        </div>
        {qualifica === 'delegato' && (
          <Documenti
            tipo="delega"
            etichetta="Atto di delega o di incarico"
            aiuto="Firmato dal legale rappresentante: PDF, foto o PDF firmato."
            scrittura={scrittura}
          />
        )}
      </Sezione>
      <Sezione id="amministratori">
        <Persone form={form} scrittura={scrittura} salvataggio={salvataggio} />
      </Sezione>
      <Sezione id="nota">
        <p>
          La nota di autorizzazione nomina le stesse persone del modulo e va inviata per PEC
          {pec && (
            <>
              {' '}
              a <strong>{pec}</strong>
            </>
          )}
          . Poi si allega qui il messaggio salvato su file (.eml), così com’è.
        </p>
        <Documenti
          tipo="nota"
          etichetta="Messaggio PEC della nota"
          aiuto="Il messaggio inviato o la ricevuta di consegna, salvato dalla casella PEC in formato .eml."
          scrittura={scrittura}
        />
        <h3>Chi è nominato nella nota</h3>
        <p>
          Ricopia dalla nota le persone che nomina: se non sono le stesse del modulo lo vedi subito, invece di ricevere
          una richiesta di integrazione. Se non lo fai, lo farà il ministero.
        </p>
        <PersoneNota form={form} cambiata={salvataggio.cambiata} />
      </Sezione>
    </>
  )
}
