// Who sends to INPS: a comune, or the body that runs its services.
import { type Static, Type } from 'typebox'
import { Belfiore, ById, endpoint, Fatto, Id, Lista, Oggetto, Testo, Uno, Versione } from '../kernel/endpoint.ts'
import type { Gravita } from './regole.ts'

export const tipiEnte = ['comune', 'attuatore'] as const
export const nomiTipoEnte = { comune: 'Comune', attuatore: 'Ente che gestisce i servizi' } as const

const livelli: readonly Gravita[] = ['errore', 'avviso']
/** Rules that are not official, and how severe this ente wants them. */
const GravitaRegole = Type.Record(Type.String({ pattern: '^((PS|SB)[0-9]{2}[a-z]?|N[0-9]{2})$' }), Uno(livelli))

const campi = {
  codice: Type.String({ minLength: 1, maxLength: 30, pattern: '^\\S+$' }),
  denominazione: Testo(100),
  sede: Belfiore,
  codiceFiscaleOperatore: Testo(16),
  gravita: GravitaRegole,
}

const Ente = Oggetto({
  id: Id,
  comuneId: Belfiore,
  comune: Type.String(),
  tipo: Uno(tipiEnte),
  ...campi,
  versione: Versione,
})
export type Ente = Static<typeof Ente>

export const entiApi = {
  list: endpoint({
    method: 'GET',
    path: '/flussi/enti',
    azione: 'flusso.leggi',
    summary: 'Gli enti che inviano flussi',
    reply: Lista(Ente),
  }),
  comuni: endpoint({
    method: 'GET',
    path: '/flussi/comuni',
    azione: 'flusso.ente',
    summary: 'I comuni per i quali si possono impostare enti',
    reply: Lista(Oggetto({ id: Belfiore, nome: Type.String() })),
  }),
  create: endpoint({
    method: 'POST',
    path: '/flussi/enti',
    azione: 'flusso.ente',
    summary: 'Imposta un ente che invia flussi',
    body: Oggetto({ comuneId: Belfiore, tipo: Uno(tipiEnte), ...campi }),
    reply: Oggetto({ id: Id }),
  }),
  update: endpoint({
    method: 'PUT',
    path: '/flussi/enti/:id',
    azione: 'flusso.ente',
    summary: 'Cambia i dati di un ente che invia flussi',
    params: ById,
    body: Oggetto({ ...campi, versione: Versione }),
    reply: Fatto,
  }),
}
