// Deleghe: the official note by which comuni entrust the pacts to the ambito, and its end, comune by comune.
import { Type } from 'typebox'
import {
  Belfiore,
  Binario,
  ById,
  Data,
  endpoint,
  Id,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Versione,
} from '../kernel/endpoint.ts'
import { Documento, MAX_DOCUMENTO } from './adesioni.api.ts'

export const Delega = Oggetto({
  id: Id,
  ambitoId: Id,
  oggetto: Type.String(),
  protocollo: Type.String(),
  data: Data,
  documento: Nullabile(Documento),
  versione: Versione,
  comuni: Type.Array(
    Oggetto({
      comuneId: Belfiore,
      comune: Type.String(),
      dal: Data,
      al: Nullabile(Data),
      motivoFine: Nullabile(Type.String()),
      /** Valid today. */
      inCorso: Type.Boolean(),
    }),
  ),
})

export const delegheApi = {
  elenco: endpoint({
    method: 'GET',
    path: '/deleghe',
    azione: 'delega.leggi',
    summary: 'Le deleghe dei comuni all’ambito, le più recenti prima',
    query: Oggetto({
      comune: Type.Optional(Belfiore),
      /** Only those with a comune under delega today. */
      inCorso: Type.Optional(Type.Boolean()),
      ...Pagina,
    }),
    reply: Page(Delega),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/deleghe/:id',
    azione: 'delega.leggi',
    summary: 'Una delega e i suoi comuni',
    params: ById,
    reply: Delega,
  }),
  crea: endpoint({
    method: 'POST',
    path: '/deleghe',
    azione: 'delega.gestisci',
    summary: 'Registra una delega: una nota può valere per più comuni',
    body: Oggetto({
      oggetto: Testo(300),
      protocollo: Testo(100),
      data: Data,
      comuni: Type.Array(Belfiore, { minItems: 1, maxItems: 400, uniqueItems: true }),
      dal: Data,
      al: Opzionale(Data),
    }),
    reply: Delega,
  }),
  documento: endpoint({
    method: 'POST',
    path: '/deleghe/:id/documento',
    azione: 'delega.gestisci',
    summary: 'Allega la nota (PDF, p7m, JPG, PNG o eml, fino a 10 MB)',
    params: ById,
    query: Oggetto({ nome: Testo(255) }),
    upload: { maxBytes: MAX_DOCUMENTO },
    reply: Delega,
  }),
  scarica: endpoint({
    method: 'GET',
    path: '/deleghe/:id/documento',
    azione: 'delega.leggi',
    summary: 'Scarica la nota',
    params: ById,
    reply: Binario,
  }),
  chiudi: endpoint({
    method: 'POST',
    path: '/deleghe/:id/chiusura',
    azione: 'delega.gestisci',
    summary: 'Registra l’ultimo giorno della delega, per un comune o per tutti',
    params: ById,
    body: Oggetto({
      al: Data,
      /** Without it, for every comune of the note still under delega. */
      comuneId: Opzionale(Belfiore),
      motivo: Testo(500),
    }),
    reply: Delega,
  }),
}
