// Whatever an office has: a workbook, a text of another program, columns of fixed width, an INPS file; and what cannot be read gets
// its sentence, before anything is stored.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type TestApp, testApp } from '../../../test/support/app.ts'
import {
  carica,
  genera,
  importa,
  lavora,
  luoghiFlussi,
  type ScenaFlussi,
  scenaFlussi,
} from '../../../test/support/flussi.ts'
import { COLONNE, csv, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { carichiApi, type ProfiloWeb } from '../../shared/flussi/carichi.api.ts'
import { minoreDiProva, occasionaleDiProva, prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { campiPianiMinore, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'
import { enteDiProva, leggiTutto, unisci } from './prova.fixture.ts'
import { scriviMinori, scriviPrestazioni } from './scrivi-flusso.ts'

let t: TestApp
let s: ScenaFlussi
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora(t)
  s = await scenaFlussi(t)
})
afterAll(() => t.close())

const pronte = { pronte: 2, daCompletare: 0, rifiutate: 0 }

describe('a table', () => {
  test('in a workbook, with dates and numbers as a spreadsheet keeps them', async () => {
    const file = await scriviCartella({
      titolo: 'prova',
      fogli: [
        {
          nome: 'Foglio1',
          colonne: COLONNE.map((titolo) => ({
            titolo,
            formato:
              titolo === 'Data pagamento'
                ? ('data' as const)
                : titolo === 'Importo'
                  ? ('euro' as const)
                  : ('testo' as const),
          })),
          righe: [1, 2].map((n) =>
            rigaBuona(n).map((c, i) =>
              COLONNE[i] === 'Data pagamento' ? '2025-05-20' : COLONNE[i] === 'Importo' ? 12_345 : c,
            ),
          ),
        },
      ],
    })
    const letto = await importa(t, s, file)
    expect(letto).toMatchObject({ stato: 'concluso', conti: pronte })
    const { voci } = await s.chi.call(prestazioniApi.list, { ente: s.ente, carico: letto.id })
    expect(Object.fromEntries(voci[0]!.valori.map((v) => [v.campo, v.valore]))).toMatchObject({
      dataErogazione: '2025-05-20',
      importo: '123.45',
    })
  })
  test('in the character set of an old program, with mixed line ends', async () => {
    const testo = csv([rigaBuona(11, { Cognome: 'Nicolò' }), rigaBuona(12)])
      .toString()
      .replaceAll('€ ', '')
      .replace('\r\n', '\n')
    const letto = await importa(t, s, Buffer.from(testo, 'latin1'))
    expect(letto.conti).toEqual(pronte)
    const { voci } = await s.chi.call(prestazioniApi.list, { ente: s.ente, carico: letto.id })
    expect(voci[0]!.valori).toContainEqual({ campo: 'beneficiario.anagrafica.cognome', valore: 'NICOLÒ' })
  })
  test('in columns of fixed width without names, told where they begin', async () => {
    const righe = [21, 22].map((n) => rigaBuona(n))
    const larghe = COLONNE.map((_, i) => Math.max(...righe.map((r) => r[i]!.length)) + 2)
    const inizi = larghe.map((_, i) => larghe.slice(0, i).reduce((a, b) => a + b, 0))
    const testo = righe.map((r) => r.map((c, i) => c.padEnd(larghe[i]!)).join('')).join('\r\n')
    const { id } = await carica(s.chi, s.ente, Buffer.from(testo), 'estratto.txt')
    const lettura = { colonneFisse: inizi, nomi: [...COLONNE] }
    const p = await s.chi.call(carichiApi.proposta, { id, lettura })
    expect(p.colonne.map((c) => c.nome)).toEqual([...COLONNE])
    const profilo: ProfiloWeb = {
      tipo: 'PS_PSA_SINA',
      voci: p.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : [])),
    }
    await s.chi.call(carichiApi.mappa, { id, lettura, profilo })
    await lavora(t)
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'concluso',
      righeLette: 2,
      conti: pronte,
    })
  })
  test('with a column that is missing, or twice, is told before it is read', async () => {
    const doppie = [...COLONNE.slice(0, -1), 'Importo']
    const { id } = await carica(s.chi, s.ente, csv([rigaBuona(31)], doppie))
    const profilo: ProfiloWeb = {
      tipo: 'PS_PSA_SINA',
      voci: [
        { campo: 'importo', colonna: 'Importo' },
        { campo: 'dataInizio', colonna: 'Non c’è' },
      ],
    }
    const r = await rifiuto(s.chi.call(carichiApi.mappa, { id, lettura: {}, profilo }))
    expect(r.detail).toMatch(/si ripete/)
    expect(r.detail).toMatch(/manca la colonna «Non c’è»/)
    expect(r.detail).toMatch(/Codice fiscale/)
  })
})

describe('an INPS file', () => {
  test('is read as it is, and what comes out again says the same', async () => {
    const altra = await scenaFlussi(t)
    const prima = [prestazioneDiProva(), occasionaleDiProva()]
    const xml = await unisci(scriviPrestazioni(enteDiProva, prima))
    const { id } = await carica(altra.chi, altra.ente, Buffer.from(xml), 'flusso.xml')
    await lavora(t)
    expect(await s.chi.raw(carichiApi.leggi, { id })).toMatchObject({ status: 404 })
    expect(await altra.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'concluso',
      formato: 'xml',
      conti: pronte,
    })
    const { flussi } = await genera(t, altra)
    const dopo = await leggiTutto(
      Buffer.from((await altra.chi.call(generazioniApi.xml, { id: flussi[0]!.id })).contenuto as Uint8Array).toString(),
    )
    const ordina = (p: typeof prima) => p.toSorted((a, b) => (a.protocolloDomanda! < b.protocolloDomanda! ? -1 : 1))
    expect(ordina(dopo.prestazioni)).toEqual(ordina(prima))
  })
})

test.each([
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /vecchio|tabella/],
  ['a PDF', Buffer.from('%PDF-1.7 qualcosa'), /non è una tabella/],
  ['a page', Buffer.from('<html><body>ciao</body></html>'), /Non è un flusso INPS|interrotto|html/],
  ['an XML bomb', Buffer.from('<!DOCTYPE x [<!ENTITY a "aaaa">]><Flusso>&a;</Flusso>'), /DOCTYPE/],
  ['only a header', csv([]), /soltanto l’intestazione/],
  ['three hundred columns', Buffer.from(Array.from({ length: 300 }, (_, n) => `c${n}`).join(';')), /256 colonne/],
] as const)('%s gets its sentence, and nothing is kept', async (_, file, frase) => {
  const prima = (await s.chi.call(carichiApi.list, { ente: s.ente, limite: 200 })).voci.length
  const r = await rifiuto(carica(s.chi, s.ente, file))
  expect(r.detail).toMatch(frase)
  expect((await s.chi.call(carichiApi.list, { ente: s.ente, limite: 200 })).voci).toHaveLength(prima)
})

describe('minors, from files', () => {
  const buono = minoreDiProva()
  const piani = campiPianiMinore.filter((c) => leggiPercorso(buono, c.percorso) !== undefined)
  const foglio = (righe: [riferimento: string, altro?: Record<string, string>][]) =>
    csv(
      righe.map(([riferimento, altro = {}]) =>
        piani.map((c) =>
          c.percorso === 'idBeneficiario' ? riferimento : (altro[c.percorso] ?? leggiPercorso(buono, c.percorso)!),
        ),
      ),
      piani.map((c) => (c.percorso === 'idBeneficiario' ? 'Numero fascicolo' : c.campo.nome)),
    )
  const schede = async (m: ScenaFlussi) => (await m.chi.call(minoriApi.list, { ente: m.ente })).voci
  /** Upload, the columns as they are proposed, and read. */
  async function leggi(m: ScenaFlussi, file: Buffer) {
    const { id } = await carica(m.chi, m.ente, file)
    const p = await m.chi.call(carichiApi.proposta, { id })
    const profilo: ProfiloWeb = {
      tipo: p.tipo,
      voci: p.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : [])),
    }
    const vista = await m.chi.call(carichiApi.anteprima, { id, lettura: p.lettura, profilo })
    await m.chi.call(carichiApi.mappa, { id, lettura: p.lettura, profilo, salvaCome: 'Minori' })
    await lavora(t)
    return { tipo: p.tipo, vista, letto: await m.chi.call(carichiApi.leggi, { id }) }
  }

  test('a table becomes cards with a token of their own, and nothing of whom leaves', async () => {
    const m = await scenaFlussi(t)
    const { tipo, vista, letto } = await leggi(
      m,
      foglio([
        ['Fascicolo 7 Rossi'],
        ['Fascicolo 8', { condizione: 'Non orfano', disabilita: 'no' }],
        ['Fascicolo 9', { annoNascita: '' }],
      ]),
    )
    expect(tipo).toBe('SINBA')
    expect(vista.difettiProfilo).toEqual([])
    expect(vista.righe.map((r) => r.stato)).toEqual(['pronta', 'pronta', 'rifiutata'])
    // a preview draws no token, and shows none
    expect(JSON.stringify(vista)).not.toMatch(/idBeneficiario|AAAAA/)
    expect(letto).toMatchObject({
      stato: 'concluso',
      tipo: 'SINBA',
      righeLette: 3,
      prestazioni: 3,
      conti: { pronte: 2, daCompletare: 0, rifiutate: 1 },
    })
    const prime = await schede(m)
    expect(new Set(prime.map((s) => s.gettone)).size).toBe(3)
    // the same minors next month: the same tokens; the same card twice is told
    const ancora = await leggi(
      m,
      foglio([
        ['fascicolo  8', { condizione: 'Non orfano', disabilita: 'no' }],
        ['Fascicolo 7 Rossi', { scuola: '6' }],
      ]),
    )
    expect(ancora.letto.conti).toEqual({ pronte: 1, daCompletare: 1, rifiutate: 0 })
    const tutte = await schede(m)
    expect(new Set(tutte.map((s) => s.gettone)).size).toBe(3)
    expect(tutte.filter((s) => s.stato === 'da-completare').map((s) => s.avvisi)).toEqual([['TR01']])
    await m.chi.call(carichiApi.ritira, { id: ancora.letto.id })
    expect((await schede(m)).filter((s) => s.stato === 'esclusa')).toHaveLength(2)
    const { flusso } = await m.chi.call(minoriApi.genera, { ente: m.ente })
    const { voci } = await m.chi.call(generazioniApi.flussi, { ente: m.ente })
    const xml = Buffer.from((await m.chi.call(generazioniApi.xml, { id: voci[0]!.id })).contenuto as Uint8Array)
    expect(`${flusso}${xml}${JSON.stringify(tutte)}`).not.toMatch(/fascicolo|rossi/i)
    expect((await leggiTutto(xml.toString())).minori).toHaveLength(2)

    // the flow comes back: the minors are those, and each is told that it has left
    const { id } = await carica(m.chi, m.ente, xml, 'sinba.xml')
    await lavora(t)
    expect(await m.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'concluso',
      formato: 'xml',
      tipo: 'SINBA',
      conti: { daCompletare: 2 },
    })
    expect(new Set((await schede(m)).map((s) => s.gettone)).size).toBe(3)
  })

  test('a SINBA flow of another program: its identifiers stay here, as references', async () => {
    const m = await scenaFlussi(t)
    const xml = await unisci(
      scriviMinori(enteDiProva, [buono, minoreDiProva({ idBeneficiario: 'F205-77', annoNascita: '2014' })]),
    )
    const { id } = await carica(m.chi, m.ente, Buffer.from(xml), 'altro.xml')
    await lavora(t)
    expect(await m.chi.call(carichiApi.leggi, { id })).toMatchObject({ tipo: 'SINBA', prestazioni: 2 })
    const lette = await Promise.all((await schede(m)).map((s) => m.chi.call(minoriApi.leggi, { id: s.id })))
    expect(lette.map((s) => s.riferimento).sort()).toEqual(['F205-77', 'K7Q2-0001'])
    for (const s of lette) expect(s.gettone).toMatch(/^[A-Z2-7]{20}$/)
  })

  test('a row that does not say of whom stops the file, with its number', async () => {
    const m = await scenaFlussi(t)
    const { letto } = await leggi(m, foglio([['Fascicolo 1'], ['']]))
    expect(letto).toMatchObject({ stato: 'fallito', errore: expect.stringMatching(/^Riga 3: manca il riferimento/) })
    expect(await schede(m)).toEqual([])
    const misto = (await unisci(scriviPrestazioni(enteDiProva, [occasionaleDiProva()]))).replace(
      '</Flusso>',
      `${/<SINBA[\s\S]*<\/SINBA>/.exec(await unisci(scriviMinori(enteDiProva, [buono])))![0]}</Flusso>`,
    )
    expect((await rifiuto(carica(m.chi, m.ente, Buffer.from(misto)))).detail).toMatch(/prestazioni e minori insieme/)
  })
})
