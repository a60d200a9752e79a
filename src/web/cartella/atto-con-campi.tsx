// An act that asks for a few data: a button, a window with the form of its contract, and the draft of what is typed in it.
// Absent where the role has not the act; there, with the reason, where the state does not allow it.
import { type ReactNode, useId, useState } from 'react'
import type { FieldValues } from 'react-hook-form'
import { type AnyEndpoint, type InputWeb, type OutputWeb, splitInput } from '../kernel/client.ts'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useCan } from '../kernel/session.tsx'
import { Dialog } from '../kernel/ui/dialog.tsx'

export interface AttoConCampiProps<E extends AnyEndpoint> {
  e: E
  fissi: Partial<InputWeb<E>>
  iniziali: FieldValues
  /** When the fields are not the contract's. */
  toInput?: (valori: FieldValues) => InputWeb<E>
  etichetta: string
  titolo: string
  /** The verb of the button that sends; otherwise that of the act. */
  invio?: string
  impedita?: string | null
  invalidates: AnyEndpoint[]
  esito?: string
  onDone?: (reply: OutputWeb<E>) => void
  piccolo?: boolean
  primario?: boolean
  children: ReactNode
}

export function AttoConCampi<const E extends AnyEndpoint>(p: AttoConCampiProps<E>) {
  const can = useCan()
  const id = useId()
  const [aperta, setAperta] = useState(false)
  if (!can(p.e.azione)) return null
  return (
    <span className="azione">
      <button
        type="button"
        className={`btn btn-${p.primario ? 'primary' : 'outline-primary'}${p.piccolo ? ' btn-xs' : ''}${p.impedita ? ' disabled' : ''}`}
        // not the `disabled` attribute: the reason must be reachable with the keyboard
        aria-disabled={Boolean(p.impedita)}
        aria-describedby={p.impedita ? id : undefined}
        onClick={() => !p.impedita && setAperta(true)}
      >
        {p.etichetta}
      </button>
      {p.impedita && (
        <span id={id} className="azione-perche">
          {p.impedita}
        </span>
      )}
      <Dialog aperta={aperta} onChiudi={() => setAperta(false)} titolo={p.titolo}>
        <Modulo p={p} chiudi={() => setAperta(false)} />
      </Dialog>
    </span>
  )
}

/** The draft of an act: the path says on which record, what else is fixed says which of its acts. */
function nomeBozza<const E extends AnyEndpoint>(e: E, fissi: Partial<InputWeb<E>>): string {
  const { versione: _, ...suoi } = fissi as Record<string, unknown>
  const altri = Object.entries(suoi).filter(([k]) => !(k in (e.params?.properties ?? {})))
  return [`${e.method} ${splitInput(e, fissi as InputWeb<E>).url}`, ...altri.map(([, v]) => String(v))].join(' ')
}

function Modulo<const E extends AnyEndpoint>({ p, chiudi }: { p: AttoConCampiProps<E>; chiudi: () => void }) {
  const form = useActionForm(p.e, {
    iniziali: p.iniziali,
    fissi: p.fissi,
    bozza: nomeBozza(p.e, p.fissi),
    invalidates: p.invalidates,
    ...(p.toInput && { toInput: p.toInput }),
    ...(p.esito && { esito: p.esito }),
    onDone: (reply) => {
      chiudi()
      p.onDone?.(reply)
    },
  })
  return (
    <Form
      form={form}
      invio={p.invio ?? p.etichetta}
      annulla={
        <button type="button" className="btn btn-link" onClick={chiudi}>
          Annulla
        </button>
      }
    >
      {p.children}
    </Form>
  )
}
