// What an act has left to a work that comes after it: read again by itself until the reply is another one. Only what is read is
// drawn anew: windows that are open, and what is being written in them, stay.
//
//   const { q, attesa, comincia } = useAttesa(nucleiCasoApi.leggi, { id }, { esito: 'Il nucleo è nella cartella.' })
//   <ActionButton … onDone={comincia} impedita={attesa === 'in-corso' ? 'Il nucleo compare qui da solo.' : null} />
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { AnyEndpoint, InputWeb } from '../kernel/client.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useEsito } from '../kernel/ui/esito.tsx'

/** Milliseconds: a work begins within two seconds, and lasts one; after a minute something is not as usual. */
const OGNI = 1500
const AL_PIU = 60_000

/** `tarda`: a minute has passed and nothing has come; the page no longer asks. */
export type Attesa = 'nessuna' | 'in-corso' | 'tarda'

/**
 * Reads `e`; from `comincia` on, again and again until its reply changes, or a minute has passed.
 * `esito`: what is said when it has changed; `anche`: endpoints whose replies have changed with it.
 */
export function useAttesa<const E extends AnyEndpoint>(
  e: E,
  input: InputWeb<E>,
  { esito, anche }: { esito: string; anche?: readonly AnyEndpoint[] },
) {
  const [attesa, setAttesa] = useState<Attesa>('nessuna')
  const q = useEndpoint(e, input, { ogni: attesa === 'in-corso' ? OGNI : false })
  const prima = useRef<unknown>(null)
  const client = useQueryClient()
  const dice = useEsito()
  // an equal reply is the same object: the cache keeps the one it has
  const cambiata = attesa !== 'nessuna' && q.data !== prima.current
  useEffect(() => {
    if (!cambiata) return
    setAttesa('nessuna')
    dice.riuscito(esito)
    for (const x of anche ?? []) void client.invalidateQueries({ queryKey: [`${x.method} ${x.path}`] })
  }, [cambiata, esito, anche, client, dice])
  useEffect(() => {
    if (attesa !== 'in-corso') return
    const t = setTimeout(() => setAttesa('tarda'), AL_PIU)
    return () => clearTimeout(t)
  }, [attesa])
  return {
    q,
    attesa,
    comincia: () => {
      prima.current = q.data
      setAttesa('in-corso')
    },
  }
}
