// The small pieces that every screen is made of, in Bootstrap Italia's documented HTML.
//
//   <Icon name="it-user" />                                   decorative; with `titolo` it has a name of its own
//   <Avviso tipo="warning" titolo="Mancano i documenti">…</Avviso>
//   <StatusBadge tono="positivo">attivo</StatusBadge>         the word says the state, the colour only helps
//   <DefinitionList voci={[['Cognome', u.cognome], ['Dal', formatData(u.dal)]]} />
//   <ProgressBar etichetta="Righe lette" fatto={120} totale={400} />       totale null: not known yet
//   <Attesa righe={4} />                                      skeleton, announced once
//   <Problema problema={q.error} riprova={q.refetch} />
//   <Caricamento query={q}>{(dati) => …}</Caricamento>        the three states of a reading, in one place
import sprite from 'bootstrap-italia/dist/svg/sprites.svg?url'
import { type ReactNode, useId } from 'react'
import { asProblema, type ProblemaRete } from '../client.ts'
import { formatNumero } from '../format.ts'

export function Icon({ name, titolo, className = '' }: { name: `it-${string}`; titolo?: string; className?: string }) {
  const disegno = (
    <svg className={`icon ${className}`} aria-hidden="true" focusable="false">
      <use href={`${sprite}#${name}`} />
    </svg>
  )
  if (!titolo) return disegno
  return (
    <>
      {disegno}
      <span className="visually-hidden">{titolo}</span>
    </>
  )
}

export type Tono = 'neutro' | 'positivo' | 'attenzione' | 'critico' | 'informativo'
const badge: Record<Tono, string> = {
  neutro: 'secondary',
  positivo: 'success',
  attenzione: 'warning',
  critico: 'danger',
  informativo: 'primary',
}

export function StatusBadge({ tono = 'neutro', children }: { tono?: Tono; children: ReactNode }) {
  return <span className={`badge stato stato-${badge[tono]}`}>{children}</span>
}

export function Avviso({
  tipo = 'info',
  titolo,
  children,
  annuncia = false,
}: {
  tipo?: 'info' | 'success' | 'warning' | 'danger'
  titolo?: string
  children?: ReactNode
  /** Read aloud at once: for what appears after an act, never for what is there from the start. */
  annuncia?: boolean
}) {
  return (
    <div className={`alert alert-${tipo}`} role={annuncia ? 'alert' : undefined}>
      {titolo && <p className="avviso-titolo">{titolo}</p>}
      {children}
    </div>
  )
}

/** Pairs with an empty value are shown with a dash: what is missing is information too. */
export function DefinitionList({ voci }: { voci: (readonly [string, ReactNode])[] }) {
  return (
    <dl className="definizioni">
      {voci.map(([termine, valore]) => (
        <div key={termine}>
          <dt>{termine}</dt>
          <dd>{valore === null || valore === undefined || valore === '' ? '–' : valore}</dd>
        </div>
      ))}
    </dl>
  )
}

export function ProgressBar({ etichetta, fatto, totale }: { etichetta: string; fatto: number; totale: number | null }) {
  const id = useId()
  const noto = totale !== null && totale > 0
  return (
    <div className="avanzamento">
      <p id={id}>
        {etichetta}: {formatNumero(fatto)}
        {noto && ` su ${formatNumero(totale)}`}
      </p>
      <progress aria-labelledby={id} {...(noto && { value: Math.min(fatto, totale), max: totale })} />
    </div>
  )
}

export function Attesa({ righe = 3, cosa = 'Caricamento in corso' }: { righe?: number; cosa?: string }) {
  return (
    <div className="attesa" role="status">
      <span className="visually-hidden">{cosa}</span>
      {Array.from({ length: righe }, (_v, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical bars
        <span key={i} className="attesa-riga" aria-hidden="true" />
      ))}
    </div>
  )
}

/** A refusal in words, what to do next, and the code behind «dettagli». */
export function Problema({ problema, riprova }: { problema: unknown; riprova?: () => unknown }) {
  const p = asProblema(problema)
  return (
    <Avviso tipo={p.status === 404 ? 'warning' : 'danger'} titolo={p.title} annuncia>
      {p.message !== p.title && <p>{p.message}</p>}
      {riprova && p.status !== 403 && p.status !== 404 && (
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => riprova()}>
          Riprova
        </button>
      )}
      <details className="dettagli">
        <summary>Dettagli</summary>
        Codice: {p.codice}
        {p.richiestaId && <>, richiesta {p.richiestaId}</>}
      </details>
    </Avviso>
  )
}

export interface Lettura<T> {
  data?: T
  isPending: boolean
  error: ProblemaRete | null
  refetch: () => unknown
}

export function Caricamento<T>({
  query,
  children,
  righe,
}: {
  query: Lettura<T>
  children: (dati: T) => ReactNode
  righe?: number
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <Problema problema={query.error} riprova={query.refetch} />}
        {children(query.data)}
      </>
    )
  }
  if (query.error) return <Problema problema={query.error} riprova={query.refetch} />
  return <Attesa righe={righe} />
}
