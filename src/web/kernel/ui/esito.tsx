// What an act ended with, said once: a live region that screen readers announce and that does not move the focus.
// What went well leaves by itself; what was refused stays until it is read.
//
//   const esito = useEsito()
//   esito.riuscito('Utente sospeso.')     esito.rifiutato(problema)
// `useAction` and forms already do it: pages rarely call it by hand.
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { asProblema } from '../client.ts'
import { Icon } from './parts.tsx'

interface Voce {
  id: number
  tipo: 'success' | 'danger'
  testo: string
  dettaglio?: string
}
interface Esito {
  riuscito: (testo: string) => void
  rifiutato: (problema: unknown) => void
}

const Context = createContext<Esito | null>(null)
const DURATA = 8000

export function EsitoProvider({ children }: { children: ReactNode }) {
  const [voci, setVoci] = useState<Voce[]>([])
  const prossimo = useRef(1)
  const togli = useCallback((id: number) => setVoci((v) => v.filter((x) => x.id !== id)), [])
  const aggiungi = useCallback(
    (voce: Omit<Voce, 'id'>) => {
      const id = prossimo.current++
      setVoci((v) => [...v.filter((x) => x.testo !== voce.testo), { ...voce, id }].slice(-3))
      if (voce.tipo === 'success') setTimeout(() => togli(id), DURATA)
    },
    [togli],
  )
  const esito = useMemo<Esito>(
    () => ({
      riuscito: (testo) => aggiungi({ tipo: 'success', testo }),
      rifiutato: (problema) => {
        const p = asProblema(problema)
        // the session's own banner speaks for it
        if (p.status === 401) return
        aggiungi({ tipo: 'danger', testo: p.message, dettaglio: p.richiestaId && `Richiesta ${p.richiestaId}` })
      },
    }),
    [aggiungi],
  )
  return (
    <Context value={esito}>
      {children}
      <section className="esiti" aria-live="polite" aria-label="Esito delle operazioni">
        {voci.map((v) => (
          <div key={v.id} className={`alert alert-${v.tipo}`}>
            <p>{v.testo}</p>
            {v.dettaglio && <p className="dettagli">{v.dettaglio}</p>}
            <button type="button" className="esito-chiudi" aria-label="Chiudi l’avviso" onClick={() => togli(v.id)}>
              <Icon name="it-close" />
            </button>
          </div>
        ))}
      </section>
    </Context>
  )
}

export function useEsito(): Esito {
  const esito = useContext(Context)
  if (!esito) throw new Error('useEsito outside EsitoProvider')
  return esito
}
