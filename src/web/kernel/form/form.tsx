// A form is an act of the contract filled in by a person. Hidden here: react-hook-form, the refusals of the server
// brought to their fields, the summary of what is to be corrected with the focus on the first, and the draft that
// keeps what is typed (see bozza.ts) until the act is done.
//
//   const form = useActionForm(utentiApi.create, {
//     iniziali: { nome: '', cognome: '', dataNascita: '', comuneNascita: null },
//     fissi: { id, versione: u.versione },         input that no field shows (path parameters too)
//     bozza: 'utente-nuovo',                       without it nothing is kept: for what must not stay on the computer
//     invalidates: [utentiApi.list], esito: 'Utente aggiunto.', onDone: (u) => navigate(`/utenti/${u.id}`) })
//   <Form form={form} invio="Aggiungi" annulla={<Link to="/utenti">Annulla</Link>}>
//     <TextField name="cognome" label="Cognome" /> …                          fields: see fields.tsx
//   </Form>
// `form.rhf` is react-hook-form's own object (watch, setValue, useFieldArray's control).
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { type FieldValues, FormProvider, type UseFormReturn, useForm, useFormState } from 'react-hook-form'
import { type AnyEndpoint, asProblema, type InputWeb, type OutputWeb, type ProblemaRete } from '../client.ts'
import { formatIstante } from '../format.ts'
import { type ActionOptions, useAction } from '../hooks.ts'
import { useStatoSessione } from '../session.tsx'
import { Avviso, Problema } from '../ui/parts.tsx'
import { type Bozza, chiaveBozza, salvaBozza, togliBozza, trovaBozza } from './bozza.ts'
import { valoriDaInviare } from './schema.ts'

export interface ActionFormOptions<E extends AnyEndpoint> extends ActionOptions<E> {
  iniziali: FieldValues
  fissi?: Partial<InputWeb<E>>
  bozza?: string
  /** When the fields are not the contract's: from the cleaned values to the input. */
  toInput?: (valori: FieldValues) => InputWeb<E>
}

interface CampoNoto {
  id: string
  label: string
}

export interface ActionForm {
  rhf: UseFormReturn<FieldValues>
  endpoint: AnyEndpoint
  /** Fields on the screen, by name: the summary speaks of them with their labels. */
  campi: Map<string, CampoNoto>
  invia: () => Promise<void>
  inCorso: boolean
  /** The last refusal, with the errors that no field shows. */
  problema: ProblemaRete | null
  bozza: { ritrovata: Bozza | null; superata: boolean; salvata: Date | null; impossibile: boolean; scarta: () => void }
}

const ATTESA = 1000

export function useActionForm<const E extends AnyEndpoint>(e: E, o: ActionFormOptions<E>): ActionForm {
  const rhf = useForm<FieldValues>({ defaultValues: o.iniziali, shouldFocusError: true })
  const campi = useRef(new Map<string, CampoNoto>()).current
  const [problema, setProblema] = useState<ProblemaRete | null>(null)
  // a draft written over an older version of what is being changed says so
  const versione = (o.fissi as { versione?: number } | undefined)?.versione
  const bozza = useBozza(rhf, o.iniziali, o.bozza, versione)
  const azione = useAction(e, {
    ...o,
    mute: true,
    onDone: (reply: OutputWeb<E>) => {
      // before anything navigates: leaving the page would keep the draft of what is now done
      bozza.chiudi()
      o.onDone?.(reply)
    },
  })
  const invia = rhf.handleSubmit(async (valori) => {
    setProblema(null)
    const puliti = valoriDaInviare(e, valori)
    const input = o.toInput ? o.toInput(puliti) : (puliti as InputWeb<E>)
    try {
      await azione.run({ ...input, ...o.fissi })
      rhf.reset(valori)
    } catch (errore) {
      const p = asProblema(errore)
      const suoi = p.errori.filter((x) => campi.has(x.campo))
      // in the order of the screen, so that the first is the one to focus
      const ordine = [...campi.keys()]
      suoi.sort((a, b) => ordine.indexOf(a.campo) - ordine.indexOf(b.campo))
      for (const [i, x] of suoi.entries())
        rhf.setError(x.campo, { type: x.codice, message: x.messaggio }, { shouldFocus: i === 0 })
      setProblema(p)
    }
  })
  return { rhf, endpoint: e, campi, invia, inCorso: azione.inCorso, problema, bozza }
}

/** Restores the draft, keeps it while one types, forgets it when the act is done. */
function useBozza(rhf: UseFormReturn<FieldValues>, valoriIniziali: FieldValues, nome?: string, versione?: number) {
  const { sessione } = useStatoSessione()
  const utenteId = sessione?.utente.id ?? null
  const chiave = nome ? chiaveBozza(utenteId, nome) : null
  const [ritrovata, setRitrovata] = useState<Bozza | null>(null)
  const [salvata, setSalvata] = useState<Date | null>(null)
  const [impossibile, setImpossibile] = useState(false)
  const iniziali = useRef(valoriIniziali).current
  const finita = useRef(false)

  useEffect(() => {
    if (!chiave) return
    finita.current = false
    const trovata = trovaBozza(localStorage, chiave)
    setRitrovata(trovata)
    if (trovata) rhf.reset({ ...iniziali, ...trovata.valori }, { keepDefaultValues: true })
    let timer: ReturnType<typeof setTimeout> | undefined
    const salva = () => {
      clearTimeout(timer)
      timer = undefined
      if (finita.current) return
      const riuscita = salvaBozza(localStorage, chiave, { valori: rhf.getValues(), versione })
      setImpossibile(!riuscita)
      if (riuscita) setSalvata(new Date())
    }
    const smetti = rhf.subscribe({
      formState: { values: true },
      callback: ({ name }) => {
        // only what a person changed has a name: not the restoring of a draft
        if (!name || finita.current) return
        clearTimeout(timer)
        timer = setTimeout(salva, ATTESA)
      },
    })
    const subito = () => timer !== undefined && salva()
    window.addEventListener('pagehide', subito)
    document.addEventListener('visibilitychange', subito)
    return () => {
      subito()
      smetti()
      window.removeEventListener('pagehide', subito)
      document.removeEventListener('visibilitychange', subito)
    }
  }, [chiave, rhf, versione, iniziali])

  const chiudi = () => {
    finita.current = true
    setRitrovata(null)
    setSalvata(null)
    if (chiave) togliBozza(localStorage, chiave)
  }
  const scarta = () => {
    chiudi()
    finita.current = false
    rhf.reset(iniziali)
  }
  const superata = ritrovata !== null && ritrovata.versione !== undefined && ritrovata.versione !== versione
  return { ritrovata, superata, salvata, impossibile, chiudi, scarta }
}

const FormContext = createContext<ActionForm | null>(null)
export function useFormCorrente(): ActionForm {
  const form = useContext(FormContext)
  if (!form) throw new Error('field outside <Form>')
  return form
}

export function Form({
  form,
  invio,
  annulla,
  children,
}: {
  form: ActionForm
  /** The verb of the act. */
  invio: string
  annulla?: ReactNode
  children: ReactNode
}) {
  return (
    <FormProvider {...form.rhf}>
      <FormContext value={form}>
        <form
          className="modulo"
          noValidate
          onSubmit={(e) => {
            e.preventDefault()
            // a form inside a dialog of another form must not submit both
            e.stopPropagation()
            if (!form.inCorso) void form.invia()
          }}
        >
          <AvvisoBozza form={form} />
          <Riepilogo form={form} />
          {children}
          <div className="modulo-piede">
            <button type="submit" className="btn btn-primary" aria-disabled={form.inCorso}>
              {form.inCorso ? 'Attendi…' : invio}
            </button>
            {annulla}
            <StatoBozza form={form} />
          </div>
        </form>
      </FormContext>
    </FormProvider>
  )
}

function AvvisoBozza({ form: { bozza } }: { form: ActionForm }) {
  if (!bozza.ritrovata) return null
  return (
    <Avviso tipo={bozza.superata ? 'warning' : 'info'} titolo="Abbiamo ritrovato ciò che stavi scrivendo">
      <p>
        Salvato su questo computer il {formatIstante(bozza.ritrovata.salvata)}.
        {bozza.superata && ' Nel frattempo questi dati sono stati modificati: confrontali prima di inviare.'}
      </p>
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={bozza.scarta}>
        Ricomincia da capo
      </button>
    </Avviso>
  )
}

function StatoBozza({ form: { rhf, bozza } }: { form: ActionForm }) {
  const { isDirty } = useFormState({ control: rhf.control })
  if (bozza.impossibile)
    return <p className="bozza-stato">Il browser non permette di conservare la bozza: invia prima di chiudere.</p>
  if (!isDirty) return null
  return (
    <p className="bozza-stato">
      <span aria-hidden="true">●</span> Da inviare.
      {bozza.salvata && ` Bozza conservata alle ${formatIstante(bozza.salvata.toISOString()).slice(-5)}.`}
    </p>
  )
}

/** What is to be corrected, with links to the fields; refusals that belong to no field say themselves. */
function Riepilogo({ form }: { form: ActionForm }) {
  // read so that this is drawn again when an error comes or goes
  const { errors, submitCount } = useFormState({ control: form.rhf.control })
  const daCorreggere = [...form.campi]
    .map(([name, campo]) => ({ ...campo, name, messaggio: form.rhf.getFieldState(name).error?.message }))
    .filter((x) => x.messaggio)
  const altri = form.problema?.errori.filter((x) => !form.campi.has(x.campo)) ?? []
  if (submitCount === 0 || (Object.keys(errors).length === 0 && !form.problema)) return null
  if (daCorreggere.length === 0 && altri.length === 0)
    // an expired session has its own band
    return form.problema && form.problema.errori.length === 0 && form.problema.status !== 401 ? (
      <Problema problema={form.problema} />
    ) : null
  return (
    <Avviso
      tipo="danger"
      titolo={daCorreggere.length === 1 ? 'Un campo è da correggere' : 'Alcuni dati sono da correggere'}
      annuncia
    >
      <ul>
        {daCorreggere.map((x) => (
          <li key={x.name}>
            <a
              href={`#${x.id}`}
              onClick={(e) => {
                e.preventDefault()
                form.rhf.setFocus(x.name)
              }}
            >
              {x.label}
            </a>
            : {x.messaggio}
          </li>
        ))}
        {altri.map((x) => (
          <li key={x.campo + x.codice}>{x.messaggio}</li>
        ))}
      </ul>
    </Avviso>
  )
}
