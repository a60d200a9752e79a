// The days and the state of a version of what a law can change, in words.
import type { StatoVersione } from '../../shared/parametri/versioni.rules.ts'
import { formatData } from '../kernel/format.ts'
import { StatusBadge } from '../kernel/ui/parts.tsx'

export const validita = (v: { dal: string; al: string | null }) =>
  v.al ? `dal ${formatData(v.dal)} al ${formatData(v.al)}` : `dal ${formatData(v.dal)}`

const parole: Record<StatoVersione, string> = {
  bozza: 'bozza',
  pubblicata: 'pubblicata',
  ritirata: 'ritirata',
  scartata: 'scartata',
}
export function StatoVersioneBadge({ stato, inVigore }: { stato: StatoVersione; inVigore?: boolean }) {
  if (inVigore) return <StatusBadge tono="positivo">in vigore oggi</StatusBadge>
  return <StatusBadge tono={stato === 'bozza' ? 'attenzione' : 'neutro'}>{parole[stato]}</StatusBadge>
}
