// What becomes of each staged row, and its import: set-based, a range of rows at a time. The judgement runs twice, for
// the dry run and again inside the transaction that imports, so that what changed meanwhile is refused, not broken.
import { sql } from 'kysely'
import type { Ctx } from '../kernel/context.ts'
import type { Sql } from '../kernel/ricerca.ts'

/** Rows `da` excluded to `a` included. */
export interface Tratto {
  importazioneId: string
  da: number
  a: number
}

/** End of the next range of at most `quante` rows after `da`; null when there is none. */
export async function prossimoTratto(
  ctx: Ctx,
  importazioneId: string,
  da: number,
  quante: number,
): Promise<Tratto | null> {
  const { rows } = await sql<{ a: number | null }>`
    select max(riga) as a from (select riga from importazione_riga where importazione_id = ${importazioneId} and riga > ${da} order by riga limit ${quante}) x`.execute(
    ctx.tx,
  )
  const a = rows[0]?.a
  return a ? { importazioneId, da, a } : null
}

const identita = (di: string) => sql.raw(`${di}.data_nascita, ${di}.luogo_nascita_id, ${di}.genere`)

/** What a row may say of its person besides who he is, and how its column is called. */
const RECAPITI = { email: 'E-mail', telefono: 'Telefono', fondo: 'Fondo', fine_contratto: 'Fine contratto' }
const recapiti = Object.entries(RECAPITI)
/** One row for each role: a person's contacts may stand in any of his rows, so the first that says one says it for all. */
const primi = sql.raw(
  recapiti.map(([c]) => `(array_agg(r.${c} order by r.riga) filter (where r.${c} is not null))[1] as ${c}`).join(', '),
)
const righePrime = sql.raw(
  recapiti.map(([c]) => `min(r.riga) filter (where r.${c} is not null) as riga_${c}`).join(', '),
)
/** The same address in capitals, the same number with its spaces, say the same. */
const comeSiDice = (di: string, c: string) =>
  c === 'email' ? `lower(${di}.email)` : c === 'telefono' ? `translate(${di}.telefono, ' ./-', '')` : `${di}.${c}`
/** What a row says of who is there already, and he has not. */
const cambiano = (di: string) =>
  sql.raw(
    `(${recapiti.map(([c]) => `${comeSiDice(di, c)} <> coalesce(${comeSiDice('u', c)}, '${c === 'fine_contratto' ? '-infinity' : ''}')`).join(' or ')})`,
  )
const diverso = (c: string) => `${comeSiDice('b', c)} <> ${comeSiDice('p', c)}`
/** Two rows that contradict each other: which is right is not ours to say. */
const contraddetti = sql.raw(
  recapiti
    .map(
      ([c, nome]) =>
        `case when ${diverso(c)} then '«${nome}» è diverso da quello della riga ' || p.riga_${c} || ', che è della stessa persona: scrivi lo stesso dato in tutte le sue righe, oppure in una sola.' end`,
    )
    .join(', '),
)
const siContraddice = sql.raw(`(${recapiti.map(([c]) => diverso(c)).join(' or ')}) is true`)
/** A2.07: whoever may not give a role does not lengthen it with the contract either. */
const contrattoNonSuo = sql`(k.non_assegnabile is not null and b.fine_contratto <> coalesce(u.fine_contratto, '-infinity')) is true`

/**
 * Nothing knows yet how many rows were just staged: left to guess one, the planner would compare each with each, or look for a
 * person in an index that gives the whole file.
 */
async function unaVoltaSola(ctx: Ctx, fai: () => Promise<unknown>): Promise<void> {
  await sql`select set_config('enable_nestloop', 'off', true)`.execute(ctx.tx)
  await fai()
  await sql`select set_config('enable_nestloop', 'on', true)`.execute(ctx.tx)
}

/**
 * For the `where` of what writes users, once and planned without nested loops: it is executed before the first row, so what the
 * triggers ask, row by row and by key, is planned as always.
 */
const iTriggerComeSempre = sql`(select set_config('enable_nestloop', 'on', true)) is not null`

/** Sets outcome and reasons of the rows not yet imported. R1.01, R1.02, R1.05, A2.23–A2.26. */
export const valuta = (ctx: Ctx, t: Tratto): Promise<void> => unaVoltaSola(ctx, () => giudica(ctx, t))

const giudica = (ctx: Ctx, t: Tratto) =>
  sql`
    with codici as materialized (
      select distinct codice_fiscale from importazione_riga
       where importazione_id = ${t.importazioneId} and riga > ${t.da} and riga <= ${t.a} and not applicata and errori = '{}'
    ),
    altrove as materialized (select accesso.codici_altrove(array(select codice_fiscale from codici)) as codice_fiscale),
    -- who only wrote what came from another installation is nobody yet (ADR 0043)
    utenti as materialized (select u.* from utente u join codici c using (codice_fiscale) where u.ambito_id = ${ctx.ambito} and u.stato <> 'altrove'),
    -- the same persons in the whole file: one may repeat, and roles accumulate (A2.23)
    stesse as (
      select r.*, o.esclusivo, kernel.normalizza(r.cognome) as cognome_chiave, kernel.normalizza(r.nome) as nome_chiave,
             min(r.riga) over persona as prima,
             bool_or(o.esclusivo) over persona and min(r.ruolo_id) over persona <> max(r.ruolo_id) over persona as due_esclusivi,
             first_value(jsonb_build_array(kernel.normalizza(r.cognome), kernel.normalizza(r.nome), ${identita('r')})) over (persona order by r.riga)
               <> jsonb_build_array(kernel.normalizza(r.cognome), kernel.normalizza(r.nome), ${identita('r')}) as altra
        from importazione_riga r join codici c using (codice_fiscale) join ruolo o on o.id = r.ruolo_id
       where r.importazione_id = ${t.importazioneId} and r.errori = '{}'
      window persona as (partition by r.codice_fiscale)
    ),
    detti as materialized (select r.codice_fiscale, ${primi}, ${righePrime} from stesse r where not r.altra group by r.codice_fiscale),
    tenute as materialized (
      select a.utente_id, a.ruolo_id, coalesce(a.comune_id, '*') as comune, bool_or(o.esclusivo) as esclusivo
        from assegnazione a join utenti u on u.id = a.utente_id join ruolo o on o.id = a.ruolo_id
       where a.ambito_id = ${ctx.ambito} and a.stato <> 'revocata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date group by 1, 2, 3
    ),
    assegnabili as materialized (select accesso.ruoli_assegnabili(${ctx.oggi()}) as ruolo_id),
    occupati as materialized (
      select t.utente_id, bool_or(t.esclusivo) as esclusivo, array_agg(distinct t.ruolo_id) as ruoli,
             min(o.nome) filter (where t.ruolo_id not in (select ruolo_id from assegnabili)) as non_assegnabile
        from tenute t join ruolo o on o.id = t.ruolo_id group by t.utente_id
    ),
    -- a row that is refused for what it says of the person is repeated by none
    uguali as (
      select b.codice_fiscale, b.ruolo_id, coalesce(b.territorio_id, '*') as comune, min(b.riga) as prima
        from stesse b join detti p on p.codice_fiscale = b.codice_fiscale
        left join utenti u on u.codice_fiscale = b.codice_fiscale left join occupati k on k.utente_id = u.id
       where not b.altra and not ${siContraddice} and not ${contrattoNonSuo} group by 1, 2, 3
    ),
    -- of another ente than the one that asks: said, since offices may work together, not refused
    richiesta as materialized (
      select f.comune_id, c.nome from importazione i join richiesta_formale f on f.id = i.richiesta_formale_id join comune c on c.id = f.comune_id
       where i.id = ${t.importazioneId}
    ),
    ammessi as materialized (select ruolo_id, coalesce(comune_id, '*') as comune from accesso.territori_ammessi(${ctx.ambito}, ${ctx.oggi()})),
    -- once for each role and place, not for each row
    mancanti as materialized (
      select x.ruolo_id, x.comune, accesso.atto_mancante(x.ruolo_id, nullif(x.comune, '*')) as manca
        from (select distinct b.ruolo_id, coalesce(b.territorio_id, '*') as comune from stesse b where b.riga > ${t.da} and b.riga <= ${t.a} and not b.applicata) x
       where not exists (select 1 from ammessi m where m.ruolo_id = x.ruolo_id and m.comune = x.comune)
    ),
    giudizio as (
      select b.riga, u.id is not null as noto, b.prima, s.prima as prima_uguale, m.ruolo_id is not null and not c.finito as ammesso,
             case when c.finito then 'il contratto è terminato' else f.manca end as manca, n.utente_id is not null as gia_sua,
             n.utente_id is not null or s.prima < b.riga as presente,
             case when not b.esclusivo then (select q.nome from richiesta q where q.comune_id is distinct from b.territorio_id) end as altro_ente,
             u.id is not null and ${cambiano('b')} is true as cambia,
             array_remove(array[
               case when l.codice_fiscale is not null then 'Questa persona risulta già accreditata altrove, e può operare in un solo ambito: chiedile di far cessare prima l’altro accreditamento.' end,
               case when u.id is null and b.dubbi <> '{}' then array_to_string(b.dubbi, ' ') || ' Se i dati sono giusti, inserisci questa persona da «Nuovo utente», indicando il motivo.' end,
               case when u.stato = 'cessato' then 'È tra gli utenti cessati: apri la sua scheda e usa «Riammetti».' end,
               case when (b.cognome_chiave, b.nome_chiave, ${identita('b')}) <> (u.cognome_chiave, u.nome_chiave, ${identita('u')})
                 then 'I dati anagrafici sono diversi da quelli già registrati: correggi il foglio, oppure la scheda dell’utente.' end,
               case when b.altra then 'I dati anagrafici sono diversi da quelli della riga ' || b.prima || ', che ha lo stesso codice fiscale.' end,
               case when b.due_esclusivi or ((k.esclusivo or b.esclusivo) and k.ruoli <> array[b.ruolo_id])
                 then 'Il ruolo di amministratore di ambito non si può unire ad alcun altro ruolo.' end,
               case when ${contrattoNonSuo}
                 then 'Il ruolo «' || k.non_assegnabile || '» non può essere assegnato da te: di chi lo ha cambi soltanto i recapiti, non la fine del contratto. Per il resto rivolgiti al Super Utente.' end,
               ${contraddetti}
             ], null) as no
        from stesse b
        left join detti p on p.codice_fiscale = b.codice_fiscale
        left join uguali s on s.codice_fiscale = b.codice_fiscale and s.ruolo_id = b.ruolo_id and s.comune = coalesce(b.territorio_id, '*')
        left join altrove l on l.codice_fiscale = b.codice_fiscale
        left join utenti u on u.codice_fiscale = b.codice_fiscale
        left join occupati k on k.utente_id = u.id
        left join tenute n on n.utente_id = u.id and n.ruolo_id = b.ruolo_id and n.comune = coalesce(b.territorio_id, '*')
        left join ammessi m on m.ruolo_id = b.ruolo_id and m.comune = coalesce(b.territorio_id, '*')
        left join mancanti f on f.ruolo_id = b.ruolo_id and f.comune = coalesce(b.territorio_id, '*')
        -- the same day as one by one: what is prepared is not enabled after the end of the contract
        cross join lateral (
          select (coalesce(case when k.non_assegnabile is null then p.fine_contratto end, u.fine_contratto) < ${ctx.oggi()}::date) is true as finito) c
       where b.riga > ${t.da} and b.riga <= ${t.a} and not b.applicata
    ),
    esiti as (
      select b.riga, coalesce(g.ammesso, false) as ammesso,
             case when g.riga is null or cardinality(g.no) > 0 then 'rifiutata'
                  when not g.presente then 'accettata' when g.cambia then 'modificata' else 'gia-presente' end as esito,
             case when g.riga is null then b.errori when cardinality(g.no) > 0 then g.no
                  else array_remove(array[
                    case when g.gia_sua then 'Ha già questo ruolo.' when g.presente then 'Ripete la riga ' || g.prima_uguale || '.'
                         when g.noto then 'Aggiunge il ruolo a un utente già presente.' when g.prima < g.riga then 'Aggiunge il ruolo alla persona della riga ' || g.prima || '.' end,
                    case when g.cambia then 'Aggiorna recapiti, fondo o contratto.' end,
                    case when not g.presente then 'La richiesta formale è del Comune di ' || g.altro_ente || ': controlla che valga anche per questo ruolo.' end,
                    case when not g.presente and not g.ammesso then 'Sarà preparato, non abilitato: ' || g.manca || '.' end
                  ], null) end as motivi
        from importazione_riga b left join giudizio g on g.riga = b.riga
       where b.importazione_id = ${t.importazioneId} and b.riga > ${t.da} and b.riga <= ${t.a} and not b.applicata
    )
    update importazione_riga r set esito = x.esito, motivi = x.motivi, ammesso = x.ammesso from esiti x
     where r.importazione_id = ${t.importazioneId} and r.riga = x.riga and (r.esito, r.motivi, r.ammesso) is distinct from (x.esito, x.motivi, x.ammesso)`.execute(
    ctx.tx,
  )

/** What all the good rows of these persons say, also those of ranges still to come: so the range where a row falls changes nothing. */
const delleSueRighe = (importazioneId: string, persone: Sql) => sql`
  detti as materialized (
    select r.codice_fiscale, ${primi} from importazione_riga r join (${persone}) q on q.codice_fiscale = r.codice_fiscale
     where r.importazione_id = ${importazioneId} and r.esito <> 'rifiutata' group by r.codice_fiscale)`

/** Of the good rows of a range: what they say of who is there already, and who is not. */
async function scriviPersone(ctx: Ctx, t: Tratto, qui: Sql): Promise<void> {
  const di = (esiti: Sql) =>
    sql`select distinct r.codice_fiscale from importazione_riga r where ${qui} and r.esito ${esiti}`
  // an empty cell erases nothing
  const aggiorna = sql`
    with ${delleSueRighe(t.importazioneId, di(sql`in ('accettata', 'modificata')`))}
    update utente u set email = coalesce(x.email, u.email), telefono = coalesce(x.telefono, u.telefono), fondo = coalesce(x.fondo, u.fondo),
           fine_contratto = coalesce(x.fine_contratto, u.fine_contratto), versione = u.versione + 1
      from detti x
     where u.ambito_id = ${ctx.ambito} and u.stesso_di is null and u.codice_fiscale = x.codice_fiscale
       and ${cambiano('x')} and ${iTriggerComeSempre}`
  const aggiungi = sql`
    with ${delleSueRighe(t.importazioneId, di(sql`= 'accettata'`))}
    insert into utente (ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, email, telefono, fondo, fine_contratto, stato)
    select ${ctx.ambito}, x.codice_fiscale, x.cognome, x.nome, x.data_nascita, x.luogo_nascita_id, x.genere, d.email, d.telefono, d.fondo, d.fine_contratto,
           case when x.abilitabile then 'inserito' else 'comunicato' end
      from (select distinct on (r.codice_fiscale) r.*, bool_or(r.ammesso) over (partition by r.codice_fiscale) as abilitabile
              from importazione_riga r where ${qui} and r.esito = 'accettata' order by r.codice_fiscale, r.riga) x
      join detti d on d.codice_fiscale = x.codice_fiscale
     where not exists (select 1 from utente u where u.ambito_id = ${ctx.ambito} and u.codice_fiscale = x.codice_fiscale and u.stesso_di is null)
       and ${iTriggerComeSempre}
    on conflict do nothing`
  for (const scrivi of [aggiorna, aggiungi]) await unaVoltaSola(ctx, () => scrivi.execute(ctx.tx))
}

/** Imports the good rows of a range: one insert … select for the users, one for their roles. */
export async function applica(ctx: Ctx, t: Tratto, richiestaFormaleId: string): Promise<void> {
  const qui = sql`r.importazione_id = ${t.importazioneId} and r.riga > ${t.da} and r.riga <= ${t.a} and not r.applicata`
  // before they are judged: who is being given another role, or ceased, at this very instant is judged after it
  await sql`
    select count(*) from (
      select from utente u where u.ambito_id = ${ctx.ambito} and u.codice_fiscale in (select r.codice_fiscale from importazione_riga r where ${qui})
       order by u.id for no key update of u) x`.execute(ctx.tx)
  await valuta(ctx, t)
  // what was written in another installation keeps its author, who is from now a user
  await sql`
    update utente u set cognome = x.cognome, nome = x.nome, data_nascita = x.data_nascita, luogo_nascita_id = x.luogo_nascita_id, genere = x.genere,
           stato = 'comunicato', creato = kernel.adesso()
      from (select distinct on (r.codice_fiscale) r.* from importazione_riga r where ${qui} and r.esito = 'accettata' order by r.codice_fiscale, r.riga) x
     where u.ambito_id = ${ctx.ambito} and u.codice_fiscale = x.codice_fiscale and u.stato = 'altrove' and u.stesso_di is null
       and not exists (select 1 from accesso.codici_altrove(array[x.codice_fiscale]))`.execute(ctx.tx)
  await scriviPersone(ctx, t, qui)
  await sql`
    insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, stato, abilitata_il, richiesta_formale_id)
    select ${ctx.ambito}, u.id, r.ruolo_id, r.territorio_id, ${ctx.oggi()}::date, case when r.ammesso then 'abilitata' else 'preparata' end,
           case when r.ammesso then kernel.adesso() end, ${richiestaFormaleId}
      from importazione_riga r join utente u on u.ambito_id = ${ctx.ambito} and u.codice_fiscale = r.codice_fiscale and u.stesso_di is null
     where ${qui} and r.esito = 'accettata'
    on conflict do nothing`.execute(ctx.tx)
  // who was only communicated and now has an enabled role
  await sql`
    update utente u set stato = 'inserito' where u.ambito_id = ${ctx.ambito} and u.stato = 'comunicato' and u.id in (
      select a.utente_id from importazione_riga r join utente v on v.ambito_id = ${ctx.ambito} and v.codice_fiscale = r.codice_fiscale and v.stesso_di is null
        join assegnazione a on a.utente_id = v.id and a.stato = 'abilitata' where ${qui} and r.esito = 'accettata')`.execute(
    ctx.tx,
  )
  // what a constraint turned away in the very instant is told, never lost
  await unaVoltaSola(ctx, () =>
    sql`
    update importazione_riga r set esito = 'rifiutata',
           motivi = array['Mentre si importava, questa persona è stata accreditata altrove o il suo incarico è cambiato: controlla e ricarica la riga.']
     where ${qui} and r.esito = 'accettata' and not exists (
       select from utente u join assegnazione a on a.utente_id = u.id
        where u.ambito_id = ${ctx.ambito} and u.codice_fiscale = r.codice_fiscale and a.ambito_id = ${ctx.ambito} and a.ruolo_id = r.ruolo_id
          and a.comune_id is not distinct from r.territorio_id and a.stato <> 'revocata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date)`.execute(
      ctx.tx,
    ),
  )
  await sql`update importazione_riga r set applicata = true where ${qui} and r.esito <> 'rifiutata'`.execute(ctx.tx)
}
