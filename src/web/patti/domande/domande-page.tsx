// The domande of one's own comuni: found by name, state, term.
import { Link } from 'react-router'
import { domandeApi } from '../../../shared/patti/domande.api.ts'
import { nomiStatoDomanda, type StatoDomanda, statiDomanda } from '../../../shared/patti/domande.rules.ts'
import { formatData } from '../../kernel/format.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FilterSelect, FilterText, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { FiltroMisura } from '../../misure/filtro-misura.tsx'
import { Scadenza, StatoDomandaBadge } from './parole.tsx'

const VUOTI = { testo: '', stato: '', termine: '', misura: '', comune: '' }

export default function DomandePage() {
  // a name is personal: it does not go in the address
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: ['testo'] })
  const filtrato = Object.values(filtri).some(Boolean)
  const lista = usePagine(domandeApi.cerca, {
    ...(filtri.stato && { stato: filtri.stato as StatoDomanda }),
    ...(filtri.termine && { termine: filtri.termine as 'vicine' | 'scadute' }),
    ...(filtri.misura && { misura: filtri.misura }),
    ...(filtri.comune && { comune: filtri.comune }),
    ...(filtri.testo && { testo: filtri.testo }),
  })
  const comuni = [...new Map(lista.voci.map((d) => [d.comuneId, d.comune]))]
  return (
    <>
      <PageHeader
        titolo="Domande"
        sotto="Quelle che il comune raccoglie, controlla e invia a INPS"
        azioni={
          <>
            <LinkButton azione="domanda.raccogli" to="/domande/nuova" icona="it-plus">
              Nuova domanda
            </LinkButton>
            <LinkButton azione="domanda.conta" to="/domande/cruscotto" variante="outline-primary">
              Cruscotto
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Cognome, codice fiscale o numero" />
        <FilterSelect
          name="stato"
          label="Stato"
          tutti="Tutti"
          opzioni={statiDomanda.map((s) => [s, nomiStatoDomanda[s]] as const)}
        />
        <FilterSelect
          name="termine"
          label="Termine"
          tutti="Tutti"
          opzioni={[
            ['vicine', 'Vicino'],
            ['scadute', 'Superato'],
          ]}
        />
        <FiltroMisura />
        {(comuni.length > 1 || filtri.comune) && (
          <FilterSelect name="comune" label="Comune" tutti="Tutti i comuni" opzioni={comuni} />
        )}
      </Filtri>
      <DataTable
        caption="Dalla più recente"
        lista={lista}
        chiave={(d) => d.id}
        conteggio={['domanda', 'domande']}
        colonne={[
          {
            id: 'chi',
            titolo: 'Chi chiede',
            riga: true,
            cella: (d) => <Link to={`/domande/${d.id}`}>{d.richiedente || 'Non ancora scritto'}</Link>,
          },
          { id: 'numero', titolo: 'Numero', cella: (d) => d.numero },
          { id: 'misura', titolo: 'Misura', cella: (d) => d.misura },
          { id: 'comune', titolo: 'Comune', cella: (d) => d.comune },
          { id: 'presentata', titolo: 'Domanda del', cella: (d) => formatData(d.presentataIl) },
          { id: 'stato', titolo: 'Stato', cella: (d) => <StatoDomandaBadge stato={d.stato} /> },
          { id: 'scade', titolo: 'Entro', cella: (d) => <Scadenza scade={d.scade} luce={d.luce} /> },
        ]}
        vuoto={{
          titolo: filtrato ? 'Nessuna domanda con questi filtri' : 'Nessuna domanda',
          testo: filtrato ? 'Togli un filtro per vederne altre.' : 'Comincia la prima.',
          azione: (
            <LinkButton azione="domanda.raccogli" to="/domande/nuova">
              Nuova domanda
            </LinkButton>
          ),
        }}
      />
    </>
  )
}
