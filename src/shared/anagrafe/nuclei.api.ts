// Households of a person, several at once and each dated; their members, corrections, comparison, and the version of a
// household to which a computation stays pinned (cartella §2.1, §3.2 idea 6).
import { Type } from 'typebox'
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
  Opzionale,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { contattiNucleo, disponibilitaNucleo, responsabilita, tipiNucleo } from './nuclei.rules.ts'
import { PersonaBreve } from './persone.api.ts'

const Membro = Oggetto({
  id: Id,
  persona: PersonaBreve,
  parentela: Type.String(),
  /** In words, with the right gender. */
  parentelaNome: Type.String(),
  intestatario: Type.Boolean(),
  convivente: Nullabile(Type.Boolean()),
  responsabilita: Nullabile(Uno(responsabilita)),
  contatto: Nullabile(Uno(contattiNucleo)),
  disponibilita: Nullabile(Uno(disponibilitaNucleo)),
  dal: Nullabile(Data),
  al: Nullabile(Data),
})

const Nucleo = Oggetto({
  id: Id,
  tipo: Uno(tipiNucleo),
  etichetta: Nullabile(Type.String()),
  fonte: Type.String(),
  riferimento: Nullabile(Type.String()),
  comuneId: Belfiore,
  dal: Nullabile(Data),
  al: Nullabile(Data),
  versione: Versione,
  membri: Type.Array(Membro),
  /** Of which casi it is: those of who reads, who may open them. */
  casi: Type.Array(Oggetto({ id: Id, misura: Type.String(), richiedente: Type.String() })),
})

const Differenza = Oggetto({
  personaId: Id,
  nome: Type.String(),
  in: Type.Array(Uno(tipiNucleo)),
  nonIn: Type.Array(Uno(tipiNucleo)),
  perche: Type.Array(Type.String()),
})

const Componente = Oggetto({
  personaId: Id,
  /** Code of «parentela». */
  parentela: Testo(60),
  intestatario: Type.Optional(Type.Boolean()),
  convivente: Opzionale(Type.Boolean()),
  responsabilita: Opzionale(Uno(responsabilita)),
  contatto: Opzionale(Uno(contattiNucleo)),
  disponibilita: Opzionale(Uno(disponibilitaNucleo)),
  dal: Opzionale(Data),
  al: Opzionale(Data),
})

const delNucleo = {
  azione: 'nucleo.gestisci',
  fascicolo: true,
  params: ById,
  soggetto: { tipo: 'nucleo', campo: 'id' },
} as const
const delComponente = { ...delNucleo, params: Oggetto({ id: Id, componente: Id }) } as const
const Creato = Oggetto({ id: Id })

export const nucleiApi = {
  diPersona: endpoint({
    method: 'GET',
    path: '/persone/:id/nuclei',
    azione: 'persona.leggi',
    summary: 'I nuclei di una persona in un giorno, a confronto',
    fascicolo: true,
    soggetto: { tipo: 'persona', campo: 'id' },
    params: ById,
    query: Oggetto({ giorno: Type.Optional(Data), comeNotoIl: Type.Optional(Istante) }),
    reply: Oggetto({ giorno: Data, nuclei: Type.Array(Nucleo), differenze: Type.Array(Differenza) }),
  }),
  crea: endpoint({
    method: 'POST',
    path: '/nuclei',
    azione: 'nucleo.gestisci',
    summary: 'Compone un nucleo con i suoi componenti',
    fascicolo: true,
    soggetto: { tipo: 'persona', campo: 'personaId' },
    body: Oggetto({
      /** Whose folder it is composed from: one of the members. */
      personaId: Id,
      tipo: Uno(tipiNucleo),
      etichetta: Opzionale(Testo(100)),
      fonte: Testo(60),
      riferimento: Opzionale(Testo(60)),
      dal: Opzionale(Data),
      componenti: Type.Array(Componente, { minItems: 1, maxItems: 40 }),
    }),
    reply: Creato,
  }),
  aggiungi: endpoint({
    ...delNucleo,
    method: 'POST',
    path: '/nuclei/:id/componenti',
    summary: 'Aggiunge una persona al nucleo',
    body: Componente,
    reply: Creato,
  }),
  correggi: endpoint({
    ...delComponente,
    method: 'POST',
    path: '/nuclei/:id/componenti/:componente/correzione',
    summary: 'Corregge un componente: quello di prima resta nella storia',
    body: Oggetto({ ...Componente.properties, motivo: Testo(300) }),
    reply: Creato,
  }),
  esce: endpoint({
    ...delComponente,
    method: 'POST',
    path: '/nuclei/:id/componenti/:componente/uscita',
    summary: 'Registra l’uscita di una persona dal nucleo',
    body: Oggetto({ al: Data, motivo: Testo(300) }),
    reply: Creato,
  }),
  chiudi: endpoint({
    ...delNucleo,
    method: 'POST',
    path: '/nuclei/:id/chiusura',
    summary: 'Chiude il nucleo a una data',
    body: Oggetto({ al: Data, versione: Versione }),
    reply: Fatto,
  }),
  fotografa: endpoint({
    ...delNucleo,
    method: 'POST',
    path: '/nuclei/:id/fotografie',
    summary: 'Fissa la composizione del nucleo in un giorno, per ciò che vi si calcola o decide',
    body: Oggetto({ giorno: Data }),
    reply: Oggetto({ id: Id, impronta: Type.String(), membri: Type.Integer() }),
  }),
  fotografie: endpoint({
    method: 'GET',
    path: '/nuclei/:id/fotografie',
    azione: 'persona.leggi',
    summary: 'Le composizioni del nucleo fissate nel tempo',
    fascicolo: true,
    soggetto: { tipo: 'nucleo', campo: 'id' },
    params: ById,
    reply: Lista(
      Oggetto({
        id: Id,
        giorno: Data,
        scattataIl: Istante,
        impronta: Type.String(),
        membri: Type.Array(Oggetto({ personaId: Id, nome: Type.String(), parentela: Type.String() })),
      }),
    ),
  }),
}
