// The same question to several ambiti: what is shown of their answers. Pure.
import type { ProblemaRete } from './client.ts'

/** Of a question, what is looked at here. */
export interface Domanda<R> {
  data: R | undefined
  error: Pick<ProblemaRete, 'status'> | null
  isPending: boolean
}

export interface Risposte<R> {
  /** What each ambito answered, in the order in which they were given. */
  data: { ambito: string | null; risposta: R }[] | undefined
  isPending: boolean
  error: ProblemaRete | null
  /** Those that did not answer, where the others are shown all the same. */
  muti: (string | null)[]
  /** One of the others does not let in any more: it is left out. */
  chiuso: boolean
}

/**
 * All have answered, or none is shown; with `parziale`, those that fail are left out and said, unless all do. `ambiti` are side by side
 * with `domande`; null is one's own.
 */
export function insieme<R>(
  domande: readonly Domanda<R>[],
  ambiti: readonly (string | null)[],
  parziale = false,
): Risposte<R> {
  const mie = domande.map((q, n) => {
    const ambito = ambiti[n] ?? null
    return { q, ambito, fuori: ambito !== null && q.error?.status === 403 }
  })
  const aperte = mie.filter((x) => !x.fuori)
  const isPending = aperte.some(({ q }) => q.isPending)
  // of an answer that could not be read again, the last is still good for a choice
  const cadute = aperte.filter(({ q }) => q.error && !(parziale && q.data !== undefined))
  const ignora = parziale && cadute.length < aperte.length
  const error = ignora ? null : ((cadute[0]?.q.error ?? null) as ProblemaRete | null)
  const buone = aperte.filter((x) => !cadute.includes(x))
  return {
    data: isPending || error ? undefined : buone.map(({ q, ambito }) => ({ ambito, risposta: q.data as R })),
    isPending,
    error,
    muti: ignora ? cadute.map((x) => x.ambito) : [],
    chiuso: mie.some((x) => x.fuori),
  }
}
