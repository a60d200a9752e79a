// The measures and their versions: read by whoever works, written by a national act. Trying a case needs no endpoint: the page
// evaluates the version that it has read, by the same rules as the server, and nothing of the case leaves it.
import { type Static, Type } from 'typebox'
import { ById, Data, endpoint, Fatto, Id, Lista, Nullabile, Oggetto, Testo, Uno, Versione } from '../kernel/endpoint.ts'
import { statiVersione } from '../parametri/versioni.rules.ts'
import { Definizione } from './definizione.ts'
import { Nome } from './provenienza.ts'

const testata = {
  id: Id,
  misuraId: Type.String(),
  numero: Versione,
  stato: Uno(statiVersione),
  etichetta: Type.String(),
  dal: Data,
  al: Nullabile(Data),
  nota: Type.String(),
}

export const MisuraLetta = Oggetto({
  id: Type.String(),
  nome: Type.String(),
  sigla: Type.String(),
  /** The newest first. */
  versioni: Type.Array(Oggetto({ ...testata, inVigore: Type.Boolean() })),
})
export type MisuraLetta = Static<typeof MisuraLetta>

export const VersioneLetta = Oggetto({
  ...testata,
  nome: Type.String(),
  sigla: Type.String(),
  revisione: Versione,
  derivataDa: Nullabile(Id),
  definizione: Definizione,
})
export type VersioneLetta = Static<typeof VersioneLetta>

const Aperta = Oggetto({ id: Id })
const gestisce = 'misura.gestisci'

export const misureApi = {
  list: endpoint({
    method: 'GET',
    path: '/misure',
    azione: 'misura.leggi',
    summary: 'Le misure, con le loro versioni nel tempo',
    reply: Lista(MisuraLetta),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/misure/versioni/:id',
    azione: 'misura.leggi',
    summary: 'Una versione di una misura: requisiti, scala, importi, termini, obblighi, fonti',
    params: ById,
    reply: VersioneLetta,
  }),
  crea: endpoint({
    method: 'POST',
    path: '/misure',
    azione: gestisce,
    summary: 'Aggiunge una misura, con una prima bozza copiata da una versione',
    body: Oggetto({ codice: Nome, nome: Testo(200), sigla: Testo(30), da: Id }),
    reply: Aperta,
  }),
  scrivi: endpoint({
    method: 'POST',
    path: '/misure/versioni/:id/bozza',
    azione: gestisce,
    summary: 'Apre una bozza della stessa misura, copiata da questa versione; o quella già aperta',
    params: ById,
    reply: Aperta,
  }),
  salva: endpoint({
    method: 'PUT',
    path: '/misure/versioni/:id',
    azione: gestisce,
    summary: 'Salva una bozza',
    params: ById,
    body: Oggetto({
      etichetta: Testo(120),
      dal: Data,
      al: Nullabile(Data),
      nota: Testo(1000),
      definizione: Definizione,
      revisione: Versione,
    }),
    reply: Oggetto({ revisione: Versione }),
  }),
  scarta: endpoint({
    method: 'POST',
    path: '/misure/versioni/:id/scarto',
    azione: gestisce,
    summary: 'Scarta una bozza',
    params: ById,
    reply: Fatto,
  }),
  pubblica: endpoint({
    method: 'POST',
    path: '/misure/versioni/:id/pubblicazione',
    azione: gestisce,
    summary: 'Pubblica una bozza: da allora non si modifica più',
    params: ById,
    body: Oggetto({ revisione: Versione }),
    reply: Fatto,
  }),
  ritira: endpoint({
    method: 'POST',
    path: '/misure/versioni/:id/ritiro',
    azione: gestisce,
    summary: 'Ritira una versione pubblicata: torna in vigore quella di prima',
    params: ById,
    reply: Fatto,
  }),
}
