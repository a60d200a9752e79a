// How much has left, and for what: money by code, area and month, of one ente or of all together. Each chart with its table.
import { inviiApi } from '../../shared/flussi/invii.api.ts'
import { oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { anni } from './anni.ts'
import { Barre } from './barre.tsx'
import { ConEntiInsieme } from './ente-scelto.tsx'
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
            <ExportButton e={inviiApi.foglio} input={{ ...quale, formato: 'xlsx' }} etichetta="Esporta in Excel" />
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
            <Grafici quale={quale} insieme={!ente && enti.length > 1} />
          </>
        )}
      </ConEntiInsieme>
    </>
  )
}

function Grafici({ quale, insieme }: { quale: { anno: number; ente?: string }; insieme: boolean }) {
  const q = useEndpoint(inviiApi.andamento, quale, { tieni: true })
  return (
    <Caricamento query={q} righe={8}>
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
