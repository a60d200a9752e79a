// Folders opened in an emergency. Whoever opens cannot be the one who says whether it was right.
import { type RawBuilder, sql } from 'kysely'
import { emergenzeApi } from '../../shared/cartella/emergenze.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { registraApertura } from '../anagrafe/persone.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import { notifica, notificaTutti } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { parametro } from './presa.ts'
import { personaDi } from './prese-lettura.ts'

type Voce = Output<typeof emergenzeApi.elenco>['voci'][number]

async function apri(ctx: Ctx, i: Input<typeof emergenzeApi.apri>): Promise<Output<typeof emergenzeApi.apri>> {
  const ore = await parametro(ctx, 'fascicolo.emergenza-ore')
  const { rows } = await sql<{ scade: string }>`
    insert into apertura_fascicolo (comune_id, persona_id, motivo, dettaglio, scheda_id, emergenza, scade)
    select p.comune_id, p.id, 'emergenza', ${i.dettaglio.trim()}, ${i.schedaId ?? null}, true, kernel.adesso() + make_interval(hours => ${ore}) from persona p where p.id = ${i.id}
    returning scade`.execute(ctx.tx)
  const aperta = rows[0]
  if (!aperta) throw problem('non-trovato')
  await registraApertura(ctx, emergenzeApi.apri.path, i.id)
  const { rows: responsabili } = await sql<{ utenteId: string }>`
    select distinct utente_id from accesso.responsabili_di(accesso.stessa_persona(${i.id})) where utente_id <> ${ctx.utente}`.execute(
    ctx.tx,
  )
  await notificaTutti(
    ctx,
    responsabili.map(({ utenteId }) => ({
      utenteId,
      testo: 'Il pronto intervento ha aperto in emergenza un fascicolo di cui sei responsabile.',
      collegamento: `/persone/${i.id}/letture`,
    })),
  )
  await sql`select accesso.avvisa_chi_vede('emergenza.riesamina', ${i.id}, 'Un fascicolo è stato aperto in emergenza: domani mattina va riesaminato.', '/emergenze')`.execute(
    ctx.tx,
  )
  return { scade: aperta.scade }
}

async function elenco(ctx: Ctx, i: Input<typeof emergenzeApi.elenco>): Promise<Output<typeof emergenzeApi.elenco>> {
  const limite = i.limite ?? PER_PAGINA
  const da = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [
    sql`a.ambito_id = ${ctx.ambito} and a.emergenza`,
    i.riesaminate ? sql`a.riesaminata_il is not null` : sql`a.riesaminata_il is null`,
  ]
  if (da) cond.push(sql`(a.dal, a.id) < (${da[0]}::timestamptz, ${da[1]}::uuid)`)
  const { rows } = await sql<Omit<Voce, 'chi' | 'riesaminataDa'> & { utenteId: string; riesaminataDa: string | null }>`
    select a.id, ${personaDi}, a.utente_id, a.dettaglio, a.dal, a.scade, a.riesame_esito as esito, a.riesame_nota as nota, a.riesaminata_il, a.riesaminata_da,
           a.riesaminata_il is null and (a.dal at time zone 'Europe/Rome')::date < kernel.oggi() as da_riesaminare
      from apertura_fascicolo a ${conPersona('a.persona_id')}
     where ${sql.join(cond, sql` and `)} order by a.dal desc, a.id desc limit ${limite + 1}`.execute(ctx.tx)
  const taglio = pagina(rows, limite, (r) => [r.dal, r.id])
  const nomi = await nomiUtenti(
    ctx,
    taglio.voci.flatMap((r) => [r.utenteId, r.riesaminataDa]),
  )
  return {
    prossima: taglio.prossima,
    voci: taglio.voci.map(({ utenteId, ...r }) => ({
      ...r,
      chi: nomi.get(utenteId) ?? null,
      riesaminataDa: nomi.get(r.riesaminataDa ?? '') ?? null,
    })),
  }
}

async function riesamina(ctx: Ctx, i: Input<typeof emergenzeApi.riesamina>): Promise<{ fatto: true }> {
  const { rows } = await sql<{ utenteId: string; riesaminataIl: string | null }>`
    select a.utente_id, a.riesaminata_il from apertura_fascicolo a join persona n on n.id = a.persona_id where a.id = ${i.id} and a.emergenza for update of a`.execute(
    ctx.tx,
  )
  const a = rows[0]
  if (!a) throw problem('non-trovato')
  if (a.utenteId === ctx.utente)
    throw problem('azione-non-consentita', { detail: 'Un’apertura la riesamina chi non l’ha fatta.' })
  if (a.riesaminataIl)
    throw problem('stato-non-ammesso', { detail: 'Questa apertura è già stata riesaminata: ricarica la pagina.' })
  await sql`update apertura_fascicolo set riesaminata_il = kernel.adesso(), riesaminata_da = kernel.utente(), riesame_esito = ${i.esito}, riesame_nota = ${i.nota.trim()}
    where id = ${i.id}`.execute(ctx.tx)
  await notifica(
    ctx,
    a.utenteId,
    i.esito === 'giustificata'
      ? 'La tua apertura in emergenza è stata riesaminata: giustificata.'
      : 'La tua apertura in emergenza è stata riesaminata: non giustificata. Il responsabile ti dirà perché.',
  )
  return { fatto: true }
}

export const emergenzeRotte = rotte(emergenzeApi, { apri, elenco, riesamina })
