// The minutes of a sitting as one reads and prints them.
import type { Seduta, Verbale } from '../../shared/patti/equipe.api.ts'
import { nomiPresenza, nomiSpecieAggiunta } from '../../shared/patti/equipe.rules.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import './analisi.css'

export function VerbaleLetto({ v }: { v: Verbale }) {
  return (
    <article aria-labelledby="verbale">
      <h2 id="verbale">Verbale</h2>
      <DataTable
        caption="Presenze"
        lista={{ voci: v.presenze }}
        chiave={(p) => p.id}
        colonne={[
          { id: 'chi', titolo: 'Chi', riga: true, cella: (p) => p.nome },
          { id: 'qualita', titolo: 'In quale veste', cella: (p) => p.qualita },
          { id: 'presenza', titolo: 'Presenza', cella: (p) => nomiPresenza[p.presenza] },
          { id: 'partecipazione', titolo: 'Come ha partecipato', cella: (p) => p.partecipazione ?? '–' },
        ]}
        vuoto={{ titolo: 'Nessuna presenza indicata' }}
      />
      <h3>Che cosa si è detto</h3>
      <p className="verbale-testo">{v.testo || 'Non ancora scritto.'}</p>
      <h3>Decisioni</h3>
      {v.decisioni.length === 0 ? (
        <p>Nessuna decisione.</p>
      ) : (
        <ol>
          {v.decisioni.map((d) => (
            <li key={`${d.testo} ${d.chi}`}>
              {d.testo} <strong>{d.chi}</strong>
              {d.entro && `, entro il ${formatData(d.entro)}`}
            </li>
          ))}
        </ol>
      )}
      {v.dissensi.length > 0 && (
        <>
          <h3>Dissensi</h3>
          <ul>
            {v.dissensi.map((d) => (
              <li key={`${d.chi} ${d.testo}`}>
                <strong>{d.chi}</strong>
                {d.decisione && ` sulla decisione ${d.decisione}`}: {d.testo}
              </li>
            ))}
          </ul>
        </>
      )}
      {v.chiusoIl && (
        <p>
          Verbale chiuso il {formatIstante(v.chiusoIl)} da {v.chiusoDa ?? 'un collega'}.
        </p>
      )}
    </article>
  )
}

/** What stands beside the minutes: they stay as they were. */
export function Aggiunte({ s }: { s: Seduta }) {
  if (s.aggiunte.length === 0) return null
  return (
    <section aria-labelledby="aggiunte">
      <h2 id="aggiunte">Accanto al verbale</h2>
      <ul>
        {s.aggiunte.map((a) => (
          <li key={a.id}>
            <strong>
              {nomiSpecieAggiunta[a.specie]}
              {a.decisione && ` sulla decisione ${a.decisione}`}
            </strong>{' '}
            di {a.autore ?? 'un collega'}
            {a.qualita && ` (${a.qualita})`}, {formatIstante(a.scrittaIl)}: {a.testo}
          </li>
        ))}
      </ul>
    </section>
  )
}
