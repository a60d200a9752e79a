// The équipe multidisciplinare: its case manager names, convenes and writes minutes; who is named reads, while he is, the parts that
// he is named for. One page for both: what each finds there is decided by the policies of the tables.
import { type Static, Type } from 'typebox'
import {
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
  Versione,
} from '../kernel/endpoint.ts'
import { Nome } from '../parametri/questionario.ts'
import { CompilazioneLetta, Valore } from './compilazioni.api.ts'
import { statiCompilazione } from './compilazioni.rules.ts'
import { partiEquipe, presenze, speciAggiunta, speciDichiarazione, statiSeduta } from './equipe.rules.ts'
import { statiIncontro, statiSostegno } from './monitoraggio.rules.ts'
import { ValoreDelPatto } from './patto.api.ts'
import { statiPatto } from './patto.rules.ts'

const Parte = Oggetto({
  parte: Uno(partiEquipe),
  questionario: Type.Optional(Nome),
  /** Names of pages of the questionnaire; absent: all of it. */
  sezioni: Type.Optional(Type.Array(Type.String({ maxLength: 80 }), { maxItems: 30 })),
})
const Parti = Type.Array(Parte, { maxItems: 12 })

const Componente = Oggetto({
  id: Id,
  nome: Type.String(),
  professione: Type.String(),
  /** In words. */
  professioneTesto: Type.String(),
  ente: Type.String(),
  accreditato: Type.Boolean(),
  parti: Parti,
  dal: Data,
  al: Nullabile(Data),
  motivoFine: Nullabile(Type.String()),
  /** Named today. */
  attuale: Type.Boolean(),
  versione: Versione,
})
export type ComponenteEquipe = Static<typeof Componente>

const SedutaBreve = Oggetto({
  id: Id,
  numero: Versione,
  giorno: Data,
  ora: Nullabile(Type.String()),
  luogo: Type.String(),
  stato: Uno(statiSeduta),
})
export type SedutaBreve = Static<typeof SedutaBreve>

const Equipe = Oggetto({
  casoId: Id,
  richiedente: Type.String(),
  personaId: Nullabile(Id),
  comune: Type.String(),
  misura: Type.String(),
  caseManager: Nullabile(Type.String()),
  /** The reader follows the caso, and decides; otherwise he is named in it. */
  mio: Type.Boolean(),
  /** Over, or elsewhere: to be read and no more. */
  soloLettura: Type.Boolean(),
  /** What the reader is named for; empty where the caso is his. */
  parti: Parti,
  componenti: Type.Array(Componente),
  sedute: Type.Array(SedutaBreve),
  /** Analyses that he may read for some part. */
  analisi: Type.Array(
    Oggetto({
      id: Id,
      questionario: Type.String(),
      tempo: Nullabile(Type.String()),
      giorno: Data,
      stato: Uno(statiCompilazione),
      numero: Versione,
    }),
  ),
})
export type Equipe = Static<typeof Equipe>

const Presenza = Oggetto({
  /** A member of the équipe or of the household. */
  di: Uno(['equipe', 'nucleo'] as const),
  id: Id,
  nome: Type.String(),
  qualita: Type.String(),
  presenza: Uno(presenze),
  /** How a person of the household took part: what he said, in his words. */
  partecipazione: Nullabile(Type.String()),
})
const Decisione = Oggetto({ testo: Testo(2000), chi: Testo(300), entro: Nullabile(Data) })
const Dissenso = Oggetto({
  chi: Testo(200),
  /** Number of the decision; null: of the whole. */
  decisione: Nullabile(Type.Integer({ minimum: 1 })),
  testo: Testo(2000),
})
export const Verbale = Oggetto({
  testo: Type.String(),
  presenze: Type.Array(Presenza),
  decisioni: Type.Array(Decisione),
  dissensi: Type.Array(Dissenso),
  chiusoIl: Nullabile(Istante),
  chiusoDa: Nullabile(Type.String()),
  versione: Versione,
})
export type Verbale = Static<typeof Verbale>

const Seduta = Oggetto({
  ...SedutaBreve.properties,
  casoId: Id,
  richiedente: Type.String(),
  personaId: Nullabile(Id),
  comune: Type.String(),
  mio: Type.Boolean(),
  soloLettura: Type.Boolean(),
  ordine: Type.Array(Type.String()),
  motivo: Nullabile(Type.String()),
  versione: Versione,
  /** Null until it is begun; a draft is of its case manager only. */
  verbale: Nullabile(Verbale),
  /** By the case manager once the minutes are closed, by members of the équipe under their own names. */
  aggiunte: Type.Array(
    Oggetto({
      id: Id,
      specie: Uno(speciAggiunta),
      /** Number of the decision that one does not agree with; null: the whole. */
      decisione: Nullabile(Type.Integer({ minimum: 1 })),
      testo: Type.String(),
      autore: Nullabile(Type.String()),
      /** Profession and organisation of a member. */
      qualita: Nullabile(Type.String()),
      scrittaIl: Istante,
    }),
  ),
  /** The reader was in the équipe that day, and is named for the minutes today: he may add what he has to say. */
  dichiara: Type.Boolean(),
})
export type Seduta = Static<typeof Seduta>

const Mia = Oggetto({
  casoId: Id,
  richiedente: Type.String(),
  personaId: Nullabile(Id),
  comune: Type.String(),
  misura: Type.String(),
  professione: Type.String(),
  ente: Type.String(),
  parti: Parti,
  dal: Data,
  al: Nullabile(Data),
})
const Mie = Lista(Mia)

const PattoDiEquipe = Oggetto({
  casoId: Id,
  richiedente: Type.String(),
  comune: Type.String(),
  misura: Type.String(),
  /** The one in force, and the one in preparation. */
  patti: Type.Array(
    Oggetto({
      id: Id,
      numero: Type.Integer(),
      stato: Uno(statiPatto),
      firmatoIl: Nullabile(Data),
      persone: Type.Array(
        Oggetto({ componenteId: Id, personaId: Nullabile(Id), nome: Type.String(), volontario: Type.Boolean() }),
      ),
      /** Field by field, without who wrote it: shared/patti/patto-voci.ts. */
      campi: Type.Array(Oggetto({ componenteId: Id, campo: Type.String(), valore: ValoreDelPatto })),
    }),
  ),
  sostegni: Type.Array(
    Oggetto({
      voce: Id,
      sostegno: Type.String(),
      stato: Uno(statiSostegno),
      attivoDal: Nullabile(Data),
      finitoIl: Nullabile(Data),
    }),
  ),
  /** When one meets, and how results and commitments were found: not what was said, nor who was there. */
  incontri: Type.Array(
    Oggetto({
      previstoIl: Data,
      tenutoIl: Nullabile(Data),
      stato: Uno(statiIncontro),
      valutazioni: Type.Array(Oggetto({ voce: Id, valore: Type.String() })),
    }),
  ),
})
export type PattoDiEquipe = Static<typeof PattoDiEquipe>

const daUno = (r: { personaId: string | null }) => (r.personaId ? [r.personaId] : [])
const gestisci = { azione: 'caso.gestisci', params: ById, fascicolo: true } as const
const BySeduta = Oggetto({ id: Id, seduta: Id })
const ByComponente = Oggetto({ id: Id, componente: Id })
const quando = {
  giorno: Data,
  ora: Opzionale(Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })),
  luogo: Testo(200),
  ordine: Type.Array(Testo(500), { minItems: 1, maxItems: 30 }),
}

export const equipeApi = {
  mie: endpoint({
    method: 'GET',
    path: '/equipe',
    azione: 'equipe.mie',
    summary: 'I casi nella cui équipe si è nominati oggi',
    reply: Mie,
    mostra: {
      persone: (r: Static<typeof Mie>) => r.voci.flatMap(daUno),
      domanda: () => 'casi di cui si è componenti dell’équipe',
    },
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/equipe/:id',
    azione: 'equipe.leggi',
    summary: 'L’équipe di un caso: chi ne fa parte, le sedute, le analisi di cui si vede qualche parte',
    params: ById,
    fascicolo: true,
    reply: Equipe,
    mostra: { persone: daUno, domanda: () => 'équipe di un caso' },
  }),
  seduta: endpoint({
    method: 'GET',
    path: '/equipe/:id/sedute/:seduta',
    azione: 'equipe.leggi',
    summary: 'Una seduta: ordine del giorno, e il verbale quando è chiuso',
    params: BySeduta,
    fascicolo: true,
    reply: Seduta,
    mostra: { persone: daUno, domanda: () => 'seduta dell’équipe di un caso' },
  }),
  analisi: endpoint({
    method: 'GET',
    path: '/equipe/analisi/:id',
    azione: 'equipe.analisi',
    summary: 'Di un’analisi, le parti per cui si è nominati nell’équipe',
    params: ById,
    fascicolo: true,
    soggetto: { tipo: 'compilazione', campo: 'id' },
    reply: CompilazioneLetta,
  }),
  contribuisci: endpoint({
    method: 'POST',
    path: '/equipe/analisi/:id/contributi',
    azione: 'equipe.contribuisci',
    summary: 'Aggiunge il contributo della propria professione a una dimensione per cui si è nominati',
    params: ById,
    fascicolo: true,
    soggetto: { tipo: 'compilazione', campo: 'id' },
    body: Oggetto({ componenteId: Nullabile(Id), campo: Nome, valore: Valore, testo: Testo(4000) }),
    reply: Oggetto({ id: Id }),
  }),
  patto: endpoint({
    method: 'GET',
    path: '/equipe/:id/patto',
    azione: 'equipe.patto',
    summary: 'Il patto di un caso, e come va, per chi è nominato per il patto nell’équipe',
    params: ById,
    fascicolo: true,
    reply: PattoDiEquipe,
    mostra: {
      persone: (r: PattoDiEquipe) => [
        ...new Set(r.patti.flatMap((p) => p.persone.flatMap((x) => (x.personaId ? [x.personaId] : [])))),
      ],
      domanda: () => 'patto di un caso di cui si è componenti dell’équipe',
    },
  }),
  dichiara: endpoint({
    method: 'POST',
    path: '/equipe/:id/sedute/:seduta/dichiarazioni',
    azione: 'equipe.dichiara',
    summary: 'Scrive accanto al verbale il proprio contributo, o che non si è d’accordo, con il proprio nome',
    params: BySeduta,
    fascicolo: true,
    body: Oggetto({
      specie: Uno(speciDichiarazione),
      /** Of a dissent: which decision; absent, the whole. */
      decisione: Opzionale(Type.Integer({ minimum: 1 })),
      testo: Testo(4000),
    }),
    reply: Fatto,
  }),
  nominabili: endpoint({
    ...gestisci,
    method: 'GET',
    path: '/miei-casi/:id/equipe/nominabili',
    summary: 'Chi è accreditato come componente di équipe nel comune del caso, e quali parti può vedere',
    reply: Oggetto({
      operatori: Type.Array(Oggetto({ id: Id, nome: Type.String() })),
      analisi: Type.Array(
        Oggetto({
          id: Nome,
          nome: Type.String(),
          sezioni: Type.Array(Oggetto({ id: Type.String(), titolo: Type.String() })),
        }),
      ),
    }),
  }),
  nomina: endpoint({
    ...gestisci,
    method: 'POST',
    path: '/miei-casi/:id/equipe',
    summary: 'Nomina un componente dell’équipe: chi, di quale ente, da quando, quali parti vede',
    body: Oggetto({
      /** Absent: somebody who does not enter here, and has only a name. */
      utenteId: Opzionale(Id),
      nome: Opzionale(Testo(150)),
      professione: Nome,
      ente: Testo(150),
      parti: Parti,
      dal: Data,
      al: Opzionale(Data),
    }),
    reply: Oggetto({ id: Id }),
  }),
  cambia: endpoint({
    ...gestisci,
    method: 'PUT',
    path: '/miei-casi/:id/equipe/:componente',
    summary: 'Cambia le parti che un componente vede, o l’ultimo giorno in cui è nominato',
    params: ByComponente,
    body: Oggetto({
      versione: Versione,
      ente: Testo(150),
      parti: Parti,
      al: Opzionale(Data),
      motivo: Opzionale(Testo(500)),
    }),
    reply: Fatto,
  }),
  fissa: endpoint({
    ...gestisci,
    method: 'POST',
    path: '/miei-casi/:id/sedute',
    summary: 'Fissa una seduta dell’équipe, con l’ordine del giorno',
    body: Oggetto(quando),
    reply: Oggetto({ id: Id }),
  }),
  sposta: endpoint({
    ...gestisci,
    method: 'PUT',
    path: '/miei-casi/:id/sedute/:seduta',
    summary: 'Cambia giorno, luogo o ordine del giorno di una seduta non ancora tenuta',
    params: BySeduta,
    body: Oggetto({ versione: Versione, ...quando }),
    reply: Fatto,
  }),
  annulla: endpoint({
    ...gestisci,
    method: 'POST',
    path: '/miei-casi/:id/sedute/:seduta/annullamento',
    summary: 'Annulla una seduta non ancora tenuta, con il motivo',
    params: BySeduta,
    body: Oggetto({ motivo: Testo(500) }),
    reply: Fatto,
  }),
  verbalizza: endpoint({
    ...gestisci,
    method: 'POST',
    path: '/miei-casi/:id/sedute/:seduta/verbale',
    summary: 'Comincia il verbale di una seduta, con l’elenco di chi poteva esserci',
    params: BySeduta,
    reply: Fatto,
  }),
  scrivi: endpoint({
    ...gestisci,
    method: 'PUT',
    path: '/miei-casi/:id/sedute/:seduta/verbale',
    summary: 'Scrive il verbale: presenze, che cosa si è detto, decisioni, dissensi',
    params: BySeduta,
    body: Oggetto({
      versione: Versione,
      testo: Type.String({ maxLength: 20_000 }),
      presenze: Type.Array(
        Oggetto({
          di: Uno(['equipe', 'nucleo'] as const),
          id: Id,
          presenza: Uno(presenze),
          partecipazione: Opzionale(Type.String({ maxLength: 2000 })),
        }),
        { maxItems: 60 },
      ),
      decisioni: Type.Array(Decisione, { maxItems: 50 }),
      dissensi: Type.Array(Dissenso, { maxItems: 50 }),
    }),
    reply: Oggetto({ versione: Versione }),
  }),
  chiudi: endpoint({
    ...gestisci,
    method: 'POST',
    path: '/miei-casi/:id/sedute/:seduta/chiusura',
    summary: 'Chiude il verbale: da allora non si modifica, e lo legge chi è nominato per i verbali',
    params: BySeduta,
    body: Oggetto({ versione: Versione }),
    reply: Fatto,
  }),
  aggiungi: endpoint({
    ...gestisci,
    method: 'POST',
    path: '/miei-casi/:id/sedute/:seduta/aggiunte',
    summary: 'Aggiunge qualcosa a un verbale chiuso, che resta com’era',
    params: BySeduta,
    body: Oggetto({ testo: Testo(4000) }),
    reply: Fatto,
  }),
} as const
