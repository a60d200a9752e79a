// One folder in: the rows of an export under new ids, in the comune that receives it, and the files of its documents.
// Whatever names an id of the file follows it; whoever wrote it is the same person here, also who does not work here (ADR 0043).
// The archive is looked at before anything is written; the files are written ahead, where nobody sees them; the rows
// come in one transaction, and with them all of it or nothing.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { esportazioneApi } from '../../shared/cartella/esportazione.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { apriDeposito, depositaALotti, depositoDi, ritira } from '../documenti/depositi.ts'
import { VERIFICA } from '../documenti/verifica.ts'
import { FETTA } from '../kernel/allegati.ts'
import { aFette } from '../kernel/archivio.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Ricezione } from '../kernel/serve.ts'
import { assertArchivio, conArchivio, illeggibile, leggiDati } from './leggi-archivio.ts'
import { UUID } from './leggi-fascicolo.ts'
import {
  type FascicoloEsportato,
  type OperatoreEsportato,
  type Riferimenti,
  type RigaEsportata,
  type Tabella,
  tabelleFascicolo,
} from './tabelle-fascicolo.ts'

type Api = typeof esportazioneApi

async function assertComune(ctx: Ctx, comune: string) {
  const { rows } = await sql<{ ok: boolean }>`
    select ${comune} = any (accesso.comuni_aperti('cartella')) and ${comune} = any (kernel.comuni()) as ok`.execute(
    ctx.tx,
  )
  if (!rows[0]!.ok)
    throw problem('non-trovato', {
      detail: 'In questo comune la cartella non è aperta, o non rientra nel tuo territorio.',
    })
}

export const ricezioneImporta: Ricezione<Api['importa']> = {
  ammetti: (ctx, i) => assertComune(ctx, i.comune),
  controlla: async (file) => void (await assertArchivio(file.path)),
  deposita: (dentro, i) =>
    conArchivio(i.file.path, async (a) => {
      for (const f of (await leggiDati(a)).file) {
        const id = await dentro((ctx) => apriDeposito(ctx, i.comune))
        i.file.depositi.set(f.versione, id)
        await depositaALotti(dentro, id, aFette(await a.leggi(f.percorso), FETTA))
      }
    }),
  ritira,
}

/** The end of a stay in a household, or of a relation, is an event of its own: its id follows (migrations 0015, 0036). */
export const idUscita = (riga: string) => {
  const h = createHash('md5').update(`${riga} al`).digest('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}

/** New ids for the rows of the file; the same id wherever it is named, also inside lists and texts of codes. */
function conIdNuovi(
  f: FascicoloEsportato,
  depositi: { depositi: ReadonlyMap<string, string> },
  qui: ReadonlyMap<string, string>,
): { tabelle: Record<string, RigaEsportata[]>; nuovi: Map<string, string> } {
  const nuovi = new Map<string, string>()
  for (const righe of Object.values(f.tabelle))
    for (const r of righe) if (typeof r.id === 'string') nuovi.set(r.id, randomUUID())
  for (const { versione } of f.file) nuovi.set(versione, depositoDi(depositi, versione))
  for (const c of [...(f.tabelle.nucleo_componente ?? []), ...(f.tabelle.relazione ?? [])])
    nuovi.set(idUscita(String(c.id)), idUscita(nuovi.get(String(c.id))!))
  const testo = JSON.stringify(f.tabelle).replace(UUID, (id) => nuovi.get(id) ?? qui.get(id) ?? id)
  return { tabelle: JSON.parse(testo) as Record<string, RigaEsportata[]>, nuovi }
}

/** Offices and other things that the rows name: the id they have here, where there is one. */
export async function riferimentiQui(ctx: Ctx, riferimenti: Riferimenti): Promise<Map<string, string>> {
  const qui = new Map<string, string>()
  for (const [tabella, chiavi] of Object.entries(riferimenti))
    for (const [id, chiave] of Object.entries(chiavi)) {
      const { rows } = await sql<{ id: string | null }>`
        select accesso.riferimento_qui(${tabella}, ${JSON.stringify(chiave)}::jsonb) as id`.execute(ctx.tx)
      if (rows[0]!.id) qui.set(id, rows[0]!.id)
    }
  return qui
}

/** Who each operator that the file names is here: himself, or somebody who will never enter. */
export async function operatoriQui(
  ctx: Ctx,
  operatori: readonly (OperatoreEsportato & { id: string })[],
): Promise<{ diQua: Map<string, string>; lavorano: Set<string> }> {
  const righe = operatori.map((o) => ({
    id: o.id,
    codice_fiscale: o.codiceFiscale,
    cognome: o.cognome,
    nome: o.nome,
    qualifica: o.qualifica,
  }))
  const { rows } = await sql<{ origine: string; qui: string; lavoraQui: boolean }>`
    select origine, qui, lavora_qui from accesso.operatori_di_altrove(${JSON.stringify(righe)}::jsonb)`.execute(ctx.tx)
  return {
    diQua: new Map(rows.map((r) => [r.origine, r.qui])),
    lavorano: new Set(rows.filter((r) => r.lavoraQui).map((r) => r.qui)),
  }
}

interface Qui {
  ambito: string
  comune: string
  io: string
  noti: ReadonlySet<string>
  scritti: ReadonlySet<string>
  riferimenti: ReadonlySet<string>
}

/** The row as it is written here; undefined where it has no place. */
function adatta(t: Tabella, r: RigaEsportata, qui: Qui): RigaEsportata | undefined {
  // a file that names rows of ours would write in somebody else's folder
  for (const { colonna } of t.madri)
    if (typeof r[colonna] === 'string' && !qui.scritti.has(r[colonna]))
      throw illeggibile('Il file nomina righe che non contiene: può essere stato modificato.')
  const riga: RigaEsportata = { ...r, ambito_id: qui.ambito, comune_id: qui.comune }
  for (const { colonna, obbligatoria } of t.altrove)
    if (typeof riga[colonna] === 'string' && !qui.riferimenti.has(riga[colonna])) {
      if (obbligatoria) return undefined
      riga[colonna] = null
    }
  // of older exports: one of the team whom nobody knows cannot be in it; who answers for it must be somebody
  if (t.nome === 'presa_operatore' && !r.responsabile && !qui.noti.has(String(r.utente_id))) return undefined
  for (const { colonna, obbligatoria } of t.operatori)
    if (typeof riga[colonna] === 'string' && !qui.noti.has(riga[colonna])) riga[colonna] = obbligatoria ? qui.io : null
  for (const colonna of t.elenchiOperatori) {
    const elenco = riga[colonna]
    if (!Array.isArray(elenco)) continue
    const rimasti = (elenco as string[]).filter((id) => qui.noti.has(id))
    // restricted stays restricted: whoever brings it in is among those who see it
    riga[colonna] = colonna === 'riservato_a' && !rimasti.includes(qui.io) ? [...rimasti, qui.io].sort() : rimasti
  }
  // what another scanner has said of a file is not known here
  if (t.nome === 'documento_versione')
    Object.assign(riga, { verifica: 'in-verifica', verifica_nota: null, verificata_il: null })
  return riga
}

/** Their own numbers where they are free here. */
async function rinumera(ctx: Ctx, comune: string, prese: readonly RigaEsportata[]): Promise<void> {
  if (prese.length === 0) return
  const { rows } = await sql<{ occupati: number[]; prossimo: number }>`
    select accesso.numeri_presa_occupati(${comune}, ${prese.map((p) => p.numero as number)}::int[]) as occupati,
           accesso.prossimo_numero_presa(${comune}) as prossimo`.execute(ctx.tx)
  let prossimo = Math.max(rows[0]!.prossimo, ...prese.map((p) => (p.numero as number) + 1))
  for (const p of prese) if (rows[0]!.occupati.includes(p.numero as number)) p.numero = prossimo++
}

export async function importa(ctx: Ctx, i: Input<Api['importa']>): Promise<Output<Api['importa']>> {
  await assertComune(ctx, i.comune)
  const f = await conArchivio(i.file.path, leggiDati)
  const riferimenti = await riferimentiQui(ctx, nelComune(f, i.comune))
  const operatori = Object.entries(f.operatori).map(([id, o]) => ({ ...o, id }))
  const { diQua, lavorano } = await operatoriQui(ctx, operatori)
  const { tabelle, nuovi } = conIdNuovi(f, i.file, new Map([...riferimenti, ...diQua]))
  const personaId = nuovi.get(f.persona)
  if (!personaId) throw illeggibile('Nel file manca la persona di cui è il fascicolo.')
  const scritti = new Set(nuovi.values())
  const qui: Qui = {
    ambito: ctx.ambito!,
    comune: i.comune,
    io: ctx.utente,
    noti: new Set(diQua.values()),
    scritti,
    riferimenti: new Set(riferimenti.values()),
  }
  await rinumera(ctx, i.comune, tabelle.presa_in_carico ?? [])
  let righe = 0
  let tralasciate = 0
  for (const t of await tabelleFascicolo(ctx.tx, 'persona')) {
    const date = tabelle[t.nome] ?? []
    const sue = date
      // whose row has found no place here
      .filter((r) => t.nome !== 'appuntamento_persona' || scritti.has(String(r.appuntamento_id)))
      .map((r) => adatta(t, r, qui))
      .filter((r) => r !== undefined)
    let quante = sue.length
    if (t.nome === 'appuntamento') {
      const fissati = await scriviAppuntamenti(ctx, t, sue)
      for (const r of date) if (!fissati.has(String(r.id))) scritti.delete(String(r.id))
      quante = fissati.size
    } else if (sue.length > 0) await scriviRighe(ctx, t, sue)
    righe += quante
    tralasciate += date.length - quante
  }
  daVerificare(ctx, i.comune, tabelle)
  return {
    personaId,
    righe,
    file: f.file.length,
    operatoriSconosciuti: operatori.filter((o) => !lavorano.has(diQua.get(o.id) ?? '')).length,
    tralasciate,
  }
}

/** The offices of the comune it comes from are looked for in the one that receives it. */
const nelComune = (f: FascicoloEsportato, comune: string): Riferimenti => ({
  ...f.riferimenti,
  ufficio: Object.fromEntries(
    Object.entries(f.riferimenti.ufficio ?? {}).map(([id, u]) => {
      const chiave = u as { comune: string | null }
      return [id, { ...chiave, comune: chiave.comune === f.comune.codice ? comune : chiave.comune }]
    }),
  ),
})

function daVerificare(ctx: Ctx, comune: string, tabelle: Record<string, RigaEsportata[]>) {
  const classi = new Map((tabelle.documento ?? []).map((d) => [d.id, d.classe as string | null]))
  for (const v of tabelle.documento_versione ?? [])
    ctx.emit(VERIFICA, {
      versione: v.id,
      ambito: ctx.ambito,
      comune,
      utente: ctx.utente,
      classe: classi.get(v.documento_id) ?? null,
    })
}

/** Columns that the file does not have keep their default: an older export is read by a newer table. */
async function scriviRighe(ctx: Ctx, t: Tabella, righe: readonly RigaEsportata[]): Promise<void> {
  const presenti = t.colonne.filter((c) => righe.some((r) => c in r))
  const colonne = sql.join(presenti.map((c) => sql.ref(c)))
  await sql`insert into ${sql.table(t.nome)} (${colonne})
    select ${colonne} from jsonb_populate_recordset(null::${sql.table(t.nome)}, ${JSON.stringify(righe)}::jsonb)`.execute(
    ctx.tx,
  )
}

/** Where the operator is already taken at that hour, the appointment stays in the agenda it comes from. */
async function scriviAppuntamenti(ctx: Ctx, t: Tabella, righe: readonly RigaEsportata[]): Promise<Set<string>> {
  const scritti = new Set<string>()
  for (const r of righe) {
    const colonne = sql.join(t.colonne.filter((c) => c in r).map((c) => sql.ref(c)))
    const { rows } = await sql<{ id: string }>`insert into appuntamento (${colonne})
      select ${colonne} from jsonb_populate_record(null::appuntamento, ${JSON.stringify({ ...r, spostato_a: null })}::jsonb)
      on conflict do nothing returning id`.execute(ctx.tx)
    if (rows[0]) scritti.add(rows[0].id)
  }
  for (const r of righe)
    if (typeof r.spostato_a === 'string' && scritti.has(String(r.id)) && scritti.has(r.spostato_a))
      await sql`update appuntamento set spostato_a = ${r.spostato_a} where id = ${r.id}`.execute(ctx.tx)
  return scritti
}
