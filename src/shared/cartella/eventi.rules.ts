// The kinds of event of the stream (cartella §3.4: one stream first, subtypes after). A module that adds a view
// «evento_…» adds its words here.
export const tipiEvento = {
  contatto: 'Contatto',
  segnalazione: 'Segnalazione',
  appuntamento: 'Appuntamento',
  diario: 'Diario',
  attivita: 'Attività professionale',
  presa: 'Presa in carico',
  fatto: 'Dato della persona',
  nucleo: 'Nucleo',
  relazione: 'Relazione',
  compito: 'Compito fatto',
  invio: 'Invio ad altri',
  decisione: 'Decisione',
  documento: 'Documento',
  analisi: 'Analisi',
  messaggio: 'Messaggio regionale',
} as const satisfies Record<string, string>

export const nomeEvento = (tipo: string): string => (tipiEvento as Record<string, string>)[tipo] ?? tipo
