// What-if: a version over the households in charge, in the background. Counts and sums, of nobody.
import { type Static, Type } from 'typebox'
import { ById, endpoint, Fatto, Id, Istante, Lista, Nullabile, Oggetto, Uno } from '../kernel/endpoint.ts'
import type { Transizioni } from '../kernel/transizioni.ts'
import { RisultatoSimulazione } from './simulazione.rules.ts'

export const statiSimulazione = ['in-corso', 'conclusa', 'annullata', 'fallita'] as const
export type StatoSimulazione = (typeof statiSimulazione)[number]
export const transizioniSimulazione = {
  annulla: { da: ['in-corso'], a: 'annullata', altrimenti: 'La simulazione non è più in corso.' },
} as const satisfies Transizioni<StatoSimulazione, string>

export const SimulazioneLetta = Oggetto({
  id: Id,
  stato: Uno(statiSimulazione),
  versioneId: Id,
  creataIl: Istante,
  conclusaIl: Nullabile(Istante),
  /** Null until they have been counted. */
  totale: Nullabile(Type.Integer()),
  esaminati: Type.Integer(),
  errore: Nullabile(Type.String()),
  risultato: Nullabile(RisultatoSimulazione),
})
export type SimulazioneLetta = Static<typeof SimulazioneLetta>

const azione = 'misura.simula'
export const simulazioniApi = {
  list: endpoint({
    method: 'GET',
    path: '/misure/versioni/:id/simulazioni',
    azione,
    summary: 'Le proprie simulazioni di una versione, dalla più recente',
    params: ById,
    reply: Lista(SimulazioneLetta),
  }),
  avvia: endpoint({
    method: 'POST',
    path: '/misure/versioni/:id/simulazioni',
    azione,
    summary: 'Prova una versione sui nuclei in carico, senza toccarli',
    params: ById,
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/misure/simulazioni/:id',
    azione,
    summary: 'A che punto è una simulazione, e il suo risultato',
    params: ById,
    reply: SimulazioneLetta,
  }),
  annulla: endpoint({
    method: 'POST',
    path: '/misure/simulazioni/:id/annullamento',
    azione,
    summary: 'Ferma una simulazione in corso',
    params: ById,
    reply: Fatto,
  }),
}
