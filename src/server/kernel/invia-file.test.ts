// What a Range header asks for (RFC 9110, §14.1.2): the whole, a part, or something that is not there.
import { expect, test } from 'vitest'
import { intervalloChiesto } from './invia-file.ts'

test.each([
  [undefined, 'intero'],
  ['bytes=0-', { da: 0, a: 999 }],
  ['bytes=0-0', { da: 0, a: 0 }],
  ['bytes=10-19', { da: 10, a: 19 }],
  ['bytes=990-2000', { da: 990, a: 999 }],
  ['bytes=999-', { da: 999, a: 999 }],
  ['bytes=-10', { da: 990, a: 999 }],
  ['bytes=-5000', { da: 0, a: 999 }],
  ['bytes=1000-', 'fuori'],
  ['bytes=5000-6000', 'fuori'],
  ['bytes=-0', 'fuori'],
  // not understood, or several at once: the whole, as the norm allows
  ['bytes=20-10', 'intero'],
  ['bytes=-', 'intero'],
  ['bytes=a-b', 'intero'],
  ['bytes=0-1,5-6', 'intero'],
  ['righe=0-1', 'intero'],
  ['bytes=99999999999999999999-', 'intero'],
] as const)('%s of a thousand bytes', (range, atteso) => {
  expect(intervalloChiesto(range, 1000)).toEqual(atteso)
})
