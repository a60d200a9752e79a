// A tab: its storage, its address, and the ambito that its requests name. A load is `startAmbito`.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endpoint, Fatto } from '../../shared/kernel/endpoint.ts'
import { daIndirizzo, lavoraPresso, riconosciAmbiti, startAmbito } from './ambito.ts'
import { call } from './client.ts'

const affidata = endpoint({ method: 'GET', path: '/enti', azione: 'flusso.leggi', summary: 'Affidata', reply: Fatto })
const SESSIONE = { ambito: {}, affidati: [{ id: 'A', azioni: ['flusso.leggi'] }] }

const memoria = new Map<string, string>()
function carica(search: string) {
  vi.stubGlobal('location', { search })
  startAmbito()
  riconosciAmbiti(SESSIONE)
}
async function chiedeA(): Promise<string | null> {
  const chieste: (string | null)[] = []
  vi.stubGlobal('fetch', async (_url: string, o: RequestInit) => {
    chieste.push(new Headers(o.headers).get('trama-ambito'))
    return Response.json({ fatto: true })
  })
  await call(affidata, {})
  return chieste[0]!
}

beforeEach(() => {
  memoria.clear()
  vi.stubGlobal('sessionStorage', {
    getItem: (k: string) => memoria.get(k) ?? null,
    setItem: (k: string, v: string) => void memoria.set(k, v),
    removeItem: (k: string) => void memoria.delete(k),
  })
})
afterEach(() => {
  carica('')
  lavoraPresso(null)
  vi.unstubAllGlobals()
})

test('chi apre un collegamento che dice dove, resta lì anche ricaricando la pagina', async () => {
  carica('?presso=A')
  expect(await chiedeA()).toBe('A')
  // the address has said it, and says it no more
  lavoraPresso('A')
  carica('')
  expect(await chiedeA()).toBe('A')
})

test('un ambito che non affida nulla non resta', async () => {
  carica('?presso=B')
  expect(await chiedeA()).toBeNull()
  expect(memoria.size).toBe(0)
})

const io = { presso: null, proprio: 'MIO', affidati: ['A', 'B'], unaCosa: false }

test('un avviso del proprio ambito riporta a casa chi lavora per un altro', () => {
  expect(daIndirizzo({ ...io, presso: 'A', chiesto: 'MIO' })).toEqual({ presso: null, dice: null })
  expect(daIndirizzo({ ...io, presso: 'A', chiesto: 'B' })).toEqual({ presso: 'B', dice: null })
  // what an address does not say, it does not change
  expect(daIndirizzo({ ...io, presso: 'A', chiesto: null })).toEqual({ presso: 'A', dice: null })
})

test('la pagina di una cosa dice sempre di che ambito è, anche del proprio: vi si torna da un altro', () => {
  const cosa = { ...io, unaCosa: true }
  expect(daIndirizzo({ ...cosa, presso: 'A', chiesto: null })).toEqual({ presso: 'A', dice: 'A' })
  expect(daIndirizzo({ ...cosa, chiesto: null })).toEqual({ presso: null, dice: 'MIO' })
  expect(daIndirizzo({ ...cosa, presso: 'B', chiesto: 'A' })).toEqual({ presso: 'A', dice: 'A' })
  expect(daIndirizzo({ ...cosa, presso: 'B', chiesto: 'MIO' })).toEqual({ presso: null, dice: 'MIO' })
  // what is entrusted no more
  expect(daIndirizzo({ ...cosa, presso: 'B', chiesto: 'C' })).toEqual({ presso: null, dice: 'MIO' })
})
