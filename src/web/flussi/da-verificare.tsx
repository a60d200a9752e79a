// What leaves carries codes of the regions that nobody of the ambito has compared with the official ones yet: said wherever it leaves
// from, for each ambito it leaves from. Who is of that ambito confirms them.
import { Link } from 'react-router'
import { riferimentiApi } from '../../shared/flussi/riferimenti.api.ts'
import { usePerAmbito } from '../kernel/hooks.ts'
import { Avviso } from '../kernel/ui/parts.tsx'
import { useAmbitiMiei } from './ente-scelto.tsx'

/** `ambiti` are those of the enti of the page; null is one's own. */
export function DaVerificare({ ambiti }: { ambiti: readonly (string | null)[] }) {
  const q = usePerAmbito(riferimentiApi.leggi, {}, ambiti, { staleTime: 300_000, parziale: true })
  const nomi = new Map(useAmbitiMiei(riferimentiApi.leggi.azione).map((a) => [a.id, a.nome]))
  const senza = (q.data ?? []).filter(({ risposta: r }) => !r.conferma && r.regioni.some((x) => x.daVerificare))
  if (senza.length === 0) return null
  return (
    <Avviso tipo="warning" titolo="I codici delle regioni (tabella T0) sono da verificare">
      {senza.map(({ ambito }) => (
        <p key={ambito}>
          {ambito ? (
            <>
              Nei flussi di {nomi.get(ambito)}: li conferma un suo operatore.{' '}
              <Link to={`/flussi/riferimenti?presso=${ambito}`}>
                Guardali<span className="visually-hidden">: {nomi.get(ambito)}</span>
              </Link>
            </>
          ) : (
            <Link to="/flussi/riferimenti">Confrontali e conferma</Link>
          )}
        </p>
      ))}
    </Avviso>
  )
}
