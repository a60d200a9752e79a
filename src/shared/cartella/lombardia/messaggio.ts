// The message of the Lombardia exchange (PRSS_IN001004ZZ) as Trama thinks it: the envelope and the phases A, B and E of
// the five. Phases C and D come with projects and delivery. Names are those of the record, not of the XML.
// Absent means absent: an optional text is never '', a group is never empty, a list is always there. Two equal messages
// are therefore equal objects, which is what the round trip needs.
import type { campiAccesso, campiFinale, campiValutazione, Dati } from './campi.ts'

/** `YYYY-MM-DD` */
export type Giorno = string
/** A day, or an instant to the second in UTC, `YYYY-MM-DDTHH:MM:SSZ`: the schema admits both. */
export type Momento = string

export interface Messaggio {
  busta: Busta
  /** It also says of whom the message speaks, so no message goes without. */
  accesso: FaseAccesso
  valutazione?: FaseValutazione
  finale?: FaseFinale
}

export interface Busta {
  id: string
  creato: Momento
  /** Always `PRSS_IN001004ZZ`: another interaction is another message. */
  interazione: string
  /** `processingCode`: production or test. */
  processo: string
  /** `processingModeCode`: how the receiver processes it. */
  modalita: string
  /** `acceptAckCode`: when the sender wants a receipt. */
  ricevuta: string
  mittente: string
  destinatari: string[]
}

/** What every phase says of itself. */
export interface Fase {
  id: string
  /** Which phase it is, in the code system `FASE` of the table. */
  codice: string
  annotazioni?: string
  stato: string
  inizio: Momento
  fine?: Momento
  esito?: string
}

export interface FaseAccesso extends Fase {
  assistito: Assistito
  medico?: Persona
  assistenti: AssistentePersonale[]
  segnalazione?: Segnalazione
  dati: Dati<typeof campiAccesso>
}

export interface FaseValutazione extends Fase {
  data?: Giorno
  responsabile?: Responsabile
  caseManager?: Responsabile
  dati: Dati<typeof campiValutazione>
}

export interface FaseFinale extends Fase {
  /** The codice fiscale of who closed. */
  responsabile?: string
  chiusura?: Giorno
  dati: Dati<typeof campiFinale>
}

export interface Persona {
  codiceFiscale?: string
  cognome?: string
  nome?: string
}

export interface Assistito {
  /** The codice fiscale, or what stands for it in the record. */
  id: string
  /** Only when `id` is something else. */
  codiceFiscale?: string
  tessera?: string
  cognome: string
  nome: string
  genere?: string
  nascita?: Giorno
  comuneNascita?: string
  statoCivile?: string
  titoloStudio?: string
  /** The first and the second. */
  cittadinanze: string[]
  comuneResidenza?: string
  regioneResidenza?: string
  nazioneResidenza?: string
  comuneDomicilio?: string
  telefono?: string
  cellulare?: string
  email?: string
  documento?: { tipo?: string; estremi?: string }
  ats?: string
  asst?: string
  ambito?: string
  nucleo: Relazione[]
  rete: Relazione[]
}

/** Someone of the household or of the social network. */
export interface Relazione extends Persona {
  /** The kind of relation: `NUCLEO` or `RETE` in the table. */
  tipo?: string
  comuneResidenza?: string
  caregiver?: string
  genere?: string
  nascita?: Giorno
  comuneNascita?: string
}

export interface AssistentePersonale extends Persona {
  tipo?: string
  comuneResidenza?: string
  genere?: string
  nascita?: Giorno
}

export interface Segnalazione extends Persona {
  data?: Giorno
  bisogno?: string
  ente?: { tipo?: string; codice?: string; denominazione?: string }
}

interface Responsabile {
  codiceFiscale: string
  profilo?: string
}

export const INTERAZIONE = 'PRSS_IN001004ZZ'

/** Where in the message (or in the file), and one Italian sentence: what is wrong, what to do. */
export interface Difetto {
  percorso: string
  frase: string
}
