// When and where the équipe sits, on what: to convene a sitting, and to move it while it has not been held.
import { useNavigate } from 'react-router'
import { equipeApi, type Seduta } from '../../shared/patti/equipe.api.ts'
import { TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { toccateEquipe } from './equipe-parole.tsx'

const righe = (testo: unknown) =>
  String(testo ?? '')
    .split('\n')
    .map((r) => r.trim())
    .filter(Boolean)

const Campi = () => (
  <>
    <DateField name="giorno" label="Giorno" />
    <TextField name="ora" label="Ora" aiuto="Per esempio 10:30." maxLength={5} />
    <TextField name="luogo" label="Dove" aiuto="La sede, oppure «a distanza»." />
    <TextArea name="ordine" label="Ordine del giorno" aiuto="Un punto per riga." righe={4} />
  </>
)

export function FissaSeduta({ id }: { id: string }) {
  const navigate = useNavigate()
  const form = useActionForm(equipeApi.fissa, {
    iniziali: { giorno: oggi(), ora: '', luogo: '', ordine: '' },
    toInput: (v) => ({ ...v, id, ordine: righe(v.ordine) }) as never,
    bozza: `equipe-seduta:${id}`,
    invalidates: toccateEquipe,
    esito: 'Seduta fissata.',
    onDone: (r) => void navigate(`/equipe/${id}/sedute/${r.id}`),
  })
  return (
    <section aria-labelledby="fissa">
      <h3 id="fissa">Fissa una seduta</h3>
      <Form form={form} invio="Fissa la seduta">
        <Campi />
      </Form>
    </section>
  )
}

export function SpostaSeduta({ s }: { s: Seduta }) {
  const form = useActionForm(equipeApi.sposta, {
    iniziali: { giorno: s.giorno, ora: s.ora ?? '', luogo: s.luogo, ordine: s.ordine.join('\n') },
    fissi: { id: s.casoId, seduta: s.id, versione: s.versione },
    toInput: (v) => ({ ...v, ordine: righe(v.ordine) }) as never,
    bozza: `equipe-seduta:${s.casoId}:${s.id}`,
    invalidates: toccateEquipe,
    esito: 'Seduta cambiata.',
  })
  return (
    <details className="dettagli">
      <summary>Cambia giorno, luogo o ordine del giorno</summary>
      <Form form={form} invio="Salva">
        <Campi />
      </Form>
    </details>
  )
}
