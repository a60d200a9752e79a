// A walk over everything the product answers: each endpoint that reads, and each act of the record that gives back more
// than keys, asked by each user with every id and word he could try. Files are opened and what they say is searched.
// Run on the world that leaves no trace, so acts are asked as well as readings.
import { strFromU8, unzipSync } from 'fflate'
import { contratti } from '../../src/server/openapi.ts'
import { Binario, type Endpoint } from '../../src/shared/kernel/endpoint.ts'
import type { Caller } from './app.ts'
import { dellaCartella, nomeEndpoint, soloChiavi } from './contratti.ts'
import { leggiPdf } from './pdf.ts'

export interface Risposta {
  chi: string
  endpoint: string
  domanda: string
  stato: number
  testo: string
}
export type Domanda = { input: Record<string, unknown>; file?: Uint8Array; headers?: Record<string, string> }

export interface Giro {
  chi: ReadonlyMap<string, Caller>
  /** Ids to ask with: those of the kind that the endpoint opens, or all. */
  ids(e: Endpoint): readonly string[]
  /** Of what is asked with two ids and is of no kind: those that go together, or they would be all with all. */
  coppie: readonly (readonly [string, string])[]
  /** What may be typed in a search. */
  parole: readonly string[]
  /** Questions that cannot be made up from the schema, by endpoint. */
  apposta: Readonly<Record<string, (chi: Caller) => Domanda[]>>
}

/** What can tell something: readings, searches, files, and what an act of the record answers. */
export const daAscoltare = (): Endpoint[] =>
  contratti()
    .map(({ e }) => e)
    .filter((e) => e.method === 'GET' || e.mostra || e.reply === Binario || (dellaCartella(e) && !soloChiavi(e)))

const inizia = (f: Uint8Array, ...b: number[]) => b.every((x, n) => f[n] === x)

/** What a file says, whatever it is. */
export async function testoDelFile(f: Uint8Array): Promise<string> {
  if (inizia(f, 0x50, 0x4b)) {
    const parti = await Promise.all(
      Object.entries(unzipSync(f)).map(async ([nome, dati]) => `${nome}: ${await testoDelFile(dati)}`),
    )
    return parti.join('\n')
  }
  if (inizia(f, 0x25, 0x50, 0x44, 0x46)) {
    const { metadati, testo } = await leggiPdf(f)
    return `${metadati}\n${testo}`
  }
  return strFromU8(f)
}

const proprieta = (e: Endpoint) => ({ ...e.params?.properties, ...e.query?.properties, ...e.body?.properties })
type Campo = { format?: string; enum?: readonly unknown[]; type?: string }

/** Values to try for a compulsory field, none where only a person could think of one. */
function valori(nome: string, c: Campo, ids: readonly string[]): readonly unknown[] {
  if (c.enum) return c.enum
  if (c.format === 'uuid') return ids
  if (c.format === 'date') return [nome === 'al' ? '2026-03-31' : '2026-02-15']
  if (c.type === 'integer') return [1]
  return []
}

function daSchema(e: Endpoint, g: Giro): Domanda[] {
  const obbligatori = [e.params, e.query, e.body].flatMap((s) => (s?.required ?? []) as string[])
  const campi = proprieta(e) as Record<string, Campo>
  const ids = g.ids(e)
  const due = obbligatori
    .filter((k) => campi[k]!.format === 'uuid')
    .sort((k, j) => e.path.indexOf(`:${k}`) - e.path.indexOf(`:${j}`))
  const inCoppia = due.length === 2 && !e.soggetto
  const basi = obbligatori
    .filter((k) => !inCoppia || !due.includes(k))
    .reduce<Record<string, unknown>[]>(
      (tutte, k) => tutte.flatMap((b) => valori(k, campi[k]!, ids).map((v) => ({ ...b, [k]: v }))),
      inCoppia ? g.coppie.map(([di, suo]) => ({ [due[0]!]: di, [due[1]!]: suo })) : [{}],
    )
  if (e.upload) return []
  if (e.params) return basi.map((input) => ({ input }))
  const cercabili = Object.entries(campi).filter(
    ([k, c]) => k !== 'dopo' && c.type === 'string' && !c.enum && !c.format && !obbligatori.includes(k),
  )
  const cercate = basi
    .slice(0, 1)
    .flatMap((b) => cercabili.flatMap(([k]) => g.parole.map((parola) => ({ ...b, [k]: parola }))))
  return [...basi, ...cercate].map((input) => ({ input }))
}

async function chiedi(nome: string, chi: Caller, e: Endpoint, d: Domanda): Promise<Risposta> {
  const r = await chi.raw(e, d.input as never, {
    ...(d.file ? { file: d.file } : {}),
    ...(d.headers ? { headers: d.headers } : {}),
  })
  const corpo = r.body instanceof Uint8Array ? await testoDelFile(r.body) : JSON.stringify(r.body)
  return {
    chi: nome,
    endpoint: nomeEndpoint(e),
    domanda: JSON.stringify(d.input),
    stato: r.status,
    // the name of a file is read as well
    testo: `${corpo} ${String(r.headers['content-disposition'] ?? '')}`,
  }
}

export async function* fai(g: Giro): AsyncGenerator<Risposta> {
  for (const e of daAscoltare())
    for (const [nome, chi] of g.chi) {
      const domande = [...daSchema(e, g), ...(g.apposta[nomeEndpoint(e)]?.(chi) ?? [])]
      for (const d of domande) {
        const r = await chiedi(nome, chi, e, d)
        yield r
        // whoever may not do the act may not for any id
        if (r.testo.includes('"azione-non-consentita"')) break
      }
    }
}
