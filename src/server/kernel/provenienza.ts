// Where a request without a session comes from, as far as sharing something out asks: the same network gives the same word
// all day, and nobody can go back from the word to the address, because the secret is nowhere but in this process.
import { createHmac, randomBytes } from 'node:crypto'

const SEGRETO = randomBytes(32)

/**
 * Bits of an IPv6 address that tell a network: a subscriber normally gets a /56, or a /48, and of the rest chooses what he
 * likes, another whenever he likes.
 */
export const PREFISSO_IPV6 = 48

function rete(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d+(?:\.\d+){3})$/i.exec(ip)?.[1]
  if (v4) return v4
  const [prima, dopo] = ip.split('::').map((parte) => parte.split(':').filter(Boolean)) as [string[], string[]?]
  const zeri = dopo ? new Array<string>(Math.max(0, 8 - prima.length - dopo.length)).fill('0') : []
  return [...prima, ...zeri, ...(dopo ?? [])]
    .slice(0, PREFISSO_IPV6 / 16)
    .map((gruppo) => Number.parseInt(gruppo, 16).toString(16))
    .join(':')
}

export const provenienzaDi = (ip: string, giorno: string): string =>
  createHmac('sha256', SEGRETO)
    .update(`${giorno} ${rete(ip)}`)
    .digest('hex')
