// What the parts of the page that compiles an analysis share.
import type { Esame } from '../../shared/parametri/motore.ts'
import type { VersioneQuestionario } from '../../shared/parametri/questionari.api.ts'
import { chiaveDi, type Valore, type Voce } from '../../shared/parametri/questionari.rules.ts'
import type { CompilazioneLetta } from '../../shared/patti/compilazioni.api.ts'
import type { Salvataggio } from './salvataggio.ts'

export interface Contesto {
  c: CompilazioneLetta
  v: VersioneQuestionario
  s: Salvataggio
  esame: Esame
  valori: ReadonlyMap<string, Valore>
  /** Questions that are for this reader. */
  mie: Voce[]
  /** Address of a page of the questionnaire, with what else the address says. */
  vai: (pagina: string) => string
}

/** Of the household, or of at least one member. */
export function visibileQui(x: Contesto, m: Voce): boolean {
  if (!m.perComponente) return x.esame.visibili.has(m.domanda.name)
  return x.c.membri.some((p) => x.esame.visibili.has(chiaveDi(p.id, m.domanda.name)))
}

/** Keys of a page that wait for something: an answer or a confirmation. */
export function inAttesa(x: Contesto, pagina: string): string[] {
  const sue = new Set(x.mie.filter((m) => m.pagina.name === pagina).map((m) => m.domanda.name))
  const suo = (chiave: string) => sue.has(chiave.split('/').at(-1)!.split('#')[0]!)
  const mancano = x.esame.mancanze.map((m) => m.chiave).filter(suo)
  const daConfermare = [...x.s.scritti.foto().risposte]
    .filter(([k, r]) => r.daConfermare && suo(k) && x.esame.visibili.has(k.split('#')[0]!))
    .map(([k]) => k)
  return [...new Set([...mancano, ...daConfermare])]
}

/** Questions with the title of their group, where they have one. */
export function inGruppi(sue: readonly Voce[]): { titolo: string | null; voci: Voce[] }[] {
  const gruppi: { titolo: string | null; voci: Voce[] }[] = []
  for (const v of sue) {
    const titolo = v.gruppo?.title ?? null
    const ultimo = gruppi.at(-1)
    if (ultimo && ultimo.titolo === titolo) ultimo.voci.push(v)
    else gruppi.push({ titolo, voci: [v] })
  }
  return gruppi
}
