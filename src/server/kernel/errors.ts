// Everything that can go wrong in a request becomes one problem+json, here and nowhere else.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { catalogo, type ErroreCampo, Problem, type ProblemBody, problem } from '../../shared/kernel/problems.ts'
import type { Vincoli } from './context.ts'

interface PgError {
  code?: string
  constraint?: string
}

/** Any thrown value → a problem; undefined when it is a fault of ours, to be logged whole and told as an id only. */
export function toProblem(e: unknown, vincoli: Vincoli): Problem | undefined {
  if (e instanceof Problem) return e
  const { code, constraint } = (e ?? {}) as PgError
  const named = constraint ? vincoli[constraint] : undefined
  if (named) {
    const errori: ErroreCampo[] = named.campo
      ? [{ campo: named.campo, codice: named.codice, messaggio: named.detail ?? catalogo[named.codice][1] }]
      : []
    return problem(named.codice, { ...(named.detail ? { detail: named.detail } : {}), errori })
  }
  switch (code) {
    case '23505':
    case '23P01':
      return problem('gia-presente')
    case '23503':
      return problem('riferimento-inesistente')
    case '23514':
    case '23502':
      return problem('regola-non-rispettata')
    // a value that cannot be read as its type: a cursor made up by hand, a character that no text may hold
    case '22P02':
    case '22P05':
    case '22003':
    case '22007':
    case '22008':
    case '22021':
      return problem('richiesta-illeggibile')
    case '42501':
      return problem('azione-non-consentita')
    case '40001':
    case '40P01':
    case '57P03':
    case '53300':
      return problem('servizio-non-disponibile')
  }
  const http = e as Partial<FastifyError>
  // a file is received as a stream and says so by itself: this is what one has typed
  if (http?.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return problem('file-troppo-grande', {
      detail: 'Ciò che hai scritto è troppo lungo per un solo invio: è ancora nella pagina, dividilo in più parti.',
    })
  if (http?.statusCode === 413) return problem('file-troppo-grande')
  if (http?.statusCode === 429) return problem('troppe-richieste')
  if (http?.statusCode === 415) return problem('tipo-file-non-ammesso')
  if (http?.statusCode && http.statusCode >= 400 && http.statusCode < 500) return problem('richiesta-illeggibile')
  return undefined
}

export function problemBody(p: Problem, request: FastifyRequest): ProblemBody {
  return {
    type: `/manuale/problemi#${p.codice}`,
    title: catalogo[p.codice][1],
    status: p.status,
    codice: p.codice,
    ...(p.detail ? { detail: p.detail } : {}),
    // the path without its query: a search term is not repeated in logs and error reports
    instance: request.url.split('?')[0]!,
    richiestaId: request.id,
    ...(p.errori.length > 0 ? { errori: p.errori } : {}),
    ...(p.persona ? { persona: p.persona } : {}),
    ...(p.compito ? { compito: p.compito } : {}),
  }
}

export function errorHandler(vincoli: Vincoli) {
  return (e: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const known = toProblem(e, vincoli)
    if (!known) request.log.error({ err: e, richiestaId: request.id }, 'unexpected error')
    // it may be our fault too: the code says enough, the message would repeat the value
    else if (!(e instanceof Problem))
      request.log.warn({ codice: (e as PgError)?.code, richiestaId: request.id }, 'refused by a fault')
    const p = known ?? problem('errore-interno')
    return reply
      .code(p.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(p, request)))
  }
}
