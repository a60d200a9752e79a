// The formal requests received from the enti (A2.22): without one nobody can be accredited, and the page says so first.
import { Link } from 'react-router'
import { richiesteFormaliApi } from '../../../shared/accreditamento/richieste-formali.api.ts'
import { useAmbito } from '../../accesso/utenti/ambito-corrente.ts'
import { formatData, formatIstante, formatNumero } from '../../kernel/format.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FilterSelect, FilterText, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ConAmbito } from '../../territorio/ambito-scelto.tsx'
import '../accreditamento.css'

const VUOTI = { protocollo: '', comune: '' }
const TITOLO = 'Richieste formali'

export default function RichiesteFormaliListPage() {
  return <ConAmbito titolo={TITOLO}>{() => <Elenco />}</ConAmbito>
}

function Elenco() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const ambito = useAmbito()
  const lista = usePagine(richiesteFormaliApi.list, {
    ...(filtri.protocollo.trim() && { protocollo: filtri.protocollo.trim() }),
    ...(filtri.comune && { comune: filtri.comune }),
  })
  const filtrato = Boolean(filtri.protocollo || filtri.comune)
  const nuova = (
    <LinkButton azione="richiesta-formale.gestisci" to="/richieste-formali/nuova" icona="it-plus">
      Registra una richiesta
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        titolo={TITOLO}
        sotto="Le note con cui gli uffici dei comuni e dell’ambito indicano chi accreditare"
        azioni={
          <>
            {nuova}
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="protocollo" label="Protocollo" suggerimento="Le prime cifre bastano" />
        <FilterSelect name="comune" label="Comune" tutti="Comuni e ambito" opzioni={ambito.opzioniComuni} />
      </Filtri>
      <DataTable
        caption="Dalla più recente"
        lista={lista}
        chiave={(r) => r.id}
        conteggio={['richiesta', 'richieste']}
        colonne={[
          {
            id: 'protocollo',
            titolo: 'Protocollo',
            riga: true,
            cella: (r) => (
              <Link to={`/richieste-formali/${r.id}`}>
                {r.protocollo} del {formatData(r.data)}
              </Link>
            ),
          },
          { id: 'ente', titolo: 'Ente', cella: (r) => r.ente },
          { id: 'ufficio', titolo: 'Ufficio', cella: (r) => r.ufficio },
          { id: 'documento', titolo: 'Documento', cella: (r) => (r.documento ? 'allegato' : 'da allegare') },
          { id: 'utenti', titolo: 'Utenti', numero: true, cella: (r) => formatNumero(r.utenti) },
          { id: 'registrata', titolo: 'Registrata il', cella: (r) => formatIstante(r.registrataIl) },
        ]}
        vuoto={
          filtrato
            ? {
                titolo: 'Nessuna richiesta corrisponde',
                testo: 'Togli un filtro, o controlla il numero di protocollo.',
              }
            : {
                titolo: 'Nessuna richiesta registrata',
                testo:
                  'Ogni operatore si accredita su richiesta dell’ufficio competente del comune o dell’ambito: quando ne ricevi una, registrala qui con il suo protocollo.',
                azione: nuova,
              }
        }
      />
    </>
  )
}
