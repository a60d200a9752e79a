// The canonical «prestazione erogata» (DM 206/2014), the one shape that every source gives and every serialiser takes; and
// the «scheda del minore» of SINBA, which by law (art. 5 c. 4) says nothing of who the minor is.
//
// Values are texts, written as INPS's record layout writes them: a spreadsheet, a form and an INPS file may all carry
// wrong ones, which must be kept, shown and corrected, not lost on the way in. valori.ts turns them into cents, minutes
// and days, and the other way round. An absent value is an absent key, never an empty text.

/** A calendar day, `AAAA-MM-GG`. */
export type Giorno = string
/** Euro with a point before the decimals: `1234.56`. No thousands separator, no sign of currency. */
export type Importo = string
/** Hours and minutes joined by a point: `2.59` is 2 hours and 59 minutes, NOT 2.59 hours (tracciato 201812). */
export type OreMinuti = string
/** Four digits. */
export type Anno = string
/** Month and year, `MM/AAAA`: all that SINBA says of a date. */
export type MeseAnno = string
/** A code of one of the lists of config/codifiche: which one, campi.ts says. */
export type Codice = string

/** Who pays, as the file opens: `Flusso/IdentificazioneFlusso`. */
export interface IdentificazioneFlusso {
  /** `{ente}.PS.{AAAAMMGG}.{progressivo}`, at most 50 characters; also the name of the file. */
  nome?: string
  ente: Ente
}

export interface Ente {
  /** Code of the paying body in INPS's own access system; the Belfiore code of the comune in INPS's examples. */
  codice?: string
  denominazione?: string
  /** Belfiore code of the comune of the legal seat: INPS calls it `Indirizzo`, but it is no address. */
  sede?: string
  /** Codice fiscale of the operator who sends. */
  codiceFiscaleOperatore?: string
}

/** Who receives. Records of one person share one object: the file groups them by it. */
export interface Beneficiario {
  /** 16 characters; INPS's pattern refuses those with letters for digits (omocodia). Or 11 digits, provisional. */
  codiceFiscale?: string
  anagrafica: Anagrafica
  /** From one to five. */
  indirizzi: Indirizzo[]
}

export interface Anagrafica {
  /** At most 36 characters. */
  cognome?: string
  nome?: string
  annoNascita?: Anno
  /** Belfiore: of a comune, or `Z…` of a foreign state. */
  luogoNascita?: string
  genere?: Codice
  /** ISO 3166-1 numeric, three digits with their zeros; 990 when not available. */
  cittadinanza?: Codice
  secondaCittadinanza?: Codice
}

export interface Indirizzo {
  /** Agenzia delle Entrate, table T0: NOT the ISTAT code. Due when the nation is Italy. */
  regione?: Codice
  /** ISTAT, six digits. Due when the nation is Italy. */
  comune?: string
  /** ISO 3166-1 numeric; Italy is 380. */
  nazione?: Codice
}

/** One benefit given to one person: `PrestazioniSociali`. Sources: INPS, specifica 2.0.1, allegato B; tracciato 201812. */
export interface PrestazioneErogata {
  beneficiario: Beneficiario
  /** `I` insert, `C` cancel; there is no update. Absent means I. */
  tipoOperazione?: string
  /** 1 = ISEE (banca PSA); 2, 3, 4 = PS. It decides the bank, not the code of the prestazione (DM 206 art. 4). */
  presenzaProvaMezzi?: Codice
  /** 1 periodic, 2 one-off. */
  carattere?: Codice
  /** `INPS-ISEE-AAAA-NNNNNNNNX-NN`. The three fields of the DSU are all there or none. */
  numeroProtocolloDsu?: string
  annoProtocolloDsu?: Anno
  dataDsu?: Giorno
  /** `A1.05`, or `A1.05.01`: list prestazione-siuss. */
  codicePrestazione?: string
  /** The official label of the code, or one's own words for the codes «Altro»; 10 to 200 characters. */
  denominazionePrestazione?: string
  /** Protocol of the application at the ente. */
  protocolloDomanda?: string
  dataEvento?: Giorno
  /** Due when periodic. */
  dataInizio?: Giorno
  /** In the same year as the first day. */
  dataFine?: Giorno
  /** Due when one-off. */
  dataErogazione?: Giorno
  /** The whole amount of a one-off prestazione. */
  importo?: Importo
  /** Months of the period, 1 to 12. */
  periodoErogazione?: string
  /** The amount of each month of a periodic prestazione. */
  importoMensile?: Importo
  /** The three shares together make the amount (monthly when periodic). */
  importoQuotaEnte?: Importo
  importoQuotaUtente?: Importo
  importoQuotaSsn?: Importo
  /** The most that a user can be asked for this service: statistical. */
  importoQuotaRichiesta?: Importo
  /** The highest, or only, ISEE threshold of the service: statistical. */
  importoSogliaIsee?: Importo
  oreServizioMensile?: OreMinuti
  /** 1 yes, 2 no. */
  presaInCarico?: Codice
  /** Due when in carico. */
  areaUtenza?: Codice
  sina?: Sina
}

/** Its own fields, without who receives and the assessment. */
export type CampoPrestazione = keyof Omit<PrestazioneErogata, 'beneficiario' | 'sina'>

/**
 * A record from its values, in the order of `campiPrestazione`; an empty one is an absent key. Written field by field: of an object whose keys are
 * put in by name alone the engine makes a table, and each of a million would be ten times slower to make and to read.
 */
export function prestazioneDa(beneficiario: Beneficiario, v: readonly string[]): PrestazioneErogata {
  const p: PrestazioneErogata = { beneficiario }
  if (v[0]) p.tipoOperazione = v[0]
  if (v[1]) p.presenzaProvaMezzi = v[1]
  if (v[2]) p.carattere = v[2]
  if (v[3]) p.numeroProtocolloDsu = v[3]
  if (v[4]) p.annoProtocolloDsu = v[4]
  if (v[5]) p.dataDsu = v[5]
  if (v[6]) p.codicePrestazione = v[6]
  if (v[7]) p.denominazionePrestazione = v[7]
  if (v[8]) p.protocolloDomanda = v[8]
  if (v[9]) p.dataEvento = v[9]
  if (v[10]) p.dataInizio = v[10]
  if (v[11]) p.dataFine = v[11]
  if (v[12]) p.dataErogazione = v[12]
  if (v[13]) p.importo = v[13]
  if (v[14]) p.periodoErogazione = v[14]
  if (v[15]) p.importoMensile = v[15]
  if (v[16]) p.importoQuotaEnte = v[16]
  if (v[17]) p.importoQuotaUtente = v[17]
  if (v[18]) p.importoQuotaSsn = v[18]
  if (v[19]) p.importoQuotaRichiesta = v[19]
  if (v[20]) p.importoSogliaIsee = v[20]
  if (v[21]) p.oreServizioMensile = v[21]
  if (v[22]) p.presaInCarico = v[22]
  if (v[23]) p.areaUtenza = v[23]
  return p
}

/** Assessment of disability and non-autosufficienza, of who is in carico (DM 206 art. 5). */
export interface Sina {
  mobilita?: Codice
  attivitaVitaQuotidiana?: Codice
  disturbiAreaCognitiva?: Codice
  disturbiComportamentali?: Codice
  necessitaCureSanitarie?: Codice
  areaReddituale?: Codice
  areaSupporto?: Codice
  fonteValutazione?: Codice
  strumentoValutazione?: Codice
  fonteInvalidita?: Codice
  /** Codes of the prestazioni that would be needed; absent rather than empty. */
  interventiNecessari?: string[]
  /** Absent rather than empty. */
  invaliditaCivile?: Codice[]
}

/** A minor in SINBA. No name, no codice fiscale: only a token that means nothing outside the ente. */
export interface SchedaMinore {
  /** Opaque and stable, at most 20 characters; whom it stands for is kept by the ente and never exported. */
  idBeneficiario?: string
  annoNascita?: Anno
  /** [lower, upper): three years old is band 2. */
  fasciaEta?: Codice
  nazioneResidenza?: Codice
  /** Table T0; due when the nation is Italy. */
  regioneResidenza?: Codice
  nonAccompagnato?: Codice
  condizione?: Codice
  luogoVita?: Codice
  scuola?: Codice
  lavoro?: Codice
  disabilita?: Codice
  tipoDisabilita?: Codice
  certificazioni?: Codice
  cittadinanzaPadre?: Codice
  cittadinanzaMadre?: Codice
  regioneResidenzaPadre?: Codice
  regioneResidenzaMadre?: Codice
  titoloStudioPadre?: Codice
  titoloStudioMadre?: Codice
  occupazionePadre?: Codice
  occupazioneMadre?: Codice
  primaSegnalazione?: MeseAnno
  fonteSegnalazione?: Codice
  valutazioneMinore?: Codice
  valutazioneFamiglia?: Codice
  segnalazioneAutorita?: Codice
  dataSegnalazione?: MeseAnno
  provvedimento?: Codice
  dataProvvedimento?: MeseAnno
  autoritaProvvedimento?: Codice
  potestaTutela?: Codice
  tipoProvvedimento?: Codice
  formaAffido?: Codice
  tipoAffido?: Codice
  durataAffido?: Codice
  carattereAffido?: Codice
  esitoAffido?: Codice
  carattereInserimento?: Codice
  formaInserimento?: Codice
  tipoInserimento?: Codice
  esitoInserimento?: Codice
  motivazioneChiusura?: Codice
  situazioneChiusura?: Codice
  collaborazioni?: Codice
  /** 1 to 9. */
  componentiIsee?: string
  fasciaIsee?: Codice
  /** Codes of the prestazioni; at least one. */
  prestazioni: string[]
  /** Who lives with the minor; at least one. */
  famiglia: Codice[]
}

/** The two banks that have a record layout; INPS calls them so in the WaaS envelope. */
export const tipiFlusso = ['PS_PSA_SINA', 'SINBA'] as const
export type TipoFlusso = (typeof tipiFlusso)[number]
