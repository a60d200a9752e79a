// PS06–PS08: what is said of a person depends on whether they are in carico to the professional social service (DM 206/2014
// art. 5). Mostly seen in SISO, which paraphrases the tables of the decree.
import type { PrestazioneErogata } from './prestazione.ts'
import type { Regola } from './regole.ts'

/** Area of disability and non-autosufficienza, which SINA describes. */
const AREA_NON_AUTOSUFFICIENZA = '2'

export const carico: readonly Regola<PrestazioneErogata>[] = [
  {
    id: 'PS06a',
    segno: 'O',
    titolo: 'Di chi è in carico si indica l’area di utenza',
    controlla(p, _, dice) {
      if (p.presaInCarico === '1' && p.areaUtenza === undefined)
        dice('areaUtenza', 'La persona è in carico al servizio: indica l’area di utenza.')
    },
  },
  {
    id: 'PS06b',
    segno: 'I',
    titolo: 'Di chi non è in carico non si manda la valutazione SINA',
    controlla(p, _, dice) {
      if (p.presaInCarico === '2' && p.sina)
        dice('sina', 'La persona non è in carico: togli la valutazione SINA, oppure indica che è in carico.')
    },
  },
  {
    id: 'PS06c',
    segno: 'I',
    titolo: 'Di chi non è in carico non si indica l’area di utenza',
    controlla(p, _, dice) {
      if (p.presaInCarico === '2' && p.areaUtenza !== undefined)
        dice('areaUtenza', 'La persona non è in carico: togli l’area di utenza, oppure indica che è in carico.')
    },
  },
  {
    id: 'PS06d',
    segno: 'I',
    titolo: 'Di chi è in carico nell’area della disabilità e non autosufficienza si manda la valutazione SINA',
    controlla(p, _, dice) {
      if (p.presaInCarico === '1' && p.areaUtenza === AREA_NON_AUTOSUFFICIENZA && !p.sina)
        dice('sina', 'La persona è in carico per disabilità o non autosufficienza: compila la valutazione SINA.')
    },
  },
  {
    id: 'PS07',
    segno: 'I',
    titolo: 'Le prestazioni da A2.16 ad A2.29 si mandano solo di chi è in carico al servizio sociale professionale',
    controlla(p, { elenchi }, dice) {
      if (p.presaInCarico !== '2' || !p.codicePrestazione) return
      if (elenchi.trova('prestazione-siuss', p.codicePrestazione)?.attributi.solo_in_carico === 'si')
        dice(
          'presaInCarico',
          `Le prestazioni ${p.codicePrestazione} si mandano solo di chi è in carico: verifica la presa in carico, o non mandare questa riga.`,
        )
    },
  },
  {
    id: 'PS08',
    segno: 'I',
    titolo: 'Si sa se la persona è in carico oppure no',
    controlla(p, _, dice) {
      if (p.presaInCarico === undefined || p.presaInCarico === '')
        dice('presaInCarico', 'Scegli se la persona è in carico (1) oppure no (2): senza, la riga non si può mandare.')
    },
  },
]
