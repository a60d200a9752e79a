// A domanda as it is typed: each datum a text, until it is understood; and back, what is stored as one types it. Pure.
import type { CampoDomanda, Valori } from '../../../shared/patti/domanda-campi.ts'
import type { ContenutoScritto } from '../../../shared/patti/domande.api.ts'
import { formatData, formatImporto, parseData, parseImporto } from '../../kernel/format.ts'
import { leggiScritto } from '../../misure/caso.ts'

export type Testi = Readonly<Record<string, string>>
export interface MembroScritto {
  id: string | null
  testi: Testi
}
export interface Scritta {
  nucleo: Testi
  membri: readonly MembroScritto[]
}

const tipoDi = (c: CampoDomanda) => c.fatto?.tipo ?? c.tipo

export function inTesto(c: CampoDomanda, v: Valori[string] | undefined): string {
  if (v === null || v === undefined) return ''
  if (typeof v === 'boolean') return v ? 'si' : 'no'
  const tipo = tipoDi(c)
  if (tipo === 'giorno') return formatData(String(v))
  if (tipo === 'importo') return formatImporto(Number(v))
  return typeof v === 'number' ? String(v).replace('.', ',') : v
}

/** What was meant, or null where nothing was written or it makes no sense. */
export function letto(c: CampoDomanda, testo: string | undefined): Valori[string] {
  const t = testo?.trim() ?? ''
  if (t === '') return null
  if (c.fatto) return leggiScritto(c.fatto, t)
  if (c.tipo === 'giorno') return parseData(t)
  if (c.tipo === 'importo') return parseImporto(t)
  return c.tipo === 'codice-fiscale' ? t.toUpperCase() : t
}

/** Why what is typed is not understood; null where it is. */
export function errato(c: CampoDomanda, testo: string | undefined): string | null {
  if (!testo?.trim() || letto(c, testo) !== null) return null
  const tipo = tipoDi(c)
  if (tipo === 'giorno') return 'Scrivi il giorno come 22/11/2026.'
  return tipo === 'importo' ? 'Scrivi un importo in euro, come 1.234,56.' : 'Scrivi un numero, come 24.'
}

const scrivi = (campi: readonly CampoDomanda[], v: Valori): Testi =>
  Object.fromEntries(campi.map((c) => [c.id, inTesto(c, v[c.id])]).filter(([, t]) => t !== ''))
const leggi = (campi: readonly CampoDomanda[], t: Testi): Valori =>
  Object.fromEntries(campi.flatMap((c) => (t[c.id]?.trim() ? [[c.id, letto(c, t[c.id])] as const] : [])))

export interface Campi {
  nucleo: readonly CampoDomanda[]
  componente: readonly CampoDomanda[]
}
export const daContenuto = (
  campi: Campi,
  nucleo: Valori,
  membri: readonly { id: string | null; valori: Valori }[],
): Scritta => ({
  nucleo: scrivi(campi.nucleo, nucleo),
  membri:
    membri.length > 0
      ? membri.map((m) => ({ id: m.id, testi: scrivi(campi.componente, m.valori) }))
      : [{ id: null, testi: {} }],
})

/** Each typed text that is not understood, with its place. */
export const errori = (campi: Campi, s: Scritta): string[] => [
  ...campi.nucleo.filter((c) => errato(c, s.nucleo[c.id])).map((c) => c.nome),
  ...s.membri.flatMap((m, n) =>
    campi.componente.filter((c) => errato(c, m.testi[c.id])).map((c) => `${c.nome}, componente ${n + 1}`),
  ),
]

export const inContenuto = (campi: Campi, s: Scritta): ContenutoScritto => ({
  nucleo: { ...leggi(campi.nucleo, s.nucleo) },
  componenti: s.membri.map((m) => ({ id: m.id, valori: { ...leggi(campi.componente, m.testi) } })),
})
