// The bulk mode from the command line: the exit code is 0 only when no row was refused, a rehearsal leaves nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adesione, luoghiDiNascita, persona, richiestaFormale } from '../../../test/support/accreditamento.ts'
import { type Ambito, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { aiuto, comandi, comandiEsterni, esegui as eseguiComando } from '../comandi.ts'
import { ErroreDiAvvio, leggiConfigurazione } from '../kernel/config.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'

let t: TestApp
let cwd: string
beforeAll(async () => {
  t = await testApp()
  await luoghiDiNascita(t)
  cwd = await mkdtemp(join(tmpdir(), 'trama-prova-'))
})
afterAll(async () => {
  await rm(cwd, { recursive: true, force: true })
  await t.close()
})

const c = leggiConfigurazione({})
async function comeDa(operatore: string, nome: string, ...args: string[]) {
  const righe: string[] = []
  const out = (r: string) => void righe.push(r)
  const richiesta = { args: [...nome.split(' '), ...args], cwd, operatore }
  return { codice: await eseguiComando(c, t.deps, richiesta, { out, err: () => {} }), testo: righe.join('\n') }
}
const esegui = (nome: string, ...args: string[]) => comeDa('riga di comando: gestore', nome, ...args)
const righeDi = async (file: string) => {
  const righe: string[][] = []
  for await (const r of leggiTabella(join(cwd, file))) righe.push(r.celle)
  return righe
}
const conta = async (a: Ambito, tabella: string) =>
  t.deps.db.inScope(
    { azione: 'prova', nazionale: true, ambito: a.id },
    async (tx) =>
      (await sql<{ n: number }>`select count(*) as n from ${sql.table(tabella)} where ambito_id = ${a.id}`.execute(tx))
        .rows[0]!.n,
  )
/** The template as downloaded, filled in with these persons and roles. */
async function compila(a: Ambito, file: string, ruoli: string[]) {
  await esegui('accreditamento modello', '--ambito', a.codice, '--out', 'modello.xlsx')
  const [intestazione] = await righeDi('modello.xlsx')
  const righe = ruoli.map((ruolo) => {
    const p = persona()
    return [p.codiceFiscale, p.nome, p.cognome, p.dataNascita, 'Roma', p.genere, a.comuni[0], '', '', '', ruolo]
  })
  const colonne = intestazione!.map((titolo) => ({ titolo }))
  await writeFile(join(cwd, file), await scriviCartella({ titolo: 'x', fogli: [{ nome: 'Utenti', colonne, righe }] }))
}

test('rehearsal, import, outcome, the same file again; each with its exit code', async () => {
  const a = await nuovoAmbito(t)
  await adesione(t, a, a.comuni[0]!)
  const prima = await conta(a, 'utente')
  await compila(a, 'buono.xlsx', ['Case manager', 'RCA'])
  const prova = await esegui(
    'accreditamento importa',
    'buono.xlsx',
    '--ambito',
    a.codice,
    '--prova',
    '--esito',
    'esito.xlsx',
  )
  expect(prova).toMatchObject({ codice: 0 })
  expect(prova.testo).toContain('Prova, nulla è stato scritto: 2 accettate, 0 già presenti, 0 modificate, 0 rifiutate.')
  for (const tabella of ['importazione', 'importazione_riga', 'richiesta_formale', 'allegato', 'assegnazione'])
    expect(await conta(a, tabella), tabella).toBe(0)
  expect((await righeDi('esito.xlsx')).map((r) => r[13])).toEqual(['Esito', 'Accettata', 'Accettata'])

  expect((await esegui('accreditamento importa', 'buono.xlsx', '--ambito', a.codice)).codice).toBe(0)
  expect(await conta(a, 'utente')).toBe(prima + 2)
  const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true, ambito: a.id }, (tx) =>
    sql<{ documento: string; operatore: string }>`
      select g.nome as documento, m.operatore from assegnazione x join richiesta_formale f on f.id = x.richiesta_formale_id join allegato g on g.id = f.allegato_id
        join kernel.registro_modifiche m on m.riga_id = x.id::text where x.ambito_id = ${a.id} limit 1`.execute(tx),
  )
  expect(rows).toEqual([{ documento: 'buono.xlsx', operatore: 'riga di comando: gestore' }])

  const ancora = await esegui('accreditamento importa', 'buono.xlsx', '--ambito', a.codice)
  expect(ancora).toMatchObject({ codice: 0 })
  expect(ancora.testo).toContain('0 accettate, 2 già presenti')
  expect(await conta(a, 'utente')).toBe(prima + 2)
})

test('a refused row makes exit code 1, is told by its number and not by its name', async () => {
  const a = await nuovoAmbito(t)
  await adesione(t, a, a.comuni[0]!)
  await richiestaFormale(t, a)
  await compila(a, 'misto.xlsx', ['CM', 'Custode'])
  const r = await esegui('accreditamento importa', 'misto.xlsx', '--ambito', a.codice)
  expect(r.codice).toBe(1)
  expect(r.testo).toContain('riga 3: Il ruolo «Custode» non esiste')
  expect(r.testo).not.toMatch(/[A-Z]{6}\d\d[A-Z]\d\d/)
  expect(await conta(a, 'assegnazione')).toBe(1)
})

test('what is wrong with the command is one sentence', async () => {
  const a = await nuovoAmbito(t)
  await writeFile(join(cwd, 'testo.xlsx'), 'ciao')
  await compila(a, 'uno.xlsx', ['CM'])
  const casi: [string[], RegExp][] = [
    [['testo.xlsx', '--ambito', a.codice], /non è una cartella di Excel/],
    [['assente.xlsx', '--ambito', a.codice], /non esiste/],
    [['uno.xlsx', '--ambito', 'ZZZ'], /Non c’è un ambito/],
    [['uno.xlsx'], /Manca/],
    [['uno.xlsx', '--ambito', a.codice, '--richiesta', '77'], /protocollo «77»/],
    [['uno.xlsx', '--ambito', a.codice, '--forza'], /Opzione non riconosciuta/],
  ]
  for (const [args, frase] of casi) await expect(esegui('accreditamento importa', ...args)).rejects.toThrow(frase)
  expect(await conta(a, 'importazione')).toBe(0)
  await expect(esegui('accreditamento modello', '--ambito', a.codice)).rejects.toThrow(/--out/)
})

test('every command of --help leaves its name and who acts, whatever comes of it', async () => {
  const a = await nuovoAmbito(t)
  await compila(a, 'visto.xlsx', ['CM'])
  const [tutti, inProva] = ['Chi li dà tutti', 'Chi guarda soltanto']
  // without what they ask for, most of them stop at once: by then the register has them
  for (const k of comandi(c)) await comeDa(tutti, k.nome).catch((e) => expect(e, k.nome).toBeInstanceOf(ErroreDiAvvio))
  await comeDa(inProva, 'accreditamento modello', '--ambito', a.codice, '--out', 'pieno.xlsx', '--esistenti')
  await comeDa(inProva, 'accreditamento importa', 'visto.xlsx', '--ambito', a.codice, '--prova')
  const lasciati = (operatore: string) =>
    t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) => {
      const { rows } = await sql<{ nome: string }>`
        select c.nome from comando_eseguito c join kernel.registro_modifiche m on m.riga_id = c.id::text and m.tabella = 'comando_eseguito'
         where m.operatore = ${operatore} order by c.nome`.execute(tx)
      return rows.map((r) => r.nome)
    })
  expect(await lasciati(tutti)).toEqual(
    comandi(c)
      .map((k) => k.nome)
      .sort(),
  )
  expect(await lasciati(inProva)).toEqual(['accreditamento importa', 'accreditamento modello'])
  // what --help names and is no row of the table: a file without data, the copy that has a row of its own, a login
  const esterni = comandiEsterni.map((k) => k.uso.split(' ').slice(0, 2).join(' '))
  expect(esterni).toEqual(['flussi verifica', 'ripristina FILE', 'prova accedi'])
  const usi = aiuto(c)
    .match(/^ {2}\S.*$/gm)!
    .map((u) => u.trim())
  expect(usi.sort()).toEqual([...comandi(c), ...comandiEsterni].map((k) => k.uso).sort())
})
