// What to look at first, as whom: printed at the start, where the large demonstration is there.
import { type PersonaDemo, persone } from '../persone.ts'
import { altri } from './operatori.ts'

export const daGuardare: readonly (readonly [PersonaDemo, string])[] = [
  [persone.assistenteSociale, 'la mattina: prese in carico, compiti, agenda, un fascicolo con il genogramma'],
  [persone.responsabile, 'il radar, le assegnazioni, le emergenze da riesaminare, le prese offerte da altri comuni'],
  [persone.sportello, 'un anno di contatti e le statistiche; un contatto nuovo da sola tastiera'],
  [persone.coordinatrice, 'il carico di lavoro di tutti, senza un nome di chi è seguito'],
  [persone.dpo, 'chi ha letto che cosa, e gli accessi insoliti'],
  [altri.socialeCorbetta, 'lo stesso lavoro nell’altro ambito'],
]
