// The whole record of an ambito on disk and back: one file of JSON lines for each table, in one transaction, a page of
// rows in memory at a time, and the files of its documents (file-ambito.ts). Ids are made anew when they come back, always
// the same from the same ones, so that nothing has to be remembered to keep rows together.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { improntaDi } from '../kernel/archivio.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Dentro } from '../kernel/serve.ts'
import { assertFile, depositaFile, esportaFile, lineeDi, ritiraFile } from './file-ambito.ts'
import { idUscita, operatoriQui, riferimentiQui } from './importa.ts'
import { UUID } from './leggi-fascicolo.ts'
import {
  type OperatoreEsportato,
  type Riferimenti,
  type RigaEsportata,
  type Tabella,
  tabelleFascicolo,
} from './tabelle-fascicolo.ts'

const FORMATO = 'trama-ambito'
/** 1 had neither documents nor hashes. */
const VERSIONE = 2
const PER_VOLTA = 500

interface Indice {
  formato: string
  versione: number
  ambito: { codice: string; nome: string }
  esportatoIl: string
  comuni: string[]
  /** Whom the rows name. */
  operatori: (OperatoreEsportato & { id: string })[]
  riferimenti: Riferimenti
  righe: Record<string, number>
  /** SHA-256 of each file of rows; those of the documents are in their rows. */
  impronte: Record<string, string>
  file: number
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

const file = (dir: string, t: { nome: string }) => join(dir, `${t.nome}.jsonl`)

/** The tables, in one transaction; gives what the index says of them. */
async function esportaTabelle(ctx: Ctx, dir: string): Promise<Omit<Indice, 'ambito' | 'file'>> {
  const righe: Record<string, number> = {}
  const impronte: Record<string, string> = {}
  const comuni = new Set<string>()
  const citati = new Map<string, Set<string>>()
  const { rows: colleghi } = await sql<
    Indice['operatori'][number]
  >`select id, codice_fiscale, cognome, nome, qualifica from accesso.operatori_nominati(null)`.execute(ctx.tx)
  const tutti = new Set(colleghi.map((o) => o.id))
  const nominati = new Set<string>()
  for (const t of await tabelleFascicolo(ctx.tx, 'ambito')) {
    let n = 0
    const hash = createHash('sha256')
    async function* testo() {
      for await (const r of righeDi(ctx, t)) {
        n++
        if (typeof r.comune_id === 'string') comuni.add(r.comune_id)
        for (const { colonna, tabella } of t.altrove)
          if (typeof r[colonna] === 'string')
            citati.set(tabella, (citati.get(tabella) ?? new Set<string>()).add(r[colonna]))
        const linea = `${JSON.stringify(r)}\n`
        for (const id of linea.match(UUID) ?? []) if (tutti.has(id)) nominati.add(id)
        hash.update(linea)
        yield linea
      }
    }
    await pipeline(Readable.from(testo()), createWriteStream(file(dir, t), { mode: 0o600 }))
    righe[t.nome] = n
    impronte[t.nome] = hash.digest('hex')
  }
  const riferimenti: Riferimenti = {}
  for (const [tabella, ids] of citati) {
    const { rows } = await sql<{ id: string; chiave: unknown }>`
      select id, chiave from accesso.riferimenti(${tabella}, ${[...ids]}::uuid[]) order by id`.execute(ctx.tx)
    riferimenti[tabella] = Object.fromEntries(rows.map((r) => [r.id, r.chiave]))
  }
  return {
    formato: FORMATO,
    versione: VERSIONE,
    esportatoIl: ctx.adesso().toISOString(),
    comuni: [...comuni].sort(),
    operatori: colleghi.filter((o) => nominati.has(o.id)),
    riferimenti,
    righe,
    impronte,
  }
}

export async function esportaAmbito(
  dentro: Dentro,
  ambito: { codice: string; nome: string },
  dir: string,
): Promise<{ righe: Record<string, number>; file: number }> {
  await mkdir(dir, { recursive: true })
  if ((await readdir(dir)).length > 0)
    throw new ErroreDiAvvio('La cartella di destinazione non è vuota: indicane una nuova.')
  const tabelle = await dentro((ctx) => esportaTabelle(ctx, dir))
  const quanti = await esportaFile(dentro, dir)
  const { formato, versione, ...resto } = tabelle
  // written last: a folder without it is not an export
  const indice: Indice = { formato, versione, ambito, ...resto, file: quanti }
  await writeFile(join(dir, 'indice.json'), `${JSON.stringify(indice, null, 1)}\n`, { mode: 0o600 })
  return { righe: tabelle.righe, file: quanti }
}

/** The id that a row of the origin has in this ambito. */
function idQui(ambito: string, id: string): string {
  const h = createHash('sha256').update(`${ambito} ${id}`).digest('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`
}

export interface Importazione {
  dir: string
  ambito: string
  /** Comune of the origin → comune here; absent: the same. */
  comuni: ReadonlyMap<string, string>
  /** Who answers for the import: rows whose author nobody knows are his, and he sees what was restricted to who does not work here. */
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
  if (indice.formato !== FORMATO || (indice.versione !== 1 && indice.versione !== VERSIONE))
    throw new ErroreDiAvvio(
      `Il formato è «${indice.formato}» versione ${indice.versione}: questa installazione legge «${FORMATO}» fino alla versione ${VERSIONE}.`,
    )
  return { ...indice, riferimenti: indice.riferimenti ?? {}, impronte: indice.impronte ?? {} }
}

/** Nothing is written before everything has been read. */
async function assertIntera(dir: string, indice: Indice): Promise<void> {
  for (const [nome, n] of Object.entries(indice.righe)) {
    const f = file(dir, { nome })
    if (!existsSync(f)) {
      if (n === 0) continue
      throw new ErroreDiAvvio(`Manca il file ${nome}.jsonl: riprendi la cartella intera.`)
    }
    const attesa = indice.impronte[nome]
    if (attesa && (await improntaDi(createReadStream(f))) !== attesa)
      throw new ErroreDiAvvio(`Il file ${nome}.jsonl non è quello esportato: riprendi la cartella intera.`)
  }
  await assertFile(dir)
}

export interface Esito {
  righe: Record<string, number>
  file: number
  /** Appointments and places in a team of operators whom nobody knows; offers to ambiti that are not here. */
  tralasciate: number
  /** Operators who do not work here, kept as of another installation. */
  altrove: number
}

export async function importaAmbito(dentro: Dentro, i: Importazione): Promise<Esito> {
  const indice = await leggiIndice(i.dir)
  await assertIntera(i.dir, indice)
  const depositi: string[] = []
  const qui = (id: string) => idQui(i.ambito, id)
  const comuneQui = (c: string) => i.comuni.get(c) ?? c
  try {
    await depositaFile(dentro, { dir: i.dir, qui, comuneQui }, depositi)
    const esito = await dentro((ctx) => importaTabelle(ctx, i, indice))
    return { ...esito, file: depositi.length }
  } catch (e) {
    await ritiraFile(dentro, depositi)
    throw e
  }
}

/** What turns a row of there into one of here; undefined where it has no place. */
type Adatta = (t: Tabella, r: RigaEsportata) => RigaEsportata | undefined

async function preparaAdatta(ctx: Ctx, i: Importazione, indice: Indice): Promise<{ adatta: Adatta; altrove: number }> {
  const { rows: chi } = await sql<{
    id: string | null
  }>`select accesso.operatore_con_codice(${i.autore}) as id`.execute(ctx.tx)
  const autore = chi[0]!.id
  if (!autore) throw new ErroreDiAvvio('L’autore indicato non è un operatore di questo ambito.')
  const { diQua, lavorano } = await operatoriQui(ctx, indice.operatori)
  const noto = (id: unknown) => diQua.get(String(id)) ?? null
  const comuneQui = (c: string | null) => c && (i.comuni.get(c) ?? c)
  const riferimenti = await riferimentiQui(ctx, conComuni(indice, comuneQui))
  for (const [id, a] of Object.entries(indice.riferimenti.ambito ?? {}))
    if ((a as { codice: string }).codice === indice.ambito.codice) riferimenti.set(id, i.ambito)
  const uscite = new Map<string, string>()
  for (const nome of ['nucleo_componente', 'relazione'])
    for await (const c of lineeDi(file(i.dir, { nome })))
      uscite.set(idUscita(String(c.id)), idUscita(idQui(i.ambito, String(c.id))))
  const tolti = new Set<unknown>()
  const adatta: Adatta = (t, r) => {
    if (t.nome === 'appuntamento_persona' && tolti.has(r.appuntamento_id)) return undefined
    // two whom nobody knows would both become the author, at the same hour or in the same team
    if (t.nome === 'presa_operatore' && !r.responsabile && !noto(r.utente_id)) return undefined
    if (t.nome === 'appuntamento' && !noto(r.operatore_id)) {
      tolti.add(r.id)
      return undefined
    }
    const aParte = new Set([...t.operatori, ...t.altrove].map((o) => o.colonna).concat(t.elenchiOperatori))
    const riga = JSON.parse(
      JSON.stringify(Object.fromEntries(Object.entries(r).filter(([c]) => !aParte.has(c)))).replace(
        UUID,
        // also inside what is kept as JSON an operator is himself
        (id) => diQua.get(id) ?? uscite.get(id) ?? idQui(i.ambito, id),
      ),
    ) as RigaEsportata
    for (const { colonna, obbligatoria } of t.altrove) {
      riga[colonna] = riferimenti.get(String(r[colonna])) ?? null
      if (obbligatoria && riga[colonna] === null) return undefined
    }
    for (const { colonna, obbligatoria } of t.operatori)
      riga[colonna] = r[colonna] ? (noto(r[colonna]) ?? (obbligatoria ? autore : null)) : null
    for (const c of t.elenchiOperatori) {
      const elenco = r[c] as string[] | null
      const noti = elenco?.flatMap((id) => noto(id) ?? [])
      // restricted to nobody who works here: also whoever answers for the import sees it, or nobody would
      const nessuno = c === 'riservato_a' && noti && !noti.some((id) => lavorano.has(id))
      riga[c] = nessuno ? [...noti, autore].sort() : (noti ?? null)
    }
    if (t.nome === 'appuntamento' && tolti.has(r.spostato_a)) riga.spostato_a = null
    // two that are not the same person are written in the order of their ids, which are others now
    if (t.nome === 'doppione_scartato')
      [riga.persona_id, riga.altra_id] = [riga.persona_id, riga.altra_id].sort() as [string, string]
    // the scanner of there will not answer: it opens, and the page says that nobody has looked at it
    if (r.verifica === 'in-verifica') riga.verifica = 'non-verificato'
    for (const c of ['comune_id', 'comune_destinatario', 'comune_dest_id'])
      if (c in r) riga[c] = comuneQui(r[c] as string | null)
    return { ...riga, ambito_id: i.ambito }
  }
  return { adatta, altrove: diQua.size - lavorano.size }
}

const conComuni = (indice: Indice, comuneQui: (c: string | null) => string | null): Riferimenti => ({
  ...indice.riferimenti,
  ufficio: Object.fromEntries(
    Object.entries(indice.riferimenti.ufficio ?? {}).map(([id, u]) => {
      const chiave = u as { comune: string | null }
      return [id, { ...chiave, comune: comuneQui(chiave.comune) }]
    }),
  ),
})

async function importaTabelle(ctx: Ctx, i: Importazione, indice: Indice): Promise<Omit<Esito, 'file'>> {
  const { adatta, altrove } = await preparaAdatta(ctx, i, indice)
  const righe: Record<string, number> = {}
  let tralasciate = 0
  for (const t of await tabelleFascicolo(ctx.tx, 'ambito')) {
    let pagina: RigaEsportata[] = []
    let n = 0
    const scrivi = async () => {
      if (pagina.length === 0) return
      const colonne = t.colonne.filter((c) => pagina.some((r) => c in r))
      const { rows } = await sql<{
        n: number
      }>`select accesso.rimetti(${t.nome}, ${colonne}, ${JSON.stringify(pagina)}::jsonb) as n`.execute(ctx.tx)
      n += rows[0]!.n
      pagina = []
    }
    for await (const r of lineeDi(file(i.dir, t))) {
      const riga = adatta(t, r)
      if (riga) pagina.push(riga)
      else tralasciate++
      if (pagina.length === PER_VOLTA) await scrivi()
    }
    await scrivi()
    righe[t.nome] = n
  }
  return { righe, tralasciate, altrove }
}
