import { Link } from 'react-router'
import type { decisioniApi } from '../../../shared/cartella/decisioni.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { formatData, formatIstante, oggi } from '../../kernel/format.ts'
import { DataTable, type Elenco } from '../../kernel/ui/data-table.tsx'
import { StatusBadge } from '../../kernel/ui/parts.tsx'
import { nomeDi } from '../parole.tsx'

type Breve = Output<typeof decisioniApi.mie>['voci'][number] & { quesito?: string }

export const StatoDecisione = ({ stato }: { stato: Breve['stato'] }) => (
  <StatusBadge tono={stato === 'presa' ? 'positivo' : 'attenzione'}>
    {stato === 'presa' ? 'presa' : 'bozza'}
  </StatusBadge>
)

export function ElencoDecisioni({ lista, vuoto }: { lista: Elenco<Breve>; vuoto: { titolo: string; testo: string } }) {
  return (
    <DataTable
      caption="Dalla più recente"
      lista={lista}
      chiave={(d) => d.id}
      conteggio={['decisione', 'decisioni']}
      colonne={[
        {
          id: 'persona',
          titolo: 'Decisione',
          riga: true,
          cella: (d) => <Link to={`/decisioni/${d.id}?persona=${d.persona.id}`}>{d.quesito ?? nomeDi(d.persona)}</Link>,
        },
        { id: 'stato', titolo: 'Stato', cella: (d) => <StatoDecisione stato={d.stato} /> },
        { id: 'quando', titolo: 'Data', cella: (d) => formatIstante(d.presaIl ?? d.creataIl) },
        { id: 'autore', titolo: 'Di', cella: (d) => d.autore ?? '–' },
        {
          id: 'rivedere',
          titolo: 'Da rivedere',
          cella: (d) => (
            <>
              {formatData(d.rivedereIl)}{' '}
              {d.stato === 'presa' && d.rivedereIl && d.rivedereIl <= oggi() && (
                <StatusBadge tono="critico">ora</StatusBadge>
              )}
            </>
          ),
        },
      ]}
      vuoto={vuoto}
    />
  )
}
