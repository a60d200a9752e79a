// The documents of a person's folder: list by sub-folder, upload, versions, reading, protocol, moves, annulment
// (cartella §2.2). A title may say much of a person: it never travels in an address, so an upload takes it from the
// name of the file, and `aggiorna` changes it.
import { type Static, Type } from 'typebox'
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
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { esitiVerifica, nomiVersoProtocollo, statiDocumento } from './documenti.rules.ts'

/** What no parameter can exceed. */
export const MAX_DOCUMENTO = 200 * 1_048_576

const Codice = Testo(60)
/** As on the computer it comes from; the client adds it by itself. */
export const NomeFile = Type.Optional(Type.String({ minLength: 1, maxLength: 255 }))
const Protocollo = Oggetto({
  ufficio: Nullabile(Testo(100)),
  anno: Type.Integer({ minimum: 1900, maximum: 2200 }),
  numero: Testo(20),
  verso: Uno(nomiVersoProtocollo),
  data: Nullabile(Data),
})

const VersioneLetta = Oggetto({
  numero: Versione,
  nome: Type.String(),
  tipo: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  nota: Nullabile(Type.String()),
  daModello: Nullabile(Type.String()),
  verifica: Uno(esitiVerifica),
  verificaNota: Nullabile(Type.String()),
  caricataIl: Istante,
  caricataDa: Nullabile(Type.String()),
})
export type VersioneLetta = Static<typeof VersioneLetta>

const Breve = {
  id: Id,
  /** Which of the merged persons it was written for. */
  personaId: Id,
  sottocartella: Type.String(),
  cartella: Type.String(),
  titolo: Type.String(),
  protocollo: Nullabile(Protocollo),
  classe: Nullabile(Type.String()),
  riservato: Type.Boolean(),
  stato: Uno(statiDocumento),
  creatoIl: Istante,
  creatoDa: Nullabile(Type.String()),
}
export const DocumentoBreve = Oggetto({ ...Breve, ultima: VersioneLetta })
export type DocumentoBreve = Static<typeof DocumentoBreve>

export const DocumentoScheda = Oggetto({
  ...Breve,
  presaId: Nullabile(Id),
  /** The entry of the diary that it is attached to. */
  voceId: Nullabile(Id),
  riservatoA: Nullabile(Type.Array(Oggetto({ id: Id, nome: Type.String() }))),
  annullatoIl: Nullabile(Istante),
  motivoAnnullamento: Nullabile(Type.String()),
  versione: Versione,
  versioni: Type.Array(VersioneLetta),
  passaggi: Type.Array(
    Oggetto({
      atto: Type.String(),
      da: Nullabile(Type.String()),
      a: Nullabile(Type.String()),
      motivo: Nullabile(Type.String()),
      quando: Istante,
      chi: Nullabile(Type.String()),
    }),
  ),
})
export type DocumentoScheda = Static<typeof DocumentoScheda>

export const Caricato = Oggetto({
  id: Id,
  numero: Versione,
  /** Documents of the same person with the very same bytes: perhaps it was already there. */
  uguali: Type.Array(Oggetto({ id: Id, titolo: Type.String(), numero: Versione })),
})

const dellaPersona = { params: ById, fascicolo: true, soggetto: { tipo: 'persona', campo: 'id' } } as const
const unDocumento = { params: ById, fascicolo: true, soggetto: { tipo: 'documento', campo: 'id' } } as const
const unaVersione = { ...unDocumento, params: Oggetto({ id: Id, numero: Versione }) } as const

export const documentiApi = {
  list: endpoint({
    method: 'GET',
    path: '/persone/:id/documenti',
    azione: 'documento.leggi',
    summary: 'I documenti della persona, dal più recente',
    ...dellaPersona,
    query: Oggetto({
      sottocartella: Type.Optional(Codice),
      annullati: Type.Optional(Type.Boolean()),
      ...Pagina,
    }),
    reply: Page(DocumentoBreve),
  }),
  cartelle: endpoint({
    method: 'GET',
    path: '/persone/:id/documenti/cartelle',
    azione: 'documento.leggi',
    summary: 'Le sottocartelle con quanti documenti vi si vedono, e che cosa serve per aggiungerne',
    ...dellaPersona,
    reply: Oggetto({
      voci: Type.Array(Oggetto({ codice: Type.String(), etichetta: Type.String(), quanti: Type.Integer() })),
      annullati: Type.Integer(),
      limiteBytes: Type.Integer(),
      /** Classes of protected data that the reader may give to a document here. */
      classi: Type.Array(Oggetto({ id: Type.String(), nome: Type.String() })),
      prese: Type.Array(Oggetto({ id: Id, numero: Type.Integer(), apertaIl: Data, stato: Type.String() })),
      /** Who works on the person's prese in carico: to whom a document may be restricted. */
      colleghi: Type.Array(Oggetto({ id: Id, nome: Type.String() })),
    }),
  }),
  carica: endpoint({
    method: 'POST',
    path: '/persone/:id/documenti',
    azione: 'documento.carica',
    summary: 'Aggiunge un documento alla cartella della persona',
    ...dellaPersona,
    query: Oggetto({
      nome: NomeFile,
      sottocartella: Codice,
      presaId: Type.Optional(Id),
      classe: Type.Optional(Codice),
      /** From the first instant only for who uploads it. */
      riservato: Type.Optional(Type.Boolean()),
    }),
    upload: { maxBytes: MAX_DOCUMENTO },
    reply: Caricato,
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/documenti/:id',
    azione: 'documento.leggi',
    summary: 'Un documento, con le versioni e la sua storia',
    ...unDocumento,
    reply: DocumentoScheda,
  }),
  nuovaVersione: endpoint({
    method: 'POST',
    path: '/documenti/:id/versioni',
    azione: 'documento.carica',
    summary: 'Aggiunge una versione: quelle di prima restano',
    ...unDocumento,
    query: Oggetto({ nome: NomeFile }),
    upload: { maxBytes: MAX_DOCUMENTO },
    reply: Caricato,
  }),
  annota: endpoint({
    method: 'POST',
    path: '/documenti/:id/versioni/:numero/nota',
    azione: 'documento.carica',
    summary: 'Scrive, una volta sola, che cosa cambia in questa versione',
    ...unaVersione,
    body: Oggetto({ nota: Testo(300) }),
    reply: Fatto,
  }),
  scarica: endpoint({
    method: 'GET',
    path: '/documenti/:id/versioni/:numero/contenuto',
    azione: 'documento.leggi',
    summary: 'Scarica una versione',
    ...unaVersione,
    reply: Binario,
  }),
  anteprima: endpoint({
    method: 'GET',
    path: '/documenti/:id/versioni/:numero/anteprima',
    azione: 'documento.leggi',
    summary: 'Mostra nella pagina una versione che è un PDF o un’immagine',
    ...unaVersione,
    reply: Binario,
  }),
  aggiorna: endpoint({
    method: 'PUT',
    path: '/documenti/:id',
    azione: 'documento.carica',
    summary: 'Cambia il titolo, il protocollo e la presa in carico di un documento',
    ...unDocumento,
    body: Oggetto({
      titolo: Testo(200),
      protocollo: Opzionale(Protocollo),
      presaId: Opzionale(Id),
      versione: Versione,
    }),
    reply: Fatto,
  }),
  sposta: endpoint({
    method: 'POST',
    path: '/documenti/:id/spostamento',
    azione: 'documento.gestisci',
    summary: 'Sposta un documento in un’altra sottocartella; resta scritto da dove viene',
    ...unDocumento,
    body: Oggetto({ sottocartella: Codice, motivo: Opzionale(Testo(300)) }),
    reply: Fatto,
  }),
  spostaPersona: endpoint({
    method: 'POST',
    path: '/documenti/:id/persona',
    azione: 'documento.sposta',
    summary: 'Sposta un documento aggiunto alla persona sbagliata nel fascicolo di quella giusta',
    ...unDocumento,
    body: Oggetto({ a: Id, motivo: Testo(300) }),
    /** In whose folder it is now. */
    reply: Oggetto({ personaId: Id }),
  }),
  riserva: endpoint({
    method: 'POST',
    path: '/documenti/:id/riservatezza',
    azione: 'documento.gestisci',
    summary: 'Dice chi vede un documento: tutti coloro che aprono la cartella, o soltanto alcuni',
    ...unDocumento,
    body: Oggetto({ riservatoA: Nullabile(Type.Array(Id, { maxItems: 50 })), classe: Nullabile(Codice) }),
    reply: Fatto,
  }),
  annulla: endpoint({
    method: 'POST',
    path: '/documenti/:id/annullamento',
    azione: 'documento.gestisci',
    summary: 'Annulla un documento aggiunto per errore: resta, con il motivo',
    ...unDocumento,
    body: Oggetto({ motivo: Testo(300) }),
    reply: Fatto,
  }),
}
