// Bytes written ahead of their document: nobody sees them, others are answered meanwhile, what is left half written goes.
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { PDF } from '../../../test/support/file-di-prova.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import { uccidiAMeta } from '../../../test/support/processo.ts'
import { documentiApi as api } from '../../shared/documenti/documenti.api.ts'
import { openEmbedded, pgliteOptions } from '../kernel/db.ts'
import { apriDeposito, depositaALotti, pulisciDepositi, togliRimasti } from './depositi.ts'
import { verificaJob } from './verifica.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let persona: string
beforeAll(async () => {
  t = await testApp()
  await t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
  a = await ambitoConCartella(t, 1)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  persona = await nuovaPersona(sociale, a.comuni[0]!)
  await presaInCarico(t, a, a.comuni[0]!, persona, sociale.utenteId)
})
afterAll(() => t.close())

const grande = (mb: number) => Buffer.concat([PDF, randomBytes(mb * 1_000_000)])
const invia = (file: Uint8Array, altro: object = {}, headers: Record<string, string> = {}) =>
  sociale.call(api.carica, { id: persona, sottocartella: 'altro', nome: 'grande.pdf', ...altro } as never, {
    file,
    headers,
  })
const elenco = async () => (await sociale.call(api.list, { id: persona })).voci
const rimasti = async () =>
  daProprietario(
    t,
    `select (select count(*)::int from documento_deposito where completato_il is null) as depositi,
      (select count(*)::int from documento_contenuto c where not exists (select 1 from documento_versione v where v.id = c.versione_id)) as fette`,
  )
const NULLA = [{ depositi: 0, fette: 0 }]
const dentro = (chi = sociale) => ({
  azione: 'prova',
  ambito: a.id,
  comuni: a.comuni,
  fascicolo: true,
  utente: chi.utenteId,
})
const suo = <T>(fn: Parameters<typeof t.deps.db.inScope<T>>[1]) => t.deps.db.inScope(dentro(), fn)
/** A deposito that its author has not finished. */
const aMeta = (adesso?: string) =>
  t.deps.db.inScope({ ...dentro(), ...(adesso ? { adesso: new Date(adesso) } : {}) }, async (tx) => {
    const id = await apriDeposito({ tx } as never, a.comuni[0]!)
    await sql`insert into documento_contenuto (versione_id, parte, contenuto) values (${id}, 0, 'abc')`.execute(tx)
    return id
  })

describe('mentre un file grande entra', () => {
  test('gli altri hanno risposta, e non vedono nulla di ciò che sta arrivando', async () => {
    let finito = false
    const carico = invia(grande(8)).finally(() => {
      finito = true
    })
    const viste: { documenti: number; fette: number }[] = []
    while (!finito) {
      const [entrate] = (await rimasti()) as [{ fette: number }]
      viste.push({ documenti: (await elenco()).length, fette: entrate.fette })
      // as between requests of a network: inside one process they would leave no time to the file that is read
      await new Promise((poi) => setImmediate(poi))
    }
    await carico
    // answered with a part of it already kept: had it been one transaction, no part would ever be there for others
    expect(viste.filter((v) => v.fette > 0 && v.documenti === 0).length).toBeGreaterThan(0)
    // nothing, then all of it
    const documenti = viste.map((v) => v.documenti)
    expect(documenti).toEqual(documenti.toSorted())
    expect(await elenco()).toHaveLength(1)
    expect(await rimasti()).toEqual(NULLA)
  })
})

describe('ciò che non diventa un documento è tolto subito', () => {
  test('un rifiuto dopo che è entrato', async () => {
    expect(await rifiuto(invia(grande(2), { sottocartella: 'boh' }))).toMatchObject({ status: 422 })
    expect(await rimasti()).toEqual(NULLA)
  })
  test('lo stesso invio due volte', async () => {
    const chiave = { 'idempotency-key': randomUUID() }
    const file = grande(2)
    const uno = await invia(file, {}, chiave)
    expect(await invia(file, {}, chiave)).toEqual(uno)
    expect(await rimasti()).toEqual(NULLA)
  })
  test('chi non può aprire il fascicolo non comincia nemmeno', async () => {
    const altro = await operatore(t, a, 'assistente-sociale')
    const suoInvio = altro.call(api.carica, { id: persona, sottocartella: 'altro', nome: 'a.pdf' } as never, {
      file: PDF,
    })
    expect(await rifiuto(suoInvio)).toMatchObject({ codice: 'motivo-richiesto' })
  })
})

describe('un deposito', () => {
  test('lo vede soltanto chi lo riempie; i byte, nessuno', async () => {
    const id = await aMeta()
    const collega = await operatore(t, a, 'responsabile-servizio')
    const visti = async (chi: Caller) =>
      t.deps.db.inScope(dentro(chi), async (tx) => [
        (await sql`select 1 from documento_deposito where id = ${id}`.execute(tx)).rows.length,
        (await sql`select 1 from documento_contenuto where versione_id = ${id}`.execute(tx)).rows.length,
      ])
    expect(await visti(sociale)).toEqual([1, 0])
    expect(await visti(collega)).toEqual([0, 0])
    await expect(
      t.deps.db.inScope(dentro(collega), (tx) =>
        sql`insert into documento_contenuto (versione_id, parte, contenuto) values (${id}, 1, 'x')`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
    await suo((tx) => sql`select accesso.togli_depositi(array[${id}]::uuid[])`.execute(tx))
    expect(await rimasti()).toEqual(NULLA)
  })
  test('diventa una versione soltanto se c’è tutto; da allora non vi si aggiunge nulla', async () => {
    const { id: documento } = await invia(PDF)
    const id = await aMeta()
    const versione = (bytes: number) =>
      suo((tx) =>
        sql`insert into documento_versione (id, documento_id, numero, nome, tipo, bytes, sha256) values (${id}, ${documento}, 2, 'a.pdf', 'application/pdf', ${bytes}, 'x')`.execute(
          tx,
        ),
      )
    await expect(versione(4)).rejects.toMatchObject({ constraint: 'documento_versione_intera' })
    await versione(3)
    await expect(
      suo((tx) =>
        sql`insert into documento_contenuto (versione_id, parte, contenuto) values (${id}, 1, 'x')`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
    // and nobody takes it back
    await suo((tx) => sql`select accesso.togli_depositi(array[${id}]::uuid[])`.execute(tx))
    expect((await sociale.call(api.leggi, { id: documento })).versioni).toHaveLength(2)
  })
  test('abbandonato lo toglie il lavoro della notte; quelli di oggi no', async () => {
    await aMeta('2026-02-20T09:00:00Z')
    const diOggi = await aMeta('2026-03-02T08:59:00Z')
    await pulisciDepositi.run(t.deps, {})
    expect(await rimasti()).toEqual([{ depositi: 1, fette: 1 }])
    await suo((tx) => sql`select accesso.togli_depositi(array[${diOggi}]::uuid[])`.execute(tx))
  })
})

// the process that dies has its data in a folder, whatever the engine of the others
const unaVolta = process.env.TRAMA_TEST_PG ? () => {} : test
unaVolta(
  'ucciso a metà (kill -9): non si vede nulla, e i resti se ne vanno alla ripartenza',
  {
    timeout: 120_000,
  },
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'trama-deposito-'))
    try {
      expect(await uccidiAMeta('caricamento-ucciso.ts', dir)).toBe('SIGKILL')

      const pglite = await PGlite.create({ dataDir: dir, ...pgliteOptions })
      const conta = async (q: string) =>
        (await pglite.query<{ n: number }>(`select count(*)::int as n from ${q}`)).rows[0]!.n
      expect(await conta('documento_contenuto')).toBeGreaterThan(10)
      expect(await conta('documento')).toBe(0)
      expect(await conta('documento_versione')).toBe(0)
      const db = await openEmbedded(pglite)
      await togliRimasti({ ...t.deps, db })
      await pglite.exec('reset role')
      expect(await conta('documento_contenuto')).toBe(0)
      expect(await conta('documento_deposito')).toBe(0)
      await pglite.close()
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
)

test('i lotti sono scritti in ordine, l’ultimo anche se è corto', async () => {
  const fette = Array.from({ length: 35 }, (_, n) => Buffer.from([n]))
  const transazioni: number[] = []
  let scritte = 0
  const finto = async <T>(fn: (ctx: never) => Promise<T>): Promise<T> =>
    suo(async (tx) => {
      const prima = scritte
      const r = await fn({ tx } as never)
      scritte = Number((await sql<{ n: number }>`select count(*) as n from documento_contenuto`.execute(tx)).rows[0]!.n)
      transazioni.push(prima)
      return r
    })
  const id = await suo((tx) => apriDeposito({ tx } as never, a.comuni[0]!))
  await depositaALotti(
    finto as never,
    id,
    (async function* () {
      yield* fette
    })(),
  )
  expect(transazioni).toHaveLength(3)
  const parti = await daProprietario(
    t,
    `select parte, get_byte(contenuto, 0) as b from documento_contenuto where versione_id = '${id}' order by parte`,
  )
  expect(parti).toEqual(fette.map((_, n) => ({ parte: n, b: n })))
  await suo((tx) => sql`select accesso.togli_depositi(array[${id}]::uuid[])`.execute(tx))
})
