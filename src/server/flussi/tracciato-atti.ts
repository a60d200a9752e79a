// The acts on the rows on their way to INPS, the same for each record layout: what is typed goes through the same elaboration as a file; a
// correction may be taught; a warning is overridden in one or in many; what normalising changed is put back; what was excluded is taken in again.
import { sql } from 'kysely'
import { regoleHub } from '../../shared/flussi/elabora.ts'
import { cambiaPercorso, diElenco, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { getEnte } from './enti.ts'
import { tieniImpronte } from './righe-db.ts'
import {
  conScritti,
  DATE,
  doveRighe,
  imparato,
  insegna,
  lettoCome,
  type Nuova,
  nonRiscritti,
  type RigaFlussi,
  type Tracciato,
} from './tracciato.ts'

/** The contracts are equal but for the row that they answer with. */
type Api = typeof prestazioniApi

/** Rows corrected in one transaction: the page asks again for the rest. */
const PER_VOLTA = 500

/** What was changed of the period, with the field: an expense divided by its months, or a period cut in two, is one change. */
function delPeriodo<R extends object>(r: RigaFlussi<R>, campo: string) {
  const tutti = r.modifiche.filter((m) => m.regola === 'N21' || m.regola === 'N23')
  return tutti.some((m) => m.campo === campo) ? tutti : []
}

/** A value as it was before the normalisation, which is not done on it again. */
function rimetti<R extends object>(r: RigaFlussi<R>, campo: string): Nuova<R> {
  // the first change of the field tells what had been written
  const cambio = r.modifiche.find((m) => m.campo === campo)
  if (!cambio) throw erroreDiCampo('campo', 'Questo valore non è stato cambiato: non c’è nulla da rimettere.')
  // the entries of a list move when one of them goes, or when the list is written again
  if (diElenco(campo) && (cambio.dopo === undefined || leggiPercorso(r.record, campo) !== cambio.dopo))
    throw erroreDiCampo('campo', 'È la voce di un elenco che da allora è cambiato: correggi l’elenco intero.')
  const insieme = delPeriodo(r, campo)
  const indietro = insieme.length > 0 ? [...new Map(insieme.map((m) => [m.campo, m])).values()] : [cambio]
  const record = structuredClone(r.record)
  const modifiche = indietro.map(({ campo: suo, prima: dopo }) => {
    const prima = leggiPercorso(r.record, suo)
    cambiaPercorso(record, suo, dopo ?? '')
    return { campo: suo, prima, dopo, regola: 'ripristinata' as const }
  })
  // of a period that was cut the days alone are held: once they are right, the amounts are divided by their months as those of any other
  const tenuti = insieme.some((m) => m.regola === 'N21') ? DATE : indietro.map((m) => m.campo)
  return { record, modifiche, fermi: [...new Set([...r.fermi, ...tenuti])] }
}

export function attiDi<R extends object, Riga extends RigaFlussi<R>, C, Vista>(
  t: Tracciato<R, Riga, C>,
  mostra: (r: Riga) => Vista,
) {
  const [stretta, dati] = [sql.raw(t.stretta), sql.raw(t.dati)]
  const dove = (f: Parameters<typeof doveRighe>[0]) => doveRighe(f, t.periodo)
  const riletta = async (ctx: Ctx, id: string) => mostra((await t.righe(ctx.tx, sql`where p.id = ${id}`))[0]!)

  return {
    async regole(ctx: Ctx, i: Input<Api['regole']>): Promise<Output<Api['regole']>> {
      await getEnte(ctx, i.ente)
      const { rows } = await sql<Output<Api['regole']>['voci'][number]>`
        select x.regola, count(*) filter (where x.errore) as errori, count(*) filter (where not x.errore) as avvisi
          from ${stretta} p cross join lateral (
            select unnest(p.errori) as regola, true as errore union all select unnest(p.avvisi), false) x
         where ${dove(i)} and p.stato in ('rifiutata', 'da-completare')
         group by x.regola order by count(*) desc, x.regola`.execute(ctx.tx)
      return { voci: rows }
    },

    async righe(ctx: Ctx, i: Input<Api['list']>): Promise<{ voci: Vista[]; prossima: string | null }> {
      const limite = i.limite ?? PER_PAGINA
      const dopo = leggiCursore(i.dopo, 1)
      const rows = await t.righe(
        ctx.tx,
        sql`where ${dove(i)} ${dopo ? sql`and p.ordine > ${dopo[0]}::bigint` : sql``} order by p.ordine limit ${limite + 1}`,
      )
      const { voci, prossima } = pagina(rows, limite, (r) => [r.ordine])
      return { voci: voci.map(mostra), prossima }
    },

    async correggi(ctx: Ctx, i: Input<Api['correggi']>): Promise<Vista> {
      const r = await t.tieni(ctx, i.id)
      t.assertModificabile(r, i.versione)
      const { nuovo, modifiche } = conScritti(r.record, i.campi, 'corretta', t.assertCampo)
      const fermi = nonRiscritti(
        r.fermi,
        i.campi.map((c) => c.campo),
      )
      await t.riscrivi(ctx, r, { record: nuovo, modifiche, fermi }, await t.contesto(ctx, r.enteId))
      if (i.insegna) for (const s of i.campi) await insegna(ctx, { ...r, modifiche: [...r.modifiche, ...modifiche] }, s)
      return riletta(ctx, i.id)
    },

    async correggiMolte(ctx: Ctx, i: Input<Api['correggiMolte']>): Promise<Output<Api['correggiMolte']>> {
      t.assertCampo(i.campo)
      const ente = await getEnte(ctx, i.ente)
      await tieniImpronte(ctx, ente.id)
      const qui = t.valore(i.campo)
      const rows = await t.righe(
        ctx.tx,
        sql`where ${dove(i)} and ${t.inLavorazione} and p.ordine > ${i.dopo ?? 0}
           and ${qui} is distinct from ${i.valore.trim() || null} ${i.prima === undefined ? sql`` : i.prima === '' ? sql`and ${qui} is null` : sql`and ${qui} = ${i.prima}`}
         order by p.ordine limit ${PER_VOLTA + 1} for update of p`,
      )
      const contesto = await t.contesto(ctx, ente.id)
      const queste = rows.slice(0, PER_VOLTA)
      // as they were read, each of their ways of writing it: that is what the next file will say
      const letti = new Set<string | undefined>()
      let cambiate = 0
      for (const r of queste) {
        const { nuovo, modifiche } = conScritti(
          r.record,
          [{ campo: i.campo, valore: i.valore }],
          'corretta',
          t.assertCampo,
        )
        const fermi = nonRiscritti(r.fermi, [i.campo])
        // what is typed may be another way of writing what is there
        const [diventa] = t.elabora(nuovo, contesto, fermi)
        if (leggiPercorso(diventa!.record, i.campo) === leggiPercorso(r.record, i.campo)) continue
        await t.riscrivi(ctx, r, { record: nuovo, modifiche, fermi }, contesto)
        letti.add(lettoCome(r, i.campo, i.prima))
        cambiate++
      }
      for (const letto of i.insegna ? letti : [])
        if (letto) await imparato(ctx, { enteId: ente.id, comuneId: ente.comuneId }, i.campo, letto, i.valore.trim())
      return { cambiate, dopo: rows.length > PER_VOLTA ? queste.at(-1)!.ordine : null }
    },

    /** Set-based: a warning may stand on a hundred thousand rows. */
    async deroga(ctx: Ctx, i: Input<Api['deroga']>): Promise<Output<Api['deroga']>> {
      const ente = await getEnte(ctx, i.ente)
      // before the rows: who writes what a row says reads it held, and would put back what it had read
      await tieniImpronte(ctx, ente.id)
      const detta = JSON.stringify({
        [i.regola]: { motivo: i.motivo.trim(), da: ctx.utente, il: ctx.adesso().toISOString() },
      })
      const { rows } = await sql<{ n: number }>`
        with scelte as (
          select p.id from ${stretta} p join ${dati} d on d.id = p.id
           where ${dove(i)} and p.stato in ('rifiutata', 'da-completare') ${i.id ? sql`and p.id = ${i.id}` : sql``}
             and not exists (select 1 from jsonb_array_elements(d.difetti) x where x ->> 'regola' = ${i.regola} and not (x ->> 'derogabile')::boolean)
           for update of p
        ),
        dati as (update ${dati} d set deroghe = d.deroghe || ${detta}::jsonb where d.id in (select id from scelte) returning 1),
        strette as (
          update ${stretta} p set errori = array_remove(p.errori, ${i.regola}), avvisi = array_remove(p.avvisi, ${i.regola}), versione = p.versione + 1,
                 stato = case when array_remove(p.errori, ${i.regola}) <> '{}' then 'rifiutata' when array_remove(p.avvisi, ${i.regola}) <> '{}' then 'da-completare' else 'pronta' end
           where p.id in (select id from scelte) returning 1
        )
        select count(*) as n from strette`.execute(ctx.tx)
      const cambiate = rows[0]!.n
      if (cambiate === 0)
        throw problem('regola-non-rispettata', {
          detail: `Nessuna delle ${t.nome} ha l’avviso ${i.regola} da superare: gli errori di INPS si correggono, non si superano.`,
        })
      return { cambiate }
    },

    async ripristina(ctx: Ctx, i: Input<Api['ripristina']>): Promise<Vista> {
      const r = await t.tieni(ctx, i.id)
      t.assertModificabile(r, i.versione)
      const intera = rimetti(r, i.campo)
      if (delPeriodo(r, i.campo).some((m) => m.regola === 'N21')) await t.toglieAltreParti?.(ctx, r, intera.record)
      await t.riscrivi(ctx, r, intera, await t.contesto(ctx, r.enteId))
      return riletta(ctx, i.id)
    },

    async riammetti(ctx: Ctx, i: Input<Api['riammetti']>): Promise<Vista> {
      const r = await t.tieni(ctx, i.id)
      if (r.versione !== i.versione) throw problem('versione-superata')
      if (r.stato !== 'esclusa')
        throw problem('stato-non-ammesso', {
          detail: 'Questa riga non è esclusa: è già tra quelle da inviare, o è partita.',
        })
      await t.assertRiammissibile(ctx, r)
      // what INPS answered stays until someone corrects the row
      const restano = r.difetti.filter((d) => d.regola === regoleHub.TR02.id)
      const comEra = { record: r.record, modifiche: [], fermi: r.fermi, restano }
      await t.riscrivi(ctx, r, comEra, await t.contesto(ctx, r.enteId))
      return riletta(ctx, r.id)
    },
  }
}
