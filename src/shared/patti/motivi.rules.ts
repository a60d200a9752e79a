// Justified reasons (§7.3, D13): when one that was left open is over, and whose terms it stops.
import { piuGiorni } from '../misure/giorni.ts'

export const GIUSTIFICATO = 'giustificato-motivo'
/** At the service, or under a pact. */
export const INCONTRI: readonly string[] = ['incontro', 'incontro-patto']

/** A reason is said with what proves it, wherever one did not come. */
export const documentoMancante = 'Scrivi quale documento lo dimostra, o che cosa è stato dichiarato.'

interface Fatto {
  evento: string
  giorno: string
  fino?: string | null
  componenteId: string | null
  presenti: readonly string[] | null
}

const cEra = (incontro: Fatto, componenteId: string | null): boolean =>
  componenteId === null ||
  ((incontro.componenteId ?? componenteId) === componenteId && (incontro.presenti?.includes(componenteId) ?? true))

/** Who has come was no longer kept from coming: a reason without a last day is over the day before the next meeting. */
export function conFine<F extends Fatto>(fatti: readonly F[]): F[] {
  return fatti.map((f) => {
    if (f.evento !== GIUSTIFICATO || f.fino) return f
    const [primo] = fatti
      .filter((x) => INCONTRI.includes(x.evento) && x.giorno > f.giorno && cEra(x, f.componenteId))
      .map((x) => x.giorno)
      .sort()
    return primo ? { ...f, fino: piuGiorni(primo, -1) } : f
  })
}

/** A meeting of anybody satisfies a term of the household: the reason of one stops it only where nobody else has obligations. */
export const fermaIlNucleo = (
  componenteId: string | null,
  membri: readonly { id: string; obbligato: boolean }[],
): boolean => componenteId === null || !membri.some((m) => m.obbligato && m.id !== componenteId)
