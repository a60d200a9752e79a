// First phase: the requests of the ambiti. Second and third: what the enti communicate, users in bulk.
import type { Modulo } from '../kernel/modulo.ts'
import { comandiAccreditamento } from './comandi.ts'
import { completezzaRotte } from './completezza.ts'
import { importazioniRotte } from './importazioni.ts'
import { jobImporta, jobRiprendi, jobVerifica } from './importazioni-corsa.ts'
import { richiesteAmbitoRotte } from './richieste-ambito.ts'
import { richiestaPubblicaRotte, scadenzaBozze } from './richieste-ambito-pubblico.ts'
import { richiesteFormaliRotte, richiesteFormaliVincoli } from './richieste-formali.ts'

export const accreditamento: Modulo = {
  nome: 'accreditamento',
  rotte: [richiestaPubblicaRotte, richiesteAmbitoRotte, richiesteFormaliRotte, importazioniRotte, completezzaRotte],
  vincoli: richiesteFormaliVincoli,
  jobs: [scadenzaBozze, jobVerifica, jobImporta, jobRiprendi],
  comandi: comandiAccreditamento,
}
