// The first rows as they would become: what is understood, what is changed, what is wrong. Nothing is written yet.
import { carichiApi, type ProfiloWeb } from '../../shared/flussi/carichi.api.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { nomeCampo, StatoPrestazioneBadge } from './parole.tsx'

type Vista = OutputWeb<typeof carichiApi.anteprima>
type Riga = Vista['righe'][number]

export function Anteprima({ id, lettura, profilo }: { id: string; lettura: Lettura; profilo: ProfiloWeb }) {
  const scritto = { ...profilo, voci: profilo.voci.filter((v) => v.colonna || v.valore) }
  const q = useEndpoint(carichiApi.anteprima, { id, lettura, profilo: scritto }, { tieni: true })
  return (
    <section aria-label="Come diventano le prime righe">
      <h2>Come diventano le prime righe</h2>
      <Caricamento query={q} righe={4}>
        {(v) => (
          <>
            {v.difettiProfilo.length > 0 && (
              <Avviso tipo="warning" titolo="Prima di leggere il file">
                <ul>
                  {v.difettiProfilo.map((d) => (
                    <li key={d}>{d}</li>
                  ))}
                </ul>
              </Avviso>
            )}
            <DataTable
              caption="Prime righe, senza scrivere nulla"
              lista={{ voci: v.righe }}
              chiave={(r) => `${r.riga} ${v.righe.indexOf(r)}`}
              colonne={[
                { id: 'riga', titolo: 'Riga', riga: true, numero: true, cella: (r) => r.riga },
                { id: 'stato', titolo: 'Come va', cella: (r) => <StatoPrestazioneBadge stato={r.stato} /> },
                { id: 'cambia', titolo: 'Che cosa cambia', cella: (r) => <Cambi r={r} /> },
                { id: 'difetti', titolo: 'Che cosa non va', cella: (r) => <Difetti r={r} /> },
              ]}
              vuoto={{ titolo: 'Nessuna riga da mostrare' }}
            />
          </>
        )}
      </Caricamento>
    </section>
  )
}

function Cambi({ r }: { r: Riga }) {
  if (r.modifiche.length === 0) return <>–</>
  return (
    <details>
      <summary>{r.modifiche.length === 1 ? 'Un valore' : `${r.modifiche.length} valori`}</summary>
      <ul className="flussi-elenco">
        {r.modifiche.map((m) => (
          <li key={`${m.campo} ${m.dopo}`}>
            {nomeCampo(m.campo)}: <del>{m.prima ?? '(vuoto)'}</del> <ins>{m.dopo ?? '(tolto)'}</ins>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Difetti({ r }: { r: Riga }) {
  if (r.difetti.length === 0) return <>–</>
  return (
    <ul className="flussi-elenco">
      {r.difetti.map((d) => (
        <li key={`${d.regola} ${d.campo} ${d.frase}`}>
          {d.campo && <strong>{nomeCampo(d.campo)}: </strong>}
          {d.frase} <small>({d.regola})</small>
        </li>
      ))}
    </ul>
  )
}
