// The code lists of the flows from the installation's own files: what the command line uses, without a database.
import { creaElenchi, type Elenchi } from '../../shared/flussi/elenchi.ts'
import { leggiCodifiche, leggiVoci } from '../kernel/load-codifiche.ts'

const DEI_FLUSSI = /^(prestazione-siuss|regione-t0|nazione-iso|siuss-.+|sinba-.+)$/

let letti: Elenchi | undefined

export function elenchiDiBase(): Elenchi {
  letti ??= creaElenchi(
    leggiCodifiche()
      .filter((c) => DEI_FLUSSI.test(c.id))
      .flatMap(leggiVoci),
  )
  return letti
}

/** Whether someone has confirmed the table T0, which ships as «da verificare». */
export const regioniDaVerificare = (elenchi: Elenchi): boolean =>
  elenchi.voci('regione-t0').some((v) => v.attributi.verifica === 'da-verificare')
