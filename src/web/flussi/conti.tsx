// What there is of prestazioni, or of cards of minors, month by month and state by state, and which rules stop them. Every figure opens the rows
// that it counts.
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import type { ContiPeriodo } from '../../shared/flussi/righe.api.ts'
import { formatNumero } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { DataTable, type DataTableProps, type Elenco } from '../kernel/ui/data-table.tsx'
import { nomePeriodo, nomeRegola } from './parole.tsx'
import type { TracciatoWeb } from './tracciati.ts'

type Stato = 'rifiutata' | 'da-completare' | 'pronta' | 'in-flusso' | 'accettata' | 'esclusa'

const Quante = ({
  t,
  ente,
  p,
  stato,
  n,
}: {
  t: TracciatoWeb
  ente: string
  p: ContiPeriodo
  stato: Stato
  n: number
}) =>
  n === 0 ? (
    <>0</>
  ) : (
    <Link to={`${t.griglia}?ente=${ente}&periodo=${p.periodo ?? 'senza-data'}&stato=${stato}`}>
      {formatNumero(n)}
      <span className="visually-hidden">
        {' '}
        {stato.replace('-', ' ')}, {nomePeriodo(p.periodo)}
      </span>
    </Link>
  )

export function ContiPerMese({
  t,
  ente,
  periodo,
  lista,
  vuoto,
}: {
  t: TracciatoWeb
  ente: Ente
  /** The one that is being looked at. */
  periodo: string
  lista: Elenco<ContiPeriodo>
  vuoto: DataTableProps<ContiPeriodo>['vuoto']
}) {
  return (
    <DataTable
      caption={`${t.molte.charAt(0).toUpperCase()}${t.molte.slice(1)} di ${ente.denominazione}, mese per mese`}
      lista={lista}
      chiave={(p) => p.periodo ?? ''}
      conteggio={['mese', 'mesi']}
      colonne={[
        {
          id: 'periodo',
          titolo: 'Mese',
          riga: true,
          cella: (p) => (
            <Link
              to={`${t.quadro}?ente=${ente.id}&periodo=${p.periodo ?? 'senza-data'}`}
              aria-current={periodo === (p.periodo ?? 'senza-data') ? 'true' : undefined}
            >
              {nomePeriodo(p.periodo)}
            </Link>
          ),
        },
        {
          id: 'r',
          titolo: 'Rifiutate',
          numero: true,
          cella: (p) => <Quante t={t} ente={ente.id} p={p} stato="rifiutata" n={p.rifiutate} />,
        },
        {
          id: 'c',
          titolo: 'Da completare',
          numero: true,
          cella: (p) => <Quante t={t} ente={ente.id} p={p} stato="da-completare" n={p.daCompletare} />,
        },
        {
          id: 'p',
          titolo: 'Pronte',
          numero: true,
          cella: (p) => <Quante t={t} ente={ente.id} p={p} stato="pronta" n={p.pronte} />,
        },
        {
          id: 'f',
          titolo: 'In un flusso',
          numero: true,
          cella: (p) => <Quante t={t} ente={ente.id} p={p} stato="in-flusso" n={p.inFlusso} />,
        },
        {
          id: 'a',
          titolo: 'Accettate',
          numero: true,
          cella: (p) => <Quante t={t} ente={ente.id} p={p} stato="accettata" n={p.accettate} />,
        },
        {
          id: 'e',
          titolo: 'Escluse',
          numero: true,
          cella: (p) => <Quante t={t} ente={ente.id} p={p} stato="esclusa" n={p.escluse} />,
        },
      ]}
      vuoto={vuoto}
    />
  )
}

export function Regole({ t, ente, periodo }: { t: TracciatoWeb; ente: string; periodo: string }) {
  const q = useEndpoint(t.api.regole, { ente, ...(periodo && { periodo }) }, { tieni: true })
  return (
    <section aria-label="Che cosa le ferma">
      <h2>Che cosa le ferma{periodo && `: ${nomePeriodo(periodo)}`}</h2>
      {periodo && (
        <p>
          <Link to={`${t.quadro}?ente=${ente}`}>Tutti i mesi</Link>
        </p>
      )}
      <DataTable
        caption="Regole non rispettate"
        lista={{ ...q, voci: q.data?.voci ?? [] }}
        chiave={(r) => r.regola}
        conteggio={['regola', 'regole']}
        colonne={[
          { id: 'regola', titolo: 'Regola', riga: true, cella: (r) => r.regola },
          { id: 'chiede', titolo: 'Che cosa chiede', cella: (r) => nomeRegola(r.regola) },
          { id: 'errori', titolo: 'Errori', numero: true, cella: (r) => formatNumero(r.errori) },
          { id: 'avvisi', titolo: 'Avvisi', numero: true, cella: (r) => formatNumero(r.avvisi) },
          {
            id: 'apri',
            titolo: 'Apri le righe',
            senzaTitolo: true,
            cella: (r) => (
              <Link to={`${t.griglia}?ente=${ente}&regola=${r.regola}${periodo && `&periodo=${periodo}`}`}>
                Apri le righe<span className="visually-hidden"> di {r.regola}</span>
              </Link>
            ),
          },
        ]}
        vuoto={{ titolo: `Niente ferma le ${t.molte} ${periodo ? 'di questo mese' : 'di questo ente'}` }}
      />
    </section>
  )
}
