// What a user sees of the product, whole: every endpoint that reads, asked with every id and every word he could try.
// The requests leave no trace (each transaction is rolled back), so that two looks at the same world are the same look.
import type { FastifyInstance } from 'fastify'
import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { buildApp } from '../../src/server/app.ts'
import { type Caller, caller } from '../../src/server/kernel/call.ts'
import type { Database } from '../../src/server/kernel/db.ts'
import { readCsv } from '../../src/server/kernel/read-csv.ts'
import { moduli } from '../../src/server/modules.ts'
import { contratti } from '../../src/server/openapi.ts'
import { Binario, type Endpoint } from '../../src/shared/kernel/endpoint.ts'
import type { Ambito, TestApp } from './app.ts'
import { nomeEndpoint } from './contratti.ts'

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

/** Ids by what they are of: a table, a secret; under `SEMPRE` those asked of every endpoint, the first of nothing. */
export type Ids = ReadonlyMap<string, readonly string[]>

export interface Chi {
  io: Caller
  ruolo: string
}

export interface Mondo {
  /**
   * Asks every endpoint about everything, as somebody who sees it all: what it says of something as if it were nothing, and
   * to him, is not asked of it again. Answers what some endpoint knows.
   */
  impara(chi: Caller, ids: Ids): Promise<ReadonlySet<string>>
  /** Question → answer, for one user, of what his role may ask. `parole` are what he may type in a search. */
  guarda(chi: Chi, ids: Ids, parole: readonly string[]): Promise<Map<string, string>>
  /** The same user, whatever he does here is undone. */
  come(chi: Caller): Caller
  close(): Promise<void>
}

/** Reads: no GET changes anything; a POST that shows persons is a search, one that gives a file an export. */
export const leggono = (e: Endpoint) =>
  e.azione !== 'pubblico' &&
  (e.method === 'GET' || (e.method === 'POST' && (Boolean(e.mostra) || e.reply === (Binario as Endpoint['reply']))))

const politica = new Map(readCsv('ruoli.csv').map((r) => [r.azione!, r]))
const sigle = new Map(readCsv('elenco-ruoli.csv').map((r) => [r.ruolo!, r.sigla!]))
/** Who has not got the act is refused before anything is looked at (test/permissions.test.ts). */
const concede = (e: Endpoint, ruolo: string) =>
  e.azione === 'sessione' || Boolean(politica.get(e.azione)![sigle.get(ruolo)!])

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

type Combinazione = { valori: Record<string, string>; cose: Record<string, string> }
const domanda = (e: Endpoint, input: Record<string, unknown>) => `${nomeEndpoint(e)} ${JSON.stringify(input)}`

const PAGINE_AL_PIU = 30
export const SEMPRE = 'sempre'

export async function mondo(t: TestApp): Promise<Mondo> {
  const app: FastifyInstance = await buildApp({ deps: { ...t.deps, db: senzaTraccia(t.deps.db) }, moduli })
  const letture = contratti().filter(({ e }) => leggono(e))

  async function chiedi(chi: Caller, e: Endpoint, input: Record<string, unknown>, a: Map<string, string>) {
    const una = async (i: Record<string, unknown>) => {
      const r = await chi.raw(e, i as never)
      a.set(domanda(e, i), `${r.status} ${normalizza(r.body)}`)
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

  const come = (chi: Caller) => caller(app, chi.utenteId, chi.token, chi.sempre)
  // of each endpoint, what has been asked, and of what each parameter knows something
  const chieste = new Map<string, Set<string>>()
  const note = new Map<string, Set<string>>()
  const nota = (e: Endpoint, parametro: string) => {
    const chiave = `${nomeEndpoint(e)} ${parametro}`
    if (!note.has(chiave)) note.set(chiave, new Set())
    return note.get(chiave)!
  }

  /** Every way to fill in the parameters, with what each id is of. */
  function combinazioni(e: Endpoint, ids: Ids): Combinazione[] {
    // where two ids go together, one of each thing is enough to know whether it is known: the pairs are too many
    const insieme = Object.values(e.params!.properties).filter((s) => (s as { format?: string }).format === 'uuid')
    const tutti = [...ids].flatMap(([cosa, lista]) =>
      (insieme.length > 1 && cosa !== SEMPRE && !chieste.get(nomeEndpoint(e))?.has(cosa)
        ? lista.slice(0, 1)
        : lista
      ).map((id) => ({ cosa, id })),
    )
    return Object.entries(e.params!.properties).reduce<Combinazione[]>(
      (finora, [k, schema]) => {
        const { format, type } = schema as { format?: string; type?: string }
        // a parameter that is not an id is a number, or a word of the product: any will do
        const provati =
          format === 'uuid'
            ? tutti.filter(
                ({ cosa }) => cosa === SEMPRE || !chieste.get(nomeEndpoint(e))?.has(cosa) || nota(e, k).has(cosa),
              )
            : [{ cosa: SEMPRE, id: type === 'integer' ? '1' : 'parola' }]
        return finora.flatMap((c) =>
          provati.map(({ cosa, id }) => ({ valori: { ...c.valori, [k]: id }, cose: { ...c.cose, [k]: cosa } })),
        )
      },
      [{ valori: {}, cose: {} }],
    )
  }

  /**
   * Of two ids that go together: not twice the same, which is refused whatever it is, and not two that are each asked for by
   * themselves. What an endpoint knows of neither is asked of it by everybody.
   */
  const insegna = ({ valori, cose }: Combinazione): boolean => {
    const detti = Object.entries(cose)
      .filter(([, cosa]) => cosa !== SEMPRE)
      .map(([k, cosa]) => ({ cosa, id: valori[k]! }))
    return new Set(detti.map((d) => d.id)).size === detti.length && detti.filter((d) => d.cosa === d.id).length < 2
  }

  /** Of two ids that go together: each that is asked everywhere goes with what one knows and with nothing, not with another of them. */
  const unoPerVolta =
    (nulla: string) =>
    ({ valori, cose }: Combinazione) =>
      Object.entries(valori).filter(([k, id]) => cose[k] === SEMPRE && id !== nulla && UUID.test(id)).length < 2

  /** Asks an endpoint with every id; false when it refuses the act, as it would for every id. */
  async function chiediPerId(io: Caller, e: Endpoint, tutte: readonly Combinazione[], a: Map<string, string>) {
    for (const { valori } of tutte) if ((await chiedi(io, e, { ...valori, ...campiDaDire(e) }, a)) === 403) return false
    return true
  }

  return {
    come,
    async impara(chi, ids) {
      const io = come(chi)
      const nulla = ids.get(SEMPRE)![0]!
      const sapute = new Set<string>()
      for (const { e } of letture) {
        if (!e.params) continue
        // what it says of things that it has been asked about is known
        const gia = chieste.get(nomeEndpoint(e))
        const nuova = ({ cose }: Combinazione) => Object.values(cose).some((cosa) => cosa === SEMPRE || !gia?.has(cosa))
        const tutte = combinazioni(e, ids).filter((c) => nuova(c) && insegna(c))
        const a = new Map<string, string>()
        if (!(await chiediPerId(io, e, tutte, a))) continue
        const risposta = (valori: Record<string, string>) => a.get(domanda(e, { ...valori, ...campiDaDire(e) }))
        for (const { valori, cose } of tutte)
          for (const [k, id] of Object.entries(valori))
            if (risposta(valori)?.replaceAll(id, nulla) !== risposta({ ...valori, [k]: nulla })) {
              nota(e, k).add(cose[k]!)
              sapute.add(cose[k]!)
            }
        chieste.set(nomeEndpoint(e), new Set([...(chieste.get(nomeEndpoint(e)) ?? []), ...ids.keys()]))
      }
      return sapute
    },
    async guarda({ io: chi, ruolo }, ids, parole) {
      const io = come(chi)
      const a = new Map<string, string>()
      for (const { e } of letture) {
        if (!concede(e, ruolo)) continue
        if (e.params) {
          await chiediPerId(io, e, combinazioni(e, ids).filter(unoPerVolta(ids.get(SEMPRE)![0]!)), a)
          continue
        }
        if ((await chiedi(io, e, {}, a)) === 403) continue
        const testi = Object.entries({ ...e.query?.properties, ...e.body?.properties }).filter(
          ([k, s]) => k !== 'dopo' && (s as { type?: string }).type === 'string' && !('enum' in s) && !('format' in s),
        )
        for (const [k] of testi) for (const parola of parole) await chiedi(io, e, { [k]: parola }, a)
      }
      return a
    },
    close: () => app.close(),
  }
}

/** What is in the record of an ambito, a few rows for each table, restricted rows apart. */
function righeDi(t: TestApp, a: Ambito, perTabella: number): Promise<Map<string, Record<string, unknown>[]>> {
  return t.deps.db.inScope(
    {
      azione: 'prova',
      ambito: a.id,
      comuni: a.comuni,
      intero: true,
      fascicolo: true,
      classi: ['sanitaria', 'violenza', 'segnalante', 'indirizzo-segreto', 'gravidanza'],
    },
    async (tx) => {
      const { rows: tabelle } = await sql<{ nome: string }>`
        select t.table_name as nome from information_schema.tables t where t.table_schema = 'public' and t.table_type = 'BASE TABLE'
           and (select count(*) from information_schema.columns c where c.table_schema = 'public' and c.table_name = t.table_name
                 and (c.column_name in ('ambito_id', 'comune_id') or (c.column_name = 'id' and c.data_type = 'uuid'))) = 3 order by 1`.execute(
        tx,
      )
      const righe = new Map<string, Record<string, unknown>[]>()
      for (const { nome } of tabelle) {
        const { rows } = await sql<{ riga: Record<string, unknown> }>`
          select to_jsonb(x) as riga from ${sql.table(nome)} x where ambito_id = ${a.id} order by id limit ${perTabella}`.execute(
          tx,
        )
        if (rows.length > 0)
          righe.set(
            nome,
            rows.map((r) => r.riga),
          )
      }
      return righe
    },
  )
}

export const idsDi = async (t: TestApp, a: Ambito, perTabella = 2): Promise<Map<string, string[]>> =>
  new Map([...(await righeDi(t, a, perTabella))].map(([nome, righe]) => [nome, righe.map((r) => String(r.id))]))

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Ids that stand in one row, what it is of before its own: what one asks with two of them, where both are right. */
export const coppieDi = async (t: TestApp, a: Ambito, perTabella = 2): Promise<[string, string][]> =>
  [...(await righeDi(t, a, perTabella)).values()]
    .flat()
    .flatMap((riga) =>
      Object.entries(riga).flatMap(([colonna, valore]): [string, string][] =>
        colonna !== 'id' && colonna !== 'ambito_id' && UUID.test(String(valore))
          ? [[String(valore), String(riga.id)]]
          : [],
      ),
    )

/** Asked of the catalogue as its owner; on the embedded engine, whose one connection is the login role meanwhile. */
export async function daProprietario(t: TestApp, testo: string): Promise<Record<string, unknown>[]> {
  await t.owner.exec('reset role')
  try {
    return (await t.owner.query(testo)).rows
  } finally {
    if (t.deps.db.kind === 'pglite') await t.owner.exec('set role servizio')
  }
}
