// The fields that only a professional activity has (cartella §2.7), and what of them a draft holds.
import { useFieldArray } from 'react-hook-form'
import {
  type Attivita,
  nomiNatura,
  nomiStatoProblema,
  nomiTestoAttivita,
  PROBLEMI_MASSIMI,
  testiAttivita,
} from '../../../shared/cartella/attivita.rules.ts'
import { CheckField, SelectField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import type { ActionForm } from '../../kernel/form/form.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { VoceField } from '../../parametri/voce-field.tsx'

const PROBLEMA = { problema: '', natura: 'materiale', stato: 'aperto' }

export const valoriAttivita = (a: Attivita | null | undefined) => ({
  ...Object.fromEntries(nomiTestoAttivita.map((k) => [k, a?.[k] ?? ''])),
  problemi: a?.problemi ?? [],
  prossimaAl: a?.prossimaAl ?? '',
})

export function AttivitaFields({ form }: { form: ActionForm }) {
  return (
    <>
      <details className="dettagli">
        <summary>Situazione, fonti, problemi e interventi</summary>
        {nomiTestoAttivita.map((k) => (
          <TextArea
            key={k}
            name={`attivita.${k}`}
            label={testiAttivita[k].nome}
            aiuto={testiAttivita[k].aiuto}
            righe={3}
          />
        ))}
        <Problemi form={form} />
      </details>
      <TextArea name="proposta" label="Proposta" righe={3} />
      <div className="campi-affiancati">
        <VoceField name="prossimaAttivita" label="Prossima attività" codifica="attivita-professionale" />
        <DateField name="prossimaIl" label="Prossima attività: il, o dal" />
        <DateField name="attivita.prossimaAl" label="Fino al" />
      </div>
      <CheckField name="suRichiesta" label="Su richiesta di indagine" />
      <TextField name="altriUffici" label="Altri uffici o servizi" />
    </>
  )
}

function Problemi({ form }: { form: ActionForm }) {
  const { fields, append, remove } = useFieldArray({ control: form.rhf.control, name: 'attivita.problemi' })
  return (
    <fieldset>
      <legend>Problemi toccati</legend>
      {fields.map((f, n) => (
        <div key={f.id} className="campi-affiancati">
          <TextField name={`attivita.problemi.${n}.problema`} label={`Problema ${n + 1}`} obbligatorio={false} />
          <SelectField
            name={`attivita.problemi.${n}.natura`}
            label="Di che natura"
            opzioni={Object.entries(nomiNatura)}
          />
          <SelectField
            name={`attivita.problemi.${n}.stato`}
            label="A che punto è"
            opzioni={Object.entries(nomiStatoProblema)}
          />
          <button type="button" className="btn btn-link btn-xs" onClick={() => remove(n)}>
            Togli<span className="visually-hidden"> il problema {n + 1}</span>
          </button>
        </div>
      ))}
      {fields.length < PROBLEMI_MASSIMI && (
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => append(PROBLEMA)}>
          + Problema
        </button>
      )}
    </fieldset>
  )
}
