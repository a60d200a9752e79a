// What the flows are checked against and did not come from an official source: the table T0 of the regions, to be confirmed by somebody,
// and the schemas, Trama's own until INPS's are uploaded.
import { type Static, Type } from 'typebox'
import { ById, endpoint, Fatto, Id, Istante, Nullabile, Oggetto, Testo, Uno } from '../kernel/endpoint.ts'
import { tipiFlusso } from './prestazione.ts'

export const origini = ['trama', 'caricato', 'installazione'] as const
export const nomiOrigine = {
  trama: 'Schema scritto da Trama sui campi documentati',
  caricato: 'Schema di INPS caricato dalle pagine',
  installazione: 'Schema di INPS dell’installazione (TRAMA_XSD_INPS)',
} as const

const InUso = Oggetto({
  tipo: Uno(tipiFlusso),
  origine: Uno(origini),
  nome: Nullabile(Type.String()),
  sha256: Nullabile(Type.String()),
  caricatoIl: Nullabile(Istante),
})
export type SchemaDetto = Static<typeof InUso>

export const riferimentiApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/flussi/riferimenti',
    azione: 'flusso.leggi',
    summary: 'La tabella T0 delle regioni con la sua conferma, gli schemi in uso, i comuni senza codice ISTAT',
    reply: Oggetto({
      regioni: Type.Array(
        Oggetto({
          codice: Type.String(),
          nome: Type.String(),
          istat: Nullabile(Type.String()),
          daVerificare: Type.Boolean(),
        }),
      ),
      /** Of the rows as they are: confirmed are these and no others. */
      impronta: Type.String(),
      conferma: Nullabile(Oggetto({ da: Nullabile(Type.String()), il: Istante, fonte: Type.String() })),
      schemi: Type.Array(InUso),
      /** Comuni of today whose ISTAT code is not known: how many, and some of their names. */
      senzaIstat: Oggetto({ quanti: Type.Integer(), nomi: Type.Array(Type.String()) }),
    }),
  }),
  conferma: endpoint({
    method: 'POST',
    path: '/flussi/riferimenti/conferma',
    azione: 'flusso.ente',
    summary: 'Conferma di avere confrontato la tabella T0 con quella in vigore',
    body: Oggetto({ impronta: Testo(64), fonte: Testo(300, 5) }),
    reply: Fatto,
  }),
  schemi: endpoint({
    method: 'GET',
    path: '/flussi/schemi',
    azione: 'flusso.schema',
    summary: 'Gli schemi in uso e quelli caricati',
    reply: Oggetto({
      inUso: Type.Array(InUso),
      caricati: Type.Array(
        Oggetto({
          id: Id,
          tipo: Uno(tipiFlusso),
          nomeFile: Type.String(),
          sha256: Type.String(),
          caricatoIl: Istante,
          da: Nullabile(Type.String()),
          ritiratoIl: Nullabile(Istante),
        }),
      ),
    }),
  }),
  carica: endpoint({
    method: 'POST',
    path: '/flussi/schemi',
    azione: 'flusso.schema',
    summary: 'Carica lo schema INPS di un tracciato (XSD)',
    upload: { maxBytes: 2 * 1024 * 1024 },
    reply: Oggetto({ id: Id, tipo: Uno(tipiFlusso) }),
  }),
  ritira: endpoint({
    method: 'POST',
    path: '/flussi/schemi/:id/ritiro',
    azione: 'flusso.schema',
    summary: 'Ritira uno schema caricato: torna quello di prima',
    params: ById,
    reply: Fatto,
  }),
}
