// The household of a caso and those of the record (ADR 0075). Compared when it is read, by the rule of shared/patti/nuclei-caso.rules.ts; what
// is written is only a decision: linked by itself, confirmed, refused, or made in the record by the act that the record has.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { TipoNucleo } from '../../shared/anagrafe/nuclei.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { Problem, problem } from '../../shared/kernel/problems.ts'
import { casoAperto } from '../../shared/patti/casi.rules.ts'
import { type NucleoDelCaso, nucleiCasoApi } from '../../shared/patti/nuclei-caso.api.ts'
import {
  affianca,
  coincidono,
  componibili,
  type Decisione,
  daCollegare,
  type MembroDelCaso,
  type MembroInCartella,
  perCheNonSiCompone,
  statoDi,
  traccia,
} from '../../shared/patti/nuclei-caso.rules.ts'
import { componiNucleo } from '../anagrafe/nuclei.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { rotte } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import { bloccaCaso, type Caso } from './caso.ts'

type Api = typeof nucleiCasoApi

type Confrontato = Omit<NucleoDelCaso, 'decisione'> & { decisione: Decisione | null; impronta: string }
/** With the sheet he is linked to: merged, the person that he is may be of another comune, where who follows the caso writes nothing. */
type Membro = MembroDelCaso & { schedaId: string | null }
interface Confronto {
  membri: Membro[]
  nuclei: Confrontato[]
}
type DiUnCaso<T> = T & { casoId: string }
const codice = sql`n.parentela`
/** For who reads: a look-up for each row. */
const inParole = sql`coalesce(kernel.voce_etichetta('parentela', n.parentela, kernel.oggi(), n.sesso), n.parentela)`

/** Casi beside the households of the record: three questions, however many they are. Those that are not to be compared are not there. */
async function confronta(ctx: Ctx, casi: readonly string[], parentela = codice): Promise<Map<string, Confronto>> {
  const { rows: membri } = await sql<DiUnCaso<Membro>>`
    select * from accesso.membri_a_confronto(${casi}::uuid[])`.execute(ctx.tx)
  if (membri.length === 0) return new Map()
  const { rows: cartella } = await sql<
    DiUnCaso<MembroInCartella> & { nucleoId: string; tipo: TipoNucleo; etichetta: string | null }
  >`select n.caso_id, n.nucleo_id, n.tipo, n.etichetta, n.persona_id, n.nome, ${parentela} as parentela from accesso.nuclei_a_confronto(${casi}::uuid[]) n`.execute(
    ctx.tx,
  )
  const { rows: decisioni } = await sql<DiUnCaso<Decisione> & { nucleoId: string }>`
    select caso_id, nucleo_id, stato, modo, motivo, dal, impronta from caso_nucleo where caso_id = any (${casi}) and superato_il is null`.execute(
    ctx.tx,
  )
  const perCaso = Map.groupBy(cartella, (r) => r.casoId)
  const prese = new Map(decisioni.map((d) => [`${d.casoId} ${d.nucleoId}`, d]))
  return new Map(
    [...Map.groupBy(membri, (m) => m.casoId)].map(([casoId, suoi]) => [
      casoId,
      {
        membri: suoi,
        nuclei: [...Map.groupBy(perCaso.get(casoId) ?? [], (r) => r.nucleoId)].map(([id, dentro]) => {
          const persone = affianca(suoi, dentro)
          const uguali = coincidono(persone)
          const impronta = createHash('sha256').update(traccia(suoi, dentro)).digest('hex')
          const decisione = prese.get(`${casoId} ${id}`) ?? null
          const { tipo, etichetta } = dentro[0]!
          return {
            id,
            tipo,
            etichetta,
            persone,
            uguali,
            impronta,
            decisione,
            stato: statoDi(decisione, uguali, impronta),
          }
        }),
      },
    ]),
  )
}

interface Nuova extends Pick<Decisione, 'stato' | 'modo'> {
  casoId: string
  nucleoId: string
  impronta: string
  motivo?: string
}

/** Decisions take the place of those before on the same household; a link, of the link to another one. */
async function decidi(ctx: Ctx, nuove: readonly Nuova[]): Promise<void> {
  if (nuove.length === 0) return
  const righe = JSON.stringify(
    nuove.map((n) => ({
      caso_id: n.casoId,
      nucleo_id: n.nucleoId,
      stato: n.stato,
      modo: n.modo,
      motivo: n.motivo ?? null,
      impronta: n.impronta,
    })),
  )
  const chi = sql`jsonb_to_recordset(${righe}::jsonb) as r(caso_id uuid, nucleo_id uuid, stato text, modo text, motivo text, impronta text)`
  await sql`update caso_nucleo x set superato_il = kernel.adesso() from ${chi}
    where x.caso_id = r.caso_id and x.superato_il is null and (x.nucleo_id = r.nucleo_id or r.stato = 'collegato' and x.stato = 'collegato')`.execute(
    ctx.tx,
  )
  await sql`insert into caso_nucleo (comune_id, caso_id, nucleo_id, stato, modo, motivo, impronta)
    select c.comune_id, c.id, r.nucleo_id, r.stato, r.modo, r.motivo, r.impronta from ${chi} join caso c on c.id = r.caso_id`.execute(
    ctx.tx,
  )
}

/**
 * Of these casi, those that somebody follows: linked to the household of the record whose members are the same, where there is one alone.
 * Called when a caso meets the record and when its members change; twice it writes nothing more.
 */
export async function collegaNuclei(ctx: Ctx, casi: readonly string[]): Promise<void> {
  // locked as by every act: a decision of its case manager is read as he left it, and never written over
  await sql`select 1 from caso_stato where caso_id = any (${casi}) order by caso_id for update`.execute(ctx.tx)
  const { rows } = await sql<{ id: string }>`
    select id from caso where id = any (${casi}) and assegnazione = 'assegnato' and comune_id = any (accesso.comuni_aperti('cartella'))`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return
  const confronti = await confronta(
    ctx,
    rows.map((r) => r.id),
  )
  await decidi(
    ctx,
    [...confronti].flatMap(([casoId, { nuclei }]): Nuova[] => {
      const nucleo = nuclei.find((n) => n.id === daCollegare(nuclei))
      return nucleo
        ? [{ casoId, nucleoId: nucleo.id, stato: 'collegato', modo: 'da-solo', impronta: nucleo.impronta }]
        : []
    }),
  )
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows } = await sql<{ assegnazione: string }>`
    select c.assegnazione from caso c join caso_stato s on s.caso_id = c.id where c.id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  const c = (await confronta(ctx, [i.id], inParole)).get(i.id)
  return {
    siConfronta: c !== undefined,
    nuclei: (c?.nuclei ?? []).map(({ impronta: _i, decisione: d, ...n }) => ({
      ...n,
      decisione: d && { stato: d.stato, modo: d.modo, motivo: d.motivo, dal: d.dal },
    })),
    componibili: componibili(c?.membri ?? []).map((m) => m.nome),
    nonSiCompone: perCheNonSiCompone(c?.membri ?? [], c?.nuclei ?? []),
    soloLettura: rows[0].assegnazione !== 'assegnato',
  }
}

/** The caso, locked, still under way, beside a household of the record that is one of those it is compared with; 404 otherwise. */
async function bloccaConfronto(ctx: Ctx, id: string, nucleoId: string): Promise<{ c: Caso; nucleo: Confrontato }> {
  const c = await bloccaCaso(ctx, id)
  if (!casoAperto(c.stato)) throw problem('stato-non-ammesso', { detail: 'Il caso non è più in corso.' })
  const nucleo = (await confronta(ctx, [id])).get(id)?.nuclei.find((n) => n.id === nucleoId)
  if (!nucleo) throw problem('non-trovato')
  return { c, nucleo }
}

async function collega(ctx: Ctx, i: Input<Api['collega']>): Promise<Output<Api['collega']>> {
  const { c, nucleo } = await bloccaConfronto(ctx, i.id, i.nucleo)
  if (nucleo.stato !== 'collegato')
    await decidi(ctx, [
      { casoId: c.id, nucleoId: nucleo.id, stato: 'collegato', modo: 'confermato', impronta: nucleo.impronta },
    ])
  return { fatto: true }
}

async function rifiuta(ctx: Ctx, i: Input<Api['rifiuta']>): Promise<Output<Api['rifiuta']>> {
  const { c, nucleo } = await bloccaConfronto(ctx, i.id, i.nucleo)
  await decidi(ctx, [
    {
      casoId: c.id,
      nucleoId: nucleo.id,
      stato: 'rifiutato',
      modo: 'confermato',
      motivo: i.motivo.trim(),
      impronta: nucleo.impronta,
    },
  ])
  return { fatto: true }
}

// ---- a household that the record does not have --------------------------------------------------------------------------------

/** A case manager reaches no row of the record: he asks, and a work that may writes it, as for the persons. */
async function componi(ctx: Ctx, i: Input<Api['componi']>): Promise<Output<Api['componi']>> {
  const c = await bloccaCaso(ctx, i.id)
  if (!casoAperto(c.stato)) throw problem('stato-non-ammesso', { detail: 'Il caso non è più in corso.' })
  const { membri, nuclei } = (await confronta(ctx, [c.id])).get(c.id) ?? { membri: [], nuclei: [] }
  const perche = perCheNonSiCompone(membri, nuclei)
  if (perche) throw problem('regola-non-rispettata', { detail: perche })
  ctx.emit('caso.nucleo', { caso: c.id, ambito: ctx.ambito, utente: ctx.utente, comune: c.comuneId })
  return { fatto: true }
}

/** Member → code of «parentela»: INPS declares words, and of those that the list does not have it is not known. */
async function parentele(ctx: Ctx, membri: readonly MembroDelCaso[]): Promise<Map<string, string>> {
  const parole = membri.map((m) => ({ id: m.componenteId, parola: m.parentela }))
  const { rows } = await sql<{ id: string; codice: string }>`
    select r.id, v.codice from jsonb_to_recordset(${JSON.stringify(parole)}::jsonb) as r(id uuid, parola text) cross join lateral (
      select v.codice from codifica_voce v where v.codifica_id = 'parentela' and v.ambito_id is null and kernel.oggi() between v.dal and coalesce(v.al, 'infinity')
         and kernel.normalizza(r.parola) in (kernel.normalizza(v.etichetta), kernel.normalizza(v.etichetta_f), kernel.normalizza(replace(v.codice, '-', ' ')))
       order by v.ordine, v.codice limit 1) v`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.id, r.codice]))
}

/** Once, however often it runs: where a household has come meanwhile, or the caso is over or another's, nothing is made. */
async function componiDelCaso(ctx: Ctx, casoId: string): Promise<void> {
  const c = await bloccaCaso(ctx, casoId)
  if (!casoAperto(c.stato) || c.assegnatarioId !== ctx.utente) return
  const { membri, nuclei } = (await confronta(ctx, [casoId])).get(casoId) ?? { membri: [], nuclei: [] }
  if (perCheNonSiCompone(membri, nuclei)) return
  const suoi = componibili(membri)
  const codici = await parentele(ctx, suoi)
  const { rows } = await sql<{ giorno: string | null }>`
    select least(accesso.giorno_estratto(${c.domandaId}), kernel.oggi()) as giorno`.execute(ctx.tx)
  const { id } = await componiNucleo(ctx, {
    // by the sheet of the caso, which is of its comune
    personaId: suoi[0]!.schedaId!,
    // the household of a benefit is that of the ISEE (D.P.C.M. 159/2013 art. 3), in which one may be counted besides his registry family
    tipo: 'isee',
    fonte: 'inps',
    dal: rows[0]!.giorno,
    componenti: suoi.map((m) => ({
      personaId: m.schedaId!,
      parentela: m.richiedente ? 'persona-di-riferimento' : (codici.get(m.componenteId) ?? 'non-definita'),
      intestatario: m.richiedente,
    })),
  })
  const fatto = (await confronta(ctx, [casoId])).get(casoId)?.nuclei.find((n) => n.id === id)
  if (fatto)
    await decidi(ctx, [{ casoId, nucleoId: id, stato: 'collegato', modo: 'composto', impronta: fatto.impronta }])
}

export const jobNucleo: Job = {
  nome: 'caso.nucleo',
  async run(deps, dati) {
    const d = dati as { caso: string; ambito: string; utente: string; comune: string }
    const ambito = {
      azione: 'caso.gestisci',
      ambito: d.ambito,
      utente: d.utente,
      comuni: [d.comune],
      fascicolo: true,
    }
    try {
      await inCtx(deps, ambito, (ctx) => componiDelCaso(ctx, d.caso))
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      // what the record refuses is for whoever asked to settle
      await inCtx(deps, ambito, (ctx) =>
        notifica(
          ctx,
          d.utente,
          `Il nucleo di un tuo caso non è stato composto nella cartella. ${e.message}`,
          `/miei-casi/${d.caso}`,
        ),
      )
    }
  },
}

export const nucleiCasoRotte = rotte(nucleiCasoApi, { leggi, collega, rifiuta, componi })
