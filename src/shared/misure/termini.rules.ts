// From a term as data and what has happened in a case, when it is due and how it stands. Pure: lights are computed when they are
// looked at, from the dates, and nothing keeps them.
//
// The first day does not count. What stops the clock (a justified reason) moves the day due by as many days as it lasted. A term
// that is satisfied late is late for ever; where the law says that this heals it, it says from when the payment begins again.
// After a renewal nothing of before counts, in the terms that say so.

import { giorniTra, giornoDelMese, piuGiorni, piuLavorativi, piuMesi } from './giorni.ts'
import { type Contesto, type Fatti, Ignoto } from './linguaggio.ts'
import type { Termine } from './termini.ts'
import type { VersioneCompilata } from './versione.rules.ts'

export interface Accaduto {
  evento: string
  giorno: string
  /** For what lasts: its last day; absent while it lasts. */
  fino?: string | null
  /** The day on which it was registered, where it is another. */
  registrato?: string | null
  /** A meeting of the household at which this member was not: it satisfies nothing of his, and his term runs from the first. */
  senzaDiLui?: boolean
}

export interface Caso {
  accaduti: readonly Accaduto[]
  fatti: Fatti
  /** Whose term it is, for terms of one member. */
  componente?: number
}

export const luci = [
  'non-decorre',
  'escluso',
  'adempiuto',
  'in-ritardo',
  'fermo',
  'verde',
  'giallo',
  'scaduto',
  'non-si-sa',
] as const
export type Luce = (typeof luci)[number]

export interface StatoTermine {
  luce: Luce
  /** The day from which it runs. */
  da: string | null
  /** The last good day; while the clock is stopped, the one it would have if it started again today. */
  scadenza: string | null
  /** When it was satisfied; and when this was registered, where it is the day that counts. */
  adempiuto: string | null
  registrato: string | null
  /** What the law does to the payment when it passes: from which month, and whether it is made up for. */
  sospensione: {
    dalMese: string
    /** Null where the law says no day. */
    salvoEntro: string | null
    /** Satisfied by then: paid in time; satisfied later: arrears; otherwise stopped. Where there is no day, it goes on: arrears are not said. */
    esito: 'in-tempo' | 'arretrati' | 'riprende' | 'ferma'
  } | null
  /** Facts without which it cannot be said. */
  mancano: string[]
}

const vuoto: StatoTermine = {
  luce: 'non-decorre',
  da: null,
  scadenza: null,
  adempiuto: null,
  registrato: null,
  sospensione: null,
  mancano: [],
}

/** Whether a condition of the term holds, as the version has read it. */
function vale(v: VersioneCompilata, chiave: string, c: Caso, scadenza: string | null): boolean | Ignoto {
  const nodo = v.condizioni.get(chiave)
  if (!nodo) return true
  const fatti: Fatti = { ...c.fatti, nucleo: { ...c.fatti.nucleo, 'termine.scadenza': scadenza } }
  const contesto: Contesto = { fatti, componente: c.componente ?? null, calcolati: new Map() }
  const esito = nodo(contesto)
  return esito instanceof Ignoto ? esito : esito === true
}

/** The event from which it runs: the first of its anchors whose condition holds. */
function evento(v: VersioneCompilata, t: Termine, c: Caso): string | Ignoto {
  for (const [n, a] of t.ancore.entries()) {
    if (a.quando === undefined) return a.evento
    const si = vale(v, `${t.id} ancora ${n}`, c, null)
    if (si instanceof Ignoto) return si
    if (si) return a.evento
  }
  return t.ancore.at(-1)!.evento
}

const giorniDi = (a: readonly Accaduto[], nomi: readonly string[], entro: string) =>
  a
    .filter((x) => nomi.includes(x.evento) && x.giorno <= entro)
    .map((x) => x.giorno)
    .sort()
const ultimo = (a: readonly Accaduto[], nomi: readonly string[], entro: string) => giorniDi(a, nomi, entro).at(-1)

/** The day from which it runs: the last that concerns the member; for who has been at none, the first of the household. */
function decorre(a: readonly Accaduto[], nomi: readonly string[], entro: string): string | undefined {
  const suoi = a.filter((x) => !x.senzaDiLui)
  return ultimo(suoi, nomi, entro) ?? giorniDi(a, nomi, entro)[0]
}

/** Stops of the clock after the first day, without overlaps; one still open lasts until today. */
function fermate(t: Termine, c: Caso, da: string, oggi: string): { dal: string; al: string; aperta: boolean }[] {
  const tutte = c.accaduti
    .filter((x) => t.ferma.includes(x.evento) && x.giorno <= oggi && (x.fino ?? oggi) >= x.giorno)
    .map((x) => ({ dal: x.giorno > da ? x.giorno : piuGiorni(da, 1), al: x.fino ?? oggi, aperta: !x.fino }))
    .filter((x) => x.al >= x.dal)
    .sort((a, b) => (a.dal < b.dal ? -1 : 1))
  const unite: typeof tutte = []
  for (const f of tutte) {
    const prima = unite.at(-1)
    if (prima && f.dal <= piuGiorni(prima.al, 1)) {
      if (f.al > prima.al) prima.al = f.al
      prima.aperta ||= f.aperta
    } else unite.push({ ...f })
  }
  return unite
}

const lungo = (t: Termine, da: string, festivo: (g: string) => boolean): string => {
  const { quanti, unita } = t.lunghezza
  if (unita === 'mesi') return piuMesi(da, quanti)
  return unita === 'giorni' ? piuGiorni(da, quanti) : piuLavorativi(da, quanti, festivo)
}

/** The day due, moved by each stop that began before it. */
function scade(t: Termine, c: Caso, da: string, oggi: string, festivo: (g: string) => boolean) {
  let scadenza = lungo(t, da, festivo)
  let ferma = false
  for (const f of fermate(t, c, da, oggi)) {
    if (f.dal > scadenza) break
    const giorni = giorniTra(f.dal, f.al) + 1
    if (t.lunghezza.unita === 'giorni-lavorativi') {
      let lavorativi = 0
      for (let n = 0; n < giorni; n++) if (!festivo(piuGiorni(f.dal, n))) lavorativi++
      scadenza = piuLavorativi(scadenza, lavorativi, festivo)
    } else scadenza = piuGiorni(scadenza, giorni)
    ferma ||= f.aperta
  }
  return { scadenza, ferma }
}

const primoDelMese = (g: string) => `${g.slice(0, 8)}01`

/** `adempiuto`: the day that counts. */
function sospensione(
  t: Termine,
  c: Caso,
  scadenza: string,
  adempiuto: string | null,
  oggi: string,
): StatoTermine['sospensione'] {
  if (!t.sospende || (adempiuto ?? oggi) <= scadenza) return null
  const { salve, mesiDopo } = t.sospende
  const pagata = salve && giorniDi(c.accaduti, [salve.da], oggi)[0]
  const sicuro = pagata ? piuMesi(primoDelMese(pagata), salve.mensilita) : ''
  const dopo = piuMesi(primoDelMese(scadenza), mesiDopo)
  const dalMese = [dopo, sicuro].sort().at(-1)!
  const { salvoEntro: giorno } = t.sospende
  const salvoEntro = giorno === undefined ? null : giornoDelMese(dalMese, giorno)
  if (adempiuto === null) return { dalMese, salvoEntro, esito: 'ferma' }
  if (salvoEntro && adempiuto <= salvoEntro) return { dalMese, salvoEntro, esito: 'in-tempo' }
  return { dalMese, salvoEntro, esito: t.sana ? (salvoEntro ? 'arretrati' : 'riprende') : 'ferma' }
}

/** What satisfies it, the earliest by the day that counts. */
function adempimento(t: Termine, c: Caso, da: string, oggi: string): { giorno: string; conta: string } | undefined {
  const registrazione = t.conta === 'registrazione'
  return c.accaduti
    .filter((x) => t.adempie.includes(x.evento) && !x.senzaDiLui && (t.ripete ? x.giorno > da : x.giorno >= da))
    .map(({ giorno, registrato }) => ({
      giorno,
      conta: registrazione && registrato && registrato > giorno ? registrato : giorno,
    }))
    .filter((x) => x.conta <= oggi)
    .sort((a, b) => (a.conta < b.conta || (a.conta === b.conta && a.giorno < b.giorno) ? -1 : 1))[0]
}

/** What still counts: all, or from the last event after which it begins again. What stops it may have begun before. */
function contano(t: Termine, c: Caso, oggi: string): Caso {
  const inizio = t.riparte && ultimo(c.accaduti, t.riparte, oggi)
  if (!inizio) return c
  const salve = t.sospende?.salve?.da
  return {
    ...c,
    accaduti: c.accaduti.filter((x) => x.giorno >= inizio || t.ferma.includes(x.evento) || x.evento === salve),
  }
}

export function statoTermine(
  v: VersioneCompilata,
  t: Termine,
  tutto: Caso,
  oggi: string,
  festivo: (giorno: string) => boolean,
): StatoTermine {
  const c = contano(t, tutto, oggi)
  const ancora = evento(v, t, c)
  if (ancora instanceof Ignoto) return { ...vuoto, luce: 'non-si-sa', mancano: [...ancora.mancano] }
  // one that begins again does so from whatever satisfied it
  const da = decorre(c.accaduti, t.ripete ? [ancora, ...t.adempie] : [ancora], oggi)
  if (da === undefined) return vuoto
  const ce = vale(v, `${t.id} quando`, c, null)
  if (ce instanceof Ignoto) return { ...vuoto, luce: 'non-si-sa', mancano: [...ce.mancano] }
  if (!ce) return vuoto
  const { scadenza, ferma } = scade(t, c, da, oggi, festivo)
  const escluso = v.condizioni.has(t.id) ? vale(v, t.id, c, scadenza) : false
  if (escluso instanceof Ignoto) return { ...vuoto, luce: 'non-si-sa', da, scadenza, mancano: [...escluso.mancano] }
  if (escluso) return { ...vuoto, luce: 'escluso', da, scadenza }
  const fatto = adempimento(t, c, da, oggi)
  const resto = {
    da,
    scadenza,
    adempiuto: fatto?.giorno ?? null,
    registrato: fatto && fatto.conta !== fatto.giorno ? fatto.conta : null,
    sospensione: sospensione(t, c, scadenza, fatto?.conta ?? null, oggi),
    mancano: [],
  }
  if (fatto) return { ...resto, luce: fatto.conta <= scadenza ? 'adempiuto' : 'in-ritardo' }
  if (ferma) return { ...resto, luce: 'fermo', sospensione: null }
  if (oggi > scadenza) return { ...resto, luce: 'scaduto' }
  return { ...resto, luce: giorniTra(oggi, scadenza) >= t.preavviso ? 'verde' : 'giallo' }
}
