// The territory at the first start, and the three imports, on the real archive where it is (TRAMA_DATI_PROVA).
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonimo, asRuolo, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import { radice } from '../kernel/paths.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'
import { comandiTerritorio } from './comandi.ts'
import { caricaTerritorio } from './predefiniti.ts'

let t: TestApp
let cartella: string
beforeAll(async () => {
  t = await testApp()
  cartella = mkdtempSync(join(tmpdir(), 'trama-prova-'))
  await caricaTerritorio(t.deps)
}, 60_000)
afterAll(async () => {
  rmSync(cartella, { recursive: true, force: true })
  await t.close()
})

/** Runs a command as an operator would; its exit code and what it printed. */
async function esegui(nome: string, ...args: string[]) {
  const righe: string[] = []
  const comando = comandiTerritorio.find((c) => c.nome === `territorio ${nome}`)!
  const env = { deps: t.deps, operatore: 'prove', cwd: cartella, baseUrl: '', out: (l: string) => righe.push(l) }
  return { codice: await comando.run(env, args), testo: righe.join('\n') }
}
const scrivi = (nome: string, contenuto: string | Uint8Array) => {
  writeFileSync(join(cartella, nome), contenuto)
  return nome
}
async function righe<R>(q: ReturnType<typeof sql<R>>): Promise<R[]> {
  return t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) => (await q.execute(tx)).rows)
}
const conta = async () =>
  (
    await righe(sql<Record<string, number>>`select (select count(*) from comune) as comuni,
      (select count(*) from comune_periodo) as periodi, (select count(*) from ambito) as ambiti,
      (select count(*) from ambito_comune) as appartenenze, (select count(*) from comune where successore_id is not null) as successori,
      (select count(*) from kernel.registro_modifiche) as modifiche`)
  )[0]!

describe('the first start', () => {
  test('all comuni of today with their codes, the suppressed ones, the foreign states; a second time nothing', async () => {
    const n = await conta()
    expect(n.comuni).toBeGreaterThan(9_800)
    const [esistenti] = await righe(sql<{ n: number; senza: number }>`
      select count(*) as n, count(*) filter (where provincia_id is null) as senza from comune where al is null`)
    expect(esistenti!.n).toBeGreaterThan(7_890)
    expect(esistenti!.n).toBeLessThan(7_910)
    expect(esistenti!.senza).toBe(0)
    expect(await caricaTerritorio(t.deps)).toMatchObject({ caricati: false })
    expect(await conta()).toEqual(n)
  })
  test('a place of birth is found by the first letters of any word, without accents, on the day', async () => {
    const cerca = async (q: string, il?: string) =>
      (await anonimo(t).call(luoghiApi.luoghi, { q, ...(il ? { il } : {}) })).voci.map(
        (v) => `${v.nome} ${v.provincia}`,
      )
    expect(await cerca('spezia')).toContain('La Spezia SP')
    expect((await cerca('la spe'))[0]).toBe('La Spezia SP')
    expect(await cerca('ali te')).toContain('Alì Terme ME')
    expect(await cerca("sant'ang")).toContain("Sant'Angelo Lodigiano LO")
    expect((await cerca('roma'))[0]).toBe('Roma RM')
    // suppressed in 1928, Czechoslovakia gone with 1992
    expect(await cerca('abbadia alpina', '1920-01-01')).toEqual(['Abbadia Alpina TO'])
    expect(await cerca('abbadia alpina', '1930-01-01')).toEqual([])
    expect(await cerca('cecoslovacchia', '1992-12-31')).toEqual(['Cecoslovacchia null'])
    expect(await cerca('cecoslovacchia', '1993-01-01')).toEqual([])
    expect(await cerca('%%')).toEqual([])
  })
})

const archivio = join(resolve(radice, process.env.TRAMA_DATI_PROVA || '../shared/data'), 'comuni-anpr-storico.csv')
// elsewhere its absence is only reported as not run
test('in continuous integration the official archive is there to be tried', () => {
  expect(process.env.CI !== 'true' || existsSync(archivio)).toBe(true)
})

describe.skipIf(!existsSync(archivio))('territorio importa-comuni on the official archive', () => {
  test('a bad row in the middle, or a missing column, and nothing is loaded', async () => {
    const prima = await conta()
    const testo = readFileSync(archivio, 'utf8')
    const rotto = testo.replace('1866-11-19,1924-11-13,028001,A001', '1866-11-19,1824-11-13,028001,A001')
    const r = await esegui('importa-comuni', scrivi('rotto.csv', rotto.replace(',A007,ABBASANTA', ',7A00,ABBASANTA')))
    expect(r.codice).toBe(1)
    expect(r.testo).toContain('2 righe non sono valide: non è stato caricato nulla.')
    expect(r.testo).toContain('Riga 2: cessa il 1824-11-13, prima dell’istituzione')
    expect(r.testo).toContain('il codice catastale «7A00» non è valido')
    const senza = await esegui('importa-comuni', scrivi('senza.csv', testo.replace('CODCATASTALE', 'ALTRO')))
    expect(senza).toMatchObject({ codice: 1, testo: expect.stringContaining('manca «codcatastale»') })
    expect((await esegui('importa-comuni', 'non-esiste.csv')).testo).toContain('non esiste')
    expect((await esegui('importa-comuni')).codice).toBe(1)
    expect(await conta()).toEqual(prima)
  })
  test('the whole archive is loaded with a report of what changed and of its anomalies; again, it changes nothing', async () => {
    const r = await esegui('importa-comuni', archivio)
    expect(r.codice).toBe(0)
    expect(r.testo).toContain('Righe lette: 19352.')
    expect(r.testo).toContain('Comuni aggiunti: 22')
    expect(r.testo).toContain('senza codice catastale, non caricate: 28.')
    expect(r.testo).toContain('FILAGO (D588) è negli stessi giorni di MARNE')
    const dopo = await conta()
    // all rows but the 28 without a code and the one of two that share code and days
    expect(dopo.periodi).toBe(19_352 - 28 - 1)
    const seconda = await esegui('importa-comuni', archivio)
    expect(seconda.codice).toBe(0)
    expect(seconda.testo).toContain('Comuni modificati: nessuno.')
    expect(seconda.testo).toContain('Periodi della storia: 0 scritti, 0 sostituiti o tolti.')
    expect(await conta()).toEqual(dopo)
  }, 60_000)
  test('each comune existed as the archive says, on the days it says', async () => {
    const aa = await asRuolo(t, null, 'super-utente')
    const abano = await aa.call(luoghiApi.comune, { id: 'A001' })
    expect(abano).toMatchObject({ nome: 'Abano Terme', dal: '1866-11-19', al: null, istat: '028001' })
    expect(abano.storia.map((s) => [s.nome, s.dal, s.al])).toEqual([
      ['Abano Terme', '1924-11-14', null],
      ['Abano', '1866-11-19', '1924-11-13'],
    ])
    const il = async (q: string, giorno: string) =>
      (await anonimo(t).call(luoghiApi.luoghi, { q, il: giorno, tipo: 'comune' })).voci.map((v) => v.nome)
    expect(await il('abano', '1924-11-13')).toEqual(['Abano'])
    expect(await il('abano', '1924-11-14')).toEqual(['Abano Terme'])
    // suppressed and founded again: nobody was born there in between
    expect(await il('abbateggio', '1928-01-01')).toEqual(['Abbateggio'])
    expect(await il('abbateggio', '1935-01-01')).toEqual([])
    const [fiume] = (await anonimo(t).call(luoghiApi.luoghi, { q: 'abbazia', il: '1932-01-01' })).voci
    expect(fiume).toMatchObject({ id: 'A009', provincia: 'FU' })
    // the archive is of 2023: what a newer source knows of 2024 stays
    expect(await aa.call(luoghiApi.comune, { id: 'A121' })).toMatchObject({ al: '2024-01-21' })
  })
})

describe('territorio importa-successori', () => {
  test('loads them with their source, refuses the whole file for one bad row, changes nothing twice', async () => {
    const prima = await conta()
    const cattivo = scrivi(
      'cattivo.csv',
      'belfiore;successore;fonte\nA645;M433;L.R. 1/2023\nH501;M433;sbagliata\nB131;X999;L.R. 1/2023\nE856;;L.R. 1/2023\n',
    )
    const r = await esegui('importa-successori', cattivo)
    expect(r.codice).toBe(1)
    expect(r.testo).toContain('Riga 5')
    const quasi = scrivi(
      'quasi.csv',
      'belfiore;successore;fonte\nA645;M433;L.R. 1/2023\nH501;M433;x\nB131;X999;x\nE856;A645;x\n',
    )
    const q = await esegui('importa-successori', quasi)
    expect(q.testo).toContain('Riga 3: Il comune di Roma non è soppresso')
    expect(q.testo).toContain('Riga 4: Il comune subentrato, con codice X999, non esiste.')
    expect(q.testo).toContain('Riga 5: Il comune di Bardello è stato soppresso prima di Malgesso, o lo stesso giorno.')
    expect(await conta()).toEqual(prima)
    const buono = scrivi('buono.csv', 'Belfiore,Successore,Fonte\nA645,M433,"L.R. 1/2023"\nE856,M433,"L.R. 1/2023"\n')
    expect((await esegui('importa-successori', buono)).testo).toContain('Successori scritti: 2')
    expect((await esegui('importa-successori', buono)).testo).toContain('Successori scritti: 0; già presenti: 2.')
    const su = await asRuolo(t, null, 'super-utente')
    expect((await su.call(luoghiApi.comune, { id: 'M433' })).subentratoA.map((c) => c.nome)).toEqual([
      'Bardello',
      'Malgesso',
    ])
  })
})

describe('territorio importa-ambiti', () => {
  const testa = 'codice;nome;regione;capofila;comune ISTAT;dal;al'
  const buono = `${testa}
PRV1;Ambito di prova uno;Lazio;Latina;059011;01/01/2019;
PRV1;Ambito di prova uno;Lazio;Latina;59001;2019-01-01;2023-12-31
PRV2;Ambito di prova due;12;060038;059001;2024-01-01;
`
  const appartenenze = () =>
    righe(sql<object>`select a.codice, c.istat, ac.dal, ac.al from ambito_comune ac join ambito a on a.id = ac.ambito_id
      join comune c on c.id = ac.comune_id where a.codice like 'PRV%' order by ac.dal, c.istat`)
  const attese = [
    { codice: 'PRV1', istat: '059001', dal: '2019-01-01', al: '2023-12-31' },
    { codice: 'PRV1', istat: '059011', dal: '2019-01-01', al: null },
    { codice: 'PRV2', istat: '059001', dal: '2024-01-01', al: null },
  ]
  test('each bad row is said with its reason and nothing is loaded', async () => {
    const prima = await conta()
    const r = await esegui(
      'importa-ambiti',
      scrivi(
        'cattivo.csv',
        `${testa}
PRV1;Uno;Lazio;Latina;059011;01/01/2019;
PRV1;Un altro nome;Lazio;Latina;059001;01/01/2019;
PRV2;Due;Atlantide;;059002;01/01/2019;
PRV3;Tre;Lazio;Comune Inventato;059003;01/01/2019;
PRV4;Quattro;Lazio;;999999;01/01/2019;
PRV5;Cinque;Lazio;;059005;32/01/2019;
PRV6;Sei;Lazio;;059006;01/01/2019;31/12/2018
PRV7;Sette;Lazio;;059011;01/06/2020;
codice non valido!;Otto;Lazio;;059008;01/01/2019;
`,
      ),
    )
    expect(r.codice).toBe(1)
    for (const motivo of [
      'Riga 3: nome, regione o capofila dell’ambito PRV1 sono diversi da quelli della riga 2.',
      'Riga 4: la regione «Atlantide» non esiste',
      'Riga 5: il comune capofila «Comune Inventato» non esiste',
      'Riga 6: nessun comune ha il codice ISTAT «999999»',
      'Riga 7: il primo giorno «32/01/2019» non è una data',
      'Riga 8: l’ultimo giorno viene prima del primo.',
      'Riga 9: il comune di Latina è nell’ambito PRV1, riga 2, dal 01/01/2019: un comune sta in un solo ambito per volta.',
      'Riga 10: il codice dell’ambito «codice non valido!» non è valido',
    ])
      expect(r.testo).toContain(motivo)
    expect(await conta()).toEqual(prima)
  })
  test('the same file twice changes nothing; a comune moves from one ambito to the other the next day', async () => {
    expect((await esegui('importa-ambiti', scrivi('uno.csv', buono))).testo).toContain(
      'Comuni entrati: 3. Date modificate: 0.',
    )
    expect(await appartenenze()).toEqual(attese)
    const dopo = await conta()
    const ancora = await esegui('importa-ambiti', 'uno.csv')
    expect(ancora.codice).toBe(0)
    expect(ancora.testo).toContain('Comuni entrati: 0. Date modificate: 0.')
    expect(await conta()).toEqual(dopo)
  })
  test('a workbook is read like a CSV, and may close what another file opened', async () => {
    const foglio = await scriviCartella({
      titolo: 'Ambiti',
      fogli: [
        {
          nome: 'Ambiti',
          colonne: testa.split(';').map((titolo) => ({ titolo })),
          righe: [
            ['PRV1', 'Ambito di prova uno', 'Lazio', 'Latina', '059011', '01/01/2019', '30/06/2025'],
            ['PRV2', 'Ambito di prova due', 'Lazio', '060038', '059011', '01/07/2025', ''],
          ],
        },
      ],
    })
    const r = await esegui('importa-ambiti', scrivi('due.xlsx', foglio))
    expect(r.testo).toContain('Comuni entrati: 1. Date modificate: 1.')
    const su = await asRuolo(t, null, 'super-utente')
    const { voci } = await su.call(ambitiApi.elenco, { q: 'prova due' })
    expect(voci).toMatchObject([{ codice: 'PRV2', regione: 'Lazio', capofila: 'Frosinone', comuni: 2 }])
  })
  test('a comune already in another ambito of the platform is refused by name', async () => {
    const altro = scrivi('altro.csv', `${testa}\nPRV9;Nove;Lazio;;059011;01/01/2026;\n`)
    expect((await esegui('importa-ambiti', altro)).testo).toContain(
      'Riga 2: il comune di Latina è già nell’ambito PRV2 dal 01/07/2025: un comune sta in un solo ambito per volta.',
    )
  })
  test('what is not a table is refused', async () => {
    expect(await esegui('importa-ambiti', scrivi('finto.xlsx', '%PDF-1.4\n'))).toMatchObject({
      codice: 1,
      testo: expect.stringContaining('non è una cartella di Excel'),
    })
  })
})
