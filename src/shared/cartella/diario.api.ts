// Diary and professional activities of a person (cartella §2.6, §2.7): one kind of entry, written once for all the
// persons it concerns; drafts of the author, completion, addenda, annulment, and the move out of a wrong folder.
import { type Static, Type } from 'typebox'
import { Caricato, MAX_DOCUMENTO, NomeFile } from '../documenti/documenti.api.ts'
import { esitiVerifica } from '../documenti/documenti.rules.ts'
import {
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
import { nature, PROBLEMI_MASSIMI, statiProblema } from './attivita.rules.ts'
import { origini, speciVoce, statiVoce, tipiBlocco } from './diario.rules.ts'

const Codice = Type.String({ minLength: 1, maxLength: 80 })

// the length of texts is a rule with a sentence, not a limit of the schema: a screen would cut what is pasted
const BloccoScritto = Oggetto({
  tipo: Uno(tipiBlocco),
  di: Opzionale(Type.String({ maxLength: 150 })),
  testo: Type.String(),
})

const Problematica = Oggetto({
  problema: Type.String({ maxLength: 300 }),
  natura: Uno(nature),
  stato: Uno(statiProblema),
})
const testoAttivita = Opzionale(Type.String())
const AttivitaScritta = Oggetto({
  ambientale: testoAttivita,
  genitoriale: testoAttivita,
  sanitaria: testoAttivita,
  fonti: testoAttivita,
  organizzazione: testoAttivita,
  interventi: testoAttivita,
  problemi: Type.Optional(Type.Array(Problematica, { maxItems: PROBLEMI_MASSIMI })),
  prossimaAl: Opzionale(Data),
})
const testoLetto = Type.Optional(Type.String())
const AttivitaLetta = Oggetto({
  ambientale: testoLetto,
  genitoriale: testoLetto,
  sanitaria: testoLetto,
  fonti: testoLetto,
  organizzazione: testoLetto,
  interventi: testoLetto,
  problemi: Type.Optional(Type.Array(Problematica)),
  prossimaAl: Type.Optional(Data),
})

const Contenuto = {
  giorno: Data,
  durataMinuti: Opzionale(Type.Integer({ minimum: 1, maximum: 1440 })),
  tipo: Codice,
  luogo: Opzionale(Type.String({ maxLength: 200 })),
  con: Type.Optional(Type.Array(Codice, { maxItems: 20 })),
  conAltri: Opzionale(Type.String({ maxLength: 300 })),
  significativo: Type.Optional(Type.Boolean()),
  origine: Type.Optional(Uno(origini)),
  blocchi: Type.Array(BloccoScritto, { maxItems: 40 }),
  /** Other persons it concerns, beside the one of the folder. */
  altrePersone: Type.Optional(Type.Array(Id, { maxItems: 30 })),
  presaId: Opzionale(Id),
  /** Null or absent: not confidential. A list: only these, and the author. */
  destinatari: Opzionale(Type.Array(Id, { maxItems: 50 })),
  // professional activities
  operatori: Type.Optional(Type.Array(Id, { maxItems: 30 })),
  altriUffici: Opzionale(Type.String({ maxLength: 300 })),
  suRichiesta: Opzionale(Type.Boolean()),
  proposta: Opzionale(Type.String()),
  prossimaAttivita: Opzionale(Codice),
  prossimaIl: Opzionale(Data),
  attivita: Opzionale(AttivitaScritta),
}
const Scritta = Oggetto(Contenuto)
export type VoceScritta = Static<typeof Scritta>

const Persona = Oggetto({ id: Id, nome: Type.String() })
const Collega = Oggetto({ id: Id, nome: Type.String(), ruoli: Type.String() })

export const VoceLetta = Oggetto({
  id: Id,
  specie: Uno(speciVoce),
  stato: Uno(statiVoce),
  giorno: Data,
  durataMinuti: Nullabile(Type.Integer()),
  tipo: Codice,
  tipoTesto: Type.String(),
  luogo: Nullabile(Type.String()),
  con: Type.Array(Codice),
  conTesto: Type.Array(Type.String()),
  conAltri: Nullabile(Type.String()),
  significativo: Type.Boolean(),
  origine: Uno(origini),
  blocchi: Type.Array(Oggetto({ tipo: Uno(tipiBlocco), di: Type.Optional(Type.String()), testo: Type.String() })),
  /** The person in whose folder it was written comes first. */
  persone: Type.Array(Persona),
  presaId: Nullabile(Id),
  /** Names of those who can read it; null when it is not confidential. */
  riservataA: Nullabile(Type.Array(Persona)),
  operatori: Type.Array(Persona),
  altriUffici: Nullabile(Type.String()),
  suRichiesta: Nullabile(Type.Boolean()),
  proposta: Nullabile(Type.String()),
  prossimaAttivita: Nullabile(Codice),
  prossimaAttivitaTesto: Nullabile(Type.String()),
  prossimaIl: Nullabile(Data),
  /** Of a professional activity; null where nothing of it was said. */
  attivita: Nullabile(AttivitaLetta),
  autore: Persona,
  mia: Type.Boolean(),
  creataIl: Istante,
  completataIl: Nullabile(Istante),
  /** Days between what happened and its completion, when they are more than usual. */
  ritardo: Nullabile(Type.Integer()),
  annullataIl: Nullabile(Istante),
  annullataDa: Nullabile(Type.String()),
  motivoAnnullamento: Nullabile(Type.String()),
  versione: Versione,
})
export type VoceLetta = Static<typeof VoceLetta>

const VoceIntera = Oggetto({
  ...VoceLetta.properties,
  comune: Type.String(),
  /** As they were chosen in the draft. */
  destinatari: Nullabile(Type.Array(Id)),
  integrazioni: Type.Array(Oggetto({ id: Id, testo: Type.String(), autore: Type.String(), quando: Istante })),
  spostamenti: Type.Array(Oggetto({ quando: Istante, chi: Type.String(), motivo: Type.String() })),
  puoIntegrare: Type.Boolean(),
  /** Documents attached to it. */
  allegati: Type.Array(
    Oggetto({
      id: Id,
      /** In whose folder they are. */
      personaId: Id,
      titolo: Type.String(),
      nome: Type.String(),
      bytes: Type.Integer(),
      verifica: Uno(esitiVerifica),
      verificaNota: Nullabile(Type.String()),
      creatoIl: Istante,
      creatoDa: Nullabile(Type.String()),
    }),
  ),
  /** May add one, and of which size at most. */
  puoAllegare: Type.Boolean(),
  limiteBytes: Type.Integer(),
})
export type VoceIntera = Static<typeof VoceIntera>

const Contesto = Oggetto({
  persona: Persona,
  comune: Type.String(),
  /** Who else reads the diary in this comune. */
  colleghi: Type.Array(Collega),
  /** Who lives with the person, or is in one of his households. */
  familiari: Type.Array(Oggetto({ ...Persona.properties, parentela: Nullabile(Type.String()) })),
  prese: Type.Array(Oggetto({ id: Id, numero: Type.Integer(), area: Type.String() })),
})
export type ContestoDiario = Static<typeof Contesto>

const Bozze = Page(Oggetto({ id: Id, specie: Uno(speciVoce), giorno: Data, personaId: Id, persona: Type.String() }))

const unaPersona = { params: ById, fascicolo: true, soggetto: { tipo: 'persona', campo: 'id' } } as const
const unaVoce = { params: ById, fascicolo: true, soggetto: { tipo: 'diario', campo: 'id' } } as const

export const diarioApi = {
  voci: endpoint({
    method: 'GET',
    path: '/persone/:id/diario',
    azione: 'diario.leggi',
    summary: 'Il diario e le attività professionali di una persona, dal più recente',
    ...unaPersona,
    query: Oggetto({
      specie: Type.Optional(Uno(speciVoce)),
      tipo: Type.Optional(Codice),
      dal: Type.Optional(Data),
      al: Type.Optional(Data),
      autore: Type.Optional(Id),
      significativi: Type.Optional(Type.Boolean()),
      ...Pagina,
    }),
    reply: Page(VoceLetta),
  }),
  contesto: endpoint({
    method: 'GET',
    path: '/persone/:id/diario/contesto',
    azione: 'diario.leggi',
    summary: 'Ciò che serve per scrivere nel diario: familiari, prese in carico, colleghi che lo leggeranno',
    ...unaPersona,
    reply: Contesto,
    mostra: {
      persone: (r: ContestoDiario) => r.familiari.map((p) => p.id),
      domanda: () => 'familiari, per scrivere nel diario',
    },
  }),
  scrivi: endpoint({
    method: 'POST',
    path: '/persone/:id/diario',
    azione: 'diario.scrivi',
    summary: 'Scrive una voce del diario o un’attività professionale, in bozza o già completata',
    ...unaPersona,
    body: Oggetto({ specie: Uno(speciVoce), completa: Type.Optional(Type.Boolean()), ...Contenuto }),
    reply: Oggetto({ id: Id, stato: Uno(statiVoce), versione: Versione }),
  }),
  bozze: endpoint({
    method: 'GET',
    path: '/diario/bozze',
    azione: 'diario.scrivi',
    summary: 'Le voci che ho lasciato in bozza',
    query: Oggetto(Pagina),
    reply: Bozze,
    mostra: {
      persone: (r: Static<typeof Bozze>) => r.voci.flatMap((v) => mostratePer(v.id, [v.personaId])),
      domanda: () => 'le mie bozze',
    },
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/diario/:id',
    azione: 'diario.leggi',
    summary: 'Una voce del diario, con le sue integrazioni',
    ...unaVoce,
    reply: VoceIntera,
  }),
  update: endpoint({
    method: 'PUT',
    path: '/diario/:id',
    azione: 'diario.scrivi',
    summary: 'Modifica una bozza, e se richiesto la completa',
    ...unaVoce,
    body: Oggetto({ versione: Versione, completa: Type.Optional(Type.Boolean()), ...Contenuto }),
    reply: Oggetto({ id: Id, stato: Uno(statiVoce), versione: Versione }),
  }),
  integra: endpoint({
    method: 'POST',
    path: '/diario/:id/integrazioni',
    azione: 'diario.scrivi',
    summary: 'Aggiunge un’integrazione a una voce completata',
    ...unaVoce,
    body: Oggetto({ testo: Type.String({ minLength: 1, pattern: '\\S' }) }),
    reply: Oggetto({ id: Id }),
  }),
  allega: endpoint({
    method: 'POST',
    path: '/diario/:id/allegati',
    azione: 'documento.carica',
    summary: 'Allega un documento a una voce: lo vede chi vede la voce',
    ...unaVoce,
    query: Oggetto({ nome: NomeFile }),
    upload: { maxBytes: MAX_DOCUMENTO },
    reply: Caricato,
  }),
  annulla: endpoint({
    method: 'POST',
    path: '/diario/:id/annullamento',
    azione: 'diario.scrivi',
    summary: 'Annulla una voce scritta per errore: resta nella storia',
    ...unaVoce,
    body: Oggetto({ motivo: Testo(500) }),
    reply: Fatto,
  }),
  sposta: endpoint({
    method: 'POST',
    path: '/diario/:id/spostamento',
    azione: 'diario.sposta',
    summary: 'Sposta nel fascicolo giusto una voce scritta in quello sbagliato',
    ...unaVoce,
    body: Oggetto({ da: Id, a: Id, motivo: Testo(500) }),
    reply: Fatto,
  }),
}
