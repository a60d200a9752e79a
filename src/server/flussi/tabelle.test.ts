// From any spreadsheet or text to records, and from records to a CSV: encodings, separators, fixed columns, columns proposed
// by name and by look, a profile that is only data.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { minoreDiProva, occasionaleDiProva, prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import {
  applicaMinori,
  applicaPrestazioni,
  chiaveColonna,
  difettiProfilo,
  type Profilo,
  profiloDa,
  proponiColonne,
  proponiColonneFisse,
} from '../../shared/flussi/profilo.ts'
import { leggiTabella, type OpzioniLettura } from '../kernel/tabelle/leggi.ts'
import { prestazioniGenerate } from './generati.fixture.ts'
import { scriviRecordCsv } from './scrivi-csv.ts'

let cartella: string
beforeAll(() => {
  cartella = mkdtempSync(join(tmpdir(), 'trama-flussi-'))
})
afterAll(() => rmSync(cartella, { recursive: true, force: true }))

async function righe(contenuto: string | Uint8Array, csv?: OpzioniLettura['csv']): Promise<string[][]> {
  const file = join(cartella, 'tabella.csv')
  writeFileSync(file, contenuto)
  const lette: string[][] = []
  for await (const r of leggiTabella(file, { ...(csv && { csv }) })) lette.push(r.celle)
  return lette
}
const latino = (s: string) => Buffer.from(s, 'latin1')
const utf16 = (s: string) => Buffer.from(s, 'utf16le')

describe('reading', () => {
  const attese = [
    ['Cognome', 'Nota'],
    ['NICOLÒ', 'perché; no'],
  ]
  test.each<[string, string | Uint8Array, OpzioniLettura['csv']?]>([
    ['UTF-8', 'Cognome;Nota\nNICOLÒ;"perché; no"\n'],
    ['UTF-8 with its mark, lines ended by Windows', '\ufeffCognome;Nota\r\nNICOLÒ;"perché; no"\r\n'],
    ['Windows-1252', latino('Cognome;Nota\r\nNICOLÒ;"perché; no"')],
    ['UTF-16 with its mark', utf16('\ufeffCognome;Nota\r\nNICOLÒ;"perché; no"\r\n')],
    ['UTF-16 without', utf16('Cognome;Nota\r\nNICOLÒ;"perché; no"\r\n')],
    ['UTF-16 the other way round', utf16('\ufeffCognome\tNota\nNICOLÒ\tperché; no').swap16()],
    ['lines ended in three ways', '\nCognome,Nota\r\rNICOLÒ,perché; no\r\n\n'],
    ['tabs', 'Cognome\tNota\nNICOLÒ\tperché; no'],
    ['a separator of its own', 'Cognome~Nota\nNICOLÒ~perché; no', { separatore: '~' }],
    ['one of two characters', 'Cognome||Nota\nNICOLÒ||perché; no', { separatore: '||' }],
    ['quotes of another kind', "Cognome;Nota\nNICOLÒ;'perché; no'", { virgolette: "'" }],
    ['an encoding that is told', latino('Cognome;Nota\nNICOLÒ;"perché; no"'), { codifica: 'windows-1252' }],
    ['fixed columns', 'Cognome   Nota\r\nNICOLÒ    perché; no\n\n', { colonneFisse: [0, 10] }],
  ])('%s', async (_, contenuto, csv) => {
    expect(await righe(contenuto, csv)).toEqual(attese)
  })
  test('quotes that are letters like any other', async () => {
    expect(await righe('a;"b\n"c;d', { virgolette: '' })).toEqual([
      ['a', '"b'],
      ['"c', 'd'],
    ])
  })
  test('three hundred columns are one sentence', async () => {
    await expect(righe(Array.from({ length: 300 }, (_, n) => `c${n}`).join(';'))).rejects.toThrow('troppe colonne')
  })
  test('fixed columns: where they begin is proposed from the blank gutters, and the pieces of a file do not matter', async () => {
    const linee = ['COGNOME   NOME      IMPORTO', 'ROSSI     MARIA      350,50', 'DE ROSSI  ANNA     1.000,00']
    expect(proponiColonneFisse(linee)).toEqual([0, 10, 19])
    const molte = linee.concat(Array.from({ length: 5000 }, () => linee[1]!))
    const lette = await righe(molte.join('\r\n'), { colonneFisse: [0, 10, 19] })
    expect(lette).toHaveLength(molte.length)
    expect(new Set(lette.slice(3).map((c) => c.join('|')))).toEqual(new Set(['ROSSI|MARIA|350,50']))
  })
})

describe('columns', () => {
  const colonne = [
    'C.F. utente',
    'COGNOME_BENEFICIARIO',
    'Data di nascita',
    'Sesso',
    'x',
    'Dal',
    'Al',
    'ImportoMensile',
    'Note',
  ]
  const prima = [
    'DMSSTT50C52F205X',
    'Dimostrativa',
    '12/03/1950',
    'F',
    'A2.07',
    '01/04/2025',
    '30/06/2025',
    '350,50',
    'niente',
  ]
  test('are recognised by name, whatever the spelling, and by the look of their values, with examples', () => {
    const proposte = proponiColonne('PS_PSA_SINA', colonne, [prima])
    expect(proposte.map((p) => p.campo)).toEqual([
      'beneficiario.codiceFiscale',
      'beneficiario.anagrafica.cognome',
      'beneficiario.anagrafica.annoNascita',
      'beneficiario.anagrafica.genere',
      'codicePrestazione',
      'dataInizio',
      'dataFine',
      'importoMensile',
      undefined,
    ])
    expect(proposte[0]!.esempi).toEqual(['DMSSTT50C52F205X'])
    expect(chiaveColonna('NumeroProtocolloDSU')).toBe(chiaveColonna('numero protocollo DSU'))
  })
  test('a profile is data: values that are always the same, a table of codes, next month’s columns in another order', () => {
    const profilo: Profilo = JSON.parse(
      JSON.stringify({
        ...profiloDa('PS_PSA_SINA', proponiColonne('PS_PSA_SINA', colonne, [prima])),
        voci: [
          { campo: 'beneficiario.codiceFiscale', colonna: 'C.F. utente' },
          { campo: 'codicePrestazione', colonna: 'x', tabella: { SAD: 'A2.07' } },
          { campo: 'carattere', valore: '1' },
          { campo: 'sina.interventiNecessari', valore: 'A2.07 A2.08' },
        ],
      }),
    )
    expect(difettiProfilo(profilo, colonne)).toEqual([])
    const leggi = applicaPrestazioni(profilo, ['X', 'c.f. utente'])
    expect(leggi(['SAD', 'DMSSTT50C52F205X'])).toEqual({
      beneficiario: { codiceFiscale: 'DMSSTT50C52F205X', anagrafica: {}, indirizzi: [] },
      codicePrestazione: 'A2.07',
      carattere: '1',
      sina: { interventiNecessari: ['A2.07', 'A2.08'] },
    })
  })
  test('a profile that does not fit says why', () => {
    const profilo: Profilo = {
      tipo: 'PS_PSA_SINA',
      voci: [
        { campo: 'carattere' },
        { campo: 'carattere', colonna: 'Manca' },
        { campo: 'dataInizio', colonna: 'Dal' },
        { campo: 'boh', valore: '1' },
      ],
    }
    const difetti = difettiProfilo(profilo, ['Dal', 'DAL']).join('\n')
    for (const frase of [
      'indicato due volte',
      'manca la colonna «Manca»',
      'si ripete',
      'indica una colonna oppure un valore',
      '«boh» non esiste',
      'Indica la colonna di «Codice fiscale',
    ])
      expect(difetti).toContain(frase)
  })
})

describe('a CSV of records', () => {
  const scritto = async (...a: Parameters<typeof scriviRecordCsv>) =>
    Buffer.concat(await Array.fromAsync(scriviRecordCsv(...a))).toString()

  test('under the names of the layout is read back by its own names, the same', async () => {
    await fc.assert(
      fc.asyncProperty(prestazioniGenerate, async (prestazioni) => {
        // a row has one address; spaces around a value do not pass through a spreadsheet
        const attese = prestazioni.map((p) =>
          JSON.parse(
            JSON.stringify(
              { ...p, beneficiario: { ...p.beneficiario, indirizzi: p.beneficiario.indirizzi.slice(0, 1) } },
              (_, v) => (typeof v === 'string' ? v.trim() : v),
            ),
          ),
        )
        const lette = await righe(await scritto('PS_PSA_SINA', prestazioni))
        const [colonne, ...corpo] = lette as [string[], ...string[][]]
        const profilo = profiloDa('PS_PSA_SINA', proponiColonne('PS_PSA_SINA', colonne, corpo))
        expect(difettiProfilo(profilo, colonne)).toEqual([])
        const senzaVuoti = (v: unknown) => JSON.parse(JSON.stringify(v, (_, x) => (x === '' ? undefined : x)))
        expect(corpo.map(applicaPrestazioni(profilo, colonne)).map(senzaVuoti)).toEqual(attese.map(senzaVuoti))
      }),
      { numRuns: 60, seed: 1 },
    )
  })
  test('of minors too', async () => {
    const [colonne, ...corpo] = (await righe(await scritto('SINBA', [minoreDiProva()]))) as [string[], ...string[][]]
    const profilo = profiloDa('SINBA', proponiColonne('SINBA', colonne, corpo))
    expect(corpo.map(applicaMinori(profilo, colonne))).toEqual([minoreDiProva()])
  })
  test('is as the configuration describes it', async () => {
    const colonne = [
      { titolo: 'CF', campo: 'beneficiario.codiceFiscale' },
      { titolo: 'Quando', campo: 'dataErogazione' },
      { titolo: 'Quanto', campo: 'importo' },
    ]
    const p = occasionaleDiProva()
    const cf = p.beneficiario.codiceFiscale
    const csv = { colonne, separatore: '|', fineRiga: 'unix', bom: false } as const
    expect(await scritto('PS_PSA_SINA', [p], { ...csv, decimali: ',', date: 'gma' })).toBe(
      `CF|Quando|Quanto\n${cf}|20/05/2025|500,00\n`,
    )
    expect(await scritto('PS_PSA_SINA', [p], { ...csv, intestazione: false })).toBe(`${cf}|2025-05-20|500.00\n`)
  })
  test('runs nothing in a spreadsheet, unless it is for a program', async () => {
    const p = prestazioneDiProva({ protocolloDomanda: '=1+1' })
    const csv = { colonne: [{ titolo: 'P', campo: 'protocolloDomanda' }], intestazione: false, bom: false } as const
    expect(await scritto('PS_PSA_SINA', [p], csv)).toBe("'=1+1\r\n")
    expect(await scritto('PS_PSA_SINA', [p], { ...csv, perProgrammi: true })).toBe('=1+1\r\n')
  })
})
