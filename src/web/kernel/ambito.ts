// Which ambito a request works in, where it is not simply one's own. A national user chooses it, for all that he does; a user of an
// ambito chooses it by choosing the ente he works for, when that is of another ambito that entrusts his with it, and only for the
// acts that are entrusted: of all the rest he stays at home. It travels as the `Trama-Ambito` header and lives in the tab
// (sessionStorage), so two tabs can work on two ambiti; a link with `?ambito=<id>`, or `?presso=<id>` for what is entrusted,
// sets it, so that a place can be sent to a colleague.
import { useSyncExternalStore } from 'react'
import { dimenticaPartite } from './anticipo.ts'
import { type AnyEndpoint, setAmbitoHeader } from './client.ts'

const KEY = 'trama.ambito'
const KEY_PRESSO = 'trama.presso'
const listeners = new Set<() => void>()
let scelto: string | null = null
let presso: string | null = null

interface Affidato {
  id: string
  azioni: readonly string[]
}
let affidati: readonly Affidato[] = []

const ambitoDi = (azione: string): string | null =>
  affidati.some((a) => a.id === presso && a.azioni.includes(azione)) ? presso : scelto
setAmbitoHeader(ambitoDi)

function conserva(key: string, id: string | null) {
  if (id) sessionStorage.setItem(key, id)
  else sessionStorage.removeItem(key)
}

function cambiato() {
  // what was asked for one ambito is not the answer to another
  dimenticaPartite()
  for (const l of listeners) l()
}

function set(id: string | null) {
  scelto = id
  conserva(KEY, id)
  cambiato()
}

/** Works for an ente of an ambito that entrusts it; null: at home. */
export function lavoraPresso(id: string | null): void {
  if (id === presso) return
  presso = id
  conserva(KEY_PRESSO, id)
  cambiato()
}

/** Called once, before the first request. */
export function startAmbito(): void {
  const cerca = new URLSearchParams(location.search)
  presso = cerca.get('presso') ?? sessionStorage.getItem(KEY_PRESSO)
  conserva(KEY_PRESSO, presso)
  set(cerca.get('ambito') ?? sessionStorage.getItem(KEY))
}

/** Whose session it is, as soon as it is known and at each reading: what it may not choose is left. */
export function riconosciAmbiti(sessione: { ambito: object | null; affidati: readonly Affidato[] }): void {
  affidati = sessione.affidati
  if (presso && !affidati.some((a) => a.id === presso)) lavoraPresso(null)
  if (sessione.ambito && scelto) set(null)
}

/**
 * Where the address of a page has the tab work (`presso`; null: at home), and what it should say of it from then on (`dice`; null:
 * nothing). The page of one thing keeps saying it, one's own ambito too: whoever comes back to it, or sends it, must find that thing.
 * Elsewhere it is taken once.
 */
export function daIndirizzo(o: {
  chiesto: string | null
  presso: string | null
  proprio: string | null
  affidati: readonly string[]
  unaCosa: boolean
}): { presso: string | null; dice: string | null } {
  const affidato = o.chiesto !== null && o.affidati.includes(o.chiesto) ? o.chiesto : null
  const qui = o.chiesto === null ? o.presso : affidato
  return { presso: qui, dice: o.unaCosa ? (qui ?? o.proprio) : null }
}

const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => listeners.delete(l)
}

/** `[id | null, choose]`. Every cached reply is kept apart by ambito, so choosing is enough. */
export function useAmbitoScelto(): [string | null, (id: string | null) => void] {
  return [useSyncExternalStore(subscribe, () => scelto), set]
}

/** The ambito of the ente one works for, when it is not one's own. */
export const usePresso = (): string | null => useSyncExternalStore(subscribe, () => presso)

/** The ambito in which an endpoint answers, now. */
export const useAmbitoDi = (e: AnyEndpoint): string | null => useSyncExternalStore(subscribe, () => ambitoDi(e.azione))
