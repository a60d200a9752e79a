// PS09 and PS12: the code of a prestazione and its label, against INPS's catalogue as it stood on its day.
import { denominazioneInps } from './elenchi.ts'
import type { PrestazioneErogata } from './prestazione.ts'
import type { Regola } from './regole.ts'

/** The day that says which lists were in force: when the prestazione began, or was given. */
const giornoDiRiferimento = (p: PrestazioneErogata) => p.dataInizio ?? p.dataErogazione

export const catalogo: readonly Regola<PrestazioneErogata>[] = [
  {
    id: 'PS09',
    segno: 'I',
    titolo: 'La prestazione ha un codice INPS, e il catalogo non dice di non mandarla',
    controlla(p, { elenchi }, dice) {
      if (!p.codicePrestazione) {
        dice('codicePrestazione', 'Scegli il codice INPS della prestazione: senza, la riga non si può mandare.')
        return
      }
      if (elenchi.trova('prestazione-siuss', p.codicePrestazione)?.attributi.non_inviare === 'si')
        dice(
          'codicePrestazione',
          `La prestazione ${p.codicePrestazione} non la manda il comune: togli la riga, o correggi il codice.`,
        )
    },
  },
  {
    id: 'PS12a',
    segno: 'O',
    titolo: 'Il codice della prestazione è nel catalogo INPS, alla sua data',
    controlla(p, { elenchi }, dice) {
      if (p.codicePrestazione && !elenchi.trova('prestazione-siuss', p.codicePrestazione, giornoDiRiferimento(p)))
        dice(
          'codicePrestazione',
          `Il codice ${p.codicePrestazione} non è nel catalogo delle prestazioni INPS: sceglilo dall’elenco.`,
        )
    },
  },
  {
    id: 'PS12b',
    segno: 'inf',
    titolo: 'La denominazione è quella ufficiale del codice, libera solo per i codici «Altro»',
    controlla(p, { elenchi }, dice) {
      if (!p.codicePrestazione || !p.denominazionePrestazione) return
      const voce = elenchi.trova('prestazione-siuss', p.codicePrestazione)
      if (!voce || voce.attributi.libera === 'si') return
      const ufficiale = denominazioneInps(voce)
      // nearly always the very same: only what differs is worth comparing letter by letter
      if (
        ufficiale !== p.denominazionePrestazione &&
        confrontabile(ufficiale) !== confrontabile(p.denominazionePrestazione)
      )
        dice(
          'denominazionePrestazione',
          `Per il codice ${p.codicePrestazione} la denominazione è «${ufficiale}»: correggi l’una o l’altro.`,
        )
    },
  },
]

/** Capitals, accents, apostrophes and points do not make another label. */
const confrontabile = (s: string) =>
  s
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
