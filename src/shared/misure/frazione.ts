// Exact numbers. An amount passes through weights, percentages and twelfths before the law says where it is rounded: with
// binary floats 294,375 may already be 294,37499…, and with cents at each step the error adds up. So every number of a
// measure is a fraction of integers, and the only rounding is the one that the measure writes (`arrotonda`).

export interface Frazione {
  readonly n: bigint
  /** Positive, in lowest terms with `n`. */
  readonly d: bigint
}

export const modiArrotondamento = ['vicino', 'difetto', 'eccesso'] as const
/** Nearest (a half goes away from zero), towards minus infinity, towards plus infinity. */
export type ModoArrotondamento = (typeof modiArrotondamento)[number]

function mcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

function ridotta(n: bigint, d: bigint): Frazione {
  if (d === 1n) return { n, d }
  const m = mcd(n, d)
  return m === 1n ? { n, d } : { n: n / m, d: d / m }
}

export const intero = (n: number | bigint): Frazione => ({ n: BigInt(n), d: 1n })
export const zero = intero(0)

/** `1.57`, `-0,4`, `6000`: as it is written, never through a float. Undefined when it is no decimal number. */
export function daDecimale(testo: string): Frazione | undefined {
  const m = /^(-?)(\d{1,15})(?:[.,](\d{1,12}))?$/.exec(testo.trim())
  if (!m) return undefined
  const decimali = m[3] ?? ''
  const n = BigInt(m[2]! + decimali)
  return ridotta(m[1] ? -n : n, 10n ** BigInt(decimali.length))
}

export const somma = (a: Frazione, b: Frazione): Frazione =>
  a.d === b.d ? ridotta(a.n + b.n, a.d) : ridotta(a.n * b.d + b.n * a.d, a.d * b.d)
export const differenza = (a: Frazione, b: Frazione): Frazione => somma(a, { n: -b.n, d: b.d })
export const prodotto = (a: Frazione, b: Frazione): Frazione => ridotta(a.n * b.n, a.d * b.d)
/** The divisor is not zero: whoever reads a measure has checked it (espressione.ts). */
export const quoziente = (a: Frazione, b: Frazione): Frazione =>
  b.n < 0n ? ridotta(-a.n * b.d, a.d * -b.n) : ridotta(a.n * b.d, a.d * b.n)

export function confronta(a: Frazione, b: Frazione): -1 | 0 | 1 {
  const [x, y] = [a.n * b.d, b.n * a.d]
  return x < y ? -1 : x > y ? 1 : 0
}

const perDifetto = (f: Frazione): bigint => {
  const q = f.n / f.d
  return f.n < 0n && q * f.d !== f.n ? q - 1n : q
}

/** To a multiple of `passo` (cents for amounts, units for numbers). */
export function arrotonda(f: Frazione, modo: ModoArrotondamento, passo = 1): Frazione {
  const q = quoziente(f, intero(passo))
  const basso = perDifetto(q)
  let v = basso
  if (modo === 'eccesso') v = basso * q.d === q.n ? basso : basso + 1n
  if (modo === 'vicino') {
    const doppio = 2n * (q.n - basso * q.d)
    v = doppio > q.d || (doppio === q.d && q.n >= 0n) ? basso + 1n : basso
  }
  return intero(v * BigInt(passo))
}

/** As a plain number: for cents already rounded and for counts. */
export const inNumero = (f: Frazione): number => Number(f.n) / Number(f.d)

/** `1,57`: exact where the decimals end, otherwise the first six and a mark that they go on. */
export function inDecimali(f: Frazione): string {
  let resto = f.n < 0n ? -f.n : f.n
  const parteIntera = resto / f.d
  resto %= f.d
  let decimali = ''
  while (resto !== 0n && decimali.length < 6) {
    resto *= 10n
    decimali += String(resto / f.d)
    resto %= f.d
  }
  const segno = f.n < 0n ? '-' : ''
  return `${segno}${parteIntera}${decimali ? `,${decimali}` : ''}${resto === 0n ? '' : '…'}`
}
