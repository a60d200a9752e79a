// One good record of each kind, for tests to spoil one field at a time. The persons do not exist.
import { calcolaCodiceFiscale } from '../kernel/codice-fiscale.ts'
import type { Beneficiario, PrestazioneErogata, SchedaMinore, Sina } from './prestazione.ts'

export const beneficiarioDiProva = (): Beneficiario => ({
  codiceFiscale: calcolaCodiceFiscale({
    cognome: 'Dimostrativa',
    nome: 'Sintetica',
    dataNascita: '1950-03-12',
    genere: 'F',
    belfiore: 'F205',
  }),
  anagrafica: {
    cognome: 'DIMOSTRATIVA',
    nome: 'SINTETICA',
    annoNascita: '1950',
    luogoNascita: 'F205',
    genere: '2',
    cittadinanza: '380',
  },
  indirizzi: [{ regione: '10', comune: '015146', nazione: '380' }],
})

export const sinaDiProva = (): Sina => ({
  mobilita: '2',
  attivitaVitaQuotidiana: '2',
  disturbiComportamentali: '1',
  areaReddituale: '2',
  areaSupporto: '1',
  fonteValutazione: '1',
  strumentoValutazione: '1',
  interventiNecessari: ['A2.07'],
})

/** Home care for three months, with its shares: breaks no rule. */
export const prestazioneDiProva = (cambi: Partial<PrestazioneErogata> = {}): PrestazioneErogata => ({
  beneficiario: beneficiarioDiProva(),
  tipoOperazione: 'I',
  presenzaProvaMezzi: '1',
  carattere: '1',
  numeroProtocolloDsu: 'INPS-ISEE-2025-01234567A-00',
  annoProtocolloDsu: '2025',
  dataDsu: '2025-02-03',
  codicePrestazione: 'A2.07',
  denominazionePrestazione: 'Assistenza domiciliare socio-assistenziale',
  protocolloDomanda: '2025/000123',
  dataInizio: '2025-04-01',
  dataFine: '2025-06-30',
  periodoErogazione: '3',
  importoMensile: '350.50',
  importoQuotaEnte: '300.00',
  importoQuotaUtente: '50.50',
  oreServizioMensile: '12.30',
  presaInCarico: '1',
  areaUtenza: '2',
  sina: sinaDiProva(),
  ...cambi,
})

/** A one-off contribution: breaks no rule. */
export const occasionaleDiProva = (cambi: Partial<PrestazioneErogata> = {}): PrestazioneErogata => ({
  beneficiario: beneficiarioDiProva(),
  presenzaProvaMezzi: '4',
  carattere: '2',
  codicePrestazione: 'A1.04',
  denominazionePrestazione: 'Contributi economici a integrazione del reddito Familiare',
  protocolloDomanda: '2025/000124',
  dataErogazione: '2025-05-20',
  importo: '500.00',
  presaInCarico: '2',
  ...cambi,
})

/** Breaks no rule. */
export const minoreDiProva = (cambi: Partial<SchedaMinore> = {}): SchedaMinore => ({
  idBeneficiario: 'K7Q2-0001',
  annoNascita: '2015',
  fasciaEta: '4',
  nazioneResidenza: '380',
  regioneResidenza: '10',
  nonAccompagnato: '2',
  condizione: '1',
  luogoVita: '1',
  scuola: '5',
  lavoro: '1',
  disabilita: '2',
  primaSegnalazione: '01/2025',
  fonteSegnalazione: '13',
  valutazioneMinore: '2',
  valutazioneFamiglia: '2',
  segnalazioneAutorita: '2',
  provvedimento: '2',
  prestazioni: ['A2.02'],
  famiglia: ['1', '3'],
  ...cambi,
})
