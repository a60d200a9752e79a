// Kinds of message in words; one that a new measure brings is shown as it is written there.
const nomi: Readonly<Record<string, string>> = {
  domanda: 'Domanda',
  integrazione: 'Integrazione di una domanda',
  'aggiornamento-controlli': 'Controlli cambiati',
  rinuncia: 'Rinuncia a una domanda',
  incontro: 'Incontro avvenuto',
  'invio-cpi': 'Invio al centro per l’impiego',
  patto: 'Patto',
  convocazione: 'Convocazione',
}
export const nomeTipo = (tipo: string): string => {
  const t = nomi[tipo] ?? tipo.replaceAll('-', ' ')
  return t.charAt(0).toUpperCase() + t.slice(1)
}
