// The acts that move a pact from one state to another, each with what it moves of its caso: states of the pact in
// shared/patti/patto.rules.ts, those of the caso in casi.rules.ts.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { chiaveDi } from '../../shared/parametri/questionari.rules.ts'
import { impedimentoCaso, type MotivoChiusura, motiviChiusura } from '../../shared/patti/casi.rules.ts'
import { propostaDelCaso } from '../../shared/patti/chiusura.rules.ts'
import type { pattoApi } from '../../shared/patti/patto.api.ts'
import {
  altroPattoAttivo,
  attoDiRevisione,
  attoDiRinuncia,
  impedimentoRevisione,
  mancanzePatto,
  transizioniPatto,
} from '../../shared/patti/patto.rules.ts'
import { testiDelPatto } from '../documenti/patto-testi.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertVoce } from '../parametri/voci.ts'
import { assertAvvenuto, bloccaCaso, type Caso, muoviCaso, registraEvento } from './caso.ts'
import { annullaPrevisti } from './incontri-patto.ts'
import { mettiPersone } from './patto-inizio.ts'
import { comePersone, haAltroPatto, type Patto, personeDi, vociDelPatto } from './patto-lettura.ts'
import { annotaPatto, assertVersione, bloccaPatto, cambiaStato, conservaFile } from './patto-scrittura.ts'
import { preparaPdf } from './patto-stampa.ts'
import { avvisaPostiLiberi } from './sostegni-patto.ts'
import { ricalcola } from './termini.ts'

type Api = typeof pattoApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

export async function lingua(ctx: Ctx, i: Input<Api['lingua']>): Promise<Fatto> {
  const { p } = await bloccaPatto(ctx, i.id)
  assertTransizione(transizioniPatto, 'scrivi', p.stato)
  if (i.lingua !== null && (i.lingua === 'it' || !testiDelPatto(i.lingua)))
    throw erroreDiCampo('lingua', 'I testi fissi non ci sono in questa lingua.')
  await sql`update patto set lingua = ${i.lingua}, versione = versione + 1 where id = ${p.id}`.execute(ctx.tx)
  return fatto
}

// ---- to be signed ------------------------------------------------------------------------------------------------------

export async function proponi(ctx: Ctx, i: Input<Api['proponi']>): Promise<Fatto> {
  const { p } = await bloccaPatto(ctx, i.id)
  const stato = assertTransizione(transizioniPatto, 'proponi', p.stato)
  // what is proposed is what the person has read
  assertVersione(p, i.versione)
  // said before everybody signs: the last signature would be refused
  if (p.numero === 1 && (await haAltroPatto(ctx, p.casoId)))
    throw problem('stato-non-ammesso', { detail: altroPattoAttivo })
  const persone = comePersone(await personeDi(ctx, p.id))
  const mancanze = mancanzePatto(await vociDelPatto(ctx, p.id), persone)
  if (mancanze.length > 0)
    throw problem('regola-non-rispettata', {
      detail: mancanze.length === 1 ? mancanze[0]!.frase : `Prima di firmare mancano ${mancanze.length} cose.`,
      errori: mancanze.map((m) => ({
        campo: chiaveDi(m.voce, m.campo ?? m.genere),
        codice: 'mancante',
        messaggio: m.frase,
      })),
    })
  const giro = p.giro + 1
  await sql`update patto set stato = ${stato}, giro = ${giro}, proposto_il = ${ctx.oggi()}, versione = versione + 1 where id = ${p.id}`.execute(
    ctx.tx,
  )
  const pdf = await (await preparaPdf(ctx, { ...p, stato }))()
  await conservaFile(ctx, p, { specie: 'patto', nome: 'patto.pdf', tipo: 'application/pdf', contenuto: pdf })
  await sql`insert into patto_firma (comune_id, caso_id, patto_id, giro, componente_id)
    select p.comune_id, p.caso_id, p.id, p.giro, x.componente_id
      from patto p, (select y.componente_id from patto_persona y where y.patto_id = ${p.id} and y.firma union all select null::uuid) x where p.id = ${p.id}`.execute(
    ctx.tx,
  )
  await annotaPatto(ctx, p, 'proponi')
  return fatto
}

export async function ritira(ctx: Ctx, i: Input<Api['ritira']>): Promise<Fatto> {
  const { p } = await bloccaPatto(ctx, i.id)
  await cambiaStato(ctx, p, assertTransizione(transizioniPatto, 'ritira', p.stato))
  await annotaPatto(ctx, p, 'ritira', i.motivo.trim())
  return fatto
}

// ---- revisions ---------------------------------------------------------------------------------------------------------

export async function rivedi(ctx: Ctx, i: Input<Api['rivedi']>): Promise<Output<Api['rivedi']>> {
  const { p, c } = await bloccaPatto(ctx, i.id)
  assertVersione(p, i.versione)
  const stato = assertTransizione(transizioniPatto, 'rivedi', p.stato)
  const perche = impedimentoRevisione(c.stato, c.esitoAnalisi)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  await muoviCaso(ctx, c, attoDiRevisione(c.stato), { motivo: i.motivo })
  await cambiaStato(ctx, p, stato)
  const id = randomUUID()
  await sql`insert into patto (id, comune_id, caso_id, origine_id, numero, lingua)
    select ${id}, comune_id, caso_id, origine_id, (select max(x.numero) + 1 from patto x where x.origine_id = p.origine_id), lingua from patto p where id = ${p.id}`.execute(
    ctx.tx,
  )
  const nuovo = { id, comuneId: p.comuneId, casoId: p.casoId }
  // who has left the household no longer signs
  await sql`insert into patto_persona (patto_id, componente_id, comune_id, caso_id, volontario, firma)
    select ${id}, y.componente_id, y.comune_id, y.caso_id, y.volontario, y.firma and m.uscito_il is null
      from patto_persona y join domanda_componente m on m.id = y.componente_id where y.patto_id = ${p.id}`.execute(
    ctx.tx,
  )
  await mettiPersone(ctx, nuovo, c)
  // under the number from which the new version grows: nothing of it has been written yet
  await sql`insert into patto_voce (patto_id, voce, comune_id, caso_id, genere, padre, campi, scritti, creata_il, creata_da)
    select ${id}, voce, comune_id, caso_id, genere, padre, campi, (select coalesce(jsonb_object_agg(k, s || '{"r": 1}'), '{}') from jsonb_each(scritti) as e(k, s)), creata_il, creata_da
      from patto_voce where patto_id = ${p.id} and not tolta`.execute(ctx.tx)
  await annotaPatto(ctx, nuovo, 'rivedi', i.motivo.trim())
  return { id }
}

/** A revision is given up: what was signed goes on as it is. A first pact is not annulled: it is written again. */
export async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Fatto> {
  const { p, c } = await bloccaPatto(ctx, i.id)
  const stato = assertTransizione(transizioniPatto, 'annulla', p.stato)
  const { rows } = await sql<Patto>`
    select id, caso_id, comune_id, origine_id, numero, stato, lingua, giro, versione from patto where origine_id = ${p.origineId} and stato = 'in-revisione'`.execute(
    ctx.tx,
  )
  const prima = rows[0]
  if (!prima)
    throw problem('stato-non-ammesso', { detail: 'È il primo patto del caso: non c’è un patto firmato a cui tornare.' })
  await cambiaStato(ctx, p, stato)
  await cambiaStato(ctx, prima, assertTransizione(transizioniPatto, 'rinuncia', prima.stato))
  const atto = attoDiRinuncia(c.stato)
  await muoviCaso(ctx, c, atto, {
    motivo: atto === 'lascia-revisione' ? i.motivo : `Confermato com’era: ${i.motivo.trim()}`,
  })
  await ricalcola(ctx, [c.id])
  await annotaPatto(ctx, p, 'annulla', i.motivo.trim())
  return fatto
}

export async function chiudi(ctx: Ctx, i: Input<Api['chiudi']>): Promise<Fatto> {
  // whatever state the caso is in: one that INPS has ended leaves a pact to be closed
  const { casoId } = await daChiudere(ctx, i.id)
  const c = await bloccaCaso(ctx, casoId)
  const p = await daChiudere(ctx, i.id)
  assertVersione(p, i.versione)
  const stato = assertTransizione(transizioniPatto, 'chiudi', p.stato)
  assertAvvenuto(ctx, c, i.giorno)
  if (p.firmatoIl && i.giorno < p.firmatoIl) throw erroreDiCampo('giorno', 'La data viene prima della firma.')
  await assertVoce(ctx.tx, 'motivo-chiusura-patto', i.motivo, ctx.oggi(), 'motivo')
  const chiudiCaso = delCaso(c, i)
  await sql`update patto set stato = ${stato}, chiuso_il = ${i.giorno}, chiusura = ${i.motivo}, versione = versione + 1 where id = ${p.id}`.execute(
    ctx.tx,
  )
  await annullaPrevisti(ctx, { origineId: p.origineId })
  const { rows: finiti } = await sql<{ offertaId: string | null }>`
    update patto_sostegno set stato = case when attivo_dal is null then 'non-attivato' else 'concluso' end, versione = versione + 1,
      -- closed on a day in which it was interrupted, it had been given until then; what came later is not between its first day and its last
      finito_il = coalesce(finito_il, (select lower(g) - 1 from unnest(interruzioni) g where g @> ${i.giorno}::date), greatest(${i.giorno}::date, attivo_dal)),
      interruzioni = case when finito_il is null then coalesce((select range_agg(g) from unnest(interruzioni) g where upper(g) <= ${i.giorno}::date), '{}') else interruzioni end
     where origine_id = ${p.origineId} and stato in ('previsto', 'in-attesa', 'attivo', 'interrotto') returning offerta_id`.execute(
    ctx.tx,
  )
  await avvisaPostiLiberi(
    ctx,
    finiti.map((x) => x.offertaId),
  )
  await annotaPatto(ctx, p, 'chiudi', i.valutazione.trim())
  await registraEvento(ctx, c, { evento: 'patto-chiuso', giorno: i.giorno, origine: 'patto', origineId: p.id })
  if (chiudiCaso)
    await muoviCaso(ctx, c, 'chiudi', {
      motivo: `${motiviChiusura[chiudiCaso]}: con il patto`,
      dettaglio: { motivo: chiudiCaso, patto: p.id },
      codice: chiudiCaso,
    })
  await ricalcola(ctx, [c.id])
  return fatto
}

/** The reason why the caso closes with its pact; null where it stays. Where it may close, somebody has said which. */
function delCaso(c: Caso, i: Input<Api['chiudi']>): MotivoChiusura | null {
  if (!propostaDelCaso(c.stato)) {
    if (i.caso !== 'chiudi') return null
    throw problem('stato-non-ammesso', { detail: impedimentoCaso('chiudi', c.stato) ?? '' })
  }
  if (!i.caso) throw erroreDiCampo('caso', 'Di’ se con il patto si chiude anche il caso, o se il caso resta aperto.')
  if (i.caso === 'resta') return null
  if (!i.motivoCaso) throw erroreDiCampo('motivoCaso', 'Scegli perché il caso si chiude.')
  return i.motivoCaso
}

async function daChiudere(ctx: Ctx, id: string): Promise<Patto & { firmatoIl: string | null }> {
  const { rows } = await sql<Patto & { firmatoIl: string | null }>`
    select id, caso_id, comune_id, origine_id, numero, stato, lingua, giro, versione, firmato_il from patto where id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}
