import { describe, expect, test } from 'vitest'
import {
  type ColonnaModello,
  colonneModello,
  inOrdine,
  leggiData,
  leggiGenere,
  leggiIntestazione,
  lettoreRighe,
  rigaVuota,
} from './importazioni.rules.ts'

describe('the header', () => {
  test('is recognised in any order, case and accent, with the columns of the outcome', () => {
    const celle = ['Esito', ...[...colonneModello].reverse().map((c) => c.toUpperCase()), 'Motivo', '']
    const letta = leggiIntestazione(celle)
    expect('posizioni' in letta && inOrdine(celle, letta.posizioni).map((c) => c.toLowerCase())).toEqual(
      colonneModello.map((c) => c.toLowerCase()),
    )
  })
  test('says which columns are missing, unknown or repeated', () => {
    const rifiuto = (celle: string[]) => (leggiIntestazione(celle) as { rifiuto: string }).rifiuto
    expect(rifiuto(colonneModello.filter((c) => c !== 'Ruolo'))).toContain('mancano le colonne «Ruolo»')
    expect(rifiuto([...colonneModello, 'Mansione'])).toContain('non sono previste le colonne «Mansione»')
    expect(rifiuto([...colonneModello, 'nome'])).toContain('si ripetono le colonne «nome»')
  })
  test('a row with only what the template fills in is nobody', () => {
    const riga = (v: Partial<Record<ColonnaModello, string>>) => colonneModello.map((c) => v[c] ?? '')
    expect(rigaVuota(riga({ 'Comune di riferimento': 'Latina', 'Ambito di riferimento': 'LT1' }))).toBe(true)
    expect(rigaVuota(riga({ Nome: 'Maria' }))).toBe(false)
  })
})

describe('the cells', () => {
  test.each([
    ['1980-12-31', '1980-12-31'],
    ['31/12/1980', '1980-12-31'],
    ['1.2.1980', '1980-02-01'],
    ['30/02/1980', null],
    ['31/12/80', null],
    ['ieri', null],
  ])('date %s', (testo, atteso) => expect(leggiData(testo)).toBe(atteso))
  test('gender in the words people use', () => {
    expect(['M', 'maschio', 'F', 'Donna', 'x'].map(leggiGenere)).toEqual(['M', 'M', 'F', 'F', null])
  })

  const contesto = {
    oggi: '2026-03-02',
    ambito: { codice: 'LT1', nome: 'Ambito di Latina' },
    comuni: [{ id: 'E472', nome: 'Forlì', istat: '059011' }],
    ruoli: [
      { id: 'case-manager', sigla: 'CM', nome: 'Case manager', territorio: 'ambito-o-comune', assegnabile: true },
      { id: 'coordinatore-controlli', sigla: 'CCA', nome: 'Coordinatore', territorio: 'comune', assegnabile: true },
      { id: 'amministratore-ambito', sigla: 'AA', nome: 'Amministratore', territorio: 'ambito', assegnabile: false },
    ],
  }
  const leggi = (v: Partial<Record<ColonnaModello, string>>) =>
    lettoreRighe(contesto)(
      colonneModello.map(
        (c) =>
          ({
            'Codice fiscale': 'rss mra 80',
            Nome: 'Maria',
            Cognome: 'Rossi',
            'Data di nascita': '31/12/1980',
            'Comune di nascita': 'Roma',
            Genere: 'F',
            ...v,
          })[c as string] ?? '',
      ),
    )
  test('the territory is what the role asks: a comune by any of its names, or the ambito', () => {
    for (const nome of ['Forli', 'FORLÌ', 'Comune di Forlì', 'E472', '059011'])
      expect(leggi({ Ruolo: 'cm', 'Comune di riferimento': nome })).toMatchObject({ errori: [], comuneId: 'E472' })
    expect(leggi({ Ruolo: 'Case Manager', 'Ambito di riferimento': 'lt1' })).toMatchObject({
      errori: [],
      comuneId: null,
    })
    expect(leggi({ Ruolo: 'CCA', 'Comune di riferimento': 'Forlì', 'Ambito di riferimento': 'LT1' })).toMatchObject({
      errori: [],
      comuneId: 'E472',
    })
  })
  test('what does not fit is said, once for each fault', () => {
    const errori = (v: Partial<Record<ColonnaModello, string>>) => leggi(v).errori.join(' ')
    expect(errori({ Ruolo: 'CM', 'Comune di riferimento': 'Forlì', 'Ambito di riferimento': 'LT1' })).toContain(
      'non entrambi',
    )
    expect(errori({ Ruolo: 'CM' })).toContain('oppure «Ambito di riferimento»')
    expect(errori({ Ruolo: 'CCA', 'Ambito di riferimento': 'LT1' })).toContain('sempre di un comune')
    expect(errori({ Ruolo: 'AA', 'Ambito di riferimento': 'LT1' })).toContain('non può essere assegnato')
    expect(errori({ Ruolo: 'CM', 'Comune di riferimento': 'Milano' })).toContain('non fa parte')
    expect(errori({ Ruolo: 'CM', 'Ambito di riferimento': 'MI1' })).toContain('non è il tuo')
    expect(leggi({ Ruolo: 'CM', 'Comune di riferimento': 'Forlì', Nome: '', Genere: '?' }).errori).toHaveLength(2)
  })
})
