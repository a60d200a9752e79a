import { expect, test } from 'vitest'
import { recapitiCheEscono } from './recapiti.rules.ts'

const suo = { mezzo: 'cellulare', valore: '+39 333 0000001' }
const sicuro = { mezzo: 'cellulare', valore: '333 0000002', sicuro: true }
const posta = { mezzo: 'email', valore: 'ada@example.it', sicuro: true }
const esce = (...x: Parameters<typeof recapitiCheEscono>) => recapitiCheEscono(...x).map((r) => r.valore)

test('senza regole escono i suoi, non quelli degli altri né quelli che non sono sicuri', () => {
  const nonSicuro = { mezzo: 'telefono', valore: '0773 000003', sicuro: false }
  expect(esce([suo, { ...suo, titolare: 'la sorella' }, nonSicuro], [], false)).toEqual([suo.valore])
  // said twice, once by who knew
  expect(esce([suo, { ...suo, valore: '3330000001', sicuro: false }], [], false)).toEqual([])
})
test('con una regola, o un indirizzo segreto, soltanto quelli dichiarati sicuri', () => {
  expect(esce([suo, sicuro], [{ regola: 'mai-a-casa' }], false)).toEqual([sicuro.valore])
  expect(esce([suo, sicuro], [], true)).toEqual([sicuro.valore])
})
test('mai il numero che una regola nomina, comunque sia scritto', () => {
  expect(esce([sicuro, posta], [{ regola: 'mai-telefono', riferimento: '+39 3330000002' }], false)).toEqual([
    posta.valore,
  ])
  expect(esce([sicuro, posta], [{ regola: 'mai-telefono' }], false)).toEqual([posta.valore])
})
test('nessuno quando la si raggiunge soltanto tramite altri o di persona', () => {
  for (const regola of ['solo-tramite', 'solo-in-presenza'])
    expect(esce([sicuro, posta], [{ regola, riferimento: 'il centro' }], false)).toEqual([])
})
