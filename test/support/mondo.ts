// What a user sees of the product, whole: every endpoint that reads, asked with every id and every word he could try.
// The requests leave no trace (each transaction is rolled back), so that two looks at the same world are the same look.
import type { FastifyInstance } from 'fastify'
import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { buildApp } from '../../src/server/app.ts'
import { type Caller, caller } from '../../src/server/kernel/call.ts'
import type { Database } from '../../src/server/kernel/db.ts'
import { moduli } from '../../src/server/modules.ts'
import { contratti } from '../../src/server/openapi.ts'
import { Binario, type Endpoint } from '../../src/shared/kernel/endpoint.ts'
import type { Ambito, TestApp } from './app.ts'

class Rollback extends Error {
  readonly value: unknown
  constructor(value: unknown) {
    super('rollback')
    this.value = value
  }
}

/** The same database, on which nothing that is done remains. */
function senzaTraccia(db: Database): Database {
  const annulla = async (run: () => Promise<unknown>) => {
    try {
      return await run()
    } catch (e) {
      if (e instanceof Rollback) return e.value
      throw e
    }
  }
  return {
    ...db,
    kind: db.kind,
    connect: () => db.connect(),
    call: (text, values) => db.call(text, values),
    contaRighe: () => db.contaRighe(),
    close: async () => {},
    inScope: (scope, fn) =>
      annulla(() =>
        db.inScope(scope, async (tx, link) => {
          throw new Rollback(await fn(tx, link))
        }),
      ) as never,
    inSession: (scope, fn) =>
      annulla(() =>
        db.inSession(scope, async (ingresso, tx, link) => {
          throw new Rollback(await fn(ingresso, tx, link))
        }),
      ) as never,
  }
}

export interface Mondo {
  /** Question → answer, for one user. `parole` are what he may type in a search. */
  guarda(chi: Caller, ids: readonly string[], parole: readonly string[]): Promise<Map<string, string>>
  /** The same user, whatever he does here is undone. */
  come(chi: Caller): Caller
  close(): Promise<void>
}

/** Reads: no GET changes anything; a POST that shows persons is a search, one that gives a file an export. */
export const leggono = (e: Endpoint) =>
  e.azione !== 'pubblico' &&
  (e.method === 'GET' || (e.method === 'POST' && (Boolean(e.mostra) || e.reply === (Binario as Endpoint['reply']))))

/** What a question must say besides whom it is about: a reason, in words. */
function campiDaDire(e: Endpoint): Record<string, string> {
  const campi = Object.entries(e.body?.properties ?? {}) as [
    string,
    { type?: string; format?: string; enum?: unknown },
  ][]
  const obbligatori: readonly string[] = e.body?.required ?? []
  return Object.fromEntries(
    campi
      .filter(([k, s]) => obbligatori.includes(k) && s.type === 'string' && !s.format && !s.enum)
      .map(([k]) => [k, 'Prova']),
  )
}

/** What a file says: of an archive or a workbook each part, without the hour at which it was made. */
function contenuto(file: Uint8Array): string {
  if (file[0] !== 0x50 || file[1] !== 0x4b) return `file: ${Buffer.from(file).toString('base64')}`
  const parti = Object.entries(unzipSync(file)).filter(([nome]) => !nome.startsWith('docProps/'))
  return parti.map(([nome, dati]) => `${nome}: ${strFromU8(dati)}`.replace(ORA, '#')).join('\n')
}
const ORA = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/g

/** Same question, same answer, whatever the request was called. */
const normalizza = (body: unknown): string => {
  if (body instanceof Uint8Array) return contenuto(body)
  const { richiestaId: _, ...resto } = (body ?? {}) as Record<string, unknown>
  // the number of a row of the register counts every request of the installation, and the one that asks is one
  return JSON.stringify(resto).replace(/"id":\d+/g, '"id":"#"')
}

const PAGINE_AL_PIU = 30

export async function mondo(t: TestApp): Promise<Mondo> {
  const app: FastifyInstance = await buildApp({ deps: { ...t.deps, db: senzaTraccia(t.deps.db) }, moduli })
  const letture = contratti().filter(({ e }) => leggono(e))

  async function chiedi(chi: Caller, e: Endpoint, input: Record<string, unknown>, a: Map<string, string>) {
    const una = async (i: Record<string, unknown>) => {
      const r = await chi.raw(e, i as never)
      a.set(`${e.method} ${e.path} ${JSON.stringify(i)}`, `${r.status} ${normalizza(r.body)}`)
      return r
    }
    const r = await una(input)
    if (r.status >= 400) return r.status
    if (((r.body as { voci?: unknown[] } | null)?.voci?.length ?? 0) < 2) return r.status
    // the same list in pages of two: a hidden row must not show in where a page ends
    if ('limite' in { ...e.query?.properties, ...e.body?.properties }) {
      let dopo: string | null = null
      for (let n = 0; n < PAGINE_AL_PIU; n++) {
        const p: { body: unknown } = await una({ ...input, limite: 2, ...(dopo ? { dopo } : {}) })
        dopo = (p.body as { prossima?: string | null }).prossima ?? null
        if (!dopo) break
      }
    }
    return r.status
  }

  const come = (chi: Caller) => caller(app, chi.utenteId, chi.token)
  return {
    come,
    async guarda(chi, ids, parole) {
      const io = come(chi)
      const a = new Map<string, string>()
      prossimo: for (const { e } of letture) {
        const params = Object.keys(e.params?.properties ?? {})
        const [primo, ...altri] = params
        if (!primo) {
          if ((await chiedi(io, e, {}, a)) === 403) continue
          const testi = Object.entries({ ...e.query?.properties, ...e.body?.properties }).filter(
            ([k, s]) =>
              k !== 'dopo' && (s as { type?: string }).type === 'string' && !('enum' in s) && !('format' in s),
          )
          for (const [k] of testi) for (const parola of parole) await chiedi(io, e, { [k]: parola }, a)
          continue
        }
        // a parameter that is not an id is a word of the product: any will do
        const uuid = (e.params!.properties[primo] as { format?: string }).format === 'uuid'
        for (const id of uuid ? ids : ['parola'])
          for (const secondo of altri.length > 0 ? ids : ['']) {
            const stato = await chiedi(
              io,
              e,
              { [primo]: id, ...Object.fromEntries(altri.map((k) => [k, secondo])), ...campiDaDire(e) },
              a,
            )
            // an endpoint that refuses the act refuses it for every id
            if (stato === 403) continue prossimo
          }
      }
      return a
    },
    close: () => app.close(),
  }
}

/** Ids of what is in the record of an ambito, a few for each table, restricted rows apart. */
export function idsDi(t: TestApp, a: Ambito, perTabella = 2): Promise<string[]> {
  return t.deps.db.inScope(
    {
      azione: 'prova',
      ambito: a.id,
      comuni: a.comuni,
      intero: true,
      fascicolo: true,
      classi: ['sanitaria', 'violenza', 'segnalante', 'indirizzo-segreto'],
    },
    async (tx) => {
      const { rows: tabelle } = await sql<{ nome: string }>`
        select t.table_name as nome from information_schema.tables t where t.table_schema = 'public' and t.table_type = 'BASE TABLE'
           and (select count(*) from information_schema.columns c where c.table_schema = 'public' and c.table_name = t.table_name
                 and (c.column_name in ('ambito_id', 'comune_id') or (c.column_name = 'id' and c.data_type = 'uuid'))) = 3 order by 1`.execute(
        tx,
      )
      const ids: string[] = []
      for (const { nome } of tabelle) {
        const { rows } = await sql<{
          id: string
        }>`select id from ${sql.table(nome)} where ambito_id = ${a.id} order by id limit ${perTabella}`.execute(tx)
        ids.push(...rows.map((r) => r.id))
      }
      return ids
    },
  )
}

/** Asked of the catalogue as its owner; on the embedded engine, whose one connection is the login role meanwhile. */
export async function daProprietario(t: TestApp, testo: string): Promise<Record<string, unknown>[]> {
  await t.owner.exec('reset role')
  try {
    return (await t.owner.query(testo)).rows
  } finally {
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
  }
}
