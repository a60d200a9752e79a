// SurveyJS on the server: what is asked and what is missing, and whether the expressions of a definition can be read.
import { createRequire } from 'node:module'
import { type Componente, type Esame, esamina, type ModuloVivo, moduloDi } from '../../shared/parametri/motore.ts'
import { difettiDi, type Valore, voci } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione, Elemento } from '../../shared/parametri/questionario.ts'

// read when the first questionnaire is examined: it is long
const survey = (): typeof import('survey-core') => createRequire(import.meta.url)('survey-core')

export function esaminaRisposte(
  d: Definizione,
  risposte: ReadonlyMap<string, Valore>,
  componenti: readonly Componente[],
): Esame {
  const { Model } = survey()
  return esamina(new Model(moduloDi(d)) as unknown as ModuloVivo, risposte, componenti)
}

interface ConEspressioni {
  name: string
  visibleIf?: string
  requiredIf?: string
}
const conEspressioni = (e: Elemento): ConEspressioni[] =>
  e.type === 'panel'
    ? [e, ...e.elements]
    : e.type === 'paneldynamic'
      ? [e, ...e.templateElements.flatMap(conEspressioni)]
      : [e]

/** What a member is known by, for expressions: not questions. */
const DEL_COMPONENTE = ['eta', 'sesso']

function difettiDelleEspressioni(d: Definizione): string[] {
  const { ConditionsParser } = survey()
  const difetti: string[] = []
  const tutte = voci(d)
  const note = new Set([
    ...tutte.filter((v) => !v.perComponente).map((v) => v.domanda.name),
    ...tutte.filter((v) => v.perComponente).map((v) => `panel.${v.domanda.name}`),
    ...DEL_COMPONENTE.map((n) => `panel.${n}`),
  ])
  for (const e of d.modulo.pages.flatMap((p): ConEspressioni[] => [p, ...p.elements.flatMap(conEspressioni)]))
    for (const espressione of [e.visibleIf, e.requiredIf]) {
      if (espressione === undefined) continue
      const letta = new ConditionsParser().parseExpression(espressione)
      if (!letta) {
        difetti.push(`«${e.name}»: la condizione «${espressione}» non si legge.`)
        continue
      }
      const nomi: string[] = []
      letta.setVariables(nomi)
      for (const n of nomi.filter((x) => !note.has(x)))
        difetti.push(`«${e.name}»: la condizione cita «${n}», che non c’è.`)
    }
  return difetti
}

/** All that is wrong with a definition; a version in the database has none. */
export const difettiDellaDefinizione = (d: Definizione): string[] => {
  const difetti = difettiDi(d)
  return difetti.length > 0 ? difetti : difettiDelleEspressioni(d)
}
