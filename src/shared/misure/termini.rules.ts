// From a term as data and what has happened in a case, when it is due and how it stands. Pure: lights are computed when they are
// looked at, from the dates, and nothing keeps them.
//
// The first day does not count. What stops the clock (a justified reason) moves the day due by as many days as it lasted. A term
// that is satisfied late is late for ever; where the law says that this heals it, it says from when the payment begins again.

import { giorniTra, giornoDelMese, piuGiorni, piuLavorativi, piuMesi } from './giorni.ts'
import { type Contesto, type Fatti, Ignoto } from './linguaggio.ts'
import type { Termine } from './termini.ts'
import type { VersioneCompilata } from './versione.rules.ts'

export interface Accaduto {
  evento: string
  giorno: string
  /** For what lasts: its last day; absent while it lasts. */
  fino?: string | null
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
  /** When it was satisfied. */
  adempiuto: string | null
  /** What the law does to the payment when it passes: from which month, and whether it is made up for. */
  sospensione: {
    dalMese: string
    salvoEntro: string
    /** Satisfied by then: paid in time; satisfied later: arrears; otherwise stopped. */
    esito: 'in-tempo' | 'arretrati' | 'ferma'
  } | null
  /** Facts without which it cannot be said. */
  mancano: string[]
}

const vuoto: StatoTermine = {
  luce: 'non-decorre',
  da: null,
  scadenza: null,
  adempiuto: null,
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

const ultimo = (a: readonly Accaduto[], nomi: readonly string[], entro: string) =>
  a
    .filter((x) => nomi.includes(x.evento) && x.giorno <= entro)
    .map((x) => x.giorno)
    .sort()
    .at(-1)

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

function sospensione(
  t: Termine,
  scadenza: string,
  adempiuto: string | null,
  oggi: string,
): StatoTermine['sospensione'] {
  if (!t.sospende || (adempiuto ?? oggi) <= scadenza) return null
  const dalMese = piuMesi(`${scadenza.slice(0, 8)}01`, t.sospende.mesiDopo)
  const salvoEntro = giornoDelMese(dalMese, t.sospende.salvoEntro)
  const esito = adempiuto === null ? 'ferma' : adempiuto <= salvoEntro ? 'in-tempo' : t.sana ? 'arretrati' : 'ferma'
  return { dalMese, salvoEntro, esito }
}

export function statoTermine(
  v: VersioneCompilata,
  t: Termine,
  c: Caso,
  oggi: string,
  festivo: (giorno: string) => boolean,
): StatoTermine {
  const ancora = evento(v, t, c)
  if (ancora instanceof Ignoto) return { ...vuoto, luce: 'non-si-sa', mancano: [...ancora.mancano] }
  // one that begins again does so from whatever satisfied it
  const da = ultimo(c.accaduti, t.ripete ? [ancora, ...t.adempie] : [ancora], oggi)
  if (da === undefined) return vuoto
  const { scadenza, ferma } = scade(t, c, da, oggi, festivo)
  const escluso = v.condizioni.has(t.id) ? vale(v, t.id, c, scadenza) : false
  if (escluso instanceof Ignoto) return { ...vuoto, luce: 'non-si-sa', da, scadenza, mancano: [...escluso.mancano] }
  if (escluso) return { ...vuoto, luce: 'escluso', da, scadenza }
  const dopo = (g: string) => (t.ripete ? g > da : g >= da)
  const adempiuto =
    c.accaduti
      .filter((x) => t.adempie.includes(x.evento) && dopo(x.giorno) && x.giorno <= oggi)
      .map((x) => x.giorno)
      .sort()[0] ?? null
  const resto = { da, scadenza, adempiuto, sospensione: sospensione(t, scadenza, adempiuto, oggi), mancano: [] }
  if (adempiuto !== null) return { ...resto, luce: adempiuto <= scadenza ? 'adempiuto' : 'in-ritardo' }
  if (ferma) return { ...resto, luce: 'fermo', sospensione: null }
  if (oggi > scadenza) return { ...resto, luce: 'scaduto' }
  return { ...resto, luce: giorniTra(oggi, scadenza) >= t.preavviso ? 'verde' : 'giallo' }
}
