// Compilations of questionnaires: begun from what the record already knows, saved answer by answer, finalised, rectified.
// «Analisi preliminare» and «Quadro di analisi» are two questionnaires among others; no contract knows them by name.
import { type Static, type TProperties, Type } from 'typebox'
import { tipiNucleo } from '../anagrafe/nuclei.rules.ts'
import {
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
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { IdVersione } from '../parametri/questionari.api.ts'
import { Nome } from '../parametri/questionario.ts'
import { originiProposta, statiCompilazione } from './compilazioni.rules.ts'

export const Valore = Type.Union([
  Type.Null(),
  Type.Boolean(),
  Type.Number(),
  Type.String({ maxLength: 4000 }),
  Type.Array(Type.Union([Type.String({ maxLength: 100 }), Type.Integer()]), { maxItems: 60 }),
])
/** «nome», «nome#nota», «nome#priorita». */
const Campo = Type.String({ pattern: '^[a-z][a-z0-9-]*(#(nota|priorita))?$', maxLength: 80 })

const breve = {
  id: Id,
  questionarioId: Nome,
  questionario: Type.String(),
  versioneId: IdVersione,
  tempo: Nullabile(Type.String()),
  giorno: Data,
  stato: Uno(statiCompilazione),
  numero: Versione,
  origineId: Id,
  /** How many it concerns. */
  persone: Type.Integer(),
  creataIl: Istante,
  autore: Nullabile(Type.String()),
  finalizzataIl: Nullabile(Istante),
} satisfies TProperties
export const CompilazioneBreve = Oggetto(breve)
export type CompilazioneBreve = Static<typeof CompilazioneBreve>

export const MembroCompilazione = Oggetto({
  id: Id,
  cognome: Type.String(),
  nome: Type.String(),
  sesso: Nullabile(Uno(['M', 'F'])),
  dataNascita: Nullabile(Data),
  /** On the day of the interview. */
  eta: Nullabile(Type.Integer()),
  parentela: Nullabile(Type.String()),
})
export type MembroCompilazione = Static<typeof MembroCompilazione>

export const Risposta = Oggetto({
  componenteId: Nullabile(Id),
  campo: Campo,
  valore: Valore,
  revisione: Versione,
  autore: Nullabile(Type.String()),
  scrittaIl: Istante,
  /** Proposed from elsewhere: in words, with the day of the information. */
  origine: Nullabile(Type.String()),
  informazioneDel: Nullabile(Data),
  /** Nobody has yet confirmed or changed what was proposed. */
  daConfermare: Type.Boolean(),
})
export type Risposta = Static<typeof Risposta>

/** What was known of a question when the analysis was begun, whether or not it became the answer. */
export const PropostaLetta = Oggetto({
  componenteId: Nullabile(Id),
  campo: Campo,
  origine: Uno(originiProposta),
  testo: Type.String(),
  informazioneDel: Nullabile(Data),
  valore: Valore,
})
export type PropostaLetta = Static<typeof PropostaLetta>

export const Contributo = Oggetto({
  id: Id,
  componenteId: Nullabile(Id),
  campo: Campo,
  valore: Valore,
  testo: Type.String(),
  professione: Nullabile(Type.String()),
  autore: Nullabile(Type.String()),
  scrittoIl: Istante,
  mio: Type.Boolean(),
})
export type Contributo = Static<typeof Contributo>

export const CompilazioneLetta = Oggetto({
  ...breve,
  personaId: Id,
  presaId: Nullabile(Id),
  versione: Versione,
  membri: Type.Array(MembroCompilazione),
  risposte: Type.Array(Risposta),
  proposte: Type.Array(PropostaLetta),
  /** The caso it is of, for its case manager. */
  casoId: Nullabile(Id),
  /** Questions that the reader is named for, in the équipe; null where he is not limited to some. */
  campi: Nullabile(Type.Array(Type.String())),
  contributi: Type.Array(Contributo),
  /** Classes of protected data that the reader opens here: the other questions are not for him. */
  classi: Type.Array(Type.String()),
  storia: Type.Array(
    Oggetto({
      atto: Uno(['comincia', 'finalizza', 'rettifica', 'annulla']),
      motivo: Nullabile(Type.String()),
      quando: Istante,
      chi: Nullabile(Type.String()),
    }),
  ),
  versioni: Type.Array(
    Oggetto({ id: Id, numero: Versione, stato: Uno(statiCompilazione), finalizzataIl: Nullabile(Istante) }),
  ),
})
export type CompilazioneLetta = Static<typeof CompilazioneLetta>

const diPersona = { params: ById, fascicolo: true, soggetto: { tipo: 'persona', campo: 'id' } } as const
const una = { params: ById, fascicolo: true, soggetto: { tipo: 'compilazione', campo: 'id' } } as const

export const Candidato = Oggetto({
  componenteId: Nullabile(Id),
  campo: Type.String(),
  numero: Type.String(),
  titolo: Type.String(),
  gruppo: Type.String(),
  valore: Type.Integer(),
  priorita: Type.Boolean(),
})

export const Confronto = Oggetto({
  questionario: Type.String(),
  massimo: Type.Integer(),
  analisi: Type.Array(CompilazioneBreve),
  membri: Type.Array(MembroCompilazione),
  variazioni: Type.Array(
    Oggetto({
      componenteId: Nullabile(Id),
      campo: Type.String(),
      titolo: Type.String(),
      gruppo: Type.String(),
      valori: Type.Array(Nullabile(Type.Integer())),
      differenza: Nullabile(Type.Integer()),
    }),
  ),
  /** Of the latest. */
  candidati: Type.Array(Candidato),
})
export type Confronto = Static<typeof Confronto>

export const compilazioniApi = {
  compilazioniDiPersona: endpoint({
    ...diPersona,
    method: 'GET',
    path: '/persone/:id/analisi',
    azione: 'analisi.leggi',
    summary: 'Le analisi che riguardano una persona, dalla più recente',
    reply: Lista(CompilazioneBreve),
  }),
  daCominciare: endpoint({
    ...diPersona,
    method: 'GET',
    path: '/persone/:id/analisi/nuova',
    azione: 'analisi.compila',
    summary: 'Che cosa si può cominciare: questionari in vigore, nuclei con i componenti, prese in carico aperte',
    reply: Oggetto({
      questionari: Type.Array(
        Oggetto({
          id: Nome,
          nome: Type.String(),
          etichetta: Type.String(),
          per: Uno(['nucleo', 'persona']),
          tempi: Type.Array(Type.String()),
          /** Why it cannot be begun now, in words. */
          impedimento: Nullabile(Type.String()),
        }),
      ),
      nuclei: Type.Array(
        Oggetto({ id: Id, tipo: Uno(tipiNucleo), componenti: Type.Array(Oggetto({ id: Id, nome: Type.String() })) }),
      ),
      prese: Type.Array(Oggetto({ id: Id, numero: Type.Integer() })),
    }),
  }),
  comincia: endpoint({
    ...diPersona,
    method: 'POST',
    path: '/persone/:id/analisi',
    azione: 'analisi.compila',
    summary: 'Comincia un’analisi, con ciò che la cartella e l’analisi precedente già dicono, da confermare',
    body: Oggetto({
      questionario: Nome,
      giorno: Data,
      /** Absent: the person alone. */
      nucleoId: Opzionale(Id),
      presaId: Opzionale(Id),
      tempo: Opzionale(Testo(10)),
    }),
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    ...una,
    method: 'GET',
    path: '/analisi/:id',
    azione: 'analisi.leggi',
    summary: 'Un’analisi: domande, risposte con il loro autore, contributi, storia',
    reply: CompilazioneLetta,
  }),
  salva: endpoint({
    ...una,
    method: 'PUT',
    path: '/analisi/:id/risposte',
    azione: 'analisi.compila',
    summary: 'Salva le risposte cambiate. Dove un collega ha scritto altro nel frattempo, non sovrascrive e lo dice',
    body: Oggetto({
      /** The version up to which the page has seen what the others wrote. */
      vista: Versione,
      risposte: Type.Array(
        Oggetto({
          componenteId: Nullabile(Id),
          campo: Campo,
          valore: Valore,
          /** The number under which it was last seen; 0 where there was none. */
          revisione: Type.Integer({ minimum: 0 }),
        }),
        { minItems: 1, maxItems: 400 },
      ),
    }),
    reply: Oggetto({
      versione: Versione,
      /** Not written: what is there now, to be compared with what one has written. */
      conflitti: Type.Array(Risposta),
      /** What was written here, and by others since `vista`. */
      cambiate: Type.Array(Risposta),
    }),
  }),
  conferma: endpoint({
    ...una,
    method: 'POST',
    path: '/analisi/:id/conferme',
    azione: 'analisi.compila',
    summary:
      'Conferma risposte proposte dalla cartella, da INPS o dall’analisi precedente; o ne sceglie un’altra fonte',
    body: Oggetto({
      vista: Versione,
      risposte: Type.Array(
        Oggetto({
          componenteId: Nullabile(Id),
          campo: Campo,
          revisione: Versione,
          /** The source whose proposal becomes the answer, where it is not the one that already is. */
          da: Type.Optional(Uno(originiProposta)),
        }),
        { minItems: 1, maxItems: 400 },
      ),
    }),
    reply: Oggetto({ versione: Versione, cambiate: Type.Array(Risposta) }),
  }),
  finalizza: endpoint({
    ...una,
    method: 'POST',
    path: '/analisi/:id/finalizzazione',
    azione: 'analisi.compila',
    summary: 'Finalizza l’analisi: da allora non si modifica',
    body: Oggetto({ versione: Versione }),
    reply: Fatto,
  }),
  rettifica: endpoint({
    ...una,
    method: 'POST',
    path: '/analisi/:id/rettifica',
    azione: 'analisi.compila',
    summary: 'Apre una nuova versione di un’analisi finalizzata, con il motivo; quella di prima resta leggibile',
    body: Oggetto({ motivo: Testo(1000) }),
    reply: Oggetto({ id: Id }),
  }),
  annulla: endpoint({
    ...una,
    method: 'POST',
    path: '/analisi/:id/annullamento',
    azione: 'analisi.compila',
    summary: 'Annulla un’analisi, con il motivo',
    body: Oggetto({ motivo: Testo(1000) }),
    reply: Fatto,
  }),
  contribuisci: endpoint({
    ...una,
    method: 'POST',
    path: '/analisi/:id/contributi',
    azione: 'analisi.contribuisci',
    summary: 'Aggiunge il proprio contributo a una dimensione; quello di prima della stessa persona è ritirato',
    body: Oggetto({ componenteId: Nullabile(Id), campo: Campo, valore: Valore, testo: Testo(4000) }),
    reply: Oggetto({ id: Id }),
  }),
  confronto: endpoint({
    ...diPersona,
    method: 'GET',
    path: '/persone/:id/analisi/confronto',
    azione: 'analisi.leggi',
    summary:
      'Le valutazioni di una famiglia a più tempi, dimensione per dimensione, e le più basse come obiettivi possibili',
    query: Oggetto({ questionario: Nome }),
    reply: Confronto,
  }),
  mie: endpoint({
    method: 'GET',
    path: '/analisi',
    azione: 'analisi.compila',
    summary: 'Le proprie analisi in corso',
    reply: Lista(
      Oggetto({ ...breve, personaId: Id, cognome: Nullabile(Type.String()), nome: Nullabile(Type.String()) }),
    ),
    mostra: {
      persone: (r: { voci: { id: string; personaId: string }[] }) =>
        r.voci.flatMap((v) => mostratePer(v.id, [v.personaId])),
      domanda: () => 'analisi proprie in corso',
    },
  }),
}
