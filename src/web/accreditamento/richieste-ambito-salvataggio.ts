// The form saves itself: a moment after one stops writing, when the page is hidden or left, and before whatever needs
// what is written (a document of a person). One saving at a time, in order; what failed for the network is tried
// again, what was refused waits for the next change. Leaving with something that cannot be saved asks first.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { asProblema, call, type ProblemaRete } from '../kernel/client.ts'
import type { ActionForm } from '../kernel/form/form.tsx'
import { daSalvare, type Propria } from './richieste-ambito-modulo.ts'

const ATTESA = 1500
const NUOVO_TENTATIVO = 8000

// of the page and not of one form: who comes back at once must read what was saved on leaving
let coda: Promise<void> = Promise.resolve()
export const ultimoSalvataggio = (): Promise<void> => coda

export interface Salvataggio {
  /** The request as last saved. */
  letta: Propria
  daSalvare: boolean
  alle: Date | null
  problema: ProblemaRete | null
  /** Something changed that no field tells: a person added or removed. */
  cambiata: () => void
  /** Resolves when everything written so far is saved, or has been refused. */
  salva: () => Promise<void>
  /** Saved by another way: the form's own button. */
  salvata: (r: Propria) => void
}

export function useSalvataggio(form: ActionForm, chiave: string, iniziale: Propria): Salvataggio {
  const { rhf } = form
  const [letta, setLetta] = useState(iniziale)
  const [stato, setStato] = useState({
    daSalvare: false,
    alle: null as Date | null,
    problema: null as ProblemaRete | null,
  })
  const sporca = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const aperto = useRef(true)

  const salvata = useCallback((r: Propria) => {
    setLetta(r)
    setStato({ daSalvare: sporca.current, alle: new Date(), problema: null })
  }, [])

  const salva = useCallback((): Promise<void> => {
    clearTimeout(timer.current)
    coda = coda.then(async () => {
      if (!sporca.current) return
      sporca.current = false
      try {
        salvata(await call(richiestaPubblicaApi.salva, daSalvare(rhf.getValues()), { chiave }))
      } catch (errore) {
        const problema = asProblema(errore)
        sporca.current = true
        setStato((s) => ({ ...s, daSalvare: true, problema }))
        for (const e of problema.errori) rhf.setError(e.campo, { type: e.codice, message: e.messaggio })
        const passa = problema.status === 0 || problema.status === 429 || problema.status >= 500
        if (passa && aperto.current) timer.current = setTimeout(() => void salva(), NUOVO_TENTATIVO)
      }
    })
    return coda
  }, [rhf, chiave, salvata])

  const cambiata = useCallback(() => {
    sporca.current = true
    setStato((s) => (s.daSalvare ? s : { ...s, daSalvare: true }))
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void salva(), ATTESA)
  }, [salva])

  useEffect(() => {
    aperto.current = true
    const smetti = rhf.subscribe({
      formState: { values: true },
      // only what a person changed has a name
      callback: ({ name }) => void (name && cambiata()),
    })
    const nascosta = () => document.visibilityState === 'hidden' && void salva()
    const lascia = (e: BeforeUnloadEvent) => sporca.current && e.preventDefault()
    document.addEventListener('visibilitychange', nascosta)
    window.addEventListener('beforeunload', lascia)
    return () => {
      smetti()
      document.removeEventListener('visibilitychange', nascosta)
      window.removeEventListener('beforeunload', lascia)
      aperto.current = false
      void salva()
    }
  }, [rhf, cambiata, salva])

  return useMemo(() => ({ letta, ...stato, cambiata, salva, salvata }), [letta, stato, cambiata, salva, salvata])
}
