// First phase: the requests of the ambiti. Second and third: what the enti communicate, users in bulk.
import type { Modulo } from '../kernel/modulo.ts'
import { richiesteAmbitoRotte } from './richieste-ambito.ts'
import { richiestaPubblicaRotte, scadenzaBozze } from './richieste-ambito-pubblico.ts'

export const accreditamento: Modulo = {
  nome: 'accreditamento',
  rotte: [richiestaPubblicaRotte, richiesteAmbitoRotte],
  jobs: [scadenzaBozze],
}
