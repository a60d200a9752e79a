// What the pages of the équipe say in the same way.
import { equipeApi } from '../../shared/patti/equipe.api.ts'
import { nomiParte, nomiStatoSeduta, type Parte, type StatoSeduta } from '../../shared/patti/equipe.rules.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

export const toccateEquipe = [equipeApi.leggi, equipeApi.seduta, mieiCasiApi.leggi]

const toni: Record<StatoSeduta, Tono> = {
  fissata: 'informativo',
  'in-verbale': 'attenzione',
  chiusa: 'positivo',
  annullata: 'neutro',
}
export const StatoSedutaBadge = ({ stato }: { stato: StatoSeduta }) => (
  <StatusBadge tono={toni[stato]}>{nomiStatoSeduta[stato]}</StatusBadge>
)

/** «Analisi (alcune parti), Sedute e verbali» */
export function partiInBreve(parti: readonly Parte[]): string {
  const una = (p: Parte) => (p.sezioni ? `${nomiParte[p.parte]} (alcune parti)` : nomiParte[p.parte])
  return [...new Set(parti.map(una))].join(', ') || 'Soltanto la composizione'
}
