// What is due in my casi, week by week: overdue first, then this week and those that follow. Printed, it is the sheet of the week.
import { Link } from 'react-router'
import { piuGiorni } from '../../shared/misure/giorni.ts'
import { mieiCasiApi, type Scadenza as Voce } from '../../shared/patti/miei-casi.api.ts'
import { formatData, oggi } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { CaricaAltri, DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { FiltroMisura } from '../misure/filtro-misura.tsx'
import { LuceBadge } from './parole.tsx'

const VUOTI = { settimane: '', misura: '' }
const orizzonti = { '': 4, '1': 1, '12': 12, '26': 26 } as const

/** Monday of the week of a day. */
const lunedi = (g: string) => piuGiorni(g, -((new Date(`${g}T00:00:00Z`).getUTCDay() + 6) % 7))

function gruppi(voci: readonly Voce[]): [titolo: string, voci: Voce[]][] {
  const questa = lunedi(oggi())
  const titolo = (v: Voce) => {
    if (v.luce === 'fermo') return 'Ferme per un giustificato motivo'
    if (v.scade < oggi()) return 'Già passate'
    const sua = lunedi(v.scade)
    if (sua === questa) return 'Questa settimana'
    return `Settimana dal ${formatData(sua)} al ${formatData(piuGiorni(sua, 6))}`
  }
  return [...Map.groupBy(voci, titolo)]
}

export default function ScadenzierePage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const settimane = orizzonti[filtri.settimane as keyof typeof orizzonti] ?? 4
  const lista = usePagine(mieiCasiApi.scadenziere, {
    fino: piuGiorni(lunedi(oggi()), settimane * 7 - 1),
    ...(filtri.misura && { misura: filtri.misura }),
    limite: 200,
  })
  return (
    <>
      <PageHeader
        titolo="Scadenziere"
        sotto={`Che cosa è da fare nei tuoi casi, al ${formatData(oggi())}`}
        azioni={
          <>
            <LinkButton to="/miei-casi" variante="outline-primary">
              I miei casi
            </LinkButton>
            <LinkButton azione="agenda.calendario" to="/agenda/calendario" variante="outline-primary">
              Nel tuo calendario
            </LinkButton>
            <PrintButton etichetta="Stampa lo scadenziere" />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="settimane"
          label="Fino a"
          tutti="Quattro settimane"
          opzioni={[
            ['1', 'Questa settimana'],
            ['12', 'Tre mesi'],
            ['26', 'Sei mesi'],
          ]}
        />
        <FiltroMisura />
      </Filtri>
      {lista.voci.length === 0 ? (
        <Tabella titolo="Scadenze" lista={lista} />
      ) : (
        gruppi(lista.voci).map(([titolo, voci]) => <Tabella key={titolo} titolo={titolo} lista={{ voci }} />)
      )}
      {lista.altre && <CaricaAltri lista={lista} />}
    </>
  )
}

const Tabella = ({ titolo, lista }: { titolo: string; lista: Parameters<typeof DataTable<Voce>>[0]['lista'] }) => (
  <DataTable
    caption={titolo}
    lista={lista}
    chiave={(v) => `${v.casoId} ${v.termine} ${v.componente}`}
    conteggio={['scadenza', 'scadenze']}
    colonne={[
      { id: 'scade', titolo: 'Entro', cella: (v) => formatData(v.scade) },
      {
        id: 'chi',
        titolo: 'Richiedente',
        riga: true,
        cella: (v) => <Link to={`/miei-casi/${v.casoId}`}>{v.richiedente}</Link>,
      },
      {
        id: 'che',
        titolo: 'Che cosa',
        cella: (v) => (
          <>
            {v.termine}
            {v.componente && <small className="d-block">{v.componente}</small>}
          </>
        ),
      },
      { id: 'misura', titolo: 'Misura', cella: (v) => v.misura },
      { id: 'comune', titolo: 'Comune', cella: (v) => v.comune },
      { id: 'luce', titolo: 'Come va', cella: (v) => <LuceBadge luce={v.luce} /> },
    ]}
    vuoto={{ titolo: 'Niente in scadenza', testo: 'Nei tuoi casi non c’è nulla da fare in queste settimane.' }}
  />
)
