// The engine that says, of a form and its answers, what is asked and what is missing: SurveyJS, the same on the server and
// in the page. It is handed in, so that `shared` depends on no package and the page loads it when it is needed.

import { chiaveDi, type Valore, vuoto } from './questionari.rules.ts'
import type { Definizione, Domanda, Elemento } from './questionario.ts'

interface DomandaViva {
  name: string
  /** With the page, the group and the panel it stands in. */
  isVisibleInSurvey: boolean
  isRequired: boolean
  validate(fireCallback?: boolean): boolean
  errors: { getText(): string }[]
  panels?: { questions: DomandaViva[] }[]
}
export interface ModuloVivo {
  locale: string
  data: Record<string, unknown>
  getAllQuestions(): DomandaViva[]
}
export type Modello = new (json: object) => ModuloVivo

export interface Componente {
  id: string
  eta: number | null
  sesso: string | null
}

export interface Esame {
  /** Keys of the questions that are asked, given these answers. */
  visibili: Set<string>
  /** Asked, and compulsory. */
  obbligatorie: Set<string>
  /** What does not let one finish. */
  mancanze: { chiave: string; messaggio: string }[]
}

/** Answers by key (see chiaveDi); notes and priorities are ours, SurveyJS does not know of them. */
export function datiPerModulo(risposte: ReadonlyMap<string, Valore>, componenti: readonly Componente[]) {
  const dati: Record<string, unknown> = {}
  const suoi = new Map(
    componenti.map((c) => [c.id, { persona: c.id, eta: c.eta, sesso: c.sesso } as Record<string, unknown>]),
  )
  for (const [chiave, valore] of risposte) {
    if (vuoto(valore) || chiave.includes('#')) continue
    const [chi, campo] = chiave.includes('/') ? (chiave.split('/') as [string, string]) : [null, chiave]
    const dove = chi === null ? dati : suoi.get(chi)
    if (dove) dove[campo] = valore
  }
  return { ...dati, componenti: componenti.map((c) => suoi.get(c.id)!) }
}

export function esamina(
  m: ModuloVivo,
  risposte: ReadonlyMap<string, Valore>,
  componenti: readonly Componente[],
): Esame {
  m.locale = 'it'
  m.data = datiPerModulo(risposte, componenti)
  const esame: Esame = { visibili: new Set(), obbligatorie: new Set(), mancanze: [] }
  const guarda = (q: DomandaViva, componenteId: string | null) => {
    if (!q.isVisibleInSurvey) return
    const chiave = chiaveDi(componenteId, q.name)
    esame.visibili.add(chiave)
    if (q.isRequired) esame.obbligatorie.add(chiave)
    if (!q.validate(false))
      esame.mancanze.push({
        chiave,
        messaggio: q.isRequired
          ? 'Questa risposta è necessaria.'
          : (q.errors[0]?.getText() ?? 'La risposta non è ammessa.'),
      })
  }
  for (const q of m.getAllQuestions()) {
    if (!q.panels) guarda(q, null)
    else if (q.isVisibleInSurvey)
      for (const [i, p] of q.panels.entries()) for (const sua of p.questions) guarda(sua, componenti[i]!.id)
  }
  return esame
}

/** What SurveyJS reads: the form without what is ours. */
export function moduloDi(d: Definizione): object {
  const domanda = ({
    area: _a,
    fonte: _f,
    precompila: _p,
    riporta: _r,
    classe: _c,
    nota: _n,
    choices,
    ...q
  }: Domanda) => ({
    ...q,
    ...(choices ? { choices: choices.map(({ value, text }) => ({ value, text })) } : {}),
  })
  const elemento = ({ fonte: _f, ...e }: Elemento): object => {
    if (e.type === 'panel') return { ...e, elements: e.elements.map(domanda) }
    if (e.type === 'paneldynamic') return { ...e, templateElements: e.templateElements.map(elemento) }
    return domanda(e)
  }
  const pagina = ({ fonte: _f, ...p }: Definizione['modulo']['pages'][number]) => ({
    ...p,
    // each page has its own questions of the same members
    elements: p.elements.map((e) =>
      e.type === 'paneldynamic'
        ? { ...elemento(e), name: `${p.name}-componenti`, valueName: 'componenti' }
        : elemento(e),
    ),
  })
  return { pages: d.modulo.pages.map(pagina) }
}
