// Generated from the migrated database by scripts/generate.ts: do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Its shape is said where it is read. */
export type Json = ColumnType<unknown, string, string>

export interface AccessoInsolito {
  id: Generated<string>
  ambitoId: Generated<string>
  settimana: string
  regola: string
  utenteId: string
  quante: number
  solito: string | null
  trovatoIl: Generated<string>
  esaminatoIl: string | null
  esaminatoDa: string | null
  esito: string | null
  nota: string | null
}

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
  affidatarioId: string | null
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

export interface AnalisiRicevuta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  origineId: string
  daComune: string
  questionarioId: string
  questionarioVersioneId: string
  tempo: string | null
  giorno: string
  finalizzataIl: string
  esito: string | null
  sociale: boolean | null
  entro: string | null
  membri: Json
  ricevutaIl: Generated<string>
}

export interface AnalisiRicevutaVoce {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  analisiId: string
  membro: string | null
  campo: string
  valore: Json | null
  testo: string | null
  professione: string | null
  classe: string | null
  scrittaIl: string
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
  schedaId: string | null
}

export interface Appuntamento {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  ufficioId: string
  operatoreId: string
  inizio: string
  fine: string
  tipo: string
  luogo: string | null
  stato: Generated<string>
  motivo: string | null
  spostatoA: string | null
  promemoriaIl: string | null
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
}

export interface AppuntamentoCaso {
  appuntamentoId: string
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
}

export interface AppuntamentoPersona {
  appuntamentoId: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
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

export interface AvvisoFlussi {
  enteId: string
  periodo: string
  passo: string
  ambitoId: Generated<string>
  comuneId: string
  avvisatoIl: Generated<string>
  tipo: string
}

export interface Azione {
  id: string
  descrizione: string
  sezioneId: string | null
}

export interface CalendarioFeed {
  id: Generated<string>
  ambitoId: Generated<string>
  utenteId: Generated<string>
  chiaveHash: Uint8Array
  creatoIl: Generated<string>
  revocatoIl: string | null
}

export interface CaricoFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  nomeFile: string
  bytes: number
  sha256: string
  stato: Generated<string>
  formato: string | null
  colonne: Generated<string[]>
  lettura: Generated<Json>
  profilo: Json | null
  profiloId: string | null
  ultimaRiga: Generated<number>
  righeLette: Generated<number>
  prestazioni: Generated<number>
  portata: Json
  errore: string | null
  corsa: string | null
  corse: Generated<number>
  aggiornato: Generated<string>
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  conclusoIl: string | null
  testata: Json | null
  giaInviato: Generated<boolean>
  normalizza: Generated<boolean>
  avviso: string | null
  tipo: Generated<string>
  ritirate: Generated<number>
  ritiratoDa: string | null
}

export interface CaricoFlussiInizio {
  caricoId: string
  ambitoId: Generated<string>
  comuneId: string
  righe: Json
}

export interface CaricoFlussiParte {
  caricoId: string
  ambitoId: Generated<string>
  comuneId: string
  parte: number
  contenuto: Uint8Array
}

export interface Caso {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string | null
  domandaId: string
  misuraId: string
  versioneId: string
  richiedente: string
  codiceFiscale: string
  indirizzo: string | null
  cap: string | null
  presentataIl: string
  arrivatoIl: Generated<string>
  componenti: Generated<number>
  peso: Generated<number>
  assegnazione: Generated<string>
  assegnatarioId: string | null
  assegnatoIl: string | null
  presaId: string | null
  origineId: string | null
  creatoIl: Generated<string>
  versione: Generated<number>
  richiedenteChiave: GeneratedAlways<string>
  codiceFiscaleChiave: GeneratedAlways<string>
}

export interface CasoAnalisi {
  compilazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  collegataIl: Generated<string>
}

export interface CasoAssegnazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  utenteId: string
  dal: Generated<string>
  al: string | null
  motivo: string | null
  assegnatoIl: Generated<string>
  assegnatoDa: Generated<string | null>
}

export interface CasoAvvisoNotte {
  ambitoId: Generated<string>
  livello: string
  fino: string
}

export interface CasoComponente {
  casoId: string
  componenteId: string
  ambitoId: Generated<string>
  comuneId: string
  obbligato: boolean
  attivabile: boolean
  motivo: string
  quale: string | null
  dal: Generated<string>
  detto: boolean | null
  dettoIl: string | null
}

export interface CasoEvento {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  componenteId: string | null
  evento: string
  giorno: string
  fino: string | null
  origine: Generated<string>
  origineId: string | null
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
  annullatoIl: string | null
  annullatoDa: string | null
  presenti: string[] | null
}

export interface CasoIncontro {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  convocazioneId: string | null
  esito: string
  giorno: string
  fino: string | null
  ora: unknown | null
  luogo: string | null
  altri: string | null
  motivo: string | null
  documento: string | null
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
  annullatoIl: string | null
  origineId: string | null
  pattoIncontroId: string | null
  altreConvocazioni: Generated<string[]>
}

export interface CasoIncontroComponente {
  incontroId: string
  componenteId: string
  ambitoId: Generated<string>
  comuneId: string
}

export interface CasoInvioCpi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  stato: Generated<string>
  inviatoIl: string
  motivo: string
  presoIl: string | null
  rientratoIl: string | null
  motivoRitorno: string | null
  notaRitorno: string | null
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
}

export interface CasoNucleo {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  nucleoId: string
  stato: Generated<string>
  modo: Generated<string>
  motivo: string | null
  impronta: string
  dal: Generated<string>
  decisoIl: Generated<string>
  decisoDa: Generated<string | null>
  superatoIl: string | null
}

export interface CasoOfferta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  ambitoDestId: string
  comuneDestId: string
  stato: Generated<string>
  motivo: string
  offertaIl: Generated<string>
  offertaDa: Generated<string | null>
  rispostaIl: string | null
  rispostaDa: string | null
  risposta: string | null
}

export interface CasoPassaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  atto: string
  da: string | null
  a: string
  giorno: string | null
  motivo: string | null
  dettaglio: Json | null
  quando: Generated<string>
  utenteId: Generated<string | null>
}

export interface CasoPercorso {
  casoId: string
  componenteId: string
  ambitoId: Generated<string>
  comuneId: string
  percorso: string
  nome: string
  compilazioneId: string | null
  dal: Generated<string>
}

export interface CasoStato {
  casoId: string
  ambitoId: Generated<string>
  comuneId: string
  assegnatarioId: string | null
  stato: Generated<string>
  statoPrima: string | null
  esitoAnalisi: string | null
  dal: Generated<string>
  motivo: string | null
  versione: Generated<number>
  esitoSociale: boolean | null
  esitoVia: string | null
  esitoApre: string | null
}

export interface CasoTermine {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  assegnatarioId: string | null
  casoId: string
  componenteId: string | null
  termine: string
  da: string
  scade: string
  preavviso: number
  fermo: Generated<boolean>
  detti: Generated<string[]>
}

export interface ChiamataInps {
  id: GeneratedAlways<number>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  quando: Generated<string>
  risorsa: string
  rifiuto: string | null
  da: number | null
  fino: number | null
  flussi: Generated<number>
  accettati: Generated<number>
  respinti: Generated<number>
  giaNoti: Generated<number>
  problemi: Generated<string[]>
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

export interface ComandoEseguito {
  id: Generated<string>
  nome: string
  iniziatoIl: Generated<string>
}

export interface Compilazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  persone: string[]
  presaId: string | null
  assegnatarioId: Generated<string>
  questionarioId: string
  questionarioVersioneId: string
  tempo: string | null
  giorno: Generated<string>
  stato: Generated<string>
  origineId: string
  numero: Generated<number>
  creataIl: Generated<string>
  creataDa: Generated<string>
  finalizzataIl: string | null
  finalizzataDa: string | null
  riservatoA: string[] | null
  versione: Generated<number>
}

export interface CompilazioneContributo {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  compilazioneId: string
  componenteId: string | null
  campo: string
  valore: Json | null
  testo: string
  classe: string | null
  professione: string | null
  autoreId: Generated<string>
  scrittoIl: Generated<string>
  ritiratoIl: string | null
  riservatoA: string[] | null
}

export interface CompilazioneEsito {
  compilazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  esito: string
  sociale: boolean
  apreId: string | null
  entro: string | null
  percorsi: Generated<Json>
  riservatoA: string[] | null
}

export interface CompilazionePassaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  compilazioneId: string
  atto: string
  motivo: string | null
  quando: Generated<string>
  utenteId: Generated<string>
  riservatoA: string[] | null
}

export interface CompilazionePersona {
  compilazioneId: string
  personaId: string
  ambitoId: Generated<string>
  comuneId: string
  ordine: number
  parentela: string | null
  riservatoA: string[] | null
}

export interface CompilazioneProposta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  compilazioneId: string
  componenteId: string | null
  campo: string
  origine: string
  valore: Json
  classe: string | null
  origineTesto: string
  informazioneDel: string | null
  riservatoA: string[] | null
}

export interface CompilazioneRisposta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  compilazioneId: string
  componenteId: string | null
  campo: string
  valore: Json | null
  classe: string | null
  origine: string | null
  origineTesto: string | null
  informazioneDel: string | null
  confermataIl: string | null
  confermataDa: string | null
  revisione: Generated<number>
  autoreId: Generated<string>
  scrittaIl: Generated<string>
  riservatoA: string[] | null
}

export interface Compito {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  presaId: string
  utenteId: string
  tipo: string
  scade: string
  stato: Generated<string>
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  chiusoIl: string | null
  chiusoDa: string | null
  riservatoA: string[] | null
  versione: Generated<number>
}

export interface CompitoTesto {
  compitoId: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  titolo: string
  esito: string | null
  riservatoA: string[] | null
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

export interface Comunicazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  tipo: string
  destinatario: string
  tracciato: string
  raccoltaId: string | null
  casoId: string | null
  eventoId: string | null
  chiave: string
  riferimento: string
  giorno: string
  entro: string | null
  stato: Generated<string>
  fileId: string | null
  accodataIl: Generated<string>
  accodataDa: Generated<string | null>
  inviataIl: string | null
  rispostaIl: string | null
  rimandaId: string | null
  revocataIl: string | null
  versione: Generated<number>
}

export interface ComunicazioneContenuto {
  comunicazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  contenuto: Json
  impronta: string
}

export interface ComunicazioneRisposta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  comunicazioneId: string
  fileId: string | null
  posto: number
  esito: string
  giorno: string
  motivo: Generated<string>
  dati: Generated<Json>
  impronta: string
  ricevutaIl: Generated<string>
}

export interface ConcessaFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  fonte: string
  voce: string
  origine: string
  periodo: string
  riferimento: string
  prestazioneId: string | null
  motivo: string | null
  impronta: string
  cambiata: Generated<boolean>
  vistaIl: Generated<string>
  doppia: Generated<boolean>
}

export interface ConfermaFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  tabella: string
  impronta: string
  fonte: string
  confermataIl: Generated<string>
  confermataDa: Generated<string | null>
}

export interface ConsegnaVoce {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  presaId: string
  trasferimentoId: string
  ordine: number
  sezione: string
  testo: string
  scade: string | null
  origineTipo: string | null
  origineId: string | null
  vistaIl: string | null
  vistaDa: string | null
  riservatoA: string[] | null
}

export interface Contatto {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  ufficioId: string | null
  operatoreId: Generated<string>
  quando: Generated<string>
  personaId: string | null
  stato: Generated<string>
  canale: string
  motivo: string | null
  interlocutore: string | null
  bisogni: Generated<string[]>
  esito: string
  durataMinuti: number | null
  motivoAnnullamento: string | null
  riservatoA: string[] | null
  creatoIl: Generated<string>
  versione: Generated<number>
}

export interface ContattoDettaglio {
  contattoId: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string | null
  accompagnatoDa: string | null
  informata: boolean | null
  nota: string | null
  aiutoTipo: string | null
  aiutoImporto: number | null
  aiutoFonte: string | null
}

export interface ContattoNota {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  contattoId: string
  personaId: string | null
  testo: string
  riservatoA: string[]
  scrittaIl: Generated<string>
  scrittaDa: Generated<string>
}

export interface ContattoServizio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  contattoId: string
  prestazioneId: string | null
  descrizione: string
  soloStranieri: Generated<boolean>
  esterno: Generated<boolean>
  toltoIl: string | null
}

export interface ContoFlussi {
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  periodo: string
  stato: string
  quante: number
  centesimi: number
  operazione: string
}

export interface Convocazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  componenteId: string | null
  invioId: string
  appuntamentoId: string | null
  numero: number
  inizio: string
  minuti: number
  luogo: string
  stato: Generated<string>
  esito: string | null
  motivo: string | null
  inviataIl: string | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
  incontroId: string | null
}

export interface ConvocazioneInvio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  assegnatarioId: Generated<string>
  modelloVersioneId: string
  canali: string[]
  modo: string
  stato: Generated<string>
  totale: number
  preparate: Generated<number>
  corsa: string | null
  aggiornatoIl: Generated<string>
  creatoIl: Generated<string>
  conclusoIl: string | null
}

export interface ConvocazioneLettera {
  messaggioId: string
  ambitoId: Generated<string>
  comuneId: string
  sha256: string
  contenuto: Uint8Array
}

export interface ConvocazioneMessaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  convocazioneId: string
  ordine: number
  canale: string
  indirizzo: string | null
  oggetto: string | null
  testo: string | null
  stato: string
  motivo: string | null
  tentativi: Generated<number>
  prossimoTentativo: Generated<string>
  presoIl: string | null
  inviatoIl: string | null
  riferimento: string | null
  esitoIl: string | null
  esitoDa: string | null
  creatoIl: Generated<string>
}

export interface ConvocazioneRicevuta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  messaggioId: string
  specie: string
  quando: string
  gestore: string | null
  identificativo: string | null
  indirizzo: string | null
  motivo: string | null
  nome: string
  bytes: number
  sha256: string
  contenuto: Uint8Array
  caricataIl: Generated<string>
  caricataDa: Generated<string | null>
  verifica: Generated<string>
  verificaNota: string | null
  verificataIl: string | null
}

export interface CooperazioneInps {
  enteId: string
  ambitoId: Generated<string>
  comuneId: string
  codice: string
  audience: string
  finalita: Generated<string[]>
  attiva: Generated<boolean>
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
}

export interface Copia {
  id: Generated<string>
  operazione: string
  file: string
  creataIl: Generated<string>
}

export interface Cronologia {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  titolo: string
  scopo: string | null
  analisi: string | null
  stato: Generated<string>
  creataIl: Generated<string>
  creataDa: Generated<string>
  chiusaIl: string | null
  riservatoA: string[] | null
  versione: Generated<number>
}

export interface CronologiaEvento {
  cronologiaId: string
  eventoId: string
  tipo: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  commento: string | null
  toltoIl: string | null
  riservatoA: string[] | null
}

export interface CronologiaPassaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  cronologiaId: string
  a: string
  motivo: string | null
  quando: Generated<string>
  utenteId: Generated<string>
  riservatoA: string[] | null
}

export interface Decisione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  presaId: string | null
  rivedeId: string | null
  stato: Generated<string>
  rivedereIl: string | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  presaIl: string | null
  presaDa: string | null
  riservatoA: string[] | null
  versione: Generated<number>
}

export interface DecisioneFonte {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  decisioneId: string
  ragioneId: string
  tipo: string
  origineId: string
  testo: string
  notoIl: Generated<string>
  toltaIl: string | null
  classe: string | null
  riservatoA: string[] | null
}

export interface DecisioneOrigine {
  personaId: string | null
  tipo: string | null
  id: string | null
  testo: string | null
  classe: string | null
  riservatoA: string[] | null
  comuneId: string | null
}

export interface DecisioneTesto {
  decisioneId: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  quesito: Generated<string>
  alternative: Generated<Json>
  scelta: Generated<string>
  ragioni: Generated<Json>
  partecipanti: Generated<Json>
  parere: string | null
  dissenso: string | null
  riservatoA: string[] | null
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
  data: string
}

export interface DiarioIntegrazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  voceId: string
  testo: string
  quando: Generated<string>
  autoreId: Generated<string>
  riservatoA: string[] | null
}

export interface DiarioPersona {
  voceId: string
  personaId: string
  ambitoId: Generated<string>
  comuneId: string
  specie: string
  stato: string
  giorno: string
  autoreId: string
  riservatoA: string[] | null
}

export interface DiarioSpostamento {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  voceId: string
  daPersonaId: string
  motivo: string
  quando: Generated<string>
  utenteId: Generated<string>
  riservatoA: string[] | null
}

export interface DiarioVoce {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  persone: string[]
  presaId: string | null
  specie: Generated<string>
  stato: Generated<string>
  giorno: string
  durataMinuti: number | null
  tipo: string
  luogo: string | null
  con: Generated<string[]>
  conAltri: string | null
  significativo: Generated<boolean>
  origine: Generated<string>
  blocchi: Generated<Json>
  operatori: Generated<string[]>
  altriUffici: string | null
  suRichiesta: boolean | null
  proposta: string | null
  prossimaAttivita: string | null
  prossimaIl: string | null
  destinatari: string[] | null
  riservatoA: Generated<string[] | null>
  autoreId: Generated<string>
  creataIl: Generated<string>
  completataIl: string | null
  annullataIl: string | null
  annullataDa: string | null
  motivoAnnullamento: string | null
  segnalataIl: string | null
  versione: Generated<number>
  attivita: Json | null
}

export interface Disponibilita {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  ufficioId: string
  operatoreId: string
  settimana: unknown
  dalle: unknown
  alle: unknown
  minuti: number
  dal: string
  al: string | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
}

export interface DisponibilitaAssenza {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  operatoreId: string
  dal: string
  al: string
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  toltaIl: string | null
}

export interface Documento {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  presaId: string | null
  sottocartella: string
  titolo: string
  protocolloUfficio: string | null
  protocolloAnno: number | null
  protocolloNumero: string | null
  protocolloVerso: string | null
  protocolloData: string | null
  classe: string | null
  riservatoA: string[] | null
  stato: Generated<string>
  annullatoIl: string | null
  annullatoDa: string | null
  motivoAnnullamento: string | null
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
  voceId: string | null
}

export interface DocumentoContenuto {
  versioneId: string
  parte: number
  contenuto: Uint8Array
}

export interface DocumentoDeposito {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  iniziatoIl: Generated<string>
  iniziatoDa: Generated<string | null>
  completatoIl: string | null
}

export interface DocumentoPassaggio {
  id: Generated<string>
  documentoId: string
  atto: string
  da: string | null
  a: string | null
  motivo: string | null
  quando: Generated<string>
  utenteId: Generated<string | null>
}

export interface DocumentoSpostamento {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  verso: string
  documentoId: string | null
  motivo: string
  quando: Generated<string>
  utenteId: Generated<string>
  classe: string | null
  riservatoA: string[] | null
}

export interface DocumentoVersione {
  id: string
  documentoId: string
  numero: number
  nome: string
  tipo: string
  bytes: number
  sha256: string
  nota: string | null
  modelloVersioneId: string | null
  verifica: Generated<string>
  verificataIl: string | null
  verificaNota: string | null
  caricataIl: Generated<string>
  caricataDa: Generated<string | null>
}

export interface Domanda {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string | null
  misuraId: string
  versioneId: string
  protocollo: string
  presentataIl: string
  ricevutaIl: string
  riconosciutaIl: string | null
  padIl: string | null
  beneficio: Generated<string>
  beneficioDal: string | null
  mensile: number | null
  codiceFiscale: string
  cognome: string
  nome: string
  indirizzo: string | null
  cap: string | null
  importazioneId: string | null
  sparitaIl: string | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
  codiceFiscaleChiave: GeneratedAlways<string | null>
}

export interface DomandaComponente {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  domandaId: string
  personaId: string | null
  ordine: number
  richiedente: Generated<boolean>
  codiceFiscale: string
  cognome: string
  nome: string
  dataNascita: string | null
  sesso: string | null
  parentela: string | null
  dichiarati: Generated<Json>
  simili: Generated<string[]>
  collegamento: Generated<string>
  uscitoIl: string | null
  creatoIl: Generated<string>
  versione: Generated<number>
  codiceFiscaleChiave: GeneratedAlways<string>
  nonCollegato: string | null
  nominativoChiave: GeneratedAlways<string | null>
}

export interface DomandaRaccolta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string | null
  misuraId: string
  versioneId: string
  numero: string
  ufficioId: string | null
  stato: Generated<string>
  statoDal: Generated<string>
  presentataIl: string
  revisione: Generated<number>
  richiedente: Generated<string>
  codiceFiscale: string | null
  componenti: Generated<number>
  inviataIl: string | null
  esitoIl: string | null
  protocollo: string | null
  mensile: number | null
  scade: string | null
  preavviso: Generated<number>
  domandaId: string | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
  richiedenteChiave: GeneratedAlways<string>
  codiceFiscaleChiave: GeneratedAlways<string | null>
}

export interface DomandaRaccoltaComponente {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  domandaId: string
  personaId: string | null
  ordine: number
  codiceFiscale: string | null
  dati: Generated<Json>
  collegamento: Generated<string>
  simili: Generated<string[]>
  toltoIl: string | null
  creatoIl: Generated<string>
  codiceFiscaleChiave: GeneratedAlways<string | null>
}

export interface DomandaRaccoltaControllo {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  domandaId: string
  revisione: number
  posto: number
  controllo: string
  esito: string
  giorno: string
  documento: Generated<string>
  nota: Generated<string>
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
}

export interface DomandaRaccoltaNucleo {
  domandaId: string
  ambitoId: Generated<string>
  comuneId: string
  dati: Generated<Json>
}

export interface DomandaRaccoltaPassaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  domandaId: string
  atto: string
  da: string | null
  a: string
  giorno: string | null
  motivo: string | null
  quando: Generated<string>
  utenteId: Generated<string | null>
}

export interface DomandaRaccoltaValutazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  domandaId: string
  revisione: number
  fatti: Json
  risultato: Json
  esito: string
  mensile: number | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
}

export interface DomandaVerifica {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  domandaId: string
  componenteId: string | null
  campo: string
  dichiarato: string | null
  verificato: string | null
  fonte: string
  verificatoIl: string
  registrataIl: Generated<string>
  registrataDa: Generated<string | null>
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

export interface EnteFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  tipo: string
  codice: string
  denominazione: string
  sede: string
  codiceFiscaleOperatore: string
  gravita: Generated<Json>
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
  csv: Generated<Json>
}

export interface EquipeAggiunta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  sedutaId: string
  testo: string
  scrittaIl: Generated<string>
  autoreId: Generated<string>
  specie: Generated<string>
  decisione: number | null
  qualita: string | null
}

export interface EquipeComponente {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  utenteId: string | null
  nome: string
  professione: string
  ente: string
  parti: Generated<Json>
  dal: string
  al: string | null
  motivoFine: string | null
  nominatoIl: Generated<string>
  nominatoDa: Generated<string | null>
  versione: Generated<number>
}

export interface EquipeSeduta {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  numero: number
  giorno: string
  ora: string | null
  luogo: string
  ordine: string[]
  stato: Generated<string>
  motivo: string | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
}

export interface EquipeVerbale {
  sedutaId: string
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  testo: Generated<string>
  presenze: Generated<Json>
  decisioni: Generated<Json>
  dissensi: Generated<Json>
  chiusoIl: string | null
  chiusoDa: string | null
  versione: Generated<number>
}

export interface EsitoFlusso {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  flussoId: string
  codice: string
  descrizione: Generated<string>
  idAcquisizione: string | null
  acquisitoIl: string | null
  impronta: string
  ricevutoIl: Generated<string>
  ricevutoDa: Generated<string | null>
}

export interface Esonero {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  componenteId: string
  specie: string
  tipo: string
  dal: string
  al: string | null
  rivedereIl: string | null
  documento: string
  nota: string | null
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
  cessatoIl: string | null
  cessatoMotivo: string | null
  versione: Generated<number>
  riesaminatoIl: string | null
  curata: string | null
  curataChiave: GeneratedAlways<string | null>
}

export interface Evento {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoAnalisi {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoAppuntamento {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoCompito {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoContatto {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoDecisione {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoDiario {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoDocumento {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoDocumentoSpostato {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoFatto {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoInvio {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoMessaggio {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoNucleo {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoPresa {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoRelazione {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface EventoSegnalazione {
  tipo: string | null
  id: string | null
  personaId: string | null
  giorno: string | null
  quando: string | null
  titolo: string | null
  codifica: string | null
  codice: string | null
  testo: string | null
  significativo: boolean | null
  autoreId: string | null
  riservato: boolean | null
  collegamento: string | null
}

export interface Festivita {
  nome: string
  giorno: string | null
  dopoPasqua: number | null
  dalAnno: number | null
  alAnno: number | null
  fonte: string
}

export interface Flusso {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  generazioneId: string
  stato: Generated<string>
  tipo: Generated<string>
  nome: string | null
  giorno: string | null
  progressivo: number | null
  ultimaParte: Generated<number>
  beneficiari: Generated<number>
  prestazioni: Generated<number>
  centesimi: Generated<number>
  bytes: Generated<number>
  sha256: string | null
  generatoIl: string | null
  generatoDa: string | null
  esito: string | null
  esitoIl: string | null
  canale: Generated<string>
  istante: number | null
  enteCodice: string
  enteNome: string
}

export interface FlussoParte {
  flussoId: string
  ambitoId: Generated<string>
  comuneId: string
  parte: number
  contenuto: Uint8Array
}

export interface FlussoPrestazione {
  flussoId: string
  prestazioneId: string
  ambitoId: Generated<string>
  comuneId: string
}

export interface FonteFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  fonte: string
  voce: string
  invia: boolean
  codice: string | null
  campi: Generated<Json>
  motivo: string | null
  decisoIl: Generated<string>
  decisoDa: Generated<string | null>
  versione: Generated<number>
}

export interface GenerazioneFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  banca: string | null
  dal: string | null
  al: string | null
  massimoRecord: number
  massimoBytes: number
  stato: Generated<string>
  flussi: Generated<number>
  prestazioni: Generated<number>
  portata: Json
  errore: string | null
  corsa: string | null
  corse: Generated<number>
  aggiornata: Generated<string>
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  conclusaIl: string | null
  canale: Generated<string>
  insieme: string | null
  tipo: Generated<string>
  fileDaScrivere: Generated<boolean>
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

export interface ImportazioneEstratto {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  misuraId: string
  stato: Generated<string>
  nomeFile: string
  bytes: number
  sha256: string
  colonne: string[]
  mappa: Json | null
  estrattoIl: string
  completo: Generated<boolean>
  ultimaRiga: Generated<number>
  righeLette: Generated<number>
  domande: Generated<number>
  elaborate: Generated<number>
  nuove: Generated<number>
  cambiate: Generated<number>
  invariate: Generated<number>
  sparite: Generated<number>
  contraddittorie: Generated<number>
  rifiutate: Generated<number>
  errore: string | null
  corsa: string | null
  corse: Generated<number>
  aggiornata: Generated<string>
  creata: Generated<string>
  creataDa: Generated<string | null>
  confermataDa: string | null
  conclusaIl: string | null
  verifica: Generated<string>
  verificaNota: string | null
  verificataIl: string | null
}

export interface ImportazioneEstrattoDomanda {
  importazioneId: string
  protocollo: string
  ambitoId: Generated<string>
  comuneId: string
  riga: number
  esito: string
  motivi: Generated<string[]>
  differenze: Generated<Json>
  dati: Json | null
  domandaId: string | null
  applicata: Generated<boolean>
}

export interface ImportazioneEstrattoParte {
  importazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  parte: number
  contenuto: Uint8Array
}

export interface ImportazioneEstrattoRiga {
  importazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  riga: number
  protocollo: string | null
  codiceFiscale: string | null
  celle: string[]
  dati: Json | null
  motivi: Generated<string[]>
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

export interface InsegnamentoFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  campo: string
  prima: string
  dopo: string
  insegnatoIl: Generated<string>
  insegnatoDa: Generated<string | null>
  toltoIl: string | null
}

export interface Intervento {
  id: Generated<string>
  codice: string
  ambitoId: string | null
  nome: string
  inps: string | null
  istatServizio: string | null
  istatArea: string | null
  origini: Generated<string[]>
  dal: string
  al: string | null
  fonte: string
  segnoInps: string | null
  segnoIstat: string | null
  scrittoIl: Generated<string>
  scrittoDa: Generated<string | null>
}

export interface InterventoEnte {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  codice: string
  nonInviare: boolean
  motivo: string | null
  decisoIl: Generated<string>
  decisoDa: Generated<string | null>
  versione: Generated<number>
}

export interface Invio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string | null
  contattoId: string | null
  segnalazioneId: string | null
  ufficioId: string | null
  comuneDestinatario: string | null
  ente: string | null
  stato: Generated<string>
  mittenteId: Generated<string>
  mittenteUfficioId: string | null
  riservatoA: string[] | null
  creatoIl: Generated<string>
  inviatoIl: string | null
  versione: Generated<number>
}

export interface InvioDettaglio {
  invioId: string
  ambitoId: Generated<string>
  comuneId: string
  comuneDestinatario: string | null
  testo: string
  email: string | null
  risposta: string | null
}

export interface InvioPassaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  comuneDestinatario: string | null
  invioId: string
  da: string | null
  a: string
  motivo: string | null
  quando: Generated<string>
  utenteId: Generated<string | null>
  n: GeneratedAlways<number>
}

export interface InvioPersona {
  invioId: string | null
  ambitoId: string | null
  personaId: string | null
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

export interface MessaggioRegionale {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  mittente: string
  codice: string
  fasi: string[]
  accessoDal: string
  accessoAl: string | null
  canale: string | null
  motivo: string | null
  bisogno: string | null
  segnalataIl: string | null
  creato: string
  ricevutoIl: Generated<string>
  ricevutoDa: Generated<string | null>
  riservatoA: string[] | null
}

export interface MinoreFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  gettone: string
  riferimento: string
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
}

export interface Misura {
  id: string
  nome: string
  sigla: string
}

export interface MisuraVersione {
  id: Generated<string>
  misuraId: string
  numero: number
  stato: Generated<string>
  etichetta: string
  dal: string
  al: string | null
  nota: Generated<string>
  definizione: Json
  derivataDa: string | null
  revisione: Generated<number>
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  pubblicataIl: string | null
  pubblicataDa: string | null
}

export interface ModelloDocumento {
  id: Generated<string>
  ambitoId: string | null
  codice: string
  nome: string
  descrizione: Generated<string>
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  uso: Generated<string>
}

export interface ModelloVersione {
  id: Generated<string>
  modelloId: string
  ambitoId: string | null
  versione: number
  stato: string
  dal: string | null
  testo: string
  nota: string | null
  derivataDa: string | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  revisione: Generated<number>
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
  convivente: boolean | null
  responsabilita: string | null
  contatto: string | null
  disponibilita: string | null
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

export interface OffertaSostegno {
  id: Generated<string>
  ambitoId: Generated<string>
  nome: string
  sostegno: string
  ente: string
  recapiti: string | null
  posti: number | null
  dal: Generated<string>
  al: string | null
  costoOrario: number | null
  fondo: string | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
}

export interface Oscurabile {
  tipo: string
  nome: string
  tabella: string
  figlie: Generated<string[]>
}

export interface Oscuramento {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  tipo: string
  oggettoId: string
  motivo: string
  riservatoA: string[]
  prima: string[] | null
  nascostoIl: Generated<string>
  nascostoDa: Generated<string>
  toltoIl: string | null
  toltoDa: string | null
  motivoTolto: string | null
}

export interface ParametroDiAmbito {
  chiave: string
  perche: string
}

export interface Patrono {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  nome: string
  giorno: string | null
  dopoPasqua: number | null
  dalAnno: number
  alAnno: number | null
  fonte: string
  confermatoIl: Generated<string>
  confermatoDa: Generated<string | null>
}

export interface Patto {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  origineId: string
  numero: Generated<number>
  stato: Generated<string>
  lingua: string | null
  giro: Generated<number>
  propostoIl: string | null
  firmatoIl: string | null
  chiusoIl: string | null
  chiusura: string | null
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
}

export interface PattoAttivoComponente {
  ambitoId: Generated<string>
  codiceFiscaleChiave: string
  comuneId: string
  casoId: string
  componenteId: string
  tenutoIl: Generated<string>
}

export interface PattoErogazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  sostegnoId: string
  dal: string
  al: string
  ore: number | null
  costo: number | null
  fondo: string | null
  altrove: Generated<boolean>
  toltaIl: string | null
  registrataIl: Generated<string>
  registrataDa: Generated<string | null>
}

export interface PattoFile {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  pattoId: string
  specie: string
  nome: string
  tipo: string
  bytes: number
  sha256: string
  contenuto: Uint8Array
  caricatoIl: Generated<string>
  caricatoDa: Generated<string | null>
  verifica: Generated<string>
  verificaNota: string | null
  verificataIl: string | null
}

export interface PattoFirma {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  pattoId: string
  giro: number
  componenteId: string | null
  stato: Generated<string>
  modo: string | null
  giorno: string | null
  fileId: string | null
  verifica: Json | null
  motivo: string | null
  registrataIl: string | null
  registrataDa: string | null
  versione: Generated<number>
}

export interface PattoIncontro {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  origineId: string
  previstoIl: string
  ora: string | null
  durata: number | null
  voci: Generated<string[]>
  appuntamentoId: string | null
  stato: Generated<string>
  tenutoIl: string | null
  decisione: string | null
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
  ufficioId: string | null
  luogo: string | null
  persone: Generated<string[]>
}

export interface PattoIncontroEsito {
  incontroId: string
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  presenti: Generated<string[]>
  assenti: Generated<string[]>
  nota: string | null
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
  giustificati: Generated<Json>
}

export interface PattoPassaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  pattoId: string
  atto: string
  testo: string | null
  quando: Generated<string>
  utenteId: Generated<string | null>
}

export interface PattoPersona {
  pattoId: string
  componenteId: string
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  volontario: boolean
  firma: boolean
}

export interface PattoSostegno {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  origineId: string
  voce: string
  sostegno: string
  offertaId: string | null
  stato: Generated<string>
  dal: string
  richiestoIl: string | null
  attivoDal: string | null
  finitoIl: string | null
  fondo: string | null
  versione: Generated<number>
  messoInAttesaIl: string | null
  postoAvvisatoIl: string | null
  interruzioni: Generated<string>
}

export interface PattoValutazione {
  incontroId: string
  voce: string
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  valore: string
  nota: string | null
}

export interface PattoVoce {
  pattoId: string
  voce: string
  ambitoId: Generated<string>
  comuneId: string
  casoId: string
  genere: string
  padre: string | null
  campi: Generated<Json>
  scritti: Generated<Json>
  tolta: GeneratedAlways<boolean | null>
  componenteId: GeneratedAlways<string | null>
  condizionale: GeneratedAlways<boolean | null>
  creataIl: Generated<string>
  creataDa: Generated<string | null>
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
  capoId: string
  cognomeChiave: string
  nomeChiave: string
  accanto: string | null
  inizio: GeneratedAlways<string | null>
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

export interface PresaContatto {
  presaId: string | null
  giorno: string | null
  tipo: string | null
  id: string | null
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
  ufficioId: string | null
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
  personaId: string | null
  riservatoA: string[] | null
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
  personaId: string | null
  riservatoA: string[] | null
}

export interface PresaSospeso {
  presaId: string | null
  personaId: string | null
  utenteId: string | null
  tipo: string | null
  id: string | null
  testo: string | null
  scade: string | null
}

export interface PrestazioneDati {
  id: string
  ambitoId: Generated<string>
  comuneId: string
  celle: string | null
  letta: string | null
  record: string
  modifiche: Generated<string>
  difetti: Generated<Json>
  deroghe: Generated<Json>
  fermi: Generated<string[]>
}

export interface PrestazioneErogata {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  caricoId: string | null
  riga: number | null
  parte: Generated<unknown>
  ordine: GeneratedAlways<number>
  stato: string
  operazione: Generated<string>
  annullaId: string | null
  segueId: string | null
  periodo: string | null
  banca: string | null
  codice: string | null
  area: string | null
  centesimi: number | null
  persona: string | null
  impronta: string
  errori: Generated<string[]>
  avvisi: Generated<string[]>
  flussoId: string | null
  versione: Generated<number>
  creataIl: Generated<string>
  giaInviata: Generated<boolean>
  copiataDa: string | null
  riconosciutaIl: string | null
}

export interface PrestazioneOfferta {
  id: Generated<string>
  codice: string
  ambitoId: string | null
  nome: string
  erogatore: string
  requisiti: string
  situazioni: Generated<string[]>
  dove: string
  soloStranieri: Generated<boolean>
  dal: string
  al: string | null
  fonte: string
  scrittaIl: Generated<string>
  scrittaDa: Generated<string | null>
}

export interface ProfiloEstratto {
  id: Generated<string>
  ambitoId: Generated<string>
  nome: string
  misuraId: string
  mappa: Json
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  versione: Generated<number>
}

export interface ProfiloFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  nome: string
  firma: string
  lettura: Generated<Json>
  profilo: Json
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  usatoIl: string | null
  versione: Generated<number>
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

export interface PuntoDomande {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  ufficioId: string
  dal: Generated<string>
  al: string | null
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
}

export interface Questionario {
  id: string
  nome: string
}

export interface QuestionarioVersione {
  id: string
  questionarioId: string
  numero: number
  stato: Generated<string>
  etichetta: string
  dal: string
  al: string | null
  nota: Generated<string>
  definizione: Json
  derivataDa: number | null
  revisione: Generated<number>
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  pubblicataIl: string | null
  pubblicataDa: string | null
}

export interface RadarRinvio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  presaId: string
  regola: string
  motivo: string
  fino: string
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  riservatoA: string[] | null
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
  ambitoNominatoChiave: GeneratedAlways<string | null>
  confermataIl: string | null
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

export interface RichiestaAmbitoParola {
  richiestaId: string
  parola: string
  inviata: string
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
  protocolloChiave: GeneratedAlways<string>
}

export interface RielaborazioneFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  periodo: string | null
  caricoId: string | null
  stato: Generated<string>
  daGuardare: Generated<number>
  guardate: Generated<number>
  cambiate: Generated<number>
  passaggi: Generated<Json>
  regole: Generated<Json>
  ultimo: Generated<number>
  portata: Json
  errore: string | null
  corsa: string | null
  corse: Generated<number>
  aggiornata: Generated<string>
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  conclusaIl: string | null
  tipo: Generated<string>
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

export interface ScambioContenuto {
  fileId: string
  ambitoId: Generated<string>
  comuneId: string
  contenuto: Uint8Array
}

export interface ScambioFile {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  verso: string
  nome: string
  destinatario: string | null
  tracciato: string
  sha256: string
  bytes: number
  righe: Generated<number>
  stato: string
  applicate: Generated<number>
  giaNote: Generated<number>
  problemi: Generated<string[]>
  creatoIl: Generated<string>
  creatoDa: Generated<string | null>
  consegnatoIl: string | null
  corsa: string | null
  presaIl: string | null
  verifica: Generated<string>
  verificaNota: string | null
  verificataIl: string | null
}

export interface ScambioPresa {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  presaId: string
  ambitoDestId: string
  comuneDestId: string
  stato: Generated<string>
  pacchetto: Json
  offertoIl: Generated<string>
  offertoDa: Generated<string | null>
  rispostoIl: string | null
  rispostoDa: string | null
  risposta: string | null
  riservatoA: string[] | null
}

export interface SchedaMinore {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  gettone: string
  stato: string
  errori: Generated<string[]>
  avvisi: Generated<string[]>
  flussoId: string | null
  versione: Generated<number>
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  caricoId: string | null
  riga: number | null
  ordine: GeneratedAlways<number>
  giaInviata: Generated<boolean>
}

export interface SchedaMinoreDati {
  id: string
  ambitoId: Generated<string>
  comuneId: string
  record: Json
  difetti: Generated<Json>
  deroghe: Generated<Json>
  modifiche: Generated<Json>
  fermi: Generated<string[]>
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

export interface SchemaFlussi {
  id: Generated<string>
  tipo: string
  nomeFile: string
  xsd: string
  sha256: string
  caricatoIl: Generated<string>
  caricatoDa: Generated<string | null>
  ritiratoIl: string | null
  ritiratoDa: string | null
}

export interface Segnalazione {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  ufficioId: string | null
  contattoId: string | null
  ricevutaIl: Generated<string>
  canale: string
  motivo: string | null
  classificazione: string | null
  urgenza: Generated<string>
  minoriPresenti: boolean | null
  stato: Generated<string>
  scadeIl: string
  valutatoreId: string | null
  motivoArchiviazione: string | null
  chiusaIl: string | null
  persone: Generated<string[]>
  riservatoA: string[] | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
  versione: Generated<number>
}

export interface SegnalazioneDettaglio {
  segnalazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  fatti: string
  fattiModo: string
  luogo: string | null
  luogoChiave: GeneratedAlways<string | null>
  pericolo: Generated<Json>
  informata: Generated<string>
  informataNota: string | null
  conclusione: string | null
  notaDiChiNonSa: Generated<boolean>
  conclusioneDiChiNonSa: Generated<boolean>
}

export interface SegnalazionePassaggio {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  segnalazioneId: string
  atto: string
  da: string | null
  a: string
  motivo: string | null
  quando: Generated<string>
  utenteId: Generated<string | null>
  n: GeneratedAlways<number>
  diChiNonSa: Generated<boolean>
}

export interface SegnalazionePersona {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  segnalazioneId: string
  personaId: string | null
  descrizione: string | null
  aggiuntaIl: Generated<string>
  aggiuntaDa: Generated<string | null>
  diChiNonSa: Generated<boolean>
}

export interface SegnalazionePresa {
  segnalazioneId: string
  presaId: string
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
}

export interface SegnalazioneRiferimento {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  segnalazioneId: string
  posizione: number
  nome: string
  legame: string | null
  recapito: string | null
  problemi: string | null
  diChiNonSa: Generated<boolean>
}

export interface SegnalazioneSegnalante {
  segnalazioneId: string
  ambitoId: Generated<string>
  comuneId: string
  anonimo: Generated<boolean>
  interlocutore: string | null
  nome: string | null
  ente: string | null
  recapiti: string | null
  classe: Generated<string>
  comeEra: Generated<Json>
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

export interface SimulazioneMisura {
  id: Generated<string>
  ambitoId: Generated<string>
  versioneId: string
  stato: Generated<string>
  portata: Json
  totale: number | null
  esaminati: Generated<number>
  risultato: Json | null
  errore: string | null
  corsa: string | null
  corse: Generated<number>
  aggiornata: Generated<string>
  creataIl: Generated<string>
  creataDa: Generated<string>
  conclusaIl: string | null
}

export interface StatoEstero {
  id: string
  nome: string
  nomeChiave: GeneratedAlways<string>
  dal: string | null
  al: string | null
}

export interface TermineFlussi {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  enteId: string
  tipo: string
  giorni: number
  preavviso: number
  fonte: string
  versione: Generated<number>
  da: Generated<string>
}

export interface TipoAdesione {
  id: string
  nome: string
  controparte: string
  annuale: Generated<boolean>
  ordine: number
  fonte: string
  affidaId: string | null
}

export interface TipoSoggetto {
  id: string
  tabella: string
  chiave: string
  colonna: string
  scheda: string | null
}

export interface Trasferimento {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  personaId: string
  presaId: string
  daUtenteId: string | null
  aUtenteId: string
  stato: Generated<string>
  daVedere: Generated<number>
  offertoIl: Generated<string>
  offertoDa: Generated<string | null>
  rispostoIl: string | null
  riservatoA: string[] | null
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

export interface UfficioOperatore {
  id: Generated<string>
  ambitoId: Generated<string>
  ufficioId: string
  utenteId: string
  dal: Generated<string>
  al: string | null
  registratoIl: Generated<string>
  registratoDa: Generated<string | null>
}

export interface Utente {
  id: Generated<string>
  ambitoId: Generated<string | null>
  codiceFiscale: string
  cognome: string
  nome: string
  dataNascita: string | null
  luogoNascitaId: string | null
  genere: string | null
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
  qualifica: string | null
  stessoDi: string | null
}

export interface UtenteParola {
  utenteId: string
  ambitoId: string | null
  parola: string
  cognomeChiave: string
  nomeChiave: string
  accanto: string | null
  inizio1: GeneratedAlways<string | null>
  inizio2: GeneratedAlways<string | null>
  inizio3: GeneratedAlways<string | null>
  inizio4: GeneratedAlways<string | null>
}

export interface ValutazioneMisura {
  id: Generated<string>
  ambitoId: Generated<string>
  comuneId: string
  assegnatarioId: Generated<string>
  misuraId: string
  versioneId: string
  pratica: string
  giorno: string
  fatti: Json
  risultato: Json
  esito: string
  mensile: number | null
  creataIl: Generated<string>
  creataDa: Generated<string | null>
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
  ridisegnataIl: string | null
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

export interface AccessoSpidNonAttesa {
  id: GeneratedAlways<number>
  impronta: string
  idp: string
  inRispostaA: string | null
  risposta: string
  motivo: string
  ricevutaIl: string
  ultimaIl: string
  volte: Generated<number>
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

export interface AccessoUsoPubblico {
  giorno: string
  provenienza: string
  bytes: Generated<number>
  invii: Generated<number>
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
  per: string[] | null
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
  accessoInsolito: AccessoInsolito
  adesione: Adesione
  allegato: Allegato
  allegatoContenuto: AllegatoContenuto
  ambito: Ambito
  ambitoComune: AmbitoComune
  analisiRicevuta: AnalisiRicevuta
  analisiRicevutaVoce: AnalisiRicevutaVoce
  aperturaFascicolo: AperturaFascicolo
  appuntamento: Appuntamento
  appuntamentoCaso: AppuntamentoCaso
  appuntamentoPersona: AppuntamentoPersona
  assegnazione: Assegnazione
  avvisoFlussi: AvvisoFlussi
  azione: Azione
  calendarioFeed: CalendarioFeed
  caricoFlussi: CaricoFlussi
  caricoFlussiInizio: CaricoFlussiInizio
  caricoFlussiParte: CaricoFlussiParte
  caso: Caso
  casoAnalisi: CasoAnalisi
  casoAssegnazione: CasoAssegnazione
  casoAvvisoNotte: CasoAvvisoNotte
  casoComponente: CasoComponente
  casoEvento: CasoEvento
  casoIncontro: CasoIncontro
  casoIncontroComponente: CasoIncontroComponente
  casoInvioCpi: CasoInvioCpi
  casoNucleo: CasoNucleo
  casoOfferta: CasoOfferta
  casoPassaggio: CasoPassaggio
  casoPercorso: CasoPercorso
  casoStato: CasoStato
  casoTermine: CasoTermine
  chiamataInps: ChiamataInps
  classeRiservatezza: ClasseRiservatezza
  codifica: Codifica
  codificaVoce: CodificaVoce
  comandoEseguito: ComandoEseguito
  compilazione: Compilazione
  compilazioneContributo: CompilazioneContributo
  compilazioneEsito: CompilazioneEsito
  compilazionePassaggio: CompilazionePassaggio
  compilazionePersona: CompilazionePersona
  compilazioneProposta: CompilazioneProposta
  compilazioneRisposta: CompilazioneRisposta
  compito: Compito
  compitoTesto: CompitoTesto
  comune: Comune
  comunePeriodo: ComunePeriodo
  comunicazione: Comunicazione
  comunicazioneContenuto: ComunicazioneContenuto
  comunicazioneRisposta: ComunicazioneRisposta
  concessaFlussi: ConcessaFlussi
  confermaFlussi: ConfermaFlussi
  consegnaVoce: ConsegnaVoce
  contatto: Contatto
  contattoDettaglio: ContattoDettaglio
  contattoNota: ContattoNota
  contattoServizio: ContattoServizio
  contoFlussi: ContoFlussi
  convocazione: Convocazione
  convocazioneInvio: ConvocazioneInvio
  convocazioneLettera: ConvocazioneLettera
  convocazioneMessaggio: ConvocazioneMessaggio
  convocazioneRicevuta: ConvocazioneRicevuta
  cooperazioneInps: CooperazioneInps
  copia: Copia
  cronologia: Cronologia
  cronologiaEvento: CronologiaEvento
  cronologiaPassaggio: CronologiaPassaggio
  decisione: Decisione
  decisioneFonte: DecisioneFonte
  decisioneOrigine: DecisioneOrigine
  decisioneTesto: DecisioneTesto
  delega: Delega
  delegaComune: DelegaComune
  diarioIntegrazione: DiarioIntegrazione
  diarioPersona: DiarioPersona
  diarioSpostamento: DiarioSpostamento
  diarioVoce: DiarioVoce
  disponibilita: Disponibilita
  disponibilitaAssenza: DisponibilitaAssenza
  documento: Documento
  documentoContenuto: DocumentoContenuto
  documentoDeposito: DocumentoDeposito
  documentoPassaggio: DocumentoPassaggio
  documentoSpostamento: DocumentoSpostamento
  documentoVersione: DocumentoVersione
  domanda: Domanda
  domandaComponente: DomandaComponente
  domandaRaccolta: DomandaRaccolta
  domandaRaccoltaComponente: DomandaRaccoltaComponente
  domandaRaccoltaControllo: DomandaRaccoltaControllo
  domandaRaccoltaNucleo: DomandaRaccoltaNucleo
  domandaRaccoltaPassaggio: DomandaRaccoltaPassaggio
  domandaRaccoltaValutazione: DomandaRaccoltaValutazione
  domandaVerifica: DomandaVerifica
  doppioneScartato: DoppioneScartato
  enteFlussi: EnteFlussi
  equipeAggiunta: EquipeAggiunta
  equipeComponente: EquipeComponente
  equipeSeduta: EquipeSeduta
  equipeVerbale: EquipeVerbale
  esitoFlusso: EsitoFlusso
  esonero: Esonero
  evento: Evento
  eventoAnalisi: EventoAnalisi
  eventoAppuntamento: EventoAppuntamento
  eventoCompito: EventoCompito
  eventoContatto: EventoContatto
  eventoDecisione: EventoDecisione
  eventoDiario: EventoDiario
  eventoDocumento: EventoDocumento
  eventoDocumentoSpostato: EventoDocumentoSpostato
  eventoFatto: EventoFatto
  eventoInvio: EventoInvio
  eventoMessaggio: EventoMessaggio
  eventoNucleo: EventoNucleo
  eventoPresa: EventoPresa
  eventoRelazione: EventoRelazione
  eventoSegnalazione: EventoSegnalazione
  festivita: Festivita
  flusso: Flusso
  flussoParte: FlussoParte
  flussoPrestazione: FlussoPrestazione
  fonteFlussi: FonteFlussi
  generazioneFlussi: GenerazioneFlussi
  importazione: Importazione
  importazioneCartella: ImportazioneCartella
  importazioneCartellaParte: ImportazioneCartellaParte
  importazioneCartellaRiga: ImportazioneCartellaRiga
  importazioneEstratto: ImportazioneEstratto
  importazioneEstrattoDomanda: ImportazioneEstrattoDomanda
  importazioneEstrattoParte: ImportazioneEstrattoParte
  importazioneEstrattoRiga: ImportazioneEstrattoRiga
  importazioneRiga: ImportazioneRiga
  insegnamentoFlussi: InsegnamentoFlussi
  intervento: Intervento
  interventoEnte: InterventoEnte
  invio: Invio
  invioDettaglio: InvioDettaglio
  invioPassaggio: InvioPassaggio
  invioPersona: InvioPersona
  luogoParola: LuogoParola
  messaggioRegionale: MessaggioRegionale
  minoreFlussi: MinoreFlussi
  misura: Misura
  misuraVersione: MisuraVersione
  modelloDocumento: ModelloDocumento
  modelloVersione: ModelloVersione
  nucleo: Nucleo
  nucleoComponente: NucleoComponente
  nucleoFotografia: NucleoFotografia
  offertaSostegno: OffertaSostegno
  oscurabile: Oscurabile
  oscuramento: Oscuramento
  parametroDiAmbito: ParametroDiAmbito
  patrono: Patrono
  patto: Patto
  pattoAttivoComponente: PattoAttivoComponente
  pattoErogazione: PattoErogazione
  pattoFile: PattoFile
  pattoFirma: PattoFirma
  pattoIncontro: PattoIncontro
  pattoIncontroEsito: PattoIncontroEsito
  pattoPassaggio: PattoPassaggio
  pattoPersona: PattoPersona
  pattoSostegno: PattoSostegno
  pattoValutazione: PattoValutazione
  pattoVoce: PattoVoce
  permesso: Permesso
  permessoAdesione: PermessoAdesione
  persona: Persona
  personaFatto: PersonaFatto
  personaOrigine: PersonaOrigine
  personaParola: PersonaParola
  personaUnione: PersonaUnione
  presaContatto: PresaContatto
  presaDettaglio: PresaDettaglio
  presaInCarico: PresaInCarico
  presaOperatore: PresaOperatore
  presaPassaggio: PresaPassaggio
  presaSospeso: PresaSospeso
  prestazioneDati: PrestazioneDati
  prestazioneErogata: PrestazioneErogata
  prestazioneOfferta: PrestazioneOfferta
  profiloEstratto: ProfiloEstratto
  profiloFlussi: ProfiloFlussi
  profiloImportazione: ProfiloImportazione
  provincia: Provincia
  puntoDomande: PuntoDomande
  questionario: Questionario
  questionarioVersione: QuestionarioVersione
  radarRinvio: RadarRinvio
  regione: Regione
  relazione: Relazione
  richiestaAmbito: RichiestaAmbito
  richiestaAmbitoDocumento: RichiestaAmbitoDocumento
  richiestaAmbitoDocumentoContenuto: RichiestaAmbitoDocumentoContenuto
  richiestaAmbitoParola: RichiestaAmbitoParola
  richiestaAmbitoPassaggio: RichiestaAmbitoPassaggio
  richiestaAmbitoPersona: RichiestaAmbitoPersona
  richiestaAmbitoPersonaNota: RichiestaAmbitoPersonaNota
  richiestaFormale: RichiestaFormale
  rielaborazioneFlussi: RielaborazioneFlussi
  ruolo: Ruolo
  ruoloAssegnabile: RuoloAssegnabile
  ruoloClasse: RuoloClasse
  scambioContenuto: ScambioContenuto
  scambioFile: ScambioFile
  scambioPresa: ScambioPresa
  schedaMinore: SchedaMinore
  schedaMinoreDati: SchedaMinoreDati
  schemaAdesione: SchemaAdesione
  schemaFlussi: SchemaFlussi
  segnalazione: Segnalazione
  segnalazioneDettaglio: SegnalazioneDettaglio
  segnalazionePassaggio: SegnalazionePassaggio
  segnalazionePersona: SegnalazionePersona
  segnalazionePresa: SegnalazionePresa
  segnalazioneRiferimento: SegnalazioneRiferimento
  segnalazioneSegnalante: SegnalazioneSegnalante
  sezione: Sezione
  sezioneApertura: SezioneApertura
  sezioneRequisito: SezioneRequisito
  simulazioneMisura: SimulazioneMisura
  statoEstero: StatoEstero
  termineFlussi: TermineFlussi
  tipoAdesione: TipoAdesione
  tipoSoggetto: TipoSoggetto
  trasferimento: Trasferimento
  ufficio: Ufficio
  ufficioOperatore: UfficioOperatore
  utente: Utente
  utenteParola: UtenteParola
  valutazioneMisura: ValutazioneMisura
  variazione: Variazione
  variazioneDettaglio: VariazioneDettaglio
  'accesso.chiaveBozze': AccessoChiaveBozze
  'accesso.sessione': AccessoSessione
  'accesso.spidNonAttesa': AccessoSpidNonAttesa
  'accesso.spidScambio': AccessoSpidScambio
  'accesso.usoPubblico': AccessoUsoPubblico
  'kernel.bozza': KernelBozza
  'kernel.chiaveIdempotenza': KernelChiaveIdempotenza
  'kernel.notifica': KernelNotifica
  'kernel.parametro': KernelParametro
  'kernel.postaInUscita': KernelPostaInUscita
  'kernel.registroAccessi': KernelRegistroAccessi
  'kernel.registroModifiche': KernelRegistroModifiche
  'kernel.tabellaProtetta': KernelTabellaProtetta
}
