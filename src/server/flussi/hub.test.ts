// From a spreadsheet to a flow that INPS's own schema takes: the path of a clerk, through the API.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/support/app.ts'
import { carica, genera, importa, luoghiFlussi, type ScenaFlussi, scenaFlussi } from '../../../test/support/flussi.ts'
import { csv, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { carichiApi, type ProfiloWeb } from '../../shared/flussi/carichi.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { elenchiDiBase } from './elenchi.ts'
import { esaminaFlusso } from './esamina.ts'
import { Giudice } from './libxml.fixture.ts'
import { flussi } from './modulo.ts'
import { conRiferimento, fileInps } from './prova.fixture.ts'
import { apriSchemi } from './schemi.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora()
})
afterAll(() => t.close())

const lavora = () => t.jobs.drain(t.deps, flussi.jobs!)

const xmlDi = async (s: ScenaFlussi, id: string) =>
  Buffer.from((await s.chi.call(generazioniApi.xml, { id })).contenuto as Uint8Array).toString()

async function esamina(testo: string) {
  const esame = esaminaFlusso(
    (async function* () {
      yield Buffer.from(testo)
    })(),
    { schemi: apriSchemi(undefined), contesto: { elenchi: elenchiDiBase() }, canale: 'file', gravita: {} },
  )
  const difetti = []
  let passo = await esame.next()
  for (; !passo.done; passo = await esame.next()) difetti.push(...passo.value)
  return { difetti, fine: passo.value }
}

describe('from a spreadsheet to a flow', () => {
  test('columns proposed, rows normalised and checked, the good ones leave in a file that schema and rules take', async () => {
    const s = await scenaFlussi(t)
    const righe = [
      rigaBuona(1),
      rigaBuona(2, { Importo: '350', 'Data pagamento': '2025-05-21' }),
      rigaBuona(3, { 'Data pagamento': '31/02/2025' }),
      rigaBuona(4, { 'Codice INPS': 'A2.20' }),
      rigaBuona(5, { Importo: '' }),
    ]
    const letto = await importa(t, s, csv(righe), 'Foglio dei contributi')
    expect(letto).toMatchObject({
      stato: 'concluso',
      righeLette: 5,
      prestazioni: 5,
      conti: { pronte: 2, daCompletare: 1, rifiutate: 2 },
    })
    const { voci: quadro } = await s.chi.call(prestazioniApi.quadro, { ente: s.ente })
    expect(quadro).toMatchObject([
      { periodo: null, rifiutate: 1 },
      { periodo: '2025-05', rifiutate: 1, daCompletare: 1, pronte: 2, centesimi: 123450 + 35000 },
    ])
    const { voci: regole } = await s.chi.call(prestazioniApi.regole, { ente: s.ente })
    expect(new Map(regole.map((r) => [r.regola, r.errori + r.avvisi]))).toMatchObject(
      new Map([
        ['PS02', 1],
        ['PS07', 1],
        ['PS01', 1],
      ]),
    )
    const { voci } = await s.chi.call(prestazioniApi.list, { ente: s.ente, stato: 'pronta' })
    expect(voci[0]!.modifiche).toContainEqual({ campo: 'importo', prima: '€ 1.234,50', dopo: '1234.50', regola: 'N07' })
    expect(Object.fromEntries(voci[0]!.valori.map((v) => [v.campo, v.valore]))).toMatchObject({
      'beneficiario.indirizzi.0.comune': '015146',
      'beneficiario.indirizzi.0.regione': '10',
      'beneficiario.anagrafica.annoNascita': '1931',
      dataErogazione: '2025-05-20',
      denominazionePrestazione: 'Contributi economici a integrazione del reddito Familiare',
    })

    const { generazione, flussi: fatti } = await genera(t, s)
    expect(generazione).toMatchObject({ stato: 'conclusa', flussi: 1, prestazioni: 2 })
    expect(fatti[0]).toMatchObject({ beneficiari: 2, prestazioni: 2, centesimi: 158450 })
    expect(fatti[0]!.nome).toMatch(/^F\d{3}\.PS\.20260302\.0000001$/)
    const xml = await xmlDi(s, fatti[0]!.id)
    expect(Buffer.byteLength(xml)).toBe(fatti[0]!.bytes)
    const { difetti, fine } = await esamina(xml)
    expect(difetti).toEqual([])
    expect(fine).toMatchObject({ beneficiari: 2, prestazioni: 2 })
    expect(fine.intestazione?.nome).toBe(fatti[0]!.nome)
    if (conRiferimento) {
      const giudice = new Giudice(fileInps('PS_PSA_SINA201812.xsd'))
      expect(giudice.rifiuto(xml)).toBeUndefined()
      giudice.chiudi()
    }
    const dopo = await s.chi.call(prestazioniApi.quadro, { ente: s.ente })
    expect(dopo.voci[1]).toMatchObject({ pronte: 0, inFlusso: 2 })
    // nothing is ready any more: no flow, no number
    expect((await genera(t, s)).generazione).toMatchObject({ stato: 'conclusa', flussi: 0 })
    // the same archive whenever it is asked for
    const zip = async () =>
      Buffer.from((await s.chi.call(generazioniApi.archivio, { id: fatti[0]!.id })).contenuto as Uint8Array)
    const prima = await zip()
    expect(prima.equals(await zip())).toBe(true)
    // also after the ente has changed its name
    await t.deps.db.inScope({ azione: 'prova', ambito: s.a.id, comuni: s.a.comuni }, (tx) =>
      sql`update ente_flussi set denominazione = 'Ente Rinominato' where id = ${s.ente}`.execute(tx),
    )
    expect(prima.equals(await zip())).toBe(true)
  })

  test('next month the same file needs one click, and the same file twice is recognised', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([rigaBuona(1)]), 'Contributi')
    const { id } = await carica(s.chi, s.ente, csv([rigaBuona(2, { 'Data pagamento': '10/06/2025' })]))
    const { profili } = await s.chi.call(carichiApi.proposta, { id })
    expect(profili).toMatchObject([{ nome: 'Contributi', stesseColonne: true, difetti: [] }])
    const [scelto] = profili
    await s.chi.call(carichiApi.mappa, { id, lettura: {}, profilo: scelto!.profilo, profiloId: scelto!.id })
    await lavora()
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'concluso',
      conti: { pronte: 1 },
      stessoFileIl: null,
    })
    const stesso = await importa(t, s, csv([rigaBuona(1)]))
    expect(stesso.stessoFileIl).not.toBeNull()
    // and its rows are told to be there already
    expect(stesso.conti).toMatchObject({ pronte: 0, daCompletare: 1, rifiutate: 0 })
  })

  test('a preview is what comes after, and writes nothing', async () => {
    const s = await scenaFlussi(t)
    const { id } = await carica(s.chi, s.ente, csv([rigaBuona(1, { 'Data pagamento': '31/02/2025' })]))
    const p = await s.chi.call(carichiApi.proposta, { id })
    const profilo: ProfiloWeb = {
      tipo: 'PS_PSA_SINA',
      voci: p.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : [])),
    }
    const { righe } = await s.chi.call(carichiApi.anteprima, { id, lettura: {}, profilo })
    expect(righe[0]).toMatchObject({ riga: 2, stato: 'rifiutata' })
    expect(righe[0]!.difetti).toContainEqual(
      expect.objectContaining({
        regola: 'PS01',
        campo: 'dataErogazione',
        frase: 'La data «31/02/2025» non esiste: correggila.',
      }),
    )
    expect((await s.chi.call(prestazioniApi.quadro, { ente: s.ente })).voci).toEqual([])
  })
})

test('one person ten thousand times, from a file to a flow where she is once', { timeout: 120_000 }, async () => {
  const s = await scenaFlussi(t)
  const righe = Array.from({ length: 10_000 }, (_, n) => rigaBuona(7, { Protocollo: `2025/${n}` }))
  expect(await importa(t, s, csv(righe))).toMatchObject({ stato: 'concluso', conti: { pronte: 10_000, rifiutate: 0 } })
  const { flussi } = await genera(t, s, { massimoRecord: 10_000 })
  expect(flussi).toMatchObject([{ beneficiari: 1, prestazioni: 10_000 }])
})
