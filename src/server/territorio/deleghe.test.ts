// Deleghe and sections: what a delega opens, whom it covers, and where it ends.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Ambito,
  asRuolo,
  type Caller,
  nuovoAmbito,
  nuovoUtente,
  Refused,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { delegheApi } from '../../shared/territorio/deleghe.api.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'

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
const nota = { oggetto: 'Delega per i patti', protocollo: '1234/2026', data: '2026-01-15', dal: '2026-01-20' }
const PDF = Buffer.from('%PDF-1.7\n%%EOF\n')

/** An adhesion already in force, as the sections require. */
async function aderisce(a: Ambito, comune: string | null, tipo = 'convenzione-ministero') {
  const { id: utente } = await nuovoUtente(t, a, [])
  await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
    sql`insert into adesione (ambito_id, comune_id, tipo_adesione_id, stato, firmatario, firmatario_qualifica, firmata_il, dal, registrata_da)
      values (${a.id}, ${comune}, ${tipo}, 'registrata', 'Prova', 'sindaco', '2020-01-01', '2020-01-01', ${utente})`.execute(
      tx,
    ),
  )
}
const stato = async (chi: Caller, sezione: string) =>
  Object.fromEntries(
    (await chi.call(sezioniApi.stato, {})).voci.find((s) => s.id === sezione)!.comuni.map((c) => [c.comuneId, c]),
  )

describe('a delega', () => {
  test('one note serves many comuni; with the convenzione of the implementing body it opens the pacts, never the registry checks', async () => {
    const a = await nuovoAmbito(t)
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    await aderisce(a, null)
    const prima = await stato(aa, 'patti')
    expect(prima[a.comuni[0]!]).toMatchObject({
      aperta: false,
      mancanze: [{ cosaFare: expect.stringContaining('deve inviare la nota di delega') }],
    })
    const d = await aa.call(delegheApi.crea, { ...nota, comuni: a.comuni.slice(0, 2) })
    expect(d.comuni.map((c) => [c.comuneId, c.dal, c.al, c.inCorso])).toEqual(
      a.comuni.slice(0, 2).map((c) => [c, '2026-01-20', null, true]),
    )
    const dopo = await stato(aa, 'patti')
    expect(a.comuni.map((c) => dopo[c]!.aperta)).toEqual([true, true, false])
    expect(a.comuni.map((c) => dopo[c]!.delegato)).toEqual([true, true, false])
    const controlli = await stato(aa, 'controlli')
    expect(a.comuni.map((c) => controlli[c]!.aperta)).toEqual([false, false, false])
    expect(controlli[a.comuni[0]!]!.mancanze[0]!.cosaFare).toMatch(/deve firmare l’atto\.$/)
  })
  test('ends for one comune or for all, and closes the view the day after', async () => {
    const a = await nuovoAmbito(t)
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    await aderisce(a, null)
    const d = await aa.call(delegheApi.crea, { ...nota, comuni: a.comuni })
    const chiudi = (i: { al: string; comuneId?: string }) =>
      aa.call(delegheApi.chiudi, { id: d.id, motivo: 'Revoca', ...i })
    expect((await rifiuto(chiudi({ al: '2026-01-19' })))?.errori).toMatchObject([{ campo: 'al' }])
    expect((await rifiuto(chiudi({ al: '2026-03-01', comuneId: 'A001' })))?.errori).toMatchObject([
      { campo: 'comuneId' },
    ])
    await chiudi({ al: '2026-03-01', comuneId: a.comuni[0]! })
    let ora = await stato(aa, 'patti')
    expect(a.comuni.map((c) => ora[c]!.aperta)).toEqual([false, true, true])
    expect((await rifiuto(chiudi({ al: '2026-03-01', comuneId: a.comuni[0]! })))?.codice).toBe('stato-non-ammesso')
    const fine = await chiudi({ al: '2026-03-02' })
    expect(fine.comuni.map((c) => [c.al, c.motivoFine])).toEqual([
      ['2026-03-01', 'Revoca'],
      ['2026-03-02', 'Revoca'],
      ['2026-03-02', 'Revoca'],
    ])
    // the last day is still a day of delega, and it can be brought forward but not put off
    ora = await stato(aa, 'patti')
    expect(ora[a.comuni[1]!]!.aperta).toBe(true)
    expect((await rifiuto(chiudi({ al: '2026-04-01' })))?.detail).toContain('finisce già il 02/03/2026')
    t.clock.set('2026-03-03T09:00:00Z')
    try {
      const domani = await asRuolo(t, a, 'amministratore-ambito')
      const poi = await stato(domani, 'patti')
      expect(a.comuni.map((c) => poi[c]!.aperta)).toEqual([false, false, false])
      expect((await rifiuto(domani.call(delegheApi.chiudi, { id: d.id, al: '2026-03-03', motivo: 'x' })))?.status).toBe(
        409,
      )
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
    // and the comune may delegate again
    await aa.call(delegheApi.crea, { ...nota, protocollo: '2/2026', comuni: [a.comuni[0]!], dal: '2026-03-02' })
  })
  test('is refused, comune by comune, for those of another ambito and those already under one', async () => {
    const [a, b] = [await nuovoAmbito(t), await nuovoAmbito(t, 1)]
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    const crea = (i: object) => rifiuto(aa.call(delegheApi.crea, { ...nota, comuni: a.comuni, ...i }))
    const fuori = await crea({ comuni: [a.comuni[0], b.comuni[0], 'A996'] })
    expect(fuori?.errori?.map((e) => e.messaggio)).toEqual([
      `Il comune di Comune di prova ${b.comuni[0]} non fa parte dell’ambito il 20/01/2026.`,
      'Il comune con codice A996 non esiste: sceglilo dall’elenco.',
    ])
    expect((await crea({ dal: '2017-01-01' }))?.errori).toHaveLength(3)
    expect((await crea({ data: '2026-03-03' }))?.errori).toMatchObject([{ campo: 'data' }])
    expect((await crea({ al: '2026-01-01' }))?.errori).toMatchObject([{ campo: 'al' }])
    expect((await crea({ comuni: [] }))?.status).toBe(400)
    await aa.call(delegheApi.crea, { ...nota, comuni: [a.comuni[0]!] })
    expect((await crea({ protocollo: '9' }))?.detail).toBe(
      `Il comune di Comune di prova ${a.comuni[0]} è già sotto delega dal 20/01/2026 (protocollo 1234/2026): chiudi prima quella.`,
    )
    expect((await aa.call(delegheApi.elenco, {})).voci).toHaveLength(1)
  })
  test('keeps its note; another ambito’s is not there', async () => {
    const a = await nuovoAmbito(t)
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    const d = await aa.call(delegheApi.crea, { ...nota, comuni: [a.comuni[0]!] })
    expect((await rifiuto(aa.call(delegheApi.scarica, { id: d.id })))?.detail).toContain('non è ancora allegata')
    const con = await aa.call(delegheApi.documento, { id: d.id, nome: 'nota.pdf' } as never, { file: PDF })
    expect(con.documento).toMatchObject({ nome: 'nota.pdf', bytes: PDF.length })
    expect(Buffer.from((await aa.call(delegheApi.scarica, { id: d.id })).contenuto as Uint8Array)).toEqual(PDF)
    const finto = aa.call(delegheApi.documento, { id: d.id, nome: 'nota.pdf' } as never, {
      file: Buffer.from('<html>'),
    })
    expect((await rifiuto(finto))?.status).toBe(415)
    const altro = await asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
    const tentativi = [
      altro.call(delegheApi.leggi, { id: d.id }),
      altro.call(delegheApi.scarica, { id: d.id }),
      altro.call(delegheApi.documento, { id: d.id, nome: 'x.pdf' } as never, { file: PDF }),
      altro.call(delegheApi.chiudi, { id: d.id, al: '2026-03-01', motivo: 'x' }),
    ]
    expect((await Promise.all(tentativi.map(rifiuto))).map((p) => p?.status)).toEqual(tentativi.map(() => 404))
    expect((await altro.call(delegheApi.elenco, {})).voci).toEqual([])
    // the list: by comune, in force, in pages
    await aa.call(delegheApi.crea, { ...nota, protocollo: '2', comuni: [a.comuni[1]!], al: '2026-02-01' })
    expect((await aa.call(delegheApi.elenco, { comune: a.comuni[1]! })).voci).toHaveLength(1)
    expect((await aa.call(delegheApi.elenco, { inCorso: true })).voci.map((v) => v.id)).toEqual([d.id])
    const uno = await aa.call(delegheApi.elenco, { limite: 1 })
    const due = await aa.call(delegheApi.elenco, { limite: 1, dopo: uno.prossima! })
    expect(due.voci[0]!.id).not.toBe(uno.voci[0]!.id)
    expect(due.prossima).toBeNull()
  })
})

test('a comune that moves gives its delega to the new ambito, though the old one left its own open', async () => {
  const [vecchio, nuovo] = [await nuovoAmbito(t, 1), await nuovoAmbito(t, 1)]
  const comune = vecchio.comuni[0]!
  const prima = await asRuolo(t, vecchio, 'amministratore-ambito')
  await prima.call(delegheApi.crea, { ...nota, comuni: [comune] })
  await su.call(ambitiApi.togliComune, { id: vecchio.id, comuneId: comune, al: '2026-03-01' })
  await su.call(ambitiApi.aggiungiComune, { id: nuovo.id, comuneId: comune, dal: '2026-03-02' })
  const dopo = await asRuolo(t, nuovo, 'amministratore-ambito')
  const d = await dopo.call(delegheApi.crea, { ...nota, dal: '2026-03-02', comuni: [comune] })
  expect(d.comuni).toMatchObject([{ comuneId: comune, inCorso: true }])
})

describe('the sections', () => {
  test('the dated national switch: accreditation goes on, data closed; the past is not touched', async () => {
    const a = await nuovoAmbito(t, 1)
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    await aderisce(a, a.comuni[0]!, 'protocollo-intesa')
    expect((await stato(aa, 'flussi'))[a.comuni[0]!]!.aperta).toBe(true)
    const apri = (i: object) =>
      su.call(sezioniApi.apri, {
        id: 'flussi',
        aperta: false,
        dal: '2026-03-02',
        norma: 'Nelle more del decreto di prova',
        ...i,
      })
    expect((await rifiuto(apri({ dal: '2026-03-01' })))?.errori).toMatchObject([{ campo: 'dal' }])
    expect((await rifiuto(apri({ aperta: true })))?.codice).toBe('stato-non-ammesso')
    expect((await rifiuto(apri({ id: 'inventata' })))?.status).toBe(404)
    expect(
      (await rifiuto(aa.call(sezioniApi.apri, { id: 'flussi', aperta: false, dal: '2026-03-02', norma: 'x' })))?.status,
    ).toBe(403)
    const s = await apri({})
    expect(s.aperture.map((x) => [x.aperta, x.dal, x.al])).toEqual([
      [false, '2026-03-02', null],
      [true, '2018-01-24', '2026-03-01'],
    ])
    expect((await stato(aa, 'flussi'))[a.comuni[0]!]).toMatchObject({
      aperta: false,
      perche: expect.stringContaining('Chiusa su tutto il territorio nazionale: Nelle more del decreto di prova.'),
      mancanze: [],
    })
    expect((await rifiuto(apri({ aperta: true })))?.errori).toMatchObject([{ campo: 'dal' }])
    const riaperta = await apri({ aperta: true, dal: '2026-03-03', norma: 'Decreto di prova' })
    expect(riaperta).toMatchObject({ aperta: false, norma: 'Nelle more del decreto di prova' })
  })
  test('what a section requires changes on a day', async () => {
    const a = await nuovoAmbito(t, 1)
    const aa = await asRuolo(t, a, 'amministratore-ambito')
    await aderisce(a, a.comuni[0]!, 'protocollo-intesa')
    const cartella = async () => (await stato(aa, 'cartella'))[a.comuni[0]!]!.aperta
    expect(await cartella()).toBe(true)
    const nuovo = {
      id: 'cartella',
      tipoId: 'convenzione-ministero',
      attuatore: true,
      dal: '2026-03-02',
      fonte: 'Prova',
    }
    const s = await su.call(sezioniApi.richiedi, nuovo)
    expect(await cartella()).toBe(false)
    expect((await rifiuto(su.call(sezioniApi.richiedi, { ...nuovo, dal: '2027-01-01' })))?.errori).toMatchObject([
      { campo: 'tipoId' },
    ])
    expect(
      (await rifiuto(su.call(sezioniApi.richiedi, { ...nuovo, id: 'controlli', tipoId: 'convenzione-puc' })))?.errori,
    ).toMatchObject([{ campo: 'attuatore' }])
    const { id } = s.requisiti.find((r) => r.tipoId === 'convenzione-ministero')!
    expect((await rifiuto(su.call(sezioniApi.nonRichiedere, { id, al: '2026-03-01' })))?.errori).toMatchObject([
      { campo: 'al' },
    ])
    await su.call(sezioniApi.nonRichiedere, { id, al: '2026-03-02' })
    t.clock.set('2026-03-03T09:00:00Z')
    try {
      const domani = await asRuolo(t, a, 'amministratore-ambito')
      expect((await stato(domani, 'cartella'))[a.comuni[0]!]!.aperta).toBe(true)
      // none left: closed, not open to all
      const solo = s.requisiti.find((r) => r.tipoId === 'protocollo-intesa')!.id
      const lui = await asRuolo(t, null, 'super-utente')
      await lui.call(sezioniApi.nonRichiedere, { id: solo, al: '2026-03-02' })
      expect((await stato(domani, 'cartella'))[a.comuni[0]!]!.aperta).toBe(false)
    } finally {
      t.clock.set('2026-03-02T09:00:00Z')
    }
    expect((await aa.call(sezioniApi.elenco, {})).voci.map((x) => x.id)).toEqual([
      'patti',
      'controlli',
      'puc',
      'cartella',
      'flussi',
    ])
    expect((await rifiuto(su.call(sezioniApi.stato, {})))?.codice).toBe('ambito-da-scegliere')
  })
})
