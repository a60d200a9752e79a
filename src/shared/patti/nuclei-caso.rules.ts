// The household of a caso beside those of the record: who is on one side only, when they are the same, what is still to be decided.
// A decision holds for what was compared: when either side changes it is asked again.

export const statiConfronto = ['collegato', 'da-rivedere', 'proposto', 'rifiutato'] as const
export type StatoConfronto = (typeof statiConfronto)[number]

/** How a decision came about. */
export const modiCollegamento = ['da-solo', 'confermato', 'composto'] as const

export interface MembroDelCaso {
  componenteId: string
  /** In the record; null: not there yet, or not known who he is. */
  personaId: string | null
  nome: string
  /** As declared. */
  parentela: string | null
  richiedente: boolean
}
export interface MembroInCartella {
  personaId: string
  nome: string
  /** In words. */
  parentela: string
}
export interface Decisione {
  stato: 'collegato' | 'rifiutato'
  modo: (typeof modiCollegamento)[number]
  /** Why it was refused. */
  motivo: string | null
  dal: string
  impronta: string
}

/** Somebody on the two sides: null is the side on which he is not. */
export interface Affiancato {
  personaId: string | null
  nome: string
  inCartella: string | null
  nelCaso: string | null
}

const declinata = (m: MembroDelCaso) => m.parentela ?? (m.richiedente ? 'Richiedente' : 'Componente')

/** Everybody of the two, those of the caso first. Two members who are one person of the record are one. */
export function affianca(caso: readonly MembroDelCaso[], cartella: readonly MembroInCartella[]): Affiancato[] {
  const inCartella = new Map(cartella.map((m) => [m.personaId, m]))
  const detti = new Set<string>()
  const suoi = caso.flatMap((m) => {
    if (m.personaId !== null && detti.has(m.personaId)) return []
    if (m.personaId !== null) detti.add(m.personaId)
    const la = m.personaId === null ? undefined : inCartella.get(m.personaId)
    return [{ personaId: m.personaId, nome: m.nome, inCartella: la ? la.parentela : null, nelCaso: declinata(m) }]
  })
  const altri = cartella
    .filter((m) => !detti.has(m.personaId))
    .map((m) => ({ personaId: m.personaId, nome: m.nome, inCartella: m.parentela, nelCaso: null }))
  return [...suoi, ...altri]
}

export const coincidono = (righe: readonly Affiancato[]): boolean =>
  righe.every((r) => r.inCartella !== null && r.nelCaso !== null)

/** What was compared, in one text: the same members of the two sides give the same one, in whatever order they come. */
export const traccia = (caso: readonly MembroDelCaso[], cartella: readonly MembroInCartella[]): string =>
  [
    [...new Set(caso.map((m) => m.personaId ?? m.componenteId))].sort().join(),
    cartella
      .map((m) => m.personaId)
      .sort()
      .join(),
  ].join('/')

export function statoDi(d: Decisione | null, uguali: boolean, impronta: string): StatoConfronto {
  if (d?.stato === 'collegato') return uguali || d.impronta === impronta ? 'collegato' : 'da-rivedere'
  return d?.impronta === impronta ? 'rifiutato' : 'proposto'
}

interface Confrontato {
  id: string
  stato: StatoConfronto
  uguali: boolean
  decisione: Decisione | null
}

/** The household that is linked by itself: nothing is linked, and there is one alone with the same members that nobody has refused. */
export function daCollegare(nuclei: readonly Confrontato[]): string | null {
  if (nuclei.some((n) => n.decisione?.stato === 'collegato')) return null
  const uguali = nuclei.filter((n) => n.uguali && n.decisione === null)
  return uguali.length === 1 ? uguali[0]!.id : null
}

/** Members of a household made from those of the caso: who is in the record, one for each person, the applicant before the others. */
export const componibili = <M extends MembroDelCaso>(caso: readonly M[]): (M & { personaId: string })[] => {
  const prima = [...caso].sort((a, b) => Number(b.richiedente) - Number(a.richiedente))
  const detti = new Set<string>()
  return prima.filter((m): m is M & { personaId: string } => {
    if (m.personaId === null || detti.has(m.personaId)) return false
    detti.add(m.personaId)
    return true
  })
}

/** Why no household can be made in the record from the members of the caso; null: it can. */
export function perCheNonSiCompone(
  caso: readonly MembroDelCaso[],
  nuclei: readonly Pick<Confrontato, 'stato'>[],
): string | null {
  if (nuclei.some((n) => n.stato !== 'rifiutato'))
    return 'Nella cartella c’è già un nucleo con queste persone: collegalo, o di’ perché non è questo.'
  if (!caso.some((m) => m.richiedente && m.personaId !== null))
    return 'Chi ha chiesto il beneficio non è ancora nella cartella: prima collegalo.'
  return null
}
