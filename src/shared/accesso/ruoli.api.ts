// The roles as the installation knows them today: who assigns each, where it may be held, what it allows. Open to all,
// because the guide is: the roles are set by public acts and name nobody. And the data of oneself, for the profile.
import { Type } from 'typebox'
import { Data, endpoint, Istante, Lista, Nullabile, Oggetto, Uno } from '../kernel/endpoint.ts'
import { portate } from '../kernel/sessione.api.ts'
import { statiUtente } from './utenti.rules.ts'

export const Ruolo = Oggetto({
  codice: Type.String(),
  sigla: Type.String(),
  nome: Type.String(),
  descrizione: Type.String(),
  sezione: Nullabile(Oggetto({ codice: Type.String(), nome: Type.String() })),
  territorio: Uno(['nazionale', 'ambito', 'comune', 'ambito-o-comune']),
  /** Held for the whole ambito, it reaches only the comuni with a delega. */
  richiedeDelega: Type.Boolean(),
  /** Cannot be combined with any other role. */
  esclusivo: Type.Boolean(),
  fonte: Type.String(),
  /** Codes of the roles that may assign it today. */
  assegnatoDa: Type.Array(Type.String()),
  azioni: Type.Array(Oggetto({ azione: Type.String(), descrizione: Type.String(), portata: Uno(portate) })),
})

export const Profilo = Oggetto({
  codiceFiscale: Type.String(),
  cognome: Type.String(),
  nome: Type.String(),
  dataNascita: Data,
  luogoNascita: Nullabile(Type.String()),
  email: Nullabile(Type.String()),
  telefono: Nullabile(Type.String()),
  fineContratto: Nullabile(Data),
  stato: Uno(statiUtente),
  primoAccesso: Nullabile(Istante),
})

export const ruoliApi = {
  elenco: endpoint({
    method: 'GET',
    path: '/ruoli',
    azione: 'pubblico',
    summary: 'I ruoli: chi li assegna, su quale territorio e che cosa consentono',
    reply: Lista(Ruolo),
    limite: 240,
  }),
}

export const profiloApi = {
  leggi: endpoint({
    method: 'GET',
    path: '/profilo',
    azione: 'sessione',
    summary: 'I miei dati, come li ha registrati l’amministratore',
    reply: Profilo,
  }),
}
