// What a mail server answers, in five words, for whoever keeps an outbox: it left; this address will never do; not now; nobody answers,
// so that nothing else would leave either; and, where the line fell while the message was leaving, nobody knows.

export type EsitoSmtp =
  | { esito: 'partito'; riferimento: string | null }
  | { esito: 'respinto'; motivo: string }
  | { esito: 'dopo'; motivo: string }
  | { esito: 'muto'; motivo: string }
  | { esito: 'incerto'; motivo: string }

interface ErroreSmtp extends Error {
  code?: string
  command?: string
  responseCode?: number
  syscall?: string
}

/** The server was never spoken to, or fell before it was given anything. */
const maiDetto = (e: ErroreSmtp) =>
  e.syscall === 'connect' ||
  ['EDNS', 'EAUTH', 'ETLS', 'EPROXY'].includes(e.code ?? '') ||
  (e.code === 'ETIMEDOUT' && /connection timeout|greeting/i.test(e.message)) ||
  ['EHLO', 'HELO', 'STARTTLS', 'MAIL FROM', 'RCPT TO'].includes(e.command ?? '')

export function esitoSmtp(e: ErroreSmtp): Exclude<EsitoSmtp, { esito: 'partito' }> {
  const motivo = e.message.slice(0, 500)
  if (e.code === 'EAUTH') return { esito: 'muto', motivo }
  if (e.responseCode !== undefined) {
    // 421: the server is closing, and nothing is wrong with the message
    if (e.responseCode === 421 || e.command === 'CONN') return { esito: 'muto', motivo }
    return { esito: e.responseCode >= 500 ? 'respinto' : 'dopo', motivo }
  }
  if (e.code === 'EENVELOPE') return { esito: 'respinto', motivo }
  return { esito: maiDetto(e) ? 'muto' : 'incerto', motivo }
}

export interface MessaggioSmtp {
  id: string
  a: string
  oggetto: string
  testo: string
  headers?: Record<string, string>
}

/** The sender: an address given, else the user of the server where it is one. */
export function mittenteDi(smtpUrl: string, baseUrl: string): string {
  const utente = decodeURIComponent(new URL(smtpUrl).username)
  return utente.includes('@') ? utente : `trama@${new URL(baseUrl).hostname}`
}

export interface Smtp {
  invia(m: MessaggioSmtp): Promise<EsitoSmtp>
  chiudi(): void
}

export function apriSmtp(url: string, mittente: string, baseUrl: string): Smtp {
  const tempi = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }
  // read when something leaves: an installation without mail does without it
  const trasporto = import('nodemailer').then(({ createTransport }) => createTransport({ url, ...tempi }))
  return {
    invia: async (m) =>
      (await trasporto)
        .sendMail({
          from: mittente,
          to: m.a,
          subject: m.oggetto,
          text: m.testo,
          // the same at every attempt: a message that arrives twice is recognised as one
          messageId: `<${m.id}@${new URL(baseUrl).hostname}>`,
          ...(m.headers && { headers: m.headers }),
        })
        .then((r): EsitoSmtp => ({ esito: 'partito', riferimento: r.response?.slice(0, 200) ?? null }), esitoSmtp),
    chiudi: () => void trasporto.then((t) => t.close()),
  }
}
