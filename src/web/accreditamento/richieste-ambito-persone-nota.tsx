// The persons that the authorisation note names, transcribed from it: the applicant may do it, the Super Utente must.
// There is no button that copies them from the form, or the comparison (A2.05) would compare the form with itself.
import { useRef } from 'react'
import { useFieldArray } from 'react-hook-form'
import { TextField } from '../kernel/form/fields.tsx'
import type { ActionForm } from '../kernel/form/form.tsx'
import { Icon } from '../kernel/ui/parts.tsx'
import { difettoCodiceFiscale, nominataVuota } from './richieste-ambito-modulo.ts'

const MASSIMO = 20

export function PersoneNota({ form, cambiata }: { form: ActionForm; cambiata?: () => void }) {
  const righe = useFieldArray({ control: form.rhf.control, name: 'personeNota', keyName: 'riga' })
  const aggiungi = useRef<HTMLButtonElement>(null)
  return (
    <>
      {righe.fields.map((r, n) => (
        <fieldset key={r.riga} className="ra-nominata">
          <legend className="visually-hidden">Persona {n + 1} nominata nella nota</legend>
          <TextField name={`personeNota.${n}.nominativo`} label="Cognome e nome" />
          <TextField
            name={`personeNota.${n}.codiceFiscale`}
            label="Codice fiscale"
            maiuscolo
            valida={difettoCodiceFiscale}
          />
          <button
            type="button"
            className="btn btn-outline-danger btn-xs"
            onClick={() => {
              righe.remove(n)
              cambiata?.()
              aggiungi.current?.focus()
            }}
          >
            Togli<span className="visually-hidden"> la persona {n + 1} nominata nella nota</span>
          </button>
        </fieldset>
      ))}
      <p>
        <button
          ref={aggiungi}
          type="button"
          className="btn btn-outline-primary btn-xs"
          aria-disabled={righe.fields.length >= MASSIMO}
          onClick={() =>
            righe.fields.length < MASSIMO &&
            righe.append(nominataVuota(), { focusName: `personeNota.${righe.fields.length}.nominativo` })
          }
        >
          <Icon name="it-plus" className="icon-sm" />
          Aggiungi una persona nominata nella nota
        </button>
      </p>
    </>
  )
}
