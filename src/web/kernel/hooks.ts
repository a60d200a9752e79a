// Reading and acting from a component, typed by the contract. Hidden here: cache keys, what is retried, which lists
// are read again after an act, and the idempotency key that makes a repeated click or a broken connection harmless.
//
//   const q = useEndpoint(utentiApi.leggi, { id })              q.data, q.isPending, q.error → <Caricamento query={q}>
//   const lista = usePagine(utentiApi.list, { stato })          lista.voci, lista.altre, lista.carica()
//   const sospendi = useAction(utentiApi.sospendi, { invalidates: [utentiApi.list], esito: 'Utente sospeso.' })
//   await sospendi.run({ id, motivo })
import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useRef } from 'react'
import { useAmbitoDi } from './ambito.ts'
import { partita } from './anticipo.ts'
import {
  type AnyEndpoint,
  asProblema,
  type CallOptions,
  call,
  type InputWeb,
  type OutputWeb,
  ProblemaRete,
} from './client.ts'
import { type Domanda, insieme, type Risposte } from './per-ambito.ts'
import { useEsito } from './ui/esito.tsx'

/** Only what may pass by itself is tried again: the network, or a server that is busy. */
const transient = (error: unknown) => error instanceof ProblemaRete && [0, 502, 503].includes(error.status)

export const newQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (times, error) => times < 2 && transient(error),
        staleTime: 10_000,
        refetchOnWindowFocus: false,
      },
    },
  })

const name = (e: AnyEndpoint) => `${e.method} ${e.path}`

export interface ReadOptions {
  enabled?: boolean
  /** Milliseconds between one reading and the next: for work that advances by itself. */
  ogni?: number | false
  /** Keeps showing the old rows while the new ones arrive: for lists that filter as one types. */
  tieni?: boolean
  staleTime?: number
  /** As in `CallOptions`: what is read with one secret is not what is read with another. */
  chiave?: string
  /** As in `CallOptions`. */
  ambito?: string | null | undefined
}

/** Reads an endpoint. Works for a POST too, where the search criteria must not appear in the address. */
export function useEndpoint<const E extends AnyEndpoint>(e: E, input: InputWeb<E>, o: ReadOptions = {}) {
  const corrente = useAmbitoDi(e)
  const ambito = o.ambito === undefined ? corrente : o.ambito
  return useQuery<OutputWeb<E>, ProblemaRete>({
    queryKey: [name(e), ambito, input, o.chiave],
    queryFn: ({ signal }) =>
      (ambito === corrente ? partita(e, input) : undefined) ?? call(e, input, { signal, chiave: o.chiave, ambito }),
    enabled: o.enabled ?? true,
    refetchInterval: o.ogni ?? false,
    ...(o.tieni && { placeholderData: keepPreviousData }),
    ...(o.staleTime !== undefined && { staleTime: o.staleTime }),
  })
}

export interface PerAmbito<E extends AnyEndpoint> extends Risposte<OutputWeb<E>> {
  refetch: () => void
}

/** The same question to several ambiti, one for each and side by side, as `insieme` shows them. Null is one's own. */
export function usePerAmbito<const E extends AnyEndpoint>(
  e: E,
  input: InputWeb<E>,
  ambiti: readonly (string | null)[],
  o: Pick<ReadOptions, 'staleTime' | 'tieni' | 'enabled'> & { parziale?: boolean } = {},
): PerAmbito<E> {
  return useQueries({
    queries: ambiti.map((ambito) => ({
      queryKey: [name(e), ambito, input, undefined],
      queryFn: ({ signal }: { signal: AbortSignal }) => call(e, input, { signal, ambito }),
      enabled: o.enabled ?? true,
      ...(o.tieni && { placeholderData: keepPreviousData }),
      ...(o.staleTime !== undefined && { staleTime: o.staleTime }),
    })),
    combine: (domande) => ({
      ...insieme(domande as Domanda<OutputWeb<E>>[], ambiti, o.parziale),
      refetch: () => {
        for (const [n, q] of domande.entries())
          if (ambiti[n] === null || (q.error as ProblemaRete | null)?.status !== 403) void q.refetch()
      },
    }),
  })
}

type Voce<E extends AnyEndpoint> = OutputWeb<E> extends { voci: (infer V)[] } ? V : never

/** Reads a keyset list page after page; `input` is without `dopo`. */
export function usePagine<const E extends AnyEndpoint>(e: E, input: Omit<InputWeb<E>, 'dopo'>, o: ReadOptions = {}) {
  const ambito = useAmbitoDi(e)
  const q = useInfiniteQuery({
    queryKey: [name(e), ambito, input, 'pagine'],
    queryFn: ({ signal, pageParam }) =>
      call(e, { ...input, ...(pageParam && { dopo: pageParam }) } as unknown as InputWeb<E>, {
        signal,
        ambito,
      }) as Promise<{
        voci: Voce<E>[]
        prossima: string | null
      }>,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.prossima,
    enabled: o.enabled ?? true,
    refetchInterval: o.ogni ?? false,
    placeholderData: keepPreviousData,
  })
  return {
    voci: q.data?.pages.flatMap((p) => p.voci) ?? [],
    isPending: q.isPending,
    error: q.error as ProblemaRete | null,
    refetch: q.refetch,
    /** Is there another page? */
    altre: q.hasNextPage,
    carica: () => void q.fetchNextPage(),
    inArrivo: q.isFetchingNextPage,
  }
}

export interface ActionOptions<E extends AnyEndpoint> {
  /** Endpoints whose cached replies this act makes old. */
  invalidates?: AnyEndpoint[]
  /** The sentence shown when it is done. */
  esito?: string | ((reply: OutputWeb<E>) => string)
  onDone?: (reply: OutputWeb<E>) => void
  /** As in `CallOptions`. */
  chiave?: string
  /** As in `CallOptions`. */
  ambito?: string | null | undefined
  /** The caller shows the refusal by itself (forms do, beside the fields). */
  mute?: boolean
}

/** Does an act. `run` resolves with the reply, or rejects with a ProblemaRete after having shown it. */
export function useAction<const E extends AnyEndpoint>(e: E, o: ActionOptions<E> = {}) {
  const client = useQueryClient()
  const esito = useEsito()
  const last = useRef<{ input: string; key: string }>(null)
  const m = useMutation<OutputWeb<E>, ProblemaRete, { input: InputWeb<E>; options?: CallOptions }>({
    mutationFn: ({ input, options }) => {
      // the same act again after a broken connection keeps its key: the server answers with what it already did
      const text = JSON.stringify(input)
      if (last.current?.input !== text) last.current = { input: text, key: crypto.randomUUID() }
      return call(e, input, { idempotencyKey: last.current.key, chiave: o.chiave, ambito: o.ambito, ...options })
    },
    onSuccess: async (reply) => {
      last.current = null
      for (const old of o.invalidates ?? []) void client.invalidateQueries({ queryKey: [name(old)] })
      if (o.esito) esito.riuscito(typeof o.esito === 'function' ? o.esito(reply) : o.esito)
      o.onDone?.(reply)
    },
    onError: (error) => {
      if (!transient(error)) last.current = null
      if (!o.mute) esito.rifiutato(error)
    },
  })
  return {
    run: (input: InputWeb<E>, options?: CallOptions) => m.mutateAsync({ input, options }),
    inCorso: m.isPending,
    problema: m.error ? asProblema(m.error) : null,
    reset: m.reset,
  }
}
