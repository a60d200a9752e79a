import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Ambito,
  anonimo,
  asRuolo,
  type Caller,
  nuovoAmbito,
  Refused,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { ambitiApi, ufficiApi } from '../../shared/territorio/ambiti.api.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'

let t: TestApp
let su: Caller
beforeAll(async () => {
  t = await testApp()
  su = await asRuolo(t, null, 'super-utente')
})
afterAll(() => t.close())

const rifiuto = (p: Promise<unknown>) =>
  p.then(
    () => undefined,
    (e) => (e instanceof Refused ? e.problem : Promise.reject(e)),
  )
const appartenenza = (ambito: string, comune: string, dal: string, al: string | null) =>
  t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
    sql`insert into ambito_comune (ambito_id, comune_id, dal, al) values (${ambito}, ${comune}, ${dal}, ${al})`.execute(
      tx,
    ),
  )

describe('a comune is in one ambito at most on any day', () => {
  let a: Ambito
  let b: Ambito
  beforeAll(async () => {
    a = await nuovoAmbito(t)
    b = await nuovoAmbito(t, 1)
  })
  test('the database itself refuses the second, on every shape of overlap, even by hand', async () => {
    const comune = a.comuni[0]!
    for (const [dal, al] of [
      ['2018-01-01', null],
      ['2010-01-01', '2018-01-01'],
      ['2010-01-01', null],
      ['2025-01-01', '2025-01-01'],
    ] as const)
      await expect(appartenenza(b.id, comune, dal, al)).rejects.toMatchObject({
        constraint: 'comune_in_un_solo_ambito',
      })
    await appartenenza(b.id, comune, '2010-01-01', '2017-12-31')
  })
  test('the refusal names the ambito that has it; it leaves, and another takes it the next day', async () => {
    const comuneId = a.comuni[1]!
    const p = await rifiuto(su.call(ambitiApi.aggiungiComune, { id: b.id, comuneId, dal: '2026-01-01' }))
    expect(p).toMatchObject({ status: 422, errori: [{ campo: 'comuneId', codice: 'comune-in-un-solo-ambito' }] })
    expect(p!.detail).toBe(
      `Il comune di Comune di prova ${comuneId} fa parte dell’ambito «Ambito ${a.codice}» dal 01/01/2018: registra prima la sua uscita da quell’ambito.`,
    )
    const uscito = await su.call(ambitiApi.togliComune, { id: a.id, comuneId, al: '2026-03-31' })
    // until that day it is still there
    expect(uscito.comuni.map((c) => c.id)).toContain(comuneId)
    expect((await rifiuto(su.call(ambitiApi.aggiungiComune, { id: b.id, comuneId, dal: '2026-03-31' })))?.status).toBe(
      422,
    )
    const entrato = await su.call(ambitiApi.aggiungiComune, { id: b.id, comuneId, dal: '2026-04-01' })
    expect(entrato.altriComuni).toMatchObject([{ id: comuneId, dal: '2026-04-01', al: null }, { al: '2017-12-31' }])
    expect((await su.call(luoghiApi.comune, { id: comuneId })).ambiti.map((x) => [x.codice, x.dal, x.al])).toEqual([
      [b.codice, '2026-04-01', null],
      [a.codice, '2018-01-01', '2026-03-31'],
    ])
  })
  test('it cannot enter twice, leave before it came, leave twice, or enter after its suppression', async () => {
    const comuneId = a.comuni[2]!
    expect(
      (await rifiuto(su.call(ambitiApi.aggiungiComune, { id: a.id, comuneId, dal: '2026-01-01' })))?.detail,
    ).toContain('fa già parte di questo ambito dal 01/01/2018')
    expect(
      (await rifiuto(su.call(ambitiApi.togliComune, { id: a.id, comuneId, al: '2017-12-31' })))?.errori,
    ).toMatchObject([{ campo: 'al' }])
    await su.call(ambitiApi.togliComune, { id: a.id, comuneId, al: '2026-01-31' })
    expect((await rifiuto(su.call(ambitiApi.togliComune, { id: a.id, comuneId, al: '2026-02-28' })))?.codice).toBe(
      'stato-non-ammesso',
    )
    expect(
      (await rifiuto(su.call(ambitiApi.togliComune, { id: a.id, comuneId: 'Z999', al: '2026-02-28' })))?.status,
    ).toBe(404)
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
      sql`update comune set al = '2025-12-31' where id = ${comuneId}`.execute(tx),
    )
    expect((await rifiuto(su.call(ambitiApi.aggiungiComune, { id: b.id, comuneId, dal: '2026-02-01' })))?.detail).toBe(
      `Il comune di Comune di prova ${comuneId} è stato soppresso: è esistito fino al 31/12/2025.`,
    )
    expect(
      (await rifiuto(su.call(ambitiApi.aggiungiComune, { id: b.id, comuneId: 'A998', dal: '2026-02-01' })))?.detail,
    ).toContain('non esiste')
  })
})

describe('the ambiti', () => {
  test('the Super Utente creates and edits; a code is used once; who edits an old version is told', async () => {
    const [comuneId] = (await nuovoAmbito(t, 1)).comuni
    const nuovo = { codice: `C${Date.now() % 1e9}`, nome: 'Ambito della prova', regioneId: '12', capofilaId: comuneId! }
    const a = await su.call(ambitiApi.crea, { ...nuovo, soggettoAttuatore: 'Consorzio di prova' })
    expect(a).toMatchObject({ capofila: { id: comuneId }, soggettoAttuatore: 'Consorzio di prova', dal: '2026-03-02' })
    expect((await rifiuto(su.call(ambitiApi.crea, nuovo)))?.errori).toMatchObject([{ campo: 'codice' }])
    expect((await rifiuto(su.call(ambitiApi.crea, { ...nuovo, codice: 'X1', regioneId: '99' })))?.errori).toMatchObject(
      [{ campo: 'regioneId' }],
    )
    const b = await su.call(ambitiApi.modifica, { id: a.id, nome: 'Nuovo nome', regioneId: '12', versione: a.versione })
    expect(b).toMatchObject({ nome: 'Nuovo nome', versione: a.versione + 1 })
    expect(
      (await rifiuto(su.call(ambitiApi.modifica, { id: a.id, nome: 'X', regioneId: '12', versione: a.versione })))
        ?.codice,
    ).toBe('versione-superata')
    // found by whoever asks for its accreditation, before anyone is signed in
    const { voci } = await anonimo(t).call(ambitiApi.pubblici, { q: 'nuovo n' })
    expect(voci).toEqual([{ id: a.id, codice: a.codice, nome: 'Nuovo nome', regione: 'Lazio' }])
    expect((await su.call(ambitiApi.regioni, {})).voci).toMatchObject([{ id: '12', nome: 'Lazio' }])
  })
  test('the administrator sees and updates his own, by its addresses only; another is not found', async () => {
    const [a, b] = [await nuovoAmbito(t), await nuovoAmbito(t)]
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    expect((await aa.call(ambitiApi.elenco, {})).voci.map((v) => v.id)).toEqual([a.id])
    const mio = await aa.call(ambitiApi.leggi, { id: a.id })
    expect(mio.comuni.map((c) => c.id).sort()).toEqual([...a.comuni].sort())
    const recapiti = { pec: 'ambito@pec.example.it', email: null, telefono: '06 1234567', versione: mio.versione }
    expect(await aa.call(ambitiApi.recapiti, { id: a.id, ...recapiti })).toMatchObject({
      pec: recapiti.pec,
      versione: 2,
    })
    expect((await rifiuto(aa.call(ambitiApi.recapiti, { id: a.id, ...recapiti })))?.codice).toBe('versione-superata')
    expect((await rifiuto(aa.call(ambitiApi.leggi, { id: b.id })))?.status).toBe(404)
    expect((await rifiuto(aa.call(ambitiApi.recapiti, { id: b.id, ...recapiti, versione: 1 })))?.status).toBe(404)
    expect(
      (await rifiuto(aa.call(ambitiApi.modifica, { id: a.id, nome: 'X', regioneId: '12', versione: 2 })))?.status,
    ).toBe(403)
  })
  test('pages follow one another without skipping; search is by name, code or comune', async () => {
    const miei = [await nuovoAmbito(t, 1), await nuovoAmbito(t, 1), await nuovoAmbito(t, 1)]
    const visti: string[] = []
    for (let dopo: string | undefined; ; ) {
      const p = await su.call(ambitiApi.elenco, { limite: 2, ...(dopo ? { dopo } : {}) })
      visti.push(...p.voci.map((v) => v.id))
      if (!p.prossima) break
      dopo = p.prossima
    }
    expect(new Set(visti).size).toBe(visti.length)
    for (const a of miei) expect(visti).toContain(a.id)
    for (const q of [miei[0]!.codice, `Comune di prova ${miei[0]!.comuni[0]}`])
      expect((await su.call(ambitiApi.elenco, { q })).voci.map((v) => v.id)).toEqual([miei[0]!.id])
  })
})

describe('the comuni', () => {
  test('the list shows each with its ambito, and those that none has', async () => {
    const a = await nuovoAmbito(t, 1)
    const q = `prova ${a.comuni[0]}`
    expect((await su.call(luoghiApi.comuni, { q })).voci).toMatchObject([
      { id: a.comuni[0], ambito: { codice: a.codice } },
    ])
    expect((await su.call(luoghiApi.comuni, { q, senzaAmbito: true })).voci).toEqual([])
    const prima = await su.call(luoghiApi.comuni, { limite: 1 })
    const seconda = await su.call(luoghiApi.comuni, { limite: 1, dopo: prima.prossima! })
    expect(seconda.voci[0]!.id).not.toBe(prima.voci[0]!.id)
    expect((await rifiuto(su.call(luoghiApi.comuni, { dopo: 'xx' })))?.status).toBe(400)
    expect((await rifiuto(su.call(luoghiApi.comune, { id: 'A997' })))?.status).toBe(404)
  })
  test('the successor is entered with its source, only for a suppressed comune, and can be taken away', async () => {
    const [x, y] = (await nuovoAmbito(t, 2)).comuni as [string, string]
    expect(
      (await rifiuto(su.call(luoghiApi.successore, { id: x, successoreId: y, fonte: 'L.R. 1' })))?.detail,
    ).toContain('non è soppresso')
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
      sql`update comune set al = '2025-12-31' where id = ${x}`.execute(tx),
    )
    expect((await rifiuto(su.call(luoghiApi.successore, { id: x, successoreId: y })))?.errori).toMatchObject([
      { campo: 'fonte' },
    ])
    expect((await rifiuto(su.call(luoghiApi.successore, { id: x, successoreId: x, fonte: 'x' })))?.detail).toContain(
      'se stesso',
    )
    const c = await su.call(luoghiApi.successore, { id: x, successoreId: y, fonte: 'L.R. 1/2026' })
    expect(c.successore).toMatchObject({ id: y, fonte: 'L.R. 1/2026' })
    expect((await su.call(luoghiApi.comune, { id: y })).subentratoA.map((s) => s.id)).toEqual([x])
    expect((await su.call(luoghiApi.successore, { id: x, successoreId: null })).successore).toBeNull()
    const aa = await asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
    expect((await rifiuto(aa.call(luoghiApi.successore, { id: x, successoreId: null })))?.status).toBe(403)
  })
})

describe('the offices', () => {
  test('opened, edited, closed and kept; of the ambito or of a comune of his', async () => {
    const [a, b] = [await nuovoAmbito(t), await nuovoAmbito(t)]
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    const piano = await aa.call(ufficiApi.crea, { nome: 'Ufficio di piano', email: 'piano@example.it' })
    const sociale = await aa.call(ufficiApi.crea, { nome: 'Servizio sociale', comuneId: a.comuni[0]! })
    expect((await rifiuto(aa.call(ufficiApi.crea, { nome: 'Altrove', comuneId: b.comuni[0]! })))?.errori).toMatchObject(
      [{ campo: 'comuneId' }],
    )
    const dopo = await aa.call(ufficiApi.modifica, { id: piano.id, nome: 'Ufficio di Piano', versione: 1 })
    expect(dopo).toMatchObject({ nome: 'Ufficio di Piano', versione: 2 })
    expect((await rifiuto(aa.call(ufficiApi.modifica, { id: piano.id, nome: 'X', versione: 1 })))?.codice).toBe(
      'versione-superata',
    )
    expect((await aa.call(ambitiApi.leggi, { id: a.id })).uffici.map((u) => u.nome)).toEqual([
      'Ufficio di Piano',
      'Servizio sociale',
    ])
    expect((await rifiuto(aa.call(ufficiApi.chiudi, { id: sociale.id, al: '2026-01-01' })))?.errori).toMatchObject([
      { campo: 'al' },
    ])
    await aa.call(ufficiApi.chiudi, { id: sociale.id, al: '2026-03-10' })
    t.clock.set('2026-03-11T09:00:00Z')
    try {
      const altra = await asRuolo(t, a, 'amministratore-ambito')
      expect((await altra.call(ufficiApi.elenco, {})).voci.map((u) => u.nome)).toEqual(['Ufficio di Piano'])
      expect((await altra.call(ufficiApi.elenco, { chiusi: true })).voci).toHaveLength(2)
      expect((await altra.call(ufficiApi.elenco, { chiusi: true, comune: a.comuni[0]! })).voci).toHaveLength(1)
      expect((await rifiuto(altra.call(ufficiApi.chiudi, { id: sociale.id, al: '2026-03-12' })))?.codice).toBe(
        'stato-non-ammesso',
      )
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
    // another ambito's are not there
    const bb = await asRuolo(t, b, 'amministratore-ambito')
    expect((await bb.call(ufficiApi.elenco, { chiusi: true })).voci).toEqual([])
    expect((await rifiuto(bb.call(ufficiApi.modifica, { id: piano.id, nome: 'X', versione: 2 })))?.status).toBe(404)
    expect((await rifiuto(bb.call(ufficiApi.chiudi, { id: piano.id, al: '2026-03-12' })))?.status).toBe(404)
    // who works in one comune sees its offices and the ambito's, and changes none
    const cca = await asRuolo(t, a, { ruolo: 'coordinatore-controlli', comune: a.comuni[1]! })
    expect((await cca.call(ufficiApi.elenco, {})).voci.map((u) => u.nome)).toEqual(['Ufficio di Piano'])
    expect((await rifiuto(cca.call(ufficiApi.crea, { nome: 'X' })))?.status).toBe(403)
  })
  test('who acts for the whole nation chooses the ambito first', async () => {
    expect((await rifiuto(su.call(ufficiApi.crea, { nome: 'Ufficio' })))?.codice).toBe('ambito-da-scegliere')
    const a = await nuovoAmbito(t)
    const scelto = { headers: { 'trama-ambito': a.id } }
    expect(await su.call(ufficiApi.crea, { nome: 'Ufficio' }, scelto)).toMatchObject({ nome: 'Ufficio', comune: null })
    expect((await su.call(ufficiApi.elenco, {}, scelto)).voci).toHaveLength(1)
  })
})
