// A PDND of the tests: its keys, a set that can be rotated, vouchers as it writes them, and wrong in one thing at a time.
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { exportJWK, type JWTPayload, SignJWT } from 'jose'

export const EMITTENTE = 'pdnd.example.it'
export const FINALITA = '1b361d49-33f4-4f1e-a88b-4e12661f2300'
export const AUDIENCE = 'https://trama.example.it/waas/prova'
export const ADESSO = new Date('2026-03-02T09:00:00Z')

export interface Chiave {
  kid: string
  privata: KeyObject
  pubblica: KeyObject
}
export const nuovaChiave = (kid: string): Chiave => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { kid, privata: privateKey, pubblica: publicKey }
}

export const insiemeDi = async (...chiavi: Chiave[]) => ({
  keys: await Promise.all(
    chiavi.map(async (c) => ({ ...(await exportJWK(c.pubblica)), kid: c.kid, alg: 'RS256', use: 'sig' })),
  ),
})

/** Undefined takes a claim away. */
export function voucher(
  chiave: Chiave,
  cambi: Record<string, unknown> = {},
  testa: { alg?: string; typ?: string; kid?: string } = {},
  adesso = ADESSO,
): Promise<string> {
  const ora = Math.floor(adesso.getTime() / 1000)
  const dati: Record<string, unknown> = {
    iss: EMITTENTE,
    aud: AUDIENCE,
    sub: 'inps',
    client_id: 'inps',
    purposeId: FINALITA,
    jti: randomUUID(),
    iat: ora - 60,
    nbf: ora - 60,
    exp: ora + 600,
    ...cambi,
  }
  for (const k of Object.keys(dati)) if (dati[k] === undefined) delete dati[k]
  return new SignJWT(dati as JWTPayload)
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: chiave.kid, ...testa })
    .sign(chiave.privata)
}
