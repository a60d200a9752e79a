// The formal requests by which the competent office of a comune, or of the ambito, indicates to the administrator whom
// to accredit (note on GePI, second phase; A2.22). Every enabling refers to one.
import { Type } from 'typebox'
import { statiAssegnazione } from '../accesso/utenti.rules.ts'
import {
  Belfiore,
  Binario,
  ById,
  Data,
  endpoint,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Versione,
} from '../kernel/endpoint.ts'
import { ImportazioneVoce } from './importazioni.api.ts'

export const RichiestaFormaleVoce = Oggetto({
  id: Id,
  /** Null: the request is of the ambito. */
  comuneId: Nullabile(Type.String()),
  /** «Comune di Latina», «Ambito di …». */
  ente: Type.String(),
  ufficio: Type.String(),
  protocollo: Type.String(),
  data: Data,
  documento: Type.Boolean(),
  /** Distinct users with a role under this request. */
  utenti: Type.Integer(),
  registrataIl: Istante,
})

const Dati = {
  /** Absent: the office is of the ambito. */
  comune: Opzionale(Belfiore),
  ufficio: Testo(200),
  protocollo: Testo(60),
  data: Data,
  note: Opzionale(Testo(1000)),
}

export const RichiestaFormaleScheda = Oggetto({
  ...RichiestaFormaleVoce.properties,
  note: Nullabile(Type.String()),
  registrataDa: Nullabile(Type.String()),
  nomeDocumento: Nullabile(Type.String()),
  versione: Versione,
  /** The first two hundred, by name; `assegnazioni` says how many there are. */
  ruoli: Type.Array(
    Oggetto({
      utenteId: Id,
      cognome: Type.String(),
      nome: Type.String(),
      ruolo: Type.String(),
      territorio: Type.String(),
      stato: Type.Unsafe<(typeof statiAssegnazione)[number]>({ type: 'string', enum: [...statiAssegnazione] }),
    }),
  ),
  assegnazioni: Type.Integer(),
  importazioni: Type.Array(ImportazioneVoce),
})

export const MAX_DOCUMENTO = 10 * 1024 * 1024

export const richiesteFormaliApi = {
  list: endpoint({
    method: 'GET',
    path: '/richieste-formali',
    azione: 'richiesta-formale.leggi',
    summary: 'Richieste formali ricevute dagli enti, dalla più recente',
    query: Oggetto({
      comune: Type.Optional(Belfiore),
      /** Beginning of the protocol number. */
      protocollo: Type.Optional(Type.String({ maxLength: 60 })),
      ...Pagina,
    }),
    reply: Page(RichiestaFormaleVoce),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/richieste-formali/:id',
    azione: 'richiesta-formale.leggi',
    summary: 'Una richiesta formale, con gli utenti abilitati e le importazioni',
    params: ById,
    reply: RichiestaFormaleScheda,
  }),
  create: endpoint({
    method: 'POST',
    path: '/richieste-formali',
    azione: 'richiesta-formale.gestisci',
    summary: 'Registra una richiesta formale ricevuta',
    body: Oggetto(Dati),
    reply: Oggetto({ id: Id, versione: Versione }),
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/richieste-formali/:id',
    azione: 'richiesta-formale.gestisci',
    summary: 'Corregge una richiesta formale',
    params: ById,
    body: Oggetto({ ...Dati, versione: Versione }),
    reply: Oggetto({ versione: Versione }),
  }),
  caricaDocumento: endpoint({
    method: 'POST',
    path: '/richieste-formali/:id/documento',
    azione: 'richiesta-formale.gestisci',
    summary: 'Allega il documento della richiesta (PDF, p7m, eml, immagine)',
    params: ById,
    query: Oggetto({ nome: Testo(255) }),
    upload: { maxBytes: MAX_DOCUMENTO },
    reply: Oggetto({ allegatoId: Id }),
  }),
  scaricaDocumento: endpoint({
    method: 'GET',
    path: '/richieste-formali/:id/documento',
    azione: 'richiesta-formale.leggi',
    summary: 'Il documento della richiesta',
    params: ById,
    reply: Binario,
  }),
}
