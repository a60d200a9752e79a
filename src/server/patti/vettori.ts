// Who carries a convocation: a mail server, one of certified mail, or a folder from which another program takes its messages (a gateway
// of SMS; in the demonstration, where nothing must leave the machine, all three).
import { mkdir, open, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CanaleAutomatico } from '../../shared/patti/convocazioni.rules.ts'
import { apriSmtp, type EsitoSmtp, mittenteDi } from '../kernel/smtp.ts'

export interface DaPortare {
  id: string
  canale: CanaleAutomatico
  indirizzo: string
  oggetto: string | null
  testo: string
}
/** What a carrier says afterwards of what it took, as files. */
export interface Esiti {
  /** The first of them, by name; of one that cannot be read, why. */
  leggi(quanti: number): Promise<({ nome: string; contenuto: string } | { nome: string; errore: unknown })[]>
  /** Aside, where nobody reads it again: it stays for whoever looks after the installation. */
  sposta(nome: string, dove: 'letti' | 'scartati'): Promise<void>
}
export interface Vettore {
  porta(m: DaPortare): Promise<EsitoSmtp>
  esiti?: Esiti
  chiudi(): void
}
/** Opened when there is work; a channel without one keeps its messages. */
export type Vettori = Partial<Record<CanaleAutomatico, () => Vettore>>

export const vettoreSmtp =
  (url: string, baseUrl: string, mittente = mittenteDi(url, baseUrl)) =>
  (): Vettore => {
    const smtp = apriSmtp(url, mittente, baseUrl)
    return {
      porta: (m) => smtp.invia({ id: m.id, a: m.indirizzo, oggetto: m.oggetto ?? '', testo: m.testo }),
      chiudi: smtp.chiudi,
    }
  }

/** An outcome is a line: of a longer file only the beginning is read, which is none. */
const LUNGO = 10_000

async function inizio(percorso: string): Promise<string> {
  const f = await open(percorso)
  try {
    const { buffer, bytesRead } = await f.read({ buffer: Buffer.alloc(LUNGO), length: LUNGO })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await f.close()
  }
}

const nonCe = (e: unknown) => (e as NodeJS.ErrnoException).code === 'ENOENT'

export const esitiInCartella = (cartella: string): Esiti => ({
  async leggi(quanti) {
    const voci = await readdir(cartella, { withFileTypes: true }).catch((e: unknown) => {
      // nobody has written any yet
      if (nonCe(e)) return []
      throw e
    })
    const nomi = voci.filter((v) => v.isFile() && v.name.endsWith('.json')).map((v) => v.name)
    const letti: Awaited<ReturnType<Esiti['leggi']>> = []
    for (const nome of nomi.sort().slice(0, quanti))
      try {
        letti.push({ nome, contenuto: await inizio(join(cartella, nome)) })
      } catch (errore) {
        // another process has put it aside
        if (!nonCe(errore)) letti.push({ nome, errore })
      }
    return letti
  },
  async sposta(nome, dove) {
    await mkdir(join(cartella, dove), { recursive: true })
    await rename(join(cartella, nome), join(cartella, dove, nome)).catch((e: unknown) => {
      // already put aside
      if (!nonCe(e)) throw e
    })
  },
})

/** One file for each message, named after it: a second time it is already there. Its outcomes come back into a folder, which may be inside it. */
export const vettoreCartella =
  (cartella: string, esiti = join(cartella, 'esiti')) =>
  (): Vettore => ({
    esiti: esitiInCartella(esiti),
    async porta({ id, canale, indirizzo, oggetto, testo }) {
      const dice = `${JSON.stringify({ id, canale, a: indirizzo, oggetto, testo }, null, 2)}\n`
      try {
        await mkdir(cartella, { recursive: true })
        await writeFile(join(cartella, `${id}.json`), dice, { flag: 'wx' })
      } catch (e) {
        if ((e as NodeJS.ErrnoException).code !== 'EEXIST') return { esito: 'muto', motivo: (e as Error).message }
      }
      return { esito: 'partito', riferimento: `${id}.json` }
    },
    chiudi: () => {},
  })

export interface ConfigurazioneVettori {
  smtpUrl: string | undefined
  pecUrl: string | undefined
  smsCartella: string | undefined
  /** Where the outcomes of the SMS come back. */
  smsEsiti: string | undefined
  baseUrl: string
  /** Where what has no carrier goes, in the demonstration; elsewhere it waits. */
  dimostrativa: string | undefined
}

export function vettoriDa(c: ConfigurazioneVettori): Vettori {
  const finto = (canale: CanaleAutomatico) => c.dimostrativa && vettoreCartella(join(c.dimostrativa, canale))
  const email = c.smtpUrl ? vettoreSmtp(c.smtpUrl, c.baseUrl) : finto('email')
  const pec = c.pecUrl ? vettoreSmtp(c.pecUrl, c.baseUrl) : finto('pec')
  const sms = c.smsCartella ? vettoreCartella(c.smsCartella, c.smsEsiti) : finto('sms')
  return { ...(email && { email }), ...(pec && { pec }), ...(sms && { sms }) }
}
