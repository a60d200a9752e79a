// The process log: one JSON line each, on standard error. A codice fiscale never reaches it, whoever writes one by mistake.
import { pino } from 'pino'

const codiceFiscale = /\b[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-EHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b/gi

export const senzaCodiciFiscali = (line: string) => line.replace(codiceFiscale, '[codice fiscale]')

export const creaLog = (level = process.env.TRAMA_LOG || 'info') =>
  pino(
    {
      level,
      hooks: { streamWrite: senzaCodiciFiscali },
      // the path without its query: a search term may be a name
      serializers: {
        req: (r: { method: string; url: string; id: string }) => ({
          id: r.id,
          metodo: r.method,
          percorso: r.url.split('?')[0],
        }),
      },
    },
    pino.destination(2),
  )
