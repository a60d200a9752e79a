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

const brevi: Record<VersioneLetta['verifica'], string> = {
  pulito: 'Controllato',
  infetto: 'Contiene un virus',
  'in-verifica': 'Controllo in corso',
  'non-verificato': 'Non verificato',
}

export const SegnoVerifica = ({ v }: { v: Pick<VersioneLetta, 'verifica' | 'verificaNota' | 'daModello'> }) => (
  <StatusBadge tono={toni[v.verifica]}>
    {v.daModello
      ? 'Scritto da Trama'
      : v.verifica === 'in-verifica' && v.verificaNota
        ? 'Non verificato'
        : brevi[v.verifica]}
  </StatusBadge>
)

/** The sign, and why: where there is room for it. */
export const Verifica = ({ v }: { v: VersioneLetta }) => (
  <>
    <SegnoVerifica v={v} /> {v.verifica !== 'pulito' && `${verificaInParole(v)}.`}
  </>
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
