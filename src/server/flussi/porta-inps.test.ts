// INPS at the door, through the network interface: what it takes, what it tells us, whose it never sees, and why it is not let in.
import { createLocalJWKSet } from 'jose'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type TestApp, testApp } from '../../../test/support/app.ts'
import { genera, importa, lavora, luoghiFlussi, type ScenaFlussi, scenaFlussi } from '../../../test/support/flussi.ts'
import { csv, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { cooperazioneApi } from '../../shared/flussi/cooperazione.api.ts'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import { minoreDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { campiPianiMinore, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { FlussoWaas } from '../../shared/flussi/waas.contratto.ts'
import { moduli } from '../modules.ts'
import { jobArrivi } from './carichi-file.ts'
import { flussi, riprendi } from './modulo.ts'
import { ADESSO, AUDIENCE, EMITTENTE, FINALITA, insiemeDi, nuovaChiave, voucher } from './pdnd.fixture.ts'
import { portaInps } from './porta-inps.ts'
import { assertFlusso, leggiTutto } from './prova.fixture.ts'

const chiave = nuovaChiave('uno')
let t: TestApp
beforeAll(async () => {
  const pdnd = { emittente: EMITTENTE, chiavi: createLocalJWKSet(await insiemeDi(chiave)) }
  t = await testApp({ moduli: [...moduli.filter((m) => m !== flussi), { ...flussi, porte: [portaInps(() => pdnd)] }] })
  await luoghiFlussi(t)
  await lavora(t)
})
afterAll(() => t.close())

interface Porta {
  audience: string
  /** Base path of the ente. */
  base: string
}

async function accendi(s: Pick<ScenaFlussi, 'chi' | 'ente'>, audience = `${AUDIENCE}/${s.ente}`): Promise<Porta> {
  await s.chi.call(cooperazioneApi.imposta, { ente: s.ente, audience, finalita: [FINALITA], attiva: true })
  const { impostazione } = await s.chi.call(cooperazioneApi.leggi, { ente: s.ente })
  return { audience, base: new URL(impostazione!.indirizzo).pathname }
}

async function scena(righe: string[][]): Promise<ScenaFlussi & { porta: Porta }> {
  const s = await scenaFlussi(t)
  if (righe.length > 0) await importa(t, s, csv(righe), 'Contributi')
  const porta = await accendi(s)
  return { ...s, porta }
}

async function pubblica(s: ScenaFlussi) {
  const { id } = await s.chi.call(cooperazioneApi.pubblica, { ente: s.ente })
  await lavora(t)
  return s.chi.call(generazioniApi.leggi, { id })
}

const chiama = async (
  p: Porta,
  dove: string,
  o: { audience?: string; token?: string; corpo?: object | string } = {},
) => {
  const token = o.token ?? (await voucher(chiave, { aud: o.audience ?? p.audience }, {}, t.deps.clock()))
  const r = await t.app.inject({
    method: o.corpo === undefined ? 'GET' : 'POST',
    url: `${p.base}${dove}`,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(o.corpo !== undefined && { 'content-type': 'application/json' }),
    },
    ...(o.corpo !== undefined && { payload: o.corpo }),
  })
  const json = String(r.headers['content-type'] ?? '').includes('json')
  return { status: r.statusCode, body: json ? r.json() : r.body, headers: r.headers }
}
const prendi = async (p: Porta, since: number, limit = 10): Promise<FlussoWaas[]> => {
  const r = await chiama(p, `/flussi?since=${since}&limit=${limit}`)
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  for (const f of r.body.elenco_flussi) await assertFlusso(xml(f), f.id_flusso)
  return r.body.elenco_flussi
}
const xml = (f: FlussoWaas) => Buffer.from(f.flusso, 'base64').toString()
const chiamate = async (s: ScenaFlussi) => (await s.chi.call(cooperazioneApi.chiamate, { ente: s.ente })).voci
const registro = async (s: ScenaFlussi) =>
  (
    await t.deps.db.inScope({ azione: 'registro.accessi', ambito: s.a.id, intero: true }, (tx) =>
      sql<{ esito: string; azione: string; oggettoId: string; motivo: string }>`
        select esito, azione, oggetto_id, motivo from kernel.registro_accessi where azione like 'waas.%' order by id desc limit 5`.execute(
        tx,
      ),
    )
  ).rows
const conti = async (s: ScenaFlussi) => (await s.chi.call(prestazioniApi.quadro, { ente: s.ente })).voci

test('what is ready becomes flows of one, that INPS takes in order, page after page, each once', async () => {
  const s = await scena([
    rigaBuona(1),
    rigaBuona(1, { Protocollo: '2025/A2' }),
    rigaBuona(2),
    rigaBuona(3, { Importo: '' }),
  ])
  expect(await prendi(s.porta, 0)).toEqual([])
  expect(await pubblica(s)).toMatchObject({ stato: 'conclusa', flussi: 3, prestazioni: 3 })
  const presi: FlussoWaas[] = []
  for (let since = 0; ; ) {
    const pagina = await prendi(s.porta, since, 2)
    if (pagina.length === 0) break
    presi.push(...pagina)
    since = Date.parse(pagina.at(-1)!.ts_flusso)
  }
  expect(presi.map((f) => f.id_flusso.slice(-8))).toEqual(['.0000001', '.0000002', '.0000003'])
  const istanti = presi.map((f) => Date.parse(f.ts_flusso))
  expect(new Set(istanti).size).toBe(3)
  expect([...istanti].sort((a, b) => a - b)).toEqual(istanti)
  for (const f of presi) {
    const { prestazioni, intestazione } = await leggiTutto(xml(f))
    expect(prestazioni).toHaveLength(1)
    expect(intestazione?.nome).toBe(f.id_flusso)
    expect(f.tipo).toBe('PS_PSA_SINA')
  }
  // the clock stands still: those that follow come after all the same, and the numbers go on
  await importa(t, s, csv([rigaBuona(4)]), 'Altri')
  await pubblica(s)
  const [quarto] = await prendi(s.porta, istanti.at(-1)!)
  expect(quarto!.id_flusso).toMatch(/\.0000004$/)
  // a file for the upload and these have one line of numbers
  await importa(t, s, csv([rigaBuona(5)]), 'Altri ancora')
  expect((await genera(t, s)).flussi[0]!.nome).toMatch(/\.0000005$/)
  expect(await prendi(s.porta, 0, 100)).toHaveLength(4)
  const stato = await s.chi.call(cooperazioneApi.leggi, { ente: s.ente })
  expect(stato).toMatchObject({ pubblicati: 4, daPrendere: 0, pronte: 0 })
  expect((await s.chi.call(cooperazioneApi.pubblicati, { ente: s.ente, stato: 'preso' })).voci).toHaveLength(4)
  // a run that died is taken up by who looks for them; one that comes late makes nothing twice
  await importa(t, s, csv([rigaBuona(6)]), 'Ultimi')
  const { id } = await s.chi.call(cooperazioneApi.pubblica, { ente: s.ente })
  await t.deps.db.inScope({ azione: 'prova', ambito: s.a.id, comuni: [s.comune] }, (tx) =>
    sql`update generazione_flussi set corsa = gen_random_uuid() where id = ${id}`.execute(tx),
  )
  t.clock.advance(1)
  await riprendi(t.deps, 0)
  expect(await s.chi.call(generazioniApi.leggi, { id })).toMatchObject({ stato: 'conclusa', flussi: 1 })
  await lavora(t)
  expect(await prendi(s.porta, 0, 100)).toHaveLength(5)
})

test('cards of minors are taken one by one, without saying whose, and accepted like the rest', async () => {
  const s = await scena([rigaBuona(1)])
  const campi = campiPianiMinore.flatMap(({ percorso }) => {
    const valore = percorso === 'idBeneficiario' ? undefined : leggiPercorso(minoreDiProva(), percorso)
    return valore === undefined ? [] : [{ campo: percorso, valore }]
  })
  for (const riferimento of ['Fascicolo 12', 'Fascicolo 13'])
    await s.chi.call(minoriApi.create, { ente: s.ente, riferimento, campi })
  expect(await s.chi.call(cooperazioneApi.leggi, { ente: s.ente })).toMatchObject({ pronte: 1, minoriPronti: 2 })
  const { id } = await s.chi.call(cooperazioneApi.pubblica, { ente: s.ente, tipo: 'SINBA' })
  await lavora(t)
  expect(await s.chi.call(generazioniApi.leggi, { id })).toMatchObject({ stato: 'conclusa', flussi: 2, prestazioni: 2 })
  const presi = await prendi(s.porta, 0)
  expect(presi.map((f) => [f.tipo, /\.SINBA\.\d{8}\.\d{7}$/.test(f.id_flusso)])).toEqual([
    ['SINBA', true],
    ['SINBA', true],
  ])
  for (const f of presi) {
    expect(xml(f)).not.toMatch(/fascicolo/i)
    const { minori, prestazioni, intestazione } = await leggiTutto(xml(f))
    expect([minori.length, prestazioni.length, intestazione?.nome]).toEqual([1, 0, f.id_flusso])
  }
  // what is ready of the other kind waits for its own turn, on the same line of numbers and moments
  await pubblica(s)
  const [dopo] = await prendi(s.porta, Date.parse(presi.at(-1)!.ts_flusso))
  expect(dopo).toMatchObject({ tipo: 'PS_PSA_SINA', id_flusso: expect.stringMatching(/\.PS\.\d{8}\.0000003$/) })
  const esito = (f: FlussoWaas, codice_esito: string) => ({
    id_flusso: f.id_flusso,
    tipo: f.tipo,
    ts_flusso: f.ts_flusso,
    ts_acquisizione: f.ts_flusso,
    codice_esito,
    ...(codice_esito === 'OK' && { id_acquisizione_siuss: '77' }),
  })
  const corpo = { elenco_esiti: [esito(presi[0]!, 'OK'), esito(presi[1]!, 'DATI_NON_TROVATI')] }
  expect((await chiama(s.porta, '/esiti', { corpo })).status).toBe(204)
  const { voci } = await s.chi.call(minoriApi.list, { ente: s.ente })
  expect(voci.map((v) => v.stato).sort()).toEqual(['accettata', 'rifiutata'])
  await expect(s.chi.call(cooperazioneApi.pubblica, { ente: s.ente, tipo: 'SINBA', banca: 'PSA' })).rejects.toThrow()
})

test('a correction leaves before what takes its place', async () => {
  const s = await scena([rigaBuona(10)])
  await pubblica(s)
  const [prima] = await prendi(s.porta, 0)
  const [p] = (await s.chi.call(prestazioniApi.list, { ente: s.ente })).voci
  await s.chi.call(prestazioniApi.cancella, {
    id: p!.id,
    motivo: 'Importo sbagliato',
    campi: [{ campo: 'importo', valore: '99,00' }],
  })
  await pubblica(s)
  const dopo = await prendi(s.porta, Date.parse(prima!.ts_flusso))
  const operazioni = (quali: FlussoWaas[]) =>
    Promise.all(quali.map(async (f) => (await leggiTutto(xml(f))).prestazioni[0]!.tipoOperazione ?? 'I'))
  // what takes its place waits until INPS has taken the cancellation
  expect(await operazioni(dopo)).toEqual(['C'])
  expect(await pubblica(s)).toMatchObject({ flussi: 0 })
  const [c] = dopo
  const ok = { id_flusso: c!.id_flusso, tipo: c!.tipo, ts_flusso: c!.ts_flusso, ts_acquisizione: c!.ts_flusso }
  const corpo = { elenco_esiti: [{ ...ok, codice_esito: 'OK', id_acquisizione_siuss: '78' }] }
  expect((await chiama(s.porta, '/esiti', { corpo })).status).toBe(204)
  await pubblica(s)
  expect(await operazioni(await prendi(s.porta, Date.parse(c!.ts_flusso)))).toEqual(['I'])
})

describe('outcomes by cooperation', () => {
  const esito = (f: FlussoWaas, codice: string, altro: object = {}) => ({
    id_flusso: f.id_flusso,
    tipo: f.tipo,
    ts_flusso: f.ts_flusso,
    ts_acquisizione: '2026-03-02T10:00:00.000Z',
    codice_esito: codice,
    ...altro,
  })
  test('are taken in once, a refusal brings the prestazione back in INPS’s words, what is not ours is kept and not refused', async () => {
    const s = await scena([rigaBuona(20), rigaBuona(21)])
    await pubblica(s)
    const [a, b] = await prendi(s.porta, 0)
    const elenco_esiti = [
      esito(a!, 'OK', { codice_siuss: '22738' }),
      esito(b!, 'DATI_NON_TROVATI', { descrizione_esito: 'Codice fiscale sconosciuto' }),
      esito({ ...a!, id_flusso: 'X999.PS.20260302.0000001' }, 'OK'),
      'non si legge',
    ]
    const r = await chiama(s.porta, '/esiti', { corpo: { elenco_esiti } })
    expect([r.status, r.body]).toEqual([204, ''])
    expect(await conti(s)).toMatchObject([{ rifiutate: 1, accettate: 1 }])
    const [tornata] = (await s.chi.call(prestazioniApi.list, { ente: s.ente, stato: 'rifiutata' })).voci
    expect(tornata!.difetti[0]!.frase).toContain('Codice fiscale sconosciuto')
    expect((await chiama(s.porta, '/esiti', { corpo: { elenco_esiti } })).status).toBe(204)
    expect(await conti(s)).toMatchObject([{ rifiutate: 1, accettate: 1 }])
    const [seconda, prima] = await chiamate(s)
    expect(prima).toMatchObject({ risorsa: 'esiti', accettati: 1, respinti: 1, giaNoti: 0 })
    expect(prima!.problemi).toHaveLength(2)
    expect(seconda).toMatchObject({ accettati: 0, respinti: 0, giaNoti: 2 })
    expect((await s.chi.call(cooperazioneApi.pubblicati, { ente: s.ente, stato: 'respinto' })).voci).toMatchObject([
      { motivo: 'Codice fiscale sconosciuto' },
    ])
  })
  test('for a flow of another ente change nothing there', async () => {
    const [mio, altro] = [await scena([rigaBuona(22)]), await scena([rigaBuona(23)])]
    await pubblica(mio)
    await pubblica(altro)
    const [suo] = await prendi(altro.porta, 0)
    expect((await chiama(mio.porta, '/esiti', { corpo: { elenco_esiti: [esito(suo!, 'OK')] } })).status).toBe(204)
    expect(await conti(altro)).toMatchObject([{ inFlusso: 1, accettate: 0 }])
    expect((await chiamate(mio))[0]!.problemi[0]).toContain('non è tra quelli generati qui')
  })
  test('without a list of a hundred at most nothing is taken in', async () => {
    const s = await scena([])
    for (const corpo of ['{', {}, { elenco_esiti: 'x' }, { elenco_esiti: Array(101).fill({}) }])
      expect(await chiama(s.porta, '/esiti', { corpo })).toMatchObject({
        status: 400,
        body: { status: 400, type: 'about:blank' },
      })
  })
})

describe('who is let in', () => {
  test('a voucher for one ente never opens another, also of the same comune', async () => {
    const s = await scena([rigaBuona(30)])
    await pubblica(s)
    const { id: ente } = await s.chi.call(entiApi.create, {
      comuneId: s.comune,
      tipo: 'attuatore',
      codice: 'F990',
      denominazione: 'Azienda Dimostrativa',
      sede: 'F205',
      codiceFiscaleOperatore: 'DMSSTT80A01F205X',
      gravita: {},
    })
    const altra = await accendi({ chi: s.chi, ente })
    expect(await prendi(altra, 0, 100)).toEqual([])
    expect((await chiama(altra, '/flussi?since=0', { audience: s.porta.audience })).status).toBe(401)
    expect((await s.chi.call(cooperazioneApi.chiamate, { ente })).voci[0]!.rifiuto).toContain('altro e-service')
    // what the query forgot, the policy would not
    const visti = await t.deps.db.inScope(
      { azione: 'waas.flussi', ambito: s.a.id, comuni: [s.comune], ente, fascicolo: true },
      (tx) => sql`select id from flusso`.execute(tx),
    )
    expect(visti.rows).toEqual([])
    expect(await rifiuto(accendi({ chi: s.chi, ente: s.ente }))).toMatchObject({ status: 412 })
  })
  test('the caller is told the status and nothing else; the ente reads why', async () => {
    const s = await scena([])
    const r = await chiama(s.porta, '/flussi?since=0', {
      token: await voucher(chiave, { aud: s.porta.audience, exp: 1 }),
    })
    expect(r.status).toBe(401)
    expect(Object.keys(r.body).sort()).toEqual(['instance', 'status', 'title', 'type'])
    expect(r.headers['content-type']).toContain('application/problem+json')
    expect(r.headers['www-authenticate']).toBe('Bearer')
    // knocking on and on does not make the register grow
    await chiama(s.porta, '/flussi?since=0', { token: await voucher(chiave, { aud: s.porta.audience, exp: 1 }) })
    expect(await chiamate(s)).toMatchObject([{ rifiuto: 'Il voucher è scaduto.' }])
    for (const base of ['/waas/v1/aaaaaaaaaaaaaaaaaaaa', '/waas/v1/F205'])
      expect(await chiama({ ...s.porta, base }, '/flussi?since=0')).toMatchObject({
        status: 401,
        body: { title: r.body.title },
      })
    expect((await chiama(s.porta, '/altro')).status).toBe(404)
  })
  test('as long as the cooperation is on, the adhesion is registered and the policy table says so', async () => {
    const s = await scena([])
    const esito = async () => (await chiama(s.porta, '/flussi?since=0')).status
    const ultima = async () => (await chiamate(s))[0]?.rifiuto ?? 'servita'
    const fai = (q: ReturnType<typeof sql>, nazionale = true) =>
      t.deps.db.inScope({ azione: 'prova.prepara', nazionale, operatore: 'prove' }, (tx) => q.execute(tx))
    expect(await esito()).toBe(200)
    await fai(
      sql`update adesione set al = '2026-03-01' where ambito_id = ${s.a.id} and tipo_adesione_id = 'protocollo-intesa'`,
    )
    expect(await esito()).toBe(403)
    await fai(sql`update adesione set al = null where ambito_id = ${s.a.id} and tipo_adesione_id = 'protocollo-intesa'`)
    // nothing of a closed comune is shown to anyone: the register alone says it
    expect(await ultima()).toBe('servita')
    expect((await registro(s)).at(0)).toMatchObject({
      esito: 'negato',
      motivo: expect.stringContaining('protocollo d’intesa'),
    })
    await fai(sql`delete from permesso_adesione where azione_id = 'waas.flussi'`)
    expect(await esito()).toBe(403)
    await fai(sql`delete from permesso where azione_id = 'waas.flussi'`)
    expect(await esito()).toBe(403)
    expect(await ultima()).toContain('tabella dei permessi')
    await fai(sql`insert into permesso values ('waas.flussi', 'fruitore-inps', 'comune')`)
    await fai(sql`insert into permesso_adesione values ('waas.flussi', 'fruitore-inps', 'protocollo-intesa', 'prova')`)
    expect(await esito()).toBe(200)
    const { impostazione } = await s.chi.call(cooperazioneApi.leggi, { ente: s.ente })
    const { audience, finalita, versione } = impostazione!
    await s.chi.call(cooperazioneApi.imposta, { ente: s.ente, audience, finalita, attiva: false, versione })
    expect(await esito()).toBe(403)
    expect(await ultima()).toContain('spenta')
    expect(await rifiuto(s.chi.call(cooperazioneApi.pubblica, { ente: s.ente }))).toMatchObject({ status: 409 })
  })
  test('what it does is in the registers as what a person does', async () => {
    const s = await scena([rigaBuona(31)])
    await pubblica(s)
    await prendi(s.porta, 0)
    const rows = await registro(s)
    expect(rows[0]).toMatchObject({ esito: 'consentito', azione: 'waas.flussi', oggettoId: s.ente })
    expect(rows[0]!.motivo).toContain(FINALITA)
  })
  test('a question that is not as the specification wants is told what is wrong', async () => {
    const s = await scena([])
    for (const domanda of [
      '',
      '?since=',
      '?since=-1',
      '?since=domani',
      '?since=0&limit=101',
      '?since=0&max_entries=x',
    ]) {
      const r = await chiama(s.porta, `/flussi${domanda}`)
      expect(r, domanda).toMatchObject({ status: 400, body: { status: 400 } })
      expect(r.body.detail).toMatch(/^(since|limit): /)
    }
    expect(await chiamate(s)).toMatchObject([{ rifiuto: 'La richiesta non era come la vuole la specifica.' }])
  })
  test('since after every moment, and limit zero, are answered with nothing', async () => {
    const s = await scena([rigaBuona(32)])
    await pubblica(s)
    expect(await prendi(s.porta, 0, 0)).toEqual([])
    expect((await chiama(s.porta, '/flussi?since=100000000000000000000&max_entries=5')).body).toEqual({
      elenco_flussi: [],
    })
  })
})

test('the moments are distinct and growing in the database itself', async () => {
  const s = await scena([rigaBuona(40), rigaBuona(41)])
  await pubblica(s)
  const scrivi = (istante: number) =>
    t.deps.db.inScope({ azione: 'flusso.genera', ambito: s.a.id, comuni: [s.comune], fascicolo: true }, (tx) =>
      sql`insert into flusso (comune_id, ente_id, generazione_id, canale, istante) select comune_id, ente_id, generazione_id, 'waas', ${istante}::bigint from flusso
        where ente_id = ${s.ente} limit 1`.execute(tx),
    )
  for (const istante of [ADESSO.getTime(), ADESSO.getTime() - 1000])
    await expect(scrivi(istante)).rejects.toMatchObject({ constraint: 'flusso_istante_cresce' })
  await scrivi(ADESSO.getTime() + 3_600_000)
})

test('anyone may ask whether it works, and not too often', async () => {
  const s = await scena([])
  const stato = () => t.app.inject({ method: 'GET', url: `${s.porta.base}/status` })
  const r = await stato()
  expect([r.statusCode, r.json()]).toMatchObject([200, { status: 200, type: 'about:blank' }])
  expect(r.headers['content-type']).toContain('application/problem+json')
  const risposte = await Promise.all(Array.from({ length: 300 }, stato))
  const troppe = risposte.find((x) => x.statusCode === 429)
  expect(troppe?.json()).toMatchObject({ status: 429, type: 'about:blank' })
  expect(troppe?.headers['retry-after']).toBeDefined()
})

test('calls are forgotten at their term, but the one that says up to where INPS has the flows', async () => {
  const s = await scena([rigaBuona(50)])
  await pubblica(s)
  await prendi(s.porta, 0)
  await prendi(s.porta, ADESSO.getTime() + 3_600_000)
  expect(await chiamate(s)).toHaveLength(2)
  const dopo = (anni: number) => {
    const clock = () => new Date(t.deps.clock().getTime() + anni * 366 * 86_400_000)
    return jobArrivi.run({ ...t.deps, clock }, {})
  }
  await dopo(1)
  expect(await chiamate(s)).toHaveLength(2)
  await dopo(3)
  expect(await chiamate(s)).toMatchObject([{ flussi: 1 }])
})
