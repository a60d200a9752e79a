// What a clerk does with the rows that do not go: corrects, corrects many, overrides with a reason, puts back, teaches, works in a
// spreadsheet, excludes; and with what has left and was wrong.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type TestApp, testApp } from '../../../test/support/app.ts'
import {
  genera,
  importa,
  lavora,
  luoghiFlussi,
  type ScenaFlussi,
  scenaFlussi,
  xmlDi,
} from '../../../test/support/flussi.ts'
import { COLONNE, csv, personaSintetica, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { copiaApi } from '../../shared/flussi/copia.api.ts'
import { elabora } from '../../shared/flussi/elabora.ts'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import { esitiApi } from '../../shared/flussi/esiti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { insegnamentiApi } from '../../shared/flussi/insegnamenti.api.ts'
import { prestazioniApi as api, type Prestazione } from '../../shared/flussi/prestazioni.api.ts'
import { rielaborazioniApi } from '../../shared/flussi/rielaborazioni.api.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'
import { dentroFlussi } from './carichi-corsa.ts'
import { contestoDi } from './contesto.ts'
import { riprendi } from './modulo.ts'
import { applicaScritti, scriviNuove } from './prestazioni-scrittura.ts'

let t: TestApp
let cartella: string
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora(t)
  cartella = await mkdtemp(join(tmpdir(), 'trama-prova-'))
})
afterAll(async () => {
  await rm(cartella, { recursive: true, force: true })
  await t.close()
})

const righe = async (s: ScenaFlussi, stato?: Prestazione['stato']) =>
  (await s.chi.call(api.list, { ente: s.ente, ...(stato && { stato }), limite: 200 })).voci
const valore = (p: Prestazione, campo: string) => p.valori.find((v) => v.campo === campo)?.valore
const conti = async (s: ScenaFlussi) => {
  const { voci } = await s.chi.call(api.quadro, { ente: s.ente })
  const somma = (k: 'rifiutate' | 'daCompletare' | 'pronte' | 'inFlusso' | 'accettate' | 'escluse') =>
    voci.reduce((n, v) => n + v[k], 0)
  return [
    somma('rifiutate'),
    somma('daCompletare'),
    somma('pronte'),
    somma('inFlusso'),
    somma('accettate'),
    somma('escluse'),
  ]
}

describe('a row that does not go', () => {
  test('is corrected as one writes, normalised and checked again; an older screen does not overwrite it', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([rigaBuona(1, { 'Data pagamento': '31/02/2025' })]))
    const [p] = await righe(s, 'rifiutata')
    const corretta = await s.chi.call(api.correggi, {
      id: p!.id,
      versione: p!.versione,
      campi: [{ campo: 'dataErogazione', valore: '28 febbraio 2025' }],
    })
    expect(corretta).toMatchObject({ stato: 'pronta', periodo: '2025-02', difetti: [] })
    expect(valore(corretta, 'dataErogazione')).toBe('2025-02-28')
    expect(corretta.modifiche.slice(-2).map((m) => m.regola)).toEqual(['corretta', 'N05'])
    const tardi = { id: p!.id, versione: p!.versione, campi: [{ campo: 'importo', valore: '1' }] }
    expect(await rifiuto(s.chi.call(api.correggi, tardi))).toMatchObject({ codice: 'versione-superata' })
    const inventato = { ...tardi, versione: corretta.versione, campi: [{ campo: '__proto__.x', valore: '1' }] }
    expect(await rifiuto(s.chi.call(api.correggi, inventato))).toMatchObject({ codice: 'regola-non-rispettata' })
  })

  test('many at once, only where it is written so; and the next file has learned it', async () => {
    const s = await scenaFlussi(t)
    const sad = (n: number) => rigaBuona(n, { 'Codice INPS': 'CONTR' })
    await importa(t, s, csv([sad(1), sad(2), rigaBuona(3, { 'Codice INPS': 'BOH' })]))
    const fatte = await s.chi.call(api.correggiMolte, {
      ente: s.ente,
      campo: 'codicePrestazione',
      prima: 'CONTR',
      valore: 'A1.04',
      insegna: true,
    })
    expect(fatte).toEqual({ cambiate: 2, dopo: null })
    expect(await conti(s)).toEqual([1, 0, 2, 0, 0, 0])
    const dopo = await importa(t, s, csv([sad(4)]))
    expect(dopo.conti).toMatchObject({ pronte: 1, daCompletare: 0, rifiutate: 0 })
    const nuova = (await righe(s, 'pronta')).find((p) => p.riga === 2 && p.caricoId === dopo.id)
    expect(nuova!.modifiche).toContainEqual({
      campo: 'codicePrestazione',
      prima: 'CONTR',
      dopo: 'A1.04',
      regola: 'insegnata',
    })
    const { voci } = await s.chi.call(insegnamentiApi.list, { ente: s.ente })
    expect(voci).toMatchObject([{ campo: 'codicePrestazione', prima: 'CONTR', dopo: 'A1.04' }])
    // what was normalised is taught as it was read, and not as it had become
    await importa(t, s, csv([rigaBuona(6, { 'Codice INPS': 'a1,05' })]))
    await s.chi.call(api.correggiMolte, {
      ente: s.ente,
      campo: 'codicePrestazione',
      prima: 'A1.05',
      valore: 'A1.04',
      insegna: true,
    })
    const imparate = (await s.chi.call(insegnamentiApi.list, { ente: s.ente })).voci
    expect(imparate.map((v) => `${v.prima} → ${v.dopo}`)).toContain('a1,05 → A1.04')
    await s.chi.call(insegnamentiApi.togli, { id: voci[0]!.id })
    expect((await importa(t, s, csv([sad(5)]))).conti).toMatchObject({ pronte: 0, daCompletare: 0, rifiutate: 1 })
  })

  test('many at once, typed as one types: those that are so already are left, and there is an end', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv(Array.from({ length: 502 }, (_, n) => rigaBuona(n))))
    const tutte = { ente: s.ente, campo: 'presaInCarico', valore: 'sì' }
    const prima = await s.chi.call(api.correggiMolte, tutte)
    expect(prima).toEqual({ cambiate: 500, dopo: expect.any(Number) })
    expect(await s.chi.call(api.correggiMolte, { ...tutte, dopo: prima.dopo! })).toEqual({ cambiate: 2, dopo: null })
    expect(await s.chi.call(api.correggiMolte, tutte)).toMatchObject({ cambiate: 0 })
    const [p] = await righe(s)
    expect([valore(p!, 'presaInCarico'), p!.modifiche.filter((m) => m.regola === 'corretta').length]).toEqual(['1', 1])
  })

  test('the codes that a field may have are told with what they mean', async () => {
    const s = await scenaFlussi(t)
    const perCampo = new Map((await s.chi.call(api.scelte, {})).voci.map((v) => [v.campo, v.voci]))
    expect(perCampo.get('codicePrestazione')).toContainEqual(expect.objectContaining({ codice: 'A1.04' }))
    expect(perCampo.get('presaInCarico')).toEqual([
      { codice: '1', nome: 'Sì' },
      { codice: '2', nome: 'No' },
    ])
    expect(perCampo.get('presenzaProvaMezzi')).toHaveLength(4)
    expect(perCampo.has('importo')).toBe(false)
  })

  test('a warning is overridden with a reason, in one or in all; an error of INPS is not', async () => {
    const s = await scenaFlussi(t)
    await importa(
      t,
      s,
      csv([1, 2, 3].map((n) => rigaBuona(n, { 'Codice INPS': 'A2.20' })).concat([rigaBuona(4, { Importo: '' })])),
    )
    expect(await conti(s)).toEqual([1, 3, 0, 0, 0, 0])
    const motivo = 'Verificato con il servizio sociale'
    const [una] = await righe(s, 'da-completare')
    expect(await s.chi.call(api.deroga, { ente: s.ente, id: una!.id, regola: 'PS07', motivo })).toEqual({ cambiate: 1 })
    expect(await conti(s)).toEqual([1, 2, 1, 0, 0, 0])
    expect(await s.chi.call(api.deroga, { ente: s.ente, regola: 'PS07', motivo })).toEqual({ cambiate: 2 })
    expect(await conti(s)).toEqual([1, 0, 3, 0, 0, 0])
    expect((await s.chi.call(api.leggi, { id: una!.id })).deroghe).toMatchObject([{ regola: 'PS07', motivo }])
    expect(await rifiuto(s.chi.call(api.deroga, { ente: s.ente, regola: 'PS02', motivo }))).toMatchObject({
      codice: 'regola-non-rispettata',
    })
  })

  test('a change of the normalisation is put back, and stays so', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([rigaBuona(1, { Cognome: 'D’Esempio' })]))
    const [p] = await righe(s)
    expect(valore(p!, 'beneficiario.anagrafica.cognome')).toBe("D'ESEMPIO")
    const tornata = await s.chi.call(api.ripristina, {
      id: p!.id,
      versione: p!.versione,
      campo: 'beneficiario.anagrafica.cognome',
    })
    expect(valore(tornata, 'beneficiario.anagrafica.cognome')).toBe('D’Esempio')
    const dopo = await s.chi.call(api.correggi, {
      id: p!.id,
      versione: tornata.versione,
      campi: [{ campo: 'importo', valore: '10' }],
    })
    expect(valore(dopo, 'beneficiario.anagrafica.cognome')).toBe('D’Esempio')
    expect(valore(dopo, 'importo')).toBe('10.00')
  })

  test('leaves as a workbook and comes back corrected', async () => {
    const s = await scenaFlussi(t)
    await importa(
      t,
      s,
      csv([rigaBuona(1, { 'Data pagamento': '31/02/2025' }), rigaBuona(2, { Importo: '' }), rigaBuona(3)]),
    )
    const { contenuto } = await s.chi.call(api.foglio, { ente: s.ente })
    const path = join(cartella, 'foglio.xlsx')
    await writeFile(path, contenuto as Uint8Array)
    const lette: string[][] = []
    for await (const r of leggiTabella(path)) lette.push(r.celle)
    const [colonne, ...corpo] = lette as [string[], ...string[][]]
    expect(corpo).toHaveLength(2)
    expect(corpo[0]![0]).toContain('31/02/2025')
    corpo[0]![colonne.indexOf('Data di erogazione')] = '28/02/2025'
    corpo[1]![colonne.indexOf('Importo della prestazione')] = '350,00'
    const file = await scriviCartella({
      titolo: 'prova',
      fogli: [{ nome: 'Da correggere', colonne: colonne.map((titolo) => ({ titolo })), righe: corpo }],
    })
    const rientra = () => s.chi.call(api.rientro, { ente: s.ente, nome: 'foglio.xlsx' } as never, { file })
    expect(await rientra()).toEqual({ cambiate: 2, uguali: 0, problemi: [] })
    expect(await conti(s)).toEqual([0, 0, 3, 0, 0, 0])
    // the same workbook again is of older rows
    expect((await rientra()).problemi).toHaveLength(2)
    const altro = { ente: s.ente, nome: 'altro.csv' } as never
    expect(await rifiuto(s.chi.call(api.rientro, altro, { file: csv([rigaBuona(1)]) }))).toMatchObject({
      codice: 'tipo-file-non-ammesso',
    })
  })

  test('leaves in more workbooks when they are many, and comes back however many rows it has', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([1, 2, 3].map((n) => rigaBuona(n, { 'Data pagamento': '31/02/2025' }))))
    expect((await s.chi.call(api.fogli, { ente: s.ente })).voci).toEqual([{ dopo: 0, righe: 3 }])
    const righeDel = async (dopo: number) => {
      const path = join(cartella, 'parte.xlsx')
      await writeFile(path, (await s.chi.call(api.foglio, { ente: s.ente, dopo })).contenuto as Uint8Array)
      const lette: string[][] = []
      for await (const r of leggiTabella(path)) lette.push(r.celle)
      return lette
    }
    const [colonne, ...corpo] = (await righeDel(0)) as [string[], ...string[][]]
    expect(corpo).toHaveLength(3)
    const { rows } = await t.deps.db.inScope({ azione: 'prova', ambito: s.a.id, comuni: [s.comune] }, (tx) =>
      sql<{ ordine: number }>`select ordine from prestazione_erogata where ente_id = ${s.ente} order by ordine`.execute(
        tx,
      ),
    )
    expect(await righeDel(rows[0]!.ordine)).toHaveLength(1 + 2)
    // twenty thousand of another ente before the one of this
    const qui = [colonne.indexOf('Data di erogazione'), colonne.length - 1]
    const altre = Array.from({ length: 20_500 }, () => ['28/02/2025', `${crypto.randomUUID()} 1`])
    const mia = ['28/02/2025', corpo[2]![qui[1]!]!]
    const file = await scriviCartella({
      titolo: 'prova',
      fogli: [{ nome: 'Da correggere', colonne: qui.map((c) => ({ titolo: colonne[c!]! })), righe: [...altre, mia] }],
    })
    const esito = await s.chi.call(api.rientro, { ente: s.ente, nome: 'foglio.xlsx' } as never, { file })
    expect(esito).toMatchObject({ cambiate: 1, uguali: 0 })
    expect(esito.problemi).toHaveLength(100)
    expect(await conti(s)).toEqual([2, 0, 1, 0, 0, 0])
  })

  test('is excluded and taken in again; a copy of it is told', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([rigaBuona(1)]))
    const [p] = await righe(s)
    await s.chi.call(api.escludi, { id: p!.id, versione: p!.versione })
    expect(await conti(s)).toEqual([0, 0, 0, 0, 0, 1])
    // with the first excluded, the same row in another file is the only one
    expect((await importa(t, s, csv([rigaBuona(1), rigaBuona(2)]))).conti).toMatchObject({ pronte: 2 })
    const r = await s.chi.call(api.riammetti, { id: p!.id, versione: p!.versione + 1 })
    expect(r).toMatchObject({ stato: 'da-completare', difetti: [{ regola: 'TR01' }] })
  })
})

test('a prestazione written by hand is normalised like those of a file; a period over two years makes two', async () => {
  const s = await scenaFlussi(t)
  const campi = Object.entries({
    'beneficiario.codiceFiscale': personaSintetica(7)
      .codiceFiscale.toLowerCase()
      .replace(/^(.{6})/, '$1 '),
    'beneficiario.anagrafica.cognome': 'Dimostrativa',
    'beneficiario.anagrafica.nome': 'Sintetica',
    'beneficiario.anagrafica.annoNascita': '12/03/1950',
    'beneficiario.anagrafica.luogoNascita': 'Milano',
    'beneficiario.anagrafica.genere': 'Femmina',
    'beneficiario.anagrafica.cittadinanza': 'Italia',
    'beneficiario.indirizzi.0.comune': 'Milano (MI)',
    codicePrestazione: 'a1,4',
    protocolloDomanda: '2025/77',
    carattere: 'periodico',
    dataInizio: '1/11/2025',
    dataFine: '28/2/2026',
    importoMensile: '1.000,00',
    presenzaProvaMezzi: '4',
    presaInCarico: 'no',
  }).map(([campo, valore]) => ({ campo, valore }))
  const { voci } = await s.chi.call(api.create, { ente: s.ente, campi })
  expect(voci.map((v) => v.stato)).toEqual(['pronta', 'pronta'])
  const fatte = await righe(s)
  expect(fatte.map((p) => [p.periodo, valore(p, 'dataFine'), valore(p, 'periodoErogazione')])).toEqual([
    ['2025-11', '2025-12-31', '2'],
    ['2026-01', '2026-02-28', '2'],
  ])
})

/** What INPS answers of a flow. */
const risponde = (s: ScenaFlussi, flusso: string, codice: string) =>
  s.chi.call(esitiApi.carica, { nome: 'esiti.json' } as never, {
    file: Buffer.from(JSON.stringify([{ id_flusso: flusso, codice_esito: codice, descrizione_esito: 'Non va' }])),
  })

test('the same prestazione from two works at once is told in the second, whichever ends first', async () => {
  const s = await scenaFlussi(t)
  await importa(t, s, csv([rigaBuona(1)]))
  const [p] = await righe(s)
  const campi = p!.valori.map((v) => (v.campo === 'protocolloDomanda' ? { ...v, valore: '2025/999' } : v))
  const incarico = { id: '', ambito: s.a.id, utente: s.chi.utenteId, comuni: [s.comune] }
  let altra: Promise<{ voci: { stato: string }[] }> | undefined
  await dentroFlussi(t.deps, 'flusso.correggi', incarico, async (ctx) => {
    const { nuovo } = applicaScritti(leggiVuoto(), campi, 'corretta')
    await scriviNuove(ctx, { enteId: s.ente, comuneId: s.comune }, elabora(nuovo, await contestoDi(ctx, s.ente)))
    altra = s.chi.call(api.create, { ente: s.ente, campi })
    // long enough for it to have looked, had nothing held it
    await new Promise((si) => setTimeout(si, 300))
  })
  expect((await altra!).voci.map((v) => v.stato)).toEqual(['da-completare'])
  expect((await righe(s)).filter((r) => valore(r, 'protocolloDomanda') === '2025/999').map((r) => r.stato)).toEqual([
    'pronta',
    'da-completare',
  ])
})
const leggiVuoto = () => ({ beneficiario: { anagrafica: {}, indirizzi: [] } })

describe('what has left', () => {
  test('is not corrected where it is: it is cancelled, and the right one follows in a later file', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([rigaBuona(1), rigaBuona(2)]))
    await genera(t, s)
    const [p] = await righe(s, 'in-flusso')
    const cambia = { id: p!.id, versione: p!.versione, campi: [{ campo: 'importo', valore: '1' }] }
    expect(await rifiuto(s.chi.call(api.correggi, cambia))).toMatchObject({ codice: 'stato-non-ammesso' })
    const { voci } = await s.chi.call(api.cancella, {
      id: p!.id,
      motivo: 'Importo sbagliato',
      campi: [{ campo: 'importo', valore: '999,00' }],
    })
    expect(voci.map((v) => v.stato)).toEqual(['pronta', 'pronta'])
    expect(await rifiuto(s.chi.call(api.cancella, { id: p!.id, motivo: 'Due volte' }))).toMatchObject({
      codice: 'stato-non-ammesso',
    })
    const [annulla, giusta] = voci
    expect((await s.chi.call(api.leggi, { id: giusta!.id })).legami).toMatchObject({ segue: { id: annulla!.id } })
    expect((await s.chi.call(api.leggi, { id: p!.id })).legami).toMatchObject({
      annullata: { id: annulla!.id },
      seguita: { id: giusta!.id },
    })
    // what takes its place leaves once INPS has taken the cancellation, and not before
    const prima = await genera(t, s)
    expect(prima.flussi.map((f) => f.nome.slice(-7))).toEqual(['0000002'])
    expect((await genera(t, s)).generazione).toMatchObject({ flussi: 0 })
    expect(await xmlDi(s, prima.flussi[0]!.id)).toContain('TipoOperazione="C"')
    expect(await xmlDi(s, prima.flussi[0]!.id)).toContain('ImportoPrestazione="1234.50"')
    await risponde(s, prima.flussi[0]!.nome, 'OK')
    const dopo = await genera(t, s)
    expect(dopo.flussi.map((f) => f.nome.slice(-7))).toEqual(['0000003'])
    expect(await xmlDi(s, dopo.flussi[0]!.id)).toContain('ImportoPrestazione="999.00"')
    expect(await xmlDi(s, dopo.flussi[0]!.id)).not.toContain('TipoOperazione="C"')
    // what INPS has cancelled is not taken in again: it stays in the flow that it left in
    await risponde(s, dopo.flussi[0]!.nome, 'OK')
    const [via] = await righe(s, 'esclusa')
    expect(via!.id).toBe(p!.id)
    const riammessa = await rifiuto(s.chi.call(api.riammetti, { id: via!.id, versione: via!.versione }))
    expect(riammessa).toMatchObject({
      codice: 'stato-non-ammesso',
      detail: expect.stringContaining('INPS l’ha cancellata'),
    })
    expect((await genera(t, s)).generazione).toMatchObject({ flussi: 0 })
  })

  /** One that has left, its cancellation and what takes its place. */
  async function sostituita(s: ScenaFlussi, conQuella = true) {
    await importa(t, s, csv([rigaBuona(1)]))
    const { flussi } = await genera(t, s)
    const [p] = await righe(s, 'in-flusso')
    const campi = conQuella ? { campi: [{ campo: 'importo', valore: '999,00' }] } : {}
    const { voci } = await s.chi.call(api.cancella, { id: p!.id, motivo: 'Importo sbagliato', ...campi })
    return { p: p!, flusso: flussi[0]!.nome, annulla: voci[0]!.id, giusta: voci[1]?.id }
  }
  const stato = async (s: ScenaFlussi, id: string) => (await s.chi.call(api.leggi, { id })).stato

  test('a cancellation that INPS refuses keeps back what follows it; overridden, it leaves again', async () => {
    const s = await scenaFlussi(t)
    const { annulla, giusta } = await sostituita(s)
    const { flussi } = await genera(t, s)
    await risponde(s, flussi[0]!.nome, 'DATI_NON_TROVATI')
    const c = await s.chi.call(api.leggi, { id: annulla })
    expect(c).toMatchObject({ stato: 'rifiutata', difetti: [{ regola: 'TR02' }] })
    expect(c.difetti.at(-1)!.frase).toContain('respinto la cancellazione')
    expect((await genera(t, s)).generazione).toMatchObject({ flussi: 0 })
    expect(await stato(s, giusta!)).toBe('pronta')
    await s.chi.call(api.deroga, { ente: s.ente, id: annulla, regola: 'TR02', motivo: 'Sentita INPS: si rimanda' })
    expect((await genera(t, s)).generazione).toMatchObject({ flussi: 1, prestazioni: 1 })
    // excluded with the cancellation, it does not come back without it
    const altra = await scenaFlussi(t)
    const due = await sostituita(altra)
    for (const id of [due.giusta!, due.annulla])
      await altra.chi.call(api.escludi, { id, versione: (await altra.chi.call(api.leggi, { id })).versione })
    const { versione } = await altra.chi.call(api.leggi, { id: due.giusta! })
    const sola = altra.chi.call(api.riammetti, { id: due.giusta!, versione })
    expect(await rifiuto(sola)).toMatchObject({ detail: expect.stringContaining('riammetti prima la cancellazione') })
  })

  test('what INPS refuses has nothing to be cancelled: what takes its place goes alone, once its reason is dealt with', async () => {
    const s = await scenaFlussi(t)
    const { p, flusso, annulla, giusta } = await sostituita(s)
    await risponde(s, flusso, 'DATI_NON_TROVATI')
    expect([await stato(s, p.id), await stato(s, annulla)]).toEqual(['esclusa', 'esclusa'])
    const nuova = await s.chi.call(api.leggi, { id: giusta! })
    expect(nuova).toMatchObject({ stato: 'rifiutata', difetti: [{ regola: 'TR02' }] })
    expect((await genera(t, s)).generazione).toMatchObject({ flussi: 0 })
    for (const [id, perche] of [
      [p.id, 'ne ha preso il posto'],
      [annulla, 'non c’è nulla da cancellare'],
    ] as const) {
      const { versione } = await s.chi.call(api.leggi, { id })
      expect(await rifiuto(s.chi.call(api.riammetti, { id, versione }))).toMatchObject({
        detail: expect.stringContaining(perche),
      })
    }
    const campi = [{ campo: 'importo', valore: '900,00' }]
    await s.chi.call(api.correggi, { id: giusta!, versione: nuova.versione, campi })
    const dopo = await genera(t, s)
    expect(dopo.generazione).toMatchObject({ flussi: 1, prestazioni: 1 })
    expect(await xmlDi(s, dopo.flussi[0]!.id)).toContain('ImportoPrestazione="900.00"')
    // and it can be cancelled in its turn
    expect((await s.chi.call(api.cancella, { id: giusta!, motivo: 'Era di un altro' })).voci).toHaveLength(1)
  })

  test('nor when its cancellation has left meanwhile, or nothing follows it', async () => {
    const s = await scenaFlussi(t)
    const { p, flusso, annulla, giusta } = await sostituita(s)
    const { flussi } = await genera(t, s)
    await risponde(s, flusso, 'DATI_NON_TROVATI')
    expect([await stato(s, p.id), await stato(s, annulla)]).toEqual(['esclusa', 'in-flusso'])
    await s.chi.call(api.deroga, { ente: s.ente, id: giusta!, regola: 'TR02', motivo: 'Ora è giusta' })
    expect((await genera(t, s)).generazione).toMatchObject({ flussi: 0 })
    await risponde(s, flussi[0]!.nome, 'DATI_NON_TROVATI')
    expect(await stato(s, annulla)).toBe('esclusa')
    expect((await genera(t, s)).generazione).toMatchObject({ flussi: 1, prestazioni: 1 })
    const altra = await scenaFlussi(t)
    const sola = await sostituita(altra, false)
    await risponde(altra, sola.flusso, 'DATI_NON_TROVATI')
    expect(await conti(altra)).toEqual([0, 0, 0, 0, 0, 2])
    expect((await genera(t, altra)).generazione).toMatchObject({ flussi: 0 })
  })

  test('outcomes by file: each once, accepted ones rest, refused ones come back with INPS’s reason', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([rigaBuona(1), rigaBuona(2)]))
    const { flussi } = await genera(t, s, { massimoRecord: 1 })
    expect(flussi).toHaveLength(2)
    const [primo, secondo] = flussi
    const file = Buffer.from(
      JSON.stringify({
        elenco_esiti: [
          {
            id_flusso: primo!.nome,
            codice_esito: 'OK',
            id_acquisizione_siuss: 'X1',
            ts_acquisizione: '2026-03-03T10:00:00Z',
          },
          {
            id_flusso: secondo!.nome,
            codice_esito: 'DATI_NON_TROVATI',
            descrizione_esito: 'Codice fiscale sconosciuto',
          },
          { id_flusso: 'Z999.PS.20260101.0000001', codice_esito: 'OK' },
          { id_flusso: 'A000.PS.20260101.0000001', codice_esito: 'OK' },
          { id_flusso: primo!.nome, codice_esito: 'BOH' },
        ],
      }),
    )
    const riporta = (f: Uint8Array, nome: string) => s.chi.call(esitiApi.carica, { nome } as never, { file: f })
    const primaVolta = await riporta(file, 'esiti.json')
    expect(primaVolta).toMatchObject({ accettati: 1, respinti: 1, giaNoti: 0 })
    // the answers that cannot be read, then the flows of others as they stand in the file
    expect(primaVolta.problemi).toEqual(['BOH', 'Z999', 'A000'].map((detto) => expect.stringContaining(detto)))
    expect(await conti(s)).toEqual([1, 0, 0, 0, 1, 0])
    expect(await riporta(file, 'esiti.json')).toMatchObject({ accettati: 0, respinti: 0, giaNoti: 2 })
    expect(await conti(s)).toEqual([1, 0, 0, 0, 1, 0])
    const [tornata] = await righe(s, 'rifiutata')
    expect(tornata!.difetti[0]).toMatchObject({ regola: 'TR02' })
    expect(tornata!.difetti[0]!.frase).toContain('Codice fiscale sconosciuto')
    // excluded and taken in again, it is refused still
    const { id, versione } = tornata!
    await s.chi.call(api.escludi, { id, versione })
    const riammessa = await s.chi.call(api.riammetti, { id, versione: versione + 1 })
    expect(riammessa).toMatchObject({ stato: 'rifiutata', difetti: [{ regola: 'TR02' }] })
    // corrected, it leaves again in another flow
    await s.chi.call(api.correggi, {
      id,
      versione: riammessa.versione,
      campi: [{ campo: 'importo', valore: '12,00' }],
    })
    const dopo = await genera(t, s)
    expect(dopo.generazione).toMatchObject({ flussi: 1, prestazioni: 1 })
    // a table does as well, and another answer to what is settled changes nothing
    const tabella = Buffer.from(
      `Nome flusso;Esito;Descrizione\n${dopo.flussi[0]!.nome}.xml;Accettato;\n${primo!.nome};Respinto;No\n`,
    )
    const poi = await riporta(tabella, 'esiti.csv')
    expect(poi).toMatchObject({ accettati: 1, respinti: 0 })
    expect(poi.problemi[0]).toContain('risultava accettato')
  })
})

const rielabora = async (s: ScenaFlussi, altro: { periodo?: string; carico?: string } = {}) => {
  const { id } = await s.chi.call(rielaborazioniApi.avvia, { ente: s.ente, ...altro })
  await lavora(t)
  return s.chi.call(rielaborazioniApi.leggi, { id })
}

test('an error of INPS’s own is no refusal: the flow waits to be sent again, or is given up with a reason', async () => {
  const s = await scenaFlussi(t)
  await importa(t, s, csv([rigaBuona(1)]))
  const { flussi } = await genera(t, s)
  const [f] = flussi
  const risponde = (codice: string) => {
    const file = Buffer.from(
      JSON.stringify([{ id_flusso: f!.nome, codice_esito: codice, ts_acquisizione: '2026-03-01T10:00:00Z' }]),
    )
    return s.chi.call(esitiApi.carica, { nome: 'esiti.json' } as never, { file })
  }
  const visto = async () => (await s.chi.call(generazioniApi.flussi, { ente: s.ente })).voci[0]!
  expect(await rifiuto(s.chi.call(esitiApi.rinuncia, { id: f!.id, motivo: 'Non serve più' }))).toMatchObject({
    codice: 'stato-non-ammesso',
  })
  expect(await risponde('ERRORE_GENERICO')).toMatchObject({ accettati: 0, respinti: 0, daRitentare: 1, problemi: [] })
  expect(await risponde('ERRORE_GENERICO')).toMatchObject({ daRitentare: 0, giaNoti: 1 })
  expect(await conti(s)).toEqual([0, 0, 0, 1, 0, 0])
  expect(await visto()).toMatchObject({ esito: null, erroreInpsIl: expect.any(String) })
  // sent again as it is, INPS takes it
  expect(await risponde('OK')).toMatchObject({ accettati: 1, problemi: [] })
  expect(await visto()).toMatchObject({ esito: 'accettato', erroreInpsIl: null })
  const altra = await scenaFlussi(t)
  await importa(t, altra, csv([rigaBuona(1)]))
  const g = (await genera(t, altra)).flussi[0]!
  const file = Buffer.from(`Flusso;Esito\n${g.nome};ERRORE_GENERICO\n`)
  await altra.chi.call(esitiApi.carica, { nome: 'esiti.csv' } as never, { file })
  await altra.chi.call(esitiApi.rinuncia, { id: g.id, motivo: 'Verificato: INPS non l’ha' })
  const [tornata] = await righe(altra, 'rifiutata')
  expect(tornata!.difetti[0]).toMatchObject({
    regola: 'TR02',
    frase: expect.stringContaining('Verificato: INPS non l’ha'),
  })
})

describe('what is given every month', () => {
  const colonne = [...COLONNE, 'Data inizio', 'Data fine', 'Importo mensile']
  const mensile = (n: number, dal: string, al: string) => [
    ...rigaBuona(n, { Carattere: 'Periodico', 'Data pagamento': '', Importo: '' }),
    dal,
    al,
    '250,00',
  ]
  const guarda = async (s: ScenaFlussi, mese: string) =>
    (await s.chi.call(copiaApi.anteprima, { ente: s.ente, mese })).voci
  test('is copied to the next month, those chosen, and never twice whatever is corrected in the copy', async () => {
    const s = await scenaFlussi(t)
    await importa(
      t,
      s,
      csv(
        [
          mensile(1, '01/01/2025', '31/01/2025'),
          mensile(2, '15/01/2025', '30/01/2025'),
          mensile(3, '01/01/2025', '30/06/2025'),
          mensile(4, '01/01/2025', ''),
          mensile(5, '01/01/2025', '31/01/2025'),
          [...rigaBuona(6, { 'Data pagamento': '10/01/2025' }), '', '', ''],
          // February has the fifth already, with another amount
          mensile(5, '01/02/2025', '28/02/2025').with(-1, '260,00'),
        ],
        colonne,
      ),
    )
    const viste = await guarda(s, '2025-01')
    expect(viste.map((v) => [v.dal, v.al, v.motivo])).toEqual([
      ['2025-02-01', '2025-02-28', null],
      ['2025-02-15', '2025-02-28', null],
      ['2025-01-01', '2025-06-30', 'piu-mesi'],
      ['2025-01-01', '', 'senza-fine'],
      ['2025-01-01', '2025-01-31', 'gia-presente'],
    ])
    const [prima, seconda] = viste
    const copia = (...ids: string[]) => s.chi.call(copiaApi.copia, { ente: s.ente, mese: '2025-01', prestazioni: ids })
    expect(await copia(prima!.id)).toEqual({ copiate: 1, saltate: 0 })
    const copiata = (await righe(s)).at(-1)!
    expect([copiata.periodo, copiata.stato, valore(copiata, 'periodoErogazione')]).toEqual([
      '2025-02',
      'pronta',
      undefined,
    ])
    const campi = [{ campo: 'protocolloDomanda', valore: 'Altro/1' }]
    await s.chi.call(api.correggi, { id: copiata.id, versione: copiata.versione, campi })
    expect(await copia(...viste.map((v) => v.id))).toEqual({ copiate: 1, saltate: 4 })
    expect(await copia(...viste.map((v) => v.id))).toEqual({ copiate: 0, saltate: 5 })
    expect((await guarda(s, '2025-01')).map((v) => v.motivo)).toEqual([
      'gia-presente',
      'gia-presente',
      'piu-mesi',
      'senza-fine',
      'gia-presente',
    ])
    expect((await guarda(s, '2025-02')).map((v) => [v.dal, v.al])).toContainEqual(['2025-03-01', '2025-03-31'])
    expect(seconda!.importoMensile).toBe('250.00')
  })
})

describe('an amount of the whole period', () => {
  const colonne = [...COLONNE, 'Data inizio', 'Data fine', 'Quota comune', 'Quota utente']
  const periodica = (n: number, dal: string, al: string) => [
    ...rigaBuona(n, { Carattere: 'Periodico', 'Data pagamento': '', Importo: '1.000,00' }),
    dal,
    al,
    '700',
    '300',
  ]
  const campi = ['dataInizio', 'dataFine', 'periodoErogazione', 'importo', 'importoMensile', 'importoQuotaEnte']
  const viste = (p: Prestazione) => [...campi, 'importoQuotaUtente'].map((c) => valore(p, c))

  test('over 31 December leaves by month in two records, the remainder on the ente, and never twice', async () => {
    const s = await scenaFlussi(t)
    const { avviso } = await importa(t, s, csv([periodica(1, '01/11/2025', '31/01/2026')], colonne))
    expect(avviso).toContain('indica quella colonna come «Importo mensile»')
    const due = [
      ['2025-11-01', '2025-12-31', '2', undefined, '333.33', '233.33', '100.00'],
      ['2026-01-01', '2026-01-31', '1', undefined, '333.33', '233.33', '100.00'],
    ]
    expect((await righe(s, 'pronta')).map(viste)).toEqual(due)
    const [prima, seconda] = await righe(s)
    const cambi = (p: Prestazione) =>
      p.modifiche.filter((m) => /^N2[13]$/.test(m.regola)).map((m) => `${m.campo} ${m.prima} → ${m.dopo} ${m.regola}`)
    expect(cambi(prima!)).toEqual([
      'dataFine 2026-01-31 → 2025-12-31 N21',
      'periodoErogazione null → 2 N21',
      'importo 1000.00 → null N23',
      'importoMensile null → 333.33 N23',
      'importoQuotaEnte 700.00 → 233.33 N23',
      'importoQuotaUtente 300.00 → 100.00 N23',
    ])
    expect(cambi(seconda!)[0]).toBe('dataInizio 2025-11-01 → 2026-01-01 N21')
    // a part is not put together again, nor divided once more
    expect(await rielabora(s)).toMatchObject({ guardate: 2, cambiate: 0 })
    const { flussi } = await genera(t, s)
    const xml = await xmlDi(s, flussi[0]!.id)
    expect(xml.match(/ImportoMensile="333.33"/g)).toHaveLength(2)
    expect(xml).not.toContain('ImportoPrestazione')
    expect(flussi[0]!.centesimi).toBe(3 * 33333)
  })

  test('cut at 31 December is whole again in one row, when what was wrong was a date', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([periodica(1, '01/11/2025', '31/01/2026')], colonne))
    const [prima, seconda] = await righe(s)
    const tornata = await s.chi.call(api.ripristina, {
      id: seconda!.id,
      versione: seconda!.versione,
      campo: 'dataInizio',
    })
    expect(viste(tornata)).toEqual(['2025-11-01', '2026-01-31', undefined, '1000.00', undefined, '700.00', '300.00'])
    expect(tornata.difetti.map((d) => d.regola)).toContain('PS03a')
    expect((await s.chi.call(api.leggi, { id: prima!.id })).stato).toBe('esclusa')
    expect(await rielabora(s)).toMatchObject({ cambiate: 0 })
    const corretta = await s.chi.call(api.correggi, {
      id: tornata.id,
      versione: (await s.chi.call(api.leggi, { id: tornata.id })).versione,
      campi: [{ campo: 'dataFine', valore: '31/12/2025' }],
    })
    // the days were what was held: right, the amount is divided by their months as that of any other
    expect([corretta.stato, ...viste(corretta)]).toEqual([
      'pronta',
      '2025-11-01',
      '2025-12-31',
      '2',
      undefined,
      '500.00',
      '350.00',
      '150.00',
    ])
    // where a part has left it stays cut
    await importa(t, s, csv([periodica(2, '01/11/2025', '31/01/2026')], colonne))
    const { voci } = await s.chi.call(api.list, { ente: s.ente, periodo: '2026-01', stato: 'pronta' })
    await s.chi.call(generazioniApi.genera, { ente: s.ente, dal: '2025-11', al: '2025-12' })
    await lavora(t)
    const rimetti = { id: voci[0]!.id, versione: voci[0]!.versione, campo: 'dataInizio' }
    expect(await rifiuto(s.chi.call(api.ripristina, rimetti))).toMatchObject({
      codice: 'stato-non-ammesso',
      detail: expect.stringContaining('già in un flusso'),
    })
  })

  test('cut by a correction it is not put back: the other part is a row that no file brought', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([periodica(1, '01/04/2025', '30/06/2025')], colonne))
    const [p] = await righe(s)
    await s.chi.call(api.correggi, {
      id: p!.id,
      versione: p!.versione,
      campi: [{ campo: 'dataFine', valore: '31/01/2026' }],
    })
    const prima = await righe(s)
    expect(prima.map((r) => [valore(r, 'dataInizio'), valore(r, 'dataFine')])).toEqual([
      ['2025-04-01', '2025-12-31'],
      ['2026-01-01', '2026-01-31'],
    ])
    for (const r of prima)
      expect(
        await rifiuto(s.chi.call(api.ripristina, { id: r.id, versione: r.versione, campo: 'periodoErogazione' })),
      ).toMatchObject({ codice: 'stato-non-ammesso', detail: expect.stringContaining('che non erano nel file') })
    expect(await righe(s)).toEqual(prima)
    // nor where the file had brought a part of that year, which is not that one
    await importa(t, s, csv([periodica(2, '01/11/2025', '31/01/2026')], colonne))
    const sua = (await righe(s)).find((r) => valore(r, 'dataInizio') === '2025-11-01')!
    const ricorretta = await s.chi.call(api.correggi, {
      id: sua.id,
      versione: sua.versione,
      campi: [{ campo: 'dataFine', valore: '28/02/2026' }],
    })
    expect(await righe(s)).toHaveLength(5)
    const rimetti = { id: sua.id, versione: ricorretta.versione, campo: 'dataFine' }
    expect(await rifiuto(s.chi.call(api.ripristina, rimetti))).toMatchObject({ codice: 'stato-non-ammesso' })
  })

  test('within a year is divided too, and put back whole by undoing any part of it', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([periodica(1, '01/04/2025', '30/06/2025')], colonne))
    const [p] = await righe(s, 'pronta')
    expect(viste(p!)).toEqual(['2025-04-01', '2025-06-30', '3', undefined, '333.33', '233.33', '100.00'])
    const rimetti = { id: p!.id, versione: p!.versione, campo: 'importoMensile' }
    const tornata = await s.chi.call(api.ripristina, rimetti)
    expect(viste(tornata)).toEqual(['2025-04-01', '2025-06-30', undefined, '1000.00', undefined, '700.00', '300.00'])
    expect(tornata.difetti.map((d) => d.regola)).toEqual(['PS02'])
    // and the clerk who knows better writes what is right
    const corretta = await s.chi.call(api.correggi, {
      id: p!.id,
      versione: tornata.versione,
      campi: [
        { campo: 'importo', valore: '' },
        { campo: 'importoMensile', valore: '1.000,00' },
      ],
    })
    expect([corretta.stato, valore(corretta, 'importoMensile')]).toEqual(['pronta', '1000.00'])
  })
})

describe('what was read is judged anew', () => {
  test('with what the ente has taught and the severity it has chosen since; twice changes nothing', async () => {
    const s = await scenaFlussi(t)
    const sad = (n: number) => rigaBuona(n, { 'Codice INPS': 'CONTR' })
    const file = await importa(t, s, csv([sad(1), sad(2), rigaBuona(3, { 'Codice INPS': 'A2.20' }), rigaBuona(4)]))
    expect(await conti(s)).toEqual([2, 1, 1, 0, 0, 0])
    const [prima] = await righe(s, 'rifiutata')
    const campi = [{ campo: 'codicePrestazione', valore: 'A1.04' }]
    await s.chi.call(api.correggi, { id: prima!.id, versione: prima!.versione, campi, insegna: true })
    const ente = (await s.chi.call(entiApi.list, {})).voci.find((e) => e.id === s.ente)!
    const { id, versione, codice, denominazione, sede, codiceFiscaleOperatore } = ente
    const dati = { codice, denominazione, sede, codiceFiscaleOperatore, gravita: { PS07: 'errore' as const } }
    await s.chi.call(entiApi.update, { id, versione, ...dati })
    // another month has none of them
    expect(await rielabora(s, { periodo: '2024-01' })).toMatchObject({ stato: 'conclusa', daGuardare: 0, cambiate: 0 })
    expect(await rielabora(s, { carico: file.id })).toMatchObject({
      stato: 'conclusa',
      daGuardare: 4,
      guardate: 4,
      cambiate: 2,
      passaggi: [
        { da: 'da-completare', a: 'rifiutata', quante: 1 },
        { da: 'rifiutata', a: 'pronta', quante: 1 },
      ],
      regole: expect.arrayContaining([{ regola: 'PS01', tolte: 1, nuove: 0 }]),
    })
    expect(await conti(s)).toEqual([1, 0, 3, 0, 0, 0])
    expect(await rielabora(s)).toMatchObject({ guardate: 4, cambiate: 0, passaggi: [], regole: [] })
    const registro = await s.chi.call(rielaborazioniApi.recenti, { ente: s.ente })
    expect(registro.voci).toHaveLength(3)
  })
  test('a run that dies goes on after its last lot; what INPS refused stays refused; one at a time', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, csv([rigaBuona(1), rigaBuona(2)]))
    const { flussi } = await genera(t, s)
    const esiti = [{ id_flusso: flussi[0]!.nome, codice_esito: 'DATI_NON_TROVATI', descrizione_esito: 'Sconosciuto' }]
    const file = Buffer.from(JSON.stringify({ elenco_esiti: esiti }))
    await s.chi.call(esitiApi.carica, { nome: 'esiti.json' } as never, { file })
    expect(await conti(s)).toEqual([2, 0, 0, 0, 0, 0])
    const { id } = await s.chi.call(rielaborazioniApi.avvia, { ente: s.ente })
    const ancora = s.chi.call(rielaborazioniApi.avvia, { ente: s.ente })
    expect(await rifiuto(ancora)).toMatchObject({ codice: 'stato-non-ammesso' })
    // what waits its turn is left to the queue
    await riprendi(t.deps, -1)
    expect(await s.chi.call(rielaborazioniApi.leggi, { id })).toMatchObject({ stato: 'in-corso' })
    // a process had begun it, and died: another one takes it up
    await t.deps.db.inScope({ azione: 'prova', ambito: s.a.id, comuni: [s.comune] }, (tx) =>
      sql`update rielaborazione_flussi set corsa = gen_random_uuid() where id = ${id}`.execute(tx),
    )
    await riprendi(t.deps, -1)
    expect(await s.chi.call(rielaborazioniApi.leggi, { id })).toMatchObject({ stato: 'conclusa', cambiate: 0 })
    await lavora(t)
    expect((await righe(s)).map((p) => p.difetti.map((d) => d.regola))).toEqual([['TR02'], ['TR02']])
  })
})
