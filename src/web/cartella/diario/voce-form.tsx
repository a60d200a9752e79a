// Writing in the diary, by keyboard: Ctrl+Enter completes, Ctrl+S keeps it as a draft. Blocks keep apart what was seen,
// what somebody said, what one thinks, and the person's own words; who will read it is said in words before saving.
import { type ReactNode, useEffect, useRef } from 'react'
import { useFieldArray, useWatch } from 'react-hook-form'
import type { ContestoDiario, diarioApi, VoceIntera } from '../../../shared/cartella/diario.api.ts'
import {
  blocchi,
  CARATTERI_MASSIMI,
  chiPuoVedere,
  type SpecieVoce,
  type TipoBlocco,
  tipiBlocco,
} from '../../../shared/cartella/diario.rules.ts'
import type { InputWeb } from '../../kernel/client.ts'
import { CheckField, ChecksField, RadioField, SelectField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import { type ActionForm, Form } from '../../kernel/form/form.tsx'
import { DateField, NumberField } from '../../kernel/form/typed-fields.tsx'
import { formatNumero, oggi } from '../../kernel/format.ts'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { VoceField } from '../../parametri/voce-field.tsx'
import { useVoci } from '../../parametri/voci.ts'
import { AttivitaFields, valoriAttivita } from './attivita-fields.tsx'

type Valori = Record<string, unknown>

/** The fields of an empty entry, or of a draft. */
export const valoriVoce = (specie: SpecieVoce, v?: VoceIntera): Valori => ({
  giorno: v?.giorno ?? oggi(),
  tipo: v?.tipo ?? '',
  durataMinuti: v?.durataMinuti ?? '',
  luogo: v?.luogo ?? '',
  con: v?.con ?? [],
  conAltri: v?.conAltri ?? '',
  significativo: v?.significativo ?? false,
  blocchi: v?.blocchi.length
    ? v.blocchi.map((b) => ({ tipo: b.tipo, di: b.di ?? '', testo: b.testo }))
    : [{ tipo: specie === 'diario' ? 'fatto' : 'valutazione', di: '', testo: '' }],
  altrePersone: v?.persone.slice(1).map((p) => p.id) ?? [],
  presaId: v?.presaId ?? '',
  riservata: v?.destinatari ? 'si' : 'no',
  destinatari: v?.destinatari ?? [],
  operatori: v?.operatori.map((o) => o.id) ?? [],
  altriUffici: v?.altriUffici ?? '',
  suRichiesta: v?.suRichiesta ?? false,
  proposta: v?.proposta ?? '',
  prossimaAttivita: v?.prossimaAttivita ?? '',
  prossimaIl: v?.prossimaIl ?? '',
  attivita: specie === 'attivita' ? valoriAttivita(v?.attivita) : null,
})

/** What the contract takes, from what the fields hold. */
export function comeVoce({ riservata, ...valori }: Valori): InputWeb<typeof diarioApi.scrivi> {
  return { ...valori, destinatari: riservata === 'si' ? (valori.destinatari ?? []) : null } as InputWeb<
    typeof diarioApi.scrivi
  >
}

export function VoceForm({
  form,
  specie,
  contesto,
  completa,
  annulla,
}: {
  form: ActionForm
  specie: SpecieVoce
  contesto: ContestoDiario
  /** Whether the next sending completes the entry. */
  completa: { current: boolean }
  annulla: ReactNode
}) {
  const invia = useRef(form.invia)
  invia.current = form.invia
  useEffect(() => {
    const tasti = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || (e.key !== 'Enter' && e.key.toLowerCase() !== 's')) return
      e.preventDefault()
      completa.current = e.key === 'Enter'
      // a field being typed says its value when it is left
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      void invia.current()
    }
    window.addEventListener('keydown', tasti)
    return () => window.removeEventListener('keydown', tasti)
  }, [completa])
  const interlocutori = useVoci('interlocutore')
  const attivita = specie === 'attivita'
  return (
    <Form
      form={form}
      invio="Completa"
      annulla={
        <>
          <button
            type="submit"
            className="btn btn-outline-primary"
            onClick={() => {
              completa.current = false
            }}
          >
            Salva come bozza
          </button>
          {annulla}
        </>
      }
    >
      <div className="campi-affiancati">
        <DateField name="giorno" label="Quando è avvenuto" />
        <VoceField
          name="tipo"
          label={attivita ? 'Attività' : 'Tipo'}
          codifica={attivita ? 'attivita-professionale' : 'tipo-attivita'}
        />
        <NumberField name="durataMinuti" label="Durata in minuti" />
      </div>
      <Blocchi form={form} />
      {attivita && <AttivitaFields form={form} />}
      <details className="dettagli" open={attivita}>
        <summary>Dove, con chi, chi altro riguarda</summary>
        <TextField name="luogo" label="Dove" />
        <ChecksField
          name="con"
          label="Con chi"
          opzioni={interlocutori.voci.map((v) => [v.codice, v.etichetta] as const)}
        />
        <TextField name="conAltri" label="Nomi o altri presenti" />
        {contesto.colleghi.length > 0 && (
          <ChecksField
            name="operatori"
            label="Colleghi che hanno partecipato"
            opzioni={contesto.colleghi.map((c) => [c.id, `${c.nome} (${c.ruoli})`] as const)}
          />
        )}
        {contesto.familiari.length > 0 && (
          <ChecksField
            name="altrePersone"
            label="Riguarda anche"
            aiuto="La voce si scrive una volta e compare nel fascicolo di ciascuno."
            opzioni={contesto.familiari.map(
              (f) => [f.id, f.parentela ? `${f.nome}, ${f.parentela.toLowerCase()}` : f.nome] as const,
            )}
          />
        )}
        {contesto.prese.length > 1 && (
          <SelectField
            name="presaId"
            label="Presa in carico"
            opzioni={contesto.prese.map((p) => [p.id, `N. ${p.numero}, ${p.area}`] as const)}
          />
        )}
      </details>
      <CheckField name="significativo" label="È un evento significativo: mettilo in evidenza nella storia" />
      <ChiVede form={form} contesto={contesto} />
      <p className="campo-aiuto">
        Ctrl+Invio completa, Ctrl+S salva come bozza. Una voce completata non si modifica: si integra.
      </p>
    </Form>
  )
}

function Blocchi({ form }: { form: ActionForm }) {
  const { fields, append, remove } = useFieldArray({ control: form.rhf.control, name: 'blocchi' })
  const scritti = useWatch({ control: form.rhf.control, name: 'blocchi' }) as { testo?: string }[] | undefined
  const quanti = (scritti ?? []).reduce((n, b) => n + (b.testo?.length ?? 0), 0)
  return (
    <fieldset>
      <legend>Che cosa è accaduto</legend>
      {fields.map((f, n) => {
        const tipo = (f as unknown as { tipo: TipoBlocco }).tipo
        return (
          <div key={f.id} className="blocco-scritto">
            {tipo === 'dichiarazione' && <TextField name={`blocchi.${n}.di`} label="Dichiarazione di" />}
            <TextArea name={`blocchi.${n}.testo`} label={blocchi[tipo].nome} aiuto={blocchi[tipo].aiuto} righe={5} />
            {fields.length > 1 && (
              <button type="button" className="btn btn-link btn-xs" onClick={() => remove(n)}>
                Togli questo blocco
              </button>
            )}
          </div>
        )
      })}
      <fieldset className="blocco-aggiungi">
        <legend className="visually-hidden">Aggiungi un blocco</legend>
        {tipiBlocco.map((t) => (
          <button
            key={t}
            type="button"
            className="btn btn-outline-primary btn-xs"
            onClick={() => append({ tipo: t, di: '', testo: '' })}
          >
            + {blocchi[t].nome}
          </button>
        ))}
      </fieldset>
      {quanti > CARATTERI_MASSIMI * 0.8 && (
        <Avviso tipo={quanti > CARATTERI_MASSIMI ? 'danger' : 'warning'} annuncia>
          <p>
            Hai scritto {formatNumero(quanti)} caratteri; una voce ne tiene {formatNumero(CARATTERI_MASSIMI)}.
            {quanti > CARATTERI_MASSIMI &&
              ' Dividi il testo in più voci, o allega un documento: qui niente va perduto.'}
          </p>
        </Avviso>
      )}
    </fieldset>
  )
}

function ChiVede({ form, contesto }: { form: ActionForm; contesto: ContestoDiario }) {
  const riservata = useWatch({ control: form.rhf.control, name: 'riservata' }) === 'si'
  const destinatari = useWatch({ control: form.rhf.control, name: 'destinatari' }) as string[] | undefined
  return (
    <fieldset>
      <legend>Chi potrà leggerla</legend>
      <RadioField
        name="riservata"
        label="Riservatezza"
        opzioni={[
          ['no', 'Chi legge il diario di questa persona'],
          ['si', 'Soltanto io e chi indico'],
        ]}
      />
      {riservata && contesto.colleghi.length > 0 && (
        <ChecksField
          name="destinatari"
          label="Oltre a me"
          opzioni={contesto.colleghi.map((c) => [c.id, `${c.nome} (${c.ruoli})`] as const)}
        />
      )}
      <p role="status">
        <strong>{chiPuoVedere(contesto.colleghi, riservata ? (destinatari ?? []) : null, contesto.comune)}</strong>
      </p>
    </fieldset>
  )
}
