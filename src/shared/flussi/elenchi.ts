// The code lists that the rules ask, as they stood on a day. They come from config/codifiche or from the database: here is
// only how they are asked, by the code that INPS uses.
import type { Codifica } from '../parametri/codifiche.rules.ts'
import type { Giorno } from './prestazione.ts'

/** An entry of config/codifiche; `codice` may differ from INPS's, which is then in the mapping. */
export interface RigaElenco {
  codifica_id: string
  codice: string
  etichetta: string
  padre: string | null
  dal: Giorno
  al: Giorno | null
  mappa: Readonly<Record<string, string>>
  attributi: Readonly<Record<string, string>>
}

export interface Voce {
  /** As INPS writes it. */
  codice: string
  etichetta: string
  mappa: Readonly<Record<string, string>>
  attributi: Readonly<Record<string, string>>
}

export interface Elenchi {
  /** The entry of that code; with a day, only if it was in force then. */
  trova(elenco: Codifica, codice: string, il?: Giorno): Voce | undefined
  /** The entries in force on a day. */
  voci(elenco: Codifica, il?: Giorno): readonly Voce[]
}

export function creaElenchi(righe: readonly RigaElenco[]): Elenchi {
  const perElenco = new Map<string, Map<string, (Voce & { dal: Giorno; al: Giorno | null })[]>>()
  // what only contains others (the sections of the catalogue) is no code to send
  const sopra = new Set(righe.map((r) => `${r.codifica_id} ${r.padre}`))
  for (const r of righe) {
    if (sopra.has(`${r.codifica_id} ${r.codice}`)) continue
    const elenco = perElenco.get(r.codifica_id) ?? new Map<string, (Voce & { dal: Giorno; al: Giorno | null })[]>()
    perElenco.set(r.codifica_id, elenco)
    const codice = r.mappa.inps ?? r.codice
    const voce = { codice, etichetta: r.etichetta, mappa: r.mappa, attributi: r.attributi, dal: r.dal, al: r.al }
    elenco.set(codice, [...(elenco.get(codice) ?? []), voce])
  }
  const vale = (v: { dal: Giorno; al: Giorno | null }, il: Giorno | undefined) =>
    il === undefined || (v.dal <= il && (v.al === null || v.al >= il))
  const voci = (elenco: Codifica, il: Giorno | undefined) =>
    [...(perElenco.get(elenco)?.values() ?? [])].flatMap((v) => v.findLast((x) => vale(x, il)) ?? [])
  const diSempre = new Map<Codifica, Voce[]>()
  return {
    trova: (elenco, codice, il) =>
      perElenco
        .get(elenco)
        ?.get(codice)
        ?.findLast((v) => vale(v, il)),
    voci(elenco, il) {
      if (il !== undefined) return voci(elenco, il)
      const note = diSempre.get(elenco) ?? voci(elenco, undefined)
      diSempre.set(elenco, note)
      return note
    },
  }
}

/** The official label as INPS writes it: its own texts have the typewriter's apostrophe. */
export const denominazioneInps = (voce: Voce): string => voce.etichetta.replaceAll('’', "'")
