// Receipts of certified mail (d.P.R. 68/2005, art. 6; d.m. 2/11/2005, technical rules, 6 and 7): which there are, what each proves of a
// message, and what one must hold to be a receipt of a message of ours. A receipt is kept whatever it says; it moves the message only
// where it is the last word. With them the notice of a mail server that an ordinary e-mail did not arrive (RFC 3464).
import type { StatoMessaggio } from './convocazioni.rules.ts'

export const specieRicevuta = [
  'accettazione',
  'non-accettazione',
  'presa-in-carico',
  'avvenuta-consegna',
  'preavviso-errore-consegna',
  'errore-consegna',
  'rilevazione-virus',
  'mancato-recapito',
] as const
export type SpecieRicevuta = (typeof specieRicevuta)[number]
export const isSpecieRicevuta = (s: string): s is SpecieRicevuta => (specieRicevuta as readonly string[]).includes(s)

export const nomiRicevuta: Readonly<Record<SpecieRicevuta, string>> = {
  accettazione: 'Ricevuta di accettazione',
  'non-accettazione': 'Avviso di non accettazione',
  'presa-in-carico': 'Ricevuta di presa in carico',
  'avvenuta-consegna': 'Ricevuta di avvenuta consegna',
  'preavviso-errore-consegna': 'Preavviso di mancata consegna',
  'errore-consegna': 'Avviso di mancata consegna',
  'rilevazione-virus': 'Avviso di mancata consegna per virus',
  'mancato-recapito': 'Avviso di mancato recapito dell’e-mail',
}

/** What daticert.xml says, or a delivery report. */
export interface DatiCertificazione {
  tipo: string
  /** «nessuno», or what went wrong. */
  errore: string | null
  /** Of the message it is about, as its sender called it. */
  msgid: string | null
  identificativo: string | null
  gestore: string | null
  /** Instant, ISO. */
  quando: string | null
  destinatari: string[]
  /** To whom it was delivered, or not. */
  consegna: string | null
  motivo: string | null
}

/** What a receipt does to its message: `nulla` where it is kept, and the message stays as it is. */
export type EffettoRicevuta = 'parte' | 'consegna' | 'torna' | 'nulla'

const mancata: readonly SpecieRicevuta[] = [
  'non-accettazione',
  'errore-consegna',
  'rilevazione-virus',
  'mancato-recapito',
]

export function effettoRicevuta(specie: SpecieRicevuta, stato: StatoMessaggio): EffettoRicevuta {
  const partito = stato === 'inviato' || stato === 'incerto'
  if (specie === 'avvenuta-consegna') return partito ? 'consegna' : 'nulla'
  if (mancata.includes(specie)) return partito ? 'torna' : 'nulla'
  // the provider has it: so it left, whatever happened to the line
  return specie === 'accettazione' && stato === 'incerto' ? 'parte' : 'nulla'
}

/** The id of a message of ours, from how a receipt calls it. */
export const messaggioDi = (msgid: string | null): string | null =>
  /^<?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^@\s]+>?$/i
    .exec(msgid?.trim() ?? '')?.[1]
    ?.toLowerCase() ?? null

const stesso = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

/** Why it is no receipt of this message, in words; null when it is one. */
export function difettoRicevuta(
  d: DatiCertificazione,
  m: { canale: string; indirizzo: string | null; creatoIl: string },
  adesso: string,
): string | null {
  if (d.tipo === 'mancato-recapito') {
    if (m.canale !== 'email') return 'Il messaggio di questo avviso non è partito per e-mail.'
  } else if (m.canale !== 'pec') return 'Il messaggio di questa ricevuta non è partito per PEC.'
  const a = d.consegna ? [d.consegna] : d.destinatari
  if (m.indirizzo && a.length > 0 && !a.some((x) => stesso(x, m.indirizzo!)))
    return 'La ricevuta è per un altro indirizzo: non è di questo messaggio.'
  if (!d.quando) return 'La ricevuta non dice quando: chiedila di nuovo al gestore della casella.'
  if (d.quando > adesso) return 'La ricevuta ha una data nel futuro.'
  if (d.quando < m.creatoIl) return 'La ricevuta ha una data che viene prima del messaggio.'
  return null
}
