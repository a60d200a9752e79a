// What there is to send, month by month: what is ready, what waits for someone, what is wrong and why. Every figure opens the
// rows it counts.
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { type PeriodoQuadro, prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { formatEuro, formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { DaVerificare } from './da-verificare.tsx'
import { ConEnte } from './ente-scelto.tsx'
import { nomePeriodo, nomeRegola } from './parole.tsx'
import { Rielabora } from './rielabora.tsx'
import './flussi.css'

export default function QuadroPage() {
  const [filtri, setFiltri] = useFiltri({ ente: '', periodo: '' })
  return (
    <>
      <PageHeader
        titolo="Che cosa c’è da inviare"
        sotto="Le prestazioni per INPS, mese per mese: pronte, da completare, rifiutate"
        azioni={
          <>
            <LinkButton azione="flusso.carica" to="/flussi/carichi" icona="it-upload">
              Carica un file
            </LinkButton>
            <LinkButton azione="flusso.correggi" variante="outline-primary" to="/flussi/copia">
              Copia dal mese prima
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente, periodo: '' })}>
        {(ente) => (
          <>
            <DaVerificare />
            <Quadro ente={ente} periodo={filtri.periodo} />
          </>
        )}
      </ConEnte>
    </>
  )
}

type Stato = 'rifiutata' | 'da-completare' | 'pronta' | 'in-flusso' | 'accettata' | 'esclusa'

const Quante = ({ ente, p, stato, n }: { ente: string; p: PeriodoQuadro; stato: Stato; n: number }) =>
  n === 0 ? (
    <>0</>
  ) : (
    <Link to={`/flussi/prestazioni?ente=${ente}&periodo=${p.periodo ?? 'senza-data'}&stato=${stato}`}>
      {formatNumero(n)}
      <span className="visually-hidden">
        {' '}
        {stato.replace('-', ' ')}, {nomePeriodo(p.periodo)}
      </span>
    </Link>
  )

function Quadro({ ente, periodo }: { ente: Ente; periodo: string }) {
  const q = useEndpoint(prestazioniApi.quadro, { ente: ente.id })
  const voci = q.data?.voci ?? []
  const somma = (k: Exclude<keyof PeriodoQuadro, 'periodo'>) => voci.reduce((n, p) => n + p[k], 0)
  const pronte = somma('pronte')
  return (
    <>
      {pronte > 0 && (
        <Avviso
          tipo="success"
          titolo={`${plurale(pronte, 'prestazione è pronta', 'prestazioni sono pronte')}: ${formatEuro(somma('centesimi'))}`}
        >
          <LinkButton azione="flusso.genera" to={`/flussi/generati?ente=${ente.id}`}>
            Genera i flussi
          </LinkButton>
        </Avviso>
      )}
      <DataTable
        caption={`Prestazioni di ${ente.denominazione}`}
        lista={{ ...q, voci }}
        chiave={(p) => p.periodo ?? ''}
        conteggio={['mese', 'mesi']}
        colonne={[
          {
            id: 'periodo',
            titolo: 'Mese',
            riga: true,
            cella: (p) => (
              <Link
                to={`/flussi?ente=${ente.id}&periodo=${p.periodo ?? 'senza-data'}`}
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
            cella: (p) => <Quante ente={ente.id} p={p} stato="rifiutata" n={p.rifiutate} />,
          },
          {
            id: 'c',
            titolo: 'Da completare',
            numero: true,
            cella: (p) => <Quante ente={ente.id} p={p} stato="da-completare" n={p.daCompletare} />,
          },
          {
            id: 'p',
            titolo: 'Pronte',
            numero: true,
            cella: (p) => <Quante ente={ente.id} p={p} stato="pronta" n={p.pronte} />,
          },
          {
            id: 'f',
            titolo: 'In un flusso',
            numero: true,
            cella: (p) => <Quante ente={ente.id} p={p} stato="in-flusso" n={p.inFlusso} />,
          },
          {
            id: 'a',
            titolo: 'Accettate',
            numero: true,
            cella: (p) => <Quante ente={ente.id} p={p} stato="accettata" n={p.accettate} />,
          },
          {
            id: 'e',
            titolo: 'Escluse',
            numero: true,
            cella: (p) => <Quante ente={ente.id} p={p} stato="esclusa" n={p.escluse} />,
          },
        ]}
        vuoto={{
          titolo: 'Non c’è ancora nulla da inviare',
          testo:
            'Carica il foglio dell’ufficio, il file di un altro programma o un XML di INPS; oppure scrivi a mano una prestazione.',
          azione: (
            <>
              <LinkButton azione="flusso.carica" to={`/flussi/carichi?ente=${ente.id}`}>
                Carica un file
              </LinkButton>{' '}
              <LinkButton
                azione="flusso.correggi"
                variante="outline-primary"
                to={`/flussi/prestazioni/nuova?ente=${ente.id}`}
              >
                Scrivi una prestazione
              </LinkButton>
            </>
          ),
        }}
      />
      {somma('rifiutate') + somma('daCompletare') > 0 && <Regole ente={ente.id} periodo={periodo} />}
      {somma('rifiutate') + somma('daCompletare') + pronte > 0 && (
        <Rielabora ente={ente.id} {...(periodo && { periodo })} />
      )}
      <Generazioni ente={ente.id} />
    </>
  )
}

function Regole({ ente, periodo }: { ente: string; periodo: string }) {
  const q = useEndpoint(prestazioniApi.regole, { ente, ...(periodo && { periodo }) }, { tieni: true })
  return (
    <section aria-label="Che cosa le ferma">
      <h2>Che cosa le ferma{periodo && `: ${nomePeriodo(periodo)}`}</h2>
      {periodo && (
        <p>
          <Link to={`/flussi?ente=${ente}`}>Tutti i mesi</Link>
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
              <Link to={`/flussi/prestazioni?ente=${ente}&regola=${r.regola}${periodo && `&periodo=${periodo}`}`}>
                Apri le righe<span className="visually-hidden"> di {r.regola}</span>
              </Link>
            ),
          },
        ]}
        vuoto={{ titolo: 'Niente ferma le prestazioni di questo mese' }}
      />
    </section>
  )
}

/** A generation at work, or one that ended badly, is said here too. */
function Generazioni({ ente }: { ente: string }) {
  const q = useEndpoint(generazioniApi.recenti, { ente })
  const ultima = q.data?.voci[0]
  if (ultima?.stato === 'in-corso')
    return (
      <Avviso titolo="Si stanno generando i flussi">
        <Link to={`/flussi/generati?ente=${ente}`}>Guarda a che punto è</Link>
      </Avviso>
    )
  if (ultima?.stato === 'fallita')
    return (
      <Avviso tipo="danger" titolo="L’ultima generazione non è riuscita">
        <p>{ultima.errore}</p>
      </Avviso>
    )
  return null
}
