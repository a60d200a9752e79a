// What a letter may say of a person, asked of whoever keeps the register of persons: this module comes before it and does
// not know it. The source gives only what may leave, as the reader sees it; what it keeps back, it says in words.
import type { Ctx } from '../kernel/context.ts'

export interface DatiPersona {
  nominativo: string
  cognome: string
  nome: string
  sesso: 'F' | 'M' | null
  dataNascita: string | null
  luogoNascita: string | null
  codiceFiscale: string | null
  /** Lines of the address to write to. */
  indirizzo: string[] | null
  telefono: string | null
  email: string | null
}

export type FontePersona = (ctx: Ctx, personaId: string) => Promise<{ dati: DatiPersona; avvertenze: string[] }>

/** Takes who reported out of what is written of a person, for whoever writes it; asked of the record, which comes later too. */
export type SenzaSegnalanti = (ctx: Ctx, personaId: string) => Promise<<T extends string | null>(testo: T) => T>

const lungo = new Intl.DateTimeFormat('it-IT', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
/** «2 marzo 2026»; the first of the month as one says it. */
export const giornoInParole = (giorno: string): string =>
  lungo.format(new Date(`${giorno}T00:00:00Z`)).replace(/^1 /, '1º ')
