// Ambiti and their comuni over time. The ambiti themselves are public national data: who is not of national reach is
// shown only his own, as a rule of the product. That a comune is in one ambito at most is a constraint of the database;
// here the refusal gets its words.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { assertComuneVivo } from './luoghi.ts'
import { ufficiDi } from './uffici.ts'

type Ambito = Output<typeof ambitiApi.leggi>

const prefisso = (q: string) => sql`kernel.normalizza(${q})`

async function pubblici(ctx: Ctx, i: Input<typeof ambitiApi.pubblici>): Promise<Output<typeof ambitiApi.pubblici>> {
  const q = i.q?.trim() ?? ''
  const { rows } = await sql<Output<typeof ambitiApi.pubblici>['voci'][number]>`
    select a.id, a.codice, a.nome, r.nome as regione from ambito a join regione r on r.id = a.regione_id
     where (a.al is null or a.al >= ${ctx.oggi()}) ${q ? sql`and ${corrisponde(ctx, q)}` : sql``}
     order by a.nome, a.id limit 100`.execute(ctx.tx)
  return { voci: rows }
}

/** All of them: some hundreds, and public. */
async function affidatari(ctx: Ctx): Promise<Output<typeof ambitiApi.affidatari>> {
  const { rows } = await sql<{ id: string; codice: string; nome: string }>`
    select id, codice, nome from ambito where al is null or al >= ${ctx.oggi()} order by nome, id limit 2000`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

/** By words of its name, by its code, or by one of its comuni of today. */
const corrisponde = (ctx: Ctx, q: string) => sql`(
  ' ' || kernel.normalizza(a.nome) like '% ' || ${prefisso(q)} || '%'
  or lower(a.codice) = lower(${q})
  or exists (select 1 from ambito_comune ac join comune c on c.id = ac.comune_id
      where ac.ambito_id = a.id and ${ctx.oggi()} between ac.dal and coalesce(ac.al, 'infinity')
        and starts_with(c.nome_chiave, ${prefisso(q)})))`

async function regioni(ctx: Ctx): Promise<Output<typeof ambitiApi.regioni>> {
  const { rows } = await sql<Output<typeof ambitiApi.regioni>['voci'][number]>`
    select r.id, r.nome, coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'sigla', p.sigla, 'nome', p.nome) order by p.nome)
             filter (where p.id is not null), '[]') as province
      from regione r left join provincia p on p.regione_id = r.id group by r.id, r.nome order by r.nome`.execute(ctx.tx)
  return { voci: rows }
}

async function elenco(ctx: Ctx, i: Input<typeof ambitiApi.elenco>): Promise<Output<typeof ambitiApi.elenco>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const q = i.q?.trim() ?? ''
  const { rows } = await sql<Output<typeof ambitiApi.elenco>['voci'][number]>`
    select a.id, a.codice, a.nome, r.nome as regione,
           (select c.nome from comune c where c.id = a.capofila_id) as capofila, a.dimostrativo, a.al,
           (select count(*) from ambito_comune ac where ac.ambito_id = a.id
              and ${ctx.oggi()} between ac.dal and coalesce(ac.al, 'infinity')) as comuni
      from ambito a join regione r on r.id = a.regione_id
     where true
       ${ctx.nazionale ? sql`` : sql`and a.id = ${ctx.ambito}`}
       ${i.regione ? sql`and a.regione_id = ${i.regione}` : sql``}
       ${q ? sql`and ${corrisponde(ctx, q)}` : sql``}
       ${dopo ? sql`and (a.nome, a.id) > (${dopo[0]}, ${dopo[1]}::uuid)` : sql``}
     order by a.nome, a.id limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.nome, r.id])
}

async function leggi(ctx: Ctx, i: { id: string }): Promise<Ambito> {
  if (!ctx.nazionale && i.id !== ctx.ambito) throw problem('non-trovato')
  const a = await ctx.tx
    .selectFrom('ambito as a')
    .innerJoin('regione as r', 'r.id', 'a.regioneId')
    .leftJoin('comune as c', 'c.id', 'a.capofilaId')
    .selectAll('a')
    .select(['r.nome as regione', 'c.nome as capofila'])
    .where('a.id', '=', i.id)
    .executeTakeFirst()
  if (!a) throw problem('non-trovato')
  const comuni = await ctx.tx
    .selectFrom('ambitoComune as ac')
    .innerJoin('comune as c', 'c.id', 'ac.comuneId')
    .leftJoin('provincia as p', 'p.id', 'c.provinciaId')
    .select(['c.id', 'c.nome', 'p.sigla as provincia', 'ac.dal', 'ac.al'])
    .where('ac.ambitoId', '=', i.id)
    .orderBy('c.nomeChiave')
    .orderBy('ac.dal', 'desc')
    .execute()
  const oggi = ctx.oggi()
  const diOggi = (c: { dal: string; al: string | null }) => c.dal <= oggi && (c.al === null || c.al >= oggi)
  const conCapofila = comuni.map((c) => ({ ...c, capofila: c.id === a.capofilaId }))
  return {
    id: a.id,
    codice: a.codice,
    nome: a.nome,
    regioneId: a.regioneId,
    regione: a.regione,
    capofila: a.capofilaId ? { id: a.capofilaId, nome: a.capofila! } : null,
    soggettoAttuatore: a.soggettoAttuatore,
    pec: a.pec,
    email: a.email,
    telefono: a.telefono,
    dimostrativo: a.dimostrativo,
    dal: a.dal,
    al: a.al,
    versione: a.versione,
    comuni: conCapofila.filter(diOggi),
    altriComuni: conCapofila.filter((c) => !diOggi(c)).sort((x, y) => y.dal.localeCompare(x.dal)),
    uffici: await ufficiDi(ctx, i.id),
  }
}

async function crea(ctx: Ctx, i: Input<typeof ambitiApi.crea>): Promise<Ambito> {
  const dal = i.dal ?? ctx.oggi()
  await assertRegione(ctx, i.regioneId)
  if (i.capofilaId) await assertComuneVivo(ctx, i.capofilaId, dal, 'capofilaId')
  const { id } = await ctx.tx
    .insertInto('ambito')
    .values({ ...i, dal })
    .returning('id')
    .executeTakeFirstOrThrow()
  return leggi(ctx, { id })
}

async function modifica(ctx: Ctx, i: Input<typeof ambitiApi.modifica>): Promise<Ambito> {
  const { id, versione, ...campi } = i
  await assertRegione(ctx, i.regioneId)
  if (i.capofilaId) await assertComuneVivo(ctx, i.capofilaId, ctx.oggi(), 'capofilaId')
  await aggiorna(ctx, id, versione, campi)
  return leggi(ctx, { id })
}

async function recapiti(ctx: Ctx, i: Input<typeof ambitiApi.recapiti>): Promise<Ambito> {
  if (!ctx.nazionale && i.id !== ctx.ambito) throw problem('non-trovato')
  await aggiorna(ctx, i.id, i.versione, { pec: i.pec, email: i.email, telefono: i.telefono })
  return leggi(ctx, i)
}

async function aggiorna(ctx: Ctx, id: string, versione: number, campi: object) {
  const riga = await ctx.tx
    .updateTable('ambito')
    .set({ ...campi, versione: versione + 1 })
    .where('id', '=', id)
    .where('versione', '=', versione)
    .returning('id')
    .executeTakeFirst()
  if (riga) return
  const c = await ctx.tx.selectFrom('ambito').select('id').where('id', '=', id).executeTakeFirst()
  throw problem(c ? 'versione-superata' : 'non-trovato')
}

async function assertRegione(ctx: Ctx, id: string) {
  const r = await ctx.tx.selectFrom('regione').select('id').where('id', '=', id).executeTakeFirst()
  if (!r) throw erroreDiCampo('regioneId', 'Questa regione non esiste: sceglila dall’elenco.')
}

async function aggiungiComune(ctx: Ctx, i: Input<typeof ambitiApi.aggiungiComune>): Promise<Ambito> {
  const ambito = await leggi(ctx, i)
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  const nome = await assertComuneVivo(ctx, i.comuneId, i.dal, 'comuneId')
  const { rows } = await sql<{ id: string; nome: string; dal: string; al: string | null }>`
    select a.id, a.nome, ac.dal, ac.al from ambito_comune ac join ambito a on a.id = ac.ambito_id
     where ac.comune_id = ${i.comuneId} and daterange(ac.dal, ac.al, '[]') && daterange(${i.dal}, ${i.al ?? null}, '[]')
     order by ac.dal limit 1`.execute(ctx.tx)
  const altro = rows[0]
  if (altro) {
    const quando = `dal ${data(altro.dal)}${altro.al ? ` al ${data(altro.al)}` : ''}`
    throw erroreDiCampo(
      'comuneId',
      altro.id === ambito.id
        ? `Il comune di ${nome} fa già parte di questo ambito ${quando}.`
        : `Il comune di ${nome} fa parte dell’ambito «${altro.nome}» ${quando}: registra prima la sua uscita da quell’ambito.`,
      'comune-in-un-solo-ambito',
    )
  }
  await ctx.tx
    .insertInto('ambitoComune')
    .values({ ambitoId: ambito.id, comuneId: i.comuneId, dal: i.dal, al: i.al ?? null })
    .execute()
  return leggi(ctx, i)
}

async function togliComune(ctx: Ctx, i: Input<typeof ambitiApi.togliComune>): Promise<Ambito> {
  const ambito = await leggi(ctx, i)
  const riga = await ctx.tx
    .selectFrom('ambitoComune')
    .selectAll()
    .where('ambitoId', '=', ambito.id)
    .where('comuneId', '=', i.comuneId)
    .orderBy('dal', 'desc')
    .executeTakeFirst()
  if (!riga) throw problem('non-trovato')
  if (i.al < riga.dal) throw erroreDiCampo('al', `Il comune fa parte dell’ambito dal ${data(riga.dal)}.`)
  if (riga.al && riga.al < ctx.oggi())
    throw problem('stato-non-ammesso', { detail: `Il comune è già uscito dall’ambito il ${data(riga.al)}.` })
  await ctx.tx.updateTable('ambitoComune').set({ al: i.al }).where('id', '=', riga.id).execute()
  return leggi(ctx, i)
}

export const ambitiRotte = rotte(ambitiApi, {
  pubblici,
  affidatari,
  regioni,
  elenco,
  leggi,
  crea,
  modifica,
  recapiti,
  aggiungiComune,
  togliComune,
})
