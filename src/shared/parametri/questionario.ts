// What a version of a questionnaire says. `modulo` is a SurveyJS form, of which only what is listed here is admitted: it is
// drawn with our own components, printed, compared, and read by rules, so whatever SurveyJS could do beside would be shown
// by none of them. To it are added, on each question, where it comes from (`fonte`, with its mark), what fills it before
// one asks (`precompila`), the class of protected data of its answer; and beside it the areas, and the rules that are data.
import { type Static, Type } from 'typebox'
import { Oggetto, Testo, Uno } from '../kernel/endpoint.ts'

const opzionale = Type.Optional
/** Names of questions become keys of answers for ever: no «#», which keeps a note beside its answer. */
export const Nome = Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 60 })
const Frase = Testo(500)
/** As SurveyJS writes them: `{esito} = 'D'`. The server reads each before a version is kept. */
const Espressione = Testo(500)

/** Of a choice: kept in the answers. «none» is of «nessuno di questi». */
const Codice = Type.String({ pattern: '^(?!none$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$', maxLength: 60 })

const Scelta = Oggetto({
  value: Codice,
  text: Frase,
  /** What this answer says of who gives it: shown in the three boxes of the analysis. */
  segno: opzionale(Uno(['problema', 'risorsa'])),
  /** Alone it makes a need complex (outcome rules). */
  gravita: opzionale(Uno(['complessa'])),
})
/** Of a rating the value is a number. */
export type Scelta = Omit<Static<typeof Scelta>, 'value'> & { value: string | number }

const comuni = {
  name: Nome,
  title: Frase,
  description: opzionale(Testo(1000)),
  visibleIf: opzionale(Espressione),
  fonte: opzionale(Testo(300)),
}
const Domanda = Oggetto({
  ...comuni,
  type: Uno(['text', 'comment', 'radiogroup', 'checkbox', 'dropdown', 'rating']),
  inputType: opzionale(Uno(['text', 'date', 'number'])),
  choices: opzionale(Type.Array(Scelta, { minItems: 1, maxItems: 40 })),
  /** Of several choices: what says that none of them holds. Not answered is not the same. */
  showNoneItem: opzionale(Type.Boolean()),
  noneText: opzionale(Frase),
  rateMin: opzionale(Type.Integer({ minimum: 0 })),
  rateMax: opzionale(Type.Integer({ maximum: 10 })),
  isRequired: opzionale(Type.Boolean()),
  requiredIf: opzionale(Espressione),
  min: opzionale(Type.Number()),
  max: opzionale(Type.Number()),
  maxLength: opzionale(Type.Integer({ minimum: 1, maximum: 4000 })),
  area: opzionale(Nome),
  /** `fatto:<tipo>.<campo>`: the fact of the person, or of the member, as known today. */
  precompila: opzionale(Type.String({ pattern: '^fatto:[a-z-]+\\.[a-zA-Z0-9]+$' })),
  /** False: not taken over from the analysis before (an outcome is decided again). */
  riporta: opzionale(Type.Boolean()),
  classe: opzionale(Nome),
  /** A note can stand beside the answer. */
  nota: opzionale(Type.Boolean()),
})
export type Domanda = Static<typeof Domanda>

const Gruppo = Oggetto({
  ...comuni,
  type: Uno(['panel']),
  elements: Type.Array(Domanda, { minItems: 1, maxItems: 60 }),
})
const PerComponente = Oggetto({
  ...comuni,
  type: Uno(['paneldynamic']),
  /** One panel for each member of the household, neither more nor less. */
  name: Uno(['componenti']),
  allowAddPanel: Type.Literal(false),
  allowRemovePanel: Type.Literal(false),
  templateElements: Type.Array(Type.Union([Domanda, Gruppo]), { minItems: 1, maxItems: 60 }),
})
const Elemento = Type.Union([Domanda, Gruppo, PerComponente])
export type Gruppo = Static<typeof Gruppo>
export type PerComponente = Static<typeof PerComponente>
export type Elemento = Static<typeof Elemento>

const Pagina = Oggetto({
  name: Nome,
  title: Frase,
  description: opzionale(Testo(1000)),
  fonte: opzionale(Testo(300)),
  visibleIf: opzionale(Espressione),
  elements: Type.Array(Elemento, { minItems: 1, maxItems: 60 }),
})

/** A condition of the outcome rules: every part that is written must hold. Facts are in shared/patti/analisi.rules.ts. */
const Quando = Oggetto({
  esito: opzionale(Type.Array(Testo(10), { minItems: 1 })),
  /** Areas where a complex need was found, at least so many. */
  areeComplesse: opzionale(Type.Integer({ minimum: 1 })),
  areeComplesseAlPiu: opzionale(Type.Integer({ minimum: 0 })),
  /** A problem in some area that is not among these. */
  problemiFuoriDa: opzionale(Type.Array(Nome, { minItems: 1 })),
  /** No problem at all but in these areas. */
  problemiSoltantoIn: opzionale(Type.Array(Nome, { minItems: 1 })),
})
export type Quando = Static<typeof Quando>

/** What a member's data must be for a path to be his; every part that is written must hold. */
const DiComponente = Oggetto({
  etaMinima: opzionale(Type.Integer()),
  etaMassima: opzionale(Type.Integer()),
  /** Question of the member → admitted answers. */
  risposte: opzionale(Type.Record(Nome, Type.Array(Type.String(), { minItems: 1 }))),
  /** A problem was found for him. */
  problema: opzionale(Type.Boolean()),
})
export type DiComponente = Static<typeof DiComponente>

/** Where a household goes on after its analysis: to a pact, to the employment centre, or nowhere from here. */
export const vie = ['patto', 'cpi', 'nessuna'] as const
export type Via = (typeof vie)[number]
export const nomiVia: Readonly<Record<Via, string>> = {
  patto: 'al patto',
  cpi: 'al centro per l’impiego',
  nessuna: 'non prosegue',
}

const Esito = Oggetto({
  campo: Nome,
  valori: Type.Array(
    Oggetto({
      codice: Testo(10),
      nome: Frase,
      /** Counted as taken in charge by the social service. */
      sociale: Type.Boolean(),
      /** Without it: a pact where it is social or opens a questionnaire, otherwise the employment centre. */
      via: opzionale(Uno(vie)),
      /** The questionnaire that it opens, and within how many days. */
      apre: opzionale(Nome),
      entroGiorni: opzionale(Type.Integer({ minimum: 1 })),
      fonte: Testo(300),
    }),
    { minItems: 2 },
  ),
  /** Said, never forbidding. `propone`: the outcome that one may consider. */
  avvisi: Type.Array(
    Oggetto({ id: Nome, se: Quando, testo: Testo(500), propone: opzionale(Testo(10)), fonte: Testo(300) }),
  ),
  percorso: opzionale(
    Oggetto({
      campo: Nome,
      /** In order: the first that fits is proposed. */
      proposte: Type.Array(Oggetto({ codice: Codice, se: DiComponente, fonte: Testo(300) })),
    }),
  ),
})

export const Definizione = Oggetto({
  /** Of whom: the household with its members, or one person. */
  per: Uno(['nucleo', 'persona']),
  /** Times at which it is compiled, to be compared: T0, T1, T2. */
  tempi: opzionale(Type.Array(Testo(10), { minItems: 2, maxItems: 6 })),
  /** The labels of a rating. */
  scala: opzionale(
    Type.Array(Oggetto({ valore: Type.Integer(), nome: Frase, segno: opzionale(Uno(['problema', 'risorsa'])) }), {
      minItems: 2,
    }),
  ),
  scalaFonte: opzionale(Testo(300)),
  aree: Type.Array(
    Oggetto({
      id: Nome,
      nome: Frase,
      riquadro: Uno(['nucleo', 'componente', 'ambiente']),
      fonte: opzionale(Testo(300)),
    }),
    { minItems: 1 },
  ),
  /** Each professional writes beside the answer, with his name and the day. */
  contributi: opzionale(Type.Boolean()),
  /** Ratings so low that they may become objectives of the pact. */
  candidati: opzionale(Oggetto({ finoA: Type.Integer(), fonte: Testo(300) })),
  esito: opzionale(Esito),
  modulo: Oggetto({ pages: Type.Array(Pagina, { minItems: 1, maxItems: 30 }) }),
})
export type Definizione = Static<typeof Definizione>

/** Where an outcome leads, as it says it or as follows from the rest of it. */
export const viaDi = (u: { sociale: boolean; via?: Via | undefined; apre?: string | undefined }): Via =>
  u.via ?? (u.sociale || u.apre ? 'patto' : 'cpi')

/** A file of config/questionari. */
export const FileQuestionario = Oggetto({
  nome: Testo(200),
  etichetta: Testo(120),
  dal: Type.String({ format: 'date' }),
  al: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
  nota: Type.String({ maxLength: 2000 }),
  definizione: Definizione,
})
export type FileQuestionario = Static<typeof FileQuestionario>
