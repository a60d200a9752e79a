import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Ambito,
  asRuolo,
  type Caller,
  nuovoAmbito,
  Refused,
  type TestApp,
  testApp,
} from '../../../test/support/app.ts'
import { adesioniApi, MAX_DOCUMENTO, schemiApi } from '../../shared/territorio/adesioni.api.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import { readCsv } from '../kernel/read-csv.ts'
import { inCtx } from '../kernel/serve.ts'
import { adesioniCessate } from './adesioni.ts'
import { caricaSchemi } from './schemi.ts'

let t: TestApp
let a: Ambito
let aa: Caller
let su: Caller
beforeAll(async () => {
  t = await testApp()
  a = await nuovoAmbito(t, 4)
  aa = await asRuolo(t, a, 'amministratore-ambito')
  su = await asRuolo(t, null, 'super-utente')
  await inCtx(t.deps, { azione: 'prova', nazionale: true, operatore: 'prove' }, ({ tx }) => caricaSchemi(tx))
})
afterAll(() => t.close())

const rifiuto = (p: Promise<unknown>) =>
  p.then(
    () => undefined,
    (e) => (e instanceof Refused ? e.problem : Promise.reject(e)),
  )
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')
const firma = { firmatario: 'Ada Prova', qualifica: 'sindaco', firmataIl: '2026-02-10' } as const

/** A draft signed and documented; `versione` is the one to register with. */
async function firmata(chi: Caller, comuneId: string | null, tipoId = 'convenzione-ministero', anno?: number) {
  const b = await chi.call(adesioniApi.crea, { tipoId, comuneId, ...(anno ? { anno } : {}) })
  const f = await chi.call(adesioniApi.firma, {
    id: b.id,
    ...firma,
    qualifica: comuneId ? 'sindaco' : 'legale-rappresentante-capofila',
    versione: b.versione,
  })
  return chi.call(adesioniApi.documento, { id: f.id, nome: 'atto.pdf' } as never, { file: PDF })
}
/** The state of one comune in one section, as its administrator reads it. */
const inSezione = async (chi: Caller, sezione: string, comune: string) => {
  const { voci } = await chi.call(sezioniApi.stato, {})
  return voci.find((s) => s.id === sezione)!.comuni.find((c) => c.comuneId === comune)!
}

describe('A2.12: from the draft to the opening of a section', () => {
  test('each step says what to do next; registered, it opens its sections for that comune alone, with who registered it', async () => {
    const comune = a.comuni[0]!
    expect(await inSezione(aa, 'controlli', comune)).toMatchObject({
      aperta: false,
      perche: 'Chiusa: manca «Convenzione per la piattaforma dei patti».',
      mancanze: [{ cosaFare: expect.stringContaining('deve firmare l’atto') }],
    })
    const b = await aa.call(adesioniApi.crea, { tipoId: 'convenzione-ministero', comuneId: comune })
    expect(b).toMatchObject({ stato: 'bozza', ente: `Comune di Comune di prova ${comune}`, versione: 1 })
    expect((await inSezione(aa, 'controlli', comune)).mancanze[0]!.cosaFare).toContain('in bozza')
    const f = await aa.call(adesioniApi.firma, { id: b.id, ...firma, versione: 1 })
    expect(f).toMatchObject({
      stato: 'firmata',
      firmatario: 'Ada Prova',
      spiegazione: expect.stringContaining('allega'),
    })
    expect((await inSezione(aa, 'controlli', comune)).mancanze[0]!.cosaFare).toContain('allegare il documento')
    expect(
      (await rifiuto(aa.call(adesioniApi.registra, { id: b.id, dal: '2026-02-10', versione: f.versione })))?.errori,
    ).toMatchObject([{ campo: 'documento' }])
    const d = await aa.call(adesioniApi.documento, { id: b.id, nome: 'atto.pdf' } as never, { file: PDF })
    expect(d.documento).toEqual({ nome: 'atto.pdf', tipo: 'application/pdf', bytes: PDF.length })
    expect((await inSezione(aa, 'controlli', comune)).mancanze[0]!.cosaFare).toContain('deve registrarlo')
    expect(Buffer.from((await aa.call(adesioniApi.scarica, { id: b.id })).contenuto as Uint8Array)).toEqual(PDF)
    const r = await aa.call(adesioniApi.registra, { id: b.id, dal: '2026-02-10', versione: d.versione })
    expect(r).toMatchObject({ stato: 'registrata', registrataDa: 'Utente Prova', spiegazione: 'Valida.' })
    expect(await inSezione(aa, 'controlli', comune)).toMatchObject({ aperta: true, perche: 'Aperta.', mancanze: [] })
    expect((await inSezione(aa, 'patti', comune)).aperta).toBe(true)
    expect((await inSezione(aa, 'cartella', comune)).aperta).toBe(false)
    expect((await inSezione(aa, 'controlli', a.comuni[1]!)).aperta).toBe(false)
  })
  test('a comune’s own record and flows do not wait for the ministry’s convenzione', async () => {
    const comune = a.comuni[3]!
    const f = await firmata(aa, comune, 'protocollo-intesa')
    await aa.call(adesioniApi.registra, { id: f.id, dal: '2026-02-10', versione: f.versione })
    for (const s of ['cartella', 'flussi']) expect((await inSezione(aa, s, comune)).aperta).toBe(true)
    for (const s of ['patti', 'controlli', 'puc']) expect((await inSezione(aa, s, comune)).aperta).toBe(false)
  })
  test('A2.14: the PUC need their own convenzione and the act of the year', async () => {
    const comune = a.comuni[3]!
    const f = await firmata(aa, comune, 'convenzione-puc')
    await aa.call(adesioniApi.registra, { id: f.id, dal: '2026-02-10', versione: f.versione })
    expect((await inSezione(aa, 'puc', comune)).perche).toBe('Chiusa: manca «Atto di adesione annuale PUC».')
    expect(
      (await rifiuto(aa.call(adesioniApi.crea, { tipoId: 'atto-annuale-puc', comuneId: comune })))?.errori,
    ).toMatchObject([{ campo: 'anno' }])
    const y = await firmata(aa, comune, 'atto-annuale-puc', 2026)
    const registra = (dal: string, al?: string) =>
      aa.call(adesioniApi.registra, { id: y.id, dal, ...(al ? { al } : {}), versione: y.versione })
    expect((await rifiuto(registra('2026-01-01')))?.errori).toMatchObject([{ campo: 'al' }])
    expect((await rifiuto(registra('2025-12-31', '2026-12-31')))?.errori).toMatchObject([{ campo: 'dal' }])
    expect((await rifiuto(registra('2026-01-01', '2027-01-31')))?.errori).toMatchObject([{ campo: 'al' }])
    await registra('2026-01-01', '2026-12-31')
    expect((await inSezione(aa, 'puc', comune)).aperta).toBe(true)
  })
  test('it ceases on a day, with a reason, and closes what it had opened', async () => {
    const comune = a.comuni[2]!
    const f = await firmata(aa, comune)
    const r = await aa.call(adesioniApi.registra, { id: f.id, dal: '2026-02-10', versione: f.versione })
    const cessa = (al: string) => aa.call(adesioniApi.cessa, { id: f.id, al, motivo: 'Recesso', versione: r.versione })
    expect((await rifiuto(cessa('2026-02-09')))?.errori).toMatchObject([{ campo: 'al' }])
    const c = await cessa('2026-03-01')
    expect(c).toMatchObject({ stato: 'cessata', motivoCessazione: 'Recesso', spiegazione: 'Cessata il 01/03/2026.' })
    const s = await inSezione(aa, 'controlli', comune)
    expect(s).toMatchObject({
      aperta: false,
      mancanze: [{ cosaFare: expect.stringContaining('cessato il 01/03/2026') }],
    })
    // and a new one may follow from the day after
    const altra = await firmata(aa, comune)
    await aa.call(adesioniApi.registra, { id: altra.id, dal: '2026-03-02', versione: altra.versione })
    expect((await inSezione(aa, 'controlli', comune)).aperta).toBe(true)
  })
})

test('signed by mistake it is a draft again, to be corrected or deleted; one that has opened its sections is not', async () => {
  const b = await nuovoAmbito(t, 1)
  const suo = await asRuolo(t, b, 'amministratore-ambito')
  const f = await firmata(suo, b.comuni[0]!)
  const annulla = (versione: number, chi = suo) =>
    chi.call(adesioniApi.annulla, { id: f.id, motivo: 'Era di un altro comune', versione })
  expect((await rifiuto(annulla(1)))?.codice).toBe('versione-superata')
  expect((await rifiuto(annulla(f.versione, aa)))?.status).toBe(404)
  const bozza = await annulla(f.versione)
  expect(bozza).toMatchObject({
    stato: 'bozza',
    firmatario: null,
    firmataIl: null,
    note: 'Riportata in bozza il 02/03/2026: Era di un altro comune',
  })
  expect((await rifiuto(annulla(bozza.versione)))?.codice).toBe('stato-non-ammesso')
  expect(await suo.call(adesioniApi.elimina, { id: f.id })).toEqual({ fatto: true })
  // of what was written nothing is lost, and it is signed again with it
  const note = 'n'.repeat(2000)
  const lunga = await suo.call(adesioniApi.crea, { tipoId: f.tipoId, comuneId: b.comuni[0]!, note })
  const sua = { id: lunga.id, ...firma, qualifica: 'sindaco' } as const
  const firmataLunga = await suo.call(adesioniApi.firma, { ...sua, note, versione: lunga.versione })
  const diNuovo = await suo.call(adesioniApi.annulla, {
    id: lunga.id,
    motivo: 'm'.repeat(500),
    versione: firmataLunga.versione,
  })
  expect(diNuovo.note).toBe(`Riportata in bozza il 02/03/2026: ${'m'.repeat(500)}\n${note}`)
  expect((await suo.call(adesioniApi.firma, { ...sua, note: diNuovo.note, versione: diNuovo.versione })).note).toBe(
    diNuovo.note,
  )
  await suo.call(adesioniApi.annulla, { id: lunga.id, motivo: 'x', versione: diNuovo.versione + 1 })
  expect(await suo.call(adesioniApi.elimina, { id: lunga.id })).toEqual({ fatto: true })
  const altra = await firmata(suo, b.comuni[0]!)
  const r = await suo.call(adesioniApi.registra, { id: altra.id, dal: '2026-02-10', versione: altra.versione })
  const registrata = { id: altra.id, motivo: 'x', versione: r.versione }
  expect((await rifiuto(suo.call(adesioniApi.annulla, registrata)))?.codice).toBe('stato-non-ammesso')
  expect((await inSezione(suo, 'controlli', b.comuni[0]!)).aperta).toBe(true)
})

test('one that will cease stays open to its last day, and closes by itself the day after', async () => {
  const b = await nuovoAmbito(t, 1)
  const suo = await asRuolo(t, b, 'amministratore-ambito')
  const f = await firmata(suo, b.comuni[0]!)
  const r = await suo.call(adesioniApi.registra, { id: f.id, dal: '2026-02-10', versione: f.versione })
  const c = await suo.call(adesioniApi.cessa, { id: f.id, al: '2026-03-02', motivo: 'Recesso', versione: r.versione })
  expect(c).toMatchObject({ stato: 'registrata', spiegazione: expect.stringContaining('Cesserà il 02/03/2026') })
  expect((await inSezione(suo, 'controlli', b.comuni[0]!)).aperta).toBe(true)
  t.clock.set('2026-03-03T09:00:00Z')
  try {
    const domani = await asRuolo(t, b, 'amministratore-ambito')
    expect((await inSezione(domani, 'controlli', b.comuni[0]!)).aperta).toBe(false)
    const leggi = async () => {
      const { stato, spiegazione } = await domani.call(adesioniApi.leggi, { id: f.id })
      return [stato, spiegazione]
    }
    expect(await leggi()).toEqual(['registrata', 'Cessata il 02/03/2026.'])
    await adesioniCessate.run(t.deps, {})
    expect(await leggi()).toEqual(['cessata', 'Cessata il 02/03/2026.'])
  } finally {
    t.clock.set('2026-03-02T09:00:00Z')
  }
})

describe('what is refused', () => {
  test('out of order: 409 with the reason', async () => {
    const b = await aa.call(adesioniApi.crea, { tipoId: 'convenzione-ministero', comuneId: a.comuni[1]! })
    const registra = { id: b.id, dal: '2026-02-10', versione: 1 }
    expect(await rifiuto(aa.call(adesioniApi.registra, registra))).toMatchObject({
      status: 409,
      codice: 'stato-non-ammesso',
    })
    expect(
      (await rifiuto(aa.call(adesioniApi.cessa, { id: b.id, al: '2026-03-01', motivo: 'x', versione: 1 })))?.status,
    ).toBe(409)
    expect((await rifiuto(aa.call(adesioniApi.scarica, { id: b.id })))?.detail).toContain('non è ancora allegato')
    const f = await aa.call(adesioniApi.firma, { id: b.id, ...firma, versione: 1 })
    expect((await rifiuto(aa.call(adesioniApi.elimina, { id: b.id })))?.status).toBe(409)
    // a wrong signature is corrected until it is registered; in the version that was read
    expect((await rifiuto(aa.call(adesioniApi.firma, { id: b.id, ...firma, versione: 1 })))?.codice).toBe(
      'versione-superata',
    )
    const g = await aa.call(adesioniApi.firma, { id: b.id, ...firma, firmatario: 'Bice Prova', versione: f.versione })
    const d = await aa.call(adesioniApi.documento, { id: b.id, nome: 'atto.pdf' } as never, { file: PDF })
    expect(g.firmatario).toBe('Bice Prova')
    await aa.call(adesioniApi.registra, { ...registra, versione: d.versione })
    const dopo = [
      aa.call(adesioniApi.firma, { id: b.id, ...firma, versione: d.versione + 1 }),
      aa.call(adesioniApi.documento, { id: b.id, nome: 'altro.pdf' } as never, { file: PDF }),
      aa.call(adesioniApi.registra, { ...registra, versione: d.versione + 1 }),
    ]
    expect((await Promise.all(dopo.map(rifiuto))).map((p) => p?.status)).toEqual([409, 409, 409])
    // a second one of the same kind in the same days
    const altra = await firmata(aa, a.comuni[1]!)
    const p = await rifiuto(
      aa.call(adesioniApi.registra, { id: altra.id, dal: '2026-03-01', versione: altra.versione }),
    )
    expect(p?.detail).toContain('ha già un atto di questo tipo valido dal 10/02/2026')
    const bozza = await aa.call(adesioniApi.crea, { tipoId: 'protocollo-intesa', comuneId: a.comuni[1]! })
    await aa.call(adesioniApi.elimina, { id: bozza.id })
    expect((await rifiuto(aa.call(adesioniApi.leggi, { id: bozza.id })))?.status).toBe(404)
  })
  test('A2.11: signed by whoever may sign, not in the future, for a comune of the ambito', async () => {
    const b = await aa.call(adesioniApi.crea, { tipoId: 'protocollo-intesa', comuneId: a.comuni[0]! })
    const prova = (f: object) => rifiuto(aa.call(adesioniApi.firma, { id: b.id, ...firma, ...f, versione: 1 } as never))
    expect((await prova({ qualifica: 'legale-rappresentante-capofila' }))?.errori).toMatchObject([
      { campo: 'qualifica' },
    ])
    expect((await prova({ firmataIl: '2026-03-03' }))?.errori).toMatchObject([{ campo: 'firmataIl' }])
    const altrove = (await nuovoAmbito(t, 1)).comuni[0]!
    const crea = (i: object) => rifiuto(aa.call(adesioniApi.crea, { tipoId: 'protocollo-intesa', ...i } as never))
    expect((await crea({ comuneId: altrove }))?.errori).toMatchObject([{ campo: 'comuneId' }])
    expect((await crea({ tipoId: 'inventato' }))?.errori).toMatchObject([{ campo: 'tipoId' }])
    expect((await crea({ anno: 2026 }))?.errori).toMatchObject([{ campo: 'anno' }])
    // nor from days when the comune was elsewhere
    const f = await firmata(aa, a.comuni[0]!, 'convenzione-puc')
    expect(
      (await rifiuto(aa.call(adesioniApi.registra, { id: f.id, dal: '2017-06-01', versione: f.versione })))?.errori,
    ).toMatchObject([{ campo: 'dal' }])
  })
  test('a document is what its content says: a page dressed as a PDF, an archive, an empty or a huge file are refused', async () => {
    const b = await aa.call(adesioniApi.crea, { tipoId: 'protocollo-intesa', comuneId: a.comuni[1]! })
    const carica = (nome: string, file: Uint8Array) =>
      aa.call(adesioniApi.documento, { id: b.id, nome } as never, { file })
    expect((await rifiuto(carica('atto.pdf', Buffer.from('<html><script>1</script>'))))?.codice).toBe(
      'tipo-file-non-ammesso',
    )
    expect((await rifiuto(carica('atto.pdf', Buffer.from('PK\x03\x04niente'))))?.status).toBe(415)
    expect((await rifiuto(carica('atto.pdf', Buffer.from('testo qualsiasi'))))?.status).toBe(415)
    expect((await rifiuto(carica('atto.pdf', Buffer.concat([PDF, Buffer.alloc(MAX_DOCUMENTO)]))))?.status).toBe(413)
    expect((await carica('foto.pdf', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).documento?.tipo).toBe(
      'image/png',
    )
    const p7m = Buffer.concat([Buffer.from('308006092a864886f70d010702a080', 'hex'), Buffer.alloc(64)])
    expect((await carica('atto.pdf.p7m', p7m)).documento?.tipo).toBe('application/pkcs7-mime')
    const eml = Buffer.from('From: ente@pec.example.it\r\nMIME-Version: 1.0\r\nSubject: nota\r\n\r\nBuongiorno')
    expect((await carica('nota.eml', eml)).documento).toMatchObject({ nome: 'nota.eml', tipo: 'message/rfc822' })
  })
  test('another ambito’s are not there, for reading or for any act', async () => {
    const altro = await asRuolo(t, await nuovoAmbito(t), 'amministratore-ambito')
    const f = await firmata(aa, a.comuni[2]!, 'protocollo-intesa')
    const tentativi = [
      altro.call(adesioniApi.leggi, { id: f.id }),
      altro.call(adesioniApi.scarica, { id: f.id }),
      altro.call(adesioniApi.firma, { id: f.id, ...firma, versione: f.versione }),
      altro.call(adesioniApi.documento, { id: f.id, nome: 'x.pdf' } as never, { file: PDF }),
      altro.call(adesioniApi.registra, { id: f.id, dal: '2026-02-10', versione: f.versione }),
      altro.call(adesioniApi.cessa, { id: f.id, al: '2026-03-01', motivo: 'x', versione: f.versione }),
      altro.call(adesioniApi.elimina, { id: f.id }),
    ]
    expect((await Promise.all(tentativi.map(rifiuto))).map((p) => p?.status)).toEqual(tentativi.map(() => 404))
    expect((await altro.call(adesioniApi.elenco, {})).voci).toEqual([])
    const cp = await asRuolo(t, a, { ruolo: 'coordinatore-patto', comune: a.comuni[0]! })
    expect((await rifiuto(cp.call(adesioniApi.elenco, {})))?.status).toBe(403)
  })
})

describe('A2.14: the responsabile PUC records the yearly act of his comuni', () => {
  test('from the draft to the opening of the section, and the administrator sees who did it', async () => {
    const b = await nuovoAmbito(t)
    const admin = await asRuolo(t, b, 'amministratore-ambito')
    const [suo] = b.comuni
    const conv = await firmata(admin, suo!, 'convenzione-puc')
    await admin.call(adesioniApi.registra, { id: conv.id, dal: '2026-02-10', versione: conv.versione })
    const rpuc = await asRuolo(t, b, { ruolo: 'responsabile-puc', comune: suo! })
    expect((await rpuc.call(adesioniApi.tipi, {})).voci).toMatchObject([{ id: 'atto-annuale-puc', comuni: [suo] }])
    const f = await firmata(rpuc, suo!, 'atto-annuale-puc', 2026)
    const r = await rpuc.call(adesioniApi.registra, {
      id: f.id,
      dal: '2026-02-10',
      al: '2026-12-31',
      versione: f.versione,
    })
    expect(r).toMatchObject({ stato: 'registrata', registrataDa: 'Utente Prova' })
    expect((await inSezione(admin, 'puc', suo!)).aperta).toBe(true)
    expect((await admin.call(adesioniApi.leggi, { id: f.id })).registrataDa).toBe('Utente Prova')
    expect((await rpuc.call(adesioniApi.elenco, {})).voci.map((v) => v.id)).toEqual([f.id])
    expect((await rpuc.call(adesioniApi.scarica, { id: f.id })).tipo).toContain('application/pdf')
  })
  test('no other kind of act and no other comune, not even to read; nor the act of the implementing body', async () => {
    const b = await nuovoAmbito(t)
    const admin = await asRuolo(t, b, 'amministratore-ambito')
    const [suo, altro] = b.comuni
    const conv = await firmata(admin, suo!, 'convenzione-puc')
    const altrui = await firmata(admin, altro!, 'atto-annuale-puc', 2026)
    const delCapofila = await firmata(admin, null, 'atto-annuale-puc', 2026)
    const suoAtto = await firmata(admin, suo!, 'atto-annuale-puc', 2026)
    const rpuc = await asRuolo(t, b, { ruolo: 'responsabile-puc', comune: suo! })
    expect((await rpuc.call(adesioniApi.elenco, {})).voci.map((v) => v.id)).toEqual([suoAtto.id])
    const tentativi = [conv, altrui, delCapofila].flatMap(({ id, versione }) => [
      rpuc.call(adesioniApi.leggi, { id }),
      rpuc.call(adesioniApi.firma, { id, ...firma, versione }),
      rpuc.call(adesioniApi.registra, { id, dal: '2026-02-10', versione }),
      rpuc.call(adesioniApi.elimina, { id }),
    ])
    expect((await Promise.all(tentativi.map(rifiuto))).map((p) => p?.status)).toEqual(tentativi.map(() => 404))
    const crea = (tipoId: string, comuneId: string | null) =>
      rifiuto(rpuc.call(adesioniApi.crea, { tipoId, comuneId, ...(tipoId.includes('annuale') ? { anno: 2027 } : {}) }))
    for (const tipo of ['convenzione-puc', 'convenzione-ministero', 'protocollo-intesa'])
      expect((await crea(tipo, suo!))?.errori, tipo).toMatchObject([{ campo: 'tipoId' }])
    for (const comune of [altro!, null])
      expect((await crea('atto-annuale-puc', comune))?.errori).toMatchObject([{ campo: 'comuneId' }])
    expect((await rpuc.call(schemiApi.elenco, {})).voci.map((v) => v.tipoId)).toEqual(['atto-annuale-puc'])
    expect((await rifiuto(rpuc.call(sezioniApi.stato, {})))?.codice).toBe('azione-non-consentita')
    // and the database refuses by itself, whatever a handler may forget
    await expect(
      t.deps.db.inScope({ azione: 'adesione.gestisci', ambito: b.id, comuni: [suo!], utente: rpuc.utenteId }, (tx) =>
        sql`insert into adesione (comune_id, tipo_adesione_id) values (${suo!}, 'convenzione-puc')`.execute(tx),
      ),
    ).rejects.toThrow(/row-level security/)
  })
  test('who holds the role for the whole ambito reaches the comuni that gave it their delega', async () => {
    const b = await nuovoAmbito(t)
    const admin = await asRuolo(t, b, 'amministratore-ambito')
    const [delegante, altro] = b.comuni
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, ambito: b.id }, async (tx) => {
      const { rows } = await sql<{ id: string }>`insert into delega (ambito_id, oggetto, protocollo, data)
        values (${b.id}, 'Patti', '1', '2026-01-01') returning id`.execute(tx)
      await sql`insert into delega_comune (delega_id, data, ambito_id, comune_id, dal)
        values (${rows[0]!.id}, '2026-01-01', ${b.id}, ${delegante!}, '2026-01-01')`.execute(tx)
    })
    const rpuc = await asRuolo(t, b, 'responsabile-puc')
    expect((await rpuc.call(adesioniApi.tipi, {})).voci).toMatchObject([{ comuni: [delegante] }])
    await firmata(rpuc, delegante!, 'atto-annuale-puc', 2026)
    await firmata(admin, altro!, 'atto-annuale-puc', 2026)
    expect((await rpuc.call(adesioniApi.elenco, {})).voci.map((v) => v.comuneId)).toEqual([delegante])
  })
  test('a second role of the same person lends neither its comuni nor its acts', async () => {
    const b = await nuovoAmbito(t)
    const admin = await asRuolo(t, b, 'amministratore-ambito')
    const [suo, altro] = b.comuni
    await firmata(admin, altro!, 'atto-annuale-puc', 2026)
    const due = await asRuolo(
      t,
      b,
      { ruolo: 'responsabile-puc', comune: suo! },
      { ruolo: 'responsabile-controlli', comune: altro! },
    )
    expect((await due.call(adesioniApi.elenco, {})).voci).toEqual([])
  })
  test('an act is granted by kind to every role that works on comuni: none is left without a name', () => {
    const perTipo = new Set(readCsv('ruoli-adesioni.csv').map((r) => `${r.azione} ${r.ruolo}`))
    const sigle = readCsv('elenco-ruoli.csv')
    for (const r of readCsv('ruoli.csv').filter((x) => x.azione!.startsWith('adesione.')))
      for (const { sigla, ruolo } of sigle)
        expect(r[sigla!] === 'comune', `${r.azione} ${ruolo}`).toBe(perTipo.has(`${r.azione} ${ruolo}`))
  })
})

test('the list is filtered by kind, state and comune, in pages; the kinds say what they open', async () => {
  const b = await nuovoAmbito(t)
  const altro = await asRuolo(t, b, 'amministratore-ambito')
  for (const comune of b.comuni) await altro.call(adesioniApi.crea, { tipoId: 'protocollo-intesa', comuneId: comune })
  const f = await firmata(altro, null)
  await altro.call(adesioniApi.registra, { id: f.id, dal: '2026-02-10', versione: f.versione })
  const conta = async (filtri: object) => (await altro.call(adesioniApi.elenco, filtri)).voci.length
  expect(await conta({})).toBe(4)
  expect(await conta({ tipo: 'protocollo-intesa' })).toBe(3)
  expect(await conta({ stato: 'registrata' })).toBe(1)
  expect(await conta({ comune: b.comuni[0] })).toBe(1)
  const visti: string[] = []
  for (let dopo: string | undefined; ; ) {
    const p = await altro.call(adesioniApi.elenco, { limite: 1, ...(dopo ? { dopo } : {}) })
    visti.push(...p.voci.map((v) => v.id))
    if (!p.prossima) break
    dopo = p.prossima
  }
  expect(new Set(visti).size).toBe(4)
  expect((await altro.call(adesioniApi.tipi, {})).voci).toMatchObject([
    { id: 'convenzione-ministero', sezioni: ['Patti per l’inclusione', 'Controlli anagrafici'] },
    { id: 'convenzione-puc' },
    { id: 'atto-annuale-puc', annuale: true },
    { id: 'protocollo-intesa', sezioni: ['Cartella sociale', 'Flussi informativi'] },
    { id: 'affidamento-flussi', sezioni: [], affida: 'Flussi informativi' },
  ])
})

test('the Super Utente sees those of every ambito and registers in the one he chose', async () => {
  const b = await nuovoAmbito(t)
  expect((await rifiuto(su.call(adesioniApi.crea, { tipoId: 'protocollo-intesa' })))?.codice).toBe(
    'ambito-da-scegliere',
  )
  const scelto = { headers: { 'trama-ambito': b.id } }
  const n = await su.call(adesioniApi.crea, { tipoId: 'protocollo-intesa', comuneId: b.comuni[0]! }, scelto)
  const f = await su.call(adesioniApi.firma, { id: n.id, ...firma, versione: 1 })
  // without a chosen ambito the file still belongs to the one of the act
  const d = await su.call(adesioniApi.documento, { id: f.id, nome: 'atto.pdf' } as never, { file: PDF })
  await su.call(adesioniApi.registra, { id: f.id, dal: '2026-02-10', versione: d.versione })
  const suo = await asRuolo(t, b, 'amministratore-ambito')
  expect((await suo.call(adesioniApi.elenco, {})).voci).toMatchObject([
    { id: n.id, registrataDa: 'un utente di livello nazionale' },
  ])
  expect((await suo.call(adesioniApi.scarica, { id: n.id })).tipo).toContain('application/pdf')
})

describe('the schemes of the acts', () => {
  test('one for each kind, filled in for the ente, ready to print, with what came from outside made harmless', async () => {
    const { voci } = await aa.call(schemiApi.elenco, {})
    expect(voci.filter((v) => v.corrente).map((v) => v.tipoId)).toEqual([
      'convenzione-ministero',
      'convenzione-puc',
      'atto-annuale-puc',
      'protocollo-intesa',
      'affidamento-flussi',
    ])
    for (const v of voci) {
      const f = await aa.call(schemiApi.compilato, {
        id: v.id,
        comune: a.comuni[0]!,
        anno: 2026,
        firmatario: '<b>Ada</b>',
      })
      const html = Buffer.from(f.contenuto as Uint8Array).toString()
      expect(html).toContain(`Comune di Comune di prova ${a.comuni[0]}`)
      expect(html).toContain('&lt;b&gt;Ada&lt;/b&gt;')
      expect(html).not.toContain('{{')
      expect(html).toContain('<h1>')
    }
    // an act that entrusts says to whom; where it is not known yet there is a line to write on
    const affida = voci.find((v) => v.tipoId === 'affidamento-flussi')!
    const atto = async (altro: object) =>
      Buffer.from(
        (await aa.call(schemiApi.compilato, { id: affida.id, comune: a.comuni[0]!, ...altro })).contenuto as Uint8Array,
      ).toString()
    const citta = await nuovoAmbito(t, 0)
    expect(await atto({ affidatario: citta.id })).toMatch(
      new RegExp(`affida a Ambito ${citta.codice} la preparazione dei flussi`),
    )
    for (const ignoto of [{}, { affidatario: randomUUID() }])
      expect(await atto(ignoto)).toContain('affida a ______________ la preparazione dei flussi')
    const dellAmbito = await aa.call(schemiApi.compilato, { id: voci[0]!.id })
    expect(Buffer.from(dellAmbito.contenuto as Uint8Array).toString()).toContain(`Ambito ${a.codice}`)
    const altrove = (await nuovoAmbito(t, 1)).comuni[0]!
    expect((await rifiuto(aa.call(schemiApi.compilato, { id: voci[0]!.id, comune: altrove })))?.status).toBe(422)
  })
  test('a new version is written, published from a day, and never changed; the files of the start do not come back', async () => {
    const testo = { titolo: 'Nuovo schema', testo: '# Atto\n\nPer {{ente}}.', fonte: 'DM di prova' }
    expect((await rifiuto(aa.call(schemiApi.crea, { tipoId: 'convenzione-puc', ...testo })))?.status).toBe(403)
    const ignoto = { tipoId: 'convenzione-puc', ...testo, testo: 'Per {{entte}}' }
    expect((await rifiuto(su.call(schemiApi.crea, ignoto)))?.detail).toContain('entte')
    const s = await su.call(schemiApi.crea, { tipoId: 'convenzione-puc', ...testo })
    expect(s).toMatchObject({ versione: 2, stato: 'bozza', corrente: false })
    expect((await rifiuto(aa.call(schemiApi.leggi, { id: s.id })))?.status).toBe(404)
    await su.call(schemiApi.modifica, { id: s.id, ...testo, titolo: 'Titolo corretto' })
    const p = await su.call(schemiApi.pubblica, { id: s.id, dal: '2026-03-01' })
    expect(p).toMatchObject({ stato: 'pubblicata', corrente: true, titolo: 'Titolo corretto' })
    expect((await rifiuto(su.call(schemiApi.modifica, { id: s.id, ...testo })))?.codice).toBe('stato-non-ammesso')
    expect((await rifiuto(su.call(schemiApi.pubblica, { id: s.id, dal: '2026-04-01' })))?.status).toBe(409)
    await inCtx(t.deps, { azione: 'prova', nazionale: true, operatore: 'prove' }, ({ tx }) => caricaSchemi(tx))
    expect(
      (await aa.call(schemiApi.elenco, { tipo: 'convenzione-puc' })).voci.map((v) => [v.versione, v.corrente]),
    ).toEqual([
      [2, true],
      [1, false],
    ])
    expect((await su.call(schemiApi.ritira, { id: s.id })).stato).toBe('ritirata')
    expect((await aa.call(schemiApi.elenco, { tipo: 'convenzione-puc' })).voci.map((v) => v.corrente)).toEqual([
      false,
      true,
    ])
    expect((await rifiuto(su.call(schemiApi.ritira, { id: s.id })))?.status).toBe(409)
  })
})
