// What INPS asks of every ente (api-comuni 2.0.1), as schemas: the routes answer by them, our OpenAPI document is made of them, and
// a test compares it with INPS's own.
import { type Static, type TSchema, Type } from 'typebox'

/** In the document by reference, as in INPS's. */
const stretto = { additionalProperties: false } as const

const TipoFlussoWaas = Type.Unsafe<'PS_PSA_SINA' | 'SINBA'>({ type: 'string', enum: ['PS_PSA_SINA', 'SINBA'] })
const Istante = Type.String({ format: 'date-time' })

const UnixTimestamp = Type.Integer({ format: 'int64', minimum: 0, maximum: 1e20 })
export const Limite = Type.Integer({ format: 'int32', default: 10, minimum: 0, maximum: 100 })

export const FlussoWaas = Type.Object(
  {
    codice_ente: Type.String({ pattern: '^[A-Z][0-9]{3}$', maxLength: 4, minLength: 4 }),
    denominazione_ente: Type.String({ maxLength: 256 }),
    id_flusso: Type.String({ maxLength: 64 }),
    tipo: TipoFlussoWaas,
    ts_flusso: Istante,
    flusso: Type.String({ format: 'byte', maxLength: 10_000_000 }),
  },
  stretto,
)
export type FlussoWaas = Static<typeof FlussoWaas>

const Entries = Type.Object({ elenco_flussi: Type.Array(FlussoWaas, { minItems: 0, maxItems: 100 }) }, stretto)

const EsitoWaas = Type.Object({
  id_flusso: Type.String(),
  tipo: Type.String(),
  ts_flusso: Istante,
  ts_acquisizione: Istante,
  codice_esito: Type.Unsafe<string>({
    type: 'string',
    enum: ['OK', 'DATI_NON_TROVATI', 'RICHIESTA_INVALIDA', 'ERRORE_GENERICO'],
  }),
  descrizione_esito: Type.Optional(Type.String()),
  id_acquisizione_siuss: Type.Optional(Type.String()),
})
const ElencoEsiti = Type.Object(
  { elenco_esiti: Type.Optional(Type.Array(EsitoWaas, { minItems: 0, maxItems: 100 })) },
  stretto,
)

const ProblemaWaas = Type.Object(
  {
    detail: Type.Optional(Type.String({ maxLength: 4096 })),
    instance: Type.Optional(Type.String({ format: 'uri', maxLength: 4096 })),
    // as OpenAPI 3.0 writes it
    status: Type.Optional(
      Type.Unsafe<number>({ type: 'integer', format: 'int32', minimum: 100, maximum: 600, exclusiveMaximum: true }),
    ),
    title: Type.Optional(Type.String({ maxLength: 4096 })),
    type: Type.Optional(Type.String({ format: 'uri', default: 'about:blank', maxLength: 4096 })),
  },
  stretto,
)
export interface CorpoProblemaWaas {
  type: string
  title: string
  status: number
  detail?: string
  instance: string
}

export const schemiWaas = {
  UnixTimestamp,
  Flusso: FlussoWaas,
  Entries,
  ElencoEsiti,
  EsitoFlusso: EsitoWaas,
  TipoFlusso: TipoFlussoWaas,
  Problem: ProblemaWaas,
} as const satisfies Record<string, TSchema>
