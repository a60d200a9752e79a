// The pacts for inclusion.
import type { Modulo } from '../kernel/modulo.ts'
import { compilazioniRotte } from './compilazioni.ts'

export const patti: Modulo = {
  nome: 'patti',
  rotte: [compilazioniRotte],
  vincoli: {
    compilazione_una_aperta: {
      codice: 'stato-non-ammesso',
      detail: 'Di questa analisi è già aperta una rettifica: continua quella.',
    },
    compilazione_numero_unico: {
      codice: 'stato-non-ammesso',
      detail: 'Qualcuno ha appena aperto una rettifica: ricarica la pagina.',
    },
    compilazione_chiusa_immutabile: {
      codice: 'stato-non-ammesso',
      detail: 'L’analisi è chiusa e non si modifica: se è sbagliata, rettificala con un motivo.',
    },
  },
}
