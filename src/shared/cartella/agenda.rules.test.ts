// The calendar file: lines, folding, escapes; weeks that begin on Monday; states.
import { describe, expect, test } from 'vitest'
import { giornoDopo, lunediDi, scriviCalendario, statiAppuntamento, transizioniAppuntamento } from './agenda.rules.ts'

const evento = {
  id: 'e1',
  inizio: '2026-03-29T00:30:00.000Z',
  fine: '2026-03-29T01:30:00.000Z',
  ufficio: 'Servizi',
  annullato: false,
  versione: 2,
  scritto: '2026-03-01T09:00:00.000Z',
}

describe('il calendario', () => {
  test('scrive gli istanti in UTC, una riga per proprietà, a capo con CRLF', () => {
    const testo = scriviCalendario([evento])
    expect(testo.split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Trama//Agenda degli uffici//IT',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'X-WR-CALNAME:Agenda di Trama',
      'BEGIN:VEVENT',
      'UID:e1@trama',
      'DTSTAMP:20260301T090000Z',
      'DTSTART:20260329T003000Z',
      'DTEND:20260329T013000Z',
      'SEQUENCE:1',
      'STATUS:CONFIRMED',
      'SUMMARY:Appuntamento\\, ufficio Servizi',
      'CLASS:PRIVATE',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })
  test('piega le righe lunghe senza spezzare un carattere, e protegge i segni', () => {
    const ufficio = `${'è'.repeat(60)}; sede, ${'😀'.repeat(20)}\nfine`
    const testo = scriviCalendario([{ ...evento, ufficio, annullato: true }])
    const byte = new TextEncoder()
    for (const riga of testo.split('\r\n')) expect(byte.encode(riga).length).toBeLessThanOrEqual(75)
    expect(testo).not.toContain('\uFFFD')
    const intero = testo.replaceAll('\r\n ', '')
    expect(intero).toContain(`SUMMARY:Appuntamento\\, ufficio ${'è'.repeat(60)}\\; sede\\, ${'😀'.repeat(20)}\\nfine`)
    expect(intero).toContain('STATUS:CANCELLED')
  })
})

test.each([
  ['2026-03-02', '2026-03-02'],
  ['2026-03-08', '2026-03-02'],
  ['2026-03-29', '2026-03-23'],
  ['2027-01-01', '2026-12-28'],
])('il lunedì della settimana del %s è il %s', (giorno, lunedi) => {
  expect(lunediDi(giorno)).toBe(lunedi)
})
test('il giorno dopo passa mesi e cambi dell’ora', () => {
  expect(giornoDopo('2026-03-28')).toBe('2026-03-29')
  expect(giornoDopo('2026-03-29')).toBe('2026-03-30')
  expect(giornoDopo('2026-02-28', 2)).toBe('2026-03-02')
  expect(giornoDopo('2026-03-02', -7)).toBe('2026-02-23')
})
test('soltanto da fissato si va altrove', () => {
  for (const x of Object.values(transizioniAppuntamento))
    expect(statiAppuntamento.filter((s) => x.da.includes(s))).toEqual(['fissato'])
})
