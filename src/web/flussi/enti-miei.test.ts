import { expect, test } from 'vitest'
import { ambitiDi, enteUnico } from './enti-miei.ts'

const [corbetta, magenta, proprio] = [
  { id: '1', ambito: 'A' },
  { id: '2', ambito: 'A' },
  { id: '3', ambito: null },
]

test('di un solo ente, anche affidato, una pagina è sua senza che lo si scelga', () => {
  expect(enteUnico([corbetta], '')).toBe(corbetta)
  expect(enteUnico([corbetta], '1')).toBe(corbetta)
  expect(enteUnico([corbetta], '2')).toBeUndefined()
})

test('di più enti, senza una scelta sono tutti insieme, e ogni ambito si interroga una volta', () => {
  expect(enteUnico([corbetta, magenta, proprio], '')).toBeUndefined()
  expect(enteUnico([corbetta, magenta, proprio], '2')).toBe(magenta)
  expect(ambitiDi(undefined, [corbetta, magenta, proprio])).toEqual(['A', null])
  expect(ambitiDi(magenta, [corbetta, magenta, proprio])).toEqual(['A'])
})
