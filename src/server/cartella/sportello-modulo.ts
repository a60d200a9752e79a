// What the desk gives to the module of the record: contacts, segnalazioni, invii, catalogue of benefits, agenda.
import type { Vincoli } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import type { Rotte } from '../kernel/modulo.ts'
import { agendaRotte, agendaVincoli } from './agenda.ts'
import { calendarioRotte } from './calendario.ts'
import { contattiRotte, contattiVincoli } from './contatti.ts'
import { disponibilitaRotte, disponibilitaVincoli } from './disponibilita.ts'
import { inviiRotte } from './invii.ts'
import { prestazioniRotte, prestazioniVincoli } from './prestazioni.ts'
import { jobPromemoria } from './promemoria.ts'
import { segnalazioniRotte, segnalazioniVincoli } from './segnalazioni.ts'

export const sportelloRotte: Rotte[] = [
  contattiRotte,
  segnalazioniRotte,
  inviiRotte,
  prestazioniRotte,
  agendaRotte,
  disponibilitaRotte,
  calendarioRotte,
]
export const sportelloVincoli: Vincoli = {
  ...contattiVincoli,
  ...segnalazioniVincoli,
  ...prestazioniVincoli,
  ...agendaVincoli,
  ...disponibilitaVincoli,
}
export const sportelloJobs: Job[] = [jobPromemoria]
