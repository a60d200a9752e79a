// When a household is out of the obligations (T12, C3.30): where the comune has registered why, and nobody of it has any left. It goes out
// and comes back by itself, whatever changed: an exemption that begins or ends, somebody who comes of age or enters the household.
import { impedimentoCaso, type StatoCaso } from './casi.rules.ts'

export interface MembroEsente {
  obbligato: boolean
  /** Exemptions in force: of which kind, and since when they are known and hold. */
  esoneri: readonly { genere: 'escluso' | 'esonerabile'; dal: string }[]
}

/** T15: after a renewal everybody is called again, also who was out: what was registered before it takes nobody out. */
export function fuoriDagliObblighi(membri: readonly MembroEsente[], rinnovo: string | null): boolean {
  return (
    membri.every((m) => !m.obbligato) && membri.some((m) => m.esoneri.some((x) => rinnovo === null || x.dal >= rinnovo))
  )
}

/** The act by which the state says it; null where it says it already, or the household is at no point from which to go out. */
export function attoDovuto(
  stato: StatoCaso,
  membri: readonly MembroEsente[],
  rinnovo: string | null,
): 'esonera' | 'escludi' | 'reintegra' | null {
  if (impedimentoCaso('reintegra', stato) === null) return membri.some((m) => m.obbligato) ? 'reintegra' : null
  if (impedimentoCaso('esonera', stato) !== null || !fuoriDagliObblighi(membri, rinnovo)) return null
  return membri.some((m) => m.esoneri.some((x) => x.genere === 'esonerabile')) ? 'esonera' : 'escludi'
}

export const motiviDovuti = {
  esonera: 'Tutti i componenti con obblighi sono esonerati o esclusi',
  escludi: 'Tutti i componenti con obblighi sono esonerati o esclusi',
  reintegra: 'Un componente ha obblighi',
} as const
