// Users of an ambito and their assignments (user × role × territory): list, card, enabling one by one, suspension,
// substitution. Note on GePI, second and third phase; gepi §1 and §2.
import { Type } from 'typebox'
import {
  Belfiore,
  Binario,
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
  Page,
  Pagina,
  Testo,
  Uno,
  Versione,
} from '../kernel/endpoint.ts'
import { statiAssegnazione, statiUtente } from './utenti.rules.ts'

/** Sixteen characters, whatever the letters: whether it is a real one is said with the reason, field by field. */
export const CodiceFiscale = Type.String({ minLength: 11, maxLength: 20, pattern: '^[A-Za-z0-9 ]+$' })
export const Email = Type.String({ format: 'email', maxLength: 254 })
const Telefono = Type.String({ maxLength: 30, pattern: '^[+0-9][0-9 ./-]{4,28}$' })

const Incarico = Oggetto({
  id: Id,
  ruolo: Type.String(),
  ruoloNome: Type.String(),
  /** «tutto l’ambito», «Comune di Latina», «tutto il territorio nazionale». */
  territorio: Type.String(),
  comuneId: Nullabile(Type.String()),
  stato: Uno(statiAssegnazione),
  dal: Data,
  al: Nullabile(Data),
  /** Why it gives nothing today, in words; null when it is effective. */
  nonEfficacePerche: Nullabile(Type.String()),
})

export const UtenteVoce = Oggetto({
  id: Id,
  codiceFiscale: Type.String(),
  cognome: Type.String(),
  nome: Type.String(),
  stato: Uno(statiUtente),
  motivoStato: Nullabile(Type.String()),
  email: Nullabile(Type.String()),
  fineContratto: Nullabile(Data),
  ultimoAccesso: Nullabile(Istante),
  differenzeSpid: Type.Boolean(),
  /** Null for a user of national reach. */
  ambito: Nullabile(Oggetto({ id: Id, nome: Type.String() })),
  /** Present assignments; the past ones are in the card. */
  incarichi: Type.Array(Incarico),
})

const Filtri = {
  /** Beginnings of words: surname, name, e-mail. A codice fiscale never stands in an address: `cercaCodice`. */
  q: Type.Optional(Type.String({ maxLength: 100 })),
  stato: Type.Optional(Uno(statiUtente)),
  ruolo: Type.Optional(Type.String({ maxLength: 60 })),
  comune: Type.Optional(Belfiore),
  /** Only who holds a role for the whole ambito. */
  interoAmbito: Type.Optional(Type.Boolean()),
  /** Contract ending by this day. */
  contrattoEntro: Type.Optional(Data),
  differenzeSpid: Type.Optional(Type.Boolean()),
}
export const FiltriUtenti = Oggetto({ ...Filtri, ...Pagina })

export const UtenteScheda = Oggetto({
  ...UtenteVoce.properties,
  /** Null of an operator of another installation, of whom it is not known; so the two below. */
  dataNascita: Nullabile(Data),
  luogoNascita: Nullabile(Oggetto({ codice: Type.String(), nome: Nullabile(Type.String()) })),
  genere: Nullabile(Uno(['M', 'F'])),
  /** What he was in another installation, where he wrote what was imported here. */
  qualifica: Nullabile(Type.String()),
  /** Of an operator of another installation, the user of here who he is. */
  stessoDi: Nullabile(Oggetto({ id: Id, nome: Type.String() })),
  /** Of a user, the operators of other installations who are he. */
  anche: Type.Array(Oggetto({ id: Id, nome: Type.String() })),
  telefono: Nullabile(Type.String()),
  fondo: Nullabile(Type.String()),
  dubbioAccettato: Nullabile(Type.String()),
  creato: Istante,
  primoAccesso: Nullabile(Istante),
  versione: Versione,
  /** What SPID said at the last login, where it differs. */
  spid: Type.Array(Oggetto({ campo: Type.String(), accreditato: Nullabile(Type.String()), spid: Type.String() })),
  /** All of them, also past and revoked, newest first. */
  assegnazioni: Type.Array(
    Oggetto({
      ...Incarico.properties,
      motivoStato: Nullabile(Type.String()),
      abilitataIl: Nullabile(Istante),
      richiestaFormale: Nullabile(Oggetto({ id: Id, protocollo: Type.String(), data: Data })),
      sostituisce: Nullabile(Oggetto({ id: Id, nome: Type.String() })),
    }),
  ),
  /** Newest first, in words. */
  storia: Type.Array(Oggetto({ quando: Istante, chi: Type.String(), frase: Type.String() })),
})

const Anagrafica = {
  codiceFiscale: CodiceFiscale,
  cognome: Testo(100),
  nome: Testo(100),
  dataNascita: Data,
  luogoNascita: Belfiore,
  genere: Uno(['M', 'F']),
  email: Opzionale(Email),
  telefono: Opzionale(Telefono),
  /** Fund that pays the contract (R1.14). */
  fondo: Opzionale(Testo(100)),
  fineContratto: Opzionale(Data),
  /** Why a codice fiscale that only looks odd is accepted all the same. */
  confermaDubbio: Opzionale(Testo(300)),
}

const NuovoIncarico = Oggetto({
  ruolo: Testo(60),
  /** Absent: the whole ambito. */
  comune: Opzionale(Belfiore),
  dal: Opzionale(Data),
  al: Opzionale(Data),
})
const Incarichi = Type.Array(NuovoIncarico, { minItems: 1, maxItems: 60 })
/** Compulsory for every role of a section (A2.22). */
const richiestaFormaleId = Opzionale(Id)

/** What an enabling has done, in words. */
export const EsitoAbilitazione = Oggetto({
  id: Id,
  abilitati: Type.Integer(),
  preparati: Type.Integer(),
  /** To be shown: what is only prepared and why, an administrator too many… */
  avvisi: Type.Array(Type.String()),
})

const Motivo = Testo(300)
const ConMotivo = Oggetto({
  motivo: Motivo,
  /** Said yes to «è l’ultimo amministratore». */
  conferma: Type.Optional(Type.Boolean()),
})

const crea = { azione: 'utente.gestisci', params: ById } as const

export const utentiApi = {
  list: endpoint({
    method: 'GET',
    path: '/utenti',
    azione: 'utente.leggi',
    summary: 'Elenco degli utenti accreditati',
    query: FiltriUtenti,
    reply: Page(UtenteVoce),
  }),
  cercaCodice: endpoint({
    method: 'POST',
    path: '/utenti/cerca-codice',
    azione: 'utente.leggi',
    summary: 'Cerca un utente per codice fiscale',
    body: Oggetto({ codiceFiscale: CodiceFiscale }),
    reply: Lista(UtenteVoce),
  }),
  /** What is on the screen: by the filters, or by the codice fiscale alone, as `cercaCodice`. */
  esporta: endpoint({
    method: 'POST',
    path: '/utenti/esportazione',
    azione: 'utente.leggi',
    summary: 'Esporta l’elenco degli utenti, una riga per ruolo',
    body: Oggetto({
      ...Filtri,
      codiceFiscale: Type.Optional(CodiceFiscale),
      formato: Type.Optional(Uno(['xlsx', 'csv'])),
    }),
    reply: Binario,
  }),
  leggi: endpoint({
    method: 'GET',
    path: '/utenti/:id',
    azione: 'utente.leggi',
    summary: 'Scheda di un utente con i suoi ruoli e la sua storia',
    params: ById,
    reply: UtenteScheda,
  }),
  create: endpoint({
    method: 'POST',
    path: '/utenti',
    azione: 'utente.gestisci',
    summary: 'Accredita un operatore con i suoi ruoli',
    body: Oggetto({ ...Anagrafica, assegnazioni: Incarichi, richiestaFormaleId }),
    reply: EsitoAbilitazione,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/utenti/:id',
    azione: 'utente.gestisci',
    summary: 'Corregge i dati di un utente',
    params: ById,
    body: Oggetto({ ...Anagrafica, versione: Versione }),
    reply: Oggetto({ versione: Versione }),
  }),
  sospendi: endpoint({
    ...crea,
    method: 'POST',
    path: '/utenti/:id/sospensione',
    summary: 'Sospende un utente e chiude le sue sessioni',
    body: ConMotivo,
    reply: Oggetto({ stato: Uno(statiUtente) }),
  }),
  riprendi: endpoint({
    ...crea,
    method: 'POST',
    path: '/utenti/:id/ripresa',
    summary: 'Riprende un utente sospeso',
    body: Oggetto({ motivo: Motivo }),
    reply: Oggetto({ stato: Uno(statiUtente) }),
  }),
  cessa: endpoint({
    ...crea,
    method: 'POST',
    path: '/utenti/:id/cessazione',
    summary: 'Cessa un utente: revoca i suoi ruoli e chiude le sue sessioni',
    body: ConMotivo,
    reply: Oggetto({ stato: Uno(statiUtente) }),
  }),
  riammetti: endpoint({
    ...crea,
    method: 'POST',
    path: '/utenti/:id/riammissione',
    summary: 'Riammette un utente cessato, con nuovi ruoli',
    body: Oggetto({ motivo: Motivo, assegnazioni: Incarichi, richiestaFormaleId }),
    reply: EsitoAbilitazione,
  }),
  unisci: endpoint({
    ...crea,
    method: 'POST',
    path: '/utenti/:id/stessa-persona',
    summary: 'Dice che un operatore di un’altra installazione è un utente di qui',
    body: Oggetto({ utenteId: Id, motivo: Motivo }),
    reply: Fatto,
  }),
  dividi: endpoint({
    ...crea,
    method: 'POST',
    path: '/utenti/:id/altra-persona',
    summary: 'Dice che un operatore di un’altra installazione non è l’utente di qui che si credeva',
    body: Oggetto({ motivo: Motivo }),
    reply: Fatto,
  }),
  assegna: endpoint({
    ...crea,
    method: 'POST',
    path: '/utenti/:id/assegnazioni',
    summary: 'Aggiunge ruoli a un utente',
    body: Oggetto({ assegnazioni: Incarichi, richiestaFormaleId }),
    reply: EsitoAbilitazione,
  }),
  sostituisci: endpoint({
    ...crea,
    method: 'POST',
    path: '/utenti/:id/sostituzioni',
    summary: 'Affida per un periodo i ruoli di un operatore assente a un altro',
    body: Oggetto({ sostitutoId: Id, dal: Data, al: Data, richiestaFormaleId }),
    reply: EsitoAbilitazione,
  }),
}

export const assegnazioniApi = {
  ruoli: endpoint({
    method: 'GET',
    path: '/ruoli-assegnabili',
    azione: 'utente.gestisci',
    summary: 'Ruoli che chi opera può assegnare oggi, e dove',
    reply: Lista(
      Oggetto({
        id: Type.String(),
        sigla: Type.String(),
        nome: Type.String(),
        descrizione: Type.String(),
        territorio: Uno(['nazionale', 'ambito', 'comune', 'ambito-o-comune']),
        esclusivo: Type.Boolean(),
        richiedeRichiestaFormale: Type.Boolean(),
        /** Comuni where it would be enabled at once; elsewhere it is only prepared. */
        comuniAmmessi: Type.Array(Type.String()),
        ambitoAmmesso: Type.Boolean(),
        /** Acts that its section requires today, by name, and whether for the whole ambito it also takes a delega. */
        atti: Type.Array(Type.String()),
        richiedeDelega: Type.Boolean(),
      }),
    ),
  }),
  abilitaPreparate: endpoint({
    method: 'POST',
    path: '/assegnazioni/abilita-preparate',
    azione: 'utente.gestisci',
    summary: 'Abilita i ruoli preparati per i quali l’atto che serve è ora firmato e valido',
    body: Oggetto({ utenteId: Opzionale(Id) }),
    reply: Oggetto({ abilitati: Type.Integer(), preparati: Type.Integer() }),
  }),
  abilitabili: endpoint({
    method: 'GET',
    path: '/assegnazioni/abilitabili',
    azione: 'utente.gestisci',
    summary:
      'Quanti utenti preparati, e con quanti ruoli, si possono abilitare oggi; oltre cento ruoli soltanto che sono di più',
    reply: Oggetto({ utenti: Type.Integer(), ruoli: Type.Integer(), molti: Type.Boolean() }),
  }),
  sospendi: endpoint({
    ...crea,
    method: 'POST',
    path: '/assegnazioni/:id/sospensione',
    summary: 'Sospende un ruolo di un utente',
    body: ConMotivo,
    reply: Oggetto({ stato: Uno(statiAssegnazione) }),
  }),
  riprendi: endpoint({
    ...crea,
    method: 'POST',
    path: '/assegnazioni/:id/ripresa',
    summary: 'Riprende un ruolo sospeso',
    body: Oggetto({ motivo: Motivo }),
    reply: Oggetto({ stato: Uno(statiAssegnazione) }),
  }),
  revoca: endpoint({
    ...crea,
    method: 'POST',
    path: '/assegnazioni/:id/revoca',
    summary: 'Revoca un ruolo a un utente',
    body: ConMotivo,
    reply: Oggetto({ stato: Uno(statiAssegnazione) }),
  }),
}
