// What may have happened in a caso, in words: the names are those from which the terms of the measures run. One that a new measure
// brings is shown as it is written there.
/** After it everything is asked again. */
export const RINNOVO = 'rinnovo'

const nomi: Readonly<Record<string, string>> = {
  domanda: 'Domanda presentata',
  'flusso-ricevuto': 'Domanda arrivata nella piattaforma',
  riconoscimento: 'Beneficio riconosciuto',
  'pad-nucleo': 'PAD del nucleo sottoscritto',
  'pad-individuale': 'PAD individuale sottoscritto',
  [RINNOVO]: 'Beneficio rinnovato',
  convocazione: 'Convocazione',
  'primo-incontro': 'Primo incontro',
  incontro: 'Incontro',
  'incontro-patto': 'Incontro previsto dal patto',
  'mancata-presentazione': 'Mancata presentazione',
  'giustificato-motivo': 'Giustificato motivo',
  'analisi-preliminare': 'Analisi preliminare conclusa',
  'quadro-di-analisi': 'Quadro di analisi concluso',
  'patto-sottoscritto': 'Patto sottoscritto',
  'patto-non-sottoscritto': 'Patto non sottoscritto',
  'patto-chiuso': 'Patto chiuso',
  'domanda-inviata': 'Domanda inviata a INPS',
  'esito-domanda': 'Esito di INPS sulla domanda',
  'invio-cpi': 'Inviato al centro per l’impiego',
  'rientro-cpi': 'Rientrato dal centro per l’impiego',
}

export const nomeEvento = (evento: string): string => {
  const testo = nomi[evento] ?? evento.replaceAll('-', ' ')
  return testo.charAt(0).toUpperCase() + testo.slice(1)
}
