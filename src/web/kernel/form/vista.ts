// What a form shows after its act, and when a newer version of the record arrives under what is typed. Pure, so that it is
// tested without a page; form.tsx does it.
import type { FieldValues, UseFormReturn } from 'react-hook-form'

type Modulo = Pick<UseFormReturn<FieldValues>, 'getValues' | 'reset' | 'setValue'>
const testo = (v: unknown) => JSON.stringify(v)

/**
 * Done: what was sent is what is kept. What was typed while the answer was awaited stays where it is, still to be sent; a form
 * that begins anew says so in `poi`, and has it back after. Nobody's row nor cursor moves: the values on the screen are kept.
 */
export function dopoInvio(rhf: Modulo, inviati: FieldValues, poi: () => void) {
  const ora = { ...rhf.getValues() }
  const dopo = Object.keys(ora).filter((k) => testo(ora[k]) !== testo(inviati[k]))
  rhf.reset(inviati, { keepValues: true })
  poi()
  for (const k of dopo) if (testo(rhf.getValues(k)) !== testo(ora[k])) rhf.setValue(k, ora[k], { shouldDirty: true })
}

/**
 * What was saved from here comes back as the record keeps it, perhaps put in order: that is shown, but for what has been
 * typed since, which stays to be sent.
 */
export function dopoRitorno(rhf: Modulo, inviati: FieldValues, arrivati: FieldValues) {
  const ora = { ...rhf.getValues() }
  const fermi = Object.keys(ora).filter(
    (k) => testo(ora[k]) === testo(inviati[k]) && testo(ora[k]) !== testo(arrivati[k]),
  )
  rhf.reset(arrivati, { keepValues: true })
  for (const k of fermi) rhf.setValue(k, arrivati[k], { shouldDirty: true })
}

export interface Vista {
  /** What the record said when it was last shown. */
  visti: string
  /** The version that what was saved from here has, until it comes back. */
  nostra: number | null
}

/** The version that an act has written: the answer says it, or it is the one after that over which it was sent. */
export function versioneScritta(risposta: unknown, sopra: number | undefined): number {
  const detta = (risposta as { versione?: unknown } | undefined | null)?.versione
  return typeof detta === 'number' ? detta : (sopra ?? 0) + 1
}

/**
 * Whether a newer version may be taken for the one on the screen. Over typed words it is not, or what a colleague has written
 * would be overwritten unseen; unless another act has only moved the record, or it is the very one that was saved from here.
 */
export const siPrende = (
  v: Vista,
  arriva: { versione: number | undefined; valori: string },
  scritto: boolean,
): boolean => !scritto || (v.nostra !== null && arriva.versione === v.nostra) || arriva.valori === v.visti
