// Reading prese in carico: the caseload with its next due dates, what is due today and this week, the card.
import { type RawBuilder, sql } from 'kysely'
import { datoInParole, type preseApi } from '../../shared/cartella/prese.api.ts'
import { cambiamenti, DA_SEGNALAZIONE, mancaPerChiudere, statiInCarico } from '../../shared/cartella/prese.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { nomiUtenti } from '../anagrafe/fatti.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { etichettaVoce } from '../parametri/voci.ts'
import { leggiCompiti } from './compiti-lettura.ts'
import { DI_CHE_COSA, leggiTrasferimento } from './consegne.ts'
import { ultimoResponsabile } from './presa.ts'
import { rispondeDellaPresa } from './risponde.ts'
import { senzaNellOggetto } from './segnalanti.ts'

type Scheda = Output<typeof preseApi.leggi>
type Breve = Output<typeof preseApi.mie>['voci'][number]

export const personaDi = sql`jsonb_build_object('id', n.id, 'cognome', n.cognome, 'nome', n.nome) as persona`
const tipoTesto = etichettaVoce('tipo-presa-in-carico', sql.ref('p.tipo'))
const areaTesto = etichettaVoce('area-utenza', sql.ref('p.area'))
const MAI = '9999-12-31'

/** Days of the week to come, in the caseload and at home. */
const SETTIMANA = 7

function condizioni(ctx: Ctx, i: Input<typeof preseApi.mie>): RawBuilder<unknown>[] {
  const cond: RawBuilder<unknown>[] = [
    sql`p.ambito_id = ${ctx.ambito}`,
    // who was in the team at the end finds what was closed, among the closed
    i.chiuse || i.stato === 'chiusa'
      ? sql`p.stato = 'chiusa' and o.al = p.chiusa_il`
      : sql`p.stato = any (${i.stato ? [i.stato] : [...statiInCarico]}) and o.al is null`,
  ]
  if (i.scadenza === 'scadute') cond.push(sql`p.prossima_scadenza < kernel.oggi()`)
  if (i.scadenza === 'settimana') cond.push(sql`p.prossima_scadenza <= kernel.oggi() + ${SETTIMANA}::int`)
  return cond
}

export async function mie(ctx: Ctx, i: Input<typeof preseApi.mie>): Promise<Output<typeof preseApi.mie>> {
  const limite = i.limite ?? PER_PAGINA
  const da = leggiCursore(i.dopo, 2)
  const cond = condizioni(ctx, i)
  if (da) cond.push(sql`(coalesce(p.prossima_scadenza, ${MAI}::date), p.id) > (${da[0]}::date, ${da[1]}::uuid)`)
  const { rows } = await sql<Breve>`
    with mie as (
      select p.*, bool_or(o.responsabile) over (partition by p.id) as responsabile, row_number() over (partition by p.id order by o.dal desc) as riga
        from presa_operatore o join presa_in_carico p on p.id = o.presa_id
       where o.utente_id = ${ctx.utente} and ${sql.join(cond, sql` and `)}
    )
    select p.id, p.numero, p.comune_id, c.nome as comune, ${personaDi}, p.stato, p.riaperture, ${tipoTesto} as tipo, ${areaTesto} as area, p.responsabile,
           p.prossima_scadenza,
           coalesce((select sum(t.da_vedere)::int from trasferimento t where t.presa_id = p.id and t.stato = 'accettato' and t.a_utente_id = ${ctx.utente}), 0) as da_vedere,
           exists (select 1 from trasferimento t where t.presa_id = p.id and t.stato = 'offerto') as passaggio_offerto
      from mie p ${conPersona('p.persona_id')} join comune c on c.id = p.comune_id
     where p.riga = 1 order by coalesce(p.prossima_scadenza, ${MAI}::date), p.id limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.prossimaScadenza ?? MAI, r.id])
}

/** What is shown at home of each kind. */
const AL_PIU = 50

export async function agenda(ctx: Ctx): Promise<Output<typeof preseApi.agenda>> {
  const { rows: compiti } = await sql<Output<typeof preseApi.agenda>['compiti'][number]>`
    select c.id, c.presa_id, ${personaDi}, ${etichettaVoce('tipo-compito', sql.ref('c.tipo'))} as tipo, c.scade,
           case when c.scade < kernel.oggi() then 'scaduto' when c.scade = kernel.oggi() then 'oggi' else 'settimana' end as quando
      from compito c ${conPersona('c.persona_id')}
     where c.ambito_id = ${ctx.ambito} and c.utente_id = ${ctx.utente} and c.stato = 'aperto' and c.scade <= kernel.oggi() + ${SETTIMANA}::int
     order by c.scade, c.id limit ${AL_PIU}`.execute(ctx.tx)
  const { rows: daAccettare } = await sql<Output<typeof preseApi.agenda>['daAccettare'][number]>`
    select p.id, p.numero, ${personaDi} from presa_operatore o join presa_in_carico p on p.id = o.presa_id ${conPersona('p.persona_id')}
     where o.utente_id = ${ctx.utente} and o.responsabile and o.al is null and p.stato = 'assegnata' order by p.aperta_il, p.id limit ${AL_PIU}`.execute(
    ctx.tx,
  )
  const { rows: passaggi } = await sql<{
    id: string
    presaId: string
    stato: string
    daUtenteId: string | null
    daVedere: number
    persona: Breve['persona']
  }>`
    select t.id, t.presa_id, t.stato, t.da_utente_id, t.da_vedere, ${personaDi} from trasferimento t ${conPersona('t.persona_id')}
     where t.a_utente_id = ${ctx.utente} and (t.stato = 'offerto' or (t.stato = 'accettato' and t.da_vedere > 0 and exists (
       select 1 from presa_operatore o where o.presa_id = t.presa_id and o.responsabile and o.al is null and o.utente_id = t.a_utente_id)))
     order by t.offerto_il, t.id limit ${AL_PIU}`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    passaggi.map((t) => t.daUtenteId),
  )
  return {
    compiti,
    daAccettare,
    offerti: passaggi
      .filter((t) => t.stato === 'offerto')
      .map((t) => ({ id: t.id, presaId: t.presaId, da: nomi.get(t.daUtenteId ?? '') ?? null, persona: t.persona })),
    consegne: passaggi
      .filter((t) => t.stato === 'accettato')
      .map((t) => ({ presaId: t.presaId, daVedere: t.daVedere, persona: t.persona })),
  }
}

export async function diPersona(
  ctx: Ctx,
  i: Input<typeof preseApi.diPersona>,
): Promise<Output<typeof preseApi.diPersona>> {
  const { rows } = await sql<Output<typeof preseApi.diPersona>['voci'][number] & { responsabileId: string | null }>`
    select p.id, p.numero, p.stato, ${tipoTesto} as tipo, ${areaTesto} as area, p.aperta_il, p.chiusa_il, p.riaperture,
           (select o.utente_id from presa_operatore o where o.presa_id = p.id and o.responsabile and o.al is null) as responsabile_id
      from presa_in_carico p where p.persona_id = any (accesso.stessa_persona(${i.id})) order by p.aperta_il desc, p.id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.responsabileId),
  )
  return {
    voci: rows.map(({ responsabileId, ...r }) => ({ ...r, responsabile: nomi.get(responsabileId ?? '') ?? null })),
  }
}

type Testata = Omit<
  Scheda,
  | 'equipe'
  | 'storia'
  | 'compiti'
  | 'trasferimento'
  | 'scambio'
  | 'sonoResponsabile'
  | 'sonoDestinatario'
  | 'neRispondo'
  | 'nessunoLaAssegna'
  | 'eroResponsabile'
  | 'mancaPerChiudere'
>

async function testata(ctx: Ctx, id: string): Promise<Testata> {
  const { rows } = await sql<Testata>`
    select p.id, p.numero, p.comune_id, c.nome as comune, ${personaDi}, p.stato, p.tipo, ${tipoTesto} as tipo_testo, p.area, ${areaTesto} as area_testo,
           p.mandato, p.peso, p.ufficio_id, (select u.nome from ufficio u where u.id = p.ufficio_id) as ufficio, p.aperta_il, p.attivata_il, p.primo_contatto_entro, p.primo_contatto_il, p.informativa_il, p.informativa_operatore,
           p.informativa_consenso_lavoro, p.prossima_scadenza, p.chiusa_il, ${etichettaVoce('motivo-chiusura', sql.ref('p.motivo_chiusura'))} as motivo_chiusura,
           p.riaperture, p.versione, d.oggetto, d.accordi, d.desideri, d.sicurezza, d.valutazione_finale
      from presa_in_carico p ${conPersona('p.persona_id')} join comune c on c.id = p.comune_id left join presa_dettaglio d on d.presa_id = p.id
     where p.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function equipe(ctx: Ctx, id: string): Promise<Scheda['equipe']> {
  const { rows } = await sql<Omit<Scheda['equipe'][number], 'nome'>>`
    select o.id, o.utente_id, ${etichettaVoce('professione-operatore', sql.ref('o.professione'))} as professione, o.responsabile, o.dal, o.al, o.motivo
      from presa_operatore o where o.presa_id = ${id} order by o.al nulls first, o.responsabile desc, o.dal desc, o.id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.utenteId),
  )
  return rows.map((r) => ({ ...r, nome: nomi.get(r.utenteId) ?? null }))
}

interface Passaggio extends Omit<Scheda['storia'][number], 'chi' | 'cambia'> {
  utenteId: string | null
  dettaglio: unknown
  /** Code → words of the areas that it names, on its day. */
  aree: Record<string, string> | null
}

/** What it came from is told by the row that links them, to whoever sees that segnalazione. */
const motivoDiPassaggio = sql`case when s.atto = 'proponi' and exists (select 1 from segnalazione_presa x where x.presa_id = s.presa_id) then ${DA_SEGNALAZIONE} else s.motivo end`

async function storia(ctx: Ctx, id: string): Promise<Scheda['storia']> {
  const { rows } = await sql<Passaggio>`
    select s.id, s.atto, s.da, s.a, ${motivoDiPassaggio} as motivo, s.quando, s.utente_id, case when s.atto = 'scrivi' then s.dettaglio end as dettaglio,
           case when s.atto = 'scrivi' then (select jsonb_object_agg(a.codice, coalesce(kernel.voce_etichetta('area-utenza', a.codice, kernel.giorno(s.quando)), a.codice))
             from (values (s.dettaglio -> 'prima' ->> 'area'), (s.dettaglio -> 'dopo' ->> 'area')) a(codice) where a.codice is not null) end as aree
      from presa_passaggio s where s.presa_id = ${id} order by s.quando desc, s.id`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.utenteId),
  )
  return rows.map(({ utenteId, dettaglio, aree, ...r }) => ({
    ...r,
    chi: nomi.get(utenteId ?? '') ?? null,
    cambia: cambiamenti(dettaglio, (dato, v) => datoInParole(dato, v, (area) => aree?.[area] ?? area)),
  }))
}

async function scambio(ctx: Ctx, id: string): Promise<Scheda['scambio']> {
  const { rows } = await sql<NonNullable<Scheda['scambio']>>`
    select s.id, c.nome as comune, s.stato, s.offerto_il, s.risposta from scambio_presa s join comune c on c.id = s.comune_dest_id
     where s.presa_id = ${id} order by s.offerto_il desc limit 1`.execute(ctx.tx)
  return rows[0] ?? null
}

/** A restricted presa is on the board of whoever may assign and is named among those who see it: where nobody is, it waits unseen. */
async function nessunoLaAssegna(ctx: Ctx, p: Testata): Promise<boolean> {
  if (p.stato !== 'proposta') return false
  const { rows } = await sql<{ nessuno: boolean }>`
    select not exists (select 1 from accesso.operatori_con('presa.assegna', array[p.comune_id]) c
              where (p.riservato_a is null or c.utente_id = any (p.riservato_a)) and (n.riservato_a is null or c.utente_id = any (n.riservato_a))) as nessuno
      from presa_in_carico p ${conPersona('p.persona_id')} where p.id = ${p.id} and (p.riservato_a is not null or n.riservato_a is not null)`.execute(
    ctx.tx,
  )
  return rows[0]?.nessuno ?? false
}

export async function leggi(ctx: Ctx, i: Input<typeof preseApi.leggi>): Promise<Scheda> {
  const p = await testata(ctx, i.id)
  const squadra = await equipe(ctx, i.id)
  const compiti = await leggiCompiti(ctx, i.id)
  const trasferimento = await leggiTrasferimento(ctx, i.id)
  const altroComune = await scambio(ctx, i.id)
  const nascosto = await senzaNellOggetto(ctx, p.id)
  const responsabileId = squadra.find((o) => o.responsabile && o.al === null)?.utenteId ?? null
  return {
    ...p,
    oggetto: nascosto(p.oggetto),
    equipe: squadra,
    storia: await storia(ctx, i.id),
    compiti,
    trasferimento: trasferimento && {
      ...trasferimento,
      // the line of the hand-over that is the object; the others copy what colleagues wrote
      voci: trasferimento.voci.map((v) => (v.testo.startsWith(DI_CHE_COSA) ? { ...v, testo: nascosto(v.testo) } : v)),
    },
    scambio: altroComune,
    sonoResponsabile: responsabileId === ctx.utente,
    sonoDestinatario: trasferimento?.stato === 'offerto' && trasferimento.aUtenteId === ctx.utente,
    eroResponsabile: p.stato === 'chiusa' && (await ultimoResponsabile(ctx, p.id)) === ctx.utente,
    neRispondo: await rispondeDellaPresa(ctx, { comuneId: p.comuneId, responsabileId }),
    nessunoLaAssegna: await nessunoLaAssegna(ctx, p),
    mancaPerChiudere: mancaPerChiudere({
      compitiAperti: compiti.filter((c) => c.stato === 'aperto').length,
      passaggioInCorso: trasferimento?.stato === 'offerto' || altroComune?.stato === 'offerto',
    }),
  }
}
