// What an analysis says, read from its definition and its answers: problems and resources of the household, of each member
// and of the environment, the outcome with its warnings, the path of each member, ratings to compare and those so low
// that they may become objectives. No analysis is known here by name: areas, signs, thresholds and rules are data.
import { chiaveDi, scelteDi, type Valore, type Voce, voci, vuoto } from '../parametri/questionari.rules.ts'
import { type Definizione, type DiComponente, type Quando, type Via, viaDi } from '../parametri/questionario.ts'

export interface Membro {
  id: string
  eta: number | null
}

export interface Risposte {
  /** By key: see chiaveDi. */
  valori: ReadonlyMap<string, Valore>
  /** Keys of the questions that are asked: what an earlier answer left behind a closed question does not count. */
  visibili: ReadonlySet<string>
}

export interface Segno {
  segno: 'problema' | 'risorsa'
  area: string
  riquadro: 'nucleo' | 'componente' | 'ambiente'
  componenteId: string | null
  campo: string
  testo: string
  complessa: boolean
}

type Area = Definizione['aree'][number]

/** Each question as often as it is asked: once, or of each member. */
function domande(d: Definizione, r: Risposte, membri: readonly Membro[]) {
  return voci(d).flatMap((v) =>
    (v.perComponente ? membri.map((m) => m.id) : [null])
      .map((componenteId) => ({ ...v, componenteId, chiave: chiaveDi(componenteId, v.domanda.name) }))
      .filter((x) => r.visibili.has(x.chiave)),
  )
}

export function segniDi(d: Definizione, r: Risposte, membri: readonly Membro[]): Segno[] {
  const aree = new Map<string, Area>(d.aree.map((a) => [a.id, a]))
  return domande(d, r, membri).flatMap(({ domanda, componenteId, chiave }) => {
    const area = domanda.area ? aree.get(domanda.area) : undefined
    const valore = r.valori.get(chiave)
    if (!area || vuoto(valore)) return []
    const scelti: unknown[] = [valore].flat()
    return scelteDi(domanda, d)
      .filter((s) => s.segno && scelti.includes(s.value))
      .map(
        (s): Segno => ({
          segno: s.segno!,
          area: area.id,
          riquadro: area.riquadro,
          componenteId,
          campo: domanda.name,
          // of a rating, the dimension says more than its value
          testo: domanda.type === 'rating' ? `${domanda.title}: ${s.text}` : s.text,
          complessa: s.gravita === 'complessa',
        }),
      )
  })
}

// ---- outcome -----------------------------------------------------------------------------------------------------------

function vale(q: Quando, esito: string | null, segni: readonly Segno[]): boolean {
  const problemi = segni.filter((s) => s.segno === 'problema')
  const complesse = new Set(problemi.filter((s) => s.complessa).map((s) => s.area)).size
  return (
    (q.esito === undefined || (esito !== null && q.esito.includes(esito))) &&
    (q.areeComplesse === undefined || complesse >= q.areeComplesse) &&
    (q.areeComplesseAlPiu === undefined || complesse <= q.areeComplesseAlPiu) &&
    (q.problemiFuoriDa === undefined || problemi.some((s) => !q.problemiFuoriDa!.includes(s.area))) &&
    (q.problemiSoltantoIn === undefined || problemi.every((s) => q.problemiSoltantoIn!.includes(s.area)))
  )
}

export interface EsitoLetto {
  codice: string | null
  nome: string | null
  /** Counted as taken in charge by the social service; null until there is an outcome. */
  sociale: boolean | null
  via: Via | null
  apre: string | null
  entroGiorni: number | null
  /** Said, never forbidding. */
  avvisi: { id: string; testo: string; propone: string | null; fonte: string }[]
  percorsi: { componenteId: string; scelto: string | null; proposto: string | null; fonte: string | null }[]
}

function suo(p: DiComponente, m: Membro, r: Risposte, segni: readonly Segno[]): boolean {
  if (p.etaMinima !== undefined && (m.eta === null || m.eta < p.etaMinima)) return false
  if (p.etaMassima !== undefined && (m.eta === null || m.eta > p.etaMassima)) return false
  for (const [campo, ammesse] of Object.entries(p.risposte ?? {})) {
    const chiave = chiaveDi(m.id, campo)
    const valori = r.visibili.has(chiave) ? [r.valori.get(chiave) ?? []].flat().map(String) : []
    if (!valori.some((v) => ammesse.includes(v))) return false
  }
  if (p.problema === undefined) return true
  return segni.some((s) => s.segno === 'problema' && s.componenteId === m.id) === p.problema
}

/** Null where the questionnaire has no outcome. */
export function esitoDi(d: Definizione, r: Risposte, membri: readonly Membro[]): EsitoLetto | null {
  const e = d.esito
  if (!e) return null
  const segni = segniDi(d, r, membri)
  const codice = r.valori.get(e.campo)
  const scelto = e.valori.find((v) => v.codice === codice)
  const perMembro = (m: Membro) => {
    const p = e.percorso!.proposte.find((x) => suo(x.se, m, r, segni))
    const valore = r.valori.get(chiaveDi(m.id, e.percorso!.campo))
    return {
      componenteId: m.id,
      scelto: vuoto(valore) ? null : String(valore),
      proposto: p?.codice ?? null,
      fonte: p?.fonte ?? null,
    }
  }
  return {
    codice: scelto?.codice ?? null,
    nome: scelto?.nome ?? null,
    sociale: scelto?.sociale ?? null,
    via: scelto ? viaDi(scelto) : null,
    apre: scelto?.apre ?? null,
    entroGiorni: scelto?.entroGiorni ?? null,
    avvisi: e.avvisi
      .filter((a) => vale(a.se, scelto?.codice ?? null, segni))
      .map((a) => ({ id: a.id, testo: a.testo, propone: a.propone ?? null, fonte: a.fonte })),
    percorsi: e.percorso ? membri.map(perMembro) : [],
  }
}

// ---- ratings -----------------------------------------------------------------------------------------------------------

export interface Dimensione {
  componenteId: string | null
  campo: string
  numero: string
  titolo: string
  gruppo: string
  /** Null: not rated, or not applicable. */
  valore: number | null
}

/** The ratings of an analysis. Below the first named value nothing is measured: «not applicable» is no rating. */
export function dimensioniDi(d: Definizione, r: Risposte, membri: readonly Membro[]): Dimensione[] {
  return domande(d, r, membri)
    .filter((x) => x.domanda.type === 'rating')
    .map((x) => {
      const v = r.valori.get(x.chiave)
      return {
        componenteId: x.componenteId,
        campo: x.domanda.name,
        numero: x.numero,
        titolo: x.domanda.title,
        gruppo: titoloGruppo(x),
        valore: typeof v === 'number' && v > 0 ? v : null,
      }
    })
}
const titoloGruppo = (v: Voce) => v.gruppo?.title ?? v.pagina.title

export interface Candidato extends Dimensione {
  valore: number
  priorita: boolean
}

/** What may become an objective: priorities first, then the lowest. They are proposed, somebody chooses. */
export function candidatiDi(d: Definizione, r: Risposte, membri: readonly Membro[]): Candidato[] {
  const soglia = d.candidati?.finoA
  if (soglia === undefined) return []
  return dimensioniDi(d, r, membri)
    .map((x) => ({ ...x, priorita: r.valori.get(`${chiaveDi(x.componenteId, x.campo)}#priorita`) === true }))
    .filter((x): x is Candidato => x.valore !== null && (x.valore <= soglia || x.priorita))
    .sort((a, b) => Number(b.priorita) - Number(a.priorita) || a.valore - b.valore)
}

export interface Variazione {
  componenteId: string | null
  campo: string
  titolo: string
  gruppo: string
  /** One for each analysis compared, in their order. */
  valori: (number | null)[]
  /** From the first that is rated to the last; null where there are not two. */
  differenza: number | null
}

/** The same dimensions at several times. What one version asks and another does not is simply not rated there. */
export function confronta(analisi: readonly (readonly Dimensione[])[]): Variazione[] {
  const chiave = (x: Dimensione) => chiaveDi(x.componenteId, x.campo)
  const tutte = new Map<string, Dimensione>()
  for (const una of analisi) for (const x of una) if (!tutte.has(chiave(x))) tutte.set(chiave(x), x)
  return [...tutte].map(([k, x]) => {
    const valori = analisi.map((una) => una.find((y) => chiave(y) === k)?.valore ?? null)
    const noti = valori.filter((v) => v !== null)
    return {
      componenteId: x.componenteId,
      campo: x.campo,
      titolo: x.titolo,
      gruppo: x.gruppo,
      valori,
      differenza: noti.length > 1 ? noti.at(-1)! - noti[0]! : null,
    }
  })
}
