import { expect, test } from 'vitest'
import { datiDelRuolo } from './dati-del-ruolo.ts'

type Parametri = Parameters<typeof datiDelRuolo>
const ruolo = (sezione: string, richiedeDelega = false) =>
  ({ sezione: { codice: sezione, nome: sezione }, richiedeDelega }) as Parametri[1]
const assegnazione = (comune: string | null, nonEfficacePerche: string | null = null) =>
  ({
    comuneId: comune && 'X000',
    territorio: comune ? `Comune di ${comune}` : 'tutto l’ambito',
    nonEfficacePerche,
  }) as Parametri[0]
const sezioni: Parametri[2] = [
  { codice: 'patti', nome: 'Patti', comuniAperti: ['Latina', 'Cori'], spiegazione: 'Aperta per 2 comuni.', azioni: [] },
  { codice: 'puc', nome: 'PUC', comuniAperti: [], spiegazione: 'Manca l’adesione.', azioni: [] },
]

test('a role of a comune says whether that comune is open in its section', () => {
  expect(datiDelRuolo(assegnazione('Latina'), ruolo('patti'), sezioni).stato).toBe('efficace')
  expect(datiDelRuolo(assegnazione('Sermoneta'), ruolo('patti'), sezioni)).toEqual({
    stato: 'senza dati',
    frase: 'Per il Comune di Sermoneta la sezione «Patti» non è ancora aperta.',
  })
})
test('a role of the whole ambito says for which comuni, and that the delega is needed', () => {
  const conDelega = datiDelRuolo(assegnazione(null), ruolo('patti', true), sezioni)
  expect(conDelega.frase).toContain('con delega valida tra questi: Latina, Cori')
  expect(datiDelRuolo(assegnazione(null), ruolo('puc'), sezioni)).toEqual({
    stato: 'senza dati',
    frase: 'Manca l’adesione.',
  })
})
test('a role that is not effective says why, before anything else', () => {
  expect(datiDelRuolo(assegnazione('Latina', 'Sospeso.'), ruolo('patti'), sezioni)).toEqual({
    stato: 'non efficace',
    frase: 'Sospeso.',
  })
})
