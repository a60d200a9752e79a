// What an act on an analysis does to the caso that it belongs to. States and transitions are those of casi.rules.ts, T7–T9:
// here is only which of them an analysis asks for. No questionnaire is known by name: one that has an outcome is the analysis
// of the caso, one that an outcome opens is its framework, any other moves nothing.
import { problem } from '../kernel/problems.ts'
import type { Definizione } from '../parametri/questionario.ts'
import {
  type AttoCaso,
  casoAperto,
  type EsitoAnalisi,
  impedimentoCaso,
  impedimentoEsito,
  nomiStatoCaso,
  type StatoCaso,
} from './casi.rules.ts'

export type Strumento = 'analisi' | 'quadro' | 'altro'
/** `rifa`: begun again here, because the one concluded was made in the comune that handed the household over. */
export const gestiAnalisi = ['comincia', 'rifa', 'finalizza', 'rettifica', 'annulla-bozza', 'annulla-conclusa'] as const
export type GestoAnalisi = (typeof gestiAnalisi)[number]

/** `tutte`: the questionnaires of the measure, because it is the outcome of another that opens a framework. */
export function strumentoDi(id: string, tutte: readonly { id: string; definizione: Definizione }[]): Strumento {
  if (tutte.find((q) => q.id === id)?.definizione.esito) return 'analisi'
  return tutte.some((q) => q.definizione.esito?.valori.some((v) => v.apre === id)) ? 'quadro' : 'altro'
}

export interface Mossa {
  /** Why it is not possible; null where it is. */
  perche: string | null
  /** The act of the caso that goes with it; `indietro`: the caso returns to where it was before the draft; null: it stays. */
  atto: AttoCaso | 'indietro' | null
}

const NON_SI_ANNULLA =
  'Un’analisi conclusa di un caso non si annulla, perché il caso ne dipende: rettificala con un motivo.'
const resta: Mossa = { perche: null, atto: null }
const no = (perche: string): Mossa => ({ perche, atto: null })

/** States in which a framework has been done, and can be done again at another time without moving the caso. */
const dopoIlQuadro: readonly StatoCaso[] = [
  'quadro-finalizzato',
  'patto-in-bozza',
  'patto-sottoscritto',
  'in-monitoraggio',
  'patto-in-revisione',
]

/** The analysis is there: under way, or concluded. */
const dopoLAnalisi = (stato: StatoCaso) =>
  stato === 'analisi-in-bozza' || impedimentoCaso('rettifica-analisi', stato) === null || dopoIlQuadro.includes(stato)

function conAtto(atto: AttoCaso, stato: StatoCaso, esito: EsitoAnalisi | null): Mossa {
  const perche = impedimentoCaso(atto, stato) ?? impedimentoEsito(atto, stato, esito)
  return perche ? no(`Il caso è nello stato «${nomiStatoCaso[stato]}». ${perche}`) : { perche: null, atto }
}

const chiuso = (stato: StatoCaso): Mossa | null =>
  casoAperto(stato) ? null : no(`Il caso è nello stato «${nomiStatoCaso[stato]}»: le sue analisi si leggono soltanto.`)

/** `questionario`: which it is; of the frameworks only the one that the outcome opens goes on. */
export function mossaDelCaso(
  { strumento, questionario }: { strumento: Strumento; questionario: string },
  gesto: GestoAnalisi,
  stato: StatoCaso,
  esito: EsitoAnalisi | null,
): Mossa {
  const finito = chiuso(stato)
  if (finito) return finito
  if (gesto === 'annulla-conclusa') return strumento === 'altro' ? resta : no(NON_SI_ANNULLA)
  if (strumento === 'analisi') {
    if (gesto === 'annulla-bozza') return stato === 'analisi-in-bozza' ? { perche: null, atto: 'indietro' } : resta
    if (gesto === 'comincia' && dopoLAnalisi(stato))
      return no('Di questo caso c’è già: se è sbagliata, rettificala con un motivo.')
    // before the first meeting registered here it is begun as any other
    if (gesto === 'rifa')
      return conAtto(impedimentoCaso('rettifica-analisi', stato) ? 'apri-analisi' : 'rettifica-analisi', stato, esito)
    return conAtto(
      ({ comincia: 'apri-analisi', finalizza: 'finalizza-analisi', rettifica: 'rettifica-analisi' } as const)[gesto],
      stato,
      esito,
    )
  }
  if (strumento === 'altro') return resta
  const aperto = esito?.apre === questionario ? esito : null
  // a draft of another framework, begun when the outcome was another, is not the step that the caso is at
  if (gesto === 'annulla-bozza')
    return stato === 'quadro-in-bozza' && aperto ? { perche: null, atto: 'indietro' } : resta
  // done once, it is done again at T1 and T2 with the pact under way; a draft of then is finished whatever happens meanwhile
  if (dopoIlQuadro.includes(stato) && aperto) return resta
  if (gesto === 'finalizza')
    return aperto
      ? conAtto('finalizza-quadro', stato, esito)
      : no('L’esito dell’analisi di questo caso non chiede questo quadro, o non lo chiede più: annulla la bozza.')
  return !aperto && esito?.apre && impedimentoCaso('apri-quadro', stato) === null
    ? no(`Con esito ${esito.codice} se ne compila un altro.`)
    : conAtto('apri-quadro', stato, aperto)
}

export function assertMossa(m: Mossa): Mossa['atto'] {
  if (m.perche) throw problem('stato-non-ammesso', { detail: m.perche })
  return m.atto
}
