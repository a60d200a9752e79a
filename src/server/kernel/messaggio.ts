// Reads from a mail message (.eml, RFC 5322 and MIME) what is needed of a note sent by PEC, of a receipt of one, of a notice that a mail did not arrive: who sent it,
// when, about what, its identifier, the names of its attachments, the same of the original inside the envelope of certified mail,
// and one attachment of the message itself, where it is asked for by its name. Nothing else is interpreted and nothing is executed or fetched. The file comes from anyone: parts,
// depth and lengths are bounded, and what is malformed is left out rather than guessed.

export interface Intestazioni {
  mittente: string | null
  data: string | null
  oggetto: string | null
  messageId: string | null
}
export interface Messaggio extends Intestazioni {
  postaCertificata: boolean
  originale: Intestazioni | null
  allegati: string[]
  /** The attachment that was asked for: of the message, never of one inside it, which anybody may have written. */
  chiesto?: Buffer
  /** What a mail server says of a message that it could not deliver (RFC 3464), and after it the headers of that message. */
  rapporto?: string
  restituito?: Intestazioni
}

const LIMITI = { testata: 65_536, parti: 100, profondita: 6, testo: 500 }

/** Header name in lower case → its values, unfolded, as bytes. */
type Testata = Map<string, string[]>

interface Parte {
  testata: Testata
  corpo: string
}

/** Bytes stand as latin1 characters until a charset is known. */
export function leggiMessaggio(bytes: Uint8Array, allegato?: string): Messaggio {
  const parte = dividi(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
  const esito: Messaggio = {
    ...intestazioni(parte.testata),
    postaCertificata: ['x-trasporto', 'x-ricevuta'].some((n) => parte.testata.has(n)),
    originale: null,
    allegati: [],
  }
  visita(parte, esito, { parti: 0, ...(allegato && { allegato }) }, 0)
  return esito
}

/** A message with a sender and a date: without them it is no evidence of a note sent. */
export const completo = (m: Messaggio): boolean => m.mittente !== null && m.data !== null

function intestazioni(t: Testata): Intestazioni {
  const data = new Date(primo(t, 'date')?.replace(/\([^)]*\)/g, '') ?? '')
  return {
    mittente: parole(primo(t, 'from')),
    data: Number.isNaN(data.getTime()) ? null : data.toISOString(),
    oggetto: parole(primo(t, 'subject')),
    messageId: parole(primo(t, 'message-id')),
  }
}

function visita(p: Parte, esito: Messaggio, conto: { parti: number; allegato?: string }, profondita: number) {
  if (++conto.parti > LIMITI.parti || profondita > LIMITI.profondita) return
  const tipo = parametri(primo(p.testata, 'content-type') ?? 'text/plain')
  const disposizione = parametri(primo(p.testata, 'content-disposition') ?? '')
  const nome = parole(disposizione.get('filename') ?? tipo.get('name'))
  if (profondita > 0 && nome) esito.allegati.push(nome)
  if (conto.allegato && !esito.chiesto && nome?.toLowerCase() === conto.allegato)
    esito.chiesto = Buffer.from(decodificato(p), 'latin1')
  const genere = tipo.get('')!.toLowerCase()
  const confine = tipo.get('boundary')
  if (genere.startsWith('multipart/') && confine) {
    for (const parte of parti(p.corpo, confine)) visita(parte, esito, conto, profondita + 1)
  } else if (profondita === 1 && genere === 'message/delivery-status') {
    esito.rapporto ??= decodificato(p)
  } else if (profondita === 1 && genere === 'text/rfc822-headers' && esito.rapporto !== undefined) {
    esito.restituito ??= intestazioni(dividi(decodificato(p)).testata)
  } else if (genere === 'message/rfc822') {
    const interno = dividi(decodificato(p))
    if (profondita === 1 && esito.rapporto !== undefined) esito.restituito ??= intestazioni(interno.testata)
    // the first message inside is the one that the certified provider delivers
    if (!esito.originale && esito.postaCertificata) esito.originale = intestazioni(interno.testata)
    const { allegato: _, ...dentro } = conto
    visita(interno, esito, dentro, profondita + 1)
    conto.parti = dentro.parti
  }
}

function decodificato(p: Parte): string {
  const codifica = primo(p.testata, 'content-transfer-encoding')?.trim().toLowerCase()
  if (codifica === 'base64') return Buffer.from(p.corpo, 'base64').toString('latin1')
  if (codifica !== 'quoted-printable') return p.corpo
  return p.corpo
    .replace(/[ \t]*=\r?\n/g, '')
    .replace(/=([0-9a-f]{2})/gi, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16)))
}

/** Header and body of a message or of a part. */
function dividi(testo: string): Parte {
  const fine = /\r?\n\r?\n/.exec(testo.slice(0, LIMITI.testata))
  const testata: Testata = new Map()
  const righe = testo.slice(0, fine?.index ?? LIMITI.testata).replace(/\r?\n(?=[ \t])/g, '')
  for (const riga of righe.split(/\r?\n/)) {
    const due = riga.indexOf(':')
    if (due <= 0) continue
    const nome = riga.slice(0, due).trim().toLowerCase()
    testata.set(nome, [...(testata.get(nome) ?? []), riga.slice(due + 1).trim()])
  }
  return { testata, corpo: fine ? testo.slice(fine.index + fine[0].length) : '' }
}

/** The parts between the lines of the boundary, which must begin a line. */
function* parti(corpo: string, confine: string): Generator<Parte> {
  const riga = `--${confine}`
  let inizio = -1
  for (let qui = corpo.indexOf(riga); qui >= 0; qui = corpo.indexOf(riga, qui + riga.length)) {
    if (qui > 0 && corpo[qui - 1] !== '\n') continue
    if (inizio >= 0) yield dividi(corpo.slice(inizio, qui).replace(/^[^\n]*\n/, ''))
    if (corpo.startsWith('--', qui + riga.length)) return
    inizio = qui + riga.length
  }
}

const primo = (t: Testata, nome: string): string | undefined => t.get(nome)?.[0]

/** `text/plain; name="a"; filename*0*=utf-8''b%20c`: the value under the empty key, then the parameters (RFC 2231). */
function parametri(valore: string): Map<string, string> {
  const esito = new Map<string, string>([['', /^[^;]*/.exec(valore)![0].trim()]])
  const pezzi = new Map<string, { codificato: boolean; testi: string[] }>()
  const uno = /;\s*([\w-]+)(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g
  for (const [, nome, indice, stella, traVirgolette, nudo] of valore.matchAll(uno)) {
    const chiave = nome!.toLowerCase()
    const testo = traVirgolette?.replace(/\\(.)/g, '$1') ?? nudo ?? ''
    if (!indice && !stella) {
      esito.set(chiave, testo)
      continue
    }
    const p = pezzi.get(chiave) ?? { codificato: false, testi: [] }
    p.codificato ||= stella !== undefined
    p.testi[Number(indice ?? 0)] = testo
    pezzi.set(chiave, p)
  }
  for (const [nome, p] of pezzi) {
    const intero = p.testi.join('')
    const conCharset = /^([^']*)'[^']*'(.*)$/s.exec(intero)
    esito.set(nome, p.codificato && conCharset ? daCharset(percentuali(conCharset[2]!), conCharset[1]!) : intero)
  }
  return esito
}

const percentuali = (s: string) =>
  Buffer.from(
    s.replace(/%([0-9a-f]{2})/gi, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16))),
    'latin1',
  )

function daCharset(b: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset || 'utf-8').decode(b)
  } catch {
    return b.toString('latin1')
  }
}

/** A header as text: raw bytes read as UTF-8 where they are, encoded words (RFC 2047) decoded, no control characters. */
function parole(valore: string | undefined): string | null {
  if (valore === undefined) return null
  const breve = valore.slice(0, 8 * LIMITI.testo)
  const grezzo = [...breve].every((c) => c.charCodeAt(0) < 256) ? comeUtf8(Buffer.from(breve, 'latin1')) : breve
  const testo = grezzo
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?([\w-]+)(?:\*[\w-]*)?\?([bq])\?([^?]*)\?=/gi, (_, charset: string, come: string, parola: string) =>
      daCharset(
        come.toLowerCase() === 'b'
          ? Buffer.from(parola, 'base64')
          : percentuali(
              parola
                .replaceAll('%', '%25')
                .replaceAll('_', ' ')
                .replace(/=(?=[0-9a-f]{2})/gi, '%'),
            ),
        charset,
      ),
    )
  const pulito = testo
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LIMITI.testo)
  return pulito === '' ? null : pulito
}

function comeUtf8(b: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(b)
  } catch {
    return b.toString('latin1')
  }
}

/** The groups of fields of a delivery report: of the message, then of each recipient; by name in lower case. */
export function gruppiDelRapporto(rapporto: string): Map<string, string>[] {
  return rapporto
    .split(/\r?\n[ \t]*\r?\n/)
    .slice(0, LIMITI.parti)
    .map((g) => new Map([...dividi(g.trim()).testata].map(([nome, [valore]]) => [nome, parole(valore) ?? ''] as const)))
    .filter((g) => g.size > 0)
}
