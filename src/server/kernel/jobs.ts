// Work outside a request, on pg-boss: queued in the transaction that asks for it, retried, scheduled.
// A job declares its name, what it carries and how it runs; each run opens its own scope.
import { PgBoss } from 'pg-boss'
import type { Deps, Evento, JobQueue } from './context.ts'
import type { Database } from './db.ts'

export interface Job {
  nome: string
  /** Cron expression in Italian time, for what runs by itself. */
  ogni?: string
  /** How long a run may take, in hours, before it is taken for dead and another one begins; without it a quarter of an hour. At most 24. */
  ore?: number
  run(deps: Deps, dati: Record<string, unknown>): Promise<void>
}

export interface RunningJobs extends JobQueue {
  /** All that is needed to enqueue what another process will run. */
  ensureQueues(jobs: readonly Job[]): Promise<void>
  start(deps: Deps, jobs: readonly Job[]): Promise<void>
  stop(): Promise<void>
  /**
   * Runs everything queued now, in order: for tests and the command line. What fails stays in the queue, to be tried again, and stops
   * nothing of the rest; the first reason is thrown at the end.
   */
  drain(deps: Deps, jobs: readonly Job[]): Promise<number>
}

/** pg-boss speaks through our own connections, so that on PGlite it waits its turn like everyone. */
const executor = (db: Database) => ({
  async executeSql(text: string, values: unknown[] = []) {
    const link = await db.connect()
    try {
      if (values.length > 0) return { rows: (await link.query(text, values)).rows }
      // several statements in one text (pg-boss wraps its own transactions): rows of all, flattened
      return { rows: (await link.exec(text)).flat() }
    } catch (e) {
      await link.exec('rollback').catch(() => {})
      throw e
    } finally {
      link.release()
    }
  },
})

/** No job has this id. */
const NESSUNO = '00000000-0000-0000-0000-000000000000'

export function createJobs(db: Database, onError: (e: unknown) => void): RunningJobs {
  const boss = new PgBoss({
    db: executor(db) as never,
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    supervise: true,
    schedule: true,
  })
  boss.on('error', onError)
  // those that are there, and that boss has looked up: whoever enqueues inside his transaction would make it look on a second
  // connection, which on PGlite waits for the first
  const pronte = new Set<string>()
  const ensureQueues = async (jobs: readonly Job[]) => {
    const mancano = jobs.filter((j) => !pronte.has(j.nome))
    if (mancano.length === 0) return
    const create = new Map((await boss.getQueues()).map((q) => [q.name, q.expireInSeconds]))
    for (const { nome, ore = 0.25 } of mancano) {
      const expireInSeconds = ore * 3600
      if (!create.has(nome)) await boss.createQueue(nome, { retryLimit: 5, retryBackoff: true, expireInSeconds })
      else if (create.get(nome) !== expireInSeconds) await boss.updateQueue(nome, { expireInSeconds })
      await boss.getJobById(nome, NESSUNO)
      pronte.add(nome)
    }
  }
  /** The queues with something that could run now. */
  const inAttesa = async () => {
    const { rows } = await executor(db).executeSql(
      "select distinct name from pgboss.job where state < 'active' and not blocked and start_after <= pgboss.job_now()",
    )
    return new Set(rows.map((r) => (r as { name: string }).name))
  }
  return {
    ensureQueues,
    async start(deps, jobs) {
      await ensureQueues(jobs)
      await boss.start()
      for (const j of jobs) {
        await boss.work(j.nome, { pollingIntervalSeconds: db.kind === 'pglite' ? 2 : 1 }, async (batch) => {
          // the queue keeps why it failed and tries again: whoever reads the log must know it too
          for (const item of batch)
            await j.run(deps, (item.data ?? {}) as Record<string, unknown>).catch((e) => {
              onError(e)
              throw e
            })
        })
        if (j.ogni) await boss.schedule(j.nome, j.ogni, {}, { tz: 'Europe/Rome' })
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
    async enqueue(exec, eventi: Evento[]) {
      for (const e of eventi)
        await boss.send(e.nome, e.dati, {
          db: { executeSql: (text: string, values?: unknown[]) => exec(text, values ?? []) } as never,
        })
    },
    async drain(deps, jobs) {
      let n = 0
      const guasti: unknown[] = []
      await ensureQueues(jobs)
      let piene = await inAttesa()
      for (const j of jobs) {
        while (piene.has(j.nome)) {
          const batch = await boss.fetch(j.nome)
          // taken by another process in the meantime
          if (batch.length === 0) break
          for (const item of batch) {
            try {
              await j.run(deps, (item.data ?? {}) as Record<string, unknown>)
              await boss.complete(j.nome, item.id)
              n++
            } catch (e) {
              guasti.push(e)
              await boss.fail(j.nome, item.id, { message: e instanceof Error ? e.message : String(e) })
            }
          }
          // and what those runs have asked for
          piene = await inAttesa()
        }
      }
      if (guasti.length > 0) throw guasti[0]
      return n
    },
  }
}
