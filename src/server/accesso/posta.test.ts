// The outbox against a real mail server.
import { createHash, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import type { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { daProprietario, type TestApp, testApp } from '../../../test/support/app.ts'
import { type Arrivato, serverDiPosta } from '../../../test/support/posta.ts'
import { INDIRIZZO, scriviPosta } from '../kernel/avvisi.ts'
import { inCtx } from '../kernel/serve.ts'
import { postaJob, pulizia, TENTATIVI } from './posta.ts'

let t: TestApp
let server: SMTPServer
let url: string
let arrivati: Arrivato[] = []

beforeAll(async () => {
  t = await testApp({ moduli: [] })
  server = serverDiPosta({
    rifiuta: (a) => (a.startsWith('rifiutato') ? new Error('casella inesistente') : null),
    arrivato: (m, preso) => {
      arrivati.push(m)
      preso()
    },
  })
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await t.close()
  await new Promise<void>((ok) => server.close(ok))
})

const invia = (smtpUrl = url) => postaJob({ smtpUrl, baseUrl: 'https://trama.example.it' })[0]!.run(t.deps, {})
const scrivi = (a: string) =>
  inCtx(t.deps, { azione: 'prova' }, (ctx) =>
    scriviPosta(ctx, a, 'Richiesta inviata', `Segui la richiesta: ${INDIRIZZO}/ricevute`),
  )
const stato = async (a: string) =>
  (
    await inCtx(t.deps, { azione: 'prova', nazionale: true }, (ctx) =>
      sql<{
        tentativi: number
        inviata: string | null
        errore: string | null
      }>`select tentativi, inviata, errore from kernel.posta_in_uscita where destinatario = ${a}`.execute(ctx.tx),
    )
  ).rows[0]!

test('a message leaves once, with the public address in its links', async () => {
  arrivati = []
  await scrivi('uno@example.it')
  await invia()
  await invia()
  expect(arrivati).toHaveLength(1)
  expect(arrivati[0]!.a).toBe('uno@example.it')
  expect(arrivati[0]!.testo).toContain('https://trama.example.it/ricevute')
  expect(arrivati[0]!.testo).toContain('Auto-Submitted: auto-generated')
  expect(await stato('uno@example.it')).toMatchObject({
    tentativi: 1,
    errore: null,
    inviata: '2026-03-02T09:00:00.000Z',
  })
})

test('a refused message is tried again later each time, up to a limit, and does not stop the others', async () => {
  arrivati = []
  await scrivi('rifiutato@example.it')
  await scrivi('due@example.it')
  await invia()
  expect(arrivati.map((m) => m.a)).toEqual(['due@example.it'])
  expect((await stato('rifiutato@example.it')).errore).toContain('casella inesistente')
  await invia()
  expect((await stato('rifiutato@example.it')).tentativi).toBe(1)
  t.clock.advance(1)
  await invia()
  expect((await stato('rifiutato@example.it')).tentativi).toBe(2)
  for (let n = 0; n < 12; n++) {
    t.clock.advance(24 * 60)
    await invia()
  }
  expect(await stato('rifiutato@example.it')).toMatchObject({ tentativi: TENTATIVI, inviata: null })
})

test('where the server cannot be reached for days the message waits, with the error, and no attempt is counted', async () => {
  await scrivi('tre@example.it')
  for (let n = 0; n < TENTATIVI + 2; n++) {
    await invia('smtp://127.0.0.1:1')
    expect(await stato('tre@example.it')).toMatchObject({ tentativi: 0, inviata: null, errore: expect.any(String) })
    t.clock.advance(24 * 60)
  }
  await invia()
  expect((await stato('tre@example.it')).inviata).not.toBeNull()
})

test('without an SMTP server there is no job', () => {
  expect(postaJob({ smtpUrl: undefined, baseUrl: 'https://trama.example.it' })).toEqual([])
})

test('the nightly cleaning keeps SPID requests and responses 24 months, answered or not, asked for or not', async () => {
  const id = `_${randomBytes(8).toString('hex')}`
  const emetti = (chi: string, quando: string) =>
    t.deps.db.call('select accesso.spid_emetti($1, $2, $3, $4, $5, $6, $7)', [
      chi,
      'accesso',
      'idp',
      '/',
      'legame',
      '<x/>',
      quando,
    ])
  const presi = async (chi: string) =>
    (await t.deps.db.call('select * from accesso.spid_prendi($1, $2)', [chi, '2026-03-02T00:00:00Z'])).length
  for (const [chi, quando] of [
    ['vecchia', '2024-01-01T00:00:00Z'],
    ['risposta', '2025-01-01T00:00:00Z'],
    ['mai', '2024-04-01T00:00:00Z'],
    ['recente', '2026-02-20T00:00:00Z'],
  ] as const)
    await emetti(id + chi, quando)
  for (const chi of ['vecchia', 'risposta']) await presi(id + chi)
  const nonAttesa = (chi: string, quando: string) =>
    t.deps.db.call('select accesso.spid_conserva_non_attesa($1, $2, null, $3, $4, $5)', [
      createHash('sha256').update(chi).digest('hex'),
      'idp',
      `<${chi}/>`,
      'non-sollecitata',
      quando,
    ])
  for (const quando of ['2024-01-01T00:00:00Z', '2024-05-01T00:00:00Z']) await nonAttesa('ripetuta', quando)
  await nonAttesa('antica', '2024-01-01T00:00:00Z')
  const rifiuta = (motivo: string, quando: string) =>
    t.deps.db.call('select accesso.spid_rifiuta($1, $2, $3, $4)', ['sessione.apri', '/spid/acs', motivo, quando])
  await rifiuta('nr19', '2024-01-01T00:00:00Z')
  await rifiuta('nr20', '2024-05-01T00:00:00Z')
  // of who is known nothing ends
  await daProprietario(
    t,
    "insert into kernel.registro_accessi (quando, utente_id, azione, oggetto, esito, motivo) values ('2024-01-01T00:00:00Z', gen_random_uuid(), 'sessione.apri', '/x', 'negato', 'suo')",
  )
  t.clock.set('2026-03-02T09:00:00Z')
  await pulizia.run(t.deps, {})
  // an id that is free is one that is kept no more
  const conservata = (chi: string) =>
    emetti(id + chi, '2026-03-02T00:00:00Z').then(
      () => false,
      () => true,
    )
  expect(await conservata('vecchia')).toBe(false)
  expect(await conservata('risposta')).toBe(true)
  expect(await conservata('mai')).toBe(true)
  expect(await presi(`${id}recente`)).toBe(1)
  expect(await daProprietario(t, 'select risposta, volte from accesso.spid_non_attesa')).toEqual([
    { risposta: '<ripetuta/>', volte: 2 },
  ])
  const rifiuti = await daProprietario(t, 'select motivo from kernel.registro_accessi order by motivo')
  expect(rifiuti.map((r) => r.motivo)).toEqual(['nr20', 'suo'])
})
