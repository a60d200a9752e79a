// A form is an act of the contract filled in by a person. Hidden here: react-hook-form, the refusals of the server
// brought to their fields, the summary of what is to be corrected with the focus on the first, and the draft that
// keeps what is typed (see ../bozze/scrittura.ts) until the act is done.
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
import { AvvisoBozza, StatoBozza } from '../bozze/avviso-bozza.tsx'
import { type Bozza, bozzaDi, useBozza } from '../bozze/use-bozza.ts'
import { type AnyEndpoint, asProblema, type InputWeb, type OutputWeb, type ProblemaRete } from '../client.ts'
import { type ActionOptions, useAction } from '../hooks.ts'
import { Avviso, Problema } from '../ui/parts.tsx'
import { valoriDaInviare } from './schema.ts'
import { dopoInvio, dopoRitorno, siPrende, type Vista, versioneScritta } from './vista.ts'

export interface ActionFormOptions<E extends AnyEndpoint> extends Omit<ActionOptions<E>, 'onDone'> {
  iniziali: FieldValues
  /** `inviati`: the values that were sent, while those of the form may have gone on. */
  onDone?: (reply: OutputWeb<E>, inviati: FieldValues) => void
  fissi?: Partial<InputWeb<E>>
  /** Names the draft; the person and the ambito are added. */
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
  bozza: Bozza
}

export function useActionForm<const E extends AnyEndpoint>(e: E, o: ActionFormOptions<E>): ActionForm {
  const rhf = useForm<FieldValues>({ defaultValues: o.iniziali, shouldFocusError: true })
  const campi = useRef(new Map<string, CampoNoto>()).current
  const [problema, setProblema] = useState<ProblemaRete | null>(null)
  // a draft written over an older version of what is being changed says so
  const vista = useVista(rhf, (o.fissi as { versione?: number } | undefined)?.versione, o.iniziali)
  const bozza = useBozza(o.bozza, rhf, vista.versione)
  const { scrittura } = bozza
  const inviati = useRef<{ valori: FieldValues; versione: number | undefined }>({ valori: {}, versione: undefined })
  const azione = useAction(e, {
    ...o,
    mute: true,
    onDone: (reply: OutputWeb<E>) => {
      const { valori, versione } = inviati.current
      // before anything navigates: leaving the page would keep the draft of what is now done. What was typed since the sending
      // is a draft again, which a page that is left or a dialog that closes leaves to the next opening
      scrittura?.inviata()
      vista.salvata(versioneScritta(reply, versione), valori)
      dopoInvio(rhf, valori, () => o.onDone?.(reply, valori))
    },
  })
  const invia = rhf.handleSubmit(async (valori) => {
    setProblema(null)
    const puliti = valoriDaInviare(e, valori)
    const input = o.toInput ? o.toInput(puliti) : (puliti as InputWeb<E>)
    inviati.current = { valori, versione: vista.versione }
    await scrittura?.inviando()
    try {
      // also where there was none yet: a colleague may have written the first meanwhile
      const sopra = o.fissi && 'versione' in o.fissi ? { versione: vista.versione } : {}
      await azione.run({ ...input, ...o.fissi, ...sopra }, bozzaDi(scrittura))
    } catch (errore) {
      scrittura?.nonInviata()
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

/**
 * The version of the record that is on the screen: a newer one that arrives is shown or waits (vista.ts). While it waits the act
 * says over which version the words were written, and the server refuses.
 */
function useVista(rhf: UseFormReturn<FieldValues>, versione: number | undefined, iniziali: FieldValues) {
  const { isDirty } = useFormState({ control: rhf.control })
  const [vista, setVista] = useState(versione)
  const ultimi = useRef(iniziali)
  ultimi.current = iniziali
  const nota = useRef<Vista>({ visti: JSON.stringify(iniziali), nostra: null })
  const inviati = useRef<FieldValues>({})
  useEffect(() => {
    if (vista === versione) return
    const adesso = JSON.stringify(ultimi.current)
    const presa = siPrende(nota.current, { versione, valori: adesso }, isDirty)
    const torna = nota.current.nostra !== null && nota.current.nostra === versione
    // beyond this one nothing that arrives is of here
    nota.current = { visti: presa ? adesso : nota.current.visti, nostra: null }
    if (!presa) return
    setVista(versione)
    // where it says what is already there, the rows and the cursor stay
    if (!isDirty) rhf.reset(ultimi.current, { keepValues: JSON.stringify(rhf.getValues()) === adesso })
    else if (torna) dopoRitorno(rhf, inviati.current, ultimi.current)
  }, [vista, versione, isDirty, rhf])
  return {
    versione: vista,
    salvata: (scritta: number, valori: FieldValues) => {
      nota.current.nostra = scritta
      inviati.current = valori
    },
  }
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
          <AvvisoBozza bozza={form.bozza} dopo={() => form.rhf.setFocus([...form.campi.keys()][0] ?? '')} />
          <Riepilogo form={form} />
          {children}
          <div className="modulo-piede">
            <button type="submit" className="btn btn-primary" aria-disabled={form.inCorso}>
              {form.inCorso ? 'Attendi…' : invio}
            </button>
            {annulla}
            <StatoBozza bozza={form.bozza} vuota={() => form.rhf.reset()} />
          </div>
        </form>
      </FormContext>
    </FormProvider>
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
