// The minutes while they are a draft: who was there and how the persons took part, what was said, what was decided, who does not agree.
import { useFieldArray } from 'react-hook-form'
import { equipeApi, type Seduta, type Verbale } from '../../shared/patti/equipe.api.ts'
import { mancanzeVerbale, nomiPresenza, presenze } from '../../shared/patti/equipe.rules.ts'
import { SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { toccateEquipe } from './equipe-parole.tsx'

const DECISIONE = { testo: '', chi: '', entro: '' }
const DISSENSO = { chi: '', decisione: '', testo: '' }

export function VerbaleForm({ s, v }: { s: Seduta; v: Verbale }) {
  const fissi = { id: s.casoId, seduta: s.id, versione: v.versione }
  const form = useActionForm(equipeApi.scrivi, {
    iniziali: {
      presenze: v.presenze.map((p) => ({ presenza: p.presenza, partecipazione: p.partecipazione ?? '' })),
      testo: v.testo,
      decisioni: v.decisioni.map((d) => ({ ...d, entro: d.entro ?? '' })),
      dissensi: v.dissensi.map((d) => ({ ...d, decisione: d.decisione === null ? '' : String(d.decisione) })),
    },
    fissi,
    toInput: (valori) => comeVerbale(valori, v) as never,
    bozza: `equipe-verbale:${s.id}`,
    invalidates: toccateEquipe,
    esito: 'Verbale salvato.',
  })
  const manca = mancanzeVerbale(v)
  return (
    <section aria-labelledby="verbale">
      <h2 id="verbale">Verbale</h2>
      <Form form={form} invio="Salva il verbale">
        <Presenze v={v} />
        <TextArea name="testo" label="Che cosa si è detto" righe={10} />
        <Decisioni form={form} />
        <Dissensi form={form} />
      </Form>
      <h3>Chiudere il verbale</h3>
      <p>Da allora non si modifica: lo legge chi è nominato per i verbali, e ciò che manca si scrive come aggiunta.</p>
      <ActionButton
        e={equipeApi.chiudi}
        input={fissi}
        etichetta="Chiudi il verbale"
        variante="primary"
        impedita={manca.length > 0 ? `Prima completa e salva: ${manca.map((m) => m.messaggio).join(' ')}` : null}
        conferma={{ titolo: 'Chiudere il verbale?', testo: 'Viene chiuso come è stato salvato.' }}
        invalidates={toccateEquipe}
        esito="Verbale chiuso."
      />
    </section>
  )
}

type Modulo = ReturnType<typeof useActionForm>

/** Names stay with the minutes: only what is said of each leaves the form. */
function comeVerbale(valori: Record<string, unknown>, v: Verbale) {
  const dette = (valori.presenze ?? []) as { presenza: string; partecipazione?: string }[]
  const dissensi = (valori.dissensi ?? []) as { chi: string; decisione?: string | number | null; testo: string }[]
  const decisioni = (valori.decisioni ?? []) as { testo: string; chi: string; entro?: string | null }[]
  return {
    testo: valori.testo ?? '',
    presenze: v.presenze.map((p, n) => ({
      di: p.di,
      id: p.id,
      presenza: dette[n]?.presenza ?? p.presenza,
      partecipazione: dette[n]?.partecipazione || null,
    })),
    decisioni: decisioni.map((d) => ({ ...d, entro: d.entro || null })),
    dissensi: dissensi.map((d) => ({ ...d, decisione: d.decisione ? Number(d.decisione) : null })),
  }
}

const Presenze = ({ v }: { v: Verbale }) => (
  <fieldset>
    <legend>Presenze</legend>
    {v.presenze.map((p, n) => (
      <div key={p.id}>
        <SelectField
          name={`presenze.${n}.presenza`}
          label={`${p.nome} (${p.qualita})`}
          opzioni={presenze.map((x) => [x, nomiPresenza[x]])}
        />
        {p.di === 'nucleo' && (
          <TextField name={`presenze.${n}.partecipazione`} label={`Come ha partecipato ${p.nome}`} maxLength={2000} />
        )}
      </div>
    ))}
  </fieldset>
)

function Decisioni({ form }: { form: Modulo }) {
  const righe = useFieldArray({ control: form.rhf.control, name: 'decisioni' })
  return (
    <>
      <h3>Decisioni</h3>
      {righe.fields.map((r, n) => (
        <fieldset key={r.id} className="fatto">
          <legend>Decisione {n + 1}</legend>
          <TextField name={`decisioni.${n}.testo`} label="Che cosa si è deciso" obbligatorio />
          <TextField name={`decisioni.${n}.chi`} label="Chi la porta avanti" obbligatorio />
          <DateField name={`decisioni.${n}.entro`} label="Entro il" />
          <button type="button" className="btn btn-link btn-xs" onClick={() => righe.remove(n)}>
            Togli<span className="visually-hidden"> la decisione {n + 1}</span>
          </button>
        </fieldset>
      ))}
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => righe.append(DECISIONE)}>
        Aggiungi una decisione
      </button>
    </>
  )
}

function Dissensi({ form }: { form: Modulo }) {
  const righe = useFieldArray({ control: form.rhf.control, name: 'dissensi' })
  return (
    <>
      <h3>Dissensi</h3>
      {righe.fields.map((r, n) => (
        <fieldset key={r.id} className="fatto">
          <legend>Dissenso {n + 1}</legend>
          <TextField name={`dissensi.${n}.chi`} label="Di chi" obbligatorio />
          <TextField
            name={`dissensi.${n}.decisione`}
            label="Su quale decisione"
            aiuto="Il suo numero. Vuoto: su tutto."
            maxLength={3}
          />
          <TextField name={`dissensi.${n}.testo`} label="Perché" obbligatorio />
          <button type="button" className="btn btn-link btn-xs" onClick={() => righe.remove(n)}>
            Togli<span className="visually-hidden"> il dissenso {n + 1}</span>
          </button>
        </fieldset>
      ))}
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => righe.append(DISSENSO)}>
        Aggiungi un dissenso
      </button>
    </>
  )
}
