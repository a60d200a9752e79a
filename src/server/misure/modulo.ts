// Measures as data: versions, evaluations kept, what-if.
import type { Modulo } from '../kernel/modulo.ts'
import { misureRotte } from './misure.ts'
import { simulazioniRotte } from './simulazioni.ts'
import { jobRiprendi, jobSimula } from './simulazioni-corsa.ts'
import { valutazioniRotte } from './valutazioni.ts'

export const misure: Modulo = {
  nome: 'misure',
  rotte: [misureRotte, valutazioniRotte, simulazioniRotte],
  jobs: [jobSimula, jobRiprendi],
  vincoli: {
    misura_pkey: { codice: 'gia-presente', campo: 'codice', detail: 'C’è già una misura con questo codice.' },
    misura_una_bozza: { codice: 'gia-presente', detail: 'Di questa misura c’è già una bozza: continua quella.' },
    misura_versione_unica: {
      codice: 'stato-non-ammesso',
      detail: 'Qualcuno ha appena aperto una versione: ricarica la pagina.',
    },
  },
}
