// Our document against INPS's own, where it is: paths, parameters, schemas.
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { conRiferimento, fileInps } from './prova.fixture.ts'
import { documentoWaas } from './waas-openapi.ts'

type Nodo = Record<string, unknown>
interface Documento {
  openapi: string
  info: Nodo
  paths: Record<
    string,
    Record<string, Nodo & { parameters?: (Nodo & { name: string; schema: Nodo })[]; responses: Record<string, Nodo> }>
  >
  components: { schemas: Record<string, Nodo>; securitySchemes: Record<string, Nodo> }
}

/** What a machine reads: without words and examples. */
const muto = (v: unknown): unknown =>
  Array.isArray(v)
    ? v.map(muto)
    : v && typeof v === 'object'
      ? Object.fromEntries(
          Object.entries(v)
            .filter(([k, x]) => !(['description', 'example', 'examples', 'xml'].includes(k) && typeof x !== 'boolean'))
            .map(([k, x]) => [k, muto(x)]),
        )
      : v

describe.skipIf(!conRiferimento)('the contract of WaaS', () => {
  const loro = parse(fileInps('api-comuni.yaml')) as Documento
  const nostro = JSON.parse(JSON.stringify(documentoWaas())) as Documento
  test('has the same operations, with the same parameters and bodies', () => {
    expect(nostro.openapi).toBe(loro.openapi)
    const operazioni = (d: Documento) =>
      Object.entries(d.paths).flatMap(([path, ms]) =>
        Object.entries(ms).map(([metodo, o]) =>
          muto({
            path,
            metodo,
            id: o.operationId,
            tags: o.tags,
            parameters: o.parameters ?? [],
            body: o.requestBody ?? null,
          }),
        ),
      )
    expect(operazioni(nostro)).toEqual(operazioni(loro))
    for (const campo of ['termsOfService', 'contact', 'x-summary', 'x-api-id', 'version', 'description'])
      expect(nostro.info[campo], campo).toBeTruthy()
    expect([nostro.info['x-api-id'], nostro.info.version]).toEqual([loro.info['x-api-id'], loro.info.version])
  })
  test('every answer that INPS names is named, with the same content', () => {
    for (const [path, ms] of Object.entries(loro.paths))
      for (const [metodo, o] of Object.entries(ms)) {
        const nostre = nostro.paths[path]![metodo]!.responses
        for (const [codice, r] of Object.entries(o.responses)) {
          expect(nostre[codice], `${metodo} ${path} ${codice}`).toBeDefined()
          if (r.content) expect(muto(nostre[codice]!.content)).toEqual(muto(r.content))
        }
      }
  })
  test('the schemas are the same; what we give always has every field', () => {
    const { Flusso, Entries, ...altri } = nostro.components.schemas
    const { required: campi, ...flusso } = Flusso!
    const { required: _, ...entries } = Entries!
    expect(campi).toEqual(Object.keys(flusso.properties as object))
    expect(muto({ Flusso: flusso, Entries: entries, ...altri })).toEqual(muto(loro.components.schemas))
    expect(muto(nostro.components.securitySchemes)).toEqual(muto(loro.components.securitySchemes))
  })
})
