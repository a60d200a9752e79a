// Who is signed in, for every screen. Hidden here: reading the session once, the two ways in which it can be missing
// (never opened: the access page, keeping the place; expired in mid-work: a banner that leaves the page and what was
// typed alone), the warning before it expires (WCAG 2.2.1), and the news passed between tabs of the same browser.
//
//   const { utente, ambito, can } = useSessione()      // inside a page that asks for a session
//   if (can('utente.sospendi')) …
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { Static } from 'typebox'
import type { Azione } from '../../shared/kernel/endpoint.ts'
import { type Sessione as SchemaSessione, sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { riconosciAmbiti } from './ambito.ts'
import { dimenticaPartite } from './anticipo.ts'
import { observeReplies, type ProblemaRete } from './client.ts'
import { useEndpoint } from './hooks.ts'

export type Sessione = Static<typeof SchemaSessione>

interface StatoSessione {
  /** Null when nobody is signed in. */
  sessione: Sessione | null
  inArrivo: boolean
  problema: ProblemaRete | null
  /** It was open and the server no longer accepts it. */
  scaduta: boolean
  /** It will expire within two minutes unless one goes on. */
  staPerScadere: boolean
  rileggi: () => void
}

const Context = createContext<StatoSessione | null>(null)
const CANALE = 'trama.sessione'
const PREAVVISO = 120_000

/** Where to sign in, and come back to this very place. */
export const accessoConRitorno = (luogo: string) => `/accesso?ritorno=${encodeURIComponent(luogo)}`

/** Tells the other tabs that somebody has just signed in. */
export function annunciaAccesso(): void {
  const canale = new BroadcastChannel(CANALE)
  canale.postMessage('entrato')
  canale.close()
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const q = useEndpoint(sessioneApi.leggi, {}, { tieni: true, staleTime: 60_000 })
  const [rifiutata, setRifiutata] = useState(false)
  const [staPerScadere, setStaPerScadere] = useState(false)
  const attivita = useRef(0)
  const assente = q.error?.status === 401
  const sessione = q.data ?? null
  const { refetch } = q
  // always the same: who asks for it in an effect asks once
  const rileggi = useCallback(() => void refetch(), [refetch])

  useEffect(
    () =>
      observeReplies((status) => {
        if (status === 401) {
          setRifiutata(true)
          dimenticaPartite()
        } else attivita.current = Date.now()
      }),
    [],
  )
  useEffect(() => {
    if (q.dataUpdatedAt) {
      setRifiutata(false)
      setStaPerScadere(false)
    }
  }, [q.dataUpdatedAt])

  useEffect(() => {
    if (!sessione) return
    const scade = Date.parse(sessione.scadeIl)
    const letta = q.dataUpdatedAt
    const avviso = setTimeout(
      () => {
        // other requests after this reading have already moved the expiry: ask for the new one instead of alarming
        if (attivita.current > letta + 1000) rileggi()
        else setStaPerScadere(true)
      },
      Math.min(Math.max(scade - PREAVVISO - Date.now(), 0), 2 ** 31 - 1),
    )
    const fine = setTimeout(() => rileggi(), Math.min(Math.max(scade + 1500 - Date.now(), 1500), 2 ** 31 - 1))
    return () => {
      clearTimeout(avviso)
      clearTimeout(fine)
    }
  }, [sessione, q.dataUpdatedAt, rileggi])

  const scaduta = sessione !== null && (rifiutata || assente)
  useEffect(() => {
    const canale = new BroadcastChannel(CANALE)
    canale.onmessage = () => rileggi()
    const tornato = () => {
      if (document.visibilityState === 'visible' && scaduta) rileggi()
    }
    document.addEventListener('visibilitychange', tornato)
    return () => {
      canale.close()
      document.removeEventListener('visibilitychange', tornato)
    }
  }, [rileggi, scaduta])

  // before any page asks for anything: in which ambiti this person may work
  const [riconosciuto, setRiconosciuto] = useState<string>()
  useEffect(() => {
    if (!sessione) return
    riconosciAmbiti(sessione)
    setRiconosciuto(sessione.utente.id)
  }, [sessione])

  // another person has signed in in another tab: nothing of the first may remain on this screen
  const primo = useRef<string>(null)
  useEffect(() => {
    if (!sessione) return
    if (primo.current && primo.current !== sessione.utente.id) {
      client.clear()
      dimenticaPartite()
      location.assign('/')
    }
    primo.current = sessione.utente.id
  }, [sessione, client])

  const stato: StatoSessione = {
    sessione,
    inArrivo: q.isPending || (sessione !== null && riconosciuto !== sessione.utente.id),
    problema: q.error && !assente ? q.error : null,
    scaduta,
    staPerScadere: staPerScadere && !scaduta,
    rileggi,
  }
  return <Context value={stato}>{children}</Context>
}

export function useStatoSessione(): StatoSessione {
  const stato = useContext(Context)
  if (!stato) throw new Error('useSessione outside SessionProvider')
  return stato
}

/** May this session do any of these acts? */
export function isConsentita(sessione: Sessione | null, azione: Azione | readonly Azione[]): boolean {
  const una = (a: Azione) => a === 'pubblico' || (sessione !== null && (a === 'sessione' || a in sessione.azioni))
  return typeof azione === 'string' ? una(azione) : azione.some(una)
}

/** `can(azione)`, also where there may be no session. */
export function useCan(): (azione: Azione | readonly Azione[]) => boolean {
  const { sessione } = useStatoSessione()
  return (azione) => isConsentita(sessione, azione)
}

/** The open session; throws where the page is public and there may be none (there, `useStatoSessione`). */
export function useSessione(): Sessione & { can: (azione: Azione | readonly Azione[]) => boolean } {
  const { sessione } = useStatoSessione()
  if (!sessione) throw new Error('this page is public: use useStatoSessione')
  return useMemo(() => ({ ...sessione, can: (azione) => isConsentita(sessione, azione) }), [sessione])
}
