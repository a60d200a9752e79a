// The weekly rules on accesses, in words. Thresholds are parameters (`accessi-insoliti.*`): zero turns a rule off.
export const regoleAccesso = [
  'fuori-carico',
  'molti-in-un-ora',
  'notte',
  'omonimo',
  'emergenza-non-riesaminata',
] as const
export type RegolaAccesso = (typeof regoleAccesso)[number]

export const esitiEsame = ['giustificato', 'da-approfondire', 'segnalato'] as const
export const nomiEsito: Record<(typeof esitiEsame)[number], string> = {
  giustificato: 'Giustificato',
  'da-approfondire': 'Da approfondire',
  segnalato: 'Segnalato a chi di dovere',
}

const volte = (n: number, una: string, molte: string) => (n === 1 ? una : `${n} ${molte}`)

/** What was found and why it is worth a look. */
export function regolaInParole(r: { regola: RegolaAccesso; quante: number; solito: number | null }): string {
  switch (r.regola) {
    case 'fuori-carico':
      return `Ha letto ${volte(r.quante, 'un fascicolo', 'fascicoli')} di persone che non ha in carico; di solito sono ${(r.solito ?? 0).toLocaleString('it-IT')} a settimana.`
    case 'molti-in-un-ora':
      return `In una sola ora ha aperto ${volte(r.quante, 'un fascicolo', 'fascicoli diversi')}.`
    case 'notte':
      return `Di notte ha letto ${volte(r.quante, 'una volta', 'volte')}, e non fa parte del pronto intervento.`
    case 'omonimo':
      return `Ha aperto ${volte(r.quante, 'il fascicolo di una persona', 'fascicoli di persone')} con il suo stesso cognome.`
    case 'emergenza-non-riesaminata':
      return `${volte(r.quante, 'Un’apertura in emergenza non è stata riesaminata', 'aperture in emergenza non sono state riesaminate')}.`
  }
}
