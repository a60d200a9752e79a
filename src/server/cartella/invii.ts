// Sending to another office or body. The receiving office sees the invio and its text, and nothing else of the sheet;
// the note that leaves by mail says that something is coming and from whom, never about whom.
import { sql } from 'kysely'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { type StatoInvio, transizioniInvio } from '../../shared/cartella/invii.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { notifica, scriviPosta } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { getContatto } from './contatti.ts'
import { deiMieiUffici, dopoDi, nomeDi, personaNominata } from './sportello-parti.ts'

type Api = typeof inviiApi
type Atto = keyof typeof transizioniInvio

interface NuovoInvio {
  comuneId: string
  contattoId?: string
  segnalazioneId?: string
  personaId?: string | null
  ufficioId?: string | null | undefined
  ente?: string | null | undefined
  email?: string | null | undefined
  testo: string
}

interface Bloccato {
  id: string
  comuneId: string
  comuneDestinatario: string | null
  stato: StatoInvio
  ente: string | null
  mittenteId: string
}

/** Writes an invio and, unless it is kept for later, sends it. Returns its id. */
export async function scriviInvio(ctx: Ctx, n: NuovoInvio, subito: boolean): Promise<string> {
  if (!n.ufficioId === !n.ente) throw erroreDiCampo('ufficioId', 'Scegli un ufficio, oppure scrivi l’ente esterno.')
  if (n.ufficioId && n.email)
    throw erroreDiCampo('email', 'Un ufficio dell’ambito trova l’invio in Trama: l’indirizzo è per gli enti esterni.')
  const { rows: ufficio } = await sql<{ comuneId: string | null }>`
    select comune_id from accesso.uffici_dell_ambito() where id = ${n.ufficioId ?? null}::uuid and aperto`.execute(
    ctx.tx,
  )
  if (n.ufficioId && !ufficio[0]) throw erroreDiCampo('ufficioId', 'L’ufficio non c’è più: scegline un altro.')
  const riservatoA = await riservatezza(ctx, n)
  const { rows } = await sql<{ id: string }>`
    insert into invio (comune_id, persona_id, contatto_id, segnalazione_id, ufficio_id, comune_destinatario, ente, riservato_a, mittente_ufficio_id)
    values (${n.comuneId}, ${n.personaId ?? null}, ${n.contattoId ?? null}, ${n.segnalazioneId ?? null}, ${n.ufficioId ?? null}, ${ufficio[0]?.comuneId ?? null},
            ${n.ente?.trim() ?? null}, ${riservatoA}, coalesce((select ufficio_id from contatto where id = ${n.contattoId ?? null}::uuid), (select ufficio_id from segnalazione where id = ${n.segnalazioneId ?? null}::uuid)))
    returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  await sql`insert into invio_dettaglio (invio_id, comune_id, comune_destinatario, testo, email)
    values (${id}, ${n.comuneId}, ${ufficio[0]?.comuneId ?? null}, ${n.testo.trim()}, ${n.email ?? null})`.execute(
    ctx.tx,
  )
  await scriviPassaggio(ctx, await getInvio(ctx, id), null, 'creata')
  if (subito) await manda(ctx, id)
  return id
}

/** What is kept for some colleagues only stays so: it cannot be sent to an office, where others would read it. */
async function riservatezza(ctx: Ctx, n: NuovoInvio): Promise<string[] | null> {
  const { rows } = await sql<{ riservatoA: string[] | null }>`
    select riservato_a from contatto where id = ${n.contattoId ?? null}::uuid union all select riservato_a from segnalazione where id = ${n.segnalazioneId ?? null}::uuid`.execute(
    ctx.tx,
  )
  const riservatoA = rows[0]?.riservatoA ?? null
  if (riservatoA && n.ufficioId)
    throw erroreDiCampo(
      'ufficioId',
      'Questa scheda è riservata ad alcuni colleghi: si può inviare soltanto a un ente esterno.',
    )
  return riservatoA
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  const c = await getContatto(ctx, i.contattoId)
  if (c.stato === 'annullata')
    throw problem('stato-non-ammesso', { detail: 'Un contatto annullato non si invia: registrane uno nuovo.' })
  return { id: await scriviInvio(ctx, { ...i, comuneId: c.comuneId, personaId: c.personaId }, !i.bozza) }
}

async function getInvio(ctx: Ctx, id: string): Promise<Bloccato> {
  const { rows } = await sql<Bloccato>`
    select id, comune_id, comune_destinatario, stato, ente, mittente_id from invio where id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

const scriviPassaggio = (ctx: Ctx, n: Bloccato, da: StatoInvio | null, a: StatoInvio, motivo: string | null = null) =>
  sql`insert into invio_passaggio (invio_id, comune_id, comune_destinatario, da, a, motivo)
    values (${n.id}, ${n.comuneId}, ${n.comuneDestinatario}, ${da}, ${a}, ${motivo})`.execute(ctx.tx)

async function muovi(ctx: Ctx, n: Bloccato, atto: Atto, motivo: string | null = null) {
  const a = assertTransizione(transizioniInvio, atto, n.stato)
  await sql`update invio set stato = ${a}, versione = versione + 1, inviato_il = ${a === 'inviata' ? sql`kernel.adesso()` : sql`inviato_il`} where id = ${n.id}`.execute(
    ctx.tx,
  )
  await scriviPassaggio(ctx, n, n.stato, a, motivo)
}

async function manda(ctx: Ctx, id: string) {
  const n = await getInvio(ctx, id)
  if (n.mittenteId !== ctx.utente) throw problem('azione-non-consentita', { detail: 'Lo manda chi lo ha preparato.' })
  await muovi(ctx, n, 'invia')
  const { rows } = await sql<{ email: string | null; ufficio: string | null; ambito: string }>`
    select d.email, u.nome as ufficio, a.nome as ambito from invio n join invio_dettaglio d on d.invio_id = n.id join ambito a on a.id = n.ambito_id
      left join ufficio u on u.id = n.mittente_ufficio_id where n.id = ${id}`.execute(ctx.tx)
  const { email, ufficio, ambito } = rows[0]!
  if (!email) return
  const chi = ufficio ? `${ufficio}, ${ambito}` : ambito
  const riferimento = id.slice(0, 8).toUpperCase()
  await scriviPosta(
    ctx,
    email,
    `Comunicazione riservata in arrivo, riferimento ${riferimento}`,
    `I servizi sociali (${chi}) hanno preparato per voi una comunicazione riservata, con riferimento ${riferimento}. Per tutela delle persone questo messaggio non ne contiene i dati: la comunicazione vi sarà trasmessa attraverso un canale protetto. Per riceverla contattate l’ufficio e indicate il riferimento.`,
  )
}

const colonne = sql`n.id, upper(left(n.id::text, 8)) as riferimento, n.stato, n.ente is not null as esterno,
  coalesce(u.nome, n.ente) as destinatario, coalesce(${nomeDi(sql`n.mittente_id`)}, '') as mittente,
  (select o.nome from accesso.uffici_dell_ambito() o where o.id = n.mittente_ufficio_id) as mittente_ufficio, n.creato_il, n.inviato_il, ${personaNominata(sql`n.persona_id`)} as persona`

/** Incoming: to an office of the comuni that one reaches, or of the whole ambito, from somebody else. */
const inArrivo = (ctx: Ctx) =>
  sql`(n.ufficio_id is not null and n.stato <> 'creata' and n.mittente_id <> ${ctx.utente}
       and (n.comune_destinatario is null or n.comune_destinatario = any ((select kernel.comuni())::text[])))`

/** Outgoing: which of them exist for the reader, the policy says. */
const inPartenza = sql`n.comune_id = any ((select kernel.comuni())::text[])`

type Riga = Output<Api['list']>['voci'][number]

function deiUffici(ctx: Ctx, i: Input<Api['list']>) {
  if (i.ufficio)
    return [i.verso === 'arrivo' ? sql`n.ufficio_id = ${i.ufficio}` : sql`n.mittente_ufficio_id = ${i.ufficio}`]
  return i.verso === 'arrivo' && i.uffici !== 'tutti' ? [deiMieiUffici(ctx, sql`n.ufficio_id`)] : []
}

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dove = [
    sql`n.ambito_id = ${ctx.ambito}`,
    i.verso === 'arrivo' ? inArrivo(ctx) : inPartenza,
    ...(i.stato ? [sql`n.stato = ${i.stato}`] : []),
    ...deiUffici(ctx, i),
    ...dopoDi(sql`n.creato_il`, sql`n.id`, leggiCursore(i.dopo, 2)),
  ]
  const { rows } = await sql<Riga>`
    select ${colonne}, ${i.verso}::text as verso from invio n left join accesso.uffici_dell_ambito() u on u.id = n.ufficio_id
     where ${sql.join(dove, sql` and `)} order by n.creato_il desc, n.id limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creatoIl, r.id])
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const n = await getInvio(ctx, i.id)
  const { rows: prima } = await sql<{
    arrivo: boolean
  }>`select ${inArrivo(ctx)} as arrivo from invio n where n.id = ${i.id}`.execute(ctx.tx)
  const arrivo = prima[0]!.arrivo
  if (arrivo && n.stato === 'inviata') await muovi(ctx, n, 'vedi')
  const { rows } = await sql<Omit<Output<Api['leggi']>, 'passaggi' | 'verso'>>`
    select ${colonne}, case when ${arrivo} then null else n.contatto_id end as contatto_id,
           case when ${arrivo} then null else (select s.id from segnalazione s where s.id = n.segnalazione_id) end as segnalazione_id, d.testo, case when ${arrivo} then null else d.email end as email, d.risposta
      from invio n join invio_dettaglio d on d.invio_id = n.id left join accesso.uffici_dell_ambito() u on u.id = n.ufficio_id where n.id = ${i.id}`.execute(
    ctx.tx,
  )
  const { rows: passaggi } = await sql<Output<Api['leggi']>['passaggi'][number]>`
    select p.id, p.da, p.a, p.motivo, p.quando, ${nomeDi(sql`p.utente_id`)} as chi from invio_passaggio p where p.invio_id = ${i.id} order by p.n`.execute(
    ctx.tx,
  )
  return { ...rows[0]!, verso: arrivo ? 'arrivo' : 'partenza', passaggi }
}

async function invia(ctx: Ctx, i: Input<Api['invia']>): Promise<Output<Api['invia']>> {
  await manda(ctx, i.id)
  return { fatto: true }
}

/** The office answers for itself; for an outside body the sender writes down the answer. */
async function rispondi(ctx: Ctx, id: string, atto: 'accetta' | 'respingi', risposta: string | null) {
  const n = await getInvio(ctx, id)
  if (n.ente === null && n.mittenteId === ctx.utente)
    throw problem('azione-non-consentita', {
      detail: 'Risponde l’ufficio che ha ricevuto l’invio, non chi lo ha mandato.',
    })
  await muovi(ctx, n, atto, risposta)
  await sql`update invio_dettaglio set risposta = ${risposta} where invio_id = ${id}`.execute(ctx.tx)
  if (n.mittenteId !== ctx.utente)
    await notifica(
      ctx,
      n.mittenteId,
      atto === 'accetta' ? 'Un tuo invio è stato accettato.' : 'Un tuo invio è stato respinto: leggi il motivo.',
      `/invii/${id}`,
    )
  return { fatto: true } as const
}

const accetta = (ctx: Ctx, i: Input<Api['accetta']>): Promise<Output<Api['accetta']>> =>
  rispondi(ctx, i.id, 'accetta', i.risposta?.trim() ?? null)

const respingi = (ctx: Ctx, i: Input<Api['respingi']>): Promise<Output<Api['respingi']>> =>
  rispondi(ctx, i.id, 'respingi', i.motivo.trim())

async function destinatari(ctx: Ctx): Promise<Output<Api['destinatari']>> {
  const { rows } = await sql<{ id: string; nome: string; comune: string | null }>`
    select o.id, o.nome, c.nome as comune from accesso.uffici_dell_ambito() o left join comune c on c.id = o.comune_id
     where o.aperto order by c.nome nulls first, o.nome, o.id`.execute(ctx.tx)
  return { voci: rows }
}

export const inviiRotte = rotte(inviiApi, { destinatari, crea, list, leggi, invia, accetta, respingi })
