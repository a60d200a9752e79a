// What the days of a comune and the passing of nights do to the work of who follows casi: the patron's day in terms of working days, the
// calendar without names, who is told what has passed.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ambito, as, asRuolo, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConPatti, casoDi, finto, importa, lavora, nucleo, preparaPatti } from '../../../test/support/patti.ts'
import { altroIngresso } from '../../../test/support/processo.ts'
import { calendarioApi } from '../../shared/cartella/agenda.api.ts'
import { patronoApi } from '../../shared/parametri/patrono.api.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { inCtx } from '../kernel/serve.ts'
import { leggiFestivi } from '../parametri/festivi.ts'
import { jobNotte, jobNotteDi } from './notte.ts'

let t: TestApp
let mio: Ambito
let comune: string
let cp: Caller
let cm: Caller
let aa: Caller
const chi: { codiceFiscale: string }[] = []
async function quando(giorno: string) {
  t.clock.set(`${giorno}T09:00:00Z`)
  ;[cp, cm, aa] = (await Promise.all(chi.map((u) => as(t, u)))) as [Caller, Caller, Caller]
}
beforeAll(async () => {
  t = await testApp()
  await preparaPatti(t)
  mio = await ambitoConPatti(t, 2)
  comune = mio.comuni[0]!
  chi.push(
    await nuovoUtente(t, mio, [{ ruolo: 'coordinatore-patto', comune }]),
    await nuovoUtente(t, mio, [{ ruolo: 'case-manager', comune }]),
    await nuovoUtente(t, mio, [{ ruolo: 'amministratore-ambito' }]),
  )
  await quando('2026-03-02')
})
afterAll(() => t.close())

async function caso() {
  const p = finto('Ada')
  await importa(t, cp, nucleo([p]), { comune })
  const { id } = await casoDi(cp, p)
  await cp.call(casiApi.assegna, { voci: [{ casoId: id, utenteId: cm.utenteId }] })
  await lavora(t)
  return { id, p }
}
const avvisi = async (lei: Caller, parola = 'passat') =>
  inCtx(t.deps, { azione: 'prova', ambito: mio.id, utente: lei.utenteId }, async (ctx) => {
    const { rows } = await sql<{ testo: string }>`
      select testo from kernel.notifica where utente_id = ${lei.utenteId} and testo like ${`%${parola}%`} order by creata, id`.execute(
      ctx.tx,
    )
    return rows.map((r) => r.testo)
  })
/** What the queue has of a night: a run for each ambito. */
const notte = async (deps = t.deps) => {
  await jobNotte.run(t.deps, {})
  await t.jobs.drain(deps, [jobNotteDi])
}

test('the patron is said by who has the comune, with its source; never guessed, one a year, and a day that exists', async () => {
  const { voci } = await aa.call(patronoApi.list, {})
  expect(voci.map((c) => [c.comuneId, c.patroni])).toEqual(expect.arrayContaining(mio.comuni.map((c) => [c, []])))
  const suo = { comuneId: comune, nome: 'San Prova', giorno: '06-24', dalAnno: 2018, fonte: 'Statuto, art. 2' }
  const rifiutata = async (altro: object) => (await cp.raw(patronoApi.conferma, { ...suo, ...altro } as never)).status
  expect(await rifiutata({ giorno: '02-30' })).toBe(422)
  expect(await rifiutata({ giorno: null })).toBe(422)
  expect(await rifiutata({ comuneId: mio.comuni[1] })).toBe(422)
  const { id } = await cp.call(patronoApi.conferma, suo)
  expect(await rifiutata({})).toBe(409)
  const festivi = () =>
    inCtx(t.deps, { azione: 'prova', ambito: mio.id, comuni: mio.comuni }, async (ctx) => {
      const f = await leggiFestivi(ctx)
      return ['2025-06-24', '2026-06-24', '2027-05-17'].map((g) => mio.comuni.map((c) => f.festivo(g, c)))
    })
  expect(await festivi()).toEqual([
    [true, false],
    [true, false],
    [false, false],
  ])
  await cp.call(patronoApi.chiudi, { id, alAnno: 2025 })
  // the Monday after Pentecost
  await cp.call(patronoApi.conferma, { ...suo, giorno: null, dopoPasqua: 50, dalAnno: 2026 })
  expect(await festivi()).toEqual([
    [true, false],
    [false, false],
    [true, false],
  ])
})

test('the calendar of a case manager has hours and how many terms are due, and nobody in it', async () => {
  const { p } = await caso()
  const { percorso } = await cm.call(calendarioApi.collega, {})
  const ics = async () => (await t.app.inject({ method: 'GET', url: percorso })).body
  expect(await ics()).toContain(
    'DTSTART;VALUE=DATE:20260411\r\nDTEND;VALUE=DATE:20260412\r\nSUMMARY:Una scadenza dei casi\r\n',
  )
  for (const detto of [p.cognome, p.cf, 'Ada', 'Assegno']) expect(await ics()).not.toContain(detto)
  await cm.call(calendarioApi.revoca, {})
  expect((await t.app.inject({ method: 'GET', url: percorso })).statusCode).toBe(404)
  const coordinatore = await asRuolo(t, mio, { ruolo: 'coordinatore-patto', comune })
  expect((await coordinatore.raw(calendarioApi.collega, {})).status).toBe(403)
})

test('what has passed: the case manager at once, the coordinator and the administrator as counts; a night that did not run is made up for, nothing twice', async () => {
  const { id } = await caso()
  const [mieAdesso, cpAdesso, aaAdesso] = await Promise.all([cm, cp, aa].map((lei) => avvisi(lei)))
  // a first night, with nothing to say; then, due on 11 April, the machine is off on the nights of the 12th and the 13th
  await quando('2026-04-11')
  await notte()
  expect(await avvisi(cm)).toEqual(mieAdesso)
  await quando('2026-04-14')
  await notte()
  await notte()
  const nuovi = async () => ({
    cm: (await avvisi(cm)).slice(mieAdesso!.length),
    cp: (await avvisi(cp)).slice(cpAdesso!.length),
    aa: (await avvisi(aa)).slice(aaAdesso!.length),
  })
  expect(await nuovi()).toEqual({
    cm: [expect.stringContaining('dei tuoi casi')],
    cp: [expect.stringContaining('che coordini')],
    aa: [],
  })
  await quando('2026-04-26')
  await notte()
  const dette = await nuovi()
  expect(dette.aa).toEqual([])
  await quando('2026-04-27')
  await notte()
  await notte()
  const poi = await nuovi()
  expect(poi.aa.filter((x) => x.includes('almeno 15 giorni'))).toHaveLength(1)
  expect(poi.cm).toEqual(dette.cm)
  for (const testo of [...poi.cm, ...poi.cp, ...poi.aa]) expect(testo).not.toContain('Ada')
  // healed in time it is told to nobody above
  await cm.call(mieiCasiApi.presenta, { id, giorno: '2026-04-27' })
  await notte()
  expect((await nuovi()).aa).toEqual(poi.aa)
})

test('written when it had passed already: it is told as any other, and again to whoever is given it or of another day', async () => {
  // what passed until now has been told, also of later days
  await quando('2026-06-20')
  await notte()
  const contati = async () => Promise.all([cm, cp, aa].map(async (lei) => (await avvisi(lei)).length))
  const nuovi = async () => {
    const prima = await contati()
    await notte()
    return (await contati()).map((n, i) => n - prima[i]!)
  }
  expect(await nuovi()).toEqual([0, 0, 0])
  // it arrives late, due in April: nobody follows it yet
  const p = finto('Ada')
  await importa(t, cp, nucleo([p]), { comune })
  expect(await nuovi()).toEqual([0, 1, 1])
  const { id } = await casoDi(cp, p)
  await cp.call(casiApi.assegna, { voci: [{ casoId: id, utenteId: cm.utenteId }] })
  expect(await nuovi()).toEqual([1, 0, 0])
  const altra = await asRuolo(t, mio, { ruolo: 'case-manager', comune })
  await cp.call(casiApi.riassegna, { casi: [id], utenteId: altra.utenteId, motivo: 'Prova' })
  expect([await nuovi(), await avvisi(altra)]).toEqual([[0, 0, 0], [expect.stringContaining('dei tuoi casi')]])
  // a correction moves its day: it is another, earlier
  await inCtx(t.deps, { azione: 'prova', ambito: mio.id, comuni: [comune], fascicolo: true }, async (ctx) => {
    await sql`update caso_evento set giorno = giorno - 10 where caso_id = ${id}`.execute(ctx.tx)
  })
  expect(await nuovi()).toEqual([0, 1, 1])
  expect(await nuovi()).toEqual([0, 0, 0])
})

test('an ambito that fails stops no other: it is told once that day to who counts its casi, and is tried again by the queue', async () => {
  await quando('2026-05-04')
  const altro = await ambitoConPatti(t, 1)
  const lui = await asRuolo(t, altro, { ruolo: 'coordinatore-patto', comune: altro.comuni[0]! })
  await importa(t, lui, nucleo([finto()]), { comune: altro.comuni[0]! })
  const dovuti = async () => {
    const { rows } = await t.deps.db.inScope(
      { azione: 'prova', ambito: altro.id, comuni: altro.comuni, fascicolo: true },
      (tx) => sql<{ scade: string }>`select scade from caso_termine order by scade`.execute(tx),
    )
    return rows.map((r) => r.scade)
  }
  const prima = await dovuti()
  await t.deps.db.inScope({ azione: 'prova', ambito: altro.id, comuni: altro.comuni, fascicolo: true }, (tx) =>
    sql`delete from caso_termine`.execute(tx),
  )
  const { db } = t.deps
  let guasto = true
  const rotto = altroIngresso(db, (scope, fn) =>
    guasto && scope.ambito === mio.id && scope.fascicolo && scope.comuni!.length > 1
      ? Promise.reject(new Error('disco pieno'))
      : db.inScope(scope, fn),
  )
  const deps = { ...t.deps, db: rotto }
  await expect(notte(deps)).rejects.toThrow('disco pieno')
  expect(await dovuti()).toEqual(prima)
  await expect(notte(deps)).rejects.toThrow('disco pieno')
  const detti = await avvisi(aa, 'non sono state aggiornate')
  expect(detti).toEqual([expect.stringContaining('si riprova da sé')])
  // what the queue has kept is done as soon as it can
  guasto = false
  const link = await t.deps.db.connect()
  const { rows } = await link.query(`select count(*)::int as n from pgboss.job where name = $1 and state = 'retry'`, [
    jobNotteDi.nome,
  ])
  link.release()
  expect(rows).toEqual([{ n: 2 }])
  await notte(deps)
  expect(await avvisi(aa, 'non sono state aggiornate')).toEqual(detti)
})
