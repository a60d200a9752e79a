// One catalogue of the fields of the two INPS layouts: the name in the file, the name on screen, the kind of value and the
// list it comes from. Reading, writing, CSV, mapping of columns and messages go through it, so that a field cannot be in
// one and missing in another; the compiler holds it to the types of prestazione.ts. Order is that of writing.
import type { Codifica } from '../parametri/codifiche.rules.ts'
import type {
  Anagrafica,
  Ente,
  IdentificazioneFlusso,
  Indirizzo,
  PrestazioneErogata,
  SchedaMinore,
  Sina,
} from './prestazione.ts'

export type GenereCampo =
  | 'testo'
  | 'nome'
  | 'codice-fiscale'
  | 'data'
  | 'mese-anno'
  | 'anno'
  | 'importo'
  | 'ore'
  | 'intero'
  | 'codice'
  | 'si-no'
  | 'belfiore'
  | 'comune-istat'
  | 'nazione'
  | 'regione'
  | 'prestazione'

export interface Campo {
  /** Name of the attribute. */
  readonly xml: string
  readonly nome: string
  readonly genere: GenereCampo
  readonly elenco?: Codifica
}

type CampiDi<T> = { readonly [K in keyof T]-?: Campo }

const campo = (xml: string, nome: string, genere: GenereCampo, elenco?: Codifica): Campo =>
  elenco ? { xml, nome, genere, elenco } : { xml, nome, genere }
const codice = (xml: string, nome: string, elenco: Codifica) => campo(xml, nome, 'codice', elenco)
const nazione = (xml: string, nome: string) => campo(xml, nome, 'nazione', 'nazione-iso')
const regione = (xml: string, nome: string) => campo(xml, nome, 'regione', 'regione-t0')

export const campiFlusso: CampiDi<Omit<IdentificazioneFlusso, 'ente'>> = {
  nome: campo('Nome', 'Nome del flusso', 'testo'),
}

export const campiEnte: CampiDi<Ente> = {
  codice: campo('Codice', 'Codice dell’ente', 'testo'),
  denominazione: campo('Denominazione', 'Denominazione dell’ente', 'testo'),
  sede: campo('Indirizzo', 'Codice catastale del comune della sede', 'belfiore'),
  codiceFiscaleOperatore: campo('CFOperatore', 'Codice fiscale dell’operatore', 'codice-fiscale'),
}

/** The one attribute of `Beneficiario`. */
export const campoCodiceFiscale = campo('CodiceFiscale', 'Codice fiscale del beneficiario', 'codice-fiscale')

export const campiAnagrafica: CampiDi<Anagrafica> = {
  cognome: campo('Cognome', 'Cognome', 'nome'),
  nome: campo('Nome', 'Nome', 'nome'),
  annoNascita: campo('AnnoNascita', 'Anno di nascita', 'anno'),
  luogoNascita: campo('LuogoNascita', 'Luogo di nascita', 'belfiore'),
  genere: codice('Genere', 'Genere', 'siuss-genere'),
  cittadinanza: nazione('CodiceCittadinanza', 'Cittadinanza'),
  secondaCittadinanza: nazione('CodiceSecondaCittadinanza', 'Seconda cittadinanza'),
}

export const campiIndirizzo: CampiDi<Indirizzo> = {
  regione: regione('CodiceRegione', 'Regione di residenza'),
  comune: campo('CodiceComune', 'Comune di residenza', 'comune-istat'),
  nazione: nazione('CodiceNazione', 'Nazione di residenza'),
}

export const campiPrestazione: CampiDi<Omit<PrestazioneErogata, 'beneficiario' | 'sina'>> = {
  tipoOperazione: campo('TipoOperazione', 'Tipo di operazione', 'testo'),
  presenzaProvaMezzi: codice('PresenzaProvaMezzi', 'Presenza della prova dei mezzi', 'siuss-presenza-prova-mezzi'),
  carattere: codice('CaratterePrestazione', 'Carattere della prestazione', 'siuss-carattere-prestazione'),
  numeroProtocolloDsu: campo('NumeroProtocolloDSU', 'Numero di protocollo della DSU', 'testo'),
  annoProtocolloDsu: campo('AnnoProtocolloDSU', 'Anno di protocollo della DSU', 'anno'),
  dataDsu: campo('DataDSU', 'Data della DSU', 'data'),
  codicePrestazione: campo('CodicePrestazione', 'Codice della prestazione', 'prestazione', 'prestazione-siuss'),
  denominazionePrestazione: campo('DenominazionePrestazione', 'Denominazione della prestazione', 'testo'),
  protocolloDomanda: campo('ProtocolloDomanda', 'Protocollo della domanda', 'testo'),
  dataEvento: campo('DataEvento', 'Data dell’evento', 'data'),
  dataInizio: campo('DataInizioPrestazione', 'Data di inizio', 'data'),
  dataFine: campo('DataFinePrestazione', 'Data di fine', 'data'),
  dataErogazione: campo('DataErogazionePrestazione', 'Data di erogazione', 'data'),
  importo: campo('ImportoPrestazione', 'Importo della prestazione', 'importo'),
  periodoErogazione: campo('PeriodoErogazione', 'Mesi del periodo', 'intero'),
  importoMensile: campo('ImportoMensile', 'Importo mensile', 'importo'),
  importoQuotaEnte: campo('ImportoQuotaEnte', 'Quota a carico dell’ente', 'importo'),
  importoQuotaUtente: campo('ImportoQuotaUtente', 'Quota a carico dell’utente', 'importo'),
  importoQuotaSsn: campo('ImportoQuotaSSN', 'Quota a carico del servizio sanitario', 'importo'),
  importoQuotaRichiesta: campo('ImportoQuotaRichiesta', 'Quota massima richiesta all’utente', 'importo'),
  importoSogliaIsee: campo('ImportoSogliaISEE', 'Soglia ISEE di accesso', 'importo'),
  oreServizioMensile: campo('OreServizioMensile', 'Ore di servizio al mese', 'ore'),
  presaInCarico: campo('PresaCarico', 'Presa in carico', 'si-no'),
  areaUtenza: codice('AreaUtenza', 'Area di utenza', 'siuss-area-utenza'),
}

export const campiSina: CampiDi<Omit<Sina, 'interventiNecessari' | 'invaliditaCivile'>> = {
  mobilita: codice('Mobilita', 'Mobilità', 'siuss-mobilita'),
  attivitaVitaQuotidiana: codice(
    'AttivitaVitaQuotidiana',
    'Attività della vita quotidiana',
    'siuss-attivita-vita-quotidiana',
  ),
  disturbiAreaCognitiva: codice(
    'DisturbiAreaCognitiva',
    'Disturbi dell’area cognitiva',
    'siuss-disturbi-area-cognitiva',
  ),
  disturbiComportamentali: codice(
    'DisturbiComportamentali',
    'Disturbi comportamentali',
    'siuss-disturbi-comportamentali',
  ),
  necessitaCureSanitarie: codice(
    'NecessitaCureSanitarie',
    'Necessità di cure sanitarie',
    'siuss-necessita-cure-sanitarie',
  ),
  areaReddituale: codice('AreaReddituale', 'Area reddituale', 'siuss-area-reddituale'),
  areaSupporto: codice('AreaSupporto', 'Area di supporto', 'siuss-area-supporto'),
  fonteValutazione: codice(
    'FonteDerivazioneValutazione',
    'Fonte della valutazione',
    'siuss-fonte-derivazione-valutazione',
  ),
  strumentoValutazione: codice('StrumentoValutazione', 'Strumento di valutazione', 'siuss-strumento-valutazione'),
  fonteInvalidita: codice('FonteDerivazioneInvalidita', 'Fonte dell’invalidità', 'siuss-fonte-derivazione-invalidita'),
}

/** What SINA may hold, in order: the element, what it contains. */
export const gruppiSina = {
  interventiNecessari: {
    xml: 'NecessitaInterventiSociali',
    voce: campo('CodicePrestazione', 'Interventi sociali necessari', 'prestazione', 'prestazione-siuss'),
  },
  invaliditaCivile: {
    xml: 'InvaliditaCivile',
    voce: codice('InvCiv', 'Certificazioni di invalidità', 'siuss-inv-civ'),
  },
} as const

export const campiMinore: CampiDi<Omit<SchedaMinore, 'prestazioni' | 'famiglia'>> = {
  idBeneficiario: campo('IDBeneficiario', 'Identificativo locale del minore', 'testo'),
  annoNascita: campo('AnnoNascita', 'Anno di nascita', 'anno'),
  fasciaEta: codice('FasciaEtaBeneficiario', 'Fascia di età', 'sinba-fascia-eta-beneficiario'),
  nazioneResidenza: nazione('CodiceNazioneResidenza', 'Nazione di residenza'),
  regioneResidenza: regione('CodiceRegioneResidenza', 'Regione di residenza'),
  nonAccompagnato: campo('MinoreStranieroNoAcc', 'Minore straniero non accompagnato', 'si-no'),
  condizione: codice('CondizioneMinore', 'Condizione del minore', 'sinba-condizione-minore'),
  luogoVita: codice('LuogoVita', 'Luogo di vita', 'sinba-luogo-vita'),
  scuola: codice('ScuolaFrequentata', 'Scuola frequentata', 'sinba-scuola-frequentata'),
  lavoro: codice('CondizioneLavoro', 'Condizione rispetto al lavoro', 'sinba-condizione-lavoro'),
  disabilita: campo('Disabilita', 'Disabilità', 'si-no'),
  tipoDisabilita: codice('TipoDisabilita', 'Tipo di disabilità', 'sinba-tipo-disabilita'),
  certificazioni: codice('InvCivCertificazioni', 'Certificazioni di invalidità', 'sinba-inv-civ-certificazioni'),
  cittadinanzaPadre: nazione('CodiceCittadinanzaPadre', 'Cittadinanza del padre'),
  cittadinanzaMadre: nazione('CodiceCittadinanzaMadre', 'Cittadinanza della madre'),
  regioneResidenzaPadre: regione('CodiceRegioneResidenzaPadre', 'Regione di residenza del padre'),
  regioneResidenzaMadre: regione('CodiceRegioneResidenzaMadre', 'Regione di residenza della madre'),
  titoloStudioPadre: codice('TitoloStudioPadre', 'Titolo di studio del padre', 'sinba-titolo-studio'),
  titoloStudioMadre: codice('TitoloStudioMadre', 'Titolo di studio della madre', 'sinba-titolo-studio'),
  occupazionePadre: codice('OccupazionePadre', 'Occupazione del padre', 'sinba-occupazione'),
  occupazioneMadre: codice('OccupazioneMadre', 'Occupazione della madre', 'sinba-occupazione'),
  primaSegnalazione: campo('DataPrimaSegnalazione', 'Data della prima segnalazione', 'mese-anno'),
  fonteSegnalazione: codice('FonteSegnalazione', 'Fonte della segnalazione', 'sinba-fonte-segnalazione'),
  valutazioneMinore: codice('ValutazioneMinore', 'Valutazione del minore', 'sinba-valutazione-minore'),
  valutazioneFamiglia: codice(
    'ValutazioneFamigliaMinore',
    'Valutazione della famiglia',
    'sinba-valutazione-famiglia-minore',
  ),
  segnalazioneAutorita: campo('SegnalazioneAutoritaGiudiziaria', 'Segnalazione all’autorità giudiziaria', 'si-no'),
  dataSegnalazione: campo('DataSegnalazione', 'Data della segnalazione all’autorità', 'mese-anno'),
  provvedimento: campo('ProvvedimentoGiudiziario', 'Provvedimento giudiziario', 'si-no'),
  dataProvvedimento: campo('DataProvvedimentoGiudiziario', 'Data del provvedimento', 'mese-anno'),
  autoritaProvvedimento: codice('AutoritaProvvedimento', 'Autorità del provvedimento', 'sinba-autorita-provvedimento'),
  potestaTutela: codice('PotestaTutela', 'Potestà e tutela', 'sinba-potesta-tutela'),
  tipoProvvedimento: codice(
    'TipoProvvedimentoGiudiziario',
    'Tipo di provvedimento',
    'sinba-tipo-provvedimento-giudiziario',
  ),
  formaAffido: codice('FormaInterventoAffido', 'Forma dell’affido', 'sinba-forma-intervento-affido'),
  tipoAffido: codice('TipoInterventoAffido', 'Tipo di affido', 'sinba-tipo-intervento-affido'),
  durataAffido: codice('DurataAffido', 'Durata dell’affido', 'sinba-durata-affido'),
  carattereAffido: codice('CarattereAffido', 'Carattere dell’affido', 'sinba-carattere-affido'),
  esitoAffido: codice('EsitoAffido', 'Esito dell’affido', 'sinba-esito-affido'),
  carattereInserimento: codice(
    'CarattereInserimentoResidenziale',
    'Carattere dell’inserimento residenziale',
    'sinba-carattere-inserimento-residenziale',
  ),
  formaInserimento: codice(
    'FormaInserimentoResidenziale',
    'Forma dell’inserimento residenziale',
    'sinba-forma-inserimento-residenziale',
  ),
  tipoInserimento: codice(
    'TipoInserimentoResidenziale',
    'Tipo di inserimento residenziale',
    'sinba-tipo-inserimento-residenziale',
  ),
  esitoInserimento: codice('EsitoInserimentoStruttura', 'Esito dell’inserimento', 'sinba-esito-inserimento-struttura'),
  motivazioneChiusura: codice(
    'MotivazioneChiusuraCarico',
    'Motivazione della chiusura',
    'sinba-motivazione-chiusura-carico',
  ),
  situazioneChiusura: codice(
    'SituazioneChiusuraCarico',
    'Situazione alla chiusura',
    'sinba-situazione-chiusura-carico',
  ),
  collaborazioni: codice('CollaborazioniInterventi', 'Collaborazioni', 'sinba-collaborazioni-interventi'),
  componentiIsee: campo('NumeroComponentiISEE', 'Componenti del nucleo ISEE', 'intero'),
  fasciaIsee: codice('FasciaISEEBeneficiario', 'Fascia di ISEE', 'sinba-fascia-isee-beneficiario'),
}

/** What a SINBA card holds, both due, in order. */
export const gruppiMinore = {
  prestazioni: {
    xml: 'Prestazioni',
    voce: campo('CodicePrestazione', 'Prestazioni', 'prestazione', 'prestazione-siuss'),
  },
  famiglia: {
    xml: 'Famiglia',
    voce: codice('ComposizioneFamiglia', 'Composizione della famiglia', 'sinba-composizione-famiglia'),
  },
} as const

export const NAMESPACE = 'http://inps.it/Casellario'
