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
  { codice: 'patti', nome: 'Patti', comuniAperti: ['Latina', 'Cori'], spiegazione: 'Aperta per 2 comuni.' },
  { codice: 'puc', nome: 'PUC', comuniAperti: [], spiegazione: 'Manca l’adesione.' },
]

test('a role of a comune says whether that comune is open in its section', () => {
  expect(datiDelRuolo(assegnazione('Latina'), ruolo('patti'), sezioni)).toContain('I dati sono aperti')
  expect(datiDelRuolo(assegnazione('Sermoneta'), ruolo('patti'), sezioni)).toBe(
    'Non vedi dati: per il Comune di Sermoneta la sezione «Patti» non è aperta.',
  )
})
test('a role of the whole ambito says for which comuni, and that the delega is needed', () => {
  expect(datiDelRuolo(assegnazione(null), ruolo('patti', true), sezioni)).toContain(
    'con delega valida tra questi: Latina, Cori',
  )
  expect(datiDelRuolo(assegnazione(null), ruolo('puc'), sezioni)).toBe('Non vedi dati: Manca l’adesione.')
})
test('a role that is not effective says why, before anything else', () => {
  expect(datiDelRuolo(assegnazione('Latina', 'Sospeso.'), ruolo('patti'), sezioni)).toBe('Sospeso.')
})
