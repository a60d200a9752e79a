// Files of prestazioni: upload, columns recognised and told, a look at what comes of them, reading with its progress.
import { type Static, Type } from 'typebox'
import {
  Binario,
  ById,
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
import { Lettura } from './lettura.ts'
import { tipiFlusso } from './prestazione.ts'
import { statiCarico } from './stati.rules.ts'

export const MAX_FILE = 1024 * 1024 * 1024

const VoceProfilo = Oggetto({
  campo: Testo(80),
  colonna: Type.Optional(Testo(300)),
  valore: Type.Optional(Type.String({ maxLength: 500 })),
  tabella: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 200 }))),
})
export const Profilo = Oggetto({
  tipo: Uno(tipiFlusso),
  voci: Type.Array(VoceProfilo, { maxItems: 100 }),
  ordineDate: Type.Optional(Uno(['gma', 'mga'] as const)),
  ore: Type.Optional(Uno(['minuti', 'decimali'] as const)),
})
export type ProfiloWeb = Static<typeof Profilo>

const Carico = Oggetto({
  id: Id,
  enteId: Id,
  ente: Type.String(),
  nomeFile: Type.String(),
  bytes: Type.Integer(),
  stato: Uno(statiCarico),
  formato: Nullabile(Uno(['tabella', 'xml'] as const)),
  /** What its rows are; of a table that is still to be told, the one that Trama begins from. */
  tipo: Uno(tipiFlusso),
  righeLette: Type.Integer(),
  prestazioni: Type.Integer(),
  errore: Nullabile(Type.String()),
  creatoIl: Istante,
  concluso: Nullabile(Istante),
  /** The same bytes were already read for this ente. */
  stessoFileIl: Nullabile(Istante),
})
export type Carico = Static<typeof Carico>

const Conti = Oggetto({
  pronte: Type.Integer(),
  daCompletare: Type.Integer(),
  rifiutate: Type.Integer(),
  /** Left with another program. */
  giaInviate: Type.Integer(),
})

const TestataFile = Oggetto({
  nome: Nullabile(Type.String()),
  codice: Nullabile(Type.String()),
  denominazione: Nullabile(Type.String()),
})
export type TestataFile = Static<typeof TestataFile>

/** Why a file may be of somebody else: it is said to whoever reads it, who confirms. */
export function enteDiverso(t: TestataFile | null, ente: { codice: string; ente: string }): string | null {
  if (!t?.codice || t.codice.trim().toUpperCase() === ente.codice.trim().toUpperCase()) return null
  const suo = t.denominazione ? `${t.denominazione} (${t.codice})` : `codice ${t.codice}`
  return `Il file dice di essere di ${suo}, e l’ente scelto è ${ente.ente} (${ente.codice}): leggilo soltanto se ciò che contiene è di quest’ente.`
}

export const Difetto = Oggetto({
  regola: Type.String(),
  gravita: Uno(['errore', 'avviso'] as const),
  derogabile: Type.Boolean(),
  campo: Type.String(),
  frase: Type.String(),
})
export const Cambio = Oggetto({
  campo: Type.String(),
  prima: Nullabile(Type.String()),
  dopo: Nullabile(Type.String()),
  regola: Type.String(),
})

const Proposta = Oggetto({
  /** What the rows look like, where nobody has said it. */
  tipo: Uno(tipiFlusso),
  colonne: Type.Array(
    Oggetto({ nome: Type.String(), campo: Nullabile(Type.String()), esempi: Type.Array(Type.String()) }),
  ),
  lettura: Lettura,
  /** Of a workbook, its sheets, with why one cannot be read; of a text, none. */
  fogli: Type.Array(Oggetto({ nome: Type.String(), rifiuto: Nullabile(Type.String()) })),
  /** Columns that formulas calculate, as far as the first rows tell. */
  calcolate: Type.Array(Type.String()),
  /** The first rows of the sheet, titles with them: to say which has the names of the columns. */
  prime: Type.Array(Oggetto({ riga: Type.Integer(), testo: Type.String() })),
  /** Cells of the longest of them. */
  larghezza: Type.Integer(),
  profili: Type.Array(
    Oggetto({
      id: Id,
      nome: Type.String(),
      profilo: Profilo,
      /** How it reads this file: as it was kept, but for the sheet and the header that this file has elsewhere. */
      lettura: Lettura,
      /** Made on the same columns. */
      stesseColonne: Type.Boolean(),
      /** Why it does not fit this file; empty when it does. */
      difetti: Type.Array(Type.String()),
    }),
  ),
})

const Vista = Oggetto({
  difettiProfilo: Type.Array(Type.String()),
  righe: Type.Array(
    Oggetto({
      riga: Type.Integer(),
      stato: Uno(['rifiutata', 'da-completare', 'pronta'] as const),
      valori: Type.Array(Oggetto({ campo: Type.String(), valore: Type.String() })),
      modifiche: Type.Array(Cambio),
      difetti: Type.Array(Difetto),
    }),
  ),
})

export const carichiApi = {
  list: endpoint({
    method: 'GET',
    path: '/flussi/carichi',
    azione: 'flusso.leggi',
    summary: 'I file di prestazioni caricati',
    query: Oggetto({ ente: Type.Optional(Id), ...Pagina }),
    reply: Page(Carico),
  }),
  carica: endpoint({
    method: 'POST',
    path: '/flussi/carichi',
    azione: 'flusso.carica',
    summary: 'Carica un file di prestazioni: Excel, LibreOffice, CSV, testo a colonne fisse o XML di INPS',
    query: Oggetto({ ente: Id }),
    upload: { maxBytes: MAX_FILE },
    fascicolo: true,
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/carichi/:id',
    azione: 'flusso.leggi',
    summary: 'Un file di prestazioni, a che punto è e com’è andato',
    params: ById,
    reply: Oggetto({
      ...Carico.properties,
      sha256: Type.String(),
      creatoDa: Nullabile(Type.String()),
      codice: Type.String(),
      testata: Nullabile(TestataFile),
      giaInviato: Type.Boolean(),
      normalizza: Type.Boolean(),
      avviso: Nullabile(Type.String()),
      /** Rows excluded so far, of one that is being withdrawn. */
      ritirate: Type.Integer(),
      /** Null while it is being read, or withdrawn. */
      conti: Nullabile(Conti),
    }),
  }),
  leggiXml: endpoint({
    method: 'POST',
    path: '/flussi/carichi/:id/lettura',
    azione: 'flusso.carica',
    summary: 'Legge un file di INPS, dicendo se è già stato inviato',
    params: ById,
    body: Oggetto({
      /** With another program: kept to be recognised and cancelled, never sent again. */
      invio: Uno(['da-inviare', 'gia-inviato'] as const),
      normalizza: Type.Boolean(),
      /** The head of the file names another ente, and it is known. */
      altroEnte: Type.Boolean(),
    }),
    reply: Oggetto({ stato: Uno(statiCarico) }),
  }),
  originale: endpoint({
    method: 'GET',
    path: '/flussi/carichi/:id/originale',
    azione: 'flusso.carica',
    summary: 'Il file com’è stato caricato',
    params: ById,
    fascicolo: true,
    reply: Binario,
  }),
  proposta: endpoint({
    method: 'POST',
    path: '/flussi/carichi/:id/proposta',
    azione: 'flusso.carica',
    summary: 'Le colonne del file riconosciute, con qualche esempio, e i profili che gli si adattano',
    params: ById,
    body: Oggetto({
      lettura: Type.Optional(Lettura),
      tipo: Type.Optional(Uno(tipiFlusso)),
      /** What is to be looked for again: the header of the sheet, or where the columns of a text begin. */
      cerca: Type.Optional(Uno(['intestazione', 'colonne-fisse'] as const)),
    }),
    fascicolo: true,
    reply: Proposta,
  }),
  anteprima: endpoint({
    method: 'POST',
    path: '/flussi/carichi/:id/anteprima',
    azione: 'flusso.carica',
    summary: 'Le prime righe del file come diventerebbero, senza scrivere nulla',
    params: ById,
    body: Oggetto({ lettura: Lettura, profilo: Profilo }),
    fascicolo: true,
    reply: Vista,
  }),
  mappa: endpoint({
    method: 'POST',
    path: '/flussi/carichi/:id/mappa',
    azione: 'flusso.carica',
    summary: 'Dice che cosa sono le colonne del file e ne avvia la lettura',
    params: ById,
    body: Oggetto({
      lettura: Lettura,
      profilo: Profilo,
      /** The profile that was chosen, or the name under which this one is kept. */
      profiloId: Type.Optional(Id),
      salvaCome: Type.Optional(Type.String({ maxLength: 100 })),
    }),
    fascicolo: true,
    reply: Oggetto({ stato: Uno(statiCarico) }),
  }),
  ritira: endpoint({
    method: 'POST',
    path: '/flussi/carichi/:id/ritiro',
    azione: 'flusso.carica',
    summary: 'Ritira un file: le sue prestazioni non ancora partite si escludono',
    params: ById,
    // what its cards say of others of the same minors is looked at
    fascicolo: true,
    reply: Fatto,
  }),
  profili: endpoint({
    method: 'GET',
    path: '/flussi/profili',
    azione: 'flusso.leggi',
    summary: 'I profili con cui si leggono i file di un ente',
    query: Oggetto({ ente: Id }),
    reply: Lista(Oggetto({ id: Id, nome: Type.String(), usatoIl: Nullabile(Istante), campi: Type.Integer() })),
  }),
}
