// Documents of the folder and templates of letters. The module comes before the register of persons and knows nothing of
// it: what a letter may say of a person is given by whoever composes the process (modules.ts).
import { documentiApi } from '../../shared/documenti/documenti.api.ts'
import type { Vincoli } from '../kernel/context.ts'
import { type Modulo, rotte } from '../kernel/modulo.ts'
import { aggiorna, annota, annulla, carica, nuovaVersione, riserva, sposta } from './atti.ts'
import { anteprima, cartelle, leggi, list, scarica } from './lettura.ts'

const vincoli: Vincoli = {
  documento_versione_unica: {
    codice: 'stato-non-ammesso',
    detail: 'Qualcuno ha appena aggiunto una versione: ricarica la pagina e riprova.',
  },
}

export const documenti: Modulo = {
  nome: 'documenti',
  rotte: [
    rotte(documentiApi, {
      list,
      cartelle,
      carica,
      leggi,
      nuovaVersione,
      annota,
      scarica,
      anteprima,
      aggiorna,
      sposta,
      riserva,
      annulla,
    }),
  ],
  vincoli,
}
