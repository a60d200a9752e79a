// A mail server that tests can put down, make angry and read.
import { SMTPServer } from 'smtp-server'

export interface Arrivato {
  a: string
  testo: string
}

/** Refuses whom `rifiuta` gives an error for; what arrives is `arrivato`'s, which says by calling that it has been taken. */
export function serverDiPosta(o: {
  rifiuta: (a: string) => Error | null
  arrivato: (m: Arrivato, preso: () => void) => void
}): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (a, _s, done) => done(o.rifiuta(a.address)),
    onData(stream, session, done) {
      const pezzi: Buffer[] = []
      stream.on('data', (p: Buffer) => pezzi.push(p))
      stream.on('end', () =>
        o.arrivato({ a: session.envelope.rcptTo[0]!.address, testo: Buffer.concat(pezzi).toString() }, () => done()),
      )
    },
  })
  // who hangs up after a refusal may do so while he is being answered: nobody's fault, and it would be everybody's
  server.on('error', () => {})
  return server
}
