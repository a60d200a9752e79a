// Schemes of the acts of adhesion: versions that never change once published, and the one in use on a day filled in for
// an ente, as a page to print and sign. The texts of `config/schemi-adesione` are the beginning; the official ones are
// published from the platform as new versions.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { schemiApi } from '../../shared/territorio/adesioni.api.ts'
import { compila, paginaStampabile, segnapostiIgnoti } from '../../shared/territorio/schemi.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { rotte } from '../kernel/modulo.ts'
import { radice } from '../kernel/paths.ts'
import { nomeEnte } from './adesioni.ts'
import { assertAmbito, assertComuneNellAmbito } from './tenenza.ts'

type Schema = Output<typeof schemiApi.leggi>

/** Files of `config/schemi-adesione`: a head of `key: value` lines, an empty line, the text. */
export function leggiSchemi() {
  const cartella = join(radice, 'config', 'schemi-adesione')
  return readdirSync(cartella)
    .filter((f) => f.endsWith('.md'))
    .sort()
    .map((f) => {
      const [testa = '', ...corpo] = readFileSync(join(cartella, f), 'utf8').split(/\n\n/)
      const campi = Object.fromEntries(testa.split('\n').map((l) => l.split(/:\s+(.*)/).slice(0, 2)))
      for (const k of ['tipo', 'versione', 'dal', 'titolo', 'fonte'])
        if (!campi[k]) throw new Error(`${f}: manca «${k}:» nell’intestazione`)
      return { ...campi, versione: Number(campi.versione), testo: corpo.join('\n\n').trim() } as {
        tipo: string
        versione: number
        dal: string
        titolo: string
        fonte: string
        testo: string
      }
    })
}

/** Adds the versions that are missing; those present stay as they were published. */
export async function caricaSchemi(tx: Tx): Promise<void> {
  await sql`insert into schema_adesione (tipo_adesione_id, versione, stato, dal, titolo, testo, fonte)
    select tipo, versione, 'pubblicata', dal, titolo, testo, fonte
      from jsonb_to_recordset(${JSON.stringify(leggiSchemi())}::jsonb) as s(tipo text, versione integer, dal date, titolo text, testo text, fonte text)
    on conflict (tipo_adesione_id, versione) do nothing`.execute(tx)
}

async function cerca(ctx: Ctx, dove: { id?: string | undefined; tipo?: string | undefined }): Promise<Schema[]> {
  const { rows } = await sql<Schema>`
    select s.id, s.tipo_adesione_id as tipo_id, t.nome as tipo, s.versione, s.stato, s.dal, s.titolo, s.fonte, s.testo,
           s.id = (select x.id from schema_adesione x where x.tipo_adesione_id = s.tipo_adesione_id and x.stato = 'pubblicata'
                    and x.dal <= ${ctx.oggi()} order by x.dal desc, x.versione desc limit 1) is true as corrente
      from schema_adesione s join tipo_adesione t on t.id = s.tipo_adesione_id
     where true ${dove.id ? sql`and s.id = ${dove.id}` : sql``} ${dove.tipo ? sql`and t.id = ${dove.tipo}` : sql``}
       -- drafts are for those who write them; the schemes of a kind, for those who handle that kind
       ${ctx.nazionale ? sql`` : sql`and s.stato <> 'bozza' and (kernel.ambito_intero() or t.id in (select r.tipo_adesione_id from accesso.adesioni_raggiunte() r))`}
     order by t.ordine, s.versione desc`.execute(ctx.tx)
  return rows.map((r) => ({ ...r, corrente: r.corrente === true }))
}

async function elenco(ctx: Ctx, i: Input<typeof schemiApi.elenco>): Promise<Output<typeof schemiApi.elenco>> {
  return { voci: (await cerca(ctx, { tipo: i.tipo })).map(({ testo: _, ...breve }) => breve) }
}

async function leggi(ctx: Ctx, i: { id: string }): Promise<Schema> {
  const [s] = await cerca(ctx, { id: i.id })
  if (!s) throw problem('non-trovato')
  return s
}

async function compilato(ctx: Ctx, i: Input<typeof schemiApi.compilato>): Promise<FileReply> {
  const s = await leggi(ctx, i)
  const ambitoId = assertAmbito(ctx)
  if (i.comune) await assertComuneNellAmbito(ctx, ambitoId, i.comune, ctx.oggi(), 'comune')
  const { rows } = await sql<{
    ambito: string
    soggettoAttuatore: string | null
    capofila: string | null
    regione: string
    comune: string | null
    provincia: string | null
    istat: string | null
    controparte: string
    affidatario: string | null
  }>`
    select m.nome as ambito, m.soggetto_attuatore, k.nome as capofila, r.nome as regione, c.nome as comune, p.nome as provincia,
           c.istat, t.controparte, d.nome as affidatario
      from ambito m join regione r on r.id = m.regione_id left join comune k on k.id = m.capofila_id
      left join comune c on c.id = ${i.comune ?? null} left join provincia p on p.id = c.provincia_id
      join tipo_adesione t on t.id = ${s.tipoId} left join ambito d on d.id = ${i.affidatario ?? null}
     where m.id = ${ambitoId}`.execute(ctx.tx)
  const r = rows[0]!
  const ente = nomeEnte(r)
  const testo = compila(s.testo, {
    ente,
    ambito: r.ambito,
    capofila: r.capofila,
    regione: r.regione,
    provincia: r.provincia,
    istat: r.istat,
    controparte: r.controparte,
    affidatario: r.affidatario,
    anno: i.anno ? String(i.anno) : null,
    firmatario: i.firmatario ?? null,
    // filled in by hand at the signature
    luogo: null,
    data: null,
  })
  return {
    nome: `${s.tipoId} ${ente}.html`,
    tipo: 'text/html; charset=utf-8',
    contenuto: Buffer.from(paginaStampabile(s.titolo, testo, `Schema versione ${s.versione}. ${s.fonte}.`)),
  }
}

const assertTesto = (testo: string) => {
  const ignoti = segnapostiIgnoti(testo)
  if (ignoti.length > 0)
    throw erroreDiCampo('testo', `Questi segnaposti non esistono: ${ignoti.join(', ')}. Correggili o toglili.`)
}

async function crea(ctx: Ctx, i: Input<typeof schemiApi.crea>): Promise<Schema> {
  assertTesto(i.testo)
  const tipo = await ctx.tx.selectFrom('tipoAdesione').select('id').where('id', '=', i.tipoId).executeTakeFirst()
  if (!tipo) throw erroreDiCampo('tipoId', 'Questo tipo di adesione non esiste: sceglilo dall’elenco.')
  const { rows } = await sql<{ id: string }>`
    insert into schema_adesione (tipo_adesione_id, versione, stato, titolo, testo, fonte)
    select ${i.tipoId}, coalesce(max(versione), 0) + 1, 'bozza', ${i.titolo}, ${i.testo}, ${i.fonte}
      from schema_adesione where tipo_adesione_id = ${i.tipoId} returning id`.execute(ctx.tx)
  return leggi(ctx, rows[0]!)
}

async function assertStato(ctx: Ctx, id: string, atteso: Schema['stato'], altrimenti: string) {
  const s = await leggi(ctx, { id })
  if (s.stato !== atteso) throw problem('stato-non-ammesso', { detail: altrimenti })
  return s
}

async function modifica(ctx: Ctx, i: Input<typeof schemiApi.modifica>): Promise<Schema> {
  await assertStato(ctx, i.id, 'bozza', 'Una versione pubblicata non si modifica: creane una nuova.')
  assertTesto(i.testo)
  await ctx.tx
    .updateTable('schemaAdesione')
    .set({ titolo: i.titolo, testo: i.testo, fonte: i.fonte })
    .where('id', '=', i.id)
    .execute()
  return leggi(ctx, i)
}

async function pubblica(ctx: Ctx, i: Input<typeof schemiApi.pubblica>): Promise<Schema> {
  await assertStato(ctx, i.id, 'bozza', 'Questa versione è già stata pubblicata.')
  await ctx.tx.updateTable('schemaAdesione').set({ stato: 'pubblicata', dal: i.dal }).where('id', '=', i.id).execute()
  return leggi(ctx, i)
}

async function ritira(ctx: Ctx, i: { id: string }): Promise<Schema> {
  await assertStato(ctx, i.id, 'pubblicata', 'Si ritira solo una versione pubblicata.')
  await ctx.tx.updateTable('schemaAdesione').set({ stato: 'ritirata' }).where('id', '=', i.id).execute()
  return leggi(ctx, i)
}

export const schemiRotte = rotte(schemiApi, { elenco, leggi, compilato, crea, modifica, pubblica, ritira })
