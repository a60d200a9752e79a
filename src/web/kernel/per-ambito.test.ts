import { expect, test } from 'vitest'
import { type Domanda, insieme } from './per-ambito.ts'

const si = (data: string): Domanda<string> => ({ data, error: null, isPending: false })
const no = (status: number, data?: string): Domanda<string> => ({ data, error: { status }, isPending: false })
const attesa: Domanda<string> = { data: undefined, error: null, isPending: true }
const CASA_E_A = [null, 'A']

test('un quadro di più ambiti c’è tutto o non c’è', () => {
  expect(insieme([si('casa'), si('a')], CASA_E_A).data).toEqual([
    { ambito: null, risposta: 'casa' },
    { ambito: 'A', risposta: 'a' },
  ])
  expect(insieme([si('casa'), attesa], CASA_E_A)).toMatchObject({ data: undefined, isPending: true, error: null })
  expect(insieme([si('casa'), no(500)], CASA_E_A)).toMatchObject({ data: undefined, error: { status: 500 }, muti: [] })
})

test('per scegliere un ente, un ambito che non risponde non ferma gli altri, e si dice quale', () => {
  expect(insieme([si('casa'), no(500)], CASA_E_A, true)).toMatchObject({
    data: [{ ambito: null, risposta: 'casa' }],
    error: null,
    muti: ['A'],
  })
  expect(insieme([no(503), si('a')], CASA_E_A, true)).toMatchObject({ data: [{ ambito: 'A' }], muti: [null] })
  // read before, and not again now
  expect(insieme([si('casa'), no(500, 'a')], CASA_E_A, true)).toMatchObject({ data: [{}, { ambito: 'A' }], muti: [] })
  expect(insieme([no(500), no(503)], CASA_E_A, true)).toMatchObject({ data: undefined, error: { status: 500 } })
  expect(insieme([si('casa'), attesa], CASA_E_A, true)).toMatchObject({ data: undefined, isPending: true })
})

test('un ambito che non affida più si lascia, quello proprio no', () => {
  for (const parziale of [false, true]) {
    expect(insieme([si('casa'), no(403, 'a')], CASA_E_A, parziale)).toMatchObject({
      data: [{ ambito: null }],
      muti: [],
      chiuso: true,
    })
    expect(insieme([no(403), no(403)], CASA_E_A, parziale)).toMatchObject({ error: { status: 403 }, data: undefined })
  }
})
