// Of an analysis, the parts that one is named for in the équipe: read, with one's own contribution beside a rating while it is open.
import { useParams } from 'react-router'
import { questionariApi } from '../../shared/parametri/questionari.api.ts'
import { equipeApi } from '../../shared/patti/equipe.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { PerEquipe } from './contributi.tsx'
import { LetturaAnalisi } from './lettura.tsx'
import { nomeMembro, StatoAnalisi } from './parole-analisi.tsx'

export default function EquipeAnalisiPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(equipeApi.analisi, { id }, { staleTime: 0 })
  const c = q.data
  const famiglia = c?.membri.find((m) => m.id === c.personaId) ?? c?.membri[0]
  return (
    <>
      <PageHeader
        titolo={
          c
            ? `${c.questionario}${c.tempo ? ` ${c.tempo}` : ''}${famiglia ? `: ${nomeMembro(famiglia)}` : ''}`
            : 'Analisi'
        }
        sotto={
          c && (
            <>
              <StatoAnalisi stato={c.stato} /> Colloquio del {formatData(c.giorno)}
            </>
          )
        }
        azioni={
          <>
            <LinkButton to="/mie-equipe" variante="outline-primary">
              Le mie équipe
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(letta) => (
          <>
            {letta.campi && (
              <Avviso>
                <p>Vedi le parti per cui sei nominato nell’équipe: le altre non compaiono.</p>
              </Avviso>
            )}
            <ConVersione versioneId={letta.versioneId}>
              {(v) => (
                <PerEquipe value={true}>
                  <LetturaAnalisi c={letta} v={v} />
                </PerEquipe>
              )}
            </ConVersione>
          </>
        )}
      </Caricamento>
    </>
  )
}

type Versione = Parameters<typeof LetturaAnalisi>[0]['v']
function ConVersione({ versioneId, children }: { versioneId: string; children: (v: Versione) => React.ReactNode }) {
  // a published version never changes
  const q = useEndpoint(questionariApi.leggi, { id: versioneId }, { staleTime: Number.POSITIVE_INFINITY })
  return <Caricamento query={q}>{children}</Caricamento>
}
