// What becomes of the card of a minor as it was written: normalised, then checked by schema and rules. Like a prestazione, without what
// only files need.
import { type ContestoEnte, type Elaborato, elaboraCon, elencaDifetti, regoleHub } from './elabora.ts'
import { normalizzaMinore } from './normalizza/record.ts'
import type { SchedaMinore } from './prestazione.ts'
import { applica, type Difetto } from './regole.ts'
import { regolaSchema } from './regole-flusso.ts'
import { regoleMinore } from './regole-minore.ts'

export interface ContestoMinore extends ContestoEnte {
  schema(m: SchedaMinore): { campo: string; frase: string }[]
  /** A card of the same minor has left already. */
  giaPartita: boolean
}

export const PARTITA: Difetto = {
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

/**
 * A card that is kept has a token drawn by lot, which is nobody's codice fiscale. One that looks like it is of before such a token was drawn
 * again, and has left: INPS knows the minor by it.
 */
const comeUnCodiceFiscale = (d: Difetto): Difetto =>
  d.regola === 'SB11'
    ? {
        ...d,
        gravita: 'avviso',
        derogabile: true,
        frase:
          'L’identificativo di questo minore, estratto a sorte, somiglia a un codice fiscale; non si cambia, perché è già partito e INPS conosce il minore con quello: scrivi perché la scheda parte così.',
      }
    : d

export type MinoreElaborato = Elaborato<SchedaMinore>

const DEI_MINORI: Parameters<typeof elaboraCon<SchedaMinore, ContestoMinore>>[0] = {
  normalizza(m, c) {
    const { record, modifiche, segnalazioni } = normalizzaMinore(m, c)
    return { record: [{ record, modifiche: [] }], modifiche, segnalazioni }
  },
  controlla(record, segnalazioni, c) {
    const difetti = [
      ...elencaDifetti(regolaSchema('SINBA'), c.schema(record), segnalazioni, c.gravita),
      ...applica(regoleMinore, record, { elenchi: c.elenchi }, c.gravita).map(comeUnCodiceFiscale),
    ]
    return c.giaPartita ? [...difetti, PARTITA] : difetti
  },
}

/** Fields in `fermi` stay as someone has put them. */
export const elaboraMinore = (
  scritta: SchedaMinore,
  c: ContestoMinore,
  fermi: readonly string[] = [],
): MinoreElaborato => elaboraCon(DEI_MINORI, scritta, c, fermi)[0]!
