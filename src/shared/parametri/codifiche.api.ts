// Code lists: those a page needs in one reading, the whole history of one, and the entries that an ambito adds where
// the list allows it. A record keeps the code; words are read for the day it speaks of.
import { Type } from 'typebox'
import { Binario, ById, Data, endpoint, Id, Lista, Nullabile, Oggetto, Opzionale, Testo } from '../kernel/endpoint.ts'

const Nome = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' })
const Mappa = Type.Record(Type.String(), Type.String())

const testata = {
  id: Type.String(),
  nome: Type.String(),
  descrizione: Type.String(),
  /** An ambito may add its own entries. */
  estendibile: Type.Boolean(),
  livelli: Type.Integer(),
  fonte: Type.String(),
}

const voce = {
  codice: Type.String(),
  etichetta: Type.String(),
  /** For a woman, where it differs. */
  etichettaF: Nullabile(Type.String()),
  padre: Nullabile(Type.String()),
  livello: Type.Integer(),
  /** Of the ambito, not national. */
  locale: Type.Boolean(),
  attributi: Mappa,
}

export const VoceConStoria = Oggetto({
  id: Id,
  ...voce,
  dal: Data,
  al: Nullabile(Data),
  bloccata: Type.Boolean(),
  mappa: Mappa,
  fonte: Type.String(),
})

export const CodificaIntera = Oggetto({ ...testata, voci: Type.Array(VoceConStoria) })

export const codificheApi = {
  list: endpoint({
    method: 'GET',
    path: '/codifiche',
    azione: 'codifica.leggi',
    summary: 'Le codifiche, con quante voci sono in vigore',
    reply: Lista(Oggetto({ ...testata, inVigore: Type.Integer(), locali: Type.Integer() })),
  }),
  voci: endpoint({
    method: 'GET',
    path: '/codifiche/voci',
    azione: 'codifica.leggi',
    summary: 'Le voci in vigore di una o più codifiche',
    query: Oggetto({
      /** Names of lists, divided by commas. */
      codifiche: Type.String({ pattern: '^[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*){0,39}$', maxLength: 1500 }),
      /** Today where it is absent. */
      giorno: Type.Optional(Data),
    }),
    reply: Oggetto({
      codifiche: Type.Array(
        Oggetto({ id: Type.String(), nome: Type.String(), livelli: Type.Integer(), voci: Type.Array(Oggetto(voce)) }),
      ),
    }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/codifiche/:codifica',
    azione: 'codifica.leggi',
    summary: 'Una codifica con tutte le sue voci, anche passate',
    params: Oggetto({ codifica: Nome }),
    reply: CodificaIntera,
  }),
  esporta: endpoint({
    method: 'GET',
    path: '/codifiche/:codifica/csv',
    azione: 'codifica.leggi',
    summary: 'Una codifica come foglio CSV',
    params: Oggetto({ codifica: Nome }),
    reply: Binario,
  }),
  crea: endpoint({
    method: 'POST',
    path: '/codifiche/:codifica/voci',
    azione: 'codifica.gestisci',
    summary: 'Aggiunge una voce: dell’ambito, o nazionale quando non se ne è scelto uno',
    params: Oggetto({ codifica: Nome }),
    body: Oggetto({
      etichetta: Testo(150),
      etichettaF: Opzionale(Testo(150)),
      padre: Opzionale(Type.String({ maxLength: 80 })),
      dal: Data,
      fonte: Testo(300),
      /** What the program reads of the entry, among what the national ones say. */
      attributi: Type.Optional(Mappa),
    }),
    reply: CodificaIntera,
  }),
  chiudi: endpoint({
    method: 'POST',
    path: '/codifiche/voci/:id/chiudi',
    azione: 'codifica.gestisci',
    summary: 'Chiude una voce, che dal giorno dopo non si può più scegliere; o la riapre',
    params: ById,
    body: Oggetto({ al: Nullabile(Data) }),
    reply: CodificaIntera,
  }),
}
