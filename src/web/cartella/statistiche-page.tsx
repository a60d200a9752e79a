// How many contacts, by channel, need, outcome and day: counts, for whoever plans the desk.
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { formatData, formatNumero } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterDate, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'

const VUOTI = { dal: '', al: '' }
type Statistiche = Output<typeof contattiApi.statistiche>

export default function StatistichePage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const periodo = { ...(filtri.dal && { dal: filtri.dal }), ...(filtri.al && { al: filtri.al }) }
  const q = useEndpoint(contattiApi.statistiche, periodo, { tieni: true })
  return (
    <>
      <PageHeader
        titolo="Quanti contatti"
        sotto={q.data && `Dal ${formatData(q.data.dal)} al ${formatData(q.data.al)}`}
        azioni={
          <>
            <ExportButton e={contattiApi.esporta} input={periodo} etichetta="Esporta in CSV" />
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI} etichetta="Periodo">
        <FilterDate name="dal" label="Dal" />
        <FilterDate name="al" label="Al" />
      </Filtri>
      <Caricamento query={q}>
        {(s) => (
          <>
            <DefinitionList
              voci={[
                ['Contatti', formatNumero(s.contatti)],
                ['Di cui senza una persona', formatNumero(s.anonimi)],
              ]}
            />
            <Tabella titolo="Per canale" voci={s.perCanale} />
            <Tabella titolo="Per bisogno" voci={s.perBisogno} />
            <Tabella titolo="Per esito" voci={s.perEsito} />
            <Tabella titolo="Per giorno" voci={s.perGiorno.map((g) => ({ ...g, testo: formatData(g.codice) }))} />
          </>
        )}
      </Caricamento>
    </>
  )
}

function Tabella({ titolo, voci }: { titolo: string; voci: Statistiche['perCanale'] }) {
  return (
    <DataTable
      caption={titolo}
      lista={{ voci }}
      chiave={(v) => v.codice}
      conteggio={['voce', 'voci']}
      colonne={[
        { id: 'testo', titolo: 'Voce', riga: true, cella: (v) => v.testo },
        { id: 'contatti', titolo: 'Contatti', numero: true, cella: (v) => formatNumero(v.contatti) },
      ]}
      vuoto={{ titolo: `${titolo}: nessun contatto`, testo: 'Allarga il periodo, o registra il primo contatto.' }}
    />
  )
}
