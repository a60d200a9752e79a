// Reasoned decisions. While it is a draft, what a reason rests on is copied as known when it is saved; once taken, the
// database itself refuses to change a word.
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { decisioniApi, type tipiFonte } from '../../shared/cartella/decisioni.api.ts'
import { mancaPerDecidere } from '../../shared/cartella/decisioni.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { fontiNote } from './decisioni-fonti.ts'
import { personaDi } from './prese-lettura.ts'
import { type Nascondi, senzaNellOggetto } from './segnalanti.ts'

type Breve = Output<typeof decisioniApi.mie>['voci'][number]
type Scheda = Output<typeof decisioniApi.leggi>
type FonteLetta = { tipo: string; id: string; testo: string }
/** As the view decisione_origine puts them after the object of a presa in carico. */
const ACCORDI = ' – accordi: '
type RigaBreve = Omit<Breve, 'autore'> & { creataDa: string | null }

const brevi = sql`d.id, ${personaDi}, d.stato, d.creata_il, d.presa_il, d.rivedere_il, d.creata_da`

async function conAutore<R extends { creataDa: string | null }>(ctx: Ctx, righe: readonly R[]) {
  const nomi = await nomiUtenti(
    ctx,
    righe.map((r) => r.creataDa),
  )
  return righe.map(({ creataDa, ...r }) => ({ ...r, autore: nomi.get(creataDa ?? '') ?? null }))
}

async function mie(ctx: Ctx, i: Input<typeof decisioniApi.mie>): Promise<Output<typeof decisioniApi.mie>> {
  const limite = i.limite ?? PER_PAGINA
  const da = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [
    sql`d.ambito_id = ${ctx.ambito} and (d.creata_da = ${ctx.utente} or exists (
      select 1 from presa_operatore o where o.presa_id = d.presa_id and o.utente_id = ${ctx.utente} and o.al is null))`,
  ]
  if (i.stato) cond.push(sql`d.stato = ${i.stato}`)
  if (i.daRivedere)
    cond.push(
      sql`d.stato = 'presa' and d.rivedere_il <= kernel.oggi() and not exists (select 1 from decisione x where x.rivede_id = d.id and x.stato = 'presa')`,
    )
  if (da) cond.push(sql`(d.creata_il, d.id) < (${da[0]}::timestamptz, ${da[1]}::uuid)`)
  const { rows } = await sql<RigaBreve>`
    select ${brevi} from decisione d ${conPersona('d.persona_id')}
     where ${sql.join(cond, sql` and `)} order by d.creata_il desc, d.id desc limit ${limite + 1}`.execute(ctx.tx)
  const taglio = pagina(rows, limite, (r) => [r.creataIl, r.id])
  return { voci: await conAutore(ctx, taglio.voci), prossima: taglio.prossima }
}

async function decisioniDiPersona(
  ctx: Ctx,
  i: Input<typeof decisioniApi.decisioniDiPersona>,
): Promise<Output<typeof decisioniApi.decisioniDiPersona>> {
  const { rows } = await sql<RigaBreve & { quesito: string }>`
    select ${brevi}, t.quesito from decisione d join decisione_testo t on t.decisione_id = d.id ${conPersona('d.persona_id')}
     where d.persona_id = any (accesso.stessa_persona(${i.id})) order by d.creata_il desc, d.id`.execute(ctx.tx)
  return { voci: await conAutore(ctx, rows) }
}

async function fonti(ctx: Ctx, i: Input<typeof decisioniApi.fonti>): Promise<Output<typeof decisioniApi.fonti>> {
  const note = await fontiNote(ctx, i.id)
  const letta = await comeSiLegge(ctx, note)
  return { voci: note.map((f) => ({ tipo: f.tipo, id: f.id, testo: letta(f) })) }
}

/** Words are read as they were written; of a presa in carico the object is a copy of what was reported, and is read as there. */
async function comeSiLegge(ctx: Ctx, fonti: readonly FonteLetta[]) {
  const prese = new Map<string, Nascondi>()
  for (const f of fonti) if (f.tipo === 'presa' && !prese.has(f.id)) prese.set(f.id, await senzaNellOggetto(ctx, f.id))
  return (f: FonteLetta): string => {
    const nascosto = prese.get(f.id)
    if (f.tipo !== 'presa' || !nascosto) return f.testo
    const [oggetto, ...scritto] = f.testo.split(ACCORDI)
    return [nascosto(oggetto!), ...scritto].join(ACCORDI)
  }
}

async function crea(ctx: Ctx, i: Input<typeof decisioniApi.crea>): Promise<Output<typeof decisioniApi.crea>> {
  const dellaPersona = async (
    tabella: 'presa_in_carico' | 'decisione',
    id: string | null | undefined,
    campo: string,
  ) => {
    if (!id) return
    const { rows } =
      await sql`select 1 from ${sql.table(tabella)} where id = ${id} and persona_id = any (accesso.stessa_persona(${i.id}))`.execute(
        ctx.tx,
      )
    if (rows.length === 0) throw erroreDiCampo(campo, 'Non riguarda questa persona.')
  }
  await dellaPersona('presa_in_carico', i.presaId, 'presaId')
  await dellaPersona('decisione', i.rivedeId, 'rivedeId')
  const { rows } = await sql<{ id: string }>`
    insert into decisione (comune_id, persona_id, presa_id, rivede_id, riservato_a)
    select comune_id, id, ${i.presaId ?? null}, ${i.rivedeId ?? null}, riservato_a from persona where id = ${i.id} returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  await sql`insert into decisione_testo (decisione_id, comune_id, persona_id, quesito, riservato_a)
    select id, comune_id, persona_id, ${i.quesito.trim()}, riservato_a from decisione where id = ${rows[0].id}`.execute(
    ctx.tx,
  )
  return { id: rows[0].id }
}

type Testata = Omit<Scheda, 'autore' | 'ragioni'> & {
  creataDa: string | null
  personaId: string
  ragioni: { id: string; testo: string }[]
}

async function getDecisione(ctx: Ctx, id: string): Promise<Testata> {
  const { rows } = await sql<Testata>`
    select ${brevi}, d.persona_id, d.presa_id, d.rivede_id, d.versione, t.quesito, t.alternative, t.scelta, t.ragioni, t.partecipanti, t.parere, t.dissenso
      from decisione d join decisione_testo t on t.decisione_id = d.id ${conPersona('d.persona_id')} where d.id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function leggi(ctx: Ctx, i: Input<typeof decisioniApi.leggi>): Promise<Scheda> {
  const { personaId, ragioni, ...d } = await getDecisione(ctx, i.id)
  type Copia = { ragioneId: string; tipo: (typeof tipiFonte)[number]; id: string; testo: string; notoIl: string }
  const { rows: copie } =
    await sql<Copia>`select ragione_id, tipo, origine_id as id, testo, noto_il from decisione_fonte
    where decisione_id = ${i.id} and tolta_il is null order by noto_il, tipo, origine_id`.execute(ctx.tx)
  const oggi = new Map(
    copie.length > 0 ? (await fontiNote(ctx, personaId)).map((f) => [`${f.tipo} ${f.id}`, f.testo]) : [],
  )
  const letta = await comeSiLegge(ctx, copie)
  const [conNome] = await conAutore(ctx, [d])
  return {
    ...conNome!,
    ragioni: ragioni.map((r) => ({
      ...r,
      fonti: copie
        .filter((c) => c.ragioneId === r.id)
        .map(({ ragioneId: _r, ...c }) => ({
          ...c,
          testo: letta(c),
          cambiata: oggi.get(`${c.tipo} ${c.id}`) !== c.testo,
        })),
    })),
  }
}

/** The draft, locked; refused where it is taken or somebody else has saved it. */
async function getBozza(ctx: Ctx, id: string, versione: number): Promise<Testata> {
  await sql`select 1 from decisione where id = ${id} for update`.execute(ctx.tx)
  const d = await getDecisione(ctx, id)
  if (d.stato !== 'bozza')
    throw problem('stato-non-ammesso', {
      detail: 'La decisione è presa e non si modifica: per cambiarla scrivine una che la rivede.',
    })
  if (d.versione !== versione) throw problem('versione-superata')
  return d
}

/** Links of the draft: new ones copied as known now, known ones refreshed, the others taken away. */
async function collega(
  ctx: Ctx,
  d: Testata,
  ragioni: readonly { id: string; fonti: readonly { tipo: string; id: string }[] }[],
) {
  const note = new Map((await fontiNote(ctx, d.personaId)).map((f) => [`${f.tipo} ${f.id}`, f]))
  const volute = ragioni.flatMap((r) => r.fonti.map((f) => ({ ragione: r.id, chiave: `${f.tipo} ${f.id}`, ...f })))
  const { rows: presenti } = await sql<{ chiave: string }>`
    select ragione_id || ' ' || tipo || ' ' || origine_id as chiave from decisione_fonte where decisione_id = ${d.id} and tolta_il is null`.execute(
    ctx.tx,
  )
  const gia = new Set(presenti.map((x) => x.chiave))
  const ignote = volute.filter((v) => !note.has(v.chiave) && !gia.has(`${v.ragione} ${v.chiave}`))
  if (ignote.length > 0)
    throw erroreDiCampo(
      'ragioni',
      'Uno dei dati collegati non è più quello che avevi scelto: ricarica l’elenco e sceglilo di nuovo.',
    )
  const righe = volute.flatMap((v) => {
    const f = note.get(v.chiave)
    return f
      ? [
          {
            ragione_id: v.ragione,
            tipo: f.tipo,
            origine_id: f.id,
            testo: f.testo,
            classe: f.classe,
            riservato_a: f.riservatoA,
          },
        ]
      : []
  })
  await sql`update decisione_fonte set tolta_il = kernel.adesso() where decisione_id = ${d.id} and tolta_il is null
    and not (ragione_id || ' ' || tipo || ' ' || origine_id) = any (${volute.map((v) => `${v.ragione} ${v.chiave}`)}::text[])`.execute(
    ctx.tx,
  )
  await sql`insert into decisione_fonte (comune_id, persona_id, decisione_id, ragione_id, tipo, origine_id, testo, classe, riservato_a)
    select d.comune_id, d.persona_id, d.id, r.ragione_id, r.tipo, r.origine_id, r.testo, r.classe, coalesce(r.riservato_a, d.riservato_a)
      from decisione d, jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(ragione_id uuid, tipo text, origine_id uuid, testo text, classe text, riservato_a uuid[])
     where d.id = ${d.id}
    on conflict (decisione_id, ragione_id, tipo, origine_id) do update
      set testo = excluded.testo, noto_il = case when decisione_fonte.testo = excluded.testo then decisione_fonte.noto_il else kernel.adesso() end, tolta_il = null`.execute(
    ctx.tx,
  )
}

async function scrivi(ctx: Ctx, i: Input<typeof decisioniApi.scrivi>): Promise<Output<typeof decisioniApi.scrivi>> {
  const d = await getBozza(ctx, i.id, i.versione)
  if (i.rivedereIl && i.rivedereIl <= ctx.oggi())
    throw erroreDiCampo('rivedereIl', 'La data in cui rivederla dev’essere futura.')
  const note = new Set(d.ragioni.map((r) => r.id))
  // only ids of this draft are kept: one made up elsewhere could be tied to what its writer does not see
  const ragioni = i.ragioni.map((r) => ({ ...r, id: r.id && note.has(r.id) ? r.id : randomUUID() }))
  await collega(ctx, d, ragioni)
  const json = (v: unknown) => sql`${JSON.stringify(v)}::jsonb`
  await sql`update decisione_testo set quesito = ${i.quesito.trim()}, alternative = ${json(i.alternative)}, scelta = ${i.scelta.trim()},
    ragioni = ${json(ragioni.map(({ id, testo }) => ({ id, testo: testo.trim() })))}, partecipanti = ${json(i.partecipanti)},
    parere = ${i.parere?.trim() || null}, dissenso = ${i.dissenso?.trim() || null} where decisione_id = ${i.id}`.execute(
    ctx.tx,
  )
  await sql`update decisione set rivedere_il = ${i.rivedereIl ?? null}, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  return { versione: d.versione + 1 }
}

async function prendi(ctx: Ctx, i: Input<typeof decisioniApi.prendi>): Promise<{ fatto: true }> {
  const d = await getBozza(ctx, i.id, i.versione)
  const { rows: fonti } = await sql<{ ragioneId: string }>`
    select ragione_id from decisione_fonte where decisione_id = ${i.id} and tolta_il is null`.execute(ctx.tx)
  const manca = mancaPerDecidere({
    ...d,
    ragioni: d.ragioni.map((r) => ({ ...r, fonti: fonti.filter((f) => f.ragioneId === r.id) })),
  })
  if (manca.length > 0) throw problem('regola-non-rispettata', { detail: manca.join(' ') })
  await sql`update decisione set stato = 'presa', presa_il = kernel.adesso(), presa_da = kernel.utente(), versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

export const decisioniRotte = rotte(decisioniApi, { mie, decisioniDiPersona, fonti, crea, leggi, scrivi, prendi })

export const decisioniVincoli: Vincoli = {
  decisione_motivata: {
    codice: 'regola-non-rispettata',
    detail: 'Una decisione ha una domanda, una scelta e almeno una ragione, nessuna vuota.',
  },
  decisione_sui_fatti: {
    codice: 'regola-non-rispettata',
    detail: 'Nessuna ragione rimanda a un dato del fascicolo: collega almeno quello su cui la decisione si fonda.',
  },
  decisione_presa_immutabile: {
    codice: 'stato-non-ammesso',
    detail: 'La decisione è presa e non si modifica: per cambiarla scrivine una che la rivede.',
  },
}
