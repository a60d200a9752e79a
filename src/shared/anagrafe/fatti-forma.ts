// The shape of the table of facts: what a field is, what a kind is, under which heading of the sheet it stands.

/** How a field is typed and shown. `codice` takes one entry of a code list (`codifica`), `codici` several. */
export type Genere =
  | 'testo'
  | 'testo-lungo'
  | 'data'
  | 'si-no'
  | 'numero'
  | 'euro'
  | 'luogo'
  | 'comune'
  | 'stato'
  | 'codice'
  | 'codici'
  | 'scelta'
  | 'codice-fiscale'

export interface Campo {
  etichetta: string
  genere: Genere
  obbligatorio?: true
  /** Code list, for `codice` and `codici`. */
  codifica?: string
  /** Value → label, for `scelta`. */
  scelte?: Readonly<Record<string, string>>
  max?: number
  aiuto?: string
}

export interface TipoFatto {
  nome: string
  /** Heading of the sheet under which it stands. */
  gruppo: GruppoFatti
  /** Only one can be true on a day: the new one ends the one before. */
  singolo: boolean
  /** Class it is born in; null: whoever opens the folder reads it. */
  classe: string | null
  /** May be declared secret where it is written (address of a protected person). */
  secretabile?: true
  /** None of these is compulsory by itself, and without any the fact says nothing. */
  almenoUno?: readonly string[]
  campi: Readonly<Record<string, Campo>>
}

export const gruppiFatti = {
  identita: 'Identità',
  dove: 'Dove vive e come si raggiunge',
  famiglia: 'Stato civile e cittadinanza',
  tutela: 'Protezione giuridica',
  vita: 'Studio, lavoro e casa',
  salute: 'Salute e disabilità',
  economia: 'Situazione economica',
} as const
export type GruppoFatti = keyof typeof gruppiFatti
