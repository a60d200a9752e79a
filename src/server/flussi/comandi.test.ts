// The hub as a batch runs it: a summary in JSON, an exit code that a script can trust, files whole or not at all.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/support/app.ts'
import { genera, importa, lavora, luoghiFlussi, type ScenaFlussi, scenaFlussi } from '../../../test/support/flussi.ts'
import { csv, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { comandiFlussi } from './comandi.ts'
import { assertFlusso } from './prova.fixture.ts'
import { verifica } from './verifica.ts'

let t: TestApp
let s: ScenaFlussi
let cartella: string
let ente: string
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora(t)
  s = await scenaFlussi(t)
  ente = (await s.chi.call(entiApi.list, {})).voci[0]!.codice
  cartella = await mkdtemp(join(tmpdir(), 'trama-prova-'))
  await importa(t, s, csv([rigaBuona(1)]), 'Contributi')
})
afterAll(async () => {
  await rm(cartella, { recursive: true, force: true })
  await t.close()
})

async function esegui(nome: string, ...args: string[]) {
  const [out, err]: string[][] = [[], []]
  const comando = comandiFlussi.find((c) => c.nome === `flussi ${nome}`)!
  const codice = await comando.run(
    {
      deps: t.deps,
      operatore: 'prove',
      cwd: cartella,
      baseUrl: '',
      out: (r) => void out!.push(r),
      err: (r) => void err!.push(r),
    },
    args,
  )
  expect(out).toHaveLength(1)
  return { codice, riassunto: JSON.parse(out![0]!), err: err! }
}

test('from a file to flows on disk, and back with the outcomes', async () => {
  await writeFile(
    join(cartella, 'maggio.csv'),
    csv([rigaBuona(2), rigaBuona(3), rigaBuona(4, { 'Data pagamento': '31/02/2025' })]),
  )
  const importato = await esegui('importa', 'maggio.csv', '--ente', ente, '--profilo', 'Contributi')
  expect(importato).toMatchObject({ codice: 1, riassunto: { stato: 'concluso', righe: 3, pronte: 2, rifiutate: 1 } })
  expect(importato.err[0]).toContain('lettura in corso')

  const controllato = await esegui('controlla', '--ente', ente, '--esito', 'da-correggere.xlsx')
  expect(controllato).toMatchObject({ codice: 1, riassunto: { pronte: 3, rifiutate: 1 } })
  const righe = []
  for await (const r of leggiTabella(join(cartella, 'da-correggere.xlsx'))) righe.push(r)
  expect(righe).toHaveLength(2)
  // a row without a month may be of this one: the month is not all right while it is there
  const maggio = await esegui('controlla', '--ente', ente, '--periodo', '2025-05')
  expect(maggio).toMatchObject({ codice: 1, riassunto: { pronte: 3, rifiutate: 0, senzaMese: 1 } })
  expect(maggio.err.at(-1)).toContain('senza una data')
  // in CSV for other programs, as the ente wants it
  const testo = await esegui('csv', '--ente', ente, '--stato', 'pronta', '--out', 'pronte.csv')
  expect(testo.err[0]).toContain('non è il CSV che INPS accetta')
  expect((await readFile(join(cartella, 'pronte.csv'), 'utf8')).trim().split('\n')).toHaveLength(4)

  const generato = await esegui(
    'genera',
    '--ente',
    ente,
    '--periodo',
    '2025-05',
    '--out',
    'flussi',
    '--max-record',
    '2',
  )
  expect(generato).toMatchObject({ codice: 1, riassunto: { flussi: [{ prestazioni: 2 }, { prestazioni: 1 }] } })
  expect(generato.riassunto.restano).toMatchObject({ pronte: 0, rifiutate: 0, senzaMese: 1 })
  expect(generato.riassunto.avvisi[0]).toContain('T0')
  expect(generato.err).toContain(`${ente}: 2 prestazioni.`)
  const file = (await readdir(join(cartella, 'flussi'))).sort()
  expect(file).toEqual([`${ente}.PS.20260302.0000001.xml`, `${ente}.PS.20260302.0000002.xml`])
  for (const f of file) {
    const righeVerifica: string[] = []
    const dice = (r: string) => void righeVerifica.push(r)
    const uscite = { out: dice, err: dice }
    expect(
      await verifica([join('flussi', f)], { cwd: cartella, xsdInps: undefined }, uscite),
      righeVerifica.join(),
    ).toBe(0)
  }
  for (const f of file) await assertFlusso(await readFile(join(cartella, 'flussi', f), 'utf8'), f)
  expect((await readFile(join(cartella, 'flussi', file[0]!), 'utf8')).trimEnd().endsWith('</Flusso>')).toBe(true)

  await writeFile(
    join(cartella, 'esiti.csv'),
    `Flusso;Esito;Descrizione\n${file[0]!.replace('.xml', '')};OK;\n${file[1]!.replace('.xml', '')};OK;\n`,
  )
  const esiti = await esegui('esiti', 'esiti.csv')
  expect(esiti).toMatchObject({ codice: 0, riassunto: { accettati: 2, respinti: 0, giaNoti: 0, problemi: [] } })
  expect((await esegui('esiti', 'esiti.csv')).riassunto).toMatchObject({ accettati: 0, giaNoti: 2 })

  // the same file, once more: it is told, and nothing of it goes
  const ancora = await esegui('importa', 'maggio.csv', '--ente', ente, '--profilo', 'Contributi')
  expect(ancora.err.join()).toContain('Lo stesso file è già stato letto')
  expect(ancora.riassunto).toMatchObject({ pronte: 0, daCompletare: 2, stessoFileIl: expect.any(String) })
  // what INPS has taken, read as its XML: of another ente, then as already sent
  const xml = join('flussi', file[0]!)
  const altro = (await scenaFlussi(t)).ente
  const codice = (
    await t.deps.db.inScope({ azione: 'flusso.riprendi', nazionale: true, operatore: 'prove' }, (tx) =>
      sql<{ codice: string }>`select codice from accesso.enti_dei_flussi() where id = ${altro}`.execute(tx),
    )
  ).rows[0]!.codice
  await expect(esegui('importa', xml, '--ente', codice)).rejects.toThrow(`Il file dice di essere di`)
  const gia = await esegui('importa', xml, '--ente', codice, '--altro-ente', '--gia-inviato')
  expect(gia).toMatchObject({ codice: 0, riassunto: { pronte: 0, giaInviate: 2 } })
})

test('flows of several enti, each with its summary; one that cannot begin does not stop the others', async () => {
  const altra = await scenaFlussi(t)
  const chiusa = await scenaFlussi(t)
  const codiceDi = async (x: ScenaFlussi) => (await x.chi.call(entiApi.list, {})).voci[0]!.codice
  await importa(t, altra, csv([rigaBuona(1)]))
  await importa(t, chiusa, csv([rigaBuona(1)]))
  const [suo, chiuso] = [await codiceDi(altra), await codiceDi(chiusa)]
  await t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, (tx) =>
    sql`update adesione set al = '2025-06-01' where ambito_id = ${chiusa.a.id} and tipo_adesione_id = 'protocollo-intesa'`.execute(
      tx,
    ),
  )
  const insieme = await esegui('genera', '--ente', suo, '--ente', chiuso, '--out', 'insieme')
  expect(insieme).toMatchObject({
    codice: 1,
    riassunto: {
      enti: [
        { ente: suo, flussi: [{ prestazioni: 1 }] },
        { ente: chiuso, problema: expect.stringContaining('protocollo d’intesa') },
      ],
    },
  })
  expect(insieme.err).toContain(`Ente 2 di 2: ${chiuso}.`)
  expect(await readdir(join(cartella, 'insieme'))).toHaveLength(1)
  const tutti = await esegui('genera', '--tutti', '--out', 'tutti')
  expect(tutti.riassunto.enti.map((e: { ente: string }) => e.ente)).toEqual(expect.arrayContaining([ente, suo, chiuso]))
  await expect(esegui('genera', '--tutti', '--ente', suo, '--out', 'x')).rejects.toThrow('O --ente o --tutti')
  const spenta = await esegui('genera', '--ente', suo, '--ente', ente, '--canale', 'waas')
  expect(spenta.riassunto.enti[0].problema).toContain('spenta')
})

test('a file taken up again is read as it was told the first time, and that is said', async () => {
  const altra = await scenaFlussi(t)
  const suo = (await altra.chi.call(entiApi.list, {})).voci[0]!.codice
  await importa(t, altra, csv([rigaBuona(1)]), 'Contributi')
  await writeFile(join(cartella, 'luglio.csv'), csv([rigaBuona(51), rigaBuona(52)]))
  await esegui('importa', 'luglio.csv', '--ente', suo)
  // as it is when the process dies after its last lot
  await t.owner.exec('reset role')
  await t.owner.query(
    "update carico_flussi set stato = 'in-lettura', concluso_il = null where ente_id = $1 and creato_da is null",
    [altra.ente],
  )
  if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
  const dopo = await esegui('importa', 'luglio.csv', '--ente', suo, '--formule')
  expect(dopo).toMatchObject({ codice: 0, riassunto: { stato: 'concluso', righe: 2, pronte: 2 } })
  expect(dopo.err.slice(0, 2).join()).toMatch(/riprende da dov’era.*restano quelli della prima volta/)
})

test('flows whole when the command died before writing their files are written by the next one', async () => {
  const altra = await scenaFlussi(t)
  const suo = (await altra.chi.call(entiApi.list, {})).voci[0]!.codice
  await importa(t, altra, csv([rigaBuona(1)]))
  const nome = `${suo}.PS.20260302.0000001.xml`
  // where it would write there is a folder, which no file can take the place of
  await mkdir(join(cartella, 'morto', `${nome}.parziale`), { recursive: true })
  await expect(esegui('genera', '--ente', suo, '--out', 'morto')).rejects.toThrow()
  const dopo = await esegui('genera', '--ente', suo, '--out', 'vivo')
  expect(dopo).toMatchObject({ codice: 0, riassunto: { flussi: [{ nome: nome.replace('.xml', ''), prestazioni: 1 }] } })
  expect(dopo.err.join()).toContain('si era interrotta')
  expect(await readdir(join(cartella, 'vivo'))).toEqual([nome])
  // once
  expect((await esegui('genera', '--ente', suo, '--out', 'ancora')).riassunto.flussi).toEqual([])
})

test('outcomes of flows made before the ente changed its code are its own', async () => {
  const altra = await scenaFlussi(t)
  const [voce] = (await altra.chi.call(entiApi.list, {})).voci
  const { id, versione, codice, denominazione, sede, codiceFiscaleOperatore, gravita } = voce!
  await importa(t, altra, csv([rigaBuona(1)]))
  const { flussi } = await genera(t, altra)
  const dati = { denominazione, sede, codiceFiscaleOperatore, gravita }
  await altra.chi.call(entiApi.update, { id, versione, codice: `${codice}X`, ...dati })
  await writeFile(join(cartella, 'vecchi.csv'), `Flusso;Esito\n${flussi[0]!.nome};OK\nZ999.PS.20260101.0000001;OK\n`)
  const esiti = await esegui('esiti', 'vecchi.csv')
  expect(esiti).toMatchObject({ codice: 1, riassunto: { accettati: 1, problemi: [expect.stringContaining('Z999')] } })
})

test('what is asked badly gets a sentence', async () => {
  await writeFile(join(cartella, 'giugno.csv'), csv([rigaBuona(9)]))
  await expect(esegui('importa', 'giugno.csv', '--ente', ente, '--profilo', 'Boh')).rejects.toThrow('«Contributi»')
  await expect(esegui('importa', 'manca.csv', '--ente', ente)).rejects.toThrow('non c’è')
  await expect(esegui('controlla', '--ente', 'X999')).rejects.toThrow('Nessun ente con codice')
  await expect(esegui('controlla', '--ente', ente, '--periodo', 'maggio')).rejects.toThrow('2025-05')
  await expect(esegui('genera', '--ente', ente)).rejects.toThrow('--out')
  await expect(esegui('genera', '--ente', ente, '--out', 'x', '--max-record', 'tanti')).rejects.toThrow('numero intero')
})
