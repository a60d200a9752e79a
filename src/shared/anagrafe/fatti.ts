// The kinds of fact that the record keeps about a person (cartella §2.1), as data: their fields, how many may be true
// on one day, the class of protected data they belong to. The schema of the contract, the form on the screen, the
// summary in a list and the columns of an import are all read from this table; a new kind is one entry.
import { type TObject, type TSchema, Type } from 'typebox'

/** How a field is typed and shown. `codice` takes one entry of a code list (`codifica`), `codici` several. */
export type Genere =
  | 'testo'
  | 'testo-lungo'
  | 'data'
  | 'si-no'
  | 'numero'
  | 'euro'
  | 'luogo'
  | 'comune'
  | 'codice'
  | 'codici'
  | 'scelta'
  | 'codice-fiscale'

export interface Campo {
  etichetta: string
  genere: Genere
  obbligatorio?: true
  /** Code list, for `codice` and `codici`. */
  codifica?: string
  /** Value → label, for `scelta`. */
  scelte?: Readonly<Record<string, string>>
  max?: number
  aiuto?: string
}

export interface TipoFatto {
  nome: string
  /** Heading of the sheet under which it stands. */
  gruppo: GruppoFatti
  /** Only one can be true on a day: the new one ends the one before. */
  singolo: boolean
  /** Class it is born in; null: whoever opens the folder reads it. */
  classe: string | null
  /** May be declared secret where it is written (address of a protected person). */
  secretabile?: true
  campi: Readonly<Record<string, Campo>>
}

export const gruppiFatti = {
  identita: 'Identità',
  dove: 'Dove vive e come si raggiunge',
  famiglia: 'Stato civile e cittadinanza',
  tutela: 'Protezione giuridica',
  vita: 'Studio, lavoro e casa',
  salute: 'Salute e disabilità',
  economia: 'Situazione economica',
} as const
export type GruppoFatti = keyof typeof gruppiFatti

const indirizzo: Readonly<Record<string, Campo>> = {
  comune: { etichetta: 'Comune', genere: 'comune' },
  indirizzo: { etichetta: 'Via o piazza', genere: 'testo', max: 150 },
  civico: { etichetta: 'Numero civico', genere: 'testo', max: 15 },
  cap: { etichetta: 'CAP', genere: 'testo', max: 5 },
  presso: { etichetta: 'Presso', genere: 'testo', max: 100 },
}

export const tipiFatto = {
  generalita: {
    nome: 'Generalità',
    gruppo: 'identita',
    singolo: true,
    classe: null,
    campi: {
      cognome: { etichetta: 'Cognome', genere: 'testo', obbligatorio: true, max: 100 },
      nome: { etichetta: 'Nome', genere: 'testo', obbligatorio: true, max: 100 },
      sesso: { etichetta: 'Sesso', genere: 'scelta', scelte: { F: 'Femmina', M: 'Maschio' } },
      dataNascita: { etichetta: 'Data di nascita', genere: 'data' },
      nascitaPresunta: { etichetta: 'La data è presunta', genere: 'si-no' },
      luogoNascita: { etichetta: 'Luogo di nascita', genere: 'luogo' },
      codiceFiscale: { etichetta: 'Codice fiscale', genere: 'codice-fiscale' },
    },
  },
  alias: {
    nome: 'Altro nome',
    gruppo: 'identita',
    singolo: false,
    classe: null,
    campi: {
      cognome: { etichetta: 'Cognome', genere: 'testo', obbligatorio: true, max: 100 },
      nome: { etichetta: 'Nome', genere: 'testo', max: 100 },
      uso: { etichetta: 'Quando lo usa', genere: 'testo', max: 200 },
    },
  },
  codice: {
    nome: 'Altro codice',
    gruppo: 'identita',
    singolo: false,
    classe: null,
    campi: {
      sistema: {
        etichetta: 'Tipo',
        genere: 'scelta',
        obbligatorio: true,
        scelte: {
          'cf-provvisorio': 'Codice fiscale provvisorio (numerico)',
          stp: 'STP, straniero temporaneamente presente',
          eni: 'ENI, europeo non iscritto',
          cui: 'CUI, codice univoco identificativo',
          altro: 'Altro',
        },
      },
      valore: { etichetta: 'Codice', genere: 'testo', obbligatorio: true, max: 30 },
    },
  },
  documento: {
    nome: 'Documento di identità',
    gruppo: 'identita',
    singolo: false,
    classe: null,
    campi: {
      tipo: { etichetta: 'Tipo', genere: 'codice', codifica: 'tipo-documento-identita', obbligatorio: true },
      numero: { etichetta: 'Numero', genere: 'testo', obbligatorio: true, max: 40 },
      rilasciatoDa: { etichetta: 'Rilasciato da', genere: 'testo', max: 100 },
      scadenza: { etichetta: 'Scadenza', genere: 'data' },
    },
  },
  decesso: {
    nome: 'Decesso',
    gruppo: 'identita',
    singolo: true,
    classe: null,
    campi: { luogo: { etichetta: 'Luogo', genere: 'testo', max: 100 } },
  },
  residenza: {
    nome: 'Residenza',
    gruppo: 'dove',
    singolo: true,
    classe: null,
    secretabile: true,
    campi: {
      ...indirizzo,
      senzaFissaDimora: { etichetta: 'Senza fissa dimora', genere: 'si-no' },
      estero: { etichetta: 'All’estero (Stato e località)', genere: 'testo', max: 150 },
    },
  },
  domicilio: {
    nome: 'Domicilio',
    gruppo: 'dove',
    singolo: true,
    classe: null,
    secretabile: true,
    campi: { ...indirizzo, struttura: { etichetta: 'Struttura o comunità', genere: 'testo', max: 100 } },
  },
  recapito: {
    nome: 'Recapito',
    gruppo: 'dove',
    singolo: false,
    classe: null,
    secretabile: true,
    campi: {
      mezzo: {
        etichetta: 'Mezzo',
        genere: 'scelta',
        obbligatorio: true,
        scelte: { cellulare: 'Cellulare', telefono: 'Telefono', email: 'E-mail', pec: 'PEC' },
      },
      valore: { etichetta: 'Numero o indirizzo', genere: 'testo', obbligatorio: true, max: 254 },
      titolare: { etichetta: 'Di chi è', genere: 'testo', max: 100, aiuto: 'Se non è della persona: «la sorella»' },
      sicuro: { etichetta: 'Si può usare senza rischi', genere: 'si-no' },
    },
  },
  'contatto-sicuro': {
    nome: 'Regola di contatto',
    gruppo: 'dove',
    singolo: false,
    classe: null,
    campi: {
      regola: {
        etichetta: 'Regola',
        genere: 'scelta',
        obbligatorio: true,
        scelte: {
          'mai-a-casa': 'Mai scrivere all’indirizzo di casa',
          'mai-telefono': 'Mai chiamare questo numero',
          'solo-tramite': 'Soltanto tramite',
          'solo-in-presenza': 'Soltanto di persona',
        },
      },
      riferimento: { etichetta: 'Numero, persona o ente', genere: 'testo', max: 150 },
      perche: { etichetta: 'Perché', genere: 'testo', max: 300 },
    },
  },
  'stato-civile': {
    nome: 'Stato civile',
    gruppo: 'famiglia',
    singolo: true,
    classe: null,
    campi: { stato: { etichetta: 'Stato civile', genere: 'codice', codifica: 'stato-civile', obbligatorio: true } },
  },
  cittadinanza: {
    nome: 'Cittadinanza',
    gruppo: 'famiglia',
    singolo: false,
    classe: null,
    campi: {
      stato: { etichetta: 'Stato', genere: 'testo', obbligatorio: true, max: 60 },
      modo: { etichetta: 'Come è stata acquisita', genere: 'testo', max: 100 },
    },
  },
  lingua: {
    nome: 'Lingua e cultura',
    gruppo: 'famiglia',
    singolo: false,
    classe: null,
    campi: {
      lingua: { etichetta: 'Lingua che parla in famiglia', genere: 'testo', obbligatorio: true, max: 60 },
      italiano: {
        etichetta: 'Come parla italiano',
        genere: 'scelta',
        scelte: { bene: 'Bene', 'si-fa-capire': 'Si fa capire', poco: 'Poco o niente' },
      },
      mediazione: { etichetta: 'Serve una mediazione', genere: 'si-no' },
      cultura: { etichetta: 'Che cosa occorre sapere delle sue consuetudini', genere: 'testo', max: 300 },
    },
  },
  protezione: {
    nome: 'Protezione giuridica',
    gruppo: 'tutela',
    singolo: false,
    classe: null,
    campi: {
      tipo: { etichetta: 'Figura', genere: 'codice', codifica: 'tipo-protezione', obbligatorio: true },
      titolare: { etichetta: 'Persona o ente nominato', genere: 'testo', obbligatorio: true, max: 150 },
      recapito: { etichetta: 'Recapito', genere: 'testo', max: 150 },
      tribunale: { etichetta: 'Tribunale', genere: 'testo', max: 100 },
      decreto: { etichetta: 'Decreto n.', genere: 'testo', max: 40 },
      decretoData: { etichetta: 'Data del decreto', genere: 'data' },
      poteri: { etichetta: 'Poteri', genere: 'codici', codifica: 'poteri-protezione' },
    },
  },
  studio: {
    nome: 'Titolo di studio',
    gruppo: 'vita',
    singolo: true,
    classe: null,
    campi: { titolo: { etichetta: 'Titolo', genere: 'codice', codifica: 'titolo-studio', obbligatorio: true } },
  },
  scuola: {
    nome: 'Scuola frequentata',
    gruppo: 'vita',
    singolo: false,
    classe: null,
    campi: {
      anno: { etichetta: 'Anno scolastico', genere: 'testo', obbligatorio: true, max: 9, aiuto: '2025/2026' },
      istituto: { etichetta: 'Istituto', genere: 'testo', max: 150 },
      classe: { etichetta: 'Classe e sezione', genere: 'testo', max: 40 },
      abbandono: { etichetta: 'Fermo o abbandono', genere: 'si-no' },
      progetto: { etichetta: 'Progetto e sostegno', genere: 'testo', max: 300 },
    },
  },
  lavoro: {
    nome: 'Lavoro',
    gruppo: 'vita',
    singolo: true,
    classe: null,
    campi: {
      condizione: { etichetta: 'Condizione', genere: 'codice', codifica: 'condizione-lavorativa', obbligatorio: true },
      contratto: { etichetta: 'Contratto', genere: 'codice', codifica: 'tipo-contratto' },
      professione: { etichetta: 'Professione', genere: 'testo', max: 100 },
      datore: { etichetta: 'Datore di lavoro', genere: 'testo', max: 150 },
    },
  },
  sociale: {
    nome: 'Situazione sociale',
    gruppo: 'vita',
    singolo: true,
    classe: null,
    campi: {
      tipologiaFamiliare: { etichetta: 'Famiglia', genere: 'codice', codifica: 'tipologia-familiare' },
      gruppi: { etichetta: 'Gruppi vulnerabili', genere: 'codici', codifica: 'gruppo-vulnerabile' },
      problematica: { etichetta: 'Problematica prevalente', genere: 'testo', max: 300 },
    },
  },
  abitazione: {
    nome: 'Abitazione',
    gruppo: 'vita',
    singolo: true,
    classe: null,
    campi: {
      tipo: { etichetta: 'Tipo', genere: 'codice', codifica: 'tipo-abitazione', obbligatorio: true },
      godimento: { etichetta: 'Titolo', genere: 'codice', codifica: 'titolo-godimento' },
      vani: { etichetta: 'Vani', genere: 'numero' },
      proprietario: { etichetta: 'Proprietario o gestore', genere: 'testo', max: 150 },
      adeguata: { etichetta: 'Adeguata', genere: 'si-no' },
      problemi: { etichetta: 'Problemi', genere: 'testo', max: 300 },
    },
  },
  disabilita: {
    nome: 'Disabilità',
    gruppo: 'salute',
    singolo: false,
    classe: 'sanitaria',
    campi: {
      tipologia: { etichetta: 'Tipologia', genere: 'testo', obbligatorio: true, max: 150 },
      gravita: { etichetta: 'Gravità', genere: 'codice', codifica: 'grado-disabilita' },
      legge104: { etichetta: 'Legge 104/1992', genere: 'si-no' },
      ente: { etichetta: 'Ente che certifica', genere: 'testo', max: 150 },
      revisione: { etichetta: 'Revisione', genere: 'data' },
    },
  },
  invalidita: {
    nome: 'Invalidità',
    gruppo: 'salute',
    singolo: false,
    classe: 'sanitaria',
    campi: {
      percentuale: { etichetta: 'Percentuale', genere: 'numero', obbligatorio: true },
      accompagnamento: { etichetta: 'Indennità di accompagnamento', genere: 'si-no' },
      frequenza: { etichetta: 'Indennità di frequenza', genere: 'si-no' },
      diagnosi: { etichetta: 'Codici ICD', genere: 'testo', max: 60 },
      revisione: { etichetta: 'Revisione', genere: 'data' },
    },
  },
  salute: {
    nome: 'Condizione di salute',
    gruppo: 'salute',
    singolo: false,
    classe: 'sanitaria',
    campi: {
      descrizione: { etichetta: 'Descrizione', genere: 'testo-lungo', obbligatorio: true, max: 2000 },
      medico: { etichetta: 'Medico o servizio che segue', genere: 'testo', max: 150 },
      terapie: { etichetta: 'Terapie', genere: 'testo', max: 500 },
      segno: {
        etichetta: 'Segno nel genogramma',
        genere: 'scelta',
        scelte: {
          'malattia-fisica': 'Malattia fisica grave',
          'malattia-psichica': 'Disturbo psichico',
          dipendenza: 'Dipendenza da sostanze, alcol o gioco',
          'dipendenza-sospetta': 'Dipendenza sospetta',
          'dipendenza-in-cura': 'Dipendenza in trattamento',
        },
        aiuto: 'Senza, nel genogramma non si segna',
      },
    },
  },
  gravidanza: {
    nome: 'Gravidanza',
    gruppo: 'salute',
    singolo: false,
    classe: 'gravidanza',
    campi: {
      presunta: { etichetta: 'Data presunta del parto', genere: 'data' },
      esito: {
        etichetta: 'Come si è conclusa',
        genere: 'scelta',
        scelte: {
          nascita: 'Con la nascita',
          'nato-morto': 'Nato morto',
          'aborto-spontaneo': 'Aborto spontaneo',
          interruzione: 'Interruzione di gravidanza',
        },
        aiuto: 'Con il giorno in cui si è conclusa, alla voce «fino al»; chi nasce si aggiunge come persona',
      },
      dellaCoppia: { etichetta: 'È della coppia che era unita in quei giorni', genere: 'si-no' },
    },
  },
  isee: {
    nome: 'Attestazione ISEE',
    gruppo: 'economia',
    singolo: false,
    classe: null,
    campi: {
      tipo: { etichetta: 'Tipo', genere: 'codice', codifica: 'tipo-isee', obbligatorio: true },
      isee: { etichetta: 'ISEE', genere: 'euro', obbligatorio: true },
      ise: { etichetta: 'ISE', genere: 'euro' },
      scala: { etichetta: 'Scala di equivalenza', genere: 'numero' },
      protocollo: { etichetta: 'Protocollo DSU', genere: 'testo', max: 40, aiuto: 'INPS-ISEE-2026-…' },
      omissioni: { etichetta: 'Omissioni o difformità annotate', genere: 'testo', max: 300 },
    },
  },
} as const satisfies Readonly<Record<string, TipoFatto>>

export type NomeFatto = keyof typeof tipiFatto
export const nomiFatto = Object.keys(tipiFatto) as NomeFatto[]
export const tipoFatto = (nome: NomeFatto): TipoFatto => tipiFatto[nome]

/** The class of an address that must never be told. */
export const CLASSE_SEGRETA = 'indirizzo-segreto'

function schemaDelCampo(c: Campo): TSchema {
  switch (c.genere) {
    case 'data':
      return Type.String({ format: 'date' })
    case 'si-no':
      return Type.Boolean()
    case 'numero':
      return Type.Number({ minimum: 0, maximum: 1_000_000 })
    case 'euro':
      // integer cents
      return Type.Integer({ minimum: 0, maximum: 1_000_000_000_00 })
    case 'comune':
    case 'luogo':
      return Type.String({ pattern: '^[A-Z][0-9]{3}$' })
    case 'codice':
      return Type.String({ minLength: 1, maxLength: 80 })
    case 'codici':
      return Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 20 })
    case 'scelta':
      return Type.Unsafe<string>({ type: 'string', enum: Object.keys(c.scelte ?? {}) })
    case 'codice-fiscale':
      return Type.String({ minLength: 11, maxLength: 20, pattern: '^[A-Za-z0-9 ]+$' })
    default:
      return Type.String({ minLength: 1, maxLength: c.max ?? 200, pattern: '\\S' })
  }
}

/** JSON Schema of the data of a kind: unknown keys refused, what is not compulsory may be absent or null. */
export function schemaDelFatto(nome: NomeFatto): TObject {
  const campi = Object.entries<Campo>(tipiFatto[nome].campi).map(([chiave, c]) => {
    const s = schemaDelCampo(c)
    return [chiave, c.obbligatorio ? s : Type.Optional(Type.Union([s, Type.Null()]))] as const
  })
  return Type.Object(Object.fromEntries(campi), { additionalProperties: false })
}
