// Every act × every role, read from the policy table and from the contracts: a new endpoint is covered on arrival.
// And never a row of another ambito, whatever the endpoint.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCsv } from '../src/server/kernel/read-csv.ts'
import { caricaMisure } from '../src/server/misure/carica-misure.ts'
import { moduli } from '../src/server/modules.ts'
import { contratti } from '../src/server/openapi.ts'
import { caricaQuestionari } from '../src/server/parametri/carica-questionari.ts'
import type { Endpoint } from '../src/shared/kernel/endpoint.ts'
import { type Ambito, asRuolo, type Caller, type TestApp, testApp } from './support/app.ts'
import { FISSI, riempiOgniTabella } from './support/ogni-tabella.ts'
import { ambitoConPatti } from './support/patti.ts'
import { finta } from './support/richiesta-finta.ts'

const roles = readCsv('elenco-ruoli.csv')
const policy = new Map(readCsv('ruoli.csv').map((r) => [r.azione!, r]))
const endpoints = contratti()

let t: TestApp
let mio: Ambito
let altrui: Ambito
const callers = new Map<string, Caller>()
beforeAll(async () => {
  t = await testApp()
  // with every section open: what is refused is refused because it is another's
  mio = await conTutto()
  altrui = await conTutto()
  for (const r of roles) {
    const comune = r.territorio === 'comune' ? { comune: mio.comuni[0]! } : {}
    callers.set(r.sigla!, await asRuolo(t, r.territorio === 'nazionale' ? null : mio, { ruolo: r.ruolo!, ...comune }))
  }
})
afterAll(() => t.close())

/** A value of the right shape for each part; what the handler then says of it does not matter here. */
const dummy = (e: Endpoint): Record<string, unknown> =>
  Object.fromEntries(Object.keys(e.params?.properties ?? {}).map((k) => [k, randomUUID()]))

/** An ambito with every section open. */
const conTutto = () => ambitoConPatti(t, 2, true)

const send = (
  c: Caller,
  e: Endpoint,
  input: Record<string, unknown> = dummy(e),
  headers: Record<string, string> = {},
) => c.raw(e, input as never, { headers, ...(e.upload ? { file: Buffer.from('x') } : {}) })

describe('every endpoint asks for an act that the policy table has', () => {
  test.each(endpoints)('$modulo $nome', ({ e }) => {
    expect(e.azione === 'pubblico' || e.azione === 'sessione' || policy.has(e.azione)).toBe(true)
  })
  test('and every act of the table is asked for by some endpoint, or belongs to what is yet to come', () => {
    const doors = moduli.flatMap((m) => m.porte ?? []).flatMap((p) => p.azioni)
    const used = new Set([...endpoints.map(({ e }) => e.azione as string), ...doors])
    expect([...policy.keys()].filter((a) => !used.has(a))).toEqual([])
  })
})

const guarded = endpoints.filter(({ e }) => e.azione !== 'pubblico' && e.azione !== 'sessione')
describe.each(guarded)('$e.azione: $e.method $e.path', ({ e }) => {
  test.each(roles)('$nome', async ({ sigla }) => {
    const r = await send(callers.get(sigla!)!, e)
    if (policy.get(e.azione)![sigla!]) expect([401, 403], JSON.stringify(r.body)).not.toContain(r.status)
    else {
      expect(r.status).toBe(403)
      expect(r.body).toMatchObject({ codice: 'azione-non-consentita' })
    }
    expect(r.status, JSON.stringify(r.body)).toBeLessThan(500)
  })
  test('nobody without a session', async () => {
    const r = await send({ ...callers.get('AA')!, raw: (await import('./support/app.ts')).anonimo(t).raw } as Caller, e)
    expect(r.status).toBe(401)
  })
})

describe('a request that does not come from a page of ours changes nothing', () => {
  test.each(endpoints.filter(({ e }) => e.method !== 'GET'))('$e.method $e.path', async ({ e }) => {
    const r = await send(callers.get('AA')!, e, dummy(e), { 'x-trama': '' })
    expect(r.body).toMatchObject({ status: 403, codice: 'richiesta-non-sicura' })
    const s = await send(callers.get('AA')!, e, dummy(e), { 'sec-fetch-site': 'cross-site' })
    expect(s.body).toMatchObject({ status: 403, codice: 'richiesta-non-sicura' })
  })
})

/** What the row of each table is, where the catalogue does not tell and `FISSI` neither. */
const DI_UN_ALTRO: Readonly<Record<string, unknown>> = {
  'utente.data_nascita': '1980-01-01',
  'utente.luogo_nascita_id': 'H501',
  'utente.genere': 'F',
  'utente.stesso_di': undefined,
  'assegnazione.sostituisce_id': undefined,
  'avviso_flussi.periodo': '2026-01',
  'caso_avviso_notte.livello': 'guasto',
  'comunicazione.riferimento': 'M-00000000000A',
  'patto_erogazione.ore': 1,
  'concessa_flussi.periodo': '2026-01',
  'conferma_flussi.tabella': 'regione-t0',
  'cooperazione_inps.codice': 'a'.repeat(20),
  'convocazione.minuti': 30,
  // not on the days of the one that is there
  'delega_comune.dal': '2018-02-01',
  'delega_comune.al': '2018-02-02',
  'domanda_raccolta.numero': 'D-2026-0000000A',
  'ente_flussi.sede': 'H501',
  'esito_flusso.codice': 'ERRORE',
  'fonte_flussi.motivo': 'altro',
  'minore_flussi.gettone': 'A'.repeat(20),
  'patrono.dal_anno': 2020,
  'patrono.giorno': '06-24',
  // of a person, who has one: of two checks the catalogue gives either first
  'richiesta_ambito_documento.tipo': 'codice-fiscale',
  'scheda_minore.gettone': 'A'.repeat(20),
}
/** Columns where its one identifier stands too: their mothers are written by nobody here. */
const ALTRI_SUOI = ['convocazione_invio.modello_versione_id', 'richiesta_ambito_documento.persona_id']

describe('a row of another ambito is as if it were not there', () => {
  // one identifier for a row of every kind: whatever table an :id means, there it is another's
  const altro = randomUUID()
  let piene: string[] = []
  const tutto = () => ({ azione: 'prova', ambito: altrui.id, comuni: altrui.comuni, intero: true, fascicolo: true })
  beforeAll(async () => {
    await caricaMisure(t.deps)
    await caricaQuestionari(t.deps)
    const righe = await riempiOgniTabella(t, altrui, {
      sezioni: ['ambito', ...readCsv('sezioni.csv').map((x) => x.sezione!)],
      id: altro,
      utente: altro,
      persona: altro,
      altra: randomUUID(),
      parole: () => undefined,
      fissi: { ...FISSI, ...DI_UN_ALTRO, ...Object.fromEntries(ALTRI_SUOI.map((c) => [c, altro])) },
    })
    piene = [...righe.keys()].map((x) => x.nome)
  })
  test('there is one in every table that protects rows of an ambito', async () => {
    const { rows } = await t.deps.db.inScope(tutto(), (tx) =>
      sql`select nome from kernel.tabella_protetta where tipo <> 'nazionale' and nome <> all (${piene})`.execute(tx),
    )
    expect(rows).toEqual([])
  })
  /** The first who has the act over a territory: who has it over the nation may see it. */
  const granted = (e: Endpoint) => {
    const riga = policy.get(e.azione)!
    return roles.find((r) => riga[r.sigla!] && riga[r.sigla!] !== 'nazionale')
  }
  const chi = (e: Endpoint) => callers.get(granted(e)!.sigla!)!
  const suoi = guarded.filter(({ e }) => granted(e))
  // before the attempts, which the register of accesses tells
  const elenchi = suoi.filter(({ e }) => e.method === 'GET' && !e.params)
  test.each(elenchi)('$e.method $e.path', async ({ e }) => {
    const r = await send(chi(e), e)
    expect(JSON.stringify(r.body ?? null)).not.toContain(altro)
  })
  const withId = suoi.filter(({ e }) => e.params && Object.keys(e.params.properties).includes('id'))
  const nonSuo = (e: Endpoint) => roles.find((r) => !policy.get(e.azione)![r.sigla!] && r.territorio !== 'nazionale')
  let lasciaTraccia = 0
  test.each(withId)('$e.method $e.path, and every refusal leaves its trace', async ({ e }) => {
    const before = await fingerprint()
    await tracce()
    const attese: object[] = []
    const prova = async (c: Caller) => {
      const x = { id: altro, testo: 'prova', comune: mio.comuni[0]! }
      // of the comuni, which everybody may read, one that is not there
      const input = { ...finta(e.body, x), ...finta(e.query, x), ...finta(e.params, { ...x, comune: 'Z999' }, true) }
      const r = await send(c, e, input)
      expect(r.status, JSON.stringify(r.body)).toBeGreaterThanOrEqual(400)
      expect(r.status, JSON.stringify(r.body)).toBeLessThan(500)
      const { codice } = r.body as { codice: string }
      if (r.status === 403 || r.status === 404 || codice === 'motivo-richiesto')
        attese.push({ chi: c.utenteId, azione: e.azione, oggetto: e.path, id: chiesto(e, input), motivo: codice })
    }
    await prova(chi(e))
    // whoever has not the act is told so first, whatever he asks for
    const senza = nonSuo(e)
    if (senza) {
      await prova(callers.get(senza.sigla!)!)
      expect(attese).not.toEqual([])
    }
    expect(await fingerprint()).toBe(before)
    expect(await tracce()).toEqual(attese)
    if (attese.length > 1) lasciaTraccia++
  })
  // of the others a made-up body stops the request at how it is written: their trace is that of who has not the act
  test('of four in five at least, also for whose it is', () => {
    expect(lasciaTraccia / withId.length).toBeGreaterThan(0.8)
  })
  /** Whose folder, or which row, the request asks for: an id in the body may be missing from one that is made up. */
  const chiesto = (e: Endpoint, input: Record<string, unknown>) => {
    const detto = String(input[e.soggetto?.campo ?? 'id'] ?? input.id)
    return /^[0-9a-f-]{36}$/i.test(detto) || (e.params && (e.soggetto?.campo ?? 'id') in e.params.properties)
      ? detto
      : ''
  }
  /** The refusals written since the last time, in order. */
  let ultima = 0
  const tracce = () =>
    t.deps.db.inScope({ azione: 'registro.accessi', ambito: mio.id, intero: true }, async (tx) => {
      const { rows } = await sql<{
        n: number
        chi: string
        azione: string
        oggetto: string
        id: string
        motivo: string
      }>`
        select id as n, utente_id as chi, azione, oggetto, oggetto_id as id, motivo from kernel.registro_accessi
         where id > ${ultima} and esito = 'negato' order by n`.execute(tx)
      ultima = rows.at(-1)?.n ?? ultima
      return rows.map(({ n, ...resto }) => resto)
    })
  /** Nothing of the other ambito has changed: its last entry in the register is still the last. */
  const fingerprint = () =>
    t.deps.db.inScope(tutto(), async (tx) => {
      const { rows } = await sql<{
        n: number
      }>`select coalesce(max(id), 0) as n from kernel.registro_modifiche where ambito_id = ${altrui.id}`.execute(tx)
      return rows[0]!.n
    })
})
