// Entries of the diary as one reads them: the page of a folder, one entry with its addenda, my drafts, and what one
// must know before writing. Names and words of codes are asked for the rows shown, once for all of them.
import { type RawBuilder, sql } from 'kysely'
import type { ContestoDiario, diarioApi, VoceIntera, VoceLetta } from '../../shared/cartella/diario.api.ts'
import { giorniDiRitardo } from '../../shared/cartella/diario.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import { limiteBytes } from '../documenti/lettura.ts'
import { type Ctx, oggiInItalia } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { rispondeDi } from './risponde.ts'

type Riga = Omit<
  VoceLetta,
  'persone' | 'riservataA' | 'operatori' | 'autore' | 'mia' | 'ritardo' | 'annullataDa' | 'tipoTesto' | 'conTesto'
> & {
  tipoTesto: string | null
  conTesto: (string | null)[]
  persone: string[]
  riservatoA: string[] | null
  operatori: string[]
  autoreId: string
  annullataDa: string | null
  soglia: number
}

/** `v` is diario_voce. A presa in carico that the reader may not see is not named. */
const colonne = sql`v.id, v.specie, v.stato, v.giorno, v.durata_minuti, v.tipo, v.luogo, v.con, v.con_altri, v.significativo, v.origine, v.blocchi,
  v.persone, v.riservato_a, v.operatori, v.altri_uffici, v.su_richiesta, v.proposta, v.prossima_attivita, v.prossima_il, v.attivita, v.autore_id,
  v.creata_il, v.completata_il, v.annullata_il, v.annullata_da, v.motivo_annullamento, v.versione,
  (select p.id from presa_in_carico p where p.id = v.presa_id) as presa_id,
  kernel.voce_etichetta(case v.specie when 'diario' then 'tipo-attivita' else 'attivita-professionale' end, v.tipo, v.giorno) as tipo_testo,
  kernel.voce_etichetta('attivita-professionale', v.prossima_attivita, v.giorno) as prossima_attivita_testo,
  array(select kernel.voce_etichetta('interlocutore', c, v.giorno) from unnest(v.con) c) as con_testo,
  (kernel.parametro('diario.ritardo-giorni'))::int as soglia`

/** Of each id, whom she is shown as and her name. */
async function persone(ctx: Ctx, ids: readonly string[]): Promise<Map<string, { id: string; nome: string }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ di: string; id: string; nome: string }>`
    select x.di, n.id, n.cognome || ' ' || n.nome as nome from unnest(${[...new Set(ids)]}::uuid[]) x(di) ${conPersona('x.di')}`.execute(
    ctx.tx,
  )
  return new Map(rows.map(({ di, ...p }) => [di, p]))
}

async function comeVoci(ctx: Ctx, righe: readonly Riga[]): Promise<VoceLetta[]> {
  const utenti = await nomiUtenti(
    ctx,
    righe.flatMap((r) => [r.autoreId, r.annullataDa, ...(r.riservatoA ?? []), ...r.operatori]),
  )
  const note = await persone(
    ctx,
    righe.flatMap((r) => r.persone),
  )
  const collega = (id: string) => ({ id, nome: utenti.get(id) ?? 'Operatore non più presente' })
  return righe.map(({ autoreId, riservatoA, soglia, ...r }) => {
    const ritardo = giorniDiRitardo(r.giorno, r.completataIl ? oggiInItalia(new Date(r.completataIl)) : ctx.oggi())
    return {
      ...r,
      tipoTesto: r.tipoTesto ?? r.tipo,
      conTesto: r.conTesto.map((c, i) => c ?? r.con[i]!),
      // two sheets of one person are one person
      persone: [...new Map(r.persone.flatMap((id) => note.get(id) ?? []).map((p) => [p.id, p])).values()],
      riservataA: riservatoA && r.stato !== 'bozza' ? riservatoA.map(collega) : null,
      operatori: r.operatori.map(collega),
      autore: collega(autoreId),
      mia: autoreId === ctx.utente,
      ritardo: ritardo > soglia ? ritardo : null,
      annullataDa: r.annullataDa ? (utenti.get(r.annullataDa) ?? null) : null,
    }
  })
}

export async function list(ctx: Ctx, i: Input<typeof diarioApi.voci>): Promise<Output<typeof diarioApi.voci>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const filtri: RawBuilder<unknown>[] = [sql`d.persona_id = any (accesso.stessa_persona(${i.id}))`]
  if (dopo) filtri.push(sql`(d.giorno, d.voce_id) < (${dopo[0]}::date, ${dopo[1]}::uuid)`)
  if (i.specie) filtri.push(sql`d.specie = ${i.specie}`)
  if (i.dal) filtri.push(sql`d.giorno >= ${i.dal}::date`)
  if (i.al) filtri.push(sql`d.giorno <= ${i.al}::date`)
  if (i.autore) filtri.push(sql`d.autore_id = ${i.autore}`)
  if (i.tipo) filtri.push(sql`v.tipo = ${i.tipo}`)
  if (i.significativi) filtri.push(sql`v.significativo`)
  const { rows } = await sql<Riga>`
    with scelte as materialized (
      select d.voce_id, d.giorno from diario_persona d join diario_voce v on v.id = d.voce_id
       where ${sql.join(filtri, sql` and `)} group by d.voce_id, d.giorno order by d.giorno desc, d.voce_id desc limit ${limite + 1})
    select ${colonne} from scelte s join diario_voce v on v.id = s.voce_id order by s.giorno desc, s.voce_id desc`.execute(
    ctx.tx,
  )
  const p = pagina(rows, limite, (r) => [r.giorno, r.id])
  return { voci: await comeVoci(ctx, p.voci), prossima: p.prossima }
}

/** One entry as the reader may see it; 404 where he may not. */
export async function getVoce(
  ctx: Ctx,
  id: string,
): Promise<VoceLetta & { destinatari: string[] | null; comuneId: string }> {
  const { rows } = await sql<Riga & { destinatari: string[] | null; comuneId: string }>`
    select ${colonne}, v.destinatari, v.comune_id from diario_voce v where v.id = ${id}`.execute(ctx.tx)
  const riga = rows[0]
  if (!riga) throw problem('non-trovato')
  const { destinatari, comuneId, ...voce } = riga
  return { ...(await comeVoci(ctx, [voce]))[0]!, destinatari, comuneId }
}

export async function leggi(ctx: Ctx, i: Input<typeof diarioApi.leggi>): Promise<VoceIntera> {
  const { comuneId, ...v } = await getVoce(ctx, i.id)
  const { rows: integrazioni } = await sql<{ id: string; testo: string; autoreId: string; quando: string }>`
    select id, testo, autore_id, quando from diario_integrazione where voce_id = ${i.id} order by quando, id`.execute(
    ctx.tx,
  )
  const { rows: spostamenti } = await sql<{ quando: string; utenteId: string; motivo: string }>`
    select quando, utente_id, motivo from diario_spostamento where voce_id = ${i.id} order by quando, id`.execute(
    ctx.tx,
  )
  const allegati = await leggiAllegati(ctx, i.id)
  const nomi = await nomiUtenti(ctx, [
    ...integrazioni.map((x) => x.autoreId),
    ...spostamenti.map((x) => x.utenteId),
    ...allegati.map((x) => x.creatoDa),
  ])
  const tocca =
    v.mia ||
    (await rispondeDi(
      ctx,
      v.persone.map((p) => p.id),
    ))
  const comune = await sql<{ nome: string }>`select nome from comune where id = ${comuneId}`.execute(ctx.tx)
  return {
    ...v,
    comune: comune.rows[0]?.nome ?? comuneId,
    integrazioni: integrazioni.map(({ autoreId, ...x }) => ({ ...x, autore: nomi.get(autoreId) ?? '' })),
    spostamenti: spostamenti.map(({ utenteId, ...x }) => ({ ...x, chi: nomi.get(utenteId) ?? '' })),
    puoIntegrare: (v.stato === 'completata' || v.stato === 'integrata') && tocca,
    allegati: allegati.map((x) => ({ ...x, creatoDa: nomi.get(x.creatoDa ?? '') ?? null })),
    puoAllegare: v.stato !== 'annullata' && tocca,
    limiteBytes: await limiteBytes(ctx),
  }
}

async function leggiAllegati(ctx: Ctx, voceId: string): Promise<VoceIntera['allegati']> {
  const { rows } = await sql<VoceIntera['allegati'][number]>`
    select d.id, d.persona_id, d.titolo, u.nome, u.bytes, u.verifica, u.verifica_nota, d.creato_il, d.creato_da
      from documento d cross join lateral (select v.nome, v.bytes, v.verifica, v.verifica_nota from documento_versione v where v.documento_id = d.id order by v.numero desc limit 1) u
     where d.voce_id = ${voceId} and d.stato = 'valido' order by d.creato_il, d.id`.execute(ctx.tx)
  return rows
}

export async function bozze(ctx: Ctx, i: Input<typeof diarioApi.bozze>): Promise<Output<typeof diarioApi.bozze>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Output<typeof diarioApi.bozze>['voci'][number]>`
    select distinct on (d.giorno, d.voce_id) d.voce_id as id, d.specie, d.giorno, p.id as persona_id, p.cognome || ' ' || p.nome as persona
      from diario_persona d ${conPersona('d.persona_id', 'p')}
     where d.autore_id = ${ctx.utente} and d.stato = 'bozza'
       ${dopo ? sql`and (d.giorno, d.voce_id) > (${dopo[0]}::date, ${dopo[1]}::uuid)` : sql``}
     order by d.giorno, d.voce_id, p.id limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.giorno, r.id])
}

export async function colleghiDi(ctx: Ctx, azione: string, comuneId: string): Promise<ContestoDiario['colleghi']> {
  const { rows } = await sql<ContestoDiario['colleghi'][number]>`
    select id, nome, coalesce(ruoli, '') as ruoli from accesso.colleghi(${azione}, ${comuneId}) where id <> ${ctx.utente}`.execute(
    ctx.tx,
  )
  return rows
}

export async function contesto(ctx: Ctx, i: Input<typeof diarioApi.contesto>): Promise<ContestoDiario> {
  const { rows } = await sql<{ id: string; nome: string; comuneId: string; comune: string }>`
    select p.id, p.cognome || ' ' || p.nome as nome, p.comune_id, c.nome as comune from persona p join comune c on c.id = p.comune_id where p.id = ${i.id}`.execute(
    ctx.tx,
  )
  const p = rows[0]
  if (!p) throw problem('non-trovato')
  const { rows: familiari } = await sql<ContestoDiario['familiari'][number]>`
    select distinct on (altra.id) altra.id, altra.cognome || ' ' || altra.nome as nome, kernel.voce_etichetta('parentela', ac.parentela, kernel.oggi(), altra.sesso) as parentela
      from nucleo_componente c join nucleo_componente ac on ac.nucleo_id = c.nucleo_id and ac.sostituito_il is null and (ac.al is null or ac.al >= kernel.oggi())
      cross join lateral (select kernel.principale(ac.persona_id) as id offset 0) capo join persona altra on altra.id = capo.id and altra.comune_id = ${p.comuneId}
     where c.persona_id = any (accesso.stessa_persona(${i.id})) and c.sostituito_il is null and (c.al is null or c.al >= kernel.oggi())
       and not altra.id = any (accesso.stessa_persona(${i.id}))
     order by altra.id`.execute(ctx.tx)
  const { rows: prese } = await sql<ContestoDiario['prese'][number]>`
    select id, numero, coalesce(kernel.voce_etichetta('area-utenza', area, kernel.oggi()), area) as area from presa_in_carico
     where persona_id = any (accesso.stessa_persona(${i.id})) and comune_id = ${p.comuneId} and stato <> 'chiusa' order by numero`.execute(
    ctx.tx,
  )
  return {
    persona: { id: p.id, nome: p.nome },
    comune: p.comune,
    colleghi: await colleghiDi(ctx, 'diario.leggi', p.comuneId),
    familiari,
    prese,
  }
}
