// What the page of a caso says of its household in the record, apart from how it is shown.
import { nomiNucleo } from '../../shared/anagrafe/nuclei.rules.ts'
import type { NucleiDelCaso, NucleoDelCaso } from '../../shared/patti/nuclei-caso.api.ts'

export const nomeDi = (n: Pick<NucleoDelCaso, 'tipo' | 'etichetta'>) =>
  `${nomiNucleo[n.tipo]}${n.etichetta ? ` «${n.etichetta}»` : ''}`

/** Under the heading, where nothing is to be decided any more: that there is nothing, or of which day the record is. */
export function primaDeiNuclei(r: Pick<NucleiDelCaso, 'soloLettura' | 'nuclei'>): string | null {
  if (!r.soloLettura) return null
  return r.nuclei.length === 0
    ? 'Nella cartella non c’è un nucleo con queste persone.'
    : 'Il caso non è più in corso: la cartella è quella di oggi, e può essere cambiata da allora.'
}

/** What asks to be decided of a household; null: nothing. With one linked already, nobody proposes another. */
export function avvisoDi(
  n: Pick<NucleoDelCaso, 'stato'>,
  o: { soloLettura: boolean; alPostoDi: NucleoDelCaso | undefined },
): string | null {
  if (o.soloLettura) return null
  if (n.stato === 'da-rivedere') return 'Il nucleo collegato è cambiato'
  return n.stato === 'proposto' && !o.alPostoDi ? 'Forse è questo nucleo' : null
}

const chi = (n: NucleoDelCaso) => n.persone.filter((p) => p.inCartella !== null).map((p) => p.nome)

/** Before a link takes the place of another: which one, and with whom. */
export const confermaAlPosto = (n: NucleoDelCaso, alPostoDi: NucleoDelCaso) => ({
  titolo: 'Collegare questo al posto dell’altro?',
  testo: `Ora è collegato: ${nomeDi(alPostoDi)} (${chi(alPostoDi).join(', ')}). Al suo posto ci sarà: ${nomeDi(n)} (${chi(n).join(', ')}).`,
})
