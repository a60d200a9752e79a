// The whole record of an ambito on disk and back: one file of JSON lines for each table, in one snapshot, a page of rows
// in memory at a time. Ids are made anew when they come back, always the same from the same ones, so that nothing has to
// be remembered to keep rows together.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import { type RigaEsportata, type Tabella, tabelleFascicolo } from './tabelle-fascicolo.ts'

export const FORMATO = 'trama-ambito'
export const VERSIONE = 1
const PER_VOLTA = 500

interface Indice {
  formato: string
  versione: number
  ambito: { codice: string; nome: string }
  esportatoIl: string
  comuni: string[]
  operatori: { id: string; codiceFiscale: string; cognome: string; nome: string }[]
  righe: Record<string, number>
}

async function* righeDi(ctx: Ctx, t: Tabella): AsyncGenerator<RigaEsportata> {
  await sql`select accesso.estrai(${t.nome})`.execute(ctx.tx)
  const cursore = sql.ref(`estrai_${t.nome}`)
  for (;;) {
    const { rows } = await sql<{ riga: RigaEsportata }>`fetch ${sql.lit(PER_VOLTA)} from ${cursore}`.execute(ctx.tx)
    for (const { riga } of rows) yield Object.fromEntries(t.colonne.map((c) => [c, riga[c]]))
    if (rows.length < PER_VOLTA) break
  }
  await sql`close ${cursore}`.execute(ctx.tx)
}

export async function esportaAmbito(
  ctx: Ctx,
  ambito: { codice: string; nome: string },
  dir: string,
): Promise<Record<string, number>> {
  await mkdir(dir, { recursive: true })
  if ((await readdir(dir)).length > 0)
    throw new ErroreDiAvvio('La cartella di destinazione non è vuota: indicane una nuova.')
  const righe: Record<string, number> = {}
  const comuni = new Set<string>()
  for (const t of await tabelleFascicolo(ctx.tx)) {
    let n = 0
    async function* testo() {
      for await (const r of righeDi(ctx, t)) {
        n++
        comuni.add(String(r.comune_id))
        yield `${JSON.stringify(r)}\n`
      }
    }
    await pipeline(Readable.from(testo()), createWriteStream(join(dir, `${t.nome}.jsonl`), { mode: 0o600 }))
    righe[t.nome] = n
  }
  const { rows: operatori } = await sql<
    Indice['operatori'][number]
  >`select id, codice_fiscale, cognome, nome from accesso.operatori_ambito()`.execute(ctx.tx)
  const indice: Indice = {
    formato: FORMATO,
    versione: VERSIONE,
    ambito,
    esportatoIl: ctx.adesso().toISOString(),
    comuni: [...comuni].sort(),
    operatori,
    righe,
  }
  await writeFile(join(dir, 'indice.json'), `${JSON.stringify(indice, null, 1)}\n`, { mode: 0o600 })
  return righe
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The id that a row of the origin has in this ambito. */
function idQui(ambito: string, id: string): string {
  const h = createHash('sha256').update(`${ambito} ${id}`).digest('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`
}

export interface Importazione {
  dir: string
  /** Comune of the origin → comune here; absent: the same. */
  comuni: ReadonlyMap<string, string>
  /** To whom are given the rows whose author does not work here. */
  autore: string
}

async function leggiIndice(dir: string): Promise<Indice> {
  let indice: Indice
  try {
    indice = JSON.parse(await readFile(join(dir, 'indice.json'), 'utf8')) as Indice
  } catch {
    throw new ErroreDiAvvio(
      'Nella cartella manca indice.json, o non è leggibile: indica una cartella scritta da «cartella esporta».',
    )
  }
  if (indice.formato !== FORMATO || indice.versione !== VERSIONE)
    throw new ErroreDiAvvio(
      `Il formato è «${indice.formato}» versione ${indice.versione}: questa installazione legge «${FORMATO}» versione ${VERSIONE}.`,
    )
  return indice
}

export async function importaAmbito(ctx: Ctx, i: Importazione): Promise<Record<string, number>> {
  const indice = await leggiIndice(i.dir)
  const { rows: miei } = await sql<
    Indice['operatori'][number]
  >`select id, codice_fiscale, cognome, nome from accesso.operatori_ambito()`.execute(ctx.tx)
  const perCodice = new Map(miei.map((u) => [u.codiceFiscale, u.id]))
  const autore = perCodice.get(i.autore)
  if (!autore) throw new ErroreDiAvvio('L’autore indicato non è un operatore di questo ambito.')
  const operatori = new Map(indice.operatori.map((o) => [o.id, perCodice.get(o.codiceFiscale) ?? null]))
  const scritte: Record<string, number> = {}
  for (const t of await tabelleFascicolo(ctx.tx)) {
    const colleghi = new Set([...t.operatori.map((o) => o.colonna), ...t.elenchiOperatori])
    const adatta = (linea: string): RigaEsportata => {
      const r = JSON.parse(linea) as RigaEsportata
      const riga = JSON.parse(
        JSON.stringify(Object.fromEntries(Object.entries(r).filter(([c]) => !colleghi.has(c)))).replace(UUID, (id) =>
          idQui(ctx.ambito!, id),
        ),
      ) as RigaEsportata
      for (const { colonna, obbligatoria } of t.operatori)
        riga[colonna] = r[colonna] ? (operatori.get(String(r[colonna])) ?? (obbligatoria ? autore : null)) : null
      for (const c of t.elenchiOperatori) {
        const elenco = r[c] as string[] | null
        const noti = elenco?.flatMap((id) => operatori.get(id) ?? [])
        // restricted to nobody who is here: to whom answers for the import
        riga[c] = noti && c === 'riservato_a' && noti.length === 0 ? [autore] : (noti ?? null)
      }
      const comune = String(r.comune_id)
      return { ...riga, ambito_id: ctx.ambito, comune_id: i.comuni.get(comune) ?? comune }
    }
    scritte[t.nome] = await scriviTabella(ctx, t, join(i.dir, `${t.nome}.jsonl`), adatta)
  }
  return scritte
}

async function scriviTabella(
  ctx: Ctx,
  t: Tabella,
  file: string,
  adatta: (linea: string) => RigaEsportata,
): Promise<number> {
  let n = 0
  let pagina: RigaEsportata[] = []
  const scrivi = async () => {
    if (pagina.length === 0) return
    const colonne = t.colonne.filter((c) => pagina.some((r) => c in r))
    const { rows } = await sql<{
      n: number
    }>`select accesso.rimetti(${t.nome}, ${colonne}, ${JSON.stringify(pagina)}::jsonb) as n`.execute(ctx.tx)
    n += rows[0]!.n
    pagina = []
  }
  const linee = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const linea of linee) {
    if (linea.trim() === '') continue
    pagina.push(adatta(linea))
    if (pagina.length === PER_VOLTA) await scrivi()
  }
  await scrivi()
  return n
}
