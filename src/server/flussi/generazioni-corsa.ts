// The making of flows, outside any request. A lot at a time: ready records are read and written as a part of the file while the lot
// before is stored, in one transaction with the rows said to be in it; so a run that dies is taken up after its last lot, and no
// record is in two files or in half of one. The number of a flow, its name and its hash are given with the last part: until then nobody sees it, and what
// never ends leaves no hole in the numbers.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { scriviNome } from '../../shared/flussi/dividi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { Problem } from '../../shared/kernel/problems.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { passata } from '../kernel/memoria.ts'
import { dentroFlussi, type Incarico, incarico, NonPuoPiu, ORE, puoAncora } from './carichi-corsa.ts'
import { schemaPrestazioni } from './contesto.ts'
import { getEnte } from './enti.ts'
import {
  Cambiata,
  componi,
  type InScrittura,
  type LottoFlusso,
  lasciato,
  leggiPronte,
  nuovo,
  type Presa,
  scrittoreRecord,
  scriviLotto,
  scriviParte,
} from './generazioni-lotto.ts'
import { scriviFlussoMinori } from './minori-generazione.ts'
import { codaFlusso, testaFlusso } from './scrivi-flusso.ts'

/** How many times in a row a lot may be found changed since it was read: more is not somebody who corrects. */
const PROVE = 20
/** Records in one transaction: on the embedded engine the others wait for it. */
const LOTTO = { pglite: 200, postgres: 2000 } as const
/** Runs that end in nothing, one after the other: each lot that is stored counts them anew. */
const CORSE = 5

class Superata extends Error {}

const dentro = <T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>) => dentroFlussi(deps, 'flusso.genera', i, fn)

export async function prendi(ctx: Ctx, i: Incarico, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number; puo: boolean }>`
    update generazione_flussi set corsa = ${corsa}, corse = corse + 1, aggiornata = kernel.adesso() where id = ${i.id} and stato = 'in-corso'
    returning ente_id, comune_id, tipo, banca, dal, al, massimo_record, massimo_bytes, corse,
      ${puoAncora(ctx, i, 'flusso.genera')} as puo`.execute(ctx.tx)
  const p = rows[0]
  if (!p) return undefined
  if (p.puo && p.corse <= CORSE) return p
  await rinuncia(ctx, i.id)
  const perche = p.puo
    ? 'La generazione si è interrotta più volte: i flussi già completi restano, ciò che non è in quelli è di nuovo pronto. Se si ripete, avvisa l’assistenza.'
    : 'Chi ha avviato la generazione non prepara più i flussi di questo ente: quelli già completi restano, ciò che non è in quelli è di nuovo pronto.'
  await sql`update generazione_flussi set stato = 'fallita', corsa = null, errore = ${perche}, conclusa_il = kernel.adesso() where id = ${i.id}`.execute(
    ctx.tx,
  )
  return undefined
}

/** What is in a file that will never be whole is ready again; not what came from a file withdrawn meanwhile. */
async function rinuncia(ctx: Ctx, generazione: string): Promise<void> {
  await sql`
    with f as (select id from flusso where generazione_id = ${generazione} and stato = 'in-scrittura'),
         libere as (
           update prestazione_erogata p set flusso_id = null, stato = case when exists (
                    select 1 from carico_flussi c where c.id = p.carico_id and c.stato in ('in-ritiro', 'ritirato')) then 'esclusa' else 'pronta' end
            where p.flusso_id in (select id from f) returning p.id)
    delete from flusso_parte where flusso_id in (select id from f)`.execute(ctx.tx)
}

/** The number of the day, the name, the head, the hash: the flow is whole. Two at once wait here, on the ente. */
async function completa(ctx: Ctx, i: Incarico, p: Presa, f: InScrittura, id: string): Promise<void> {
  const ente = await getEnte(ctx, p.enteId, true)
  const giorno = ctx.oggi()
  const { rows } = await sql<{ n: number }>`
    select coalesce(max(progressivo), 0) + 1 as n from flusso where ente_id = ${p.enteId} and giorno = ${giorno}`.execute(
    ctx.tx,
  )
  const progressivo = rows[0]!.n
  const nome = scriviNome({ ente: ente.codice, tipo: 'PS_PSA_SINA', giorno, progressivo })
  const { codice, denominazione, sede, codiceFiscaleOperatore } = ente
  const testa = testaFlusso({ nome, ente: { codice, denominazione, sede, codiceFiscaleOperatore } })
  const coda = codaFlusso(f.record > 0)
  await scriviParte(ctx, id, p.comuneId, 0, testa)
  await scriviParte(ctx, id, p.comuneId, f.parte + 1, coda)
  const impronta = createHash('sha256')
  let bytes = 0
  for await (const b of bytesFlusso((fn) => fn(ctx.tx), id)) {
    impronta.update(b)
    bytes += b.length
  }
  await sql`update flusso set stato = 'generato', nome = ${nome}, giorno = ${giorno}, progressivo = ${progressivo}, bytes = ${bytes}, sha256 = ${impronta.digest('hex')},
      ultima_parte = ${f.parte + 1}, generato_il = kernel.adesso(), generato_da = ${i.utente ?? null} where id = ${id}`.execute(
    ctx.tx,
  )
  await sql`update generazione_flussi set flussi = flussi + 1, prestazioni = prestazioni + ${f.record}, aggiornata = kernel.adesso() where id = ${i.id}`.execute(
    ctx.tx,
  )
}

/** The bytes of a flow, each part read by `leggi` in a turn of its own. They are texts, and come as such: bytes would come as twice as many letters. */
export async function* bytesFlusso(
  leggi: <T>(fn: (tx: Ctx['tx']) => Promise<T>) => Promise<T>,
  id: string,
): AsyncGenerator<Buffer> {
  for (let parte = 0; ; parte++) {
    const riga = await leggi(async (tx) => {
      const { rows } = await sql<{
        testo: string
      }>`select convert_from(contenuto, 'UTF8') as testo from flusso_parte where flusso_id = ${id} and parte = ${parte}`.execute(
        tx,
      )
      return rows[0]
    })
    if (!riga) return
    yield Buffer.from(riga.testo)
    passata()
  }
}

/** Still this run's work; what goes on (`avanza`) has not been interrupted for nothing. */
export async function mia(ctx: Ctx, i: Incarico, corsa: string, avanza = false): Promise<void> {
  const { rows } = await sql<{ puo: boolean }>`
    update generazione_flussi set aggiornata = kernel.adesso() ${avanza ? sql`, corse = 0` : sql``} where id = ${i.id} and corsa = ${corsa} and stato = 'in-corso'
    returning ${puoAncora(ctx, i, 'flusso.genera')} as puo`.execute(ctx.tx)
  if (!rows[0]) throw new Superata()
  if (!rows[0].puo) throw new NonPuoPiu()
}

/** Ends it as who takes it up would: what is not in a whole flow is ready again. Answers whether that was all. */
export async function fermata(deps: Deps, i: Incarico, e: unknown): Promise<boolean> {
  if (e instanceof NonPuoPiu) await dentro(deps, i, (ctx) => prendi(ctx, i, randomUUID()))
  return e instanceof NonPuoPiu || e instanceof Superata
}

/** Makes files of all that is ready: first of what is cancelled, then of what is inserted, so that a correction follows. */
export async function generaFlussi(deps: Deps, i: Incarico, avanza?: (prestazioni: number) => void): Promise<void> {
  const corsa = randomUUID()
  const presa = await dentro(deps, i, (ctx) => prendi(ctx, i, corsa))
  if (!presa) return
  if (presa.tipo === 'SINBA') return generaMinori(deps, i, presa, corsa, avanza)
  const scrivi = scrittoreRecord(await dentro(deps, i, schemaPrestazioni))
  const passo = <T>(fn: (ctx: Ctx) => Promise<T>, avanza = false) =>
    dentro(deps, i, async (ctx) => {
      await mia(ctx, i, corsa, avanza)
      return fn(ctx)
    })
  const prepara = async (f: InScrittura) => {
    // no more than the file may take, and one that tells that there are others
    const quante = Math.min(LOTTO[deps.db.kind], presa.massimoRecord - f.record + 1)
    return componi(presa, f, await dentro(deps, i, (ctx) => leggiPronte(ctx, presa, f, quante)), scrivi)
  }
  const conserva = async (l: LottoFlusso, id: string | undefined) => {
    const suo = await passo((ctx) => scriviLotto(ctx, i, presa, l, id), l.ids.length + l.difettose.length > 0)
    if (!suo || !(l.pieno || l.finito)) return suo
    // apart: who waits for the ente holds no rows
    await passo((ctx) => completa(ctx, i, presa, l.file, suo), true)
    return undefined
  }
  let scritte = 0
  try {
    await deps.db.contaRighe()
    for (const operazione of ['C', 'I'] as const) {
      // the file as it is stored, and its next lot
      let f = (await passo((ctx) => lasciato(ctx, i, operazione))) ?? nuovo(operazione)
      let lotto = await prepara(f)
      let cambiate = 0
      for (;;) {
        const seguente = lotto.pieno ? nuovo(operazione, lotto.file.dopo) : lotto.file
        const [conservato, dopo] = await Promise.allSettled([
          conserva(lotto, f.id),
          lotto.finito ? undefined : prepara(seguente),
        ])
        if (conservato.status === 'rejected') {
          if (!(conservato.reason instanceof Cambiata) || ++cambiate > PROVE) throw conservato.reason
          lotto = await prepara(f)
          continue
        }
        cambiate = 0
        passata()
        scritte += lotto.ids.length
        if (lotto.ids.length > 0) avanza?.(scritte)
        if (dopo.status === 'rejected') throw dopo.reason
        if (!dopo.value) break
        f = { ...seguente, id: conservato.value }
        lotto = dopo.value
      }
    }
    await passo((ctx) => concludi(ctx, i))
  } catch (e) {
    if (!(await fermata(deps, i, e))) throw e
  }
}

/** Cards of minors are hundreds: each flow is one transaction. */
async function generaMinori(
  deps: Deps,
  i: Incarico,
  p: Presa,
  corsa: string,
  avanza?: (schede: number) => void,
): Promise<void> {
  const passo = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    dentro(deps, i, async (ctx) => {
      await mia(ctx, i, corsa, true)
      return fn(ctx)
    })
  try {
    for (let scritte = 0; ; ) {
      const fatto = await passo((ctx) => scriviFlussoMinori(ctx, { ...p, id: i.id }))
      if (!fatto) break
      scritte += fatto.schede
      avanza?.(scritte)
    }
    await passo((ctx) => concludi(ctx, i))
  } catch (e) {
    if (await fermata(deps, i, e)) return
    if (!(e instanceof Problem)) throw e
    // what stops it is told to whoever asked: again it would be the same
    await dentro(deps, i, (ctx) =>
      sql`update generazione_flussi set stato = 'fallita', corsa = null, errore = ${e.message}, conclusa_il = kernel.adesso() where id = ${i.id} and corsa = ${corsa}`.execute(
        ctx.tx,
      ),
    )
  }
}

async function concludi(ctx: Ctx, i: Incarico): Promise<void> {
  const { rows } = await sql<{ tipo: TipoFlusso; flussi: number; prestazioni: number; ente: string; enteId: string }>`
    update generazione_flussi g set stato = 'conclusa', corsa = null, corse = 0, conclusa_il = kernel.adesso() from ente_flussi e
     where g.id = ${i.id} and e.id = g.ente_id returning g.tipo, g.flussi, g.prestazioni, e.denominazione as ente, e.id as ente_id`.execute(
    ctx.tx,
  )
  const { tipo, flussi, prestazioni, ente, enteId } = rows[0]!
  const [una, molte] = tipo === 'SINBA' ? ['scheda di un minore', 'schede di minori'] : ['prestazione', 'prestazioni']
  if (i.utente)
    await notifica(
      ctx,
      i.utente,
      flussi > 0
        ? `${ente}, flussi generati: ${flussi}, con ${prestazioni.toLocaleString('it-IT')} ${molte}.`
        : `${ente}: nessuna ${una} era pronta, non è stato generato alcun flusso.`,
      `/flussi/generati?ente=${enteId}`,
    )
}

export const jobGenera: Job = {
  nome: 'flussi.genera',
  ore: ORE,
  run: (deps, dati) => generaFlussi(deps, incarico(dati)),
}
