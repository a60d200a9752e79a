// The catalogue of refusals in the order in which one reads it.
import { catalogo } from '../../../shared/kernel/problems.ts'

/** Families in the order in which one meets them; a status belongs to the first that lists it. */
const famiglie: { titolo: string; spiegazione: string; stati: number[] }[] = [
  {
    titolo: 'Entrare e poter fare',
    spiegazione: 'Riguardano la sessione, i ruoli e il territorio: non si risolvono riprovando.',
    stati: [401, 403],
  },
  {
    titolo: 'Dati da correggere',
    spiegazione: 'Il messaggio dice quali campi: correggili e invia di nuovo. Ciò che hai scritto resta nella pagina.',
    stati: [400, 422],
  },
  {
    titolo: 'Le cose sono cambiate, o non ci sono',
    spiegazione: 'Ricarica la pagina per vedere come stanno adesso.',
    stati: [404, 405, 409, 412, 416],
  },
  {
    titolo: 'Troppo grande, o di un altro tipo',
    spiegazione: 'Riguardano i file caricati, dei quali non è stato conservato nulla, e le bozze molto lunghe.',
    stati: [413, 415],
  },
  {
    titolo: 'Il servizio',
    spiegazione: 'Passano quasi sempre da soli. Il codice della richiesta, tra i dettagli, serve a chi assiste.',
    stati: [429, 500, 503],
  },
]

const problemi = Object.entries(catalogo).map(([codice, [stato, frase]]) => ({ codice, stato, frase }))

export const gruppi = famiglie.map((f) => ({ ...f, voci: problemi.filter((p) => f.stati.includes(p.stato)) }))
