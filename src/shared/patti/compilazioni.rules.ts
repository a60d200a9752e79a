// The life of a compilation, and what happens when two people write in it at once.
import type { Transizioni } from '../kernel/transizioni.ts'
import { chiaveDi, stessoValore, type Valore } from '../parametri/questionari.rules.ts'

export const statiCompilazione = ['in-corso', 'finalizzata', 'sostituita', 'annullata'] as const
export type StatoCompilazione = (typeof statiCompilazione)[number]

export const nomiStatoCompilazione: Record<StatoCompilazione, string> = {
  'in-corso': 'in corso',
  finalizzata: 'finalizzata',
  sostituita: 'sostituita da una rettifica',
  annullata: 'annullata',
}

/** Where a proposal comes from, the strongest first: a fact of the record is kept up to date elsewhere, and has its own day. */
export const originiProposta = ['fatto', 'inps', 'precedente'] as const
export type OrigineProposta = (typeof originiProposta)[number]

export const transizioniCompilazione = {
  scrivi: {
    da: ['in-corso'],
    a: 'in-corso',
    altrimenti: 'L’analisi è chiusa e non si modifica: se è sbagliata, rettificala con un motivo.',
  },
  finalizza: { da: ['in-corso'], a: 'finalizzata', altrimenti: 'Si finalizza un’analisi in corso.' },
  /** The finalised one stays what it is until the new version takes its place. */
  rettifica: { da: ['finalizzata'], a: 'finalizzata', altrimenti: 'Si rettifica un’analisi finalizzata.' },
  sostituisci: { da: ['finalizzata'], a: 'sostituita', altrimenti: 'Si sostituisce un’analisi finalizzata.' },
  annulla: {
    da: ['in-corso', 'finalizzata'],
    a: 'annullata',
    altrimenti: 'Questa versione è già annullata, o ce n’è una più recente.',
  },
} as const satisfies Transizioni<StatoCompilazione, string>

export interface Scritta {
  componenteId: string | null
  campo: string
  valore: Valore
  /** The number under which this answer was last seen; 0 where there was none. */
  revisione: number
}
export interface Presente {
  valore: Valore
  revisione: number
}

export interface Confronto<S extends Scritta> {
  /** To be written. */
  nuove: S[]
  /** Somebody else has meanwhile written another thing: nothing is overwritten unseen. */
  conflitti: S[]
  /** Written by both, the same. */
  uguali: S[]
}

/** Answer by answer, what may be written over what is there now. */
export function confrontaScritte<S extends Scritta>(
  scritte: readonly S[],
  presenti: ReadonlyMap<string, Presente>,
): Confronto<S> {
  const esito: Confronto<S> = { nuove: [], conflitti: [], uguali: [] }
  for (const s of scritte) {
    const ora = presenti.get(chiaveDi(s.componenteId, s.campo))
    if (stessoValore(s.valore, ora?.valore ?? null)) esito.uguali.push(s)
    else if (!ora || ora.revisione === s.revisione) esito.nuove.push(s)
    else esito.conflitti.push(s)
  }
  return esito
}
