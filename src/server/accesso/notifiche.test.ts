import { afterAll, beforeAll, expect, test } from 'vitest'
import { as, asRuolo, nuovoAmbito, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { notifica } from '../kernel/avvisi.ts'
import { inCtx } from '../kernel/serve.ts'
import { accesso } from './modulo.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ moduli: [accesso] })
})
afterAll(() => t.close())

test('each one reads his own notifications, newest first, and marks them as read', async () => {
  const a = await nuovoAmbito(t)
  const u = await nuovoUtente(t, a, ['amministratore-ambito'])
  for (const [i, ora] of ['09', '10', '11'].entries())
    await inCtx(t.deps, { azione: 'prova', ambito: a.id, adesso: new Date(`2026-03-01T${ora}:00:00Z`) }, (ctx) =>
      notifica(ctx, u.id, `Avviso ${i + 1}`, '/utenti'),
    )
  const io = await as(t, u)
  const prima = await io.call(notificheApi.list, { limite: 2 })
  expect(prima.voci.map((v) => v.testo)).toEqual(['Avviso 3', 'Avviso 2'])
  const seconda = await io.call(notificheApi.list, { limite: 2, dopo: prima.prossima! })
  expect(seconda.voci).toMatchObject([{ testo: 'Avviso 1', collegamento: '/utenti', letta: null }])
  await io.call(notificheApi.leggi, { id: prima.voci[0]!.id })
  expect((await io.call(sessioneApi.leggi, {})).notificheDaLeggere).toBe(2)
  expect((await io.call(notificheApi.list, { soloDaLeggere: true })).voci.map((v) => v.testo)).toEqual([
    'Avviso 2',
    'Avviso 1',
  ])
  const collega = await asRuolo(t, a, 'amministratore-ambito')
  expect((await collega.call(notificheApi.list, {})).voci).toEqual([])
  expect((await collega.raw(notificheApi.leggi, { id: prima.voci[1]!.id })).status).toBe(404)
  await collega.call(notificheApi.leggiTutte, {})
  expect((await io.call(sessioneApi.leggi, {})).notificheDaLeggere).toBe(2)
  await io.call(notificheApi.leggiTutte, {})
  expect((await io.call(sessioneApi.leggi, {})).notificheDaLeggere).toBe(0)
})

test('a national act notifies a user of any ambito, and the Super Utente reads his own', async () => {
  const a = await nuovoAmbito(t)
  const [u, su] = [await nuovoUtente(t, a, ['amministratore-ambito']), await nuovoUtente(t, null, ['super-utente'])]
  await inCtx(t.deps, { azione: 'prova', nazionale: true }, async (ctx) => {
    await notifica(ctx, u.id, 'Per te')
    await notifica(ctx, su.id, 'Per il ministero')
  })
  expect((await (await as(t, u)).call(notificheApi.list, {})).voci.map((v) => v.testo)).toEqual(['Per te'])
  expect((await (await as(t, su)).call(notificheApi.list, {})).voci.map((v) => v.testo)).toEqual(['Per il ministero'])
})
