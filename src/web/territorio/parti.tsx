// The small pieces that the pages of the territory share: an act that asks for some data in a dialog, the search of a
// comune, the states in words and colours.
import './territorio.css'
import { type ReactNode, useId, useState } from 'react'
import type { StatoAdesione } from '../../shared/territorio/adesioni.rules.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import type { AnyEndpoint } from '../kernel/client.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import type { FieldProps } from '../kernel/form/fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useCan } from '../kernel/session.tsx'
import { Dialog } from '../kernel/ui/dialog.tsx'
import { Icon, StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

/** Types of file that an act or a note may have. */
export const ESTENSIONI = ['.pdf', '.p7m', '.jpg', '.jpeg', '.png', '.eml']

/**
 * A button that opens a form in a dialog, with the rules of ActionButton: absent when the role does not allow the act,
 * disabled with its reason when the state does not. The form receives how to close the dialog.
 */
export function AttoButton({
  e,
  etichetta,
  nome,
  titolo,
  impedita,
  icona,
  variante = 'outline-primary',
  piccolo,
  children,
}: {
  e: AnyEndpoint
  etichetta: string
  /** Accessible name, where many buttons have the same label. */
  nome?: string
  titolo: string
  impedita?: string | null
  icona?: `it-${string}`
  variante?: 'primary' | 'outline-primary' | 'outline-danger'
  piccolo?: boolean
  children: (chiudi: () => void) => ReactNode
}) {
  const can = useCan()
  const id = useId()
  const [aperta, setAperta] = useState(false)
  if (!can(e.azione)) return null
  const chiudi = () => setAperta(false)
  return (
    <span className="azione">
      <button
        type="button"
        className={`btn btn-${variante}${piccolo ? ' btn-xs' : ''}${impedita ? ' disabled' : ''}`}
        aria-label={nome}
        aria-haspopup="dialog"
        aria-disabled={Boolean(impedita)}
        aria-describedby={impedita ? id : undefined}
        onClick={() => !impedita && setAperta(true)}
      >
        {icona && <Icon name={icona} className="icon-sm" />}
        {etichetta}
      </button>
      {impedita && (
        <span id={id} className="azione-perche">
          {impedita}
        </span>
      )}
      <Dialog aperta={aperta} onChiudi={chiudi} titolo={titolo}>
        {children(chiudi)}
      </Dialog>
    </span>
  )
}

export function AnnullaButton({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" className="btn btn-outline-primary" onClick={onClick}>
      Annulla
    </button>
  )
}

/** Among the comuni of today, or of any time: the best match first, each once though it had many names. */
export function ComuneField(p: FieldProps & { soppressi?: boolean }) {
  return (
    <ComboField
      {...p}
      e={luoghiApi.luoghi}
      cerca={(q) => ({ q, tipo: 'comune' as const, ...(!p.soppressi && { il: oggi() }) })}
      voci={(r) => r.voci.filter((c, i) => r.voci.findIndex((x) => x.id === c.id) === i)}
      opzione={(c) => ({
        valore: c.id,
        etichetta: c.nome,
        dettaglio: [c.provincia, c.al && `fino al ${formatData(c.al)}`].filter(Boolean).join(', '),
      })}
    />
  )
}

const tono: Record<StatoAdesione, Tono> = {
  bozza: 'neutro',
  firmata: 'attenzione',
  registrata: 'positivo',
  cessata: 'neutro',
}
export const nomeStato: Record<StatoAdesione, string> = {
  bozza: 'bozza',
  firmata: 'firmata',
  registrata: 'registrata',
  cessata: 'cessata',
}
export function StatoAdesioneBadge({ stato, al }: { stato: StatoAdesione; al: string | null }) {
  // nobody has to declare that a term has passed
  if (stato === 'registrata' && al && al < oggi()) return <StatusBadge>scaduta</StatusBadge>
  return <StatusBadge tono={tono[stato]}>{nomeStato[stato]}</StatusBadge>
}

export function StatoSchemaBadge({ s }: { s: { stato: 'bozza' | 'pubblicata' | 'ritirata'; corrente: boolean } }) {
  if (s.corrente) return <StatusBadge tono="positivo">in uso oggi</StatusBadge>
  return <StatusBadge tono={s.stato === 'bozza' ? 'attenzione' : 'neutro'}>{s.stato}</StatusBadge>
}
