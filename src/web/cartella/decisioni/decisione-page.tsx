// One decision: the editor while it is a draft, the record once it is taken.
import { Link, useParams, useSearchParams } from 'react-router'
import { decisioniApi } from '../../../shared/cartella/decisioni.api.ts'
import { formatData, formatIstante } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { DefinitionList, StatusBadge } from '../../kernel/ui/parts.tsx'
import { ConMotivo } from '../con-motivo.tsx'
import { nomeDi } from '../parole.tsx'
import type { Decisione } from './decisione.ts'
import { EditorDecisione } from './editor.tsx'
import { StatoDecisione } from './elenco.tsx'

export default function DecisionePage() {
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const can = useCan()
  const q = useEndpoint(decisioniApi.leggi, { id })
  const d = q.data
  return (
    <>
      <PageHeader
        titolo={d ? `Decisione per ${nomeDi(d.persona)}` : 'Decisione'}
        sotto={d && <StatoDecisione stato={d.stato} />}
        azioni={d && <PrintButton />}
      />
      <ConMotivo query={q} personaId={search.get('persona')}>
        {(letta) =>
          letta.stato === 'bozza' && can('decisione.scrivi') ? <EditorDecisione d={letta} /> : <Presa d={letta} />
        }
      </ConMotivo>
    </>
  )
}

function Presa({ d }: { d: Decisione }) {
  return (
    <>
      <DefinitionList
        voci={[
          ['Domanda', d.quesito],
          ['Decisione', d.scelta],
          ['Presa il', d.presaIl && formatIstante(d.presaIl)],
          ['Scritta da', d.autore],
          [
            'Hanno partecipato',
            d.partecipanti.map((p) => (p.qualita ? `${p.nome} (${p.qualita})` : p.nome)).join(', '),
          ],
          ['Che cosa ne pensa la persona', d.parere],
          ['Dissenso', d.dissenso],
          ['Da rivedere il', d.rivedereIl && formatData(d.rivedereIl)],
          ...(d.rivedeId
            ? ([
                [
                  'Rivede',
                  <Link key="r" to={`/decisioni/${d.rivedeId}`}>
                    una decisione precedente
                  </Link>,
                ],
              ] as const)
            : []),
        ]}
      />
      <h2>Ragioni</h2>
      <ol>
        {d.ragioni.map((r) => (
          <li key={r.id}>
            {r.testo}
            {r.fonti.length > 0 && (
              <ul>
                {r.fonti.map((f) => (
                  <li key={`${f.tipo} ${f.id}`}>
                    {f.testo} <span className="testata-sotto">– come noto il {formatIstante(f.notoIl)}</span>{' '}
                    {f.cambiata && <StatusBadge tono="attenzione">da allora è cambiato</StatusBadge>}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      <h2>Alternative considerate</h2>
      {d.alternative.length === 0 ? (
        <p>Nessuna.</p>
      ) : (
        <ul>
          {d.alternative.map((a) => (
            <li key={a.testo}>
              {a.testo}
              {a.perche && ` – scartata perché ${a.perche}`}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
