// Whatever an office has: a workbook, a text of another program, columns of fixed width, an INPS file; and what cannot be read gets
// its sentence, before anything is stored.

import { existsSync, globSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
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
import { COLONNE, csv, foglioMinori, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { carichiApi, type ProfiloWeb } from '../../shared/flussi/carichi.api.ts'
import { csvApi } from '../../shared/flussi/csv.api.ts'
import { type Ente, entiApi } from '../../shared/flussi/enti.api.ts'
import { minoreDiProva, occasionaleDiProva, prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { esitiApi } from '../../shared/flussi/esiti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { type Prestazione, prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { xlsx } from '../kernel/tabelle/prova.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'
import { canonico } from './libxml.fixture.ts'
import { prestazioni } from './prestazioni-lettura.ts'
import { conRiferimento, enteDiProva, fileInps, leggiTutto, unisci } from './prova.fixture.ts'
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

describe('more than is taken in', () => {
  const chiede = (url: string, headers: Record<string, string>, payload: Buffer | Readable) =>
    t.app.inject({
      method: 'POST',
      url,
      headers: {
        'x-trama': '1',
        cookie: `trama=${s.chi.token}`,
        'content-type': 'application/octet-stream',
        ...headers,
      },
      payload,
    })
  const restano = () =>
    globSync(join(tmpdir(), 'trama-*', 'lavoro-*', 'file')).filter((f) => existsSync(f) && statSync(f).size > 20e6)

  test('five gigabytes are refused before they arrive, and what never says how long it is when it is too long', async () => {
    const detto = { 'content-length': String(5 * 1024 ** 3) }
    const subito = await chiede(`/api/flussi/carichi?ente=${s.ente}&nome=tutto.csv`, detto, Buffer.from('a;b'))
    expect([subito.statusCode, subito.json().codice]).toEqual([413, 'file-troppo-grande'])
    expect((await s.chi.call(carichiApi.list, { ente: s.ente })).voci).toEqual([])
    const pezzo = Buffer.alloc(1024 * 1024, 0x61)
    let dati = 0
    const senzaFine = Readable.from(
      (function* () {
        for (; dati < 5000; dati++) yield pezzo
      })(),
    )
    // the stream that is cut says why
    await expect(chiede('/api/flussi/esiti?nome=esiti.json', {}, senzaFine)).rejects.toThrow(
      /supera 20 MB.*dividilo in più file/,
    )
    // nobody waits for the rest of it, nor keeps what had come
    expect(dati).toBeLessThan(100)
    await expect.poll(restano).toEqual([])
  })
})

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
    expect(letto.conti).toMatchObject(pronte)
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
  test('in columns of fixed width, found by themselves, with or without their names', async () => {
    const nomi = ['CODICE FISCALE', 'COGNOME', 'COD PRESTAZIONE', 'IMPORTO']
    const testo = (righe: string[][]) =>
      Buffer.from(righe.map((r) => r.map((c, i) => c.padEnd([18, 20, 17, 10][i]!)).join('')).join('\r\n'))
    const dati = [41, 42, 43].map((n) => {
      const r = rigaBuona(n)
      return [r[0]!, r[1]!.toUpperCase(), 'A1.04', `${n}0,50`]
    })
    const proposta = async (righe: string[][]) => {
      const { id } = await carica(s.chi, s.ente, testo(righe), 'estratto.txt')
      return { id, p: await s.chi.call(carichiApi.proposta, { id }) }
    }
    const { p } = await proposta([nomi, ...dati])
    expect(p.lettura).toEqual({ colonneFisse: [0, 18, 38, 55] })
    expect(p.colonne.map((c) => c.nome)).toEqual(nomi)
    const senza = await proposta(dati)
    expect(senza.p.lettura).toEqual({ colonneFisse: [0, 18, 38, 55], nomi: [1, 2, 3, 4].map((n) => `Colonna ${n}`) })
    expect(senza.p.colonne.map((c) => c.campo)).toEqual(['beneficiario.codiceFiscale', null, 'codicePrestazione', null])
    expect(senza.p.colonne[1]!.esempi).toHaveLength(3)
    // and asked for from the page
    const cercate = await s.chi.call(carichiApi.proposta, { id: senza.id, lettura: {}, cerca: 'colonne-fisse' })
    expect(cercate.lettura.colonneFisse).toEqual([0, 18, 38, 55])
    const { id } = await carica(s.chi, s.ente, csv([rigaBuona(44)]))
    expect(await rifiuto(s.chi.call(carichiApi.proposta, { id, lettura: {}, cerca: 'colonne-fisse' }))).toMatchObject({
      detail: expect.stringContaining('scrivi tu dove comincia ciascuna'),
    })
  })
  test('a formula is read as the sheet shows it, once somebody has said so; the profile remembers', async () => {
    const s = await scenaFlussi(t)
    const cella = (v: string) => `<c t="inlineStr"><is><t>${v}</t></is></c>`
    const file = (righe: string[][]) =>
      xlsx(
        `<row>${COLONNE.map(cella).join('')}</row>${righe
          .map(
            (r) =>
              `<row>${r.map((v, n) => (COLONNE[n] === 'Importo' ? `<c t="str"><f>2*10</f><v>${v}</v></c>` : cella(v))).join('')}</row>`,
          )
          .join('')}`,
      )
    const { id } = await carica(s.chi, s.ente, file([rigaBuona(71), rigaBuona(72)]))
    const p = await s.chi.call(carichiApi.proposta, { id })
    expect(p.calcolate).toEqual(['Importo'])
    const voci = p.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : []))
    const profilo: ProfiloWeb = { tipo: 'PS_PSA_SINA', voci }
    const mappa = (lettura: typeof p.lettura) =>
      s.chi.call(carichiApi.mappa, { id, lettura, profilo, salvaCome: 'Con formule' })
    expect(await rifiuto(mappa(p.lettura))).toMatchObject({
      errori: [
        { campo: 'lettura', messaggio: expect.stringContaining('La colonna «Importo» è calcolata con formule') },
      ],
    })
    await mappa({ ...p.lettura, formule: true })
    await lavora(t)
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({ stato: 'concluso', conti: { pronte: 2 } })
    const { id: dopo } = await carica(s.chi, s.ente, file([rigaBuona(73)]))
    const [suo] = (await s.chi.call(carichiApi.proposta, { id: dopo })).profili
    expect(suo).toMatchObject({ nome: 'Con formule', difetti: [], lettura: { formule: true } })
    // one that nobody could see in the first rows stops the reading where it is, and says what to do
    const tante = Array.from({ length: 60 }, (_, n) => rigaBuona(100 + n))
    const nascosta = xlsx(
      `<row>${COLONNE.map(cella).join('')}</row>${tante.map((r) => `<row>${r.map(cella).join('')}</row>`).join('')}<row><c><f>1+1</f><v>2</v></c></row>`,
    )
    const { id: terzo } = await carica(s.chi, s.ente, nascosta)
    await s.chi.call(carichiApi.mappa, { id: terzo, lettura: {}, profilo, salvaCome: 'Senza formule' })
    await lavora(t)
    expect(await s.chi.call(carichiApi.leggi, { id: terzo })).toMatchObject({
      stato: 'fallito',
      errore: expect.stringMatching(/La cella A62 contiene una formula.*scegli di leggere i valori calcolati/),
    })
    // said with a profile that is there, it is remembered by that one
    const { id: quarto } = await carica(s.chi, s.ente, file([rigaBuona(74)]))
    const senza = (await s.chi.call(carichiApi.proposta, { id: quarto })).profili.find(
      (x) => x.nome === 'Senza formule',
    )!
    expect(senza.lettura).not.toHaveProperty('formule')
    await s.chi.call(carichiApi.mappa, {
      id: quarto,
      lettura: { ...senza.lettura, formule: true },
      profilo,
      profiloId: senza.id,
    })
    const ora = (await s.chi.call(carichiApi.proposta, { id: dopo })).profili.find((x) => x.id === senza.id)
    expect(ora?.lettura).toMatchObject({ formule: true })
  })
  test('in a workbook with an index before and titles above: found by itself, kept by the profile, found again next month', async () => {
    const chi = await scenaFlussi(t)
    const cartella = (nome: string, titoli: string[][], righe: string[][]) =>
      scriviCartella({
        titolo: 'prova',
        fogli: [
          { nome: 'Indice', colonne: [{ titolo: 'Elenchi di quest’anno' }], righe: [['Gennaio'], ['Febbraio']] },
          {
            nome,
            colonne: COLONNE.map((_, n) => ({ titolo: n === 0 ? 'COMUNE DIMOSTRATIVO' : '' })),
            righe: [...titoli, [...COLONNE], ...righe].map((r) => COLONNE.map((_, n) => r[n] ?? '')),
          },
        ],
      })
    const { id } = await carica(
      chi.chi,
      chi.ente,
      await cartella('Gennaio', [['Elenco dei contributi', 'gennaio']], [rigaBuona(51)]),
    )
    const p = await chi.chi.call(carichiApi.proposta, { id })
    expect(p.fogli.map((f) => f.nome)).toEqual(['Indice', 'Gennaio'])
    expect(p.lettura).toEqual({ foglio: 'Gennaio', intestazione: 3 })
    expect(p.prime.map((r) => r.riga)).toEqual([1, 2, 3, 4])
    expect(p.colonne.map((c) => c.nome)).toEqual([...COLONNE])
    const profilo: ProfiloWeb = {
      tipo: 'PS_PSA_SINA',
      voci: p.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : [])),
    }
    await chi.chi.call(carichiApi.mappa, { id, lettura: p.lettura, profilo, salvaCome: 'Elenco del mese' })
    await lavora(t)
    expect(await chi.chi.call(carichiApi.leggi, { id })).toMatchObject({ righeLette: 1, conti: { pronte: 1 } })
    expect((await righe(chi)).map((r) => r.riga)).toEqual([4])
    // another sheet, and where its header seems to be
    const indice = await chi.chi.call(carichiApi.proposta, { id, lettura: { foglio: 'indice' }, cerca: 'intestazione' })
    expect(indice.colonne.map((c) => c.nome)).toEqual(['Elenchi di quest’anno'])
    expect(await rifiuto(chi.chi.call(carichiApi.proposta, { id, lettura: { foglio: 'Marzo' } }))).toMatchObject({
      detail: expect.stringContaining('non c’è il foglio'),
    })

    const mese = await cartella(
      'Febbraio',
      [['Elenco dei contributi', 'febbraio'], ['stampato il 3 marzo']],
      [rigaBuona(52), rigaBuona(53)],
    )
    const { id: dopo } = await carica(chi.chi, chi.ente, mese)
    const [scelto] = (await chi.chi.call(carichiApi.proposta, { id: dopo })).profili
    expect(scelto).toMatchObject({ stesseColonne: true, difetti: [], lettura: { foglio: 'Febbraio', intestazione: 4 } })
    await chi.chi.call(carichiApi.mappa, { id: dopo, lettura: scelto!.lettura, profilo, profiloId: scelto!.id })
    await lavora(t)
    expect(await chi.chi.call(carichiApi.leggi, { id: dopo })).toMatchObject({ righeLette: 2, conti: pronte })
  })
  test('in a text with titles above, whatever its separator', async () => {
    const chi = await scenaFlussi(t)
    const testo = [
      'Contributi, anno 2025',
      '',
      ...csv([rigaBuona(61), rigaBuona(62)])
        .toString()
        .split('\r\n'),
    ].join('\r\n')
    const { id } = await carica(chi.chi, chi.ente, Buffer.from(testo))
    const p = await chi.chi.call(carichiApi.proposta, { id })
    expect(p.lettura).toEqual({ intestazione: 3 })
    expect(p.colonne.map((c) => c.nome)).toEqual([...COLONNE])
    // told otherwise, it is read otherwise
    const prima = await chi.chi.call(carichiApi.proposta, { id, lettura: {} })
    expect(prima.colonne).toHaveLength(1)
    const letto = await importa(t, chi, Buffer.from(testo))
    expect(letto).toMatchObject({ righeLette: 2, conti: pronte })
  })
  test('in a workbook whose columns are told by hand: no row is lost', async () => {
    const chi = await scenaFlussi(t)
    const file = await scriviCartella({
      titolo: 'prova',
      fogli: [{ nome: 'Dati', colonne: rigaBuona(71).map((titolo) => ({ titolo })), righe: [rigaBuona(72)] }],
    })
    const { id } = await carica(chi.chi, chi.ente, file)
    const lettura = { nomi: [...COLONNE] }
    const p = await chi.chi.call(carichiApi.proposta, { id, lettura })
    expect(p.colonne[0]).toMatchObject({ nome: 'Codice fiscale', esempi: [rigaBuona(71)[0], rigaBuona(72)[0]] })
    const profilo: ProfiloWeb = {
      tipo: 'PS_PSA_SINA',
      voci: p.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : [])),
    }
    await chi.chi.call(carichiApi.mappa, { id, lettura, profilo })
    await lavora(t)
    expect(await chi.chi.call(carichiApi.leggi, { id })).toMatchObject({ righeLette: 2, conti: pronte })
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

const daInviare = { invio: 'da-inviare' as const, normalizza: true, altroEnte: false }
/** Uploaded, told how it is to be read, and read. */
async function leggiXml(chi: ScenaFlussi, xml: string, come: Partial<Input<typeof carichiApi.leggiXml>> = {}) {
  const { id } = await carica(chi.chi, chi.ente, Buffer.from(xml), 'flusso.xml')
  await chi.chi.call(carichiApi.leggiXml, { id, ...daInviare, ...come })
  await lavora(t)
  return chi.chi.call(carichiApi.leggi, { id })
}
const righe = async (chi: ScenaFlussi, carico?: string) =>
  (await chi.chi.call(prestazioniApi.list, { ente: chi.ente, limite: 200, ...(carico && { carico }) })).voci
const regoleDi = (p: Prestazione) => p.difetti.map((d) => d.regola).sort()
const xmlDi = async (chi: ScenaFlussi, id: string) =>
  Buffer.from((await chi.chi.call(generazioniApi.xml, { id })).contenuto as Uint8Array).toString()
/** The ente of a scene, as the head of a file names it. */
async function testataDi(chi: ScenaFlussi) {
  const ente = (await chi.chi.call(entiApi.list, {})).voci.find((e) => e.id === chi.ente)!
  const { codice, denominazione, sede, codiceFiscaleOperatore } = ente
  return { nome: `${codice}.PS.20250701.0000001`, ente: { codice, denominazione, sede, codiceFiscaleOperatore } }
}

describe('an INPS file', () => {
  test('is read as it is, and what comes out again says the same', async () => {
    const altra = await scenaFlussi(t)
    const prima = [prestazioneDiProva(), occasionaleDiProva()]
    const xml = await unisci(scriviPrestazioni(await testataDi(altra), prima))
    const letto = await leggiXml(altra, xml)
    expect(await s.chi.raw(carichiApi.leggi, { id: letto.id })).toMatchObject({ status: 404 })
    expect(letto).toMatchObject({ stato: 'concluso', formato: 'xml', conti: pronte, avviso: null })
    const { flussi } = await genera(t, altra)
    const dopo = await leggiTutto(await xmlDi(altra, flussi[0]!.id))
    const ordina = (p: typeof prima) => p.toSorted((a, b) => (a.protocolloDomanda! < b.protocolloDomanda! ? -1 : 1))
    expect(ordina(dopo.prestazioni)).toEqual(ordina(prima))
  })

  test('of another ente is read only by who confirms it; one for an older layout is told so', async () => {
    const altra = await scenaFlussi(t)
    const xml = await unisci(
      scriviPrestazioni({ ...enteDiProva, ente: { ...enteDiProva.ente, codice: 'Z999' } }, [occasionaleDiProva()]),
    )
    const vecchio = xml.replace(
      '<Flusso ',
      '<Flusso xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://inps.it/Casellario PS_PSA_SINA201806.xsd" ',
    )
    const { id } = await carica(altra.chi, altra.ente, Buffer.from(vecchio), 'flusso.xml')
    const scheda = await altra.chi.call(carichiApi.leggi, { id })
    expect(scheda).toMatchObject({
      stato: 'da-mappare',
      testata: { codice: 'Z999', denominazione: 'Comune Dimostrativo' },
    })
    const r = await rifiuto(altra.chi.call(carichiApi.leggiXml, { id, ...daInviare }))
    expect([r.campo, r.detail]).toEqual(['altroEnte', expect.stringContaining('(Z999)')])
    expect(await righe(altra)).toEqual([])
    await altra.chi.call(carichiApi.leggiXml, { id, ...daInviare, altroEnte: true })
    await lavora(t)
    const letto = await altra.chi.call(carichiApi.leggi, { id })
    expect(letto).toMatchObject({ stato: 'concluso', conti: { pronte: 1 } })
    expect(letto.avviso).toContain('PS_PSA_SINA201806')
  })

  test('already sent elsewhere never leaves again: it is recognised, and cancelled by a file that repeats it', async () => {
    const altra = await scenaFlussi(t)
    const testata = await testataDi(altra)
    const scritto = (p: PrestazioneErogata[]) => unisci(scriviPrestazioni(testata, p))
    // one of them waits here too, as a spreadsheet had it
    await leggiXml(altra, await scritto([prestazioneDiProva()]))
    const inviate = [prestazioneDiProva({ importoMensile: '350.5' }), occasionaleDiProva()]
    const gia = await leggiXml(altra, await scritto(inviate), { invio: 'gia-inviato' })
    expect(gia).toMatchObject({ giaInviato: true, normalizza: false, conti: { pronte: 0, giaInviate: 2 } })
    expect((await righe(altra, gia.id)).map((p) => p.stato)).toEqual(['in-flusso', 'in-flusso'])
    const [waiting] = (await righe(altra)).filter((p) => p.caricoId !== gia.id)
    expect([waiting!.stato, regoleDi(waiting!)]).toEqual(['da-completare', ['TR01']])
    expect((await genera(t, altra)).generazione).toMatchObject({ flussi: 0 })
    // cancelled: one as it was sent, one that says otherwise
    const cancella = inviate.map((p) => ({ ...p, tipoOperazione: 'C' }))
    const lette = await leggiXml(
      altra,
      await scritto([cancella[0]!, { ...cancella[1]!, denominazionePrestazione: 'Contributi economici' }]),
      { normalizza: false },
    )
    expect((await righe(altra, lette.id)).map((p) => [p.operazione, p.stato, ...regoleDi(p)])).toEqual([
      ['C', 'pronta'],
      ['C', 'da-completare', 'PS12b', 'PS13'],
    ])
    expect((await righe(altra, lette.id))[1]!.difetti.find((d) => d.regola === 'PS13')!.frase).toContain(
      'non ha gli stessi dati',
    )
    const { flussi } = await genera(t, altra)
    const [c] = (await leggiTutto(await xmlDi(altra, flussi[0]!.id))).prestazioni
    expect(c).toEqual(cancella[0])
    const esiti = Buffer.from(JSON.stringify([{ id_flusso: flussi[0]!.nome, codice_esito: 'OK' }]))
    await altra.chi.call(esitiApi.carica, { nome: 'esiti.json' } as never, { file: esiti })
    expect((await righe(altra, gia.id)).map((p) => p.stato)).toEqual(['esclusa', 'in-flusso'])
    // read by mistake as already sent, it is withdrawn
    await altra.chi.call(carichiApi.ritira, { id: gia.id })
    expect((await righe(altra, gia.id)).map((p) => p.stato)).toEqual(['esclusa', 'esclusa'])
  })
})

const conCampioni = test.skipIf(!conRiferimento)
describe('INPS’s samples through the hub', () => {
  // the places that they name
  beforeAll(() =>
    t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, (tx) =>
      sql`with r as (insert into regione (id, nome) values ('13', 'Abruzzo'), ('12', 'Lazio') on conflict do nothing),
           p as (insert into provincia (id, sigla, nome, regione_id) values ('068', 'PE', 'Pescara', '13'), ('058', 'RM', 'Roma', '12') on conflict do nothing)
        insert into comune (id, nome, provincia_id, istat, dal) values ('A008', 'Abbateggio', '068', '068001', '1861-03-17'),
          ('H501', 'Roma', '058', '058091', '1871-01-15'), ('A351', 'Luogo di nascita dell’esempio', '058', '058999', '1861-03-17') on conflict do nothing`.execute(
        tx,
      ),
    ),
  )

  async function sceltaInps(nome: string) {
    const chi = await scenaFlussi(t)
    const testo = fileInps(nome)
    const { intestazione } = await leggiTutto(testo)
    const { id } = await chi.chi.call(entiApi.create, {
      comuneId: chi.comune,
      tipo: 'comune',
      ...(intestazione!.ente as Pick<Ente, 'codice' | 'denominazione' | 'sede' | 'codiceFiscaleOperatore'>),
      gravita: {},
    })
    // what the root carries besides is of who wrote it; the name is of the flow
    const corpo = (xml: string) =>
      canonico(xml.replace(/ (xmlns:xsi|xsi:schemaLocation)="[^"]*"/g, '').replace(/ Nome="[A-Z]\d{3}\.[^"]*"/, ''))
    return { s: { ...chi, ente: id }, testo, corpo, testata: { nome: intestazione!.nome!, ente: intestazione!.ente } }
  }

  conCampioni('sample 1: its defects, and once they are overridden the same file', async () => {
    const { s: chi, testo, corpo } = await sceltaInps('sample_1.xml')
    const letto = await leggiXml(chi, testo, { normalizza: false })
    expect((await righe(chi, letto.id)).map(regoleDi)).toEqual([['PS05a', 'PS05d'], [], ['PS12b']])
    for (const regola of ['PS05a', 'PS05d', 'PS12b'])
      await chi.chi.call(prestazioniApi.deroga, { ente: chi.ente, regola, motivo: 'Esempio di INPS' })
    const { flussi } = await genera(t, chi)
    expect(corpo(await xmlDi(chi, flussi[0]!.id))).toBe(corpo(testo))
    // normalised, a share of zero is taken away, and said
    const altra = await sceltaInps('sample_1.xml')
    const normale = await leggiXml(altra.s, testo)
    const lette = await righe(altra.s, normale.id)
    // its codice fiscale is invented, and does not check
    expect(lette.map(regoleDi)).toEqual([['N04', 'PS05a'], ['N04'], ['N04', 'PS12b']])
    expect(lette[0]!.modifiche).toContainEqual({ campo: 'importoQuotaSsn', prima: '0.00', dopo: null, regola: 'N19' })
  })

  conCampioni('sample 3: refused as it is, kept as it is; normalised, cut at the end of the year', async () => {
    const { s: chi, testo, corpo, testata } = await sceltaInps('sample_3.xml')
    const letto = await leggiXml(chi, testo, { normalizza: false })
    expect((await righe(chi, letto.id)).map(regoleDi)).toEqual([['PS03a', 'PS05a', 'PS05c', 'PS05d']])
    const [r] = await t.deps.db.inScope(
      { azione: 'flusso.correggi', ambito: chi.a.id, comuni: chi.a.comuni, fascicolo: true },
      (tx) => prestazioni(tx, sql`where p.carico_id = ${letto.id}`),
    )
    expect(corpo(await unisci(scriviPrestazioni(testata, [r!.record])))).toBe(corpo(testo))
    const altra = await sceltaInps('sample_3.xml')
    const normale = await leggiXml(altra.s, testo)
    const lette = await righe(altra.s, normale.id)
    expect(lette.map((p) => [p.periodo, ...regoleDi(p)])).toEqual([
      ['2015-08', 'PS05a', 'PS05c', 'PS05d'],
      ['2016-01', 'PS05a', 'PS05c', 'PS05d'],
    ])
    expect(lette[0]!.modifiche.map((m) => m.regola)).toContain('N21')
  })
})

test('in CSV for other programs, as the ente wants it', async () => {
  const altra = await scenaFlussi(t)
  await importa(t, altra, csv([rigaBuona(1), rigaBuona(2, { Importo: '' })]))
  const scarica = async (altro = {}) =>
    Buffer.from(
      (await altra.chi.call(csvApi.scarica, { ente: altra.ente, ...altro })).contenuto as Uint8Array,
    ).toString()
  const tutte = (await scarica()).split('\r\n')
  expect(tutte[0]).toMatch(/^\ufeffCodiceFiscale;Cognome;Nome;/)
  expect(tutte).toHaveLength(4)
  const { versione, ...forma } = await altra.chi.call(csvApi.forma, { ente: altra.ente })
  const colonne = [
    { campo: 'dataErogazione', titolo: 'Pagata il' },
    { campo: 'importo', titolo: 'Euro' },
  ]
  const nuova = {
    ...forma,
    colonne,
    separatore: '|' as const,
    decimali: ',' as const,
    date: 'gma' as const,
    fineRiga: 'unix' as const,
    perFogli: false,
  }
  const inventata = { ...nuova, colonne: [{ campo: 'segreto', titolo: 'x' }] }
  expect(await rifiuto(altra.chi.call(csvApi.cambiaForma, { ente: altra.ente, versione, ...inventata }))).toMatchObject(
    { codice: 'regola-non-rispettata' },
  )
  await altra.chi.call(csvApi.cambiaForma, { ente: altra.ente, versione, ...nuova })
  expect(await scarica({ stato: 'pronta' })).toBe('Pagata il|Euro\n20/05/2025|1234,50\n')
  expect(await rifiuto(altra.chi.call(csvApi.cambiaForma, { ente: altra.ente, versione, ...nuova }))).toMatchObject({
    codice: 'versione-superata',
  })
  expect(await rifiuto(s.chi.call(csvApi.scarica, { ente: altra.ente }))).toMatchObject({ status: 404 })
})

test.each([
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /vecchio|tabella/],
  ['a PDF', Buffer.from('%PDF-1.7 qualcosa'), /non è una tabella/],
  ['a page', Buffer.from('<html><body>ciao</body></html>'), /Non è un flusso INPS|interrotto|html/],
  ['an XML bomb', Buffer.from('<!DOCTYPE x [<!ENTITY a "aaaa">]><Flusso>&a;</Flusso>'), /DOCTYPE/],
  [
    'an external entity',
    Buffer.from('<!DOCTYPE Flusso [<!ENTITY a SYSTEM "file:///etc/passwd">]><Flusso>&a;</Flusso>'),
    /DOCTYPE/,
  ],
  [
    'the layout of 2015',
    Buffer.from('<inps xmlns="http://ws.inps.it/schema/PSA/PSA_InvioPrestazioni_Input.xsd"/>'),
    /PSA del 2015/,
  ],
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
      foglioMinori([
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
      foglioMinori([
        ['fascicolo  8', { condizione: 'Non orfano', disabilita: 'no' }],
        ['Fascicolo 7 Rossi', { scuola: '6' }],
      ]),
    )
    expect(ancora.letto.conti).toEqual({ pronte: 1, daCompletare: 1, rifiutate: 0, giaInviate: 0 })
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
    expect(await leggiXml(m, xml.toString())).toMatchObject({
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
    expect(await m.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'da-mappare',
      tipo: 'SINBA',
      testata: { codice: enteDiProva.ente.codice },
    })
    const campoDi = async (come: object) =>
      (await rifiuto(m.chi.call(carichiApi.leggiXml, { id, ...daInviare, ...come }))).campo
    expect(await campoDi({})).toBe('altroEnte')
    await m.chi.call(carichiApi.leggiXml, { id, ...daInviare, altroEnte: true })
    await lavora(t)
    expect(await m.chi.call(carichiApi.leggi, { id })).toMatchObject({ stato: 'concluso', prestazioni: 2 })
    const lette = await Promise.all((await schede(m)).map((s) => m.chi.call(minoriApi.leggi, { id: s.id })))
    expect(lette.map((s) => s.riferimento).sort()).toEqual(['F205-77', 'K7Q2-0001'])
    for (const s of lette) expect(s.gettone).toMatch(/^[A-Z2-7]{20}$/)
  })

  test('a row that does not say of whom stops the file, with its number', async () => {
    const m = await scenaFlussi(t)
    const { letto } = await leggi(m, foglioMinori([['Fascicolo 1'], ['']]))
    expect(letto).toMatchObject({ stato: 'fallito', errore: expect.stringMatching(/^Riga 3: manca il riferimento/) })
    expect(await schede(m)).toEqual([])
    const misto = (await unisci(scriviPrestazioni(enteDiProva, [occasionaleDiProva()]))).replace(
      '</Flusso>',
      `${/<SINBA[\s\S]*<\/SINBA>/.exec(await unisci(scriviMinori(enteDiProva, [buono])))![0]}</Flusso>`,
    )
    expect((await rifiuto(carica(m.chi, m.ente, Buffer.from(misto)))).detail).toMatch(/prestazioni e minori insieme/)
  })
})
