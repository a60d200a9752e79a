// The five phases as a list: where the person is, since when, from which facts.
import type { StatoMessaggio } from '../../../shared/cartella/messaggi.api.ts'
import { formatData } from '../../kernel/format.ts'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

const stati: Record<StatoMessaggio['passi'][number]['stato'], readonly [Tono, string]> = {
  'non-cominciata': ['neutro', 'non cominciata'],
  'in-corso': ['informativo', 'in corso'],
  conclusa: ['positivo', 'conclusa'],
  'non-gestita': ['neutro', 'non ancora seguita da Trama'],
}

export function Percorso({ passi }: { passi: StatoMessaggio['passi'] }) {
  return (
    <ol className="messaggio-passi">
      {passi.map((p) => (
        <li key={p.passo}>
          <strong>
            {p.lettera}. {p.nome}
          </strong>{' '}
          <StatusBadge tono={stati[p.stato][0]}>{stati[p.stato][1]}</StatusBadge>
          <br />
          {p.dal && `Dal ${formatData(p.dal)}${p.al && p.al !== p.dal ? ` al ${formatData(p.al)}` : ''}. `}
          {p.spiegazione}
        </li>
      ))}
    </ol>
  )
}
