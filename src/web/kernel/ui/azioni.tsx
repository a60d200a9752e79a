// Buttons that do something. A button the role does not allow is absent; one that the state does not allow is there,
// disabled, and says why; one with consequences asks first. No page writes these rules: it states the contract.
//
//   <ActionButton e={utentiApi.sospendi} input={{ id }} etichetta="Sospendi" esito="Utente sospeso."
//     impedita={u.stato === 'cessato' ? 'L’utente è già cessato.' : null}        null or absent: possible
//     conferma={{ titolo: 'Sospendere Anna Verdi?', testo: 'Non potrà più entrare.', motivo: 'Motivo', pericolo: true }}
//     campoMotivo="motivo" invalidates={[utentiApi.list, utentiApi.leggi]} onDone={…} />
//   <LinkButton azione="utente.crea" to="/utenti/nuovo" icona="it-plus">Nuovo utente</LinkButton>
//   <ExportButton e={utentiApi.esporta} input={filtri} etichetta="Esporta in Excel" />
//   <PrintButton />
import { type ReactNode, useId, useState } from 'react'
import { Link } from 'react-router'
import type { Azione } from '../../../shared/kernel/endpoint.ts'
import type { Scrittura } from '../bozze/scrittura.ts'
import { bozzaDi } from '../bozze/use-bozza.ts'
import { type AnyEndpoint, type InputWeb, type OutputWeb, salvaFile, splitInput } from '../client.ts'
import { type ActionOptions, useAction } from '../hooks.ts'
import { useCan } from '../session.tsx'
import { ConfirmDialog } from './dialog.tsx'
import { Icon } from './parts.tsx'

type Variante = 'primary' | 'outline-primary' | 'danger' | 'outline-danger' | 'link'

interface Aspetto {
  icona?: `it-${string}`
  variante?: Variante
  piccolo?: boolean
}
const classe = ({ variante = 'outline-primary', piccolo }: Aspetto) => `btn btn-${variante}${piccolo ? ' btn-xs' : ''}`

export interface ActionButtonProps<E extends AnyEndpoint> extends ActionOptions<E>, Aspetto {
  e: E
  /** Without the reason, when `conferma.motivo` asks for it. */
  input: Partial<InputWeb<E>>
  etichetta: string
  /** Why it is not possible now, in words. */
  impedita?: string | null
  conferma?: { titolo: string; testo?: ReactNode; motivo?: string; pericolo?: boolean }
  /** The input key that receives the reason. */
  campoMotivo?: string
}

export function ActionButton<const E extends AnyEndpoint>(p: ActionButtonProps<E>) {
  const can = useCan()
  const id = useId()
  const [chiede, setChiede] = useState(false)
  const azione = useAction(p.e, p)
  if (!can(p.e.azione)) return null
  const fai = async (motivo: string, scrittura: Scrittura | null = null) => {
    const input = { ...p.input, ...(p.conferma?.motivo && { [p.campoMotivo ?? 'motivo']: motivo }) } as InputWeb<E>
    await scrittura?.inviando()
    azione.run(input, bozzaDi(scrittura)).then(
      () => {
        scrittura?.inviata()
        setChiede(false)
      },
      // useAction has said why; the reason typed stays in the dialog only when trying again can help
      (problema) => {
        scrittura?.nonInviata()
        if (problema.status !== 0 && problema.status < 500) setChiede(false)
      },
    )
  }
  return (
    <span className="azione">
      <button
        type="button"
        className={`${classe(p)}${p.impedita ? ' disabled' : ''}`}
        // not the `disabled` attribute: the reason must be reachable with the keyboard
        aria-disabled={Boolean(p.impedita) || azione.inCorso}
        aria-describedby={p.impedita ? id : undefined}
        onClick={() => {
          if (p.impedita || azione.inCorso) return
          if (p.conferma) setChiede(true)
          else void fai('')
        }}
      >
        {p.icona && <Icon name={p.icona} className="icon-sm" />}
        {azione.inCorso && !p.conferma ? 'Attendi…' : p.etichetta}
      </button>
      {p.impedita && (
        <span id={id} className="azione-perche">
          {p.impedita}
        </span>
      )}
      {p.conferma && (
        <ConfirmDialog
          aperta={chiede}
          onChiudi={() => setChiede(false)}
          onConferma={(motivo, scrittura) => void fai(motivo, scrittura)}
          titolo={p.conferma.titolo}
          testo={p.conferma.testo}
          motivo={p.conferma.motivo}
          // the path says which record: the same reason for another is another draft
          bozza={p.conferma.motivo && `${p.e.method} ${splitInput(p.e, p.input).url}`}
          pericolo={p.conferma.pericolo}
          conferma={p.etichetta}
          inCorso={azione.inCorso}
        />
      )}
    </span>
  )
}

export function LinkButton({
  azione = 'sessione',
  to,
  children,
  ...aspetto
}: Aspetto & { azione?: Azione; to: string; children: ReactNode }) {
  if (!useCan()(azione)) return null
  return (
    <Link to={to} className={classe({ variante: 'primary', ...aspetto })}>
      {aspetto.icona && <Icon name={aspetto.icona} className="icon-sm" />}
      {children}
    </Link>
  )
}

/** Downloads what an endpoint with `reply: Binario` answers. */
export function ExportButton<const E extends AnyEndpoint>({
  e,
  input,
  etichetta = 'Esporta',
  icona = 'it-download',
  ambito,
  ...aspetto
}: Aspetto & { e: E; input: InputWeb<E>; etichetta?: string; ambito?: string | null | undefined }) {
  const can = useCan()
  const [quota, setQuota] = useState<number | null>(null)
  const scarica = useAction(e, { ambito, onDone: (r: OutputWeb<E>) => salvaFile(r as { nome: string; blob: Blob }) })
  if (!can(e.azione)) return null
  const fai = () => {
    setQuota(null)
    scarica
      // one drawing for each hundredth
      .run(input, { onProgress: (q) => setQuota(Math.floor(q * 100)) })
      .catch(() => {})
  }
  return (
    <button
      type="button"
      className={classe(aspetto)}
      aria-disabled={scarica.inCorso}
      onClick={() => !scarica.inCorso && fai()}
    >
      <Icon name={icona} className="icon-sm" />
      {!scarica.inCorso ? etichetta : quota === null ? 'Preparazione del file…' : `Scaricamento: ${quota} %`}
    </button>
  )
}

export function PrintButton({ etichetta = 'Stampa' }: { etichetta?: string }) {
  return (
    <button type="button" className="btn btn-outline-primary" onClick={() => window.print()}>
      <Icon name="it-print" className="icon-sm" />
      {etichetta}
    </button>
  )
}
