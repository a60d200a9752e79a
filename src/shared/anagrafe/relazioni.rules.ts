// A tie is written once, between a and b, and read from either side with the right words. Of a filiation a is the
// parent, b the child; of the others the order says nothing, save for a bond, which goes from a towards b.

export const specieRelazione = ['unione', 'filiazione', 'gemelli', 'legame'] as const
export type SpecieRelazione = (typeof specieRelazione)[number]

/** How a union ended. */
export const esitiUnione = {
  'separazione-di-fatto': 'Separazione di fatto',
  'separazione-legale': 'Separazione legale',
  divorzio: 'Divorzio',
  vedovanza: 'Morte di uno dei due',
} as const
export type EsitoUnione = keyof typeof esitiUnione
export const nomiEsito = Object.keys(esitiUnione) as EsitoUnione[]

/** How a pregnancy ended; while it goes on it has none. */
export const esitiGravidanza = ['nascita', 'nato-morto', 'aborto-spontaneo', 'interruzione'] as const

type Sesso = 'M' | 'F' | null
/** Masculine, feminine, and what to say when the sex is not known. */
type Parole = readonly [string, string, string]

const dette = ([m, f, altro]: Parole, sesso: Sesso) => (sesso === 'M' ? m : sesso === 'F' ? f : altro)

const genitori: Record<string, Parole> = {
  naturale: ['padre', 'madre', 'genitore'],
  adozione: ['padre adottivo', 'madre adottiva', 'genitore adottivo'],
  'adozione-casi-particolari': ['padre adottivo', 'madre adottiva', 'genitore adottivo'],
  affido: ['affidatario', 'affidataria', 'affidatario o affidataria'],
  acquisita: ['patrigno', 'matrigna', 'coniuge del genitore'],
}
const figli: Record<string, Parole> = {
  naturale: ['figlio', 'figlia', 'figlio o figlia'],
  adozione: ['figlio adottivo', 'figlia adottiva', 'figlio adottivo o figlia adottiva'],
  'adozione-casi-particolari': ['figlio adottivo', 'figlia adottiva', 'figlio adottivo o figlia adottiva'],
  affido: ['minore in affido', 'minore in affido', 'minore in affido'],
  acquisita: ['figliastro', 'figliastra', 'figlio o figlia del coniuge'],
}
const unioni: Record<string, Parole> = {
  matrimonio: ['marito', 'moglie', 'coniuge'],
  'unione-civile': ['unito civilmente', 'unita civilmente', 'parte dell’unione civile'],
  convivenza: ['compagno', 'compagna', 'convivente'],
  fidanzamento: ['fidanzato', 'fidanzata', 'fidanzato o fidanzata'],
  relazione: ['compagno', 'compagna', 'in relazione'],
}

export interface DaLeggere {
  specie: SpecieRelazione
  tipo: string
  /** Where the other one stands in the row. */
  altro: 'a' | 'b'
  sessoAltro: Sesso
  esito: string | null
  /** Over on the day one reads. */
  finita: boolean
  /** Words of the quality of a bond, from its code list. */
  qualita?: string | null
}

/** What the other one is to the person whose folder is read: «madre», «ex marito», «figlia adottiva», «violenza». */
export function etichettaRelazione(r: DaLeggere): string {
  switch (r.specie) {
    case 'filiazione': {
      const tavola = r.altro === 'a' ? genitori : figli
      return dette(tavola[r.tipo] ?? tavola.naturale!, r.sessoAltro)
    }
    case 'unione': {
      const parole = dette(unioni[r.tipo] ?? unioni.relazione!, r.sessoAltro)
      if (r.esito === 'vedovanza') return `${parole} (fino alla morte)`
      if (r.esito === 'divorzio' || (r.finita && r.esito === null)) return `ex ${parole}`
      return r.esito ? `${parole} (${esitiUnione[r.esito as EsitoUnione]?.toLowerCase() ?? r.esito})` : parole
    }
    case 'gemelli':
      return dette(['gemello', 'gemella', 'gemello o gemella'], r.sessoAltro)
    case 'legame':
      return `legame: ${(r.qualita ?? r.tipo).toLowerCase()}`
  }
}
