// The corrections that an ente made rules: seen, and taken away.
import { type Static, Type } from 'typebox'
import { ById, endpoint, Fatto, Id, Istante, Lista, Nullabile, Oggetto } from '../kernel/endpoint.ts'

const Insegnamento = Oggetto({
  id: Id,
  campo: Type.String(),
  prima: Type.String(),
  dopo: Type.String(),
  insegnatoIl: Istante,
  da: Nullabile(Type.String()),
})
export type Insegnamento = Static<typeof Insegnamento>

export const insegnamentiApi = {
  list: endpoint({
    method: 'GET',
    path: '/flussi/insegnamenti',
    azione: 'flusso.correggi',
    summary: 'Le correzioni che l’ente ha reso regole per i prossimi file',
    query: Oggetto({ ente: Id }),
    fascicolo: true,
    reply: Lista(Insegnamento),
  }),
  togli: endpoint({
    method: 'POST',
    path: '/flussi/insegnamenti/:id/rimozione',
    azione: 'flusso.correggi',
    summary: 'Toglie una correzione che si ripeteva da sola',
    params: ById,
    fascicolo: true,
    reply: Fatto,
  }),
}
