// What INPS declares, as an answer: amounts in euros, words as the choice that they name, nothing where they name none.
import { expect, test } from 'vitest'
import type { Voce } from '../parametri/questionari.rules.ts'
import type { Definizione } from '../parametri/questionario.ts'
import { daEstratto } from './estratto-proposte.rules.ts'

const d = { aree: [], modulo: { pages: [] } } as unknown as Definizione
const voce = (domanda: object) => ({ domanda: { name: 'x', title: 'X', ...domanda } }) as unknown as Voce
const titolo = voce({
  type: 'dropdown',
  precompila: 'fatto:studio.titolo',
  choices: [
    { value: 'secondaria-primo-grado', text: 'Licenza media' },
    { value: 'diploma', text: 'Diploma di scuola superiore' },
    { value: 'its', text: 'Diploma di tecnico superiore (ITS)' },
  ],
})

test.each([
  ['Licenza media', 'secondaria-primo-grado'],
  ['LICENZA  MEDIA', 'secondaria-primo-grado'],
  ['diploma', 'diploma'],
  ['Diploma di scuola', 'diploma'],
  ['Diploma di', undefined],
  ['Laurea', undefined],
  [undefined, undefined],
])('«%s» is %s', (detto, atteso) => {
  expect(daEstratto(titolo, d, detto === undefined ? {} : { titoloStudio: detto })?.valore).toBe(atteso)
})

test('an amount is in euros; a question that the record would not answer is not answered by INPS', () => {
  const isee = voce({ type: 'text', inputType: 'number', precompila: 'fatto:isee.isee' })
  expect(daEstratto(isee, d, { 'isee.valore': 641_250 })).toEqual({ campo: 'isee.valore', valore: 6412.5 })
  expect(daEstratto(voce({ type: 'text' }), d, { 'isee.valore': 1 })).toBeUndefined()
})
