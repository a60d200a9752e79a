// Documents of the folder: upload by content, versions, who sees what, the trace of every reading, protocol, moves.
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { DOCX, ODT, PDF, PNG, zip } from '../../../test/support/file-di-prova.ts'
import { documentiApi as api } from '../../shared/documenti/documenti.api.ts'
import { verificaJob } from './verifica.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let persona: string
let presa: string
const lavora = () => t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
const qui = () => a.comuni[0]!
beforeAll(async () => {
  t = await testApp()
  await lavora() // the queue exists before the first upload
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  persona = await nuovaPersona(sociale, qui())
  presa = await presaInCarico(t, a, qui(), persona, sociale.utenteId)
})
afterAll(() => t.close())

const invia = (chi: Caller, nome: string, file: Uint8Array, altro: object = {}, headers: Record<string, string> = {}) =>
  chi.call(api.carica, { id: persona, sottocartella: 'altro', nome, ...altro } as never, { file, headers })
const elenco = async (chi: Caller, altro: object = {}) => (await chi.call(api.list, { id: persona, ...altro })).voci
const testo = (s: string) => Buffer.from(s)
const sha = (b: Uint8Array) => createHash('sha256').update(b).digest('hex')
const contenuto = async (chi: Caller, id: string, numero = 1) =>
  Buffer.from((await chi.call(api.scarica, { id, numero })).contenuto as Uint8Array)
const letture = (azione: string) =>
  t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, async (tx) => {
    const { rows } = await sql<{ oggetto: string }>`
      select oggetto from kernel.registro_accessi where ${persona}::uuid = any (persone) and azione = ${azione} and esito = 'consentito' order by id`.execute(
      tx,
    )
    return rows.map((r) => r.oggetto)
  })

describe('caricamento', () => {
  test('un documento entra con il suo contenuto, il suo nome, la sua impronta', async () => {
    const { id, uguali } = await invia(sociale, 'Relazione è pronta.pdf', PDF, {
      sottocartella: 'tribunale',
      presaId: presa,
    })
    expect(uguali).toEqual([])
    await lavora()
    const d = await sociale.call(api.leggi, { id })
    expect(d).toMatchObject({
      titolo: 'Relazione è pronta',
      sottocartella: 'tribunale',
      cartella: 'Tribunale: decreti e relazioni',
      presaId: presa,
      stato: 'valido',
      versioni: [
        {
          numero: 1,
          nome: 'Relazione è pronta.pdf',
          tipo: 'application/pdf',
          bytes: PDF.length,
          sha256: sha(PDF),
          verifica: 'non-verificato',
        },
      ],
    })
    expect(await contenuto(sociale, id)).toEqual(PDF)
    const file = await sociale.raw(api.scarica, { id, numero: 1 })
    expect(file.headers).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment; .*%C3%A8/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'no-store',
      'content-length': String(PDF.length),
    })
  })
  test.each([
    ['a.pdf', PDF],
    ['a.png', PNG],
    ['a.docx', DOCX],
    ['a.odt', ODT],
    ['nota.txt', testo('Perché no: è un testo.\r\nFine')],
    ['messaggio.eml', testo('From: a@example.it\r\nSubject: x\r\n\r\nciao')],
    ['a.p7m', Buffer.from('308006092a864886f70d010702a080', 'hex')],
    ['vecchio.doc', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])],
  ])('%s è ammesso', async (nome, file) => {
    await expect(invia(sociale, nome, file)).resolves.toMatchObject({ numero: 1 })
  })
  test.each([
    ['foto.pdf', PNG, 'Il nome finisce per «.pdf», ma il contenuto è un’immagine PNG'],
    ['relazione.docx', PDF, 'ma il contenuto è un PDF'],
    ['senza-estensione', PDF, 'Il nome non dice che file è'],
    ['pagina.txt', testo('<!DOCTYPE html><script>1</script>'), 'non è ammesso'],
    ['disegno.txt', testo('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 'non è ammesso'],
    ['disegno.png', testo('<svg/>'), 'non è ammesso'],
    ['programma.txt', Buffer.from('4d5a900003000000', 'hex'), 'non è ammesso'],
    ['archivio.zip', zip({ 'a.txt': 'x' }), 'non è ammesso'],
    ['dati.txt', Buffer.from([65, 0, 66]), 'non è ammesso'],
  ])('%s è rifiutato con una frase', async (nome, file, frase) => {
    const p = await rifiuto(invia(sociale, nome, file))
    expect(p).toMatchObject({ status: 415, codice: 'tipo-file-non-ammesso' })
    expect(p?.detail).toContain(frase)
    expect(await elenco(sociale)).toEqual([])
  })
  test('più grande di quanto dice il parametro no', async () => {
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
      sql`insert into kernel.parametro (chiave, ambito_id, valore, dal, descrizione, fonte) values ('documenti.dimensione-massima-mb', ${a.id}, '1', '2020-01-01', 'x', 'x')`.execute(
        tx,
      ),
    )
    expect((await sociale.call(api.cartelle, { id: persona })).limiteBytes).toBe(1_000_000)
    const p = await rifiuto(invia(sociale, 'grande.pdf', Buffer.concat([PDF, Buffer.alloc(1_048_576)])))
    expect(p).toMatchObject({ status: 413, detail: expect.stringContaining('1 MB') })
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
      sql`delete from kernel.parametro where ambito_id = ${a.id}`.execute(tx),
    )
  })
  test('lo stesso invio due volte è uno; lo stesso file due volte sono due, e lo si dice', async () => {
    const chiave = { 'idempotency-key': crypto.randomUUID() }
    const primo = await invia(sociale, 'a.pdf', PDF, {}, chiave)
    expect(await invia(sociale, 'a.pdf', PDF, {}, chiave)).toEqual(primo)
    expect(await elenco(sociale)).toHaveLength(1)
    const secondo = await invia(sociale, 'b.pdf', PDF)
    expect(secondo.uguali).toEqual([{ id: primo.id, titolo: 'a', numero: 1 }])
    expect(await elenco(sociale)).toHaveLength(2)
  })
  test('interrotto a metà non lascia nulla, né righe né file', { timeout: 60_000 }, async () => {
    const segno = Buffer.from(`%${crypto.randomUUID()}`)
    /** The temporary files that hold what is being sent, ours among those of everybody. */
    const inArrivo = () =>
      globSync('trama-*/*/file', { cwd: tmpdir() }).filter((f) => {
        try {
          return readFileSync(join(tmpdir(), f)).includes(segno)
        } catch {
          return false
        }
      }).length
    await t.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = t.app.server.address() as { port: number }
    const s = connect(port, '127.0.0.1', () => {
      s.write(
        `POST /api/persone/${persona}/documenti?nome=a.pdf&sottocartella=altro HTTP/1.1\r\nHost: x\r\nx-trama: 1\r\ncookie: trama=${sociale.token}\r\ncontent-type: application/octet-stream\r\ncontent-length: 1000000\r\n\r\n`,
      )
      s.write(Buffer.concat([PDF, segno, Buffer.alloc(300_000)]))
    })
    await expect.poll(inArrivo, { timeout: 20_000 }).toBe(1)
    s.destroy()
    await expect.poll(inArrivo, { timeout: 20_000 }).toBe(0)
    expect(await elenco(sociale)).toEqual([])
  })
})

describe('versioni', () => {
  test('una nuova non tocca quelle di prima; la nota si scrive una volta', async () => {
    const { id } = await invia(sociale, 'a.pdf', PDF)
    const due = Buffer.concat([PDF, testo('%due')])
    expect(await sociale.call(api.nuovaVersione, { id, nome: 'a bis.pdf' } as never, { file: due })).toMatchObject({
      numero: 2,
    })
    await lavora()
    await sociale.call(api.annota, { id, numero: 2, nota: 'Firmata' })
    expect(await rifiuto(sociale.call(api.annota, { id, numero: 2, nota: 'Altro' }))).toMatchObject({
      codice: 'stato-non-ammesso',
    })
    expect(await contenuto(sociale, id, 1)).toEqual(PDF)
    expect(await contenuto(sociale, id, 2)).toEqual(due)
    expect((await elenco(sociale))[0]).toMatchObject({ ultima: { numero: 2, nome: 'a bis.pdf', nota: 'Firmata' } })
    expect(await rifiuto(sociale.call(api.scarica, { id, numero: 3 }))).toMatchObject({ status: 404 })
  })
  test('il contenuto non si può riscrivere nemmeno dal database', async () => {
    const { id } = await invia(sociale, 'a.pdf', PDF)
    const dentro = { azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true, utente: sociale.utenteId }
    for (const q of [
      sql`update documento_contenuto set contenuto = '' `,
      sql`delete from documento_contenuto`,
      sql`update documento_versione set sha256 = 'x' where documento_id = ${id}`,
      sql`delete from documento where id = ${id}`,
    ])
      await expect(t.deps.db.inScope(dentro, (tx) => q.execute(tx))).rejects.toMatchObject({ code: '42501' })
  })
})

describe('chi vede che cosa', () => {
  test('leggere, guardare e scaricare lasciano ciascuno la sua riga', async () => {
    const { id } = await invia(sociale, 'a.pdf', PDF)
    await lavora()
    await elenco(sociale)
    await sociale.call(api.leggi, { id })
    await sociale.call(api.anteprima, { id, numero: 1 })
    await contenuto(sociale, id)
    expect(await letture('documento.leggi')).toEqual([
      '/persone/:id/documenti',
      '/documenti/:id',
      '/documenti/:id/versioni/:numero/anteprima',
      '/documenti/:id/versioni/:numero/contenuto',
    ])
  })
  test('chi non ha in carico la persona deve dire perché', async () => {
    const { id } = await invia(sociale, 'a.pdf', PDF)
    await lavora()
    const altro = await operatore(t, a, 'assistente-sociale')
    for (const r of [() => altro.call(api.list, { id: persona }), () => altro.call(api.scarica, { id, numero: 1 })])
      expect(await rifiuto(r())).toMatchObject({ codice: 'motivo-richiesto' })
  })
  test('in un altro comune o in un altro ambito non c’è', async () => {
    const { id } = await invia(sociale, 'a.pdf', PDF)
    await lavora()
    const b = await ambitoConCartella(t)
    for (const chi of [
      await operatore(t, a, 'assistente-sociale', a.comuni[1]),
      await operatore(t, b, 'assistente-sociale'),
    ]) {
      expect(await rifiuto(chi.call(api.leggi, { id }))).toMatchObject({ status: 404 })
      expect(await rifiuto(chi.call(api.anteprima, { id, numero: 1 }))).toMatchObject({ status: 404 })
      expect(await rifiuto(chi.call(api.list, { id: persona }))).toMatchObject({ status: 404 })
    }
  })
  test('un documento riservato non c’è per gli altri: né elenco, né conteggi, né storia, né «già presente»', async () => {
    const collega = await operatore(t, a, 'educatore')
    await presaInCarico(t, a, qui(), persona, collega.utenteId)
    const mondo = async () => ({
      elenco: await elenco(collega),
      cartelle: await collega.call(api.cartelle, { id: persona }),
    })
    const prima = await mondo()
    const { id } = await invia(sociale, 'segreto.pdf', PDF, { riservato: true })
    await lavora()
    expect(await mondo()).toEqual(prima)
    for (const r of [
      () => collega.call(api.leggi, { id }),
      () => collega.call(api.scarica, { id, numero: 1 }),
      () => collega.call(api.nuovaVersione, { id, nome: 'x.pdf' } as never, { file: PDF }),
    ])
      expect(await rifiuto(r())).toMatchObject({ status: 404 })
    expect((await invia(collega, 'mio.pdf', PDF)).uguali).toEqual([])
    expect(await elenco(sociale)).toHaveLength(2)
    // then it is given to the colleague too
    await sociale.call(api.riserva, { id, riservatoA: [collega.utenteId], classe: null })
    expect(await elenco(collega)).toHaveLength(2)
    expect((await sociale.call(api.leggi, { id })).riservatoA).toHaveLength(2)
  })
  test('un documento di una classe protetta lo vede soltanto chi vede la classe', async () => {
    const { id } = await invia(sociale, 'referto.pdf', PDF, { sottocartella: 'documenti-sanitari', classe: 'violenza' })
    const educatore = await operatore(t, a, 'educatore')
    await presaInCarico(t, a, qui(), persona, educatore.utenteId)
    expect(await elenco(educatore)).toEqual([])
    expect(await rifiuto(educatore.call(api.leggi, { id }))).toMatchObject({ status: 404 })
    expect(await rifiuto(invia(educatore, 'b.pdf', PDF, { classe: 'violenza' }))).toMatchObject({
      status: 422,
      errori: [{ campo: 'classe' }],
    })
    const scelte = (await educatore.call(api.cartelle, { id: persona })).classi.map((c) => c.id)
    expect(scelte).toEqual(['sanitaria'])
  })
  test('l’anteprima è in linea, senza poter eseguire nulla, e solo per PDF e immagini', async () => {
    const { id } = await invia(sociale, 'a.png', PNG)
    const altro = await invia(sociale, 'a.docx', DOCX)
    await lavora()
    const r = await sociale.raw(api.anteprima, { id, numero: 1 })
    expect(r.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringMatching(/^inline; /),
      'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      'x-content-type-options': 'nosniff',
    })
    expect(await rifiuto(sociale.call(api.anteprima, { id: altro.id, numero: 1 }))).toMatchObject({ status: 415 })
  })
})

describe('protocollo, spostamento, annullamento', () => {
  test('ogni cambiamento resta nella storia', async () => {
    const { id } = await invia(sociale, 'a.pdf', PDF)
    const protocollo = {
      ufficio: 'Servizi sociali',
      anno: 2026,
      numero: '12/A',
      verso: 'entrata' as const,
      data: '2026-02-27',
    }
    await sociale.call(api.aggiorna, { id, titolo: 'Decreto', protocollo, presaId: presa, versione: 1 })
    expect(await rifiuto(sociale.call(api.aggiorna, { id, titolo: 'Altro', versione: 1 }))).toMatchObject({
      codice: 'versione-superata',
    })
    await sociale.call(api.sposta, { id, sottocartella: 'tribunale', motivo: 'Era un decreto' })
    expect(await rifiuto(sociale.call(api.sposta, { id, sottocartella: 'tribunale' }))).toMatchObject({ status: 422 })
    await sociale.call(api.annulla, { id, motivo: 'Persona sbagliata' })
    const d = await sociale.call(api.leggi, { id })
    expect(d).toMatchObject({
      titolo: 'Decreto',
      protocollo,
      sottocartella: 'tribunale',
      stato: 'annullato',
      motivoAnnullamento: 'Persona sbagliata',
    })
    expect(d.passaggi.map((p) => p.atto).sort()).toEqual(['annullamento', 'protocollo', 'spostamento', 'titolo'])
    expect(d.passaggi.find((p) => p.atto === 'spostamento')).toMatchObject({
      da: 'Altro',
      a: 'Tribunale: decreti e relazioni',
      motivo: 'Era un decreto',
    })
    expect(await elenco(sociale)).toEqual([])
    expect(await elenco(sociale, { annullati: true })).toHaveLength(1)
    for (const r of [
      () => sociale.call(api.annulla, { id, motivo: 'x' }),
      () => sociale.call(api.sposta, { id, sottocartella: 'altro' }),
      () => sociale.call(api.nuovaVersione, { id, nome: 'a.pdf' } as never, { file: PDF }),
    ])
      expect(await rifiuto(r())).toMatchObject({ codice: 'stato-non-ammesso' })
  })
  test.each([
    [{ anno: 2027, data: null }, 'protocollo.anno'],
    [{ anno: 2026, data: '2026-03-03' }, 'protocollo.data'],
    [{ anno: 2025, data: '2026-01-01' }, 'protocollo.data'],
  ])('un protocollo impossibile %j', async (p, campo) => {
    const { id } = await invia(sociale, 'a.pdf', PDF)
    const protocollo = { ufficio: null, numero: '1', verso: 'uscita' as const, ...p }
    expect(await rifiuto(sociale.call(api.aggiorna, { id, titolo: 'x', protocollo, versione: 1 }))).toMatchObject({
      errori: [{ campo }],
    })
  })
  test('una presa in carico di un’altra persona, una sottocartella che non c’è', async () => {
    const altra = await nuovaPersona(sociale, qui())
    const sua = await presaInCarico(t, a, qui(), altra, sociale.utenteId)
    expect(await rifiuto(invia(sociale, 'a.pdf', PDF, { presaId: sua }))).toMatchObject({
      errori: [{ campo: 'presaId' }],
    })
    expect(await rifiuto(invia(sociale, 'a.pdf', PDF, { sottocartella: 'boh' }))).toMatchObject({
      errori: [{ campo: 'sottocartella' }],
    })
  })
  test('le sottocartelle contano ciò che si vede', async () => {
    await invia(sociale, 'a.pdf', PDF)
    await invia(sociale, 'b.pdf', PDF, { sottocartella: 'tribunale' })
    const c = await sociale.call(api.cartelle, { id: persona })
    expect(c.voci.map((v) => [v.codice, v.quanti]).filter(([, n]) => n)).toEqual([
      ['tribunale', 1],
      ['altro', 1],
    ])
    expect(c.voci).toHaveLength(9)
    expect(c.prese).toMatchObject([{ id: presa }])
    expect(c.colleghi.map((x) => x.id)).toEqual([sociale.utenteId])
    expect((await elenco(sociale, { sottocartella: 'tribunale' })).map((d) => d.titolo)).toEqual(['b'])
  })
})
