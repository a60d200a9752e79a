import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import {
  type Ambito,
  anonimo,
  as,
  asRuolo,
  nuovoAmbito,
  nuovoUtente,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { utentiApi } from '../../shared/accesso/utenti.api.ts'
import { richiesteFormaliApi } from '../../shared/accreditamento/richieste-formali.api.ts'
import { bozzeApi, MAX_BOZZA, MAX_BOZZE } from '../../shared/kernel/bozze.api.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import type { Caller } from '../kernel/call.ts'
import { pulizia } from './posta.ts'

let t: TestApp
let a: Ambito
beforeAll(async () => {
  t = await testApp()
  a = await nuovoAmbito(t)
})
afterAll(() => t.close())

const chiave = 'diario:prova:nuova'
const salva = (
  c: Caller,
  testo: string,
  altro: { scrittura?: string; sopra?: string | null; chiave?: string; utente?: string } = {},
) =>
  c.call(bozzeApi.salva, {
    utente: c.utenteId,
    chiave,
    scrittura: randomUUID(),
    sopra: null,
    contenuto: { valori: { testo } },
    ...altro,
  })
const leggi = async (c: Caller, k = chiave) =>
  (await c.call(bozzeApi.leggi, { utente: c.utenteId, chiave: k })).bozza?.contenuto ?? null
const testo = (s: string) => ({ valori: { testo: s } })

describe('a draft on the server', () => {
  test('is given back to who wrote it, and another person of the same ambito sees nothing of it', async () => {
    const anna = await asRuolo(t, a, 'amministratore-ambito')
    const bruno = await asRuolo(t, a, 'amministratore-ambito')
    await salva(anna, 'parole di Anna')
    expect(await leggi(anna)).toEqual(testo('parole di Anna'))
    expect(await leggi(bruno)).toBeNull()
    await salva(bruno, 'parole di Bruno')
    expect(await leggi(anna)).toEqual(testo('parole di Anna'))
    // nor by asking for hers by name, nor by naming its version
    expect((await rifiuto(bruno.call(bozzeApi.leggi, { utente: anna.utenteId, chiave }))).codice).toBe(
      'bozza-di-un-altro',
    )
    expect((await rifiuto(salva(bruno, 'x', { utente: anna.utenteId }))).codice).toBe('bozza-di-un-altro')
    const { bozza } = await anna.call(bozzeApi.leggi, { utente: anna.utenteId, chiave })
    await bruno.call(bozzeApi.elimina, { utente: bruno.utenteId, chiave, versione: bozza!.versione })
    expect(await leggi(anna)).toEqual(testo('parole di Anna'))
    // not even an act of the whole ambito, or of the nation, reaches the row
    for (const scope of [{ ambito: a.id, intero: true }, { nazionale: true }])
      await t.deps.db.inScope({ azione: 'prova', utente: bruno.utenteId, ...scope }, async (tx) => {
        const { rows } = await sql<{ utenteId: string }>`select utente_id from kernel.bozza`.execute(tx)
        expect(rows.map((r) => r.utenteId)).toEqual([bruno.utenteId])
      })
  })
  test('keeps the words out of the register of changes', async () => {
    const anna = await asRuolo(t, a, 'amministratore-ambito')
    await salva(anna, 'segreto-che-non-si-registra')
    await t.owner.exec('reset role')
    const { rows } = await t.owner.query(
      "select count(*)::int as n from kernel.registro_modifiche where tabella like 'bozza%' or dopo::text like '%segreto-che-non-si-registra%'",
    )
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
    expect(rows[0]!.n).toBe(0)
  })
  test('is written over by the opening that wrote it; another opening must have seen what it replaces', async () => {
    const anna = await asRuolo(t, a, 'case-manager')
    const [prima, seconda] = [randomUUID(), randomUUID()]
    await salva(anna, '1', { scrittura: prima })
    const vista = await salva(anna, '2', { scrittura: prima })
    expect(await rifiuto(salva(anna, 'altrove', { scrittura: seconda }))).toMatchObject({
      status: 409,
      codice: 'bozza-piu-recente',
    })
    expect(await leggi(anna)).toEqual(testo('2'))
    await salva(anna, 'ripresa', { scrittura: seconda, sopra: vista.versione })
    expect((await rifiuto(salva(anna, '3', { scrittura: prima, sopra: vista.versione }))).codice).toBe(
      'bozza-piu-recente',
    )
    expect(await leggi(anna)).toEqual(testo('ripresa'))
  })
  test('is removed only in the version that one has seen', async () => {
    const anna = await asRuolo(t, a, 'case-manager')
    const scrittura = randomUUID()
    const vecchia = await salva(anna, '1', { scrittura })
    const nuova = await salva(anna, '2', { scrittura })
    const elimina = (versione: string) => anna.call(bozzeApi.elimina, { utente: anna.utenteId, chiave, versione })
    await elimina(vecchia.versione)
    expect(await leggi(anna)).toEqual(testo('2'))
    await elimina(nuova.versione)
    expect(await leggi(anna)).toBeNull()
  })
  test('goes with the act it was for, and stays when the act is refused', async () => {
    const anna = await asRuolo(t, a, 'amministratore-ambito')
    const [mia, altra] = [randomUUID(), randomUUID()]
    await salva(anna, 'nota', { scrittura: mia, chiave: 'richiesta-formale-nuova' })
    await salva(anna, 'altra nota', { scrittura: altra, chiave: 'richiesta-formale-7' })
    const crea = (protocollo: string, data: string) =>
      anna.call(
        richiesteFormaliApi.create,
        { comune: a.comuni[0]!, ufficio: 'Servizi sociali', protocollo, data },
        { headers: { 'trama-bozza': mia } },
      )
    expect((await rifiuto(crea('1', '2099-01-01'))).status).toBe(422)
    expect(await leggi(anna, 'richiesta-formale-nuova')).toEqual(testo('nota'))
    await crea('1', '2026-02-01')
    expect(await leggi(anna, 'richiesta-formale-nuova')).toBeNull()
    expect(await leggi(anna, 'richiesta-formale-7')).toEqual(testo('altra nota'))
  })
  test('too long is refused with a sentence, and what was there stays', async () => {
    const anna = await asRuolo(t, a, 'case-manager')
    const scrittura = randomUUID()
    await salva(anna, 'breve', { scrittura })
    const r = await anna.raw(bozzeApi.salva, {
      utente: anna.utenteId,
      chiave,
      scrittura,
      sopra: null,
      contenuto: testo('à'.repeat(MAX_BOZZA / 2)),
    })
    expect(r.body).toMatchObject({
      status: 413,
      codice: 'bozza-troppo-grande',
      title: expect.stringMatching(/Invialo, o dividilo/),
    })
    expect(await leggi(anna)).toEqual(testo('breve'))
  })
  test('too many are refused, and those that are there can go on', async () => {
    const anna = await asRuolo(t, a, 'case-manager')
    const scrittura = randomUUID()
    await salva(anna, 'prima', { scrittura })
    await t.deps.db.inScope({ azione: 'prova', utente: anna.utenteId, ambito: a.id }, (tx) =>
      sql`insert into kernel.bozza (chiave, contenuto, scrittura) select 'prova:' || n, '{}', gen_random_uuid() from generate_series(2, ${MAX_BOZZE}::int) n`.execute(
        tx,
      ),
    )
    expect((await rifiuto(salva(anna, 'x', { chiave: 'una-in-più' }))).codice).toBe('troppe-bozze')
    await salva(anna, 'ancora', { scrittura })
    expect(await leggi(anna)).toEqual(testo('ancora'))
  })
  test('of who is suspended is out of reach, and is still there when he is back', async () => {
    const capo = await asRuolo(t, a, 'amministratore-ambito')
    const chi = await nuovoUtente(t, a, [{ ruolo: 'case-manager', comune: a.comuni[0]! }])
    const anna = await as(t, chi)
    await salva(anna, 'in sospeso')
    await capo.call(utentiApi.sospendi, { id: chi.id, motivo: 'Congedo' })
    for (const r of [
      await anna.raw(bozzeApi.leggi, { utente: chi.id, chiave }),
      await anna.raw(bozzeApi.chiave, { utente: anna.utenteId }),
    ])
      expect(r.status).toBe(401)
    await capo.call(utentiApi.riprendi, { id: chi.id, motivo: 'Rientro' })
    expect(await leggi(await as(t, chi))).toEqual(testo('in sospeso'))
  })
  test('that nobody comes back for is removed after the days of the parameter', async () => {
    const anna = await asRuolo(t, a, 'case-manager')
    await salva(anna, 'vecchia', { chiave: 'vecchia' })
    t.clock.advance(10 * 1440)
    const bruno = await asRuolo(t, a, 'case-manager')
    await salva(bruno, 'nuova')
    t.clock.advance(5 * 1440)
    await pulizia.run(t.deps, {})
    const di = async (c: Caller, k: string) => {
      const { rows } = await t.deps.db.inScope({ azione: 'prova', utente: c.utenteId }, (tx) =>
        sql`select 1 from kernel.bozza where chiave = ${k}`.execute(tx),
      )
      return rows.length
    }
    expect([await di(anna, 'vecchia'), await di(bruno, chiave)]).toEqual([0, 1])
  })
})

describe('the key of the drafts in the browser', () => {
  test('is one for each person, the same in all his sessions', async () => {
    const chi = await nuovoUtente(t, a, ['amministratore-ambito'])
    const [casa, ufficio] = [await as(t, chi), await as(t, chi)]
    const k = await casa.call(bozzeApi.chiave, { utente: casa.utenteId })
    expect(k).toMatchObject({ giorni: 14 })
    expect(Buffer.from(k.chiave, 'base64')).toHaveLength(32)
    expect(await ufficio.call(bozzeApi.chiave, { utente: ufficio.utenteId })).toEqual(k)
    const altro = await asRuolo(t, a, 'amministratore-ambito')
    const altri = await altro.call(bozzeApi.chiave, { utente: altro.utenteId })
    expect((await rifiuto(altro.call(bozzeApi.chiave, { utente: chi.id }))).codice).toBe('bozza-di-un-altro')
    expect(altri.id).not.toBe(k.id)
    expect(altri.chiave).not.toBe(k.chiave)
    const su = await asRuolo(t, null, 'super-utente')
    expect(await su.call(bozzeApi.chiave, { utente: su.utenteId })).toMatchObject({ giorni: 14 })
  })
  test('stays when a session expires, and is another after leaving everywhere: what the old one closed is told to be dead', async () => {
    const chi = await nuovoUtente(t, a, ['amministratore-ambito'])
    const prima = await as(t, chi)
    const k = await prima.call(bozzeApi.chiave, { utente: prima.utenteId })
    t.clock.advance(45)
    expect((await prima.raw(bozzeApi.chiave, { utente: prima.utenteId })).status).toBe(401)
    const dopo = await as(t, chi)
    expect(await dopo.call(bozzeApi.chiave, { utente: dopo.utenteId })).toEqual(k)
    await dopo.call(sessioneApi.esciOvunque, {})
    expect((await dopo.raw(bozzeApi.chiave, { utente: dopo.utenteId })).status).toBe(401)
    const ancora = await as(t, chi)
    const nuova = await ancora.call(bozzeApi.chiave, { utente: ancora.utenteId })
    expect(nuova.id).not.toBe(k.id)
    expect(nuova.chiave).not.toBe(k.chiave)
    const { voci } = await ancora.call(bozzeApi.chiaviVive, { chiavi: [k.id, nuova.id, randomUUID()] })
    expect(voci).toEqual([nuova.id])
  })
  test('nobody without a session', async () => {
    for (const e of [bozzeApi.chiave, bozzeApi.chiaviVive])
      expect((await anonimo(t).raw(e, { utente: randomUUID(), chiavi: [] } as never)).status).toBe(401)
  })
})
