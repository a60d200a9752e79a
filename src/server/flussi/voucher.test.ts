// Every reason for which a voucher does not open, each by itself; and keys that change while the server runs.
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rifiuto, rifiuti } from '../../shared/flussi/cooperazione.rules.ts'
import { chiaviDa } from './chiavi-pdnd.ts'
import { ADESSO, AUDIENCE, EMITTENTE, FINALITA, insiemeDi, nuovaChiave, voucher } from './pdnd.fixture.ts'
import { NonAmmesso, type Pdnd, verificaVoucher } from './voucher.ts'

const [buona, estranea, nuova] = [nuovaChiave('uno'), nuovaChiave('uno'), nuovaChiave('due')]
let pdnd: Pdnd
let cartella: string
beforeAll(async () => {
  pdnd = { emittente: EMITTENTE, chiavi: createLocalJWKSet(await insiemeDi(buona)) }
  cartella = await mkdtemp(join(tmpdir(), 'trama-pdnd-'))
})
afterAll(() => rm(cartella, { recursive: true, force: true }))

const atteso = { audience: AUDIENCE, finalita: [FINALITA], adesso: ADESSO }
const prova = (token: string | undefined, da: Pdnd | undefined = pdnd) =>
  verificaVoucher(token && `Bearer ${token}`, atteso, da)
const motivo = async (token: string | undefined, da?: Pdnd) => {
  try {
    await prova(token, da)
    return 'ammesso'
  } catch (e) {
    if (!(e instanceof NonAmmesso)) throw e
    return e.motivo
  }
}
const ora = ADESSO.getTime() / 1000

describe('a voucher', () => {
  test('opens when it is of PDND, for this e-service, for a purpose of INPS, and has not expired; as often as one likes', async () => {
    const v = await voucher(buona, { jti: 'identificativo' })
    expect(await prova(v)).toEqual({ id: 'identificativo', finalita: FINALITA })
    expect(await motivo(v)).toBe('ammesso')
    expect(await motivo(await voucher(buona, { aud: ['altro', AUDIENCE] }))).toBe('ammesso')
  })
  test.each<[Rifiuto, () => Promise<string | undefined>]>([
    ['voucher-assente', async () => undefined],
    ['voucher-illeggibile', async () => 'non.e.un-token'],
    ['voucher-di-altro-tipo', () => voucher(buona, {}, { typ: 'JWT' })],
    ['voucher-incompleto', () => voucher(buona, { exp: undefined })],
    ['voucher-incompleto', () => voucher(buona, { iat: undefined })],
    ['voucher-incompleto', () => voucher(buona, { jti: undefined })],
    ['voucher-incompleto', () => voucher(buona, { purposeId: undefined })],
    ['algoritmo-non-ammesso', () => voucher(buona, {}, { alg: 'PS512' })],
    ['chiave-sconosciuta', () => voucher(nuova)],
    ['firma-non-valida', () => voucher(estranea)],
    ['emittente-diverso', () => voucher(buona, { iss: 'altri.example.it' })],
    ['voucher-di-altri', () => voucher(buona, { aud: `${AUDIENCE}/altro` })],
    ['voucher-di-altri', () => voucher(buona, { aud: undefined })],
    ['voucher-scaduto', () => voucher(buona, { exp: ora - 11 })],
    ['voucher-non-ancora-valido', () => voucher(buona, { nbf: ora + 60 })],
    ['voucher-non-ancora-valido', () => voucher(buona, { iat: ora + 60 })],
    ['finalita-diversa', () => voucher(buona, { purposeId: '00000000-0000-4000-8000-000000000000' })],
  ])('%s', async (atteso, token) => {
    expect(await motivo(await token())).toBe(atteso)
    expect(rifiuti[atteso][1]).toMatch(/^[A-Z].*\.$/)
  })
  test('without a signature, or with one that anybody can make, is not read', async () => {
    const [, dati] = (await voucher(buona)).split('.')
    const testa = (o: object) => Buffer.from(JSON.stringify(o)).toString('base64url')
    expect(await motivo(`${testa({ alg: 'none', typ: 'at+jwt' })}.${dati}.`)).toBe('algoritmo-non-ammesso')
    expect(await motivo(`${testa({ alg: 'HS256', typ: 'at+jwt', kid: 'uno' })}.${dati}.AAAA`)).toBe(
      'algoritmo-non-ammesso',
    )
  })
  test('two clocks may differ by some seconds', async () => {
    expect(await motivo(await voucher(buona, { exp: ora - 5, nbf: ora + 5 }))).toBe('ammesso')
  })
})

describe('the keys of PDND', () => {
  test('where an installation does not say where they are, nobody is let in', async () => {
    await expect(verificaVoucher(`Bearer ${await voucher(buona)}`, atteso, undefined)).rejects.toMatchObject({
      motivo: 'chiavi-non-disponibili',
    })
  })
  test('from a file: read again when it is replaced, and missing it lets nobody in', async () => {
    const percorso = join(cartella, 'chiavi.json')
    const da: Pdnd = { emittente: EMITTENTE, chiavi: chiaviDa(percorso) }
    expect(await motivo(await voucher(buona), da)).toBe('chiavi-non-disponibili')
    await writeFile(percorso, JSON.stringify(await insiemeDi(buona)))
    expect(await motivo(await voucher(buona), da)).toBe('ammesso')
    await writeFile(percorso, JSON.stringify(await insiemeDi(nuova)))
    await utimes(percorso, 1, 1)
    expect(await motivo(await voucher(nuova), da)).toBe('ammesso')
    expect(await motivo(await voucher(buona), da)).toBe('chiave-sconosciuta')
  })
  test('from an address: kept, asked for again at a key not seen before, and not at every invented one', async () => {
    let insieme = await insiemeDi(buona)
    let chieste = 0
    const server = createServer((_, r) => {
      chieste++
      r.setHeader('content-type', 'application/json').end(JSON.stringify(insieme))
    })
    await new Promise<void>((fatto) => server.listen(0, '127.0.0.1', fatto))
    const dove = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
    const svelta: Pdnd = { emittente: EMITTENTE, chiavi: chiaviDa(dove, 0) }
    const calma: Pdnd = { emittente: EMITTENTE, chiavi: chiaviDa(dove) }
    try {
      for (let n = 0; n < 3; n++) expect(await motivo(await voucher(buona), svelta)).toBe('ammesso')
      expect(chieste).toBe(1)
      insieme = await insiemeDi(buona, nuova)
      expect(await motivo(await voucher(nuova), svelta)).toBe('ammesso')
      expect(chieste).toBe(2)
      expect(await motivo(await voucher(nuova), calma)).toBe('ammesso')
      for (let n = 0; n < 5; n++)
        expect(await motivo(await voucher(buona, {}, { kid: `inventata-${n}` }), calma)).toBe('chiave-sconosciuta')
      expect(chieste).toBe(3)
    } finally {
      await new Promise((fatto) => server.close(fatto))
    }
    expect(await motivo(await voucher(buona), { emittente: EMITTENTE, chiavi: chiaviDa(dove, 0) })).toBe(
      'chiavi-non-disponibili',
    )
  })
})
