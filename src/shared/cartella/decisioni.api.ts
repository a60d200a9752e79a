// «Decisione motivata» (idea 11): a question, the alternatives, the reasons tied to what was known that day, who took
// part, what the person thinks, who dissents, when it is looked at again. Taken, it is never rewritten.
import { type Static, Type } from 'typebox'
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
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { PersonaDiPresa } from './prese.api.ts'

export const statiDecisione = ['bozza', 'presa'] as const
export const tipiFonte = ['fatto', 'compito', 'presa', 'diario', 'documento', 'segnalazione'] as const
const Stato = Uno(statiDecisione)
const vuotoAmmesso = (max: number) => Type.String({ maxLength: max })

const Alternativa = Oggetto({ testo: vuotoAmmesso(1000), perche: Opzionale(vuotoAmmesso(2000)) })
const Partecipante = Oggetto({ nome: Testo(150), qualita: Opzionale(vuotoAmmesso(150)) })
const Fonte = Oggetto({ tipo: Uno(tipiFonte), id: Id, testo: Type.String() })

const DecisioneBreve = Oggetto({
  id: Id,
  persona: PersonaDiPresa,
  stato: Stato,
  creataIl: Istante,
  presaIl: Nullabile(Istante),
  rivedereIl: Nullabile(Data),
  autore: Nullabile(Type.String()),
})
const PaginaDecisioni = Page(DecisioneBreve)

const diPersona = {
  params: ById,
  fascicolo: true,
  soggetto: { tipo: 'persona', campo: 'id' },
} as const
const una = { params: ById, fascicolo: true, soggetto: { tipo: 'decisione', campo: 'id' } } as const

export const DecisioneScheda = Oggetto({
  ...DecisioneBreve.properties,
  presaId: Nullabile(Id),
  rivedeId: Nullabile(Id),
  versione: Versione,
  quesito: Type.String(),
  alternative: Type.Array(Alternativa),
  scelta: Type.String(),
  ragioni: Type.Array(
    Oggetto({
      id: Id,
      testo: Type.String(),
      fonti: Type.Array(
        Oggetto({
          ...Fonte.properties,
          notoIl: Istante,
          /** What the row says today is no longer what it said then. */
          cambiata: Type.Boolean(),
        }),
      ),
    }),
  ),
  partecipanti: Type.Array(Partecipante),
  parere: Nullabile(Type.String()),
  dissenso: Nullabile(Type.String()),
})

export const decisioniApi = {
  mie: endpoint({
    method: 'GET',
    path: '/decisioni',
    azione: 'decisione.leggi',
    summary: 'Le decisioni che ho scritto, e quelle delle prese in carico in cui lavoro',
    query: Oggetto({ stato: Type.Optional(Stato), daRivedere: Type.Optional(Type.Boolean()), ...Pagina }),
    reply: PaginaDecisioni,
    mostra: {
      persone: (r: Static<typeof PaginaDecisioni>) => r.voci.flatMap((v) => mostratePer(v.id, [v.persona.id])),
      domanda: () => 'decisioni proprie',
    },
  }),
  decisioniDiPersona: endpoint({
    ...diPersona,
    method: 'GET',
    path: '/persone/:id/decisioni',
    azione: 'decisione.leggi',
    summary: 'Le decisioni che riguardano una persona',
    reply: Lista(Oggetto({ ...DecisioneBreve.properties, quesito: Type.String() })),
  }),
  fonti: endpoint({
    ...diPersona,
    method: 'GET',
    path: '/persone/:id/decisioni/fonti',
    azione: 'decisione.scrivi',
    summary: 'Ciò su cui una ragione può fondarsi, come è noto oggi',
    reply: Lista(Fonte),
  }),
  crea: endpoint({
    ...diPersona,
    method: 'POST',
    path: '/persone/:id/decisioni',
    azione: 'decisione.scrivi',
    summary: 'Comincia una decisione, anche per rivederne una presa',
    body: Oggetto({ quesito: Testo(1000), presaId: Opzionale(Id), rivedeId: Opzionale(Id) }),
    reply: Oggetto({ id: Id }),
  }),
  leggi: endpoint({
    ...una,
    method: 'GET',
    path: '/decisioni/:id',
    azione: 'decisione.leggi',
    summary: 'Una decisione con le sue ragioni, come erano note',
    reply: DecisioneScheda,
  }),
  scrivi: endpoint({
    ...una,
    method: 'PUT',
    path: '/decisioni/:id',
    azione: 'decisione.scrivi',
    summary: 'Scrive la bozza di una decisione',
    body: Oggetto({
      versione: Versione,
      quesito: vuotoAmmesso(1000),
      alternative: Type.Array(Alternativa, { maxItems: 20 }),
      scelta: vuotoAmmesso(4000),
      ragioni: Type.Array(
        Oggetto({
          id: Type.Optional(Id),
          testo: vuotoAmmesso(4000),
          fonti: Type.Array(Oggetto({ tipo: Uno(tipiFonte), id: Id }), { maxItems: 30 }),
        }),
        { maxItems: 30 },
      ),
      partecipanti: Type.Array(Partecipante, { maxItems: 30 }),
      parere: Opzionale(vuotoAmmesso(4000)),
      dissenso: Opzionale(vuotoAmmesso(4000)),
      rivedereIl: Opzionale(Data),
    }),
    reply: Oggetto({ versione: Versione }),
  }),
  prendi: endpoint({
    ...una,
    method: 'POST',
    path: '/decisioni/:id/presa',
    azione: 'decisione.scrivi',
    summary: 'Prende la decisione: da allora non si modifica',
    body: Oggetto({ versione: Versione }),
    reply: Fatto,
  }),
}
