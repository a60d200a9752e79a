// The run of a what-if, outside any request. Lots of households are read in transactions of their own, with the reach of whoever
// asked; between one and the next the row says how far it is and whether it is still wanted. A run that dies is taken up again
// from the beginning: it has written nothing but its progress.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type FonteNuclei, simula } from '../../shared/misure/simulazione.rules.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { daDomande, daValutazioni, quantiNuclei } from './fonte-nuclei.ts'
import { getVersione } from './misure.ts'
import { compilata } from './valutazioni.ts'

export interface Incarico {
  id: string
  ambito: string
  utente: string
}
const CORSE = 5
const SILENZIO_MINUTI = 10

/** The folder is open to the reading alone: what comes out of it are counts. */
const dentro = <T>(deps: Deps, i: Incarico, comuni: string[], fn: (ctx: Ctx) => Promise<T>, fascicolo = false) =>
  inCtx(deps, { azione: 'misura.simula', ambito: i.ambito, utente: i.utente, comuni, fascicolo }, fn)

interface Presa {
  versioneId: string
  misuraId: string
  comuni: string[]
}

/** Takes the work up; undefined when it is no longer wanted, or may no longer be done. */
async function prendi(ctx: Ctx, i: Incarico, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number; puo: boolean }>`
    update simulazione_misura s set corsa = ${corsa}, corse = corse + 1, esaminati = 0, aggiornata = kernel.adesso()
     where s.id = ${i.id} and s.stato = 'in-corso'
    returning s.versione_id, (select v.misura_id from misura_versione v where v.id = s.versione_id) as misura_id,
      array(select jsonb_array_elements_text(s.portata -> 'comuni')) as comuni, s.corse,
      accesso.puo(${i.utente}, 'misura.simula', ${ctx.oggi()}) as puo`.execute(ctx.tx)
  const p = rows[0]
  if (!p) return undefined
  if (p.puo && p.corse <= CORSE) return p
  const perche = p.puo
    ? 'La simulazione si è interrotta più volte: avviala di nuovo; se si ripete, avvisa l’assistenza.'
    : 'Chi l’ha avviata non può più simulare.'
  await sql`update simulazione_misura set stato = 'fallita', corsa = null, errore = ${perche}, conclusa_il = kernel.adesso() where id = ${i.id}`.execute(
    ctx.tx,
  )
  return undefined
}

/** Households of the domande in charge, then evaluated cases that are no domanda of ours. */
async function* fonte(deps: Deps, i: Incarico, p: Presa, v: VersioneCompilata): FonteNuclei {
  const scope = <T>(fn: (ctx: Ctx) => Promise<T>) => dentro(deps, i, p.comuni, fn, true)
  yield* daDomande(scope, p.misuraId, v)
  yield* daValutazioni(scope, p.misuraId)
}

export async function esegui(deps: Deps, i: Incarico): Promise<void> {
  const corsa = randomUUID()
  const presa = await dentro(deps, i, [], (ctx) => prendi(ctx, i, corsa))
  if (!presa) return
  const versione = await dentro(deps, i, presa.comuni, async (ctx) => {
    await sql`update simulazione_misura set totale = ${await quantiNuclei(ctx, presa.misuraId)} where id = ${i.id}`.execute(
      ctx.tx,
    )
    return compilata(await getVersione(ctx.tx, presa.versioneId))
  })
  const mia = async (ctx: Ctx, cambi: ReturnType<typeof sql>) => {
    const { rows } = await sql`update simulazione_misura set aggiornata = kernel.adesso(), ${cambi}
      where id = ${i.id} and corsa = ${corsa} returning id`.execute(ctx.tx)
    return rows.length > 0
  }
  const risultato = await simula(versione, fonte(deps, i, presa, versione), (n) =>
    dentro(deps, i, presa.comuni, (ctx) => mia(ctx, sql`esaminati = ${n}`)),
  )
  if (!risultato) return
  await dentro(deps, i, presa.comuni, async (ctx) => {
    const testo = JSON.stringify(risultato)
    const conclusa = sql`stato = 'conclusa', corsa = null, risultato = ${testo}::jsonb, conclusa_il = kernel.adesso()`
    if (await mia(ctx, conclusa))
      await notifica(ctx, i.utente, 'La simulazione è conclusa.', `/misure/${presa.versioneId}/simulazioni`)
  })
}

export const jobSimula: Job = {
  nome: 'misura.simula',
  run: (deps, d) => esegui(deps, { id: String(d.id), ambito: String(d.ambito), utente: String(d.utente) }),
}

/** What a run left unfinished when the process died. */
export const jobRiprendi: Job = {
  nome: 'misura.riprendi',
  ogni: '*/5 * * * *',
  async run(deps) {
    const ferme = await inCtx(
      deps,
      { azione: 'misura.riprendi', nazionale: true, operatore: 'ripresa' },
      async (ctx) => {
        const { rows } = await sql<{ id: string; ambitoId: string; utenteId: string }>`
        select id, ambito_id, utente_id from accesso.simulazioni_ferme(${SILENZIO_MINUTI})`.execute(ctx.tx)
        return rows
      },
    )
    for (const f of ferme) await esegui(deps, { id: f.id, ambito: f.ambitoId, utente: f.utenteId })
  },
}
