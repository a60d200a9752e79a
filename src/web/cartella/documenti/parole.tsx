// How the pages say what a document is: its signs, the answer of the scanner.
import type { DocumentoBreve, VersioneLetta } from '../../../shared/documenti/documenti.api.ts'
import { verificaInParole } from '../../../shared/documenti/documenti.rules.ts'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

const toni: Record<VersioneLetta['verifica'], Tono> = {
  pulito: 'positivo',
  infetto: 'critico',
  'in-verifica': 'informativo',
  'non-verificato': 'neutro',
}

export const SegnoVerifica = ({ v }: { v: VersioneLetta }) => (
  <StatusBadge tono={toni[v.verifica]}>{verificaInParole(v)}</StatusBadge>
)

export function SegniDocumento({ d }: { d: Pick<DocumentoBreve, 'riservato' | 'classe' | 'stato'> }) {
  return (
    <>
      {d.riservato && <StatusBadge tono="attenzione">Riservato</StatusBadge>}{' '}
      {d.classe && <StatusBadge tono="attenzione">Dati protetti</StatusBadge>}{' '}
      {d.stato === 'annullato' && <StatusBadge tono="critico">Annullato</StatusBadge>}
    </>
  )
}
