// The prese in carico of a person, and the proposal of a new one.
import { Link, useNavigate, useParams } from 'react-router'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { AttoConCampi } from './atto-con-campi.tsx'
import { ConMotivo } from './con-motivo.tsx'
import { StatoPresaBadge } from './parole.tsx'
import { CampiDellaPresa } from './presa/atti.tsx'
import { toccate } from './presa/scheda.ts'

export default function PersonaPresePage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const q = useEndpoint(preseApi.diPersona, { id })
  return (
    <>
      <PageHeader titolo="Prese in carico" azioni={q.data && <PrintButton />} />
      <ConMotivo query={q} personaId={id}>
        {(d) => (
          <>
            <p>
              <AttoConCampi
                e={preseApi.proponi}
                fissi={{ id }}
                invalidates={toccate}
                iniziali={{
                  tipo: 'professionale',
                  area: '',
                  mandato: 'accordo',
                  peso: 3,
                  oggetto: '',
                  desideri: '',
                  accordi: '',
                  sicurezza: '',
                }}
                etichetta="Proponi una presa in carico"
                titolo="Nuova presa in carico"
                invio="Proponi"
                primario
                esito="Presa in carico proposta: ora va assegnata."
                onDone={(r) => void navigate(`/prese/${r.id}?persona=${id}`)}
              >
                <VoceField name="tipo" label="Tipo" codifica="tipo-presa-in-carico" />
                <CampiDellaPresa />
              </AttoConCampi>
            </p>
            <DataTable
              caption="Dalla più recente"
              lista={{ voci: d.voci }}
              chiave={(p) => p.id}
              conteggio={['presa in carico', 'prese in carico']}
              colonne={[
                {
                  id: 'numero',
                  titolo: 'Fascicolo',
                  riga: true,
                  cella: (p) => <Link to={`/prese/${p.id}?persona=${id}`}>n. {p.numero}</Link>,
                },
                { id: 'tipo', titolo: 'Tipo', cella: (p) => p.tipo ?? '–' },
                { id: 'area', titolo: 'Area', cella: (p) => p.area ?? '–' },
                { id: 'stato', titolo: 'Stato', cella: (p) => <StatoPresaBadge p={p} /> },
                { id: 'responsabile', titolo: 'Responsabile', cella: (p) => p.responsabile ?? '–' },
                { id: 'dal', titolo: 'Dal', cella: (p) => formatData(p.apertaIl) },
                { id: 'al', titolo: 'Al', cella: (p) => (p.chiusaIl ? formatData(p.chiusaIl) : '–') },
              ]}
              vuoto={{
                titolo: 'Nessuna presa in carico',
                testo: 'Proponila quando la persona ha bisogno di essere seguita.',
              }}
            />
          </>
        )}
      </ConMotivo>
    </>
  )
}
