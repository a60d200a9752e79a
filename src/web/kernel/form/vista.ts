// What a form shows after its act, and when a newer version of the record arrives under what is typed. Pure, so that it is
// tested without a page; form.tsx does it.
import type { FieldValues, UseFormReturn } from 'react-hook-form'

/** Done: what was sent is what is kept, and nothing is left to save. A form that begins anew says so after, in `poi`. */
export function dopoInvio(rhf: Pick<UseFormReturn<FieldValues>, 'reset'>, inviati: FieldValues, poi: () => void) {
  rhf.reset(inviati)
  poi()
}

export interface Vista {
  /** What the record said when it was last shown. */
  visti: string
  /** The newer version is what has just been saved from here. */
  nostra: boolean
}

/**
 * Whether a newer version may be taken for the one on the screen. Over typed words it is not, or what a colleague has written
 * would be overwritten unseen; unless another act has only moved the record, or what was saved from here comes back.
 */
export const siPrende = (v: Vista, adesso: string, scritto: boolean): boolean =>
  !scritto || v.nostra || adesso === v.visti
