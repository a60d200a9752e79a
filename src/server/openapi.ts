// The OpenAPI document, read from the contracts: what is served and what is described cannot differ.
// Follows the Italian interoperability guidelines (ModI): contact, terms, x-summary, x-api-id, every error as
// problem+json, a default response.
import type { Endpoint } from '../shared/kernel/endpoint.ts'
import { Binario } from '../shared/kernel/endpoint.ts'
import { catalogo } from '../shared/kernel/problems.ts'
import { moduli } from './modules.ts'

const plain = (schema: unknown) => JSON.parse(JSON.stringify(schema))

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problema' } } },
})

function responses(e: Endpoint) {
  const codes = new Set([400, 429, 500, 503])
  if (e.azione !== 'pubblico') codes.add(401)
  if (e.azione !== 'pubblico' && e.azione !== 'sessione') codes.add(403)
  if (e.params) codes.add(404)
  if (e.method !== 'GET') for (const c of [403, 409, 412, 422]) codes.add(c)
  if (e.upload) for (const c of [413, 415]) codes.add(c)
  const title = (code: number) => Object.values(catalogo).find(([status]) => status === code)?.[1] ?? ''
  const ok =
    e.reply === Binario
      ? {
          description: 'Il file',
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        }
      : { description: 'Fatto', content: { 'application/json': { schema: plain(e.reply) } } }
  return {
    [e.method === 'POST' && e.reply !== Binario ? '201' : '200']: ok,
    ...Object.fromEntries([...codes].sort().map((c) => [String(c), problem(title(c))])),
    default: problem('Ogni altro rifiuto'),
  }
}

function parameters(e: Endpoint) {
  const of = (where: 'path' | 'query', schema: Endpoint['params']) =>
    Object.entries(schema?.properties ?? {}).map(([name, s]) => ({
      name,
      in: where,
      required: where === 'path' || ((schema?.required ?? []) as readonly string[]).includes(name),
      schema: plain(s),
    }))
  return [...of('path', e.params), ...of('query', e.query)]
}

/** Every contract of every module, in order. */
export const contratti = (): { modulo: string; nome: string; e: Endpoint }[] =>
  moduli.flatMap((m) => m.rotte.flatMap((r) => Object.entries(r.api).map(([nome, e]) => ({ modulo: m.nome, nome, e }))))

export function documento() {
  const paths: Record<string, Record<string, unknown>> = {
    '/status': {
      get: {
        operationId: 'status',
        summary: 'Stato del servizio',
        tags: ['kernel'],
        responses: {
          200: {
            description: 'Il servizio risponde',
            content: { 'application/json': { schema: { type: 'object', properties: { stato: { type: 'string' } } } } },
          },
          503: problem(catalogo['servizio-non-disponibile'][1]),
          default: problem('Ogni altro rifiuto'),
        },
      },
    },
  }
  for (const { modulo, nome, e } of contratti()) {
    const path = `/api${e.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] ??= {}
    paths[path][e.method.toLowerCase()] = {
      // the nouns of the address: persone.fatti.registra is not persone.relazioni.registra
      operationId: [modulo, ...new Set(e.path.split('/').filter((p) => p && !p.startsWith(':'))), nome].join('.'),
      summary: e.summary,
      description:
        e.azione === 'pubblico'
          ? 'Aperto a chiunque.'
          : e.azione === 'sessione'
            ? 'Per chi è entrato.'
            : `Richiede l’azione \`${e.azione}\`.`,
      tags: [modulo],
      ...(e.azione === 'pubblico' ? { security: [] } : {}),
      parameters: parameters(e),
      ...(e.upload
        ? {
            requestBody: {
              required: true,
              content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
            },
          }
        : e.body
          ? { requestBody: { required: true, content: { 'application/json': { schema: plain(e.body) } } } }
          : {}),
      responses: responses(e),
    }
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'Trama',
      version: '0.1.0',
      description: 'Piattaforma per i servizi sociali dei comuni italiani.',
      termsOfService: '/termini',
      contact: { name: 'Assistenza', email: 'assistenza@example.it' },
      license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/it/' },
      'x-summary': 'Accreditamento degli ambiti e servizi sociali dei comuni',
      'x-api-id': 'f3b2b2d6-8a4b-4c7e-9d8e-6c1a5e0f7a21',
    },
    servers: [{ url: '/', description: 'Questa installazione' }],
    tags: [{ name: 'kernel' }, ...moduli.map((m) => ({ name: m.nome }))],
    security: [{ sessione: [] }],
    paths,
    components: {
      securitySchemes: { sessione: { type: 'apiKey', in: 'cookie', name: 'trama' } },
      schemas: {
        Problema: {
          type: 'object',
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            codice: { type: 'string', enum: Object.keys(catalogo) },
            detail: { type: 'string' },
            instance: { type: 'string' },
            richiestaId: { type: 'string' },
            errori: {
              type: 'array',
              items: {
                type: 'object',
                properties: { campo: { type: 'string' }, codice: { type: 'string' }, messaggio: { type: 'string' } },
              },
            },
            persona: {
              type: 'string',
              format: 'uuid',
              description: 'Con «motivo-richiesto»: la persona sul cui fascicolo indicare il motivo',
            },
            compito: {
              type: 'object',
              description:
                'Con «motivo-richiesto», se è un lavoro ancora da fare, che può prendere su di sé chi legge: la versione in cui è, e chi lo fa ora',
              properties: { versione: { type: 'integer' }, di: { type: ['string', 'null'] } },
            },
          },
          required: ['type', 'title', 'status', 'codice'],
        },
      },
    },
  }
}
