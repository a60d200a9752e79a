import type { Modulo } from '../kernel/modulo.ts'
import { codificheRotte } from './codifiche.ts'
import { parametriRotte } from './parametri.ts'
import { comandoPatroni, patronoRotte, patronoVincoli } from './patrono.ts'
import { questionariRotte } from './questionari.ts'

export const parametri: Modulo = {
  nome: 'parametri',
  rotte: [parametriRotte, codificheRotte, questionariRotte, patronoRotte],
  comandi: [comandoPatroni],
  // handlers say more; these hold when two people act at the same instant
  vincoli: {
    ...patronoVincoli,
    voce_una_al_giorno: {
      codice: 'gia-presente',
      campo: 'etichetta',
      detail: 'C’è già una voce con questo codice in quei giorni: ricarica la pagina.',
    },
    voce_bloccata: { codice: 'stato-non-ammesso', detail: 'La voce è bloccata: la cambia solo la configurazione.' },
    voce_padre_inesistente: {
      codice: 'regola-non-rispettata',
      campo: 'padre',
      detail: 'La voce che la contiene non è in vigore quel giorno.',
    },
    questionario_una_bozza: {
      codice: 'gia-presente',
      detail: 'Di questo questionario c’è già una bozza: continua quella.',
    },
    questionario_versione_unica: {
      codice: 'stato-non-ammesso',
      detail: 'Qualcuno ha appena aperto una versione: ricarica la pagina.',
    },
    codifica_non_estendibile: {
      codice: 'regola-non-rispettata',
      detail: 'Questo elenco è uguale per tutti: un ambito non vi aggiunge voci.',
    },
  },
}
