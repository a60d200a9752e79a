import type { Modulo } from '../kernel/modulo.ts'
import { adesioniCessate, adesioniRotte } from './adesioni.ts'
import { ambitiRotte } from './ambiti.ts'
import { comandiTerritorio } from './comandi.ts'
import { delegheRotte } from './deleghe.ts'
import { luoghiRotte } from './luoghi.ts'
import { schemiRotte } from './schemi.ts'
import { sezioniRotte } from './sezioni.ts'
import { ufficiRotte } from './uffici.ts'

export const territorio: Modulo = {
  nome: 'territorio',
  rotte: [luoghiRotte, ambitiRotte, ufficiRotte, adesioniRotte, schemiRotte, delegheRotte, sezioniRotte],
  comandi: comandiTerritorio,
  jobs: [adesioniCessate],
  // handlers say more, with names and days; these hold when two people act at the same instant
  vincoli: {
    comune_in_un_solo_ambito: {
      codice: 'gia-presente',
      campo: 'comuneId',
      detail: 'Il comune fa già parte di un ambito in quei giorni: registra prima la sua uscita.',
    },
    ambito_comune_date_in_ordine: {
      codice: 'regola-non-rispettata',
      campo: 'al',
      detail: 'L’ultimo giorno viene prima del primo.',
    },
    ambito_codice_unico: {
      codice: 'gia-presente',
      campo: 'codice',
      detail: 'C’è già un ambito con questo codice: cercalo nell’elenco, o scegli un altro codice.',
    },
    adesione_una_alla_volta: {
      codice: 'gia-presente',
      campo: 'dal',
      detail: 'L’ente ha già un atto di questo tipo in quei giorni: registrane prima la cessazione.',
    },
    adesione_affidata_da_un_comune: {
      codice: 'regola-non-rispettata',
      campo: 'comuneId',
      detail: 'Affida il proprio lavoro un comune, e non il soggetto attuatore.',
    },
    adesione_affidata_ad_altri: {
      codice: 'regola-non-rispettata',
      campo: 'affidatarioId',
      detail: 'È l’ambito del comune: scegline un altro.',
    },
    delega_una_alla_volta: {
      codice: 'gia-presente',
      campo: 'comuni',
      detail: 'Uno dei comuni è già sotto delega in quei giorni: chiudi prima quella delega.',
    },
    sezione_apertura_una_al_giorno: {
      codice: 'gia-presente',
      campo: 'dal',
      detail: 'Per questa sezione c’è già una variazione in quei giorni: ricarica la pagina per vederla.',
    },
    comune_successore_diverso: {
      codice: 'regola-non-rispettata',
      campo: 'successoreId',
      detail: 'Un comune non può succedere a se stesso.',
    },
  },
}
