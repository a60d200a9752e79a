import { describe, expect, test } from 'vitest'
import { assertTransizione, impedimento } from '../kernel/transizioni.ts'
import { racconta, statiUtente, transizioniUtente } from './utenti.rules.ts'

describe('states of a user', () => {
  test('each act is possible only from its states; elsewhere it says why not', () => {
    const possibili = Object.fromEntries(
      Object.keys(transizioniUtente).map((atto) => [
        atto,
        statiUtente.filter((s) => impedimento(transizioniUtente, atto as keyof typeof transizioniUtente, s) === null),
      ]),
    )
    expect(possibili).toEqual({
      accredita: ['altrove'],
      abilita: ['comunicato'],
      'primo-accesso': ['inserito'],
      sospendi: ['inserito', 'attivo'],
      riprendi: ['sospeso'],
      cessa: ['comunicato', 'inserito', 'attivo', 'sospeso'],
      riammetti: ['cessato'],
    })
    expect(assertTransizione(transizioniUtente, 'sospendi', 'attivo')).toBe('sospeso')
    expect(() => assertTransizione(transizioniUtente, 'cessa', 'cessato')).toThrow('già cessato')
  })
})

describe('the history in words', () => {
  const utente = { tabella: 'utente', operazione: 'modifica', ruolo: null }
  test('states with their reason, data by their names, and nothing of what is only technical', () => {
    expect(
      racconta({ ...utente, prima: { stato: 'attivo' }, dopo: { stato: 'sospeso', motivo_stato: 'congedo' } }),
    ).toBe('Stato da attivo a sospeso: congedo.')
    expect(
      racconta({ ...utente, prima: { email: null }, dopo: { email: 'a@example.it', fine_contratto: '2026-12-31' } }),
    ).toBe('Dati modificati: e-mail, fine del contratto.')
    expect(racconta({ ...utente, prima: { ultimo_accesso: null }, dopo: { ultimo_accesso: '2026-03-02' } })).toBeNull()
  })
  test('an assignment by role and territory', () => {
    const riga = { tabella: 'assegnazione', ruolo: 'Case manager, Comune di Latina', prima: null }
    const dopo = { stato: 'preparata', dal: '2026-03-02', al: '2026-03-20', sostituisce_id: 'x' }
    expect(racconta({ ...riga, operazione: 'inserimento', dopo })).toBe(
      'Case manager, Comune di Latina: sostituzione dal 02/03/2026 al 20/03/2026, preparato.',
    )
    expect(racconta({ ...riga, operazione: 'modifica', dopo: { stato: 'revocata', motivo_stato: 'fine' } })).toBe(
      'Case manager, Comune di Latina: revocato: fine.',
    )
  })
})
