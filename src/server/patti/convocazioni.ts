// Convocations of one's own casi: whom and by which channels before anything is written, then one work that prepares them all, and the
// evidence of each. What follows from a message that leaves, or does not, is in convocazione-esiti.ts.
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { messaggiDelModello, scriviMessaggio } from '../../shared/documenti/modelli.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import {
  type ConvocazioneBreve,
  convocazioniApi,
  type MessaggioConvocazione,
} from '../../shared/patti/convocazioni.api.ts'
import { daUsare, type StatoConvocazione, transizioniConvocazione } from '../../shared/patti/convocazioni.rules.ts'
import { modelliInVigore } from '../documenti/modelli.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { assertOre, assertUfficio, liberaAppuntamento, oraAttesa, prendiOre, ufficiPerCasi } from './agenda-casi.ts'
import { recapito, rimanda, spedita, spedite } from './convocazione-esiti.ts'
import { documento, lettera, lettere } from './convocazione-lettere.ts'
import {
  type Destinatario,
  destinatari,
  impedimentoPer,
  parametriConvocazione,
  segniDi,
  usabili,
} from './convocazione-parti.ts'
import { caricaRicevuta, scaricaRicevuta } from './ricevute-pec.ts'

type Api = typeof convocazioniApi
const fatto = { fatto: true } as const

async function modelli(ctx: Ctx) {
  return (await modelliInVigore(ctx)).flatMap((m) => {
    const messaggi = messaggiDelModello(m.testo)
    return messaggi ? [{ ...m, messaggi }] : []
  })
}
async function modelloScelto(ctx: Ctx, id: string) {
  const m = (await modelli(ctx)).find((x) => x.id === id)
  if (!m) throw erroreDiCampo('modello', 'Di questo modello è in vigore un’altra versione: sceglilo di nuovo.')
  return m
}
const nomeOperatore = async (ctx: Ctx): Promise<string> => {
  const { rows } = await sql<{ nome: string }>`select nome from accesso.nomi_di(array[kernel.utente()])`.execute(ctx.tx)
  return rows[0]?.nome ?? ''
}

async function scelte(ctx: Ctx): Promise<Output<Api['scelte']>> {
  return {
    modelli: (await modelli(ctx)).map(({ id, nome, descrizione, versione }) => ({ id, nome, descrizione, versione })),
    uffici: await ufficiPerCasi(ctx),
    ...(await parametriConvocazione(ctx)),
  }
}

type Voce = Input<Api['crea']>['voci'][number]
/** Recipients beside what was asked of each; one that is not there refuses the whole. */
async function trova(ctx: Ctx, voci: readonly Voce[]): Promise<{ v: Voce; d: Destinatario }[]> {
  if (new Set(voci.map((v) => `${v.casoId} ${v.componenteId ?? ''}`)).size < voci.length)
    throw erroreDiCampo('voci', 'Lo stesso nucleo è scelto due volte.')
  const trovati = await destinatari(ctx, voci)
  if (trovati.length < voci.length) throw problem('non-trovato')
  return voci.map((v, n) => ({ v, d: trovati[n]! }))
}

async function anteprima(ctx: Ctx, i: Input<Api['anteprima']>): Promise<Output<Api['anteprima']>> {
  const m = await modelloScelto(ctx, i.modello)
  const p = await parametriConvocazione(ctx)
  const tutti = await trova(ctx, i.voci)
  const primo = tutti[0]
  const segni = primo && segniDi(primo.d, { ...primo.v, luogo: i.luogo.trim(), operatore: await nomeOperatore(ctx) })
  return {
    voci: tutti.map(({ v, d }) => ({
      casoId: d.casoId,
      personaId: d.personaId,
      nome: `${d.cognome} ${d.nome}`,
      numero: d.prima.length + 1,
      ...daUsare(i.canali, usabili(d), i.modo),
      impedimento: impedimentoPer(p, ctx.oggi(), v.giorno, d),
    })),
    esempio: segni
      ? {
          oggetto: scriviMessaggio(m.messaggi.oggetto, segni),
          email: scriviMessaggio(m.messaggi.email, segni),
          sms: scriviMessaggio(m.messaggi.sms, segni),
        }
      : null,
  }
}

interface IncontroPrevisto {
  id: string
  appuntamentoId: string | null
}
/** Meetings of a pact to which these call: the one said, or the one of that day whose hour is not another. */
async function incontriPrevisti(ctx: Ctx, voci: readonly Voce[]): Promise<Map<Voce, IncontroPrevisto>> {
  const { rows } = await sql<IncontroPrevisto & { n: number }>`
    select distinct on (v.n) v.n, i.id, a.id as appuntamento_id
      from jsonb_to_recordset(${JSON.stringify(voci.map((v, n) => ({ n, caso: v.casoId, incontro: v.incontroId ?? null, giorno: v.giorno, ora: v.ora })))}::jsonb)
             as v(n integer, caso uuid, incontro uuid, giorno date, ora text)
      join patto_incontro i on i.caso_id = v.caso and i.stato = 'previsto' and i.previsto_il = v.giorno and coalesce(i.ora, v.ora) = v.ora and i.id = coalesce(v.incontro, i.id)
      left join appuntamento a on a.id = i.appuntamento_id and a.stato = 'fissato'
     order by v.n, i.ora nulls last, i.id`.execute(ctx.tx)
  const di = new Map(rows.map(({ n, ...r }) => [voci[n]!, r]))
  if (voci.some((v) => v.incontroId && !di.has(v)))
    throw erroreDiCampo(
      'voci',
      'L’incontro del patto è di un altro giorno o di un’altra ora, o non è più in programma.',
    )
  return di
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  const m = await modelloScelto(ctx, i.modello)
  const p = await parametriConvocazione(ctx)
  const tutti = await trova(ctx, i.voci)
  const comuneId = tutti[0]!.d.comuneId
  if (tutti.some(({ d }) => d.comuneId !== comuneId))
    throw erroreDiCampo('voci', 'La convocazione parte a nome di un comune: scegli casi di uno solo.')
  for (const { v, d } of tutti) {
    const no = impedimentoPer(p, ctx.oggi(), v.giorno, d)
    if (no) throw problem('stato-non-ammesso', { detail: `${d.cognome} ${d.nome}: ${no}` })
  }
  await assertOre(ctx, i.voci, 'voci')
  if (i.ufficioId) await assertUfficio(ctx, i.ufficioId, comuneId)
  const previsti = await incontriPrevisti(ctx, i.voci)
  const { rows } = await sql<{ id: string }>`
    insert into convocazione_invio (comune_id, modello_versione_id, canali, modo, totale) values (${comuneId}, ${m.id}, ${i.canali}, ${i.modo}, ${tutti.length}) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  // a meeting of a pact has its hour already
  const senzaOra = i.ufficioId ? i.voci.filter((v) => !previsti.get(v)?.appuntamentoId) : []
  const luogo = i.luogo.trim()
  const prese = i.ufficioId
    ? await prendiOre(ctx, { comuneId, ufficioId: i.ufficioId, minuti: i.minuti }, senzaOra)
    : []
  const ore = new Map(senzaOra.map((v, n) => [v, prese[n]!]))
  const righe = tutti.map(({ v, d }) => ({
    id: randomUUID(),
    caso_id: d.casoId,
    componente_id: v.componenteId ?? null,
    incontro_id: previsti.get(v)?.id ?? null,
    appuntamento_id: previsti.get(v)?.appuntamentoId ?? ore.get(v) ?? null,
    numero: d.prima.length + 1,
    quando: `${v.giorno} ${v.ora}`,
  }))
  const x = sql`jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as x(id uuid, caso_id uuid, componente_id uuid, incontro_id uuid, appuntamento_id uuid, numero integer, quando timestamp)`
  await sql`insert into convocazione (id, comune_id, caso_id, componente_id, invio_id, incontro_id, appuntamento_id, numero, inizio, minuti, luogo)
    select x.id, ${comuneId}, x.caso_id, x.componente_id, ${id}, x.incontro_id, x.appuntamento_id, x.numero, x.quando at time zone 'Europe/Rome', ${i.minuti}, ${luogo} from ${x}`.execute(
    ctx.tx,
  )
  // the meeting is then at that hour, there
  if (previsti.size > 0)
    await sql`update patto_incontro n set ora = to_char(x.quando, 'HH24:MI'), durata = coalesce(n.durata, ${i.minuti}), luogo = coalesce(n.luogo, ${luogo}),
        ufficio_id = coalesce(n.ufficio_id, ${i.ufficioId ?? null}), appuntamento_id = x.appuntamento_id, versione = n.versione + 1 from ${x} where n.id = x.incontro_id`.execute(
      ctx.tx,
    )
  ctx.emit('convocazione.prepara', { invio: id, ambito: ctx.ambito, utente: ctx.utente })
  return { id, convocati: tutti.length }
}

// ---- reading -------------------------------------------------------------------------------------------------------------

const breve = (cond: RawBuilder<unknown>, resto: RawBuilder<unknown> = sql``) => sql<ConvocazioneBreve>`
  select v.id, v.caso_id, case when v.componente_id is null then c.persona_id else m.persona_id end as persona_id,
         case when v.componente_id is null then c.richiedente else m.cognome || ' ' || m.nome end as nome, k.nome as comune, s.nome as misura, v.numero,
         kernel.giorno(v.inizio) as giorno, to_char(v.inizio at time zone 'Europe/Rome', 'HH24:MI') as ora, v.minuti, v.luogo, v.stato, v.esito, v.motivo, v.inviata_il, v.creata_il, v.invio_id
    from convocazione v join caso c on c.id = v.caso_id join comune k on k.id = v.comune_id join misura s on s.id = c.misura_id
    left join domanda_componente m on m.id = v.componente_id
   where c.assegnatario_id = kernel.utente() and ${cond} ${resto}`

async function elenco(ctx: Ctx, i: Input<Api['elenco']>): Promise<Output<Api['elenco']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const cond: RawBuilder<unknown>[] = [sql`v.ambito_id = ${ctx.ambito}`]
  if (i.stato) cond.push(sql`v.stato = ${i.stato}`)
  if (i.caso) cond.push(sql`v.caso_id = ${i.caso}`)
  if (i.invio) cond.push(sql`v.invio_id = ${i.invio}`)
  if (i.anche === 'senza-esito')
    cond.push(sql`v.esito is null and v.stato <> 'annullata' and v.inizio < kernel.adesso()`)
  if (dopo) cond.push(sql`(v.creata_il, v.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)`)
  const { rows } = await breve(
    sql.join(cond, sql` and `),
    sql`order by v.creata_il desc, v.id desc limit ${limite + 1}`,
  ).execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creataIl, r.id])
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows } = await breve(sql`v.id = ${i.id}`).execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  // what became secret after it left is left out when it is read
  const { rows: messaggi } = await sql<MessaggioConvocazione>`
    select g.id, g.canale, case when x.si then g.indirizzo end as indirizzo, g.oggetto, g.testo, g.stato, g.motivo, g.tentativi, g.creato_il, g.inviato_il, g.esito_il, g.riferimento,
           exists (select 1 from convocazione_lettera l where l.messaggio_id = g.id) and (x.si or g.canale <> 'lettera') as lettera,
           (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'specie', r.specie, 'quando', r.quando, 'gestore', case when x.si then r.gestore end, 'identificativo', r.identificativo,
                'motivo', case when x.si then r.motivo end, 'leggibile', x.si and r.verifica <> 'infetto') order by r.quando, r.id), '[]') from convocazione_ricevuta r where r.messaggio_id = g.id) as ricevute
      from convocazione_messaggio g join convocazione v on v.id = g.convocazione_id join caso c on c.id = v.caso_id
      cross join lateral (select not exists (select 1 from accesso.da_non_trovare(c.domanda_id)) as si) x
     where g.convocazione_id = ${i.id} order by g.ordine`.execute(ctx.tx)
  return { ...rows[0], messaggi }
}

async function invio(ctx: Ctx, i: Input<Api['invio']>): Promise<Output<Api['invio']>> {
  const { rows } = await sql<Output<Api['invio']>>`
    select n.id, n.stato, n.totale, n.preparate, count(*) filter (where v.stato = 'in-uscita')::int as in_uscita, count(*) filter (where v.stato = 'inviata')::int as inviate,
           count(*) filter (where v.stato = 'non-recapitata')::int as non_recapitate,
           (select count(*) from convocazione_messaggio g join convocazione y on y.id = g.convocazione_id where y.invio_id = n.id and g.canale in ('lettera', 'a-mano') and g.stato = 'in-uscita')::int as lettere
      from convocazione_invio n left join convocazione v on v.invio_id = n.id where n.id = ${i.id} and n.assegnatario_id = kernel.utente() group by n.id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

interface DaAnnullare {
  id: string
  stato: StatoConvocazione
  appuntamentoId: string | null
}
/** It calls to nothing any longer: what has not left does not leave, its hour is free unless others are awaited there. */
export async function annullaConvocazione(ctx: Ctx, v: DaAnnullare, motivo: string): Promise<void> {
  const stato = assertTransizione(transizioniConvocazione, 'annulla', v.stato)
  await sql`update convocazione set stato = ${stato}, motivo = ${motivo}, versione = versione + 1 where id = ${v.id}`.execute(
    ctx.tx,
  )
  await sql`update convocazione_messaggio set stato = 'escluso', motivo = 'La convocazione è stata annullata prima che partisse.' where convocazione_id = ${v.id} and stato = 'in-uscita'`.execute(
    ctx.tx,
  )
  if (!(await oraAttesa(ctx, v.appuntamentoId))) await liberaAppuntamento(ctx, v.appuntamentoId)
}

async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> {
  const { rows } = await sql<DaAnnullare & { esito: string | null }>`
    select v.id, v.stato, v.esito, v.appuntamento_id from convocazione v join caso c on c.id = v.caso_id where v.id = ${i.id} and c.assegnatario_id = kernel.utente() for update of v`.execute(
    ctx.tx,
  )
  const v = rows[0]
  if (!v) throw problem('non-trovato')
  if (v.esito) throw problem('stato-non-ammesso', { detail: 'Di questa convocazione è già scritto com’è andata.' })
  await annullaConvocazione(ctx, v, i.motivo.trim())
  return fatto
}

export const convocazioniRotte = rotte(convocazioniApi, {
  scelte,
  anteprima,
  crea,
  invio,
  lettere,
  documento,
  ricevuta: caricaRicevuta,
  scaricaRicevuta,
  spedite,
  elenco,
  leggi,
  lettera,
  spedita,
  recapito,
  rimanda,
  annulla,
})

export const convocazioniVincoli: Vincoli = {
  convocazione_una_aperta: {
    codice: 'gia-presente',
    campo: 'voci',
    detail: 'Uno di questi nuclei è già convocato per la stessa ora: ricarica l’elenco.',
  },
}
