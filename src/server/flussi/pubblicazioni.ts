// Flows that INPS takes: of what is ready, one for each prestazione or card of a minor, because in cooperation it takes no more than one (PS11). A lot
// is one transaction on the lock of the ente, in which its flows get number, moment, bytes and hash together: so nobody sees a
// part of one, and a run that dies is taken up with what is still ready.
import { hash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { scriviNome } from '../../shared/flussi/dividi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { dentroFlussi, type Incarico, incarico, ORE } from './carichi-corsa.ts'
import { schemaMinori, schemaPrestazioni } from './contesto.ts'
import { controlloMinori, controlloSchema } from './convalida.ts'
import { type EnteFlussi, getEnte } from './enti.ts'
import { fermata, mia, prendi } from './generazioni-corsa.ts'
import { type InScrittura, nuovo, type Presa, prossime, respingi } from './generazioni-lotto.ts'
import { gettoniDi, respingiScheda, schedePronte } from './minori-generazione.ts'
import { accordaSchede } from './minori-scrittura.ts'
import { tieniImpronte } from './righe-db.ts'
import { CarattereImpossibile } from './scrivi-flusso.ts'
import { BustaImpossibile, type Contenuto, istanteSuccessivo, scriviUno } from './waas.ts'

/** Flows in one transaction: on the embedded engine the others wait for it. */
const LOTTO = { pglite: 50, postgres: 200 } as const

const dentro = <T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(deps, 'flusso.genera', i, fn)

/** Last number of the day and last moment of the ente. */
async function ultimi(ctx: Ctx, enteId: string): Promise<{ progressivo: number; istante: number | null }> {
  const { rows } = await sql<{ progressivo: number; istante: number | null }>`
    select (select coalesce(max(progressivo), 0) from flusso where ente_id = ${enteId} and giorno = ${ctx.oggi()}) as progressivo,
           (select max(istante) from flusso where ente_id = ${enteId}) as istante`.execute(ctx.tx)
  return rows[0]!
}

/** What goes in one flow, ready to be written. */
interface Unita {
  id: string
  centesimi: number
  contenuto: Contenuto
}

interface FlussoDiUno {
  id: string
  /** The prestazione, or the card of a minor. */
  di: string
  nome: string
  progressivo: number
  istante: number
  centesimi: number
  xml: string
  sha256: string
}

/** Why a record cannot leave: the schema may have changed since it was found good. */
async function controllo(ctx: Ctx, tipo: TipoFlusso): Promise<(c: Contenuto) => string | undefined> {
  const prestazioni = tipo === 'PS_PSA_SINA' ? controlloSchema(await schemaPrestazioni(ctx)) : undefined
  const minori = tipo === 'SINBA' ? controlloMinori(await schemaMinori(ctx)) : undefined
  return (c) => (c.tipo === 'SINBA' ? minori?.(c.minore) : prestazioni?.(c.prestazione))?.[0]?.frase
}

/** Each record in its own flow; those that cannot be are told apart, and take no number. */
async function componi(ctx: Ctx, ente: EnteFlussi, tipo: TipoFlusso, pronte: readonly Unita[]) {
  const difettoDi = await controllo(ctx, tipo)
  const { codice, denominazione, sede, codiceFiscaleOperatore } = ente
  const flussi: FlussoDiUno[] = []
  const difettose: { id: string; frase: string }[] = []
  let { progressivo, istante } = await ultimi(ctx, ente.id)
  for (const r of pronte) {
    const nome = scriviNome({ ente: codice, tipo, giorno: ctx.oggi(), progressivo: progressivo + 1 })
    try {
      const difetto = difettoDi(r.contenuto)
      if (difetto) throw new BustaImpossibile(difetto)
      const testa = { nome, ente: { codice, denominazione, sede, codiceFiscaleOperatore } }
      const xml = await scriviUno(testa, r.contenuto)
      progressivo++
      istante = istanteSuccessivo(ctx.adesso().getTime(), istante)
      flussi.push({
        id: randomUUID(),
        di: r.id,
        nome,
        progressivo,
        istante,
        centesimi: r.centesimi,
        xml,
        sha256: hash('sha256', xml, 'hex'),
      })
    } catch (e) {
      if (!(e instanceof BustaImpossibile || e instanceof CarattereImpossibile)) throw e
      difettose.push({ id: r.id, frase: e.message })
    }
  }
  return { flussi, difettose }
}

async function scrivi(ctx: Ctx, i: Incarico, p: Presa, flussi: readonly FlussoDiUno[]): Promise<void> {
  if (flussi.length === 0) return
  const righe = sql`jsonb_to_recordset(${JSON.stringify(flussi)}::jsonb) as d(id uuid, di uuid, nome text, progressivo integer, istante bigint, centesimi bigint, xml text, sha256 text)`
  // in the order of their moments: the constraint looks at each after those before it
  await sql`insert into flusso (id, comune_id, ente_id, generazione_id, tipo, canale, istante)
    select d.id, ${p.comuneId}, ${p.enteId}::uuid, ${i.id}::uuid, ${p.tipo}, 'waas', d.istante from ${righe} order by d.istante`.execute(
    ctx.tx,
  )
  await sql`insert into flusso_parte (flusso_id, comune_id, parte, contenuto)
    select d.id, ${p.comuneId}, 0, convert_to(d.xml, 'UTF8') from ${righe}`.execute(ctx.tx)
  await (p.tipo === 'SINBA'
    ? sql`update scheda_minore s set stato = 'in-flusso', flusso_id = d.id, versione = s.versione + 1 from ${righe} where s.id = d.di`
    : sql`update prestazione_erogata p set stato = 'in-flusso', flusso_id = d.id from ${righe} where p.id = d.di`
  ).execute(ctx.tx)
  await sql`update flusso f set stato = 'generato', nome = d.nome, giorno = ${ctx.oggi()}, progressivo = d.progressivo, beneficiari = 1, prestazioni = 1,
      centesimi = d.centesimi, bytes = octet_length(d.xml), sha256 = d.sha256, generato_il = kernel.adesso(), generato_da = ${i.utente ?? null}
     from ${righe} where f.id = d.id`.execute(ctx.tx)
  await sql`update generazione_flussi set flussi = flussi + ${flussi.length}, prestazioni = prestazioni + ${flussi.length}, aggiornata = kernel.adesso(), corse = 0
     where id = ${i.id}`.execute(ctx.tx)
}

/** Where to go on from; undefined when nothing is left. */
async function pubblicaLotto(ctx: Ctx, i: Incarico, p: Presa, da: InScrittura, quante: number) {
  const ente = await getEnte(ctx, p.enteId, true)
  const pronte = await prossime(ctx, p, da, quante)
  const ultima = pronte.at(-1)
  if (!ultima) return undefined
  const unita = pronte.map((r) => ({
    id: r.id,
    centesimi: r.centesimi ?? 0,
    contenuto: { tipo: 'PS_PSA_SINA', prestazione: r.record } as const,
  }))
  const { flussi, difettose } = await componi(ctx, ente, p.tipo, unita)
  for (const d of difettose) await respingi(ctx, d)
  await scrivi(ctx, i, p, flussi)
  return nuovo(da.operazione, { persona: ultima.persona, id: ultima.id })
}

/** The same, of cards of minors: whether there may be more. What is not written is ready no more, so each lot begins anew. */
async function pubblicaMinori(ctx: Ctx, i: Incarico, p: Presa, quante: number): Promise<boolean> {
  const ente = await getEnte(ctx, p.enteId, true)
  await tieniImpronte(ctx, ente.id)
  const pronte = await schedePronte(ctx, ente.id, quante, p)
  const unita = pronte.map((s) => ({
    id: s.id,
    centesimi: 0,
    contenuto: { tipo: 'SINBA', minore: s.record } as const,
  }))
  const { flussi, difettose } = await componi(ctx, ente, p.tipo, unita)
  for (const d of difettose) await respingiScheda(ctx, d)
  await scrivi(ctx, i, p, flussi)
  await accordaSchede(ctx, ente.id, gettoniDi(pronte))
  return pronte.length === quante
}

/** First what is cancelled, then what is inserted: so a correction follows, and INPS takes them in that order. */
export async function pubblicaFlussi(deps: Deps, i: Incarico, avanza?: () => void): Promise<void> {
  const corsa = randomUUID()
  const presa = await dentro(deps, i, (ctx) => prendi(ctx, i, corsa))
  if (!presa) return
  const passo = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    dentro(deps, i, async (ctx) => {
      await mia(ctx, i, corsa)
      return fn(ctx)
    })
  try {
    await deps.db.contaRighe()
    let altre = presa.tipo === 'SINBA'
    while (altre) {
      altre = await passo((ctx) => pubblicaMinori(ctx, i, presa, LOTTO[deps.db.kind]))
      avanza?.()
    }
    for (const operazione of presa.tipo === 'SINBA' ? [] : (['C', 'I'] as const)) {
      let da: InScrittura | undefined = nuovo(operazione)
      while (da) {
        const qui: InScrittura = da
        da = await passo((ctx) => pubblicaLotto(ctx, i, presa, qui, LOTTO[deps.db.kind]))
        if (da) avanza?.()
      }
    }
    await passo((ctx) => concludi(ctx, i, presa))
  } catch (e) {
    if (!(await fermata(deps, i, e))) throw e
  }
}

async function concludi(ctx: Ctx, i: Incarico, p: Presa): Promise<void> {
  const { rows } = await sql<{ flussi: number; ente: string }>`
    update generazione_flussi g set stato = 'conclusa', corsa = null, corse = 0, conclusa_il = kernel.adesso() from ente_flussi e
     where g.id = ${i.id} and e.id = g.ente_id returning g.flussi, e.denominazione as ente`.execute(ctx.tx)
  const { flussi, ente } = rows[0]!
  if (i.utente)
    await notifica(
      ctx,
      i.utente,
      flussi > 0
        ? `${ente}, flussi a disposizione di INPS: ${flussi.toLocaleString('it-IT')}.`
        : `${ente}: nulla era pronto, a disposizione di INPS non c’è nulla di nuovo.`,
      `/flussi/cooperazione?ente=${p.enteId}`,
    )
}

export const jobPubblica: Job = {
  nome: 'flussi.pubblica',
  ore: ORE,
  run: (deps, dati) => pubblicaFlussi(deps, incarico(dati)),
}
