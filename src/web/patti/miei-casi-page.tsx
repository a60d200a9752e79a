// My casi: what is due first stands first.
import { Link } from 'react-router'
import { nomiStatoCaso, type StatoCaso, statiCaso } from '../../shared/patti/casi.rules.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { Scadenza } from '../cartella/parole.tsx'
import { formatData } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { FiltroMisura } from '../misure/filtro-misura.tsx'
import { StatoCasoBadge } from './parole.tsx'

const VUOTI = { stato: '', misura: '', conclusi: '', testo: '' }

export default function MieiCasiPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: ['testo'] })
  const lista = usePagine(mieiCasiApi.cerca, {
    ...(filtri.stato && { stato: filtri.stato as StatoCaso }),
    ...(filtri.misura && { misura: filtri.misura }),
    ...(filtri.conclusi && { anche: 'conclusi' as const }),
    ...(filtri.testo && { testo: filtri.testo }),
  })
  const filtrato = Boolean(filtri.stato || filtri.misura || filtri.testo)
  return (
    <>
      <PageHeader
        titolo="I miei casi"
        sotto="I nuclei che ti sono stati assegnati, dal più urgente"
        azioni={
          <>
            <LinkButton to="/scadenziere" variante="outline-primary">
              Scadenziere
            </LinkButton>
            <LinkButton to="/casi/cruscotto?di=miei" variante="outline-primary">
              Cruscotto
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Cognome o codice fiscale" />
        <FilterSelect
          name="stato"
          label="Stato"
          tutti="Tutti"
          opzioni={statiCaso.filter((s) => s !== 'ricevuto').map((s) => [s, nomiStatoCaso[s]] as const)}
        />
        <FiltroMisura />
        <FilterCheck name="conclusi" label="Anche i conclusi" />
      </Filtri>
      <DataTable
        caption="Dalla scadenza più vicina"
        lista={lista}
        chiave={(c) => c.id}
        conteggio={['caso', 'casi']}
        colonne={[
          {
            id: 'chi',
            titolo: 'Richiedente',
            riga: true,
            cella: (c) => <Link to={`/miei-casi/${c.id}`}>{c.richiedente}</Link>,
          },
          { id: 'comune', titolo: 'Comune', cella: (c) => c.comune },
          { id: 'misura', titolo: 'Misura', cella: (c) => c.misura },
          { id: 'componenti', titolo: 'Componenti', numero: true, cella: (c) => c.componenti },
          { id: 'stato', titolo: 'Stato', cella: (c) => <StatoCasoBadge stato={c.stato} /> },
          { id: 'dal', titolo: 'In questo stato dal', cella: (c) => formatData(c.dal) },
          {
            id: 'analisi',
            titolo: 'Analisi',
            cella: (c) =>
              c.analisiId ? (
                <Link to={`/analisi/${c.analisiId}`}>
                  Continua<span className="visually-hidden"> l’analisi di {c.richiedente}</span>
                </Link>
              ) : c.stato === 'presentato' ? (
                <Link to={`/miei-casi/${c.id}#analisi`}>
                  Comincia<span className="visually-hidden"> l’analisi di {c.richiedente}</span>
                </Link>
              ) : (
                '–'
              ),
          },
          {
            id: 'scadenza',
            titolo: 'Prossima scadenza',
            cella: (c) =>
              c.scadenza ? (
                <>
                  <Scadenza giorno={c.scadenza} />
                  <small className="d-block">{c.termine}</small>
                </>
              ) : (
                '–'
              ),
          },
        ]}
        vuoto={
          filtrato
            ? { titolo: 'Nessun caso con questi filtri', testo: 'Togli un filtro per vederne altri.' }
            : { titolo: 'Non hai casi', testo: 'Compaiono qui quando il coordinatore te ne assegna uno.' }
        }
      />
    </>
  )
}
