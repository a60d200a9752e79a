// Giving roles: what may be assigned by whom (A2.07, data by date), under which formal request (A2.22), and what signed
// acts let one enable today; the rest stays prepared and is enabled later (A2.13b). One statement enables, whoever
// asks: one by one, in bulk, or when a convenzione arrives.
import { sql } from 'kysely'
import type { assegnazioniApi, utentiApi } from '../../shared/accesso/utenti.api.ts'
import {
  type StatoAssegnazione,
  type StatoUtente,
  transizioniAssegnazione,
  transizioniUtente,
} from '../../shared/accesso/utenti.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione, type Transizioni } from '../../shared/kernel/transizioni.ts'
import type { Ctx } from '../kernel/context.ts'
import { territorioInParole } from './utenti-ricerca.ts'

export type Incarichi = Input<typeof utentiApi.assegna>['assegnazioni']
type Esito = Output<typeof utentiApi.assegna>

/** Roles that may be enabled are counted no further. */
const MOLTI = 100

export interface UtenteLetto {
  id: string
  ambitoId: string | null
  codiceFiscale: string
  stato: StatoUtente
  fineContratto: string | null
  primoAccesso: string | null
  /** Of an operator of another installation, the user of here who he is. */
  stessoDi: string | null
  versione: number
}

/** The user an act is about, locked until it ends; 404 where the scope does not reach him. */
export async function getUtente(ctx: Ctx, id: string): Promise<UtenteLetto> {
  const riga = await ctx.tx
    .selectFrom('utente')
    .select(['id', 'ambitoId', 'codiceFiscale', 'stato', 'fineContratto', 'primoAccesso', 'stessoDi', 'versione'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!riga) throw problem('non-trovato')
  // an act of national reach says first in which ambito it works
  if (riga.ambitoId !== ctx.ambito) throw problem('ambito-da-scegliere')
  return { ...riga, stato: riga.stato as StatoUtente }
}

/** Which prepared roles (rows `a`, of users `u`) may be enabled today: acts signed, request recorded, dates in order. */
const inRegola = (ctx: Ctx) => sql`
  a.stato = any (${[...transizioniAssegnazione.abilita.da]}) and ${ctx.ambito ? sql`a.ambito_id = ${ctx.ambito}` : sql`a.ambito_id is null`}
  and m.ruolo_id = a.ruolo_id and coalesce(m.comune_id, '*') = coalesce(a.comune_id, '*')
  and r.id = a.ruolo_id and (a.richiesta_formale_id is not null or r.esclusivo or r.territorio = 'nazionale')
  and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date
  and u.id = a.utente_id and u.stato <> 'cessato' and coalesce(u.fine_contratto, 'infinity') >= ${ctx.oggi()}::date`

/** Enables what is prepared and may be; returns how many. Users only communicated become inserted. */
export async function abilita(ctx: Ctx, utenteId?: string | null): Promise<number> {
  const soltanto = utenteId ? sql`and a.utente_id = ${utenteId}` : sql``
  const { rows } = await sql<{ n: number }>`
    with ammessi as materialized (select * from accesso.territori_ammessi(${ctx.ambito}, ${ctx.oggi()})),
    fatte as (
      update assegnazione a set stato = ${transizioniAssegnazione.abilita.a}, motivo_stato = null, abilitata_il = kernel.adesso()
        from ammessi m, utente u, ruolo r
       where ${inRegola(ctx)} ${soltanto}
      returning a.utente_id
    ), inseriti as (
      update utente u set stato = ${transizioniUtente.abilita.a}
       where u.id in (select utente_id from fatte) and u.stato = any (${[...transizioniUtente.abilita.da]})
    )
    select count(*) as n from fatte`.execute(ctx.tx)
  return rows[0]!.n
}

/** What stays prepared for a user, and why. */
async function nonAbilitati(ctx: Ctx, utenteId: string): Promise<string[]> {
  const { rows } = await sql<{
    ruolo: string
    territorio: string
    manca: string | null
    richiesta: boolean
    scaduto: boolean
  }>`
    select r.nome as ruolo, ${territorioInParole} as territorio, accesso.atto_mancante(a.ruolo_id, a.comune_id) as manca,
           a.richiesta_formale_id is not null as richiesta, coalesce(u.fine_contratto < ${ctx.oggi()}::date, false) as scaduto
      from assegnazione a join ruolo r on r.id = a.ruolo_id join utente u on u.id = a.utente_id left join comune c on c.id = a.comune_id
     where a.utente_id = ${utenteId} and a.stato = 'preparata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date order by r.ordine, c.nome`.execute(
    ctx.tx,
  )
  return rows.map((r) => {
    const perche = r.scaduto
      ? 'il contratto è terminato'
      : (r.manca ?? (r.richiesta ? 'attende di essere abilitato' : 'manca la richiesta formale dell’ente'))
    return `${r.ruolo}, ${r.territorio}: preparato, non abilitato, perché ${perche}.`
  })
}

/** How many administrators could work today in the ambito, `tranne` excluded. */
export async function amministratori(ctx: Ctx, tranne: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct a.utente_id) as n from assegnazione a join utente u on u.id = a.utente_id
     where a.ambito_id = ${ctx.ambito} and a.ruolo_id = 'amministratore-ambito' and a.stato = 'abilitata' and a.utente_id <> ${tranne}
       and ${ctx.oggi()}::date between a.dal and coalesce(a.al, 'infinity') and u.stato in ('inserito', 'attivo')
       and coalesce(u.fine_contratto, 'infinity') >= ${ctx.oggi()}::date`.execute(ctx.tx)
  return rows[0]!.n
}

/** R1.12: an ambito is not left without an administrator by mistake. */
export async function assertRestaAmministratore(ctx: Ctx, utenteId: string, conferma: boolean | undefined) {
  if (conferma || !ctx.ambito) return
  // two administrators who suspend each other at the same instant would each count on the other
  await sql`select pg_advisory_xact_lock(hashtextextended(${`amministratori ${ctx.ambito}`}, 0))`.execute(ctx.tx)
  const { rows } =
    await sql`select 1 from assegnazione where utente_id = ${utenteId} and ruolo_id = 'amministratore-ambito'
    and stato = 'abilitata' and ${ctx.oggi()}::date between dal and coalesce(al, 'infinity')`.execute(ctx.tx)
  if (rows.length > 0 && (await amministratori(ctx, utenteId)) === 0)
    throw erroreDiCampo(
      'conferma',
      'È l’ultimo amministratore dell’ambito: senza di lui nessuno potrà accreditare operatori finché il Super Utente non ne abilita un altro. Se è davvero ciò che vuoi, conferma.',
      'conferma-richiesta',
    )
}

/**
 * A2.07: who cannot give a role cannot give it back after a suspension, nor lengthen it with the contract, nor hand it to
 * another person by changing whose account it is.
 */
export async function assertRuoliAssegnabili(ctx: Ctx, utenteId: string, ruoloId?: string): Promise<void> {
  const questo = ruoloId ? sql`and a.ruolo_id = ${ruoloId}` : sql``
  const { rows } = await sql<{ nome: string }>`
    select r.nome from assegnazione a join ruolo r on r.id = a.ruolo_id
     where a.utente_id = ${utenteId} and a.stato <> 'revocata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date ${questo}
       and r.id not in (select accesso.ruoli_assegnabili(${ctx.oggi()})) limit 1`.execute(ctx.tx)
  if (rows[0])
    throw problem('regola-non-rispettata', {
      detail: `Il ruolo «${rows[0].nome}» non può essere assegnato da te: di chi lo ha cambi soltanto i recapiti. Per il resto rivolgiti al Super Utente.`,
    })
}

export interface RichiestaFormale {
  documento: boolean
  /** Of which comune; null for the ambito, which asks for all of its own. */
  comuneId: string | null
  comune: string | null
}

/** RLS does not look at foreign keys: a reference is believed only when the scope can read it. */
export async function assertRichiestaFormale(ctx: Ctx, id: string | null | undefined): Promise<RichiestaFormale> {
  if (!id)
    throw erroreDiCampo(
      'richiestaFormaleId',
      'Indica la richiesta formale dell’ente: ogni abilitazione deve riferirsi a una richiesta registrata.',
      'required',
    )
  const { rows } = await sql<RichiestaFormale>`
    select f.allegato_id is not null as documento, f.comune_id, c.nome as comune
      from richiesta_formale f left join comune c on c.id = f.comune_id where f.id = ${id}`.execute(ctx.tx)
  if (!rows[0])
    throw erroreDiCampo(
      'richiestaFormaleId',
      'La richiesta formale indicata non esiste in questo ambito: sceglila dall’elenco.',
    )
  return rows[0]
}

/**
 * What to say of the request under which these roles are given (A2.22), none of it a refusal: the paper may come after the person, not
 * be forgotten; offices that work together may ask for one another, but oftener the wrong request was chosen.
 */
export function avvisiDellaRichiesta(r: RichiestaFormale, comuni: readonly (string | null)[]): string[] {
  const avvisi: string[] = []
  if (!r.documento)
    avvisi.push('La richiesta formale è senza il suo documento: allegalo, l’abilitazione vi si riferisce.')
  if (r.comuneId && comuni.some((c) => c !== r.comuneId))
    avvisi.push(
      `La richiesta formale è del Comune di ${r.comune}, e qualche ruolo è di un altro comune o di tutto l’ambito: controlla che sia quella giusta.`,
    )
  return avvisi
}

interface Ruolo {
  id: string
  nome: string
  territorio: string
  /** Of who accredits the others: accredited by the request of the ambito, or by the ministry. */
  esclusivo: boolean
  assegnabile: boolean
}

async function ruoliRichiesti(ctx: Ctx, incarichi: Incarichi): Promise<Map<string, Ruolo>> {
  const { rows } = await sql<Ruolo>`
    select r.id, r.nome, r.territorio, r.esclusivo, r.id in (select accesso.ruoli_assegnabili(${ctx.oggi()})) as assegnabile
      from ruolo r where r.id = any (${incarichi.map((i) => i.ruolo)})`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.id, r]))
}

function assertIncarico(ctx: Ctx, i: Incarichi[number], n: number, r: Ruolo | undefined) {
  const campo = (nome: string) => `assegnazioni.${n}.${nome}`
  if (!r) throw erroreDiCampo(campo('ruolo'), 'Il ruolo indicato non esiste: sceglilo dall’elenco.')
  if (!r.assegnabile)
    throw erroreDiCampo(
      campo('ruolo'),
      `Il ruolo «${r.nome}» non può essere assegnato da te: rivolgiti al Super Utente.`,
    )
  if (r.territorio === 'comune' && !i.comune)
    throw erroreDiCampo(campo('comune'), `Il ruolo «${r.nome}» è sempre di un comune: indica quale.`)
  if (i.comune && (r.territorio === 'ambito' || r.territorio === 'nazionale'))
    throw erroreDiCampo(campo('comune'), `Il ruolo «${r.nome}» non si assegna per un singolo comune: togli il comune.`)
  if (r.territorio === 'nazionale' && ctx.ambito)
    throw erroreDiCampo(campo('ruolo'), `Il ruolo «${r.nome}» è nazionale: non si assegna dentro un ambito.`)
  if (r.territorio !== 'nazionale' && !ctx.ambito) throw problem('ambito-da-scegliere')
  if (i.al && i.al < (i.dal ?? ctx.oggi()))
    throw erroreDiCampo(campo('al'), 'La data di fine precede quella di inizio.')
}

/** Gives roles to a user just read or created: prepared, then enabled as far as the signed acts allow. */
export async function assegnaIncarichi(
  ctx: Ctx,
  utenteId: string,
  incarichi: Incarichi,
  richiestaFormaleId: string | null | undefined,
): Promise<Esito> {
  const ruoli = await ruoliRichiesti(ctx, incarichi)
  for (const [n, i] of incarichi.entries()) assertIncarico(ctx, i, n, ruoli.get(i.ruolo))
  const serve = [...ruoli.values()].some((r) => !r.esclusivo && r.territorio !== 'nazionale')
  const richiesta = richiestaFormaleId || serve ? await assertRichiestaFormale(ctx, richiestaFormaleId) : undefined
  // the administrator is asked for by the ambito itself
  const comuni = incarichi.filter((i) => !ruoli.get(i.ruolo)?.esclusivo).map((i) => i.comune ?? null)
  const avvisi: string[] = []
  if (incarichi.some((i) => i.ruolo === 'amministratore-ambito')) {
    const altri = await amministratori(ctx, utenteId)
    const { rows } = await sql<{
      n: number
    }>`select (kernel.parametro('richiesta-ambito.amministratori-consigliati'))::int as n`.execute(ctx.tx)
    if (altri >= (rows[0]?.n ?? 1))
      avvisi.push(
        `L’ambito ha già ${altri === 1 ? 'un amministratore' : `${altri} amministratori`}: di norma ne basta uno.`,
      )
  }
  const righe = incarichi.map((i) => ({
    ruolo_id: i.ruolo,
    comune_id: i.comune ?? null,
    dal: i.dal ?? ctx.oggi(),
    al: i.al ?? null,
  }))
  await sql`
    insert into assegnazione (ambito_id, utente_id, ruolo_id, comune_id, dal, al, richiesta_formale_id)
    select ${ctx.ambito}, ${utenteId}, x.ruolo_id, x.comune_id, x.dal, x.al, ${richiestaFormaleId ?? null}
      from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as x(ruolo_id text, comune_id text, dal date, al date)`.execute(
    ctx.tx,
  )
  const e = await esito(ctx, utenteId, incarichi.length, avvisi)
  return { ...e, avvisi: [...e.avvisi, ...(richiesta ? avvisiDellaRichiesta(richiesta, comuni) : [])] }
}

/** Enables what may be, and says what stays prepared after `quanti` were given. */
export async function esito(ctx: Ctx, utenteId: string, quanti: number, avvisi: string[]): Promise<Esito> {
  const abilitati = await abilita(ctx, utenteId)
  if (abilitati < quanti) avvisi.push(...(await nonAbilitati(ctx, utenteId)))
  return { id: utenteId, abilitati, preparati: Math.max(quanti - abilitati, 0), avvisi }
}

export async function assegna(ctx: Ctx, i: Input<typeof utentiApi.assegna>): Promise<Esito> {
  const u = await getUtente(ctx, i.id)
  if (u.stato === 'cessato')
    throw problem('stato-non-ammesso', { detail: 'L’utente è cessato: usa «Riammetti» per dargli nuovi ruoli.' })
  return assegnaIncarichi(ctx, u.id, i.assegnazioni, i.richiestaFormaleId)
}

// ---- one assignment ------------------------------------------------------------------------------------------------

async function passa(
  ctx: Ctx,
  atto: keyof typeof transizioniAssegnazione,
  i: { id: string; motivo: string; conferma?: boolean | undefined },
): Promise<{ utenteId: string; stato: StatoAssegnazione }> {
  const a = await ctx.tx
    .selectFrom('assegnazione')
    .select(['id', 'utenteId', 'stato', 'ruoloId', 'dal', 'al'])
    .where('id', '=', i.id)
    .forUpdate()
    .executeTakeFirst()
  if (!a) throw problem('non-trovato')
  await getUtente(ctx, a.utenteId)
  if (atto === 'riprendi') await assertRuoliAssegnabili(ctx, a.utenteId, a.ruoloId)
  const stato = assertTransizione(
    transizioniAssegnazione as Transizioni<StatoAssegnazione, string>,
    atto,
    a.stato as StatoAssegnazione,
  )
  if (a.ruoloId === 'amministratore-ambito' && atto !== 'riprendi')
    await assertRestaAmministratore(ctx, a.utenteId, i.conferma)
  // a revoked role ends today, so that the past stays true
  const al = atto === 'revoca' && a.dal <= ctx.oggi() && (a.al === null || a.al > ctx.oggi()) ? ctx.oggi() : a.al
  await ctx.tx.updateTable('assegnazione').set({ stato, motivoStato: i.motivo, al }).where('id', '=', a.id).execute()
  return { utenteId: a.utenteId, stato }
}

export async function sospendi(
  ctx: Ctx,
  i: Input<typeof assegnazioniApi.sospendi>,
): Promise<Output<typeof assegnazioniApi.sospendi>> {
  return { stato: (await passa(ctx, 'sospendi', i)).stato }
}

export async function revoca(
  ctx: Ctx,
  i: Input<typeof assegnazioniApi.revoca>,
): Promise<Output<typeof assegnazioniApi.revoca>> {
  return { stato: (await passa(ctx, 'revoca', i)).stato }
}

export async function riprendi(
  ctx: Ctx,
  i: Input<typeof assegnazioniApi.riprendi>,
): Promise<Output<typeof assegnazioniApi.riprendi>> {
  const { utenteId } = await passa(ctx, 'riprendi', i)
  await abilita(ctx, utenteId)
  const a = await ctx.tx.selectFrom('assegnazione').select('stato').where('id', '=', i.id).executeTakeFirstOrThrow()
  return { stato: a.stato as StatoAssegnazione }
}

export async function abilitaPreparate(
  ctx: Ctx,
  i: Input<typeof assegnazioniApi.abilitaPreparate>,
): Promise<Output<typeof assegnazioniApi.abilitaPreparate>> {
  if (ctx.nazionale && !ctx.ambito) throw problem('ambito-da-scegliere')
  const abilitati = await abilita(ctx, i.utenteId)
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from assegnazione where ambito_id = ${ctx.ambito} and stato = 'preparata'
    and (${i.utenteId ?? null}::uuid is null or utente_id = ${i.utenteId ?? null})`.execute(ctx.tx)
  return { abilitati, preparati: rows[0]!.n }
}

/** How many wait for nothing but the act of the administrator, up to `MOLTI`: said where an act arrives, done only by him. */
export async function abilitabili(ctx: Ctx): Promise<Output<typeof assegnazioniApi.abilitabili>> {
  if (ctx.nazionale && !ctx.ambito) throw problem('ambito-da-scegliere')
  const { rows } = await sql<{ utenti: number; ruoli: number }>`
    with ammessi as materialized (select * from accesso.territori_ammessi(${ctx.ambito}, ${ctx.oggi()}))
    select count(distinct x.utente_id) as utenti, count(*) as ruoli
      from (select a.utente_id from ammessi m, accesso.preparate() a, utente u, ruolo r where ${inRegola(ctx)} and u.versione > 0 limit ${MOLTI + 1}) x`.execute(
    ctx.tx,
  )
  const { utenti, ruoli } = rows[0]!
  return { utenti, ruoli: Math.min(ruoli, MOLTI), molti: ruoli > MOLTI }
}

export async function ruoli(ctx: Ctx): Promise<Output<typeof assegnazioniApi.ruoli>> {
  const { rows } = await sql<Output<typeof assegnazioniApi.ruoli>['voci'][number]>`
    with ammessi as materialized (select * from accesso.territori_ammessi(${ctx.ambito}, ${ctx.oggi()}))
    select r.id, r.sigla, r.nome, r.descrizione, r.territorio, r.esclusivo, r.sezione_id is not null as richiede_richiesta_formale,
           array(select m.comune_id from ammessi m where m.ruolo_id = r.id and m.comune_id is not null order by 1) as comuni_ammessi,
           exists (select 1 from ammessi m where m.ruolo_id = r.id and m.comune_id is null) as ambito_ammesso, r.richiede_delega,
           array(select t.nome from sezione_requisito q join tipo_adesione t on t.id = q.tipo_adesione_id
                  where q.sezione_id = r.sezione_id and ${ctx.oggi()}::date between q.dal and coalesce(q.al, 'infinity') order by t.ordine) as atti
      from ruolo r
     where r.id in (select accesso.ruoli_assegnabili(${ctx.oggi()})) and (r.territorio = 'nazionale') = (${ctx.ambito}::uuid is null)
     order by r.ordine`.execute(ctx.tx)
  return { voci: rows }
}
