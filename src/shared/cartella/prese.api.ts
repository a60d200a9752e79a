// Presa in carico: proposal, the acts of its life, its card, and the caseload of whoever is in its team (cartella §2.4).
import { type Static, Type } from 'typebox'
import {
  Belfiore,
  ById,
  Data,
  endpoint,
  Fatto,
  Id,
  Istante,
  Lista,
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
import { type DatoDellaPresa, datiDellaPresa, statiPresa } from './prese.rules.ts'

export const mandati = ['accordo', 'senza-accordo', 'mandato-autorita'] as const
export const nomiMandato = {
  accordo: 'Con l’accordo della persona',
  'senza-accordo': 'Senza il suo accordo',
  'mandato-autorita': 'Su mandato dell’autorità',
} as const

/** A datum of the history in words. */
export const datoInParole = (dato: DatoDellaPresa, valore: string, area: (codice: string) => string): string =>
  dato === 'area'
    ? area(valore)
    : dato === 'mandato'
      ? (nomiMandato[valore as keyof typeof nomiMandato] ?? valore)
      : valore

const Codice = Testo(60)
const Peso = Type.Integer({ minimum: 1, maximum: 10 })

export const PersonaDiPresa = Oggetto({ id: Id, cognome: Type.String(), nome: Type.String() })

/** One line of a caseload. */
const PresaBreve = Oggetto({
  id: Id,
  numero: Type.Integer(),
  comuneId: Belfiore,
  comune: Type.String(),
  persona: PersonaDiPresa,
  stato: Uno(statiPresa),
  riaperture: Type.Integer(),
  tipo: Nullabile(Type.String()),
  area: Nullabile(Type.String()),
  /** The reader answers for it; otherwise he is in the team. */
  responsabile: Type.Boolean(),
  prossimaScadenza: Nullabile(Data),
  /** Items of a hand-over not yet acknowledged by the reader. */
  daVedere: Type.Integer(),
  passaggioOfferto: Type.Boolean(),
})
const PaginaPrese = Page(PresaBreve)
const Filtri = Oggetto({
  stato: Type.Optional(Uno(statiPresa)),
  scadenza: Type.Optional(Uno(['scadute', 'settimana'])),
  chiuse: Type.Optional(Type.Boolean()),
  ...Pagina,
})

const Agenda = Oggetto({
  compiti: Type.Array(
    Oggetto({
      id: Id,
      presaId: Id,
      persona: PersonaDiPresa,
      tipo: Nullabile(Type.String()),
      scade: Data,
      quando: Uno(['scaduto', 'oggi', 'settimana']),
    }),
  ),
  daAccettare: Type.Array(Oggetto({ id: Id, numero: Type.Integer(), persona: PersonaDiPresa })),
  offerti: Type.Array(Oggetto({ id: Id, presaId: Id, da: Nullabile(Type.String()), persona: PersonaDiPresa })),
  consegne: Type.Array(Oggetto({ presaId: Id, daVedere: Type.Integer(), persona: PersonaDiPresa })),
})

export const CompitoLetto = Oggetto({
  id: Id,
  titolo: Type.String(),
  tipo: Type.String(),
  tipoTesto: Nullabile(Type.String()),
  utenteId: Id,
  chi: Nullabile(Type.String()),
  scade: Data,
  stato: Uno(['aperto', 'fatto', 'annullato', 'passato']),
  scaduto: Type.Boolean(),
  esito: Nullabile(Type.String()),
  chiusoIl: Nullabile(Istante),
  versione: Versione,
})

const VoceConsegna = Oggetto({
  id: Id,
  sezione: Uno(['chi', 'scadenze', 'mandati', 'sicurezza', 'accordi', 'desideri', 'sospesi']),
  testo: Type.String(),
  scade: Nullabile(Data),
  vistaIl: Nullabile(Istante),
})
export const TrasferimentoLetto = Oggetto({
  id: Id,
  stato: Uno(['offerto', 'accettato', 'rifiutato', 'ritirato']),
  da: Nullabile(Type.String()),
  a: Nullabile(Type.String()),
  aUtenteId: Id,
  offertoIl: Istante,
  rispostoIl: Nullabile(Istante),
  daVedere: Type.Integer(),
  voci: Type.Array(VoceConsegna),
})

export const PresaScheda = Oggetto({
  id: Id,
  numero: Type.Integer(),
  comuneId: Belfiore,
  comune: Type.String(),
  persona: PersonaDiPresa,
  stato: Uno(statiPresa),
  tipo: Type.String(),
  tipoTesto: Nullabile(Type.String()),
  area: Type.String(),
  areaTesto: Nullabile(Type.String()),
  mandato: Uno(mandati),
  peso: Peso,
  ufficioId: Nullabile(Id),
  ufficio: Nullabile(Type.String()),
  apertaIl: Data,
  attivataIl: Nullabile(Data),
  primoContattoEntro: Nullabile(Data),
  primoContattoIl: Nullabile(Data),
  informativaIl: Nullabile(Data),
  informativaOperatore: Nullabile(Type.String()),
  informativaConsensoLavoro: Nullabile(Type.Boolean()),
  prossimaScadenza: Nullabile(Data),
  chiusaIl: Nullabile(Data),
  motivoChiusura: Nullabile(Type.String()),
  riaperture: Type.Integer(),
  versione: Versione,
  oggetto: Nullabile(Type.String()),
  accordi: Nullabile(Type.String()),
  desideri: Nullabile(Type.String()),
  sicurezza: Nullabile(Type.String()),
  valutazioneFinale: Nullabile(Type.String()),
  equipe: Type.Array(
    Oggetto({
      id: Id,
      utenteId: Id,
      nome: Nullabile(Type.String()),
      professione: Nullabile(Type.String()),
      responsabile: Type.Boolean(),
      dal: Data,
      al: Nullabile(Data),
      motivo: Nullabile(Type.String()),
    }),
  ),
  storia: Type.Array(
    Oggetto({
      id: Id,
      atto: Type.String(),
      da: Nullabile(Uno(statiPresa)),
      a: Uno(statiPresa),
      motivo: Nullabile(Type.String()),
      quando: Istante,
      chi: Nullabile(Type.String()),
      /** What it has changed, in words: the area of a day is read here. */
      cambia: Type.Array(
        Oggetto({
          dato: Uno(Object.keys(datiDellaPresa) as DatoDellaPresa[]),
          prima: Nullabile(Type.String()),
          dopo: Nullabile(Type.String()),
        }),
      ),
    }),
  ),
  compiti: Type.Array(CompitoLetto),
  /** The hand-over in progress, or the last accepted one until every item is acknowledged. */
  trasferimento: Nullabile(TrasferimentoLetto),
  /** Offered to another comune, and what it answered. */
  scambio: Nullabile(
    Oggetto({
      id: Id,
      comune: Type.String(),
      stato: Uno(['offerto', 'accettato', 'rifiutato', 'ritirato']),
      offertoIl: Istante,
      risposta: Nullabile(Type.String()),
    }),
  ),
  sonoResponsabile: Type.Boolean(),
  sonoDestinatario: Type.Boolean(),
  /** Answers for it, hence may close it, offer it to others and withdraw the offer. */
  neRispondo: Type.Boolean(),
  /** It is closed, and the reader answered for it: opened again it is his. */
  eroResponsabile: Type.Boolean(),
  /** It waits to be assigned, and of those who see it nobody may: the record is restricted. */
  nessunoLaAssegna: Type.Boolean(),
  /** What stands in the way of closing, in words. */
  mancaPerChiudere: Type.Array(Type.String()),
})

export const unaPresa = {
  params: ById,
  fascicolo: true,
  soggetto: { tipo: 'presa-in-carico', campo: 'id' },
} as const
const atto = { ...unaPresa, method: 'POST', azione: 'presa.gestisci', reply: Fatto } as const

export const preseApi = {
  proponi: endpoint({
    method: 'POST',
    path: '/persone/:id/prese',
    azione: 'presa.proponi',
    summary: 'Propone la presa in carico di una persona',
    params: ById,
    fascicolo: true,
    soggetto: { tipo: 'persona', campo: 'id' },
    body: Oggetto({
      tipo: Codice,
      area: Codice,
      mandato: Uno(mandati),
      peso: Peso,
      /** Where she is followed: of the comune, or of the whole ambito. */
      ufficioId: Opzionale(Id),
      oggetto: Testo(2000),
      accordi: Opzionale(Testo(4000)),
      desideri: Opzionale(Testo(4000)),
      sicurezza: Opzionale(Testo(2000)),
    }),
    reply: Oggetto({ id: Id }),
  }),
  mie: endpoint({
    method: 'GET',
    path: '/prese/mie',
    azione: 'presa.mie',
    summary: 'Le prese in carico di cui sono responsabile o nell’équipe',
    query: Filtri,
    reply: PaginaPrese,
    mostra: {
      persone: (r: Static<typeof PaginaPrese>) => r.voci.flatMap((v) => mostratePer(v.id, [v.persona.id])),
      domanda: () => 'prese in carico proprie',
    },
  }),
  agenda: endpoint({
    method: 'GET',
    path: '/prese/agenda',
    azione: 'presa.mie',
    summary: 'Che cosa scade oggi e in settimana, che cosa aspetta me',
    reply: Agenda,
    mostra: {
      persone: (r: Static<typeof Agenda>) =>
        [...r.compiti, ...r.daAccettare, ...r.offerti, ...r.consegne].flatMap((v) =>
          mostratePer('presaId' in v ? v.presaId : v.id, [v.persona.id]),
        ),
      domanda: () => 'agenda propria',
    },
  }),
  diPersona: endpoint({
    method: 'GET',
    path: '/persone/:id/prese',
    azione: 'presa.leggi',
    summary: 'Le prese in carico di una persona, dalla più recente',
    params: ById,
    fascicolo: true,
    soggetto: { tipo: 'persona', campo: 'id' },
    reply: Lista(
      Oggetto({
        id: Id,
        numero: Type.Integer(),
        stato: Uno(statiPresa),
        tipo: Nullabile(Type.String()),
        area: Nullabile(Type.String()),
        responsabile: Nullabile(Type.String()),
        apertaIl: Data,
        chiusaIl: Nullabile(Data),
        riaperture: Type.Integer(),
      }),
    ),
  }),
  leggi: endpoint({
    ...unaPresa,
    method: 'GET',
    path: '/prese/:id',
    azione: 'presa.leggi',
    summary: 'La presa in carico: stato, équipe, storia, compiti, passaggio',
    reply: PresaScheda,
  }),
  scrivi: endpoint({
    ...unaPresa,
    method: 'PUT',
    path: '/prese/:id',
    azione: 'presa.gestisci',
    summary: 'Scrive di che cosa si tratta, gli accordi, ciò che la persona desidera',
    body: Oggetto({
      versione: Versione,
      area: Codice,
      mandato: Uno(mandati),
      peso: Peso,
      /** Absent: as it was; null: of none. */
      ufficioId: Opzionale(Id),
      oggetto: Opzionale(Testo(2000)),
      accordi: Opzionale(Testo(4000)),
      desideri: Opzionale(Testo(4000)),
      sicurezza: Opzionale(Testo(2000)),
    }),
    reply: Fatto,
  }),
  accetta: endpoint({ ...atto, path: '/prese/:id/accettazione', summary: 'Accetta la presa in carico assegnata' }),
  rifiuta: endpoint({
    ...atto,
    path: '/prese/:id/rifiuto',
    summary: 'Rifiuta l’assegnazione, dicendo perché: torna da assegnare',
    body: Oggetto({ motivo: Testo(500) }),
  }),
  contatta: endpoint({
    ...atto,
    path: '/prese/:id/primo-contatto',
    summary: 'Registra il primo contatto con la persona',
    body: Oggetto({ giorno: Data, nota: Opzionale(Testo(500)) }),
  }),
  informa: endpoint({
    ...atto,
    path: '/prese/:id/informativa',
    summary: 'Registra la consegna dell’informativa e la volontà sulla comunicazione ai centri per l’impiego',
    body: Oggetto({ giorno: Data, operatore: Opzionale(Testo(150)), consensoLavoro: Type.Boolean() }),
  }),
  attiva: endpoint({ ...atto, path: '/prese/:id/attivazione', summary: 'Attiva la presa in carico' }),
  sospendi: endpoint({
    ...atto,
    path: '/prese/:id/sospensione',
    summary: 'Sospende la presa in carico',
    body: Oggetto({ motivo: Codice, nota: Opzionale(Testo(500)) }),
  }),
  riprendi: endpoint({
    ...atto,
    path: '/prese/:id/ripresa',
    summary: 'Riprende una presa in carico sospesa',
    body: Oggetto({ motivo: Testo(500) }),
  }),
  chiudi: endpoint({
    ...atto,
    path: '/prese/:id/chiusura',
    summary: 'Chiude la presa in carico, con motivo e valutazione finale',
    body: Oggetto({ motivo: Codice, valutazione: Testo(8000) }),
  }),
  riapri: endpoint({
    ...atto,
    path: '/prese/:id/riapertura',
    summary: 'Riapre la presa in carico: è di nuovo di chi ne era responsabile, oppure torna da assegnare',
    body: Oggetto({ motivo: Testo(500) }),
    reply: Oggetto({ stato: Uno(statiPresa) }),
  }),
  riassegna: endpoint({
    ...unaPresa,
    method: 'POST',
    path: '/prese/:id/riapertura-assegnata',
    azione: 'presa.ricevi',
    summary: 'Riapre la presa in carico e la assegna a un operatore, che dovrà accettarla',
    body: Oggetto({ utenteId: Id, motivo: Testo(500) }),
    reply: Fatto,
  }),
  aggiungiOperatore: endpoint({
    ...atto,
    path: '/prese/:id/equipe',
    summary: 'Aggiunge un operatore all’équipe',
    body: Oggetto({ utenteId: Id, professione: Codice }),
  }),
  terminaOperatore: endpoint({
    ...atto,
    params: Oggetto({ id: Id, operatore: Id }),
    path: '/prese/:id/equipe/:operatore/termine',
    summary: 'Fa uscire un operatore dall’équipe: i suoi compiti passano al responsabile',
    body: Oggetto({ motivo: Testo(300) }),
  }),
  colleghi: endpoint({
    method: 'GET',
    path: '/prese/:id/colleghi',
    azione: 'presa.gestisci',
    summary: 'Gli operatori che possono lavorare a questa presa in carico',
    params: ById,
    reply: Lista(
      Oggetto({
        utenteId: Id,
        nome: Type.String(),
        /** May also answer for it. */
        puoRispondere: Type.Boolean(),
      }),
    ),
  }),
}
