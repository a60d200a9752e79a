// One family of the demonstration as data: who is in it, what is known of each, how they are tied. Nothing is written
// anywhere yet; the persons have the fields of an import (src/shared/anagrafe/importa-campi.ts).
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import type { Caso } from './caso.ts'
import { nato } from './giorni.ts'
import { cognome, nomi, stati, vie } from './nomi.ts'

export interface Persona {
  /** In the program of before. */
  codice: string
  cognome: string
  nome: string
  sesso: 'M' | 'F'
  nascita: string
  luogo: string
  codiceFiscale?: string
  /** In the registered household; absent: lives elsewhere, or is dead. */
  parentela?: string
  /** Field of an import → value. */
  dati: Record<string, string>
}

export interface Legame {
  a: number
  b: number
  specie: 'unione' | 'filiazione' | 'gemelli' | 'legame'
  /** Of a filiation, a is the parent. */
  tipo: string
  dal?: string
  al?: string
  esito?: 'separazione-di-fatto' | 'separazione-legale' | 'divorzio' | 'vedovanza'
}

interface Chi {
  sesso: 'M' | 'F'
  eta: number
  parentela?: string
  /** Whose surname: 0 the first of the house, 1 who married in, 2 and on others. */
  linea?: number
  /** Born abroad, in this state. */
  stato?: string
  dati?: Record<string, string>
  /** Died so many years ago. */
  morto?: number
}

/** Names already given: no two people of the demonstration sound the same, or they would be proposed as one. */
export type Usati = Set<string>

/** As kernel.fonetica has it: the first letter and the sounds of the consonants. */
export const suono = (testo: string): string => {
  const suoni = testo
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/ph/g, 'f')
    .replace(/sch|sh|sc(?=[ei])/g, 's')
    .replace(/ch|ck|qu?/g, 'k')
    .replace(/[cxzwyj]/g, (c) => 'kssvii'['cxzwyj'.indexOf(c)]!)
    .replace(/h/g, '')
  return (suoni.slice(0, 1) + suoni.slice(1).replace(/[aeiouy]/g, '')).replace(/(.)\1+/g, '$1')
}

/** Civil status that a union gives, and what its end leaves. */
const durante: Readonly<Record<string, string>> = { matrimonio: 'coniugato', 'unione-civile': 'unito-civilmente' }
const dopo: Readonly<Record<NonNullable<Legame['esito']>, string | undefined>> = {
  'separazione-di-fatto': 'coniugato',
  'separazione-legale': 'separato',
  divorzio: 'divorziato',
  vedovanza: 'vedovo',
}

const LINEE = 720
/** Born before the war, one cannot be of a comune founded since: a codice fiscale that says so is refused. */
const cittaAntiche = ['H501', 'F839', 'F205', 'L219']
const ANNI_DI_GUERRA = 74
const altrove = [...cittaAntiche, 'E472', 'E801']

export class Casa {
  readonly n: number
  readonly comune: string
  readonly oggi: string
  /** Day on which the story begins: what is said of a person then cannot be of a later one. */
  readonly inizio: string
  readonly caso: Caso
  readonly persone: Persona[] = []
  readonly legami: Legame[] = []
  /** The one whom the service follows. */
  indice = 0
  /** Fled from this person: the address of the others in the house is secret. */
  fuggeDa: number | undefined
  readonly #usati: Usati
  readonly #casa: Record<string, string>
  constructor(d: { n: number; comune: string; oggi: string; inizio: string }, c: Caso, usati: Usati) {
    this.n = d.n
    this.comune = d.comune
    this.oggi = d.oggi
    this.inizio = d.inizio
    this.caso = c
    this.#usati = usati
    this.#casa = {
      'residenza.comune': d.comune,
      'residenza.indirizzo': c.uno(vie),
      'residenza.civico': String(c.tra(1, 180)),
      'residenza.dal': this.data(c.tra(3, 20)),
    }
  }

  /** Year in which the story begins. */
  get anno(): number {
    return Number(this.inizio.slice(0, 4))
  }

  /** A day so many years ago. */
  data(anniFa: number, giorni = this.caso.tra(0, 360)): string {
    return nato(this.oggi, anniFa, giorni)
  }

  persona(chi: Chi): number {
    const c = this.caso
    const linea = chi.linea ?? 0
    const suo = cognome((this.n + linea * 241) % LINEE, chi.stato)
    const nascita = nato(this.oggi, chi.eta, c.tra(1, 360))
    const qui = chi.eta < ANNI_DI_GUERRA && c.percento(75)
    const luogo = chi.stato ?? (qui ? this.comune : c.uno(chi.eta < ANNI_DI_GUERRA ? altrove : cittaAntiche))
    const nome = this.#nome(suo, chi)
    const dentro = chi.parentela !== undefined
    const p: Persona = {
      codice: `${this.codice}-${this.persone.length + 1}`,
      cognome: suo,
      nome,
      sesso: chi.sesso,
      nascita,
      luogo,
      ...(dentro ? { parentela: chi.parentela! } : {}),
      dati: {
        ...(dentro ? this.#casa : {}),
        ...(chi.stato ? { 'cittadinanza.stato': stati[chi.stato]! } : {}),
        ...(chi.morto === undefined
          ? {}
          : { 'decesso.dal': this.data(chi.morto), 'decesso.luogo': 'Ospedale dimostrativo' }),
        ...chi.dati,
      },
    }
    p.codiceFiscale = calcolaCodiceFiscale({
      nome,
      cognome: suo,
      genere: chi.sesso,
      dataNascita: nascita,
      belfiore: luogo,
    })
    this.persone.push(p)
    return this.persone.length - 1
  }

  get codice(): string {
    return `F${String(this.n + 1).padStart(4, '0')}`
  }

  #nome(suo: string, chi: Chi): string {
    const lista = nomi(chi.sesso, chi.stato)
    const da = this.caso.tra(0, lista.length - 1)
    for (let k = 0; k < lista.length; k++) {
      const nome = lista[(da + k) % lista.length]!
      const chiave = `${suono(suo)} ${suono(nome)}`
      if (this.#usati.has(chiave)) continue
      this.#usati.add(chiave)
      return nome
    }
    // more people than names: what no other has is the number of the family
    return `${lista[da]!} ${this.codice}`
  }

  // ---- ties ------------------------------------------------------------------------------------------------------------

  unione(a: number, b: number, altro: Partial<Legame> = {}) {
    const u = { tipo: 'matrimonio', dal: this.data(this.caso.tra(6, 30)), ...altro }
    this.legami.push({ a, b, specie: 'unione', ...u })
    const stato = u.esito ? dopo[u.esito] : durante[u.tipo]
    if (!stato || u.tipo === 'convivenza') return
    for (const p of [a, b])
      if (!this.persone[p]!.dati['decesso.dal'])
        this.sa(p, { 'stato-civile.stato': stato, 'stato-civile.dal': u.al ?? u.dal })
  }

  figli(genitori: readonly number[], figli: readonly number[], tipo = 'naturale') {
    for (const b of figli) for (const a of genitori) this.legami.push({ a, b, specie: 'filiazione', tipo })
  }

  /** Twins: the same birth for both. */
  gemelli(a: number, b: number) {
    const [uno, altro] = [this.persone[a]!, this.persone[b]!]
    altro.nascita = uno.nascita
    altro.luogo = uno.luogo
    altro.codiceFiscale = calcolaCodiceFiscale({
      nome: altro.nome,
      cognome: altro.cognome,
      genere: altro.sesso,
      dataNascita: altro.nascita,
      belfiore: altro.luogo,
    })
    this.legami.push({ a, b, specie: 'gemelli', tipo: uno.sesso === altro.sesso ? 'monozigoti' : 'dizigoti' })
  }

  legame(a: number, b: number, tipo: string) {
    this.legami.push({ a, b, specie: 'legame', tipo })
  }

  sa(chi: number, dati: Record<string, string>) {
    Object.assign(this.persone[chi]!.dati, dati)
  }
}
