// The routes of the pact, and what its constraints mean to who meets them.
import { pattoApi } from '../../shared/patti/patto.api.ts'
import { altroPattoAttivo } from '../../shared/patti/patto.rules.ts'
import type { Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { annulla, chiudi, lingua, proponi, ritira, rivedi } from './patto-atti.ts'
import { carica, disegna, rifiuta } from './patto-firme.ts'
import { apri } from './patto-inizio.ts'
import { delCaso, leggi } from './patto-lettura.ts'
import { persona, salva } from './patto-scrittura.ts'
import { copia, file, pdf } from './patto-stampa.ts'

export const pattoRotte = rotte(pattoApi, {
  delCaso,
  apri,
  leggi,
  salva,
  persona,
  lingua,
  pdf,
  copia,
  file,
  proponi,
  ritira,
  annulla,
  rivedi,
  chiudi,
  disegna,
  carica,
  rifiuta,
})

export const pattoVincoli: Vincoli = {
  patto_impegno_volontario: {
    codice: 'regola-non-rispettata',
    detail:
      'Chi partecipa per scelta non può avere impegni condizionali: togli la condizione, o scrivi che ha obblighi.',
  },
  patto_condizionale_di_uno: {
    codice: 'regola-non-rispettata',
    detail: 'Un impegno condizionale è di una persona: scegli di chi.',
  },
  patto_proposto_immutabile: {
    codice: 'stato-non-ammesso',
    detail: 'Il patto è già proposto alla firma: per cambiarlo riportalo in preparazione, o rivedilo.',
  },
  patto_attivo_componente_uno: { codice: 'stato-non-ammesso', detail: altroPattoAttivo },
  patto_una_bozza: {
    codice: 'stato-non-ammesso',
    detail: 'Qualcuno ha appena cominciato il patto: ricarica la pagina.',
  },
  patto_numero_unico: {
    codice: 'stato-non-ammesso',
    detail: 'Qualcuno ha appena aperto una revisione: ricarica la pagina.',
  },
  offerta_sostegno_nome_unico: {
    codice: 'gia-presente',
    detail: 'Nel catalogo c’è già un sostegno con questo nome dello stesso ente.',
    campo: 'nome',
  },
}
