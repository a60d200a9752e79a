// «Chi mi ha letto»: every reading of a person's folder, also by search or list, with why.
import { useParams } from 'react-router'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'
import { nomePersona } from './parole.tsx'

export default function LetturePage() {
  const { id = '' } = useParams()
  const persona = useEndpoint(personeApi.leggi, { id })
  const lista = usePagine(personeApi.letture, { id }, { enabled: persona.data !== undefined })
  return (
    <>
      <PageHeader
        titolo="Chi ha letto il fascicolo"
        sotto={persona.data && nomePersona(persona.data)}
        azioni={<PrintButton />}
      />
      <CaricamentoFascicolo personaId={id} query={persona}>
        {() => (
          <DataTable
            caption="Letture, dalla più recente"
            lista={lista}
            chiave={(r) => String(r.id)}
            conteggio={['lettura', 'letture']}
            colonne={[
              { id: 'quando', titolo: 'Quando', cella: (r) => formatIstante(r.quando) },
              { id: 'chi', titolo: 'Chi', riga: true, cella: (r) => r.chi },
              {
                id: 'atto',
                titolo: 'Che cosa ha fatto',
                cella: (r) => (r.interrogazione ? `${r.atto}: ${r.interrogazione}` : r.atto),
              },
              {
                id: 'perche',
                titolo: 'Perché',
                cella: (r) => (
                  <>
                    {r.fuoriCarico && <StatusBadge tono="attenzione">Fuori dal carico</StatusBadge>} {r.motivo}
                  </>
                ),
              },
            ]}
            vuoto={{ titolo: 'Nessuno l’ha ancora letto' }}
          />
        )}
      </CaricamentoFascicolo>
    </>
  )
}
