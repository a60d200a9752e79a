// What a genogram is made of: plain dated facts, never positions. Whoever asks for a picture has already taken out what
// the viewer may not see (`senzaPersone`), so that the engine cannot betray it. Dates are `YYYY-MM-DD`, or `YYYY` when
// only the year is known; an interval holds `dal` included, `al` excluded.

export const sessi = ['M', 'F', 'altro', 'ignoto'] as const
export type Sesso = (typeof sessi)[number]

/** Pregnancies and losses have a place among the children, though they are not persons of the registry. */
export const tipiPersona = ['persona', 'gravidanza', 'nato-morto', 'aborto-spontaneo', 'interruzione'] as const
export type TipoPersona = (typeof tipiPersona)[number]

export interface Segno {
  /** From the table of marks (`tabelle.ts`). */
  codice: string
  dal?: string
  al?: string
}

export interface Persona {
  id: string
  /** The name as this viewer may read it. */
  etichetta: string
  sesso: Sesso
  tipo?: TipoPersona
  /** Of a loss, its day; of a pregnancy, the day from which it is known. */
  nascita?: string
  decesso?: string
  /** Of a pregnancy, the day of its outcome: from then on it is no longer drawn. */
  al?: string
  segni?: readonly Segno[]
  indice?: boolean
}

export const tipiUnione = ['matrimonio', 'unione-civile', 'convivenza', 'fidanzamento', 'relazione'] as const
export type TipoUnione = (typeof tipiUnione)[number]
export const esitiUnione = ['separazione-legale', 'separazione-di-fatto', 'divorzio', 'vedovanza'] as const
export type EsitoUnione = (typeof esitiUnione)[number]

export interface Unione {
  id: string
  a: string
  b: string
  tipo: TipoUnione
  dal?: string
  /** The day of the outcome. */
  al?: string
  esito?: EsitoUnione
}

export const tipiFiliazione = ['naturale', 'adottiva', 'affido'] as const
export type TipoFiliazione = (typeof tipiFiliazione)[number]

/** One row for a couple or one for each parent: both ways of storing it give the same picture. */
export interface Filiazione {
  figlio: string
  genitori: { unione: string } | { persone: readonly string[] }
  tipo: TipoFiliazione
  dal?: string
  al?: string
  gemelli?: { gruppo: string; monozigoti: boolean }
}

/** From `a` towards `b`: the direction shows for the qualities that have one. */
export interface Legame {
  a: string
  b: string
  /** From the table of qualities (`tabelle.ts`), which an ambito can change. */
  qualita: string
  dal?: string
  al?: string
}

export const tipiNucleo = ['anagrafico', 'isee', 'fatto', 'rete'] as const
export type TipoNucleo = (typeof tipiNucleo)[number]

export interface Nucleo {
  id: string
  tipo: TipoNucleo
  etichetta: string
  membri: readonly { persona: string; dal?: string; al?: string }[]
}

export interface DatiGenogramma {
  /** The day the picture speaks of: ages are of that day. */
  giorno?: string
  persone: readonly Persona[]
  unioni: readonly Unione[]
  filiazioni: readonly Filiazione[]
  legami: readonly Legame[]
  nuclei: readonly Nucleo[]
}

/** Code-unit order: the same everywhere, whatever the language of the machine. */
export const confronta = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const iniziato = (dal: string | undefined, giorno: string) => !dal || dal <= giorno
const vale = (x: { dal?: string; al?: string }, giorno: string) => iniziato(x.dal, giorno) && (!x.al || x.al > giorno)

const genitoriDi = (f: Filiazione, unioni: ReadonlyMap<string, Unione>): readonly string[] => {
  if ('persone' in f.genitori) return f.genitori.persone
  const u = unioni.get(f.genitori.unione)
  return u ? [u.a, u.b] : []
}

/** Parentage by persons alone: a union may be hidden, or not yet begun, and the parents remain. */
function sciolte(dati: DatiGenogramma): Filiazione[] {
  const unioni = new Map(dati.unioni.map((u) => [u.id, u]))
  return dati.filiazioni.map((f) => ({ ...f, genitori: { persone: genitoriDi(f, unioni) } }))
}

/** The data as if those persons had never been in the registry: no tie, no membership, no empty household. */
export function senzaPersone(dati: DatiGenogramma, nascoste: ReadonlySet<string>): DatiGenogramma {
  const resta = (id: string) => !nascoste.has(id)
  return {
    ...dati,
    persone: dati.persone.filter((p) => resta(p.id)),
    unioni: dati.unioni.filter((u) => resta(u.a) && resta(u.b)),
    filiazioni: sciolte(dati).flatMap((f) => {
      const persone = 'persone' in f.genitori ? f.genitori.persone.filter(resta) : []
      return resta(f.figlio) && persone.length > 0 ? [{ ...f, genitori: { persone } }] : []
    }),
    legami: dati.legami.filter((l) => resta(l.a) && resta(l.b)),
    nuclei: dati.nuclei
      .map((n) => ({ ...n, membri: n.membri.filter((m) => resta(m.persona)) }))
      .filter((n) => n.membri.length > 0),
  }
}

/** The same family on that day: who was not born is not there, what was not over is not over. */
export function alGiorno(dati: DatiGenogramma, giorno: string): DatiGenogramma {
  const assenti = new Set(
    dati.persone
      .filter((p) => !iniziato(p.nascita, giorno) || (p.tipo === 'gravidanza' && !!p.al && p.al <= giorno))
      .map((p) => p.id),
  )
  const presenti = senzaPersone(dati, assenti)
  return {
    giorno,
    persone: presenti.persone.map(({ decesso, ...p }) => ({
      ...p,
      ...(decesso && decesso <= giorno ? { decesso } : {}),
      segni: (p.segni ?? []).filter((s) => vale(s, giorno)),
    })),
    unioni: presenti.unioni
      .filter((u) => iniziato(u.dal, giorno))
      .map(({ al, esito, ...u }) => (al && al > giorno ? u : { ...u, ...(al && { al }), ...(esito && { esito }) })),
    filiazioni: presenti.filiazioni.filter((f) => vale(f, giorno)),
    legami: presenti.legami.filter((l) => vale(l, giorno)),
    nuclei: presenti.nuclei
      .map((n) => ({ ...n, membri: n.membri.filter((m) => vale(m, giorno)) }))
      .filter((n) => n.membri.length > 0),
  }
}

/** Whole years from one date to another; undefined when not known to the year. */
export function eta(nascita: string | undefined, a: string | undefined): number | undefined {
  if (!nascita || !a) return undefined
  const anni = Number(a.slice(0, 4)) - Number(nascita.slice(0, 4))
  // with a year alone on either side, the birthday is taken as passed
  const prima = nascita.length === 10 && a.length === 10 && a.slice(5) < nascita.slice(5)
  return anni - (prima ? 1 : 0)
}

export const isPersona = (p: Persona) => (p.tipo ?? 'persona') === 'persona'
