// What stands at a person's place: shape, age inside, name and dates underneath, and how much room they take.
import type { Famiglia } from './famiglia.ts'
import type { Forma } from './figura.ts'
import { eta, isPersona, type Persona } from './modello.ts'
import { aCapo, larghezzaTesto } from './testo.ts'

export const RAGGIO = 20
export const CORPO_NOME = 11
export const CORPO_DATE = 10
export const INTERLINEA = 13
/** Between the symbol and the first line of its label. */
export const STACCO = 5
const LARGHEZZA_NOME = 88
/** The name of the index person is bold, and wider. */
const GRASSETTO = 1.1

export interface Aspetto {
  forma: Forma
  mezzo: number
  eta?: string
  nome: readonly string[]
  date: string
  /** Half the room it needs sideways. */
  fianco: number
  altezzaEtichetta: number
}

const formaSesso: Record<Persona['sesso'], Forma> = { M: 'quadrato', F: 'cerchio', altro: 'rombo', ignoto: 'rombo' }

function forma(p: Persona): { forma: Forma; mezzo: number } {
  switch (p.tipo ?? 'persona') {
    case 'gravidanza':
      return { forma: 'triangolo', mezzo: 15 }
    case 'nato-morto':
      return { forma: formaSesso[p.sesso], mezzo: 12 }
    case 'aborto-spontaneo':
      return { forma: 'punto', mezzo: 6 }
    case 'interruzione':
      return { forma: 'croce', mezzo: 7 }
    default:
      return { forma: formaSesso[p.sesso], mezzo: RAGGIO }
  }
}

const anno = (data: string) => data.slice(0, 4)

function date(p: Persona): string {
  if (p.tipo === 'gravidanza') return ''
  if (!isPersona(p)) return p.nascita ? anno(p.nascita) : ''
  if (p.decesso) return `${p.nascita ? anno(p.nascita) : '?'} – ${anno(p.decesso)}`
  return p.nascita ? `n. ${anno(p.nascita)}` : ''
}

export function aspetto(f: Famiglia, p: Persona): Aspetto {
  const anni = isPersona(p) ? eta(p.nascita, p.decesso ?? f.giorno) : undefined
  const nome = aCapo(p.etichetta, CORPO_NOME, LARGHEZZA_NOME, 3)
  const d = date(p)
  const s = forma(p)
  const larghezze = [
    ...nome.map((r) => larghezzaTesto(r, CORPO_NOME) * (p.indice ? GRASSETTO : 1)),
    larghezzaTesto(d, CORPO_DATE),
    2 * s.mezzo,
  ]
  const righe = nome.length + (d ? 1 : 0)
  return {
    ...s,
    ...(anni !== undefined && anni >= 0 && { eta: String(anni) }),
    nome,
    date: d,
    fianco: Math.ceil(Math.max(...larghezze) / 2),
    altezzaEtichetta: righe > 0 ? STACCO + righe * INTERLINEA : 0,
  }
}
