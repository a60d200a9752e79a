// An entry of the diary in words: its heading, its blocks, who can see it.
import { Link } from 'react-router'
import { attivitaInParole } from '../../../shared/cartella/attivita.rules.ts'
import type { VoceLetta } from '../../../shared/cartella/diario.api.ts'
import { titoloBlocco } from '../../../shared/cartella/diario.rules.ts'
import { formatData, formatIstante, plurale } from '../../kernel/format.ts'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

const toni: Record<VoceLetta['stato'], Tono> = {
  bozza: 'attenzione',
  completata: 'neutro',
  integrata: 'informativo',
  annullata: 'critico',
}

export const Segni = ({ v }: { v: VoceLetta }) => (
  <>
    {v.stato !== 'completata' && <StatusBadge tono={toni[v.stato]}>{v.stato}</StatusBadge>}
    {v.significativo && <StatusBadge tono="informativo">significativo</StatusBadge>}
    {v.riservataA && <StatusBadge tono="attenzione">riservata</StatusBadge>}
    {v.ritardo !== null && v.stato !== 'bozza' && (
      <StatusBadge tono="attenzione">scritta {plurale(v.ritardo, 'giorno', 'giorni')} dopo</StatusBadge>
    )}
  </>
)

export const titoloVoce = (v: Pick<VoceLetta, 'tipoTesto' | 'giorno'>) => `${v.tipoTesto} del ${formatData(v.giorno)}`

/** Where, with whom, how long: one line. */
export function circostanze(v: VoceLetta): string {
  const con = [...v.conTesto, v.conAltri].filter(Boolean).join(', ')
  return [
    v.luogo,
    con && `con ${con}`,
    v.durataMinuti && `${v.durataMinuti} minuti`,
    v.operatori.length > 0 && `colleghi: ${v.operatori.map((o) => o.nome).join(', ')}`,
    v.altriUffici && `altri uffici: ${v.altriUffici}`,
    v.suRichiesta && 'su richiesta di indagine',
  ]
    .filter(Boolean)
    .join('; ')
}

export function Corpo({ v }: { v: VoceLetta }) {
  const dove = circostanze(v)
  return (
    <div className={v.stato === 'annullata' ? 'voce-annullata' : undefined}>
      {dove && <p>{dove}</p>}
      {v.blocchi.map((b, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order of what was written is its identity
        <section key={n} className="voce-blocco">
          <h3>{titoloBlocco(b)}</h3>
          <p className="voce-testo">{b.testo}</p>
        </section>
      ))}
      {attivitaInParole(v.attivita).map(([titolo, testo]) => (
        <section key={titolo} className="voce-blocco">
          <h3>{titolo}</h3>
          <p className="voce-testo">{testo}</p>
        </section>
      ))}
      {v.proposta && (
        <section className="voce-blocco">
          <h3>Proposta</h3>
          <p className="voce-testo">{v.proposta}</p>
        </section>
      )}
      {(v.prossimaAttivitaTesto || v.prossimaIl) && (
        <p>
          Prossima attività: {v.prossimaAttivitaTesto ?? 'da definire'}
          {v.prossimaIl && `, ${formatData(v.prossimaIl)}`}
          {v.attivita?.prossimaAl && ` fino al ${formatData(v.attivita.prossimaAl)}`}
        </p>
      )}
      {v.stato === 'annullata' && (
        <p>
          Annullata il {formatIstante(v.annullataIl)} da {v.annullataDa}: {v.motivoAnnullamento}
        </p>
      )}
    </div>
  )
}

export const Persone = ({ v }: { v: VoceLetta }) => (
  <>
    {v.persone.map((p, n) => (
      <span key={p.id}>
        {n > 0 && ', '}
        <Link to={`/persone/${p.id}`}>{p.nome}</Link>
      </span>
    ))}
  </>
)
