// The kinds of fact that the record keeps about a person (cartella §2.1), as data: their fields, how many may be true
// on one day, the class of protected data they belong to. The schema of the contract, the form on the screen, the
// summary in a list and the columns of an import are all read from this table; a new kind is one entry.
import { type TObject, type TSchema, Type } from 'typebox'
import type { Campo, TipoFatto } from './fatti-forma.ts'
import { fattiIdentita } from './fatti-identita.ts'
import { fattiVita } from './fatti-vita.ts'

export const tipiFatto = { ...fattiIdentita, ...fattiVita } as const

export type NomeFatto = keyof typeof tipiFatto
export const nomiFatto = Object.keys(tipiFatto) as NomeFatto[]
export const tipoFatto = (nome: NomeFatto): TipoFatto => tipiFatto[nome]

/** The class of an address that must never be told. */
export const CLASSE_SEGRETA = 'indirizzo-segreto'

function schemaDelCampo(c: Campo): TSchema {
  switch (c.genere) {
    case 'data':
      return Type.String({ format: 'date' })
    case 'si-no':
      return Type.Boolean()
    case 'numero':
      return Type.Number({ minimum: 0, maximum: 1_000_000 })
    case 'euro':
      // integer cents
      return Type.Integer({ minimum: 0, maximum: 1_000_000_000_00 })
    case 'comune':
    case 'luogo':
      return Type.String({ pattern: '^[A-Z][0-9]{3}$' })
    case 'stato':
      return Type.String({ pattern: '^Z[0-9]{3}$' })
    case 'codice':
      return Type.String({ minLength: 1, maxLength: 80 })
    case 'codici':
      return Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 20 })
    case 'scelta':
      return Type.Unsafe<string>({ type: 'string', enum: Object.keys(c.scelte ?? {}) })
    case 'codice-fiscale':
      return Type.String({ minLength: 11, maxLength: 20, pattern: '^[A-Za-z0-9 ]+$' })
    default:
      return Type.String({ minLength: 1, maxLength: c.max ?? 200, pattern: '\\S' })
  }
}

/** JSON Schema of the data of a kind: unknown keys refused, what is not compulsory may be absent or null. */
export function schemaDelFatto(nome: NomeFatto): TObject {
  const campi = Object.entries<Campo>(tipiFatto[nome].campi).map(([chiave, c]) => {
    const s = schemaDelCampo(c)
    return [chiave, c.obbligatorio ? s : Type.Optional(Type.Union([s, Type.Null()]))] as const
  })
  return Type.Object(Object.fromEntries(campi), { additionalProperties: false })
}

/** Why the data of a kind say nothing, in words: a «no» is not said where only a «yes» would be. */
export function mancaAlFatto(nome: NomeFatto, dati: Readonly<Record<string, unknown>>): string | null {
  const { almenoUno, campi } = tipoFatto(nome)
  if (!almenoUno || almenoUno.some((c) => dati[c] !== undefined && dati[c] !== false)) return null
  return `Indica almeno un dato tra: ${almenoUno.map((c) => campi[c]!.etichetta.toLowerCase()).join(', ')}.`
}
