// A case as it is typed: each fact a text, until it is understood. Pure.
import type { Fatti, Fatto, ValoreFatto } from '../../shared/misure/linguaggio.ts'
import { dividiFatti, type VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { parseData, parseImporto } from '../kernel/format.ts'

export type Scritti = Readonly<Record<string, string>>
export interface Caso {
  nucleo: Scritti
  componenti: readonly Scritti[]
}

const numero = (t: string) => (/^\d{1,9}(,\d{1,6})?$/.test(t.trim()) ? Number(t.trim().replace(',', '.')) : null)

/** What was meant, or null where nothing was written or it makes no sense. */
export function leggiScritto(f: Fatto, testo: string | undefined): ValoreFatto {
  const t = testo?.trim() ?? ''
  if (t === '') return null
  if (f.tipo === 'logico') return t === 'si' ? true : t === 'no' ? false : null
  if (f.tipo === 'importo') return parseImporto(t)
  if (f.tipo === 'giorno') return parseData(t)
  return f.tipo === 'numero' ? numero(t) : t
}

export const errato = (f: Fatto, testo: string | undefined): string | null => {
  if (!testo?.trim() || leggiScritto(f, testo) !== null) return null
  if (f.tipo === 'giorno') return 'Scrivi il giorno come 22/11/2026.'
  return f.tipo === 'importo' ? 'Scrivi un importo in euro, come 1.234,56.' : 'Scrivi un numero, come 24.'
}

export function inFatti(v: VersioneCompilata, c: Caso): Fatti {
  const { nucleo, componenti } = dividiFatti(v.usati)
  const di = (fatti: readonly Fatto[], s: Scritti) =>
    Object.fromEntries(fatti.map((f) => [f.id, leggiScritto(f, s[f.id])]))
  return { nucleo: di(nucleo, c.nucleo), componenti: c.componenti.map((s) => di(componenti, s)) }
}

/** «No» to every yes-or-no not answered, nothing spent or owned where no amount was written: what one means by «il resto no». */
export function ilRestoNo(v: VersioneCompilata, c: Caso): Caso {
  const { nucleo, componenti } = dividiFatti(v.usati)
  const completa = (fatti: readonly Fatto[], s: Scritti): Scritti => ({
    ...Object.fromEntries(
      fatti.flatMap((f) => {
        if (s[f.id]?.trim()) return []
        if (f.tipo === 'logico') return [[f.id, 'no']]
        if (f.tipo === 'importo') return [[f.id, '0']]
        // a scale that begins with «nessuna»
        return f.scelte?.[0]?.codice === 'nessuna' ? [[f.id, 'nessuna']] : []
      }),
    ),
    ...Object.fromEntries(Object.entries(s).filter(([, t]) => t.trim())),
  })
  return { nucleo: completa(nucleo, c.nucleo), componenti: c.componenti.map((s) => completa(componenti, s)) }
}
