// First phase of the accreditation. The public side: a form without a session, whose draft opens to the secret given
// once (header Trama-Chiave), and a receipt code that shows only the state. The ministry's side: the queue of the
// Super Utente, up to the account of the administrators.
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
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { limitiRichiesta, statiRichiesta, tipiDocumento } from './richieste-ambito.rules.ts'

const Stato = Uno(statiRichiesta)
const Email = Type.String({ format: 'email', maxLength: 254 })
/** Blanks and case as one types it; stored without. */
const CodiceFiscale = Type.String({ pattern: '^[A-Za-z0-9 ]{11,32}$' })
const Telefono = Type.String({ pattern: '^[+0-9][0-9 ./-]{4,29}$' })
const genere = Uno(['M', 'F'] as const)
const qualifica = Uno(['legale-rappresentante', 'delegato'] as const)

// ---- the form: everything may be missing until it is sent

const PersonaDelModulo = Oggetto({
  /** Chosen by the form, so that saving twice is saving once. */
  id: Id,
  codiceFiscale: Opzionale(CodiceFiscale),
  nome: Opzionale(Testo(100)),
  cognome: Opzionale(Testo(100)),
  dataNascita: Opzionale(Data),
  luogoNascitaId: Opzionale(Belfiore),
  genere: Opzionale(genere),
  email: Opzionale(Email),
  telefono: Opzionale(Telefono),
})
const PersonaNominata = Oggetto({ codiceFiscale: CodiceFiscale, nominativo: Testo(200) })

export const ModuloRichiesta = Oggetto({
  ambitoId: Opzionale(Id),
  /** In words, where the list does not have it. */
  ambitoNominato: Opzionale(Testo(200)),
  firmatarioNome: Opzionale(Testo(100)),
  firmatarioCognome: Opzionale(Testo(100)),
  firmatarioQualifica: Opzionale(qualifica),
  firmatarioEmail: Opzionale(Email),
  firmatarioTelefono: Opzionale(Telefono),
  nominaDichiarata: Type.Optional(Type.Boolean()),
  persone: Type.Array(PersonaDelModulo, { maxItems: limitiRichiesta.persone }),
  personeNota: Type.Array(PersonaNominata, { maxItems: 20 }),
})

// ---- what is read back

export const IntestazioniMessaggio = Oggetto({
  mittente: Nullabile(Type.String()),
  data: Nullabile(Istante),
  oggetto: Nullabile(Type.String()),
  messageId: Nullabile(Type.String()),
})
export const Messaggio = Oggetto({
  ...IntestazioniMessaggio.properties,
  /** It carries the headers of certified mail. The signature of the provider is not verified. */
  postaCertificata: Type.Boolean(),
  /** The message inside the envelope of certified mail. */
  originale: Nullabile(IntestazioniMessaggio),
  allegati: Type.Array(Type.String()),
})

export const DocumentoRichiesta = Oggetto({
  id: Id,
  tipo: Uno(tipiDocumento),
  personaId: Nullabile(Id),
  nome: Type.String(),
  formato: Type.String(),
  bytes: Type.Integer(),
  caricato: Istante,
  messaggio: Nullabile(Messaggio),
})

const luogo = Nullabile(Oggetto({ id: Belfiore, nome: Type.String() }))
const Persona = Oggetto({
  id: Id,
  codiceFiscale: Nullabile(Type.String()),
  nome: Nullabile(Type.String()),
  cognome: Nullabile(Type.String()),
  dataNascita: Nullabile(Data),
  luogoNascitaId: Nullabile(Belfiore),
  luogoNascita: luogo,
  genere: Nullabile(genere),
  email: Nullabile(Type.String()),
  telefono: Nullabile(Type.String()),
  /** Whether the codice fiscale can be of this person; null while it is incomplete. */
  codiceFiscaleEsito: Nullabile(
    Oggetto({ esito: Uno(['coerente', 'dubbio', 'impossibile'] as const), motivi: Type.Array(Type.String()) }),
  ),
  utenteId: Nullabile(Id),
})

const MancanzaDetta = Oggetto({ regola: Type.String(), campo: Type.String(), messaggio: Type.String() })

const contenuto = {
  id: Id,
  ricevuta: Type.String(),
  stato: Stato,
  motivo: Nullabile(Type.String()),
  ambitoId: Nullabile(Id),
  ambitoNominato: Nullabile(Type.String()),
  ambito: Nullabile(Oggetto({ id: Id, codice: Type.String(), nome: Type.String() })),
  firmatarioNome: Nullabile(Type.String()),
  firmatarioCognome: Nullabile(Type.String()),
  firmatarioQualifica: Nullabile(qualifica),
  firmatarioEmail: Nullabile(Type.String()),
  firmatarioTelefono: Nullabile(Type.String()),
  nominaDichiarata: Type.Boolean(),
  persone: Type.Array(Persona),
  personeNota: Type.Array(
    Oggetto({
      codiceFiscale: Type.String(),
      nominativo: Type.String(),
      indicataDa: Uno(['richiedente', 'istruttoria'] as const),
    }),
  ),
  documenti: Type.Array(DocumentoRichiesta),
  inviata: Nullabile(Istante),
  /** What is missing, for the next step, with the field it regards. */
  mancanze: Type.Array(MancanzaDetta),
}

export const RichiestaPropria = Oggetto({
  ...contenuto,
  /** The last day of a draft that is not touched again; null once sent. */
  scade: Nullabile(Data),
  /** Where the authorisation note must be sent. */
  pec: Nullabile(Type.String()),
})

export const RichiestaInIstruttoria = Oggetto({
  ...contenuto,
  istruttore: Nullabile(Type.String()),
  decisa: Nullabile(Istante),
  avvertenze: Type.Array(Type.String()),
  passaggi: Type.Array(
    Oggetto({ quando: Istante, stato: Stato, motivo: Nullabile(Type.String()), chi: Type.String() }),
  ),
})

export const RigaRichiesta = Oggetto({
  id: Id,
  ricevuta: Type.String(),
  stato: Stato,
  /** Name in the list of the ambiti, else as the applicant wrote it. */
  ambito: Type.String(),
  ambitoDaCollegare: Type.Boolean(),
  inviata: Istante,
  persone: Type.Integer(),
  istruttore: Nullabile(Type.String()),
})

// ---- the public side

const propria = '/pubblico/richieste-ambito/propria'

export const richiestaPubblicaApi = {
  crea: endpoint({
    method: 'POST',
    path: '/pubblico/richieste-ambito',
    azione: 'pubblico',
    limite: 20,
    summary: 'Comincia una richiesta di accreditamento: la chiave per ritrovarla è mostrata una volta sola',
    reply: Oggetto({ id: Id, chiave: Type.String(), ricevuta: Type.String(), scade: Data }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: propria,
    azione: 'pubblico',
    limite: 120,
    summary: 'La mia richiesta, con la sua chiave',
    reply: RichiestaPropria,
  }),
  salva: endpoint({
    method: 'PUT',
    path: propria,
    azione: 'pubblico',
    limite: 60,
    summary: 'Salva il modulo della mia richiesta',
    body: ModuloRichiesta,
    reply: RichiestaPropria,
  }),
  rinuncia: endpoint({
    method: 'DELETE',
    path: propria,
    azione: 'pubblico',
    limite: 20,
    summary: 'Cancella la mia bozza con i suoi documenti',
    reply: Fatto,
  }),
  carica: endpoint({
    method: 'POST',
    path: `${propria}/documenti`,
    azione: 'pubblico',
    limite: 40,
    summary: 'Allega un documento alla mia richiesta',
    query: Oggetto({ tipo: Uno(tipiDocumento), persona: Type.Optional(Id), nome: Testo(255) }),
    upload: { maxBytes: limitiRichiesta.bytesPerFile },
    reply: DocumentoRichiesta,
  }),
  togli: endpoint({
    method: 'DELETE',
    path: `${propria}/documenti/:documento`,
    azione: 'pubblico',
    limite: 40,
    summary: 'Toglie un documento dalla mia richiesta',
    params: Oggetto({ documento: Id }),
    reply: Fatto,
  }),
  invia: endpoint({
    method: 'POST',
    path: `${propria}/invio`,
    azione: 'pubblico',
    limite: 20,
    summary: 'Invia la mia richiesta al ministero, o la rimanda integrata',
    reply: RichiestaPropria,
  }),
  stato: endpoint({
    method: 'GET',
    path: '/pubblico/ricevute/:ricevuta',
    azione: 'pubblico',
    limite: 20,
    summary: 'Lo stato di una richiesta, con il codice di ricevuta',
    params: Oggetto({ ricevuta: Type.String({ pattern: '^[A-Za-z0-9 -]{12,30}$' }) }),
    reply: Oggetto({ stato: Stato }),
  }),
}

// ---- the ministry's side

const azione = 'richiesta-ambito.istruisci' as const
/** When the request that the page shows was sent: one sent again meanwhile is another, to be read first. */
const vista = { inviata: Type.Optional(Istante) }
const Motivo = Oggetto({ motivo: Testo(2000), ...vista })

export const richiesteAmbitoApi = {
  list: endpoint({
    method: 'GET',
    path: '/richieste-ambito',
    azione,
    summary: 'Le richieste di accreditamento ricevute, dalla più vecchia',
    query: Oggetto({
      stato: Type.Optional(Stato),
      ambito: Type.Optional(Id),
      /** Part of the name of the ambito, or beginning of the receipt code. */
      q: Type.Optional(Testo(100)),
      dal: Type.Optional(Data),
      al: Type.Optional(Data),
      /** Only those that I have taken in charge. */
      mie: Type.Optional(Type.Boolean()),
      ...Pagina,
    }),
    reply: Page(RigaRichiesta),
  }),
  get: endpoint({
    method: 'GET',
    path: '/richieste-ambito/:id',
    azione,
    summary: 'Una richiesta di accreditamento, con ciò che manca per approvarla',
    params: ById,
    reply: RichiestaInIstruttoria,
  }),
  bozze: endpoint({
    method: 'GET',
    path: '/richieste-ambito/bozze',
    azione,
    summary: 'Quanto occupano le bozze mai inviate e le richieste da decidere, e le bozze che nessuno continua',
    reply: Oggetto({
      bytes: Type.Integer(),
      /** What all drafts together may take, in MB. */
      massimo: Type.Integer(),
      /** Requests that wait for a decision, and how many, and how many MB, there may be before no more are received. */
      daDecidere: Oggetto({
        quante: Type.Integer(),
        massimo: Type.Integer(),
        bytes: Type.Integer(),
        megabyte: Type.Integer(),
      }),
      /** Days without a touch after which a draft is listed here. */
      giorni: Type.Integer(),
      voci: Type.Array(
        Oggetto({ id: Id, creata: Istante, aggiornata: Istante, documenti: Type.Integer(), bytes: Type.Integer() }),
      ),
    }),
  }),
  togliBozza: endpoint({
    method: 'DELETE',
    path: '/richieste-ambito/bozze/:id',
    azione,
    summary: 'Cancella una bozza che nessuno continua, con i suoi documenti',
    params: ById,
    reply: Fatto,
  }),
  documento: endpoint({
    method: 'GET',
    path: '/richieste-ambito/:id/documenti/:documento',
    azione,
    summary: 'Scarica un documento della richiesta',
    params: Oggetto({ id: Id, documento: Id }),
    reply: Binario,
  }),
  prendiInCarico: endpoint({
    method: 'POST',
    path: '/richieste-ambito/:id/presa-in-carico',
    azione,
    summary: 'Prende in carico l’istruttoria della richiesta',
    params: ById,
    reply: RichiestaInIstruttoria,
  }),
  collegaAmbito: endpoint({
    method: 'PUT',
    path: '/richieste-ambito/:id/ambito',
    azione,
    summary: 'Collega la richiesta a un ambito dell’elenco',
    params: ById,
    body: Oggetto({ ambitoId: Id }),
    reply: RichiestaInIstruttoria,
  }),
  personeNota: endpoint({
    method: 'PUT',
    path: '/richieste-ambito/:id/persone-nota',
    azione,
    summary: 'Riporta le persone nominate nella nota di autorizzazione',
    params: ById,
    body: Oggetto({ personeNota: Type.Array(PersonaNominata, { maxItems: 20 }) }),
    reply: RichiestaInIstruttoria,
  }),
  chiediIntegrazione: endpoint({
    method: 'POST',
    path: '/richieste-ambito/:id/integrazione',
    azione,
    summary: 'Chiede all’ambito di integrare la richiesta',
    params: ById,
    body: Motivo,
    reply: RichiestaInIstruttoria,
  }),
  respingi: endpoint({
    method: 'POST',
    path: '/richieste-ambito/:id/rifiuto',
    azione,
    summary: 'Respinge la richiesta, con il motivo',
    params: ById,
    body: Motivo,
    reply: RichiestaInIstruttoria,
  }),
  approva: endpoint({
    method: 'POST',
    path: '/richieste-ambito/:id/approvazione',
    azione,
    summary: 'Approva la richiesta e accredita gli amministratori dell’ambito',
    params: ById,
    body: Oggetto({
      ...vista,
      /** Why a codice fiscale that only looks odd is accepted. */
      dubbi: Type.Array(Oggetto({ personaId: Id, motivo: Testo(500) }), { maxItems: limitiRichiesta.persone }),
    }),
    reply: RichiestaInIstruttoria,
  }),
}
