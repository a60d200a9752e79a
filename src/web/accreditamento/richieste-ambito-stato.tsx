// The states of a request as the ministry's pages show them.
import type { StatoRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

const tonoStato: Record<StatoRichiesta, Tono> = {
  bozza: 'neutro',
  inviata: 'attenzione',
  'in-istruttoria': 'informativo',
  'integrazione-richiesta': 'neutro',
  approvata: 'positivo',
  respinta: 'critico',
}
export const brevi: Record<StatoRichiesta, string> = {
  bozza: 'bozza',
  inviata: 'da prendere in carico',
  'in-istruttoria': 'in istruttoria',
  'integrazione-richiesta': 'attende integrazione',
  approvata: 'approvata',
  respinta: 'respinta',
}
export const StatoRichiestaBadge = ({ stato }: { stato: StatoRichiesta }) => (
  <StatusBadge tono={tonoStato[stato]}>{brevi[stato]}</StatusBadge>
)
