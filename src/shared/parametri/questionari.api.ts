// The questionnaires and their versions: read by whoever works, written by a national act.
import { type Static, Type } from 'typebox'
import { Data, endpoint, Fatto, Lista, Nullabile, Oggetto, Testo, Uno, Versione } from '../kernel/endpoint.ts'
import { Definizione, Nome } from './questionario.ts'
import { statiVersione } from './versioni.rules.ts'

/** «codice.numero»: the same wherever Trama runs. */
export const IdVersione = Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[0-9]+$', maxLength: 80 })
const PerVersione = Oggetto({ id: IdVersione })

const testata = {
  id: IdVersione,
  questionarioId: Type.String(),
  numero: Versione,
  stato: Uno(statiVersione),
  etichetta: Type.String(),
  dal: Data,
  al: Nullabile(Data),
  nota: Type.String(),
}

export const QuestionarioLetto = Oggetto({
  id: Nome,
  nome: Type.String(),
  /** The newest first. */
  versioni: Type.Array(Oggetto({ ...testata, inVigore: Type.Boolean() })),
})
export type QuestionarioLetto = Static<typeof QuestionarioLetto>

export const VersioneQuestionario = Oggetto({
  ...testata,
  nome: Type.String(),
  revisione: Versione,
  /** Number of the version that it was copied from. */
  derivataDa: Nullabile(Versione),
  definizione: Definizione,
})
export type VersioneQuestionario = Static<typeof VersioneQuestionario>

const gestisce = 'questionario.gestisci'

export const questionariApi = {
  list: endpoint({
    method: 'GET',
    path: '/questionari',
    azione: 'questionario.leggi',
    summary: 'I questionari, con le loro versioni nel tempo',
    reply: Lista(QuestionarioLetto),
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/questionari/versioni/:id',
    azione: 'questionario.leggi',
    summary: 'Una versione di un questionario: domande, voci, aree, scala, regole dell’esito, fonti',
    params: PerVersione,
    reply: VersioneQuestionario,
  }),
  scrivi: endpoint({
    method: 'POST',
    path: '/questionari/versioni/:id/bozza',
    azione: gestisce,
    summary: 'Apre una bozza dello stesso questionario, copiata da questa versione; o quella già aperta',
    params: PerVersione,
    reply: PerVersione,
  }),
  salva: endpoint({
    method: 'PUT',
    path: '/questionari/versioni/:id',
    azione: gestisce,
    summary: 'Salva una bozza',
    params: PerVersione,
    body: Oggetto({
      etichetta: Testo(120),
      dal: Data,
      al: Nullabile(Data),
      nota: Type.String({ maxLength: 2000 }),
      definizione: Definizione,
      revisione: Versione,
    }),
    reply: Oggetto({ revisione: Versione }),
  }),
  scarta: endpoint({
    method: 'POST',
    path: '/questionari/versioni/:id/scarto',
    azione: gestisce,
    summary: 'Scarta una bozza',
    params: PerVersione,
    reply: Fatto,
  }),
  pubblica: endpoint({
    method: 'POST',
    path: '/questionari/versioni/:id/pubblicazione',
    azione: gestisce,
    summary: 'Pubblica una bozza: da allora non si modifica più',
    params: PerVersione,
    body: Oggetto({ revisione: Versione }),
    reply: Fatto,
  }),
  ritira: endpoint({
    method: 'POST',
    path: '/questionari/versioni/:id/ritiro',
    azione: gestisce,
    summary: 'Ritira una versione pubblicata: non si comincia più, ciò che è compilato resta',
    params: PerVersione,
    reply: Fatto,
  }),
}
