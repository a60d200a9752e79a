// Runs that die and runs that meet: no row lost or written twice, no record in two files, no number missing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/support/app.ts'
import { operatore } from '../../../test/support/cartella.ts'
import {
  carica,
  importa,
  lavora,
  luoghiFlussi,
  prepara,
  type ScenaFlussi,
  scenaFlussi,
  xmlDi,
} from '../../../test/support/flussi.ts'
import { csv, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { carichiApi } from '../../shared/flussi/carichi.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Deps } from '../kernel/context.ts'
import type { Database } from '../kernel/db.ts'
import { createJobs } from '../kernel/jobs.ts'
import { jobLeggi, leggiCarico } from './carichi-corsa.ts'
import { ritiraFile } from './carichi-ritiro.ts'
import { generaFlussi } from './generazioni-corsa.ts'
import { riprendi } from './modulo.ts'
import { assertFlusso, leggiTutto } from './prova.fixture.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora(t)
})
afterAll(() => t.close())

const molte = (n: number, da = 0) => csv(Array.from({ length: n }, (_, i) => rigaBuona(da + i)))
const incarico = (s: ScenaFlussi, id: string) => ({ id, ambito: s.a.id, utente: s.chi.utenteId, comuni: [s.comune] })

class Morto extends Error {}

/** The same database, whose process dies at the n-th transaction from here: nothing of that one is kept. */
function cheMuore(n: number): Deps {
  let fatte = 0
  const db = new Proxy(t.deps.db, {
    get(vero, nome, io) {
      if (nome !== 'inScope') return Reflect.get(vero, nome, io)
      return ((scope, fn) => {
        const questa = ++fatte
        return vero.inScope(scope, async (tx, link) => {
          const valore = await fn(tx, link)
          if (questa >= n) throw new Morto()
          return valore
        })
      }) satisfies Database['inScope']
    },
  })
  return { ...t.deps, db }
}

const muore = async (fn: Promise<unknown>) => {
  try {
    await fn
  } catch (e) {
    if (!(e instanceof Morto)) throw e
    return true
  }
  return false
}

describe('the reading of a file', () => {
  test('that dies at any transaction goes on from there, and every row is there once', async () => {
    const s = await scenaFlussi(t)
    // some lots, which are larger on the database of production
    const quante = process.env.TRAMA_TEST_PG ? 17_000 : 1700
    const id = await prepara(s, molte(quante))
    let morti = 0
    // more often than a work that does not go on is tried
    // after its first lot, which comes later where the file is larger
    const poi = process.env.TRAMA_TEST_PG ? 7 : 5
    for (const n of [2, poi, poi, poi, poi, poi, poi]) {
      if (await muore(leggiCarico(cheMuore(n), incarico(s, id)))) morti++
    }
    expect(morti).toBeGreaterThan(5)
    await leggiCarico(t.deps, incarico(s, id))
    const letto = await s.chi.call(carichiApi.leggi, { id })
    expect(letto).toMatchObject({
      stato: 'concluso',
      righeLette: quante,
      prestazioni: quante,
      conti: { pronte: quante, daCompletare: 0, rifiutate: 0 },
    })
    // the queue gives it again, and there is nothing left to do
    await lavora(t)
    expect((await s.chi.call(carichiApi.leggi, { id })).prestazioni).toBe(quante)
  })
  test('that dies again and again without going on is given up', async () => {
    const s = await scenaFlussi(t)
    const id = await prepara(s, molte(10))
    for (let n = 0; n < 5; n++) expect(await muore(leggiCarico(cheMuore(2), incarico(s, id)))).toBe(true)
    await leggiCarico(t.deps, incarico(s, id))
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'fallito',
      errore: expect.stringContaining('si è interrotta più volte'),
    })
  })
  test('that waits its turn is left to the queue, and nothing of it is counted while it is read', async () => {
    const s = await scenaFlussi(t)
    const id = await prepara(s, molte(10))
    await riprendi(t.deps, -1)
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'in-lettura',
      conti: null,
      righeLette: 0,
    })
    await muore(leggiCarico(cheMuore(2), incarico(s, id)))
    await riprendi(t.deps, -1)
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({ stato: 'concluso', conti: { pronte: 10 } })
    await lavora(t)
  })
  test('may take hours: the queue does not take it for dead after a quarter of one', async () => {
    const secondi = async (nome: string) => {
      const link = await t.deps.db.connect()
      try {
        const { rows } = await link.query('select expire_seconds from pgboss.queue where name = $1', [nome])
        return (rows[0] as Record<string, number>)[Object.keys(rows[0]!)[0]!]
      } finally {
        link.release()
      }
    }
    for (const nome of [
      'flussi.leggi',
      'flussi.leggi-lunghi',
      'flussi.ritira',
      'flussi.genera',
      'flussi.pubblica',
      'flussi.rielabora',
      'flussi.riprendi',
    ])
      expect(await secondi(nome), nome).toBe(12 * 3600)
    // a queue that is there already is told as well
    const prova = { nome: 'prova.lunga', run: () => Promise.resolve() }
    const code = () => createJobs(t.deps.db, () => {})
    await code().ensureQueues([prova])
    expect(await secondi('prova.lunga')).toBe(900)
    await code().ensureQueues([{ ...prova, ore: 2 }])
    expect(await secondi('prova.lunga')).toBe(7200)
  })
  test('that cannot be read to the end says so and keeps what was read', async () => {
    const s = await scenaFlussi(t)
    const id = await prepara(s, Buffer.concat([molte(450), Buffer.from('\r\n"mai chiusa;')]))
    await lavora(t)
    const letto = await s.chi.call(carichiApi.leggi, { id })
    expect(letto.stato).toBe('fallito')
    expect(letto.errore).toMatch(/virgolette/)
  })
})

describe('the queue', () => {
  test('a short file does not wait for a long one', async () => {
    const s = await scenaFlussi(t)
    const { id: lungo } = await carica(s.chi, s.ente, molte(20, 100))
    await t.owner.exec('reset role')
    await t.owner.query('update carico_flussi set bytes = 500000000 where id = $1', [lungo])
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
    const proposta = await s.chi.call(carichiApi.proposta, { id: lungo })
    const voci = proposta.colonne.flatMap((c) => (c.campo ? [{ campo: c.campo, colonna: c.nome }] : []))
    await s.chi.call(carichiApi.mappa, { id: lungo, lettura: {}, profilo: { tipo: 'PS_PSA_SINA', voci } })
    const breve = await prepara(s, molte(5, 200))
    const [brevi, lunghi] = jobLeggi
    // the queue of the short ones alone is at work: the long one is still to be read
    await t.jobs.drain(t.deps, [brevi!])
    expect((await s.chi.call(carichiApi.leggi, { id: breve })).stato).toBe('concluso')
    expect(await s.chi.call(carichiApi.leggi, { id: lungo })).toMatchObject({ stato: 'in-lettura', righeLette: 0 })
    await t.jobs.drain(t.deps, [lunghi!])
    expect((await s.chi.call(carichiApi.leggi, { id: lungo })).stato).toBe('concluso')
  })
})

describe('the withdrawal of a large file', () => {
  test('goes on by lots, holds back what would leave, and taken up after a death leaves nothing', async () => {
    const s = await scenaFlussi(t)
    const { id } = await importa(t, s, molte(2200, 20_000))
    const copia = await importa(t, s, molte(3, 20_000))
    expect(copia.conti).toMatchObject({ daCompletare: 3 })
    await s.chi.call(carichiApi.ritira, { id })
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({ stato: 'in-ritiro', conti: null, ritirate: 0 })
    const genera = () => s.chi.call(generazioniApi.genera, { ente: s.ente })
    await expect(genera()).rejects.toThrow(/si sta ritirando/)
    expect((await s.chi.raw(carichiApi.ritira, { id })).status).toBe(409)
    expect(await muore(ritiraFile(cheMuore(3), incarico(s, id)))).toBe(true)
    const meta = (await s.chi.call(carichiApi.leggi, { id })).ritirate
    expect(meta).toBeGreaterThan(0)
    expect(meta).toBeLessThan(2200)
    await riprendi(t.deps, -1)
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'ritirato',
      ritirate: 2200,
      conti: { pronte: 0 },
    })
    // what was a copy of it is a copy no more
    expect((await s.chi.call(carichiApi.leggi, { id: copia.id })).conti).toMatchObject({ pronte: 3 })
    await genera()
    await lavora(t)
    expect(
      (await s.chi.call(prestazioniApi.quadro, { ente: s.ente })).voci.map((v) => [v.inFlusso, v.escluse]),
    ).toEqual([[3, 2200]])
  })
})

describe('a withdrawal and what leaves', () => {
  const secondo = async (s: ScenaFlussi) => operatore(t, s.a, 'operatore-flussi', s.comune)
  test('exclude each other: while flows are being made no file is withdrawn, small or large', async () => {
    const s = await scenaFlussi(t)
    const { id: piccolo } = await importa(t, s, molte(3, 30_000))
    const { id: grande } = await importa(t, s, molte(2100, 31_000))
    const g = await s.chi.call(generazioniApi.genera, { ente: s.ente })
    // a part of them is in a file that is being written
    expect(await muore(generaFlussi(cheMuore(5), incarico(s, g.id)))).toBe(true)
    for (const id of [piccolo, grande]) {
      await expect(s.chi.call(carichiApi.ritira, { id })).rejects.toThrow(/Si stanno facendo i flussi/)
      expect((await s.chi.call(carichiApi.leggi, { id })).stato).toBe('concluso')
    }
    await generaFlussi(t.deps, incarico(s, g.id))
    expect((await s.chi.call(generazioniApi.leggi, { id: g.id })).stato).toBe('conclusa')
    expect((await s.chi.call(prestazioniApi.quadro, { ente: s.ente })).voci).toMatchObject([{ inFlusso: 2103 }])
    await s.chi.call(carichiApi.ritira, { id: piccolo })
    expect((await s.chi.call(prestazioniApi.quadro, { ente: s.ente })).voci).toMatchObject([{ inFlusso: 2103 }])
  })
  test('two runs of one withdrawal leave nothing and say it once', async () => {
    const s = await scenaFlussi(t)
    const { id } = await importa(t, s, molte(2100, 34_000))
    await s.chi.call(carichiApi.ritira, { id })
    await Promise.all([1, 2].map(() => ritiraFile(t.deps, incarico(s, id))))
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({ stato: 'ritirato', ritirate: 2100 })
  })
  test('one that dies again and again is given up, told, and done anew; the others are taken up meanwhile', async () => {
    const s = await scenaFlussi(t)
    const { id } = await importa(t, s, molte(2100, 37_000))
    const { id: altro } = await importa(t, s, molte(2100, 40_000))
    await s.chi.call(carichiApi.ritira, { id })
    for (let n = 0; n < 5; n++) expect(await muore(ritiraFile(cheMuore(2), incarico(s, id)))).toBe(true)
    await ritiraFile(t.deps, incarico(s, id))
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'fallito',
      errore: expect.stringContaining('Il ritiro si è interrotto più volte'),
    })
    await s.chi.call(carichiApi.ritira, { id })
    // nor does one that nobody may finish any more hold back its ente
    expect(await muore(ritiraFile(cheMuore(3), incarico(s, id)))).toBe(true)
    await ritiraFile(t.deps, { ...incarico(s, id), utente: s.a.id })
    expect(await s.chi.call(carichiApi.leggi, { id })).toMatchObject({
      stato: 'fallito',
      errore: expect.stringContaining('non prepara più i flussi'),
    })
    await s.chi.call(carichiApi.ritira, { id })
    await s.chi.call(carichiApi.ritira, { id: altro })
    for (const f of [id, altro]) expect(await muore(ritiraFile(cheMuore(2), incarico(s, f)))).toBe(true)
    // the one that died first fails again, and the other goes on
    const db = new Proxy(t.deps.db, {
      get(vero, nome, io) {
        if (nome !== 'inScope') return Reflect.get(vero, nome, io)
        return ((scope, fn) =>
          vero.inScope(scope, async (tx, link) => {
            const valore = await fn(tx, link)
            if ((valore as { id?: string } | undefined)?.id === id) throw new Morto()
            return valore
          })) satisfies Database['inScope']
      },
    })
    await expect(riprendi({ ...t.deps, db }, -1)).rejects.toThrow(Morto)
    expect((await s.chi.call(carichiApi.leggi, { id: altro })).stato).toBe('ritirato')
    expect((await s.chi.call(carichiApi.leggi, { id })).stato).toBe('in-ritiro')
    await riprendi(t.deps, -1)
    expect((await s.chi.call(carichiApi.leggi, { id })).stato).toBe('ritirato')
  })
  test('taken up again is the act of who withdrew it, and one line of the register for each step', async () => {
    const s = await scenaFlussi(t)
    const { id } = await importa(t, s, molte(2100, 44_000))
    const altra = await secondo(s)
    await t.owner.exec('reset role')
    const prima = (await t.owner.query('select max(id) as id from kernel.registro_modifiche')).rows[0]!.id
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
    await altra.call(carichiApi.ritira, { id })
    expect(await muore(ritiraFile(cheMuore(3), { ...incarico(s, id), utente: altra.utenteId }))).toBe(true)
    await riprendi(t.deps, -1)
    expect((await s.chi.call(carichiApi.leggi, { id })).stato).toBe('ritirato')
    await t.owner.exec('reset role')
    const [avvisi, righe] = [
      await t.owner.query(
        "select utente_id from kernel.notifica where testo like '%è ritirato%' and collegamento = $1",
        [`/flussi/carichi/${id}`],
      ),
      await t.owner.query(
        "select count(*) filter (where dopo ? 'stato')::integer as passaggi, count(*) filter (where dopo ? 'ritirate')::integer as lotti from kernel.registro_modifiche where riga_id = $1 and tabella = 'carico_flussi' and dopo ->> 'stato' is distinct from 'in-lettura' and id > $2",
        [id, prima],
      ),
    ]
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
    expect(avvisi.rows).toEqual([{ utente_id: altra.utenteId }])
    // asked for, and done: not each lot
    expect(righe.rows).toEqual([{ passaggi: 2, lotti: 0 }])
  })
})

describe('the making of flows', () => {
  const nomi = async (s: ScenaFlussi) =>
    (await s.chi.call(generazioniApi.flussi, { ente: s.ente, limite: 200 })).voci.map((f) => f.nome).sort()
  const record = async (s: ScenaFlussi) => {
    const { voci } = await s.chi.call(generazioniApi.flussi, { ente: s.ente, limite: 200 })
    const tutti: string[] = []
    for (const f of voci) {
      const xml = await xmlDi(s, f.id)
      await assertFlusso(xml, f.nome)
      const { prestazioni } = await leggiTutto(xml)
      expect(prestazioni).toHaveLength(f.prestazioni)
      tutti.push(...prestazioni.map((p) => p.protocolloDomanda!))
    }
    return tutti.sort()
  }

  test('that dies at any transaction goes on: each record in one file, no half file, no number missing', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, molte(700, 2000))
    const { id } = await s.chi.call(generazioniApi.genera, { ente: s.ente, massimoRecord: 300 })
    let morti = 0
    for (const n of [3, 9, 5, 11, 6, 10, 8]) {
      if (await muore(generaFlussi(cheMuore(n), incarico(s, id)))) morti++
      for (const f of (await s.chi.call(generazioniApi.flussi, { ente: s.ente })).voci)
        expect(f.prestazioni).toBeGreaterThan(0)
    }
    expect(morti).toBeGreaterThan(2)
    await generaFlussi(t.deps, incarico(s, id))
    expect((await s.chi.call(generazioniApi.leggi, { id })).stato).toBe('conclusa')
    expect(await nomi(s)).toEqual([1, 2, 3].map((n) => expect.stringMatching(new RegExp(`000000${n}$`))))
    expect(await record(s)).toEqual(Array.from({ length: 700 }, (_, i) => `2025/${2000 + i}`).sort())
    const { voci } = await s.chi.call(prestazioniApi.quadro, { ente: s.ente })
    expect(voci).toMatchObject([{ pronte: 0, inFlusso: 700 }])
  })

  test('many at once: numbers without holes, no record twice', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, molte(400, 4000))
    const chieste = await Promise.all(
      Array.from({ length: 5 }, () => s.chi.call(generazioniApi.genera, { ente: s.ente, massimoRecord: 60 })),
    )
    await Promise.all(chieste.map(({ id }) => generaFlussi(t.deps, incarico(s, id))))
    const fatti = await nomi(s)
    expect(fatti.map((n) => Number(n.slice(-7)))).toEqual(fatti.map((_, i) => i + 1))
    expect(await record(s)).toEqual(Array.from({ length: 400 }, (_, i) => `2025/${4000 + i}`).sort())
  })

  test('what somebody takes off the board after it has been read, and before it is stored, does not leave', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, molte(30, 6000))
    const { id } = await s.chi.call(generazioniApi.genera, { ente: s.ente, massimoRecord: 20 })
    let tolta: string | undefined
    const db = new Proxy(t.deps.db, {
      get(vero, nome, io) {
        if (nome !== 'inScope') return Reflect.get(vero, nome, io)
        return (async (scope, fn) => {
          const valore = await vero.inScope(scope, fn)
          const lette = valore as { id: string; versione: number; record: string }[]
          if (!tolta && Array.isArray(lette) && lette[7]?.record) {
            tolta = lette[7].id
            await s.chi.call(prestazioniApi.escludi, { id: tolta, versione: lette[7].versione })
          }
          return valore
        }) satisfies Database['inScope']
      },
    })
    await generaFlussi({ ...t.deps, db }, incarico(s, id))
    expect(tolta).toBeDefined()
    expect(await record(s)).toHaveLength(29)
    const { voci } = await s.chi.call(generazioniApi.flussi, { ente: s.ente })
    expect(voci.map((f) => f.prestazioni).sort()).toEqual([20, 9])
    expect((await s.chi.call(prestazioniApi.quadro, { ente: s.ente })).voci).toMatchObject([
      { pronte: 0, inFlusso: 29 },
    ])
  })

  test('a generated flow cannot be changed by anybody', async () => {
    const s = await scenaFlussi(t)
    await importa(t, s, molte(1, 5000))
    const { id } = await s.chi.call(generazioniApi.genera, { ente: s.ente })
    await lavora(t)
    const { voci } = await s.chi.call(generazioniApi.flussi, { generazione: id })
    const flusso = voci[0]!.id
    const prova = (sql: string) =>
      t.deps.db.inScope(
        { azione: 'prova', ambito: s.a.id, comuni: [s.comune], fascicolo: true },
        async (_, link) => (await link.query(sql, [flusso])).count,
      )
    await expect(prova('update flusso set prestazioni = 2 where id = $1')).rejects.toMatchObject({
      constraint: 'flusso_immutabile',
    })
    await expect(prova("update flusso_parte set contenuto = '' where flusso_id = $1")).rejects.toMatchObject({
      code: '42501',
    })
    expect(await prova('delete from flusso_parte where flusso_id = $1')).toBe(0)
    await expect(
      prova(`insert into flusso_parte (flusso_id, comune_id, parte, contenuto) values ($1, '${s.comune}', 99, '')`),
    ).rejects.toMatchObject({ code: '42501' })
  })
})
