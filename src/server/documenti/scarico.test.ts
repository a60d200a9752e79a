// A download that broke goes on from where it was: the parts of a version, their validator, what each reading leaves.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { PDF } from '../../../test/support/file-di-prova.ts'
import { documentiApi as api } from '../../shared/documenti/documenti.api.ts'
import { lettereApi } from '../../shared/documenti/modelli.api.ts'
import { caricaModelli } from './carica-modelli.ts'
import { verificaJob } from './verifica.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let persona: string
let id: string
/** Several slices of 64 kB and a bit more: parts begin and end inside them. */
const file = Buffer.concat([PDF, randomBytes(700_001)])
const lavora = () => t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
beforeAll(async () => {
  t = await testApp()
  await caricaModelli(t.deps)
  await lavora()
  a = await ambitoConCartella(t, 1)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  persona = await nuovaPersona(sociale, a.comuni[0]!)
  await presaInCarico(t, a, a.comuni[0]!, persona, sociale.utenteId)
  const nuovo = { id: persona, sottocartella: 'altro', nome: 'grande.pdf' }
  id = (await sociale.call(api.carica, nuovo as never, { file })).id
  await lavora()
})
afterAll(() => t.close())

const scarica = async (headers: Record<string, string> = {}, quale = id) => {
  const r = await sociale.raw(api.scarica, { id: quale, numero: 1 }, { headers })
  return { ...r, file: r.body instanceof Uint8Array ? Buffer.from(r.body) : undefined }
}

describe('una parte', () => {
  test.each([
    ['bytes=0-9', 0, 9],
    ['bytes=65536-65536', 65_536, 65_536],
    ['bytes=65535-131072', 65_535, 131_072],
    ['bytes=524288-524300', 524_288, 524_300],
    ['bytes=600000-', 600_000, file.length - 1],
    ['bytes=-100', file.length - 100, file.length - 1],
  ])('%s', async (range, da, fine) => {
    const r = await scarica({ range })
    expect(r.status).toBe(206)
    expect(r.headers).toMatchObject({
      'content-range': `bytes ${da}-${fine}/${file.length}`,
      'content-length': String(fine - da + 1),
      'accept-ranges': 'bytes',
    })
    expect(r.file!.equals(file.subarray(da, fine + 1))).toBe(true)
  })
  test('le parti, una dopo l’altra, fanno il file', async () => {
    const parti: Buffer[] = []
    for (let da = 0; da < file.length; da += 100_000)
      parti.push((await scarica({ range: `bytes=${da}-${da + 99_999}` })).file!)
    expect(Buffer.concat(parti).equals(file)).toBe(true)
  })
  test('anche di un file che è una fetta sola, come una lettera', async () => {
    const { modelli } = await sociale.call(lettereApi.prepara, { id: persona })
    const generica = modelli.find((m) => m.nome === 'Lettera generica')!
    const campi = Object.fromEntries(generica.campi.map((c) => [c.nome, c.genere === 'data' ? '2026-03-16' : 'Testo']))
    const lettera = await sociale.call(lettereApi.scrivi, { id: persona, modello: generica.id, campi, titolo: 'L' })
    const intera = (await scarica({}, lettera.id)).file!
    const fine = (await scarica({ range: 'bytes=1000-' }, lettera.id)).file!
    expect(fine.equals(intera.subarray(1000))).toBe(true)
  })
})

describe('intero', () => {
  test('senza chiedere una parte, con il nome dei suoi byte', async () => {
    const r = await scarica()
    expect(r.status).toBe(200)
    expect(r.headers.etag).toMatch(/^"[0-9a-f]{64}"$/)
    expect(r.headers['accept-ranges']).toBe('bytes')
    expect(r.file!.equals(file)).toBe(true)
  })
  test('se nel frattempo è un altro: ciò che si ha non è l’inizio di questo', async () => {
    const { etag } = (await scarica()).headers
    expect((await scarica({ range: 'bytes=10-', 'if-range': String(etag) })).status).toBe(206)
    for (const altro of ['"0000"', 'W/"x"', 'Mon, 02 Mar 2026 09:00:00 GMT'])
      expect((await scarica({ range: 'bytes=10-', 'if-range': altro })).status).toBe(200)
  })
  test('un testo non viene compresso: le sue parti sarebbero parti di altro', async () => {
    const nota = Buffer.from('Una nota lunga. '.repeat(1000))
    const nuovo = { id: persona, sottocartella: 'altro', nome: 'nota.txt' }
    const { id: sua } = await sociale.call(api.carica, nuovo as never, { file: nota })
    await lavora()
    const r = await scarica({ 'accept-encoding': 'gzip, br' }, sua)
    expect(r.headers['content-encoding']).toBeUndefined()
    expect(r.file!.equals(nota)).toBe(true)
  })
})

test('una parte che non c’è: 416, quanto è lungo, una frase', async () => {
  const r = await scarica({ range: `bytes=${file.length}-` })
  expect(r.status).toBe(416)
  expect(r.headers['content-range']).toBe(`bytes */${file.length}`)
  expect(r.body).toMatchObject({ codice: 'intervallo-non-valido' })
})

test('ogni parte è una lettura, e chi non può più leggere non continua', async () => {
  const letture = () =>
    t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, async (tx) => {
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from kernel.registro_accessi where ${persona}::uuid = any (persone) and oggetto = '/documenti/:id/versioni/:numero/contenuto'`.execute(
        tx,
      )
      return rows[0]!.n
    })
  await scarica({ range: 'bytes=0-9' })
  await scarica({ range: 'bytes=10-19' })
  expect(await letture()).toBe(2)
  const altro = await operatore(t, a, 'assistente-sociale')
  const r = await altro.raw(api.scarica, { id, numero: 1 }, { headers: { range: 'bytes=20-' } })
  expect(r.body).toMatchObject({ codice: 'motivo-richiesto' })
})

test('l’anteprima non ha parti: ognuna sarebbe una lettura del fascicolo', async () => {
  const r = await sociale.raw(api.anteprima, { id, numero: 1 }, { headers: { range: 'bytes=0-9' } })
  expect(r.status).toBe(200)
  expect(r.headers['accept-ranges']).toBeUndefined()
})
