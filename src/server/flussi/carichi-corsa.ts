// The reading of a file, outside any request and outside the server's own thread: lots come from lettura.ts and are stored each
// in a transaction that also says how far the reading is, so that a run that dies is taken up from where it was, and no row
// is lost or written twice. It runs with the reach of whoever asked for it.
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { TUTTO_FERMO } from '../../shared/flussi/elabora.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { Profilo } from '../../shared/flussi/profilo.ts'
import type { GravitaScelte } from '../../shared/flussi/regole.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { passata } from '../kernel/memoria.ts'
import { inCtx } from '../kernel/serve.ts'
import { CODE_LETTURA } from './carichi-avvio.ts'
import { collegaCancellazioni } from './carichi-cancellazioni.ts'
import { bytesCarico, suDisco } from './carichi-file.ts'
import { firmaLuoghi, leggiDatiEnte, testoLuoghi } from './contesto.ts'
import { FileIlleggibile } from './lettore-xml.ts'
import { lotti } from './lettura.ts'
import type { LavoroLettura, LottoLetto } from './lettura-thread.ts'
import { lottiMinori, type SchedaLetta, scriviSchede } from './minori-carico.ts'
import { scriviRighe } from './righe-db.ts'
import { fraseLettura } from './righe-file.ts'

export interface Incarico {
  id: string
  ambito: string
  utente?: string | undefined
  /** Named in the register where there is no user: the command line. */
  operatore?: string
  comuni: string[]
}

/** Rows of a file in one transaction: on the embedded engine the others wait for it; elsewhere what a transaction costs is shared by more. */
const LOTTO = { pglite: 200, postgres: 2000 } as const
/** Runs that end in nothing, one after the other: each lot that is stored counts them anew. */
const CORSE = 5
/** At the beginning, and each time that what was written may have doubled: plans follow the rows. */
const raddoppia = (giro: number) => (giro & (giro - 1)) === 0

/**
 * Whoever asked for the work may go on with it: asked of its own row in each of its transactions, because a role, a contract, the act by which a
 * comune entrusts its flows end while it runs.
 */
export const puoAncora = (ctx: Ctx, i: Incarico, azione: string): RawBuilder<boolean> =>
  i.utente ? sql`accesso.puo_nel_comune(${i.utente}::uuid, ${azione}, comune_id, ${ctx.oggi()})` : sql`true`

/** He may not: what this transaction was writing is undone, and whoever takes the work up says why it ends. */
export class NonPuoPiu extends Error {}

/** Another run has taken the work up: this one stops, without harm. */
class Superata extends Error {}

export const dentroFlussi = <T>(deps: Deps, azione: string, i: Incarico, fn: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inCtx(
    deps,
    {
      azione,
      ambito: i.ambito,
      utente: i.utente,
      comuni: i.comuni,
      fascicolo: true,
      ...(i.operatore ? { operatore: i.operatore } : {}),
    },
    fn,
  )

const dentro = <T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(deps, 'flusso.carica', i, fn)

interface Presa {
  enteId: string
  comuneId: string
  nomeFile: string
  formato: 'tabella' | 'xml'
  tipo: TipoFlusso
  lettura: Lettura
  colonne: string[]
  profilo: Profilo | null
  ultimaRiga: number
  giaInviato: boolean
  normalizza: boolean
}

const fallisce = (ctx: Ctx, id: string, errore: string) =>
  sql`update carico_flussi set stato = 'fallito', corsa = null, errore = ${errore}, concluso_il = kernel.adesso() where id = ${id} and stato = 'in-lettura'`.execute(
    ctx.tx,
  )

/** Takes the work up; undefined when it is no longer there to be done, or may no longer be. */
async function prendi(ctx: Ctx, i: Incarico, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number; puo: boolean }>`
    update carico_flussi set corsa = ${corsa}, corse = corse + 1, aggiornato = kernel.adesso() where id = ${i.id} and stato = 'in-lettura'
    returning ente_id, comune_id, nome_file, formato, tipo, lettura, colonne, profilo, ultima_riga, gia_inviato, normalizza, corse,
      ${puoAncora(ctx, i, 'flusso.carica')} as puo`.execute(ctx.tx)
  const p = rows[0]
  if (!p) return undefined
  if (p.puo && p.corse <= CORSE) return p
  await fallisce(
    ctx,
    i.id,
    p.puo
      ? 'La lettura si è interrotta più volte: ciò che era già letto resta. Carica di nuovo il file; se si ripete, avvisa l’assistenza.'
      : 'Chi ha caricato il file non prepara più i flussi di questo ente: ciò che era già letto resta. Caricalo di nuovo.',
  )
  return undefined
}

function assertMia(riga: { puo: boolean } | undefined) {
  if (!riga) throw new Superata()
  if (!riga.puo) throw new NonPuoPiu()
}

async function scriviLotto(
  ctx: Ctx,
  i: Incarico,
  p: Presa,
  corsa: string,
  l: LottoLetto,
  gravita: GravitaScelte,
): Promise<void> {
  const { rows } = await sql<{ puo: boolean }>`
    update carico_flussi set aggiornato = kernel.adesso(), ultima_riga = ${l.ultima}, righe_lette = righe_lette + ${l.righe}, prestazioni = prestazioni + ${l.prestazioni},
           avviso = coalesce(${l.avviso ?? null}, avviso), corse = 0
     where id = ${i.id} and corsa = ${corsa} and ultima_riga < ${l.ultima} returning ${puoAncora(ctx, i, 'flusso.carica')} as puo`.execute(
    ctx.tx,
  )
  assertMia(rows[0])
  const { comuneId, enteId, giaInviato: giaInviate } = p
  const fermi = p.normalizza ? [] : [TUTTO_FERMO]
  await scriviRighe(ctx, { comuneId, enteId, caricoId: i.id, giaInviate, fermi }, l.lotto)
  if (!giaInviate) await collegaCancellazioni(ctx, enteId, l.lotto, gravita)
}

/** The same, of cards of minors: each row is one. */
async function scriviLottoMinori(ctx: Ctx, i: Incarico, p: Presa, corsa: string, lotto: readonly SchedaLetta[]) {
  const ultima = lotto.at(-1)!.riga
  const { rows } = await sql<{ puo: boolean }>`
    update carico_flussi set aggiornato = kernel.adesso(), ultima_riga = ${ultima}, righe_lette = righe_lette + ${lotto.length}, prestazioni = prestazioni + ${lotto.length}, corse = 0
     where id = ${i.id} and corsa = ${corsa} and ultima_riga < ${ultima} returning ${puoAncora(ctx, i, 'flusso.carica')} as puo`.execute(
    ctx.tx,
  )
  assertMia(rows[0])
  await scriviSchede(ctx, { id: p.enteId, comuneId: p.comuneId }, { ...p, carico: i.id }, lotto)
}

/** What cannot be read stops the file where it is: what was read before stays. */
async function leggiSchede(path: string, p: Presa, scrivi: (lotto: SchedaLetta[]) => Promise<void>): Promise<void> {
  try {
    for await (const lotto of lottiMinori(path, p)) await scrivi(lotto)
  } catch (e) {
    if (e instanceof Superata || e instanceof NonPuoPiu) throw e
    throw new FileIlleggibile(fraseLettura(e))
  }
}

async function conclude(ctx: Ctx, i: Incarico, p: Presa, corsa: string): Promise<void> {
  const { rows } = await sql<{ prestazioni: number }>`
    update carico_flussi set stato = 'concluso', corsa = null, corse = 0, errore = null, aggiornato = kernel.adesso(), concluso_il = kernel.adesso()
     where id = ${i.id} and corsa = ${corsa} returning prestazioni`.execute(ctx.tx)
  if (!rows[0]) throw new Superata()
  if (i.utente)
    await notifica(
      ctx,
      i.utente,
      `Il file «${p.nomeFile}» è stato letto: ${rows[0].prestazioni.toLocaleString('it-IT')} ${p.tipo === 'SINBA' ? 'schede di minori' : 'prestazioni'}.`,
      `/flussi/carichi/${i.id}`,
    )
}

/** Reads a file that was told what its columns are, from the first row not yet stored. */
export async function leggiCarico(deps: Deps, i: Incarico, avanza?: (righe: number) => void): Promise<void> {
  const corsa = randomUUID()
  const inizio = await dentro(deps, i, async (ctx) => {
    const presa = await prendi(ctx, i, corsa)
    return presa && { presa, ente: await leggiDatiEnte(ctx, presa.enteId), firma: await firmaLuoghi(ctx) }
  })
  if (!inizio) return
  const { presa, ente, firma } = inizio
  const luoghi = { firma, leggi: () => dentro(deps, i, testoLuoghi) }
  const bytes = bytesCarico((fn) => dentro(deps, i, (ctx) => fn(ctx.tx)), i.id)
  try {
    await suDisco(bytes, async (path) => {
      if (presa.tipo === 'SINBA') {
        let lette = 0
        return leggiSchede(path, presa, async (lotto) => {
          await dentro(deps, i, (ctx) => scriviLottoMinori(ctx, i, presa, corsa, lotto))
          lette += lotto.length
          avanza?.(lette)
        })
      }
      const { formato, lettura, colonne, profilo, ultimaRiga: dopo, normalizza } = presa
      const lotto = LOTTO[deps.db.kind]
      const lavoro: LavoroLettura = { path, formato, lettura, colonne, profilo, dopo, lotto, ente, normalizza }
      let [giro, lette] = [0, 0]
      for await (const l of lotti(lavoro, luoghi)) {
        if (raddoppia(giro++)) await deps.db.contaRighe()
        await dentro(deps, i, (ctx) => scriviLotto(ctx, i, presa, corsa, l, ente.gravita))
        passata()
        lette += l.righe
        if (raddoppia(giro)) avanza?.(lette)
      }
    })
    await dentro(deps, i, (ctx) => conclude(ctx, i, presa, corsa))
  } catch (e) {
    if (e instanceof Superata) return
    if (e instanceof NonPuoPiu) {
      await dentro(deps, i, (ctx) => prendi(ctx, i, randomUUID()))
      return
    }
    if (!(e instanceof FileIlleggibile)) throw e
    await dentro(deps, i, (ctx) => fallisce(ctx, i.id, e.message))
  }
}

/** A million rows on the embedded engine; a run that died is taken up long before, by who sees that it says no more. */
export const ORE = 12

export const incarico = (d: Record<string, unknown>): Incarico => d as unknown as Incarico

/** One at a time in each queue: two files at most are read together, a short and a long one. */
export const jobLeggi: Job[] = Object.values(CODE_LETTURA).map((nome) => ({
  nome,
  ore: ORE,
  run: (deps, dati) => leggiCarico(deps, incarico(dati)),
}))
