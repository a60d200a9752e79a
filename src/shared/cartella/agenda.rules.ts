// Appointments of the offices: their states, and the calendar file that a user's own program reads (RFC 5545). Instants
// are written in UTC, so that the days when the clock changes and midnight need no time zone in the file.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiAppuntamento = ['fissato', 'svolto', 'non-presentato', 'annullato', 'spostato'] as const
export type StatoAppuntamento = (typeof statiAppuntamento)[number]

export const nomiStatoAppuntamento: Readonly<Record<StatoAppuntamento, string>> = {
  fissato: 'fissato',
  svolto: 'svolto',
  'non-presentato': 'non si è presentato',
  annullato: 'annullato',
  spostato: 'spostato',
}

const concluso = 'L’appuntamento è già concluso, annullato o spostato: fissane un altro.'

export const transizioniAppuntamento: Transizioni<
  StatoAppuntamento,
  'svolgi' | 'nonPresentato' | 'annulla' | 'sposta'
> = {
  svolgi: { da: ['fissato'], a: 'svolto', altrimenti: concluso },
  nonPresentato: { da: ['fissato'], a: 'non-presentato', altrimenti: concluso },
  annulla: { da: ['fissato'], a: 'annullato', altrimenti: concluso },
  sposta: { da: ['fissato'], a: 'spostato', altrimenti: concluso },
}

/** Monday of the week of a day, `YYYY-MM-DD`. */
export function lunediDi(giorno: string): string {
  const d = new Date(`${giorno}T12:00:00Z`)
  d.setUTCDate(d.getUTCDate() - ((d.getUTCDay() + 6) % 7))
  return d.toISOString().slice(0, 10)
}

export const giornoDopo = (giorno: string, n = 1): string => {
  const d = new Date(`${giorno}T12:00:00Z`)
  d.setUTCDate(d.getUTCDate() + n)
  return d.toISOString().slice(0, 10)
}

// ---- iCalendar -------------------------------------------------------------------------------------------------------

export interface EventoCalendario {
  id: string
  inizio: string
  fine: string
  ufficio: string
  annullato: boolean
  versione: number
  scritto: string
}

const istante = (iso: string) => iso.replace(/\.\d+Z$/, 'Z').replace(/[-:]/g, '')
const testo = (s: string) => s.replace(/[\\;,]/g, (c) => `\\${c}`).replace(/\r?\n/g, '\\n')

const byteDi = (c: string) => {
  const n = c.codePointAt(0) ?? 0
  return n < 0x80 ? 1 : n < 0x800 ? 2 : n < 0x10000 ? 3 : 4
}

/** Lines of at most 75 bytes, never broken inside a character. */
function piega(riga: string): string {
  const righe: string[] = []
  let ora = ''
  let n = 0
  for (const c of riga) {
    if (n + byteDi(c) > 75) {
      righe.push(ora)
      ora = ' '
      n = 1
    }
    ora += c
    n += byteDi(c)
  }
  return [...righe, ora].join('\r\n')
}

export interface GiornoDiScadenze {
  giorno: string
  quante: number
}

const inGiorno = (g: string) => g.replaceAll('-', '')

/** One event a slot: the office and nothing else. One a day for what is due: how many, and nothing of whose. */
export function scriviCalendario(
  eventi: readonly EventoCalendario[],
  scadenze: readonly GiornoDiScadenze[] = [],
  scritto = '',
): string {
  const righe = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Trama//Agenda degli uffici//IT',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'X-WR-CALNAME:Agenda di Trama',
    ...eventi.flatMap((e) => [
      'BEGIN:VEVENT',
      `UID:${e.id}@trama`,
      `DTSTAMP:${istante(e.scritto)}`,
      `DTSTART:${istante(e.inizio)}`,
      `DTEND:${istante(e.fine)}`,
      `SEQUENCE:${e.versione - 1}`,
      `STATUS:${e.annullato ? 'CANCELLED' : 'CONFIRMED'}`,
      `SUMMARY:${testo(`Appuntamento, ufficio ${e.ufficio}`)}`,
      'CLASS:PRIVATE',
      'END:VEVENT',
    ]),
    ...scadenze.flatMap((s) => [
      'BEGIN:VEVENT',
      `UID:scadenze-${s.giorno}@trama`,
      `DTSTAMP:${istante(scritto)}`,
      `DTSTART;VALUE=DATE:${inGiorno(s.giorno)}`,
      `DTEND;VALUE=DATE:${inGiorno(giornoDopo(s.giorno))}`,
      `SUMMARY:${testo(s.quante === 1 ? 'Una scadenza dei casi' : `${s.quante} scadenze dei casi`)}`,
      'TRANSP:TRANSPARENT',
      'CLASS:PRIVATE',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${righe.map(piega).join('\r\n')}\r\n`
}
