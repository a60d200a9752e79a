// The states of a caso and its acts, T1–T15 of the sources, as one table. Who may do which act is in config/ruoli.csv; the acts
// of the analysis and of the pact are moved by those modules, the acts of INPS by the extracts.
import { problem } from '../kernel/problems.ts'
import type { Transizione } from '../kernel/transizioni.ts'
import type { Via } from '../parametri/questionario.ts'

export const statiCaso = [
  'ricevuto',
  'assegnato',
  'convocato',
  'presentato',
  'analisi-in-bozza',
  'analisi-finalizzata',
  'inviato-cpi',
  'quadro-in-bozza',
  'quadro-finalizzato',
  'patto-in-bozza',
  'patto-sottoscritto',
  'in-monitoraggio',
  'patto-in-revisione',
  'esonerato',
  'escluso',
  'sospeso',
  'chiuso',
  'decaduto',
  'revocato',
  'terminato',
  'trasferito',
] as const
export type StatoCaso = (typeof statiCaso)[number]

export const nomiStatoCaso: Readonly<Record<StatoCaso, string>> = {
  ricevuto: 'Ricevuto',
  assegnato: 'Assegnato',
  convocato: 'Convocato',
  presentato: 'Si è presentato',
  'analisi-in-bozza': 'Analisi preliminare in corso',
  'analisi-finalizzata': 'Analisi preliminare conclusa',
  'inviato-cpi': 'Inviato al centro per l’impiego',
  'quadro-in-bozza': 'Quadro di analisi in corso',
  'quadro-finalizzato': 'Quadro di analisi concluso',
  'patto-in-bozza': 'Patto in preparazione',
  'patto-sottoscritto': 'Patto sottoscritto',
  'in-monitoraggio': 'In monitoraggio',
  'patto-in-revisione': 'Patto in revisione',
  esonerato: 'Esonerato',
  escluso: 'Escluso',
  sospeso: 'Beneficio sospeso',
  chiuso: 'Chiuso',
  decaduto: 'Decaduto',
  revocato: 'Revocato',
  terminato: 'Terminato',
  trasferito: 'Passato ad altro comune',
}

/** Where the path goes on from: the case manager is at work. */
const percorso = [
  'assegnato',
  'convocato',
  'presentato',
  'analisi-in-bozza',
  'analisi-finalizzata',
  'inviato-cpi',
  'quadro-in-bozza',
  'quadro-finalizzato',
  'patto-in-bozza',
  'patto-sottoscritto',
  'in-monitoraggio',
  'patto-in-revisione',
] as const satisfies readonly StatoCaso[]
const fuori = ['esonerato', 'escluso'] as const satisfies readonly StatoCaso[]
const finiti = ['decaduto', 'revocato', 'terminato'] as const satisfies readonly StatoCaso[]
/** After the first meeting: those that follow change no state by themselves. */
const incontrati = percorso.slice(2)
/** Those that INPS may still stop or end. */
const vivi: readonly StatoCaso[] = ['ricevuto', ...percorso, ...fuori, 'sospeso']

export const casoAperto = (s: StatoCaso): boolean => vivi.includes(s)

/**
 * Where an act leads, when the state alone does not say it: `stesso` leaves it as it is, `precedente` goes back to before it was
 * stopped, `inizio` to its case manager, or to be assigned.
 */
type Meta = StatoCaso | 'stesso' | 'precedente' | 'inizio'
export interface PassoCaso extends Omit<Transizione<StatoCaso>, 'a'> {
  a: Meta
  /** Number of the transition in the sources. */
  regola: `T${number}`
  nome: string
}
const passo = (
  regola: PassoCaso['regola'],
  nome: string,
  da: readonly StatoCaso[],
  a: Meta,
  altrimenti: string,
): PassoCaso => ({ regola, nome, da, a, altrimenti })

export const transizioniCaso = {
  // one that INPS has suspended before anybody followed it is assigned too, and stays suspended; one that arrives exempted, exempted
  assegna: passo(
    'T2',
    'Assegna',
    ['ricevuto', 'sospeso', ...fuori],
    'assegnato',
    'Il caso è già assegnato: riassegnalo.',
  ),
  riassegna: passo(
    'T3',
    'Riassegna',
    [...percorso, ...fuori, 'sospeso'],
    'stesso',
    'Si riassegna un caso già assegnato e ancora aperto.',
  ),
  convoca: passo(
    'T4',
    'Registra la convocazione',
    ['assegnato', 'convocato'],
    'convocato',
    'Si convoca al primo incontro un caso assegnato che non si è ancora presentato.',
  ),
  richiama: passo(
    'T11',
    'Registra una nuova convocazione',
    incontrati,
    'stesso',
    'Si convoca a un altro incontro chi è già venuto al primo ed è ancora in carico.',
  ),
  presenta: passo(
    'T5',
    'Registra il primo incontro',
    ['assegnato', 'convocato'],
    'presentato',
    'Il primo incontro è già registrato, o il caso non è assegnato.',
  ),
  'non-si-presenta': passo(
    'T6',
    'Registra la mancata presentazione',
    ['convocato', ...incontrati],
    'stesso',
    'Prima registra la convocazione.',
  ),
  giustifica: passo(
    'T6',
    'Registra un giustificato motivo',
    [...percorso, 'sospeso'],
    'stesso',
    'Il caso non è in corso: i termini non decorrono.',
  ),
  'apri-analisi': passo(
    'T7',
    'Comincia l’analisi preliminare',
    ['presentato'],
    'analisi-in-bozza',
    'L’analisi preliminare comincia dopo il primo incontro.',
  ),
  'finalizza-analisi': passo(
    'T8',
    'Concludi l’analisi preliminare',
    ['analisi-in-bozza'],
    'analisi-finalizzata',
    'Non c’è un’analisi preliminare in corso.',
  ),
  'rettifica-analisi': passo(
    'T8',
    'Rettifica l’analisi preliminare',
    ['analisi-finalizzata', 'inviato-cpi', 'quadro-in-bozza', 'quadro-finalizzato', 'patto-in-bozza'],
    'analisi-in-bozza',
    'Si rettifica un’analisi conclusa, prima che il patto sia sottoscritto.',
  ),
  'invia-cpi': passo(
    'T8',
    'Invia al centro per l’impiego',
    ['analisi-finalizzata'],
    'inviato-cpi',
    'Si invia al centro per l’impiego dopo l’analisi preliminare, se il suo esito porta lì.',
  ),
  'rientra-dal-cpi': passo(
    'T8',
    'Registra il ritorno dal centro per l’impiego',
    ['inviato-cpi'],
    'analisi-finalizzata',
    'Il caso non è al centro per l’impiego.',
  ),
  'apri-quadro': passo(
    'T9',
    'Comincia il quadro di analisi',
    ['analisi-finalizzata'],
    'quadro-in-bozza',
    'Il quadro di analisi si apre dopo un’analisi preliminare il cui esito lo chiede.',
  ),
  'finalizza-quadro': passo(
    'T9',
    'Concludi il quadro di analisi',
    ['quadro-in-bozza'],
    'quadro-finalizzato',
    'Non c’è un quadro di analisi in corso.',
  ),
  'apri-patto': passo(
    'T10',
    'Prepara il patto',
    ['analisi-finalizzata', 'quadro-finalizzato'],
    'patto-in-bozza',
    'Il patto si prepara dopo l’analisi, e dopo il quadro dove l’esito lo chiede.',
  ),
  'sottoscrivi-patto': passo(
    'T10',
    'Registra la firma del patto',
    ['patto-in-bozza', 'patto-in-revisione'],
    'patto-sottoscritto',
    'Non c’è un patto da firmare.',
  ),
  'avvia-monitoraggio': passo(
    'T11',
    'Avvia il monitoraggio',
    ['patto-sottoscritto'],
    'in-monitoraggio',
    'Il monitoraggio comincia con il patto sottoscritto.',
  ),
  'rivedi-patto': passo(
    'T11',
    'Rivedi il patto',
    ['patto-sottoscritto', 'in-monitoraggio'],
    'patto-in-revisione',
    'Si rivede un patto sottoscritto.',
  ),
  'lascia-revisione': passo(
    'T11',
    'Lascia il patto com’è',
    ['patto-in-revisione'],
    'patto-sottoscritto',
    'Il patto non è in revisione.',
  ),
  incontra: passo(
    'T11',
    'Registra un incontro',
    incontrati,
    'stesso',
    'Prima registra il primo incontro, o il caso non è più in corso.',
  ),
  esonera: passo('T12', 'Esonera il nucleo', percorso, 'esonerato', 'Il caso non è in corso.'),
  escludi: passo('T12', 'Escludi il nucleo', percorso, 'escluso', 'Il caso non è in corso.'),
  reintegra: passo('T12', 'Riprendi il percorso', fuori, 'precedente', 'Il nucleo non è esonerato né escluso.'),
  chiudi: passo(
    'T13',
    'Chiudi il caso',
    [...percorso, ...fuori, 'sospeso', ...finiti],
    'chiuso',
    'Il caso è già chiuso, o non è ancora assegnato.',
  ),
  riapri: passo('T13', 'Riapri il caso', ['chiuso'], 'precedente', 'Il caso non è chiuso.'),
  sospendi: passo(
    'T14',
    'INPS sospende il beneficio',
    ['ricevuto', ...percorso, ...fuori],
    'sospeso',
    'Il beneficio è già sospeso, o il caso è finito.',
  ),
  ripristina: passo('T14', 'INPS ripristina il beneficio', ['sospeso'], 'precedente', 'Il beneficio non è sospeso.'),
  decadi: passo('T14', 'INPS dichiara la decadenza', vivi, 'decaduto', 'Il caso è già finito.'),
  revoca: passo('T14', 'INPS revoca il beneficio', vivi, 'revocato', 'Il caso è già finito.'),
  termina: passo('T14', 'Il beneficio termina', vivi, 'terminato', 'Il caso è già finito.'),
  rinnova: passo(
    'T15',
    'INPS rinnova il beneficio',
    ['ricevuto', ...percorso, ...fuori, 'sospeso', 'chiuso', 'terminato'],
    'inizio',
    'Un beneficio decaduto o revocato si chiede con una domanda nuova.',
  ),
  trasferisci: passo(
    'T3',
    'Passa ad altro comune',
    ['ricevuto', ...percorso, ...fuori, 'sospeso'],
    'trasferito',
    'Il caso è chiuso, o è già stato passato.',
  ),
} as const satisfies Record<string, PassoCaso>
export type AttoCaso = keyof typeof transizioniCaso

/** The act once it is done, as the story tells it. */
export const nomiAttoFatto: Readonly<Record<AttoCaso, string>> = {
  assegna: 'Assegnato',
  riassegna: 'Riassegnato',
  convoca: 'Convocazione',
  richiama: 'Convocazione',
  presenta: 'Primo incontro',
  'non-si-presenta': 'Mancata presentazione',
  giustifica: 'Giustificato motivo',
  'apri-analisi': 'Analisi preliminare cominciata',
  'finalizza-analisi': 'Analisi preliminare conclusa',
  'rettifica-analisi': 'Analisi preliminare in rettifica',
  'invia-cpi': 'Inviato al centro per l’impiego',
  'rientra-dal-cpi': 'Ritorno dal centro per l’impiego',
  'apri-quadro': 'Quadro di analisi cominciato',
  'finalizza-quadro': 'Quadro di analisi concluso',
  'apri-patto': 'Patto in preparazione',
  'sottoscrivi-patto': 'Patto sottoscritto',
  'avvia-monitoraggio': 'Monitoraggio avviato',
  'rivedi-patto': 'Patto in revisione',
  'lascia-revisione': 'Revisione del patto lasciata',
  incontra: 'Incontro',
  esonera: 'Nucleo esonerato',
  escludi: 'Nucleo escluso',
  reintegra: 'Percorso ripreso',
  chiudi: 'Chiuso',
  riapri: 'Riaperto',
  sospendi: 'Beneficio sospeso',
  ripristina: 'Beneficio ripristinato',
  decadi: 'Decadenza',
  revoca: 'Revoca',
  termina: 'Beneficio terminato',
  rinnova: 'Beneficio rinnovato',
  trasferisci: 'Passato ad altro comune',
}
export const attiCaso = Object.keys(transizioniCaso) as AttoCaso[]

export interface Posizione {
  stato: StatoCaso
  /** Where it goes back to. */
  prima: StatoCaso | null
}

/** What stops a path remembers where it was; what is only stopped twice remembers the first time. */
const ferma: readonly StatoCaso[] = ['esonerato', 'escluso', 'sospeso', 'chiuso']

/** The work of the case manager with the family: INPS may stop the payment, and it goes on, because it is what starts it again (D7). */
const delPercorso = new Set<PassoCaso['regola']>(['T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11'])

/** How far a household is on its path, also while its benefit is suspended. */
export const puntoDi = (stato: StatoCaso, prima: StatoCaso | null): StatoCaso =>
  stato === 'sospeso' ? (prima ?? 'assegnato') : stato

/** Why an act is not possible in this state; null when it is. Of one that is suspended `prima` says how far it is. */
export function impedimentoCaso(atto: AttoCaso, stato: StatoCaso, prima?: StatoCaso | null): string | null {
  const { da, regola, altrimenti }: PassoCaso = transizioniCaso[atto]
  if (da.includes(stato)) return null
  return prima !== undefined && delPercorso.has(regola) && da.includes(puntoDi(stato, prima)) ? null : altrimenti
}

/** Where an act leads, or the reason why it does not. */
export function dopoAtto(atto: AttoCaso, qui: Posizione, assegnato: boolean): Posizione {
  const perche = impedimentoCaso(atto, qui.stato, assegnato ? qui.prima : undefined)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  const { a, da }: PassoCaso = transizioniCaso[atto]
  // under a suspension the path goes on, and is remembered: INPS alone takes the suspension away
  if (qui.stato === 'sospeso' && !da.includes('sospeso'))
    return {
      stato: 'sospeso',
      prima: dopoAtto(atto, { stato: puntoDi(qui.stato, qui.prima), prima: null }, true).stato,
    }
  // a household handed over by another comune goes on from where it was there
  const daLa = qui.prima === 'ricevuto' ? null : qui.prima
  if (atto === 'assegna' && qui.stato !== 'ricevuto') return { stato: qui.stato, prima: daLa ?? 'assegnato' }
  if (atto === 'assegna' && daLa) return { stato: daLa, prima: null }
  const inizio: StatoCaso = assegnato ? 'assegnato' : 'ricevuto'
  if (a === 'stesso') return qui
  if (a === 'inizio') return { stato: inizio, prima: null }
  // nobody follows it yet: it waits, and remembers where it goes on from
  if (a === 'precedente' && !assegnato) return { stato: 'ricevuto', prima: daLa }
  if (a === 'precedente') return { stato: qui.prima ?? inizio, prima: null }
  if (!ferma.includes(a)) return { stato: a, prima: null }
  return {
    stato: a,
    prima: ferma.includes(qui.stato) || (qui.stato === 'ricevuto' && qui.prima) ? qui.prima : qui.stato,
  }
}

/** What the questionnaire says of the outcome that was chosen: no outcome is known here by its code. */
export interface EsitoAnalisi {
  codice: string
  /** Counted as taken in charge by the social service. */
  sociale: boolean
  via: Via
  /** The questionnaire that comes before the pact. */
  apre: string | null
}

/** A draft stays where it was written: from there one goes on from the step before it. */
const senzaBozza = (s: StatoCaso | null, esito: EsitoAnalisi | null): StatoCaso | null =>
  s === 'analisi-in-bozza'
    ? esito
      ? 'analisi-finalizzata'
      : 'presentato'
    : s === 'quadro-in-bozza'
      ? 'analisi-finalizzata'
      : s

/** Stopped, a state does not say whether somebody follows it. */
export const fermato = (s: StatoCaso): boolean => s === 'sospeso' || s === 'esonerato' || s === 'escluso'

/** How a household stands in the comune that takes it, until it is assigned there: what is suspended or out stays so, and knows from where. */
export function posizioneInArrivo(la: Posizione, esito: EsitoAnalisi | null): Posizione {
  if (fermato(la.stato)) return { stato: la.stato, prima: senzaBozza(la.prima, esito) }
  if (la.stato === 'ricevuto') return la
  return { stato: 'ricevuto', prima: senzaBozza(la.stato, esito) }
}

/** What follows the analisi preliminare is said by its outcome: the centro per l’impiego, a pact, or another questionnaire before it. */
export function impedimentoEsito(atto: AttoCaso, stato: StatoCaso, esito: EsitoAnalisi | null): string | null {
  const detto = esito ? ` Quello di questo caso è ${esito.codice}.` : ''
  if (atto === 'invia-cpi' && esito?.via !== 'cpi')
    return `Si invia al centro per l’impiego quando l’esito dell’analisi preliminare porta lì.${detto}`
  if (atto === 'apri-quadro' && !esito?.apre)
    return `Il quadro di analisi si apre quando l’esito dell’analisi preliminare lo chiede.${detto}`
  if (atto === 'apri-patto' && stato === 'analisi-finalizzata') {
    if (esito?.via !== 'patto') return `Il patto si prepara quando l’esito dell’analisi preliminare porta lì.${detto}`
    if (esito.apre) return `Con esito ${esito.codice} il patto si prepara dopo il quadro di analisi.`
  }
  return null
}

/** The household counts as taken in charge by the social service. */
export const contaComePreso = (esito: EsitoAnalisi | null): boolean => esito?.sociale === true

/** T13: over before the analysis was finished, it does not count as taken in charge until it is reopened and finished. */
export const nonContato = (stato: StatoCaso, esito: EsitoAnalisi | null): boolean =>
  stato === 'chiuso' && esito === null

/** An exemption that is to be looked at again is due as a term is. */
export const RIESAME = {
  id: 'riesame-esonero',
  nome: 'Riesame dell’esonero',
  parametro: 'esonero.riesame-preavviso-giorni',
} as const

/** A meeting of the pact that is planned is due on its day, also where the measure asks for none. */
export const INCONTRO_PREVISTO = {
  id: 'incontro-previsto',
  nome: 'Incontro del patto in programma',
  parametro: 'patto.incontro-preavviso-giorni',
} as const

export const motiviChiusura = {
  esclusione: 'Il nucleo è escluso o esonerato',
  conclusione: 'Percorso concluso',
  rinuncia: 'Rinuncia della famiglia',
  decesso: 'Decesso',
  beneficio: 'Il beneficio è finito',
  altro: 'Altro',
} as const
export type MotivoChiusura = keyof typeof motiviChiusura
