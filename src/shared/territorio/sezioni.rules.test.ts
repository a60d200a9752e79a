import { expect, test } from 'vitest'
import { type AdesioneNota, cosaManca, percheSezione } from './sezioni.rules.ts'

const oggi = '2026-03-02'
const comune = { id: 'H501', nome: 'Roma', delegato: false }
const requisito = { tipoId: 'convenzione', tipo: 'Convenzione', attuatore: true }
const adesione = (a: Partial<AdesioneNota>): AdesioneNota => ({
  comuneId: 'H501',
  tipoId: 'convenzione',
  stato: 'registrata',
  anno: null,
  dal: '2026-01-01',
  al: null,
  allegatoId: 'x',
  ...a,
})
const manca = (adesioni: AdesioneNota[], altro: { delegato?: boolean; attuatore?: boolean } = {}) =>
  cosaManca({
    requisiti: [{ ...requisito, attuatore: altro.attuatore ?? true }],
    adesioni,
    comune: { ...comune, delegato: altro.delegato ?? false },
    oggi,
  }).map((m) => m.cosaFare)

test('nothing is missing with the comune’s own act, or with the body’s and a delega', () => {
  expect(manca([adesione({})])).toEqual([])
  expect(manca([adesione({ comuneId: null })], { delegato: true })).toEqual([])
})

test('each gap says who must do what', () => {
  expect(manca([])[0]).toBe(
    'Il comune di Roma deve firmare l’atto; oppure, se delega l’ambito, lo firma il soggetto attuatore.',
  )
  expect(manca([], { attuatore: false })[0]).toBe('Il comune di Roma deve firmare l’atto.')
  expect(manca([adesione({ comuneId: null })])[0]).toContain('deve inviare la nota di delega')
  // the registry checks are never the body's
  expect(manca([adesione({ comuneId: null })], { delegato: true, attuatore: false })[0]).toBe(
    'Il comune di Roma deve firmare l’atto.',
  )
  expect(manca([adesione({ stato: 'bozza', dal: null })])[0]).toContain('il comune di Roma deve firmarlo')
  expect(manca([adesione({ stato: 'bozza', dal: null, comuneId: null })], { delegato: true })[0]).toContain(
    'il soggetto attuatore deve firmarlo',
  )
  expect(manca([adesione({ stato: 'firmata', dal: null })])[0]).toContain('deve registrarlo')
  expect(manca([adesione({ stato: 'firmata', dal: null, allegatoId: null })])[0]).toContain('allegare il documento')
  expect(manca([adesione({ dal: '2026-04-01' })])[0]).toContain('varrà dal 01/04/2026')
  expect(manca([adesione({ al: '2026-02-28' })])[0]).toContain('scaduto o cessato il 28/02/2026')
})

test('of several acts the one nearest to being valid says the next step', () => {
  expect(manca([adesione({ al: '2026-02-28' }), adesione({ stato: 'bozza', dal: null })])[0]).toContain('in bozza')
  expect(manca([adesione({ stato: 'bozza', dal: null }), adesione({ stato: 'firmata', dal: null })])[0]).toContain(
    'registrarlo',
  )
})

test('a section is open, closed for everyone, or closed for what is missing', () => {
  const mancanze = [{ tipoId: 'c', tipo: 'Convenzione', cosaFare: 'x' }]
  const aperta = { aperta: true, norma: 'DM' }
  expect(percheSezione({ aperta: true, sezione: aperta, mancanze: [] })).toBe('Aperta.')
  expect(percheSezione({ aperta: false, sezione: aperta, mancanze })).toBe('Chiusa: manca «Convenzione».')
  expect(percheSezione({ aperta: false, sezione: { aperta: false, norma: 'in attesa' }, mancanze })).toContain(
    'su tutto il territorio nazionale: in attesa.',
  )
})
