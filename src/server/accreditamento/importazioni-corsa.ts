// The long work of an import, outside any request: read and judge, then, once confirmed, import. Each step is a
// transaction of its own, so that progress is seen and nothing waits; a run that dies leaves what a new one takes up:
// the reading starts again from nothing, the importing from the first row not yet imported.
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { lettoreRighe } from '../../shared/accreditamento/importazioni.rules.ts'
import { pezziAllegato } from '../kernel/allegati.ts'
import { notifica } from '../kernel/avvisi.ts'
import { cartellaTemporanea } from '../kernel/cartella-temporanea.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { applica, prossimoTratto, valuta } from './importazioni-esito.ts'
import { accoda, leggiContesto, type RigaDelFoglio, righeDelFoglio } from './importazioni-lettura.ts'

/** On whose behalf the work runs: who uploaded or confirmed, or the operator of a command. */
export interface Committente {
  ambito: string
  utente?: string | undefined
  operatore?: string
}
export interface Incarico extends Committente {
  id: string
}

const LOTTO = 250
/** Rows judged, or imported, in one transaction. */
const TRATTO = 10_000
/** Rows imported in one transaction where there is a single connection: between two of them others get their turn. */
const TRATTO_BREVE = 500
/** After so many runs the fault is in the work, not in the machine. */
const CORSE = 5
const SILENZIO_MINUTI = 10

/** Another run has taken the work up: this one stops, without harm. */
class Superata extends Error {}

const dentro = <T>(deps: Deps, c: Committente, fn: (ctx: Ctx) => Promise<T>) =>
  inCtx(
    deps,
    {
      azione: 'importazione.esegui',
      ambito: c.ambito,
      intero: true,
      utente: c.utente,
      ...(c.operatore ? { operatore: c.operatore } : {}),
    },
    fn,
  )

interface Presa {
  allegatoId: string
  richiestaFormaleId: string
}

/** Takes the work up in this state; undefined when it is no longer there to be done. */
async function prendi(ctx: Ctx, id: string, stato: string, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number }>`
    update importazione set corsa = ${corsa}, corse = corse + 1, aggiornata = kernel.adesso() where id = ${id} and stato = ${stato}
    returning allegato_id, richiesta_formale_id, corse`.execute(ctx.tx)
  if (!rows[0]) return undefined
  if (rows[0].corse <= CORSE) return rows[0]
  await sql`update importazione set stato = 'fallita', corsa = null, errore = 'L’operazione si è interrotta più volte: carica di nuovo il foglio; se si ripete, avvisa l’assistenza.' where id = ${id}`.execute(
    ctx.tx,
  )
  return undefined
}

/** Says how far the run is, and that it is still the one. */
async function avanza(ctx: Ctx, id: string, corsa: string, quanto: { lette?: number; elaborate?: number }) {
  const { rows } = await sql`
    update importazione set righe_lette = coalesce(${quanto.lette ?? null}, righe_lette), righe_elaborate = coalesce(${quanto.elaborate ?? null}, righe_elaborate),
           aggiornata = kernel.adesso() where id = ${id} and corsa = ${corsa} returning id`.execute(ctx.tx)
  if (rows.length === 0) throw new Superata()
}

/** Counts the outcomes and moves to the next state; tells who asked for it. */
async function concludi(ctx: Ctx, i: Incarico, corsa: string, stato: 'da-confermare' | 'conclusa', frase: string) {
  const { rows } = await sql<{ rifiutate: number; buone: number }>`
    update importazione m set stato = ${stato}, corsa = null, corse = 0, errore = null, aggiornata = kernel.adesso(), righe_elaborate = m.righe_lette,
           accettate = x.a, gia_presenti = x.g, modificate = x.m, rifiutate = x.r,
           conclusa_il = case when ${stato} = 'conclusa' then kernel.adesso() end
      from (select count(*) filter (where esito = 'accettata') as a, count(*) filter (where esito = 'gia-presente') as g,
                   count(*) filter (where esito = 'modificata') as m, count(*) filter (where esito = 'rifiutata') as r
              from importazione_riga where importazione_id = ${i.id}) x
     where m.id = ${i.id} and m.corsa = ${corsa} returning m.rifiutate, m.accettate + m.modificate as buone`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Superata()
  if (i.utente)
    await notifica(
      ctx,
      i.utente,
      `${frase}: ${rows[0].buone} righe buone, ${rows[0].rifiutate} rifiutate.`,
      `/importazioni/${i.id}`,
    )
}

const silenzioso = async (fn: () => Promise<void>) => {
  try {
    await fn()
  } catch (e) {
    if (!(e instanceof Superata)) throw e
  }
}

/** Reads the stored file and judges every row: the dry run. */
export const verifica = (deps: Deps, i: Incarico) =>
  silenzioso(async () => {
    const corsa = randomUUID()
    const inizio = await dentro(deps, i, async (ctx) => {
      const presa = await prendi(ctx, i.id, 'in-lettura', corsa)
      if (!presa) return undefined
      await ctx.tx.deleteFrom('importazioneRiga').where('importazioneId', '=', i.id).execute()
      return { ...presa, contesto: await leggiContesto(ctx) }
    })
    if (!inizio) return
    const { cartella, togli } = await cartellaTemporanea()
    try {
      const path = join(cartella, 'foglio')
      await dentro(deps, i, (ctx) => scarica(ctx, inizio.allegatoId, path))
      await leggiTutto(deps, i, corsa, path, lettoreRighe(inizio.contesto))
    } catch (e) {
      if (!(e instanceof TabellaRifiutata)) throw e
      await dentro(deps, i, (ctx) =>
        sql`update importazione set stato = 'fallita', corsa = null, errore = ${e.message} where id = ${i.id} and corsa = ${corsa}`.execute(
          ctx.tx,
        ),
      )
      return
    } finally {
      await togli()
    }
    await aTratti(deps, i, corsa, TRATTO, valuta)
    await dentro(deps, i, (ctx) => concludi(ctx, i, corsa, 'da-confermare', 'Il foglio è stato verificato'))
  })

async function scarica(ctx: Ctx, allegatoId: string, path: string) {
  const file = createWriteStream(path, { mode: 0o600 })
  for await (const pezzo of pezziAllegato(ctx.tx, allegatoId))
    await new Promise<void>((fatto, errore) => file.write(pezzo, (e) => (e ? errore(e) : fatto())))
  await new Promise<void>((fatto) => file.end(fatto))
}

async function leggiTutto(
  deps: Deps,
  i: Incarico,
  corsa: string,
  path: string,
  leggi: ReturnType<typeof lettoreRighe>,
) {
  let lotto: RigaDelFoglio[] = []
  let lette = 0
  const scrivi = async () => {
    const questo = lotto
    lotto = []
    lette += questo.length
    await dentro(deps, i, async (ctx) => {
      await avanza(ctx, i.id, corsa, { lette })
      await accoda(ctx, i.id, leggi, questo)
    })
  }
  for await (const riga of righeDelFoglio(path)) if (lotto.push(riga) === LOTTO) await scrivi()
  if (lotto.length > 0) await scrivi()
}

async function aTratti(deps: Deps, i: Incarico, corsa: string, quante: number, fai: typeof valuta) {
  let elaborate = 0
  for (let da = 0, giro = 0; ; giro++) {
    // at the beginning, and each time that what was written may have doubled
    if ((giro & (giro - 1)) === 0) await deps.db.contaRighe()
    const fine = await dentro(deps, i, async (ctx) => {
      const tratto = await prossimoTratto(ctx, i.id, da, quante)
      if (!tratto) return undefined
      elaborate += quante
      await sql`update importazione set righe_elaborate = least(${elaborate}, righe_lette) where id = ${i.id}`.execute(
        ctx.tx,
      )
      await avanza(ctx, i.id, corsa, {})
      await fai(ctx, tratto)
      return tratto.a
    })
    if (fine === undefined) return
    da = fine
  }
}

/** The queue may come long after the click: who confirmed must still be able to do it. A command has no user to ask. */
async function puoAncora(ctx: Ctx): Promise<boolean> {
  if (!ctx.utente) return true
  const { rows } = await sql<{ si: boolean }>`
    select accesso.puo(${ctx.utente}, ${ctx.azione}, ${ctx.oggi()}) as si`.execute(ctx.tx)
  return rows[0]!.si
}

/** Imports the good rows of a confirmed import. */
export const importa = (deps: Deps, i: Incarico) =>
  silenzioso(async () => {
    const corsa = randomUUID()
    const presa = await dentro(deps, i, async (ctx) => {
      const presa = await prendi(ctx, i.id, 'in-conferma', corsa)
      if (!presa || (await puoAncora(ctx))) return presa
      await sql`update importazione set stato = 'fallita', corsa = null, errore = 'Chi ha confermato non è più abilitato a importare: carichi il foglio un altro amministratore.' where id = ${i.id}`.execute(
        ctx.tx,
      )
      return undefined
    })
    if (!presa) return
    const quante = deps.db.kind === 'pglite' ? TRATTO_BREVE : TRATTO
    await aTratti(deps, i, corsa, quante, (ctx, tratto) => applica(ctx, tratto, presa.richiestaFormaleId))
    await dentro(deps, i, (ctx) => concludi(ctx, i, corsa, 'conclusa', 'L’importazione è conclusa'))
  })

const incarico = (d: Record<string, unknown>): Incarico => ({
  id: String(d.id),
  ambito: String(d.ambito),
  utente: d.utente ? String(d.utente) : undefined,
})

export const jobVerifica: Job = { nome: 'importazione.verifica', run: (deps, dati) => verifica(deps, incarico(dati)) }
export const jobImporta: Job = { nome: 'importazione.importa', run: (deps, dati) => importa(deps, incarico(dati)) }

/** What a run left unfinished when the process died, and the queue has not given to another yet. */
export const jobRiprendi: Job = {
  nome: 'importazione.riprendi',
  ogni: '*/5 * * * *',
  async run(deps) {
    const ferme = await inCtx(
      deps,
      { azione: 'importazione.riprendi', nazionale: true, operatore: 'ripresa' },
      async (ctx) => {
        const { rows } = await sql<{ id: string; ambitoId: string; stato: string; creataDa: string | null }>`
        select id, ambito_id, stato, coalesce(confermata_da, creata_da) as creata_da from importazione
         where stato in ('in-lettura', 'in-conferma') and aggiornata < kernel.adesso() - make_interval(mins => ${SILENZIO_MINUTI})`.execute(
          ctx.tx,
        )
        return rows
      },
    )
    for (const f of ferme) {
      const questa = { id: f.id, ambito: f.ambitoId, utente: f.creataDa ?? undefined, operatore: 'ripresa' }
      await (f.stato === 'in-lettura' ? verifica(deps, questa) : importa(deps, questa))
    }
  },
}
