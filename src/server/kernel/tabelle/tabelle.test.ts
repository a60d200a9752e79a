import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scriviCsv } from './csv.ts'
import { TagliaRighe } from './csv-righe.ts'
import { leggiTabella, type OpzioniLettura } from './leggi.ts'
import { archivio, partiXlsx, rigaXml, xlsx } from './prova.ts'
import { TabellaRifiutata } from './rifiuti.ts'
import { scriviCartella, scriviFoglioLungo } from './scrivi.ts'

let cartella: string
let quanti = 0
beforeAll(async () => {
  cartella = await mkdtemp(join(tmpdir(), 'tabelle-'))
})
afterAll(() => rm(cartella, { recursive: true }))

type Contenuto = string | Uint8Array | AsyncIterable<Uint8Array>

async function metti(contenuto: Contenuto): Promise<string> {
  const path = join(cartella, `${quanti++}`)
  await writeFile(path, contenuto)
  return path
}

async function leggi(contenuto: Contenuto, opzioni?: OpzioniLettura) {
  return Array.fromAsync(leggiTabella(await metti(contenuto), opzioni))
}

const celle = async (contenuto: Contenuto, opzioni?: OpzioniLettura) =>
  (await leggi(contenuto, opzioni)).map((r) => r.celle)

/** The refusal of a file: its code and its sentence, and what was read before it. */
async function rifiuto(contenuto: Contenuto, opzioni?: OpzioniLettura) {
  try {
    await leggi(contenuto, opzioni)
  } catch (errore) {
    if (!(errore instanceof TabellaRifiutata)) throw errore
    return { motivo: errore.motivo, frase: errore.message }
  }
  throw new Error('not refused')
}

describe('reading a workbook', () => {
  test('texts, shared, inline and rich; numbers of rows as the sheet shows them', async () => {
    const testi =
      '<si><t xml:space="preserve"> Codice fiscale </t></si><si><r><t>De </t></r><r><rPr><b/></rPr><t>Rossi</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_\n&lt;b&gt; &#232;&#xE0; &quot;</t></si><si/>'
    const righe = `
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
      <row r="2"/><row r="3"><c r="B3" s="1"/><c r="C3" t="s"><v>3</v></c></row>
      <row r="7"><c r='A7' t='s'><v>2</v></c><c t="inlineStr"><is><r><t>in</t></r><r><t>linea</t></r></is></c><c r="AA7" t="b"><v>1</v></c></row>
      <row><c t="str"><v><![CDATA[<x>]]></v></c></row>`
    expect(await leggi(xlsx(righe, { testi }))).toEqual([
      { riga: 1, celle: ['Codice fiscale', '', 'De Rossi'] },
      { riga: 7, celle: ['a\n<b> èà "', 'inlinea', ...Array(24).fill(''), 'VERO'] },
      { riga: 8, celle: ['<x>'] },
    ])
  })

  test('dates are told from numbers by their format, in both calendars', async () => {
    const formati =
      '<numFmt numFmtId="164" formatCode="[$-410]d\\ mmmm\\ yyyy;@"/><numFmt numFmtId="165" formatCode="[Red]0.00&quot; dym&quot;"/>'
    const c = (v: string, s: number) => `<c s="${s}"><v>${v}</v></c>`
    const righe = `<row>${c('31048', 1)}${c('31048.75', 2)}${c('31048', 3)}${c('1', 1)}${c('0.5', 1)}<c t="d"><v>1985-01-01T00:00:00</v></c></row>`
    expect(await celle(xlsx(righe, { formati }))).toEqual([
      ['1985-01-01', '1985-01-01', '31048', '1900-01-01', '12:00', '1985-01-01'],
    ])
    const libro = '<workbookPr date1904="1"/>'
    expect((await celle(xlsx(`<row>${c('29586', 1)}</row>`, { libro })))[0]).toEqual(['1985-01-01'])
  })

  test('numbers are plain digits', async () => {
    const valori = ['3331234567', '3.3912345670000002E+9', '0.30000000000000004', '1E-7', '-12.5', '1.2E+20', '007']
    const righe = `<row>${valori.map((v) => `<c><v>${v}</v></c>`).join('')}</row>`
    const attesi = ['3331234567', '3391234567', '0.3', '0.0000001', '-12.5', '120000000000000000000', '7']
    expect(await celle(xlsx(righe))).toEqual([attesi])
  })

  test('prefixed tags, as some programs write them', async () => {
    const foglio =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row x:r="4"><x:c r="B4" t="inlineStr"><x:is><x:t>sì</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    const sostituite = { 'xl/worksheets/sheet1.xml': foglio }
    expect(await leggi(xlsx('', { sostituite }))).toEqual([{ riga: 4, celle: ['', 'sì'] }])
  })

  test('the sheet is the one asked for, or the first visible', async () => {
    const righe = rigaXml('uno')
    expect(await celle(xlsx(righe), { foglio: 'utenti & RUOLI ' })).toEqual([['uno']])
    const { motivo, frase } = await rifiuto(xlsx(righe), { foglio: 'Utenti' })
    expect(motivo).toBe('foglio-assente')
    expect(frase).toContain('“Utenti”')
  })

  test('more texts than are kept in memory, read in any order', async () => {
    const n = 150_000
    const testi = Array.from({ length: n }, (_, i) => `<si><t>testo è ${i}</t></si>`).join('')
    const indici = Array.from({ length: 3_000 }, (_, i) => (i * 104_729) % n)
    const righe = indici.map((i) => `<row><c t="s"><v>${i}</v></c></row>`).join('')
    expect((await celle(xlsx(righe, { testi }))).flat()).toEqual(indici.map((i) => `testo è ${i}`))
  })

  test('leaving in the middle closes the file', async () => {
    const path = await metti(xlsx(rigaXml('a').repeat(20_000)))
    for await (const { riga } of leggiTabella(path)) if (riga === 3) break
    // A descriptor left open would be reported by Node when collected; the next one opened takes the same number.
    const prima = await open(path)
    const { fd } = prima
    await prima.close()
    for await (const _ of leggiTabella(path)) break
    const dopo = await open(path)
    expect(dopo.fd).toBe(fd)
    await dopo.close()
  })
})

describe('reading a CSV', () => {
  const atteso = [
    { riga: 1, celle: ['Nome', 'Città'] },
    { riga: 3, celle: ['Niccolò; "il vecchio"', 'due\nrighe'] },
    { riga: 4, celle: ['', '€ 007'] },
  ]
  const scrivi = (s: string, fine = '\r\n') =>
    [`Nome${s}Città`, '', `"Niccolò; ""il vecchio"""${s}"due\nrighe"`, `${s} € 007 ${s}`, s].join(fine)

  test.each([';', ',', '\t'])('separator %j', async (s) => {
    expect(await leggi(scrivi(s))).toEqual(atteso)
    expect(await leggi(`\ufeff${scrivi(s, '\n')}`)).toEqual(atteso)
  })

  test('Windows-1252, as Excel saves it, and UTF-16', async () => {
    const latino = Buffer.from(scrivi(';').replaceAll('€', '\x80'), 'latin1')
    expect(await leggi(latino)).toEqual(atteso)
    expect(await leggi(Buffer.from(`\ufeff${scrivi('\t')}`, 'utf16le'))).toEqual(atteso)
  })

  test('an accent across two pieces of the file does not change the character set', async () => {
    const file = `${'a;b\n'.repeat(16_383)}ab;è;c`
    expect(Buffer.from(file).indexOf('è')).toBe(65_535)
    expect((await celle(file)).at(-1)).toEqual(['ab', 'è', 'c'])
  })

  test('a file whose last byte alone is an accent of Windows-1252 keeps it; one that is cut, too', async () => {
    expect(await celle(Buffer.from('Nome;Nota\nAnna;Libertà', 'latin1'))).toEqual([
      ['Nome', 'Nota'],
      ['Anna', 'Libertà'],
    ])
    const cut = Buffer.from('Nome;Nota\nAnna;Libertà').subarray(0, -1)
    expect((await celle(cut)).at(-1)).toEqual(['Anna', 'LibertÃ'])
  })

  test('a stray quote inside a cell is a character, one never closed is refused', async () => {
    expect(await celle('a;D"Angelo\nb;c')).toEqual([
      ['a', 'D"Angelo'],
      ['b', 'c'],
    ])
    const { motivo, frase } = await rifiuto('a;b\nc;d\n"e;f\ng;h')
    expect(motivo).toBe('csv-illeggibile')
    expect(frase).toContain('dopo la riga 2')
  })
})

test('rows are cut as csv-parse cuts them, wherever the pieces of the file end', () => {
  const opzioni = {
    delimiter: ';',
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  }
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'è', ';', ';', '"', '"', '\n', '\r'), maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 9 })),
      (testo, tagli) => {
        const atteso = provato(() => parse(testo, { ...opzioni, skip_empty_lines: true }))
        const avuto = provato(() => {
          const righe: string[][] = []
          const taglio = new TagliaRighe(';', '"')
          const ascolto = { riga: (celle: string[]) => void righe.push(celle), vuota: () => {} }
          let da = 0
          for (const n of tagli) {
            taglio.taglia(testo.slice(da, da + n), false, ascolto)
            da += n
          }
          taglio.taglia(testo.slice(da), true, ascolto)
          return righe
        })
        expect(avuto).toEqual(atteso)
      },
    ),
    { numRuns: 5000 },
  )
})

function provato<T>(fn: () => T): T | 'illeggibile' {
  try {
    return fn()
  } catch {
    return 'illeggibile'
  }
}

describe('refused, with a reason and a sentence', () => {
  const una = rigaXml('a')

  test.each<[string, () => Contenuto | Promise<Contenuto>, string, OpzioniLettura?]>([
    ['an empty file', () => '', 'vuoto'],
    ['a file over the limit', () => 'a;b\n'.repeat(1000), 'troppo-grande', { maxBytes: 2000 }],
    ['a web page called .xls', () => '\ufeff \r\n<html><table><tr><td>a</td></tr></table>', 'formato-diverso'],
    ['a PDF', () => '%PDF-1.7\n%âãÏÓ', 'formato-diverso'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'formato-diverso'],
    [
      'a Word document',
      () =>
        archivio([
          {
            nome: '[Content_Types].xml',
            testo:
              '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
          },
        ]),
      'formato-diverso',
    ],
    ['an archive of something else', () => archivio([{ nome: 'a.txt', testo: 'a' }]), 'formato-diverso'],
    ['an empty archive', () => archivio([]), 'formato-diverso'],
    [
      'a .xls of 2009',
      () =>
        Buffer.concat([
          Buffer.from('d0cf11e0a1b11ae1', 'hex'),
          Buffer.alloc(70_000),
          Buffer.from('Workbook', 'utf16le'),
        ]),
      'excel-vecchio',
    ],
    [
      'a workbook with a password',
      () => writeXlsx({ sheets: [{ name: 'a', rows: [['b']] }], encryption: { password: 'segreta' } }),
      'protetto-da-password',
    ],
    ['an archive with a password', () => archivio([{ nome: 'a', testo: 'a', opzioni: 1 }]), 'protetto-da-password'],
    ['macros', () => xlsx(una, { altre: [{ nome: 'xl/vbaProject.bin', testo: 'x' }] }), 'macro'],
    ['macros of Excel 4', () => xlsx(una, { altre: [{ nome: 'xl/macrosheets/sheet1.xml', testo: 'x' }] }), 'macro'],
    [
      'a type that allows macros',
      () =>
        xlsx(una, {
          sostituite: {
            '[Content_Types].xml':
              '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
          },
        }),
      'macro',
    ],
    ['a formula', () => xlsx(`${una}<row r="5"><c r="AB5"><f>1+1</f><v>2</v></c></row>`), 'formula'],
    ['a shared formula', () => xlsx(`<row r="5"><c r="AB5"><f t="shared" si="0"/></c></row>`), 'formula'],
    [
      'a part larger than declared',
      () =>
        archivio(
          partiXlsx('').map((p) =>
            p.nome.includes('sheet1')
              ? {
                  nome: p.nome,
                  testo: `<worksheet><sheetData>${una.repeat(100_000)}</sheetData></worksheet>`,
                  dichiarati: 1000,
                }
              : p,
          ),
        ),
      'file-espanso',
    ],
    [
      'parts that inflate beyond the limit',
      () =>
        archivio(
          partiXlsx(una, {
            altre: [1, 2].map((n) => ({ nome: `xl/media/${n}`, testo: 'a', dichiarati: 200_000_000 })),
          }),
        ),
      'file-espanso',
    ],
    ['a part out of proportion', () => xlsx(' '.repeat(20_000_000)), 'file-espanso'],
    [
      'too many parts',
      () => archivio(Array.from({ length: 2_001 }, (_, i) => ({ nome: `${i}`, testo: '', metodo: 0 as const }))),
      'file-espanso',
    ],
    [
      'a part twice',
      () => xlsx(una, { altre: [{ nome: 'xl/worksheets/sheet1.xml', testo: '<worksheet/>' }] }),
      'danneggiato',
    ],
    ['too many rows', () => xlsx(una.repeat(11)), 'troppe-righe', { maxRighe: 10 }],
    ['too many rows of a CSV', () => 'a\n'.repeat(11), 'troppe-righe', { maxRighe: 10 }],
    ['too many columns', () => xlsx('<row><c r="IW1"><v>1</v></c></row>'), 'troppe-colonne'],
    ['too many columns of a CSV', () => `${';'.repeat(256)}a`, 'troppe-colonne'],
    ['a cell too long', () => xlsx(rigaXml('a'.repeat(32_768))), 'cella-troppo-lunga'],
    ['a text without end', () => xlsx(rigaXml(randomBytes(1_000_000).toString('hex'))), 'cella-troppo-lunga'],
    ['an archive cut short', () => xlsx(una).subarray(0, -400), 'danneggiato'],
    [
      'a changed byte',
      () => archivio(partiXlsx(una).map((p) => (p.nome.includes('sheet1') ? { ...p, crc: 1 } : p))),
      'danneggiato',
    ],
    ['XML cut short', () => xlsx('<row><c><v>1</v></c>'), 'danneggiato'],
    ['a text that is not there', () => xlsx('<row><c t="s"><v>7</v></c></row>'), 'danneggiato'],
    ['rows out of order', () => xlsx('<row r="2"/><row r="2"/>'), 'danneggiato'],
    [
      'bytes that are not UTF-8',
      () => archivio(partiXlsx(rigaXml('è')).map((p) => ({ ...p, testo: Buffer.from(p.testo as string, 'latin1') }))),
      'danneggiato',
    ],
    ['a cell of a CSV too long', () => `a;${'b'.repeat(32_768)}`, 'cella-troppo-lunga'],
    [
      'a DOCTYPE in the sheet',
      () =>
        xlsx('', {
          sostituite: {
            'xl/worksheets/sheet1.xml':
              '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>',
          },
        }),
      'contenuto-non-ammesso',
    ],
    [
      'a DOCTYPE in the list of sheets',
      () => xlsx('', { sostituite: { 'xl/workbook.xml': '<?xml version="1.0"?><!doctype x><workbook/>' } }),
      'contenuto-non-ammesso',
    ],
    ['an entity of no DOCTYPE', () => xlsx(rigaXml('&a;')), 'contenuto-non-ammesso'],
  ])('%s', async (_, contenuto, motivo, opzioni) => {
    const esito = await rifiuto(await contenuto(), opzioni)
    expect(esito.motivo).toBe(motivo)
    expect(esito.frase).toMatch(/^[A-Z].*\.$/)
  })

  test('a formula is named by its cell', async () => {
    const { frase } = await rifiuto(xlsx('<row r="5"><c r="AB5"><f>1+1</f></c></row>'))
    expect(frase).toContain('La cella AB5 contiene una formula')
  })

  test('where it is asked for, a formula is read as the workbook shows it, and the row says where', async () => {
    const lette = (contenuto: Contenuto) => leggi(contenuto, { conFormule: true })
    const calcolate = xlsx(
      `${rigaXml('Nome', 'Totale')}<row r="2"><c r="A2" t="str"><f>"A"&amp;"da"</f><v>Ada</v></c><c r="B2"><f>1+1</f><v>2</v></c></row><row r="3"><c r="A3" t="str"><f>""</f><v></v></c><c r="B3"><v>7</v></c></row>`,
    )
    expect(await lette(calcolate)).toEqual([
      { riga: 1, celle: ['Nome', 'Totale'] },
      { riga: 2, celle: ['Ada', '2'], formule: [0, 1] },
      { riga: 3, celle: ['', '7'], formule: [0] },
    ])
    // what no program has calculated
    await expect(lette(xlsx('<row r="5"><c r="B5"><f>1+1</f></c></row>'))).rejects.toThrow(
      /La cella B5 .* non c’è il suo risultato/,
    )
    const ods = (cella: string) =>
      archivio([
        { nome: 'mimetype', testo: 'application/vnd.oasis.opendocument.spreadsheet', metodo: 0 },
        {
          nome: 'content.xml',
          testo: `<office:document-content><office:body><office:spreadsheet><table:table table:name="Uno"><table:table-row>${cella}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
        },
      ])
    expect(
      await lette(
        ods(
          '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>',
        ),
      ),
    ).toEqual([{ riga: 1, celle: ['2'], formule: [0] }])
    // the same, in more cells: each is calculated
    expect(
      await lette(
        ods(
          '<table:table-cell table:number-columns-repeated="2" table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>',
        ),
      ),
    ).toEqual([{ riga: 1, celle: ['2', '2'], formule: [0, 1] }])
    await expect(lette(ods('<table:table-cell table:formula="of:=1+1"/>'))).rejects.toThrow(/La cella A1/)
    // an error is no value
    await expect(lette(xlsx('<row r="2"><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'))).rejects.toThrow(
      /La formula della cella C2 dà un errore \(#DIV\/0!\)/,
    )
    await expect(
      lette(
        ods(
          '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>',
        ),
      ),
    ).rejects.toThrow(/La formula della cella A1 dà un errore/)
  })

  test('2 million empty rows are refused, up to the million of a formatted sheet they are skipped', async () => {
    const vuote = (n: number) =>
      Array.from({ length: n }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" s="1"/></row>`).join('')
    const [troppe, ammesse] = [xlsx(rigaXml('a') + vuote(2_000_000)), xlsx(rigaXml('a') + vuote(1_000_000))]
    expect((await rifiuto(troppe, { maxBytes: 1e8 })).motivo).toBe('troppe-righe-vuote')
    expect(await celle(ammesse, { maxBytes: 1e8 })).toEqual([['a']])
    expect(await celle(`a;b${'\n'.repeat(2_000_000)}`)).toEqual([['a', 'b']])
    expect((await rifiuto(`a;b${'\n;'.repeat(2_000_000)}`)).motivo).toBe('troppe-righe-vuote')
    // a text goes on after the last row of a sheet
    expect(await celle(`a${'\n1'.repeat(1_048_600)}`, { maxRighe: 2_000_000 })).toHaveLength(1_048_601)
  })
})

describe('writing', () => {
  // Everything a cell can hold, without what reading trims away.
  const cella = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom(
        '007',
        '=1+1',
        '+39 333',
        '-5',
        '@a',
        "'=x",
        "''+y",
        '_x0041_',
        '#N/A',
        'a;"b"',
        'a\nb',
        '\u0001',
        '1E5',
        'sì,no',
        '<&>',
      ),
    )
    .map((s) =>
      s
        .replace(/\r\n?/g, '\n')
        .toWellFormed()
        .replace(/[\ufffe\uffff]/g, '')
        .trim(),
    )
  const tabella = fc.array(fc.array(cella, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
  const colonne = ['Uno', 'Due', 'Tre'].map((titolo) => ({ titolo }))
  const lette = (righe: string[][]) =>
    righe.flatMap((riga, i) => {
      const celle = riga.slice(0, riga.findLastIndex((c) => c !== '') + 1)
      return celle.length > 0 ? [{ riga: i + 2, celle }] : []
    })

  test('what is written as a workbook, whole or streamed, is read back the same', async () => {
    const proprieta = fc.asyncProperty(tabella, async (righe) => {
      const intera = await scriviCartella({ titolo: 'Prova', fogli: [{ nome: 'Dati', colonne, righe, righeVuote: 3 }] })
      expect((await leggi(intera)).slice(1)).toEqual(lette(righe))
      expect((await leggi(scriviFoglioLungo({ nome: 'Dati', colonne }, righe))).slice(1)).toEqual(lette(righe))
    })
    await fc.assert(proprieta, { numRuns: 60 })
  })

  test('what is written as CSV is read back the same', async () => {
    // The first line decides the separator: a header, as every table of ours has. Control characters are left out.
    const proprieta = fc.asyncProperty(tabella, async (righe) => {
      const attese = righe.map((riga) => riga.map((c) => c.replace(/(?!\n|\t)\p{Cc}/gu, '').trim()))
      expect((await leggi(scriviCsv([['Uno', 'Due', 'Tre'], ...righe]))).slice(1)).toEqual(lette(attese))
    })
    await fc.assert(proprieta, { numRuns: 100 })
  })

  test('a CSV opens in an Italian Excel, and runs nothing', async () => {
    const righe = [
      ['Città', 'Valore'],
      ['Forlì', '=HYPERLINK("x")'],
      ['a;b', '+39'],
      ['-1', '@x'],
      ['\ta', "L'Aquila"],
    ]
    const csv = Buffer.concat(await Array.fromAsync(scriviCsv(righe))).toString()
    const attese = ['Città;Valore', 'Forlì;"\'=HYPERLINK(""x"")"', '"a;b";\'+39', "'-1;'@x", "'\ta;L'Aquila", '']
    expect(csv).toBe(`\ufeff${attese.join('\r\n')}`)
  })

  test('dates, euros and choices; the hidden list and the instructions do not disturb reading', async () => {
    const file = await scriviCartella({
      titolo: 'Modello',
      istruzioni: ['Come si compila', 'Una riga per persona.'],
      fogli: [
        {
          nome: 'Utenti',
          colonne: [
            { titolo: 'Nato il', formato: 'data' },
            { titolo: 'Importo', formato: 'euro' },
            { titolo: 'Ruolo', scelte: ['Case manager', 'Coordinatore'] },
            { titolo: 'Quanti', formato: 'numero' },
          ],
          righe: [
            ['1985-02-28', 123_456, 'Case manager', 3],
            ['1850-01-01', null, undefined, ''],
          ],
          righeVuote: 50,
          protetto: true,
        },
      ],
    })
    expect(await leggi(file)).toEqual([
      { riga: 1, celle: ['Nato il', 'Importo', 'Ruolo', 'Quanti'] },
      { riga: 2, celle: ['1985-02-28', '1234.56', 'Case manager', '3'] },
      { riga: 3, celle: ['1850-01-01'] },
    ])
    expect(await celle(file, { foglio: 'Istruzioni' })).toEqual([['Come si compila'], ['Una riga per persona.']])
    expect(await celle(file, { foglio: 'Elenchi' })).toEqual([['Ruolo'], ['Case manager'], ['Coordinatore']])
  })
})

test('memory does not grow with the rows: 100,000 need less than 1.5 times what 10,000 do', {
  timeout: 60_000,
}, async () => {
  const rss = async (n: number) => {
    const testi = function* () {
      yield '<sst>'
      for (let i = 0; i < n * 3; i++) yield `<si><t>testo distinto ${i}</t></si>`
      yield '</sst>'
    }
    const righe = function* () {
      yield '<worksheet><sheetData>'
      for (let i = 0; i < n; i++) {
        const s = [0, 1, 2].map((k) => `<c t="s"><v>${i * 3 + k}</v></c>`).join('')
        yield `<row r="${i + 1}">${s}<c t="inlineStr"><is><t>utente.${i}@esempio.it</t></is></c><c><v>${i}</v></c></row>`
      }
      yield '</sheetData></worksheet>'
    }
    const sostituite = {
      'xl/sharedStrings.xml': [...testi()].join(''),
      'xl/worksheets/sheet1.xml': [...righe()].join(''),
    }
    const path = await metti(xlsx('', { sostituite }))
    const programma = `
      const { leggiTabella } = await import(${JSON.stringify(new URL('./leggi.ts', import.meta.url).href)})
      let [righe, picco] = [0, 0]
      // looked at while it reads: the peak that the system keeps begins from that of the process that started this one
      for await (const riga of leggiTabella(${JSON.stringify(path)}))
        if (righe++ % 500 === 0) picco = Math.max(picco, process.memoryUsage.rss() / 1024)
      console.log(JSON.stringify([righe, picco]))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', programma])
    const [lette, kB] = JSON.parse(stdout)
    expect(lette).toBe(n)
    return kB as number
  }
  const [pochi, molti] = [await rss(10_000), await rss(100_000)]
  // ten times the rows: a reader that kept them would take several times the memory. The exact figure is in bench/
  expect(molti / pochi).toBeLessThan(1.5)
  expect(molti).toBeLessThan(300_000)
})
