// Persons and their facts, households, ties.
import type { Modulo } from '../kernel/modulo.ts'
import { fattiRotte, fattiVincoli } from './fatti.ts'
import { importaRotte, importaVincoli } from './importa.ts'
import { jobImporta, jobRiprendi, jobVerifica } from './importa-corsa.ts'
import { nucleiRotte, nucleiVincoli } from './nuclei.ts'
import { personeRotte, personeVincoli } from './persone.ts'
import { relazioniRotte, relazioniVincoli } from './relazioni.ts'
import { unioniRotte, unioniVincoli } from './unioni.ts'
import { variazioniRotte } from './variazioni.ts'

export const anagrafe: Modulo = {
  nome: 'anagrafe',
  rotte: [personeRotte, fattiRotte, nucleiRotte, relazioniRotte, unioniRotte, importaRotte, variazioniRotte],
  vincoli: {
    ...personeVincoli,
    ...fattiVincoli,
    ...nucleiVincoli,
    ...relazioniVincoli,
    ...unioniVincoli,
    ...importaVincoli,
  },
  jobs: [jobVerifica, jobImporta, jobRiprendi],
}
