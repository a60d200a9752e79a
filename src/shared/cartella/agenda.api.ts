// The agenda of the offices: slots by day and hour of Italy, who comes (where the reader may see him), how it ended; and
// the secret address at which one's own calendar program reads them, without personal data.
import { type Static, Type } from 'typebox'
import { sceltaUffici } from '../accesso/uffici-operatori.api.ts'
import {
  Belfiore,
  Binario,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Lista,
  Nullabile,
  Oggetto,
  Opzionale,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { statiAppuntamento } from './agenda.rules.ts'
import { Codice, PersonaNominata } from './contatti.api.ts'

const Ora = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

const Appuntamento = Oggetto({
  id: Id,
  /** Day and hours of Italy. */
  giorno: Data,
  ora: Type.String(),
  oraFine: Type.String(),
  inizio: Istante,
  fine: Istante,
  tipo: Type.String(),
  tipoTesto: Type.String(),
  luogo: Nullabile(Type.String()),
  stato: Uno(statiAppuntamento),
  motivo: Nullabile(Type.String()),
  comuneId: Belfiore,
  ufficioId: Id,
  ufficio: Type.String(),
  operatoreId: Id,
  operatore: Type.String(),
  persona: Nullabile(PersonaNominata),
  /** Of one's own casi: to the others the slot is taken and nothing more. */
  caso: Nullabile(Oggetto({ id: Id, richiedente: Type.String(), personaId: Nullabile(Id) })),
})
export type Appuntamento = Static<typeof Appuntamento>

const Agenda = Oggetto({
  dal: Data,
  al: Data,
  voci: Type.Array(Appuntamento),
  /** Of these days, also where they are more than are shown. */
  quanti: Type.Integer(),
  nonPresentati: Type.Integer(),
})

const quando = {
  giorno: Data,
  ora: Ora,
  durataMinuti: Type.Integer({ minimum: 5, maximum: 720 }),
}
const Creato = Oggetto({ id: Id })
const uno = { params: ById, azione: 'agenda.gestisci' } as const

export const agendaApi = {
  list: endpoint({
    method: 'GET',
    path: '/agenda',
    azione: 'agenda.leggi',
    summary: 'Gli appuntamenti di un giorno o di una settimana, per ufficio o per operatore',
    query: Oggetto({
      dal: Data,
      al: Data,
      ufficio: Type.Optional(Id),
      operatore: Type.Optional(Id),
      /** Where neither is said; `miei` by itself, and where one has any: with one's own appointments. */
      uffici: Type.Optional(Uno(sceltaUffici)),
    }),
    reply: Agenda,
    mostra: {
      persone: (r: Static<typeof Agenda>) => r.voci.flatMap((a) => a.persona?.id ?? a.caso?.personaId ?? []),
      domanda: () => 'agenda degli uffici',
    },
  }),
  crea: endpoint({
    method: 'POST',
    path: '/agenda',
    azione: 'agenda.gestisci',
    summary: 'Fissa un appuntamento',
    body: Oggetto({
      ...quando,
      comuneId: Belfiore,
      ufficioId: Id,
      operatoreId: Id,
      tipo: Codice,
      luogo: Opzionale(Testo(150)),
      personaId: Opzionale(Id),
    }),
    reply: Creato,
  }),
  svolgi: endpoint({
    ...uno,
    method: 'POST',
    path: '/agenda/:id/svolto',
    summary: 'Segna che l’appuntamento si è svolto',
    reply: Fatto,
  }),
  nonPresentato: endpoint({
    ...uno,
    method: 'POST',
    path: '/agenda/:id/non-presentato',
    summary: 'Segna che la persona non si è presentata',
    reply: Fatto,
  }),
  annulla: endpoint({
    ...uno,
    method: 'POST',
    path: '/agenda/:id/annullamento',
    summary: 'Annulla un appuntamento, con il motivo',
    body: Oggetto({ motivo: Testo(300) }),
    reply: Fatto,
  }),
  sposta: endpoint({
    ...uno,
    method: 'POST',
    path: '/agenda/:id/spostamento',
    summary: 'Sposta un appuntamento: quello di prima resta nella storia',
    body: Oggetto({ ...quando, operatoreId: Opzionale(Id), motivo: Opzionale(Testo(300)) }),
    reply: Creato,
  }),
  operatori: endpoint({
    method: 'GET',
    path: '/agenda/operatori',
    azione: 'agenda.leggi',
    summary: 'Gli operatori per i quali si può fissare un appuntamento',
    reply: Lista(Oggetto({ id: Id, nome: Type.String() })),
  }),
}

export const calendarioApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/agenda/calendario',
    azione: 'agenda.calendario',
    summary: 'Se il proprio calendario è collegato, e da quando',
    reply: Oggetto({ creatoIl: Nullabile(Istante) }),
  }),
  collega: endpoint({
    method: 'POST',
    path: '/agenda/calendario',
    azione: 'agenda.calendario',
    summary: 'Crea l’indirizzo segreto del proprio calendario: quello di prima smette di funzionare',
    reply: Oggetto({
      /** Below the address of the installation; told once. */
      percorso: Type.String(),
    }),
  }),
  revoca: endpoint({
    method: 'POST',
    path: '/agenda/calendario/revoca',
    azione: 'agenda.calendario',
    summary: 'Revoca l’indirizzo segreto del proprio calendario',
    reply: Fatto,
  }),
  // the secret stands in the query: neither the log nor a refusal repeats it
  scarica: endpoint({
    method: 'GET',
    path: '/pubblico/calendario',
    azione: 'pubblico',
    limite: 30,
    summary: 'Il calendario di chi possiede l’indirizzo segreto, in formato iCalendar e senza dati personali',
    query: Oggetto({ chiave: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }),
    reply: Binario,
  }),
}
