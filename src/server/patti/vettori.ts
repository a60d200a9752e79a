// Who carries a convocation: a mail server, one of certified mail, or a folder from which another program takes its messages (a gateway
// of SMS; in the demonstration, where nothing must leave the machine, all three).
import { mkdir, writeFile } from 'node:fs/promises'
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
export interface Vettore {
  porta(m: DaPortare): Promise<EsitoSmtp>
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

/** One file for each message, named after it: a second time it is already there. */
export const vettoreCartella = (cartella: string) => (): Vettore => ({
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
  baseUrl: string
  /** Where what has no carrier goes, in the demonstration; elsewhere it waits. */
  dimostrativa: string | undefined
}

export function vettoriDa(c: ConfigurazioneVettori): Vettori {
  const finto = (canale: CanaleAutomatico) => c.dimostrativa && vettoreCartella(join(c.dimostrativa, canale))
  const email = c.smtpUrl ? vettoreSmtp(c.smtpUrl, c.baseUrl) : finto('email')
  const pec = c.pecUrl ? vettoreSmtp(c.pecUrl, c.baseUrl) : finto('pec')
  const sms = c.smsCartella ? vettoreCartella(c.smsCartella) : finto('sms')
  return { ...(email && { email }), ...(pec && { pec }), ...(sms && { sms }) }
}
