// Which receipts of certified mail move a message, and which are no receipt of it.
import { expect, test } from 'vitest'
import { statiMessaggio } from './convocazioni.rules.ts'
import { difettoRicevuta, effettoRicevuta, messaggioDi, specieRicevuta } from './ricevute-pec.rules.ts'

test('only the last word of the provider moves a message, and only one that has left', () => {
  const tutti = specieRicevuta.flatMap((s) =>
    statiMessaggio.flatMap((stato) => {
      const e = effettoRicevuta(s, stato)
      return e === 'nulla' ? [] : [`${s} ${stato}: ${e}`]
    }),
  )
  expect(tutti).toEqual([
    'accettazione incerto: parte',
    'non-accettazione incerto: torna',
    'non-accettazione inviato: torna',
    'avvenuta-consegna incerto: consegna',
    'avvenuta-consegna inviato: consegna',
    'errore-consegna incerto: torna',
    'errore-consegna inviato: torna',
    'rilevazione-virus incerto: torna',
    'rilevazione-virus inviato: torna',
    'mancato-recapito incerto: torna',
    'mancato-recapito inviato: torna',
  ])
})

test('its message is the one under whose Message-ID it left; any other is not ours', () => {
  const id = '0f2c6b0e-1111-4222-8333-444455556666'
  expect(messaggioDi(`<${id}@trama.example.it>`)).toBe(id)
  expect(messaggioDi(`${id.toUpperCase()}@altro.example.it`)).toBe(id)
  for (const x of [null, '', `<${id}>`, '<opec1.2026@pec.example.it>', `<x${id}@a>`]) expect(messaggioDi(x)).toBeNull()
})

test('another channel, another address, a day that cannot be: a sentence each', () => {
  const dati = {
    tipo: 'avvenuta-consegna',
    errore: 'nessuno',
    msgid: null,
    identificativo: 'x',
    gestore: 'G',
    quando: '2026-03-02T10:00:00.000Z',
    destinatari: ['ada@pec.example.it'],
    consegna: 'Ada@PEC.example.it',
    motivo: null,
  }
  const m = { canale: 'pec', indirizzo: 'ada@pec.example.it', creatoIl: '2026-03-02T09:00:00.000Z' }
  const adesso = '2026-03-03T00:00:00.000Z'
  expect(difettoRicevuta(dati, m, adesso)).toBeNull()
  expect(difettoRicevuta(dati, { ...m, indirizzo: null }, adesso)).toBeNull()
  expect(difettoRicevuta(dati, { ...m, canale: 'email' }, adesso)).toContain('PEC')
  const rimbalzo = { ...dati, tipo: 'mancato-recapito' }
  expect(difettoRicevuta(rimbalzo, m, adesso)).toContain('e-mail')
  expect(difettoRicevuta(rimbalzo, { ...m, canale: 'email' }, adesso)).toBeNull()
  expect(difettoRicevuta({ ...dati, consegna: 'ida@pec.example.it' }, m, adesso)).toContain('altro indirizzo')
  expect(difettoRicevuta({ ...dati, quando: null }, m, adesso)).toContain('quando')
  expect(difettoRicevuta(dati, m, '2026-03-02T09:30:00.000Z')).toContain('futuro')
  expect(difettoRicevuta(dati, { ...m, creatoIl: '2026-03-02T11:00:00.000Z' }, adesso)).toContain('prima')
})
