// The catalogue: what can be proposed to who has a need, also by other bodies.
import { prestazioniApi } from '../../shared/cartella/prestazioni.api.ts'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { useOpzioni } from './sportello-parti.tsx'

const VUOTI = { testo: '', bisogno: '', tutte: '' }

export default function PrestazioniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const filtrato = Boolean(filtri.testo || filtri.bisogno)
  const { can, ambito } = useSessione()
  const q = useEndpoint(
    prestazioniApi.list,
    {
      ...(filtri.testo.trim() && { testo: filtri.testo.trim() }),
      ...(filtri.bisogno && { bisogni: filtri.bisogno }),
      ...(filtri.tutte && { tutte: true }),
    },
    { tieni: true },
  )
  const nuova = (
    <LinkButton azione="prestazione-offerta.gestisci" to="/prestazioni-offerte/nuova" icona="it-plus">
      Nuova prestazione
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        titolo="Prestazioni da proporre"
        sotto="Anche di altri enti: chi le dà, a chi spettano, dove si chiedono"
        azioni={
          <>
            {nuova}
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Cerca" />
        <FilterSelect name="bisogno" label="Bisogno" opzioni={useOpzioni('bisogno')} />
        <FilterCheck name="tutte" label="Anche passate e future" />
      </Filtri>
      <DataTable
        caption="Prestazioni in ordine alfabetico"
        lista={{ ...q, voci: q.data?.voci ?? [] }}
        chiave={(p) => p.id}
        conteggio={['prestazione', 'prestazioni']}
        colonne={[
          { id: 'nome', titolo: 'Prestazione', riga: true, cella: (p) => p.nome },
          { id: 'erogatore', titolo: 'Chi la dà', cella: (p) => p.erogatore },
          { id: 'requisiti', titolo: 'A chi spetta', cella: (p) => p.requisiti },
          { id: 'situazioni', titolo: 'Bisogni', cella: (p) => p.situazioniTesto.join(', ') },
          { id: 'dove', titolo: 'Dove si chiede', cella: (p) => p.dove },
          {
            id: 'vale',
            titolo: 'Vale',
            cella: (p) =>
              `dal ${formatData(p.dal)}${p.al ? ` al ${formatData(p.al)}` : ''}, ${p.nazionale ? 'ovunque' : 'nell’ambito'}`,
          },
          ...(can('prestazione-offerta.gestisci')
            ? [
                {
                  id: 'atti',
                  titolo: 'Che cosa puoi fare',
                  senzaTitolo: true,
                  cella: (p: { id: string; nome: string; nazionale: boolean; al: string | null }) =>
                    p.nazionale === (ambito === null) && p.al === null ? (
                      <>
                        <LinkButton
                          to={`/prestazioni-offerte/nuova?versione=${p.id}`}
                          variante="outline-primary"
                          piccolo
                        >
                          Cambia
                        </LinkButton>
                        <ActionButton
                          e={prestazioniApi.chiudi}
                          input={{ id: p.id, al: oggi() }}
                          etichetta="Chiudi"
                          piccolo
                          conferma={{ titolo: `Chiudere «${p.nome}»?`, testo: 'Da domani non si propone più.' }}
                          invalidates={[prestazioniApi.list]}
                          esito="Da domani non si propone più."
                        />
                      </>
                    ) : null,
                },
              ]
            : []),
        ]}
        vuoto={{
          titolo: filtrato ? 'Nessuna prestazione con questi filtri' : 'Nessuna prestazione',
          testo: filtrato ? 'Togli un filtro, o aggiungi quelle del territorio.' : 'Aggiungi quelle del territorio.',
          azione: nuova,
        }}
      />
    </>
  )
}
