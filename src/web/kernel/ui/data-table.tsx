// The dense table on which people work all day. Hidden here: the states of its reading (skeleton, refusal with retry,
// nothing found with what to do), sorting as links in the address, the next page, and the cards it becomes at phone
// width. The roles are written out because a table laid out as blocks loses them in some browsers.
//
//   const lista = usePagine(utentiApi.list, filtri)
//   <DataTable caption="Utenti dell’ambito" lista={lista} chiave={(u) => u.id}
//     colonne={[
//       { id: 'cognome', titolo: 'Cognome e nome', cella: (u) => <Link to={`/utenti/${u.id}`}>…</Link>, ordina: true, riga: true },
//       { id: 'stato', titolo: 'Stato', cella: (u) => <StatusBadge …/> },
//       { id: 'importo', titolo: 'Importo', cella: …, numero: true } ]}
//     ordine={filtri.ordine} onOrdine={(ordine) => setFiltri({ ordine })}      '-cognome' is descending
//     vuoto={{ titolo: 'Nessun utente', testo: 'Togli un filtro, o aggiungi il primo.', azione: <LinkButton …/> }} />
// Rows already in hand: `lista={{ voci: righe }}`.
import { type ReactNode, useEffect, useRef } from 'react'
import type { ProblemaRete } from '../client.ts'
import { contoRighe } from '../format.ts'
import { Attesa, Icon, Problema } from './parts.tsx'

export interface Colonna<R> {
  id: string
  titolo: string
  cella: (riga: R) => ReactNode
  ordina?: boolean
  /** Right-aligned figures. */
  numero?: boolean
  /** The cell that names the row: its header for screen readers, its title on the card. */
  riga?: boolean
  /** Heading kept for screen readers alone: for the column of the buttons. */
  senzaTitolo?: boolean
}

export interface Elenco<R> {
  voci: R[]
  isPending?: boolean
  error?: ProblemaRete | null
  refetch?: () => unknown
  altre?: boolean
  carica?: () => void
  inArrivo?: boolean
}

export interface DataTableProps<R> {
  caption: string
  lista: Elenco<R>
  colonne: Colonna<R>[]
  chiave: (riga: R) => string
  vuoto: { titolo: string; testo?: ReactNode; azione?: ReactNode }
  ordine?: string
  onOrdine?: (ordine: string) => void
  /** «utente», «utenti»: how the rows are counted aloud. */
  conteggio?: [uno: string, molti: string]
}

export function DataTable<R>({
  caption,
  lista,
  colonne,
  chiave,
  vuoto,
  ordine,
  onOrdine,
  conteggio,
}: DataTableProps<R>) {
  const { voci } = lista
  if (lista.isPending) return <Attesa righe={6} cosa={`Caricamento: ${caption}`} />
  if (lista.error && voci.length === 0) return <Problema problema={lista.error} riprova={lista.refetch} />
  if (voci.length === 0) {
    return (
      <div className="vuoto" role="status">
        <p className="vuoto-titolo">{vuoto.titolo}</p>
        {vuoto.testo && <p>{vuoto.testo}</p>}
        {vuoto.azione}
      </div>
    )
  }
  const [uno, molti] = conteggio ?? ['riga', 'righe']
  return (
    <div className="tabella-dati">
      {/* biome-ignore-start lint/a11y/noRedundantRoles: laid out as cards on phones, the implicit roles are lost */}
      <table className="table table-hover" role="table">
        <caption>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {colonne.map((c) => (
              <Intestazione key={c.id} colonna={c} ordine={ordine} onOrdine={onOrdine} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {voci.map((riga) => (
            <tr key={chiave(riga)} role="row">
              {colonne.map((c) => {
                const comune = {
                  className: c.numero ? 'numero' : undefined,
                  'data-titolo': c.senzaTitolo ? '' : c.titolo,
                }
                return c.riga ? (
                  <th key={c.id} scope="row" role="rowheader" {...comune}>
                    {c.cella(riga)}
                  </th>
                ) : (
                  <td key={c.id} role="cell" {...comune}>
                    {/* one box: the card of a phone puts it beside its heading, whatever is inside */}
                    <div>{c.cella(riga)}</div>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
      {lista.error && <Problema problema={lista.error} riprova={lista.refetch} />}
      <div className="tabella-piede">
        <p role="status">{contoRighe(voci.length, uno, molti, Boolean(lista.altre))}</p>
        {lista.altre && <CaricaAltri lista={lista} />}
      </div>
    </div>
  )
}

function Intestazione<R>({
  colonna: c,
  ordine,
  onOrdine,
}: {
  colonna: Colonna<R>
  ordine?: string
  onOrdine?: (ordine: string) => void
}) {
  const verso = ordine === c.id ? 'ascending' : ordine === `-${c.id}` ? 'descending' : undefined
  const titolo = c.senzaTitolo ? <span className="visually-hidden">{c.titolo}</span> : c.titolo
  return (
    <th
      scope="col"
      // biome-ignore lint/a11y/noRedundantRoles: the implicit role is lost where the table becomes cards
      role="columnheader"
      className={c.numero ? 'numero' : undefined}
      aria-sort={c.ordina ? (verso ?? 'none') : undefined}
    >
      {c.ordina && onOrdine ? (
        <button type="button" className="ordina" onClick={() => onOrdine(verso === 'ascending' ? `-${c.id}` : c.id)}>
          {titolo}
          <Icon
            name={verso === 'descending' ? 'it-arrow-down' : 'it-arrow-up'}
            className={`icon-xs${verso ? '' : ' ordina-possibile'}`}
          />
        </button>
      ) : (
        titolo
      )}
    </th>
  )
}

/** «Continua l’elenco», which keeps the place of who uses the keyboard: the new rows come before it. */
export function CaricaAltri({ lista }: { lista: Elenco<unknown> }) {
  const bottone = useRef<HTMLButtonElement>(null)
  const n = lista.voci.length
  useEffect(() => {
    if (n > 0 && document.activeElement === bottone.current) bottone.current?.scrollIntoView({ block: 'nearest' })
  }, [n])
  return (
    <button
      ref={bottone}
      type="button"
      className="btn btn-outline-primary btn-xs"
      aria-disabled={lista.inArrivo}
      onClick={() => !lista.inArrivo && lista.carica?.()}
    >
      {lista.inArrivo ? 'Caricamento…' : 'Continua l’elenco'}
    </button>
  )
}
