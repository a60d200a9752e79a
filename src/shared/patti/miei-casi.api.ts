// The case manager's work: his own casi and no other (R1.08), the page of each, its acts, what is due and by when.
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { segni } from '../misure/provenienza.ts'
import { FattiNucleo } from '../misure/risultato.ts'
import { luci } from '../misure/termini.rules.ts'
import { vie } from '../parametri/questionario.ts'
import { motiviChiusura, statiCaso } from './casi.rules.ts'
import { delIncontro, delMotivo, esitiIncontro } from './incontri.api.ts'
import { usiVerifica } from './verificati.rules.ts'

const Breve = Oggetto({
  id: Id,
  richiedente: Type.String(),
  codiceFiscale: Type.String(),
  personaId: Nullabile(Id),
  comuneId: Belfiore,
  comune: Type.String(),
  misura: Type.String(),
  stato: Uno(statiCaso),
  /** Where it goes on from, of one that is stopped; of one that is suspended, how far it is meanwhile. */
  statoPrima: Nullabile(Uno(statiCaso)),
  dal: Data,
  componenti: Type.Integer(),
  presentataIl: Data,
  assegnatoIl: Nullabile(Data),
  /** The first thing due, by name, where something is. */
  scadenza: Nullabile(Data),
  termine: Nullabile(Type.String()),
  /** The analysis under way, to go on with. */
  analisiId: Nullabile(Id),
})
export type MioCaso = Static<typeof Breve>
const Miei = Page(Breve)

const Scadenza = Oggetto({
  casoId: Id,
  richiedente: Type.String(),
  personaId: Nullabile(Id),
  comune: Type.String(),
  misura: Type.String(),
  termine: Type.String(),
  componente: Nullabile(Type.String()),
  da: Data,
  scade: Data,
  luce: Uno(['verde', 'giallo', 'scaduto', 'fermo'] as const),
})
export type Scadenza = Static<typeof Scadenza>
const Scadenziere = Page(Scadenza)

const Dichiarato = Nullabile(Type.Union([Type.String(), Type.Number(), Type.Boolean()]))
/** A thing as it was declared, as the record has it, as the comune verified it. */
const Dato = Oggetto({
  campo: Type.String(),
  nome: Type.String(),
  dichiarato: Dichiarato,
  verificato: Nullabile(Type.String()),
  verificatoIl: Nullabile(Data),
  fonte: Nullabile(Type.String()),
  /** Declared otherwise after it was verified: to be looked at again. */
  daRivedere: Type.Boolean(),
})
export type DatoDichiarato = Static<typeof Dato>

const Esonero = Oggetto({
  id: Id,
  specie: Uno(['esonero', 'esclusione'] as const),
  tipo: Type.String(),
  nome: Type.String(),
  dal: Data,
  al: Nullabile(Data),
  rivedereIl: Nullabile(Data),
  documento: Type.String(),
  nota: Nullabile(Type.String()),
  /** For whom he cares: the name of a member, otherwise a codice fiscale. */
  curata: Nullabile(Type.String()),
  riesaminatoIl: Nullabile(Data),
  cessatoIl: Nullabile(Data),
  attivo: Type.Boolean(),
})

const Componente = Oggetto({
  id: Id,
  codiceFiscale: Type.String(),
  nome: Type.String(),
  dataNascita: Nullabile(Data),
  parentela: Nullabile(Type.String()),
  richiedente: Type.Boolean(),
  personaId: Nullabile(Id),
  collegamento: Uno(['nessuno', 'codice-fiscale', 'confermato', 'escluso', 'proposto'] as const),
  simili: Type.Array(
    Oggetto({
      personaId: Id,
      nome: Type.String(),
      dataNascita: Nullabile(Data),
      codiceFiscale: Nullabile(Type.String()),
    }),
  ),
  uscitoIl: Nullabile(Data),
  dati: Type.Array(Dato),
  esoneri: Type.Array(Esonero),
  /** Before the obligations of the measure, today, and why; null of who is no longer in the household. */
  soggetto: Nullabile(Type.String()),
  /** Reasons of the measure that hold of him by what is declared, and are not registered. */
  esoneriProposti: Type.Array(Type.String()),
})
export type ComponenteCaso = Static<typeof Componente>

const TermineLetto = Oggetto({
  id: Type.String(),
  nome: Type.String(),
  componente: Nullabile(Type.String()),
  luce: Uno(luci),
  da: Nullabile(Data),
  scadenza: Nullabile(Data),
  adempiuto: Nullabile(Data),
  registrato: Nullabile(Data),
  sospensione: Nullabile(
    Oggetto({
      dalMese: Data,
      salvoEntro: Nullabile(Data),
      esito: Uno(['in-tempo', 'arretrati', 'riprende', 'ferma'] as const),
    }),
  ),
  fonte: Type.String(),
  segno: Uno(segni),
})
export type TermineLetto = Static<typeof TermineLetto>

const Evento = Oggetto({
  id: Type.String(),
  quando: Istante,
  giorno: Nullabile(Data),
  /** The act, the event or the measure, in words. */
  titolo: Type.String(),
  testo: Nullabile(Type.String()),
  autore: Nullabile(Type.String()),
  /** What can be annulled, where it was registered by mistake. */
  eventoId: Nullabile(Id),
  /** The measure it belongs to, or the comune that gave it: one story for all that the household has had. */
  misura: Type.String(),
  /** Where it was read, of what nobody registered here. */
  origine: Nullabile(Type.String()),
})
export type EventoStoria = Static<typeof Evento>

const IncontroLetto = Oggetto({
  id: Id,
  esito: Uno(esitiIncontro),
  giorno: Data,
  fino: Nullabile(Data),
  ora: Nullabile(Type.String()),
  luogo: Nullabile(Type.String()),
  presenti: Type.Array(Type.String()),
  altri: Nullabile(Type.String()),
  motivo: Nullabile(Type.String()),
  documento: Nullabile(Type.String()),
  autore: Nullabile(Type.String()),
})
export type IncontroLetto = Static<typeof IncontroLetto>

const Scheda = Oggetto({
  ...Breve.properties,
  indirizzo: Nullabile(Type.String()),
  cap: Nullabile(Type.String()),
  protocollo: Type.String(),
  /** What happened before it arrived, and from which its terms run. */
  giorni: Type.Array(Oggetto({ nome: Type.String(), giorno: Data })),
  ricevutaIl: Data,
  beneficio: Type.String(),
  beneficioDal: Nullabile(Data),
  mensile: Nullabile(Type.Integer()),
  sparitaIl: Nullabile(Data),
  versioneId: Id,
  versioneMisura: Type.String(),
  /** What the last concluded analysis says, with the codes of its questionnaire. */
  esitoAnalisi: Nullabile(
    Oggetto({ codice: Type.String(), sociale: Type.Boolean(), via: Uno(vie), apre: Nullabile(Type.String()) }),
  ),
  motivo: Nullabile(Type.String()),
  nonContato: Type.Boolean(),
  presaId: Nullabile(Id),
  versione: Versione,
  dati: Type.Array(Dato),
  nucleo: Type.Array(Componente),
  /** How long the benefit lasts, by the version of the measure. */
  durata: Oggetto({
    mesi: Type.Integer(),
    testo: Type.String(),
    fonte: Type.String(),
    segno: Uno(segni),
    /** From when it is paid, and who says so; null: the version does not say, or nothing has happened from which it is. */
    dal: Nullabile(Data),
    al: Nullabile(Data),
    decorre: Nullabile(Type.String()),
    rinnovi: Type.Integer(),
    /** What may come after it. */
    poi: Nullabile(
      Oggetto({
        mesi: Type.Integer(),
        sosta: Type.Integer(),
        nonPrima: Nullabile(Data),
        conDomanda: Type.Boolean(),
        testo: Type.String(),
      }),
    ),
    /** Its last day is over. */
    passata: Type.Boolean(),
  }),
  termini: Type.Array(TermineLetto),
  storia: Type.Array(Evento),
  incontri: Type.Array(IncontroLetto),
  /** Working days run here without the day of the patron, which nobody has said. */
  senzaPatrono: Type.Boolean(),
  /** Kinds of exemption that the measure knows. */
  tipiEsonero: Type.Array(
    Oggetto({
      id: Type.String(),
      nome: Type.String(),
      specie: Uno(['esonero', 'esclusione'] as const),
      documento: Nullabile(Type.String()),
      /** It asks for whom he cares. */
      perCurata: Nullabile(Type.Integer()),
    }),
  ),
  /** Handed over, or over: to be read and no more. */
  soloLettura: Type.Boolean(),
})
export type SchedaCaso = Static<typeof Scheda>

const Requisiti = Oggetto({
  richiedente: Type.String(),
  personaId: Nullabile(Id),
  misura: Type.String(),
  protocollo: Type.String(),
  comuneId: Belfiore,
  comune: Type.String(),
  versioneId: Id,
  /** What the version asks, as declared and as verified; what nobody has said is null. */
  fatti: FattiNucleo,
  /** Who the members of the facts are, in their order. */
  membri: Type.Array(Oggetto({ id: Id, nome: Type.String(), personaId: Nullabile(Id) })),
  /** What counts as it was verified, what no longer counts because it was verified otherwise, what is to be verified again. */
  verificati: Type.Array(
    Oggetto({
      campo: Type.String(),
      nome: Type.String(),
      /** Of which member; null: of the household. */
      componenteId: Nullabile(Id),
      verificato: Type.String(),
      uso: Uno(usiVerifica),
    }),
  ),
})
export type RequisitiCaso = Static<typeof Requisiti>

const persone = (s: { personaId: string | null; nucleo: { personaId: string | null }[] }) => [
  ...new Set([s.personaId, ...s.nucleo.map((c) => c.personaId)].flatMap((p) => p ?? [])),
]
const gestisci = { azione: 'caso.gestisci', method: 'POST', params: ById, fascicolo: true, reply: Fatto } as const
const quando = { giorno: Data, nota: Opzionale(Testo(2000)) }

export const mieiCasiApi = {
  cerca: endpoint({
    method: 'POST',
    path: '/miei-casi/elenco',
    azione: 'caso.miei',
    summary: 'I casi assegnati a me, con la prossima scadenza',
    body: Oggetto({
      stato: Type.Optional(Uno(statiCaso)),
      misura: Type.Optional(Testo(60)),
      anche: Type.Optional(Uno(['conclusi'] as const)),
      testo: Type.Optional(Type.String({ maxLength: 100 })),
      ...Pagina,
    }),
    reply: Miei,
    mostra: {
      persone: (r: Static<typeof Miei>) => r.voci.flatMap((c) => c.personaId ?? []),
      domanda: () => 'elenco dei propri casi',
    },
  }),
  scadenziere: endpoint({
    method: 'GET',
    path: '/miei-casi/scadenziere',
    azione: 'caso.miei',
    summary: 'Che cosa è da fare nei propri casi fino a un giorno, dal più urgente',
    query: Oggetto({ fino: Data, misura: Type.Optional(Testo(60)), ...Pagina }),
    reply: Scadenziere,
    mostra: {
      persone: (r: Static<typeof Scadenziere>) => r.voci.flatMap((c) => c.personaId ?? []),
      domanda: () => 'scadenziere',
    },
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/miei-casi/:id',
    azione: 'caso.leggi',
    summary: 'Un proprio caso: nucleo, dati dichiarati e verificati, termini, storia',
    params: ById,
    fascicolo: true,
    reply: Scheda,
    mostra: { persone, domanda: () => 'scheda di un proprio caso' },
  }),
  requisiti: endpoint({
    method: 'GET',
    path: '/miei-casi/:id/requisiti',
    azione: 'caso.leggi',
    summary: 'I fatti di un proprio caso con cui si valutano i requisiti della sua misura',
    params: ById,
    fascicolo: true,
    reply: Requisiti,
    mostra: {
      persone: (r: Static<typeof Requisiti>) => persone({ personaId: r.personaId, nucleo: r.membri }),
      domanda: () => 'requisiti di un proprio caso',
    },
  }),
  convoca: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/convocazione',
    summary: 'Registra che il nucleo è stato convocato al primo incontro',
    body: Oggetto(quando),
  }),
  presenta: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/presentazione',
    summary: 'Registra il primo incontro, con il giorno in cui è avvenuto',
    body: Oggetto({ ...quando, ...delIncontro }),
  }),
  nonSiPresenta: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/assenza',
    summary: 'Registra una mancata presentazione',
    body: Oggetto({ ...quando, componenteId: Opzionale(Id), convocazioneId: Opzionale(Id) }),
  }),
  giustifica: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/giustificazione',
    summary: 'Registra un giustificato motivo: finché dura i termini sono fermi',
    body: Oggetto({
      giorno: Data,
      fino: Opzionale(Data),
      nota: Opzionale(Testo(2000)),
      componenteId: Opzionale(Id),
      convocazioneId: Opzionale(Id),
      ...delMotivo,
    }),
  }),
  finisceMotivo: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/giustificazioni/:incontro/fine',
    summary: 'Un giustificato motivo lasciato aperto è finito: da lì i termini tornano a decorrere',
    params: Oggetto({ id: Id, incontro: Id }),
    body: Oggetto({ giorno: Data }),
  }),
  incontra: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/incontri',
    summary: 'Registra un incontro dopo il primo',
    body: Oggetto({ ...quando, componenteId: Opzionale(Id), ...delIncontro }),
  }),
  esonera: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/esoneri',
    summary: 'Esonera o esclude un componente: tipo, date, documento, giorno in cui rivederlo',
    body: Oggetto({
      componenteId: Id,
      specie: Uno(['esonero', 'esclusione'] as const),
      tipo: Testo(60),
      dal: Data,
      al: Opzionale(Data),
      rivedereIl: Opzionale(Data),
      documento: Testo(300),
      nota: Opzionale(Testo(2000)),
      /** For whom he cares, where the reason asks it: a member, or somebody else. */
      curataId: Opzionale(Id),
      curataCodiceFiscale: Opzionale(Testo(20)),
    }),
  }),
  cessaEsonero: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/esoneri/:esonero/cessazione',
    summary: 'L’esonero di un componente finisce',
    params: Oggetto({ id: Id, esonero: Id }),
    body: Oggetto({ giorno: Data, motivo: Testo(500) }),
  }),
  riesaminaEsonero: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/esoneri/:esonero/riesame',
    summary: 'L’esonero di un componente è stato riesaminato e continua',
    params: Oggetto({ id: Id, esonero: Id }),
    body: Oggetto({ giorno: Data, rivedereIl: Opzionale(Data) }),
  }),
  chiudi: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/chiusura',
    summary: 'Chiude il caso con un motivo',
    body: Oggetto({
      motivo: Uno(Object.keys(motiviChiusura) as (keyof typeof motiviChiusura)[]),
      nota: Opzionale(Testo(2000)),
    }),
  }),
  riapri: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/riapertura',
    summary: 'Riapre un caso chiuso, dov’era',
    body: Oggetto({ motivo: Testo(2000) }),
  }),
  verifica: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/verifiche',
    summary: 'Scrive, accanto a ciò che è dichiarato, ciò che il comune ha verificato',
    body: Oggetto({
      componenteId: Opzionale(Id),
      campo: Testo(220),
      verificato: Testo(300),
      fonte: Testo(300),
      giorno: Data,
    }),
  }),
  collega: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/componenti/:componente/collegamento',
    summary: 'Dice quale persona della cartella è un componente, o che non è nessuna di quelle proposte',
    params: Oggetto({ id: Id, componente: Id }),
    body: Oggetto({ personaId: Nullabile(Id) }),
  }),
  annullaEvento: endpoint({
    ...gestisci,
    path: '/miei-casi/:id/eventi/:evento/annullamento',
    summary: 'Annulla un fatto registrato per errore: resta scritto, e non conta più',
    params: Oggetto({ id: Id, evento: Id }),
    body: Oggetto({ motivo: Testo(500) }),
  }),
} as const
