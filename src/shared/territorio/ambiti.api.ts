// Ambiti territoriali (L. 328/2000 art. 8): their comuni over time, their addresses, their offices.
import { Type } from 'typebox'
import {
  Belfiore,
  ById,
  Data,
  endpoint,
  Id,
  Lista,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Versione,
} from '../kernel/endpoint.ts'

const Email = Type.String({ format: 'email', maxLength: 200 })
const Telefono = Type.String({ pattern: '^[+0-9 ./-]{5,30}$' })

export const AmbitoBreve = Oggetto({
  id: Id,
  codice: Type.String(),
  nome: Type.String(),
  regione: Type.String(),
  capofila: Nullabile(Type.String()),
  comuni: Type.Integer(),
  dimostrativo: Type.Boolean(),
  al: Nullabile(Data),
})

export const ComuneDiAmbito = Oggetto({
  id: Belfiore,
  nome: Type.String(),
  provincia: Nullabile(Type.String()),
  dal: Data,
  al: Nullabile(Data),
  capofila: Type.Boolean(),
})

export const Ufficio = Oggetto({
  id: Id,
  /** Null: an office of the whole ambito. */
  comuneId: Nullabile(Belfiore),
  comune: Nullabile(Type.String()),
  nome: Type.String(),
  indirizzo: Nullabile(Type.String()),
  telefono: Nullabile(Type.String()),
  email: Nullabile(Type.String()),
  dal: Data,
  al: Nullabile(Data),
  versione: Versione,
})

export const Ambito = Oggetto({
  id: Id,
  codice: Type.String(),
  nome: Type.String(),
  regioneId: Type.String(),
  regione: Type.String(),
  capofila: Nullabile(Oggetto({ id: Belfiore, nome: Type.String() })),
  /** The body that runs the associated form, where it is not the capofila (consorzio, azienda speciale). */
  soggettoAttuatore: Nullabile(Type.String()),
  pec: Nullabile(Type.String()),
  email: Nullabile(Type.String()),
  telefono: Nullabile(Type.String()),
  dimostrativo: Type.Boolean(),
  dal: Data,
  al: Nullabile(Data),
  versione: Versione,
  /** Today's, by name. */
  comuni: Type.Array(ComuneDiAmbito),
  /** Those that left, or will come, the latest first. */
  altriComuni: Type.Array(ComuneDiAmbito),
  /** Those in use today: of the ambito first, then by comune. */
  uffici: Type.Array(Ufficio),
})

const campiAmbito = {
  nome: Testo(200),
  regioneId: Type.String({ pattern: '^[0-9]{2}$' }),
  capofilaId: Opzionale(Belfiore),
  soggettoAttuatore: Opzionale(Testo(200)),
  pec: Opzionale(Email),
  email: Opzionale(Email),
  telefono: Opzionale(Telefono),
}

export const ambitiApi = {
  pubblici: endpoint({
    method: 'GET',
    path: '/ambiti-pubblici',
    azione: 'pubblico',
    summary: 'Cerca un ambito per nome o per comune, per chi ne chiede l’accreditamento',
    query: Oggetto({ q: Type.Optional(Type.String({ maxLength: 60 })) }),
    reply: Lista(Oggetto({ id: Id, codice: Type.String(), nome: Type.String(), regione: Type.String() })),
    limite: 240,
  }),
  affidatari: endpoint({
    method: 'GET',
    path: '/ambiti-affidatari',
    azione: 'adesione.gestisci',
    summary: 'Gli ambiti a cui un comune può affidare il suo lavoro',
    reply: Lista(Oggetto({ id: Id, codice: Type.String(), nome: Type.String() })),
  }),
  regioni: endpoint({
    method: 'GET',
    path: '/regioni',
    azione: 'territorio.leggi',
    summary: 'Le regioni e le loro province',
    reply: Lista(
      Oggetto({
        id: Type.String(),
        nome: Type.String(),
        province: Type.Array(Oggetto({ id: Type.String(), sigla: Type.String(), nome: Type.String() })),
      }),
    ),
  }),
  elenco: endpoint({
    method: 'GET',
    path: '/ambiti',
    azione: 'territorio.leggi',
    summary: 'Gli ambiti: tutti per il Super Utente, per gli altri il proprio',
    query: Oggetto({
      q: Type.Optional(Type.String({ maxLength: 60 })),
      regione: Type.Optional(Type.String({ pattern: '^[0-9]{2}$' })),
      ...Pagina,
    }),
    reply: Page(AmbitoBreve),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/ambiti/:id',
    azione: 'territorio.leggi',
    summary: 'Scheda di un ambito: comuni oggi e nel tempo, recapiti, uffici',
    params: ById,
    reply: Ambito,
  }),
  crea: endpoint({
    method: 'POST',
    path: '/ambiti',
    azione: 'ambito.gestisci',
    summary: 'Crea un ambito',
    body: Oggetto({
      codice: Type.String({ pattern: '^[A-Za-z0-9._-]{1,20}$' }),
      ...campiAmbito,
      dal: Type.Optional(Data),
      dimostrativo: Type.Optional(Type.Boolean()),
    }),
    reply: Ambito,
  }),
  modifica: endpoint({
    method: 'PUT',
    path: '/ambiti/:id',
    azione: 'ambito.gestisci',
    summary: 'Modifica un ambito',
    params: ById,
    body: Oggetto({ ...campiAmbito, al: Opzionale(Data), versione: Versione }),
    reply: Ambito,
  }),
  recapiti: endpoint({
    method: 'PUT',
    path: '/ambiti/:id/recapiti',
    azione: 'ambito.recapiti',
    summary: 'Aggiorna PEC, e-mail e telefono dell’ambito',
    params: ById,
    body: Oggetto({
      pec: Nullabile(Email),
      email: Nullabile(Email),
      telefono: Nullabile(Telefono),
      versione: Versione,
    }),
    reply: Ambito,
  }),
  aggiungiComune: endpoint({
    method: 'POST',
    path: '/ambiti/:id/comuni',
    azione: 'ambito.gestisci',
    summary: 'Aggiunge un comune all’ambito, da un giorno',
    params: ById,
    body: Oggetto({ comuneId: Belfiore, dal: Data, al: Opzionale(Data) }),
    reply: Ambito,
  }),
  togliComune: endpoint({
    method: 'POST',
    path: '/ambiti/:id/comuni/:comuneId/uscita',
    azione: 'ambito.gestisci',
    summary: 'Registra l’uscita di un comune dall’ambito: l’ultimo giorno in cui ne fa parte',
    params: Oggetto({ id: Id, comuneId: Belfiore }),
    body: Oggetto({ al: Data }),
    reply: Ambito,
  }),
}

const campiUfficio = {
  nome: Testo(200),
  indirizzo: Opzionale(Testo(200)),
  telefono: Opzionale(Telefono),
  email: Opzionale(Email),
}

export const ufficiApi = {
  elenco: endpoint({
    method: 'GET',
    path: '/uffici',
    azione: 'territorio.leggi',
    summary: 'Gli uffici dell’ambito e dei suoi comuni',
    query: Oggetto({ comune: Type.Optional(Belfiore), chiusi: Type.Optional(Type.Boolean()), ...Pagina }),
    reply: Page(Ufficio),
  }),
  crea: endpoint({
    method: 'POST',
    path: '/uffici',
    azione: 'ufficio.gestisci',
    summary: 'Aggiunge un ufficio dell’ambito o di un suo comune',
    body: Oggetto({ comuneId: Opzionale(Belfiore), ...campiUfficio, dal: Type.Optional(Data) }),
    reply: Ufficio,
  }),
  modifica: endpoint({
    method: 'PUT',
    path: '/uffici/:id',
    azione: 'ufficio.gestisci',
    summary: 'Modifica i recapiti di un ufficio',
    params: ById,
    body: Oggetto({ ...campiUfficio, versione: Versione }),
    reply: Ufficio,
  }),
  chiudi: endpoint({
    method: 'POST',
    path: '/uffici/:id/chiusura',
    azione: 'ufficio.gestisci',
    summary: 'Chiude un ufficio da un giorno: resta nella storia',
    params: ById,
    body: Oggetto({ al: Data }),
    reply: Ufficio,
  }),
}
