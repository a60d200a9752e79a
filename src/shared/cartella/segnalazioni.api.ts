// Segnalazioni (cartella §2.3): received, evaluated within a term, concluded with a reason. Who reported is a class of
// its own: his part of the reply is null for whoever may not know, as where nothing was written.
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  mostratePer,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { Codice, PersonaNominata } from './contatti.api.ts'
import { MAX_TESTO } from './contatti.rules.ts'
import { motiviRipetizione, risposte, statiSegnalazione, urgenze } from './segnalazioni.rules.ts'

const informate = ['si', 'no', 'non-so'] as const
const modi = ['testuali', 'riassunti'] as const

const Segnalato = Oggetto({
  id: Id,
  persona: Nullabile(PersonaNominata),
  /** In words, until he is identified. */
  descrizione: Nullabile(Type.String()),
})

const Breve = {
  id: Id,
  /** Short name to speak of it: it says nothing of how many there are. */
  riferimento: Type.String(),
  ricevutaIl: Istante,
  canale: Type.String(),
  canaleTesto: Type.String(),
  classificazione: Nullabile(Type.String()),
  classificazioneTesto: Nullabile(Type.String()),
  urgenza: Uno(urgenze),
  minoriPresenti: Nullabile(Type.Boolean()),
  stato: Uno(statiSegnalazione),
  scadeIl: Istante,
  scaduta: Type.Boolean(),
  valutatore: Nullabile(Type.String()),
  comuneId: Belfiore,
  segnalati: Type.Array(Segnalato),
}
const SegnalazioneBreve = Oggetto(Breve)
export type SegnalazioneBreve = Static<typeof SegnalazioneBreve>
const SegnalazioneInElenco = Oggetto({
  ...Breve,
  /** What it has in common with others of the last days, as far as the reader sees; an address of a protected class is not compared. */
  ripetutaPer: Type.Array(Uno(motiviRipetizione)),
})
export type SegnalazioneInElenco = Static<typeof SegnalazioneInElenco>
const PaginaSegnalazioni = Page(SegnalazioneInElenco)

const Riferimento = {
  nome: Testo(150),
  legame: Opzionale(Testo(100)),
  recapito: Opzionale(Testo(150)),
  problemi: Opzionale(Testo(1000)),
}
const RiferimentoLetto = Oggetto({
  posizione: Type.Integer(),
  nome: Type.String(),
  legame: Nullabile(Type.String()),
  recapito: Nullabile(Type.String()),
  problemi: Nullabile(Type.String()),
})
const Pericolo = Type.Record(Type.String({ maxLength: 80 }), Uno(risposte))

const Segnalante = {
  anonimo: Type.Boolean(),
  interlocutore: Opzionale(Codice),
  nome: Opzionale(Testo(150)),
  ente: Opzionale(Testo(150)),
  recapiti: Opzionale(Testo(300)),
}
const ChiESegnalato = { personaId: Opzionale(Id), descrizione: Opzionale(Testo(200)) }
/** As many as one form holds. */
export const MAX_SEGNALATI = 20
export const MAX_RIFERIMENTI = 3

export const SegnalazioneScheda = Oggetto({
  ...Breve,
  versione: Versione,
  riservata: Type.Boolean(),
  /** It is the task of who reads. */
  laValutoIo: Type.Boolean(),
  motivo: Nullabile(Type.String()),
  ufficio: Nullabile(Type.String()),
  contattoId: Nullabile(Id),
  fatti: Type.String(),
  fattiModo: Uno(modi),
  luogo: Nullabile(Type.String()),
  pericolo: Pericolo,
  informata: Uno(informate),
  informataNota: Nullabile(Type.String()),
  motivoArchiviazione: Nullabile(Type.String()),
  conclusione: Nullabile(Type.String()),
  chiusaIl: Nullabile(Istante),
  segnalante: Nullabile(
    Oggetto({
      anonimo: Type.Boolean(),
      interlocutore: Nullabile(Type.String()),
      nome: Nullabile(Type.String()),
      ente: Nullabile(Type.String()),
      recapiti: Nullabile(Type.String()),
    }),
  ),
  riferimenti: Type.Array(RiferimentoLetto),
  passaggi: Type.Array(
    Oggetto({
      id: Id,
      atto: Type.String(),
      da: Nullabile(Type.String()),
      a: Type.String(),
      motivo: Nullabile(Type.String()),
      quando: Istante,
      chi: Nullabile(Type.String()),
    }),
  ),
  prese: Type.Array(Oggetto({ id: Id, numero: Type.Integer(), stato: Type.String(), persona: PersonaNominata })),
  invii: Type.Array(Oggetto({ id: Id, destinatario: Type.String(), stato: Type.String() })),
  /** Others received within the days of the parameter, on the same person, household or address. */
  ripetute: Oggetto({
    giorni: Type.Integer(),
    voci: Type.Array(
      Oggetto({
        id: Id,
        riferimento: Type.String(),
        ricevutaIl: Istante,
        stato: Uno(statiSegnalazione),
        perche: Type.Array(Uno(motiviRipetizione)),
      }),
    ),
  }),
})
export type SegnalazioneScheda = Static<typeof SegnalazioneScheda>

const CopiaFamiglia = Oggetto({
  riferimento: Type.String(),
  ricevutaIl: Istante,
  stato: Uno(statiSegnalazione),
  comune: Type.String(),
  segnalati: Type.Array(Type.String()),
  fatti: Type.String(),
  fattiModo: Uno(modi),
  conclusione: Nullabile(Type.String()),
})

const persone = (r: { segnalati: Static<typeof Segnalato>[] }) =>
  r.segnalati.flatMap((s) => (s.persona ? [s.persona.id] : []))

const una = { params: ById, fascicolo: true } as const
/** What it says is read for one's task, or with a purpose (ADR 0057). */
const scheda = { ...una, soggetto: { tipo: 'segnalazione', campo: 'id' } } as const
const Motivo = Testo(1000)

export const segnalazioniApi = {
  crea: endpoint({
    method: 'POST',
    path: '/segnalazioni',
    azione: 'segnalazione.crea',
    summary: 'Registra una segnalazione',
    fascicolo: true,
    body: Oggetto({
      comuneId: Belfiore,
      ufficioId: Opzionale(Id),
      /** The contact it comes from, which is then converted. */
      contattoId: Opzionale(Id),
      ricevutaIl: Opzionale(Istante),
      canale: Codice,
      motivo: Opzionale(Codice),
      classificazione: Opzionale(Codice),
      urgenza: Uno(urgenze),
      minoriPresenti: Opzionale(Type.Boolean()),
      segnalante: Oggetto(Segnalante),
      segnalati: Type.Array(Oggetto(ChiESegnalato), { minItems: 1, maxItems: MAX_SEGNALATI }),
      riferimenti: Type.Array(Oggetto(Riferimento), { maxItems: MAX_RIFERIMENTI }),
      fatti: Testo(MAX_TESTO),
      fattiModo: Uno(modi),
      luogo: Opzionale(Testo(200)),
      pericolo: Pericolo,
      informata: Uno(informate),
      informataNota: Opzionale(Testo(1000)),
    }),
    reply: Oggetto({ id: Id, riferimento: Type.String(), urgenza: Uno(urgenze), scadeIl: Istante }),
  }),
  list: endpoint({
    method: 'GET',
    path: '/segnalazioni',
    azione: 'segnalazione.elenca',
    summary: 'Le segnalazioni, dalla più recente',
    // where they happen and where persons live, to tell those at one address: neither is in the reply
    fascicolo: true,
    query: Oggetto({
      stato: Type.Optional(Uno(statiSegnalazione)),
      urgenza: Type.Optional(Uno(urgenze)),
      classificazione: Type.Optional(Codice),
      dal: Type.Optional(Data),
      al: Type.Optional(Data),
      scadute: Type.Optional(Type.Boolean()),
      mie: Type.Optional(Type.Boolean()),
      ...Pagina,
    }),
    reply: PaginaSegnalazioni,
    mostra: {
      persone: (r: Static<typeof PaginaSegnalazioni>) => r.voci.flatMap((v) => mostratePer(v.id, persone(v))),
      domanda: () => 'elenco delle segnalazioni',
    },
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/segnalazioni/:id',
    azione: 'segnalazione.leggi',
    summary: 'Una segnalazione con i suoi fatti, la sua storia e quelle vicine',
    ...scheda,
    reply: SegnalazioneScheda,
  }),
  valuta: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/valutazione',
    azione: 'segnalazione.valuta',
    summary: 'Inizia la valutazione di una segnalazione, o subentra a chi la stava valutando',
    ...una,
    body: Oggetto({
      /** In the place of who has already begun, who is told: the version in which one has seen who it was. */
      subentro: Opzionale(Versione),
    }),
    reply: Fatto,
  }),
  aggiorna: endpoint({
    method: 'PUT',
    path: '/segnalazioni/:id',
    azione: 'segnalazione.valuta',
    summary: 'Completa una segnalazione mentre la si valuta: un pericolo in più ne accorcia il termine',
    ...una,
    body: Oggetto({
      versione: Versione,
      classificazione: Opzionale(Codice),
      urgenza: Uno(urgenze),
      minoriPresenti: Opzionale(Type.Boolean()),
      luogo: Opzionale(Testo(200)),
      pericolo: Pericolo,
      informata: Uno(informate),
      informataNota: Opzionale(Testo(1000)),
    }),
    reply: Fatto,
  }),
  identifica: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/segnalati/:segnalato',
    azione: 'segnalazione.valuta',
    summary: 'Indica chi è una persona segnalata che non era ancora identificata',
    ...una,
    params: Oggetto({ id: Id, segnalato: Id }),
    body: Oggetto({ personaId: Id }),
    reply: Fatto,
  }),
  aggiungiSegnalato: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/segnalati',
    azione: 'segnalazione.valuta',
    summary: 'Aggiunge una persona segnalata, scoperta mentre si valuta',
    ...una,
    body: Oggetto(ChiESegnalato),
    reply: Fatto,
  }),
  completaSegnalante: endpoint({
    method: 'PUT',
    path: '/segnalazioni/:id/segnalante',
    azione: 'segnalazione.valuta',
    summary: 'Completa chi ha segnalato, per chi può leggerlo: ciò che era scritto resta',
    ...una,
    body: Oggetto({ versione: Versione, ...Segnalante }),
    reply: Fatto,
  }),
  scriviRiferimento: endpoint({
    method: 'PUT',
    path: '/segnalazioni/:id/riferimenti',
    azione: 'segnalazione.valuta',
    summary: 'Completa una persona di riferimento; senza posizione ne aggiunge un’altra',
    ...una,
    body: Oggetto({
      versione: Versione,
      posizione: Opzionale(Type.Integer({ minimum: 1, maximum: MAX_RIFERIMENTI })),
      ...Riferimento,
    }),
    reply: Fatto,
  }),
  riserva: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/riservatezza',
    azione: 'segnalazione.valuta',
    summary: 'Riserva una segnalazione ad alcuni colleghi: per gli altri non esiste; con null torna di tutti',
    ...una,
    body: Oggetto({ colleghi: Nullabile(Type.Array(Id, { maxItems: 20 })) }),
    reply: Fatto,
  }),
  regole: endpoint({
    method: 'GET',
    path: '/segnalazioni/regole',
    azione: 'segnalazione.crea',
    summary: 'In quante ore si valuta una segnalazione, e quali domande sul pericolo qui non si fanno',
    reply: Oggetto({
      termini: Type.Array(
        Oggetto({
          urgenza: Uno(urgenze),
          ore: Type.Integer(),
          fonte: Type.String(),
          /** Of the ambito, not national. */
          locale: Type.Boolean(),
        }),
      ),
      domandeNonPoste: Type.Array(Type.String()),
    }),
  }),
  valutatori: endpoint({
    method: 'GET',
    path: '/segnalazioni/valutatori',
    azione: 'segnalazione.leggi',
    summary: 'I colleghi ai quali si può riservare una segnalazione',
    reply: Oggetto({ voci: Type.Array(Oggetto({ id: Id, nome: Type.String() })) }),
  }),
  archivia: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/archiviazione',
    azione: 'segnalazione.archivia',
    summary: 'Archivia una segnalazione, con il motivo',
    ...una,
    body: Oggetto({ motivo: Codice, conclusione: Motivo }),
    reply: Fatto,
  }),
  orienta: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/orientamento',
    azione: 'segnalazione.orienta',
    summary: 'Conclude una segnalazione orientando la persona, con il motivo',
    ...una,
    body: Oggetto({ conclusione: Motivo }),
    reply: Fatto,
  }),
  inoltra: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/inoltro',
    azione: 'segnalazione.inoltra',
    summary: 'Inoltra una segnalazione a un altro ufficio o a un ente esterno',
    ...una,
    body: Oggetto({
      ufficioId: Opzionale(Id),
      ente: Opzionale(Testo(150)),
      email: Opzionale(Type.String({ format: 'email', maxLength: 254 })),
      testo: Testo(MAX_TESTO),
    }),
    reply: Oggetto({ invioId: Id }),
  }),
  segnalaAutorita: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/autorita',
    azione: 'segnalazione.segnala-autorita',
    summary: 'Registra che i fatti sono stati segnalati all’autorità giudiziaria',
    ...una,
    body: Oggetto({ autorita: Testo(200), conclusione: Motivo }),
    reply: Fatto,
  }),
  riprendi: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/ripresa',
    azione: 'segnalazione.valuta',
    summary: 'Rimette in valutazione una segnalazione inoltrata che il destinatario ha respinto',
    ...una,
    body: Oggetto({ motivo: Testo(300) }),
    reply: Fatto,
  }),
  prendiInCarico: endpoint({
    method: 'POST',
    path: '/segnalazioni/:id/presa-in-carico',
    azione: 'segnalazione.prendi-in-carico',
    summary: 'Propone la presa in carico delle persone segnalate',
    ...una,
    body: Oggetto({
      persone: Type.Array(Id, { minItems: 1, maxItems: 20 }),
      tipo: Codice,
      area: Codice,
      mandato: Uno(['accordo', 'senza-accordo', 'mandato-autorita']),
      conclusione: Motivo,
    }),
    reply: Oggetto({ prese: Type.Array(Oggetto({ id: Id, personaId: Id, numero: Type.Integer() })) }),
  }),
  copia: endpoint({
    method: 'GET',
    path: '/segnalazioni/:id/copia-famiglia',
    azione: 'segnalazione.copia',
    summary: 'La copia per la famiglia: senza chi ha segnalato, nemmeno dove il testo lo nomina',
    ...scheda,
    reply: CopiaFamiglia,
  }),
}
