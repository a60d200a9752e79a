// What the pages of the record say in the same way: the badge of a state, a date that is past, who someone is.
import { isRiaperta, nomiStato, type StatoPresa } from '../../shared/cartella/prese.rules.ts'
import { formatData, oggi } from '../kernel/format.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

const toni: Record<StatoPresa, Tono> = {
  proposta: 'attenzione',
  assegnata: 'attenzione',
  accettata: 'informativo',
  attiva: 'positivo',
  sospesa: 'neutro',
  chiusa: 'neutro',
}

export const StatoPresaBadge = ({ p }: { p: { stato: StatoPresa; riaperture: number } }) => (
  <>
    <StatusBadge tono={toni[p.stato]}>{nomiStato[p.stato]}</StatusBadge>
    {isRiaperta(p) && (
      <>
        {' '}
        <StatusBadge tono="informativo">riaperta</StatusBadge>
      </>
    )}
  </>
)

/** A due date: the word says that it is past, the colour only helps. */
export function Scadenza({ giorno }: { giorno: string | null }) {
  if (!giorno) return <>–</>
  return (
    <>
      {formatData(giorno)} {giorno < oggi() && <StatusBadge tono="critico">scaduta</StatusBadge>}
      {giorno === oggi() && <StatusBadge tono="attenzione">oggi</StatusBadge>}
    </>
  )
}

export const nomeDi = (p: { cognome: string; nome: string }) => `${p.cognome} ${p.nome}`
