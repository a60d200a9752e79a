// What one person is to another, in Italian and with the right gender, from unions and parentage alone: a tie is stored
// once and read from both sides. Kinship and affinity follow the civil code (artt. 74–78): degrees are counted through
// the common ancestor, up to the sixth; only marriage and civil union make affinity, other couples are said in full.
import { type Coppia, type Famiglia, leggi, ultimaUnione } from './famiglia.ts'
import type { DatiGenogramma, Persona, TipoFiliazione } from './modello.ts'

type Genere = 'M' | 'F' | 'N'
const genere = (p: Persona): Genere => (p.sesso === 'M' ? 'M' : p.sesso === 'F' ? 'F' : 'N')
const al = (p: Persona, m: string, f: string, n: string) => (genere(p) === 'M' ? m : genere(p) === 'F' ? f : n)
/** A word that changes only its last letter: `parola(p, 'cugin')`. */
const parola = (p: Persona, radice: string) => radice + al(p, 'o', 'a', 'o/a')

interface Salita {
  passi: number
  /** The parent by whom the way up begins. */
  primo?: string
  adottiva: boolean
}

interface Sangue {
  su: number
  giu: number
  antenati: readonly string[]
  primo?: string
  adottiva: boolean
}

class Parenti {
  readonly f: Famiglia
  #genitori = new Map<string, { id: string; tipo: TipoFiliazione }[]>()
  #salite = new Map<string, Map<string, Salita>>()
  constructor(f: Famiglia) {
    this.f = f
    for (const c of f.coppie)
      for (const r of c.figli)
        for (const id of c.b === undefined ? [c.a] : [c.a, c.b])
          this.#genitori.set(r.figlio, [...(this.#genitori.get(r.figlio) ?? []), { id, tipo: r.tipo }])
  }
  genitori = (id: string) => this.#genitori.get(id) ?? []

  /** Every ancestor by birth or adoption, by the shortest way. */
  salite(id: string): Map<string, Salita> {
    const note = this.#salite.get(id)
    if (note) return note
    const salite = new Map<string, Salita>([[id, { passi: 0, adottiva: false }]])
    const coda = [id]
    for (let q = coda.shift(); q !== undefined; q = coda.shift()) {
      const da = salite.get(q)!
      for (const g of this.genitori(q)) {
        if (g.tipo === 'affido' || salite.has(g.id)) continue
        const adottiva = da.adottiva || g.tipo === 'adottiva'
        salite.set(g.id, { passi: da.passi + 1, primo: da.primo ?? g.id, adottiva })
        coda.push(g.id)
      }
    }
    this.#salite.set(id, salite)
    return salite
  }

  sangue(da: string, a: string): Sangue | undefined {
    const [x, y] = [this.salite(da), this.salite(a)]
    const comuni = [...x.keys()].filter((k) => y.has(k))
    const grado = (k: string) => x.get(k)!.passi + y.get(k)!.passi
    const minimo = Math.min(...comuni.map(grado))
    const antenati = comuni.filter((k) => grado(k) === minimo)
    const primo = antenati[0]
    if (primo === undefined) return undefined
    const [s, g] = [x.get(primo)!, y.get(primo)!]
    return {
      su: s.passi,
      giu: g.passi,
      antenati,
      adottiva: s.adottiva || g.adottiva,
      ...(s.primo && { primo: s.primo }),
    }
  }

  coppie = (id: string): { coppia: Coppia; altro: string }[] =>
    this.f.coppie.flatMap((coppia) =>
      coppia.b !== undefined && (coppia.a === id || coppia.b === id)
        ? [{ coppia, altro: coppia.a === id ? coppia.b : coppia.a }]
        : [],
    )
}

const ordinali = ['', 'primo', 'secondo', 'terzo', 'quarto', 'quinto', 'sesto']

function nomeSangue(k: Parenti, s: Sangue, da: Persona, a: Persona): string {
  const primo = s.primo === undefined ? undefined : k.f.perId.get(s.primo)
  const lato = (femminile: boolean) =>
    !primo || genere(primo) === 'N'
      ? ''
      : ` ${genere(primo) === 'M' ? 'patern' : 'matern'}${genere(a) === 'N' ? 'o/a' : femminile ? 'a' : 'o'}`
  const diLato = (nome: string) => nome + lato(genere(a) === 'F')
  const adottivo = (nome: string) => (s.adottiva ? `${nome} ${parola(a, 'adottiv')}` : nome)
  switch (`${s.su} ${s.giu}`) {
    case '1 0':
      return adottivo(al(a, 'padre', 'madre', 'genitore'))
    case '0 1':
      return adottivo(parola(a, 'figli'))
    case '2 0':
      return diLato(parola(a, 'nonn'))
    case '3 0':
      return diLato(parola(a, 'bisnonn'))
    case '4 0':
      return parola(a, 'trisavol')
    case '0 2':
    case '1 2':
      return 'nipote'
    case '0 3':
    case '1 3':
      return 'pronipote'
    case '0 4':
      return 'trisnipote'
    case '1 1':
      return adottivo(fratello(k, s, da, a))
    case '2 1':
      return diLato(parola(a, 'zi'))
    case '3 1':
      return parola(a, 'prozi')
    case '2 2':
      return parola(a, 'cugin')
    default: {
      const grado = ordinali[s.su + s.giu]
      return grado ? `parente di ${grado} grado` : 'parente oltre il sesto grado'
    }
  }
}

function fratello(k: Parenti, s: Sangue, da: Persona, a: Persona): string {
  const gruppo = (id: string) =>
    k.f.coppie.flatMap((c) => c.figli).find((r) => r.figlio === id && r.gemelli)?.gemelli?.gruppo
  if (gruppo(a.id) !== undefined && gruppo(a.id) === gruppo(da.id)) return parola(a, 'gemell')
  const intero = al(a, 'fratello', 'sorella', 'fratello/sorella')
  const naturali = (id: string) => k.genitori(id).filter((g) => g.tipo === 'naturale')
  // half siblings only when both other parents are known, and differ
  const meta = s.antenati.length === 1 && naturali(da.id).length === 2 && naturali(a.id).length === 2
  return meta ? `${intero} unilaterale` : intero
}

function nomePartner(c: Coppia, da: Persona, a: Persona): string {
  const u = ultimaUnione(c)
  if (!u) return 'altro genitore dei figli'
  const coniuge = al(a, 'marito', 'moglie', 'coniuge')
  const nomi = {
    matrimonio: coniuge,
    'unione-civile': `${parola(a, 'unit')} civilmente`,
    convivenza: 'convivente',
    fidanzamento: parola(a, 'fidanzat'),
    relazione: 'partner',
  }
  const nome = nomi[u.tipo]
  const finita = u.al !== undefined || u.esito !== undefined
  if (u.esito === 'vedovanza' || (!finita && (a.decesso || da.decesso))) {
    if (a.decesso) return `${nome} ${parola(a, 'defunt')}`
    return u.tipo === 'matrimonio' ? parola(a, 'vedov') : `${nome} superstite`
  }
  if (!finita) return nome
  if (u.tipo !== 'matrimonio') return `ex ${nome}`
  return u.esito === 'divorzio' || !u.esito ? 'ex coniuge' : `coniuge ${parola(a, 'separat')}`
}

/** Married or in civil union: `ex` when it was dissolved, not by death. */
function affinita(c: Coppia): { ex: boolean } | undefined {
  const u = [...c.unioni].reverse().find((x) => x.tipo === 'matrimonio' || x.tipo === 'unione-civile')
  return u && { ex: u.esito === 'divorzio' || (u.al !== undefined && u.esito === undefined) }
}

function del(nome: string, p: Persona): string {
  if (genere(p) === 'N') return `di ${nome}`
  if (/^[aeiou]/.test(nome)) return `dell’${nome}`
  if (genere(p) === 'F') return `della ${nome}`
  return /^(z|s[^aeiou])/.test(nome) ? `dello ${nome}` : `del ${nome}`
}

function nomeAffine(k: Parenti, da: Persona, a: Persona): string | undefined {
  const trovati: { peso: number; nome: string }[] = []
  const aggiungi = (s: Sangue, c: Coppia, tabella: Record<string, string>, intero: string) => {
    const legale = affinita(c)
    const breve = legale && tabella[`${s.su} ${s.giu}`]
    if (breve) trovati.push({ peso: s.su + s.giu + (legale.ex ? 0.5 : 0), nome: legale.ex ? `ex ${breve}` : breve })
    else if (s.su + s.giu <= 2) trovati.push({ peso: s.su + s.giu + 0.7, nome: intero })
  }
  const cognato = parola(a, 'cognat')
  for (const { coppia, altro } of k.coppie(da.id)) {
    const s = k.sangue(altro, a.id)
    const p = k.f.perId.get(altro)!
    if (!s) continue
    const intero = `${nomeSangue(k, s, p, a)} ${del(nomePartner(coppia, da, p), p)}`
    aggiungi(s, coppia, { '1 0': parola(a, 'suocer'), '1 1': cognato }, intero)
  }
  for (const { coppia, altro } of k.coppie(a.id)) {
    const s = k.sangue(da.id, altro)
    const p = k.f.perId.get(altro)!
    if (!s) continue
    const intero = `${nomePartner(coppia, p, a)} ${del(nomeSangue(k, s, da, p), p)}`
    const zio = `${parola(a, 'zi')} ${al(a, 'acquisito', 'acquisita', 'acquisito/a')}`
    aggiungi(s, coppia, { '0 1': al(a, 'genero', 'nuora', 'genero/nuora'), '1 1': cognato, '2 1': zio }, intero)
  }
  return trovati.sort((x, y) => x.peso - y.peso)[0]?.nome
}

function nome(k: Parenti, idDa: string, idA: string): string | undefined {
  const [da, a] = [k.f.perId.get(idDa), k.f.perId.get(idA)]
  if (!da || !a || da === a) return undefined
  const partner = k.coppie(idDa).find((c) => c.altro === idA)
  if (partner && partner.coppia.unioni.length > 0) return nomePartner(partner.coppia, da, a)
  const s = k.sangue(idDa, idA)
  if (s) return nomeSangue(k, s, da, a)
  if (k.genitori(idDa).some((g) => g.id === idA))
    return al(a, 'padre affidatario', 'madre affidataria', 'genitore affidatario')
  if (k.genitori(idA).some((g) => g.id === idDa)) return `${parola(a, 'figli')} in affido`
  if (partner) return nomePartner(partner.coppia, da, a)
  return nomeAffine(k, da, a)
}

/** What `a` is to `da`: «nonna materna», «cognato», «ex coniuge»; undefined when nothing ties them. */
export const parentela = (dati: DatiGenogramma, da: string, a: string): string | undefined =>
  nome(new Parenti(leggi(dati)), da, a)

/** What everyone is to one person: one reading of the data for the whole list. */
export function parentele(dati: DatiGenogramma, da: string): Map<string, string> {
  const k = new Parenti(leggi(dati))
  return new Map(
    k.f.persone.flatMap((p) => {
      const n = nome(k, da, p.id)
      return n === undefined ? [] : [[p.id, n] as const]
    }),
  )
}
