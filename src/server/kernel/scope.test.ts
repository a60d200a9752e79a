// The kernel's promises, proved on a table of a section protected exactly as the product protects its own.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ambito, nuovoAmbito, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const code = async (p: Promise<unknown>) =>
  p.then(
    () => 'ok',
    (e: { code?: string }) => e.code ?? String(e),
  )

async function adesione(
  a: Ambito,
  comune: string | null,
  tipo = 'convenzione-ministero',
  dal = '2019-10-01',
  al: string | null = null,
) {
  const admin = await nuovoUtente(t, a, [])
  await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql`insert into adesione (ambito_id, comune_id, tipo_adesione_id, stato, firmatario, firmatario_qualifica, firmata_il, dal, al, registrata_da, registrata_il)
      values (${a.id}, ${comune}, ${tipo}, 'registrata', 'Anna Prova', ${comune ? 'sindaco' : 'legale-rappresentante-capofila'}, ${dal}, ${dal}, ${al}, ${admin.id}, now())`.execute(
      tx,
    ),
  )
}
async function delega(a: Ambito, comune: string, dal = '2019-10-01', al: string | null = null) {
  await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql`with d as (insert into delega (ambito_id, oggetto, protocollo, data) values (${a.id}, 'Delega', '1', ${dal}) returning id, data)
      insert into delega_comune (delega_id, data, ambito_id, comune_id, dal, al) select id, data, ${a.id}, ${comune}, ${dal}, ${al} from d`.execute(
      tx,
    ),
  )
}
/** Rows of the fixture tables, one for each comune, written by the job's own scope. */
async function righe(a: Ambito, tabella: 'prova_caso' | 'prova_controllo', assegnatario?: string) {
  for (const c of a.comuni)
    await t.deps.db
      .inScope({ azione: 'prova', ambito: a.id, comuni: [c] }, (tx) =>
        sql`insert into ${sql.table(tabella)} (ambito_id, comune_id, testo, assegnatario_id) values (${a.id}, ${c}, 'x', ${assegnatario ?? null})`.execute(
          tx,
        ),
      )
      .catch(() => {})
}
async function portata(utente: string, a: Ambito, azione: string, giorno = '2026-03-02') {
  return t.deps.db.inScope({ azione: 'prova', ambito: a.id }, async (tx) => {
    const { rows } = await sql<{ p: { intero: boolean; comuni: string[]; assegnati: string[] } | null }>`
      select to_jsonb(accesso.portata(${utente}, ${a.id}, ${azione}, ${giorno})) as p`.execute(tx)
    return rows[0]!.p
  })
}
const visti = async (a: Ambito, tabella: string, p: { comuni: string[]; assegnati: string[] }, utente?: string) =>
  t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: p.comuni, utente }, async (tx) => {
    await sql`select set_config('app.comuni_assegnati', ${`{${p.assegnati.join(',')}}`}, true)`.execute(tx)
    const { rows } = await sql<{ comuneId: string }>`select comune_id from ${sql.table(tabella)} order by 1`.execute(tx)
    return rows.map((r) => r.comuneId)
  })

describe('outside a scope nothing is possible', () => {
  test('the login role reads no table', async () => {
    for (const table of ['utente', 'ambito', 'kernel.registro_modifiche', 'accesso.sessione', 'prova_caso'])
      expect(await code(t.deps.db.call(`select 1 from ${table} limit 1`, [])), table).toBe('42501')
  })
  test('a request role reaches neither sessions nor the register of changes for writing', async () => {
    const a = await nuovoAmbito(t)
    const scope = { azione: 'prova', ambito: a.id, intero: true }
    expect(await code(t.deps.db.inScope(scope, (tx) => sql`select * from accesso.sessione`.execute(tx)))).toBe('42501')
    expect(await code(t.deps.db.inScope(scope, (tx) => sql`delete from kernel.registro_modifiche`.execute(tx)))).toBe(
      '42501',
    )
    expect(
      await code(t.deps.db.inScope(scope, (tx) => sql`update kernel.registro_accessi set motivo = 'x'`.execute(tx))),
    ).toBe('42501')
  })
  test('a national act cannot touch a table with data of beneficiaries', async () => {
    expect(
      await code(
        t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) => sql`select * from prova_caso`.execute(tx)),
      ),
    ).toBe('42501')
  })
})

describe('an ambito never sees another', () => {
  test('rows of another ambito are neither read, nor changed, nor written', async () => {
    const [a, b] = [await nuovoAmbito(t), await nuovoAmbito(t)]
    const u = await nuovoUtente(t, b, [])
    const scope = { azione: 'prova', ambito: a.id, intero: true }
    const n = await t.deps.db.inScope(scope, (tx) =>
      sql<{ n: number }>`select count(*) as n from utente where id = ${u.id}`.execute(tx),
    )
    expect(n.rows[0]!.n).toBe(0)
    expect(
      await code(
        t.deps.db.inScope(scope, (tx) =>
          sql`insert into ufficio (ambito_id, nome) values (${b.id}, 'Intruso')`.execute(tx),
        ),
      ),
    ).toBe('42501')
  })
})

describe('a statement that the connection keeps', () => {
  // one connection, so that what is kept is asked again by another
  const chiede = async (scope: Parameters<typeof t.deps.db.inScope>[0]) =>
    t.deps.db.inScope(scope, async (tx) => {
      const { rows } = await sql<{ comuneId: string }>`select comune_id from prova_caso order by 1`.execute(tx)
      return rows.map((r) => r.comuneId)
    })
  test('says to each who asks what is his, whoever has asked it before', async () => {
    const ambiti = [await nuovoAmbito(t, 2), await nuovoAmbito(t, 1)]
    for (const a of ambiti) {
      for (const c of a.comuni) await adesione(a, c)
      await righe(a, 'prova_caso')
    }
    // as many times as it takes for the engine to keep a plan, and some more
    for (let n = 0; n < 20; n++)
      for (const a of ambiti) {
        expect(await chiede({ azione: 'prova', ambito: a.id, comuni: a.comuni })).toEqual(a.comuni.toSorted())
        expect(await chiede({ azione: 'prova', ambito: a.id, comuni: a.comuni.slice(1) })).toEqual(a.comuni.slice(1))
        expect(await chiede({ azione: 'prova', ambito: a.id })).toEqual([])
      }
    // kept for a role, it opens nothing to another
    expect(await code(chiede({ azione: 'prova', nazionale: true }))).toBe('42501')
    expect(await code(t.deps.db.call('select comune_id from prova_caso order by 1', []))).toBe('42501')
    expect(await chiede({ azione: 'prova', ambito: ambiti[0]!.id, comuni: ambiti[0]!.comuni })).toEqual(
      ambiti[0]!.comuni.toSorted(),
    )
  })
})

describe('what opens the data of a comune', () => {
  test('A2.12, A2.13: without a registered convenzione no row is seen, with it only that comune’s', async () => {
    const a = await nuovoAmbito(t)
    const cp = await nuovoUtente(
      t,
      a,
      a.comuni.map((comune) => ({ ruolo: 'coordinatore-patto', comune })),
    )
    expect((await portata(cp.id, a, 'prova-caso.elenca'))!.comuni).toEqual([])
    await adesione(a, a.comuni[0]!)
    await righe(a, 'prova_caso')
    const p = (await portata(cp.id, a, 'prova-caso.elenca'))!
    expect(p.comuni).toEqual([a.comuni[0]])
    expect(await visti(a, 'prova_caso', p)).toEqual([a.comuni[0]])
    // even a scope that claims more cannot pass the table's own policy
    expect(await visti(a, 'prova_caso', { comuni: a.comuni, assegnati: [] })).toEqual([a.comuni[0]])
  })
  test('the convenzione of the ministry does not open cartella and flussi, nor do those wait for it', async () => {
    const a = await nuovoAmbito(t)
    await adesione(a, a.comuni[0]!, 'protocollo-intesa')
    const aperti = (s: string) =>
      t.deps.db.inScope(
        { azione: 'prova', ambito: a.id },
        async (tx) => (await sql<{ c: string[] }>`select accesso.comuni_aperti(${s}) as c`.execute(tx)).rows[0]!.c,
      )
    expect(await aperti('cartella')).toEqual([a.comuni[0]])
    expect(await aperti('flussi')).toEqual([a.comuni[0]])
    expect(await aperti('patti')).toEqual([])
    await adesione(a, a.comuni[1]!)
    expect(await aperti('patti')).toEqual([a.comuni[1]])
    expect(await aperti('cartella')).toEqual([a.comuni[0]])
  })
  test('A2.14: the PUC need their own convenzione and, since 2026, the act of the year', async () => {
    const a = await nuovoAmbito(t)
    const aperti = () =>
      t.deps.db.inScope(
        { azione: 'prova', ambito: a.id, adesso: new Date('2026-03-02') },
        async (tx) => (await sql<{ c: string[] }>`select accesso.comuni_aperti('puc') as c`.execute(tx)).rows[0]!.c,
      )
    await adesione(a, a.comuni[0]!, 'convenzione-puc')
    expect(await aperti()).toEqual([])
    await adesione(a, a.comuni[0]!, 'atto-annuale-puc', '2025-01-01', '2025-12-31')
    expect(await aperti()).toEqual([])
    await adesione(a, a.comuni[0]!, 'atto-annuale-puc', '2026-01-01', '2026-12-31')
    expect(await aperti()).toEqual([a.comuni[0]])
  })
  test('A2.13b: before the decree the national switch keeps the data closed', async () => {
    const a = await nuovoAmbito(t)
    await adesione(a, a.comuni[0]!, 'convenzione-ministero', '2019-05-01')
    const aperti = (giorno: string) =>
      t.deps.db.inScope(
        { azione: 'prova', ambito: a.id, adesso: new Date(`${giorno}T10:00:00Z`) },
        async (tx) => (await sql<{ c: string[] }>`select accesso.comuni_aperti('patti') as c`.execute(tx)).rows[0]!.c,
      )
    expect(await aperti('2019-06-01')).toEqual([])
    expect(await aperti('2019-09-02')).toEqual([a.comuni[0]])
  })
})

describe('delega to the ambito', () => {
  test('an ambito-wide pact role covers only the comuni with a delega valid that day', async () => {
    const a = await nuovoAmbito(t)
    await adesione(a, null)
    await delega(a, a.comuni[0]!)
    const cp = await nuovoUtente(t, a, ['coordinatore-patto'])
    expect((await portata(cp.id, a, 'prova-caso.elenca'))!.comuni).toEqual([a.comuni[0]])
  })
  test('registry checks are never delegated: neither roles nor the convenzione of the body reach them', async () => {
    const a = await nuovoAmbito(t)
    await adesione(a, null)
    for (const c of a.comuni) await delega(a, c)
    expect(await code(nuovoUtente(t, a, ['coordinatore-controlli']))).toBe('23514')
    const cca = await nuovoUtente(t, a, [{ ruolo: 'coordinatore-controlli', comune: a.comuni[0]! }])
    expect((await portata(cca.id, a, 'prova-controllo.assegna'))!.comuni).toEqual([])
    await adesione(a, a.comuni[0]!)
    expect((await portata(cca.id, a, 'prova-controllo.assegna'))!.comuni).toEqual([a.comuni[0]])
  })
  test('the end of a delega closes the view the day after', async () => {
    const a = await nuovoAmbito(t)
    await adesione(a, null)
    await delega(a, a.comuni[0]!, '2019-10-01', '2026-03-02')
    const cp = await nuovoUtente(t, a, ['coordinatore-patto'])
    expect((await portata(cp.id, a, 'prova-caso.elenca', '2026-03-02'))!.comuni).toEqual([a.comuni[0]])
    expect((await portata(cp.id, a, 'prova-caso.elenca', '2026-03-03'))!.comuni).toEqual([])
  })
})

describe('the reach of an act', () => {
  test('is the union of the territories of the assignments whose role grants that act, and of no other', async () => {
    const a = await nuovoAmbito(t)
    for (const c of a.comuni) await adesione(a, c)
    const u = await nuovoUtente(t, a, [
      { ruolo: 'coordinatore-controlli', comune: a.comuni[0]! },
      { ruolo: 'responsabile-controlli', comune: a.comuni[1]! },
    ])
    expect((await portata(u.id, a, 'prova-controllo.assegna'))!.comuni).toEqual([a.comuni[0]])
    expect((await portata(u.id, a, 'prova-controllo.verifica'))!.comuni).toEqual([a.comuni[1]])
    expect(await portata(u.id, a, 'prova-caso.elenca')).toBeNull()
  })
  test('R1.06: the same role in two comuni of one ambito reaches both', async () => {
    const a = await nuovoAmbito(t)
    for (const c of a.comuni) await adesione(a, c)
    const antonio = await nuovoUtente(
      t,
      a,
      [0, 1].map((i) => ({ ruolo: 'coordinatore-controlli', comune: a.comuni[i]! })),
    )
    expect((await portata(antonio.id, a, 'prova-controllo.assegna'))!.comuni.sort()).toEqual(
      a.comuni.slice(0, 2).sort(),
    )
  })
  test('«assegnati» reaches only the rows assigned to the user', async () => {
    const a = await nuovoAmbito(t)
    for (const c of a.comuni) await adesione(a, c)
    const [cm, altro] = [
      await nuovoUtente(t, a, [{ ruolo: 'case-manager', comune: a.comuni[0]! }]),
      await nuovoUtente(t, a, []),
    ]
    await righe(a, 'prova_caso', altro.id)
    const p = (await portata(cm.id, a, 'prova-caso.leggi'))!
    expect(p).toMatchObject({ comuni: [], assegnati: [a.comuni[0]] })
    expect(await visti(a, 'prova_caso', p, cm.id)).toEqual([])
    await righe(a, 'prova_caso', cm.id)
    expect(await visti(a, 'prova_caso', p, cm.id)).toEqual([a.comuni[0]])
  })
  test('a comune that leaves the ambito is out of reach', async () => {
    const a = await nuovoAmbito(t)
    for (const c of a.comuni) await adesione(a, c)
    const u = await nuovoUtente(t, a, [{ ruolo: 'coordinatore-patto', comune: a.comuni[0]! }])
    await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`update ambito_comune set al = '2025-12-31' where ambito_id = ${a.id} and comune_id = ${a.comuni[0]}`.execute(
        tx,
      ),
    )
    expect((await portata(u.id, a, 'prova-caso.elenca'))!.comuni).toEqual([])
  })
})

describe('the record', () => {
  test('detail tables open only under the fascicolo flag', async () => {
    const a = await nuovoAmbito(t)
    await adesione(a, a.comuni[0]!)
    const scope = { azione: 'prova', ambito: a.id, comuni: a.comuni }
    await t.deps.db.inScope({ ...scope, fascicolo: true }, (tx) =>
      sql`insert into prova_dettaglio (ambito_id, comune_id, testo) values (${a.id}, ${a.comuni[0]}, 'x')`.execute(tx),
    )
    const n = (fascicolo: boolean) =>
      t.deps.db.inScope(
        { ...scope, fascicolo },
        async (tx) => (await sql`select 1 from prova_dettaglio`.execute(tx)).rows.length,
      )
    expect(await n(false)).toBe(0)
    expect(await n(true)).toBe(1)
  })
  test('a child row is visible if its parent is', async () => {
    const a = await nuovoAmbito(t)
    await adesione(a, a.comuni[0]!)
    await righe(a, 'prova_caso')
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni }, (tx) =>
      sql`insert into prova_nota (caso_id, testo) select id, 'nota' from prova_caso`.execute(tx),
    )
    const n = (comuni: string[]) =>
      t.deps.db.inScope(
        { azione: 'prova', ambito: a.id, comuni },
        async (tx) => (await sql`select 1 from prova_nota`.execute(tx)).rows.length,
      )
    expect(await n(a.comuni)).toBe(1)
    expect(await n([])).toBe(0)
  })
})

describe('the register of changes', () => {
  test('carries who, under which act, and only what changed', async () => {
    const a = await nuovoAmbito(t)
    const u = await nuovoUtente(t, a, ['amministratore-ambito'])
    const scope = { azione: 'ufficio.gestisci', ambito: a.id, intero: true, utente: u.id }
    await t.deps.db.inScope(scope, async (tx) => {
      await sql`insert into ufficio (nome, telefono) values ('Sportello', '06')`.execute(tx)
      await sql`update ufficio set telefono = '07'`.execute(tx)
      await sql`update ufficio set telefono = '07'`.execute(tx)
    })
    const { rows } = await t.deps.db.inScope(scope, (tx) =>
      sql<
        Record<string, unknown>
      >`select operazione, azione, utente_id, prima, dopo from kernel.registro_modifiche where tabella = 'ufficio' order by id`.execute(
        tx,
      ),
    )
    expect(rows).toHaveLength(2)
    expect(rows[1]).toMatchObject({
      operazione: 'modifica',
      azione: 'ufficio.gestisci',
      utenteId: u.id,
      prima: { telefono: '06' },
      dopo: { telefono: '07' },
    })
  })
  test('the content of tables with beneficiaries is shown to no administrator', async () => {
    const a = await nuovoAmbito(t)
    await adesione(a, a.comuni[0]!)
    await righe(a, 'prova_caso')
    const { rows } = await t.deps.db.inScope({ azione: 'registro.modifiche', ambito: a.id, intero: true }, (tx) =>
      sql`select 1 from kernel.registro_modifiche where tabella = 'prova_caso'`.execute(tx),
    )
    expect(rows).toHaveLength(0)
  })
})
