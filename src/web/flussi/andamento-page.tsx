// How much has left, and for what: money by code, area and month, of one ente or of all together. Each chart with its table.
import { inviiApi } from '../../shared/flussi/invii.api.ts'
import { sommaAndamenti } from '../../shared/flussi/invii.rules.ts'
import { oggi } from '../kernel/format.ts'
import { usePerAmbito } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { anni } from './anni.ts'
import { Barre } from './barre.tsx'
import { ConEntiInsieme } from './ente-scelto.tsx'
import { ambitiDi } from './enti-miei.ts'
import { Esporta } from './esporta-invii.tsx'
import { nomePeriodo } from './parole.tsx'
import './flussi.css'

const NULLA = 'Nessuna prestazione in questo anno'

export default function AndamentoPage() {
  const [filtri, setFiltri] = useFiltri({ ente: '', anno: oggi().slice(0, 4) })
  const quale = { anno: Number(filtri.anno), ...(filtri.ente && { ente: filtri.ente }) }
  return (
    <>
      <PageHeader
        titolo="Andamento degli invii"
        sotto="Righe, inviate, accettate e importi, per codice, area e mese"
        azioni={
          <>
            <Esporta quale={quale} formati={['xlsx']} />
            <PrintButton />
          </>
        }
      />
      <ConEntiInsieme scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente })}>
        {(ente, enti) => (
          <>
            <Filtri valori={filtri} onCambia={setFiltri} vuoti={{ anno: oggi().slice(0, 4) }}>
              <FilterSelect name="anno" label="Anno" opzioni={anni()} tutti={oggi().slice(0, 4)} />
            </Filtri>
            <Grafici quale={quale} ambiti={ambitiDi(ente, enti)} insieme={!ente && enti.length > 1} />
          </>
        )}
      </ConEntiInsieme>
    </>
  )
}

function Grafici({
  quale,
  ambiti,
  insieme,
}: {
  quale: { anno: number; ente?: string }
  ambiti: (string | null)[]
  insieme: boolean
}) {
  const { data, isPending, error, refetch } = usePerAmbito(inviiApi.andamento, quale, ambiti, { tieni: true })
  const insiemeDi = data && sommaAndamenti(data.map((d) => d.risposta))
  return (
    <Caricamento query={{ isPending, error, refetch, ...(insiemeDi && { data: insiemeDi }) }} righe={8}>
      {(a) => (
        <>
          <Barre titolo="Per flusso" voci={a.tipi} conteggio={['flusso', 'flussi']} vuoto={NULLA} />
          {insieme && <Barre titolo="Per ente" voci={a.enti} conteggio={['ente', 'enti']} vuoto={NULLA} />}
          <Barre
            titolo="Per mese"
            voci={a.mesi}
            nome={(v) => nomePeriodo(v.codice)}
            conteggio={['mese', 'mesi']}
            vuoto={NULLA}
          />
          <Barre titolo="Per codice della prestazione" voci={a.codici} conteggio={['codice', 'codici']} vuoto={NULLA} />
          <Barre titolo="Per area di utenza" voci={a.aree} conteggio={['area', 'aree']} vuoto={NULLA} />
        </>
      )}
    </Caricamento>
  )
}
