// The queue of the requests of the ambiti, oldest first: by default those that nobody has taken in charge yet.
import { Link } from 'react-router'
import { richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { type StatoRichiesta, statiRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { formatIstante, formatNumero } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterDate, FilterSelect, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Bozze } from './richieste-ambito-bozze.tsx'
import { brevi, StatoRichiestaBadge } from './richieste-ambito-stato.tsx'

const vuoti = { stato: 'inviata', q: '', dal: '', al: '', mie: '' }

export default function RichiesteAmbitoPage() {
  const [filtri, setFiltri] = useFiltri(vuoti)
  const filtrato = Object.values(filtri).some(Boolean)
  const soloInviate = filtri.stato === 'inviata' && !filtri.q && !filtri.dal && !filtri.al && !filtri.mie
  const lista = usePagine(richiesteAmbitoApi.list, {
    ...(filtri.stato && { stato: filtri.stato as StatoRichiesta }),
    ...(filtri.q && { q: filtri.q }),
    ...(filtri.dal && { dal: filtri.dal }),
    ...(filtri.al && { al: filtri.al }),
    ...(filtri.mie && { mie: true }),
  })
  return (
    <>
      <PageHeader
        titolo="Richieste degli ambiti"
        sotto="Gli ambiti che chiedono di accreditare il loro amministratore."
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterText name="q" label="Ambito o codice di ricevuta" />
        <FilterSelect
          name="stato"
          label="Stato"
          opzioni={statiRichiesta
            .filter((s) => s !== 'bozza')
            .map((s) => [s, brevi[s].charAt(0).toUpperCase() + brevi[s].slice(1)] as const)}
          tutti="Tutti gli stati"
        />
        <FilterDate name="dal" label="Inviate dal" />
        <FilterDate name="al" label="Inviate fino al" />
        <FilterCheck name="mie" label="Solo quelle che ho in carico" />
      </Filtri>
      <DataTable
        caption="Richieste, dalla più vecchia"
        lista={lista}
        chiave={(r) => r.id}
        conteggio={['richiesta', 'richieste']}
        colonne={[
          {
            id: 'ambito',
            titolo: 'Ambito',
            riga: true,
            cella: (r) => (
              <>
                <Link to={`/richieste-ambito/${r.id}`}>{r.ambito}</Link>
                {r.ambitoDaCollegare && <div className="campo-aiuto">Non è ancora nell’elenco degli ambiti</div>}
              </>
            ),
          },
          { id: 'stato', titolo: 'Stato', cella: (r) => <StatoRichiestaBadge stato={r.stato} /> },
          { id: 'inviata', titolo: 'Inviata il', cella: (r) => formatIstante(r.inviata) },
          { id: 'persone', titolo: 'Persone', numero: true, cella: (r) => formatNumero(r.persone) },
          { id: 'istruttore', titolo: 'In carico a', cella: (r) => r.istruttore ?? '–' },
          { id: 'ricevuta', titolo: 'Ricevuta', cella: (r) => r.ricevuta },
        ]}
        vuoto={{
          titolo: 'Nessuna richiesta',
          testo: soloInviate
            ? 'Nessuna attende di essere presa in carico.'
            : filtrato
              ? 'Togli un filtro.'
              : 'Compaiono qui quando un ambito chiede di accreditare il suo amministratore.',
        }}
      />
      <Bozze />
    </>
  )
}
