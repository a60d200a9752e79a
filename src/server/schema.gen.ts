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

export interface Permesso {
  azioneId: string
  ruoloId: string
  portata: string
}

export interface PermessoAdesione {
  azioneId: string
  ruoloId: string
  tipoAdesioneId: string
  fonte: string
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
  inizio: string
  cognomeChiave: string
  nomeChiave: string
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
  assegnazione: Assegnazione
  azione: Azione
  comune: Comune
  comunePeriodo: ComunePeriodo
  delega: Delega
  delegaComune: DelegaComune
  importazione: Importazione
  importazioneRiga: ImportazioneRiga
  luogoParola: LuogoParola
  permesso: Permesso
  permessoAdesione: PermessoAdesione
  provincia: Provincia
  regione: Regione
  richiestaAmbito: RichiestaAmbito
  richiestaAmbitoDocumento: RichiestaAmbitoDocumento
  richiestaAmbitoDocumentoContenuto: RichiestaAmbitoDocumentoContenuto
  richiestaAmbitoPassaggio: RichiestaAmbitoPassaggio
  richiestaAmbitoPersona: RichiestaAmbitoPersona
  richiestaAmbitoPersonaNota: RichiestaAmbitoPersonaNota
  richiestaFormale: RichiestaFormale
  ruolo: Ruolo
  ruoloAssegnabile: RuoloAssegnabile
  schemaAdesione: SchemaAdesione
  sezione: Sezione
  sezioneApertura: SezioneApertura
  sezioneRequisito: SezioneRequisito
  statoEstero: StatoEstero
  tipoAdesione: TipoAdesione
  ufficio: Ufficio
  utente: Utente
  utenteParola: UtenteParola
  'accesso.sessione': AccessoSessione
  'accesso.spidScambio': AccessoSpidScambio
  'kernel.chiaveIdempotenza': KernelChiaveIdempotenza
  'kernel.notifica': KernelNotifica
  'kernel.parametro': KernelParametro
  'kernel.postaInUscita': KernelPostaInUscita
  'kernel.registroAccessi': KernelRegistroAccessi
  'kernel.registroModifiche': KernelRegistroModifiche
  'kernel.tabellaProtetta': KernelTabellaProtetta
}
