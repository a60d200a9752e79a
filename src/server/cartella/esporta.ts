// One folder out: every table of the record, row by row as it is kept and as the reader may see it, and the people that
// its rows name. The rows of class «indirizzo segreto» stay behind, whoever exports.

import { strToU8, zipSync } from 'fflate'
import { sql } from 'kysely'
import { CLASSE_SEGRETA } from '../../shared/anagrafe/fatti.ts'
import { esportazioneApi, FORMATO_ESPORTAZIONE, VERSIONE_ESPORTAZIONE } from '../../shared/cartella/esportazione.api.ts'
import type { FileReply, Input } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { paginaFascicolo } from './esporta-pagina.ts'
import { importa } from './importa.ts'
import { type FascicoloEsportato, type RigaEsportata, type Tabella, tabelleFascicolo } from './tabelle-fascicolo.ts'

/** Which rows of a table belong to these persons; null where none can be told to. */
function dove(t: Tabella, persone: readonly string[], presi: ReadonlyMap<string, RigaEsportata[]>) {
  const tutte = [...persone]
  if (t.nome === 'persona') return sql`t.id = any (${tutte})`
  if (t.nome === 'relazione') return sql`(t.persona_a = any (${tutte}) or t.persona_b = any (${tutte}))`
  if (t.nome === 'diario_voce')
    return sql`t.id in (select d.voce_id from diario_persona d where d.persona_id = any (${tutte}))`
  if (t.nome === 'nucleo')
    return sql`t.id in (select c.nucleo_id from nucleo_componente c where c.persona_id = any (${tutte}))`
  // of a household and of an entry one takes the whole, which is how they make sense
  const intero = t.madri.find((m) => ['nucleo', 'diario_voce'].includes(m.tabella))
  if (!intero && t.colonne.includes('persona_id')) return sql`t.persona_id = any (${tutte})`
  const madre = intero ?? t.madri.find((m) => m.tabella !== t.nome)
  if (!madre) return null
  const ids = (presi.get(madre.tabella) ?? []).map((r) => r.id as string)
  return sql`${sql.ref(`t.${madre.colonna}`)} = any (${ids}::uuid[])`
}

export async function leggiFascicolo(ctx: Ctx, personaId: string): Promise<FascicoloEsportato> {
  const { rows } = await sql<{ persone: string[]; comuneId: string; comune: string }>`
    select accesso.stessa_persona(p.id) as persone, p.comune_id, c.nome as comune from persona p join comune c on c.id = p.comune_id where p.id = ${personaId}`.execute(
    ctx.tx,
  )
  const p = rows[0]
  if (!p) throw problem('non-trovato')
  const presi = new Map<string, RigaEsportata[]>()
  for (const t of await tabelleFascicolo(ctx.tx)) {
    const filtro = dove(t, p.persone, presi)
    if (!filtro) continue
    // what another comune wrote of the same person is of that comune
    const suo = t.colonne.includes('comune_id') ? sql`and t.comune_id = ${p.comuneId}` : sql``
    const segreto = t.colonne.includes('classe') ? sql`and t.classe is distinct from ${CLASSE_SEGRETA}` : sql``
    const { rows: righe } = await sql<{ riga: RigaEsportata }>`
      select to_jsonb(t) as riga from ${sql.table(t.nome)} t where ${filtro} ${segreto} ${suo} order by to_jsonb(t)::text`.execute(
      ctx.tx,
    )
    presi.set(
      t.nome,
      righe.map(({ riga }) => Object.fromEntries(t.colonne.map((c) => [c, riga[c]]))),
    )
  }
  await aggiungiNominate(ctx, presi)
  const testo = JSON.stringify([...presi.values()])
  const ids = [...new Set(testo.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? [])]
  return {
    formato: FORMATO_ESPORTAZIONE,
    versione: VERSIONE_ESPORTAZIONE,
    esportatoIl: ctx.adesso().toISOString(),
    comune: { codice: p.comuneId, nome: p.comune },
    persona: personaId,
    operatori: Object.fromEntries([...(await nomiUtenti(ctx, ids))].sort()),
    tabelle: Object.fromEntries(presi),
  }
}

/** Relatives and others that the rows name: who they are, and nothing else of theirs. */
async function aggiungiNominate(ctx: Ctx, presi: Map<string, RigaEsportata[]>) {
  const persone = presi.get('persona') ?? []
  const noti = new Set(persone.map((r) => r.id as string))
  const nominate = new Set<string>()
  for (const righe of presi.values())
    for (const r of righe)
      for (const c of ['persona_id', 'persona_a', 'persona_b', 'da_persona_id', 'unita_a', 'unita_id'])
        if (typeof r[c] === 'string' && !noti.has(r[c])) nominate.add(r[c])
  for (const v of presi.get('diario_voce') ?? [])
    for (const id of v.persone as string[]) if (!noti.has(id)) nominate.add(id)
  if (nominate.size === 0) return
  const { rows } = await sql<{ riga: RigaEsportata }>`
    select to_jsonb(t) as riga from (select id, ambito_id, comune_id, specie, cognome, nome, sesso, data_nascita, nascita_presunta, decesso, riservato_a, creata_il, versione
      from persona where id = any (${[...nominate]})) t order by t.id`.execute(ctx.tx)
  persone.push(...rows.map((r) => r.riga))
  const visibili = new Set(persone.map((r) => r.id as string))
  // a row that names who may not be seen cannot be written elsewhere, and would tell that he is there
  for (const [tabella, righe] of presi)
    presi.set(
      tabella,
      righe.filter((r) =>
        ['persona_id', 'persona_a', 'persona_b'].every((c) => typeof r[c] !== 'string' || visibili.has(r[c])),
      ),
    )
}

const LEGGIMI = `Questo archivio contiene un fascicolo della cartella sociale, esportato da Trama.

fascicolo.html   da leggere e da stampare
fascicolo.json   i dati come sono conservati, con la loro storia: formato «${FORMATO_ESPORTAZIONE}», versione ${VERSIONE_ESPORTAZIONE}

Contiene dati personali particolari: conservalo e trasmettilo soltanto in modo protetto.
Gli indirizzi segreti non ne fanno parte.
`

async function esporta(ctx: Ctx, i: Input<typeof esportazioneApi.esporta>): Promise<FileReply> {
  const f = await leggiFascicolo(ctx, i.id)
  const html = await paginaFascicolo(ctx, i.id, f)
  const contenuto = zipSync(
    {
      'LEGGIMI.txt': strToU8(LEGGIMI),
      'fascicolo.html': strToU8(html),
      'fascicolo.json': strToU8(JSON.stringify(f, null, 1)),
    },
    { mtime: ctx.adesso() },
  )
  // no name of a person in the name of a file
  return { nome: `fascicolo-${i.id.slice(0, 8)}-${ctx.oggi()}.zip`, tipo: 'application/zip', contenuto }
}

export const esportazioneRotte = rotte(esportazioneApi, { esporta, importa })
