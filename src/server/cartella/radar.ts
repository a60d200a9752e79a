// «Radar dei casi silenziosi»: the rules asked of one's own prese in carico, or of all those of the service.
import { type RawBuilder, sql } from 'kysely'
import { statiInCarico } from '../../shared/cartella/prese.rules.ts'
import { radarApi } from '../../shared/cartella/radar.api.ts'
import { type NomeRegola, nomiRegole, regolaRadar } from '../../shared/cartella/radar.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { bloccaPresa } from './presa.ts'
import { personaDi } from './prese-lettura.ts'
import { domande } from './radar-regole.ts'

type Avviso = Output<typeof radarApi.servizio>['voci'][number]
type Riga = Omit<Avviso, 'responsabile' | 'nome' | 'frase'> & { responsabileId: string | null }

/** Days of every rule that has some, in one reading. */
async function giorniDelleRegole(ctx: Ctx): Promise<Map<NomeRegola, number>> {
  const con = nomiRegole.flatMap((r) => {
    const chiave = regolaRadar(r).parametro
    return chiave ? [{ r, chiave }] : []
  })
  const { rows } = await sql<{ r: NomeRegola; n: number }>`
    select x.r, (kernel.parametro(x.chiave))::int as n from jsonb_to_recordset(${JSON.stringify(con)}::jsonb) as x(r text, chiave text)`.execute(
    ctx.tx,
  )
  return new Map(rows.map((x) => [x.r, x.n]))
}

async function elenco(
  ctx: Ctx,
  i: Input<typeof radarApi.servizio>,
  quali: RawBuilder<unknown>,
): Promise<Output<typeof radarApi.servizio>> {
  const limite = i.limite ?? PER_PAGINA
  const da = leggiCursore(i.dopo, 2)
  const giorni = await giorniDelleRegole(ctx)
  const chieste = i.regola ? [i.regola] : nomiRegole
  const avvisi = sql.join(
    chieste.map(
      (r) =>
        sql`select ${r}::text as regola, a.presa_id, a.righe from (${domande[r](giorni.get(r) ?? 0)}) a(presa_id, righe)`,
    ),
    sql` union all `,
  )
  const cond: RawBuilder<unknown>[] = [sql`true`]
  if (!i.rinviati) cond.push(sql`r.fino is null`)
  if (da) cond.push(sql`(a.regola, a.presa_id) > (${da[0]}, ${da[1]}::uuid)`)
  const { rows } = await sql<Riga>`
    with p as materialized (
      select p.* from presa_in_carico p where p.ambito_id = ${ctx.ambito} and p.stato = any (${[...statiInCarico]}) and ${quali} ${i.comune ? sql`and p.comune_id = ${i.comune}` : sql``}
    ), a as (${avvisi})
    select a.presa_id, p.numero, p.comune_id, ${personaDi}, a.regola, a.righe,
           (select o.utente_id from presa_operatore o where o.presa_id = p.id and o.responsabile and o.al is null) as responsabile_id,
           case when r.fino is not null then jsonb_build_object('fino', r.fino, 'motivo', r.motivo) end as rinvio
      from a join p on p.id = a.presa_id ${conPersona('p.persona_id')}
      left join lateral (select x.fino, x.motivo from radar_rinvio x where x.presa_id = a.presa_id and x.regola = a.regola and x.fino >= kernel.oggi()
        order by x.creato_il desc limit 1) r on true
     where ${sql.join(cond, sql` and `)} order by a.regola, a.presa_id limit ${limite + 1}`.execute(ctx.tx)
  const taglio = pagina(rows, limite, (r) => [r.regola, r.presaId])
  const nomi = await nomiUtenti(
    ctx,
    taglio.voci.map((r) => r.responsabileId),
  )
  return {
    prossima: taglio.prossima,
    voci: taglio.voci.map(({ responsabileId, ...r }) => ({
      ...r,
      responsabile: nomi.get(responsabileId ?? '') ?? null,
      nome: regolaRadar(r.regola).nome,
      frase: regolaRadar(r.regola).frase(giorni.get(r.regola) ?? 0),
    })),
  }
}

const miei = (ctx: Ctx, i: Input<typeof radarApi.miei>) =>
  elenco(
    ctx,
    i,
    sql`exists (select 1 from presa_operatore o where o.presa_id = p.id and o.utente_id = ${ctx.utente} and o.al is null)`,
  )

const servizio = (ctx: Ctx, i: Input<typeof radarApi.servizio>) => elenco(ctx, i, sql`true`)

async function rinvia(ctx: Ctx, i: Input<typeof radarApi.rinvia>): Promise<{ fatto: true }> {
  const p = await bloccaPresa(ctx, i.id)
  if (i.fino <= ctx.oggi()) throw erroreDiCampo('fino', 'Indica un giorno futuro: da allora l’avviso torna.')
  await sql`insert into radar_rinvio (comune_id, persona_id, presa_id, regola, motivo, fino, riservato_a)
    select comune_id, persona_id, id, ${i.regola}, ${i.motivo.trim()}, ${i.fino}, riservato_a from presa_in_carico where id = ${p.id}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

export const radarRotte = rotte(radarApi, { miei, servizio, rinvia })
