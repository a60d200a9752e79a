// Who works in which office. The constraint refuses the same office twice on one day; both the office and the operator
// are read as whoever assigns sees them, so that they are of his ambito.
import { sql } from 'kysely'
import { ufficiOperatoriApi } from '../../shared/accesso/uffici-operatori.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'

type Api = typeof ufficiOperatoriApi

/** Offices in which someone works today. */
export const ufficiDiOggi = (utente: string) =>
  sql`select l.ufficio_id from ufficio_operatore l where l.utente_id = ${utente} and kernel.oggi() between l.dal and coalesce(l.al, 'infinity')`

async function miei(ctx: Ctx): Promise<Output<Api['miei']>> {
  const { rows } = await sql<Output<Api['miei']>['voci'][number]>`
    select u.id, u.nome, c.nome as comune from ufficio u left join comune c on c.id = u.comune_id
     where u.id in (${ufficiDiOggi(ctx.utente)}) order by u.nome, u.id`.execute(ctx.tx)
  return { voci: rows }
}

async function diUtente(ctx: Ctx, i: Input<Api['diUtente']>): Promise<Output<Api['diUtente']>> {
  const utente = await sql`select 1 from utente where id = ${i.id}`.execute(ctx.tx)
  if (utente.rows.length === 0) throw problem('non-trovato')
  const { rows } = await sql<Output<Api['diUtente']>['voci'][number]>`
    select l.id, jsonb_build_object('id', u.id, 'nome', u.nome, 'comune', c.nome) as ufficio, l.dal, l.al
      from ufficio_operatore l join ufficio u on u.id = l.ufficio_id left join comune c on c.id = u.comune_id
     where l.utente_id = ${i.id} order by coalesce(l.al, 'infinity') desc, l.dal desc, l.id`.execute(ctx.tx)
  return { voci: rows }
}

async function assegna(ctx: Ctx, i: Input<Api['assegna']>): Promise<Output<Api['assegna']>> {
  const { rows: utenti } = await sql<{ ambitoId: string | null; stato: string }>`
    select ambito_id, stato from utente where id = ${i.id}`.execute(ctx.tx)
  const utente = utenti[0]
  if (!utente) throw problem('non-trovato')
  if (utente.stato === 'cessato')
    throw problem('stato-non-ammesso', { detail: 'L’utente è cessato: non lavora più in alcun ufficio.' })
  const { rows: uffici } = await sql<{ dal: string; al: string | null }>`
    select dal, al from ufficio where id = ${i.ufficioId} and ambito_id = ${utente.ambitoId}`.execute(ctx.tx)
  const ufficio = uffici[0]
  if (!ufficio) throw erroreDiCampo('ufficioId', 'L’ufficio non è del suo ambito: scegline un altro.')
  const dal = i.dal ?? ctx.oggi()
  if (dal < ufficio.dal) throw erroreDiCampo('dal', `L’ufficio esiste dal ${data(ufficio.dal)}.`)
  if (ufficio.al && dal > ufficio.al) throw erroreDiCampo('ufficioId', `L’ufficio è chiuso dal ${data(ufficio.al)}.`)
  if (i.al && i.al < dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
  const { rows } = await sql<{ id: string }>`
    insert into ufficio_operatore (ambito_id, ufficio_id, utente_id, dal, al)
    values (${utente.ambitoId}, ${i.ufficioId}, ${i.id}, ${dal}, ${i.al ?? null}) returning id`.execute(ctx.tx)
  return { id: rows[0]!.id }
}

async function termina(ctx: Ctx, i: Input<Api['termina']>): Promise<Output<Api['termina']>> {
  const { rows } = await sql<{ dal: string }>`select dal from ufficio_operatore where id = ${i.id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  if (i.al < rows[0].dal) throw erroreDiCampo('al', `Lavora in questo ufficio dal ${data(rows[0].dal)}.`)
  await sql`update ufficio_operatore set al = ${i.al} where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const ufficiOperatoriRotte = rotte(ufficiOperatoriApi, { miei, diUtente, assegna, termina })

export const ufficiOperatoriVincoli: Vincoli = {
  ufficio_operatore_una_volta: {
    codice: 'gia-presente',
    detail: 'In quei giorni lavora già in questo ufficio.',
    campo: 'ufficioId',
  },
  ufficio_operatore_date_in_ordine: {
    codice: 'regola-non-rispettata',
    detail: 'La fine viene prima dell’inizio.',
    campo: 'al',
  },
}
