// A pact as one reads it: objectives with their results and actions, then the rest, each with its fields in words.
import type { PattoLetto } from '../../shared/patti/patto.api.ts'
import {
  type GenereVoce,
  generi,
  generiVoce,
  testoDi,
  type Voce,
  vociDi,
  vociVive,
} from '../../shared/patti/patto-voci.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import type { ParolePatto } from './patto-contesto.ts'

export function VociLette({ voci, parole }: { voci: readonly Voce[]; parole: ParolePatto }) {
  const vive = vociVive(voci)
  if (vive.length === 0) return <p>Il patto è ancora vuoto.</p>
  return (
    <div className="patto-letto">
      {generiVoce
        .filter((g) => generi[g].padre === null && vociDi(vive, g).length > 0)
        .map((g) => (
          <section key={g}>
            <h3>{generi[g].molti}</h3>
            <Lista genere={g} padre={null} voci={vive} parole={parole} />
          </section>
        ))}
    </div>
  )
}

function Lista({
  genere,
  padre,
  voci,
  parole,
}: {
  genere: GenereVoce
  padre: string | null
  voci: readonly Voce[]
  parole: ParolePatto
}) {
  return (
    <ul>
      {vociDi(voci, genere, padre).map((v) => {
        const righe = generi[genere].campi
          .filter((c) => c.nome !== 'testo')
          .map((c) => [c.etichetta, parole.inParole(v, c)] as const)
          .filter(([, valore]) => valore !== '' && valore !== 'no')
        return (
          <li key={v.voce}>
            <p className="patto-testo">{testoDi(v)}</p>
            {righe.length > 0 && (
              <dl className="definizioni">
                {righe.map(([nome, valore]) => (
                  <div key={nome}>
                    <dt>{nome}</dt>
                    <dd>{valore}</dd>
                  </div>
                ))}
              </dl>
            )}
            {generiVoce
              .filter((f) => generi[f].padre === genere && vociDi(voci, f, v.voce).length > 0)
              .map((f) => (
                <div key={f}>
                  <p>
                    <strong>{generi[f].molti}</strong>
                  </p>
                  <Lista genere={f} padre={v.voce} voci={voci} parole={parole} />
                </div>
              ))}
          </li>
        )
      })}
    </ul>
  )
}

const atti: Record<string, string> = {
  apri: 'Cominciato',
  proponi: 'Proposto alla firma',
  'file-pulito': 'Caricata una copia senza virus del file firmato',
  ritira: 'Riportato in preparazione',
  firma: 'Firma registrata',
  rifiuta: 'Non firma',
  sottoscrivi: 'Sottoscritto da tutti',
  rivedi: 'Revisione cominciata',
  annulla: 'Revisione lasciata',
  chiudi: 'Chiuso',
  'annulla-incontro': 'Incontro tolto dal programma',
  'eroga-tardi': 'Ore e costo arrivati dopo la chiusura',
  'togli-erogazione': 'Ore e costo tolti, registrati per errore',
  'incontro-non-tenuto': 'Incontro non tenuto, non per la famiglia',
  'sostegno-interrompi': 'Sostegno interrotto',
  'sostegno-non-attivare': 'Sostegno non attivato',
  'sostegno-concludi': 'Sostegno concluso',
  'sostegno-attiva': 'Sostegno attivato',
  'sostegno-metti-in-attesa': 'Sostegno in lista d’attesa',
}

export const StoriaPatto = ({ p }: { p: PattoLetto }) => (
  <DataTable
    caption="Storia del patto"
    lista={{ voci: p.passaggi }}
    chiave={(x) => `${x.quando} ${x.atto} ${x.testo}`}
    colonne={[
      { id: 'giorno', titolo: 'Giorno', cella: (x) => formatData(x.quando.slice(0, 10)) },
      {
        id: 'che',
        titolo: 'Che cosa',
        riga: true,
        cella: (x) => (
          <>
            {atti[x.atto] ?? x.atto.replaceAll('-', ' ')}
            {x.testo && <small className="d-block">{x.testo}</small>}
          </>
        ),
      },
      { id: 'chi', titolo: 'Registrato', cella: (x) => `${formatIstante(x.quando)}${x.autore ? `, ${x.autore}` : ''}` },
    ]}
    vuoto={{ titolo: 'Ancora nulla' }}
  />
)
