// What the pages of the analyses say in the same way.
import type { MembroCompilazione } from '../../shared/patti/compilazioni.api.ts'
import { nomiStatoCompilazione, type StatoCompilazione } from '../../shared/patti/compilazioni.rules.ts'
import { plurale } from '../kernel/format.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

const toni: Record<StatoCompilazione, Tono> = {
  'in-corso': 'attenzione',
  finalizzata: 'positivo',
  sostituita: 'neutro',
  annullata: 'neutro',
}
export const StatoAnalisi = ({ stato }: { stato: StatoCompilazione }) => (
  <StatusBadge tono={toni[stato]}>{nomiStatoCompilazione[stato]}</StatusBadge>
)

export const nomeMembro = (m: { cognome: string; nome: string }) => `${m.cognome} ${m.nome}`

/** «Sintetici Luca, 11 anni, Figlio» */
export const chiEra = (m: MembroCompilazione) =>
  [nomeMembro(m), m.eta !== null && plurale(m.eta, 'anno', 'anni'), m.parentela].filter(Boolean).join(', ')

/** Whose an answer is. */
export const diChi = (membri: readonly MembroCompilazione[], componenteId: string | null) => {
  const m = membri.find((x) => x.id === componenteId)
  return m ? nomeMembro(m) : 'Nucleo'
}

/** Where an analysis of a caso is read: one of another comune is a document of its own. */
export const versoAnalisi = (caso: string, a: { id: string; ricevuta: boolean }): string =>
  a.ricevuta ? `/miei-casi/${caso}/analisi/${a.id}` : `/analisi/${a.id}`
