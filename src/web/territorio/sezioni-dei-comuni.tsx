// The matrix comuni × sections: open, or closed with what is missing and who must do what. One act often serves many
// cells, so each missing one leads to the acts of its type.
import { Link } from 'react-router'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { Avviso, Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { enumera } from './parole.ts'

type Sezione = OutputWeb<typeof sezioniApi.stato>['voci'][number]
type Stato = Sezione['comuni'][number]

const vuoti = { comune: '', chiuse: '' }

export function SezioniDeiComuni({ capofila }: { capofila: string | null }) {
  const q = useEndpoint(sezioniApi.stato, {})
  return (
    <section aria-labelledby="sezioni">
      <h2 id="sezioni">Comuni e sezioni aperte</h2>
      <Caricamento query={q} righe={6}>
        {({ voci }) => <Matrice sezioni={voci} capofila={capofila} />}
      </Caricamento>
    </section>
  )
}

function Matrice({ sezioni, capofila }: { sezioni: Sezione[]; capofila: string | null }) {
  const [filtri, setFiltri] = useFiltri(vuoti)
  const chiuse = sezioni.filter((s) => !s.nazionale.aperta)
  const righe = (sezioni[0]?.comuni ?? [])
    .map((c, i) => ({ ...c, stati: sezioni.map((s) => s.comuni[i]!) }))
    .filter((r) => r.comune.toLocaleLowerCase('it').includes(filtri.comune.trim().toLocaleLowerCase('it')))
    .filter((r) => !filtri.chiuse || r.stati.some((s) => s.mancanze.length > 0))
  const tutte = sezioni[0]?.comuni.length ?? 0
  return (
    <>
      {chiuse.length > 0 && (
        <Avviso tipo="info" titolo="Sezioni ancora chiuse su tutto il territorio nazionale">
          <ul>
            {chiuse.map((s) => (
              <li key={s.id}>
                {s.nome}
                {s.nazionale.norma && `: ${s.nazionale.norma}`}
              </li>
            ))}
          </ul>
          <p>Gli operatori si possono già preparare; i dati si apriranno con l’atto che attiva la sezione.</p>
        </Avviso>
      )}
      {tutte > 1 && (
        <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti} etichetta="Filtri dei comuni">
          <FilterText name="comune" label="Comune" />
          <FilterCheck name="chiuse" label="Solo dove manca un atto" />
        </Filtri>
      )}
      <DataTable
        caption="Per ogni comune, le sezioni aperte oggi e che cosa manca alle altre"
        lista={{ voci: righe }}
        chiave={(r) => r.comuneId}
        conteggio={['comune', 'comuni']}
        vuoto={
          tutte > 0
            ? { titolo: 'Nessun comune con questi filtri', testo: 'Togli un filtro per vedere gli altri.' }
            : { titolo: 'L’ambito non ha ancora comuni', testo: 'Chiedi al Super Utente di aggiungerli.' }
        }
        colonne={[
          {
            id: 'comune',
            titolo: 'Comune',
            riga: true,
            cella: (r) => (
              <>
                <Link to={`/comuni/${r.comuneId}`}>{r.comune}</Link>
                {r.comuneId === capofila && ' (capofila)'}
              </>
            ),
          },
          { id: 'delega', titolo: 'Delega i patti', cella: (r) => (r.delegato ? 'sì' : 'no') },
          ...sezioni.map((s, i) => ({
            id: s.id,
            titolo: s.nome,
            cella: (r: (typeof righe)[number]) => <Cella sezione={s} stato={r.stati[i]!} />,
          })),
        ]}
      />
      <DaFareSullaCarta righe={righe} sezioni={sezioni} />
    </>
  )
}

/** On paper the cells are too narrow for what is to be done: it follows the table, once for each act. */
function DaFareSullaCarta({ righe, sezioni }: { righe: { comune: string; stati: Stato[] }[]; sezioni: Sezione[] }) {
  return (
    <ul className="solo-stampa">
      {righe.flatMap((r) =>
        [...new Set(r.stati.flatMap((s) => s.mancanze.map((m) => `${m.tipo}. ${m.cosaFare}`)))].map((frase) => {
          const dove = sezioni.filter((_s, i) => r.stati[i]!.mancanze.some((m) => `${m.tipo}. ${m.cosaFare}` === frase))
          return (
            <li key={r.comune + frase}>
              <strong>{r.comune}</strong> ({enumera(dove.map((s) => s.nome))}): {frase}
            </li>
          )
        }),
      )}
    </ul>
  )
}

function Cella({ sezione, stato }: { sezione: Sezione; stato: Stato }) {
  if (stato.aperta) return <StatusBadge tono="positivo">aperta</StatusBadge>
  return (
    <details className="sezione-chiusa">
      <summary>
        <span className="visually-hidden">
          {sezione.nome}, {stato.comune}:{' '}
        </span>
        <StatusBadge tono={sezione.nazionale.aperta ? 'critico' : 'neutro'}>chiusa</StatusBadge>{' '}
        <small>
          {stato.mancanze.length > 0 ? `manca ${plurale(stato.mancanze.length, 'atto', 'atti')}` : 'perché'}
        </small>
      </summary>
      {stato.mancanze.length === 0 ? (
        <p>{stato.perche}</p>
      ) : (
        <ul>
          {stato.mancanze.map((m) => (
            <li key={m.tipoId}>
              <strong>{m.tipo}.</strong> {m.cosaFare}{' '}
              <Link to={`/adesioni?${new URLSearchParams({ tipo: m.tipoId })}`}>
                Vai agli atti<span className="visually-hidden"> di tipo {m.tipo}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}
