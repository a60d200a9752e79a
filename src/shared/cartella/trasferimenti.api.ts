// Transfer of a presa in carico to a colleague: offered with its hand-over, accepted or refused, never pushed. The items
// of the hand-over are acknowledged one by one; those that are not stay in sight after the acceptance too.
import { ById, endpoint, Fatto, Id, Oggetto, Testo } from '../kernel/endpoint.ts'
import { unaPresa } from './prese.api.ts'

const uno = {
  params: ById,
  fascicolo: true,
  soggetto: { tipo: 'trasferimento', campo: 'id' },
  method: 'POST',
  azione: 'presa.trasferisci',
  reply: Fatto,
} as const

export const trasferimentiApi = {
  offri: endpoint({
    ...unaPresa,
    method: 'POST',
    path: '/prese/:id/trasferimento',
    azione: 'presa.trasferisci',
    summary: 'Offre il passaggio a un collega e ne scrive le consegne',
    body: Oggetto({ utenteId: Id, motivo: Testo(500) }),
    reply: Oggetto({ id: Id }),
  }),
  accetta: endpoint({ ...uno, path: '/trasferimenti/:id/accettazione', summary: 'Accetta il passaggio offerto' }),
  rifiuta: endpoint({
    ...uno,
    path: '/trasferimenti/:id/rifiuto',
    summary: 'Rifiuta il passaggio offerto, dicendo perché',
    body: Oggetto({ motivo: Testo(500) }),
  }),
  ritira: endpoint({
    ...uno,
    path: '/trasferimenti/:id/ritiro',
    summary: 'Ritira il passaggio offerto',
    body: Oggetto({ motivo: Testo(500) }),
  }),
  vedi: endpoint({
    ...uno,
    params: Oggetto({ id: Id, voce: Id }),
    path: '/trasferimenti/:id/voci/:voce/presa-visione',
    summary: 'Prende visione di una voce delle consegne',
  }),
}
