// The decisions about a person, and the beginning of a new one.
import { useNavigate, useParams } from 'react-router'
import { decisioniApi } from '../../../shared/cartella/decisioni.api.ts'
import { preseApi } from '../../../shared/cartella/prese.api.ts'
import { SelectField, TextArea } from '../../kernel/form/fields.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { AttoConCampi } from '../atto-con-campi.tsx'
import { ConMotivo } from '../con-motivo.tsx'
import { ElencoDecisioni } from './elenco.tsx'

export default function PersonaDecisioniPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const q = useEndpoint(decisioniApi.decisioniDiPersona, { id })
  const prese = useEndpoint(preseApi.diPersona, { id }, { enabled: q.data !== undefined })
  const aperte = (prese.data?.voci ?? []).filter((p) => p.stato !== 'chiusa')
  return (
    <>
      <PageHeader titolo="Decisioni" azioni={q.data && <PrintButton />} />
      <ConMotivo query={q} personaId={id}>
        {(d) => (
          <>
            <p>
              <AttoConCampi
                e={decisioniApi.crea}
                fissi={{ id }}
                invalidates={[decisioniApi.decisioniDiPersona, decisioniApi.mie]}
                iniziali={{ quesito: '', presaId: aperte[0]?.id ?? '' }}
                etichetta="Comincia una decisione"
                titolo="Nuova decisione"
                primario
                invio="Comincia"
                onDone={(r) => void navigate(`/decisioni/${r.id}?persona=${id}`)}
              >
                <TextArea name="quesito" label="A quale domanda risponde" righe={2} />
                {aperte.length > 0 && (
                  <SelectField
                    name="presaId"
                    label="Nella presa in carico"
                    vuota="Nessuna"
                    opzioni={aperte.map((p) => [p.id, `n. ${p.numero}, ${p.area ?? ''}`] as const)}
                  />
                )}
              </AttoConCampi>
            </p>
            <ElencoDecisioni
              lista={{ voci: d.voci }}
              vuoto={{
                titolo: 'Nessuna decisione',
                testo: 'Comincia una decisione quando c’è da scegliere tra più strade.',
              }}
            />
          </>
        )}
      </ConMotivo>
    </>
  )
}
