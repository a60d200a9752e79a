// A2.22 and the second phase: the request of the office is on file, with its document, before anyone is enabled.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adesione, luoghiDiNascita, persona, rifiuto } from '../../../test/support/accreditamento.ts'
import { asRuolo, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { utentiApi } from '../../shared/accesso/utenti.api.ts'
import { richiesteFormaliApi as api } from '../../shared/accreditamento/richieste-formali.api.ts'
import { POCHE } from '../kernel/ricerca.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiDiNascita(t)
})
afterAll(() => t.close())

const scena = async () => {
  const a = await nuovoAmbito(t)
  return { a, admin: await asRuolo(t, a, 'amministratore-ambito') }
}
const dati = (comune: string | null = null, altro: object = {}) => ({
  comune,
  ufficio: 'Servizi sociali',
  protocollo: '123/2026',
  data: '2026-02-20',
  ...altro,
})
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')

describe('the formal request', () => {
  test('A2.22: is registered with office, protocol, date and document, and shows who was enabled under it', async () => {
    const { a, admin } = await scena()
    await adesione(t, a, a.comuni[0]!)
    const { id } = await admin.call(api.create, dati(a.comuni[0]))
    await admin.call(api.caricaDocumento, { id, nome: 'richiesta.pdf' } as never, { file: pdf })
    await admin.call(utentiApi.create, {
      ...persona(),
      assegnazioni: ['case-manager', 'coordinatore-patto'].map((ruolo) => ({ ruolo, comune: a.comuni[0]! })),
      richiestaFormaleId: id,
    })
    const scheda = await admin.call(api.leggi, { id })
    expect(scheda).toMatchObject({
      ente: `Comune di Comune di prova ${a.comuni[0]}`,
      documento: true,
      nomeDocumento: 'richiesta.pdf',
      utenti: 1,
      assegnazioni: 2,
      registrataDa: 'Utente Prova',
    })
    expect(scheda.ruoli.map((r) => r.ruolo)).toEqual([
      'Coordinatore per il Patto per l’Inclusione Sociale',
      'Case manager',
    ])
    const documento = await admin.call(api.scaricaDocumento, { id })
    expect(Buffer.from(documento.contenuto as Uint8Array)).toEqual(pdf)
    expect(documento.tipo).toContain('application/pdf')
  })
  test('the type of the document is its content, not its name', async () => {
    const { admin } = await scena()
    const { id } = await admin.call(api.create, dati())
    const carica = (file: Buffer, nome: string) =>
      rifiuto(admin.call(api.caricaDocumento, { id, nome } as never, { file }))
    expect((await carica(Buffer.from('<html>ciao</html>'), 'nota.pdf')).status).toBe(415)
    expect((await carica(Buffer.from('PK\x03\x04qualcosa'), 'nota.p7m')).status).toBe(415)
    const eml = Buffer.from('Received: da qui\r\nFrom: a@example.it\r\nSubject: nota\r\n\r\ntesto\r\n')
    expect((await carica(eml, 'nota.eml')).status).toBe(200)
    const p7m = Buffer.concat([Buffer.from('3080', 'hex'), Buffer.from('06092a864886f70d010702a080', 'hex'), pdf])
    expect((await carica(p7m, 'nota.pdf.p7m')).status).toBe(200)
    expect((await carica(Buffer.from(p7m.toString('base64')), 'nota.pdf.p7m')).status).toBe(200)
    expect((await carica(Buffer.alloc(11 * 1024 * 1024, 37), 'grande.pdf')).status).toBe(413)
  })
  test('is not registered twice, nor for a comune outside, nor in the future; and is corrected by version', async () => {
    const { a, admin } = await scena()
    const altro = await nuovoAmbito(t)
    const { id, versione } = await admin.call(api.create, dati(a.comuni[0]))
    expect(await rifiuto(admin.call(api.create, dati(a.comuni[0])))).toMatchObject({ status: 409, campo: 'protocollo' })
    expect((await rifiuto(admin.call(api.create, dati(a.comuni[1])))).status).toBe(200)
    expect(await rifiuto(admin.call(api.create, dati(altro.comuni[0])))).toMatchObject({ campo: 'comune' })
    expect(await rifiuto(admin.call(api.create, dati(null, { data: '2026-03-03' })))).toMatchObject({ campo: 'data' })
    await admin.call(api.update, { id, ...dati(a.comuni[0], { protocollo: '124' }), versione })
    expect((await rifiuto(admin.call(api.update, { id, ...dati(a.comuni[0]), versione }))).status).toBe(412)
    expect((await admin.call(api.list, { protocollo: '124' })).voci.map((v) => v.id)).toEqual([id])
  })
  test('pages by key from the newest; another ambito sees none of it', async () => {
    const [{ admin }, altra] = [await scena(), await scena()]
    for (let n = 1; n <= 5; n++)
      await admin.call(api.create, dati(null, { protocollo: String(n), data: `2026-02-0${n}` }))
    const prima = await admin.call(api.list, { limite: 3 })
    expect(prima.voci.map((v) => v.protocollo)).toEqual(['5', '4', '3'])
    const poi = await admin.call(api.list, { limite: 3, dopo: prima.prossima! })
    expect(poi).toMatchObject({ prossima: null })
    expect(poi.voci.map((v) => v.protocollo)).toEqual(['2', '1'])
    expect((await rifiuto(altra.admin.call(api.leggi, { id: prima.voci[0]!.id }))).status).toBe(404)
  })
  test('by the beginning of a protocol it has the same order and the same pages, whether it is of few or of many', async () => {
    const { a, admin } = await scena()
    const quante = POCHE + 100
    const id = (n: number) => `00000000-0000-4000-8002-${String(n).padStart(12, '0')}`
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, ambito: a.id }, async (tx) => {
      await sql`insert into richiesta_formale (id, ambito_id, comune_id, ufficio, protocollo, data)
        select ('00000000-0000-4000-8002-' || lpad(n::text, 12, '0'))::uuid, ${a.id}, case when n % 3 = 0 then ${a.comuni[0]} end, 'Servizi sociali',
               case when n % 6 = 5 then 'X' else 'Prot' end || n, date '2026-02-01' + n / 50
          from generate_series(0, ${quante - 1}::int) n`.execute(tx)
    })
    const tutte = async (f: object) => {
      const viste: string[] = []
      let dopo: string | undefined
      do {
        const p = await admin.call(api.list, { ...f, limite: 200, ...(dopo && { dopo }) })
        viste.push(...p.voci.map((v) => v.id))
        dopo = p.prossima ?? undefined
      } while (dopo)
      return viste
    }
    const attese = (vale: (n: number) => boolean) =>
      Array.from({ length: quante }, (_, n) => quante - 1 - n)
        .filter(vale)
        .map(id)
    const molte = (n: number) => n % 6 !== 5
    expect(attese(molte).length).toBeGreaterThanOrEqual(POCHE)
    expect(await tutte({ protocollo: 'PROT' })).toEqual(attese(molte))
    expect(await tutte({ protocollo: 'prot', comune: a.comuni[0]! })).toEqual(attese((n) => molte(n) && n % 3 === 0))
    expect(await tutte({ protocollo: 'prot1' })).toEqual(attese((n) => molte(n) && String(n).startsWith('1')))
    expect(await tutte({ protocollo: '1' })).toEqual([])
  })
  test('the Super Utente registers one in the ambito he has chosen', async () => {
    const { a } = await scena()
    const su = await asRuolo(t, null, 'super-utente')
    expect((await rifiuto(su.call(api.create, dati()))).codice).toBe('ambito-da-scegliere')
    const { id } = await su.call(api.create, dati(), { headers: { 'trama-ambito': a.id } })
    expect((await su.call(api.leggi, { id })).ente).toBe(`Ambito ${a.codice}`)
  })
})
