// What several ambiti have sent, added up: each answers for itself, and nobody asks two at once.
import type { VoceAndamento } from './invii.api.ts'

export interface Andamento {
  tipi: VoceAndamento[]
  enti: VoceAndamento[]
  mesi: VoceAndamento[]
  codici: VoceAndamento[]
  aree: VoceAndamento[]
}

/** The same entry of several lists is one, with their sum, where it was first met. */
function somma(liste: readonly VoceAndamento[][]): VoceAndamento[] {
  const per = new Map<string, VoceAndamento>()
  for (const v of liste.flat()) {
    const c = per.get(v.codice)
    per.set(
      v.codice,
      c
        ? {
            ...c,
            righe: c.righe + v.righe,
            rifiutate: c.rifiutate + v.rifiutate,
            inviate: c.inviate + v.inviate,
            accettate: c.accettate + v.accettate,
            centesimi: c.centesimi + v.centesimi,
          }
        : v,
    )
  }
  return [...per.values()]
}

/** Months in order, codes and areas by their money, as each of them comes; enti side by side. */
export function sommaAndamenti(di: readonly Andamento[]): Andamento {
  const [primo] = di
  if (di.length === 1 && primo) return primo
  const perDenaro = (voci: VoceAndamento[]) =>
    voci.sort((a, b) => b.centesimi - a.centesimi || b.righe - a.righe || a.codice.localeCompare(b.codice))
  return {
    tipi: somma(di.map((a) => a.tipi)),
    enti: di.flatMap((a) => a.enti).sort((a, b) => a.nome.localeCompare(b.nome, 'it')),
    mesi: somma(di.map((a) => a.mesi)).sort((a, b) => a.codice.localeCompare(b.codice)),
    codici: perDenaro(somma(di.map((a) => a.codici))),
    aree: perDenaro(somma(di.map((a) => a.aree))),
  }
}
