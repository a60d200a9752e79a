// What leaves towards INPS and the others, and what comes back: the outbox, the files, the receipts. A list says what and how far,
// never of whom: that is read when one opens a message.
import { type Static, Type } from 'typebox'
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
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { destinatari } from '../misure/definizione.ts'
import { statiComunicazione } from './comunicazioni.rules.ts'

const Voce = Oggetto({
  id: Id,
  riferimento: Type.String(),
  tipo: Type.String(),
  destinatario: Uno(destinatari),
  comuneId: Belfiore,
  comune: Type.String(),
  giorno: Data,
  entro: Nullabile(Data),
  inRitardo: Type.Boolean(),
  stato: Uno(statiComunicazione),
  accodataIl: Istante,
  inviataIl: Nullabile(Istante),
  rispostaIl: Nullabile(Istante),
  file: Nullabile(Type.String()),
  rimandata: Type.Boolean(),
  revocata: Type.Boolean(),
})
export type Comunicazione = Static<typeof Voce>

const File = Oggetto({
  id: Id,
  verso: Uno(['uscita', 'ingresso'] as const),
  nome: Type.String(),
  comune: Type.String(),
  destinatario: Nullabile(Uno(destinatari)),
  tracciato: Type.String(),
  righe: Type.Integer(),
  bytes: Type.Integer(),
  stato: Uno(['da-consegnare', 'preparato', 'consegnato', 'letto'] as const),
  creatoIl: Istante,
  consegnatoIl: Nullabile(Istante),
  applicate: Type.Integer(),
  giaNote: Type.Integer(),
  problemi: Type.Array(Type.String()),
})
export type FileScambio = Static<typeof File>

export const Riconciliazione = Oggetto({
  applicate: Type.Integer(),
  giaNote: Type.Integer(),
  problemi: Type.Array(Type.String()),
  stessoFileIl: Nullabile(Istante),
})
export type Riconciliazione = Static<typeof Riconciliazione>

const Aperta = Oggetto({
  ...Voce.properties,
  /** What it says, by the columns of its layout. */
  colonne: Type.Array(Type.String()),
  righe: Type.Array(Type.Array(Type.String())),
  impronta: Type.String(),
  personaId: Nullabile(Id),
  nota: Type.String(),
  fonte: Type.String(),
  segno: Type.String(),
  risposte: Type.Array(
    Oggetto({
      esito: Type.String(),
      giorno: Data,
      motivo: Type.String(),
      file: Nullabile(Type.String()),
      ricevutaIl: Istante,
    }),
  ),
})

export const comunicazioniApi = {
  list: endpoint({
    method: 'GET',
    path: '/comunicazioni',
    azione: 'comunicazione.leggi',
    summary: 'Che cosa deve partire, che cosa è partito, che cosa è stato risposto',
    query: Oggetto({
      stato: Type.Optional(Uno(statiComunicazione)),
      tipo: Type.Optional(Testo(60)),
      destinatario: Type.Optional(Uno(destinatari)),
      ritardo: Type.Optional(Uno(['si'] as const)),
      ...Pagina,
    }),
    reply: Page(Voce),
  }),
  numeri: endpoint({
    method: 'GET',
    path: '/comunicazioni/numeri',
    azione: 'comunicazione.leggi',
    summary: 'Quante comunicazioni in ogni stato, per tipo',
    reply: Oggetto({
      voci: Type.Array(
        Oggetto({
          tipo: Type.String(),
          destinatario: Uno(destinatari),
          stato: Uno(statiComunicazione),
          quante: Type.Integer(),
          inRitardo: Type.Integer(),
        }),
      ),
      /** Files leave and come back by themselves; otherwise by hand. */
      automatico: Type.Boolean(),
    }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/comunicazioni/:id',
    azione: 'comunicazione.leggi',
    summary: 'Una comunicazione: che cosa dice, con quale tracciato, le risposte',
    params: ById,
    fascicolo: true,
    reply: Aperta,
    mostra: {
      persone: (r: { personaId: string | null }) => (r.personaId ? [r.personaId] : []),
      domanda: () => 'una comunicazione',
    },
  }),
  esporta: endpoint({
    method: 'POST',
    path: '/comunicazioni/esportazione',
    azione: 'comunicazione.leggi',
    summary: 'Il registro delle comunicazioni in Excel, senza nomi',
    body: Oggetto({ stato: Type.Optional(Uno(statiComunicazione)) }),
    reply: Binario,
  }),
  annulla: endpoint({
    method: 'POST',
    path: '/comunicazioni/:id/annullamento',
    azione: 'comunicazione.invia',
    summary: 'Annulla una comunicazione che non è ancora partita',
    params: ById,
    body: Oggetto({}),
    reply: Fatto,
  }),
  rimanda: endpoint({
    method: 'POST',
    path: '/comunicazioni/:id/rinvio',
    azione: 'comunicazione.invia',
    summary: 'Rimanda una comunicazione scartata, con ciò che risulta oggi',
    params: ById,
    fascicolo: true,
    body: Oggetto({}),
    reply: Oggetto({ id: Id }),
  }),
  prepara: endpoint({
    method: 'POST',
    path: '/comunicazioni/file',
    azione: 'comunicazione.invia',
    summary: 'Raccoglie in file ciò che deve partire',
    fascicolo: true,
    body: Oggetto({}),
    reply: Oggetto({ file: Type.Integer(), comunicazioni: Type.Integer() }),
  }),
  file: endpoint({
    method: 'GET',
    path: '/comunicazioni/file',
    azione: 'comunicazione.leggi',
    summary: 'I file partiti e quelli tornati, con il resoconto della riconciliazione',
    query: Oggetto({ ...Pagina }),
    reply: Page(File),
  }),
  scarica: endpoint({
    method: 'GET',
    path: '/comunicazioni/file/:id/contenuto',
    azione: 'comunicazione.invia',
    summary: 'Il file com’è partito o com’è arrivato',
    params: ById,
    fascicolo: true,
    reply: Binario,
  }),
  consegna: endpoint({
    method: 'POST',
    path: '/comunicazioni/file/:id/consegna',
    azione: 'comunicazione.invia',
    summary: 'Dice che il file è stato caricato a mano dal destinatario',
    params: ById,
    body: Oggetto({}),
    reply: Fatto,
  }),
  ricevi: endpoint({
    method: 'POST',
    path: '/comunicazioni/ricevute',
    azione: 'comunicazione.invia',
    summary: 'Riporta un file di ricevute ed esiti: lo stesso file due volte non cambia nulla',
    fascicolo: true,
    query: Oggetto({ nome: Testo(200) }),
    upload: { maxBytes: 20 * 1024 * 1024 },
    reply: Riconciliazione,
  }),
  rete: endpoint({
    method: 'GET',
    path: '/comunicazioni/tracciati',
    azione: 'comunicazione.leggi',
    summary: 'I tracciati in uso, con la fonte e quanto è sicura',
    reply: Lista(
      Oggetto({
        codice: Type.String(),
        nome: Type.String(),
        nota: Type.String(),
        fonte: Type.String(),
        segno: Type.String(),
      }),
    ),
  }),
} as const
