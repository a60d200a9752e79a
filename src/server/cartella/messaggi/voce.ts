// One item of a message against a folder. What is added knows how to write itself, so that the preview and the
// confirmation are one reading.
import type { campiAggiunti, VoceMessaggio } from '../../../shared/cartella/messaggi.api.ts'
import type { Noto } from '../../anagrafe/importa-identita.ts'
import type { Letto } from './ricevuto.ts'

/** Where what is written says it comes from: an entry of «fonte-informazione». */
export const FONTE = 'messaggio-regionale'

export type Aggiunte = Partial<Record<(typeof campiAggiunti)[number], string>>

export interface VoceDaScrivere extends VoceMessaggio {
  scrivi?: (personaId: string) => Promise<void>
}

/** What a message is compared with. */
export interface Confrontata {
  /** Null: a person who is not there yet. */
  personaId: string | null
  noto: Noto
  letto: Letto
  luoghi: ReadonlyMap<string, string>
  aggiunte: Aggiunte
}

export const pieno = <T extends object>(o: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(o).filter(([, x]) => x !== undefined)) as T

export const inItaliano = (giorno: string) => giorno.split('-').reverse().join('/')
