// Every act × every role, read from the policy table and from the contracts: a new endpoint is covered on arrival.
// And never a row of another ambito, whatever the endpoint.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { Create } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCsv } from '../src/server/kernel/read-csv.ts'
import { moduli } from '../src/server/modules.ts'
import { contratti } from '../src/server/openapi.ts'
import { diarioApi } from '../src/shared/cartella/diario.api.ts'
import type { Endpoint } from '../src/shared/kernel/endpoint.ts'
import { type Ambito, asRuolo, type Caller, type TestApp, testApp } from './support/app.ts'
import { nuovaPersona, operatore, presaInCarico } from './support/cartella.ts'
import { ambitoConPatti } from './support/patti.ts'

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

/** A body as the contract wants it, where one can be made without knowing what it says: or the request would stop there. */
const corpo = (e: Endpoint): object => {
  try {
    return e.body ? (Create(e.body) as object) : {}
  } catch {
    return {}
  }
}

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

describe('a row of another ambito is as if it were not there', () => {
  // a row of each kind that an :id may mean, beneficiaries' too
  const tabelle = ['adesione', 'allegato', 'delega', 'diario_voce', 'persona', 'presa_in_carico', 'ufficio', 'utente']
  const foreign = new Map<string, string>()
  const tutto = () => ({ azione: 'prova', ambito: altrui.id, comuni: altrui.comuni, intero: true, fascicolo: true })
  beforeAll(async () => {
    await asRuolo(t, altrui, 'amministratore-ambito')
    const [comune] = altrui.comuni as [string]
    const sociale = await operatore(t, altrui, 'assistente-sociale', comune)
    const persona = await nuovaPersona(sociale, comune)
    await presaInCarico(t, altrui, comune, persona, sociale.utenteId)
    await sociale.call(diarioApi.scrivi, {
      id: persona,
      specie: 'diario',
      completa: true,
      giorno: '2026-03-01',
      tipo: 'nota',
      blocchi: [{ tipo: 'fatto', testo: 'Altrui' }],
    })
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, ambito: altrui.id }, async (tx) => {
      await sql`insert into ufficio (ambito_id, nome) values (${altrui.id}, 'Altrui')`.execute(tx)
      await sql`insert into allegato (ambito_id, nome, tipo, bytes, sha256) values (${altrui.id}, 'x', 'application/pdf', 1, 'x')`.execute(
        tx,
      )
    })
    await t.deps.db.inScope(tutto(), async (tx) => {
      for (const nome of tabelle) {
        const { rows } = await sql<{
          id: string
        }>`select id::text as id from ${sql.table(nome)} where ambito_id = ${altrui.id} limit 1`.execute(tx)
        foreign.set(nome, rows[0]!.id)
      }
    })
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
    const testo = JSON.stringify(r.body ?? null)
    expect([...foreign].filter(([, id]) => testo.includes(id))).toEqual([])
  })
  const withId = suoi.filter(({ e }) => e.params && Object.keys(e.params.properties).includes('id'))
  const nonSuo = (e: Endpoint) => roles.find((r) => !policy.get(e.azione)![r.sigla!] && r.territorio !== 'nazionale')
  let lasciaTraccia = 0
  test.each(withId)('$e.method $e.path, and every refusal leaves its trace', async ({ e }) => {
    const before = await fingerprint()
    await tracce()
    const attese: object[] = []
    const prova = async (c: Caller, nome: string, id: string) => {
      const input = { ...dummy(e), ...corpo(e), id }
      const r = await send(c, e, input)
      expect([200, 201], `${nome} ${JSON.stringify(r.body)}`).not.toContain(r.status)
      const { codice } = r.body as { codice: string }
      if (r.status === 403 || r.status === 404 || codice === 'motivo-richiesto')
        attese.push({ chi: c.utenteId, azione: e.azione, oggetto: e.path, id: chiesto(e, input), motivo: codice })
    }
    for (const [nome, id] of foreign) await prova(chi(e), nome, id)
    // whoever has not the act is told so first, whatever he asks for
    const senza = nonSuo(e)
    if (senza) {
      await prova(callers.get(senza.sigla!)!, senza.sigla!, foreign.get('utente')!)
      expect(attese).not.toEqual([])
    }
    expect(await fingerprint()).toBe(before)
    expect(await tracce()).toEqual(attese)
    if (attese.length > 1) lasciaTraccia++
  })
  // of the others a made-up body stops the request at how it is written: their trace is that of who has not the act
  test('of two in five at least, also for whose it is', () => {
    expect(lasciaTraccia / withId.length).toBeGreaterThan(0.4)
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
