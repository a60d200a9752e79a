// What an enabling makes old: lists and cards read again after it.
import { utentiApi } from '../../../shared/accesso/utenti.api.ts'
import { completezzaApi } from '../../../shared/accreditamento/completezza.api.ts'
import { richiesteFormaliApi } from '../../../shared/accreditamento/richieste-formali.api.ts'

export const toccati = [
  utentiApi.list,
  utentiApi.leggi,
  richiesteFormaliApi.list,
  richiesteFormaliApi.leggi,
  completezzaApi.leggi,
]
