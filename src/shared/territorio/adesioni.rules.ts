// The life of an adhesion: bozza → firmata → registrata → cessata, back to bozza where it was a mistake, and what each step asks. GePI note of 2019:
// the act is signed by the sindaco, by the segretario generale he delegates, or by the legal representative of the
// capofila (A2.11); data are shown only once it is registered (A2.12); the PUC act of 2026 is renewed each year (A2.14).

import type { Transizioni } from '../kernel/transizioni.ts'

export const statiAdesione = ['bozza', 'firmata', 'registrata', 'cessata'] as const
export type StatoAdesione = (typeof statiAdesione)[number]

export const qualifiche = [
  'sindaco',
  'segretario-generale-delegato',
  'legale-rappresentante-capofila',
  'legale-rappresentante-attuatore',
] as const
export type Qualifica = (typeof qualifiche)[number]

export const nomeQualifica: Record<Qualifica, string> = {
  sindaco: 'sindaco',
  'segretario-generale-delegato': 'segretario generale delegato dal sindaco',
  'legale-rappresentante-capofila': 'legale rappresentante dell’ente capofila',
  'legale-rappresentante-attuatore': 'legale rappresentante del soggetto attuatore',
}

/** The screens offer exactly these. */
export const transizioni = {
  // a mistake in what was copied from the paper is corrected by signing again, until it is registered
  firma: {
    da: ['bozza', 'firmata'],
    a: 'firmata',
    altrimenti: 'La firma si riporta prima della registrazione: questo atto è già registrato o cessato.',
  },
  registra: {
    da: ['firmata'],
    a: 'registrata',
    altrimenti: 'Si registra solo un atto firmato e non ancora registrato: riporta prima chi ha firmato e quando.',
  },
  cessa: {
    da: ['registrata'],
    a: 'cessata',
    altrimenti: 'Cessa solo un atto registrato: uno in bozza si elimina, uno firmato si registra o si corregge.',
  },
  // the act of another comune, a paper that nobody had signed. A registered one has opened its sections, and that stays written
  annulla: {
    da: ['firmata'],
    a: 'bozza',
    altrimenti:
      'Si riporta in bozza solo un atto firmato per errore: uno già in bozza si elimina, uno registrato ha aperto le sue sezioni, e si chiude con la cessazione.',
  },
} as const satisfies Transizioni<StatoAdesione, string>
export type AttoAdesione = keyof typeof transizioni

/** Until it is registered the document can be attached, or replaced. */
export const documentoModificabile = (stato: StatoAdesione) => stato === 'bozza' || stato === 'firmata'
export const eliminabile = (stato: StatoAdesione) => stato === 'bozza'

/** A broken rule: the field and the sentence to show. */
export interface Violazione {
  campo: string
  messaggio: string
}

const v = (campo: string, messaggio: string): Violazione => ({ campo, messaggio })

export function controllaBozza(b: { annuale: boolean; anno?: number | null | undefined }): Violazione | undefined {
  if (b.annuale && !b.anno) return v('anno', 'Indica l’anno dell’atto: questo tipo di adesione si rinnova ogni anno.')
  if (!b.annuale && b.anno) return v('anno', 'Questo tipo di adesione non è annuale: lascia vuoto l’anno.')
  return undefined
}

/** An act by which a comune entrusts its work says to whom; the others entrust nothing. */
export function controllaAffidamento(a: {
  affida: boolean
  comuneId?: string | null | undefined
  affidatarioId?: string | null | undefined
  ambitoId: string
}): Violazione | undefined {
  if (!a.affida)
    return a.affidatarioId
      ? v('affidatarioId', 'Questo tipo di adesione non affida nulla ad altri: lascialo vuoto.')
      : undefined
  if (!a.comuneId)
    return v('comuneId', 'Affida il proprio lavoro un comune, e non il soggetto attuatore: scegli quale.')
  if (!a.affidatarioId) return v('affidatarioId', 'Indica l’ambito, o l’ente, a cui il comune affida il lavoro.')
  if (a.affidatarioId === a.ambitoId)
    return v(
      'affidatarioId',
      'È l’ambito del comune: i suoi operatori vi lavorano già con il loro ruolo. Scegline un altro.',
    )
  return undefined
}

export function controllaFirma(
  f: { firmataIl: string; qualifica: Qualifica },
  contesto: { diComune: boolean; oggi: string },
): Violazione | undefined {
  if (f.firmataIl > contesto.oggi) return v('firmataIl', 'La data della firma è nel futuro: controlla il documento.')
  const delComune = f.qualifica === 'sindaco' || f.qualifica === 'segretario-generale-delegato'
  if (contesto.diComune && !delComune)
    return v('qualifica', 'L’atto di un comune è firmato dal sindaco o dal segretario generale da lui delegato.')
  if (!contesto.diComune && delComune)
    return v(
      'qualifica',
      'L’atto del soggetto attuatore è firmato dal legale rappresentante del capofila o del soggetto stesso.',
    )
  return undefined
}

export function controllaRegistrazione(
  r: { dal: string; al?: string | null | undefined },
  a: { annuale: boolean; anno: number | null; firmataIl: string; conDocumento: boolean },
): Violazione | undefined {
  if (!a.conDocumento) return v('documento', 'Allega prima il documento firmato.')
  if (r.al && r.al < r.dal) return v('al', 'L’ultimo giorno viene prima del primo.')
  if (a.annuale) {
    if (!r.al) return v('al', 'Indica l’ultimo giorno: un atto annuale scade entro il suo anno.')
    const anno = String(a.anno)
    if (!r.dal.startsWith(anno)) return v('dal', `Il primo giorno deve cadere nel ${anno}, l’anno dell’atto.`)
    if (!r.al.startsWith(anno)) return v('al', `L’ultimo giorno deve cadere nel ${anno}, l’anno dell’atto.`)
  } else if (r.dal < a.firmataIl) return v('dal', 'L’atto non può valere da prima della firma.')
  return undefined
}

export function controllaCessazione(c: { al: string }, a: { dal: string; al: string | null }): Violazione | undefined {
  if (c.al < a.dal) return v('al', 'L’ultimo giorno di validità viene prima del primo.')
  if (a.al && c.al > a.al) return v('al', 'L’atto scade già prima di quel giorno.')
  return undefined
}

/** Up to its last day an act is valid: it stays registered, with its end and the reason; after that day it has ceased. */
export const statoAllaFine = (al: string, oggi: string): StatoAdesione =>
  al < oggi ? transizioni.cessa.a : transizioni.registra.a

/** What the state means today, and what to do next. */
export function spiegaAdesione(
  a: {
    stato: StatoAdesione
    dal: string | null
    al: string | null
    conDocumento: boolean
    motivoCessazione: string | null
    /** It opens no section: it lets another ambito work. */
    affida?: boolean
  },
  oggi: string,
): string {
  if (a.stato === 'bozza')
    return 'In bozza: scarica lo schema compilato, fallo firmare all’ente e riporta qui la firma.'
  if (a.stato === 'firmata') {
    const perche = a.affida ? 'valga l’affidamento' : 'apra le sue sezioni'
    return a.conDocumento
      ? `Firmata: registrala perché ${perche}.`
      : `Firmata: allega il documento e registrala perché ${perche}.`
  }
  if (a.al && a.al < oggi)
    return a.motivoCessazione ? `Cessata il ${data(a.al)}.` : `Scaduta il ${data(a.al)}: serve un nuovo atto.`
  if (a.dal! > oggi) return `Registrata: varrà dal ${data(a.dal!)}.`
  if (!a.al) return 'Valida.'
  return a.motivoCessazione ? `Cesserà il ${data(a.al)}: fino a quel giorno è valida.` : `Valida fino al ${data(a.al)}.`
}

/** What the administrators of the entrusted ambito are told when the act is registered. */
export const fraseAffidata = (a: { dal: string; al?: string | null | undefined }): string =>
  `affidato al tuo ambito dal ${data(a.dal)}${a.al ? ` al ${data(a.al)}` : ''}. Vi lavora chi ne ha il ruolo per tutto il tuo ambito; se non lo avete accettato, chiedine la cessazione all’ambito del comune.`

/** And when its end is. */
export const fraseCessata = (a: { al: string }, oggi: string): string =>
  a.al < oggi
    ? `l’affidamento al tuo ambito è finito il ${data(a.al)}.`
    : `l’affidamento al tuo ambito finisce il ${data(a.al)}.`

/** `2026-11-22` → `22/11/2026`, as Italian sentences write it. */
export const data = (d: string): string => d.split('-').reverse().join('/')
