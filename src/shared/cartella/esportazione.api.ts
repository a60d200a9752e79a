// A folder out of Trama and back: one zip with the data as they are kept (JSON, with both histories) and a page to read
// and print. What the reader does not see is not there; the address of who is protected never is.
import { Type } from 'typebox'
import { Belfiore, Binario, ById, endpoint, Id, Oggetto } from '../kernel/endpoint.ts'

/** Of the JSON. It changes when what is written can no longer be read by who reads this one. */
export const VERSIONE_ESPORTAZIONE = 1
export const FORMATO_ESPORTAZIONE = 'trama-fascicolo'

export const esportazioneApi = {
  esporta: endpoint({
    method: 'GET',
    path: '/persone/:id/esportazione',
    azione: 'fascicolo.esporta',
    summary: 'L’intero fascicolo in un archivio: i dati in JSON e una pagina da stampare',
    params: ById,
    fascicolo: true,
    soggetto: { tipo: 'persona', campo: 'id' },
    reply: Binario,
  }),
  importa: endpoint({
    method: 'POST',
    path: '/persone/importazione',
    azione: 'fascicolo.importa',
    // what is written is detail of the record
    fascicolo: true,
    summary: 'Riporta in un comune un fascicolo esportato da un altro',
    query: Oggetto({ comune: Belfiore }),
    upload: { maxBytes: 50 * 1_048_576 },
    reply: Oggetto({
      personaId: Id,
      righe: Type.Integer(),
      /** Authors of the origin who do not work here: their rows have no author, or whoever imports. */
      operatoriSconosciuti: Type.Integer(),
    }),
  }),
}
