// The analyses of a person of the record, at several times.
import { useParams } from 'react-router'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { ConMotivo } from '../cartella/con-motivo.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { ConfrontoLetto, SCALA } from './confronto.tsx'

export default function ConfrontoPage() {
  const { id = '', questionario = '' } = useParams()
  const q = useEndpoint(compilazioniApi.confronto, { id, questionario })
  return (
    <>
      <PageHeader
        titolo={q.data ? `${q.data.questionario} a confronto` : 'Confronto'}
        sotto={SCALA}
        azioni={
          <>
            <LinkButton to={`/persone/${id}/analisi`} variante="outline-primary">
              Tutte le analisi
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <ConMotivo query={q} personaId={id}>
        {(c) => <ConfrontoLetto c={c} verso={(a) => `/analisi/${a}?persona=${id}`} />}
      </ConMotivo>
    </>
  )
}
