// The pact of a caso: written by its case manager with the family, proposed, signed, revised, closed.
import { type Static, Type } from 'typebox'
import { statiAppuntamento } from '../cartella/agenda.rules.ts'
import {
  Binario,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Opzionale,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { type MotivoChiusura, motiviChiusura, statiCaso } from './casi.rules.ts'
import { scelteDelCaso } from './chiusura.rules.ts'
import { diChiFirma, modiFirma } from './firma.rules.ts'
import { statiPatto } from './patto.rules.ts'

export const ValoreDelPatto = Nullabile(
  Type.Union([
    Type.String({ maxLength: 4000 }),
    Type.Number(),
    Type.Boolean(),
    Type.Array(Type.String({ maxLength: 60 }), { maxItems: 40 }),
  ]),
)
/** One field of one entry, as answers of an analysis are: so that two who write at once are set against each other field by field. */
const Scritto = Oggetto({
  componenteId: Nullabile(Id),
  campo: Type.String(),
  valore: ValoreDelPatto,
  revisione: Type.Integer(),
  autore: Nullabile(Type.String()),
  scrittaIl: Istante,
})
export type ScrittoVoce = Static<typeof Scritto>

const Breve = Oggetto({
  id: Id,
  numero: Type.Integer(),
  stato: Uno(statiPatto),
  creatoIl: Istante,
  propostoIl: Nullabile(Data),
  firmatoIl: Nullabile(Data),
  chiusoIl: Nullabile(Data),
  chiusura: Nullabile(Type.String()),
})
export type PattoBreve = Static<typeof Breve>

const DelCaso = Oggetto({
  voci: Type.Array(Breve),
  /** Why a pact cannot be begun; null when it can. */
  impedito: Nullabile(Type.String()),
  /** Somebody of the household is in another active pact of the ambito: this one cannot be signed until that one is closed. */
  altroPatto: Type.Boolean(),
})

const PersonaDelPatto = Oggetto({
  componenteId: Id,
  nome: Type.String(),
  dataNascita: Nullabile(Data),
  volontario: Type.Boolean(),
  firma: Type.Boolean(),
})
const FirmaTrovata = Oggetto({
  firmatario: Type.String(),
  codiceFiscale: Nullabile(Type.String()),
  emittente: Type.String(),
  dal: Type.String(),
  al: Type.String(),
  dichiarataIl: Nullabile(Type.String()),
  integra: Nullabile(Type.Boolean()),
  certificatoNelleDate: Type.Boolean(),
})
const Firma = Oggetto({
  id: Id,
  componenteId: Nullabile(Id),
  chi: Type.String(),
  stato: Uno(['attesa', 'firmata', 'rifiutata'] as const),
  modo: Nullabile(Uno(modiFirma)),
  giorno: Nullabile(Data),
  fileId: Nullabile(Id),
  nomeFile: Nullabile(Type.String()),
  /** The scanner has found a virus in it: the file does not open, and a clean one takes its place. */
  infetto: Type.Boolean(),
  motivo: Nullabile(Type.String()),
  verifica: Nullabile(
    Oggetto({
      forma: Uno(['PAdES', 'CAdES'] as const),
      contenuto: Uno(['uguale', 'diverso'] as const),
      firme: Type.Array(FirmaTrovata),
      persona: Uno(diChiFirma),
      nonVerificato: Type.Array(Type.String()),
    }),
  ),
})
export type FirmaDelPatto = Static<typeof Firma>

const Passaggio = Oggetto({
  quando: Istante,
  atto: Type.String(),
  testo: Nullabile(Type.String()),
  autore: Nullabile(Type.String()),
})

const Patto = Oggetto({
  ...Breve.properties,
  casoId: Id,
  richiedente: Type.String(),
  personaId: Nullabile(Id),
  misura: Type.String(),
  comune: Type.String(),
  statoCaso: Uno(statiCaso),
  origineId: Id,
  lingua: Nullabile(Type.String()),
  versione: Versione,
  persone: Type.Array(PersonaDelPatto),
  risposte: Type.Array(Scritto),
  /** The fields of the version before this one, where it is a revision. */
  prima: Nullabile(Type.Array(Scritto)),
  firme: Type.Array(Firma),
  /** The document as it was proposed. */
  fileId: Nullabile(Id),
  versioni: Type.Array(Breve),
  passaggi: Type.Array(Passaggio),
  /** Index under which a text is hard for most of those who sign. */
  leggibilitaMinima: Type.Integer(),
  /** Days between meetings that the ambito proposes. */
  incontriOgni: Type.Integer(),
  lingue: Type.Array(Oggetto({ id: Type.String(), nome: Type.String() })),
  /** Fixed words of the copy in plain words, and the meetings that it says: its readability is computed while one writes. */
  testiCopia: Type.Record(Type.String(), Type.String()),
  incontri: Type.Array(Oggetto({ giorno: Data, ora: Nullabile(Type.String()) })),
  /** The copy is printed by a template of the ambito, which may say more: the readability of what is printed is that of its PDF. */
  copiaPropria: Type.Boolean(),
  /** Of the household, as in DelCaso. */
  altroPatto: Type.Boolean(),
})
export type PattoLetto = Static<typeof Patto>

const scrivi = { azione: 'patto.scrivi', method: 'POST', params: ById, fascicolo: true } as const
const firma = { azione: 'patto.firma', method: 'POST', params: ById, fascicolo: true } as const
const leggi = { azione: 'patto.leggi', method: 'GET', params: ById, fascicolo: true } as const
const MB = 1_048_576

export const pattoApi = {
  delCaso: endpoint({
    ...leggi,
    path: '/miei-casi/:id/patti',
    summary: 'Le versioni del patto di un proprio caso',
    reply: DelCaso,
  }),
  apri: endpoint({
    ...scrivi,
    path: '/miei-casi/:id/patti',
    summary: 'Comincia il patto di un caso, dopo l’analisi',
    reply: ById,
  }),
  leggi: endpoint({
    ...leggi,
    path: '/patti/:id',
    summary: 'Un patto: voci, persone, firme, versioni',
    reply: Patto,
    mostra: {
      persone: (r: Static<typeof Patto>) => (r.personaId ? [r.personaId] : []),
      domanda: () => 'patto di un proprio caso',
    },
  }),
  salva: endpoint({
    ...scrivi,
    path: '/patti/:id/voci',
    summary:
      'Salva ciò che si sta scrivendo: ciò che un altro ha cambiato nel frattempo torna indietro, e non si perde',
    body: Oggetto({
      vista: Versione,
      risposte: Type.Array(
        Oggetto({
          componenteId: Nullabile(Id),
          campo: Testo(40),
          valore: ValoreDelPatto,
          revisione: Type.Integer({ minimum: 0 }),
        }),
        { maxItems: 500 },
      ),
    }),
    reply: Oggetto({ versione: Versione, conflitti: Type.Array(Scritto), cambiate: Type.Array(Scritto) }),
  }),
  persona: endpoint({
    ...scrivi,
    path: '/patti/:id/persone/:componente',
    summary: 'Dice se un componente partecipa per scelta, e se firma',
    params: Oggetto({ id: Id, componente: Id }),
    body: Oggetto({ volontario: Type.Boolean(), firma: Type.Boolean() }),
    reply: Fatto,
  }),
  lingua: endpoint({
    ...scrivi,
    path: '/patti/:id/lingua',
    summary: 'Sceglie la lingua in cui ripetere i testi fissi',
    body: Oggetto({ lingua: Nullabile(Testo(10)) }),
    reply: Fatto,
  }),
  pdf: endpoint({
    ...leggi,
    path: '/patti/:id/pdf',
    summary: 'Il patto in PDF, com’è adesso o come è stato proposto',
    reply: Binario,
  }),
  copia: endpoint({
    ...leggi,
    path: '/patti/:id/copia',
    summary: 'La copia del patto in parole semplici, per la famiglia, in PDF',
    // without the other language: for what is counted of an Italian text
    query: Oggetto({ soloItaliano: Type.Optional(Type.Boolean()) }),
    reply: Binario,
  }),
  file: endpoint({
    ...leggi,
    path: '/patti/:id/file/:file',
    summary: 'Un file del patto: il documento proposto, una scansione, un file firmato',
    params: Oggetto({ id: Id, file: Id }),
    reply: Binario,
  }),
  proponi: endpoint({
    ...scrivi,
    path: '/patti/:id/proposta',
    summary: 'Propone il patto alla firma: da qui non si cambia, e il PDF resta come è',
    body: Oggetto({ versione: Versione }),
    reply: Fatto,
  }),
  ritira: endpoint({
    ...scrivi,
    path: '/patti/:id/ritiro',
    summary: 'Riporta in preparazione un patto proposto: le firme già raccolte non contano più',
    body: Oggetto({ motivo: Testo(2000) }),
    reply: Fatto,
  }),
  annulla: endpoint({
    ...scrivi,
    path: '/patti/:id/annullamento',
    summary: 'Lascia una revisione: vale il patto già firmato',
    body: Oggetto({ motivo: Testo(2000) }),
    reply: Fatto,
  }),
  rivedi: endpoint({
    ...scrivi,
    path: '/patti/:id/revisione',
    summary: 'Comincia una revisione: una nuova versione, con il suo motivo',
    body: Oggetto({ motivo: Testo(2000), versione: Versione }),
    reply: ById,
  }),
  chiudi: endpoint({
    ...scrivi,
    path: '/patti/:id/chiusura',
    summary: 'Chiude il patto con un motivo e una valutazione finale',
    body: Oggetto({
      motivo: Testo(40),
      valutazione: Testo(4000),
      giorno: Data,
      /** What becomes of the caso: asked wherever it may be closed, because nothing closes it by itself. */
      caso: Opzionale(Uno(scelteDelCaso)),
      motivoCaso: Opzionale(Uno(Object.keys(motiviChiusura) as MotivoChiusura[])),
      versione: Versione,
    }),
    reply: Fatto,
  }),
  disegna: endpoint({
    ...firma,
    path: '/patti/:id/firme/:firma/disegno',
    summary: 'Registra una firma disegnata sullo schermo',
    params: Oggetto({ id: Id, firma: Id }),
    body: Oggetto({
      versione: Versione,
      giorno: Data,
      immagine: Type.String({ maxLength: 400_000, pattern: '^data:image/png;base64,[A-Za-z0-9+/]+=*$' }),
    }),
    reply: Fatto,
  }),
  carica: endpoint({
    ...firma,
    path: '/patti/:id/firme/:firma/file',
    summary: 'Registra una firma con il suo file: la scansione del foglio, o il documento firmato digitalmente',
    params: Oggetto({ id: Id, firma: Id }),
    query: Oggetto({
      versione: Versione,
      giorno: Data,
      modo: Uno(['carta', 'digitale'] as const),
      /** The paper was signed before the pact was proposed here: its day may be of then. */
      prima: Type.Optional(Type.Boolean()),
    }),
    upload: { maxBytes: 15 * MB },
    reply: Fatto,
  }),
  rifiuta: endpoint({
    ...firma,
    path: '/patti/:id/firme/:firma/rifiuto',
    summary: 'Registra che una persona non firma, e perché',
    params: Oggetto({ id: Id, firma: Id }),
    body: Oggetto({ versione: Versione, giorno: Data, motivo: Testo(2000) }),
    reply: Fatto,
  }),
} as const

const Incontro = Oggetto({
  id: Id,
  previstoIl: Data,
  ora: Nullabile(Type.String()),
  durata: Nullabile(Type.Integer()),
  voci: Type.Array(Id),
  /** Who is awaited; nobody in particular: who is in the pact. */
  persone: Type.Array(Id),
  ufficio: Nullabile(Type.String()),
  luogo: Nullabile(Type.String()),
  /** How its hour in the agenda stands, where it has one. */
  appuntamento: Nullabile(Uno(statiAppuntamento)),
  /** The convocation that calls to it. */
  convocazioneId: Nullabile(Id),
  stato: Uno(['previsto', 'tenuto', 'non-tenuto', 'annullato'] as const),
  tenutoIl: Nullabile(Data),
  decisione: Nullabile(Type.String()),
  presenti: Type.Array(Id),
  assenti: Type.Array(Id),
  /** Of those who were missing, who is justified: a code of «giustificato-motivo», and what proves it where it was asked. */
  giustificati: Type.Array(Oggetto({ componenteId: Id, motivo: Type.String(), documento: Nullabile(Type.String()) })),
  nota: Nullabile(Type.String()),
  /** Whoever was there has said that it was held: what was said in it is still to be written. */
  daRaccontare: Type.Boolean(),
  valutazioni: Type.Array(Oggetto({ voce: Id, valore: Type.String(), nota: Nullabile(Type.String()) })),
})
export type IncontroPatto = Static<typeof Incontro>
const Sostegno = Oggetto({
  id: Id,
  voce: Id,
  sostegno: Type.String(),
  offertaId: Nullabile(Id),
  stato: Uno(['previsto', 'in-attesa', 'attivo', 'concluso', 'interrotto', 'non-attivato'] as const),
  dal: Data,
  richiestoIl: Nullabile(Data),
  attivoDal: Nullabile(Data),
  finitoIl: Nullabile(Data),
  /** Days between its first and its last in which it was not given. */
  interruzioni: Type.Array(Oggetto({ dal: Data, al: Data })),
  /** Given so far: the sum of what is below. */
  ore: Type.Integer(),
  costo: Type.Integer(),
  fondo: Nullabile(Type.String()),
  erogazioni: Type.Array(
    Oggetto({
      id: Id,
      dal: Data,
      al: Data,
      ore: Nullabile(Type.Integer()),
      costo: Nullabile(Type.Integer()),
      fondo: Nullabile(Type.String()),
      /** Given by the comune that handed the household over. */
      altrove: Type.Boolean(),
      registrataIl: Data,
      /** Written after the support had ended: in the report of its days all the same. */
      tardiva: Type.Boolean(),
    }),
  ),
  /** Of the support of the catalogue, in the whole ambito. */
  posti: Nullabile(Type.Integer()),
  attivi: Type.Integer(),
  inAttesa: Type.Integer(),
  /** How many wait for it before this one; null where this one does not. */
  davanti: Nullabile(Type.Integer()),
})
export type SostegnoPatto = Static<typeof Sostegno>
const monitora = { azione: 'patto.monitora', method: 'POST', fascicolo: true, reply: Fatto } as const
const Ora = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

export const monitoraggioApi = {
  leggi: endpoint({
    ...leggi,
    path: '/patti/:id/monitoraggio',
    summary: 'Il monitoraggio di un patto: incontri, andamento, sostegni',
    reply: Oggetto({ incontri: Type.Array(Incontro), sostegni: Type.Array(Sostegno) }),
  }),
  pianifica: endpoint({
    ...monitora,
    path: '/patti/:id/incontri',
    summary: 'Mette in programma uno o più incontri di monitoraggio',
    params: ById,
    body: Oggetto({
      giorni: Type.Array(Data, { minItems: 1, maxItems: 24 }),
      ora: Opzionale(Ora),
      durata: Opzionale(Type.Integer({ minimum: 5, maximum: 600 })),
      voci: Type.Array(Id, { maxItems: 200 }),
      /** Members of the pact who are awaited. */
      persone: Type.Optional(Type.Array(Id, { maxItems: 40, uniqueItems: true })),
      /** Takes the hour in the agenda of the case manager, in this office. */
      ufficioId: Opzionale(Id),
      luogo: Opzionale(Testo(200)),
    }),
  }),
  sposta: endpoint({
    ...monitora,
    path: '/patti/:id/incontri/:incontro/spostamento',
    summary: 'Sposta un incontro ad altro giorno',
    params: Oggetto({ id: Id, incontro: Id }),
    body: Oggetto({ giorno: Data, ora: Opzionale(Ora), durata: Opzionale(Type.Integer({ minimum: 5, maximum: 600 })) }),
  }),
  annulla: endpoint({
    ...monitora,
    path: '/patti/:id/incontri/:incontro/annullamento',
    summary: 'Toglie dal programma un incontro',
    params: Oggetto({ id: Id, incontro: Id }),
    body: Oggetto({ motivo: Testo(500) }),
  }),
  registra: endpoint({
    ...monitora,
    path: '/patti/:id/incontri/:incontro/esito',
    summary: 'Registra come è andato un incontro: presenze, risultati, impegni, decisione',
    params: Oggetto({ id: Id, incontro: Id }),
    body: Oggetto({
      tenuto: Type.Boolean(),
      giorno: Data,
      presenti: Type.Array(Id, { maxItems: 40 }),
      assenti: Type.Array(Id, { maxItems: 40 }),
      /** Of those who were missing, who is justified: his reason, and what proves it. */
      giustificati: Type.Optional(
        Type.Array(Oggetto({ componenteId: Id, motivo: Testo(60), documento: Opzionale(Testo(300)) }), {
          maxItems: 40,
        }),
      ),
      decisione: Opzionale(Testo(60)),
      nota: Opzionale(Testo(4000)),
      valutazioni: Type.Array(Oggetto({ voce: Id, valore: Testo(60), nota: Opzionale(Testo(1000)) }), {
        maxItems: 200,
      }),
    }),
  }),
  sostegno: endpoint({
    ...monitora,
    path: '/patti/:id/sostegni/:sostegno/stato',
    summary: 'Dice a che punto è un sostegno',
    params: Oggetto({ id: Id, sostegno: Id }),
    body: Oggetto({
      atto: Uno(['metti-in-attesa', 'attiva', 'interrompi', 'concludi', 'non-attivare'] as const),
      giorno: Data,
      motivo: Opzionale(Testo(2000)),
      /** It begins although the places are taken, or others asked before. */
      oltreIPosti: Type.Optional(Type.Boolean()),
      versione: Type.Optional(Versione),
    }),
  }),
  eroga: endpoint({
    ...monitora,
    path: '/patti/:id/sostegni/:sostegno/erogazioni',
    summary:
      'Registra le ore e il costo veri di un sostegno in alcuni giorni di un anno, anche dopo la chiusura del patto',
    params: Oggetto({ id: Id, sostegno: Id }),
    body: Oggetto({
      dal: Data,
      al: Data,
      ore: Opzionale(Type.Integer({ minimum: 0, maximum: 100_000 })),
      /** Cents. */
      costo: Opzionale(Type.Integer({ minimum: 0, maximum: 100_000_000 })),
    }),
  }),
  togliErogazione: endpoint({
    ...monitora,
    path: '/patti/:id/sostegni/:sostegno/erogazioni/:erogazione/annullamento',
    summary: 'Toglie ore e costo registrati per errore',
    params: Oggetto({ id: Id, sostegno: Id, erogazione: Id }),
    body: Oggetto({ motivo: Testo(500) }),
  }),
} as const

const Offerta = Oggetto({
  id: Id,
  nome: Type.String(),
  sostegno: Type.String(),
  ente: Type.String(),
  recapiti: Nullabile(Type.String()),
  posti: Nullabile(Type.Integer()),
  dal: Data,
  al: Nullabile(Data),
  costoOrario: Nullabile(Type.Integer()),
  fondo: Nullabile(Type.String()),
  versione: Versione,
  attivi: Type.Integer(),
  inAttesa: Type.Integer(),
  previsti: Type.Integer(),
})
export type OffertaSostegno = Static<typeof Offerta>
const campiOfferta = {
  nome: Testo(200),
  sostegno: Testo(60),
  ente: Testo(200),
  recapiti: Opzionale(Testo(300)),
  posti: Opzionale(Type.Integer({ minimum: 0, maximum: 10_000 })),
  dal: Data,
  al: Opzionale(Data),
  costoOrario: Opzionale(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
  fondo: Opzionale(Testo(60)),
}
const Periodo = { dal: Data, al: Data }
const NumeriMisura = Oggetto({
  misura: Type.String(),
  casi: Type.Integer(),
  /** Casi of groups so small that a count would speak of somebody: in nothing of what follows. */
  taciuti: Type.Integer(),
  presiInCarico: Type.Integer(),
  inPreparazione: Type.Integer(),
  daFirmare: Type.Integer(),
  attivi: Type.Integer(),
  firmati: Type.Integer(),
  chiusi: Type.Integer(),
})
const NumeriSostegno = Oggetto({
  sostegno: Type.String(),
  leps: Nullabile(Type.String()),
  previsti: Type.Integer(),
  inAttesa: Type.Integer(),
  attivi: Type.Integer(),
  conclusi: Type.Integer(),
  nonAttivati: Type.Integer(),
  nelPeriodo: Type.Integer(),
  nuclei: Type.Integer(),
  ore: Type.Integer(),
  costo: Type.Integer(),
  /** Of the catalogue: null where one of them has no limit, or there is none. */
  posti: Nullabile(Type.Integer()),
  postiAttivi: Type.Integer(),
})
const Numeri = Oggetto({
  misure: Type.Array(NumeriMisura),
  sostegni: Type.Array(NumeriSostegno),
  /** Casi that are not counted among the supports. */
  taciuti: Type.Integer(),
  /** The fewest casi of a group that is counted: 1 where all are. */
  minimo: Type.Integer(),
})
export type NumeriPatti = Static<typeof Numeri>

export const sostegniApi = {
  list: endpoint({
    method: 'GET',
    path: '/sostegni',
    azione: 'sostegno.leggi',
    summary: 'Il catalogo dei sostegni dell’ambito, con i posti e chi attende, per numeri',
    query: Oggetto({ anche: Type.Optional(Uno(['finiti'] as const)) }),
    reply: Oggetto({
      voci: Type.Array(Offerta),
      /** Whoever reads sees the households: those of small groups are not among who has a support or waits for it. */
      parziale: Type.Boolean(),
    }),
  }),
  crea: endpoint({
    method: 'POST',
    path: '/sostegni',
    azione: 'sostegno.gestisci',
    summary: 'Aggiunge un sostegno al catalogo dell’ambito',
    body: Oggetto(campiOfferta),
    reply: ById,
  }),
  modifica: endpoint({
    method: 'PUT',
    path: '/sostegni/:id',
    azione: 'sostegno.gestisci',
    summary: 'Cambia un sostegno del catalogo',
    params: ById,
    body: Oggetto({ ...campiOfferta, versione: Versione }),
    reply: Fatto,
  }),
  numeri: endpoint({
    method: 'GET',
    path: '/patti-numeri',
    azione: 'patto.conta',
    summary: 'Patti e sostegni per numeri: quanti, di quale livello essenziale, quanti attendono',
    query: Oggetto(Periodo),
    reply: Numeri,
  }),
  rendiconto: endpoint({
    method: 'GET',
    path: '/patti-rendiconto',
    azione: 'patto.conta',
    summary: 'I numeri per il rendiconto del Fondo povertà, in un foglio o in CSV',
    query: Oggetto({ ...Periodo, formato: Uno(['xlsx', 'csv'] as const) }),
    reply: Binario,
  }),
} as const
