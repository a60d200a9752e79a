// An analysis that a household brought from another comune: read and printed as those of here, and never written.
import { useParams } from 'react-router'
import { questionariApi } from '../../shared/parametri/questionari.api.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import type { CompilazioneLetta } from '../../shared/patti/compilazioni.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { LetturaAnalisi } from './lettura.tsx'
import { nomeMembro } from './parole-analisi.tsx'

export default function AnalisiRicevutaPage() {
  const { id = '', analisi = '' } = useParams()
  const q = useEndpoint(analisiCasoApi.ricevuta, { id, analisi })
  const c = q.data
  const famiglia = c?.membri[0]
  return (
    <>
      <PageHeader
        titolo={
          c
            ? `${c.questionario}${c.tempo ? ` ${c.tempo}` : ''}${famiglia ? `: ${nomeMembro(famiglia)}` : ''}`
            : 'Analisi'
        }
        sotto={c && `${c.autore}, colloquio del ${formatData(c.giorno)}`}
        azioni={
          <>
            <LinkButton to={`/miei-casi/${id}`} variante="outline-primary">
              Il caso
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(letta) => (
          <>
            <Avviso>
              <p>
                È arrivata con il nucleo: si legge soltanto. Le parole scritte possono non essere arrivate tutte, e i
                nomi di chi le ha scritte restano al {letta.autore}: chiedi a loro ciò che manca.
              </p>
            </Avviso>
            <Letta c={letta} />
          </>
        )}
      </Caricamento>
    </>
  )
}

function Letta({ c }: { c: CompilazioneLetta }) {
  // a published version never changes
  const v = useEndpoint(questionariApi.leggi, { id: c.versioneId }, { staleTime: Number.POSITIVE_INFINITY })
  return <Caricamento query={v}>{(letta) => <LetturaAnalisi c={c} v={letta} />}</Caricamento>
}
