// Who reads the records, seen from outside: the register that the person may ask for, and the unusual accesses of the
// week for the responsabile della protezione dei dati, who never sees of whom.
import { Type } from 'typebox'
import {
  ById,
  Data,
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
import { esitiEsame, regoleAccesso } from './accessi.rules.ts'

export const accessiApi = {
  registro: endpoint({
    method: 'GET',
    path: '/persone/:id/registro',
    azione: 'persona.letture',
    summary: 'Il registro di chi ha letto, da dare alla persona che lo chiede',
    params: ById,
    fascicolo: true,
    soggetto: { tipo: 'persona', campo: 'id' },
    query: Oggetto(Pagina),
    reply: Page(
      Oggetto({
        id: Type.Integer(),
        quando: Istante,
        chi: Type.String(),
        ruoli: Nullabile(Type.String()),
        atto: Type.String(),
        interrogazione: Nullabile(Type.String()),
        fuoriCarico: Type.Boolean(),
        motivo: Nullabile(Type.String()),
      }),
    ),
  }),
  insoliti: endpoint({
    method: 'GET',
    path: '/accessi-insoliti',
    azione: 'accesso-insolito.leggi',
    summary: 'Gli accessi insoliti trovati ogni settimana, con la regola che li spiega',
    query: Oggetto({ daEsaminare: Type.Optional(Type.Boolean()), ...Pagina }),
    reply: Page(
      Oggetto({
        id: Id,
        settimana: Data,
        regola: Uno(regoleAccesso),
        utenteId: Id,
        chi: Type.String(),
        quante: Type.Integer(),
        solito: Nullabile(Type.Number()),
        esito: Nullabile(Uno(esitiEsame)),
        nota: Nullabile(Type.String()),
        esaminatoIl: Nullabile(Istante),
        esaminatoDa: Nullabile(Type.String()),
      }),
    ),
  }),
  esamina: endpoint({
    method: 'POST',
    path: '/accessi-insoliti/:id/esame',
    azione: 'accesso-insolito.leggi',
    summary: 'Registra l’esame di un accesso insolito',
    params: ById,
    // the examination that was there when one began: of two people the second is told
    body: Oggetto({ esito: Uno(esitiEsame), nota: Opzionale(Testo(1000)), esameVisto: Opzionale(Istante) }),
    reply: Fatto,
  }),
}
