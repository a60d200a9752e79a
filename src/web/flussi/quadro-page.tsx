// What there is to send, month by month: what is ready, what waits for someone, what is wrong and why. Every figure opens the
// rows it counts.
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { type PeriodoQuadro, prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { formatEuro, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { ContiPerMese, Regole } from './conti.tsx'
import { DaVerificare } from './da-verificare.tsx'
import { ConEnte } from './ente-scelto.tsx'
import { Rielabora } from './rielabora.tsx'
import { PRESTAZIONI } from './tracciati.ts'
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
            <DaVerificare ambiti={[ente.ambito]} />
            <Quadro ente={ente} periodo={filtri.periodo} />
          </>
        )}
      </ConEnte>
    </>
  )
}

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
      <ContiPerMese
        t={PRESTAZIONI}
        ente={ente}
        periodo={periodo}
        lista={{ ...q, voci }}
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
      {somma('rifiutate') + somma('daCompletare') > 0 && <Regole t={PRESTAZIONI} ente={ente.id} periodo={periodo} />}
      {somma('rifiutate') + somma('daCompletare') + pronte > 0 && (
        <Rielabora t={PRESTAZIONI} ente={ente.id} {...(periodo && { periodo })} />
      )}
      <Generazioni ente={ente.id} />
    </>
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
