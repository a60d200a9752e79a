import { expect, test } from 'vitest'
import { type Richiesta, slotLiberi } from './disponibilita.rules.ts'

const dove = { comuneId: 'C', ufficioId: 'u' }
const lunedi = { settimana: 1, dalle: '09:00', alle: '11:00', minuti: 45, dal: '2026-01-01', al: null, ...dove }
const chiedi = (altro: Partial<Richiesta> = {}) =>
  slotLiberi({
    disponibilita: [lunedi],
    assenze: [],
    occupati: [],
    festivo: () => false,
    dal: '2026-03-02',
    al: '2026-03-15',
    adesso: '2026-03-02T08:00',
    quanti: 100,
    ...altro,
  }).map((s) => `${s.giorno} ${s.ora}`)

test('whole slots inside the hours said, from now on, as many as asked', () => {
  expect(chiedi()).toEqual(['2026-03-02 09:00', '2026-03-02 09:45', '2026-03-09 09:00', '2026-03-09 09:45'])
  expect(chiedi({ adesso: '2026-03-02T09:10', quanti: 2 })).toEqual(['2026-03-02 09:45', '2026-03-09 09:00'])
})

test('not when he is away, nobody works, or the hour is taken, also by what began before or ends the day after', () => {
  expect(chiedi({ assenze: [{ dal: '2026-03-01', al: '2026-03-02' }] })).toEqual([
    '2026-03-09 09:00',
    '2026-03-09 09:45',
  ])
  expect(chiedi({ festivo: (g, c) => c === 'C' && g === '2026-03-09' })).toEqual([
    '2026-03-02 09:00',
    '2026-03-02 09:45',
  ])
  const occupati = [
    { inizio: '2026-03-02T08:30', fine: '2026-03-02T09:01' },
    { inizio: '2026-03-08T22:00', fine: '2026-03-09T09:45' },
  ]
  expect(chiedi({ occupati })).toEqual(['2026-03-02 09:45', '2026-03-09 09:45'])
})

test('a Saturday where it is said, and then also one that is a holiday is his to say; from when to when it holds', () => {
  const sabato = { ...lunedi, settimana: 6, dalle: '09:00', alle: '09:45', dal: '2026-03-07', al: '2026-03-07' }
  expect(chiedi({ disponibilita: [sabato], festivo: () => true })).toEqual(['2026-03-07 09:00'])
})

test('the days on which the clock changes, the end of February and of the year move no slot', () => {
  const sempre = [1, 2, 3, 4, 5, 6, 7].map((settimana) => ({ ...lunedi, settimana, alle: '09:45', dal: '2020-01-01' }))
  const giorni = (dal: string, al: string) => chiedi({ disponibilita: sempre, dal, al, adesso: '' })
  expect(giorni('2026-03-28', '2026-03-30').map((x) => x.slice(8))).toEqual(['28 09:00', '29 09:00', '30 09:00'])
  expect(giorni('2028-02-28', '2028-03-01').map((x) => x.slice(5, 10))).toEqual(['02-28', '02-29', '03-01'])
  expect(giorni('2026-12-31', '2027-01-01')).toHaveLength(2)
})
