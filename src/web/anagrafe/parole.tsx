// A person in words, the same in every list: name, age, what tells him from a namesake.
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import { formatData, oggi } from '../kernel/format.ts'
import { StatusBadge } from '../kernel/ui/parts.tsx'

export const nomePersona = (p: Pick<PersonaBreve, 'cognome' | 'nome'>) => `${p.cognome} ${p.nome}`.trim()

/** Whole years on a day. */
export function eta(nascita: string, giorno: string): number {
  const anni = Number(giorno.slice(0, 4)) - Number(nascita.slice(0, 4))
  return giorno.slice(5) < nascita.slice(5) ? anni - 1 : anni
}

/** «nata il 06/05/1980 (45 anni)», with what is not certain said. */
export function nascitaInParole(
  p: Pick<PersonaBreve, 'dataNascita' | 'nascitaPresunta' | 'sesso' | 'decesso'>,
): string {
  if (!p.dataNascita) return 'data di nascita non nota'
  const nato = p.sesso === 'F' ? 'nata' : p.sesso === 'M' ? 'nato' : 'nascita'
  const anni = p.decesso ? '' : ` (${eta(p.dataNascita, oggi())} anni)`
  return `${nato} il ${formatData(p.dataNascita)}${p.nascitaPresunta ? ', data presunta' : ''}${anni}`
}

export function SegniPersona({
  p,
}: {
  p: Pick<PersonaBreve, 'specie' | 'decesso' | 'dataNascita' | 'sesso'> & { inCarico?: boolean }
}) {
  const minore = p.dataNascita !== null && !p.decesso && eta(p.dataNascita, oggi()) < 18
  const segni = [
    p.decesso && (
      <StatusBadge key="decesso">
        {p.sesso === 'F' ? 'Deceduta' : 'Deceduto'} il {formatData(p.decesso)}
      </StatusBadge>
    ),
    minore && (
      <StatusBadge key="minore" tono="attenzione">
        Minorenne
      </StatusBadge>
    ),
    p.specie === 'alias' && <StatusBadge key="alias">Nome non suo</StatusBadge>,
    p.specie === 'anonima' && <StatusBadge key="anonima">Non identificata</StatusBadge>,
    p.inCarico && (
      <StatusBadge key="in-carico" tono="informativo">
        In carico
      </StatusBadge>
    ),
  ].filter(Boolean)
  // nothing at all, so that the card of a phone leaves its line out
  return segni.length === 0 ? null : <span className="d-inline-flex flex-wrap gap-1">{segni}</span>
}
