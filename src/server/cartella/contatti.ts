// The desk: a contact in a few keys, its full sheet, private notes. Figures are in contatti-statistiche.ts.
import { type RawBuilder, sql } from 'kysely'
import { type ContattoScheda, contattiApi } from '../../shared/cartella/contatti.api.ts'
import { type StatoContatto, transizioniContatto } from '../../shared/cartella/contatti.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { ufficiDiOggi } from '../accesso/uffici-operatori.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { assertVoci } from '../parametri/voci.ts'
import { esporta, statistiche } from './contatti-statistiche.ts'
import {
  assertLuogo,
  assertPersone,
  colleghiPer,
  dopoDi,
  nelPeriodo,
  nomeDi,
  personaNominata,
  riservatoA,
} from './sportello-parti.ts'

type Api = typeof contattiApi

/** The comuni and offices of the operator; and what he used last, so that a contact is not typed twice. */
async function postazione(ctx: Ctx): Promise<Output<Api['postazione']>> {
  const { rows: comuni } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any ((select kernel.comuni())::text[]) order by nome`.execute(ctx.tx)
  const { rows: uffici } = await sql<{ id: string; nome: string; comuneId: string | null }>`
    select id, nome, comune_id from ufficio where ambito_id = ${ctx.ambito} and coalesce(al, 'infinity') >= kernel.oggi() order by nome, id limit 500`.execute(
    ctx.tx,
  )
  const { rows: ultimo } = await sql<{ comuneId: string; ufficioId: string | null; canale: string }>`
    select comune_id, ufficio_id, canale from contatto where operatore_id = ${ctx.utente} order by quando desc limit 1`.execute(
    ctx.tx,
  )
  const { rows: mio } = await sql<{ id: string }>`
    select id from ufficio where id in (${ufficiDiOggi(ctx.utente)}) and coalesce(al, 'infinity') >= kernel.oggi() order by nome, id limit 1`.execute(
    ctx.tx,
  )
  const u = ultimo[0]
  return {
    comuni,
    uffici,
    predefiniti: {
      comuneId: u?.comuneId ?? comuni[0]?.id ?? null,
      ufficioId: u?.ufficioId ?? mio[0]?.id ?? null,
      canale: u?.canale ?? 'persona',
      esito: 'informazione-data',
    },
  }
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  await assertLuogo(ctx, i)
  await assertVoci(ctx.tx, ctx.oggi(), {
    canale: ['canale-contatto', i.canale],
    bisogno: ['bisogno', i.bisogno],
    esito: ['esito-contatto', i.esito],
  })
  const { comuneId, ufficioId } = await luogoDelContatto(ctx, i)
  const { rows } = await sql<{ id: string }>`
    insert into contatto (comune_id, ufficio_id, persona_id, canale, bisogni, esito)
    values (${comuneId}, ${ufficioId}, ${i.personaId ?? null}, ${i.canale}, ${i.bisogno ? [i.bisogno] : []}, ${i.esito}) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await sql`insert into contatto_dettaglio (contatto_id, comune_id, persona_id, nota)
    values (${id}, ${comuneId}, ${i.personaId ?? null}, ${i.nota?.trim() ?? null})`.execute(ctx.tx)
  return { id }
}

/** Of a person of another comune that the desk serves, the contact is of that comune: its record is there. */
async function luogoDelContatto(ctx: Ctx, i: Input<Api['crea']>) {
  const qui = { comuneId: i.comuneId, ufficioId: i.ufficioId ?? null }
  if (!i.personaId) return qui
  const { rows } = await sql<{ comuneId: string }>`
    select comune_id from persona where id = ${i.personaId} and comune_id = any ((select kernel.comuni())::text[])`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw erroreDiCampo('personaId', 'La persona non si trova più: cercala di nuovo.')
  const { comuneId } = rows[0]
  if (comuneId === i.comuneId) return qui
  const { rows: ufficio } =
    await sql`select 1 from ufficio where id = ${qui.ufficioId}::uuid and comune_id is null`.execute(ctx.tx)
  return { comuneId, ufficioId: ufficio.length > 0 ? qui.ufficioId : null }
}

/**
 * It became a segnalazione for whoever sees that: where it is restricted to others, the contact is as it was. By key (`offset 0`): the
 * planner would read the segnalazioni of the ambito once rather than one for each row.
 */
const convertito = sql`exists (select 1 from segnalazione s where s.contatto_id = c.id offset 0)`
const statoContatto = sql`case when c.stato <> 'annullata' and ${convertito} then 'convertita' else c.stato end`
const inStato = (stato: StatoContatto) =>
  stato === 'convertita'
    ? sql`c.stato <> 'annullata' and ${convertito}`
    : sql`c.stato = ${stato} ${stato === 'annullata' ? sql`` : sql`and not ${convertito}`}`

const colonne = sql`c.id, c.quando, ${statoContatto} as stato, c.canale, kernel.voce_etichetta('canale-contatto', c.canale) as canale_testo, c.bisogni,
  array(select coalesce(kernel.voce_etichetta('bisogno', b), b) from unnest(c.bisogni) b) as bisogni_testo,
  c.esito, kernel.voce_etichetta('esito-contatto', c.esito) as esito_testo, ${personaNominata(sql`c.persona_id`)} as persona, c.comune_id,
  c.ufficio_id, (select u.nome from ufficio u where u.id = c.ufficio_id) as ufficio, coalesce(${nomeDi(sql`c.operatore_id`)}, '') as operatore`

type Riga = Output<Api['list']>['voci'][number]

export function condizioni(ctx: Ctx, f: Input<Api['list']>): RawBuilder<unknown>[] {
  return [
    sql`c.ambito_id = ${ctx.ambito}`,
    ...nelPeriodo(sql`c.quando`, f.dal, f.al),
    ...(f.canale ? [sql`c.canale = ${f.canale}`] : []),
    ...(f.bisogno ? [sql`${f.bisogno} = any (c.bisogni)`] : []),
    ...(f.esito ? [sql`c.esito = ${f.esito}`] : []),
    ...(f.stato ? [inStato(f.stato)] : []),
    ...(f.ufficio ? [sql`c.ufficio_id = ${f.ufficio}`] : []),
  ]
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dove = [...condizioni(ctx, i), ...dopoDi(sql`c.quando`, sql`c.id`, leggiCursore(i.dopo, 2))]
  const { rows } = await sql<Riga>`
    with c as materialized (select * from contatto c where ${sql.join(dove, sql` and `)} order by c.quando desc, c.id limit ${limite + 1})
    select ${colonne} from c order by c.quando desc, c.id`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.quando, r.id])
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<ContattoScheda> {
  const { rows } = await sql<Omit<ContattoScheda, 'servizi' | 'note'>>`
    select ${colonne}, c.versione, c.riservato_a is not null as riservato, c.motivo, c.interlocutore, c.durata_minuti, c.motivo_annullamento,
           d.accompagnato_da, d.informata, d.nota, d.aiuto_tipo, d.aiuto_importo, d.aiuto_fonte
      from contatto c join contatto_dettaglio d on d.contatto_id = c.id where c.id = ${i.id}`.execute(ctx.tx)
  const c = rows[0]
  if (!c) throw problem('non-trovato')
  const servizi = await ctx.tx
    .selectFrom('contattoServizio')
    .select(['id', 'prestazioneId', 'descrizione', 'soloStranieri', 'esterno'])
    .where('contattoId', '=', i.id)
    .where('toltoIl', 'is', null)
    .orderBy('descrizione')
    .execute()
  const note = await ctx.tx
    .selectFrom('contattoNota')
    .select(['id', 'testo', 'scrittaIl', 'scrittaDa', 'riservatoA'])
    .where('contattoId', '=', i.id)
    .orderBy('scrittaIl')
    .execute()
  const nomi = await nomiUtenti(
    ctx,
    note.flatMap((n) => [n.scrittaDa, ...n.riservatoA]),
  )
  return {
    ...c,
    servizi,
    note: note.map(({ scrittaDa, riservatoA, ...n }) => ({
      ...n,
      scrittaDa: nomi.get(scrittaDa) ?? '',
      visibileA: riservatoA.map((u) => nomi.get(u) ?? ''),
    })),
  }
}

export async function getContatto(ctx: Ctx, id: string) {
  const { rows } = await sql<{ comuneId: string; personaId: string | null; versione: number }>`
    select comune_id, persona_id, versione from contatto where id = ${id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  // after the lock: of two who make it a segnalazione the second finds the first
  const { rows: stato } = await sql<{ stato: StatoContatto }>`
    select ${statoContatto} as stato from contatto c where c.id = ${id}`.execute(ctx.tx)
  return { ...rows[0], stato: stato[0]!.stato }
}

async function completa(ctx: Ctx, i: Input<Api['completa']>): Promise<Output<Api['completa']>> {
  const c = await getContatto(ctx, i.id)
  const stato = assertTransizione(transizioniContatto, 'completa', c.stato)
  if (c.versione !== i.versione) throw problem('versione-superata')
  await assertVoci(ctx.tx, ctx.oggi(), {
    canale: ['canale-contatto', i.canale],
    motivo: ['motivo-contatto', i.motivo],
    interlocutore: ['interlocutore', i.interlocutore],
    bisogni: ['bisogno', i.bisogni],
    esito: ['esito-contatto', i.esito],
    aiutoTipo: ['aiuto-immediato', i.aiutoTipo],
    aiutoFonte: ['fonte-aiuto', i.aiutoFonte],
  })
  if (!i.aiutoTipo && (i.aiutoImporto || i.aiutoFonte))
    throw erroreDiCampo('aiutoTipo', 'Indica quale aiuto è stato dato.')
  await assertPersone(ctx, [i.personaId], 'personaId', c.comuneId)
  const quando = await avvenuto(ctx, i)
  await sql`update contatto set stato = ${stato}, quando = ${quando}, canale = ${i.canale}, motivo = ${i.motivo ?? null}, interlocutore = ${i.interlocutore ?? null},
      bisogni = ${i.bisogni}, esito = ${i.esito}, persona_id = ${i.personaId ?? null}, durata_minuti = ${i.durataMinuti ?? null}, versione = versione + 1
    where id = ${i.id}`.execute(ctx.tx)
  await sql`update contatto_dettaglio set persona_id = ${i.personaId ?? null}, accompagnato_da = ${i.accompagnatoDa ?? null}, informata = ${i.informata ?? null},
      nota = ${i.nota ?? null}, aiuto_tipo = ${i.aiutoTipo ?? null}, aiuto_importo = ${i.aiutoImporto ?? null}, aiuto_fonte = ${i.aiutoFonte ?? null}
    where contatto_id = ${i.id}`.execute(ctx.tx)
  await scriviServizi(ctx, i, c.comuneId)
  return { fatto: true }
}

/** When it took place: of a day said without its hour the hour remains; what nobody has corrected stays to the second. */
async function avvenuto(ctx: Ctx, i: Input<Api['completa']>): Promise<string> {
  const { rows } = await sql<{ quando: string; prima: string; esiste: boolean }>`
    select x.quando, x.prima, to_char(x.quando at time zone 'Europe/Rome', 'YYYY-MM-DD HH24:MI') = x.detto as esiste
      from (select c.quando as prima, p.detto,
                   case when p.detto = to_char(c.quando at time zone 'Europe/Rome', 'YYYY-MM-DD HH24:MI') then c.quando
                        else p.detto::timestamp at time zone 'Europe/Rome' end as quando
              from contatto c cross join lateral (
                select coalesce(${i.giorno ?? null}::text, to_char(c.quando at time zone 'Europe/Rome', 'YYYY-MM-DD')) || ' ' ||
                       coalesce(${i.ora ?? null}::text, to_char(c.quando at time zone 'Europe/Rome', 'HH24:MI')) as detto) p
             where c.id = ${i.id}) x`.execute(ctx.tx)
  const { quando, prima, esiste } = rows[0]!
  if (quando === prima) return prima
  // the hour that the clocks skip in spring
  if (!esiste) throw erroreDiCampo('ora', 'Quel giorno quest’ora non c’è: passava l’ora legale.')
  if (new Date(quando) > ctx.adesso())
    throw erroreDiCampo(
      'giorno',
      'Il contatto è nel futuro: si registra quando è avvenuto. Controlla il giorno e l’ora.',
    )
  if (i.giorno && i.giorno < '2000') throw erroreDiCampo('giorno', 'La data è troppo lontana: controlla l’anno.')
  return quando
}

/** The services asked are a list typed as a whole: those that are no longer in it are taken off, not deleted. */
async function scriviServizi(ctx: Ctx, i: Input<Api['completa']>, comuneId: string) {
  const righe = i.servizi.map((s) => ({
    prestazione_id: s.prestazioneId ?? null,
    descrizione: s.descrizione.trim(),
    solo_stranieri: s.soloStranieri ?? false,
    esterno: s.esterno ?? false,
  }))
  await sql`
    with nuovi as materialized (
      select distinct * from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(prestazione_id uuid, descrizione text, solo_stranieri boolean, esterno boolean)
    ), presenti as materialized (
      select s.id, s.prestazione_id, s.descrizione, s.solo_stranieri, s.esterno from contatto_servizio s where s.contatto_id = ${i.id} and s.tolto_il is null
    ), tolti as (
      update contatto_servizio s set tolto_il = kernel.adesso() from presenti p
       where s.id = p.id and not exists (select 1 from nuovi n
         where (n.prestazione_id, n.descrizione, n.solo_stranieri, n.esterno) is not distinct from (p.prestazione_id, p.descrizione, p.solo_stranieri, p.esterno))
    )
    insert into contatto_servizio (contatto_id, comune_id, prestazione_id, descrizione, solo_stranieri, esterno)
    select ${i.id}::uuid, ${comuneId}, n.* from nuovi n where not exists (select 1 from presenti p
      where (n.prestazione_id, n.descrizione, n.solo_stranieri, n.esterno) is not distinct from (p.prestazione_id, p.descrizione, p.solo_stranieri, p.esterno))`.execute(
    ctx.tx,
  )
}

async function annota(ctx: Ctx, i: Input<Api['annota']>): Promise<Output<Api['annota']>> {
  const c = await getContatto(ctx, i.id)
  const { rows } = await sql<{ id: string }>`
    insert into contatto_nota (contatto_id, comune_id, persona_id, testo, riservato_a)
    values (${i.id}, ${c.comuneId}, ${c.personaId}, ${i.testo.trim()}, ${await riservatoA(ctx, 'contatto.leggi', i.colleghi)}) returning id`.execute(
    ctx.tx,
  )
  return { id: rows[0]!.id }
}

async function riserva(ctx: Ctx, i: Input<Api['riserva']>): Promise<Output<Api['riserva']>> {
  await getContatto(ctx, i.id)
  const chi = i.colleghi && (await riservatoA(ctx, 'contatto.leggi', i.colleghi))
  await sql`update contatto set riservato_a = ${chi ?? null}, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  // what went outside follows; an office that has received it already read its text
  await sql`update invio set riservato_a = ${chi ?? null} where contatto_id = ${i.id} and ente is not null`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> {
  const c = await getContatto(ctx, i.id)
  const stato = assertTransizione(transizioniContatto, 'annulla', c.stato)
  await sql`update contatto set stato = ${stato}, motivo_annullamento = ${i.motivo.trim()}, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

async function colleghi(ctx: Ctx): Promise<Output<Api['colleghi']>> {
  return { voci: (await colleghiPer(ctx, 'contatto.leggi')).filter((c) => c.id !== ctx.utente) }
}

export const contattiRotte = rotte(contattiApi, {
  postazione,
  crea,
  list,
  leggi,
  completa,
  annota,
  riserva,
  annulla,
  statistiche,
  esporta,
  colleghi,
})

export const contattiVincoli: Vincoli = {
  contatto_durata_possibile: {
    codice: 'regola-non-rispettata',
    campo: 'durataMinuti',
    detail: 'Un contatto dura da un minuto a dieci ore.',
  },
}
