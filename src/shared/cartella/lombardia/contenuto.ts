// What the record and the regional message have in common, in the words and the codes of the record: the middle of both
// ways. Places are ISTAT codes. Absent means not recorded (on the way out) or not said (on the way in).
import type { Giorno } from './messaggio.ts'

/** Someone of the household, of the network, or who assists her at home. */
export interface Vicino {
  /** Code of «parentela», towards the person of the message; absent where it is not known. */
  parentela?: string
  codiceFiscale?: string
  cognome?: string
  nome?: string
  sesso?: 'F' | 'M'
  nascita?: Giorno
  residenza?: string
}

/** How the person came to the service. */
export interface Accesso {
  dal: Giorno
  al?: Giorno
  canale?: string
  motivo?: string
  bisogno?: string
  segnalataIl?: Giorno
}

export interface PresaContenuta {
  area?: string
  dal: Giorno
  attivata?: Giorno
  al?: Giorno
  motivoChiusura?: string
  valutazione?: string
  responsabile?: { codiceFiscale: string; professione?: string }
  chiusaDa?: string
}

export interface Contenuto {
  persona: {
    /** Of the person in the record of the sender. */
    chiave: string
    codiceFiscale?: string
    cognome: string
    nome: string
    sesso?: 'F' | 'M'
    nascita?: Giorno
    luogoNascita?: string
  }
  statoCivile?: string
  titoloStudio?: string
  cittadinanze: string[]
  residenza?: string
  regione?: string
  domicilio?: string
  telefono?: string
  cellulare?: string
  email?: string
  documento?: { tipo: string; numero: string }
  lavoro?: string
  tipologiaFamiliare?: string
  isee?: { tipo?: string; centesimi: number }
  salute?: string
  tessera?: string
  /** As they are written in the record: the Region's code, or a name. */
  ats?: string
  asst?: string
  ambito?: string
  medico?: { codiceFiscale?: string; cognome?: string; nome?: string }
  /** Band of the percentage, and the attendance allowance where it was said. It only goes out: a band is no percentage. */
  invalidita?: { fascia: string; frequenza?: boolean }
  nucleo: Vicino[]
  rete: Vicino[]
  assistenti: Vicino[]
  ente?: string
  accesso: Accesso
  presa?: PresaContenuta
}

/** Where in the product one sees to it. */
export const luoghi = ['scheda', 'nuclei', 'prese', 'sportello', 'parametri', 'codici'] as const
export type Luogo = (typeof luoghi)[number]

/** Something that the message does not say, or that the record does not take: what, why, and where one sees to it. */
export interface Nota {
  cosa: string
  perche: string
  dove: Luogo | null
}

export const ASSISTENTE_FAMILIARE = 'assistente-familiare'
export const NON_DEFINITA = 'non-definita'
