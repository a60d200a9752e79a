// What INPS answered, by a file.
import { Type } from 'typebox'
import { ById, endpoint, Fatto, Oggetto, Testo } from '../kernel/endpoint.ts'

/** The outcomes of WaaS 2.0.1; of the web upload nobody has published any. */
export const codiciEsito = {
  OK: 'Accettato da INPS',
  DATI_NON_TROVATI: 'Dati del flusso incongruenti: vanno corretti e rimandati',
  RICHIESTA_INVALIDA: 'La struttura del flusso non è quella attesa',
  ERRORE_GENERICO: 'Errore di INPS: il flusso si manda di nuovo com’è',
} as const

const RiassuntoEsiti = Oggetto({
  accettati: Type.Integer(),
  respinti: Type.Integer(),
  /** An error of INPS's own: nothing is known of the flow, which waits to be sent again as it is. */
  daRitentare: Type.Integer(),
  giaNoti: Type.Integer(),
  /** What could not be taken in, and why. */
  problemi: Type.Array(Type.String()),
})

export const esitiApi = {
  carica: endpoint({
    method: 'POST',
    path: '/flussi/esiti',
    azione: 'flusso.genera',
    summary: 'Riporta gli esiti di INPS da un file: JSON, CSV o foglio di calcolo',
    upload: { maxBytes: 20 * 1024 * 1024 },
    fascicolo: true,
    reply: RiassuntoEsiti,
  }),
  rinuncia: endpoint({
    method: 'POST',
    path: '/flussi/generati/:id/rinuncia',
    azione: 'flusso.genera',
    summary: 'Dopo un errore di INPS, considera respinto un flusso: le sue prestazioni tornano da inviare',
    params: ById,
    body: Oggetto({ motivo: Testo(500, 5) }),
    fascicolo: true,
    reply: Fatto,
  }),
}
