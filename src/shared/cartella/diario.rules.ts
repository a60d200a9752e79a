// Entries of the diary (cartella §2.6): states, the three typed blocks and the person's own words, how late an entry
// is, and who will be able to read it, in words, before it is saved.
import { erroreDiCampo } from '../kernel/problems.ts'
import type { Transizioni } from '../kernel/transizioni.ts'

export const speciVoce = ['diario', 'attivita'] as const
export type SpecieVoce = (typeof speciVoce)[number]

export const statiVoce = ['bozza', 'completata', 'integrata', 'annullata'] as const
export type StatoVoce = (typeof statiVoce)[number]

export const origini = ['ufficio', 'telefono', 'importazione'] as const

const chiusa = 'La voce è completata e non si modifica più: puoi aggiungere un’integrazione.'
const annullata = 'La voce è stata annullata: resta nella storia, e non si cambia.'

export const transizioniVoce = {
  modifica: { da: ['bozza'], a: 'bozza', altrimenti: chiusa },
  completa: { da: ['bozza'], a: 'completata', altrimenti: 'La voce è già completata.' },
  integra: {
    da: ['completata', 'integrata'],
    a: 'integrata',
    altrimenti: 'Si integra una voce completata: completa prima la bozza.',
  },
  annulla: { da: ['bozza', 'completata', 'integrata'], a: 'annullata', altrimenti: annullata },
} as const satisfies Transizioni<StatoVoce, string>

/** The blocks, in the order in which one reads them; a declaration says whose it is. */
export const blocchi = {
  fatto: { nome: 'Fatto osservato', aiuto: 'Che cosa hai visto o sentito tu, senza giudizi.' },
  dichiarazione: { nome: 'Dichiarazione', aiuto: 'Che cosa ha detto qualcuno: indica chi.' },
  valutazione: { nome: 'Valutazione professionale', aiuto: 'Che cosa ne pensi, e su quali elementi si fonda.' },
  parole: { nome: 'Parole della persona', aiuto: 'Come le ha dette, tra virgolette.' },
} as const
export type TipoBlocco = keyof typeof blocchi
export const tipiBlocco = Object.keys(blocchi) as TipoBlocco[]

export interface Blocco {
  tipo: TipoBlocco
  di?: string | null | undefined
  testo: string
}

export const titoloBlocco = (b: Blocco): string =>
  b.tipo === 'dichiarazione' && b.di ? `Dichiarazione (${b.di})` : blocchi[b.tipo].nome

/** All the text of one entry. Longer than any conversation; shorter than what stops the page. */
export const CARATTERI_MASSIMI = 100_000

export function assertLunghezza(testi: readonly string[], campo: string) {
  const quanti = testi.reduce((n, t) => n + t.length, 0)
  if (quanti <= CARATTERI_MASSIMI) return
  throw erroreDiCampo(
    campo,
    `Il testo ha ${quanti.toLocaleString('it-IT')} caratteri e una voce ne tiene ${CARATTERI_MASSIMI.toLocaleString('it-IT')}: dividilo in più voci, o allega un documento. Ciò che hai scritto è ancora qui.`,
    'testo-troppo-lungo',
  )
}

/** What a complete entry must say; a draft may lack anything. */
export function assertCompleta(voce: { blocchi: readonly Blocco[]; giorno: string }, oggi: string) {
  if (voce.giorno > oggi)
    throw erroreDiCampo('giorno', 'La data è nel futuro: si scrive nel diario ciò che è avvenuto.')
  if (!voce.blocchi.some((b) => b.testo.trim()))
    throw erroreDiCampo(
      'blocchi',
      'Scrivi almeno un blocco: un fatto, una dichiarazione, una valutazione o le parole della persona.',
    )
  const senzaNome = voce.blocchi.findIndex((b) => b.tipo === 'dichiarazione' && b.testo.trim() && !b.di?.trim())
  if (senzaNome >= 0) throw erroreDiCampo(`blocchi.${senzaNome}.di`, 'Indica di chi è la dichiarazione.')
}

/** Blocks with something in them, trimmed. */
export const pulisciBlocchi = (b: readonly Blocco[]): Blocco[] =>
  b
    .filter((x) => x.testo.trim())
    .map((x) => ({
      tipo: x.tipo,
      testo: x.testo.trim(),
      ...(x.tipo === 'dichiarazione' && x.di?.trim() ? { di: x.di.trim() } : {}),
    }))

/** Days between what happened and its recording. */
export const giorniDiRitardo = (giorno: string, registrata: string): number =>
  Math.max(0, Math.round((Date.parse(registrata) - Date.parse(giorno)) / 86_400_000))

/** Who can read a confidential entry: those chosen, and always its author. */
export const riservatoA = (destinatari: readonly string[] | null | undefined, autore: string): string[] | null =>
  destinatari ? [...new Set([...destinatari, autore])].sort() : null

const elenco = (nomi: readonly string[]) =>
  nomi.length < 2 ? (nomi[0] ?? '') : `${nomi.slice(0, -1).join(', ')} e ${nomi.at(-1)}`

/** Said before saving: nobody must guess what «riservato» means. `io` is not among the colleagues. */
export function chiPuoVedere(
  colleghi: readonly { id: string; nome: string }[],
  destinatari: readonly string[] | null,
  comune: string,
): string {
  if (destinatari === null) {
    const n = colleghi.length
    return n === 0
      ? `Nel Comune di ${comune} oggi soltanto tu puoi leggere il diario; lo leggeranno anche i colleghi che avranno un ruolo per farlo.`
      : `Possono leggerla tu e ${n === 1 ? `${colleghi[0]!.nome}` : `altri ${n} colleghi che leggono il diario`} nel Comune di ${comune}; chi non ha in carico la persona deve dire perché la legge.`
  }
  const nomi = colleghi.filter((c) => destinatari.includes(c.id)).map((c) => c.nome)
  return nomi.length === 0
    ? 'La vedrai soltanto tu. Per tutti gli altri non esiste: nemmeno il responsabile ne vedrà traccia.'
    : `La vedrete soltanto tu, ${elenco(nomi)}. Per tutti gli altri non esiste, e niente dice che c’è.`
}
