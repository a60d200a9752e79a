// Our OpenAPI document of WaaS, made of the schemas that the routes answer by. A test compares it with the one INPS publishes.
import { BASE_WAAS } from '../../shared/flussi/cooperazione.rules.ts'
import { Limite, schemiWaas } from '../../shared/flussi/waas.contratto.ts'

const rif = (nome: keyof typeof schemiWaas) => ({ $ref: `#/components/schemas/${nome}` })
const json = (schema: object) => ({ 'application/json': { schema } })
const problema = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: rif('Problem') } },
})
const pdnd = [{ PDND: [] }]

/** Schemas by name where another one holds them, as INPS writes them. */
function componenti(): Record<string, unknown> {
  const semplice = JSON.parse(JSON.stringify(schemiWaas)) as Record<string, { properties?: Record<string, unknown> }>
  const dentro = (schema: string, campo: string, valore: unknown) => {
    semplice[schema]!.properties![campo] = valore
  }
  dentro('Flusso', 'tipo', rif('TipoFlusso'))
  dentro('Entries', 'elenco_flussi', { type: 'array', minItems: 0, maxItems: 100, items: rif('Flusso') })
  dentro('ElencoEsiti', 'elenco_esiti', { type: 'array', minItems: 0, maxItems: 100, items: rif('EsitoFlusso') })
  return semplice
}

export function documentoWaas() {
  return {
    openapi: '3.0.3',
    info: {
      title: 'Trama, flussi SIUSS per INPS (WaaS)',
      version: '2.0.1',
      termsOfService: '/termini',
      'x-summary': 'I flussi di un ente, presi da INPS attraverso PDND',
      contact: { name: 'Assistenza', email: 'assistenza@example.it' },
      'x-api-id': 'waas-siuss-alimentazione',
      description:
        'Segue la specifica WAAS-SIUSS-Alimentazione 2.0.1 di INPS. Ogni ente ha il proprio indirizzo di base.',
    },
    servers: [
      { url: `${BASE_WAAS}/{codice}`, description: 'Un ente', variables: { codice: { default: 'codice-dell-ente' } } },
    ],
    tags: [{ name: 'Flussi' }, { name: 'Esiti' }],
    paths: {
      '/flussi': {
        get: {
          operationId: 'Flussi',
          summary: 'Restituisce i flussi dell’ente in ordine di tempo',
          tags: ['Flussi'],
          security: pdnd,
          parameters: [
            { name: 'limit', in: 'query', required: false, schema: JSON.parse(JSON.stringify(Limite)) },
            { name: 'since', in: 'query', required: true, schema: rif('UnixTimestamp') },
          ],
          responses: {
            200: { description: 'OK', content: json(rif('Entries')) },
            400: problema('Bad Request'),
            401: problema('Non sono state fornite le credenziali necessarie'),
            403: problema('Autorizzazione non concessa per l’operazione richiesta'),
            404: problema('Not Found'),
            429: problema('Too many requests'),
            500: problema('Unexpected error'),
            503: problema('Service Unavailable'),
          },
        },
      },
      '/esiti': {
        post: {
          operationId: 'NotificaEsiti',
          summary: 'Notifica degli esiti delle elaborazioni',
          tags: ['Esiti'],
          // INPS's own document forgets it here; its specification asks for it everywhere
          security: pdnd,
          requestBody: { required: true, content: json(rif('ElencoEsiti')) },
          responses: {
            204: { description: 'Notifica recepita con successo' },
            default: problema('Notifica non recepita'),
          },
        },
      },
      '/status': {
        get: {
          operationId: 'healthCheck',
          summary: 'Ritorna lo stato dell’applicazione',
          tags: ['Flussi'],
          responses: {
            200: problema('Il servizio funziona correttamente'),
            default: problema('Il server ha riscontrato un problema'),
          },
        },
      },
    },
    components: {
      securitySchemes: { PDND: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: componenti(),
    },
  }
}
