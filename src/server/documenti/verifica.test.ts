// The virus scanner, against a server that speaks its protocol: clean, infected, down, and down then up again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { avviaScanner, EICAR } from '../../../test/support/clamd.ts'
import { PDF } from '../../../test/support/file-di-prova.ts'
import { documentiApi as api } from '../../shared/documenti/documenti.api.ts'
import { verificaInParole } from '../../shared/documenti/documenti.rules.ts'
import { chiediAlloScanner, leggiIndirizzoClamd, ScannerMuto } from './clamd.ts'
import { verificaJob } from './verifica.ts'

async function* pezzi(...b: Uint8Array[]) {
  yield* b
}

describe('il protocollo', () => {
  test.each([
    ['127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
    ['tcp://antivirus:3310', { host: 'antivirus', port: 3310 }],
    ['[::1]:3310', { host: '::1', port: 3310 }],
    ['/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
    ['unix:///run/clamd.sock', { path: '/run/clamd.sock' }],
    ['unix:/run/clamd.sock', { path: '/run/clamd.sock' }],
    ['antivirus', undefined],
    ['antivirus:99999', undefined],
  ])('l’indirizzo %s', (testo, atteso) => expect(leggiIndirizzoClamd(testo)).toEqual(atteso))

  test('un file pulito, uno infetto anche a cavallo di due pezzi, uno lungo', async () => {
    const s = await avviaScanner()
    const meta = EICAR.length / 2
    expect(await chiediAlloScanner(s.indirizzo, pezzi(PDF))).toEqual({ pulito: true })
    expect(await chiediAlloScanner(s.indirizzo, pezzi(EICAR.subarray(0, meta), EICAR.subarray(meta)))).toEqual({
      pulito: false,
      virus: 'Win.Test.EICAR_HDB-1',
    })
    expect(await chiediAlloScanner(s.indirizzo, pezzi(Buffer.alloc(300_000), Buffer.alloc(50_001)))).toEqual({
      pulito: true,
    })
    expect(s.visti).toEqual([PDF.length, EICAR.length, 350_001])
    await s.ferma()
  })
  test('su un socket locale', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'trama-prova-'))
    const s = await avviaScanner({ socket: join(dir, 'c.sock') })
    expect(await chiediAlloScanner(s.indirizzo, pezzi(PDF))).toEqual({ pulito: true })
    await s.ferma()
    await rm(dir, { recursive: true })
  })
  test('spento, oltre il suo limite, muto: nessuno di questi è un «pulito»', async () => {
    const spento = await avviaScanner()
    await spento.ferma()
    await expect(chiediAlloScanner(spento.indirizzo, pezzi(PDF))).rejects.toThrow(ScannerMuto)
    const piccolo = await avviaScanner({ massimo: 1000 })
    await expect(
      chiediAlloScanner(piccolo.indirizzo, pezzi(...Array.from({ length: 50 }, () => Buffer.alloc(100_000)))),
    ).rejects.toThrow(ScannerMuto)
    await piccolo.ferma()
    const muto = await avviaScanner({ muto: true })
    await expect(chiediAlloScanner(muto.indirizzo, pezzi(PDF), 100)).rejects.toThrow('nessuna risposta')
    await muto.ferma()
  })
})

describe('dopo il caricamento', () => {
  let t: TestApp
  let a: Ambito
  let sociale: Caller
  let persona: string
  beforeAll(async () => {
    t = await testApp()
    await t.jobs.drain(t.deps, verificaJob({ clamd: undefined })) // the queues exist before the first upload
    a = await ambitoConCartella(t, 1)
  })
  beforeEach(async () => {
    t.clock.set('2026-03-02T09:00:00Z')
    sociale = await operatore(t, a, 'assistente-sociale')
    persona = await nuovaPersona(sociale, a.comuni[0]!)
    await presaInCarico(t, a, a.comuni[0]!, persona, sociale.utenteId)
  })
  afterAll(() => t.close())
  const carica = (nome: string, file: Uint8Array, altro: object = {}) =>
    sociale.call(api.carica, { id: persona, sottocartella: 'altro', nome, ...altro } as never, { file })
  const stato = async (id: string) => (await sociale.call(api.leggi, { id })).versioni[0]!
  const notifiche = () =>
    t.deps.db.inScope({ azione: 'prova', utente: sociale.utenteId, ambito: a.id }, async (tx) => {
      const { rows } = await sql<{
        testo: string
      }>`select testo from kernel.notifica where utente_id = ${sociale.utenteId}`.execute(tx)
      return rows.map((r) => r.testo)
    })

  test('finché l’antivirus non ha risposto il file non si apre; pulito, si apre', async () => {
    const s = await avviaScanner()
    const { id } = await carica('a.pdf', PDF)
    expect((await stato(id)).verifica).toBe('in-verifica')
    expect((await rifiuto(sociale.call(api.scarica, { id, numero: 1 })))?.detail).toContain(
      'riprova tra qualche secondo',
    )
    await t.jobs.drain(t.deps, verificaJob({ clamd: s.indirizzo }))
    expect((await stato(id)).verifica).toBe('pulito')
    await expect(sociale.call(api.scarica, { id, numero: 1 })).resolves.toBeTruthy()
    expect(await notifiche()).toEqual([])
    await s.ferma()
  })
  test('infetto: non si apre, non si vede in anteprima, e chi l’ha caricato viene avvisato; anche se è riservato', async () => {
    const s = await avviaScanner()
    const file = Buffer.concat([PDF, EICAR])
    const { id } = await carica('a.pdf', file, { riservato: true, classe: 'violenza' })
    await t.jobs.drain(t.deps, verificaJob({ clamd: s.indirizzo }))
    const v = await stato(id)
    expect(v).toMatchObject({ verifica: 'infetto', verificaNota: 'Win.Test.EICAR_HDB-1' })
    expect(verificaInParole(v)).toContain('non si può aprire')
    for (const e of [api.scarica, api.anteprima])
      expect((await rifiuto(sociale.call(e, { id, numero: 1 })))?.detail).toContain('virus')
    expect(await notifiche()).toEqual([expect.stringContaining('virus')])
    await s.ferma()
  })
  test('spento: lo si dice, il file si apre, e si riprova finché non risponde', async () => {
    const spento = await avviaScanner()
    await spento.ferma()
    const { id } = await carica('a.pdf', Buffer.concat([PDF, EICAR]))
    // the queue keeps it and tries again by itself
    await expect(t.jobs.drain(t.deps, verificaJob({ clamd: spento.indirizzo }))).rejects.toThrow(ScannerMuto)
    const v = await stato(id)
    expect(v.verifica).toBe('in-verifica')
    expect(verificaInParole(v)).toContain('l’antivirus non risponde')
    await expect(sociale.call(api.scarica, { id, numero: 1 })).resolves.toBeTruthy()
    // later, also after the queue has given up
    const s = await avviaScanner()
    const lavori = verificaJob({ clamd: s.indirizzo })
    t.clock.advance(11)
    await lavori[1]!.run(t.deps, {})
    await t.jobs.drain(t.deps, lavori)
    expect((await stato(id)).verifica).toBe('infetto')
    await s.ferma()
  })
  test('senza antivirus lo stato lo dice; quando c’è, guarda anche ciò che era già entrato', async () => {
    const { id } = await carica('a.pdf', PDF)
    await t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
    const v = await stato(id)
    expect(v.verifica).toBe('non-verificato')
    expect(verificaInParole(v)).toContain('non c’è un antivirus')
    const s = await avviaScanner()
    const lavori = verificaJob({ clamd: s.indirizzo })
    t.clock.advance(11)
    await lavori[1]!.run(t.deps, {})
    await t.jobs.drain(t.deps, lavori)
    expect((await stato(id)).verifica).toBe('pulito')
    await s.ferma()
  })
})
