// What a measure may ask of a household: the vocabulary of facts, with their type and their words. It says nothing of any
// measure. A law that asks for something new declares it in its own version (`fatti` of the definition), and a form asks for
// it at once; here stand those that several laws have in common and that the record can give.
import type { Fatto } from './linguaggio.ts'

const gradi = [
  { codice: 'nessuna', nome: 'nessuna' },
  { codice: 'media', nome: 'media' },
  { codice: 'grave', nome: 'grave' },
  { codice: 'non-autosufficiente', nome: 'non autosufficienza' },
]

export const fattiComuni: readonly Fatto[] = [
  { id: 'domanda.giorno', tipo: 'giorno', nome: 'giorno della domanda' },
  {
    id: 'termine.scadenza',
    tipo: 'giorno',
    nome: 'giorno in cui scade il termine',
    aiuto: 'Lo dà chi calcola i termini.',
  },
  {
    id: 'analisi.esito',
    tipo: 'codice',
    nome: 'esito dell’analisi preliminare',
    // its codes are those of the questionnaire that the measure asks for
    aiuto: 'Lo dà il caso a chi calcola i termini.',
  },
  {
    id: 'richiedente.titolo',
    tipo: 'codice',
    nome: 'cittadinanza o titolo di soggiorno di chi chiede',
    scelte: [
      { codice: 'italiano', nome: 'cittadino italiano' },
      { codice: 'ue', nome: 'cittadino dell’Unione europea con diritto di soggiorno' },
      { codice: 'familiare-ue', nome: 'familiare di cittadino italiano o dell’Unione, con diritto di soggiorno' },
      { codice: 'lungo-soggiornante', nome: 'permesso UE per soggiornanti di lungo periodo' },
      { codice: 'protezione-internazionale', nome: 'protezione internazionale' },
      { codice: 'altro', nome: 'altro titolo, o nessuno' },
    ],
  },
  {
    id: 'richiedente.condanna',
    tipo: 'logico',
    nome: 'chi chiede ha avuto nei dieci anni precedenti una condanna definitiva che esclude la misura',
  },
  {
    id: 'residenza.mesi',
    tipo: 'numero',
    nome: 'mesi di residenza in Italia di chi chiede, in tutto',
    aiuto: 'Mesi interi fino al giorno della domanda: 9 anni e 11 mesi sono 119.',
  },
  {
    id: 'residenza.mesi-continuativi',
    tipo: 'numero',
    nome: 'mesi di residenza continuativa di chi chiede fino alla domanda',
  },
  { id: 'isee.valore', tipo: 'importo', nome: 'ISEE' },
  {
    id: 'isee.isre',
    tipo: 'importo',
    nome: 'ISRE',
    aiuto: 'Indicatore della situazione reddituale diviso per la scala.',
  },
  {
    id: 'isee.reddito',
    tipo: 'importo',
    nome: 'reddito familiare annuo',
    aiuto: 'Come lo definisce la misura, nell’anno; senza i trattamenti indicati a parte.',
  },
  {
    id: 'isee.trattamenti',
    tipo: 'importo',
    nome: 'trattamenti assistenziali in corso, in un anno',
    aiuto: 'Quelli che si sottraggono dal beneficio e non sono già nel reddito.',
  },
  {
    id: 'isee.immobili',
    tipo: 'importo',
    nome: 'patrimonio immobiliare senza la casa di abitazione',
  },
  { id: 'isee.mobiliare', tipo: 'importo', nome: 'patrimonio mobiliare' },
  {
    id: 'casa.canone',
    tipo: 'importo',
    nome: 'canone annuo di locazione registrato',
    aiuto: 'Zero se non è in affitto.',
  },
  {
    id: 'casa.mutuo',
    tipo: 'importo',
    nome: 'rata annua del mutuo della casa di abitazione',
    aiuto: 'Zero se non c’è.',
  },
  {
    id: 'beni.veicolo-6-mesi',
    tipo: 'logico',
    nome: 'qualcuno ha un veicolo immatricolato la prima volta nei 6 mesi precedenti',
  },
  {
    id: 'beni.veicolo-24-mesi',
    tipo: 'logico',
    nome: 'qualcuno ha un veicolo immatricolato la prima volta nei 24 mesi precedenti',
  },
  {
    id: 'beni.veicolo-potente-24-mesi',
    tipo: 'logico',
    nome: 'qualcuno ha un’auto oltre 1.600 cc o una moto oltre 250 cc immatricolata la prima volta nei 24 mesi precedenti',
  },
  {
    id: 'beni.veicolo-potente-36-mesi',
    tipo: 'logico',
    nome: 'qualcuno ha un’auto oltre 1.600 cc o una moto oltre 250 cc immatricolata la prima volta nei 36 mesi precedenti',
  },
  { id: 'beni.nave', tipo: 'logico', nome: 'qualcuno ha una nave o un’imbarcazione da diporto' },
  { id: 'componente.nascita', tipo: 'giorno', nome: 'data di nascita' },
  {
    id: 'componente.attivabile',
    tipo: 'logico',
    nome: 'è attivabile al lavoro, come ha detto l’analisi',
    aiuto: 'Lo dà il caso a chi calcola i termini.',
  },
  { id: 'componente.disabilita', tipo: 'codice', nome: 'disabilità ai fini ISEE', scelte: gradi },
  {
    id: 'componente.parto-entro-4-mesi',
    tipo: 'logico',
    nome: 'è in gravidanza e il parto è previsto entro quattro mesi',
  },
  { id: 'componente.disoccupato', tipo: 'logico', nome: 'è disoccupato' },
  { id: 'componente.occupato', tipo: 'logico', nome: 'lavora' },
  { id: 'componente.studente', tipo: 'logico', nome: 'frequenta regolarmente un corso di studi' },
  { id: 'componente.pensione', tipo: 'logico', nome: 'riceve una pensione diretta' },
  { id: 'componente.naspi', tipo: 'logico', nome: 'riceve un trattamento di disoccupazione' },
  {
    id: 'componente.carichi-di-cura',
    tipo: 'logico',
    nome: 'ha carichi di cura',
    aiuto: 'Cura un bambino sotto i tre anni, almeno tre figli minori, o chi è disabile o non autosufficiente.',
  },
  {
    id: 'componente.svantaggio',
    tipo: 'logico',
    nome: 'è in condizione di svantaggio certificata e inserito in un programma di cura e assistenza',
  },
  { id: 'componente.violenza', tipo: 'logico', nome: 'è in un percorso di protezione dalla violenza di genere' },
  {
    id: 'componente.malattia-oncologica',
    tipo: 'logico',
    nome: 'ha una malattia oncologica',
  },
  {
    id: 'componente.struttura-pubblica',
    tipo: 'logico',
    nome: 'vive in una struttura a totale carico pubblico',
  },
  {
    id: 'componente.assente',
    tipo: 'logico',
    nome: 'è assente dall’Italia da due mesi, o da quattro mesi in diciotto',
  },
]
