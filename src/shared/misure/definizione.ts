// What a version of a measure contains, as data: the shape of the files in config/misure and of the rows that hold them.
// Each part says where it comes from and how sure that is. Rules are expressions (espressione.ts); what they may not say is
// in versione.rules.ts.
import { type Static, Type } from 'typebox'
import { Data, Nullabile, Oggetto, Testo, Uno } from '../kernel/endpoint.ts'
import { modiArrotondamento } from './frazione.ts'
import { tipi } from './linguaggio.ts'
import { Nome, provenienza } from './provenienza.ts'
import { Termine } from './termini.ts'

const NomeFatto = Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 })
const Espressione = Type.Unknown()
const lista = <T extends Parameters<typeof Type.Array>[0]>(t: T, max = 100) => Type.Array(t, { maxItems: max })

const FattoProprio = Oggetto({
  id: NomeFatto,
  tipo: Uno(tipi),
  nome: Testo(300),
  aiuto: Type.Optional(Testo(400)),
  scelte: Type.Optional(lista(Oggetto({ codice: Nome, nome: Testo(200) }), 60)),
})

const Decimale = Type.Union([Type.Number(), Type.String({ pattern: '^-?\\d{1,15}([.,]\\d{1,12})?$' })])
/** One of the three. */
export const ValoreMisura = Oggetto({
  id: Nome,
  nome: Testo(200),
  euro: Type.Optional(Decimale),
  numero: Type.Optional(Decimale),
  giorno: Type.Optional(Data),
  ...provenienza,
})

const Calcolo = Oggetto({
  id: Nome,
  nome: Testo(200),
  /** Of each member instead of the household. */
  di: Type.Optional(Uno(['componente'])),
  formula: Espressione,
})

const VoceScala = Oggetto({
  id: Nome,
  nome: Testo(200),
  /** Which members, among those after the first. */
  chi: Espressione,
  peso: Espressione,
  /** At most so many members. */
  quanti: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })),
  ...provenienza,
})
const Scala = Oggetto({
  primo: Espressione,
  /** Members that do not count. */
  esclusi: Type.Optional(Espressione),
  voci: lista(VoceScala, 40),
  massimo: Type.Optional(Espressione),
  ...provenienza,
})

export const aree = ['residenza', 'economica', 'patrimonio', 'beni', 'famiglia', 'altro'] as const
const Requisito = Oggetto({
  id: Nome,
  area: Uno(aree),
  nome: Testo(200),
  /** The rule in words; `{soglia-isee}` becomes the value. */
  testo: Testo(1000),
  condizione: Espressione,
  ...provenienza,
})

const VoceImporto = Oggetto({
  id: Nome,
  nome: Testo(200),
  periodo: Uno(['anno', 'mese']),
  formula: Espressione,
  /** `passo` in cents: 1 is the cent. */
  arrotonda: Type.Optional(
    Oggetto({ modo: Uno(modiArrotondamento), passo: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
  ),
  ...provenienza,
})

/** What an obligation is about: work, the services, or neither (school, health): who has only these is not called by anybody. */
export const impegni = ['lavoro', 'servizi', 'altro'] as const
const Regola = Oggetto({ id: Nome, nome: Testo(200), testo: Testo(1000), ...provenienza })

/** The comune takes the domanda: what it checks, and whether one that failed goes on all the same. */
const Raccolta = Oggetto({
  controlli: Type.Array(Regola, { minItems: 1, maxItems: 20 }),
  conIrregolari: Uno(['respinge', 'invia'] as const),
  ...provenienza,
})

/** Who may be told: the bodies and platforms with which something is exchanged, whatever the measure. */
export const nomiDestinatario = { inps: 'INPS', 'centro-impiego': 'Centro per l’impiego', siisl: 'SIISL' } as const
export type Destinatario = keyof typeof nomiDestinatario
export const destinatari = Object.keys(nomiDestinatario) as readonly Destinatario[]

/** What leaves when something happens: the events are those from which terms run, the layout is a file of config/tracciati. */
const Comunicazione = Oggetto({
  tipo: Nome,
  nome: Testo(200),
  destinatario: Uno(destinatari),
  tracciato: Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[0-9]+$', maxLength: 60 }),
  eventi: lista(Nome, 10),
  /** Day of the month by which it counts for that month. */
  entroIlGiorno: Type.Optional(Type.Integer({ minimum: 1, maximum: 28 })),
  /** It says something of each member. */
  perComponente: Type.Optional(Type.Literal(true)),
  ...provenienza,
})

/** How a household is called, where the measure says it; otherwise as the ambito does. */
const Convocazione = Oggetto({
  /** Days that pass at least between a convocation and the meeting. */
  preavvisoGiorni: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
  /** Days that pass at least between two meetings to which one is called. */
  distanzaGiorni: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
  ...provenienza,
})

const mesi = Type.Integer({ minimum: 1, maximum: 600 })
/** How long it is paid, and what may come after. Where it does not say from when it is paid, the days are not computed. */
const Durata = Oggetto({
  /** Paid from the month of the first of these events that happened, or so many months after. */
  decorre: Type.Optional(
    Oggetto({
      eventi: Type.Array(Nome, { minItems: 1, maxItems: 5 }),
      mesiDopo: Type.Integer({ minimum: 0, maximum: 12 }),
      ...provenienza,
    }),
  ),
  mesi,
  /** One after the other, each once. */
  rinnovi: lista(
    Oggetto({
      mesi,
      /** Months without payment before it. */
      sosta: Type.Integer({ minimum: 0, maximum: 120 }),
      /** In which households there is no such pause: an expression on the household. */
      senzaSosta: Type.Optional(Type.Unknown()),
      /** The last only: as many times as it ends. */
      ripete: Type.Optional(Type.Literal(true)),
      /** It is asked with a domanda of its own. */
      conDomanda: Type.Optional(Type.Literal(true)),
      testo: Testo(400),
    }),
    20,
  ),
  testo: Testo(1000),
  ...provenienza,
})

export const Definizione = Oggetto({
  fatti: lista(FattoProprio),
  valori: lista(ValoreMisura),
  calcoli: lista(Calcolo),
  scala: Type.Optional(Scala),
  requisiti: lista(Requisito),
  /** The lines in the order in which they are computed, and which of them is what is paid each month. */
  importi: Oggetto({ voci: lista(VoceImporto, 60), mensile: Nome }),
  durata: Durata,
  termini: lista(Termine),
  questionari: lista(Oggetto({ codice: Nome, nome: Testo(200), quando: Testo(400), ...provenienza })),
  /** On whom, and the acts of the pact that are asked of him. */
  obblighi: lista(Oggetto({ ...Regola.properties, chi: Espressione, impegna: Type.Optional(Uno(impegni)) })),
  /** Who has no obligations, or may be freed of them: member by member. Whom the law excludes is so by what is known of him,
   * from everything or from work alone; who may be freed is, by an act of the comune. */
  esoneri: lista(
    Oggetto({
      ...Regola.properties,
      chi: Espressione,
      genere: Uno(['escluso', 'esonerabile']),
      libera: Type.Optional(Uno(['tutto', 'lavoro'] as const)),
      /** At most so many members of a household. */
      quanti: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })),
      /** At most so many carers of a household for each person cared for: who is freed by this says for whom. */
      perCurata: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })),
      documento: Type.Optional(Testo(300)),
    }),
  ),
  /** How the measure is called in what is sent and received: «siuss prestazione A7.01». */
  flussi: lista(
    Oggetto({ flusso: Nome, campo: Testo(80), codice: Testo(80), nota: Type.Optional(Testo(400)), ...provenienza }),
  ),
  /** Without it, the domanda arrives from INPS already granted. */
  domanda: Type.Optional(Raccolta),
  comunicazioni: Type.Optional(lista(Comunicazione, 30)),
  convocazione: Type.Optional(Convocazione),
})
export type Definizione = Static<typeof Definizione>

/** A file of config/misure. */
export const FileMisura = Oggetto({
  nome: Testo(200),
  sigla: Testo(30),
  etichetta: Testo(120),
  dal: Data,
  al: Nullabile(Data),
  nota: Testo(1000),
  definizione: Definizione,
})
export type FileMisura = Static<typeof FileMisura>

const Corrette = Type.Optional(lista(Type.Object({ id: Type.String() })))
/**
 * A file that corrects a version: the parts named by their id replace what they say, or are added; how one is called and how long it lasts are said whole. With `come`, as another file
 * does to another version. What comes of it is a whole version, from the same day.
 */
export const FileCorrezione = Type.Union([
  Oggetto({
    corregge: Type.Integer({ minimum: 1 }),
    nota: Testo(500),
    definizione: Oggetto({
      fatti: Corrette,
      termini: Corrette,
      obblighi: Corrette,
      esoneri: Corrette,
      convocazione: Type.Optional(Convocazione),
      durata: Type.Optional(Durata),
    }),
  }),
  Oggetto({ corregge: Type.Integer({ minimum: 1 }), come: Type.Integer({ minimum: 1 }) }),
])
export type FileCorrezione = Static<typeof FileCorrezione>
