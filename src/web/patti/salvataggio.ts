// Saving an analysis while one writes it: two seconds after the last key, on leaving a page, when the network comes back.
// What the server cannot take is a draft like any other (ADR 0012), offered when the analysis is opened again.
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { type CompilazioneLetta, compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { useScrittura } from '../kernel/bozze/use-bozza.ts'
import { asProblema, call, type ProblemaRete } from '../kernel/client.ts'
import { Scritti } from './scritti.ts'

const ATTESA = 2000
const RIPROVA = 5000

export interface Salvataggio {
  scritti: Scritti
  stato: 'salvato' | 'da-salvare' | 'in-corso' | 'fallito'
  /** The last refusal, where saving has not succeeded. */
  problema: ProblemaRete | null
  quando: Date | null
  salva: () => Promise<boolean>
  conferma: (chiavi: readonly string[]) => Promise<void>
  bozza: ReturnType<typeof useScrittura>
}

export function useSalvataggio(c: CompilazioneLetta): Salvataggio {
  // one opening of the page, one set of answers: what is read again does not fall on what is being typed
  const iniziale = useRef(c)
  const scritti = useMemo(() => new Scritti(iniziale.current.versione, iniziale.current.risposte), [])
  const foto = useSyncExternalStore(scritti.ascolta, scritti.foto)
  const [stato, setStato] = useState<Salvataggio['stato']>('salvato')
  const [problema, setProblema] = useState<ProblemaRete | null>(null)
  const [quando, setQuando] = useState<Date | null>(null)
  const bozza = useScrittura(`analisi:${c.id}`, {
    valori: () => scritti.sospese(),
    mostra: (v) => scritti.riprendi(v),
    versione: foto.versione,
  })
  const { scrittura } = bozza
  const inCorso = useRef<Promise<boolean> | undefined>(undefined)

  const salva = useMemo(() => {
    const invia = async (): Promise<boolean> => {
      const inviate = scritti.daInviare()
      if (inviate.length === 0) return true
      setStato('in-corso')
      try {
        const r = await call(
          compilazioniApi.salva,
          { id: c.id, vista: scritti.foto().versione, risposte: inviate },
          { keepalive: JSON.stringify(inviate).length < 60_000, signal: AbortSignal.timeout(15_000) },
        )
        scritti.ricevi(inviate, r)
        setProblema(null)
        setQuando(new Date())
        setStato(scritti.daInviare().length > 0 ? 'da-salvare' : 'salvato')
        if (scritti.foto().inSospeso === 0) scrittura?.inviata()
        return true
      } catch (e) {
        setProblema(asProblema(e))
        setStato('fallito')
        scrittura?.cambiata()
        return false
      }
    }
    // one at a time: each is written over the answers that the one before has brought
    return async () => {
      while (inCorso.current) await inCorso.current
      inCorso.current = invia().finally(() => {
        inCorso.current = undefined
      })
      return inCorso.current
    }
  }, [c.id, scritti, scrittura])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each key starts the wait again
  useEffect(() => {
    if (scritti.daInviare().length === 0) return
    setStato((s) => (s === 'in-corso' || s === 'fallito' ? s : 'da-salvare'))
    const t = setTimeout(() => void salva(), stato === 'fallito' ? RIPROVA : ATTESA)
    return () => clearTimeout(t)
  }, [foto, salva, scritti, stato])

  useEffect(() => {
    const ora = () => void salva()
    const nascosta = () => document.visibilityState === 'hidden' && ora()
    window.addEventListener('pagehide', ora)
    window.addEventListener('online', ora)
    document.addEventListener('visibilitychange', nascosta)
    return () => {
      window.removeEventListener('pagehide', ora)
      window.removeEventListener('online', ora)
      document.removeEventListener('visibilitychange', nascosta)
      ora()
    }
  }, [salva])

  const conferma = async (chiavi: readonly string[]) => {
    await salva()
    const risposte = chiavi.flatMap((k) => {
      const r = scritti.foto().risposte.get(k)
      return r?.daConfermare ? [{ componenteId: r.componenteId, campo: r.campo, revisione: r.revisione }] : []
    })
    if (risposte.length === 0) return
    try {
      const r = await call(compilazioniApi.conferma, { id: c.id, vista: scritti.foto().versione, risposte })
      scritti.ricevi([], { ...r, conflitti: [] })
    } catch (e) {
      setProblema(asProblema(e))
    }
  }
  return { scritti, stato, problema, quando, salva, conferma, bozza }
}
