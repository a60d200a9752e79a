// Households in charge for a measure, and the pacts with them: how they arrive, who follows them, how far they are, what is
// due; the analyses of their needs.
import type { Modulo } from '../kernel/modulo.ts'
import { casiRotte } from './casi.ts'
import { comandoImporta } from './comando.ts'
import { compilazioniRotte, compilazioniVincoli } from './compilazioni.ts'
import { comunicazioniRotte } from './comunicazioni.ts'
import { jobConsegna } from './consegna.ts'
import { domandeRotte } from './domande.ts'
import { estrattiRotte, estrattiVincoli } from './estratti.ts'
import { jobImporta, jobRiprendi, jobVerifica } from './estratto-corsa.ts'
import { inviiCpiRotte } from './invii-cpi.ts'
import { mieiCasiRotte } from './miei-casi.ts'
import { jobNotte } from './notte.ts'
import { jobPresa } from './presa.ts'

export const patti: Modulo = {
  nome: 'patti',
  rotte: [estrattiRotte, casiRotte, mieiCasiRotte, compilazioniRotte, domandeRotte, comunicazioniRotte, inviiCpiRotte],
  vincoli: {
    ...estrattiVincoli,
    ...compilazioniVincoli,
    caso_assegnazione_una: {
      codice: 'stato-non-ammesso',
      detail: 'Qualcuno ha appena assegnato questo caso: ricarica la pagina.',
    },
    punto_domande_una_volta: {
      codice: 'gia-presente',
      detail: 'Questo ufficio raccoglie già le domande del comune in quei giorni.',
    },
    domanda_raccolta_componente_una_volta: {
      codice: 'gia-presente',
      detail: 'Lo stesso codice fiscale è scritto per due componenti.',
    },
    comunicazione_rimandata_una_volta: {
      codice: 'gia-presente',
      detail: 'Questa comunicazione è già stata rimandata.',
    },
    scambio_file_letto_una_volta: {
      codice: 'gia-presente',
      detail: 'Qualcuno sta leggendo lo stesso file: ricarica la pagina.',
    },
    caso_offerta_una: {
      codice: 'gia-presente',
      detail: 'Questo nucleo è già offerto a un comune: attendi la risposta o ritira l’offerta.',
    },
  },
  jobs: [jobVerifica, jobImporta, jobRiprendi, jobPresa, jobConsegna, jobNotte],
  comandi: [comandoImporta],
}
