// Contracts of operators paid by a fund end (A2.26): who may renew one is warned some days before, once for each end
// date; the day after, the user is suspended by himself and his sessions are closed. Of an administrator only the Super Utente
// may (A2.07), and of an operator also he, where no administrator is left.
import { sql } from 'kysely'
import { INDIRIZZO } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'

const AZIONE = 'utente.fine-contratto'
const OPERATORE = 'scadenze dei contratti'

export const jobContratti: Job = {
  nome: 'utente.fine-contratto',
  ogni: '15 1 * * *',
  async run(deps) {
    const nazionale = { azione: AZIONE, nazionale: true, operatore: OPERATORE }
    // the widest notice any ambito may have chosen: the exact one is read inside each
    const ambiti = await inCtx(deps, nazionale, async (ctx) => {
      const { rows } = await sql<{ ambitoId: string | null }>`
        select distinct ambito_id from utente
         where fine_contratto <= kernel.oggi() + coalesce((select max((valore)::int) from kernel.parametro where chiave = 'utente.preavviso-contratto-giorni'), 30)
           and stato in ('comunicato', 'inserito', 'attivo')`.execute(ctx.tx)
      return rows.map((r) => r.ambitoId)
    })
    for (const ambito of ambiti) await unAmbito(deps, ambito)
  },
}

const unAmbito = (deps: Deps, ambito: string | null) =>
  inCtx(
    deps,
    ambito
      ? { azione: AZIONE, ambito, intero: true, operatore: OPERATORE }
      : { azione: AZIONE, nazionale: true, operatore: OPERATORE },
    async (ctx) => {
      await sospendiScaduti(ctx, ambito)
      await avvisa(ctx, ambito)
    },
  )

async function sospendiScaduti(ctx: Ctx, ambito: string | null) {
  const { rows } = await sql<Contratto>`
    update utente set stato = 'sospeso', motivo_stato = 'contratto terminato il ' || to_char(fine_contratto, 'DD/MM/YYYY'), versione = versione + 1
     where ambito_id is not distinct from ${ambito} and stato in ('inserito', 'attivo') and fine_contratto < kernel.oggi()
    returning ${letto}`.execute(ctx.tx)
  if (rows.length === 0) return
  await sql`select accesso.chiudi_sessioni(null, id, 'contratto terminato', kernel.adesso()) from unnest(${rows.map((r) => r.id)}::uuid[]) as id`.execute(
    ctx.tx,
  )
  await informa(ctx, ambito, rows, {
    aChiPuo: (r) =>
      r.amministratore
        ? `${r.nome}, amministratore di un ambito, è stato sospeso: il contratto è terminato. Aggiorna la data e riprendilo, oppure abilita un altro amministratore.`
        : `${r.nome} è stato sospeso: il contratto è terminato. Riassegna i casi aperti, o aggiorna la data e riprendilo.`,
    agliAltri: (r) =>
      `${r.nome}, amministratore, è stato sospeso: il contratto è terminato. Può riprenderlo il Super Utente.`,
  })
}

async function avvisa(ctx: Ctx, ambito: string | null) {
  const { rows } = await sql<Contratto>`
    update utente set contratto_preavvisato = fine_contratto
     where ambito_id is not distinct from ${ambito} and stato in ('comunicato', 'inserito', 'attivo')
       and fine_contratto between kernel.oggi() and kernel.oggi() + (kernel.parametro('utente.preavviso-contratto-giorni'))::int
       and contratto_preavvisato is distinct from fine_contratto
    returning ${letto}`.execute(ctx.tx)
  await informa(ctx, ambito, rows, {
    aChiPuo: (r) =>
      `Il contratto di ${r.nome}${r.amministratore ? ', amministratore di un ambito,' : ''} termina il ${r.fine}: aggiorna la data se è prorogato, altrimenti dal giorno dopo sarà sospeso.`,
    agliAltri: (r) =>
      `Il contratto di ${r.nome}, amministratore, termina il ${r.fine}: se è prorogato, chiedete al Super Utente di aggiornare la data, altrimenti dal giorno dopo sarà sospeso.`,
  })
}

interface Contratto {
  id: string
  nome: string
  fine: string
  amministratore: boolean
}
const letto = sql`id, nome || ' ' || cognome as nome, to_char(fine_contratto, 'DD/MM/YYYY') as fine,
  exists (select 1 from assegnazione a where a.utente_id = utente.id and a.ruolo_id = 'amministratore-ambito' and a.stato <> 'revocata'
            and coalesce(a.al, 'infinity') >= kernel.oggi()) as amministratore`

const OGGETTO = 'Trama: contratti di operatori in scadenza'
const messaggio = (quanti: number) =>
  `${quanti === 1 ? 'C’è un contratto di un operatore terminato' : `Ci sono ${quanti} contratti di operatori terminati`} o in scadenza. Leggi nelle tue notifiche: ${INDIRIZZO}/notifiche`

/** One line per user and reader in the notifications; one message each, which names nobody. */
async function informa(
  ctx: Ctx,
  ambito: string | null,
  contratti: Contratto[],
  frasi: { aChiPuo(c: Contratto): string; agliAltri(c: Contratto): string },
) {
  if (contratti.length === 0) return
  const diQui = contratti.map((c) => ({
    id: c.id,
    testo: ambito && c.amministratore ? frasi.agliAltri(c) : frasi.aChiPuo(c),
  }))
  const letti = await informaQui(ctx, ambito, diQui)
  if (!ambito) return
  const suoi = contratti
    .filter((c) => c.amministratore || letti === 0)
    .map((c) => ({ testo: frasi.aChiPuo(c), dove: `/utenti/${c.id}` }))
  await sql`select accesso.avvisa_super_utenti(x.testo, x.dove) from jsonb_to_recordset(${JSON.stringify(suoi)}::jsonb) as x(testo text, dove text)`.execute(
    ctx.tx,
  )
}

/** Tells the administrators of the ambito, or of a national user the Super Utenti; gives how many they are. */
async function informaQui(ctx: Ctx, ambito: string | null, righe: { id: string; testo: string }[]): Promise<number> {
  const ruolo = ambito ? 'amministratore-ambito' : 'super-utente'
  const { rows } = await sql<{ n: number }>`
    with amministratori as materialized (
      select distinct u.id, u.email from assegnazione a join utente u on u.id = a.utente_id
       where a.ambito_id is not distinct from ${ambito} and a.ruolo_id = ${ruolo} and a.stato = 'abilitata'
         and kernel.oggi() between a.dal and coalesce(a.al, 'infinity') and u.stato in ('inserito', 'attivo')
    ), notifiche as (
      insert into kernel.notifica (utente_id, ambito_id, testo, collegamento)
      select m.id, ${ambito}, x.testo, '/utenti/' || x.id
        from amministratori m cross join jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as x(id uuid, testo text)
    ), posta as (
      insert into kernel.posta_in_uscita (ambito_id, destinatario, oggetto, testo)
      select ${ambito}, m.email, ${OGGETTO}, ${messaggio(righe.length)} from amministratori m where m.email is not null
    )
    select count(*) as n from amministratori`.execute(ctx.tx)
  return rows[0]!.n
}
