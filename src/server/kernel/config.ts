// The configuration of the process, read once from the environment; a wrong value is one clear sentence.
import { join, resolve } from 'node:path'
import { radice } from './paths.ts'

/** Ends the process with this sentence and exit code 1, without a stack. */
export class ErroreDiAvvio extends Error {}

export interface Configurazione {
  host: string
  porta: number
  datiDir: string
  databaseUrl: string | undefined
  migrationUrl: string | undefined
  /** Public base URL, as browsers and SPID providers see it. */
  baseUrl: string
  produzione: boolean
  smtpUrl: string | undefined
  /** Certified mail, as its provider gives it: another mail server. */
  pecUrl: string | undefined
  /** Folder from which the gateway of SMS takes them. */
  smsCartella: string | undefined
  /** Folder into which it writes what became of them; inside the other where it is not said. */
  smsEsiti: string | undefined
  /** Virus scanner: `host:porta` or the path of its socket. */
  clamd: string | undefined
  /** Addresses of the reverse proxy (comma separated), when it is not on this machine. */
  proxy: string | undefined
  /** INPS's own schemas of the flows: a folder of .xsd files, or one; Trama's own without. */
  xsdInps: string | undefined
  /** Who issues PDND vouchers, and where its public keys are: an https address, or a file. */
  pdnd: { emittente: string; chiavi: string } | undefined
  /** Folder of the exchange with INPS: without it files are made and read by hand. */
  scambio: string | undefined
  /** A local program plays INPS: for demonstrations. */
  simulatore: boolean
  spidIdpMetadata: string | undefined
  spidEntityId: string
  spidChiave: string | undefined
  spidCertificato: string | undefined
  idpProva: boolean
  /** How much of the demonstration a new installation with the test identity provider gets. */
  dimostrazione: Dimostrazione
  /** The body that runs the installation, as SPID metadata name it. */
  ente: { nome: string; nomeBreve: string; codiceIpa: string; email: string; localita: string; url: string }
}

export const dimostrazioni = ['intera', 'piccola', 'no'] as const
export type Dimostrazione = (typeof dimostrazioni)[number]

const locale = (host: string) => ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host)
const indirizzoLocale = (url: string) => URL.canParse(url) && locale(new URL(url).hostname)

function serverDiPosta(url: string): boolean {
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url)) return false
  const { hostname, username, password } = new URL(url)
  try {
    decodeURIComponent(username + password)
    return hostname !== ''
  } catch {
    return false
  }
}

export function leggiConfigurazione(env: NodeJS.ProcessEnv = process.env): Configurazione {
  const host = env.TRAMA_HOST || '127.0.0.1'
  const porta = Number(env.TRAMA_PORT || 3000)
  if (!Number.isInteger(porta) || porta < 0 || porta > 65535)
    throw new ErroreDiAvvio(`TRAMA_PORT vale «${env.TRAMA_PORT}»: deve essere un numero di porta, da 1 a 65535.`)
  const produzione = env.NODE_ENV === 'production'
  for (const name of ['TRAMA_DATABASE_URL', 'TRAMA_MIGRATION_URL'] as const) {
    const v = env[name]
    if (v && !(/^postgres(ql)?:\/\/[^/]/.test(v) && URL.canParse(v)))
      throw new ErroreDiAvvio(
        `${name} non è un indirizzo PostgreSQL: atteso postgres://utente:password@host:porta/database.`,
      )
  }
  if (Boolean(env.TRAMA_DATABASE_URL) !== Boolean(env.TRAMA_MIGRATION_URL))
    throw new ErroreDiAvvio(
      'Per usare PostgreSQL servono entrambi: TRAMA_DATABASE_URL (l’utenza di esercizio) e TRAMA_MIGRATION_URL (il proprietario).',
    )
  const baseUrl = (env.TRAMA_BASE_URL || `http://${locale(host) ? 'localhost' : host}:${porta}`).replace(/\/$/, '')
  if (!/^https?:\/\/[^/]/.test(baseUrl) || !URL.canParse(baseUrl))
    throw new ErroreDiAvvio(
      `TRAMA_BASE_URL vale «${baseUrl}»: deve essere un indirizzo intero, come https://trama.example.it o http://localhost:3000.`,
    )
  // not its value, which may hold a password
  for (const name of ['TRAMA_SMTP_URL', 'TRAMA_PEC_SMTP_URL'] as const)
    if (env[name] && !serverDiPosta(env[name]))
      throw new ErroreDiAvvio(
        `${name} non è l’indirizzo di un server di posta: atteso smtps://utente:password@host:porta, con i caratteri particolari di utente e password scritti come %XX.`,
      )
  const chiesto = env.TRAMA_IDP_PROVA
  if (produzione && chiesto === '1')
    throw new ErroreDiAvvio(
      'Il gestore di identità di prova non può funzionare in produzione: togli TRAMA_IDP_PROVA o NODE_ENV=production.',
    )
  if (produzione && !env.TRAMA_SPID_IDP_METADATA)
    throw new ErroreDiAvvio(
      'In produzione serve TRAMA_SPID_IDP_METADATA: la cartella con i metadati dei gestori di identità SPID.',
    )
  if (produzione && !baseUrl.startsWith('https://'))
    throw new ErroreDiAvvio(
      'In produzione TRAMA_BASE_URL deve essere l’indirizzo pubblico, con https://: SPID e i cookie di sessione lo richiedono.',
    )
  const ente = {
    nome: env.TRAMA_ENTE_NOME || 'Ente dimostrativo',
    nomeBreve: env.TRAMA_ENTE_NOME_BREVE || env.TRAMA_ENTE_NOME || 'Ente dimostrativo',
    codiceIpa: env.TRAMA_ENTE_IPA || 'c_x000',
    email: env.TRAMA_ENTE_EMAIL || 'assistenza@example.it',
    localita: env.TRAMA_ENTE_LOCALITA || 'Roma',
    url: env.TRAMA_ENTE_URL || baseUrl,
  }
  if (produzione && !(env.TRAMA_ENTE_NOME && env.TRAMA_ENTE_IPA && env.TRAMA_ENTE_EMAIL))
    throw new ErroreDiAvvio(
      'In produzione i metadati SPID devono nominare l’ente: imposta TRAMA_ENTE_NOME, TRAMA_ENTE_IPA e TRAMA_ENTE_EMAIL.',
    )
  const chiavi = env.TRAMA_PDND_CHIAVI || undefined
  if (Boolean(chiavi) !== Boolean(env.TRAMA_PDND_EMITTENTE))
    throw new ErroreDiAvvio(
      'Per la cooperazione con INPS servono insieme TRAMA_PDND_EMITTENTE (chi emette i voucher) e TRAMA_PDND_CHIAVI (dove sono le sue chiavi pubbliche).',
    )
  if (chiavi && /^[a-z]+:\/\//i.test(chiavi) && !chiavi.startsWith('https://') && !indirizzoLocale(chiavi))
    throw new ErroreDiAvvio(
      `TRAMA_PDND_CHIAVI vale «${chiavi}»: deve essere un indirizzo https://, o il percorso di un file.`,
    )
  if (produzione && env.TRAMA_SIMULATORE_INPS === '1')
    throw new ErroreDiAvvio(
      'Il simulatore di INPS non può funzionare in produzione: togli TRAMA_SIMULATORE_INPS o NODE_ENV=production.',
    )
  const datiDir = resolve(env.TRAMA_DATA_DIR || join(radice, '.data'))
  // on by default only on localhost, and only where nothing says that this is a production installation: a public
  // address does, even with a proxy in front of a server that listens on localhost
  const idpProva =
    chiesto === undefined
      ? !produzione && locale(host) && indirizzoLocale(baseUrl) && !env.TRAMA_SPID_IDP_METADATA
      : chiesto === '1'
  // as the test identity provider, and never on the folder of somebody else's exchange unless it is asked for
  const simulatore =
    env.TRAMA_SIMULATORE_INPS === undefined ? idpProva && !env.TRAMA_SCAMBIO : env.TRAMA_SIMULATORE_INPS === '1'
  const dimostrazione = dimostrazioni.find((d) => d === (env.TRAMA_DEMO || 'intera'))
  if (!dimostrazione)
    throw new ErroreDiAvvio(`TRAMA_DEMO vale «${env.TRAMA_DEMO}»: deve essere ${dimostrazioni.join(', ')}.`)
  return {
    host,
    ente,
    dimostrazione,
    porta,
    datiDir,
    databaseUrl: env.TRAMA_DATABASE_URL || undefined,
    migrationUrl: env.TRAMA_MIGRATION_URL || undefined,
    baseUrl,
    produzione,
    smtpUrl: env.TRAMA_SMTP_URL || undefined,
    pecUrl: env.TRAMA_PEC_SMTP_URL || undefined,
    smsCartella: env.TRAMA_SMS_CARTELLA ? resolve(env.TRAMA_SMS_CARTELLA) : undefined,
    smsEsiti: env.TRAMA_SMS_ESITI ? resolve(env.TRAMA_SMS_ESITI) : undefined,
    clamd: env.TRAMA_CLAMD || undefined,
    proxy: env.TRAMA_PROXY || undefined,
    xsdInps: env.TRAMA_XSD_INPS || undefined,
    pdnd: chiavi ? { emittente: env.TRAMA_PDND_EMITTENTE!, chiavi } : undefined,
    scambio: env.TRAMA_SCAMBIO ? resolve(env.TRAMA_SCAMBIO) : simulatore ? join(datiDir, 'scambio') : undefined,
    simulatore,
    spidIdpMetadata: env.TRAMA_SPID_IDP_METADATA || undefined,
    spidEntityId: env.TRAMA_SPID_ENTITY_ID || baseUrl,
    spidChiave: env.TRAMA_SPID_CHIAVE || undefined,
    spidCertificato: env.TRAMA_SPID_CERTIFICATO || undefined,
    idpProva,
  }
}
