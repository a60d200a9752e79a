// The states of a domanda that the comune takes, as one table: from the draft at the desk to the outcome of INPS. What a measure
// asks to be checked, and whether one that failed goes to INPS all the same, is in its version; nothing here knows a measure.

import { problem } from '../kernel/problems.ts'
import type { Transizione } from '../kernel/transizioni.ts'
import type { Definizione } from '../misure/definizione.ts'

export const statiDomanda = [
  'bozza',
  'presentata',
  'in-correzione',
  'controllata',
  'inviata',
  'in-verifica',
  'sospesa',
  'accolta',
  'respinta',
  'rinunciata',
  'scartata',
] as const
export type StatoDomanda = (typeof statiDomanda)[number]

export const nomiStatoDomanda: Readonly<Record<StatoDomanda, string>> = {
  bozza: 'In compilazione',
  presentata: 'Presentata, da controllare',
  'in-correzione': 'In correzione',
  controllata: 'Controllata, da inviare',
  inviata: 'Inviata a INPS',
  'in-verifica': 'In verifica a INPS',
  sospesa: 'INPS chiede un’integrazione',
  accolta: 'Accolta',
  respinta: 'Respinta',
  rinunciata: 'Rinunciata',
  scartata: 'Bozza scartata',
}

export type AttoDomanda =
  | 'salva'
  | 'scarta'
  | 'presenta'
  | 'correggi'
  | 'controlla'
  | 'invia'
  | 'respingi'
  | 'ricevi'
  | 'ritorna'
  | 'sospendi'
  | 'integra'
  | 'accogli'
  | 'nega'
  | 'rinuncia'

/** INPS has it: what happens there comes back with the files. */
const daInps = ['inviata', 'in-verifica', 'sospesa'] as const satisfies readonly StatoDomanda[]
/** What the comune may still look at, and look at again. */
const controllabili = ['presentata', 'controllata', ...daInps] as const satisfies readonly StatoDomanda[]

/** `stessa` leaves it as it is; `secondo-i-controlli` is said by what was checked. */
export interface PassoDomanda extends Omit<Transizione<StatoDomanda>, 'a'> {
  a: StatoDomanda | 'stessa' | 'secondo-i-controlli'
}
export const transizioniDomanda: Readonly<Record<AttoDomanda, PassoDomanda>> = {
  salva: {
    da: ['bozza', 'in-correzione'],
    a: 'stessa',
    altrimenti: 'La domanda è già presentata: per cambiarla, correggila.',
  },
  scarta: {
    da: ['bozza'],
    a: 'scartata',
    altrimenti: 'Si scarta una bozza: una domanda presentata si può rinunciare.',
  },
  presenta: { da: ['bozza', 'in-correzione'], a: 'presentata', altrimenti: 'La domanda è già presentata.' },
  correggi: {
    da: ['presentata', 'controllata', 'sospesa'],
    a: 'in-correzione',
    altrimenti: 'Si corregge una domanda presentata e non ancora inviata, o della quale INPS chiede un’integrazione.',
  },
  controlla: {
    da: controllabili,
    a: 'secondo-i-controlli',
    altrimenti: 'I controlli si applicano a una domanda presentata e senza esito.',
  },
  invia: { da: ['controllata'], a: 'inviata', altrimenti: 'Si invia una domanda con tutti i controlli del comune.' },
  respingi: {
    da: ['controllata'],
    a: 'respinta',
    altrimenti: 'Il comune respinge una domanda controllata, quando un controllo non è regolare.',
  },
  ricevi: { da: ['inviata'], a: 'in-verifica', altrimenti: 'La domanda non attende la ricevuta di INPS.' },
  ritorna: { da: ['inviata'], a: 'controllata', altrimenti: 'La domanda non attende la ricevuta di INPS.' },
  sospendi: { da: ['inviata', 'in-verifica'], a: 'sospesa', altrimenti: 'La domanda non è in verifica a INPS.' },
  integra: { da: ['sospesa'], a: 'inviata', altrimenti: 'INPS non chiede integrazioni per questa domanda.' },
  accogli: { da: daInps, a: 'accolta', altrimenti: 'La domanda non è in verifica a INPS.' },
  nega: { da: daInps, a: 'respinta', altrimenti: 'La domanda non è in verifica a INPS.' },
  rinuncia: {
    da: ['presentata', 'in-correzione', 'controllata', ...daInps],
    a: 'rinunciata',
    altrimenti: 'Si rinuncia a una domanda presentata e senza esito.',
  },
}
export const attiDomanda = Object.keys(transizioniDomanda) as AttoDomanda[]

export const nomiAttoDomanda: Readonly<Record<AttoDomanda | 'comincia', string>> = {
  comincia: 'Cominciata',
  salva: 'Salvata',
  scarta: 'Bozza scartata',
  presenta: 'Presentata',
  correggi: 'Riaperta per correggerla',
  controlla: 'Controllo applicato',
  invia: 'Inviata a INPS',
  respingi: 'Respinta dal comune',
  ricevi: 'Ricevuta da INPS',
  ritorna: 'Scartata da INPS: da inviare di nuovo',
  sospendi: 'INPS chiede un’integrazione',
  integra: 'Integrazione inviata',
  accogli: 'Accolta da INPS',
  nega: 'Respinta da INPS',
  rinuncia: 'Rinuncia',
}

export const isFinita = (s: StatoDomanda): boolean =>
  s === 'accolta' || s === 'respinta' || s === 'rinunciata' || s === 'scartata'
/** INPS has been told of it: what changes must be told too. */
export const isDaInps = (s: StatoDomanda): boolean => (daInps as readonly StatoDomanda[]).includes(s)

// ---- the checks of the comune --------------------------------------------------------------------------------------------

export const esitiControllo = ['regolare', 'non-regolare', 'in-attesa'] as const
export type EsitoControllo = (typeof esitiControllo)[number]
export const nomiEsitoControllo: Readonly<Record<EsitoControllo, string>> = {
  regolare: 'Regolare',
  'non-regolare': 'Non regolare',
  'in-attesa': 'In attesa di un documento',
}

export interface ControlloApplicato {
  controllo: string
  revisione: number
  esito: EsitoControllo
}
export type Raccolta = NonNullable<Definizione['domanda']>

/** What holds of each check that the version asks for: the last one applied to this revision; null where there is none. `applicati` from the latest. */
export function controlliValidi(
  r: Pick<Raccolta, 'controlli'>,
  applicati: readonly ControlloApplicato[],
  revisione: number,
): { id: string; esito: EsitoControllo | null }[] {
  return r.controlli.map(({ id }) => ({
    id,
    esito: applicati.find((a) => a.controllo === id && a.revisione === revisione)?.esito ?? null,
  }))
}

const deciso = (e: EsitoControllo | null) => e === 'regolare' || e === 'non-regolare'

/** Where a domanda stands after a check: with INPS it stays there; otherwise it is ready when nothing is missing. */
export function dopoControllo(stato: StatoDomanda, validi: readonly { esito: EsitoControllo | null }[]): StatoDomanda {
  if (isDaInps(stato)) return stato
  return validi.every((v) => deciso(v.esito)) ? 'controllata' : 'presentata'
}

/** Why a domanda with these checks does not go to INPS; null when it does. */
export function impedimentoInvio(
  r: Pick<Raccolta, 'controlli' | 'conIrregolari'>,
  validi: readonly { esito: EsitoControllo | null }[],
): string | null {
  if (!validi.every((v) => deciso(v.esito))) return 'Mancano dei controlli del comune.'
  if (r.conIrregolari === 'respinge' && validi.some((v) => v.esito === 'non-regolare'))
    return 'Un controllo non è regolare: questa domanda non va a INPS, la respinge il comune.'
  return null
}

/** Why the comune does not refuse it by itself; null when it does. */
export function impedimentoRifiuto(
  r: Pick<Raccolta, 'conIrregolari'>,
  validi: readonly { esito: EsitoControllo | null }[],
): string | null {
  if (r.conIrregolari !== 'respinge')
    return 'Per questa misura decide INPS: invia la domanda con l’esito dei controlli.'
  return validi.some((v) => v.esito === 'non-regolare')
    ? null
    : 'Il comune respinge una domanda quando un controllo non è regolare.'
}

/** Why what was decided elsewhere, in its days, is not brought here; null when it is: what can still be asked for goes its way. */
export const impedimentoRiporto = (versione: { al: string | null }, oggi: string): string | null =>
  versione.al !== null && versione.al < oggi
    ? null
    : 'Questa misura si può ancora chiedere: la domanda va a INPS, e l’esito arriva da lì.'

/** Days in which things happened one after the other, each not before the one that precedes it, none to come. */
export function giornoFuoriOrdine(
  passi: readonly (readonly [campo: string, giorno: string | null | undefined])[],
  oggi: string,
): { campo: string; frase: string } | null {
  let prima = ''
  for (const [campo, giorno] of passi) {
    if (!giorno) continue
    if (giorno > oggi) return { campo, frase: 'La data è nel futuro: si riporta ciò che è già avvenuto.' }
    if (giorno < prima) return { campo, frase: 'La data viene prima di ciò che la precede.' }
    prima = giorno
  }
  return null
}

/** Why an act is not possible in this state; null when it is. */
export const impedimentoDomanda = (atto: AttoDomanda, stato: StatoDomanda): string | null =>
  transizioniDomanda[atto].da.includes(stato) ? null : transizioniDomanda[atto].altrimenti

/** Where an act leads, or 409 with the reason. */
export function dopoAttoDomanda(
  atto: AttoDomanda,
  stato: StatoDomanda,
  validi: readonly { esito: EsitoControllo | null }[] = [],
): StatoDomanda {
  const perche = impedimentoDomanda(atto, stato)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  const { a } = transizioniDomanda[atto]
  if (a === 'stessa') return stato
  return a === 'secondo-i-controlli' ? dopoControllo(stato, validi) : a
}
