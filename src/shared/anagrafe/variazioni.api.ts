// Registry changes as proposals (cartella §2.1): before and after in words, accepted by the operator in his name, refused
// with a reason, or postponed to a day.
import { type Static, Type } from 'typebox'
import {
  Binario,
  Data,
  endpoint,
  type FileReply,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { PersonaBreve } from './persone.api.ts'
import { nomiGenere, statiVariazione } from './variazioni.rules.ts'

const Variazione = Oggetto({
  id: Id,
  persona: PersonaBreve,
  genere: Uno(nomiGenere),
  giorno: Nullabile(Data),
  stato: Uno(statiVariazione),
  rinviataAl: Nullabile(Data),
  /** What concerns a secret address: it is changed by hand, from the sheet. */
  protetta: Type.Boolean(),
  /** The sheet changed after the file: the difference is that of the day on which somebody tried to accept it. */
  cambiata: Type.Boolean(),
  differenze: Type.Array(Oggetto({ etichetta: Type.String(), prima: Nullabile(Type.String()), dopo: Type.String() })),
  motivo: Nullabile(Type.String()),
  nomeFile: Type.String(),
  riga: Type.Integer(),
  versione: Versione,
  propostaIl: Istante,
  decisaIl: Nullabile(Istante),
  decisaDa: Nullabile(Type.String()),
})
export type Variazione = Static<typeof Variazione>
const Variazioni = Page(Variazione)

/** `da-esaminare` are the proposed ones, and those postponed whose day has come. */
export const filtriStato = ['da-esaminare', ...statiVariazione] as const
const Filtri = {
  stato: Type.Optional(Uno(filtriStato)),
  genere: Type.Optional(Uno(nomiGenere)),
  importazione: Type.Optional(Id),
}
const Scelte = { ids: Type.Array(Id, { minItems: 1, maxItems: 200 }) }
const Esito = Oggetto({
  fatte: Type.Integer(),
  nonRiuscite: Type.Array(Oggetto({ id: Id, motivo: Type.String() })),
})
export type EsitoEsame = Static<typeof Esito>

const esamina = { azione: 'variazione.esamina', fascicolo: true } as const

export const variazioniApi = {
  list: endpoint({
    ...esamina,
    method: 'GET',
    path: '/variazioni',
    summary: 'Le variazioni anagrafiche proposte, con ciò che cambia',
    query: Oggetto({ ...Filtri, ...Pagina }),
    reply: Variazioni,
    mostra: {
      persone: (r: Static<typeof Variazioni>) => r.voci.map((v) => v.persona.id),
      domanda: () => 'variazioni anagrafiche',
    },
  }),
  esporta: endpoint({
    ...esamina,
    method: 'GET',
    path: '/variazioni/esporta',
    summary: 'Le variazioni in un foglio, con gli stessi filtri',
    query: Oggetto(Filtri),
    reply: Binario,
    mostra: {
      persone: (r: FileReply) => [...(r.persone ?? [])],
      domanda: () => 'variazioni anagrafiche, foglio',
    },
  }),
  accetta: endpoint({
    ...esamina,
    method: 'POST',
    path: '/variazioni/accettazione',
    summary: 'Accetta una o più variazioni: diventano dati della cartella, a nome di chi le accetta',
    body: Oggetto({
      ...Scelte,
      /** Which one was looked at, by id: drawn again meanwhile for a colleague, it is looked at again. */
      versioni: Type.Optional(Type.Record(Type.String({ maxLength: 36 }), Versione)),
    }),
    reply: Esito,
  }),
  accettaTutte: endpoint({
    ...esamina,
    method: 'POST',
    path: '/variazioni/accettazione-di-tutte',
    summary: 'Accetta, un lotto per volta, le variazioni da esaminare del filtro: la risposta dice da dove continuare',
    body: Oggetto({
      genere: Type.Optional(Uno(nomiGenere)),
      importazione: Type.Optional(Id),
      dopo: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    reply: Oggetto({
      fatte: Type.Integer(),
      /** As many as stay to be examined: why is said in the list, where one is shown whose they are. */
      restano: Type.Integer(),
      /** Null: there is nothing beyond this lot. */
      prossima: Nullabile(Type.String()),
    }),
  }),
  rifiuta: endpoint({
    ...esamina,
    method: 'POST',
    path: '/variazioni/rifiuto',
    summary: 'Rifiuta una o più variazioni, con il motivo: non saranno proposte di nuovo',
    body: Oggetto({ ...Scelte, motivo: Testo(300) }),
    reply: Esito,
  }),
  rinvia: endpoint({
    ...esamina,
    method: 'POST',
    path: '/variazioni/rinvio',
    summary: 'Rinvia una o più variazioni a un altro giorno',
    body: Oggetto({ ...Scelte, al: Data }),
    reply: Esito,
  }),
}
