// What is declared of a household with what the comune has verified in its place: what the requirements of a caso are explained on. A
// verification that cannot be read as a value takes away what was declared, because it is no longer so, and is said.
import type { MembroDichiarato } from '../misure/dichiarati.rules.ts'
import { leggiScritto } from './estratto.rules.ts'
import { campoEstratto } from './estratto-campi.ts'

export interface Verificato {
  /** Null: of the household, whose values stand with who asks. */
  componenteId: string | null
  campo: string
  verificato: string
}
export interface UsoVerifica extends Verificato {
  nome: string
  /** False: it says something that no fact of the measure can be. */
  letto: boolean
}

/** `verifiche`: of each field the last one; the first of the members is who asks. */
export function conVerifiche<M extends MembroDichiarato & { id: string }>(
  membri: readonly M[],
  verifiche: readonly Verificato[],
): { membri: M[]; usate: UsoVerifica[] } {
  const usate: UsoVerifica[] = []
  const nuovi = membri.map((m, i) => {
    const dichiarati: Record<string, unknown> = { ...m.dichiarati }
    let { dataNascita } = m
    for (const v of verifiche.filter((x) => x.componenteId === m.id || (x.componenteId === null && i === 0))) {
      const campo = campoEstratto(v.campo)
      if (!campo) continue
      const valore = leggiScritto(campo, v.verificato)
      usate.push({ ...v, nome: campo.nome, letto: valore !== undefined })
      if (v.campo === 'dataNascita') dataNascita = typeof valore === 'string' ? valore : null
      else dichiarati[v.campo] = valore ?? null
    }
    return { ...m, dichiarati, dataNascita }
  })
  return { membri: nuovi, usate }
}
