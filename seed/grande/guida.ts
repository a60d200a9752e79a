// What to look at first, as whom: printed at the start, where the large demonstration is there.
import { type PersonaDemo, persone } from '../persone.ts'
import { dellaMisura } from './misure/operatori.ts'
import { altri } from './operatori.ts'

/** Beside those of the small demonstration. */
export const personeDellaGrande: readonly PersonaDemo[] = [...Object.values(altri), ...Object.values(dellaMisura)]

export const daGuardare: readonly (readonly [PersonaDemo, string])[] = [
  [persone.assistenteSociale, 'la mattina: prese in carico, compiti, agenda, un fascicolo con il genogramma'],
  [persone.responsabile, 'il radar, le assegnazioni, le emergenze da riesaminare, le prese offerte da altri comuni'],
  [persone.sportello, 'un anno di contatti e le statistiche; un contatto nuovo da sola tastiera'],
  [persone.coordinatrice, 'il carico di lavoro di tutti, senza un nome di chi è seguito'],
  [persone.dpo, 'chi ha letto che cosa, e gli accessi insoliti'],
  [persone.coordinatoreECase, 'trecento nuclei con una misura: chi li segue, chi è da assegnare, che cosa è scaduto'],
  [
    dellaMisura.latina,
    'i propri casi e lo scadenziere; un patto con tre incontri, una revisione, una convocazione tornata',
  ],
  [altri.socialeCorbetta, 'lo stesso lavoro nell’altro ambito'],
]
