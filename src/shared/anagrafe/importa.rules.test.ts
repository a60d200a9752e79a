import { describe, expect, test } from 'vitest'
import { difettiMappa, leggiColonne, proponiMappa } from './importa.rules.ts'
import { dividiNominativo, leggiData, lettoreRighe } from './importa-riga.rules.ts'

describe('the profile proposed', () => {
  test('knows columns by the names that programs give them, and a codice fiscale by its look', () => {
    const colonne = ['COGNOME', 'Nome', 'dt. nascita', 'Identificativo', 'Boh', 'Stato Civile']
    const mappa = proponiMappa('persone', colonne, [['ROSSI', 'ADA', '12/31/1980', 'RSSDAA80T71H501X', 'x', '1']])
    expect(mappa).toEqual([
      { campo: 'generalita.cognome', colonna: 'COGNOME' },
      { campo: 'generalita.nome', colonna: 'Nome' },
      { campo: 'generalita.dataNascita', colonna: 'dt. nascita', formato: 'mga' },
      { campo: 'generalita.codiceFiscale', colonna: 'Identificativo' },
      { campo: 'stato-civile.stato', colonna: 'Stato Civile' },
    ])
    expect(difettiMappa('persone', mappa, colonne)).toEqual([])
  })
  test('a field of the changes has no place among the persons', () => {
    const persone = proponiMappa('persone', ['CF coniuge'], [])
    expect(persone).toEqual([])
    expect(proponiMappa('variazioni', ['CF coniuge'], [])).toMatchObject([{ campo: 'coniuge.codiceFiscale' }])
  })
  test('columns without a name take that of their place; repeated ones are refused', () => {
    expect(leggiColonne(['Nome', '', ' '])).toEqual({ colonne: ['Nome', 'Colonna 2', 'Colonna 3'] })
    expect(leggiColonne(['Nome', 'NOME '])).toHaveProperty('rifiuto')
  })
})

describe('a cell', () => {
  test.each([
    ['31/12/1980', 'gma', '1980-12-31'],
    ['12/31/1980', 'mga', '1980-12-31'],
    ['19801231', 'amg', '1980-12-31'],
    ['1980-12-31', 'mga', '1980-12-31'],
    ['31/12/1980 00:00', 'gma', '1980-12-31'],
    ['31/02/1980', 'gma', null],
    ['29/02/1900', 'gma', null],
    ['29/02/2000', 'gma', '2000-02-29'],
    ['31/12/80', 'gma', null],
    ['ieri', 'gma', null],
  ] as const)('%s written as %s is %s', (testo, formato, attesa) => {
    expect(leggiData(testo, formato)).toBe(attesa)
  })
  test.each([
    ['ROSSI MARIA ANNA', 'cognome-nome', 'ROSSI', 'MARIA ANNA'],
    ['DE LA CRUZ JUAN', 'cognome-nome', 'DE LA CRUZ', 'JUAN'],
    ['Maria De Rossi', 'nome-cognome', 'De Rossi', 'Maria'],
    ['Rossi Bianchi, Anna', 'cognome-nome', 'Rossi Bianchi', 'Anna'],
  ] as const)('%s in order %s is %s and %s', (testo, ordine, cognome, nome) => {
    expect(dividiNominativo(testo, ordine)).toEqual({ cognome, nome })
  })
  test('one word is not a surname and a name', () => expect(dividiNominativo('ROSSI')).toBeNull())
})

test('a row becomes facts; what is empty is not said, a provisional code is not a codice fiscale', () => {
  const leggi = lettoreRighe(
    [
      { campo: 'persona.nominativo', colonna: 'N' },
      { campo: 'generalita.codiceFiscale', colonna: 'CF' },
      { campo: 'isee.tipo', valore: 'ordinario' },
      { campo: 'isee.isee', colonna: 'ISEE' },
      { campo: 'residenza.dal', colonna: 'Dal' },
      { campo: 'decesso.dal', colonna: 'Morte' },
    ],
    ['N', 'CF', 'ISEE', 'Dal', 'Morte'],
    { luogo: () => undefined, voce: (_, t) => t },
  )
  expect(leggi(['ROSSI ADA', '12345678901', '1.234,50', '01/01/2020', '']).dati.fatti).toEqual([
    { tipo: 'codice', dati: { sistema: 'cf-provvisorio', valore: '12345678901' } },
    { tipo: 'generalita', dati: { cognome: 'ROSSI', nome: 'ADA' } },
    { tipo: 'isee', dati: { tipo: 'ordinario', isee: 123_450 } },
  ])
  expect(leggi(['ROSSI ADA', '', '-3', '', '32/01/2020']).errori).toHaveLength(2)
})
