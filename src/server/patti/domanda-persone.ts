// Who the members of a domanda are in the record: found by codice fiscale where the name agrees, proposed where it is doubtful; and
// a person of the record, with who lives with him, to begin a domanda from.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { domandeApi, SchedaDomanda } from '../../shared/patti/domande.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { bloccaDomanda } from './domanda-raccolta.ts'

type Api = typeof domandeApi

/** As the members of an extract: the same name and code in the same comune is him; anything less is to be decided. */
export async function collegaMembri(ctx: Ctx, domandaId: string): Promise<void> {
  await sql`
    with nuovi as materialized (
      select m.id, m.comune_id, m.ambito_id, m.codice_fiscale_chiave, kernel.normalizza(m.dati ->> 'cognome') as cognome, kernel.normalizza(m.dati ->> 'nome') as nome, (m.dati ->> 'dataNascita')::date as nascita
        from domanda_raccolta_componente m where m.domanda_id = ${domandaId} and m.tolto_il is null and m.collegamento in ('nessuno', 'proposto')
    ), trovati as (
      select n.id, p.id as persona_id, p.comune_id = n.comune_id and p.cognome_chiave = n.cognome and p.nome_chiave = n.nome as certo
        from nuovi n join persona p on p.codice_fiscale_chiave = n.codice_fiscale_chiave and p.codice_fiscale is not null and p.ambito_id = n.ambito_id and p.unita_a is null
      union all
      select n.id, p.id, false from nuovi n join persona p on p.ambito_id = n.ambito_id and p.cognome_chiave = n.cognome and p.nome_chiave = n.nome
         and p.data_nascita = n.nascita and p.comune_id = n.comune_id and p.unita_a is null and p.codice_fiscale_chiave is distinct from n.codice_fiscale_chiave
    ), scelti as (
      select id, count(*) filter (where certo) as certi, min(persona_id::text) filter (where certo) as lui, array_agg(distinct persona_id) as simili from trovati group by id
    )
    update domanda_raccolta_componente m set persona_id = case when s.certi = 1 then s.lui::uuid end, simili = case when s.certi = 1 then '{}' else s.simili end,
           collegamento = case when s.certi = 1 then 'codice-fiscale' else 'proposto' end
      from scelti s where m.id = s.id`.execute(ctx.tx)
  await collegaRichiedente(ctx, domandaId)
}

/** Who asks is the person whom the first member is linked to. */
async function collegaRichiedente(ctx: Ctx, domandaId: string): Promise<void> {
  await sql`update domanda_raccolta d set persona_id = m.persona_id
    from (select persona_id from domanda_raccolta_componente where domanda_id = ${domandaId} and tolto_il is null order by ordine, id limit 1) m
    where d.id = ${domandaId} and d.persona_id is distinct from m.persona_id`.execute(ctx.tx)
}

type Simili = SchedaDomanda['membri'][number]['simili']
/** Persons who may be these members, among those that the reader may see. */
export async function similiDi(ctx: Ctx, domandaId: string): Promise<Map<string, Simili>> {
  const { rows } = await sql<Simili[number] & { membro: string }>`
    select m.id as membro, p.id as persona_id, p.cognome || ' ' || p.nome as nome, p.data_nascita, p.codice_fiscale
      from domanda_raccolta_componente m join persona p on p.id = any (m.simili)
     where m.domanda_id = ${domandaId} and m.tolto_il is null and m.collegamento = 'proposto' order by 1, 3, 2`.execute(
    ctx.tx,
  )
  return new Map(
    [...Map.groupBy(rows, (r) => r.membro)].map(([id, suoi]) => [id, suoi.map(({ membro: _m, ...s }) => s)]),
  )
}

export async function collega(ctx: Ctx, i: Input<Api['collega']>): Promise<Output<Api['collega']>> {
  const d = await bloccaDomanda(ctx, i.id)
  const simili = (await similiDi(ctx, d.id)).get(i.componente)
  if (!simili) throw problem('non-trovato')
  if (i.personaId && !simili.some((s) => s.personaId === i.personaId))
    throw erroreDiCampo('personaId', 'Scegli una delle persone proposte.')
  await sql`update domanda_raccolta_componente set persona_id = ${i.personaId}, collegamento = ${i.personaId ? 'confermato' : 'escluso'}, simili = '{}'
    where id = ${i.componente} and domanda_id = ${d.id}`.execute(ctx.tx)
  await collegaRichiedente(ctx, d.id)
  return { fatto: true }
}

/** Him first, then who is with him in the registry today. */
export async function persone(ctx: Ctx, i: Input<Api['persone']>): Promise<Output<Api['persone']>> {
  const { rows } = await sql<{
    personaId: string
    cognome: string
    nome: string
    sesso: string | null
    dataNascita: string | null
    codiceFiscale: string | null
    parentela: string | null
  }>`
    with lui as (
      select p.id from persona p where p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(${i.codiceFiscale}) and p.codice_fiscale is not null
         and p.ambito_id = ${ctx.ambito} and p.comune_id = ${i.comuneId} and p.unita_a is null
    ), casa as (
      select c.nucleo_id from nucleo_componente c join nucleo n on n.id = c.nucleo_id
       where c.persona_id in (select id from lui) and n.tipo = 'anagrafico' and c.sostituito_il is null and ${ctx.oggi()}::date between coalesce(c.dal, '-infinity') and coalesce(c.al, 'infinity') limit 1
    ), altri as (
      select c.persona_id, c.parentela from nucleo_componente c where c.nucleo_id in (select nucleo_id from casa) and c.sostituito_il is null
         and ${ctx.oggi()}::date between coalesce(c.dal, '-infinity') and coalesce(c.al, 'infinity') and c.persona_id not in (select id from lui)
    )
    select p.id as persona_id, p.cognome, p.nome, p.sesso, p.data_nascita, p.codice_fiscale, a.parentela
      from persona p left join altri a on a.persona_id = p.id
     where p.id in (select id from lui union all select persona_id from altri) and p.decesso is null
     order by a.persona_id is not null, p.data_nascita, p.id limit 20`.execute(ctx.tx)
  return {
    voci: rows.map(({ personaId, ...v }) => ({
      personaId,
      valori: Object.fromEntries(Object.entries(v).filter(([, x]) => x !== null)),
    })),
  }
}
