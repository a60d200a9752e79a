// Drafts (ADR 0012): what a signed-in person has typed in a form and not yet sent. One for each form, his alone. Each
// opening of a form is a «scrittura» with an id of its own: it writes over itself freely, and over the words of another
// opening (another tab, another device) only by naming the version that the person has seen.
import { Type } from 'typebox'
import { endpoint, Fatto, Id, Istante, Lista, Nullabile, Oggetto } from './endpoint.ts'

/** Bytes of a draft as JSON. */
export const MAX_BOZZA = 512_000
/** Drafts that one person may leave about. */
export const MAX_BOZZE = 200
/** Header of the act that a draft was for: the id of the «scrittura», whose draft goes in the same transaction. */
export const HEADER_BOZZA = 'trama-bozza'

const Chiave = Type.String({ minLength: 1, maxLength: 200 })
const Contenuto = Type.Record(Type.String(), Type.Unknown())
/** Who the page believes is signed in: in another tab somebody else may have entered meanwhile. */
const utente = Id

export const Bozza = Oggetto({ contenuto: Contenuto, scrittura: Id, versione: Id, aggiornata: Istante })

export const bozzeApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/bozze',
    azione: 'sessione',
    summary: 'La mia bozza di un modulo',
    query: Oggetto({ utente, chiave: Chiave }),
    reply: Oggetto({ bozza: Nullabile(Bozza) }),
  }),
  salva: endpoint({
    method: 'PUT',
    path: '/bozze',
    azione: 'sessione',
    summary: 'Conserva la bozza di un modulo',
    body: Oggetto({
      utente,
      chiave: Chiave,
      scrittura: Id,
      /** The version taken up, or knowingly replaced. */
      sopra: Nullabile(Id),
      contenuto: Contenuto,
    }),
    reply: Oggetto({ versione: Id, aggiornata: Istante }),
  }),
  elimina: endpoint({
    method: 'DELETE',
    path: '/bozze',
    azione: 'sessione',
    summary: 'Elimina la bozza di un modulo, se è ancora quella indicata',
    query: Oggetto({ utente, chiave: Chiave, versione: Id }),
    reply: Fatto,
  }),
  chiave: endpoint({
    method: 'GET',
    path: '/bozze/chiave',
    azione: 'sessione',
    summary: 'La chiave con cui il browser chiude le mie bozze',
    query: Oggetto({ utente }),
    reply: Oggetto({
      /** Names the key, and what it closes, in the browser. */
      id: Id,
      /** 256 bits, base64. */
      chiave: Type.String(),
      /** Days after which what it closes is removed. */
      giorni: Type.Integer(),
    }),
  }),
  chiaviVive: endpoint({
    method: 'POST',
    path: '/bozze/chiavi-vive',
    azione: 'sessione',
    summary: 'Quali di queste chiavi aprono ancora qualcosa',
    body: Oggetto({ chiavi: Type.Array(Id, { maxItems: 100 }) }),
    reply: Lista(Id),
  }),
}
