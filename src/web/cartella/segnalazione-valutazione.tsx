// While a segnalazione is evaluated: classification, danger, who the persons are.
import { type SegnalazioneScheda, segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useCan } from '../kernel/session.tsx'
import { ClassificazioneFields, PericoloFields } from './segnalazione-campi.tsx'
import { PersonaField } from './sportello-parti.tsx'

const vecchie = [segnalazioniApi.leggi, segnalazioniApi.list]

export function ValutazioneForm({ s }: { s: SegnalazioneScheda }) {
  const can = useCan()
  const form = useActionForm(segnalazioniApi.aggiorna, {
    iniziali: {
      classificazione: s.classificazione ?? '',
      urgenza: s.urgenza,
      minoriPresenti: s.minoriPresenti ?? false,
      luogo: s.luogo ?? '',
      pericolo: s.pericolo,
      informata: s.informata,
      informataNota: s.informataNota ?? '',
    },
    fissi: { id: s.id, versione: s.versione },
    bozza: `segnalazione:${s.id}:valutazione`,
    invalidates: vecchie,
    esito: 'Valutazione salvata.',
  })
  if (!can('segnalazione.valuta')) return null
  return (
    <section aria-labelledby="valutazione" className="d-print-none">
      <h2 id="valutazione">Valutazione</h2>
      <Form form={form} invio="Salva la valutazione">
        <ClassificazioneFields />
        <PericoloFields />
      </Form>
    </section>
  )
}

export function Identifica({ id, segnalato }: { id: string; segnalato: string }) {
  const can = useCan()
  const form = useActionForm(segnalazioniApi.identifica, {
    iniziali: { personaId: null },
    fissi: { id, segnalato },
    invalidates: vecchie,
    esito: 'Persona identificata.',
  })
  if (!can('segnalazione.valuta')) return null
  return (
    <details className="d-print-none">
      <summary>Indica chi è</summary>
      <Form form={form} invio="È questa persona">
        <PersonaField name="personaId" label="Persona" />
      </Form>
    </details>
  )
}
