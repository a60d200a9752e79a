// My caseload: what is due first stands first.
import { Link } from 'react-router'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { nomiStato, type StatoPresa, statiPresa } from '../../shared/cartella/prese.rules.ts'
import { usePagine } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { nomeDi, Scadenza, StatoPresaBadge } from './parole.tsx'

const VUOTI = { stato: '', scadenza: '' }

export default function MiePresePage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const lista = usePagine(preseApi.mie, {
    ...(filtri.stato && { stato: filtri.stato as StatoPresa }),
    ...(filtri.scadenza && { scadenza: filtri.scadenza as 'scadute' | 'settimana' }),
  })
  const filtrato = Boolean(filtri.stato || filtri.scadenza)
  return (
    <>
      <PageHeader
        titolo="Le mie prese in carico"
        sotto="Quelle di cui rispondi e quelle in cui lavori con l’équipe"
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="stato"
          label="Stato"
          tutti="Tutte quelle aperte"
          opzioni={statiPresa.filter((s) => s !== 'proposta').map((s) => [s, nomiStato[s]] as const)}
        />
        <FilterSelect
          name="scadenza"
          label="Scadenza"
          tutti="Tutte"
          opzioni={[
            ['scadute', 'Già passata'],
            ['settimana', 'Entro sette giorni'],
          ]}
        />
      </Filtri>
      <DataTable
        caption="Dalla scadenza più vicina"
        lista={lista}
        chiave={(p) => p.id}
        conteggio={['presa in carico', 'prese in carico']}
        colonne={[
          {
            id: 'persona',
            titolo: 'Persona',
            riga: true,
            cella: (p) => <Link to={`/prese/${p.id}`}>{nomeDi(p.persona)}</Link>,
          },
          { id: 'numero', titolo: 'N.', numero: true, cella: (p) => p.numero },
          { id: 'comune', titolo: 'Comune', cella: (p) => p.comune },
          { id: 'area', titolo: 'Area', cella: (p) => p.area ?? '–' },
          {
            id: 'stato',
            titolo: 'Stato',
            cella: (p) => (
              <>
                <StatoPresaBadge p={p} />
                {p.passaggioOfferto && <StatusBadge tono="attenzione">passaggio offerto</StatusBadge>}
                {p.daVedere > 0 && <StatusBadge tono="critico">consegne da vedere: {p.daVedere}</StatusBadge>}
              </>
            ),
          },
          { id: 'ruolo', titolo: 'Il tuo ruolo', cella: (p) => (p.responsabile ? 'responsabile' : 'équipe') },
          { id: 'scadenza', titolo: 'Prossima scadenza', cella: (p) => <Scadenza giorno={p.prossimaScadenza} /> },
        ]}
        vuoto={
          filtrato
            ? { titolo: 'Nessuna presa in carico con questi filtri', testo: 'Togli un filtro per vederne altre.' }
            : {
                titolo: 'Non hai prese in carico',
                testo: 'Compaiono qui quando te ne viene assegnata una o entri in un’équipe.',
              }
        }
      />
    </>
  )
}
