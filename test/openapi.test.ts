// The document follows the Italian interoperability rules (ModI) as far as they can be checked here.
import { describe, expect, test } from 'vitest'
import { contratti, documento } from '../src/server/openapi.ts'

const doc = documento() as {
  info: Record<string, unknown>
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string
        summary: string
        parameters?: { name: string; in: string }[]
        responses: Record<string, { content?: object; description: string }>
      }
    >
  >
}
const operations = Object.entries(doc.paths).flatMap(([path, ms]) =>
  Object.entries(ms).map(([method, op]) => ({ path, method, op })),
)

describe('the OpenAPI document', () => {
  test('describes every contract, and GET /status', () => {
    expect(operations).toHaveLength(contratti().length + 1)
    expect(doc.paths['/status']).toBeDefined()
  })
  test('has contact, terms, summary and identifier', () => {
    for (const k of ['title', 'version', 'description', 'termsOfService', 'contact', 'x-summary', 'x-api-id'])
      expect(doc.info[k], k).toBeTruthy()
  })
  test('names each operation once', () => {
    const ids = operations.map((o) => o.op.operationId)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })
  test.each(operations)('$method $path declares its refusals as problem+json', ({ op }) => {
    expect(op.summary).toMatch(/\S/)
    const wrong = Object.entries(op.responses).filter(
      ([code, r]) =>
        (code === 'default' || Number(code) >= 400) && !JSON.stringify(r.content ?? {}).includes('problem+json'),
    )
    expect(wrong).toEqual([])
    expect(op.responses.default).toBeDefined()
  })
  test('no personal data in an address: a codice fiscale goes in the body', () => {
    const wrong = operations.flatMap(({ path, op }) =>
      (op.parameters ?? []).filter((p) => /codice.?fiscale|cognome|^cf$/i.test(p.name)).map((p) => `${path} ${p.name}`),
    )
    expect(wrong).toEqual([])
  })
})
