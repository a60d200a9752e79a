// Bulk accreditation (note on GePI, third phase): template, upload, dry run shown row by row, confirmation, refused rows
// to correct and upload again.
import { Type } from 'typebox'
import {
  Belfiore,
  Binario,
  ById,
  endpoint,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { esitiRiga, statiImportazione } from './importazioni.rules.ts'

export const ImportazioneVoce = Oggetto({
  id: Id,
  richiestaFormaleId: Id,
  stato: Uno(statiImportazione),
  nomeFile: Type.String(),
  creata: Istante,
  conclusaIl: Nullabile(Istante),
  righeLette: Type.Integer(),
  /** Rows checked, or imported after the confirmation. */
  righeElaborate: Type.Integer(),
  accettate: Type.Integer(),
  giaPresenti: Type.Integer(),
  modificate: Type.Integer(),
  rifiutate: Type.Integer(),
  /** Why it stopped, in words. */
  errore: Nullabile(Type.String()),
})

export const ImportazioneScheda = Oggetto({
  ...ImportazioneVoce.properties,
  protocollo: Type.String(),
  creataDa: Nullabile(Type.String()),
  confermataDa: Nullabile(Type.String()),
  /** The same file was already imported: its rows will be found already present. */
  stessoFileIl: Nullabile(Istante),
})

export const RigaImportata = Oggetto({
  /** As the spreadsheet numbers it. */
  riga: Type.Integer(),
  /** The cells as they were written, in the order of the template. */
  celle: Type.Array(Type.String()),
  esito: Nullabile(Uno(esitiRiga)),
  /** Why it was refused, or what else it does. */
  motivi: Type.Array(Type.String()),
})

export const MAX_CARTELLA = 10 * 1024 * 1024

const importazione = { azione: 'importazione.esegui' } as const

export const importazioniApi = {
  modello: endpoint({
    ...importazione,
    method: 'GET',
    path: '/importazioni/modello',
    summary: 'Il modello da compilare, con i comuni e i ruoli dell’ambito',
    query: Oggetto({
      /** Also the users already there, one row per role. */
      esistenti: Type.Optional(Type.Boolean()),
      /** For one comune alone, to be sent to it. */
      comune: Type.Optional(Belfiore),
    }),
    reply: Binario,
  }),
  list: endpoint({
    ...importazione,
    method: 'GET',
    path: '/importazioni',
    summary: 'Le importazioni, dalla più recente',
    query: Oggetto(Pagina),
    reply: Page(ImportazioneVoce),
  }),
  carica: endpoint({
    ...importazione,
    method: 'POST',
    path: '/importazioni',
    summary: 'Carica un foglio compilato e ne avvia la verifica',
    query: Oggetto({ nome: Testo(255), richiestaFormaleId: Id }),
    upload: { maxBytes: MAX_CARTELLA },
    reply: Oggetto({ id: Id, stessoFileIl: Nullabile(Istante) }),
  }),
  leggi: endpoint({
    ...importazione,
    method: 'GET',
    path: '/importazioni/:id',
    summary: 'A che punto è un’importazione, e con quale esito',
    params: ById,
    reply: ImportazioneScheda,
  }),
  righe: endpoint({
    ...importazione,
    method: 'GET',
    path: '/importazioni/:id/righe',
    summary: 'L’esito riga per riga',
    params: ById,
    query: Oggetto({ esito: Type.Optional(Uno(esitiRiga)), ...Pagina }),
    reply: Page(RigaImportata),
  }),
  rifiutate: endpoint({
    ...importazione,
    method: 'GET',
    path: '/importazioni/:id/rifiutate',
    summary: 'Le righe rifiutate, da correggere e ricaricare',
    params: ById,
    reply: Binario,
  }),
  conferma: endpoint({
    ...importazione,
    method: 'POST',
    path: '/importazioni/:id/conferma',
    summary: 'Importa le righe accettate',
    params: ById,
    reply: Oggetto({ stato: Uno(statiImportazione) }),
  }),
  annulla: endpoint({
    ...importazione,
    method: 'POST',
    path: '/importazioni/:id/annullamento',
    summary: 'Rinuncia a un’importazione non ancora confermata',
    params: ById,
    reply: Oggetto({ stato: Uno(statiImportazione) }),
  }),
}
