// How many rows of a file had each outcome; each count is also the filter of the rows below it.
//
//   <ContiRighe conti={[['rifiutata', 3], …]} parole={esiti} scelto={filtri.esito} onScelto={(esito) => setFiltri({ esito })} />
import { formatNumero } from '../format.ts'

interface Parole {
  parola: string
  molte: string
  significa: string
}

export function ContiRighe<E extends string>({
  conti,
  parole,
  scelto,
  onScelto,
}: {
  conti: readonly (readonly [E, number])[]
  parole: Record<E, Parole>
  scelto: E | undefined
  /** Empty when the chosen one is pressed again. */
  onScelto: (esito: E | '') => void
}) {
  return (
    <fieldset className="conti-righe">
      <legend className="visually-hidden">Mostra soltanto le righe</legend>
      {conti.map(([e, n]) => (
        <button key={e} type="button" aria-pressed={scelto === e} onClick={() => onScelto(scelto === e ? '' : e)}>
          <strong>{formatNumero(n)}</strong> {n === 1 ? parole[e].parola : parole[e].molte}
          <small>{parole[e].significa}</small>
        </button>
      ))}
    </fieldset>
  )
}
