// What is declared of a household with what the comune has verified in its place: what the requirements of a caso are explained on. A
// verification that cannot be read as its fact takes away what was declared, because it is no longer so, and is said: nothing is known.
// One made of something that has since been declared otherwise is not used: it is to be made again.
import { fattiDichiarati, type MembroDichiarato, scelta } from '../misure/dichiarati.rules.ts'
import type { Fatti, Fatto, ValoreFatto } from '../misure/linguaggio.ts'
import { leggiScritto, type Valore } from './estratto.rules.ts'
import { type CampoEstratto, campoEstratto } from './estratto-campi.ts'

export interface Verificato {
  /** Null: of the household, whose values stand with who asks. */
  componenteId: string | null
  campo: string
  verificato: string
  /** Something else is declared now than when it was verified. */
  superato: boolean
}
/** `non-letto`: it says something that the fact of the measure cannot be. */
export const usiVerifica = ['letto', 'non-letto', 'superato'] as const
export interface UsoVerifica extends Omit<Verificato, 'superato'> {
  nome: string
  uso: (typeof usiVerifica)[number]
}

/** Fields that are no fact by their name, and that facts are made from. */
const ANCHE = ['dataNascita', 'nazionalita']

/** As the fact wants it; undefined where it makes no sense. */
function leggi(campo: CampoEstratto, fatto: Fatto | undefined, testo: string): Valore | undefined {
  if (fatto?.tipo === 'codice' && fatto.scelte) return scelta(fatto, testo)?.codice
  return leggiScritto(fatto?.tipo === 'logico' ? { ...campo, tipo: 'si-no' } : campo, testo)
}

type Tolti = { nucleo: Record<string, null>; componenti: Map<string, Record<string, null>> }

/** `usati`: the facts that the measure asks for; `verifiche`: of each field the last one; the first of the members is who asks. Of fields that the measure does not look at nothing is said. */
export function fattiVerificati(
  usati: readonly Fatto[],
  presentataIl: string,
  membri: readonly (MembroDichiarato & { id: string })[],
  verifiche: readonly Verificato[],
): { fatti: Fatti; usate: UsoVerifica[] } {
  const usate: UsoVerifica[] = []
  const ignoti: Tolti = { nucleo: {}, componenti: new Map() }
  const nuovi = membri.map((m, i) => {
    const dichiarati: Record<string, unknown> = { ...m.dichiarati }
    const suoi: Record<string, null> = {}
    ignoti.componenti.set(m.id, suoi)
    let { dataNascita } = m
    for (const { superato, ...v } of verifiche.filter((x) => (x.componenteId ?? membri[0]?.id) === m.id)) {
      const campo = campoEstratto(v.campo)
      const delNucleo = v.componenteId === null && i === 0
      const fatto = usati.find((f) => f.id === (delNucleo ? v.campo : `componente.${v.campo}`))
      if (!campo || (!fatto && !ANCHE.includes(v.campo))) continue
      const valore = superato ? undefined : leggi(campo, fatto, v.verificato)
      usate.push({ ...v, nome: campo.nome, uso: superato ? 'superato' : valore === undefined ? 'non-letto' : 'letto' })
      if (superato) continue
      if (v.campo === 'dataNascita') dataNascita = typeof valore === 'string' ? valore : null
      else dichiarati[v.campo] = valore ?? null
      // an exemption that was registered holds all the same
      if (valore === undefined && fatto && !m.esoneri?.includes(v.campo))
        (delNucleo ? ignoti.nucleo : suoi)[fatto.id] = null
    }
    return { ...m, dichiarati, dataNascita }
  })
  const { nucleo, componenti } = fattiDichiarati(usati, presentataIl, nuovi)
  const senza = (fatti: Readonly<Record<string, ValoreFatto>>, tolti: Record<string, null> = {}) => ({
    ...fatti,
    ...tolti,
  })
  return {
    fatti: {
      nucleo: senza(nucleo, ignoti.nucleo),
      componenti: componenti.map((f, i) => senza(f, ignoti.componenti.get(membri[i]!.id))),
    },
    usate,
  }
}
