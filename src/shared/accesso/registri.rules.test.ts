import { describe, expect, test } from 'vitest'
import { campiCambiati, fraseModifica, nomeOggetto, valoreInParole } from './registri.rules.ts'

describe('a row of the register in words', () => {
  test('values are said as they are read in Italy', () => {
    expect(valoreInParole('2026-03-02')).toBe('02/03/2026')
    expect(valoreInParole('2026-07-01T22:30:00+00:00')).toBe('02/07/26, 00:30')
    expect([true, false, null, ''].map((v) => valoreInParole(v))).toEqual(['sì', 'no', null, null])
    expect(valoreInParole('7b1c1c5e-27f5-4b7e-9a53-0a6f6a3b9d11')).toBe('presente')
  })
  test('keys, hashes and counters are left out, and so is what did not change', () => {
    const prima = { versione: 1, chiave_hash: 'a', telefono: null, luogo_nascita_id: 'H501', email: 'a@example.it' }
    const dopo = { versione: 2, chiave_hash: 'b', telefono: '06', luogo_nascita_id: 'F205', email: 'a@example.it' }
    expect(campiCambiati(prima, dopo)).toEqual([
      { campo: 'telefono', prima: null, dopo: '06' },
      { campo: 'luogo di nascita', prima: 'H501', dopo: 'F205' },
    ])
  })
  test('a table without a name of its own is called by its noun', () => {
    expect(nomeOggetto('presa_in_carico')).toBe('Presa in carico')
    expect(nomeOggetto('assegnazione')).toBe('Ruolo di un utente')
  })
  test('the sentence tells what was set, changed or taken away', () => {
    const campi = campiCambiati(
      { stato: 'inserito', email: 'x', fondo: null },
      { stato: 'attivo', email: null, fondo: 'PN' },
    )
    expect(fraseModifica({ operazione: 'modifica', oggetto: 'Utente', riguarda: 'Rossi Mario', campi })).toBe(
      'Utente, Rossi Mario: modifica (stato da «inserito» a «attivo»; e-mail tolto, era «x»; fondo ora è «PN»)',
    )
    expect(fraseModifica({ operazione: 'cancellazione', oggetto: 'Ufficio', riguarda: null, campi: [] })).toBe(
      'Ufficio: cancellazione',
    )
  })
})
