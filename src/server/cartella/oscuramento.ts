// Obscuring: who answers for the person names those who go on seeing an item; for all the others it is not there. The
// policies do the hiding (0009, 0015); here is only who may ask for it, of what, and the way back.
import { sql } from 'kysely'
import { type OscuramentoLetto, oscuramentiApi } from '../../shared/cartella/oscuramento.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { ricontaConsegne } from './consegne.ts'
import { colleghiDi } from './diario-lettura.ts'
import { assertRisponde } from './risponde.ts'

const PERCHE = 'Può oscurare chi risponde del caso o del servizio: chiedilo al responsabile.'

/** Facts of which the record shows the sum elsewhere: hiding them would leave it there. */
const PROIETTATI = ['generalita', 'decesso']

async function stessaPersona(ctx: Ctx, id: string): Promise<{ persone: string[]; comuneId: string }> {
  const { rows } = await sql<{ persone: string[]; comuneId: string }>`
    select accesso.stessa_persona(p.id) as persone, p.comune_id from persona p where p.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

/** The item is of this person, and the one who asks sees it. */
async function assertSuo(ctx: Ctx, tipo: string, id: string, persone: readonly string[]) {
  const tutte = [...persone]
  const dove =
    tipo === 'persona'
      ? sql`select 1 from persona where id = ${id} and id = any (${tutte})`
      : tipo === 'diario'
        ? sql`select 1 from diario_persona where voce_id = ${id} and persona_id = any (${tutte})`
        : tipo === 'relazione'
          ? sql`select 1 from relazione where id = ${id} and (persona_a = any (${tutte}) or persona_b = any (${tutte}))`
          : sql`select 1 from ${sql.table(await tabellaDi(ctx, tipo))} where id = ${id} and persona_id = any (${tutte})`
  const { rows } = await dove.execute(ctx.tx)
  if (rows.length === 0) throw problem('non-trovato')
  if (tipo !== 'fatto') return
  const fatto = await sql`select 1 from persona_fatto where id = ${id} and tipo = any (${PROIETTATI})`.execute(ctx.tx)
  if (fatto.rows.length > 0)
    throw erroreDiCampo(
      'oggettoId',
      'Nome, nascita e decesso si vedono ovunque la persona compare: se occorre, oscura l’intero fascicolo.',
    )
}

async function tabellaDi(ctx: Ctx, tipo: string): Promise<string> {
  const { rows } = await sql<{ tabella: string }>`select tabella from oscurabile where tipo = ${tipo}`.execute(ctx.tx)
  if (!rows[0]) throw erroreDiCampo('tipo', 'Questo elemento non si può oscurare.')
  return rows[0].tabella
}

async function nascondi(
  ctx: Ctx,
  i: Input<typeof oscuramentiApi.nascondi>,
): Promise<Output<typeof oscuramentiApi.nascondi>> {
  await tabellaDi(ctx, i.tipo)
  const { persone, comuneId } = await stessaPersona(ctx, i.id)
  await assertSuo(ctx, i.tipo, i.oggettoId, persone)
  await assertRisponde(ctx, persone, PERCHE)
  const noti = new Set((await colleghiDi(ctx, 'persona.leggi', comuneId)).map((c) => c.id))
  if (!i.utenti.every((u) => noti.has(u) || u === ctx.utente))
    throw erroreDiCampo('utenti', 'Uno dei colleghi indicati non legge i fascicoli di questo comune: toglilo.')
  const vedono = [...new Set([...i.utenti, ctx.utente])].sort()
  // a person is hidden with those found to be the same
  const oggetti = i.tipo === 'persona' ? persone : [i.oggettoId]
  let prima: string[] | null = null
  for (const id of oggetti) {
    const { rows } = await sql<{
      trovato: boolean
      prima: string[] | null
    }>`select * from kernel.oscura(${i.tipo}, ${id}, ${vedono}::uuid[])`.execute(ctx.tx)
    if (!rows[0]?.trovato) throw problem('non-trovato')
    if (id === i.oggettoId) prima = rows[0].prima
  }
  await ricontaConsegne(ctx, oggetti, vedono)
  const { rows } = await sql<{ id: string }>`
    insert into oscuramento (comune_id, persona_id, tipo, oggetto_id, motivo, riservato_a, prima)
    values (${comuneId}, ${i.id}, ${i.tipo}, ${i.oggettoId}, ${i.motivo.trim()}, ${vedono}, ${prima}) returning id`.execute(
    ctx.tx,
  )
  return { id: rows[0]!.id }
}

async function togli(ctx: Ctx, i: Input<typeof oscuramentiApi.togli>): Promise<Output<typeof oscuramentiApi.togli>> {
  const { rows } = await sql<{
    personaId: string
    tipo: string
    oggettoId: string
    prima: string[] | null
    toltoIl: string | null
  }>`
    select persona_id, tipo, oggetto_id, prima, tolto_il from oscuramento where id = ${i.id} for update`.execute(ctx.tx)
  const o = rows[0]
  if (!o) throw problem('non-trovato')
  if (o.toltoIl) throw problem('stato-non-ammesso', { detail: 'L’oscuramento è già stato tolto.' })
  const { persone } = await stessaPersona(ctx, o.personaId)
  await assertRisponde(ctx, persone, PERCHE)
  if (o.prima && !o.prima.includes(ctx.utente))
    throw problem('azione-non-consentita', {
      detail: 'Prima di essere oscurato era riservato ad altri: può toglierlo uno di loro.',
    })
  const oggetti = o.tipo === 'persona' ? persone : [o.oggettoId]
  for (const id of oggetti) await sql`select * from kernel.oscura(${o.tipo}, ${id}, ${o.prima}::uuid[])`.execute(ctx.tx)
  await ricontaConsegne(ctx, oggetti, o.prima)
  await sql`update oscuramento set tolto_il = kernel.adesso(), tolto_da = kernel.utente(), motivo_tolto = ${i.motivo.trim()} where id = ${i.id}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

async function list(
  ctx: Ctx,
  i: Input<typeof oscuramentiApi.oscuramenti>,
): Promise<Output<typeof oscuramentiApi.oscuramenti>> {
  const { comuneId } = await stessaPersona(ctx, i.id)
  const { rows } = await sql<
    Omit<OscuramentoLetto, 'vedono' | 'nascostoDa' | 'toltoDa'> & {
      riservatoA: string[]
      nascostoDa: string
      toltoDa: string | null
    }
  >`
    select o.id, o.tipo, t.nome as tipo_testo, o.oggetto_id, o.motivo, o.riservato_a, o.nascosto_il, o.nascosto_da, o.tolto_il, o.tolto_da, o.motivo_tolto
      from oscuramento o join oscurabile t on t.tipo = o.tipo where o.persona_id = any (accesso.stessa_persona(${i.id}))
     order by o.nascosto_il desc, o.id desc`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.flatMap((r) => [...r.riservatoA, r.nascostoDa, r.toltoDa]),
  )
  const { rows: comune } = await sql<{ nome: string }>`select nome from comune where id = ${comuneId}`.execute(ctx.tx)
  return {
    voci: rows.map(({ riservatoA, ...r }) => ({
      ...r,
      vedono: riservatoA.map((id) => ({ id, nome: nomi.get(id) ?? '' })),
      nascostoDa: nomi.get(r.nascostoDa) ?? '',
      toltoDa: r.toltoDa ? (nomi.get(r.toltoDa) ?? '') : null,
    })),
    comune: comune[0]?.nome ?? comuneId,
    colleghi: await colleghiDi(ctx, 'persona.leggi', comuneId),
  }
}

export const oscuramentiRotte = rotte(oscuramentiApi, { oscuramenti: list, nascondi, togli })

export const oscuramentiVincoli: Vincoli = {
  oscuramento_uno_alla_volta: {
    codice: 'stato-non-ammesso',
    detail: 'È già oscurato: togli prima l’oscuramento che c’è.',
  },
}
