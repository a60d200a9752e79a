// For an operator: each role with its territory and, in words, whether it counts today; each section with where its
// data are open. Nobody should wonder why a list is empty.
import { Link } from 'react-router'
import { ruoliApi } from '../../shared/accesso/ruoli.api.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { datiDelRuolo } from './dati-del-ruolo.ts'

export function MieiRuoli() {
  const { assegnazioni, sezioni } = useSessione()
  const ruoli = useEndpoint(ruoliApi.elenco, {}, { staleTime: 600_000 })
  const perCodice = new Map(ruoli.data?.voci.map((r) => [r.codice, r]))
  const mie = new Set(assegnazioni.map((a) => perCodice.get(a.ruolo)?.sezione?.codice))
  return (
    <>
      <section aria-labelledby="ruoli">
        <h2 id="ruoli">I miei ruoli oggi</h2>
        <DataTable
          caption="Ruoli, territori e che cosa danno oggi"
          lista={{ voci: assegnazioni, isPending: ruoli.isPending, error: ruoli.error, refetch: ruoli.refetch }}
          chiave={(a) => `${a.ruolo} ${a.comuneId ?? ''} ${a.dal}`}
          conteggio={['ruolo', 'ruoli']}
          colonne={[
            { id: 'ruolo', titolo: 'Ruolo', riga: true, cella: (a) => a.ruoloNome },
            {
              id: 'territorio',
              titolo: 'Territorio',
              cella: (a) => (a.al ? `${a.territorio}, fino al ${formatData(a.al)}` : a.territorio),
            },
            {
              id: 'oggi',
              titolo: 'Oggi',
              cella: (a) => {
                const { stato, frase } = datiDelRuolo(a, perCodice.get(a.ruolo), sezioni)
                return (
                  <>
                    <StatusBadge tono={stato === 'efficace' ? 'positivo' : 'attenzione'}>{stato}</StatusBadge> {frase}
                  </>
                )
              },
            },
          ]}
          vuoto={{
            titolo: 'Non hai ruoli efficaci',
            testo: 'Chiedi all’amministratore del tuo ambito quale ruolo ti spetta e da quando.',
          }}
        />
        <p>
          Che cosa puoi fare con ciascun ruolo è scritto nel <Link to="/profilo">tuo profilo</Link>.
        </p>
      </section>
      <section aria-labelledby="sezioni">
        <h2 id="sezioni">Le sezioni oggi</h2>
        <DataTable
          caption="Sezioni del tuo ambito"
          lista={{ voci: [...sezioni].sort((a, b) => Number(mie.has(b.codice)) - Number(mie.has(a.codice))) }}
          chiave={(s) => s.codice}
          conteggio={['sezione', 'sezioni']}
          colonne={[
            {
              id: 'nome',
              titolo: 'Sezione',
              riga: true,
              cella: (s) => <Link to={`/sezioni/${s.codice}`}>{s.nome}</Link>,
            },
            {
              id: 'oggi',
              titolo: 'Oggi',
              cella: (s) => (
                <StatusBadge tono={s.comuniAperti.length > 0 ? 'positivo' : 'attenzione'}>
                  {s.comuniAperti.length > 0 ? 'aperta' : 'chiusa'}
                </StatusBadge>
              ),
            },
            { id: 'perche', titolo: 'Dove e perché', cella: (s) => s.spiegazione },
          ]}
          vuoto={{ titolo: 'Nessuna sezione' }}
        />
      </section>
    </>
  )
}
