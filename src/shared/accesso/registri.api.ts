// The two registers, in words: who changed what under which act, and who opened, or tried to open, whose record.
// Rows about beneficiaries never reach an administrator: the database keeps them from him.
import { Type } from 'typebox'
import { Binario, Data, endpoint, Id, Istante, Nullabile, Oggetto, Page, Pagina, Uno } from '../kernel/endpoint.ts'

const periodo = { dal: Type.Optional(Data), al: Type.Optional(Data) }

const FiltriModifiche = {
  ...periodo,
  utente: Type.Optional(Id),
  tabella: Type.Optional(Type.String({ pattern: '^[a-z_]{1,63}$' })),
  azione: Type.Optional(Type.String({ maxLength: 100 })),
  /** Key of one row: its whole history. */
  riga: Type.Optional(Type.String({ maxLength: 100 })),
}

export const operazioni = ['inserimento', 'modifica', 'cancellazione'] as const

export const Modifica = Oggetto({
  id: Type.Integer(),
  quando: Istante,
  utenteId: Nullabile(Id),
  /** Name of the user; of the job or of the operator of the command line where there is none. */
  chi: Type.String(),
  ambito: Nullabile(Type.String()),
  azione: Nullabile(Type.String()),
  /** The act in words. */
  atto: Type.String(),
  operazione: Uno(operazioni),
  tabella: Type.String(),
  oggetto: Type.String(),
  rigaId: Nullabile(Type.String()),
  /** The person the row is about, where it is about one whom the reader may see. */
  riguarda: Nullabile(Type.String()),
  campi: Type.Array(Oggetto({ campo: Type.String(), prima: Nullabile(Type.String()), dopo: Nullabile(Type.String()) })),
  /** The whole change in one sentence. */
  frase: Type.String(),
})

const FiltriAccessi = {
  ...periodo,
  utente: Type.Optional(Id),
  azione: Type.Optional(Type.String({ maxLength: 100 })),
  esito: Type.Optional(Uno(['consentito', 'negato'] as const)),
  /** Key of one record: everyone who opened it. */
  oggetto: Type.Optional(Type.String({ maxLength: 100 })),
}

export const Accesso = Oggetto({
  id: Type.Integer(),
  quando: Istante,
  utenteId: Nullabile(Id),
  chi: Type.String(),
  ambito: Nullabile(Type.String()),
  azione: Type.String(),
  atto: Type.String(),
  oggettoId: Nullabile(Type.String()),
  esito: Uno(['consentito', 'negato'] as const),
  /** The stated reason; why it was refused, where it was. */
  motivo: Nullabile(Type.String()),
})

export const registriApi = {
  modifiche: endpoint({
    method: 'GET',
    path: '/registro/modifiche',
    azione: 'registro.modifiche',
    summary: 'Chi ha modificato che cosa, dal più recente',
    query: Oggetto({ ...FiltriModifiche, ...Pagina }),
    reply: Page(Modifica),
  }),
  esportaModifiche: endpoint({
    method: 'GET',
    path: '/registro/modifiche/esportazione',
    azione: 'registro.modifiche',
    summary: 'Il registro delle modifiche in un file CSV',
    query: Oggetto(FiltriModifiche),
    reply: Binario,
  }),
  accessi: endpoint({
    method: 'GET',
    path: '/registro/accessi',
    azione: 'registro.accessi',
    summary: 'Chi ha aperto, o tentato di aprire, quali fascicoli, dal più recente',
    query: Oggetto({ ...FiltriAccessi, ...Pagina }),
    reply: Page(Accesso),
  }),
  esportaAccessi: endpoint({
    method: 'GET',
    path: '/registro/accessi/esportazione',
    azione: 'registro.accessi',
    summary: 'Il registro degli accessi in un file CSV',
    query: Oggetto(FiltriAccessi),
    reply: Binario,
  }),
}
