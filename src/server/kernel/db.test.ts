// What a statement carries and answers, the same on the two engines: this file runs on both.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import type { Link } from './db.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const dentro = <T>(fn: Parameters<typeof t.deps.db.inScope<T>>[1]) => t.deps.db.inScope({ azione: 'prova' }, fn)

test('values are written and read in one way', async () => {
  const uno = '00000000-0000-0000-0000-000000000001'
  const { rows, count } = await dentro((_, link) =>
    link.query(
      `select $1::text as testo, $2::int as intero, $3::bigint as conto, $4::boolean as vero, $5::date as giorno, $6::timestamptz as quando,
              $7::uuid[] as chiavi, $8::jsonb as oggetto, $9::text[] as testi, $10::bytea as byte, $11::text as lettere, $12::text as nulla, 1.50::numeric as esatto`,
      [
        'è «così» \\ \' "',
        7,
        9007199254740991,
        true,
        '2026-01-31',
        '2026-01-31T10:00:00+01:00',
        [uno],
        { a: [1, null] },
        ['a,b', '"{}"', null],
        Buffer.from([0, 255]),
        // bytes in the place of a text are that text
        Buffer.from('perché'),
        null,
      ],
    ),
  )
  expect(count).toBe(1)
  expect({ ...rows[0], byte: [...(rows[0]!.byte as Uint8Array)] }).toEqual({
    testo: 'è «così» \\ \' "',
    intero: 7,
    conto: 9007199254740991,
    vero: true,
    giorno: '2026-01-31',
    quando: '2026-01-31T09:00:00.000Z',
    chiavi: [uno],
    oggetto: { a: [1, null] },
    testi: ['a,b', '"{}"', null],
    byte: [0, 255],
    lettere: 'perché',
    nulla: null,
    esatto: '1.50',
  })
})

test('of what changes rows, how many; of no rows, none', async () => {
  const { id } = await nuovoAmbito(t, 0)
  await t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (_, link) => {
    expect(await link.query('select 1 where $1', [false])).toEqual({ rows: [], count: 0 })
    expect(await link.query('update ambito set nome = nome where id = $1', [id])).toEqual({ rows: [], count: 1 })
    const scritto = await link.query('update ambito set nome = nome where id = $1 returning id', [id])
    expect(scritto).toEqual({ rows: [{ id }], count: 1 })
  })
})

test('a statement that is refused says its code and its constraint, and the connection goes on', async () => {
  const esito = (testo: string) =>
    dentro((_, link) => link.query(testo, [])).then(
      () => 'ok',
      (e: { code?: string }) => e.code,
    )
  expect(await esito('select 1 / 0')).toBe('22012')
  expect(await esito('select dove from da_nessuna_parte')).toBe('42P01')
  expect(await esito('non è sql')).toBe('42601')
  const { id } = await nuovoAmbito(t, 0)
  const doppio = t.deps.db.inScope({ azione: 'prova', nazionale: true }, (_, link) =>
    link.query(
      'insert into ambito (id, codice, nome, regione_id) select id, codice, nome, regione_id from ambito where id = $1',
      [id],
    ),
  )
  await expect(doppio).rejects.toMatchObject({ code: '23505', constraint: 'ambito_pkey' })
  expect(await esito('select 1')).toBe('ok')
})

test('a connection keeps so many statements and no more; all are answered, also one that was refused before', async () => {
  const tenute = async (link: Link) =>
    (await link.query('select count(*) as n from pg_prepared_statements', [])).rows[0]!.n as number
  // it needs a text that is right and values that are not, and then are
  const divide = (link: Link, per: number) => link.query('select 10 / $1::int as n', [per])
  await expect(dentro((_, link) => divide(link, 0))).rejects.toMatchObject({ code: '22012' })
  const senzaFine: { se?: object } = {}
  senzaFine.se = senzaFine
  const oggetto = (link: Link, x: object) => link.query('select $1::jsonb as x', [x])
  await expect(dentro((_, link) => oggetto(link, senzaFine))).rejects.toThrow(/circular/i)
  expect((await dentro((_, link) => oggetto(link, { a: 1 }))).rows).toEqual([{ x: { a: 1 } }])
  for (let giro = 0; giro < 2; giro++)
    for (let da = 0; da < 400; da += 100)
      await dentro(async (_, link) => {
        for (let n = da; n < da + 100; n++)
          expect((await link.query(`select ${n} + $1::int as n`, [1])).rows).toEqual([{ n: n + 1 }])
        expect((await divide(link, 5)).rows).toEqual([{ n: 2 }])
      })
  // what is put away is, at the latest, when the transaction that has made room is over; another connection may have taken its place
  const quante = await dentro((_, link) => tenute(link))
  expect(quante).toBeGreaterThan(100)
  expect(quante).toBeLessThan(310)
})
