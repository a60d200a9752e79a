// The bulk mode from the command line: the exit code is 0 only when no row was refused, a rehearsal leaves nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adesione, luoghiDiNascita, persona, richiestaFormale } from '../../../test/support/accreditamento.ts'
import { type Ambito, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'
import { comandiAccreditamento } from './comandi.ts'

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

async function esegui(nome: string, ...args: string[]) {
  const righe: string[] = []
  const comando = comandiAccreditamento.find((c) => c.nome === nome)!
  const env = {
    deps: t.deps,
    operatore: 'riga di comando: gestore',
    cwd,
    baseUrl: '',
    out: (r: string) => void righe.push(r),
  }
  return { codice: await comando.run(env, args), testo: righe.join('\n') }
}
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
