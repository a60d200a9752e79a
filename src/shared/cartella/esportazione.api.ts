// A folder out of Trama and back: one zip with the data as they are kept (JSON, with both histories), the same to read
// and print (PDF), and the files of its documents. What the reader does not see is not there; the address of who is
// protected never is.
import { Type } from 'typebox'
import { Belfiore, Binario, ById, endpoint, Id, Oggetto, Testo } from '../kernel/endpoint.ts'

/**
 * Of the JSON. It changes when what is written can no longer be read by who reads this one. 1 had no documents, 2 had of the
 * operators only the name.
 */
export const VERSIONE_ESPORTAZIONE = 3
export const FORMATO_ESPORTAZIONE = 'trama-fascicolo'
/** An archive with its documents; what is larger leaves with its ambito, from the command line. */
export const MAX_ARCHIVIO = 2_000_000_000

export const esportazioneApi = {
  esporta: endpoint({
    method: 'POST',
    path: '/persone/:id/esportazione',
    azione: 'fascicolo.esporta',
    summary: 'L’intero fascicolo in un archivio: i dati in JSON, un PDF da leggere, i documenti',
    params: ById,
    fascicolo: true,
    soggetto: { tipo: 'persona', campo: 'id' },
    // why it leaves: on the cover, and beside the reading in the register
    body: Oggetto({ motivo: Testo(300) }),
    motivo: 'motivo',
    reply: Binario,
  }),
  importa: endpoint({
    method: 'POST',
    path: '/persone/importazione',
    azione: 'fascicolo.importa',
    // what is written is detail of the record
    fascicolo: true,
    summary: 'Riporta in un comune un fascicolo esportato da un altro, con i suoi documenti',
    query: Oggetto({ comune: Belfiore }),
    upload: { maxBytes: MAX_ARCHIVIO },
    reply: Oggetto({
      personaId: Id,
      righe: Type.Integer(),
      /** Files of documents, each with the bytes that its hash names. */
      file: Type.Integer(),
      /** Authors who do not work here: they are kept as operators of another installation (ADR 0043). */
      operatoriSconosciuti: Type.Integer(),
      /** Rows that have no place here: appointments where there is no such office or the slot is taken. */
      tralasciate: Type.Integer(),
    }),
  }),
}
