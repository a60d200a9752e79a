// One folder in: the rows of an export under new ids, in the comune that receives it. Whatever names an id of the file
// follows it; colleagues who do not work here are left out of the rows, and counted.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import {
  type esportazioneApi,
  FORMATO_ESPORTAZIONE,
  VERSIONE_ESPORTAZIONE,
} from '../../shared/cartella/esportazione.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { type FascicoloEsportato, type RigaEsportata, type Tabella, tabelleFascicolo } from './tabelle-fascicolo.ts'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
/** Inflated: a folder is text. */
const ESPANSO_AL_PIU = 400 * 1_048_576

const illeggibile = (detail: string) => problem('regola-non-rispettata', { detail })

function leggiArchivio(bytes: Uint8Array): FascicoloEsportato {
  let json: Uint8Array | undefined
  try {
    json = unzipSync(bytes, { filter: (f) => f.name === 'fascicolo.json' && f.originalSize < ESPANSO_AL_PIU })[
      'fascicolo.json'
    ]
  } catch {
    throw illeggibile(
      'Il file non è un archivio di Trama, oppure è danneggiato: scegli quello scaricato con «Esporta il fascicolo».',
    )
  }
  if (!json)
    throw illeggibile('Nell’archivio manca fascicolo.json: scegli quello scaricato con «Esporta il fascicolo».')
  let f: FascicoloEsportato
  try {
    f = JSON.parse(new TextDecoder().decode(json)) as FascicoloEsportato
  } catch {
    throw illeggibile('Il file fascicolo.json non è leggibile: può essere stato modificato.')
  }
  if (f.formato !== FORMATO_ESPORTAZIONE || typeof f.tabelle !== 'object' || f.tabelle === null)
    throw illeggibile('Non è un fascicolo esportato da Trama.')
  if (f.versione !== VERSIONE_ESPORTAZIONE)
    throw illeggibile(
      `Il fascicolo è nella versione ${String(f.versione)}; questa installazione legge la ${VERSIONE_ESPORTAZIONE}.`,
    )
  return f
}

/** New ids for the rows of the file; the same id wherever it is named, also inside lists and texts of codes. */
function conIdNuovi(tabelle: Record<string, RigaEsportata[]>): {
  tabelle: Record<string, RigaEsportata[]>
  nuovi: Map<string, string>
} {
  const nuovi = new Map<string, string>()
  for (const righe of Object.values(tabelle))
    for (const r of righe) if (typeof r.id === 'string') nuovi.set(r.id, randomUUID())
  const testo = JSON.stringify(tabelle).replace(UUID, (id) => nuovi.get(id) ?? id)
  return { tabelle: JSON.parse(testo) as Record<string, RigaEsportata[]>, nuovi }
}

function adatta(
  t: Tabella,
  r: RigaEsportata,
  qui: { ambito: string; comune: string; io: string; noti: ReadonlySet<string>; scritti: ReadonlySet<string> },
): RigaEsportata {
  // a file that names rows of ours would write in somebody else's folder
  for (const { colonna } of t.madri)
    if (typeof r[colonna] === 'string' && !qui.scritti.has(r[colonna]))
      throw illeggibile('Il file nomina righe che non contiene: può essere stato modificato.')
  const riga: RigaEsportata = { ...r, ambito_id: qui.ambito, comune_id: qui.comune }
  for (const { colonna, obbligatoria } of t.operatori)
    if (typeof riga[colonna] === 'string' && !qui.noti.has(riga[colonna])) riga[colonna] = obbligatoria ? qui.io : null
  for (const colonna of t.elenchiOperatori) {
    const elenco = riga[colonna]
    if (!Array.isArray(elenco)) continue
    const rimasti = (elenco as string[]).filter((id) => qui.noti.has(id))
    // restricted stays restricted: whoever brings it in is among those who see it
    riga[colonna] = colonna === 'riservato_a' && !rimasti.includes(qui.io) ? [...rimasti, qui.io].sort() : rimasti
  }
  return riga
}

export async function importa(
  ctx: Ctx,
  i: Input<typeof esportazioneApi.importa>,
): Promise<Output<typeof esportazioneApi.importa>> {
  const f = leggiArchivio(await readFile(i.file.path))
  const { tabelle, nuovi } = conIdNuovi(f.tabelle)
  const { rows: dove } = await sql<{
    ok: boolean
  }>`select ${i.comune} = any (accesso.comuni_aperti('cartella')) and ${i.comune} = any (kernel.comuni()) as ok`.execute(
    ctx.tx,
  )
  if (!dove[0]!.ok)
    throw problem('non-trovato', {
      detail: 'In questo comune la cartella non è aperta, o non rientra nel tuo territorio.',
    })
  const citati = [...new Set(JSON.stringify(tabelle).match(UUID) ?? [])]
  const { rows: noti } = await sql<{ id: string }>`select id from accesso.nomi_di(${citati})`.execute(ctx.tx)
  const qui = {
    ambito: ctx.ambito!,
    comune: i.comune,
    io: ctx.utente,
    noti: new Set(noti.map((n) => n.id)),
    scritti: new Set(nuovi.values()),
  }
  let righe = 0
  for (const t of await tabelleFascicolo(ctx.tx)) {
    const sue = (tabelle[t.nome] ?? []).map((r) => adatta(t, r, qui))
    if (sue.length === 0) continue
    await scriviRighe(ctx, t, sue)
    righe += sue.length
  }
  const personaId = nuovi.get(f.persona)
  if (!personaId) throw illeggibile('Nel file manca la persona di cui è il fascicolo.')
  return {
    personaId,
    righe,
    operatoriSconosciuti: Object.keys(f.operatori ?? {}).filter((id) => !qui.noti.has(id)).length,
  }
}

/** Columns that the file does not have keep their default: an older export is read by a newer table. */
async function scriviRighe(ctx: Ctx, t: Tabella, righe: readonly RigaEsportata[]) {
  const presenti = t.colonne.filter((c) => righe.some((r) => c in r))
  const colonne = sql.join(presenti.map((c) => sql.ref(c)))
  await sql`insert into ${sql.table(t.nome)} (${colonne})
    select ${colonne} from jsonb_populate_recordset(null::${sql.table(t.nome)}, ${JSON.stringify(righe)}::jsonb)`.execute(
    ctx.tx,
  )
}
