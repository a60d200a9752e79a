// What every integration test starts from: an application on a real database, an ambito of its own, someone signed in,
// a clock to move. Nothing is mocked.
import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { buildApp } from '../../src/server/app.ts'
import { type Caller, caller, signIn } from '../../src/server/kernel/call.ts'
import type { Deps } from '../../src/server/kernel/context.ts'
import { createJobs, type RunningJobs } from '../../src/server/kernel/jobs.ts'
import type { Owner } from '../../src/server/kernel/migrate.ts'
import type { Modulo } from '../../src/server/kernel/modulo.ts'
import { moduli } from '../../src/server/modules.ts'
import { baseDelFile, nuovaBase } from './database.ts'

export { type Caller, type CallOptions, Refused } from '../../src/server/kernel/call.ts'

export interface TestApp {
  app: FastifyInstance
  deps: Deps
  owner: Owner
  jobs: RunningJobs
  /** Moves the one clock. */
  clock: { set(iso: string): void; advance(minutes: number): void }
  close(): Promise<void>
}

export async function testApp(
  options: {
    moduli?: readonly Modulo[]
    altre?: (app: FastifyInstance, deps: Deps) => void | Promise<void>
    /** Another installation: a database of its own, with nothing of this file's. */
    altrove?: boolean
  } = {},
): Promise<TestApp> {
  const base = options.altrove ? await nuovaBase() : await baseDelFile()
  const { db, owner } = base
  let now = new Date('2026-03-02T09:00:00Z')
  const jobs = createJobs(db, (e) => {
    throw e
  })
  const deps: Deps = { db, clock: () => now, jobs, verificaRisposte: true }
  const app = await buildApp({
    deps,
    moduli: options.moduli ?? moduli,
    ...(options.altre ? { altre: (a: FastifyInstance) => options.altre?.(a, deps) } : {}),
  })
  return {
    app,
    deps,
    owner,
    jobs,
    clock: {
      set: (iso) => {
        now = new Date(iso)
      },
      advance: (minutes) => {
        now = new Date(now.getTime() + minutes * 60_000)
      },
    },
    close: async () => {
      await app.close()
      if (options.altrove) await base.close()
    },
  }
}

let serial = Math.floor(Math.random() * 500)

export interface Ambito {
  id: string
  codice: string
  /** Belfiore codes of its comuni. */
  comuni: string[]
}

/** A fresh ambito with `n` comuni of its own, since 2018: production tenancy is test isolation. */
export async function nuovoAmbito(t: TestApp, n = 3): Promise<Ambito> {
  const id = randomUUID()
  const codice = `P${randomBytes(4).toString('hex')}`
  return t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, async (tx) => {
    await sql`insert into regione (id, nome) values ('12', 'Lazio') on conflict do nothing`.execute(tx)
    await sql`insert into ambito (id, codice, nome, regione_id, dimostrativo, dal) values (${id}, ${codice}, ${`Ambito ${codice}`}, '12', true, '2018-01-01')`.execute(
      tx,
    )
    const comuni: string[] = []
    while (comuni.length < n) {
      serial++
      const belfiore = `${'NOPQRSTUVWXY'[Math.floor(serial / 1000) % 12]}${String(serial % 1000).padStart(3, '0')}`
      const { rows } =
        await sql`insert into comune (id, nome, dal) values (${belfiore}, ${`Comune di prova ${belfiore}`}, '1900-01-01') on conflict do nothing returning id`.execute(
          tx,
        )
      if (rows.length === 0) continue
      await sql`insert into ambito_comune (ambito_id, comune_id, dal) values (${id}, ${belfiore}, '2018-01-01')`.execute(
        tx,
      )
      comuni.push(belfiore)
    }
    return { id, codice, comuni }
  })
}

export interface Incarico {
  ruolo: string
  /** Absent: the whole ambito (or the nation). */
  comune?: string
  stato?: 'preparata' | 'abilitata' | 'sospesa'
  dal?: string
  al?: string
}

/** An accredited user with these assignments. Synthetic; the codice fiscale only needs to be unique here. */
export async function nuovoUtente(
  t: TestApp,
  ambito: Ambito | null,
  incarichi: (Incarico | string)[],
  stato = 'inserito',
  codiceFiscale = `PRV${randomBytes(7).toString('hex').slice(0, 13)}`.toUpperCase(),
): Promise<{ id: string; codiceFiscale: string }> {
  const id = randomUUID()
  await t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true, operatore: 'prove' }, async (tx) => {
    await sql`insert into utente (id, ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, stato)
      values (${id}, ${ambito?.id ?? null}, ${codiceFiscale}, 'Prova', 'Utente', '1980-01-01', 'H501', 'F', ${stato})`.execute(
      tx,
    )
    for (const raw of incarichi) {
      const i = typeof raw === 'string' ? { ruolo: raw } : raw
      await sql`insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, stato, dal, al)
        values (${ambito?.id ?? null}, ${id}, ${i.ruolo}, ${i.comune ?? null}, ${i.stato ?? 'abilitata'}, ${i.dal ?? '2019-01-01'}, ${i.al ?? null})`.execute(
        tx,
      )
    }
  })
  return { id, codiceFiscale }
}

/** Signs a user in (as the SPID login does) and calls endpoints by their contracts. */
export const as = (t: TestApp, utente: { id?: string; codiceFiscale: string }): Promise<Caller> =>
  signIn(t.app, t.deps, utente.codiceFiscale)

/** One user, one role, signed in. */
export async function asRuolo(t: TestApp, ambito: Ambito | null, ...incarichi: (Incarico | string)[]): Promise<Caller> {
  return as(t, await nuovoUtente(t, ambito, incarichi))
}

/** What no scope shows, as the owner of the database reads it. */
export async function daProprietario(t: TestApp, testo: string) {
  // the embedded engine has one connection, which is the login role by now
  await t.owner.exec('reset role')
  try {
    return (await t.owner.query(testo)).rows
  } finally {
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
  }
}

/** Someone without a session. */
export const anonimo = (t: TestApp): Caller => caller(t.app)
