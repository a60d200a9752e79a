// Lists of domande and of their persons.
import { type RawBuilder, sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { DomandaBreve, domandeApi } from '../../shared/patti/domande.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { perTesto } from './casi-elenco.ts'

type Api = typeof domandeApi

/** As the page of a term: red past the day, yellow near it. Read by `breve` too. */
const luce = sql`case when d.scade is null then null when d.scade < kernel.oggi() then 'scaduto' when d.scade - kernel.oggi() < d.preavviso then 'giallo' else 'verde' end`
export const breve = sql`d.id, d.numero, d.richiedente, d.codice_fiscale, d.persona_id, d.comune_id, k.nome as comune, m.nome as misura, d.stato, d.stato_dal, d.presentata_il, d.componenti,
  d.scade, ${luce} as luce, d.protocollo`
export const breveDa = sql`domanda_raccolta d join comune k on k.id = d.comune_id join misura m on m.id = d.misura_id`

const perTestoDomanda = (testo: string | undefined): RawBuilder<unknown> | undefined =>
  /^d-\d{4}-[0-9a-f]{8}$/i.test(testo?.trim() ?? '') ? sql`d.numero = upper(${testo!.trim()})` : perTesto(testo, 'd')

export async function cerca(ctx: Ctx, i: Input<Api['cerca']>): Promise<Output<Api['cerca']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [sql`d.ambito_id = ${ctx.ambito}`]
  if (i.stato) cond.push(sql`d.stato = ${i.stato}`)
  else cond.push(sql`d.stato <> 'scartata'`)
  if (i.comune) cond.push(sql`d.comune_id = ${i.comune}`)
  if (i.misura) cond.push(sql`d.misura_id = ${i.misura}`)
  if (i.termine === 'scadute') cond.push(sql`d.scade < kernel.oggi()`)
  if (i.termine === 'vicine') cond.push(sql`d.scade >= kernel.oggi() and d.scade - kernel.oggi() < d.preavviso`)
  const testo = perTestoDomanda(i.testo)
  if (testo) cond.push(testo)
  if (dopo) cond.push(sql`(d.presentata_il, d.id) < (${dopo[0]}::date, ${dopo[1]}::uuid)`)
  const { rows } = await sql<DomandaBreve>`
    select ${breve} from ${breveDa} where ${sql.join(cond, sql` and `)} order by d.presentata_il desc, d.id desc limit ${limite + 1}`.execute(
    ctx.tx,
  )
  return pagina(rows, limite, (r) => [r.presentataIl, r.id])
}

const perCollegamento = {
  'da-decidere': sql`c.collegamento = 'proposto'`,
  collegati: sql`c.persona_id is not null`,
  'senza-scheda': sql`c.persona_id is null and c.collegamento <> 'proposto'`,
} as const

export async function soggetti(ctx: Ctx, i: Input<Api['soggetti']>): Promise<Output<Api['soggetti']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [
    sql`c.ambito_id = ${ctx.ambito} and c.tolto_il is null and d.stato not in ('bozza', 'scartata')`,
  ]
  if (i.collegamento) cond.push(perCollegamento[i.collegamento])
  const testo = i.testo?.trim()
  // members have no key of their own: a whole codice fiscale, or the name of who asks
  if (testo)
    cond.push(
      /^[a-z]{6}[0-9a-z]{10}$/i.test(testo)
        ? sql`c.codice_fiscale_chiave = kernel.chiave_codice_fiscale(${testo})`
        : sql`d.id in (select x.id from domanda_raccolta x where x.ambito_id = ${ctx.ambito} and ${perTesto(testo, 'x')!})`,
    )
  if (dopo) cond.push(sql`(c.creato_il, c.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)`)
  const { rows } = await sql<Output<Api['soggetti']>['voci'][number] & { creatoIl: string }>`
    select c.id, d.id as domanda_id, d.numero, trim(coalesce(c.dati ->> 'cognome', '') || ' ' || coalesce(c.dati ->> 'nome', '')) as nome, c.codice_fiscale,
           (c.dati ->> 'dataNascita')::date as data_nascita, case when c.ordine = 1 then 'chi chiede' else kernel.voce_etichetta('parentela', c.dati ->> 'parentela', kernel.oggi(), c.dati ->> 'sesso') end as parentela,
           d.stato, m.nome as misura, k.nome as comune, c.persona_id, c.collegamento, c.creato_il
      from domanda_raccolta_componente c join domanda_raccolta d on d.id = c.domanda_id join misura m on m.id = d.misura_id join comune k on k.id = d.comune_id
     where ${sql.join(cond, sql` and `)} order by c.creato_il desc, c.id desc limit ${limite + 1}`.execute(ctx.tx)
  const p = pagina(rows, limite, (r) => [r.creatoIl, r.id])
  return { ...p, voci: p.voci.map(({ creatoIl: _c, ...v }) => v) }
}
