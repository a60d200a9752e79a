// What every endpoint gets from `serve`, proved on contracts of the test's own.

import { sql } from 'kysely'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonimo, asRuolo, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { ById, Data, endpoint, Fatto, Id, Oggetto, Testo } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { moduli } from '../modules.ts'
import { type Modulo, rotte } from './modulo.ts'

const api = {
  crea: endpoint({
    method: 'POST',
    path: '/prova',
    azione: 'ufficio.gestisci',
    summary: 'x',
    body: Oggetto({ nome: Testo(20), dal: Type.Optional(Data) }),
    reply: Oggetto({ id: Id }),
  }),
  doppio: endpoint({
    method: 'POST',
    path: '/prova/doppio',
    azione: 'ufficio.gestisci',
    summary: 'x',
    body: Oggetto({ errore: Type.String() }),
    reply: Fatto,
  }),
  apri: endpoint({
    method: 'GET',
    path: '/prova/:id',
    azione: 'ufficio.gestisci',
    summary: 'x',
    params: ById,
    fascicolo: true,
    reply: Fatto,
  }),
  scrive: endpoint({
    method: 'GET',
    path: '/prova-sola-lettura',
    azione: 'ufficio.gestisci',
    summary: 'x',
    reply: Fatto,
  }),
  elenca: endpoint({
    method: 'GET',
    path: '/prova',
    azione: 'ufficio.gestisci',
    summary: 'x',
    query: Oggetto({ limite: Type.Optional(Type.Integer()) }),
    reply: Oggetto({ limite: Type.Integer() }),
  }),
  carica: endpoint({
    method: 'POST',
    path: '/prova/file',
    azione: 'ufficio.gestisci',
    summary: 'x',
    query: Oggetto({ nome: Type.Optional(Type.String()) }),
    upload: { maxBytes: 1000 },
    reply: Oggetto({ bytes: Type.Integer(), nome: Type.String() }),
  }),
  pubblica: endpoint({
    method: 'POST',
    path: '/prova/pubblica',
    azione: 'pubblico',
    summary: 'x',
    limite: 3,
    reply: Fatto,
  }),
}
/** Uploads looked at before their transaction, by name. */
const controllati: string[] = []
const modulo: Modulo = {
  nome: 'prova',
  vincoli: { prova_vincolo: { codice: 'gia-presente', detail: 'Il vincolo in parole.', campo: 'nome' } },
  rotte: [
    rotte(
      api,
      {
        async crea(ctx, i) {
          const { rows } = await sql<{
            id: string
          }>`insert into ufficio (nome) values (${i.nome}) returning id`.execute(ctx.tx)
          return rows[0]!
        },
        async doppio(ctx, i) {
          await sql`insert into ufficio (nome) values ('a metà')`.execute(ctx.tx)
          if (i.errore === 'vincolo')
            throw Object.assign(new Error('x'), { code: '23514', constraint: 'prova_vincolo' })
          if (i.errore === 'regola') throw problem('stato-non-ammesso', { detail: 'Perché.' })
          throw new Error('segreto interno')
        },
        async apri(ctx, i) {
          if (i.id.startsWith('0')) throw problem('non-trovato')
          return { fatto: true as const, ...(ctx && {}) }
        },
        async scrive(ctx) {
          await sql`insert into ufficio (nome) values ('di nascosto')`.execute(ctx.tx)
          return { fatto: true as const }
        },
        elenca: async (_ctx, i) => ({ limite: i.limite ?? 0 }),
        carica: async (_ctx, i) => ({ bytes: i.file.bytes, nome: i.file.nome }),
        pubblica: async () => ({ fatto: true as const }),
      },
      {
        carica: {
          async ammetti(ctx, i) {
            if (i.nome !== 'di-troppo') return
            await sql`insert into ufficio (nome) values ('ammesso')`.execute(ctx.tx)
            throw problem('stato-non-ammesso')
          },
          async controlla(file) {
            controllati.push(file.nome)
            // on the embedded engine this would wait for ever inside a transaction
            await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) => sql`select 1`.execute(tx))
            if (file.nome === 'guasto') throw problem('tipo-file-non-ammesso')
          },
        },
      },
    ),
  ],
}

let t: TestApp
beforeAll(async () => {
  t = await testApp({ moduli: [...moduli, modulo] })
})
afterAll(() => t.close())
const admin = async () => asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
const uffici = (ambito: string) =>
  t.deps.db.inScope(
    { azione: 'prova', nazionale: true, ambito },
    async (tx) => (await sql`select 1 from ufficio`.execute(tx)).rows.length,
  )

describe('a request', () => {
  test('names each wrong field in Italian, unknown fields included', async () => {
    const c = await admin()
    const r = await c.raw(api.crea, { nome: '', dal: '2026-02-30', altro: 1 } as never)
    expect(r.status).toBe(400)
    expect(r.headers['content-type']).toContain('application/problem+json')
    const errori = (r.body as { errori: { campo: string; messaggio: string }[] }).errori
    expect(errori.find((e) => e.campo === 'nome')?.messaggio).toBe('Campo obbligatorio.')
    expect(errori.find((e) => e.campo === 'dal')?.messaggio).toContain('Data non valida')
    const u = await t.app.inject({
      method: 'POST',
      url: '/api/prova',
      headers: { 'x-trama': '1', cookie: `trama=${c.token}` },
      payload: { nome: 'x', altro: 1 },
    })
    expect(u.json().errori).toEqual([{ campo: 'altro', codice: expect.any(String), messaggio: 'Campo non previsto.' }])
  })
  test('reads numbers from the address and refuses what is none', async () => {
    const c = await admin()
    expect(await c.call(api.elenca, { limite: 5 })).toEqual({ limite: 5 })
    expect((await c.raw(api.elenca, { limite: 'x' as never })).status).toBe(400)
  })
  test('which fails leaves nothing half stored, whatever the reason', async () => {
    const a = await nuovoAmbito(t)
    const c = await asRuolo(t, a, 'amministratore-ambito')
    for (const errore of ['vincolo', 'regola', 'altro']) await c.raw(api.doppio, { errore })
    expect(await uffici(a.id)).toBe(0)
  })
  test('a named constraint becomes its sentence, an unknown fault only an id', async () => {
    const c = await admin()
    expect((await c.raw(api.doppio, { errore: 'vincolo' })).body).toMatchObject({
      status: 409,
      codice: 'gia-presente',
      detail: 'Il vincolo in parole.',
      errori: [{ campo: 'nome' }],
    })
    const r = (await c.raw(api.doppio, { errore: 'altro' })).body as { richiestaId: string }
    expect(r).toMatchObject({ status: 500, codice: 'errore-interno' })
    expect(JSON.stringify(r)).not.toContain('segreto')
    expect(r.richiestaId).toMatch(/^[0-9a-f-]{36}$/)
  })
  test('of reading cannot write', async () => {
    const a = await nuovoAmbito(t)
    const c = await asRuolo(t, a, 'amministratore-ambito')
    expect((await c.raw(api.scrive, {})).status).toBe(500)
    expect(await uffici(a.id)).toBe(0)
  })
  test('body that is not JSON, or too long, is refused in words', async () => {
    const c = await admin()
    const headers = { 'x-trama': '1', cookie: `trama=${c.token}`, 'content-type': 'application/json' }
    expect((await t.app.inject({ method: 'POST', url: '/api/prova', headers, payload: '{' })).json()).toMatchObject({
      codice: 'richiesta-illeggibile',
    })
    expect(
      (
        await t.app.inject({
          method: 'POST',
          url: '/api/prova',
          headers,
          payload: `{"nome":"${'x'.repeat(1_100_000)}"}`,
        })
      ).json(),
    ).toMatchObject({ codice: 'file-troppo-grande' })
  })
  test('with a value that no type or text may hold is unreadable, not a fault of ours', async () => {
    const c = await admin()
    for (const nome of ['a\u0000b', '\u0000'])
      expect((await c.raw(api.crea, { nome })).body).toMatchObject({ codice: 'richiesta-illeggibile' })
    const dopo = Buffer.from('["non-una-data","non-un-uuid"]').toString('base64url')
    expect((await c.raw(notificheApi.list, { dopo })).body).toMatchObject({ codice: 'richiesta-illeggibile' })
    const headers = { 'trama-motivo': '%zz' }
    expect((await c.raw(api.apri, { id: crypto.randomUUID() }, { headers })).body).toMatchObject({
      codice: 'richiesta-illeggibile',
    })
  })
  test('to an address that does not exist is a problem too', async () => {
    expect((await t.app.inject({ method: 'GET', url: '/api/non-esiste' })).json()).toMatchObject({
      status: 404,
      codice: 'non-trovato',
    })
  })
})

describe('a double click', () => {
  test('with the same key is one act, and the second answer is the first', async () => {
    const a = await nuovoAmbito(t)
    const c = await asRuolo(t, a, 'amministratore-ambito')
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const [one, two] = await Promise.all([
      c.raw(api.crea, { nome: 'Sportello' }, { headers }),
      c.raw(api.crea, { nome: 'Sportello' }, { headers }),
    ])
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body).toEqual(two.body)
    expect(await uffici(a.id)).toBe(1)
  })
  test('with the same key and other data is refused', async () => {
    const c = await admin()
    const headers = { 'idempotency-key': crypto.randomUUID() }
    await c.raw(api.crea, { nome: 'Uno' }, { headers })
    expect((await c.raw(api.crea, { nome: 'Due' }, { headers })).body).toMatchObject({
      codice: 'richiesta-ripetuta-diversa',
    })
  })
  test('with the same key in another ambito is another act', async () => {
    const [a, b] = [await nuovoAmbito(t), await nuovoAmbito(t)]
    const c = await asRuolo(t, null, 'super-utente')
    const chiave = crypto.randomUUID()
    const crea = (ambito: string) =>
      c.raw(api.crea, { nome: 'Uno' }, { headers: { 'idempotency-key': chiave, 'trama-ambito': ambito } })
    expect((await crea(a.id)).status).toBe(201)
    expect((await crea(b.id)).body).toMatchObject({ codice: 'richiesta-ripetuta-diversa' })
  })
})

describe('opening a record', () => {
  const accessi = (ambito: string) =>
    t.deps.db.inScope(
      { azione: 'prova', nazionale: true, ambito },
      async (tx) =>
        (
          await sql<{
            esito: string
            oggettoId: string
            motivo: string | null
          }>`select esito, oggetto_id, motivo from kernel.registro_accessi order by id`.execute(tx)
        ).rows,
    )
  test('is written in the register, with the stated reason', async () => {
    const a = await nuovoAmbito(t)
    const c = await asRuolo(t, a, 'amministratore-ambito')
    const id = `f${crypto.randomUUID().slice(1)}`
    await c.call(api.apri, { id }, { headers: { 'trama-motivo': encodeURIComponent('sostituzione del collega') } })
    expect(await accessi(a.id)).toEqual([{ esito: 'consentito', oggettoId: id, motivo: 'sostituzione del collega' }])
  })
  test('that is refused is written too, though the refused transaction rolls back', async () => {
    const a = await nuovoAmbito(t)
    const c = await asRuolo(t, a, 'amministratore-ambito')
    const id = `0${crypto.randomUUID().slice(1)}`
    expect((await c.raw(api.apri, { id })).status).toBe(404)
    expect(await accessi(a.id)).toEqual([{ esito: 'negato', oggettoId: id, motivo: 'non-trovato' }])
  })
})

describe('a file', () => {
  test('arrives whole, or is refused above its limit', async () => {
    const c = await admin()
    expect(await c.call(api.carica, { nome: 'atto.pdf' } as never, { file: Buffer.alloc(1000, 1) })).toEqual({
      bytes: 1000,
      nome: 'atto.pdf',
    })
    expect((await c.raw(api.carica, { nome: 'x' } as never, { file: Buffer.alloc(1001, 1) })).body).toMatchObject({
      status: 413,
      codice: 'file-troppo-grande',
    })
  })
})

describe('a file that takes long to read', () => {
  test('is read in no transaction, and refused there leaves nothing behind', async () => {
    const c = await admin()
    const file = Buffer.alloc(10, 1)
    expect(await c.call(api.carica, { nome: 'buono' } as never, { file })).toEqual({ bytes: 10, nome: 'buono' })
    expect((await c.raw(api.carica, { nome: 'guasto' } as never, { file })).body).toMatchObject({
      codice: 'tipo-file-non-ammesso',
    })
    expect(controllati).toContain('guasto')
  })
  test('is not received from who may not send it: not by role, not in this state', async () => {
    const a = await nuovoAmbito(t)
    const troppi = Buffer.alloc(1001, 1)
    const altri = await asRuolo(t, a, { ruolo: 'case-manager', comune: a.comuni[0]! })
    expect((await altri.raw(api.carica, { nome: 'suo' } as never, { file: troppi })).body).toMatchObject({
      codice: 'azione-non-consentita',
    })
    const c = await asRuolo(t, a, 'amministratore-ambito')
    expect((await c.raw(api.carica, { nome: 'di-troppo' } as never, { file: troppi })).body).toMatchObject({
      codice: 'stato-non-ammesso',
    })
    expect(controllati).not.toContain('suo')
    expect(controllati).not.toContain('di-troppo')
    expect(await uffici(a.id)).toBe(0)
  })
})

describe('what is open to anyone', () => {
  test('is limited in time', async () => {
    const c = anonimo(t)
    const codes: number[] = []
    for (let i = 0; i < 5; i++) codes.push((await c.raw(api.pubblica, {})).status)
    expect(codes).toEqual([201, 201, 201, 429, 429])
  })
})
