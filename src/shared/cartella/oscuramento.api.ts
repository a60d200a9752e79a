// Hiding a part of a folder from all but some (cartella §3.2, idea 8): the item is not greyed, it is not there; and the
// register of what was hidden exists only for those who see it.
import { type Static, Type } from 'typebox'
import { ById, endpoint, Fatto, Id, Istante, Lista, Nullabile, Oggetto, Testo } from '../kernel/endpoint.ts'

const Chi = Oggetto({ id: Id, nome: Type.String() })
const Oscuramento = Oggetto({
  id: Id,
  tipo: Type.String(),
  tipoTesto: Type.String(),
  oggettoId: Id,
  motivo: Type.String(),
  vedono: Type.Array(Chi),
  nascostoIl: Istante,
  nascostoDa: Type.String(),
  toltoIl: Nullabile(Istante),
  toltoDa: Nullabile(Type.String()),
  motivoTolto: Nullabile(Type.String()),
})
export type OscuramentoLetto = Static<typeof Oscuramento>

const unaPersona = { params: ById, fascicolo: true, soggetto: { tipo: 'persona', campo: 'id' } } as const

export const oscuramentiApi = {
  oscuramenti: endpoint({
    method: 'GET',
    path: '/persone/:id/oscuramenti',
    azione: 'oscuramento.gestisci',
    summary: 'Che cosa è oscurato in questo fascicolo, tra ciò che vedi',
    ...unaPersona,
    reply: Oggetto({
      ...Lista(Oscuramento).properties,
      comune: Type.String(),
      /** Who may be named: they read folders in this comune. */
      colleghi: Type.Array(Oggetto({ ...Chi.properties, ruoli: Type.String() })),
    }),
  }),
  nascondi: endpoint({
    method: 'POST',
    path: '/persone/:id/oscuramenti',
    azione: 'oscuramento.gestisci',
    summary: 'Oscura una parte del fascicolo, o tutto, per chi non è tra le persone indicate',
    ...unaPersona,
    body: Oggetto({
      tipo: Type.String({ maxLength: 40 }),
      oggettoId: Id,
      motivo: Testo(500),
      /** Who goes on seeing it, beside who hides it. */
      utenti: Type.Array(Id, { maxItems: 50 }),
    }),
    reply: Oggetto({ id: Id }),
  }),
  togli: endpoint({
    method: 'POST',
    path: '/oscuramenti/:id/termine',
    azione: 'oscuramento.gestisci',
    summary: 'Rende di nuovo visibile ciò che era oscurato, a chi lo vedeva prima',
    params: ById,
    fascicolo: true,
    soggetto: { tipo: 'oscuramento', campo: 'id' },
    body: Oggetto({ motivo: Testo(500) }),
    reply: Fatto,
  }),
}
