// The analyses of one's own caso, at several times: also those that the household brought from another comune.
import { useParams } from 'react-router'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { ConfrontoLetto, SCALA } from './confronto.tsx'
import { versoAnalisi } from './parole-analisi.tsx'

export default function ConfrontoCasoPage() {
  const { id = '', questionario = '' } = useParams()
  const q = useEndpoint(analisiCasoApi.confronto, { id, questionario })
  const c = q.data
  return (
    <>
      <PageHeader
        titolo={c ? `${c.questionario} a confronto: ${c.richiedente}` : 'Confronto'}
        sotto={SCALA}
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
        {(letto) => (
          <ConfrontoLetto
            c={letto}
            verso={(a) => versoAnalisi(id, letto.analisi.find((x) => x.id === a) ?? { id: a, ricevuta: false })}
          />
        )}
      </Caricamento>
    </>
  )
}
