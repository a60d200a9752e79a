// Saving an analysis, or a pact, while one writes it: two seconds after the last key, on leaving a page, when the network comes back.
// What the server cannot take is a draft like any other (ADR 0012), offered when the analysis is opened again.
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { type CompilazioneLetta, compilazioniApi, type Risposta } from '../../shared/patti/compilazioni.api.ts'
import type { OrigineProposta } from '../../shared/patti/compilazioni.rules.ts'
import { useScrittura } from '../kernel/bozze/use-bozza.ts'
import { asProblema, type CallOptions, call, type ProblemaRete } from '../kernel/client.ts'
import { type DaInviare, Scritti } from './scritti.ts'

const ATTESA = 2000
/** However long one goes on writing without a pause. */
const AL_PIU = 4000
const RIPROVA = 5000
/** What may pass by itself: the network, a session that has expired, a server that is busy. */
const passa = (p: ProblemaRete | null) => p !== null && [0, 401, 502, 503].includes(p.status)

/** What is written: where its answers begin, how they are sent, how its draft is called. */
export interface DaSalvare {
  bozza: string
  versione: number
  risposte: readonly Risposta[]
  invia: (
    i: { vista: number; risposte: DaInviare[] },
    o: CallOptions,
  ) => Promise<{ versione: number; conflitti: readonly Risposta[]; cambiate: readonly Risposta[] }>
}

export interface ScrittiSalvati {
  scritti: Scritti
  stato: 'salvato' | 'da-salvare' | 'in-corso' | 'fallito'
  /** The last refusal, where saving has not succeeded. */
  problema: ProblemaRete | null
  quando: Date | null
  salva: () => Promise<boolean>
  bozza: ReturnType<typeof useScrittura>
  /** Something else than a saving was refused. */
  fallito: (e: unknown) => void
}

export interface Salvataggio extends ScrittiSalvati {
  /** `da`: another source than the one that is the answer. */
  conferma: (chiavi: readonly string[], da?: OrigineProposta) => Promise<void>
}

export function useScritti(c: DaSalvare): ScrittiSalvati {
  // one opening of the page, one set of answers: what is read again does not fall on what is being typed
  const iniziale = useRef(c)
  const scritti = useMemo(() => new Scritti(iniziale.current.versione, iniziale.current.risposte), [])
  const foto = useSyncExternalStore(scritti.ascolta, scritti.foto)
  const [stato, setStato] = useState<ScrittiSalvati['stato']>('salvato')
  const [problema, setProblema] = useState<ProblemaRete | null>(null)
  const [quando, setQuando] = useState<Date | null>(null)
  const bozza = useScrittura(c.bozza, {
    valori: () => scritti.sospese(),
    mostra: (v) => scritti.riprendi(v),
    versione: foto.versione,
  })
  const { scrittura } = bozza
  const manda = useRef(c.invia)
  manda.current = c.invia
  const inCorso = useRef<Promise<boolean> | undefined>(undefined)
  /** Since when there is something that the server does not have; what it refused last. */
  const dal = useRef<number | null>(null)
  const rifiutata = useRef<unknown>(null)

  // read again from the server: what colleagues have written meanwhile
  useEffect(() => {
    if (c.versione > scritti.foto().versione)
      scritti.ricevi([], { versione: c.versione, conflitti: [], cambiate: c.risposte })
  }, [c, scritti])

  const salva = useMemo(() => {
    const invia = async (): Promise<boolean> => {
      const inviate = scritti.daInviare()
      dal.current = null
      if (inviate.length === 0) {
        setProblema(null)
        setStato('salvato')
        return true
      }
      setStato('in-corso')
      try {
        const r = await manda.current(
          { vista: scritti.foto().versione, risposte: inviate },
          { keepalive: JSON.stringify(inviate).length < 60_000, signal: AbortSignal.timeout(15_000) },
        )
        scritti.ricevi(inviate, r)
        setProblema(null)
        setQuando(new Date())
        setStato(scritti.daInviare().length > 0 ? 'da-salvare' : 'salvato')
        if (scritti.foto().inSospeso === 0) scrittura?.inviata()
        return true
      } catch (e) {
        rifiutata.current = scritti.foto()
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
  }, [scritti, scrittura])

  useEffect(() => {
    if (scritti.daInviare().length === 0) return
    if (stato === 'fallito') scrittura?.cambiata()
    // refused for what it says: the same is not sent again until something changes
    if (stato === 'fallito' && !passa(problema) && rifiutata.current === foto) return
    dal.current ??= Date.now()
    setStato((x) => (x === 'in-corso' || x === 'fallito' ? x : 'da-salvare'))
    const fra = stato === 'fallito' ? RIPROVA : Math.min(ATTESA, Math.max(0, dal.current + AL_PIU - Date.now()))
    const t = setTimeout(() => void salva(), fra)
    return () => clearTimeout(t)
  }, [foto, salva, scritti, scrittura, stato, problema])

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

  const fallito = (e: unknown) => {
    setProblema(asProblema(e))
    setStato('fallito')
  }
  return { scritti, stato, problema, quando, salva, bozza, fallito }
}

export function useSalvataggio(c: CompilazioneLetta): Salvataggio {
  const s = useScritti({
    bozza: `analisi:${c.id}`,
    versione: c.versione,
    risposte: c.risposte,
    invia: (i, o) => call(compilazioniApi.salva, { id: c.id, ...i }, o),
  })
  const { scritti, salva, fallito } = s
  const conferma = async (chiavi: readonly string[], da?: OrigineProposta) => {
    await salva()
    const risposte = chiavi.flatMap((k) => {
      const r = scritti.foto().risposte.get(k)
      if (!r || (!da && !r.daConfermare)) return []
      return [{ componenteId: r.componenteId, campo: r.campo, revisione: r.revisione, ...(da ? { da } : {}) }]
    })
    if (risposte.length === 0) return
    try {
      const r = await call(compilazioniApi.conferma, { id: c.id, vista: scritti.foto().versione, risposte })
      scritti.ricevi([], { ...r, conflitti: [] })
    } catch (e) {
      fallito(e)
    }
  }
  return { ...s, conferma }
}
