// What can be done with an appointment: how it went, after its hour; before, moved or cancelled.
import { useState } from 'react'
import { type Appuntamento, agendaApi } from '../../shared/cartella/agenda.api.ts'
import { transizioniAppuntamento } from '../../shared/cartella/agenda.rules.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { useCan } from '../kernel/session.tsx'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { Dialog } from '../kernel/ui/dialog.tsx'

const vecchi = [agendaApi.list]

export function AttiAppuntamento({ a }: { a: Appuntamento }) {
  if (impedimento(transizioniAppuntamento, 'svolgi', a.stato)) return null
  const passato = new Date(a.inizio) <= new Date()
  return (
    <span className="atti">
      {passato && (
        <>
          <ActionButton
            e={agendaApi.svolgi}
            input={{ id: a.id }}
            etichetta="Svolto"
            piccolo
            invalidates={vecchi}
            esito="Segnato come svolto."
          />
          <ActionButton
            e={agendaApi.nonPresentato}
            input={{ id: a.id }}
            etichetta="Non si è presentata"
            piccolo
            invalidates={vecchi}
            esito="Segnato che non si è presentata."
          />
        </>
      )}
      <Sposta a={a} />
      <ActionButton
        e={agendaApi.annulla}
        input={{ id: a.id }}
        etichetta="Annulla"
        piccolo
        variante="outline-danger"
        conferma={{ titolo: 'Annullare l’appuntamento?', testo: 'L’ora torna libera.', motivo: 'Motivo' }}
        invalidates={vecchi}
        esito="Appuntamento annullato."
      />
    </span>
  )
}

function Sposta({ a }: { a: Appuntamento }) {
  const can = useCan()
  const [aperta, setAperta] = useState(false)
  if (!can('agenda.gestisci')) return null
  return (
    <span className="azione">
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setAperta(true)}>
        Sposta
      </button>
      <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo="Sposta l’appuntamento">
        <ModuloSposta a={a} onFatto={() => setAperta(false)} />
      </Dialog>
    </span>
  )
}

const minuti = (a: Appuntamento) => Math.round((Date.parse(a.fine) - Date.parse(a.inizio)) / 60_000)

function ModuloSposta({ a, onFatto }: { a: Appuntamento; onFatto: () => void }) {
  const form = useActionForm(agendaApi.sposta, {
    bozza: `appuntamento:${a.id}:sposta`,
    iniziali: { giorno: a.giorno, ora: a.ora, durataMinuti: minuti(a), motivo: '' },
    fissi: { id: a.id },
    invalidates: vecchi,
    esito: 'Appuntamento spostato.',
    onDone: onFatto,
  })
  return (
    <Form form={form} invio="Sposta">
      <DateField name="giorno" label="Giorno" />
      <TextField name="ora" label="Ora" aiuto="Per esempio 09:30" />
      <NumberField name="durataMinuti" label="Durata in minuti" />
      <TextField name="motivo" label="Motivo" />
    </Form>
  )
}
