// The extraction, and what is seen of it. A turn takes so many things granted, writes those that the ente sends as prestazioni and, of
// the others, why not: so that what was granted and stands in no flow is a list that one can read. Nothing is written twice.
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { elabora } from '../../shared/flussi/elabora.ts'
import { type Concessa as ConcessaWeb, fontiApi, type MotivoConcessa } from '../../shared/flussi/fonti.api.ts'
import { cambiaPercorso, campoPrestazione } from '../../shared/flussi/percorsi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { contestoDi } from './contesto.ts'
import { type EnteFlussi, getEnte } from './enti.ts'
import type { Concessa, FontePrestazioni } from './fonti.ts'
import { aiuti } from './fonti-aiuti.ts'
import { conNoti, notiDi } from './fonti-anagrafe.ts'
import { benefici } from './fonti-benefici.ts'
import { sostegni } from './fonti-sostegni.ts'
import { nonInviati, proposte } from './interventi-flussi.ts'
import { scriviNuove } from './prestazioni-scrittura.ts'

type Api = typeof fontiApi

/** Who knows of what was granted: a module that grants something adds its own. */
const fonti: readonly FontePrestazioni[] = [benefici, aiuti, sostegni]

interface Decisione {
  fonte: string
  voce: string
  invia: boolean
  codice: string | null
  campi: Record<string, string>
  motivo: string | null
  versione: number
}

async function decisioni(ctx: Ctx, ente: string): Promise<Map<string, Decisione>> {
  const { rows } = await sql<Decisione>`
    select fonte, voce, invia, codice, campi, motivo, versione from fonte_flussi where ente_id = ${ente}`.execute(
    ctx.tx,
  )
  return new Map(rows.map((d) => [`${d.fonte} ${d.voce}`, d]))
}

async function voci(ctx: Ctx, i: Input<Api['voci']>): Promise<Output<Api['voci']>> {
  const ente = await getEnte(ctx, i.ente)
  const decise = await decisioni(ctx, ente.id)
  const catalogo = await proposte(ctx, ente.id)
  const elenco: Output<Api['voci']>['voci'] = []
  for (const f of fonti)
    for (const { voce, nome } of await f.voci(ctx, ente.comuneId)) {
      const d = decise.get(`${f.id} ${voce}`)
      elenco.push({
        fonte: f.id,
        nomeFonte: f.nome,
        voce,
        nome,
        decisione: d
          ? {
              invia: d.invia,
              codice: d.codice,
              motivo: d.motivo,
              versione: d.versione,
              campi: Object.entries(d.campi).map(([campo, valore]) => ({ campo, valore })),
            }
          : null,
        proposta: catalogo.get(`${f.id}/${voce}`) ?? null,
      })
    }
  return { voci: elenco }
}

async function decidi(ctx: Ctx, i: Input<Api['decidi']>): Promise<Output<Api['decidi']>> {
  const ente = await getEnte(ctx, i.ente, true)
  if (!fonti.some((f) => f.id === i.fonte)) throw problem('non-trovato')
  if (i.invia && !i.codice) throw erroreDiCampo('codice', 'Scegli il codice INPS con cui si manda.')
  if (!i.invia && !i.motivo?.trim()) throw erroreDiCampo('motivo', 'Scrivi perché non si manda.')
  for (const { campo } of i.campi)
    if (!campoPrestazione(campo)?.campo) throw erroreDiCampo('campi', `Il campo «${campo}» non esiste.`)
  const prima = (await decisioni(ctx, ente.id)).get(`${i.fonte} ${i.voce}`)
  if ((prima?.versione ?? undefined) !== i.versione) throw problem('versione-superata')
  const campi = JSON.stringify(Object.fromEntries(i.campi.map((c) => [c.campo, c.valore.trim()])))
  const [codice, motivo] = i.invia ? [i.codice!, null] : [null, i.motivo!.trim()]
  await sql`
    insert into fonte_flussi (comune_id, ente_id, fonte, voce, invia, codice, campi, motivo)
    values (${ente.comuneId}, ${ente.id}, ${i.fonte}, ${i.voce}, ${i.invia}, ${codice}, ${campi}::jsonb, ${motivo})
    on conflict on constraint fonte_flussi_una_volta do update set invia = excluded.invia, codice = excluded.codice, campi = excluded.campi, motivo = excluded.motivo,
      deciso_il = kernel.adesso(), deciso_da = kernel.utente(), versione = fonte_flussi.versione + 1`.execute(ctx.tx)
  return { fatto: true }
}

// ---- extraction ----------------------------------------------------------------------------------------------------------

/** Things granted in one turn: the page asks again for the rest. */
const PER_VOLTA = 200

/** Whether the hours of more than one month go as a mean: no source says how they are shared, so it is a parameter. */
async function oreInMedia(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ media: boolean }>`
    select kernel.parametro('flussi.ore-di-piu-mesi')::int = 1 as media`.execute(ctx.tx)
  return rows[0]!.media
}

/** The record as this ente sends it. */
function componi(c: Concessa, d: Decisione, media: boolean): PrestazioneErogata {
  const record: PrestazioneErogata = {
    ...structuredClone(c.record),
    codicePrestazione: d.codice!,
    ...(media && c.oreDiOgniMese !== undefined && { oreServizioMensile: c.oreDiOgniMese }),
  }
  for (const [campo, valore] of Object.entries(d.campi)) cambiaPercorso(record, campo, valore)
  return record
}

function motivoDi(c: Concessa, d: Decisione | undefined, fermi: ReadonlySet<string>): MotivoConcessa | null {
  if (c.motivo) return c.motivo
  if (!d) return 'da-decidere'
  return d.invia && !fermi.has(d.codice!) ? null : 'non-si-manda'
}

/** What another ente of the comune has made a prestazione of: who benefited is one, and INPS must be told once. */
async function diAltri(ctx: Ctx, ente: EnteFlussi, fonte: string, origini: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ origine: string }>`
    select origine from concessa_flussi
     where comune_id = ${ente.comuneId} and fonte = ${fonte} and ente_id <> ${ente.id} and prestazione_id is not null and origine = any (${[...origini]}::text[])`.execute(
    ctx.tx,
  )
  return new Set(rows.map((r) => r.origine))
}

interface Nota {
  id: string
  origine: string
  prestazioneId: string | null
  motivo: MotivoConcessa | null
  impronta: string
}

async function note(ctx: Ctx, ente: string, fonte: string, origini: readonly string[]): Promise<Map<string, Nota>> {
  const { rows } = await sql<Nota>`
    select id, origine, prestazione_id, motivo, impronta from concessa_flussi
     where ente_id = ${ente} and fonte = ${fonte} and origine = any (${[...origini]}::text[]) for update`.execute(
    ctx.tx,
  )
  return new Map(rows.map((r) => [r.origine, r]))
}

async function estrai(ctx: Ctx, i: Input<Api['estrai']>): Promise<Output<Api['estrai']>> {
  // two at once would both find that something is new, also for two enti of one comune: all of them are held, in one order
  const { comuneId } = await getEnte(ctx, i.ente)
  await sql`select 1 from ente_flussi where comune_id = ${comuneId} order by id for update`.execute(ctx.tx)
  const ente = await getEnte(ctx, i.ente)
  // when this extraction began: what it will not have seen at the end is no longer there
  const [inizio = '', prima, ultima = ''] = (i.dopo ?? `${ctx.adesso().toISOString()} ${fonti[0]!.id} `).split(' ')
  const da = Math.max(
    0,
    fonti.findIndex((f) => f.id === prima),
  )
  const fonte = fonti[da]!
  const concesse = await fonte.concesse(ctx, {
    comuneId: ente.comuneId,
    mese: i.periodo,
    dopo: ultima,
    quante: PER_VOLTA,
  })
  const esito = { viste: concesse.length, nuove: 0, ferme: 0, cambiate: 0 }
  const origini = concesse.map((c) => c.origine)
  const decise = await decisioni(ctx, ente.id)
  const gia = await note(ctx, ente.id, fonte.id, origini)
  const altrui = await diAltri(ctx, ente, fonte.id, origini)
  const fermi = await nonInviati(ctx, ente.id)
  const contesto = await contestoDi(ctx, ente.id)
  const media = await oreInMedia(ctx)
  const noti = await notiDi(
    ctx,
    comuneId,
    concesse.map((c) => c.record),
  )
  const riconosciute: { id: string; giorno: string }[] = []
  for (const [n, c] of concesse.entries()) {
    const d = decise.get(`${fonte.id} ${c.voce}`)
    const motivo = altrui.has(c.origine) ? 'di-altro-ente' : motivoDi(c, d, fermi)
    const impronta = hash('sha256', JSON.stringify(c.record), 'base64url').slice(0, 22)
    const nota = gia.get(c.origine)
    if (nota?.prestazioneId) {
      // it has become a prestazione: what changes since is told, and the clerk corrects or cancels it
      const cambiata = nota.impronta !== impronta || c.motivo !== null
      if (cambiata) esito.cambiate++
      await sql`update concessa_flussi set cambiata = ${cambiata}, vista_il = kernel.adesso() where id = ${nota.id}`.execute(
        ctx.tx,
      )
      continue
    }
    const nuova =
      motivo === null
        ? await scrivi(ctx, ente, conNoti(componi(c, d!, media), noti[n], contesto.elenchi, c.inCarico), contesto)
        : null
    if (nuova && c.riconosciutaIl) riconosciute.push({ id: nuova, giorno: c.riconosciutaIl })
    if (nuova) esito.nuove++
    else esito.ferme++
    await sql`
      insert into concessa_flussi (comune_id, ente_id, fonte, voce, origine, periodo, riferimento, prestazione_id, motivo, impronta)
      values (${ente.comuneId}, ${ente.id}, ${fonte.id}, ${c.voce}, ${c.origine}, ${i.periodo}, ${c.riferimento}, ${nuova}, ${motivo}, ${impronta})
      on conflict on constraint concessa_flussi_una_origine do update set prestazione_id = excluded.prestazione_id, motivo = excluded.motivo, impronta = excluded.impronta,
        riferimento = excluded.riferimento, vista_il = kernel.adesso()`.execute(ctx.tx)
  }
  if (riconosciute.length > 0)
    await sql`update prestazione_erogata p set riconosciuta_il = r.giorno
      from jsonb_to_recordset(${JSON.stringify(riconosciute)}::jsonb) as r(id uuid, giorno date) where p.id = r.id`.execute(
      ctx.tx,
    )
  const finita = concesse.length < PER_VOLTA
  const seguente = finita ? fonti[da + 1] : fonte
  if (!seguente) await tolte(ctx, ente, i.periodo, inizio)
  return { ...esito, dopo: seguente ? `${inizio} ${seguente.id} ${finita ? '' : concesse.at(-1)!.origine}` : null }
}

/** The first row of it: a month never passes 31 December. */
async function scrivi(ctx: Ctx, ente: EnteFlussi, record: PrestazioneErogata, contesto: Parameters<typeof elabora>[1]) {
  const ids = await scriviNuove(ctx, { enteId: ente.id, comuneId: ente.comuneId }, elabora(record, contesto))
  return ids[0]!
}

/** What an extraction of before saw and this one does not. */
async function tolte(ctx: Ctx, ente: EnteFlussi, periodo: string, inizio: string): Promise<void> {
  // what this operator may not see is as it was for the others
  await sql`
    with scadute as materialized (
      select id, fonte, origine from concessa_flussi
       where ente_id = ${ente.id} and periodo = ${periodo} and vista_il < ${inizio}::timestamptz and motivo is distinct from 'tolta'),
    restano as materialized (
      select * from accesso.ancora_concesse(${ente.comuneId}, ${`${periodo}-01`}::date, array(select fonte from scadute order by id), array(select origine from scadute order by id)))
    update concessa_flussi c set motivo = case when c.prestazione_id is null then 'tolta' end, cambiata = c.prestazione_id is not null
      from scadute s where c.id = s.id and not exists (select 1 from restano r where r.fonte = s.fonte and r.origine = s.origine)`.execute(
    ctx.tx,
  )
}

async function concesse(ctx: Ctx, i: Input<Api['concesse']>): Promise<Output<Api['concesse']>> {
  const ente = await getEnte(ctx, i.ente)
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Omit<ConcessaWeb, 'nome'> & { fonte: string; voce: string; origine: string }>`
    select c.id, c.fonte, c.voce, c.origine, c.riferimento, c.periodo, c.prestazione_id, p.stato, f.nome as flusso, c.motivo, c.cambiata,
           case when c.motivo = 'di-altro-ente' then (select e.denominazione from concessa_flussi x join ente_flussi e on e.id = x.ente_id
             where x.comune_id = c.comune_id and x.fonte = c.fonte and x.origine = c.origine and x.prestazione_id is not null and x.ente_id <> c.ente_id limit 1) end as altro_ente
      from concessa_flussi c left join prestazione_erogata p on p.id = c.prestazione_id left join flusso f on f.id = p.flusso_id and f.stato = 'generato'
     where c.ente_id = ${i.ente} and c.periodo = ${i.periodo} ${i.soloFuori ? sql`and p.flusso_id is null` : sql``}
       ${dopo ? sql`and (c.fonte, c.origine) > (${dopo[0]}, ${dopo[1]})` : sql``}
     order by c.fonte, c.origine limit ${limite + 1}`.execute(ctx.tx)
  const nomi = new Map<string, string>()
  for (const f of fonti) for (const v of await f.voci(ctx, ente.comuneId)) nomi.set(`${f.id} ${v.voce}`, v.nome)
  const { voci: righe, prossima } = pagina(rows, limite, (r) => [r.fonte, r.origine])
  return {
    voci: righe.map(({ fonte, voce, origine: _, ...r }) => ({ ...r, nome: nomi.get(`${fonte} ${voce}`) ?? voce })),
    prossima,
  }
}

export const fontiRotte = rotte(fontiApi, { voci, decidi, estrai, concesse })
