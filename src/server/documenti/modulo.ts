// Documents of the folder and templates of letters. The module comes before the register of persons and knows nothing of
// it: what a letter may say of a person is given by whoever composes the process (modules.ts).
import { documentiApi } from '../../shared/documenti/documenti.api.ts'
import type { Vincoli } from '../kernel/context.ts'
import { type Modulo, rotte } from '../kernel/modulo.ts'
import { aggiorna, annota, annulla, carica, nuovaVersione, ricezioni, riserva, sposta } from './atti.ts'
import { pulisciDepositi } from './depositi.ts'
import type { FontePersona, SenzaSegnalanti } from './fonte.ts'
import { lettereRotte } from './lettere.ts'
import { anteprima, cartelle, leggi, list, scarica } from './lettura.ts'
import { modelliRotte } from './modelli.ts'
import { spostaPersona } from './persona-giusta.ts'

const vincoli: Vincoli = {
  documento_versione_unica: {
    codice: 'stato-non-ammesso',
    detail: 'Qualcuno ha appena aggiunto una versione: ricarica la pagina e riprova.',
  },
  documento_versione_intera: {
    codice: 'regola-non-rispettata',
    detail: 'Il file non è arrivato intero: aggiungilo di nuovo.',
  },
  modello_codice_unico: {
    codice: 'gia-presente',
    detail: 'C’è già un modello con questo nome: scrivine una nuova versione, o dagli un altro nome.',
    campo: 'nome',
  },
  modello_una_bozza: {
    codice: 'gia-presente',
    detail: 'Di questo modello c’è già una bozza: continua quella.',
  },
}

export const documenti = (persona: FontePersona, senzaSegnalanti: SenzaSegnalanti): Modulo => ({
  nome: 'documenti',
  rotte: [
    rotte(
      documentiApi,
      {
        list,
        cartelle,
        carica,
        leggi,
        nuovaVersione,
        annota,
        scarica,
        anteprima,
        aggiorna,
        sposta,
        spostaPersona,
        riserva,
        annulla,
      },
      ricezioni,
    ),
    modelliRotte,
    lettereRotte(persona, senzaSegnalanti),
  ],
  vincoli,
  jobs: [pulisciDepositi],
})
