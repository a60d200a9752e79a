// What a regulation or a municipality can change: each parameter with its value of today, its history and its source.
// A value is never overwritten: a new one begins on a day, and the one before ends the day before.
import { Type } from 'typebox'
import { Data, endpoint, Id, Lista, Nullabile, Oggetto, Testo } from '../kernel/endpoint.ts'

const Valore = Type.Union([Type.Number(), Type.Boolean(), Type.String({ maxLength: 1000 })])

export const ValoreDatato = Oggetto({
  id: Id,
  valore: Valore,
  dal: Data,
  al: Nullabile(Data),
  fonte: Type.String(),
  /** The ambito's own, instead of the national one. */
  locale: Type.Boolean(),
})

export const Parametro = Oggetto({
  chiave: Type.String(),
  descrizione: Type.String(),
  /** Whether, and why, an ambito may have a value of its own. */
  adattabile: Nullabile(Type.String()),
  /** Null where no value is in force today. */
  vigente: Nullabile(ValoreDatato),
  /** All of them, the newest first. */
  valori: Type.Array(ValoreDatato),
})

const UnParametro = Oggetto({ chiave: Type.String({ pattern: '^[a-z0-9.-]{1,100}$' }) })
const NuovoValore = Oggetto({ valore: Valore, dal: Data, fonte: Testo(300) })

export const parametriApi = {
  list: endpoint({
    method: 'GET',
    path: '/parametri',
    azione: 'parametro.leggi',
    summary: 'I parametri, con valore, date e fonte',
    reply: Lista(Parametro),
  }),
  cambia: endpoint({
    method: 'POST',
    path: '/parametri/:chiave/valori',
    azione: 'parametro.gestisci',
    summary: 'Dà a un parametro nazionale un nuovo valore da una data',
    params: UnParametro,
    body: NuovoValore,
    reply: Parametro,
  }),
  adatta: endpoint({
    method: 'POST',
    path: '/parametri/:chiave/valori-ambito',
    azione: 'parametro.adatta',
    summary: 'Dà a un parametro un valore del proprio ambito, da una data',
    params: UnParametro,
    body: NuovoValore,
    reply: Parametro,
  }),
}
