// Who shares something out by address must neither keep addresses nor be taken in by who has many of them.
import { expect, test } from 'vitest'
import { Detti } from './detti.ts'
import { provenienzaDi } from './provenienza.ts'

const di = (ip: string, giorno = '2026-03-02') => provenienzaDi(ip, giorno)

test('the same network is one, whatever its holder does with his part of it; another network, or another day, is another', () => {
  expect(di('192.0.2.7')).toMatch(/^[0-9a-f]{64}$/)
  expect(di('::ffff:192.0.2.7')).toBe(di('192.0.2.7'))
  expect(di('192.0.2.8')).not.toBe(di('192.0.2.7'))
  expect(di('192.0.2.7', '2026-03-03')).not.toBe(di('192.0.2.7'))
  expect(di('2001:db8:1:2:aaaa:bbbb:cccc:dddd')).toBe(di('2001:db8:1:2::1'))
  expect(di('2001:DB8:0001::9')).toBe(di('2001:db8:1:2::1'))
  expect(di('2001:db8:1:3::1')).toBe(di('2001:db8:1:2::1'))
  expect(di('2001:db8:2:2::1')).not.toBe(di('2001:db8:1:2::1'))
  expect(di('2001:db8::1')).toBe(di('2001:db8:0:0:5::'))
  expect(di('::1')).not.toBe(di('127.0.0.1'))
})

test('what was said a moment ago is not said again, for each who says it; of too many the oldest is forgotten', () => {
  const detti = new Detti(60)
  const alle = (minuto: number) => new Date(Date.UTC(2026, 2, 2, 9, minuto))
  expect([detti.nuovo('una', alle(0)), detti.nuovo('una', alle(59)), detti.nuovo('altra', alle(59))]).toEqual([
    true,
    false,
    true,
  ])
  expect(detti.nuovo('una', alle(60))).toBe(true)
  for (let n = 0; n < 20_000 - 1; n++) detti.nuovo(`rete ${n}`, alle(61))
  expect([detti.nuovo('una', alle(61)), detti.nuovo('altra', alle(61))]).toEqual([false, true])
})
