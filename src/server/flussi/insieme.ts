// Flows of several enti at once: a generation for each, side by side, and never two in one. An ente for which nothing can begin is told,
// and the others go on.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Generazione, insiemeApi } from '../../shared/flussi/generazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, Problem, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { apriPubblicazione } from './cooperazione.ts'
import { getEnte } from './enti.ts'
import { apriGenerazione, generazioni } from './generazioni.ts'

type Api = typeof insiemeApi

async function genera(
  ctx: Ctx,
  { enti, canale, tipo = 'PS_PSA_SINA', ...quali }: Input<Api['genera']>,
): Promise<Output<Api['genera']>> {
  if (tipo === 'SINBA' && quali.banca)
    throw erroreDiCampo('banca', 'Le schede dei minori non sono di una banca dati: si generano tutte.')
  const insieme = randomUUID()
  const problemi: { ente: string; motivo: string }[] = []
  let avviate = 0
  for (const id of enti) {
    // one that is not ours is no ente at all: nothing begins
    const ente = await getEnte(ctx, id)
    try {
      const g =
        canale === 'waas'
          ? await apriPubblicazione(ctx, { ente: id, tipo, ...quali })
          : await apriGenerazione(ctx, { ente: id, ...quali }, { tipo })
      await sql`update generazione_flussi set insieme = ${insieme} where id = ${g.id}`.execute(ctx.tx)
      const dati = { id: g.id, ambito: ctx.ambito, utente: ctx.utente || undefined, comuni: g.comuni }
      ctx.emit(canale === 'waas' ? 'flussi.pubblica' : 'flussi.genera', dati)
      avviate++
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      problemi.push({ ente: ente.denominazione, motivo: e.message })
    }
  }
  return { insieme, avviate, problemi }
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const voci: Generazione[] = await generazioni(ctx, sql`where g.insieme = ${i.id} order by e.denominazione, g.id`)
  if (voci.length === 0) throw problem('non-trovato')
  return { voci }
}

export const insiemeRotte = rotte(insiemeApi, { genera, leggi })
