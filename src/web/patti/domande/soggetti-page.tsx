// The persons of the domande: who each of them is in the record, and what is still to be decided.
import { Link } from 'react-router'
import { domandeApi } from '../../../shared/patti/domande.api.ts'
import { formatData } from '../../kernel/format.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FilterSelect, FilterText, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { StatusBadge } from '../../kernel/ui/parts.tsx'
import { StatoDomandaBadge } from './parole.tsx'

const VUOTI = { testo: '', collegamento: '' }
const scelte = [
  ['da-decidere', 'Da decidere'],
  ['collegati', 'Nella cartella'],
  ['senza-scheda', 'Senza scheda nella cartella'],
] as const

export default function SoggettiPage() {
  const can = useCan()
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: ['testo'] })
  const filtrato = Object.values(filtri).some(Boolean)
  const lista = usePagine(domandeApi.soggetti, {
    ...(filtri.collegamento && { collegamento: filtri.collegamento as (typeof scelte)[number][0] }),
    ...(filtri.testo && { testo: filtri.testo }),
  })
  return (
    <>
      <PageHeader
        titolo="Soggetti delle domande"
        sotto="Chi chiede e chi è nel suo nucleo, e a quale scheda della cartella corrisponde"
        azioni={
          <>
            <LinkButton to="/domande" variante="outline-primary">
              Domande
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Codice fiscale, o cognome di chi chiede" />
        <FilterSelect name="collegamento" label="Nella cartella" tutti="Tutti" opzioni={[...scelte]} />
      </Filtri>
      <DataTable
        caption="Dal più recente"
        lista={lista}
        chiave={(s) => s.id}
        conteggio={['persona', 'persone']}
        colonne={[
          { id: 'nome', titolo: 'Persona', riga: true, cella: (s) => s.nome },
          { id: 'cf', titolo: 'Codice fiscale', cella: (s) => s.codiceFiscale ?? '–' },
          { id: 'nascita', titolo: 'Nascita', cella: (s) => formatData(s.dataNascita) },
          { id: 'parentela', titolo: 'Nel nucleo', cella: (s) => s.parentela ?? '–' },
          { id: 'domanda', titolo: 'Domanda', cella: (s) => <Link to={`/domande/${s.domandaId}`}>{s.numero}</Link> },
          { id: 'stato', titolo: 'Stato', cella: (s) => <StatoDomandaBadge stato={s.stato} /> },
          {
            id: 'cartella',
            titolo: 'Nella cartella',
            cella: (s) =>
              s.collegamento === 'proposto' ? (
                <StatusBadge tono="attenzione">da decidere</StatusBadge>
              ) : s.personaId && can('persona.leggi') ? (
                <Link to={`/persone/${s.personaId}`}>apri la scheda</Link>
              ) : s.personaId ? (
                'sì'
              ) : (
                'no'
              ),
          },
        ]}
        vuoto={{
          titolo: filtrato ? 'Nessuna persona con questi filtri' : 'Nessuna persona',
          testo: `${filtrato ? 'Togli un filtro: qui' : 'Qui'} ci sono le persone delle domande presentate.`,
        }}
      />
    </>
  )
}
