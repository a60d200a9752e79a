// Meetings: one act, whoever registers it (the case manager on his page, who is at the desk on his list), that says how it went and
// moves the caso, its events and its terms. At the desk one sees who is awaited and by when, and nothing of how far the caso is.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { type AttoCaso, impedimentoCaso, transizioniCaso } from '../../shared/patti/casi.rules.ts'
import type { StatoConvocazione } from '../../shared/patti/convocazioni.rules.ts'
import { type Atteso, type EsitoIncontro, incontriApi } from '../../shared/patti/incontri.api.ts'
import type { IncontroLetto, mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { transizioniIncontro } from '../../shared/patti/monitoraggio.rules.ts'
import { documentoMancante, GIUSTIFICATO } from '../../shared/patti/motivi.rules.ts'
import { giornoInParole } from '../documenti/fonte.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { assertVoci } from '../parametri/voci.ts'
import { chiudiAppuntamento, oraAttesa, riapriAppuntamenti } from './agenda-casi.ts'
import { perTesto } from './casi-elenco.ts'
import { assertAvvenuto, assertComponente, bloccaCaso, type Caso, muoviCaso, registraEvento } from './caso.ts'
import { ricalcola } from './termini.ts'

type Api = typeof incontriApi
const fatto = { fatto: true } as const
type Fatto = typeof fatto

export interface NuovoIncontro {
  giorno: string
  fino?: string | null | undefined
  ora?: string | null | undefined
  luogo?: string | null | undefined
  presenti?: readonly string[] | undefined
  altri?: string | null | undefined
  motivo?: string | null | undefined
  documento?: string | null | undefined
  nota?: string | null | undefined
  /** One member, of whom alone it is; the household otherwise. */
  componenteId?: string | null | undefined
  convocazioneId?: string | null | undefined
}

const eventiDi = (atto: AttoCaso): readonly string[] =>
  atto === 'presenta'
    ? ['primo-incontro', 'incontro']
    : atto === 'incontra'
      ? ['incontro']
      : atto === 'giustifica'
        ? [GIUSTIFICATO]
        : ['mancata-presentazione']

const esitoDi = (atto: AttoCaso): EsitoIncontro =>
  atto === 'giustifica' ? 'giustificato' : atto === 'non-si-presenta' ? 'assente' : 'tenuto'

async function assertIncontro(ctx: Ctx, c: Caso, atto: AttoCaso, i: NuovoIncontro) {
  assertAvvenuto(ctx, c, i.giorno)
  await assertComponente(ctx, c, i.componenteId)
  if (i.fino && i.fino < i.giorno) throw erroreDiCampo('fino', 'L’ultimo giorno viene prima del primo.')
  if (atto === 'giustifica') {
    if (!i.motivo) throw erroreDiCampo('motivo', 'Scegli il giustificato motivo.')
    await assertVoci(ctx.tx, i.giorno, { motivo: ['giustificato-motivo', i.motivo] })
    if (!i.documento?.trim()) throw erroreDiCampo('documento', documentoMancante)
  }
  const presenti = [...(i.presenti ?? [])]
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from domanda_componente where domanda_id = ${c.domandaId} and uscito_il is null and id = any (${presenti}::uuid[])`.execute(
    ctx.tx,
  )
  if (rows[0]!.n < presenti.length) throw erroreDiCampo('presenti', 'Scegli tra i componenti del nucleo.')
}

export interface ConvocazioneAperta {
  id: string
  stato: StatoConvocazione
  componenteId: string | null
  appuntamentoId: string | null
  incontroId: string | null
}

/** Convocations of a caso of which nobody has said how they went: to a meeting of a pact, or for that day. Locked. */
export async function convocazioniAperte(
  ctx: Ctx,
  c: Pick<Caso, 'id'>,
  giorno: string,
  incontroId: string | null = null,
): Promise<ConvocazioneAperta[]> {
  const { rows } = await sql<ConvocazioneAperta>`
    select id, stato, componente_id, appuntamento_id, incontro_id from convocazione
     where caso_id = ${c.id} and esito is null and stato in ('in-uscita', 'inviata', 'non-recapitata')
       and (incontro_id = ${incontroId}::uuid or (kernel.giorno(inizio) = ${giorno}::date and (${incontroId}::uuid is null or incontro_id is null)))
     order by inizio, id for update`.execute(ctx.tx)
  return rows
}

/**
 * The convocations to which an act answers: the one said, and those of that day. Of one member alone, his and no other, whatever was said; of
 * the household, its own first, and then those of the members who came, or who with the others did not.
 */
async function convocazioniDi(
  ctx: Ctx,
  c: Caso,
  i: NuovoIncontro,
  esito: EsitoIncontro,
  detta: ConvocazioneAperta | undefined,
): Promise<ConvocazioneAperta[]> {
  const suo = (v: ConvocazioneAperta) =>
    i.componenteId
      ? v.componenteId === i.componenteId
      : !v.componenteId || esito !== 'tenuto' || !i.presenti?.length || i.presenti.includes(v.componenteId)
  const altre = (await convocazioniAperte(ctx, c, i.giorno)).filter((v) => v.id !== detta?.id)
  const delNucleo = altre.filter((v) => !v.componenteId)
  return [...(detta ? [detta] : []), ...delNucleo, ...altre.filter((v) => v.componenteId)].filter(suo)
}

/** 422 where it is of another caso, annulled, or answered already. */
async function convocazioneDetta(ctx: Ctx, c: Caso, id: string): Promise<ConvocazioneAperta> {
  const { rows } = await sql<ConvocazioneAperta>`
    select id, stato, componente_id, appuntamento_id, incontro_id from convocazione
     where caso_id = ${c.id} and esito is null and stato in ('in-uscita', 'inviata', 'non-recapitata') and id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0])
    throw erroreDiCampo('convocazioneId', 'Di questa convocazione è già scritto com’è andata, o è stata annullata.')
  return rows[0]
}

/**
 * The meeting of a pact that this one is: the one to which it was called, or one of the same day. How it went for one does not say how it
 * went, the others may still come: of one member, that which awaits him alone. Locked.
 */
async function previstoDi(
  ctx: Ctx,
  c: Caso,
  i: NuovoIncontro,
  convocazione: ConvocazioneAperta | undefined,
): Promise<{ id: string; appuntamentoId: string | null } | undefined> {
  const { rows } = await sql<{ id: string; appuntamentoId: string | null }>`
    select id, appuntamento_id from patto_incontro
     where caso_id = ${c.id} and stato = 'previsto' and (id = ${convocazione?.incontroId ?? null}::uuid or previsto_il = ${i.giorno}::date)
       and (${i.componenteId ?? null}::uuid is null or persone = array[${i.componenteId ?? null}::uuid])
     order by id is distinct from ${convocazione?.incontroId ?? null}::uuid, ora nulls last, id limit 1 for update`.execute(
    ctx.tx,
  )
  return rows[0]
}

const ESITI_CONVOCAZIONE = { tenuto: 'presentato', assente: 'assente', giustificato: 'giustificato' } as const
const ESITI_APPUNTAMENTO = { tenuto: 'svolto', assente: 'non-presentato', giustificato: 'annullato' } as const

export async function chiudiConvocazione(
  ctx: Ctx,
  v: Pick<ConvocazioneAperta, 'id' | 'appuntamentoId'>,
  esito: EsitoIncontro,
): Promise<void> {
  await sql`update convocazione set esito = ${ESITI_CONVOCAZIONE[esito]}, versione = versione + 1 where id = ${v.id}`.execute(
    ctx.tx,
  )
  // one member who is missing does not end the hour of those who are still awaited
  if (!(await oraAttesa(ctx, v.appuntamentoId)))
    await chiudiAppuntamento(ctx, v.appuntamentoId, ESITI_APPUNTAMENTO[esito])
}

interface DaScrivere
  extends Pick<NuovoIncontro, 'giorno' | 'fino' | 'ora' | 'luogo' | 'altri' | 'motivo' | 'documento'> {
  esito: EsitoIncontro
  /** Who came, or who did not. */
  chi: readonly string[]
  convocazioneId: string | null
  /** Those of other members, that the same act answers. */
  altreConvocazioni?: readonly string[]
  pattoIncontroId: string | null
}
/** The meeting, as the page of the caso tells it. */
export async function scriviIncontro(ctx: Ctx, c: Caso, i: DaScrivere): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into caso_incontro (comune_id, caso_id, convocazione_id, altre_convocazioni, patto_incontro_id, esito, giorno, fino, ora, luogo, altri, motivo, documento)
    values (${c.comuneId}, ${c.id}, ${i.convocazioneId}, ${[...(i.altreConvocazioni ?? [])]}::uuid[], ${i.pattoIncontroId}, ${i.esito}, ${i.giorno}, ${i.fino ?? null}, ${i.ora ?? null}, ${i.luogo?.trim() || null}, ${i.altri?.trim() || null},
      ${i.motivo ?? null}, ${i.documento?.trim() || null}) returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  await sql`insert into caso_incontro_componente (incontro_id, componente_id, comune_id) select ${id}::uuid, x, ${c.comuneId} from unnest(${i.chi}::uuid[]) x`.execute(
    ctx.tx,
  )
  return id
}

/** On a caso that is already locked. */
export async function registraIncontro(ctx: Ctx, c: Caso, atto: AttoCaso, detto: NuovoIncontro): Promise<void> {
  await assertIncontro(ctx, c, atto, detto)
  const esito = esitoDi(atto)
  const detta = detto.convocazioneId ? await convocazioneDetta(ctx, c, detto.convocazioneId) : undefined
  // said of the convocation of one member, an absence is his: nobody else was called
  const i =
    esito !== 'tenuto' && !detto.componenteId && detta?.componenteId
      ? { ...detto, componenteId: detta.componenteId }
      : detto
  const convocazioni = await convocazioniDi(ctx, c, i, esito, detta)
  const [convocazione, ...altre] = convocazioni
  const previsto = await previstoDi(ctx, c, i, convocazione)
  await muoviCaso(ctx, c, atto, {
    giorno: i.giorno,
    motivo: i.nota,
    ...(i.componenteId ? { dettaglio: { componente: i.componenteId } } : {}),
  })
  const id = await scriviIncontro(ctx, c, {
    ...i,
    esito,
    chi: i.componenteId ? [i.componenteId] : (i.presenti ?? []),
    convocazioneId: convocazione?.id ?? null,
    altreConvocazioni: altre.map((v) => v.id),
    pattoIncontroId: previsto?.id ?? null,
  })
  // held, a meeting of the pact is one also for the terms that ask for those alone
  const eventi = [...eventiDi(atto), ...(previsto && esito === 'tenuto' ? ['incontro-patto'] : [])]
  for (const evento of eventi)
    await registraEvento(ctx, c, {
      evento,
      giorno: i.giorno,
      fino: i.fino,
      componenteId: i.componenteId,
      ...(esito === 'tenuto' && !i.componenteId && { presenti: i.presenti }),
      origineId: id,
    })
  for (const v of convocazioni) await chiudiConvocazione(ctx, v, esito)
  if (previsto) {
    const stato = assertTransizione(transizioniIncontro, esito === 'tenuto' ? 'tieni' : 'manca', 'previsto')
    await sql`update patto_incontro set stato = ${stato}, tenuto_il = ${esito === 'tenuto' ? i.giorno : null}, versione = versione + 1 where id = ${previsto.id}`.execute(
      ctx.tx,
    )
    await chiudiAppuntamento(ctx, previsto.appuntamentoId, ESITI_APPUNTAMENTO[esito])
  }
  await ricalcola(ctx, [c.id])
}

/** A justified reason that was left open has ended: until that day the terms were still, from the next they run again. */
export async function finisceMotivo(ctx: Ctx, i: Input<typeof mieiCasiApi.finisceMotivo>): Promise<Fatto> {
  const c = await bloccaCaso(ctx, i.id)
  if (i.giorno > ctx.oggi())
    throw erroreDiCampo('giorno', 'La data è nel futuro: scrivi l’ultimo giorno quando il motivo è finito.')
  const suo = sql`id = ${i.incontro} and caso_id = ${c.id} and esito = 'giustificato' and annullato_il is null`
  const { rows } = await sql<{ giorno: string; fino: string | null }>`
    select giorno, fino from caso_incontro where ${suo}`.execute(ctx.tx)
  const m = rows[0]
  if (!m) throw problem('non-trovato')
  if (m.fino) throw problem('stato-non-ammesso', { detail: `Questo motivo è già finito: ${giornoInParole(m.fino)}.` })
  if (i.giorno < m.giorno)
    throw erroreDiCampo('giorno', `Il motivo comincia il ${giornoInParole(m.giorno)}: non può finire prima.`)
  await sql`update caso_incontro set fino = ${i.giorno} where ${suo}`.execute(ctx.tx)
  await sql`update caso_evento set fino = ${i.giorno}
    where caso_id = ${c.id} and evento = ${GIUSTIFICATO} and giorno = ${m.giorno} and fino is null and annullato_il is null
       and (origine_id = ${i.incontro} or origine = 'altro-comune')`.execute(ctx.tx)
  await sql`insert into caso_passaggio (comune_id, caso_id, atto, da, a, giorno)
    values (${c.comuneId}, ${c.id}, 'fine-motivo', ${c.stato}, ${c.stato}, ${i.giorno})`.execute(ctx.tx)
  await ricalcola(ctx, [c.id])
  return fatto
}

/** What was registered by mistake: the convocations, the meeting of the pact and their hour wait again for somebody to say how they went. */
export async function annullaIncontro(ctx: Ctx, id: string): Promise<void> {
  const { rows: detto } = await sql`
    select 1 from caso_incontro i join patto_incontro_esito e on e.incontro_id = i.patto_incontro_id where i.id = ${id}`.execute(
    ctx.tx,
  )
  if (detto.length > 0)
    throw problem('stato-non-ammesso', {
      detail: 'Che cosa si è detto in questo incontro è già scritto nel patto: non si può più annullare.',
    })
  const { rows: ore } = await sql<{ id: string }>`
    select a.id from caso_incontro i left join convocazione v on v.id = i.convocazione_id or v.id = any (i.altre_convocazioni) left join patto_incontro n on n.id = i.patto_incontro_id
      join appuntamento a on a.id in (v.appuntamento_id, n.appuntamento_id) where i.id = ${id}`.execute(ctx.tx)
  await sql`update patto_incontro n set stato = 'previsto', tenuto_il = null, versione = n.versione + 1 from caso_incontro i
    where i.id = ${id} and n.id = i.patto_incontro_id and n.stato in ('tenuto', 'non-tenuto')`.execute(ctx.tx)
  await sql`update convocazione v set esito = null, versione = versione + 1 from caso_incontro i where i.id = ${id} and (v.id = i.convocazione_id or v.id = any (i.altre_convocazioni))`.execute(
    ctx.tx,
  )
  await sql`update caso_incontro set annullato_il = kernel.adesso() where id = ${id}`.execute(ctx.tx)
  await riapriAppuntamenti(
    ctx,
    ore.map((a) => a.id),
  )
}

/** Meetings of a caso as its page shows them. */
export async function incontriDi(ctx: Ctx, casoId: string): Promise<IncontroLetto[]> {
  const { rows } = await sql<IncontroLetto>`
    select i.id, i.esito, i.giorno, i.fino, to_char(i.ora, 'HH24:MI') as ora, i.luogo, i.altri, coalesce(kernel.voce_etichetta('giustificato-motivo', i.motivo), i.motivo) as motivo, i.documento,
           (select coalesce(jsonb_agg(d.cognome || ' ' || d.nome order by d.ordine), '[]') from caso_incontro_componente p join domanda_componente d on d.id = p.componente_id where p.incontro_id = i.id) as presenti,
           case when i.origine_id is null then (select nome from accesso.nomi_di(array[i.registrato_da])) else 'Un altro comune' end as autore
      from caso_incontro i where i.caso_id = ${casoId} and i.annullato_il is null order by i.giorno desc, i.registrato_il desc, i.id`.execute(
    ctx.tx,
  )
  return rows
}

// ---- at the desk --------------------------------------------------------------------------------------------------------

const PRIMO: readonly string[] = transizioniCaso.presenta.da
const DOPO: readonly string[] = transizioniCaso.incontra.da
/** How far it is, also while its benefit is suspended: who comes late comes to have it again. */
const PUNTO = sql`case when s.stato = 'sospeso' then coalesce(s.stato_prima, 'assegnato') else s.stato end`

async function attesi(ctx: Ctx, i: Input<Api['attesi']>): Promise<Output<Api['attesi']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const testo = perTesto(i.testo)
  const { rows } = await sql<Atteso & { quando: string }>`
    with chi as (
      select c.id, c.domanda_id, c.richiedente, c.codice_fiscale, c.persona_id, c.comune_id, c.misura_id, ${PUNTO} = any (${PRIMO}) as primo, t.entro, v.id as convocazione_id, v.convocato, coalesce(kernel.giorno(v.inizio), n.previsto_il) as giorno,
             coalesce(to_char(v.inizio at time zone 'Europe/Rome', 'HH24:MI'), n.ora) as ora, coalesce(kernel.giorno(v.inizio), least(n.previsto_il, t.entro)) as quando
        from caso c join caso_stato s on s.caso_id = c.id
        left join lateral (
          select min(x.scade) as entro from caso_termine x join misura_versione w on w.id = c.versione_id cross join lateral jsonb_array_elements(w.definizione -> 'termini') d
           where x.caso_id = c.id and not x.fermo and d ->> 'id' = x.termine and jsonb_exists_any(d -> 'adempie', array['primo-incontro', 'incontro'])) t on true
        left join lateral (
          -- the household before one of its members: of who is hidden from the reader one does not say that he did not come
          select x.id, x.inizio, m.cognome || ' ' || m.nome as convocato from convocazione x left join domanda_componente m on m.id = x.componente_id
           where x.caso_id = c.id and x.esito is null and x.stato in ('in-uscita', 'inviata', 'non-recapitata') and (x.componente_id is null or m.id is not null)
           order by x.inizio, x.componente_id is not null, x.id limit 1) v on true
        left join lateral (select x.previsto_il, x.ora from patto_incontro x where x.caso_id = c.id and x.stato = 'previsto' order by x.previsto_il, x.ora nulls last limit 1) n on v.id is null
       where c.ambito_id = ${ctx.ambito} and c.assegnazione = 'assegnato' and ${PUNTO} = any (${[...PRIMO, ...DOPO]}) ${testo ? sql`and ${testo}` : sql``}
    )
    select h.id as caso_id, h.richiedente, h.codice_fiscale, h.persona_id, k.nome as comune, m.nome as misura, h.primo, h.entro, h.convocazione_id, h.convocato, h.giorno, h.ora, h.quando,
           (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'nome', d.cognome || ' ' || d.nome) order by d.ordine), '[]') from domanda_componente d where d.domanda_id = h.domanda_id and d.uscito_il is null) as componenti
      from chi h join comune k on k.id = h.comune_id join misura m on m.id = h.misura_id
     where h.quando is not null ${dopo ? sql`and (h.quando, h.id) > (${dopo[0]}::date, ${dopo[1]}::uuid)` : sql``} order by h.quando, h.id limit ${limite + 1}`.execute(
    ctx.tx,
  )
  const p = pagina(rows, limite, (r) => [r.quando, r.casoId])
  return { ...p, voci: p.voci.map(({ quando: _q, ...v }) => v) }
}

async function registra(ctx: Ctx, i: Input<Api['registra']>): Promise<Output<Api['registra']>> {
  const c = await bloccaCaso(ctx, i.id)
  const atto: AttoCaso =
    i.esito === 'assente'
      ? 'non-si-presenta'
      : i.esito === 'giustificato'
        ? 'giustifica'
        : impedimentoCaso('presenta', c.stato, c.statoPrima) === null
          ? 'presenta'
          : 'incontra'
  await registraIncontro(ctx, c, atto, i)
  return fatto
}

export const incontriRotte = rotte(incontriApi, { attesi, registra })
