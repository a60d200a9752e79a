// The formal requests of the enti, on file before anyone is enabled (A2.22): register, correct, document, list, card.
import { sql } from 'kysely'
import { richiesteFormaliApi } from '../../shared/accreditamento/richieste-formali.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { documenti, leggiAllegato, salvaAllegato } from '../kernel/allegati.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { fino, inizia, POCHE, type Sql, tutte } from '../kernel/ricerca.ts'
import { ambitoScelto, importazioniDi } from './importazioni.ts'

type Api = typeof richiesteFormaliApi
type Voce = Output<Api['list']>['voci'][number]

const RUOLI_MOSTRATI = 200

const voci = sql`
  f.id, f.comune_id, case when f.comune_id is null then b.nome else 'Comune di ' || c.nome end as ente, f.ufficio, f.protocollo, f.data,
  f.allegato_id is not null as documento, f.registrata_il,
  (select count(distinct a.utente_id) from assegnazione a where a.richiesta_formale_id = f.id) as utenti`
const con = sql`join ambito b on b.id = f.ambito_id left join comune c on c.id = f.comune_id`

/** The requests whose protocol begins so, in the order of the list: put in order if they are few, or met soon in its index. */
async function colProtocollo(ctx: Ctx, protocollo: string, limiti: readonly Sql[]): Promise<Sql> {
  const comincia = inizia(sql`f.protocollo_chiave`, sql`lower(${protocollo})`)
  const tra = (dove: readonly Sql[]) => sql`from richiesta_formale f where ${tutte([sql`true`, ...limiti, ...dove])}`
  const { rows } = await sql<{ quante: number }>`select ${fino(tra([comincia]))} as quante`.execute(ctx.tx)
  return rows[0]!.quante < POCHE
    ? sql`(select f.data, f.id ${tra([comincia])} order by 1 desc, 2 desc offset 0)`
    : sql`(select f.data, f.id from (select f.data, f.id, f.protocollo_chiave ${tra([])} order by 1 desc, 2 desc offset 0) f where ${comincia})`
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const limiti = [
    ...(dopo ? [sql`(f.data, f.id) < (${dopo[0]}::date, ${dopo[1]}::uuid)`] : []),
    ...(ctx.ambito ? [sql`f.ambito_id = ${ctx.ambito}`] : []),
  ]
  const delComune = i.comune ? [sql`f.comune_id = ${i.comune}`] : []
  const k = i.protocollo ? await colProtocollo(ctx, i.protocollo, limiti) : undefined
  // found by their protocol they are opened one at a time, until the page is full
  const f = k
    ? sql`${k} k, lateral (select f.* from richiesta_formale f where ${tutte([sql`f.id = k.id`, ...delComune])} offset 0) f`
    : sql`(select f.* from richiesta_formale f where ${tutte([sql`true`, ...limiti, ...delComune])}) f`
  const prima = k ? sql`k` : sql`f`
  const { rows } = await sql<Voce>`
    select ${voci} from ${f} ${con} order by ${prima}.data desc, ${prima}.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.data, r.id])
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows } = await sql<Omit<Output<Api['leggi']>, 'ruoli' | 'importazioni'>>`
    select ${voci}, f.note, f.versione, g.nome as nome_documento, u.nome || ' ' || u.cognome as registrata_da,
           (select count(*) from assegnazione a where a.richiesta_formale_id = f.id) as assegnazioni
      from richiesta_formale f ${con} left join allegato g on g.id = f.allegato_id left join utente u on u.id = f.registrata_da where f.id = ${i.id}`.execute(
    ctx.tx,
  )
  const riga = rows[0]
  if (!riga) throw problem('non-trovato')
  const ruoli = await sql<Output<Api['leggi']>['ruoli'][number]>`
    select u.id as utente_id, u.cognome, u.nome, r.nome as ruolo, case when c.id is null then 'tutto l’ambito' else 'Comune di ' || c.nome end as territorio, a.stato
      from assegnazione a join utente u on u.id = a.utente_id join ruolo r on r.id = a.ruolo_id left join comune c on c.id = a.comune_id
     where a.richiesta_formale_id = ${i.id} order by u.cognome_chiave, u.nome_chiave, r.ordine, c.nome limit ${RUOLI_MOSTRATI}`.execute(
    ctx.tx,
  )
  return { ...riga, ruoli: ruoli.rows, importazioni: await importazioniDi(ctx, i.id) }
}

async function assertDati(ctx: Ctx, i: Input<Api['create']>) {
  if (i.data > ctx.oggi()) throw erroreDiCampo('data', 'La data della richiesta è nel futuro: controllala.')
  if (!i.comune) return
  const { rows } =
    await sql`select 1 from unnest(accesso.comuni_di(${ctx.ambito}, ${ctx.oggi()})) as c where c = ${i.comune}`.execute(
      ctx.tx,
    )
  if (rows.length === 0) throw erroreDiCampo('comune', 'Il comune non fa parte dell’ambito: scegline uno dell’ambito.')
}

const valori = (i: Input<Api['create']>) => ({
  comuneId: i.comune ?? null,
  ufficio: i.ufficio.trim(),
  protocollo: i.protocollo.trim(),
  data: i.data,
  note: i.note ?? null,
})

async function create(ctx: Ctx, i: Input<Api['create']>): Promise<Output<Api['create']>> {
  const ambitoId = ambitoScelto(ctx)
  await assertDati(ctx, i)
  return ctx.tx
    .insertInto('richiestaFormale')
    .values({ ambitoId, ...valori(i) })
    .returning(['id', 'versione'])
    .executeTakeFirstOrThrow()
}

async function getRichiesta(ctx: Ctx, id: string) {
  ambitoScelto(ctx)
  const riga = await ctx.tx
    .selectFrom('richiestaFormale')
    .select(['id', 'versione', 'allegatoId'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!riga) throw problem('non-trovato')
  return riga
}

async function update(ctx: Ctx, i: Input<Api['update']>): Promise<Output<Api['update']>> {
  const ora = await getRichiesta(ctx, i.id)
  if (ora.versione !== i.versione) throw problem('versione-superata')
  await assertDati(ctx, i)
  return ctx.tx
    .updateTable('richiestaFormale')
    .set({ ...valori(i), versione: ora.versione + 1 })
    .where('id', '=', i.id)
    .returning('versione')
    .executeTakeFirstOrThrow()
}

/** A document replaced stays stored: the register says which one stood there when. */
async function caricaDocumento(ctx: Ctx, i: Input<Api['caricaDocumento']>): Promise<Output<Api['caricaDocumento']>> {
  const ora = await getRichiesta(ctx, i.id)
  const allegatoId = await salvaAllegato(ctx, i.file, documenti)
  await ctx.tx
    .updateTable('richiestaFormale')
    .set({ allegatoId, versione: ora.versione + 1 })
    .where('id', '=', i.id)
    .execute()
  return { allegatoId }
}

async function scaricaDocumento(ctx: Ctx, i: Input<Api['scaricaDocumento']>): Promise<Output<Api['scaricaDocumento']>> {
  const riga = await ctx.tx
    .selectFrom('richiestaFormale')
    .select('allegatoId')
    .where('id', '=', i.id)
    .executeTakeFirst()
  if (!riga?.allegatoId) throw problem('non-trovato')
  return leggiAllegato(ctx, riga.allegatoId)
}

export const richiesteFormaliRotte = rotte(richiesteFormaliApi, {
  list,
  leggi,
  create,
  update,
  caricaDocumento,
  scaricaDocumento,
})

export const richiesteFormaliVincoli: Vincoli = {
  richiesta_formale_unica: {
    codice: 'gia-presente',
    detail: 'Una richiesta dello stesso ente con questo protocollo e questa data è già registrata.',
    campo: 'protocollo',
  },
}
