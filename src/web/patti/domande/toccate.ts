// What an act on a domanda makes old.
import { casiApi } from '../../../shared/patti/casi.api.ts'
import { comunicazioniApi } from '../../../shared/patti/comunicazioni.api.ts'
import { domandeApi } from '../../../shared/patti/domande.api.ts'

export const toccate = [
  domandeApi.leggi,
  domandeApi.cerca,
  domandeApi.numeri,
  domandeApi.soggetti,
  comunicazioniApi.list,
  comunicazioniApi.numeri,
  casiApi.cerca,
]
