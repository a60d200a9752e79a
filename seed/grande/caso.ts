// Chance that always falls the same way: the demonstration is the same on every installation.

export interface Caso {
  /** From 0 to 1, without 1. */
  numero(): number
  /** A whole number, both ends included. */
  tra(da: number, a: number): number
  /** True so many times out of a hundred. */
  percento(n: number): boolean
  uno<T>(lista: readonly T[]): T
  /** The same things in another order. */
  mescola<T>(lista: readonly T[]): T[]
}

/** mulberry32: small, good enough to make families look different. */
export function caso(seme: number): Caso {
  let stato = seme >>> 0
  const numero = () => {
    stato = (stato + 0x6d2b79f5) >>> 0
    let t = stato
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const tra = (da: number, a: number) => da + Math.floor(numero() * (a - da + 1))
  return {
    numero,
    tra,
    percento: (n) => numero() * 100 < n,
    uno: (lista) => lista[tra(0, lista.length - 1)]!,
    mescola: (lista) => {
      const copia = [...lista]
      for (let i = copia.length - 1; i > 0; i--) {
        const j = tra(0, i)
        ;[copia[i], copia[j]] = [copia[j]!, copia[i]!]
      }
      return copia
    },
  }
}
