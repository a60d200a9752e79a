import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contoRighe,
  formatByte,
  formatData,
  formatEuro,
  formatImporto,
  formatIstante,
  formatMese,
  formatNumero,
  formatOra,
  formatParte,
  oggi,
  parseData,
  parseImporto,
  plurale,
} from './format.ts'

describe('dates', () => {
  it('are written and read the Italian way', () => {
    expect(formatData('2026-11-22')).toBe('22/11/2026')
    expect(formatData(null)).toBe('–')
    for (const t of ['22/11/2026', '22-11-2026', '22.11.2026', ' 22112026 ']) expect(parseData(t)).toBe('2026-11-22')
    expect(parseData('1/2/2026')).toBe('2026-02-01')
  })
  it('that do not exist are not read', () => {
    for (const t of ['31/02/2026', '29/02/2025', '00/01/2026', '1/13/2026', '22/11/26', 'ieri', ''])
      expect(parseData(t)).toBeNull()
    expect(parseData('29/02/2024')).toBe('2024-02-29')
  })
  it('come back the same through the screen', () => {
    const giorno = fc.date({ min: new Date('1880-01-01'), max: new Date('2200-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(giorno, (d) => {
        const iso = d.toISOString().slice(0, 10)
        expect(parseData(formatData(iso))).toBe(iso)
      }),
    )
  })
  it('and instants are those of the Italian clock', () => {
    expect(formatIstante('2026-07-01T12:05:00Z')).toBe('01/07/2026, 14:05')
    expect(formatIstante('2026-11-22T23:30:00Z')).toBe('23/11/2026, 00:30')
    expect(formatOra('2026-11-22T23:30:00Z')).toBe('00:30')
    expect(oggi(new Date('2026-11-22T23:30:00Z'))).toBe('2026-11-23')
  })
})

describe('amounts', () => {
  it('are euro with a comma, cents inside', () => {
    expect(formatEuro(123456)).toBe('1.234,56 €')
    expect(formatEuro(null)).toBe('–')
    expect(parseImporto('1.234,56 €')).toBe(123456)
    expect(parseImporto('1234,5')).toBe(123450)
    expect(parseImporto('-3')).toBe(-300)
  })
  it('with a decimal point are refused, not misread by a hundredfold', () => {
    for (const t of ['12.5', '1.23', '1,234', '', 'dieci', '1.2345,00']) expect(parseImporto(t)).toBeNull()
  })
  it('come back the same through the screen', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (c) => {
        expect(parseImporto(formatImporto(c))).toBe(c)
      }),
    )
  })
})

it('quantities agree with their noun', () => {
  expect([plurale(1, 'utente', 'utenti'), plurale(1200, 'utente', 'utenti')]).toEqual(['1 utente', '1.200 utenti'])
  expect([formatNumero(40000), formatByte(12_345), formatByte(5_000_000)]).toEqual(['40.000', '12,3 kB', '5 MB'])
})

it('counts rows without asking whether they are masculine or feminine', () => {
  expect(contoRighe(50, 'riga', 'righe', true)).toBe('50 righe, e l’elenco continua')
  expect(contoRighe(50, 'utente', 'utenti', true)).toBe('50 utenti, e l’elenco continua')
  expect(contoRighe(1, 'adesione', 'adesioni', false)).toBe('1 adesione')
})

it('says a month, and a part of a whole', () => {
  expect([formatMese('2026-11'), formatMese('2025-01-31')]).toEqual(['novembre 2026', 'gennaio 2025'])
  expect([formatParte(12, 20), formatParte(0, 0)]).toEqual(['12 su 20 (60 %)', '–'])
})
