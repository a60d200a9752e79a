import { expect, test } from 'vitest'
import {
  canali,
  daUsare,
  impedimentoConvocazione,
  indirizziUsabili,
  numeroSms,
  type RegoleContatto,
} from './convocazioni.rules.ts'

const recapiti = {
  pec: 'ada@pec.example.it',
  email: ' Ada@example.it ',
  cellulare: '333 1234567',
  indirizzo: ['Via della Prova 1', '00100 Prova'],
}
const con = (...regole: [regola: string, valore?: string][]) =>
  indirizziUsabili(recapiti, {
    daNonTrovare: false,
    regole: regole.map(([regola, valore]) => ({ regola, valore: valore ?? null })),
  })
const usabili = (u: ReturnType<typeof con>) => canali.filter((c) => u[c] !== null)

test('without rules every channel that has an address may be used, and it can always be handed over', () => {
  expect(con()).toEqual({
    pec: 'ada@pec.example.it',
    email: 'Ada@example.it',
    sms: '+393331234567',
    lettera: 'Via della Prova 1\n00100 Prova',
    'a-mano': '',
  })
  const nessuno: RegoleContatto = { daNonTrovare: false, regole: [] }
  expect(
    usabili(
      indirizziUsabili({ pec: null, email: 'non un indirizzo', cellulare: '06 123456', indirizzo: null }, nessuno),
    ),
  ).toEqual(['a-mano'])
})

test('safe contact: each rule closes what it says, and whoever must not be found is only handed it', () => {
  expect(usabili(con(['mai-a-casa']))).toEqual(['pec', 'email', 'sms', 'a-mano'])
  expect(usabili(con(['mai-telefono', '06 1']))).toEqual(['pec', 'email', 'lettera', 'a-mano'])
  expect(usabili(con(['solo-in-presenza']))).toEqual(['a-mano'])
  expect(usabili(con(['solo-tramite', 'la sorella']))).toEqual(['a-mano'])
  expect(usabili(con(['non-usare', 'ADA@example.it']))).toEqual(['pec', 'sms', 'lettera', 'a-mano'])
  expect(usabili(con(['non-usare', '+39 3331234567']))).toEqual(['pec', 'email', 'lettera', 'a-mano'])
  expect(usabili(indirizziUsabili(recapiti, { daNonTrovare: true, regole: [] }))).toEqual(['a-mano'])
})

test('the first that may be used, or all of them; the others are said', () => {
  const u = con(['non-usare', 'ada@pec.example.it'])
  expect(daUsare(['email', 'pec', 'sms'], u, 'primo')).toEqual({ usati: ['email'], esclusi: ['pec'] })
  expect(daUsare(['email', 'pec', 'sms'], u, 'tutti')).toEqual({ usati: ['email', 'sms'], esclusi: ['pec'] })
})

test('numbers of mobile telephones, and of nothing else', () => {
  expect(['333 123 4567', '+39-333.1234567', '0039 3331234567'].map(numeroSms)).toEqual(Array(3).fill('+393331234567'))
  expect(['06 1234567', '12', 'abc', '+44 7700900000'].map(numeroSms)).toEqual([null, null, null, null])
})

test('notice and distance between convocations are parameters', () => {
  const p = { preavviso: 3, distanza: 7, massimo: 2 }
  expect(impedimentoConvocazione(p, '2026-03-02', '2026-03-05', [])).toBeNull()
  expect(impedimentoConvocazione(p, '2026-03-02', '2026-03-04', [])).toContain('almeno 3 giorni')
  expect(impedimentoConvocazione(p, '2026-03-02', '2026-03-10', [{ giorno: '2026-03-05' }])).toContain('05/03/2026')
  expect(impedimentoConvocazione(p, '2026-03-02', '2026-03-12', [{ giorno: '2026-03-05' }])).toBeNull()
})
