// The routes of the regional message.
import { messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import type { Vincoli } from '../../kernel/context.ts'
import { rotte } from '../../kernel/modulo.ts'
import { codici } from './codici.ts'
import { esporta, stato } from './esporta.ts'
import { confronta, diChi, nuova, riporta } from './importa.ts'

export const messaggiRotte = rotte(messaggiApi, { stato, esporta, codici, diChi, nuova, confronta, riporta })

export const messaggiVincoli: Vincoli = {
  messaggio_date_in_ordine: {
    codice: 'regola-non-rispettata',
    detail: 'Nel messaggio l’accesso finisce prima di cominciare.',
  },
}
