// The life of a pact, what it lacks before it can be signed, and the one rule of conditionality: who participates by choice is
// never sanctionable (the database holds it too: kernel.patto_volontario).
import type { Transizioni } from '../kernel/transizioni.ts'
import { type AttoCaso, type EsitoAnalisi, impedimentoCaso, impedimentoEsito, type StatoCaso } from './casi.rules.ts'
import { type GenereVoce, generi, testoDi, type Voce, vociDi, vociVive } from './patto-voci.ts'

export const statiPatto = [
  'bozza',
  'da-firmare',
  'firmato',
  'in-revisione',
  'sostituito',
  'chiuso',
  'annullato',
] as const
export type StatoPatto = (typeof statiPatto)[number]

export const nomiStatoPatto: Readonly<Record<StatoPatto, string>> = {
  bozza: 'In preparazione',
  'da-firmare': 'Da firmare',
  firmato: 'Firmato',
  'in-revisione': 'Firmato, in revisione',
  sostituito: 'Sostituito da una revisione',
  chiuso: 'Chiuso',
  annullato: 'Annullato',
}
/** Binding today. */
export const pattoAttivo = (s: StatoPatto): boolean => s === 'firmato' || s === 'in-revisione'
/** Being prepared, or waiting for the signatures. */
export const nonFirmato = (s: StatoPatto): boolean => s === 'bozza' || s === 'da-firmare'
/** The copy for the family: replaced, closed or annulled, it is given to nobody as what one has agreed on. */
export const siDaAllaFamiglia = (s: StatoPatto): boolean => nonFirmato(s) || pattoAttivo(s)
/** What its supports have given is written also when it is over: hours and invoices come later (ADR 0068). */
export const siRendiconta = (s: StatoPatto): boolean => pattoAttivo(s) || s === 'chiuso'
/** A household has one active pact in the ambito, whoever of it has asked and for which measure: kernel.impegna_membri holds it. */
export const altroPattoAttivo =
  'Una persona di questo nucleo è già in un altro patto attivo dell’ambito, forse per un’altra misura o con un altro richiedente: prima si chiude quello. Se non lo segui tu, chiedi al coordinatore, che lo trova in «Casi» con il codice fiscale di ciascun componente, di assegnarti anche l’altro caso o di farlo chiudere.'

export const transizioniPatto = {
  scrivi: {
    da: ['bozza'],
    a: 'bozza',
    altrimenti: 'Il patto è già proposto alla firma: per cambiarlo riportalo in preparazione, o rivedilo.',
  },
  proponi: { da: ['bozza'], a: 'da-firmare', altrimenti: 'Si propone alla firma un patto in preparazione.' },
  ritira: { da: ['da-firmare'], a: 'bozza', altrimenti: 'Il patto non è in attesa di firma.' },
  firma: { da: ['da-firmare'], a: 'da-firmare', altrimenti: 'Il patto non è in attesa di firma.' },
  sottoscrivi: { da: ['da-firmare'], a: 'firmato', altrimenti: 'Il patto non è in attesa di firma.' },
  rivedi: { da: ['firmato'], a: 'in-revisione', altrimenti: 'Si rivede un patto firmato, una revisione alla volta.' },
  sostituisci: { da: ['in-revisione'], a: 'sostituito', altrimenti: 'Il patto non è in revisione.' },
  /** The revision is given up: what was signed goes on as it is. */
  rinuncia: { da: ['in-revisione'], a: 'firmato', altrimenti: 'Il patto non è in revisione.' },
  annulla: {
    da: ['bozza', 'da-firmare'],
    a: 'annullato',
    altrimenti: 'Si annulla un patto che nessuno ha ancora sottoscritto.',
  },
  monitora: {
    da: ['firmato', 'in-revisione'],
    a: 'firmato',
    altrimenti: 'Il monitoraggio è di un patto firmato e ancora attivo.',
  },
  chiudi: { da: ['firmato'], a: 'chiuso', altrimenti: 'Si chiude un patto firmato, che non sia in revisione.' },
} as const satisfies Transizioni<StatoPatto, string>
export type AttoPatto = keyof typeof transizioniPatto

/** Which act of the caso a revision is: after a renewal it is the pact that follows the new analysis. */
export const attoDiRevisione = (s: StatoCaso): AttoCaso =>
  s === 'analisi-finalizzata' || s === 'quadro-finalizzato' ? 'apri-patto' : 'rivedi-patto'
/** Why the pact cannot be revised now; null when it can. */
export function impedimentoRevisione(s: StatoCaso, esito: EsitoAnalisi | null): string | null {
  const atto = attoDiRevisione(s)
  return impedimentoCaso(atto, s)
    ? 'Il patto si rivede mentre è seguito o, dopo un rinnovo, quando la nuova analisi è conclusa.'
    : impedimentoEsito(atto, s, esito)
}
/** A revision given up: the caso goes back to the pact that holds; after a renewal it is confirmed as it is. */
export const attoDiRinuncia = (s: StatoCaso): AttoCaso =>
  s === 'patto-in-bozza' ? 'sottoscrivi-patto' : 'lascia-revisione'

export interface PersonaPatto {
  componenteId: string
  nome: string
  volontario: boolean
  firma: boolean
}

export interface Mancanza {
  /** The entry it is about, or the kind of entry that is missing. */
  voce: string | null
  genere: GenereVoce
  campo: string | null
  frase: string
}

const vuoto = (x: unknown) => x === null || x === undefined || x === '' || (Array.isArray(x) && x.length === 0)

/** Why a commitment cannot be conditional; null when it can, or is not. */
export function impedimentoCondizionale(v: Voce, persone: readonly PersonaPatto[]): string | null {
  if (v.genere !== 'impegno' || v.campi.condizionale !== true) return null
  const sua = persone.find((p) => p.componenteId === v.campi.componente)
  if (!sua) return 'Un impegno condizionale è di una persona: scegli di chi.'
  return sua.volontario ? `${sua.nome} partecipa per scelta: nessun suo impegno può essere condizionale.` : null
}

/** What is missing before it can be proposed for signature. */
export function mancanzePatto(tutte: readonly Voce[], persone: readonly PersonaPatto[]): Mancanza[] {
  const voci = vociVive(tutte)
  const m: Mancanza[] = []
  const manca = (genere: GenereVoce, voce: string | null, campo: string | null, frase: string) =>
    m.push({ voce, genere, campo, frase })
  for (const genere of ['obiettivo', 'monitoraggio'] as const)
    if (!voci.some((v) => v.genere === genere))
      manca(
        genere,
        null,
        null,
        genere === 'obiettivo' ? 'Manca almeno un obiettivo.' : 'Manca il piano di monitoraggio.',
      )
  for (const v of voci) {
    const g = generi[v.genere]
    for (const c of g.campi)
      if (c.serve && vuoto(typeof v.campi[c.nome] === 'string' ? testoDi(v, c.nome) : v.campi[c.nome]))
        manca(v.genere, v.voce, c.nome, `${g.uno}: manca «${c.etichetta}».`)
    if (v.genere === 'obiettivo' && vociDi(voci, 'risultato', v.voce).length === 0)
      manca('risultato', v.voce, null, `«${testoDi(v) || g.uno}» non ha risultati attesi.`)
    const [dal, al] = [v.campi.dal, v.campi.al]
    if (typeof dal === 'string' && typeof al === 'string' && al < dal)
      manca(v.genere, v.voce, 'al', `${g.uno}: l’ultimo giorno viene prima del primo.`)
    const perche = impedimentoCondizionale(v, persone)
    if (perche) manca(v.genere, v.voce, 'condizionale', perche)
  }
  if (!persone.some((p) => p.firma)) manca('obiettivo', null, null, 'Nessuna persona del nucleo firma il patto.')
  return m
}

/** What the family reads, for the readability of the whole. */
export const testoDelPatto = (tutte: readonly Voce[]): string =>
  vociVive(tutte)
    .flatMap((v) =>
      generi[v.genere].campi
        .filter((c) => c.tipo === 'testo' || c.nome === 'indicatore')
        .map((c) => testoDi(v, c.nome)),
    )
    .filter(Boolean)
    .join('\n')

export interface Differenza {
  voce: string
  genere: GenereVoce
  che: 'nuova' | 'tolta' | 'cambiata'
  campi: string[]
}
/** What a revision changes of the version before it. */
export function differenze(prima: readonly Voce[], dopo: readonly Voce[]): Differenza[] {
  const di = new Map(vociVive(prima).map((v) => [v.voce, v]))
  const ora = vociVive(dopo)
  const restano = new Set(ora.map((v) => v.voce))
  const nuove = ora.flatMap((v): Differenza[] => {
    const p = di.get(v.voce)
    if (!p) return [{ voce: v.voce, genere: v.genere, che: 'nuova', campi: [] }]
    const campi = generi[v.genere].campi
      .map((c) => c.nome)
      .filter((c) => JSON.stringify(p.campi[c] ?? null) !== JSON.stringify(v.campi[c] ?? null))
    return campi.length > 0 ? [{ voce: v.voce, genere: v.genere, che: 'cambiata', campi }] : []
  })
  const tolte = [...di.values()].filter((v) => !restano.has(v.voce))
  return [...nuove, ...tolte.map((v): Differenza => ({ voce: v.voce, genere: v.genere, che: 'tolta', campi: [] }))]
}

/** Why a value cannot stand in a field; null when it can. */
export function valoreVoceNonAmmesso(genere: GenereVoce, nome: string, valore: unknown): string | null {
  if (valore === null) return nome === 'genere' ? 'Una voce ha un genere.' : null
  if (nome === 'genere') return valore === genere ? null : 'Il genere di una voce non cambia.'
  if (nome === 'padre') return typeof valore === 'string' ? null : 'La voce a cui appartiene non è leggibile.'
  if (nome === 'ordine') return typeof valore === 'number' ? null : 'L’ordine è un numero.'
  if (nome === 'tolta') return typeof valore === 'boolean' ? null : 'Una voce c’è o è tolta.'
  const c = generi[genere].campi.find((x) => x.nome === nome)
  if (!c) return 'Questo dato non è della voce.'
  switch (c.tipo) {
    case 'si-no':
      return typeof valore === 'boolean' ? null : `«${c.etichetta}» è sì o no.`
    case 'numero':
    case 'importo':
      return typeof valore === 'number' && Number.isInteger(valore) && valore >= 0 && valore <= 100_000_000
        ? null
        : `«${c.etichetta}» è un numero intero, da zero in su.`
    case 'componenti':
      return Array.isArray(valore) ? null : `«${c.etichetta}» è un elenco di persone.`
    case 'giorno':
      return typeof valore === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(valore) && !Number.isNaN(Date.parse(valore))
        ? null
        : `«${c.etichetta}» è un giorno.`
    default:
      if (typeof valore !== 'string') return `«${c.etichetta}» è un testo.`
      return valore.length <= (c.tipo === 'testo' ? 4000 : 300) ? null : `«${c.etichetta}» è troppo lungo.`
  }
}
