// Which ambito a national user is working on. Users of an ambito have one and never choose; the Super Utente chooses,
// and the choice travels as the `Trama-Ambito` header of every request. It lives in the tab (sessionStorage), so two
// tabs can work on two ambiti; a link with `?ambito=<id>` sets it, so that a place can be sent to a colleague.
import { useSyncExternalStore } from 'react'
import { dimenticaPartite } from './anticipo.ts'
import { setAmbitoHeader } from './client.ts'

const KEY = 'trama.ambito'
const listeners = new Set<() => void>()
let scelto: string | null = null

function set(id: string | null) {
  scelto = id
  setAmbitoHeader(id)
  dimenticaPartite()
  if (id) sessionStorage.setItem(KEY, id)
  else sessionStorage.removeItem(KEY)
  for (const l of listeners) l()
}

/** Called once, before the first request. */
export function startAmbito(): void {
  set(new URLSearchParams(location.search).get('ambito') ?? sessionStorage.getItem(KEY))
}

const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => listeners.delete(l)
}

/** `[id | null, choose]`. Every cached reply is kept apart by ambito, so choosing is enough. */
export function useAmbitoScelto(): [string | null, (id: string | null) => void] {
  return [useSyncExternalStore(subscribe, () => scelto), set]
}
