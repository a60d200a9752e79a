// The editor of a draft decision, sent with «Salva» and taken only when nothing is missing. What is typed and not yet sent
// is kept as in every form (ADR 0012).
import { useFieldArray, useFormState } from 'react-hook-form'
import { decisioniApi } from '../../../shared/cartella/decisioni.api.ts'
import { mancaPerDecidere } from '../../../shared/cartella/decisioni.rules.ts'
import { TextArea, TextField } from '../../kernel/form/fields.tsx'
import { type ActionForm, Form, useActionForm } from '../../kernel/form/form.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import type { Decisione } from './decisione.ts'
import { ScegliFonti } from './fonti.tsx'
import '../cartella.css'

const toccate = [decisioniApi.leggi, decisioniApi.mie, decisioniApi.decisioniDiPersona]

export function EditorDecisione({ d }: { d: Decisione }) {
  const form = useActionForm(decisioniApi.scrivi, {
    iniziali: {
      quesito: d.quesito,
      scelta: d.scelta,
      alternative: d.alternative.map((a) => ({ testo: a.testo, perche: a.perche ?? '' })),
      ragioni: d.ragioni.map((r) => ({
        id: r.id,
        testo: r.testo,
        fonti: r.fonti.map(({ tipo, id }) => ({ tipo, id })),
      })),
      partecipanti: d.partecipanti.map((p) => ({ nome: p.nome, qualita: p.qualita ?? '' })),
      parere: d.parere ?? '',
      dissenso: d.dissenso ?? '',
      rivedereIl: d.rivedereIl ?? '',
    },
    fissi: { id: d.id, versione: d.versione },
    bozza: `decisione:${d.id}`,
    invalidates: toccate,
    esito: 'Bozza salvata.',
  })
  const { isDirty } = useFormState({ control: form.rhf.control })
  const manca = isDirty ? ['Ciò che hai scritto non è ancora salvato.'] : mancaPerDecidere(d)
  return (
    <>
      <Form form={form} invio="Salva la bozza">
        <TextArea name="quesito" label="A quale domanda risponde" righe={2} />
        <Alternative form={form} />
        <TextArea name="scelta" label="Che cosa si decide" righe={3} />
        <Ragioni form={form} personaId={d.persona.id} />
        <Partecipanti form={form} />
        <TextArea name="parere" label="Che cosa ne pensa la persona" righe={2} />
        <TextArea name="dissenso" label="Chi dissente, e perché" righe={2} />
        <DateField name="rivedereIl" label="Da rivedere il" />
      </Form>
      <h2>Prendere la decisione</h2>
      <p>Da allora non si modifica: ciò che cambia dopo diventa un’altra decisione, che rivede questa.</p>
      <ActionButton
        e={decisioniApi.prendi}
        input={{ id: d.id, versione: d.versione }}
        etichetta="Prendi la decisione"
        variante="primary"
        impedita={manca.length > 0 ? `${manca.join(' ')} Salva la bozza quando è completa.` : null}
        conferma={{ titolo: 'Prendere la decisione?', testo: 'Viene presa come l’hai salvata l’ultima volta.' }}
        invalidates={toccate}
        esito="Decisione presa."
      />
    </>
  )
}

const Togli = ({ cosa, onTogli }: { cosa: string; onTogli: () => void }) => (
  <button type="button" className="btn btn-link btn-xs" onClick={onTogli}>
    Togli {cosa}
  </button>
)
const Aggiungi = ({ cosa, onAggiungi }: { cosa: string; onAggiungi: () => void }) => (
  <p>
    <button type="button" className="btn btn-outline-primary btn-xs" onClick={onAggiungi}>
      Aggiungi {cosa}
    </button>
  </p>
)

function Alternative({ form }: { form: ActionForm }) {
  const righe = useFieldArray({ control: form.rhf.control, name: 'alternative' })
  return (
    <fieldset className="gruppo-campi">
      <legend>Alternative considerate</legend>
      {righe.fields.map((f, i) => (
        <div key={f.id}>
          <TextField name={`alternative.${i}.testo`} label={`Alternativa ${i + 1}`} />
          <TextField name={`alternative.${i}.perche`} label="Perché no" />
          <Togli cosa={`l’alternativa ${i + 1}`} onTogli={() => righe.remove(i)} />
        </div>
      ))}
      <Aggiungi cosa="un’alternativa" onAggiungi={() => righe.append({ testo: '', perche: '' })} />
    </fieldset>
  )
}

function Ragioni({ form, personaId }: { form: ActionForm; personaId: string }) {
  const righe = useFieldArray({ control: form.rhf.control, name: 'ragioni', keyName: 'riga' })
  const fonti = useEndpoint(decisioniApi.fonti, { id: personaId })
  return (
    <fieldset className="gruppo-campi">
      <legend>Ragioni</legend>
      {righe.fields.map((f, i) => (
        <div key={f.riga}>
          <TextArea name={`ragioni.${i}.testo`} label={`Ragione ${i + 1}`} righe={3} />
          <ScegliFonti name={`ragioni.${i}.fonti`} fonti={fonti.data?.voci ?? []} ragione={i + 1} />
          <Togli cosa={`la ragione ${i + 1}`} onTogli={() => righe.remove(i)} />
        </div>
      ))}
      <Aggiungi cosa="una ragione" onAggiungi={() => righe.append({ testo: '', fonti: [] })} />
    </fieldset>
  )
}

function Partecipanti({ form }: { form: ActionForm }) {
  const righe = useFieldArray({ control: form.rhf.control, name: 'partecipanti' })
  return (
    <fieldset className="gruppo-campi">
      <legend>Chi ha partecipato</legend>
      {righe.fields.map((f, i) => (
        <div key={f.id}>
          <TextField name={`partecipanti.${i}.nome`} label={`Partecipante ${i + 1}`} />
          <TextField name={`partecipanti.${i}.qualita`} label="In quale veste" />
          <Togli cosa={`il partecipante ${i + 1}`} onTogli={() => righe.remove(i)} />
        </div>
      ))}
      <Aggiungi cosa="un partecipante" onAggiungi={() => righe.append({ nome: '', qualita: '' })} />
    </fieldset>
  )
}
