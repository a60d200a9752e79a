// What a file of a gateway is, and what it does to its message.
import { expect, test } from 'vitest'
import { statiMessaggio } from './convocazioni.rules.ts'
import { effettoEsito, leggiEsito } from './esiti-sms.rules.ts'

const id = '0f2c6b0e-1111-4222-8333-444455556666'
const buono = { id, esito: 'consegnato', quando: '2026-03-02T10:00:00Z' } as const

test('an outcome is an id, a word and an instant with its zone; the rest of the file is not read', () => {
  const letto = (x: object) => leggiEsito(JSON.stringify(x))
  expect(letto({ ...buono, id: id.toUpperCase(), numero: '+393331234567' })).toEqual({
    ...buono,
    quando: '2026-03-02T10:00:00.000Z',
  })
  expect(letto({ ...buono, quando: '2026-03-02T11:00:00+01:00' })?.quando).toBe('2026-03-02T10:00:00.000Z')
  for (const x of [
    {},
    { ...buono, id: 'x' },
    { ...buono, esito: 'forse' },
    { ...buono, quando: '2026-03-02T10:00:00' },
  ])
    expect(letto(x)).toBeNull()
  expect(letto({ ...buono, quando: '2026-02-31T99:00:00Z' })).toBeNull()
  for (const x of ['', '{', 'null', '[]', '"a"']) expect(leggiEsito(x)).toBeNull()
})

test('only what has left and has no outcome moves; of a sending before, or of an instant that cannot be, nothing does', () => {
  const m = { creatoIl: '2026-03-02T09:00:00.000Z', inviatoIl: '2026-03-02T09:30:00.000Z' }
  const adesso = '2026-03-02T12:00:00.000Z'
  const di = (esito: 'consegnato' | 'non-consegnato') =>
    statiMessaggio.map((stato) => `${stato}: ${effettoEsito({ ...buono, esito }, { ...m, stato }, adesso)}`)
  expect(di('consegnato').filter((x) => !x.endsWith('nulla'))).toEqual([
    'in-partenza: attendi',
    'incerto: consegna',
    'inviato: consegna',
  ])
  expect(di('non-consegnato').filter((x) => !x.endsWith('nulla'))).toEqual([
    'in-partenza: attendi',
    'incerto: torna',
    'inviato: torna',
  ])
  const inviato = { ...m, stato: 'inviato' } as const
  expect(effettoEsito(buono, { ...inviato, inviatoIl: '2026-03-02T10:30:00.000Z' }, adesso)).toBe('nulla')
  expect(effettoEsito(buono, { ...inviato, inviatoIl: '2026-03-02T10:04:00.000Z' }, adesso)).toBe('consegna')
  expect(effettoEsito(buono, inviato, '2026-03-02T09:50:00.000Z')).toBe('scarta')
  expect(effettoEsito(buono, { ...inviato, creatoIl: '2026-03-02T11:00:00.000Z' }, adesso)).toBe('scarta')
})
