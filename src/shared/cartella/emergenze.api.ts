// Break-glass of the pronto intervento: a folder opened at once, for a few hours, with its purpose; the responsible and
// the service are told, and the next morning somebody else says whether it was right.
import { type Static, Type } from 'typebox'
import {
  ById,
  endpoint,
  Fatto,
  Id,
  Istante,
  Nullabile,
  Oggetto,
  Opzionale,
  Page,
  Pagina,
  Testo,
  Uno,
} from '../kernel/endpoint.ts'
import { PersonaDiPresa } from './prese.api.ts'

export const esitiRiesame = ['giustificata', 'non-giustificata'] as const

const Apertura = Oggetto({
  id: Id,
  persona: PersonaDiPresa,
  chi: Nullabile(Type.String()),
  dettaglio: Type.String(),
  dal: Istante,
  scade: Istante,
  esito: Nullabile(Uno(esitiRiesame)),
  nota: Nullabile(Type.String()),
  riesaminataIl: Nullabile(Istante),
  riesaminataDa: Nullabile(Type.String()),
  /** Opened before today and still without a review. */
  daRiesaminare: Type.Boolean(),
})
const PaginaAperture = Page(Apertura)

export const emergenzeApi = {
  apri: endpoint({
    method: 'POST',
    path: '/persone/:id/emergenza',
    azione: 'fascicolo.emergenza',
    summary: 'Apre il fascicolo di una persona in emergenza, per poche ore',
    params: ById,
    /** `schedaId`: the sheet of the desk from which one came to open it, of which the purpose may tell. */
    body: Oggetto({ dettaglio: Testo(500), schedaId: Opzionale(Id) }),
    reply: Oggetto({ scade: Istante }),
  }),
  elenco: endpoint({
    method: 'GET',
    path: '/emergenze',
    azione: 'emergenza.riesamina',
    summary: 'Le aperture in emergenza, da riesaminare o riesaminate',
    query: Oggetto({ riesaminate: Type.Optional(Type.Boolean()), ...Pagina }),
    reply: PaginaAperture,
    mostra: {
      persone: (r: Static<typeof PaginaAperture>) => r.voci.map((v) => v.persona.id),
      domanda: () => 'aperture in emergenza',
    },
  }),
  riesamina: endpoint({
    method: 'POST',
    path: '/emergenze/:id/riesame',
    azione: 'emergenza.riesamina',
    summary: 'Dice se un’apertura in emergenza era giustificata',
    params: ById,
    body: Oggetto({ esito: Uno(esitiRiesame), nota: Testo(1000) }),
    reply: Fatto,
  }),
}
