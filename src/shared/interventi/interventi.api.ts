// The catalogue of services: what the comuni give, and how INPS and ISTAT call it. National rows come from the configuration; an
// ambito writes its own, also in the place of a national one.
import { type Static, Type } from 'typebox'
import {
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Lista,
  Nullabile,
  Oggetto,
  Opzionale,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { ORIGINE, segni } from './interventi.rules.ts'
import { codiciArea, codiciServizio } from './istat.rules.ts'

const Inps = Type.String({ pattern: '^A[1-9]\\.[0-9]{2}(\\.[0-9]{2})?$' })

const Intervento = Oggetto({
  id: Id,
  codice: Type.String(),
  nazionale: Type.Boolean(),
  nome: Type.String(),
  inps: Nullabile(Type.String()),
  /** The official label of that code. */
  inpsNome: Nullabile(Type.String()),
  istatServizio: Nullabile(Uno(codiciServizio)),
  istatArea: Nullabile(Uno(codiciArea)),
  origini: Type.Array(Type.String()),
  dal: Data,
  al: Nullabile(Data),
  fonte: Type.String(),
  segnoInps: Nullabile(Uno(segni)),
  segnoIstat: Nullabile(Uno(segni)),
})
export type Intervento = Static<typeof Intervento>

const campi = {
  nome: Testo(200),
  inps: Opzionale(Inps),
  istatServizio: Opzionale(Uno(codiciServizio)),
  istatArea: Opzionale(Uno(codiciArea)),
  origini: Type.Array(Type.String({ pattern: ORIGINE, maxLength: 120 }), { maxItems: 20, uniqueItems: true }),
  dal: Data,
  al: Opzionale(Data),
  fonte: Testo(300),
}

export const interventiApi = {
  list: endpoint({
    method: 'GET',
    path: '/interventi',
    azione: 'intervento.leggi',
    summary: 'Il catalogo degli interventi e dei servizi, con i codici di INPS e di ISTAT',
    query: Oggetto({
      testo: Type.Optional(Type.String({ maxLength: 100 })),
      area: Type.Optional(Uno(codiciArea)),
      /** Also those of the past, of the future, and the national ones that the ambito has written anew. */
      tutti: Type.Optional(Type.Boolean()),
    }),
    reply: Lista(Intervento),
  }),
  crea: endpoint({
    method: 'POST',
    path: '/interventi',
    azione: 'intervento.gestisci',
    summary: 'Aggiunge un servizio al catalogo del proprio ambito',
    body: Oggetto(campi),
    reply: Oggetto({ id: Id }),
  }),
  rinnova: endpoint({
    method: 'POST',
    path: '/interventi/:id/versioni',
    azione: 'intervento.gestisci',
    summary: 'Scrive una nuova versione di un servizio, o quella dell’ambito al posto della nazionale',
    params: ById,
    body: Oggetto(campi),
    reply: Oggetto({ id: Id }),
  }),
  chiudi: endpoint({
    method: 'POST',
    path: '/interventi/:id/chiusura',
    azione: 'intervento.gestisci',
    summary: 'Indica fino a quando vale un servizio del proprio ambito',
    params: ById,
    body: Oggetto({ al: Data }),
    reply: Fatto,
  }),
}
