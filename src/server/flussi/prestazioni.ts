// The prestazioni through the API: corrected one by one or many at once, overridden with a reason, put back, excluded, written by
// hand, cancelled once they have left.
import { sql } from 'kysely'
import { type Elaborata, elabora } from '../../shared/flussi/elabora.ts'
import { cambiaPercorso, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import type { Ricezioni } from '../kernel/serve.ts'
import { contestoDi } from './contesto.ts'
import { getEnte } from './enti.ts'
import { presaDaInps } from './generazioni-lotto.ts'
import { fogli, foglio, ricezioneFoglio, rientro } from './prestazioni-foglio.ts'
import {
  dove,
  getPrestazione,
  leggi,
  list,
  mostra,
  prestazioni,
  quadro,
  type RigaPrestazione,
  regole,
  scelte,
} from './prestazioni-lettura.ts'
import {
  applicaScritti,
  assertCampo,
  assertModificabile,
  imparato,
  insegna,
  riscrivi,
  type Scritto,
  scriviNuove,
} from './prestazioni-scrittura.ts'
import { liberaDoppie, tieniImpronte } from './righe-db.ts'
import { postoDi } from './testo-riga.ts'

type Api = typeof prestazioniApi

const vuoto = (): PrestazioneErogata => ({ beneficiario: { anagrafica: {}, indirizzi: [] } })

async function esitiDi(ctx: Ctx, ids: readonly string[]): Promise<Output<Api['create']>> {
  const { rows } = await sql<Output<Api['create']>['voci'][number]>`
    select id, stato, versione from prestazione_erogata where id = any (${[...ids]}::uuid[]) order by ordine`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

async function create(ctx: Ctx, i: Input<Api['create']>): Promise<Output<Api['create']>> {
  const ente = await getEnte(ctx, i.ente)
  const { nuovo } = applicaScritti(vuoto(), i.campi, 'corretta')
  const elaborate = elabora(nuovo, await contestoDi(ctx, ente.id))
  return esitiDi(ctx, await scriviNuove(ctx, { enteId: ente.id, comuneId: ente.comuneId }, elaborate))
}

async function correggi(ctx: Ctx, i: Input<Api['correggi']>): Promise<Output<Api['correggi']>> {
  const r = await getPrestazione(ctx, i.id, true)
  assertModificabile(r, i.versione)
  const { nuovo, modifiche } = applicaScritti(r.record, i.campi, 'corretta')
  const campi = new Set(i.campi.map((c) => c.campo))
  // what is typed again is normalised again
  const fermi = r.fermi.filter((f) => !campi.has(f))
  await riscrivi(ctx, r, { record: nuovo, modifiche, fermi }, await contestoDi(ctx, r.enteId))
  if (i.insegna) for (const s of i.campi) await insegna(ctx, { ...r, modifiche: [...r.modifiche, ...modifiche] }, s)
  return mostra(await getPrestazione(ctx, i.id))
}

/** Prestazioni corrected in one transaction: the page asks again for the rest. */
const PER_VOLTA = 500

async function correggiMolte(ctx: Ctx, i: Input<Api['correggiMolte']>): Promise<Output<Api['correggiMolte']>> {
  assertCampo(i.campo)
  const ente = await getEnte(ctx, i.ente)
  await tieniImpronte(ctx, ente.id)
  const qui = sql`kernel.valore_prestazione(d.record, ${postoDi(i.campo)}, ${i.campo.split('.')}::text[])`
  const rows = await prestazioni(
    ctx.tx,
    sql`where ${dove(i)} and p.operazione = 'I' and p.stato in ('rifiutata', 'da-completare', 'pronta') and p.ordine > ${i.dopo ?? 0}
       and ${qui} is distinct from ${i.valore.trim() || null} ${i.prima === undefined ? sql`` : i.prima === '' ? sql`and ${qui} is null` : sql`and ${qui} = ${i.prima}`}
     order by p.ordine limit ${PER_VOLTA + 1} for update of p`,
  )
  const contesto = await contestoDi(ctx, ente.id)
  const queste = rows.slice(0, PER_VOLTA)
  // as they were read, each of their ways of writing it: that is what the next file will say
  const letti = new Set<string | undefined>()
  let cambiate = 0
  for (const r of queste) {
    const { nuovo, modifiche } = applicaScritti(r.record, [{ campo: i.campo, valore: i.valore }], 'corretta')
    const fermi = r.fermi.filter((f) => f !== i.campo)
    // what is typed may be another way of writing what is there
    const [diventa] = elabora(nuovo, contesto, fermi)
    if (leggiPercorso(diventa!.record, i.campo) === leggiPercorso(r.record, i.campo)) continue
    await riscrivi(ctx, r, { record: nuovo, modifiche, fermi }, contesto)
    letti.add(r.modifiche.find((m) => m.campo === i.campo)?.prima?.trim() || i.prima)
    cambiate++
  }
  for (const letto of i.insegna ? letti : [])
    if (letto) await imparato(ctx, { enteId: ente.id, comuneId: ente.comuneId }, i.campo, letto, i.valore.trim())
  return { cambiate, dopo: rows.length > PER_VOLTA ? queste.at(-1)!.ordine : null }
}

/** Set-based: a warning may stand on a hundred thousand rows. */
async function deroga(ctx: Ctx, i: Input<Api['deroga']>): Promise<Output<Api['deroga']>> {
  await getEnte(ctx, i.ente)
  const detta = JSON.stringify({
    [i.regola]: { motivo: i.motivo.trim(), da: ctx.utente, il: ctx.adesso().toISOString() },
  })
  const { rows } = await sql<{ n: number }>`
    with scelte as (
      select p.id from prestazione_erogata p join prestazione_dati d on d.id = p.id
       where ${dove(i)} and p.stato in ('rifiutata', 'da-completare') ${i.id ? sql`and p.id = ${i.id}` : sql``}
         and not exists (select 1 from jsonb_array_elements(d.difetti) x where x ->> 'regola' = ${i.regola} and not (x ->> 'derogabile')::boolean)
       for update of p
    ),
    dati as (update prestazione_dati d set deroghe = d.deroghe || ${detta}::jsonb where d.id in (select id from scelte) returning 1),
    strette as (
      update prestazione_erogata p set errori = array_remove(p.errori, ${i.regola}), avvisi = array_remove(p.avvisi, ${i.regola}), versione = p.versione + 1,
             stato = case when array_remove(p.errori, ${i.regola}) <> '{}' then 'rifiutata' when array_remove(p.avvisi, ${i.regola}) <> '{}' then 'da-completare' else 'pronta' end
       where p.id in (select id from scelte) returning 1
    )
    select count(*) as n from strette`.execute(ctx.tx)
  const cambiate = rows[0]!.n
  if (cambiate === 0)
    throw problem('regola-non-rispettata', {
      detail: `Nessuna prestazione ha l’avviso ${i.regola} da superare: gli errori di INPS si correggono, non si superano.`,
    })
  return { cambiate }
}

async function ripristina(ctx: Ctx, i: Input<Api['ripristina']>): Promise<Output<Api['ripristina']>> {
  const r = await getPrestazione(ctx, i.id, true)
  assertModificabile(r, i.versione)
  // the first change of the field tells what had been written
  const cambio = r.modifiche.find((m) => m.campo === i.campo)
  if (!cambio) throw erroreDiCampo('campo', 'Questo valore non è stato cambiato: non c’è nulla da rimettere.')
  const delPeriodo = r.modifiche.filter((m) => m.regola === 'N21' || m.regola === 'N23')
  const diviso = delPeriodo.some((m) => m.campo === i.campo)
  if (diviso && delPeriodo.some((m) => m.regola === 'N21')) await toglieAltreParti(ctx, r)
  const nuovo = structuredClone(r.record)
  // an expense divided by its months is put back whole, and a period cut in two: days, amount, shares and months are one change
  const indietro = diviso ? [...new Map(delPeriodo.map((m) => [m.campo, m])).values()] : [cambio]
  const modifiche = indietro.map(({ campo, prima: dopo }) => {
    const prima = leggiPercorso(r.record, campo)
    cambiaPercorso(nuovo, campo, dopo ?? '')
    return { campo, prima, dopo, regola: 'ripristinata' as const }
  })
  const fermi = [...new Set([...r.fermi, ...indietro.map((m) => m.campo)])]
  await riscrivi(ctx, r, { record: nuovo, modifiche, fermi }, await contestoDi(ctx, r.enteId))
  return mostra(await getPrestazione(ctx, i.id))
}

/** A period cut at 31 December is whole again in one of its rows: the others, which are the rest of it, are excluded. */
async function toglieAltreParti(ctx: Ctx, r: RigaPrestazione): Promise<void> {
  if (r.caricoId === null)
    throw problem('stato-non-ammesso', {
      detail:
        'Il periodo passava il 31 dicembre ed è diviso in più righe, scritte a mano: correggi date e importi, ciascuno nella sua riga.',
    })
  const { rows: altre } = await sql<{ id: string; stato: string; impronta: string }>`
    select id, stato, impronta from prestazione_erogata
     where ente_id = ${r.enteId} and carico_id = ${r.caricoId} and riga = ${r.riga} and id <> ${r.id} and operazione = 'I' and stato <> 'esclusa' for update`.execute(
    ctx.tx,
  )
  if (altre.some((a) => !(inLavorazione as readonly string[]).includes(a.stato)))
    throw problem('stato-non-ammesso', {
      detail: 'Un’altra parte di questo periodo è già in un flusso: correggi questa, e se serve cancella quella.',
    })
  if (altre.length === 0) return
  await sql`update prestazione_erogata set stato = 'esclusa', versione = versione + 1 where id = any (${altre.map((a) => a.id)}::uuid[])`.execute(
    ctx.tx,
  )
  await liberaDoppie(ctx, r.enteId, sql`select unnest(${altre.map((a) => a.impronta)}::text[])`)
}

async function escludi(ctx: Ctx, i: Input<Api['escludi']>): Promise<Output<Api['escludi']>> {
  const r = await getPrestazione(ctx, i.id, true)
  if (r.operazione === 'I') assertModificabile(r, i.versione)
  else if (r.versione !== i.versione) throw problem('versione-superata')
  else if (!['rifiutata', 'da-completare', 'pronta'].includes(r.stato))
    throw problem('stato-non-ammesso', { detail: 'Questa cancellazione è già in un flusso.' })
  const { rows } = await sql`select 1 from prestazione_erogata where segue_id = ${r.id} and stato <> 'esclusa'`.execute(
    ctx.tx,
  )
  if (rows.length > 0)
    throw problem('stato-non-ammesso', {
      detail: 'Un’altra prestazione ne prende il posto e parte dopo questa cancellazione: escludi prima quella.',
    })
  await sql`update prestazione_erogata set stato = 'esclusa', versione = versione + 1 where id = ${r.id}`.execute(
    ctx.tx,
  )
  await liberaDoppie(ctx, r.enteId, sql`${r.impronta}`)
  return { fatto: true }
}

async function riammetti(ctx: Ctx, i: Input<Api['riammetti']>): Promise<Output<Api['riammetti']>> {
  const r = await getPrestazione(ctx, i.id, true)
  if (r.versione !== i.versione) throw problem('versione-superata')
  if (r.stato !== 'esclusa') throw problem('stato-non-ammesso', { detail: 'Questa prestazione non è esclusa.' })
  const { rows } = await sql`select 1 from prestazione_erogata where id = ${r.id} and flusso_id is not null`.execute(
    ctx.tx,
  )
  if (rows.length > 0)
    throw problem('stato-non-ammesso', {
      detail: 'È già partita e INPS l’ha cancellata: se va inviata di nuovo, scrivila come una prestazione nuova.',
    })
  await assertRiammissibile(ctx, r)
  await riscrivi(ctx, r, { record: r.record, modifiche: [], fermi: r.fermi }, await contestoDi(ctx, r.enteId))
  return mostra(await getPrestazione(ctx, r.id))
}

/** What is taken in again must still have something to cancel, and neither go beside what took its place nor ahead of its cancellation. */
async function assertRiammissibile(ctx: Ctx, r: RigaPrestazione): Promise<void> {
  const { rows } = await sql<{ nulla: boolean; sostituita: boolean; scoperta: boolean | null }>`
    select exists (select 1 from prestazione_erogata o where o.id = p.annulla_id and not ${presaDaInps('o')}) as nulla,
           exists (select 1 from prestazione_erogata c join prestazione_erogata s on s.segue_id = c.id where c.annulla_id = p.id and s.stato <> 'esclusa') as sostituita,
           (select ${presaDaInps('o')} from prestazione_erogata c join prestazione_erogata o on o.id = c.annulla_id
             where c.id = p.segue_id and c.stato = 'esclusa' and o.stato <> 'esclusa') as scoperta
      from prestazione_erogata p where p.id = ${r.id}`.execute(ctx.tx)
  const { nulla, sostituita, scoperta } = rows[0]!
  const perche = nulla
    ? 'INPS non ha la prestazione che questa cancella: non c’è nulla da cancellare.'
    : sostituita
      ? 'Un’altra prestazione ne ha preso il posto: escludi prima quella.'
      : scoperta
        ? 'Prende il posto di una prestazione che INPS ha ancora, e la cancellazione di quella è esclusa: riammetti prima la cancellazione.'
        : scoperta === false
          ? 'La prestazione di cui prende il posto è di nuovo tra quelle da inviare: escludi prima quella.'
          : undefined
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
}

/**
 * There is no update at INPS: what has left is cancelled by the same record with C, and what is right follows it in a later
 * file. Nobody says by which data INPS knows a record again (PS13): all of it is repeated, and the reason is the confirmation.
 */
async function cancella(ctx: Ctx, i: Input<Api['cancella']>): Promise<Output<Api['cancella']>> {
  const r = await getPrestazione(ctx, i.id, true)
  if (r.operazione === 'C' || !['in-flusso', 'accettata'].includes(r.stato))
    throw problem('stato-non-ammesso', {
      detail: 'Si cancella soltanto ciò che è già partito: questa prestazione si può correggere o escludere.',
    })
  const { rows } = await sql`
    select 1 from prestazione_erogata p left join flusso f on f.id = p.flusso_id where p.id = ${r.id} and (f.stato = 'generato' or p.gia_inviata)`.execute(
    ctx.tx,
  )
  if (rows.length === 0)
    throw problem('stato-non-ammesso', { detail: 'Il suo flusso si sta ancora scrivendo: riprova quando è completo.' })
  const contesto = await contestoDi(ctx, r.enteId)
  const doveVa = { enteId: r.enteId, comuneId: r.comuneId }
  const c: Elaborata = { record: { ...r.record, tipoOperazione: 'C' }, modifiche: [], difetti: [] }
  const [annulla] = await scriviNuove(ctx, doveVa, [c])
  const motivo = JSON.stringify({ PS13: { motivo: i.motivo.trim(), da: ctx.utente, il: ctx.adesso().toISOString() } })
  await sql`update prestazione_erogata set annulla_id = ${r.id} where id = ${annulla}`.execute(ctx.tx)
  await sql`update prestazione_dati set deroghe = ${motivo}::jsonb where id = ${annulla}`.execute(ctx.tx)
  if (!i.campi) return esitiDi(ctx, [annulla!])
  const { nuovo } = applicaScritti(r.record, i.campi as Scritto[], 'corretta')
  // the one it takes the place of is not a copy of it: that one is being cancelled
  const nuove = await scriviNuove(ctx, doveVa, elabora(nuovo, contesto))
  await sql`update prestazione_erogata set segue_id = ${annulla} where id = any (${nuove}::uuid[])`.execute(ctx.tx)
  return esitiDi(ctx, [annulla!, ...nuove])
}

const ricezioni: Ricezioni<Api> = {
  rientro: ricezioneFoglio,
}

export const prestazioniRotte = rotte(
  prestazioniApi,
  {
    quadro,
    regole,
    list,
    leggi,
    scelte,
    create,
    correggi,
    correggiMolte,
    deroga,
    ripristina,
    escludi,
    riammetti,
    cancella,
    fogli,
    foglio,
    rientro,
  },
  ricezioni,
)

export const prestazioniVincoli: Vincoli = {
  prestazione_annullata_una_volta: {
    codice: 'stato-non-ammesso',
    detail: 'La cancellazione di questa prestazione è già preparata.',
  },
}
