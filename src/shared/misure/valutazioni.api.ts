// Evaluations of a case, kept: the facts, the version and the answer. Nothing of them is ever changed; read again, they are
// computed again, and the page says whether the answer is still the same.
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  ById,
  Data,
  endpoint,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { VersioneLetta } from './misure.api.ts'
import { FattiNucleo, Risultato } from './risultato.ts'

const riga = {
  id: Id,
  pratica: Type.String(),
  comuneId: Belfiore,
  comune: Type.String(),
  misura: Type.String(),
  versione: Type.String(),
  giorno: Data,
  esito: Uno(['spetta', 'non-spetta', 'non-si-sa']),
  mensile: Nullabile(Type.Integer()),
  creataIl: Istante,
}

export const ValutazioneLetta = Oggetto({
  ...riga,
  versioneLetta: VersioneLetta,
  fatti: FattiNucleo,
  risultato: Risultato,
  /** Computed again now, from the same version and facts. */
  identica: Type.Boolean(),
})
export type ValutazioneLetta = Static<typeof ValutazioneLetta>

export const valutazioniApi = {
  list: endpoint({
    method: 'GET',
    path: '/misure/valutazioni',
    azione: 'valutazione-misura.leggi',
    summary: 'Le valutazioni delle proprie pratiche, dalla più recente',
    query: Oggetto(Pagina),
    reply: Page(Oggetto(riga)),
  }),
  comuni: endpoint({
    method: 'GET',
    path: '/misure/valutazioni/comuni',
    azione: 'valutazione-misura.crea',
    summary: 'I comuni per cui si conserva una valutazione',
    reply: Lista(Oggetto({ id: Belfiore, nome: Type.String() })),
  }),
  conserva: endpoint({
    method: 'POST',
    path: '/misure/valutazioni',
    azione: 'valutazione-misura.crea',
    summary: 'Valuta un nucleo e conserva fatti, versione e risultato',
    body: Oggetto({ versioneId: Id, comuneId: Belfiore, pratica: Testo(60), fatti: FattiNucleo }),
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/misure/valutazioni/:id',
    azione: 'valutazione-misura.leggi',
    summary: 'Una valutazione conservata, spiegata e ricalcolata',
    fascicolo: true,
    params: ById,
    reply: ValutazioneLetta,
  }),
}
