// The same dimensions at T0, T1, T2: a radar for the household and one for each member, with the table that says the same;
// and the weakest of the latest, which may become objectives.
import { Link } from 'react-router'
import type { Confronto } from '../../shared/patti/compilazioni.api.ts'
import { formatData } from '../kernel/format.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, StatusBadge } from '../kernel/ui/parts.tsx'
import { diChi } from './parole-analisi.tsx'
import { Radar } from './radar.tsx'
import { TabellaCandidati } from './sintesi.tsx'
import './analisi.css'

type Variazione = Confronto['variazioni'][number]

export const SCALA = 'Da 1, problema grave, a 6, evidente punto di forza'

const Niente = () => (
  <Avviso>
    <p>Non c’è ancora un’analisi finalizzata da guardare: finalizzane una, poi torna qui.</p>
  </Avviso>
)

const nomeAnalisi = (a: Confronto['analisi'][number]) => `${a.tempo ?? 'Analisi'}, ${formatData(a.giorno)}`

/** `verso`: where one of the analyses is read. */
export function ConfrontoLetto({ c, verso }: { c: Confronto; verso: (analisi: string) => string }) {
  if (c.analisi.length === 0) return <Niente />
  const gruppi = [...Map.groupBy(c.variazioni, (v) => v.componenteId ?? '')]
  return (
    <>
      <p>
        {c.analisi.map((a, i) => (
          <span key={a.id}>
            {i > 0 && ' · '}
            <Link to={verso(a.id)}>{nomeAnalisi(a)}</Link>
          </span>
        ))}
      </p>
      {gruppi.map(([chi, righe]) => (
        <Di key={chi} c={c} chi={chi || null} righe={righe} />
      ))}
      <h2>Obiettivi possibili</h2>
      <p>Dall’analisi più recente.</p>
      <TabellaCandidati righe={c.candidati} membri={c.membri} />
    </>
  )
}

function Di({ c, chi, righe }: { c: Confronto; chi: string | null; righe: Variazione[] }) {
  const nome = diChi(c.membri, chi)
  const numerate = righe.map((r, i) => ({ ...r, n: String(i + 1) }))
  return (
    <section aria-labelledby={`c-${chi}`}>
      <h2 id={`c-${chi}`}>{nome}</h2>
      {righe.length > 2 && (
        <Radar
          titolo={`Radar di ${nome}`}
          numeri={numerate.map((r) => r.n)}
          massimo={c.massimo}
          serie={c.analisi.map((a, k) => ({ nome: nomeAnalisi(a), valori: righe.map((r) => r.valori[k] ?? null) }))}
        />
      )}
      <DataTable
        caption={`Dimensioni di ${nome}`}
        lista={{ voci: numerate }}
        chiave={(r) => r.campo}
        colonne={[
          { id: 'dimensione', titolo: 'Dimensione', riga: true, cella: (r) => `${r.n}. ${r.titolo}` },
          { id: 'gruppo', titolo: 'Parte', cella: (r) => r.gruppo },
          ...c.analisi.map((a, k) => ({
            id: a.id,
            titolo: a.tempo ?? formatData(a.giorno),
            numero: true,
            cella: (r: Variazione) => r.valori[k] ?? 'non rilevato',
          })),
          { id: 'differenza', titolo: 'Cambia', cella: (r) => <Cambia di={r.differenza} /> },
        ]}
        vuoto={{ titolo: 'Nessuna dimensione rilevata' }}
      />
    </section>
  )
}

function Cambia({ di }: { di: number | null }) {
  if (di === null) return <>–</>
  if (di === 0) return <>uguale</>
  return (
    <StatusBadge tono={di > 0 ? 'positivo' : 'critico'}>
      {di > 0 ? `migliora di ${di}` : `peggiora di ${-di}`}
    </StatusBadge>
  )
}
