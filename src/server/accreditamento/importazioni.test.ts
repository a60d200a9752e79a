// The bulk mode of the third phase: template, refusals of the file, row-by-row dry run, import, refused rows back.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  adesione,
  luoghiDiNascita,
  type Persona,
  persona,
  richiestaFormale,
  rifiuto,
} from '../../../test/support/accreditamento.ts'
import { type Ambito, asRuolo, type Caller, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { assegnazioniApi, utentiApi } from '../../shared/accesso/utenti.api.ts'
import { importazioniApi as api } from '../../shared/accreditamento/importazioni.api.ts'
import { colonneModello } from '../../shared/accreditamento/importazioni.rules.ts'
import { richiesteFormaliApi } from '../../shared/accreditamento/richieste-formali.api.ts'
import { inCtx } from '../kernel/serve.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { rigaXml, xlsx } from '../kernel/tabelle/prova.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'
import { jobImporta, jobRiprendi, jobVerifica } from './importazioni-corsa.ts'
import { applica } from './importazioni-esito.ts'

let t: TestApp
let cartella: string
beforeAll(async () => {
  t = await testApp()
  await luoghiDiNascita(t)
  await lavora() // the queues exist before the first upload
  cartella = await mkdtemp(join(tmpdir(), 'trama-prova-'))
})
afterAll(async () => {
  await rm(cartella, { recursive: true, force: true })
  await t.close()
})

interface Scena {
  a: Ambito
  admin: Caller
  richiesta: string
}
async function scena(): Promise<Scena> {
  const a = await nuovoAmbito(t)
  for (const c of a.comuni.slice(0, 2)) await adesione(t, a, c)
  return { a, admin: await asRuolo(t, a, 'amministratore-ambito'), richiesta: await richiestaFormale(t, a) }
}

type Celle = Partial<Record<(typeof colonneModello)[number], string>>
const nomeComune = (id: string) => `Comune di prova ${id}`
const riga = (p: Persona, ruolo: string, comune: string | null, altro: Celle = {}): Celle => ({
  'Codice fiscale': p.codiceFiscale,
  Nome: p.nome,
  Cognome: p.cognome,
  'Data di nascita': p.dataNascita,
  'Comune di nascita': 'Roma',
  Genere: p.genere,
  ...(comune ? { 'Comune di riferimento': nomeComune(comune) } : {}),
  Ruolo: ruolo,
  ...altro,
})
const foglio = (righe: Celle[], colonne: readonly string[] = colonneModello) =>
  scriviCartella({
    titolo: 'prova',
    fogli: [
      {
        nome: 'Utenti',
        colonne: colonne.map((titolo) => ({
          titolo,
          formato: titolo.startsWith('Data') || titolo.startsWith('Fine') ? 'data' : 'testo',
        })),
        righe: righe.map((r) => colonne.map((c) => r[c as keyof Celle])),
      },
    ],
  })

const carica = (s: Scena, file: Uint8Array, nome = 'utenti.xlsx') =>
  s.admin.call(api.carica, { nome, richiestaFormaleId: s.richiesta } as never, { file })
const lavora = () => t.jobs.drain(t.deps, [jobVerifica, jobImporta])
/** Upload and dry run. */
async function prova(s: Scena, righe: Celle[]) {
  const { id } = await carica(s, await foglio(righe))
  await lavora()
  return id
}
async function importa(s: Scena, righe: Celle[]) {
  const id = await prova(s, righe)
  await s.admin.call(api.conferma, { id })
  await lavora()
  return s.admin.call(api.leggi, { id })
}
const esiti = async (s: Scena, id: string) =>
  (await s.admin.call(api.righe, { id, limite: 200 })).voci.map((r) => [r.esito, r.motivi.join(' ')] as const)
const conta = async (s: Scena, tabella: string) =>
  t.deps.db.inScope(
    { azione: 'prova', nazionale: true, ambito: s.a.id },
    async (tx) =>
      (
        await sql<{ n: number }>`select count(*) as n from ${sql.table(tabella)} where ambito_id = ${s.a.id}`.execute(
          tx,
        )
      ).rows[0]!.n,
  )
/** Until so many wait for what this transaction holds; the embedded database has one session, where whoever comes waits for its end. */
async function inAttesa(quanti: number) {
  if (t.deps.db.kind === 'pglite') return
  for (;;) {
    const { rows } = await t.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      [],
    )
    if (rows.length >= quanti) return
    await setTimeout(20)
  }
}
async function leggiFile(contenuto: unknown, foglio?: string): Promise<string[][]> {
  const path = join(cartella, 'letto.xlsx')
  await writeFile(path, contenuto as Uint8Array)
  const righe: string[][] = []
  for await (const r of leggiTabella(path, { foglio })) righe.push(r.celle)
  return righe
}

describe('the template', () => {
  test('A2.20: carries the columns of the note and the comuni of the ambito, and one for a single comune', async () => {
    const s = await scena()
    const intero = await leggiFile((await s.admin.call(api.modello, {})).contenuto)
    expect(intero).toEqual([[...colonneModello]])
    const [intestazione, ...righe] = await leggiFile(
      (await s.admin.call(api.modello, { comune: s.a.comuni[0]! })).contenuto,
    )
    expect(intestazione).toEqual([...colonneModello])
    expect(new Set(righe.map((r) => r[6]))).toEqual(new Set([nomeComune(s.a.comuni[0]!)]))
    const altro = await nuovoAmbito(t)
    expect((await rifiuto(s.admin.call(api.modello, { comune: altro.comuni[0]! }))).campo).toBe('comune')
  })
  test('A2.20: offers comuni and roles as drop-down lists, and says how to fill it in', async () => {
    const s = await scena()
    const { contenuto } = await s.admin.call(api.modello, {})
    const elenchi = (await leggiFile(contenuto, 'Elenchi')).flat()
    expect(elenchi).toEqual(expect.arrayContaining([...s.a.comuni.map(nomeComune), 'Case manager']))
    // who accredits the others is not accredited with a workbook
    expect(elenchi).not.toContain('Super Utente')
    expect((await leggiFile(contenuto, 'Istruzioni')).flat().join(' ')).toContain('elenco a discesa')
    const foglio = strFromU8(unzipSync(contenuto as Uint8Array)['xl/worksheets/sheet1.xml']!)
    expect(foglio.match(/<dataValidation [^>]*type="list"/g)?.length).toBeGreaterThanOrEqual(4)
  })
  test('uploaded as it was downloaded it has nobody to import; with the existing users it changes nothing', async () => {
    const s = await scena()
    await importa(s, [
      riga(persona(), 'Case manager', s.a.comuni[0]!, { 'Fine contratto': '2027-01-31', 'E-mail': 'a@example.it' }),
    ])
    const vuoto = (await s.admin.call(api.modello, { comune: s.a.comuni[0]! })).contenuto as Uint8Array
    expect((await rifiuto(carica(s, vuoto))).detail).toContain('alcuna riga')
    const pieno = (await s.admin.call(api.modello, { esistenti: true })).contenuto as Uint8Array
    const { id } = await carica(s, pieno)
    await lavora()
    expect(await s.admin.call(api.leggi, { id })).toMatchObject({
      giaPresenti: 1,
      accettate: 0,
      modificate: 0,
      rifiutate: 0,
    })
  })
})

describe('a file that is not acceptable', () => {
  test('is refused with one sentence, and nothing of it is stored', { timeout: 60_000 }, async () => {
    const s = await scena()
    const buona = riga(persona(), 'Case manager', s.a.comuni[0]!)
    const senzaRuolo = colonneModello.filter((c) => c !== 'Ruolo')
    const testa = rigaXml(...colonneModello)
    const righeXml = testa + rigaXml(...colonneModello.map((c) => buona[c] ?? ''))
    const fette = async () => {
      await t.owner.exec('reset role')
      const { rows } = await t.owner.query('select count(*)::int as n from allegato_contenuto')
      if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
      return rows[0]!.n as number
    }
    const prima = await fette()
    // a container of Office, known by the names of its streams
    const contenitore = (nome: string) =>
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.from(nome, 'utf16le')])
    const casi: [Uint8Array, number, string][] = [
      [Buffer.from('ciao'), 415, '.xlsx'],
      [
        Buffer.from(`${colonneModello.join(';')}\n${colonneModello.map((c) => buona[c] ?? '').join(';')}\n`),
        415,
        '.xlsx',
      ],
      [Buffer.from('%PDF-1.7'), 415, 'Excel'],
      [contenitore('Workbook'), 415, '(.xls)'],
      [contenitore('EncryptedPackage'), 415, 'togli la password'],
      [xlsx(righeXml, { altre: [{ nome: 'xl/vbaProject.bin', testo: 'x' }] }), 415, 'macro'],
      [xlsx(`${righeXml}<row r="3"><c r="B3"><f>1+1</f><v>2</v></c></row>`), 422, 'La cella B3 contiene una formula'],
      [xlsx(' '.repeat(20_000_000)), 422, 'sproporzionato'],
      [xlsx(righeXml).subarray(0, -400), 415, 'danneggiato'],
      [await foglio([buona], senzaRuolo), 422, '«Ruolo»'],
      [await foglio([buona], [...senzaRuolo, 'Mansione']), 422, '«Mansione»'],
      [await foglio([]), 422, 'alcuna riga'],
      [Buffer.alloc(10 * 1024 * 1024 + 1, 80), 413, '10 MB'],
    ]
    // seconds of one core, the same on both databases
    if (!process.env.TRAMA_TEST_PG) {
      const vuote = Array.from({ length: 2_000_000 }, (_, i) => `<row r="${i + 3}"/>`).join('')
      casi.push([xlsx(righeXml + vuote), 422, 'milioni di righe vuote'])
    }
    for (const [file, status, frase] of casi) {
      const r = await rifiuto(carica(s, file))
      expect(r, frase).toMatchObject({ status })
      expect(r.detail).toContain(frase)
      expect(r.detail, 'one sentence').toMatch(/^[A-Z].*\.$/)
    }
    for (const tabella of ['importazione', 'allegato', 'importazione_riga'])
      expect(await conta(s, tabella), tabella).toBe(0)
    expect(await fette()).toBe(prima)
  })
  test('A2.22: without a formal request of this ambito it is refused', async () => {
    const [s, altra] = [await scena(), await scena()]
    const file = await foglio([riga(persona(), 'Case manager', s.a.comuni[0]!)])
    expect((await rifiuto(carica({ ...s, richiesta: altra.richiesta }, file))).campo).toBe('richiestaFormaleId')
    expect(await conta(s, 'allegato')).toBe(0)
  })
})

describe('the dry run', () => {
  test('gives each faulty row its own reason, in words, and writes no user (R1.01–R1.05, A2.20–A2.25)', async () => {
    const [s, altra] = [await scena(), await scena()]
    const [c0, c1, c2] = s.a.comuni as [string, string, string]
    const via = persona()
    await importa(altra, [riga(via, 'Case manager', altra.a.comuni[0]!)])
    const admin = await s.admin.call(utentiApi.leggi, { id: s.admin.utenteId })
    const [buona, due] = [persona(), persona()]
    const errata = persona()
    const prima = await conta(s, 'utente')
    const id = await prova(s, [
      riga(buona, 'Case manager', c0),
      riga({ ...errata, codiceFiscale: `${errata.codiceFiscale.slice(0, 15)}?` }, 'CM', c0),
      riga({ ...persona(), dataNascita: '1999-09-09' }, 'CM', c0),
      riga(persona(), 'CM', c0, { 'Comune di riferimento': nomeComune(altra.a.comuni[0]!) }),
      riga(via, 'CM', c0),
      riga(due, 'CM', c0),
      riga(due, 'Case Manager', c0),
      riga(due, 'coordinatore-patto', c1),
      riga({ ...due, nome: 'Marta' }, 'RCA', c0),
      riga(persona(), 'Amministratore di Ambito', null, { 'Ambito di riferimento': s.a.codice }),
      riga(persona(), 'Custode', c0),
      riga(persona(), 'CCA', null, { 'Ambito di riferimento': s.a.codice }),
      riga(persona(), 'CM', c2),
      riga(persona(), 'CM', c0, { 'Comune di nascita': 'Chissadove' }),
      riga(persona(), 'CM', c0, { Cognome: '', 'E-mail': 'storta', 'Fine contratto': '2026-01-01' }),
      riga(persona(), 'CM', null),
    ])
    const r = await esiti(s, id)
    const attesi: [string, RegExp][] = [
      ['accettata', /^$/],
      ['rifiutata', /posto sbagliato/],
      ['rifiutata', /data di nascita/],
      ['rifiutata', /non fa parte dell’ambito/],
      ['rifiutata', /accreditata altrove/],
      ['accettata', /^$/],
      ['gia-presente', /Ripete la riga 7/],
      ['accettata', /persona della riga 7/],
      ['rifiutata', /diversi da quelli della riga 7/],
      ['rifiutata', /non può essere assegnato/],
      ['rifiutata', /«Custode» non esiste/],
      ['rifiutata', /sempre di un comune/],
      ['accettata', /preparato, non abilitato/],
      ['rifiutata', /«Chissadove»/],
      ['rifiutata', /Manca «Cognome».*contratto è già terminato.*e-mail/],
      ['rifiutata', /oppure «Ambito di riferimento»/],
    ]
    for (const [n, [esito, motivo]] of attesi.entries()) {
      expect(r[n]![0], `riga ${n + 2}: ${r[n]![1]}`).toBe(esito)
      expect(r[n]![1]).toMatch(motivo)
    }
    expect(await s.admin.call(api.leggi, { id })).toMatchObject({
      stato: 'da-confermare',
      righeLette: 16,
      righeElaborate: 16,
      accettate: 4,
      giaPresenti: 1,
      rifiutate: 11,
    })
    expect(await conta(s, 'utente')).toBe(prima)
    expect(admin.incarichi).toHaveLength(1)
  })
  test('A2.22: rows of another ente than the one that asks are accepted, and it is said', async () => {
    const s = await scena()
    const [c0, c1] = s.a.comuni as [string, string]
    const richiesta = await richiestaFormale(t, s.a, c1)
    const id = await prova({ ...s, richiesta }, [riga(persona(), 'CM', c0), riga(persona(), 'CM', c1)])
    expect(await esiti(s, id)).toEqual([
      ['accettata', expect.stringContaining(`La richiesta formale è del Comune di Comune di prova ${c1}`)],
      ['accettata', ''],
    ])
  })
  test('R1.02, A2.25: the administrator’s codice fiscale with another role is refused', async () => {
    const s = await scena()
    const su = await asRuolo(t, null, 'super-utente')
    const p = persona()
    await su.call(
      utentiApi.create,
      { ...p, assegnazioni: [{ ruolo: 'amministratore-ambito' }] },
      { headers: { 'trama-ambito': s.a.id } },
    )
    const id = await prova(s, [riga(p, 'CM', s.a.comuni[0]!)])
    expect((await esiti(s, id))[0]).toEqual([
      'rifiutata',
      'Il ruolo di amministratore di ambito non si può unire ad alcun altro ruolo.',
    ])
  })
  test('a doubtful codice fiscale is refused here, unless that person was already accepted with a reason', async () => {
    const s = await scena()
    const p = { ...persona(), nome: 'Giuseppa' }
    expect((await esiti(s, await prova(s, [riga(p, 'CM', s.a.comuni[0]!)])))[0]![1]).toContain('Nuovo utente')
    await s.admin.call(utentiApi.create, {
      ...p,
      confermaDubbio: 'visto',
      assegnazioni: [{ ruolo: 'case-manager', comune: s.a.comuni[0]! }],
      richiestaFormaleId: s.richiesta,
    })
    expect((await esiti(s, await prova(s, [riga(p, 'RCA', s.a.comuni[0]!)])))[0]![0]).toBe('accettata')
  })
})

describe('the import', () => {
  test('A2.23: imports the good rows; roles accumulate on one account; prepared where nothing is signed (A2.13b)', async () => {
    const s = await scena()
    const [c0, , c2] = s.a.comuni as [string, string, string]
    const [uno, due] = [persona(), persona()]
    const m = await importa(s, [
      riga(uno, 'CM', c0, { 'E-mail': 'uno@example.it', Fondo: 'PON', 'Fine contratto': '2026-12-31' }),
      riga(uno, 'CP', c0),
      riga(uno, 'RCA', c2),
      riga(due, 'CCA', c2),
      riga(persona(), 'CM', null),
    ])
    expect(m).toMatchObject({ stato: 'conclusa', accettate: 4, rifiutate: 1, confermataDa: 'Utente Prova' })
    const { voci } = await s.admin.call(utentiApi.cercaCodice, { codiceFiscale: uno.codiceFiscale })
    expect(voci).toHaveLength(1)
    const u = await s.admin.call(utentiApi.leggi, { id: voci[0]!.id })
    expect(u).toMatchObject({ stato: 'inserito', email: 'uno@example.it', fondo: 'PON', fineContratto: '2026-12-31' })
    expect(u.assegnazioni.map((x) => [x.ruolo, x.stato]).sort()).toEqual([
      ['case-manager', 'abilitata'],
      ['coordinatore-patto', 'abilitata'],
      ['responsabile-controlli', 'preparata'],
    ])
    expect(u.assegnazioni[0]!.richiestaFormale!.id).toBe(s.richiesta)
    expect((await s.admin.call(utentiApi.cercaCodice, { codiceFiscale: due.codiceFiscale })).voci[0]!.stato).toBe(
      'comunicato',
    )
    expect(u.storia.at(-1)).toMatchObject({ chi: 'Utente Prova', frase: 'Inserito tra gli utenti.' })
    const scheda = await s.admin.call(richiesteFormaliApi.leggi, { id: s.richiesta })
    expect(scheda.importazioni.map((x) => x.id)).toEqual([m.id])
    expect(scheda.utenti).toBe(2)
  })
  test('an operator of another installation, who wrote what was imported, becomes a user in his own row (ADR 0043)', async () => {
    const s = await scena()
    const p = persona()
    const righe = [{ codice_fiscale: p.codiceFiscale, cognome: p.cognome, nome: p.nome, qualifica: null }]
    const { rows } = await t.deps.db.inScope(
      { azione: 'fascicolo.importa', ambito: s.a.id, utente: s.admin.utenteId },
      (tx) =>
        sql<{ qui: string }>`select qui from accesso.operatori_di_altrove(${JSON.stringify(righe)}::jsonb)`.execute(tx),
    )
    expect(await importa(s, [riga(p, 'Case manager', s.a.comuni[0]!)])).toMatchObject({ accettate: 1, rifiutate: 0 })
    expect(await s.admin.call(utentiApi.leggi, { id: rows[0]!.qui })).toMatchObject({
      stato: 'inserito',
      dataNascita: p.dataNascita,
      incarichi: [{ ruolo: 'case-manager' }],
    })
  })
  test('the same file twice changes nothing, and is recognised', async () => {
    const s = await scena()
    const righe = [
      riga(persona(), 'CM', s.a.comuni[0]!, { Telefono: '06 123456' }),
      riga(persona(), 'RCA', s.a.comuni[1]!),
    ]
    // the same bytes: a workbook written again carries another time
    const file = await foglio(righe)
    const prima = await carica(s, file)
    await lavora()
    await s.admin.call(api.conferma, { id: prima.id })
    await lavora()
    const [utenti, ruoli] = [await conta(s, 'utente'), await conta(s, 'assegnazione')]
    const { id, stessoFileIl } = await carica(s, file)
    expect(stessoFileIl).not.toBeNull()
    await lavora()
    expect((await esiti(s, id)).map((x) => x[0])).toEqual(['gia-presente', 'gia-presente'])
    const registro = await conta(s, 'kernel.registro_modifiche')
    await s.admin.call(api.conferma, { id })
    await lavora()
    expect(await s.admin.call(api.leggi, { id })).toMatchObject({ stato: 'conclusa', giaPresenti: 2, accettate: 0 })
    expect([await conta(s, 'utente'), await conta(s, 'assegnazione')]).toEqual([utenti, ruoli])
    // only the import itself moved
    expect((await conta(s, 'kernel.registro_modifiche')) - registro).toBeLessThan(10)
  })
  test('a row with new contacts changes them; an empty cell erases nothing', async () => {
    const s = await scena()
    const p = persona()
    await importa(s, [riga(p, 'CM', s.a.comuni[0]!, { Telefono: '06 123456', 'E-mail': 'prima@example.it' })])
    const m = await importa(s, [riga(p, 'CM', s.a.comuni[0]!, { 'E-mail': 'dopo@example.it' })])
    expect(m).toMatchObject({ modificate: 1, accettate: 0 })
    const { voci } = await s.admin.call(utentiApi.cercaCodice, { codiceFiscale: p.codiceFiscale })
    expect(await s.admin.call(utentiApi.leggi, { id: voci[0]!.id })).toMatchObject({
      email: 'dopo@example.it',
      telefono: '06 123456',
    })
  })
  test('one row for each role: contacts, fund and contract may stand in any of them, whatever range it falls in; one that contradicts an earlier row is refused', async () => {
    const s = await scena()
    const c0 = s.a.comuni[0]!
    const [p, q] = [persona(), persona()]
    const file = await foglio([
      riga(p, 'CM', c0),
      riga(q, 'CM', c0, { 'E-mail': 'uno@example.it' }),
      riga(p, 'CP', c0, { 'Fine contratto': '2026-12-31', Telefono: '06 123456' }),
      riga(q, 'CP', c0, { 'E-mail': 'due@example.it', Fondo: 'PON' }),
      // the role of a row that is refused is not lost with it
      riga(q, 'CP', c0, { 'E-mail': 'Uno@Example.it' }),
    ])
    const { id } = await carica(s, file)
    await lavora()
    const letti = await esiti(s, id)
    expect(letti.map((x) => x[0])).toEqual(['accettata', 'accettata', 'accettata', 'rifiutata', 'accettata'])
    expect(letti[3]![1]).toContain('«E-mail» è diverso da quello della riga 3')
    const scheda = async (x: Persona) => {
      const { voci } = await s.admin.call(utentiApi.cercaCodice, { codiceFiscale: x.codiceFiscale })
      return s.admin.call(utentiApi.leggi, { id: voci[0]!.id })
    }
    // as in a file so long that each row is of another range
    const chi = { azione: 'importazione.esegui', ambito: s.a.id, utente: s.admin.utenteId, intero: true }
    for (const a of [2, 3, 4, 5, 6]) {
      await inCtx(t.deps, chi, (ctx) => applica(ctx, { importazioneId: id, da: a - 1, a }, s.richiesta))
      if (a === 2) expect(await scheda(p)).toMatchObject({ fineContratto: '2026-12-31', telefono: '06 123456' })
    }
    const versioni = [(await scheda(p)).versione, (await scheda(q)).versione]
    expect(versioni).toEqual([1, 1])
    expect(await scheda(q)).toMatchObject({ email: 'uno@example.it', fondo: null, incarichi: [{}, {}] })
    // the same file again, all in one range: nothing is changed, nothing is turned over
    const ancora = await carica(s, file)
    await lavora()
    expect((await esiti(s, ancora.id)).map((x) => x[0])).toEqual([
      ...['gia-presente', 'gia-presente', 'gia-presente', 'rifiutata', 'gia-presente'],
    ])
    await s.admin.call(api.conferma, { id: ancora.id })
    await lavora()
    expect([(await scheda(p)).versione, (await scheda(q)).versione]).toEqual(versioni)
    expect(await scheda(p)).toMatchObject({ fineContratto: '2026-12-31', telefono: '06 123456' })
  })
  test('A2.07, A2.26: by workbook as one by one: no contract of who has a role that one may not give, nothing enabled after its end', async () => {
    const s = await scena()
    const [c0, , c2] = s.a.comuni as [string, string, string]
    const [p, q] = [persona(), persona()]
    try {
      // before the administrator of an ambito could give that role
      t.clock.set('2023-06-01T09:00:00Z')
      const su = await asRuolo(t, null, 'super-utente')
      const incarichi = [{ ruolo: 'responsabile-svantaggio', comune: c0 }]
      await su.call(
        utentiApi.create,
        { ...p, fineContratto: '2023-12-31', assegnazioni: incarichi, richiestaFormaleId: s.richiesta },
        { headers: { 'trama-ambito': s.a.id } },
      )
      const allora = { ...s, admin: await asRuolo(t, s.a, 'amministratore-ambito') }
      const righe = [
        riga(p, 'CM', c0, { 'Fine contratto': '2030-12-31' }),
        riga(p, 'CP', c0, { Telefono: '06 123456' }),
        riga(q, 'CM', c2, { 'Fine contratto': '2023-06-01' }),
      ]
      const r = await esiti(allora, await prova(allora, righe))
      expect(r.map((x) => x[0])).toEqual(['rifiutata', 'accettata', 'accettata'])
      expect(r[0]![1]).toContain('non può essere assegnato da te')
      await importa(allora, righe)
      // the day after the end of his contract, q has only a role that was never enabled
      t.clock.set('2023-06-02T09:00:00Z')
      const dopo = { ...s, admin: await asRuolo(t, s.a, 'amministratore-ambito') }
      const ora = await importa(dopo, [riga(q, 'CM', c0)])
      expect((await esiti(dopo, ora.id))[0]).toEqual([
        'accettata',
        expect.stringContaining('Sarà preparato, non abilitato: il contratto è terminato.'),
      ])
      const { voci } = await dopo.admin.call(utentiApi.cercaCodice, { codiceFiscale: q.codiceFiscale })
      expect(await dopo.admin.call(utentiApi.leggi, { id: voci[0]!.id })).toMatchObject({ stato: 'comunicato' })
      // renewed by the same workbook, in another row
      const rinnovo = await importa(dopo, [riga(q, 'CP', c0), riga(q, 'RCA', c0, { 'Fine contratto': '2024-12-31' })])
      expect(rinnovo).toMatchObject({ accettate: 2, rifiutate: 0 })
      const { assegnazioni, stato } = await dopo.admin.call(utentiApi.leggi, { id: voci[0]!.id })
      expect(stato).toBe('inserito')
      expect(assegnazioni.filter((x) => x.stato === 'abilitata').map((x) => x.ruolo)).toHaveLength(2)
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
  })
  test('the refused rows come back as a workbook that, corrected, is imported', async () => {
    const s = await scena()
    const p = persona()
    const id = await prova(s, [riga(persona(), 'CM', s.a.comuni[0]!), riga(p, 'Custode', s.a.comuni[0]!)])
    const righe = await leggiFile((await s.admin.call(api.rifiutate, { id })).contenuto)
    expect(righe).toHaveLength(2)
    expect(righe[0]!.slice(-2)).toEqual(['Esito', 'Motivo'])
    expect(righe[1]!.at(-1)).toContain('«Custode» non esiste')
    expect(righe[1]![3]).toBe(p.dataNascita)
    const corretta = Object.fromEntries(
      righe[0]!.map((c, n) => [c, c === 'Ruolo' ? 'Case manager' : (righe[1]![n] ?? '')]),
    )
    const file = await foglio([corretta as Celle], righe[0]!)
    const di = await carica(s, file)
    await lavora()
    expect((await esiti(s, di.id))[0]![0]).toBe('accettata')
  })
  test('what changed between the dry run and the confirmation is refused, not broken', async () => {
    const [s, altra] = [await scena(), await scena()]
    const [p, q] = [persona(), persona()]
    const id = await prova(s, [riga(p, 'CM', s.a.comuni[0]!), riga(q, 'CM', s.a.comuni[0]!)])
    await importa(altra, [riga(p, 'CM', altra.a.comuni[0]!)])
    await s.admin.call(api.conferma, { id })
    await lavora()
    expect(await s.admin.call(api.leggi, { id })).toMatchObject({ stato: 'conclusa', accettate: 1, rifiutate: 1 })
  })
  test('R1.02: what another gives or takes away at the very instant of an import is seen by it, and by whatever writes a role', async () => {
    const s = await scena()
    const c0 = s.a.comuni[0]!
    const [p, q] = [persona(), persona()]
    await importa(s, [riga(p, 'CM', c0), riga(q, 'CM', c0)])
    const idDi = async (x: Persona) =>
      (await s.admin.call(utentiApi.cercaCodice, { codiceFiscale: x.codiceFiscale })).voci[0]!.id
    const [suo, altro] = [await idDi(p), await idDi(q)]
    const { assegnazioni } = await s.admin.call(utentiApi.leggi, { id: suo })
    await s.admin.call(assegnazioniApi.revoca, { id: assegnazioni[0]!.id, motivo: 'fine' })
    const id = await prova(s, [riga(p, 'CP', c0), riga(q, 'RCA', c0)])
    const scope = { azione: 'prova', nazionale: true, ambito: s.a.id }
    const daSolo = (utente: string) =>
      t.deps.db
        .inScope(scope, (tx) =>
          sql`insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id) values (${s.a.id}, ${utente}, 'responsabile-incontri', ${c0})`.execute(
            tx,
          ),
        )
        .then(
          () => 'scritta',
          (e: { constraint?: string }) => e.constraint,
        )
    let altri: Promise<unknown[]> | undefined
    await t.deps.db.inScope(scope, async (tx) => {
      // as `assegna` and `cessa` do: the person, then his roles
      await sql`select from utente where id in (${suo}, ${altro}) order by id for update`.execute(tx)
      await sql`insert into assegnazione (ambito_id, utente_id, ruolo_id, stato) values (${s.a.id}, ${suo}, 'amministratore-ambito', 'abilitata')`.execute(
        tx,
      )
      await sql`update assegnazione set stato = 'revocata' where utente_id = ${altro}`.execute(tx)
      await sql`update utente set stato = 'cessato' where id = ${altro}`.execute(tx)
      altri = Promise.all([daSolo(suo), daSolo(altro), s.admin.call(api.conferma, { id }).then(lavora)])
      await inAttesa(3)
    })
    expect((await altri!).slice(0, 2)).toEqual(['assegnazione_ruolo_esclusivo', 'assegnazione_di_utente_cessato'])
    expect(await esiti(s, id)).toEqual([
      ['rifiutata', 'Il ruolo di amministratore di ambito non si può unire ad alcun altro ruolo.'],
      ['rifiutata', 'È tra gli utenti cessati: apri la sua scheda e usa «Riammetti».'],
    ])
    const { rows } = await t.deps.db.inScope(scope, (tx) =>
      sql`select utente_id, ruolo_id from assegnazione where utente_id in (${suo}, ${altro}) and stato <> 'revocata'`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ utenteId: suo, ruoloId: 'amministratore-ambito' }])
  })
  test('is confirmed once, and can be given up before', async () => {
    const s = await scena()
    const id = await prova(s, [riga(persona(), 'CM', s.a.comuni[0]!)])
    await s.admin.call(api.annulla, { id })
    expect((await rifiuto(s.admin.call(api.conferma, { id }))).status).toBe(409)
    expect(await conta(s, 'importazione_riga')).toBe(0)
    const altra = await scena()
    expect((await rifiuto(altra.admin.call(api.leggi, { id }))).status).toBe(404)
  })
  test('300 rows, killed in mid-work, are taken up again and imported once', async () => {
    const s = await scena()
    const righe = Array.from({ length: 300 }, (_, n) => riga(persona(), n % 3 ? 'CM' : 'RCA', s.a.comuni[n % 2]!))
    const { id } = await carica(s, await foglio(righe))
    // a run that died after some rows: half staged, still «in-lettura», and its job gone
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, ambito: s.a.id }, async (tx) => {
      await sql`update importazione set corsa = gen_random_uuid(), righe_lette = 1 where id = ${id}`.execute(tx)
      await sql`insert into importazione_riga (importazione_id, ambito_id, riga, celle, errori, dubbi) values (${id}, ${s.a.id}, 2, '{}', '{}', '{}')`.execute(
        tx,
      )
    })
    t.clock.advance(11)
    await jobRiprendi.run(t.deps, {})
    expect(await s.admin.call(api.leggi, { id })).toMatchObject({
      stato: 'da-confermare',
      righeLette: 300,
      accettate: 300,
    })
    await lavora() // the old job finds nothing left to do
    await s.admin.call(api.conferma, { id })
    t.clock.advance(11)
    await jobRiprendi.run(t.deps, {})
    await lavora()
    expect(await s.admin.call(api.leggi, { id })).toMatchObject({ stato: 'conclusa', accettate: 300 })
    expect(await conta(s, 'assegnazione')).toBe(301)
    t.clock.set('2026-03-02T09:00:00Z')
  })
})
