// The analyses of a caso, for its case manager: what there is, what can be begun now and why not, the path of each member, and
// what of the framework may become an objective of the pact.
import { type Static, Type } from 'typebox'
import { ById, Data, endpoint, Fatto, Id, Nullabile, Oggetto, Opzionale, Testo, Uno } from '../kernel/endpoint.ts'
import { Nome } from '../parametri/questionario.ts'
import { Candidato, CompilazioneBreve, CompilazioneLetta, Confronto } from './compilazioni.api.ts'

const Percorso = Oggetto({
  componenteId: Id,
  personaId: Nullabile(Id),
  nome: Type.String(),
  percorso: Type.String(),
  /** In the words of the analysis that says it. */
  testo: Type.String(),
  dal: Data,
})

/** A dimension so weak, or so important, that it may become an objective: somebody chooses. For the pact, which takes them. */
export const CandidatoObiettivo = Oggetto({
  ...Candidato.properties,
  /** Member of the domanda; null of the household, or of who is in it no longer. */
  membroId: Nullabile(Id),
  nome: Nullabile(Type.String()),
})
export type CandidatoObiettivo = Static<typeof CandidatoObiettivo>

export const CandidatiObiettivo = Oggetto({
  /** The framework they are read from, the last one concluded; null where there is none yet. */
  analisi: Nullabile(CompilazioneBreve),
  /** Weak is what is rated so or less. */
  finoA: Nullabile(Type.Integer()),
  voci: Type.Array(CandidatoObiettivo),
})
export type CandidatiObiettivo = Static<typeof CandidatiObiettivo>

/** An analysis of the caso; `ricevuta`, made in the comune that handed the household over: it is only read. */
const AnalisiBreve = Oggetto({ ...CompilazioneBreve.properties, ricevuta: Type.Boolean() })
export type AnalisiBreve = Static<typeof AnalisiBreve>

const ConfrontoCaso = Oggetto({
  ...Confronto.properties,
  richiedente: Type.String(),
  analisi: Type.Array(AnalisiBreve),
  /** Who of the members is a person of the record. */
  persone: Type.Array(Id),
})
export type ConfrontoCaso = Static<typeof ConfrontoCaso>

const Analisi = Oggetto({
  analisi: Type.Array(AnalisiBreve),
  daCominciare: Type.Array(
    Oggetto({
      id: Nome,
      nome: Type.String(),
      etichetta: Type.String(),
      tempi: Type.Array(Type.String()),
      /** Why it cannot be begun now, in words. */
      impedimento: Nullabile(Type.String()),
    }),
  ),
  /** Why none can begin in this comune, and what opens the record: said from the first day, whatever state the caso is in. */
  cartellaChiusa: Nullabile(Type.String()),
  esito: Nullabile(
    Oggetto({ codice: Type.String(), nome: Type.String(), sociale: Type.Boolean(), entro: Nullabile(Data) }),
  ),
  percorsi: Type.Array(Percorso),
  /** Members who are nobody of the record yet: an analysis concerns persons of the record. */
  daCollegare: Type.Array(
    Oggetto({
      id: Id,
      nome: Type.String(),
      collegamento: Uno(['nessuno', 'codice-fiscale', 'confermato', 'escluso', 'proposto'] as const),
    }),
  ),
})
export type AnalisiDelCaso = Static<typeof Analisi>

export const analisiCasoApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/miei-casi/:id/analisi',
    azione: 'caso.leggi',
    summary: 'Le analisi di un proprio caso, quelle che si possono cominciare, il percorso di ogni componente',
    params: ById,
    fascicolo: true,
    reply: Analisi,
    mostra: {
      persone: (r: AnalisiDelCaso) => r.percorsi.flatMap((p) => p.personaId ?? []),
      domanda: () => 'analisi di un proprio caso',
    },
  }),
  ricevuta: endpoint({
    method: 'GET',
    path: '/miei-casi/:id/analisi/:analisi',
    azione: 'caso.leggi',
    summary: 'Un’analisi che il nucleo ha portato con sé da un altro comune: si legge soltanto',
    params: Oggetto({ id: Id, analisi: Id }),
    fascicolo: true,
    reply: CompilazioneLetta,
  }),
  confronto: endpoint({
    method: 'GET',
    path: '/miei-casi/:id/confronto',
    azione: 'caso.leggi',
    summary:
      'Le valutazioni di un proprio caso a più tempi, dimensione per dimensione, anche quelle di un altro comune',
    params: ById,
    query: Oggetto({ questionario: Nome }),
    fascicolo: true,
    reply: ConfrontoCaso,
    mostra: {
      persone: (r: ConfrontoCaso) => r.persone,
      domanda: () => 'confronto delle analisi di un proprio caso',
    },
  }),
  comincia: endpoint({
    method: 'POST',
    path: '/miei-casi/:id/analisi',
    azione: 'caso.gestisci',
    summary: 'Comincia un’analisi del caso, con ciò che dicono la cartella, INPS e l’analisi precedente, da confermare',
    params: ById,
    fascicolo: true,
    body: Oggetto({ questionario: Nome, giorno: Data, tempo: Opzionale(Testo(10)) }),
    reply: Oggetto({ id: Id }),
  }),
  collega: endpoint({
    method: 'POST',
    path: '/miei-casi/:id/cartella',
    azione: 'caso.gestisci',
    summary: 'Chiede che i componenti di un proprio caso siano cercati nella cartella, o aggiunti se non ci sono',
    params: ById,
    fascicolo: true,
    reply: Fatto,
  }),
  candidati: endpoint({
    method: 'GET',
    path: '/miei-casi/:id/candidati',
    azione: 'caso.leggi',
    summary: 'Le dimensioni deboli e le priorità dell’ultimo quadro concluso: obiettivi possibili del patto',
    params: ById,
    fascicolo: true,
    reply: CandidatiObiettivo,
    mostra: {
      persone: (r: CandidatiObiettivo) => r.voci.flatMap((c) => c.componenteId ?? []),
      domanda: () => 'obiettivi possibili di un proprio caso',
    },
  }),
} as const
