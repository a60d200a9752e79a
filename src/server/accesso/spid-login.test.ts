// Login end to end on a real database: our service provider, our identity provider, our sessions.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  anonimo,
  as,
  asRuolo,
  type Caller,
  daProprietario,
  nuovoAmbito,
  nuovoUtente,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { registriApi } from '../../shared/accesso/registri.api.ts'
import { calcolaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { leggiConfigurazione } from '../kernel/config.ts'
import { spid } from './spid-login.ts'

let t: TestApp
const dir = mkdtempSync(join(tmpdir(), 'trama-spid-'))
const persona = {
  nome: 'Bruna',
  cognome: 'Sintetica',
  dataNascita: '1980-05-06',
  luogoNascita: 'H501',
  genere: 'F' as const,
  email: 'bruna@example.it',
  telefono: '3331234567',
}
const cf = calcolaCodiceFiscale({ ...persona, belfiore: persona.luogoNascita })

beforeAll(async () => {
  const config = { ...leggiConfigurazione({ TRAMA_BASE_URL: 'http://localhost:3000' }), datiDir: dir, idpProva: true }
  t = await testApp({
    altre: (app, deps) => spid(deps, { config, persone: async () => [{ ...persona, codiceFiscale: cf }] })(app),
  })
})
afterAll(async () => {
  await t.close()
  rmSync(dir, { recursive: true })
})

type Jar = Map<string, string>
const form = (html: string) => {
  const m = /<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(html)!
  const fields = Object.fromEntries(
    [...m[2]!.matchAll(/name="([^"]+)"[^>]*value="([^"]*)"/g)].map((x) => [
      x[1]!,
      x[2]!.replaceAll('&amp;', '&').replaceAll('&quot;', '"'),
    ]),
  )
  return { url: m[1]!.replace('http://localhost:3000', ''), fields }
}
async function go(jar: Jar, url: string, fields?: Record<string, string>) {
  const r = await t.app.inject({
    method: fields ? 'POST' : 'GET',
    url,
    headers: {
      cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '),
      ...(fields ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(fields ? { payload: new URLSearchParams(fields).toString() } : {}),
  })
  for (const c of r.cookies) c.value ? jar.set(c.name, c.value) : jar.delete(c.name)
  return r
}
async function login(jar: Jar, codiceFiscale = cf, ritorno = '/utenti?q=ros') {
  const { voci } = (await go(jar, '/spid/idp')).json()
  const a = form(
    (await go(jar, `/spid/login?idp=${encodeURIComponent(voci[0].entityId)}&ritorno=${encodeURIComponent(ritorno)}`))
      .body,
  )
  const b = form((await go(jar, a.url, a.fields)).body)
  const c = form(
    (
      await go(jar, '/idp-prova/accedi', {
        SAMLRequest: b.fields.SAMLRequest!,
        RelayState: b.fields.RelayState ?? '',
        codiceFiscale,
      })
    ).body,
  )
  const vera = Buffer.from(c.fields.SAMLResponse!, 'base64').toString()
  const again = (altra = (xml: string) => xml) =>
    go(jar, c.url, { ...c.fields, SAMLResponse: Buffer.from(altra(vera)).toString('base64') })
  return { last: await go(jar, c.url, c.fields), again }
}
const setCf = (id: string, stato = 'inserito', extra = sql``) =>
  t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) => {
    await sql`update utente set stato = 'cessato' where codice_fiscale = ${cf} and id <> ${id}`.execute(tx)
    await sql`update utente set codice_fiscale = ${cf}, cognome = 'Sintetica', nome = 'Bruna', data_nascita = '1980-05-06', stato = ${stato} ${extra} where id = ${id}`.execute(
      tx,
    )
  })

describe('who has SPID and is accredited', () => {
  test('enters, becomes active, and returns where he was going', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    await setCf(u.id)
    const jar: Jar = new Map()
    const { last } = await login(jar)
    expect(last.statusCode).toBe(303)
    expect(last.headers.location).toBe('/utenti?q=ros')
    const cookie = last.cookies.find((c) => c.name === 'trama')!
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    const s = (await go(jar, '/api/sessione')).json()
    expect(s.utente).toMatchObject({ cognome: 'Sintetica' })
    expect(s.azioni['utente.gestisci']).toBe('ambito')
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`select stato, primo_accesso from utente where id = ${u.id}`.execute(tx),
    )
    expect(rows[0]).toMatchObject({ stato: 'attivo' })
  })
  test('attributes that differ from the accredited ones are kept for the administrator', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    await setCf(u.id)
    await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`update utente set nome = 'Bruna Maria', email = 'altra@example.it' where id = ${u.id}`.execute(tx),
    )
    await login(new Map())
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql<{ d: Record<string, unknown> }>`select spid_differenze as d from utente where id = ${u.id}`.execute(tx),
    )
    expect(rows[0]!.d).toMatchObject({
      nome: { accreditato: 'Bruna Maria', spid: 'Bruna' },
      email: { spid: 'bruna@example.it' },
    })
    expect(Object.keys(rows[0]!.d)).not.toContain('cognome')
  })
  test('the same response a second time opens nothing', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    await setCf(u.id)
    const jar: Jar = new Map()
    const { again } = await login(jar)
    const r = await again()
    expect(r.headers.location).toMatch(/^\/accesso\?esito=/)
    expect(r.cookies.find((c) => c.name === 'trama')).toBeUndefined()
    // around what is signed one may write what one likes: it is the same row
    await again((xml) => `${xml}\n`)
    await again((xml) => xml.replace('<ds:KeyInfo>', `$&<ds:KeyName>${'x'.repeat(10_000)}</ds:KeyName>`))
    // what no provider has signed is not kept
    await go(jar, '/spid/acs', { SAMLResponse: 'non è una risposta' })
    expect(await daProprietario(t, 'select motivo, volte from accesso.spid_non_attesa')).toEqual([
      { motivo: 'richiesta-sconosciuta', volte: 3 },
    ])
    // each refusal is in the register of accesses, in words, for who reads that of the nation and for no ambito
    const negati = async (chi: Caller) =>
      (await chi.call(registriApi.accessi, { esito: 'negato', azione: 'sessione.apri' })).voci
    const nota = [
      { chi: 'Persona non identificata', atto: 'Entrare con SPID', motivo: expect.stringContaining('non è leggibile') },
      { motivo: expect.stringContaining('già stato usato') },
    ]
    // once an hour for each reason and network
    const su = await asRuolo(t, null, 'super-utente')
    expect(await negati(su)).toMatchObject(nota)
    expect(await negati(await asRuolo(t, a, 'amministratore-ambito'))).toEqual([])
    // what is refused of a logout is not a login
    await go(jar, '/spid/logout', { SAMLRequest: 'non è una richiesta' })
    expect((await su.call(registriApi.accessi, { esito: 'negato', azione: 'sessione.chiudi' })).voci).toMatchObject([
      { chi: 'Persona non identificata', atto: 'Uscire con SPID', motivo: expect.stringContaining('non è leggibile') },
    ])
    t.clock.advance(61)
    await again()
    expect(await negati(await asRuolo(t, null, 'super-utente'))).toMatchObject([nota[1], ...nota])
    t.clock.set('2026-03-02T09:00:00Z')
  })
  test('a new login ends the session that the browser had', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    await setCf(u.id)
    const jar: Jar = new Map()
    await login(jar)
    const first = new Map(jar)
    await login(jar)
    expect((await go(first, '/api/sessione')).statusCode).toBe(401)
    expect((await go(jar, '/api/sessione')).statusCode).toBe(200)
  })
  test('logout ends the session here and at the provider', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    await setCf(u.id)
    const jar: Jar = new Map()
    await login(jar)
    const before = new Map(jar)
    await go(jar, '/spid/logout')
    expect((await go(before, '/api/sessione')).statusCode).toBe(401)
  })
  test('a link on a foreign page ends nobody’s session', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    await setCf(u.id)
    const jar: Jar = new Map()
    await login(jar)
    const cookie = [...jar].map(([k, v]) => `${k}=${v}`).join('; ')
    for (const url of ['/spid/login?idp=https%3A%2F%2Fnessuno.example', '/spid/logout'])
      await t.app.inject({ url, headers: { cookie, 'sec-fetch-site': 'cross-site' } })
    expect((await go(jar, '/api/sessione')).statusCode).toBe(200)
  })
})

describe('who has SPID and cannot enter reads why and whom to ask', () => {
  const refused = async (stato: string, extra = sql``) => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    await setCf(u.id, stato, extra)
    const jar: Jar = new Map()
    const { last } = await login(jar)
    expect(last.cookies.find((c) => c.name === 'trama')).toBeUndefined()
    return { codice: String(last.headers.location), esito: (await go(jar, '/spid/esito')).json() as { testo: string } }
  }
  test('R1.01: not accredited', async () => {
    await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`update utente set stato = 'cessato', codice_fiscale = codice_fiscale || 'X' where codice_fiscale = ${cf}`.execute(
        tx,
      ),
    )
    const jar: Jar = new Map()
    const { last } = await login(jar)
    expect(last.headers.location).toBe('/accesso?esito=non-accreditato')
    expect((await go(jar, '/spid/esito')).json().testo).toContain('amministratore dell’ambito')
  })
  test.each([
    ['comunicato', 'non-ancora-abilitato'],
    ['sospeso', 'sospeso'],
    ['cessato', 'cessato'],
  ])('%s', async (stato, codice) => {
    const r = await refused(stato)
    expect(r.codice).toBe(`/accesso?esito=${codice}`)
    expect(r.esito.testo).toContain('Ambito P')
  })
  test('contract ended', async () => {
    expect((await refused('inserito', sql`, fine_contratto = '2026-03-01'`)).codice).toBe(
      '/accesso?esito=contratto-scaduto',
    )
    // also of who was never enabled: an act of his ente would not help
    expect((await refused('comunicato', sql`, fine_contratto = '2026-03-01'`)).codice).toBe(
      '/accesso?esito=contratto-scaduto',
    )
  })
  test('the ambito has ended; until its last day one enters', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    await setCf(u.id)
    const finisce = (al: string) =>
      t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
        sql`update ambito set al = ${al} where id = ${a.id}`.execute(tx),
      )
    await finisce('2026-03-02')
    expect((await login(new Map())).last.headers.location).toBe('/utenti?q=ros')
    await finisce('2026-03-01')
    const jar: Jar = new Map()
    const { last } = await login(jar)
    expect(last.headers.location).toBe('/accesso?esito=ambito-terminato')
    expect(last.cookies.find((c) => c.name === 'trama')).toBeUndefined()
    expect((await go(jar, '/spid/esito')).json().testo).toContain('non opera più')
  })
  test('R1.10: there is no other way in: no password exists anywhere', async () => {
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`select column_name from information_schema.columns where table_schema in ('public', 'kernel', 'accesso') and column_name ~ 'password|parola_chiave|segreto'`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([])
    expect((await anonimo(t).raw(sessioneApi.leggi, {})).status).toBe(401)
  })
})

test('a logout that a provider asks for is taken once, whatever number it has among ours', async () => {
  const valori = ['_numero', 'idp', '<x/>', '2026-03-02T09:00:00Z', '<y/>']
  const uscita = () => t.deps.db.call('select accesso.spid_ricevi($1, $2, $3, $4, $5) as nuova', valori)
  expect(await uscita()).toEqual([{ nuova: true }])
  expect(await uscita()).toEqual([{ nuova: false }])
  expect(
    await t.deps.db.call('select * from accesso.spid_prendi($1, $2)', ['_numero', '2026-03-02T09:00:00Z']),
  ).toEqual([])
})

describe('a session', () => {
  test('ends after the idle limit, and at the absolute one however busy', async () => {
    const c = await asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
    t.clock.advance(29)
    await c.call(sessioneApi.leggi, {})
    t.clock.advance(29)
    await c.call(sessioneApi.leggi, {})
    t.clock.advance(31)
    expect((await c.raw(sessioneApi.leggi, {})).body).toMatchObject({ codice: 'sessione-scaduta' })
    const d = await asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
    for (let i = 0; i < 24; i++) {
      t.clock.advance(25)
      await d.raw(sessioneApi.leggi, {})
    }
    expect((await d.raw(sessioneApi.leggi, {})).status).toBe(401)
    t.clock.set('2026-03-02T09:00:00Z')
  })
  test('closed everywhere, none is left', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    const [one, two] = [await as(t, u), await as(t, u)]
    expect((await one.call(sessioneApi.aperte, {})).voci).toHaveLength(2)
    await one.call(sessioneApi.esciOvunque, {})
    expect((await two.raw(sessioneApi.leggi, {})).status).toBe(401)
  })
  test('a suspended user, or a revoked assignment, is out at once', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    const c = await as(t, u)
    const set = (q: ReturnType<typeof sql>) =>
      t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) => q.execute(tx))
    await set(sql`update assegnazione set stato = 'revocata' where utente_id = ${u.id}`)
    expect((await c.call(sessioneApi.leggi, {})).azioni).toEqual({})
    await set(sql`update utente set stato = 'sospeso' where id = ${u.id}`)
    expect((await c.raw(sessioneApi.leggi, {})).status).toBe(401)
  })
  test('of a person of national reach says so', async () => {
    const c = await asRuolo(t, null, 'super-utente')
    const s = await c.call(sessioneApi.leggi, {})
    expect(s.ambito).toBeNull()
    expect(s.assegnazioni[0]!.territorio).toBe('tutto il territorio nazionale')
    expect(s.azioni['richiesta-ambito.istruisci']).toBe('nazionale')
  })
})
