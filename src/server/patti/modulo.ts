// Households in charge for a measure, and the pacts with them: how they arrive, who follows them, how far they are, what is
// due; the analyses of their needs.
import type { Modulo } from '../kernel/modulo.ts'
import { analisiCasoRotte } from './analisi-caso.ts'
import { jobAppuntamento } from './appuntamenti-seguiti.ts'
import { casiRotte } from './casi.ts'
import { comandoImporta } from './comando.ts'
import { compilazioniRotte, compilazioniVincoli } from './compilazioni.ts'
import { comunicazioniRotte } from './comunicazioni.ts'
import { jobConsegna } from './consegna.ts'
import { jobPrepara, jobRiprendiConvocazioni } from './convocazione-lavoro.ts'
import { convocazioniRotte, convocazioniVincoli } from './convocazioni.ts'
import { cruscottoRotte } from './cruscotto.ts'
import { domandeRotte } from './domande.ts'
import { equipeRotte, equipeVincoli } from './equipe.ts'
import { estrattiRotte, estrattiVincoli } from './estratti.ts'
import { jobImporta, jobRiprendi, jobVerifica } from './estratto-corsa.ts'
import { incontriRotte } from './incontri.ts'
import { inviiCpiRotte } from './invii-cpi.ts'
import { mieiCasiRotte } from './miei-casi.ts'
import { monitoraggioRotte } from './monitoraggio.ts'
import { jobNotte, jobNotteDi } from './notte.ts'
import { jobNucleo, nucleiCasoRotte } from './nuclei-caso.ts'
import { pattoRotte, pattoVincoli } from './patto.ts'
import { jobPresa } from './presa.ts'
import { sostegniRotte } from './sostegni.ts'

export const patti: Modulo = {
  nome: 'patti',
  rotte: [
    estrattiRotte,
    casiRotte,
    mieiCasiRotte,
    nucleiCasoRotte,
    compilazioniRotte,
    convocazioniRotte,
    incontriRotte,
    analisiCasoRotte,
    equipeRotte,
    pattoRotte,
    monitoraggioRotte,
    sostegniRotte,
    domandeRotte,
    comunicazioniRotte,
    inviiCpiRotte,
    cruscottoRotte,
  ],
  vincoli: {
    ...estrattiVincoli,
    ...compilazioniVincoli,
    ...convocazioniVincoli,
    ...equipeVincoli,
    ...pattoVincoli,
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
  jobs: [
    jobVerifica,
    jobImporta,
    jobRiprendi,
    jobPresa,
    jobNucleo,
    jobConsegna,
    jobNotte,
    jobNotteDi,
    jobPrepara,
    jobRiprendiConvocazioni,
    jobAppuntamento,
  ],
  comandi: [comandoImporta],
}
