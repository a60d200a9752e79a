// What an extract declares of a household, in the facts that measures ask for. What nobody has declared or certified exempts nobody
// and excludes nobody: a yes-or-no is no, a degree is the lowest. What has no such answer (an amount, months of residence, a
// title) stays unknown, and whoever evaluates says so.
import type { Fatti, Fatto, ValoreFatto } from './linguaggio.ts'

export interface MembroDichiarato {
  dataNascita: string | null
  /** Field of the extract → value. */
  dichiarati: Readonly<Record<string, unknown>>
  /** Kinds of exemption in force today: each makes true the fact of its name. */
  esoneri: readonly string[] | null
}

const chiave = (v: unknown) =>
  String(v ?? '')
    .trim()
    .toLowerCase()

/** Which of the choices of a fact somebody means, by its code or by its name. */
export const scelta = (f: Fatto, detto: unknown) =>
  f.scelte?.find((s) => s.codice === chiave(detto) || s.nome.toLowerCase() === chiave(detto))

function valore(f: Fatto, dichiarato: unknown, esonerato: boolean): ValoreFatto {
  if (f.tipo === 'logico') return dichiarato === true || esonerato
  if (f.tipo === 'codice') {
    const scelto = scelta(f, dichiarato)
    const gradi = f.scelte?.[0]?.codice === 'nessuna' ? f.scelte : undefined
    // who is exempted by it has at least the first degree; otherwise a degree begins with none, and a title has no lowest
    if (gradi && esonerato && (scelto === undefined || scelto === gradi[0])) return gradi[1]?.codice ?? null
    return scelto?.codice ?? (gradi ? 'nessuna' : null)
  }
  return typeof dichiarato === 'number' || typeof dichiarato === 'string' ? dichiarato : null
}

/** The first of the members is who applies. */
export function fattiDichiarati(
  usati: readonly Fatto[],
  presentataIl: string,
  membri: readonly MembroDichiarato[],
): Fatti {
  const suoi = membri[0]?.dichiarati ?? {}
  const nucleo: Record<string, ValoreFatto> = {}
  for (const f of usati) if (!f.id.startsWith('componente.')) nucleo[f.id] = valore(f, suoi[f.id], false)
  if (
    'richiedente.titolo' in nucleo &&
    nucleo['richiedente.titolo'] === null &&
    chiave(suoi.nazionalita).startsWith('ital')
  )
    nucleo['richiedente.titolo'] = 'italiano'
  nucleo['domanda.giorno'] = presentataIl
  const delMembro = usati.filter((f) => f.id.startsWith('componente.'))
  return {
    nucleo,
    componenti: membri.map((m) => {
      const fatti = Object.fromEntries(
        delMembro.map((f) => {
          const nome = f.id.slice('componente.'.length)
          return [f.id, valore(f, m.dichiarati[nome], m.esoneri?.includes(nome) ?? false)]
        }),
      )
      return { ...fatti, 'componente.nascita': m.dataNascita }
    }),
  }
}
