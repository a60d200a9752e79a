// The coordinator's work: whose the households are, how the work is shared, households that live elsewhere. What is here is all
// that he sees of a caso (R1.07): never how far it is, what is missing, what came of it.
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
  Nullabile,
  Oggetto,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'

export const assegnazioni = ['da-assegnare', 'assegnato', 'passato', 'concluso'] as const
export type Assegnazione = (typeof assegnazioni)[number]
export const nomiAssegnazione: Readonly<Record<Assegnazione, string>> = {
  'da-assegnare': 'Da assegnare',
  assegnato: 'Assegnato',
  passato: 'Passato ad altro comune',
  concluso: 'Concluso',
}

const Caso = Oggetto({
  id: Id,
  richiedente: Type.String(),
  codiceFiscale: Type.String(),
  personaId: Nullabile(Id),
  indirizzo: Nullabile(Type.String()),
  cap: Nullabile(Type.String()),
  comuneId: Belfiore,
  comune: Type.String(),
  misuraId: Type.String(),
  misura: Type.String(),
  presentataIl: Data,
  arrivatoIl: Data,
  componenti: Type.Integer(),
  /** What was looked for is another member of it, and not who asked. */
  diComponente: Type.Boolean(),
  peso: Type.Integer(),
  assegnazione: Uno(assegnazioni),
  assegnatarioId: Nullabile(Id),
  assegnatario: Nullabile(Type.String()),
  assegnatoIl: Nullabile(Data),
  /** Offered to another comune, and not yet answered. */
  offertoA: Nullabile(Type.String()),
})
export type CasoBreve = Static<typeof Caso>
const Casi = Page(Caso)

const CaseManager = Oggetto({
  utenteId: Id,
  nome: Type.String(),
  comuni: Type.Array(Belfiore),
  casi: Type.Integer(),
  peso: Type.Integer(),
  inScadenza: Type.Integer(),
  scaduti: Type.Integer(),
})
export type CaricoCaseManager = Static<typeof CaseManager>

export const MOLTI = 500
const Scelti = Type.Array(Id, { minItems: 1, maxItems: MOLTI, uniqueItems: true })

/** Comuni in which no analysis can begin, because the record is not open there: how many open casi they have, and what is to be registered. */
const AnalisiFerma = Oggetto({
  /** Names of the adhesions that the record asks of a comune. */
  adesioni: Type.Array(Type.String()),
  /** The record is open nationally. */
  aperta: Type.Boolean(),
  comuni: Type.Array(Oggetto({ comuneId: Belfiore, comune: Type.String(), casi: Type.Integer() })),
})
export type AnalisiFerma = Static<typeof AnalisiFerma>

export const casiApi = {
  cerca: endpoint({
    method: 'POST',
    path: '/casi/elenco',
    azione: 'caso.elenca',
    summary: 'I nuclei da assegnare e assegnati del proprio territorio, con i filtri',
    body: Oggetto({
      assegnazione: Type.Optional(Uno(assegnazioni)),
      comune: Type.Optional(Belfiore),
      misura: Type.Optional(Testo(60)),
      assegnatario: Type.Optional(Id),
      /** Beginning of the name of who asked, whole name of any member, or codice fiscale: personal, hence not in an address. */
      testo: Type.Optional(Type.String({ maxLength: 100 })),
      ...Pagina,
    }),
    reply: Casi,
    mostra: {
      persone: (r: Static<typeof Casi>) => r.voci.flatMap((c) => c.personaId ?? []),
      domanda: (i: { testo?: string }) => (i.testo ? 'ricerca di un nucleo' : 'elenco dei nuclei'),
    },
  }),
  storia: endpoint({
    method: 'GET',
    path: '/casi/:id/assegnazioni',
    azione: 'caso.elenca',
    summary: 'Chi ha seguito un caso, da quando a quando, assegnato da chi',
    params: ById,
    reply: Oggetto({
      voci: Type.Array(
        Oggetto({
          caseManager: Type.String(),
          dal: Data,
          al: Nullabile(Data),
          motivo: Nullabile(Type.String()),
          assegnatoDa: Nullabile(Type.String()),
          assegnatoIl: Istante,
        }),
      ),
      offerte: Type.Array(
        Oggetto({
          comune: Type.String(),
          stato: Uno(['offerta', 'accettata', 'consegnata', 'rifiutata', 'ritirata'] as const),
          motivo: Type.String(),
          risposta: Nullabile(Type.String()),
          offertaIl: Istante,
          rispostaIl: Nullabile(Istante),
        }),
      ),
    }),
  }),
  carico: endpoint({
    method: 'GET',
    path: '/casi/carico',
    azione: 'caso.carico',
    summary: 'Quanti casi, di che peso, e con quante scadenze vicine o superate ha ogni case manager',
    reply: Oggetto({
      voci: Type.Array(CaseManager),
      daAssegnare: Type.Integer(),
      daAssegnareScaduti: Type.Integer(),
      analisiFerma: AnalisiFerma,
      giorni: Type.Integer(),
    }),
  }),
  proposta: endpoint({
    method: 'POST',
    path: '/casi/proposta',
    azione: 'caso.assegna',
    summary: 'Una proposta: chi INPS indica, gli altri in equilibrio per peso e territorio. Non assegna nulla',
    body: Oggetto({ casi: Scelti }),
    reply: Lista(
      Oggetto({
        casoId: Id,
        utenteId: Nullabile(Id),
        /** INPS indicates him in its extract. */
        indicato: Type.Boolean(),
      }),
    ),
  }),
  assegna: endpoint({
    method: 'POST',
    path: '/casi/assegnazioni',
    azione: 'caso.assegna',
    summary: 'Assegna uno o più casi ai case manager',
    body: Oggetto({ voci: Type.Array(Oggetto({ casoId: Id, utenteId: Id }), { minItems: 1, maxItems: MOLTI }) }),
    reply: Oggetto({ assegnati: Type.Integer() }),
  }),
  riassegna: endpoint({
    method: 'POST',
    path: '/casi/riassegnazioni',
    azione: 'caso.assegna',
    summary: 'Affida a un altro case manager uno o più casi già assegnati',
    body: Oggetto({ casi: Scelti, utenteId: Id, motivo: Testo(500) }),
    reply: Oggetto({ assegnati: Type.Integer() }),
  }),
  pesa: endpoint({
    method: 'POST',
    path: '/casi/:id/peso',
    azione: 'caso.assegna',
    summary: 'Cambia il peso di un caso nel carico di lavoro',
    params: ById,
    body: Oggetto({ peso: Type.Integer({ minimum: 1, maximum: 10 }) }),
    reply: Fatto,
  }),
  offri: endpoint({
    method: 'POST',
    path: '/casi/:id/offerta',
    azione: 'caso.passa',
    summary: 'Offre al comune in cui vive davvero un nucleo che abita altrove',
    params: ById,
    body: Oggetto({ comuneId: Belfiore, motivo: Testo(500) }),
    reply: Fatto,
  }),
  ritira: endpoint({
    method: 'POST',
    path: '/casi/:id/offerta/ritiro',
    azione: 'caso.passa',
    summary: 'Ritira un’offerta che attende ancora risposta',
    params: ById,
    body: Oggetto({}),
    reply: Fatto,
  }),
  arrivi: endpoint({
    method: 'GET',
    path: '/casi/arrivi',
    azione: 'caso.passa',
    summary: 'I nuclei che altri comuni offrono ai propri',
    reply: Lista(
      Oggetto({
        id: Id,
        comuneDestId: Belfiore,
        comuneDest: Type.String(),
        comune: Type.String(),
        ambito: Type.String(),
        richiedente: Type.String(),
        codiceFiscale: Type.String(),
        indirizzo: Nullabile(Type.String()),
        misura: Type.String(),
        presentataIl: Data,
        motivo: Type.String(),
        offertaIl: Istante,
      }),
    ),
  }),
  rispondi: endpoint({
    method: 'POST',
    path: '/casi/arrivi/:id/risposta',
    azione: 'caso.passa',
    summary: 'Accetta o rifiuta un nucleo offerto: i termini non ricominciano',
    params: ById,
    body: Oggetto({ accetta: Type.Boolean(), motivo: Testo(500, 0) }),
    reply: Fatto,
  }),
  comuni: endpoint({
    method: 'GET',
    path: '/casi/destinazioni',
    azione: 'caso.passa',
    summary: 'I comuni ai quali si può passare un nucleo: quelli con la convenzione registrata',
    reply: Lista(Oggetto({ id: Belfiore, nome: Type.String(), ambito: Type.String() })),
  }),
  numeri: endpoint({
    method: 'GET',
    path: '/casi/numeri',
    azione: 'caso.conta',
    summary: 'Quanti casi ha ogni comune, per misura: soltanto numeri',
    reply: Oggetto({
      analisiFerma: AnalisiFerma,
      voci: Type.Array(
        Oggetto({
          comuneId: Belfiore,
          comune: Type.String(),
          misura: Type.String(),
          daAssegnare: Type.Integer(),
          assegnati: Type.Integer(),
          passati: Type.Integer(),
          conclusi: Type.Integer(),
        }),
      ),
    }),
  }),
} as const
