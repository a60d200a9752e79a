// What becomes of the card of a minor as it was written: normalised, then checked by schema and rules. Like a prestazione, without what
// only files need.
import { type Cambio, elencaDifetti, regoleHub } from './elabora.ts'
import type { ContestoNormalizzazione } from './normalizza/campo.ts'
import { normalizzaMinore } from './normalizza/record.ts'
import type { SchedaMinore } from './prestazione.ts'
import { applica, type Difetto, type GravitaScelte } from './regole.ts'
import { regolaSchema } from './regole-flusso.ts'
import { regoleMinore } from './regole-minore.ts'

export interface ContestoMinore extends ContestoNormalizzazione {
  gravita: GravitaScelte
  schema(m: SchedaMinore): { campo: string; frase: string }[]
  /** A card of the same minor has left already. */
  giaPartita: boolean
}

const PARTITA: Difetto = {
  regola: regoleHub.TR03.id,
  segno: regoleHub.TR03.segno,
  gravita: 'avviso',
  derogabile: true,
  campo: '',
  frase:
    'Di questo minore è già partita una scheda, e INPS non dice come si corregge o si cancella in SINBA: scrivi perché ne mandi un’altra.',
}

/** Told by whoever sees the other cards: two equal ones are nearly always the same file twice. */
export const SCHEDA_DOPPIA: Difetto = {
  regola: regoleHub.TR01.id,
  segno: regoleHub.TR01.segno,
  gravita: 'avviso',
  derogabile: true,
  campo: '',
  frase:
    'C’è già una scheda uguale di questo minore, non ancora partita: escludi una delle due, o scrivi perché servono entrambe.',
}

export interface MinoreElaborato {
  record: SchedaMinore
  modifiche: Cambio[]
  difetti: Difetto[]
}

export function elaboraMinore(scritta: SchedaMinore, c: ContestoMinore): MinoreElaborato {
  const { record, modifiche, segnalazioni } = normalizzaMinore(scritta, c)
  const difetti = [
    ...elencaDifetti(regolaSchema('SINBA'), c.schema(record), segnalazioni, c.gravita),
    ...applica(regoleMinore, record, { elenchi: c.elenchi }, c.gravita),
  ]
  return { record, modifiche, difetti: c.giaPartita ? [...difetti, PARTITA] : difetti }
}
