// Places: the search that every «comune di nascita» field uses, and the card of a comune with its history.
import { Type } from 'typebox'
import {
  Belfiore,
  Data,
  endpoint,
  Id,
  Lista,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'

export const tipiLuogo = ['comune', 'stato-estero'] as const

export const Luogo = Oggetto({
  /** Belfiore code: of a comune, or `Z…` of a foreign state. */
  id: Belfiore,
  nome: Type.String(),
  /** Letters of the province it was in under that name; null for a foreign state. */
  provincia: Nullabile(Type.String()),
  tipo: Uno(tipiLuogo),
  /** Days between which the place had this name; null where the sources do not say. */
  dal: Nullabile(Data),
  al: Nullabile(Data),
})

export const ComuneBreve = Oggetto({
  id: Belfiore,
  nome: Type.String(),
  provincia: Nullabile(Type.String()),
  istat: Nullabile(Type.String()),
  soppressoIl: Nullabile(Data),
  /** The ambito that it belongs to today. */
  ambito: Nullabile(Oggetto({ id: Id, codice: Type.String(), nome: Type.String() })),
})

const ComuneCitato = Oggetto({ id: Belfiore, nome: Type.String() })

export const Comune = Oggetto({
  id: Belfiore,
  nome: Type.String(),
  istat: Nullabile(Type.String()),
  provincia: Nullabile(Oggetto({ sigla: Type.String(), nome: Type.String() })),
  regione: Nullabile(Type.String()),
  dal: Nullabile(Data),
  al: Nullabile(Data),
  /** The comune that took its place: entered or imported with its source, never guessed. */
  successore: Nullabile(Oggetto({ id: Belfiore, nome: Type.String(), fonte: Nullabile(Type.String()) })),
  subentratoA: Type.Array(ComuneCitato),
  /** Names, codes and provinces over time, the latest first; empty until the official archive is imported. */
  storia: Type.Array(
    Oggetto({
      nome: Type.String(),
      altraDenominazione: Nullabile(Type.String()),
      istat: Nullabile(Type.String()),
      provincia: Nullabile(Type.String()),
      dal: Data,
      al: Nullabile(Data),
    }),
  ),
  ambiti: Type.Array(Oggetto({ id: Id, codice: Type.String(), nome: Type.String(), dal: Data, al: Nullabile(Data) })),
})

const ByBelfiore = Oggetto({ id: Belfiore })

export const luoghiApi = {
  luoghi: endpoint({
    method: 'GET',
    path: '/luoghi',
    // the public form of the first phase asks for a place of birth before anyone is signed in; the data are public
    azione: 'pubblico',
    summary: 'Cerca un comune, anche soppresso, o uno Stato estero dalle prime lettere di una parola del nome',
    query: Oggetto({
      q: Type.String({ minLength: 2, maxLength: 60 }),
      /** Names in use on that day, as for a date of birth. Without it every name ever used. */
      il: Type.Optional(Data),
      tipo: Type.Optional(Uno(tipiLuogo)),
    }),
    reply: Lista(Luogo),
    limite: 240,
  }),
  comuni: endpoint({
    method: 'GET',
    path: '/comuni',
    azione: 'territorio.leggi',
    summary: 'Elenco dei comuni',
    query: Oggetto({
      q: Type.Optional(Type.String({ maxLength: 60 })),
      provincia: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
      soppressi: Type.Optional(Type.Boolean()),
      /** Only those that no ambito has today. */
      senzaAmbito: Type.Optional(Type.Boolean()),
      ...Pagina,
    }),
    reply: Page(ComuneBreve),
  }),
  comune: endpoint({
    method: 'GET',
    path: '/comuni/:id',
    azione: 'territorio.leggi',
    summary: 'Scheda di un comune, con la sua storia',
    params: ByBelfiore,
    reply: Comune,
  }),
  successore: endpoint({
    method: 'PUT',
    path: '/comuni/:id/successore',
    azione: 'comune.gestisci',
    summary: 'Indica il comune subentrato a uno soppresso',
    params: ByBelfiore,
    body: Oggetto({ successoreId: Nullabile(Belfiore), fonte: Opzionale(Testo(300)) }),
    reply: Comune,
  }),
}
