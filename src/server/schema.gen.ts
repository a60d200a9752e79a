// Generated from the migrated database by scripts/generate.ts: do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Its shape is said where it is read. */
export type Json = ColumnType<unknown, string, string>

export interface Adesione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string | null
  tipoAdesioneId: string
  stato: Generated<string>
  anno: number | null
  firmatario: string | null
  firmatarioQualifica: string | null
  firmataIl: string | null
  dal: string | null
  al: string | null
  allegatoId: string | null
  registrataDa: string | null
  registrataIl: string | null
  motivoCessazione: string | null
  note: string | null
  versione: Generated<number>
}

export interface Allegato {
  id: Generated<string>
  ambitoId: Generated<string>
  nome: string
  tipo: string
  bytes: number
  sha256: string
  caricatoIl: Generated<string>
  caricatoDa: Generated<string | null>
}

export interface AllegatoContenuto {
  allegatoId: string
  parte: number
  contenuto: Uint8Array
}

export interface Ambito {
  id: Generated<string>
  codice: string
  nome: string
  regioneId: string
  capofilaId: string | null
  soggettoAttuatore: string | null
  pec: string | null
  email: string | null
  telefono: string | null
  dimostrativo: Generated<boolean>
  dal: Generated<string>
  al: string | null
  versione: Generated<number>
}

export interface AmbitoComune {
  id: Generated<string>
  ambitoId: string
  comuneId: string
  dal: string
  al: string | null
}

export interface AperturaFascicolo {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  utenteId: Generated<string>
  motivo: string
  dettaglio: string
  emergenza: Generated<boolean>
  dal: Generated<string>
  scade: string
  riesaminataIl: string | null
  riesaminataDa: string | null
  riesameEsito: string | null
  riesameNota: string | null
}

export interface Assegnazione {
  id: Generated<string>
  ambitoId: Generated<string | null>
  utenteId: string
  ruoloId: string
  comuneId: string | null
  dal: Generated<string>
  al: string | null
  stato: Generated<string>
  motivoStato: string | null
  sostituisceId: string | null
  richiestaFormaleId: string | null
  abilitataIl: string | null
  creata: Generated<string>
}

export interface Azione {
  id: string
  descrizione: string
  sezioneId: string | null
}

export interface ClasseRiservatezza {
  id: string
  nome: string
  descrizione: string
  ordine: number
  fonte: string
}

export interface Codifica {
  id: string
  nome: string
  descrizione: string
  estendibile: Generated<boolean>
  livelli: Generated<number>
  fonte: string
}

export interface CodificaVoce {
  id: Generated<string>
  codificaId: string
  codice: string
  etichetta: string
  etichettaF: string | null
  padre: string | null
  livello: Generated<number>
  ordine: Generated<number>
  dal: string
  al: string | null
  bloccata: Generated<boolean>
  ambitoId: string | null
  mappa: Generated<Json>
  attributi: Generated<Json>
  fonte: string
}

export interface Comune {
  id: string
  nome: string
  nomeChiave: GeneratedAlways<string>
  provinciaId: string | null
  istat: string | null
  dal: string | null
  al: string | null
  successoreId: string | null
  successoreFonte: string | null
}

export interface ComunePeriodo {
  id: Generated<string>
  comuneId: string
  nome: string
  altraDenominazione: string | null
  istat: string | null
  provinciaId: string | null
  dal: string
  al: string | null
}

export interface Delega {
  id: Generated<string>
  ambitoId: Generated<string>
  oggetto: string
  protocollo: string
  data: string
  allegatoId: string | null
  versione: Generated<number>
}

export interface DelegaComune {
  id: Generated<string>
  delegaId: string
  ambitoId: Generated<string>
  comuneId: string
  dal: string
  al: string | null
  motivoFine: string | null
}

export interface DoppioneScartato {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  altraId: string
  motivo: string | null
  scartatoIl: Generated<string>
  scartatoDa: Generated<string | null>
}

export interface Importazione {
  id: Generated<string>
  ambitoId: Generated<string>
  richiestaFormaleId: string
  allegatoId: string
  sha256: string
  stato: Generated<string>
  righeLette: Generated<number>
  righeElaborate: Generated<number>
  accettate: Generated<number>
  giaPresenti: Generated<number>
  modificate: Generated<number>
  rifiutate: Generated<number>
  errore: string | null
  corsa: string | null
  corse: Generated<number>
  aggiornata: Generated<string>
  creata: Generated<string>
  creataDa: Generated<string | null>
  confermataDa: string | null
  conclusaIl: string | null
}

export interface ImportazioneCartella {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  specie: string
  stato: Generated<string>
  nomeFile: string
  bytes: number
  sha256: string
  sistema: string | null
  mappa: Json | null
  colonne: string[]
  ultimaRiga: Generated<number>
  righeLette: Generated<number>
  righeElaborate: Generated<number>
  nuove: Generated<number>
  aggiornate: Generated<number>
  giaPresenti: Generated<number>
  dubbie: Generated<number>
  rifiutate: Generated<number>
  proposte: Generated<number>
  giaProposte: Generated<number>
  sconosciute: Generated<number>
  portata: Json
  errore: string | null
  corsa: string | null
  corse: Generated<number>
  aggiornata: Generated<string>
  creata: Generated<string>
  creataDa: Generated<string | null>
  confermataDa: string | null
  conclusaIl: string | null
}

export interface ImportazioneCartellaParte {
  importazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  parte: number
  contenuto: Uint8Array
}

export interface ImportazioneCartellaRiga {
  importazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  riga: number
  celle: string[]
  dati: Json | null
  codice: string | null
  famiglia: string | null
  esito: string | null
  motivi: Generated<string[]>
  simili: Generated<string[]>
  personaId: string | null
  applicata: Generated<boolean>
}

export interface ImportazioneRiga {
  importazioneId: string
  ambitoId: string
  riga: number
  celle: string[]
  errori: string[]
  dubbi: string[]
  codiceFiscale: string | null
  cognome: string | null
  nome: string | null
  dataNascita: string | null
  luogoNascitaId: string | null
  genere: string | null
  ruoloId: string | null
  territorioId: string | null
  email: string | null
  telefono: string | null
  fondo: string | null
  fineContratto: string | null
  esito: string | null
  motivi: Generated<string[]>
  ammesso: Generated<boolean>
  applicata: Generated<boolean>
}

export interface LuogoParola {
  id: GeneratedAlways<number>
  parola: string
  luogoId: string
  tipo: string
  nome: string
  provinciaId: string | null
  dal: string | null
  al: string | null
}

export interface Nucleo {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  tipo: string
  etichetta: string | null
  fonte: string
  riferimento: string | null
  dal: string | null
  al: string | null
  riservatoA: string[] | null
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
}

export interface NucleoComponente {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  nucleoId: string
  personaId: string
  parentela: string
  intestatario: Generated<boolean>
  esclusivo: Generated<boolean>
  dal: string | null
  al: string | null
  riservatoA: string[] | null
  correggeId: string | null
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
  sostituitoIl: string | null
  sostituitoDa: string | null
  motivoSostituzione: string | null
}

export interface NucleoFotografia {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  nucleoId: string
  giorno: string
  membri: Json
  impronta: string
  scattataIl: Generated<string>
}

export interface Permesso {
  azioneId: string
  ruoloId: string
  portata: string
}

export interface Persona {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  specie: Generated<string>
  cognome: string
  nome: string
  sesso: string | null
  dataNascita: string | null
  nascitaPresunta: Generated<boolean>
  luogoNascitaId: string | null
  codiceFiscale: string | null
  decesso: string | null
  unitaA: string | null
  riservatoA: string[] | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
  cognomeChiave: GeneratedAlways<string>
  nomeChiave: GeneratedAlways<string>
  codiceFiscaleChiave: GeneratedAlways<string | null>
}

export interface PersonaFatto {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  tipo: string
  singolo: boolean
  dati: Json
  dal: string | null
  al: string | null
  fonte: string
  nota: string | null
  classe: string | null
  riservatoA: string[] | null
  correggeId: string | null
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
  sostituitoIl: string | null
  sostituitoDa: string | null
  motivoSostituzione: string | null
}

export interface PersonaOrigine {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  sistema: string
  codice: string
}

export interface PersonaParola {
  personaId: string
  ambitoId: Generated<string>
  comuneId: string
  tipo: string
  parola: string
  classe: string | null
  riservatoA: string[] | null
}

export interface PersonaUnione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  unitaId: string
  scelte: Json
  motivo: string
  unitaIl: Generated<string>
  unitaDa: Generated<string | null>
  divisaIl: string | null
  divisaDa: string | null
  motivoDivisione: string | null
}

export interface PresaDettaglio {
  presaId: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  oggetto: string | null
  accordi: string | null
  desideri: string | null
  sicurezza: string | null
  valutazioneFinale: string | null
  riservatoA: string[] | null
}

export interface PresaInCarico {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  numero: number
  stato: Generated<string>
  tipo: string
  area: string
  mandato: string
  peso: Generated<number>
  apertaIl: Generated<string>
  attivataIl: string | null
  primoContattoEntro: string | null
  primoContattoIl: string | null
  informativaIl: string | null
  informativaOperatore: string | null
  informativaConsensoLavoro: boolean | null
  prossimaScadenza: string | null
  chiusaIl: string | null
  motivoChiusura: string | null
  riaperture: Generated<number>
  riservatoA: string[] | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
}

export interface PresaOperatore {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  presaId: string
  utenteId: string
  professione: string
  responsabile: Generated<boolean>
  dal: Generated<string>
  al: string | null
  motivo: string | null
  registratoIl: Generated<string>
}

export interface PresaPassaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  presaId: string
  atto: string
  da: string | null
  a: string
  motivo: string | null
  dettaglio: Json | null
  quando: Generated<string>
  utenteId: Generated<string | null>
}

export interface ProfiloImportazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  nome: string
  specie: string
  sistema: string
  mappa: Json
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
}

export interface Provincia {
  id: string
  sigla: string
  nome: string
  regioneId: string | null
}

export interface Regione {
  id: string
  nome: string
}

export interface Relazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  specie: string
  tipo: string
  personaA: string
  personaB: string
  esito: string | null
  dal: string | null
  al: string | null
  fonte: string
  dettoDa: string | null
  nota: string | null
  classe: string | null
  riservatoA: string[] | null
  correggeId: string | null
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
  sostituitoIl: string | null
  sostituitoDa: string | null
  motivoSostituzione: string | null
}

export interface RichiestaAmbito {
  id: Generated<string>
  ricevuta: string
  chiaveHash: string
  stato: Generated<string>
  ambitoId: string | null
  ambitoNominato: string | null
  firmatarioNome: string | null
  firmatarioCognome: string | null
  firmatarioQualifica: string | null
  firmatarioEmail: string | null
  firmatarioTelefono: string | null
  nominaDichiarata: Generated<boolean>
  motivo: string | null
  istruttoreId: string | null
  creata: Generated<string>
  aggiornata: Generated<string>
  inviata: string | null
  decisa: string | null
  versione: Generated<number>
}

export interface RichiestaAmbitoDocumento {
  id: Generated<string>
  richiestaId: string
  personaId: string | null
  tipo: string
  nome: string
  formato: string
  bytes: number
  sha256: string
  messaggio: Json | null
  caricato: Generated<string>
}

export interface RichiestaAmbitoDocumentoContenuto {
  documentoId: string
  contenuto: Uint8Array
}

export interface RichiestaAmbitoPassaggio {
  id: GeneratedAlways<number>
  richiestaId: string
  quando: Generated<string>
  stato: string
  motivo: string | null
  utenteId: string | null
}

export interface RichiestaAmbitoPersona {
  id: string
  richiestaId: string
  ordine: number
  codiceFiscale: string | null
  nome: string | null
  cognome: string | null
  dataNascita: string | null
  luogoNascitaId: string | null
  genere: string | null
  email: string | null
  telefono: string | null
  utenteId: string | null
}

export interface RichiestaAmbitoPersonaNota {
  richiestaId: string
  codiceFiscale: string
  nominativo: string
  indicataDa: string
}

export interface RichiestaFormale {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string | null
  ufficio: string
  protocollo: string
  data: string
  note: string | null
  allegatoId: string | null
  registrataDa: Generated<string | null>
  registrataIl: Generated<string>
  versione: Generated<number>
}

export interface Ruolo {
  id: string
  sigla: string
  nome: string
  descrizione: string
  sezioneId: string | null
  territorio: string
  richiedeDelega: boolean
  esclusivo: boolean
  ordine: number
  fonte: string
}

export interface RuoloAssegnabile {
  assegnanteId: string
  ruoloId: string
  dal: string
  al: string | null
  fonte: string
}

export interface RuoloClasse {
  ruoloId: string
  classeId: string
}

export interface SchemaAdesione {
  id: Generated<string>
  tipoAdesioneId: string
  versione: number
  stato: string
  dal: string | null
  titolo: string
  testo: string
  fonte: string
}

export interface Sezione {
  id: string
  nome: string
  descrizione: string
  delegabile: boolean
  ordine: number
}

export interface SezioneApertura {
  id: Generated<string>
  sezioneId: string
  aperta: boolean
  dal: string
  al: string | null
  norma: string
}

export interface SezioneRequisito {
  id: Generated<string>
  sezioneId: string
  tipoAdesioneId: string
  attuatore: boolean
  dal: string
  al: string | null
  fonte: string
}

export interface StatoEstero {
  id: string
  nome: string
  nomeChiave: GeneratedAlways<string>
  dal: string | null
  al: string | null
}

export interface TipoAdesione {
  id: string
  nome: string
  controparte: string
  annuale: Generated<boolean>
  ordine: number
  fonte: string
}

export interface TipoSoggetto {
  id: string
  tabella: string
  chiave: string
  colonna: string
}

export interface Ufficio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string | null
  nome: string
  indirizzo: string | null
  telefono: string | null
  email: string | null
  dal: Generated<string>
  al: string | null
  versione: Generated<number>
}

export interface Utente {
  id: Generated<string>
  ambitoId: Generated<string | null>
  codiceFiscale: string
  cognome: string
  nome: string
  dataNascita: string
  luogoNascitaId: string
  genere: string
  email: string | null
  telefono: string | null
  fondo: string | null
  fineContratto: string | null
  stato: Generated<string>
  motivoStato: string | null
  dubbioAccettato: string | null
  spidDifferenze: Json | null
  primoAccesso: string | null
  ultimoAccesso: string | null
  creato: Generated<string>
  versione: Generated<number>
  cognomeChiave: GeneratedAlways<string>
  nomeChiave: GeneratedAlways<string>
  contrattoPreavvisato: string | null
}

export interface UtenteParola {
  utenteId: string
  ambitoId: string | null
  parola: string
}

export interface Variazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  importazioneId: string
  riga: number
  genere: string
  giorno: string | null
  stato: Generated<string>
  rinviataAl: string | null
  classe: string | null
  impronta: string
  propostaIl: Generated<string>
  decisaIl: string | null
  decisaDa: string | null
  versione: Generated<number>
}

export interface VariazioneDettaglio {
  variazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  classe: string | null
  prima: Json | null
  dopo: Json
  differenze: Json
  motivo: string | null
}

export interface AccessoChiaveBozze {
  utenteId: string
  id: Generated<string>
  chiave: Uint8Array
  creata: string
}

export interface AccessoSessione {
  id: Generated<string>
  token: Uint8Array
  utenteId: string
  apertaIl: string
  ultimaAttivita: string
  scadeIl: string
  chiusaIl: string | null
  motivoChiusura: string | null
  dispositivo: string
  idp: string
  spidSessione: string | null
  spidSoggetto: string | null
  livello: number
}

export interface AccessoSpidScambio {
  id: string
  tipo: string
  idp: string
  ritorno: string
  legame: string
  richiesta: string
  emessaIl: string
  consumataIl: string | null
  risposta: string | null
  ricevutaIl: string | null
  asserzioneId: string | null
  esito: string | null
  motivo: string | null
}

export interface KernelBozza {
  utenteId: Generated<string>
  chiave: string
  contenuto: Json
  scrittura: string
  versione: Generated<string>
  aggiornata: Generated<string>
}

export interface KernelChiaveIdempotenza {
  utenteId: Generated<string>
  chiave: string
  azione: Generated<string>
  impronta: string
  risposta: Json | null
  creata: Generated<string>
}

export interface KernelNotifica {
  id: Generated<string>
  utenteId: string
  ambitoId: Generated<string | null>
  testo: string
  collegamento: string | null
  creata: Generated<string>
  letta: string | null
}

export interface KernelParametro {
  id: Generated<string>
  chiave: string
  ambitoId: string | null
  valore: Json
  dal: string
  al: string | null
  descrizione: string
  fonte: string
}

export interface KernelPostaInUscita {
  id: Generated<string>
  ambitoId: Generated<string | null>
  destinatario: string
  oggetto: string
  testo: string
  creata: Generated<string>
  tentativi: Generated<number>
  prossimoTentativo: Generated<string>
  inviata: string | null
  errore: string | null
}

export interface KernelRegistroAccessi {
  id: GeneratedAlways<number>
  quando: Generated<string>
  utenteId: string | null
  ambitoId: string | null
  azione: string
  richiestaId: string | null
  oggetto: string
  oggettoId: string | null
  esito: string
  motivo: string | null
  persone: string[] | null
  interrogazione: string | null
  fuoriCarico: Generated<boolean>
}

export interface KernelRegistroModifiche {
  id: GeneratedAlways<number>
  quando: string
  utenteId: string | null
  operatore: string | null
  ambitoId: string | null
  azione: string | null
  richiestaId: string | null
  tabella: string
  rigaId: string | null
  operazione: string
  prima: Json | null
  dopo: Json | null
  beneficiari: boolean
}

export interface KernelTabellaProtetta {
  nome: string
  tipo: string
  sezione: string | null
  beneficiari: Generated<boolean>
}

export interface DB {
  adesione: Adesione
  allegato: Allegato
  allegatoContenuto: AllegatoContenuto
  ambito: Ambito
  ambitoComune: AmbitoComune
  aperturaFascicolo: AperturaFascicolo
  assegnazione: Assegnazione
  azione: Azione
  classeRiservatezza: ClasseRiservatezza
  codifica: Codifica
  codificaVoce: CodificaVoce
  comune: Comune
  comunePeriodo: ComunePeriodo
  delega: Delega
  delegaComune: DelegaComune
  doppioneScartato: DoppioneScartato
  importazione: Importazione
  importazioneCartella: ImportazioneCartella
  importazioneCartellaParte: ImportazioneCartellaParte
  importazioneCartellaRiga: ImportazioneCartellaRiga
  importazioneRiga: ImportazioneRiga
  luogoParola: LuogoParola
  nucleo: Nucleo
  nucleoComponente: NucleoComponente
  nucleoFotografia: NucleoFotografia
  permesso: Permesso
  persona: Persona
  personaFatto: PersonaFatto
  personaOrigine: PersonaOrigine
  personaParola: PersonaParola
  personaUnione: PersonaUnione
  presaDettaglio: PresaDettaglio
  presaInCarico: PresaInCarico
  presaOperatore: PresaOperatore
  presaPassaggio: PresaPassaggio
  profiloImportazione: ProfiloImportazione
  provincia: Provincia
  regione: Regione
  relazione: Relazione
  richiestaAmbito: RichiestaAmbito
  richiestaAmbitoDocumento: RichiestaAmbitoDocumento
  richiestaAmbitoDocumentoContenuto: RichiestaAmbitoDocumentoContenuto
  richiestaAmbitoPassaggio: RichiestaAmbitoPassaggio
  richiestaAmbitoPersona: RichiestaAmbitoPersona
  richiestaAmbitoPersonaNota: RichiestaAmbitoPersonaNota
  richiestaFormale: RichiestaFormale
  ruolo: Ruolo
  ruoloAssegnabile: RuoloAssegnabile
  ruoloClasse: RuoloClasse
  schemaAdesione: SchemaAdesione
  sezione: Sezione
  sezioneApertura: SezioneApertura
  sezioneRequisito: SezioneRequisito
  statoEstero: StatoEstero
  tipoAdesione: TipoAdesione
  tipoSoggetto: TipoSoggetto
  ufficio: Ufficio
  utente: Utente
  utenteParola: UtenteParola
  variazione: Variazione
  variazioneDettaglio: VariazioneDettaglio
  'accesso.chiaveBozze': AccessoChiaveBozze
  'accesso.sessione': AccessoSessione
  'accesso.spidScambio': AccessoSpidScambio
  'kernel.bozza': KernelBozza
  'kernel.chiaveIdempotenza': KernelChiaveIdempotenza
  'kernel.notifica': KernelNotifica
  'kernel.parametro': KernelParametro
  'kernel.postaInUscita': KernelPostaInUscita
  'kernel.registroAccessi': KernelRegistroAccessi
  'kernel.registroModifiche': KernelRegistroModifiche
  'kernel.tabellaProtetta': KernelTabellaProtetta
}
