// What can be said of a questionnaire without compiling it: its questions with the numbers that screen and paper share,
// what is wrong with a definition, which value an answer admits, and an answer in words.
import type { Definizione, Domanda, Elemento, Gruppo, Scelta } from './questionario.ts'

export type Valore = string | number | boolean | (string | number)[] | null

type Pagina = Definizione['modulo']['pages'][number]

export interface Voce {
  /** Where it stands, the same on the screen and on paper: 3.2.1. */
  numero: string
  domanda: Domanda
  pagina: Pagina
  gruppo: Gruppo | null
  /** Asked of each member of the household. */
  perComponente: boolean
}

/** Without members the numbering is that of the page; groups number what they hold. */
function dellaPagina(pagina: Pagina, n: number): Voce[] {
  const voci: Voce[] = []
  let ultimo = 0
  const aggiungi = (elementi: readonly Elemento[], perComponente: boolean) => {
    for (const e of elementi) {
      if (e.type === 'paneldynamic') aggiungi(e.templateElements, true)
      else {
        ultimo++
        const numero = `${n}.${ultimo}`
        if (e.type === 'panel')
          for (const [k, domanda] of e.elements.entries())
            voci.push({ numero: `${numero}.${k + 1}`, domanda, pagina, gruppo: e, perComponente })
        else voci.push({ numero, domanda: e, pagina, gruppo: null, perComponente })
      }
    }
  }
  aggiungi(pagina.elements, false)
  return voci
}

/** Every question, in the order in which one reads them. */
export const voci = (d: Definizione): Voce[] => d.modulo.pages.flatMap((p, n) => dellaPagina(p, n + 1))

// ---- keys of answers ---------------------------------------------------------------------------------------------------

/** Beside an answer: a note, and whether it is among the priorities. */
export const accanto = ['nota', 'priorita'] as const
export type Accanto = (typeof accanto)[number]

/** One answer in a compilation: of the household, or of a member. */
export const chiaveDi = (componenteId: string | null, campo: string) =>
  componenteId ? `${componenteId}/${campo}` : campo

export const campoDiBase = (campo: string) => campo.split('#')[0]!

// ---- values ------------------------------------------------------------------------------------------------------------

const NESSUNO = 'none'
const MAX_TESTO = 4000

/** The choices of a question as one reads them, «nessuno di questi» included. */
export function scelteDi(domanda: Domanda, d: Definizione): Scelta[] {
  if (domanda.type === 'rating')
    return (d.scala ?? [])
      .filter((s) => s.valore >= (domanda.rateMin ?? 1) && s.valore <= (domanda.rateMax ?? 5))
      .map((s) => ({ value: s.valore, text: s.nome, ...(s.segno ? { segno: s.segno } : {}) }))
  const nessuno = domanda.showNoneItem ? [{ value: NESSUNO, text: domanda.noneText ?? 'Nessuno di questi' }] : []
  return [...(domanda.choices ?? []), ...nessuno]
}

const giorno = /^\d{4}-\d{2}-\d{2}$/
const isGiorno = (v: unknown) => typeof v === 'string' && giorno.test(v) && !Number.isNaN(Date.parse(v))

/** Why a value cannot be the answer; null where it can. An empty answer always can: what is missing is said at the end. */
export function valoreNonAmmesso(d: Definizione, campo: string, valore: Valore): string | null {
  const [base, suffisso] = campo.split('#') as [string, Accanto | undefined]
  const v = voci(d).find((x) => x.domanda.name === base)
  if (!v) return 'Questa domanda non è del questionario.'
  if (valore === null) return null
  const { domanda } = v
  if (suffisso === 'nota')
    return domanda.nota && typeof valore === 'string' && valore.length <= MAX_TESTO ? null : 'La nota non è ammessa.'
  if (suffisso === 'priorita')
    return d.candidati && domanda.type === 'rating' && valore === true ? null : 'La priorità non è ammessa.'
  if (suffisso !== undefined) return 'Questa domanda non è del questionario.'
  const ammessi = scelteDi(domanda, d).map((s) => s.value)
  switch (domanda.type) {
    case 'checkbox': {
      if (!Array.isArray(valore) || valore.length === 0) return 'Servono una o più voci.'
      if (new Set(valore).size < valore.length || !valore.every((x) => ammessi.includes(x)))
        return 'Una delle voci non è tra quelle proposte.'
      return valore.length > 1 && valore.includes(NESSUNO) ? '«Nessuno» esclude le altre voci.' : null
    }
    case 'radiogroup':
    case 'dropdown':
    case 'rating':
      return (ammessi as unknown[]).includes(valore) ? null : 'La voce non è tra quelle proposte.'
    default: {
      if (domanda.inputType === 'number') {
        if (typeof valore !== 'number' || !Number.isFinite(valore)) return 'Serve un numero.'
        if (domanda.min !== undefined && valore < domanda.min) return `Il numero più piccolo è ${domanda.min}.`
        return domanda.max !== undefined && valore > domanda.max ? `Il numero più grande è ${domanda.max}.` : null
      }
      if (domanda.inputType === 'date') return isGiorno(valore) ? null : 'Serve una data.'
      const massimo = domanda.maxLength ?? MAX_TESTO
      return typeof valore === 'string' && valore.length <= massimo ? null : `Al più ${massimo} caratteri.`
    }
  }
}

/** Empty as a form gives it: nothing to keep. */
export const vuoto = (v: unknown): boolean =>
  v === undefined ||
  v === null ||
  v === '' ||
  (typeof v === 'string' && !v.trim()) ||
  (Array.isArray(v) && v.length === 0)

/** The same answer: the order of several choices says nothing. */
export function stessoValore(a: Valore, b: Valore): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x) => b.includes(x))
  return vuoto(a) ? vuoto(b) : a === b
}

const numero = new Intl.NumberFormat('it-IT', { maximumFractionDigits: 2 })

export function valoreInParole(domanda: Domanda, d: Definizione, valore: Valore): string {
  if (vuoto(valore)) return 'non rilevato'
  const scelte = new Map(scelteDi(domanda, d).map((s) => [s.value, s.text]))
  const una = (v: string | number | boolean) => {
    if (typeof v === 'boolean') return v ? 'sì' : 'no'
    const testo = scelte.get(v)
    return domanda.type === 'rating' && testo && v !== 0 ? `${v} – ${testo}` : (testo ?? String(v))
  }
  if (Array.isArray(valore)) return valore.map(una).join('; ')
  if (domanda.inputType === 'date' && typeof valore === 'string') return valore.split('-').reverse().join('/')
  if (domanda.inputType === 'number' && typeof valore === 'number') return numero.format(valore)
  return una(valore!)
}

// ---- a definition that can be used -------------------------------------------------------------------------------------

function difettiDellaDomanda(d: Definizione, { domanda: q }: Voce): string[] {
  const difetti: string[] = []
  const scelte = ['radiogroup', 'checkbox', 'dropdown'].includes(q.type)
  if (scelte !== Boolean(q.choices))
    difetti.push(`«${q.name}»: le voci servono alle domande a scelta, e a nessun’altra.`)
  if (q.choices && new Set(q.choices.map((c) => c.value)).size < q.choices.length)
    difetti.push(`«${q.name}»: due voci hanno lo stesso codice.`)
  if (q.type === 'rating') {
    const [min, max] = [q.rateMin ?? 1, q.rateMax ?? 5]
    if (scelteDi(q, d).length !== max - min + 1)
      difetti.push(`«${q.name}»: la scala non ha un nome per ogni valore da ${min} a ${max}.`)
  }
  if (q.area && !d.aree.some((a) => a.id === q.area)) difetti.push(`«${q.name}»: l’area «${q.area}» non c’è.`)
  return difetti
}

function difettiDellEsito(d: Definizione, tutte: readonly Voce[]): string[] {
  const e = d.esito
  if (!e) return []
  const difetti: string[] = []
  const voce = (nome: string, perComponente: boolean) =>
    tutte.find((v) => v.domanda.name === nome && v.perComponente === perComponente && v.domanda.choices)
  const codici = (v: Voce | undefined) => (v?.domanda.choices ?? []).map((c) => String(c.value))
  const esiti = e.valori.map((v) => v.codice)
  const noti = codici(voce(e.campo, false))
  if (esiti.length !== noti.length || !esiti.every((c) => noti.includes(c)))
    difetti.push(`L’esito vuole una domanda «${e.campo}» del nucleo con le voci ${esiti.join(', ')}.`)
  for (const a of e.avvisi) {
    const citati = [...(a.se.esito ?? []), ...(a.propone ? [a.propone] : [])]
    for (const c of citati.filter((x) => !esiti.includes(x))) difetti.push(`Avviso «${a.id}»: l’esito «${c}» non c’è.`)
    for (const c of [...(a.se.problemiFuoriDa ?? []), ...(a.se.problemiSoltantoIn ?? [])])
      if (!d.aree.some((x) => x.id === c)) difetti.push(`Avviso «${a.id}»: l’area «${c}» non c’è.`)
  }
  if (!e.percorso) return difetti
  const percorsi = codici(voce(e.percorso.campo, true))
  for (const p of e.percorso.proposte) {
    if (!percorsi.includes(p.codice))
      difetti.push(`Il percorso «${p.codice}» non è tra le voci di «${e.percorso.campo}».`)
    for (const [nome, risposte] of Object.entries(p.se.risposte ?? {})) {
      const suoi = codici(voce(nome, true))
      if (!risposte.every((r) => suoi.includes(r)))
        difetti.push(`Percorso «${p.codice}»: «${nome}» non ha queste risposte.`)
    }
  }
  return difetti
}

/** All that is wrong with a definition, a sentence each; empty where it can be used. Expressions are the server's to read. */
export function difettiDi(d: Definizione): string[] {
  const tutte = voci(d)
  const difetti: string[] = []
  const nomi = [
    ...tutte.map((v) => v.domanda.name),
    ...d.modulo.pages.flatMap((p) => [p.name, ...p.elements.filter((e) => e.type === 'panel').map((e) => e.name)]),
  ]
  for (const [nome, quanti] of Map.groupBy(nomi, (n) => n))
    if (quanti.length > 1) difetti.push(`Il nome «${nome}» è usato ${quanti.length} volte.`)
  if (d.per === 'persona' && tutte.some((v) => v.perComponente))
    difetti.push('Un questionario di una persona non ha parti per componente.')
  difetti.push(...tutte.flatMap((v) => difettiDellaDomanda(d, v)), ...difettiDellEsito(d, tutte))
  return difetti
}
