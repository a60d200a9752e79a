// The observations of the regional message: four letters, a name, what kind of value. One catalogue for the types of
// the message, its rules, its writing and its reading, so that a field cannot exist in one and be missing in another.
// The code system of a field is called `<phase>.<letters>` (`A.TIRI`): the same letters return in another phase with
// another meaning of their own (AMIR is in A and in B). The OIDs are not here: they are rows of the table (codici.ts).

/** `denominazione` is a name that the message carries where the others have a code. */
export type TipoCampo = 'codice' | 'denominazione' | 'testo' | 'importo' | 'data'

export interface Campo {
  readonly sigla: string
  readonly chiave: string
  readonly tipo: TipoCampo
  readonly nome: string
  readonly multiplo: boolean
}

const campo =
  <const M extends boolean>(multiplo: M) =>
  <const S extends string, const K extends string>(sigla: S, chiave: K, tipo: TipoCampo, nome: string) =>
    ({ sigla, chiave, tipo, nome, multiplo }) as const
const uno = campo(false)
const piu = campo(true)

/** Phase A, access and orientation. */
export const campiAccesso = [
  uno('TIRI', 'tipologiaRichiesta', 'codice', 'Tipologia della richiesta'),
  uno('MOCO', 'modalitaContatto', 'codice', 'Modalità di contatto'),
  uno('AMIR', 'ambitoIntervento', 'codice', 'Ambito di intervento richiesto'),
  uno('CONF', 'composizioneNucleo', 'codice', 'Composizione del nucleo familiare'),
  uno('NUNF', 'numerositaNucleo', 'codice', 'Numerosità del nucleo familiare'),
  uno('NURS', 'numerositaRete', 'codice', 'Numerosità della rete sociale'),
  uno('PROV', 'provenienza', 'codice', 'Provenienza'),
  uno('ARRE', 'areaReddituale', 'codice', 'Area reddituale'),
  uno('DSU0', 'dsu', 'codice', 'DSU presentata (sì o no)'),
  uno('TIIS', 'tipoIsee', 'codice', 'Tipo di ISEE'),
  uno('ISEE', 'isee', 'importo', 'Importo dell’ISEE'),
  uno('OCAS', 'occupazione', 'codice', 'Occupazione dell’assistito'),
  uno('COER', 'enteRilevatore', 'codice', 'Codice dell’ente rilevatore'),
  uno('DEER', 'nomeEnteRilevatore', 'denominazione', 'Denominazione dell’ente rilevatore'),
] as const

/** Phase B, assessment of the need. */
export const campiValutazione = [
  piu('AMIR', 'areeIntervento', 'codice', 'Aree di intervento sociale'),
  piu('ESTI', 'esenzioni', 'codice', 'Esenzioni dal ticket'),
  uno('DSGI', 'strutturaCheHaInCarico', 'testo', 'Struttura sociosanitaria che ha già in carico la persona'),
  uno('SSGE', 'serviziGiaErogati', 'testo', 'Servizi sociosanitari già erogati'),
  uno('INVA', 'invalidita', 'codice', 'Invalidità'),
  uno('INFR', 'indennitaFrequenza', 'codice', 'Indennità di frequenza'),
  piu('PRSI', 'previdenzeInps', 'codice', 'Previdenze sociali INPS'),
  uno('APIC', 'assegnoInvalidita', 'codice', 'Assegno o pensione di invalidità civile'),
  uno('UTPP', 'patologiaPsichiatrica', 'codice', 'Utente con patologia psichiatrica'),
  uno('PACO', 'patologieCorrenti', 'testo', 'Patologie correnti'),
  uno('POPA', 'portatoreProtesi', 'codice', 'Portatore di protesi e ausili'),
  piu('COPA', 'protesi', 'codice', 'Protesi e ausili'),
  uno('MOAF', 'motivazioneAffido', 'codice', 'Motivazione dell’affido'),
  uno('VNCS', 'necessitaCure', 'codice', 'Necessità di cure sanitarie'),
  uno('NISS', 'necessitaSociosanitari', 'codice', 'Necessità di interventi sociosanitari'),
  uno('NISO', 'necessitaSociali', 'codice', 'Necessità di interventi sociali'),
  uno('FODV', 'fonteValutazione', 'codice', 'Fonte di derivazione della valutazione'),
] as const

/** Phase E, final evaluation. */
export const campiFinale = [
  uno('DAVF', 'dataValutazione', 'data', 'Data della valutazione finale'),
  uno('VAFI', 'valutazione', 'testo', 'Valutazione finale'),
  uno('MOCP', 'motivoChiusura', 'codice', 'Motivazione della chiusura'),
  uno('RIEF', 'risorseFinali', 'importo', 'Risorse economiche finali'),
  uno('RIRA', 'risultatiRaggiunti', 'testo', 'Risultati raggiunti'),
  uno('RINR', 'risultatiNonRaggiunti', 'testo', 'Risultati non raggiunti'),
  uno('NUPR', 'nuovoProgetto', 'codice', 'Nuovo progetto (sì o no)'),
] as const

/** One optional text for a field that occurs once, a list (empty at least) for one that may be repeated. */
export type Dati<C extends readonly Campo[]> = {
  [K in Extract<C[number], { multiplo: false }>['chiave']]?: string
} & { [K in Extract<C[number], { multiplo: true }>['chiave']]: string[] }

export const fasi = ['accesso', 'valutazione', 'finale'] as const
export type TipoFase = (typeof fasi)[number]

/** What the region calls A, B and E, with the fields of each. */
export const catalogo: Readonly<Record<TipoFase, { lettera: string; nome: string; campi: readonly Campo[] }>> = {
  accesso: { lettera: 'A', nome: 'accesso e orientamento', campi: campiAccesso },
  valutazione: { lettera: 'B', nome: 'valutazione del bisogno', campi: campiValutazione },
  finale: { lettera: 'E', nome: 'valutazione finale', campi: campiFinale },
}

export const sistemaDi = (fase: TipoFase, campo: Campo) => `${catalogo[fase].lettera}.${campo.sigla}`

/** The values of one field, whether it occurs once or more. */
export function valoriDi(dati: object, campo: Campo): string[] {
  const v: unknown = (dati as Record<string, unknown>)[campo.chiave]
  return Array.isArray(v) ? v : typeof v === 'string' ? [v] : []
}
