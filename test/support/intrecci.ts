// Two acts that meet, at every point where they can: the first is stopped before one of its questions to the database, the second goes as far
// as it can (to its end, or until it waits for what the first holds), then the first goes on. On PostgreSQL; the embedded engine has one
// session, so there one act simply follows the other.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Link } from '../../src/server/kernel/db.ts'
import type { TestApp } from './app.ts'

interface Fermata {
  /** Before each question of the act that is stopped. */
  domanda(): Promise<void>
}
const chi = new AsyncLocalStorage<Fermata>()

/** Questions are counted from here on, of whoever is in a `Fermata`. */
function ascolta(t: TestApp): () => void {
  const { db } = t.deps
  const connetti = db.connect.bind(db)
  const suo = async (): Promise<Link> => {
    const [link, fermata] = [await connetti(), chi.getStore()]
    if (!fermata) return link
    return {
      query: async (testo, valori) => {
        await fermata.domanda()
        return link.query(testo, valori)
      },
      exec: async (testo) => {
        await fermata.domanda()
        return link.exec(testo)
      },
      release: (rotto) => link.release(rotto),
    }
  }
  Object.assign(db, { connect: suo })
  return () => void Object.assign(db, { connect: connetti })
}

const aspetta = (ms: number) => new Promise((r) => setTimeout(r, ms))

/** Until `altro` has ended, or somebody waits for a lock. */
async function finoInFondo(t: TestApp, altro: Promise<unknown>): Promise<void> {
  let finito = false
  void altro.then(() => {
    finito = true
  })
  for (let volte = 0; !finito && volte < 2; ) {
    await aspetta(4)
    const { rows } = await t.owner.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' limit 1",
    )
    // twice: what waits for a moment is not stopped
    volte = rows.length > 0 ? volte + 1 : 0
  }
}

export interface Incontro<A, B> {
  /** Before which question of the first; 0 where they simply follow one another. */
  passo: number
  a: PromiseSettledResult<A>
  b: PromiseSettledResult<B>
}

/** One meeting, or undefined when the first act has not so many questions. */
async function incontro<A, B>(t: TestApp, passo: number, a: () => Promise<A>, b: () => Promise<B>) {
  let [fatte, arrivato] = [0, false]
  const riprendi = Promise.withResolvers<void>()
  const fermo = Promise.withResolvers<void>()
  const domanda = async () => {
    if (++fatte !== passo) return
    arrivato = true
    fermo.resolve()
    await riprendi.promise
  }
  const smetti = ascolta(t)
  try {
    const primo = chi.run({ domanda }, () => Promise.allSettled([a()]))
    await Promise.race([fermo.promise, primo])
    const secondo = Promise.allSettled([b()])
    await finoInFondo(t, secondo)
    riprendi.resolve()
    const [[diA], [diB]] = await Promise.all([primo, secondo])
    return { arrivato, incontro: { passo, a: diA, b: diB } satisfies Incontro<A, B> }
  } finally {
    smetti()
  }
}

/**
 * The acts at each meeting: `prepara` gives the two of them new things to act upon each time, `verifica` looks at what has become of those.
 * Answers before which question the last has been. Before one in `ogni` alone, where each meeting costs much.
 */
export async function ogniIncontro<S, A, B>(
  t: TestApp,
  prepara: (passo: number) => Promise<S>,
  a: (s: S) => Promise<A>,
  b: (s: S) => Promise<B>,
  verifica: (s: S, i: Incontro<A, B>) => Promise<void>,
  ogni = 1,
): Promise<number> {
  if (t.deps.db.kind === 'pglite') {
    const s = await prepara(0)
    const [diA] = await Promise.allSettled([a(s)])
    const [diB] = await Promise.allSettled([b(s)])
    await verifica(s, { passo: 0, a: diA!, b: diB! })
    return 1
  }
  // the first question opens the scope, and holds nothing
  for (let passo = 2; ; passo += ogni) {
    const s = await prepara(passo)
    const fatto = await incontro(
      t,
      passo,
      () => a(s),
      () => b(s),
    )
    try {
      await verifica(s, fatto.incontro)
    } catch (e) {
      throw new Error(`Before the question ${passo} of the first act: ${(e as Error).message}`, { cause: e })
    }
    if (!fatto.arrivato) return passo - 1
  }
}
