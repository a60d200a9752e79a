// The secret of a request in the hands of who writes it. By itself it lives in the memory of the page, and is gone with
// it; it goes into the browser's storage only where the person has chosen so, because the computer may not be his.

import type { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'

export const luoghiChiave = ['memoria', 'scheda', 'computer'] as const
export type LuogoChiave = (typeof luoghiChiave)[number]
type Nuova = Output<typeof richiestaPubblicaApi.crea>

const NOME = 'trama.richiesta-ambito.chiave'
let inMemoria: string | null = null
let appenaCreata: Nuova | null = null

/** A browser may forbid storage: then the memory of the page is all there is. */
function prova<T>(fai: () => T): T | null {
  try {
    return fai()
  } catch {
    return null
  }
}

export const trovaChiave = (): string | null =>
  inMemoria ?? prova(() => sessionStorage.getItem(NOME) ?? localStorage.getItem(NOME))

/** False when the browser does not let it be kept where it was asked. */
export function tieniChiave(chiave: string, dove: LuogoChiave): boolean {
  dimenticaChiave()
  inMemoria = chiave
  if (dove === 'memoria') return true
  return prova(() => (dove === 'scheda' ? sessionStorage : localStorage).setItem(NOME, chiave)) !== null
}

export function dimenticaChiave(): void {
  inMemoria = null
  prova(() => sessionStorage.removeItem(NOME))
  prova(() => localStorage.removeItem(NOME))
}

/** What the server says once, on its way from the page that asked to the page that shows it. */
export const chiaveAppenaCreata = () => appenaCreata
export function ricordaNuova(nuova: Nuova | null): void {
  appenaCreata = nuova
}
