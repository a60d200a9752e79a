// A segnalazione (cartella §2.3): its states, the urgency that the answers on immediate danger give it, the term that
// follows, and the copy for the family, where nothing lets the reporter be known.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiSegnalazione = [
  'ricevuta',
  'in-valutazione',
  'archiviata',
  'orientata',
  'presa-in-carico',
  'inoltrata',
  'segnalata-autorita',
] as const
export type StatoSegnalazione = (typeof statiSegnalazione)[number]

export const nomiStatoSegnalazione: Readonly<Record<StatoSegnalazione, string>> = {
  ricevuta: 'ricevuta',
  'in-valutazione': 'in valutazione',
  archiviata: 'archiviata',
  orientata: 'orientata',
  'presa-in-carico': 'presa in carico',
  inoltrata: 'inoltrata',
  'segnalata-autorita': 'segnalata all’autorità',
}

export const attiSegnalazione = [
  'valuta',
  'aggiorna',
  'archivia',
  'orienta',
  'prendi-in-carico',
  'inoltra',
  'segnala-autorita',
  'riprendi',
] as const
export type AttoSegnalazione = (typeof attiSegnalazione)[number]

const daValutare = 'Si conclude una segnalazione in valutazione: iniziane prima la valutazione, se è appena ricevuta.'
const conclude = (a: StatoSegnalazione) => ({ da: ['in-valutazione'], a, altrimenti: daValutare }) as const

export const transizioniSegnalazione: Transizioni<StatoSegnalazione, AttoSegnalazione> = {
  valuta: {
    // also from who had begun: he may be ill, or work here no more
    da: ['ricevuta', 'in-valutazione'],
    a: 'in-valutazione',
    altrimenti: 'Questa segnalazione è già conclusa: non c’è più da valutarla.',
  },
  aggiorna: {
    da: ['in-valutazione'],
    a: 'in-valutazione',
    altrimenti: 'Si completa una segnalazione mentre è in valutazione: iniziala, se è appena ricevuta.',
  },
  archivia: conclude('archiviata'),
  orienta: conclude('orientata'),
  'prendi-in-carico': conclude('presa-in-carico'),
  inoltra: conclude('inoltrata'),
  // the duty to report may come to light later, whatever was decided before
  'segnala-autorita': {
    da: ['in-valutazione', 'archiviata', 'orientata', 'presa-in-carico', 'inoltrata'],
    a: 'segnalata-autorita',
    altrimenti: 'Si segnala all’autorità da una segnalazione in valutazione o conclusa in altro modo.',
  },
  riprendi: {
    da: ['inoltrata'],
    a: 'in-valutazione',
    altrimenti: 'Torna in valutazione soltanto una segnalazione inoltrata che il destinatario ha respinto.',
  },
}

export const urgenze = ['ordinaria', 'urgente', 'emergenza'] as const
export type Urgenza = (typeof urgenze)[number]
export const nomiUrgenza: Readonly<Record<Urgenza, string>> = {
  ordinaria: 'ordinaria',
  urgente: 'urgente',
  emergenza: 'emergenza',
}

/** What two segnalazioni received within the days of the parameter may have in common. */
export const motiviRipetizione = ['persona', 'nucleo', 'indirizzo'] as const
export type MotivoRipetizione = (typeof motiviRipetizione)[number]
export const nomiMotivoRipetizione: Readonly<Record<MotivoRipetizione, string>> = {
  persona: 'stessa persona',
  nucleo: 'stesso nucleo',
  indirizzo: 'stesso indirizzo',
}

export const risposte = ['si', 'no', 'non-so'] as const
export type Risposta = (typeof risposte)[number]
export type RispostePericolo = Readonly<Record<string, Risposta>>

/** The highest among what the operator chose and what each «yes» gives (`attributi.urgenza` of «domanda-pericolo»). */
export function urgenzaDi(
  scelta: Urgenza,
  risposteDate: RispostePericolo,
  domande: readonly { codice: string; urgenza: string | undefined }[],
): Urgenza {
  const grado = (u: string | undefined) => urgenze.indexOf(u as Urgenza)
  const alte = domande.filter((d) => risposteDate[d.codice] === 'si').map((d) => grado(d.urgenza))
  return urgenze[Math.max(grado(scelta), ...alte, 0)]!
}

// ---- who reported, out of a text ------------------------------------------------------------------------------------

export interface ChiSegnala {
  nome: string | null
  ente: string | null
  recapiti: string | null
  /** False where it is how he was written before he was completed. */
  ora?: boolean
}

/** Where a name is told in words, those that are of everybody: particles, roles, relatives, kinds of body. */
const NON_NOMI = new Set(
  `
  che con dal dai dei del della dello degli delle gli per una uno dott dott.ssa dottor dottore dottoressa sig sig.ra sig.na signor
  signora signore signorina avv prof prof.ssa professore professoressa don suor padre madre mamma papà figlio figlia fratello sorella
  nonno nonna zio zia nipote cugino cugina marito moglie compagno compagna genitore genitori coniuge parente suocero suocera cognato
  cognata vicino vicina vicini amico amica condomino condomina inquilino inquilina amministratore amministratrice tutore tutrice curatore
  curatrice avvocato avvocata medico medica pediatra infermiere infermiera psicologo psicologa educatore educatrice assistente
  sociale sociali operatore operatrice insegnante insegnanti maestro maestra maestre docente dirigente preside direttore direttrice
  coordinatore coordinatrice responsabile referente segretario segretaria volontario volontaria parroco sindaco assessore agente
  maresciallo comandante carabinieri carabiniere polizia locale vigili scuola scuole scolastico scolastica primaria secondaria
  infanzia istituto comprensivo asilo nido ospedale pronto soccorso consultorio servizio servizi ufficio comune asl ats asst
  associazione cooperativa parrocchia caritas via viale piazza tribunale procura procuratore giudice anonimo anonima
  `
    .trim()
    .split(/\s+/),
)

const paroleDi = (testo: string) =>
  testo
    .toLocaleLowerCase('it')
    .replaceAll('’', "'")
    .split(/[\s,;/()]+/)
    .map((p) => p.replace(/^[.:"«]+|[.:"»]+$/g, '').replace(/^(?:dell|nell|all|dall|sull|un|l)'/, ''))
    .filter((p) => p !== '')

/** Two letters are too few to hide anything by, and a word that is of everybody names nobody. */
const nomina = (parola: string) => parola.length > 2 && !NON_NOMI.has(parola)

const EMAIL = /[^\s,;<>()]+@[^\s,;<>()]+\.[a-z]{2,}/giu
const NUMERO = /\+?\(?\d(?:(?:[\s./-]|\)\s?)?\d){5,}/gu
const GIORNO = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/
/** More digits than a number has: two, with a space between them. */
const DUE_NUMERI = 14

const numeriIn = (testo: string) =>
  (testo.match(NUMERO) ?? [])
    .filter((n) => !GIORNO.test(n))
    .flatMap((n) => (n.replace(/\D/g, '').length > DUE_NUMERI ? [n, ...(n.match(/\d{6,}/g) ?? [])] : [n]))

/**
 * What would let the reporter be known, to be taken out of a text: his name, whole and word by word; his body only as it is
 * called and his contacts only as they are written, or «Scuola primaria di via Roma» would take away every school and street.
 * Names that stand in the folder anyway («noti», one for each person in it) stay: nothing would be hidden, and the gap would
 * tell. If he is one of them, his contacts are hers too. Of a body and of contacts as they were written before, only what names
 * something: «Scuola», completed, is everybody's again.
 */
export function daOscurare(s: ChiSegnala, noti: readonly string[]): string[] {
  const persone = noti.map((n) => new Set(paroleDi(n).filter(nomina)))
  const nomi = paroleDi(s.nome ?? '').filter(nomina)
  const diCasa = persone.some((p) => nomi.length > 0 && (nomi.every((n) => p.has(n)) || isDentro(p, nomi)))
  const tutto = [s.nome, s.ente, s.recapiti].join(' ; ')
  const parla = (testo: string | null, parole: number) => {
    const sue = paroleDi(testo ?? '')
    return s.ora !== false || (sue.length >= parole && sue.some(nomina)) ? (testo ?? '') : ''
  }
  const suoi = diCasa
    ? []
    : [
        ...(nomi.length > 0 ? [s.nome ?? ''] : []),
        ...nomi.filter((n) => !persone.some((p) => p.has(n))),
        // one word alone is where he lives; numbers and e-mails follow
        parla(s.recapiti, 2),
        ...(tutto.match(EMAIL) ?? []),
        ...numeriIn(tutto),
      ]
  return [parla(s.ente, 1), ...suoi].map((p) => p.trim()).filter((p) => p.length > 2)
}

/** Surname and name of this person, and something more. */
const isDentro = (persona: ReadonlySet<string>, nomi: readonly string[]) =>
  persona.size > 1 && [...persona].every((p) => nomi.includes(p))

const scritto = (pezzo: string) => pezzo.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/['’]/g, "['’]")

/** As it may be found in a text: a number with or without its spaces and its prefix, a phrase whatever its spaces. */
function cerca(pezzo: string): string {
  const cifre = pezzo.replace(/[\s./()-]/g, '').replace(/^(?:\+|00)39(?=\d{6})/, '')
  if (/^\+?\d{6,}$/.test(cifre)) return `(?:(?:\\+|00)?39[\\s./()-]*)?${[...cifre].map(scritto).join('[\\s./()-]*')}`
  return pezzo.split(/\s+/).map(scritto).join('\\s+')
}

/** Takes out of a text each of these, whole. */
export function oscura(testo: string, pezzi: readonly string[]): string {
  if (pezzi.length === 0) return testo
  const lettera = '[\\p{L}\\p{N}]'
  // the whole name before its parts
  const tutti = [...new Set(pezzi)].sort((a, b) => b.length - a.length).map(cerca)
  return testo.replace(new RegExp(`(?<!${lettera})(?:${tutti.join('|')})(?!${lettera})`, 'giu'), '[omissis]')
}
