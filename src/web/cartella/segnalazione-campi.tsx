// Parts of the form of a segnalazione: who is reported, persons of reference, who reports, the questions on danger.
import { useFieldArray, useWatch } from 'react-hook-form'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { nomiUrgenza } from '../../shared/cartella/segnalazioni.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { CheckField, RadioField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { useFormCorrente } from '../kernel/form/form.tsx'
import { plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { Avviso } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { useVoci } from '../parametri/voci.ts'
import { PersonaField } from './sportello-parti.tsx'

export function SegnalatiFields() {
  const form = useFormCorrente()
  const righe = useFieldArray({ control: form.rhf.control, name: 'segnalati' })
  return (
    <fieldset>
      <legend className="legenda">Di chi si tratta</legend>
      {righe.fields.map((r, n) => (
        <div key={r.id} className="riga-ripetuta">
          <PersonaField name={`segnalati.${n}.personaId`} label={`Persona ${n + 1}`} />
          <TextField
            name={`segnalati.${n}.descrizione`}
            label={`Oppure, in parole, la persona ${n + 1}`}
            aiuto="Se non è ancora identificata: «un anziano al secondo piano»"
          />
          {righe.fields.length > 1 && (
            <button type="button" className="btn btn-outline-danger btn-xs" onClick={() => righe.remove(n)}>
              Togli la persona {n + 1}
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        className="btn btn-outline-primary btn-xs"
        onClick={() => righe.append({ personaId: null, descrizione: '' })}
      >
        Aggiungi una persona
      </button>
    </fieldset>
  )
}

const RIFERIMENTI = 3

export function RiferimentiFields() {
  const form = useFormCorrente()
  const righe = useFieldArray({ control: form.rhf.control, name: 'riferimenti' })
  return (
    <fieldset>
      <legend className="legenda">Persone di riferimento, al massimo tre</legend>
      {righe.fields.map((r, n) => (
        <div key={r.id} className="riga-ripetuta">
          <div className="campi-affiancati">
            <TextField name={`riferimenti.${n}.nome`} label={`Nome ${n + 1}`} />
            <TextField name={`riferimenti.${n}.legame`} label={`Chi è per la persona, ${n + 1}`} />
            <TextField name={`riferimenti.${n}.recapito`} label={`Recapito ${n + 1}`} />
          </div>
          <TextArea name={`riferimenti.${n}.problemi`} label={`Difficoltà nel contatto, ${n + 1}`} righe={2} />
          <button type="button" className="btn btn-outline-danger btn-xs" onClick={() => righe.remove(n)}>
            Togli il riferimento {n + 1}
          </button>
        </div>
      ))}
      {righe.fields.length < RIFERIMENTI && (
        <button
          type="button"
          className="btn btn-outline-primary btn-xs"
          onClick={() => righe.append({ nome: '', legame: '', recapito: '', problemi: '' })}
        >
          Aggiungi una persona di riferimento
        </button>
      )}
    </fieldset>
  )
}

export function SegnalanteFields() {
  const form = useFormCorrente()
  const anonimo = useWatch({ control: form.rhf.control, name: 'segnalante.anonimo' }) as boolean
  return (
    <fieldset>
      <legend className="legenda">Chi segnala</legend>
      <Avviso>
        <p>
          Lo leggono soltanto l’assistente sociale e il responsabile del servizio. Non compare negli elenchi, nelle
          stampe, nelle copie per la famiglia. Dopo averlo registrato non lo rivedrai, se il tuo ruolo non lo consente.
        </p>
      </Avviso>
      <CheckField name="segnalante.anonimo" label="Chi segnala resta anonimo" />
      <VoceField name="segnalante.interlocutore" label="Chi è" codifica="interlocutore" />
      {!anonimo && (
        <div className="campi-affiancati">
          <TextField name="segnalante.nome" label="Nome di chi segnala" />
          <TextField name="segnalante.recapiti" label="Recapiti di chi segnala" />
        </div>
      )}
      <TextField name="segnalante.ente" label="Ente o servizio per cui segnala" />
    </fieldset>
  )
}

/** The terms, and on whose authority: what is a hypothesis says so where it is used. */
function Termini({ termini }: { termini: Output<typeof segnalazioniApi.regole>['termini'] }) {
  const ipotesi = termini.some((t) => t.fonte.includes('[K]'))
  return (
    <p className="campo-aiuto">
      Si valuta entro {termini.map((t) => `${plurale(t.ore, 'ora', 'ore')} se ${nomiUrgenza[t.urgenza]}`).join(', ')}.{' '}
      {ipotesi
        ? 'Ore e domande sono ipotesi di chi ha scritto Trama, non fissate da una norma: il tuo ambito può cambiarle, tra i parametri e nella codifica delle domande.'
        : 'Sono le ore stabilite per il tuo ambito.'}
    </p>
  )
}

export function PericoloFields() {
  const { voci } = useVoci('domanda-pericolo')
  const { data: regole } = useEndpoint(segnalazioniApi.regole, {}, { staleTime: 600_000 })
  const poste = voci.filter((d) => !regole?.domandeNonPoste.includes(d.codice))
  return (
    <fieldset>
      <legend className="legenda">Pericolo immediato</legend>
      <p className="campo-aiuto">Un «sì» alza l’urgenza e accorcia il termine per la valutazione.</p>
      {regole && <Termini termini={regole.termini} />}
      <div className="campi-affiancati">
        {poste.map((d) => (
          <RadioField
            key={d.codice}
            name={`pericolo.${d.codice}`}
            label={d.etichetta}
            opzioni={[
              ['si', 'Sì'],
              ['no', 'No'],
              ['non-so', 'Non so'],
            ]}
          />
        ))}
      </div>
    </fieldset>
  )
}

export function ClassificazioneFields() {
  return (
    <div className="campi-affiancati">
      <VoceField name="classificazione" label="Classificazione" codifica="classificazione-segnalazione" />
      <SelectField
        name="urgenza"
        label="Urgenza"
        opzioni={[
          ['ordinaria', 'Ordinaria'],
          ['urgente', 'Urgente'],
          ['emergenza', 'Emergenza'],
        ]}
      />
      <SelectField
        name="informata"
        label="La persona è stata informata"
        opzioni={[
          ['si', 'Sì'],
          ['no', 'No'],
          ['non-so', 'Non si sa'],
        ]}
      />
      <TextField name="informataNota" label="Come, o perché no" />
      <TextField name="luogo" label="Dove accade" aiuto="Via e numero: serve a riconoscere segnalazioni vicine" />
      <CheckField name="minoriPresenti" label="Ci sono minori" />
    </div>
  )
}
