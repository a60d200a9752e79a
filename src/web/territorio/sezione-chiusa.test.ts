import { expect, test } from 'vitest'
import { sezioneChiusa } from './sezione-chiusa.ts'

const sessione = (comune: string | null, comuniAperti: string[], affidate: string[] = []) =>
  ({
    affidati: affidate.length > 0 ? [{ id: '1', nome: 'Un altro ambito', azioni: affidate }] : [],
    assegnazioni: [
      {
        comuneId: comune && 'X000',
        territorio: comune ? `Comune di ${comune}` : 'tutto l’ambito',
        nonEfficacePerche: null,
      },
    ],
    azioni: { 'caso.leggi': 'comune', 'utente.leggi': 'ambito' },
    sezioni: [
      { codice: 'patti', nome: 'Patti', comuniAperti, spiegazione: 'Manca l’adesione.', azioni: ['caso.leggi'] },
    ],
  }) as unknown as Parameters<typeof sezioneChiusa>[0]

test('a page of a section that is closed for its reader says why', () => {
  expect(sezioneChiusa(sessione('Latina', []), 'caso.leggi')).toEqual({ nome: 'Patti', perche: 'Manca l’adesione.' })
  expect(sezioneChiusa(sessione('Sermoneta', ['Latina']), ['caso.leggi'])?.perche).toContain('Comune di Sermoneta')
})
test('a page with some data to show, or of no section, says nothing', () => {
  expect(sezioneChiusa(sessione('Latina', ['Latina']), 'caso.leggi')).toBeUndefined()
  expect(sezioneChiusa(sessione(null, ['Latina']), 'caso.leggi')).toBeUndefined()
  expect(sezioneChiusa(sessione('Latina', []), 'utente.leggi')).toBeUndefined()
  expect(sezioneChiusa(sessione('Latina', []), ['caso.leggi', 'utente.leggi'])).toBeUndefined()
  expect(sezioneChiusa(sessione('Latina', []), undefined)).toBeUndefined()
  // closed at home, open where it is entrusted: for those acts alone
  expect(sezioneChiusa(sessione(null, [], ['caso.leggi']), 'caso.leggi')).toBeUndefined()
  expect(sezioneChiusa(sessione(null, [], ['utente.leggi']), 'caso.leggi')).toBeDefined()
})
