// The public keys of PDND, from an address or a file. Kept in memory, and asked for again when a voucher names a key that is not
// among them, which is how keys are rotated; not more often than every half minute, because anyone may invent a name.
import { readFile, stat } from 'node:fs/promises'
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'

/** Where the keys are cannot be reached, or is not a set of keys. */
class ChiaviIrraggiungibili extends Error {}

const PAUSA = 30_000

export function chiaviDa(dove: string, pausa = PAUSA): JWTVerifyGetKey {
  if (/^https?:\/\//i.test(dove))
    return createRemoteJWKSet(new URL(dove), {
      cooldownDuration: pausa,
      cacheMaxAge: 600_000,
      timeoutDuration: 5_000,
    })
  return daFile(dove)
}

/** A file changes when whoever runs the installation replaces it: looked at each time, read when it is another. */
function daFile(percorso: string): JWTVerifyGetKey {
  let letto: { quando: number; chiavi: JWTVerifyGetKey } | undefined
  return async (testa, token) => {
    try {
      const { mtimeMs } = await stat(percorso)
      if (letto?.quando !== mtimeMs)
        letto = {
          quando: mtimeMs,
          chiavi: createLocalJWKSet(JSON.parse(await readFile(percorso, 'utf8')) as JSONWebKeySet),
        }
    } catch (e) {
      throw new ChiaviIrraggiungibili((e as Error).message)
    }
    return letto.chiavi(testa, token)
  }
}
