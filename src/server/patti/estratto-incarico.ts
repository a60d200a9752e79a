// The run of a work on an extract: taken up by one process at a time, with the reach that whoever asked has at that moment and no
// more; each lot says how far it is, and one that finds another run in its place stops without harm.
import { sql } from 'kysely'
import type { Mappa } from '../../shared/patti/estratto.rules.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import { inCtx } from '../kernel/serve.ts'
import type { Estratto, VersioneDatata } from './estratto-giudizio.ts'

export interface Incarico {
  id: string
  ambito: string
  utente: string
}

const CORSE = 5

/** Another run has taken the work up: this one stops, without harm. */
class Superata extends Error {}

export const dentro = async <T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>): Promise<T> => {
  const comuni = await inCtx(deps, { azione: 'domanda.importa', ambito: i.ambito, utente: i.utente }, async (ctx) => {
    const { rows } = await sql<{ comuni: string[] }>`
      select (accesso.portata(${i.utente}, ${i.ambito}, 'domanda.importa', kernel.oggi())).comuni as comuni`.execute(
      ctx.tx,
    )
    return rows[0]!.comuni
  })
  return inCtx(deps, { azione: 'domanda.importa', ambito: i.ambito, utente: i.utente, comuni, fascicolo: true }, fn)
}

export interface Presa {
  comuneId: string
  misuraId: string
  estrattoIl: string
  completo: boolean
  colonne: string[]
  mappa: Mappa
  ultimaRiga: number
}

/** Takes the work up in this state; undefined when it is no longer there to be done. */
export async function prendi(ctx: Ctx, id: string, stato: string, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number }>`
    update importazione_estratto set corsa = ${corsa}, corse = corse + 1, aggiornata = kernel.adesso() where id = ${id} and stato = ${stato}
    returning comune_id, misura_id, estratto_il, completo, colonne, mappa, ultima_riga, corse`.execute(ctx.tx)
  if (!rows[0] || rows[0].corse <= CORSE) return rows[0]
  await fallisce(
    ctx,
    id,
    corsa,
    'La lettura si è interrotta più volte: ricarica il file; se si ripete, avvisa l’assistenza.',
  )
  return undefined
}

export async function fallisce(ctx: Ctx, id: string, corsa: string, errore: string) {
  await sql`update importazione_estratto set stato = 'fallita', corsa = null, errore = ${errore} where id = ${id} and corsa = ${corsa}`.execute(
    ctx.tx,
  )
}

/** Says how far the run is, and that it is still the one. */
export async function avanza(
  ctx: Ctx,
  id: string,
  corsa: string,
  p: { ultima?: number; lette?: number; elaborate?: number },
) {
  const { rows } = await sql`
    update importazione_estratto set aggiornata = kernel.adesso(), ultima_riga = coalesce(${p.ultima ?? null}, ultima_riga),
           righe_lette = righe_lette + ${p.lette ?? 0}, elaborate = elaborate + ${p.elaborate ?? 0}
     where id = ${id} and corsa = ${corsa} returning id`.execute(ctx.tx)
  if (rows.length === 0) throw new Superata()
}

export const silenzioso = async (fn: () => Promise<void>) => {
  try {
    await fn()
  } catch (e) {
    if (!(e instanceof Superata)) throw e
  }
}

export async function estratto(ctx: Ctx, id: string, p: Presa): Promise<Estratto> {
  const { rows: comuni } = await sql<{ id: string }>`
    select id from comune where id = any (array(select unnest(kernel.comuni()) intersect select unnest(accesso.comuni_aperti('patti'))))`.execute(
    ctx.tx,
  )
  const { rows: nomi } = await sql<{ id: string; nome: string }>`select id, nome from comune`.execute(ctx.tx)
  const { rows: versioni } = await sql<VersioneDatata>`
    select id, stato, dal, al, numero from misura_versione where misura_id = ${p.misuraId} and stato = 'pubblicata'`.execute(
    ctx.tx,
  )
  return {
    id,
    comuneId: p.comuneId,
    misuraId: p.misuraId,
    estrattoIl: p.estrattoIl,
    comuni: new Set(comuni.map((c) => c.id)),
    nomi: new Map(nomi.map((c) => [c.id, c.nome])),
    versioni,
  }
}

export async function conclude(ctx: Ctx, i: Incarico, corsa: string, stato: 'da-confermare' | 'conclusa') {
  const { rows } = await sql<{ nuove: number; cambiate: number; rifiutate: number; contraddittorie: number }>`
    update importazione_estratto m set stato = ${stato}, corsa = null, corse = 0, errore = null, aggiornata = kernel.adesso(),
           conclusa_il = case when ${stato} = 'conclusa' then kernel.adesso() end,
           domande = x.n, elaborate = x.n, nuove = x.nuove, cambiate = x.cambiate, invariate = x.invariate, sparite = x.sparite, contraddittorie = x.contro, rifiutate = x.no
      from (select count(*)::int as n, count(*) filter (where esito = 'nuova')::int as nuove, count(*) filter (where esito = 'cambiata')::int as cambiate,
                   count(*) filter (where esito = 'invariata')::int as invariate, count(*) filter (where esito = 'sparita')::int as sparite,
                   count(*) filter (where esito = 'contraddittoria')::int as contro, count(*) filter (where esito = 'rifiutata')::int as no
              from importazione_estratto_domanda where importazione_id = ${i.id}) x
     where m.id = ${i.id} and m.corsa = ${corsa} returning m.nuove, m.cambiate, m.rifiutate, m.contraddittorie`.execute(
    ctx.tx,
  )
  const r = rows[0]
  if (!r) throw new Superata()
  const inizio = stato === 'conclusa' ? 'L’estratto è tra i casi' : 'L’estratto è stato letto'
  await notifica(
    ctx,
    i.utente,
    `${inizio}: ${r.nuove} domande nuove, ${r.cambiate} cambiate, ${r.contraddittorie} contraddittorie, ${r.rifiutate} rifiutate.`,
    `/casi/estratti/${i.id}`,
  )
}

/** Until there is nothing left; counting the rows at the beginning, and each time that what was written may have doubled. */
export async function aTratti(deps: Deps, fai: () => Promise<number>) {
  for (let giro = 0; ; giro++) {
    if ((giro & (giro - 1)) === 0) await deps.db.contaRighe()
    if ((await fai()) === 0) return
  }
}
