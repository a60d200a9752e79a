// What the scenes of the demonstration share: days, chance, families by service, and the ids that the record has given.
import { personeApi } from '../../src/shared/anagrafe/persone.api.ts'
import type { PersonaDemo } from '../persone.ts'
import type { Persona } from './casa.ts'
import { type Caso, caso } from './caso.ts'
import type { Famiglia } from './famiglie.ts'
import type { Giorni } from './giorni.ts'
import type { Servizio } from './operatori.ts'
import type { Copione, Regia } from './regia.ts'

export interface Mondo {
  giorni: Giorni
  copione: Copione
  /** As many out of five hundred families. */
  quanti(su500: number): number
  servizi: readonly ServizioVivo[]
  /** Families of whom no segnalazione nor presa in carico is told: others may take them in charge. */
  liberi: Set<Famiglia>
}

/** A service with its families and what is created on the first day. */
export interface ServizioVivo extends Servizio {
  famiglie: Famiglia[]
  /** Office of the desk. */
  ufficio: string
}

const ids = new WeakMap<Persona, string>()
export const ricorda = (p: Persona, id: string) => void ids.set(p, id)
export function idDi(f: Famiglia, persona = f.casa.indice): string {
  const p = f.casa.persone[persona]!
  const id = ids.get(p)
  if (!id) throw new Error(`${p.cognome} ${p.nome} is not in the record yet`)
  return id
}

/** Chance of one scene, so that a change in another does not move it. */
export const casoDi = (scena: string, f?: Famiglia): Caso =>
  caso([...`${scena} ${f?.casa.codice ?? ''}`].reduce((h, c) => Math.imul(h, 31) + c.charCodeAt(0), 7))

/** Opens the folder of somebody whom one does not follow, saying why. */
export const apri = (r: Regia, chi: PersonaDemo, id: string, motivo: string, dettaglio: string) =>
  r.fa(chi, personeApi.apri, { id, motivo, dettaglio })

export const anni = (p: Persona, oggi: string): number =>
  Number(oggi.slice(0, 4)) - Number(p.nascita.slice(0, 4)) - (oggi.slice(5) < p.nascita.slice(5) ? 1 : 0)

/** Alive and of the household. */
export const presenti = (f: Famiglia): number[] =>
  f.casa.persone.flatMap((p, n) => (p.parentela && !p.dati['decesso.dal'] ? [n] : []))

export const nomeDi = (p: Persona) => `${p.nome} ${p.cognome}`
