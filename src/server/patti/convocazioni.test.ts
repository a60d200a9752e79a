// Convocations and meetings, from the choice of whom to the evidence of each message; against a mail server that is down, that refuses
// for ever, that breaks off. What safe contact forbids is never written to.

import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Ambito, as, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import {
  ambitoConPatti,
  type Cella,
  casoDi,
  type Finto,
  finto,
  importa,
  lavora,
  nucleo,
  preparaPatti,
} from '../../../test/support/patti.ts'
import { leggiPdf } from '../../../test/support/pdf.ts'
import { type Arrivato, serverDiPosta } from '../../../test/support/posta.ts'
import { nuovoUfficio } from '../../../test/support/sportello.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { agendaApi } from '../../shared/cartella/agenda.api.ts'
import { disponibilitaApi } from '../../shared/cartella/disponibilita.api.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { type Canale, NON_USABILE } from '../../shared/patti/convocazioni.rules.ts'
import { incontriApi } from '../../shared/patti/incontri.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { caricaModelli } from '../documenti/carica-modelli.ts'
import { inCtx } from '../kernel/serve.ts'
import { riportaEsiti } from './esiti-sms.ts'
import { spedisci } from './spedizioniere.ts'
import { esitiInCartella, type Vettori, vettoreCartella, vettoreSmtp } from './vettori.ts'

const OGGI = '2026-03-02'
let t: TestApp
let mio: Ambito
let comune: string
let ufficio: string
let cp: Caller
let cm: Caller
let rri: Caller
const chi: { codiceFiscale: string }[] = []
async function quando(istante: string) {
  t.clock.set(istante.length === 10 ? `${istante}T09:00:00Z` : istante)
  const [uno, due, tre] = await Promise.all(chi.map((u) => as(t, u)))
  cp = uno!
  cm = due!
  rri = tre!
}

// ---- a mail server that one can put down -------------------------------------------------------------------------------
let server: SMTPServer
let porta: number
let arrivati: Arrivato[] = []
let umore: 'bene' | 'occupato' | 'si-rompe' = 'bene'
const nuovoServer = () =>
  serverDiPosta({
    rifiuta: (a) => {
      if (a.startsWith('morto')) return Object.assign(new Error('casella inesistente'), { responseCode: 550 })
      return umore === 'occupato' ? Object.assign(new Error('riprova'), { responseCode: 451 }) : null
    },
    arrivato: (m, preso) => {
      arrivati.push(m)
      // it has taken the message, and falls before it says so
      if (umore === 'si-rompe')
        for (const c of server.connections) (c as unknown as { _socket: { destroy(): void } })._socket.destroy()
      else preso()
    },
  })
const accendi = async (dove = 0) => {
  server = nuovoServer()
  await new Promise<void>((ok) => server.listen(dove, '127.0.0.1', ok))
  porta = (server.server.address() as AddressInfo).port
}
const spegni = () => new Promise<void>((ok) => server.close(ok))
let cartella: string
const vettori = (): Vettori => ({
  email: vettoreSmtp(`smtp://127.0.0.1:${porta}`, 'https://trama.example.it'),
  sms: vettoreCartella(cartella),
})
const parte = () => spedisci(t.deps, vettori())

beforeAll(async () => {
  t = await testApp()
  await preparaPatti(t)
  await caricaModelli(t.deps)
  mio = await ambitoConPatti(t, 2, true)
  comune = mio.comuni[0]!
  ufficio = await nuovoUfficio(t, mio, comune, 'Ufficio di prova')
  chi.push(
    await nuovoUtente(t, mio, [{ ruolo: 'coordinatore-patto', comune }]),
    await nuovoUtente(t, mio, [{ ruolo: 'case-manager', comune }]),
    await nuovoUtente(t, mio, [{ ruolo: 'responsabile-incontri', comune }]),
  )
  cartella = await mkdtemp(join(tmpdir(), 'trama-sms-'))
  await accendi()
}, 120_000)
beforeEach(async () => {
  arrivati = []
  umore = 'bene'
  await quando(OGGI)
})
afterAll(async () => {
  await t.close()
  await spegni()
  await rm(cartella, { recursive: true, force: true })
})

async function casi(quali: { p: Finto; altro?: Cella }[]): Promise<string[]> {
  await importa(
    t,
    cp,
    quali.flatMap((q) => nucleo([q.p], q.altro)),
    { comune },
  )
  const ids: string[] = []
  for (const q of quali) ids.push((await casoDi(cp, q.p)).id)
  await cp.call(casiApi.assegna, { voci: ids.map((casoId) => ({ casoId, utenteId: cm.utenteId })) })
  await lavora(t)
  return ids
}
const conEmail = (email: string): Cella => ({ 'E-mail': email, Cellulare: '333 1234567' })
const modello = async () => (await cm.call(convocazioniApi.scelte, {})).modelli[0]!.id
const base = async (ids: string[], altro: object = {}) => ({
  modello: await modello(),
  canali: ['email'] as Canale[],
  modo: 'primo' as const,
  luogo: 'Ufficio di prova, via delle Prove 2',
  minuti: 30,
  voci: ids.map((casoId) => ({ casoId, giorno: '2026-03-09', ora: '09:30' })),
  ...altro,
})
async function convoca(ids: string[], altro: object = {}) {
  const { id } = await cm.call(convocazioniApi.crea, (await base(ids, altro)) as never)
  await lavora(t)
  const { voci } = await cm.call(convocazioniApi.elenco, { invio: id, limite: 200 })
  return { invio: id, voci: ids.map((x) => voci.find((v) => v.casoId === x)!) }
}
const prova = async (id: string) => (await cm.call(convocazioniApi.leggi, { id })).messaggi
const scheda = (id: string) => cm.call(mieiCasiApi.leggi, { id })
const avvisi = () =>
  inCtx(t.deps, { azione: 'prova', ambito: mio.id, utente: cm.utenteId }, async (ctx) => {
    const { rows } = await sql<{
      testo: string
    }>`select testo from kernel.notifica where utente_id = ${cm.utenteId} order by 1`.execute(ctx.tx)
    return rows.map((r) => r.testo)
  })

test('one convocation: seen before, prepared, sent once; from then the household is convened, and the evidence says what left', async () => {
  const [id] = (await casi([{ p: finto(), altro: conEmail('ada@example.it') }])) as [string]
  const { minuti: _m, ...vista } = await base([id], { canali: ['sms', 'email', 'lettera'] })
  const prima = await cm.call(convocazioniApi.anteprima, vista)
  expect(prima.voci[0]).toMatchObject({ numero: 1, usati: ['email'], esclusi: [], impedimento: null })
  expect(prima.esempio!.sms).toContain('9 marzo 2026 alle 09:30, Ufficio di prova')
  const { voci } = await convoca([id], { canali: ['sms', 'email'], modo: 'tutti' })
  expect(voci[0]).toMatchObject({ stato: 'in-uscita', inviataIl: null, numero: 1, giorno: '2026-03-09', ora: '09:30' })
  expect(await scheda(id)).toMatchObject({ stato: 'assegnato' })
  await parte()
  await parte()
  expect(arrivati.map((m) => m.a)).toEqual(['ada@example.it'])
  expect(await readdir(cartella)).toHaveLength(1)
  expect((await prova(voci[0]!.id)).map((m) => [m.canale, m.indirizzo, m.stato, m.testo?.includes('09:30')])).toEqual([
    ['email', 'ada@example.it', 'inviato', true],
    ['sms', '+393331234567', 'inviato', true],
  ])
  const s = await scheda(id)
  expect(s).toMatchObject({ stato: 'convocato' })
  expect(s.storia.filter((e) => e.titolo === 'Convocazione')).toHaveLength(1)
  // what INPS is told comes from this (M17)
  await inCtx(t.deps, { azione: 'prova', ambito: mio.id, comuni: mio.comuni, fascicolo: true }, async (ctx) => {
    const { rows } =
      await sql`select evento, giorno, origine, origine_id from caso_evento where caso_id = ${id} and evento = 'convocazione'`.execute(
        ctx.tx,
      )
    expect(rows).toEqual([{ evento: 'convocazione', giorno: OGGI, origine: 'convocazione', origineId: voci[0]!.id }])
  })
  await cm.call(convocazioniApi.recapito, { id: (await prova(voci[0]!.id))[1]!.id, arrivato: true, giorno: OGGI })
  expect((await prova(voci[0]!.id))[1]!.stato).toBe('consegnato')
})

test('what became of an SMS comes back as a file: reconciled once, whatever is in it; what is no outcome goes aside', async () => {
  const [uno, due, tre] = (await casi([
    { p: finto(), altro: conEmail('') },
    { p: finto(), altro: conEmail('') },
    { p: finto(), altro: conEmail('') },
  ])) as [string, string, string]
  const { voci } = await convoca([uno, due, tre], { canali: ['sms'], modo: 'tutti' })
  const sms = async (n: number) => (await prova(voci[n]!.id)).find((m) => m.canale === 'sms')!
  const id = await Promise.all([0, 1, 2].map(async (n) => (await sms(n)).id))
  const esiti = join(cartella, 'esiti')
  await mkdir(esiti, { recursive: true })
  const scrive = (nome: string, x: object | string) =>
    writeFile(join(esiti, nome), typeof x === 'string' ? x : JSON.stringify(x))
  const riporta = () => riportaEsiti(t.deps, vettori())
  const alle = `${OGGI}T09:01:00Z`
  // before it has left, nobody can have received it
  await scrive('0.json', { id: id[0], esito: 'consegnato', quando: alle })
  await riporta()
  expect(await sms(0)).toMatchObject({ stato: 'in-uscita' })
  expect(await readdir(join(esiti, 'letti'))).toEqual(['0.json'])
  // while it leaves, what is said of it waits
  const stato = (s: string) =>
    daProprietario(t, `update convocazione_messaggio set stato = '${s}' where id = '${id[0]}' returning id`)
  await scrive('0.json', { id: id[0], esito: 'consegnato', quando: alle })
  await stato('in-partenza')
  await riporta()
  expect((await readdir(esiti)).sort()).toEqual(['0.json', 'letti'])
  expect(await sms(0)).toMatchObject({ stato: 'in-partenza' })
  await stato('in-uscita')
  await rm(join(esiti, '0.json'))
  await rm(join(esiti, 'letti'), { recursive: true })
  await parte()
  await scrive('a.json', { id: id[0], esito: 'consegnato', quando: alle, numero: '+393331234567' })
  await scrive('b.json', {
    id: id[1]!.toUpperCase(),
    esito: 'non-consegnato',
    quando: alle,
    motivo: '+393331234567 spento',
  })
  const scartati = {
    'c.json': { id: id[2], esito: 'forse', quando: alle },
    'd.json': { id: id[2], esito: 'consegnato', quando: '2020-01-01T10:00:00Z' },
    'e.json': { id: crypto.randomUUID(), esito: 'consegnato', quando: alle },
    'f.json': 'non è JSON',
    'g.json': `${'{"id":"'.padEnd(20_000, 'x')}"}`,
  }
  for (const [nome, x] of Object.entries(scartati)) await scrive(nome, x)
  // the section is closed for a minute: what is of a message that there is waits, what is nothing goes
  const aperta = (si: boolean) =>
    daProprietario(t, `update sezione_apertura set aperta = ${si} where sezione_id = 'patti' returning sezione_id`)
  await aperta(false)
  await riporta()
  await aperta(true)
  expect((await readdir(esiti)).sort()).toEqual(['a.json', 'b.json', 'scartati'])
  await writeFile(join(esiti, 'in-corso.tmp'), '{')
  await riporta()
  expect((await readdir(esiti)).sort()).toEqual(['in-corso.tmp', 'letti', 'scartati'])
  expect((await readdir(join(esiti, 'letti'))).sort()).toEqual(['a.json', 'b.json'])
  expect((await readdir(join(esiti, 'scartati'))).sort()).toEqual(Object.keys(scartati))
  expect(await sms(0)).toMatchObject({ stato: 'consegnato' })
  expect(await sms(1)).toMatchObject({ stato: 'fallito', motivo: 'Chi trasporta i messaggi dice che non è arrivato.' })
  expect(await sms(2)).toMatchObject({ stato: 'inviato' })
  const detti = async () => (await avvisi()).filter((x) => x.startsWith('Una convocazione non è arrivata')).length
  const prima = await detti()
  expect(prima).toBeGreaterThan(0)
  // written again, or the other way round: nothing changes, and nobody is told twice
  await scrive('b2.json', { id: id[1], esito: 'consegnato', quando: alle })
  await scrive('b3.json', { id: id[1], esito: 'non-consegnato', quando: alle })
  await riporta()
  expect(await sms(1)).toMatchObject({ stato: 'fallito' })
  expect(await detti()).toBe(prima)
  // sent again, the outcome of the first time says nothing of the second
  await cm.call(convocazioniApi.rimanda, { id: id[1]! })
  t.clock.advance(10)
  await parte()
  await scrive('b4.json', { id: id[1], esito: 'non-consegnato', quando: alle })
  await riporta()
  expect(await sms(1)).toMatchObject({ stato: 'inviato' })
  // one that cannot be put aside, or read, stops no other, and is said; put aside by another process, it is done
  await scrive('a1.json', { id: id[1], esito: 'non-consegnato', quando: alle })
  await scrive('b5.json', { id: id[2], esito: 'consegnato', quando: alle })
  const vere = esitiInCartella(esiti)
  const zoppo = {
    ...vettoreCartella(cartella)(),
    esiti: {
      leggi: async (n: number) => [{ nome: 'a0.json', errore: new Error('EACCES') }, ...(await vere.leggi(n))],
      sposta: async (nome: string, dove: 'letti' | 'scartati') => {
        if (nome === 'a1.json') throw new Error('EIO')
        await vere.sposta(nome, dove)
      },
    },
  }
  await expect(riportaEsiti(t.deps, { sms: () => zoppo })).rejects.toThrow('2')
  expect(await sms(2)).toMatchObject({ stato: 'consegnato' })
  expect(await readdir(esiti)).not.toContain('b5.json')
  await vere.sposta('b5.json', 'letti')
  await rm(esiti, { recursive: true })
})

/** What a mail server sends back (RFC 3464): in words, for programs, and the headers of what it could not deliver. */
const rimbalzo = (o: { msgid: string; a: string; data: string; action?: string; finale?: string }) =>
  Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example.it',
      'To: sociale@comune.example.it',
      'Subject: Undelivered Mail Returned to Sender',
      `Date: ${o.data}`,
      `Message-ID: <${o.data.replace(/\W/g, '')}.${o.action ?? 'failed'}@mx.example.it>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status;',
      ' boundary="confine"',
      '',
      '--confine',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Questo messaggio non è arrivato.',
      '--confine',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.it',
      'Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0100',
      '',
      `Original-Recipient: rfc822; ${o.a}`,
      `Final-Recipient: rfc822; ${o.finale ?? o.a}`,
      `Action: ${o.action ?? 'failed'}`,
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
      '',
      '--confine',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${o.msgid}`,
      `To: ${o.a}`,
      '',
      '--confine--',
      '',
    ].join('\r\n'),
  )

test('an e-mail that comes back hours later is brought back as the receipts are: it moves its message once, and no other', async () => {
  const ids = await casi([
    { p: finto(), altro: conEmail('lenta@example.it') },
    { p: finto(), altro: conEmail('viva@example.it') },
  ])
  const { voci } = await convoca(ids, { canali: ['email'] })
  await parte()
  const del = async (n: number) => (await prova(voci[n]!.id)).find((m) => m.canale === 'email')!
  const msgid = async (n: number) => `<${(await del(n)).id}@trama.example.it>`
  expect((await del(0)).stato).toBe('inviato')
  await quando('2026-03-02T15:00:00Z')
  const riporta = (file: Buffer, lui = cm) => lui.raw(convocazioniApi.ricevuta, {} as never, { file })
  const data = 'Mon, 2 Mar 2026 15:30:00 +0100'
  const suo = { msgid: await msgid(0), a: 'lenta@example.it', data }
  const no = async (file: Buffer, frase: string, lui = cm) => {
    const r = await riporta(file, lui)
    expect(r.status).toBe(422)
    expect((r.body as { detail: string }).detail).toContain(frase)
  }
  await no(rimbalzo({ ...suo, action: 'delayed' }), 'forse dice che ritarda')
  await no(rimbalzo({ ...suo, a: 'altri@example.it' }), 'altro indirizzo')
  await no(rimbalzo({ ...suo, msgid: '<altro@example.it>' }), 'non è partito da qui')
  await no(rimbalzo({ ...suo, data: 'Tue, 3 Mar 2026 15:30:00 +0100' }), 'futuro')
  expect((await del(0)).stato).toBe('inviato')
  // forwarded by who receives it, the address that failed is another
  const vero = rimbalzo({ ...suo, finale: 'inoltro@altrove.example.it' })
  expect(await riporta(vero)).toMatchObject({
    status: 201,
    body: { specie: 'mancato-recapito', esito: 'applicata', quando: '2026-03-02T14:30:00.000Z' },
  })
  expect(await riporta(vero)).toMatchObject({ body: { esito: 'nota' } })
  expect(await del(0)).toMatchObject({ stato: 'fallito', motivo: 'Avviso di mancato recapito dell’e-mail.' })
  expect((await del(0)).ricevute).toMatchObject([{ specie: 'mancato-recapito', gestore: 'mx.example.it' }])
  expect((await del(1)).stato).toBe('inviato')
  // sent again, what came back before says nothing of it
  await cm.call(convocazioniApi.rimanda, { id: (await del(0)).id })
  await parte()
  const vecchio = rimbalzo({ ...suo, data: 'Mon, 2 Mar 2026 15:31:00 +0100' })
  expect(await riporta(vecchio)).toMatchObject({ body: { esito: 'conservata' } })
  expect((await del(0)).stato).toBe('inviato')
})

/** A receipt as a provider sends it: signed multipart, the text, daticert.xml, the original. */
function ricevutaPec(o: {
  tipo: string
  msgid: string
  consegna?: string
  quando?: [string, string]
  errore?: string
  n?: string
}) {
  const [giorno, ora] = o.quando ?? ['02/03/2026', '10:05:00']
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<postacert tipo="${o.tipo}" errore="${o.errore ? 'altro' : 'nessuno'}"><intestazione><mittente>comune@pec.example.it</mittente>
<destinatari tipo="certificato">${o.consegna ?? 'ada@pec.example.it'}</destinatari><oggetto>Convocazione</oggetto></intestazione>
<dati><gestore-emittente>Gestore di prova S.p.A.</gestore-emittente><data zona="+0100"><giorno>${giorno}</giorno><ora>${ora}</ora></data>
<identificativo>opec1.${o.tipo}.${o.n ?? '1'}@pec.example.it</identificativo><msgid>${o.msgid.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</msgid>
${o.consegna ? `<ricevuta tipo="completa" /><consegna>${o.consegna}</consegna>` : ''}${o.errore ? `<errore-esteso>${o.errore}</errore-esteso>` : ''}</dati></postacert>`
  const base64 = Buffer.from(xml).toString('base64').replace(/.{76}/g, '$&\r\n')
  return Buffer.from(
    [
      'From: posta-certificata@pec.example.it',
      'Date: Mon, 2 Mar 2026 10:05:00 +0100',
      `X-Ricevuta: ${o.tipo}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/signed; boundary="fuori"',
      '',
      '--fuori',
      'Content-Type: multipart/mixed; boundary="dentro"',
      '',
      '--dentro',
      'Content-Type: text/plain',
      '',
      'Ricevuta',
      '--dentro',
      'Content-Type: application/xml; name="daticert.xml"',
      'Content-Transfer-Encoding: base64',
      '',
      base64,
      '--dentro--',
      '--fuori--',
      '',
    ].join('\r\n'),
  )
}

test('receipts of certified mail are brought back as they came: each finds its message, twice changes nothing, foreign ones are refused', async () => {
  const ids = await casi([
    { p: finto(), altro: conEmail('ada@example.it') },
    { p: finto(), altro: conEmail('ida@example.it') },
  ])
  // the domicilio digitale of each, as the extract of some comuni gives it
  await inCtx(t.deps, { azione: 'prova', ambito: mio.id, comuni: mio.comuni, fascicolo: true }, async (ctx) => {
    for (const [n, nome] of ['ada', 'ida'].entries())
      await sql`update domanda_componente m set dichiarati = dichiarati || ${JSON.stringify({ pec: `${nome}@pec.example.it` })}::jsonb from caso c where c.id = ${ids[n]!} and m.domanda_id = c.domanda_id`.execute(
        ctx.tx,
      )
  })
  const { voci } = await convoca(ids, { canali: ['pec'] })
  const conPec = (): Vettori => ({ pec: vettoreSmtp(`smtp://127.0.0.1:${porta}`, 'https://trama.example.it') })
  await spedisci(t.deps, conPec())
  const del = async (n: number) => (await prova(voci[n]!.id))[0]!
  expect([(await del(0)).stato, (await del(1)).stato]).toEqual(['inviato', 'inviato'])
  await quando('2026-03-02T12:00:00Z')
  const msgid = async (n: number) => `<${(await del(n)).id}@trama.example.it>`
  const riporta = (file: Buffer, lui = cm) => lui.raw(convocazioniApi.ricevuta, {} as never, { file })
  const accettata = ricevutaPec({ tipo: 'accettazione', msgid: await msgid(0), quando: ['02/03/2026', '10:01:00'] })
  const consegnata = ricevutaPec({ tipo: 'avvenuta-consegna', msgid: await msgid(0), consegna: 'ada@pec.example.it' })
  expect(await riporta(accettata)).toMatchObject({
    status: 201,
    body: {
      esito: 'conservata',
      specie: 'accettazione',
      convocazioneId: voci[0]!.id,
      quando: '2026-03-02T09:01:00.000Z',
    },
  })
  expect(await riporta(consegnata)).toMatchObject({ status: 201, body: { esito: 'applicata' } })
  // the same file, and the same receipt saved again by another program
  expect(await riporta(consegnata)).toMatchObject({ body: { esito: 'nota' } })
  expect(await riporta(Buffer.concat([Buffer.from('X-Salvata: due\r\n'), consegnata]))).toMatchObject({
    body: { esito: 'nota' },
  })
  expect(await del(0)).toMatchObject({ stato: 'consegnato', esitoIl: '2026-03-02T09:05:00.000Z' })
  expect((await del(0)).ricevute.map((r) => [r.specie, r.gestore])).toEqual([
    ['accettazione', 'Gestore di prova S.p.A.'],
    ['avvenuta-consegna', 'Gestore di prova S.p.A.'],
  ])
  const [, file] = (await del(0)).ricevute
  expect((await cm.raw(convocazioniApi.scaricaRicevuta, { id: file!.id })).status).toBe(409)
  await lavora(t)
  expect(
    Buffer.from((await cm.call(convocazioniApi.scaricaRicevuta, { id: file!.id })).contenuto as Uint8Array),
  ).toEqual(consegnata)
  // somebody of the household must not be found, since: neither the file nor its words
  const sociale = await as(t, await nuovoUtente(t, mio, [{ ruolo: 'assistente-sociale', comune }]))
  const { personaId } = await scheda(ids[0]!)
  await sociale.call(personeApi.apri, { id: personaId!, motivo: 'vigilanza', dettaglio: 'Prova' })
  await sociale.call(fattiApi.registra, {
    ...{
      id: personaId!,
      tipo: 'residenza',
      dati: { indirizzo: 'Via Nascosta', comune },
      segreto: true,
      fonte: 'persona',
    },
  } as never)
  expect((await cm.raw(convocazioniApi.scaricaRicevuta, { id: file!.id })).status).toBe(404)
  expect((await del(0)).ricevute.map((r) => [r.leggibile, r.gestore])).toEqual(Array(2).fill([false, null]))
  // not delivered: it failed, with its reason, and the convocation with it
  const mancata = await riporta(
    ricevutaPec({
      tipo: 'errore-consegna',
      msgid: await msgid(1),
      consegna: 'ida@pec.example.it',
      errore: 'casella piena',
      quando: ['02/03/2026', '11:00:00'],
    }),
  )
  expect(mancata).toMatchObject({ status: 201, body: { esito: 'applicata' } })
  expect(await del(1)).toMatchObject({ stato: 'fallito', motivo: 'Avviso di mancata consegna.' })
  expect((await del(1)).ricevute).toMatchObject([{ motivo: 'casella piena', leggibile: true }])
  expect((await cm.call(convocazioniApi.elenco, { stato: 'non-recapitata' })).voci.map((v) => v.id)).toContain(
    voci[1]!.id,
  )
  // wrong ones, each with its sentence; nothing is kept of them
  const rifiuti: [Buffer, string][] = [
    [Buffer.from('From: a@example.it\r\nDate: Mon, 2 Mar 2026 10:05:00 +0100\r\n\r\nciao'), 'Non è una ricevuta'],
    [ricevutaPec({ tipo: 'posta-certificata', msgid: await msgid(0) }), 'È la busta'],
    [ricevutaPec({ tipo: 'accettazione', msgid: '<altro@pec.example.it>' }), 'non è partito da qui'],
    [ricevutaPec({ tipo: 'accettazione', msgid: `<${crypto.randomUUID()}@trama.example.it>` }), 'non segui'],
    [
      ricevutaPec({ tipo: 'avvenuta-consegna', msgid: await msgid(1), consegna: 'altri@pec.example.it', n: '2' }),
      'altro indirizzo',
    ],
    [
      ricevutaPec({
        tipo: 'avvenuta-consegna',
        msgid: await msgid(1),
        consegna: 'ida@pec.example.it',
        n: '3',
        quando: ['05/03/2026', '10:00:00'],
      }),
      'futuro',
    ],
  ]
  for (const [contenuto, frase] of rifiuti)
    expect(await riporta(contenuto), frase).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining(frase) },
    })
  // an entity is never expanded, and what is inside the original is not the receipt
  const entita = Buffer.from(
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><postacert tipo="accettazione">&e;</postacert>',
  ).toString('base64')
  expect(
    await riporta(
      Buffer.from(
        `From: a@example.it\r\nDate: Mon, 2 Mar 2026 10:05:00 +0100\r\nX-Ricevuta: accettazione\r\nContent-Type: application/xml; name="daticert.xml"\r\nContent-Transfer-Encoding: base64\r\n\r\n${entita}`,
      ),
    ),
  ).toMatchObject({ status: 422, body: { detail: expect.stringContaining('non si legge') } })
  expect((await cp.raw(convocazioniApi.ricevuta, {} as never, { file: accettata })).status).toBe(403)
})

test('the letters made together come in one PDF, each on a sheet of its own', async () => {
  const ids = await casi([{ p: finto() }, { p: finto() }, { p: finto() }])
  const { invio } = await convoca(ids, { canali: ['lettera'] })
  const uno = async (fronteRetro: boolean) =>
    leggiPdf((await cm.call(convocazioniApi.documento, { id: invio, fronteRetro })).contenuto as Uint8Array)
  const semplice = await uno(false)
  expect(semplice.pagine).toBe(3)
  const nomi = (await cm.call(convocazioniApi.elenco, { invio })).voci.map((v) => v.nome)
  for (const n of nomi) expect(semplice.testo).toContain(n.split(' ')[0])
  expect(semplice.metadati).toContain('Lettere di convocazione')
  expect((await uno(true)).pagine).toBe(6)
  expect((await cm.raw(convocazioniApi.documento, { id: crypto.randomUUID() })).status).toBe(404)
})

test('a dead address fails for ever with its reason, and whoever follows the household is told; another way is then found', async () => {
  const [id] = (await casi([{ p: finto(), altro: { 'E-mail': 'morto@example.it' } }])) as [string]
  const { voci } = await convoca([id])
  await parte()
  const [m] = await prova(voci[0]!.id)
  expect(m).toMatchObject({ stato: 'fallito', tentativi: 1, motivo: expect.stringContaining('casella inesistente') })
  expect((await cm.call(convocazioniApi.elenco, { stato: 'non-recapitata' })).voci.map((v) => v.casoId)).toContain(id)
  expect(await avvisi()).toContain('Una convocazione non è arrivata: scegli un altro modo, o consegnala di persona.')
  expect(await scheda(id)).toMatchObject({ stato: 'assegnato' })
  await cm.call(convocazioniApi.annulla, { id: voci[0]!.id, motivo: 'Indirizzo sbagliato' })
  const altra = await convoca([id], { canali: ['a-mano'] })
  const [mano] = await prova(altra.voci[0]!.id)
  expect(mano).toMatchObject({ canale: 'a-mano', stato: 'in-uscita', lettera: true, indirizzo: null })
  const pdf = (await cm.call(convocazioniApi.lettera, { id: mano!.id })).contenuto as Uint8Array
  expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe('%PDF-')
  await cm.call(convocazioniApi.spedita, { id: mano!.id, giorno: OGGI, riferimento: 'Consegnata in ufficio' })
  expect(await scheda(id)).toMatchObject({ stato: 'convocato' })
}, 30_000)

test('the mail server is down for a day: nothing is lost, nothing is sent twice; busy, it is tried again; broken off, nobody knows', async () => {
  const ids = await casi([1, 2, 3].map((n) => ({ p: finto(), altro: { 'E-mail': `famiglia${n}@example.it` } })))
  const dove = porta
  await spegni()
  const { voci } = await convoca(ids)
  for (let ore = 0; ore < 24; ore += 4) {
    await parte()
    t.clock.advance(4 * 60)
  }
  await quando('2026-03-03')
  const stati = async () => (await Promise.all(voci.map((v) => prova(v.id)))).map(([m]) => [m!.stato, m!.tentativi])
  expect(await stati()).toEqual(Array(3).fill(['in-uscita', 0]))
  await accendi(dove)
  umore = 'occupato'
  await parte()
  expect(await stati()).toEqual(Array(3).fill(['in-uscita', 1]))
  umore = 'bene'
  t.clock.advance(5)
  await parte()
  t.clock.advance(60)
  await parte()
  expect(arrivati.map((m) => m.a).sort()).toEqual([
    'famiglia1@example.it',
    'famiglia2@example.it',
    'famiglia3@example.it',
  ])
  await quando('2026-03-03')
  expect(await stati()).toEqual(Array(3).fill(['inviato', 2]))
  // the day on which it left is the day on which they are convened
  expect((await cm.call(convocazioniApi.leggi, { id: voci[0]!.id })).inviataIl).toBe('2026-03-03')

  const [altro] = (await casi([{ p: finto(), altro: { 'E-mail': 'rotta@example.it' } }])) as [string]
  const rotta = await convoca([altro], { voci: [{ casoId: altro, giorno: '2026-03-10', ora: '09:30' }] })
  umore = 'si-rompe'
  arrivati = []
  await parte()
  umore = 'bene'
  t.clock.advance(120)
  await parte()
  expect(arrivati).toHaveLength(1)
  await quando('2026-03-03')
  const [m] = await prova(rotta.voci[0]!.id)
  expect(m).toMatchObject({ stato: 'incerto' })
  await cm.call(convocazioniApi.recapito, { id: m!.id, arrivato: true, giorno: '2026-03-03' })
  expect(await scheda(altro)).toMatchObject({ stato: 'convocato' })
}, 60_000)

test('safe contact: what is forbidden is left out in words that say nothing; also what is forbidden after it was prepared', async () => {
  const sociale = await as(t, await nuovoUtente(t, mio, [{ ruolo: 'assistente-sociale', comune }]))
  const [con, poi, senza] = (await casi([
    { p: finto('Rosmunda', '1981-02-03'), altro: conEmail('rosmunda@example.it') },
    { p: finto('Teodolinda', '1982-02-03'), altro: conEmail('teodolinda@example.it') },
    { p: finto() },
  ])) as [string, string, string]
  const persona = async (id: string) => (await scheda(id)).personaId!
  const fatto = async (id: string, tipo: string, dati: object, altro: object = {}) =>
    sociale.call(fattiApi.registra, {
      id: await persona(id),
      tipo,
      dati,
      fonte: 'persona',
      dal: '2026-01-01',
      ...altro,
    } as never)
  for (const x of [con, poi])
    await sociale.call(personeApi.apri, { id: await persona(x), motivo: 'vigilanza', dettaglio: 'Prova' })
  await fatto(con, 'contatto-sicuro', { regola: 'solo-in-presenza' })
  const ids = [con, poi, senza]
  const { voci } = await convoca(ids, { canali: ['email', 'sms'], modo: 'tutti' })
  // a rule, or no address: one cannot tell
  const escluse = await Promise.all([voci[0]!, voci[2]!].map((v) => prova(v.id)))
  const uguali = escluse.map((e) =>
    e.map(({ canale, indirizzo, testo, stato, motivo }) => ({ canale, indirizzo, testo, stato, motivo })),
  )
  expect(uguali[0]).toEqual(uguali[1])
  expect(uguali[0]![0]).toEqual({
    canale: 'email',
    indirizzo: null,
    testo: null,
    stato: 'escluso',
    motivo: NON_USABILE,
  })
  expect(voci.map((v) => v.stato)).toEqual(['non-recapitata', 'in-uscita', 'non-recapitata'])
  await fatto(poi, 'recapito', { mezzo: 'email', valore: 'teodolinda@example.it', sicuro: false })
  await fatto(poi, 'residenza', { indirizzo: 'Via Nascosta', comune }, { segreto: true })
  await parte()
  expect(arrivati).toEqual([])
  const dopo = await prova(voci[1]!.id)
  expect(dopo.map((m) => [m.canale, m.stato, m.indirizzo, m.motivo])).toEqual([
    ['email', 'escluso', null, NON_USABILE],
    ['sms', 'escluso', null, NON_USABILE],
  ])
  expect(await scheda(poi)).toMatchObject({ stato: 'assegnato' })
  // handed over it carries no address
  await cm.call(convocazioniApi.annulla, { id: voci[1]!.id, motivo: 'In un altro modo' })
  const mano = await convoca([poi], { canali: ['lettera', 'a-mano'] })
  expect((await prova(mano.voci[0]!.id)).map((m) => [m.canale, m.stato])).toEqual([
    ['lettera', 'escluso'],
    ['a-mano', 'in-uscita'],
  ])
}, 60_000)

test('another member is reached by what is his own and never through the applicant; at home, as the rules of both allow', async () => {
  const sociale = await as(t, await nuovoUtente(t, mio, [{ ruolo: 'assistente-sociale', comune }]))
  const famiglie = [finto('Berta', '1979-04-05'), finto('Gisella', '1979-05-06'), finto('Ottavia', '1979-06-07')].map(
    (f) => [f, finto('Ugo', '1977-04-05', 'M')],
  )
  const sui = { 'E-mail': 'ugo@example.it', Cellulare: '333 7654321' }
  await importa(
    t,
    cp,
    famiglie.flatMap((f, n) => {
      const [lei, lui] = nucleo(f)
      return [{ ...lei!, ...conEmail(`lei${n}@example.it`) }, n === 2 ? { ...lui!, ...sui } : lui!]
    }),
    { comune },
  )
  const ids: string[] = []
  for (const f of famiglie) ids.push((await casoDi(cp, f[0]!)).id)
  const [libera, cauta, anche] = ids as [string, string, string]
  await cp.call(casiApi.assegna, { voci: ids.map((casoId) => ({ casoId, utenteId: cm.utenteId })) })
  await lavora(t)
  const { personaId } = await scheda(cauta)
  await sociale.call(personeApi.apri, { id: personaId!, motivo: 'vigilanza', dettaglio: 'Prova' })
  for (const regola of ['mai-telefono', 'mai-a-casa'])
    await sociale.call(fattiApi.registra, {
      ...{ id: personaId!, tipo: 'contatto-sicuro', dati: { regola }, fonte: 'persona', dal: '2026-01-01' },
    } as never)
  const usati = async (casoId: string, solo: boolean) => {
    const { nucleo: tutti } = await scheda(casoId)
    const componenteId = solo ? tutti.find((m) => m.nome.endsWith('Ugo'))!.id : null
    const { minuti: _m, ...vista } = await base([], {
      canali: ['email', 'sms', 'lettera', 'a-mano'],
      modo: 'tutti',
      voci: [{ casoId, componenteId, giorno: '2026-03-09', ora: '09:30' }],
    })
    return (await cm.call(convocazioniApi.anteprima, vista as never)).voci[0]!.usati
  }
  expect(await usati(libera, false)).toEqual(['email', 'sms', 'lettera', 'a-mano'])
  expect(await usati(libera, true)).toEqual(['lettera', 'a-mano'])
  expect(await usati(cauta, false)).toEqual(['email', 'a-mano'])
  expect(await usati(cauta, true)).toEqual(['a-mano'])
  // what is his own
  expect(await usati(anche, true)).toEqual(['email', 'sms', 'lettera', 'a-mano'])
})

test('not too soon, not too near, not two comuni; another’s household is not there', async () => {
  const [a] = (await casi([{ p: finto(), altro: conEmail('a@example.it') }])) as [string]
  const crea = async (lei: Caller, altro: object) => lei.raw(convocazioniApi.crea, (await base([a], altro)) as never)
  expect(await crea(cm, { voci: [{ casoId: a, giorno: '2026-03-04', ora: '09:30' }] })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('almeno 3 giorni') },
  })
  await convoca([a])
  expect(await crea(cm, { voci: [{ casoId: a, giorno: '2026-03-12', ora: '09:30' }] })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('09/03/2026') },
  })
  const altra = await as(t, await nuovoUtente(t, mio, [{ ruolo: 'case-manager', comune }]))
  expect((await crea(altra, {})).status).toBe(404)
  const [v] = (await cm.call(convocazioniApi.elenco, { caso: a })).voci
  expect((await altra.raw(convocazioniApi.leggi, { id: v!.id })).status).toBe(404)
  expect((await cp.raw(convocazioniApi.leggi, { id: v!.id })).status).toBe(403)
})

test('notice and distance are those of the measure where it says them, of the ambito otherwise', async () => {
  const [a] = (await casi([{ p: finto(), altro: conEmail('misura@example.it') }])) as [string]
  /** Another version of its measure, that says this of convocations. */
  const dice = async (convocazione: object) => {
    const tutto = { azione: 'prova', ambito: mio.id, comuni: mio.comuni, fascicolo: true }
    const questa = await inCtx(t.deps, tutto, async (ctx) => {
      const { rows } = await sql<{ id: string }>`select versione_id as id from caso where id = ${a}`.execute(ctx.tx)
      return rows[0]!.id
    })
    const nuova = await inCtx(t.deps, { azione: 'prova', nazionale: true }, async (ctx) => {
      const { rows } = await sql<{ id: string }>`
        insert into misura_versione (misura_id, numero, stato, etichetta, dal, al, nota, definizione)
        select misura_id, (select max(numero) + 1 from misura_versione), 'scartata', etichetta, dal, al, nota, definizione || ${JSON.stringify({ convocazione: { ...convocazione, fonte: 'Prova', segno: 'K' } })}::jsonb
          from misura_versione where id = ${questa} returning id`.execute(ctx.tx)
      return rows[0]!.id
    })
    await inCtx(t.deps, tutto, (ctx) => sql`update caso set versione_id = ${nuova} where id = ${a}`.execute(ctx.tx))
  }
  const impedimento = async (giorno: string) => {
    const { minuti: _m, ...vista } = await base([a], { voci: [{ casoId: a, giorno, ora: '09:30' }] })
    return (await cm.call(convocazioniApi.anteprima, vista)).voci[0]!.impedimento
  }
  expect(await impedimento('2026-03-03')).toContain('almeno 3 giorni')
  await dice({ preavvisoGiorni: 1 })
  expect(await impedimento('2026-03-03')).toBeNull()
  expect(await impedimento('2026-03-02')).toContain('almeno un giorno')
  await convoca([a], { voci: [{ casoId: a, giorno: '2026-03-03', ora: '09:30' }] })
  // what it does not say stays as the ambito has it
  expect(await impedimento('2026-03-08')).toContain('almeno 7 giorni')
  await dice({ preavvisoGiorni: 5, distanzaGiorni: 2 })
  expect(await impedimento('2026-03-06')).toContain('almeno 5 giorni')
  expect(await impedimento('2026-03-08')).toBeNull()
})

test('free hours of the agenda are taken, and given back; the office sees that they are taken and not by whom', async () => {
  const suo = {
    comuneId: comune,
    ufficioId: ufficio,
    settimana: '1' as const,
    dalle: '09:00',
    alle: '11:00',
    minuti: 30,
    dal: OGGI,
  }
  await cm.call(disponibilitaApi.crea, suo)
  expect((await cm.raw(disponibilitaApi.crea, { ...suo, dalle: '10:30', alle: '12:00' })).status).toBe(409)
  await cm.call(disponibilitaApi.assente, { comuneId: comune, dal: '2026-03-16', al: '2026-03-17' })
  const libere = async () =>
    (await cm.call(disponibilitaApi.libere, { dal: '2026-03-09', quanti: 6 })).voci.map((s) => `${s.giorno} ${s.ora}`)
  expect(await libere()).toEqual([
    '2026-03-09 09:00',
    '2026-03-09 09:30',
    '2026-03-09 10:00',
    '2026-03-09 10:30',
    '2026-03-23 09:00',
    '2026-03-23 09:30',
  ])
  const [a, b] = (await casi([
    { p: finto(), altro: conEmail('x@example.it') },
    { p: finto(), altro: conEmail('y@example.it') },
  ])) as [string, string]
  const { voci } = await convoca([a, b], {
    ufficioId: ufficio,
    voci: [
      { casoId: a, giorno: '2026-03-09', ora: '09:00' },
      { casoId: b, giorno: '2026-03-09', ora: '09:30' },
    ],
  })
  expect((await libere()).slice(0, 2)).toEqual(['2026-03-09 10:00', '2026-03-09 10:30'])
  const sportello = await as(t, await nuovoUtente(t, mio, [{ ruolo: 'assistente-sociale', comune }]))
  const settimana = { dal: '2026-03-09', al: '2026-03-09', operatore: cm.utenteId }
  expect((await sportello.call(agendaApi.list, settimana)).voci.map((x) => [x.ora, x.persona, x.caso])).toEqual([
    ['09:00', null, null],
    ['09:30', null, null],
  ])
  await cm.call(convocazioniApi.annulla, { id: voci[0]!.id, motivo: 'Cambiato giorno' })
  expect((await libere())[0]).toBe('2026-03-09 09:00')
  // two at once on the same hour: the second is refused
  const terzo = (await casi([{ p: finto(), altro: conEmail('z@example.it') }]))[0]!
  const r = await cm.raw(convocazioniApi.crea, (await base([terzo], { ufficioId: ufficio })) as never)
  expect(r).toMatchObject({ status: 409 })
})

test('at the desk: who is awaited and nothing more; a meeting moves the caso and its terms, a no-show needs its convocation, a reason its document', async () => {
  const p = finto('Clotilde', '1980-01-01')
  const [a, b] = (await casi([
    { p, altro: conEmail('c@example.it') },
    { p: finto(), altro: conEmail('d@example.it') },
  ])) as [string, string]
  const attesi = async (testo: string) => (await rri.call(incontriApi.attesi, { testo })).voci
  expect((await attesi(p.cf))[0]).toMatchObject({ casoId: a, primo: true, entro: '2026-04-11', giorno: null })
  expect(Object.keys((await attesi(p.cf))[0]!).sort()).toEqual(
    [
      'casoId',
      'codiceFiscale',
      'componenti',
      'comune',
      'convocato',
      'convocazioneId',
      'entro',
      'giorno',
      'misura',
      'ora',
      'personaId',
      'primo',
      'richiedente',
    ].sort(),
  )
  expect((await rri.raw(incontriApi.registra, { id: a, esito: 'assente', giorno: OGGI })).status).toBe(409)
  const { voci } = await convoca([a, b])
  await parte()
  await quando('2026-03-09')
  expect((await attesi(p.cf))[0]).toMatchObject({ giorno: '2026-03-09', ora: '09:30', convocazioneId: voci[0]!.id })
  expect((await cm.call(convocazioniApi.elenco, { anche: 'senza-esito' })).voci.map((v) => v.casoId)).toEqual(
    expect.arrayContaining([a, b]),
  )
  const [m] = (await attesi(p.cf))[0]!.componenti
  await rri.call(incontriApi.registra, {
    id: a,
    esito: 'tenuto',
    giorno: '2026-03-09',
    ora: '09:40',
    luogo: 'Sportello',
    presenti: [m!.id],
  })
  const s = await scheda(a)
  expect(s).toMatchObject({ stato: 'presentato' })
  expect(s.incontri).toMatchObject([{ esito: 'tenuto', ora: '09:40', presenti: [expect.stringContaining('Clotilde')] }])
  expect(s.termini.find((x) => x.id === 'primo-incontro')).toMatchObject({ luce: 'adempiuto', adempiuto: '2026-03-09' })
  expect((await cm.call(convocazioniApi.leggi, { id: voci[0]!.id })).esito).toBe('presentato')
  // the other did not come, and could not: until when is not known, and the clock stands still
  await rri.call(incontriApi.registra, { id: b, esito: 'assente', giorno: '2026-03-09' })
  expect((await cm.call(convocazioniApi.leggi, { id: voci[1]!.id })).esito).toBe('assente')
  const giustifica = { id: b, giorno: '2026-03-09', motivo: 'malattia' }
  expect((await cm.raw(mieiCasiApi.giustifica, { ...giustifica, documento: ' ' } as never)).status).toBe(400)
  expect((await cm.raw(mieiCasiApi.giustifica, { ...giustifica, motivo: 'vacanza', documento: 'x' })).status).toBe(422)
  await cm.call(mieiCasiApi.giustifica, { ...giustifica, documento: 'Certificato 12/2026' })
  expect((await scheda(b)).termini.find((x) => x.id === 'primo-incontro')!.luce).toBe('fermo')
  expect((await scheda(b)).incontri.map((i) => `${i.esito} ${i.motivo}`).sort()).toEqual([
    'assente null',
    'giustificato Malattia o infortunio documentati',
  ])
  // registered by mistake: the convocation waits again
  const evento = s.storia.find((e) => e.titolo === 'Primo incontro')!.eventoId!
  await cm.call(mieiCasiApi.annullaEvento, { id: a, evento, motivo: 'Era un’altra famiglia' })
  expect((await scheda(a)).incontri).toEqual([])
  expect((await cm.call(convocazioniApi.leggi, { id: voci[0]!.id })).esito).toBeNull()
})
