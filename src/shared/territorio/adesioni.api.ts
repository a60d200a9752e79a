// Adhesions: the acts (convenzione, yearly act, protocollo d'intesa) by which an ente opens sections of the product,
// their documents, and the versioned schemes they are written from.
import { Type } from 'typebox'
import {
  Belfiore,
  Binario,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { qualifiche, statiAdesione } from './adesioni.rules.ts'

const MAX_NOTE = 2000
/** With why an act became a draft again, that its notes tell: to sign it once more they need not be shortened. */
const MAX_NOTE_ALLA_FIRMA = 3000
export const MAX_DOCUMENTO = 10 * 1024 * 1024
const NomeFile = Oggetto({ nome: Testo(255) })

export const Documento = Oggetto({ nome: Type.String(), tipo: Type.String(), bytes: Type.Integer() })

export const Adesione = Oggetto({
  id: Id,
  ambitoId: Id,
  /** Null: the act of the body that runs the associated form. */
  comuneId: Nullabile(Belfiore),
  /** «Comune di Latina», or the implementing body of the ambito. */
  ente: Type.String(),
  tipoId: Type.String(),
  tipo: Type.String(),
  controparte: Type.String(),
  annuale: Type.Boolean(),
  /** The ambito to which the comune entrusts its work with this act; null for those that open sections. */
  affidatoA: Nullabile(Oggetto({ id: Id, nome: Type.String() })),
  anno: Nullabile(Type.Integer()),
  stato: Uno(statiAdesione),
  /** In words: what the state means today and, where something is missing, who must do what. */
  spiegazione: Type.String(),
  firmatario: Nullabile(Type.String()),
  firmatarioQualifica: Nullabile(Uno(qualifiche)),
  firmataIl: Nullabile(Data),
  dal: Nullabile(Data),
  al: Nullabile(Data),
  documento: Nullabile(Documento),
  registrataDa: Nullabile(Type.String()),
  registrataIl: Nullabile(Istante),
  motivoCessazione: Nullabile(Type.String()),
  note: Nullabile(Type.String()),
  versione: Versione,
})

export const TipoAdesione = Oggetto({
  id: Type.String(),
  nome: Type.String(),
  controparte: Type.String(),
  annuale: Type.Boolean(),
  /** Names of the sections that it helps to open today. */
  sezioni: Type.Array(Type.String()),
  /** Name of the section whose work it entrusts to another ambito. */
  affida: Nullabile(Type.String()),
  /** Comuni whose acts of this kind one reaches; null: those of all the ambito, and of its implementing body. */
  comuni: Nullabile(Type.Array(Belfiore)),
})

const Anno = Type.Integer({ minimum: 2017, maximum: 2100 })

export const adesioniApi = {
  tipi: endpoint({
    method: 'GET',
    path: '/tipi-adesione',
    azione: 'adesione.leggi',
    summary: 'I tipi di adesione che il ruolo tratta, e le sezioni che aprono',
    reply: Lista(TipoAdesione),
  }),
  elenco: endpoint({
    method: 'GET',
    path: '/adesioni',
    azione: 'adesione.leggi',
    summary: 'Le adesioni dell’ambito, le più recenti prima',
    query: Oggetto({
      tipo: Type.Optional(Testo(60)),
      stato: Type.Optional(Uno(statiAdesione)),
      comune: Type.Optional(Belfiore),
      ...Pagina,
    }),
    reply: Page(Adesione),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/adesioni/:id',
    azione: 'adesione.leggi',
    summary: 'Un’adesione',
    params: ById,
    reply: Adesione,
  }),
  crea: endpoint({
    method: 'POST',
    path: '/adesioni',
    azione: 'adesione.gestisci',
    summary: 'Prepara un’adesione in bozza',
    body: Oggetto({
      tipoId: Testo(60),
      comuneId: Opzionale(Belfiore),
      anno: Opzionale(Anno),
      /** Where the kind of act entrusts: to whom. */
      affidatarioId: Opzionale(Id),
      note: Opzionale(Testo(MAX_NOTE)),
    }),
    reply: Adesione,
  }),
  elimina: endpoint({
    method: 'DELETE',
    path: '/adesioni/:id',
    azione: 'adesione.gestisci',
    summary: 'Elimina un’adesione ancora in bozza',
    params: ById,
    reply: Fatto,
  }),
  firma: endpoint({
    method: 'POST',
    path: '/adesioni/:id/firma',
    azione: 'adesione.gestisci',
    summary: 'Riporta chi ha firmato l’atto e quando',
    params: ById,
    body: Oggetto({
      firmatario: Testo(200),
      qualifica: Uno(qualifiche),
      firmataIl: Data,
      note: Opzionale(Testo(MAX_NOTE_ALLA_FIRMA)),
      versione: Versione,
    }),
    reply: Adesione,
  }),
  documento: endpoint({
    method: 'POST',
    path: '/adesioni/:id/documento',
    azione: 'adesione.gestisci',
    summary: 'Allega il documento firmato (PDF, p7m, JPG, PNG o eml, fino a 10 MB)',
    params: ById,
    query: NomeFile,
    upload: { maxBytes: MAX_DOCUMENTO },
    reply: Adesione,
  }),
  scarica: endpoint({
    method: 'GET',
    path: '/adesioni/:id/documento',
    azione: 'adesione.leggi',
    summary: 'Scarica il documento firmato',
    params: ById,
    reply: Binario,
  }),
  registra: endpoint({
    method: 'POST',
    path: '/adesioni/:id/registrazione',
    azione: 'adesione.gestisci',
    summary: 'Registra l’adesione: da quel giorno apre le sue sezioni',
    params: ById,
    body: Oggetto({ dal: Data, al: Opzionale(Data), versione: Versione }),
    reply: Adesione,
  }),
  cessa: endpoint({
    method: 'POST',
    path: '/adesioni/:id/cessazione',
    azione: 'adesione.gestisci',
    summary: 'Registra la cessazione, con l’ultimo giorno di validità e il motivo',
    params: ById,
    body: Oggetto({ al: Data, motivo: Testo(500), versione: Versione }),
    reply: Adesione,
  }),
  annulla: endpoint({
    method: 'POST',
    path: '/adesioni/:id/annullamento',
    azione: 'adesione.gestisci',
    summary: 'Riporta in bozza un atto firmato per errore',
    params: ById,
    body: Oggetto({ motivo: Testo(500), versione: Versione }),
    reply: Adesione,
  }),
}

export const statiSchema = ['bozza', 'pubblicata', 'ritirata'] as const

export const SchemaBreve = Oggetto({
  id: Id,
  tipoId: Type.String(),
  tipo: Type.String(),
  versione: Versione,
  stato: Uno(statiSchema),
  dal: Nullabile(Data),
  titolo: Type.String(),
  fonte: Type.String(),
  /** The version to use today for that type. */
  corrente: Type.Boolean(),
})
export const SchemaAdesione = Oggetto({ ...SchemaBreve.properties, testo: Type.String() })

const testoSchema = { titolo: Testo(300), testo: Testo(50_000), fonte: Testo(300) }

export const schemiApi = {
  elenco: endpoint({
    method: 'GET',
    path: '/schemi-adesione',
    azione: 'adesione.leggi',
    summary: 'Gli schemi degli atti, con tutte le versioni',
    query: Oggetto({ tipo: Type.Optional(Testo(60)) }),
    reply: Lista(SchemaBreve),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/schemi-adesione/:id',
    azione: 'adesione.leggi',
    summary: 'Uno schema e il suo testo',
    params: ById,
    reply: SchemaAdesione,
  }),
  compilato: endpoint({
    method: 'GET',
    path: '/schemi-adesione/:id/compilato',
    azione: 'adesione.leggi',
    summary: 'Lo schema compilato per un ente, pronto da stampare e firmare',
    params: ById,
    query: Oggetto({
      /** Without it, for the implementing body of the ambito. */
      comune: Type.Optional(Belfiore),
      anno: Type.Optional(Anno),
      firmatario: Type.Optional(Testo(200)),
      /** The ambito to which the act entrusts a work. */
      affidatario: Type.Optional(Id),
    }),
    reply: Binario,
  }),
  crea: endpoint({
    method: 'POST',
    path: '/schemi-adesione',
    azione: 'schema-adesione.gestisci',
    summary: 'Prepara una nuova versione di uno schema',
    body: Oggetto({ tipoId: Testo(60), ...testoSchema }),
    reply: SchemaAdesione,
  }),
  modifica: endpoint({
    method: 'PUT',
    path: '/schemi-adesione/:id',
    azione: 'schema-adesione.gestisci',
    summary: 'Modifica una versione ancora in bozza',
    params: ById,
    body: Oggetto(testoSchema),
    reply: SchemaAdesione,
  }),
  pubblica: endpoint({
    method: 'POST',
    path: '/schemi-adesione/:id/pubblicazione',
    azione: 'schema-adesione.gestisci',
    summary: 'Pubblica una versione: da quel giorno è quella da usare',
    params: ById,
    body: Oggetto({ dal: Data }),
    reply: SchemaAdesione,
  }),
  ritira: endpoint({
    method: 'POST',
    path: '/schemi-adesione/:id/ritiro',
    azione: 'schema-adesione.gestisci',
    summary: 'Ritira una versione pubblicata per errore',
    params: ById,
    reply: SchemaAdesione,
  }),
}
