// Many transactions as one: all of them remain, or none; and a refusal inside is only of its own scope.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/support/app.ts'
import type { Database } from './db.ts'
import { tuttoONiente } from './insieme.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const prepara = { azione: 'prova.prepara', nazionale: true, operatore: 'prove' }
const regione = (db: Database, id: string) =>
  db.inScope(prepara, (tx) => sql`insert into regione (id, nome) values (${id}, ${`Regione ${id}`})`.execute(tx))
const presenti = (db: Database) =>
  db.inScope(prepara, async (tx) => {
    const { rows } = await sql<{ id: string }>`select id from regione where id > '90' order by id`.execute(tx)
    return rows.map((r) => r.id)
  })

test('what was committed inside is there for the next scope, and outside once it has ended', async () => {
  await tuttoONiente(t.deps.db, async (db) => {
    await regione(db, '91')
    await regione(db, '92')
    await db.contaRighe()
    expect(await presenti(db)).toEqual(['91', '92'])
  })
  expect(await presenti(t.deps.db)).toEqual(['91', '92'])
})
test('a failure leaves nothing of all that was done', async () => {
  const fallita = tuttoONiente(t.deps.db, async (db) => {
    await regione(db, '93')
    throw new Error('killed')
  })
  await expect(fallita).rejects.toThrow('killed')
  expect(await presenti(t.deps.db)).toEqual(['91', '92'])
})
test('a refusal inside undoes its own scope, and the others go on, each as the login role at first', async () => {
  await tuttoONiente(t.deps.db, async (db) => {
    await regione(db, '94')
    await expect(regione(db, '94')).rejects.toMatchObject({ code: '23505' })
    expect(await db.call('select current_user::text as chi', [])).toEqual([{ chi: 'servizio' }])
    await regione(db, '95')
  })
  expect(await presenti(t.deps.db)).toEqual(['91', '92', '94', '95'])
  expect(await t.deps.db.call('select current_user::text as chi', [])).toEqual([{ chi: 'servizio' }])
})
