// Where a request without a session comes from, as far as sharing something out asks: the same network gives the same word
// all day, and nobody can go back from the word to the address, because the secret is nowhere but in this process.
import { createHmac, randomBytes } from 'node:crypto'

const SEGRETO = randomBytes(32)

/** Of an IPv6 address the half that the provider gives: the other its holder chooses, a new one whenever he likes. */
function rete(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d+(?:\.\d+){3})$/i.exec(ip)?.[1]
  if (v4) return v4
  const [prima, dopo] = ip.split('::').map((parte) => parte.split(':').filter(Boolean)) as [string[], string[]?]
  const zeri = dopo ? new Array<string>(Math.max(0, 8 - prima.length - dopo.length)).fill('0') : []
  return [...prima, ...zeri, ...(dopo ?? [])]
    .slice(0, 4)
    .map((gruppo) => Number.parseInt(gruppo, 16).toString(16))
    .join(':')
}

export const provenienzaDi = (ip: string, giorno: string): string =>
  createHmac('sha256', SEGRETO)
    .update(`${giorno} ${rete(ip)}`)
    .digest('hex')
