// Merging two sheets of one person and dividing them again. The merge writes one row that says so and marks the merged
// sheet; facts, ties, households and prese in carico stay where they are, and are read together (scelte.ts).
import { sql } from 'kysely'
import { nomiFatto, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import type { FattoLetto, PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, Problem, problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { doppioni, scarta } from './doppioni.ts'
import { creduto, leggiFatti, nomiUtenti, proietta, veroIl } from './fatti.ts'
import { colonneBrevi } from './ricerca.ts'
import { scelteDi } from './scelte.ts'

type Api = typeof unioniApi
type Lato = Output<Api['anteprima']>['principale']
type Persona = PersonaBreve & { unitaA: string | null }

/** Kinds of fact that the row of the person repeats, for lists. */
const PROIETTATI = ['generalita', 'decesso'] as const

const nome = (p: { cognome: string; nome: string }) => `${p.cognome} ${p.nome}`.trim()

async function getPersona(ctx: Ctx, id: string, campo: string): Promise<Persona> {
  const { rows } =
    await sql<Persona>`select ${colonneBrevi}, p.unita_a from persona p where p.id = ${id} for update`.execute(ctx.tx)
  if (!rows[0])
    throw erroreDiCampo(campo, 'Questa persona non c’è, o non rientra nel territorio che puoi vedere.', 'non-trovato')
  return rows[0]
}

/** The folder of the other one must be open to the reader as well: a merge shows it. */
async function assertAperto(ctx: Ctx, p: Persona) {
  const { rows } = await sql<{
    rapporto: string
  }>`select rapporto from kernel.apri_fascicolo('persona', ${p.id})`.execute(ctx.tx)
  if (rows[0]!.rapporto === 'motivo-richiesto')
    throw new Problem('motivo-richiesto', {
      detail: `Non hai in carico ${nome(p)}: apri prima il suo fascicolo, indicando il motivo, poi torna qui.`,
      errori: [{ campo: 'altra', codice: 'motivo-richiesto', messaggio: 'Apri prima il suo fascicolo.' }],
    })
}

async function assertNonUnita(ctx: Ctx, p: Persona, campo: string) {
  if (!p.unitaA) return
  const { rows } = await sql<{ cognome: string; nome: string }>`
    select cognome, nome from persona where id = ${p.unitaA}`.execute(ctx.tx)
  const con = rows[0] ? nome(rows[0]) : 'un’altra'
  throw erroreDiCampo(
    campo,
    `La scheda di ${nome(p)} è già unita a quella di ${con}: parti da quella, oppure prima dividile.`,
  )
}

/** A sheet merged with this one that the reader does not reach would be left behind. */
async function assertTuttaVisibile(ctx: Ctx, p: Persona, campo: string) {
  const { rows } = await sql<{ nascoste: boolean }>`
    select exists (select 1 from unnest(accesso.stessa_persona(${p.id})) x where not exists (select 1 from persona q where q.id = x)) as nascoste`.execute(
    ctx.tx,
  )
  if (rows[0]!.nascoste)
    throw erroreDiCampo(
      campo,
      `Alla scheda di ${nome(p)} ne è già unita una che non puoi vedere: può farlo chi vede anche quella.`,
    )
}

/** Both as they can be merged, or the sentence that says why they cannot. Locked in one order, whoever comes first. */
async function dueUnibili(ctx: Ctx, id: string, altra: string): Promise<{ a: Persona; b: Persona }> {
  if (id === altra) throw erroreDiCampo('altra', 'È la stessa scheda: scegline un’altra.')
  const [prima, seconda] = id < altra ? [id, altra] : [altra, id]
  const trovate = new Map<string, Persona>()
  for (const x of [prima, seconda]) trovate.set(x, await getPersona(ctx, x, x === id ? '' : 'altra'))
  const [a, b] = [trovate.get(id)!, trovate.get(altra)!]
  await assertAperto(ctx, b)
  if (a.unitaA === b.id || b.unitaA === a.id)
    throw erroreDiCampo('altra', `Le schede di ${nome(a)} e ${nome(b)} sono già unite.`)
  await assertNonUnita(ctx, a, '')
  await assertNonUnita(ctx, b, 'altra')
  await assertTuttaVisibile(ctx, a, '')
  await assertTuttaVisibile(ctx, b, 'altra')
  return { a, b }
}

// ---- side by side ----------------------------------------------------------------------------------------------------

async function lato(ctx: Ctx, p: Persona, fatti: number): Promise<Lato> {
  const di = sql`any (accesso.stessa_persona(${p.id}))`
  const prese = await sql<Lato['prese'][number]>`
    select id, numero, stato, area, aperta_il from presa_in_carico where persona_id = ${di} order by aperta_il desc, id`.execute(
    ctx.tx,
  )
  const nuclei = await sql<Lato['nuclei'][number]>`
    select n.id, n.tipo, n.etichetta, n.dal from nucleo n where n.id in (
      select f.nucleo_id from nucleo_componente f where f.persona_id = ${di} and ${creduto()} and ${veroIl(ctx.oggi())}) order by n.tipo, n.id`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{ relazioni: number; unite: number }>`
    select (select count(*) from relazione f where (f.persona_a = ${di} or f.persona_b = ${di}) and ${creduto()}) as relazioni,
           (select count(*) from persona x where x.unita_a = ${p.id}) as unite`.execute(ctx.tx)
  const { unitaA: _, ...persona } = p
  return { persona, fatti, prese: prese.rows, nuclei: nuclei.rows, ...rows[0]! }
}

const uguali = (a: FattoLetto, b: FattoLetto) =>
  JSON.stringify(Object.entries(a.dati).sort()) === JSON.stringify(Object.entries(b.dati).sort())

async function anteprima(ctx: Ctx, i: Input<Api['anteprima']>): Promise<Output<Api['anteprima']>> {
  const { a, b } = await dueUnibili(ctx, i.id, i.altra)
  const veri = async (p: Persona) => (await leggiFatti(ctx, p.id, creduto(), ctx.oggi())).filter((f) => f.vigente)
  const [fa, fb] = [await veri(a), await veri(b)]
  const campi = nomiFatto.flatMap((tipo) => {
    const di = (fatti: FattoLetto[], p: Persona) => fatti.filter((f) => f.tipo === tipo).map((f) => ({ f, lato: p.id }))
    const [va, vb] = [di(fa, a), di(fb, b)]
    if (va.length + vb.length === 0) return []
    const { singolo, nome: etichetta } = tipoFatto(tipo)
    const conflitto =
      singolo && va.some((x) => vb.some((y) => x.f.classe === y.f.classe && (!uguali(x.f, y.f) || x.f.dal !== y.f.dal)))
    const valori = [...va, ...vb].map(({ f, lato: di }) => ({
      lato: di,
      dal: f.dal,
      al: f.al,
      classe: f.classe,
      parole: f.parole,
    }))
    return [{ tipo, nome: etichetta, conflitto, valori }]
  })
  return { principale: await lato(ctx, a, fa.length), altra: await lato(ctx, b, fb.length), campi }
}

// ---- merge and division ------------------------------------------------------------------------------------------------

/** Whose value each side shows today: a side that is itself a group has chosen already. */
async function risolviScelte(ctx: Ctx, i: Input<Api['unisci']>): Promise<Record<string, string>> {
  const gia = new Map([
    [i.id, await scelteDi(ctx, i.id)],
    [i.altra, await scelteDi(ctx, i.altra)],
  ])
  const scelte: Record<string, string> = {}
  for (const tipo of nomiFatto.filter((t) => tipoFatto(t).singolo)) {
    const di = i.scelte[tipo] ?? i.id
    const sue = gia.get(di)
    if (!sue) throw erroreDiCampo(`scelte.${tipo}`, 'Scegli il valore di una delle due schede.')
    scelte[tipo] = sue.get(tipo) ?? di
  }
  const estranea = Object.keys(i.scelte).find((t) => !(t in scelte))
  if (estranea)
    throw erroreDiCampo(`scelte.${estranea}`, 'Di questo dato si mostrano tutti i valori: non c’è da scegliere.')
  return scelte
}

async function assertNonLegate(ctx: Ctx, a: Persona, b: Persona) {
  const { rows } = await sql<{ specie: string }>`
    select f.specie from relazione f where ${creduto()}
       and ((f.persona_a = any (accesso.stessa_persona(${a.id})) and f.persona_b = any (accesso.stessa_persona(${b.id})))
         or (f.persona_b = any (accesso.stessa_persona(${a.id})) and f.persona_a = any (accesso.stessa_persona(${b.id})))) limit 1`.execute(
    ctx.tx,
  )
  if (rows[0])
    throw erroreDiCampo(
      'altra',
      `Tra ${nome(a)} e ${nome(b)} è registrata una relazione, e nessuno è in relazione con sé stesso: se sono la stessa persona annullala, poi uniscile.`,
    )
}

/** Each comune is controller of its own sheet: its lists go on saying what it wrote. */
function assertProprie(i: Input<Api['unisci']>, a: Persona, b: Persona) {
  const altrui = PROIETTATI.find((tipo) => a.comuneId !== b.comuneId && (i.scelte[tipo] ?? a.id) !== a.id)
  if (altrui)
    throw erroreDiCampo(
      `scelte.${altrui}`,
      `Le due schede sono di comuni diversi: per «${tipoFatto(altrui).nome}» ciascun comune mostra ciò che ha registrato.`,
    )
}

async function unisci(ctx: Ctx, i: Input<Api['unisci']>): Promise<Output<Api['unisci']>> {
  const { a, b } = await dueUnibili(ctx, i.id, i.altra)
  await assertNonLegate(ctx, a, b)
  assertProprie(i, a, b)
  const scelte = await risolviScelte(ctx, i)
  const { rows } = await sql<{ id: string }>`
    insert into persona_unione (comune_id, persona_id, unita_id, scelte, motivo)
    values (${a.comuneId}, ${a.id}, ${b.id}, ${JSON.stringify(scelte)}::jsonb, ${i.motivo.trim()}) returning id`.execute(
    ctx.tx,
  )
  // those already found to be the same as the other one follow her
  await sql`update persona set unita_a = ${a.id}, versione = versione + 1 where id = ${b.id} or unita_a = ${b.id}`.execute(
    ctx.tx,
  )
  await proietta(ctx, a.id)
  return { id: rows[0]!.id }
}

async function assertCodiceLibero(ctx: Ctx, id: string) {
  const { rows } = await sql<{ cognome: string; nome: string }>`
    select q.cognome, q.nome from persona p join persona q on q.codice_fiscale_chiave = p.codice_fiscale_chiave and q.id <> p.id
       and q.ambito_id = p.ambito_id and q.comune_id = p.comune_id and q.unita_a is null
     where p.id = ${id} limit 1`.execute(ctx.tx)
  if (rows[0])
    throw problem('stato-non-ammesso', {
      detail: `Divise, due schede avrebbero lo stesso codice fiscale (${nome(rows[0])}): correggilo prima in una delle due.`,
    })
}

async function dividi(ctx: Ctx, i: Input<Api['dividi']>): Promise<Output<Api['dividi']>> {
  const { rows } = await sql<{ unitaId: string; divisaIl: string | null }>`
    select unita_id, divisa_il from persona_unione
     where id = ${i.unione} and persona_id = any (accesso.stessa_persona(${i.id})) for update`.execute(ctx.tx)
  const unione = rows[0]
  if (!unione) throw problem('non-trovato')
  if (unione.divisaIl)
    throw problem('stato-non-ammesso', { detail: 'Queste schede sono già state divise: ricarica la pagina.' })
  const unita = await sql`select 1 from persona where id = ${unione.unitaId} for update`.execute(ctx.tx)
  if (unita.rows.length === 0)
    throw problem('stato-non-ammesso', {
      detail: 'La scheda unita è di un altro comune: le divide chi lavora in entrambi.',
    })
  const principale = (
    await sql<{ id: string }>`select coalesce(unita_a, id) as id from persona where id = ${i.id}`.execute(ctx.tx)
  ).rows[0]!.id
  await sql`update persona_unione set divisa_il = kernel.adesso(), divisa_da = kernel.utente(), motivo_divisione = ${i.motivo.trim()} where id = ${i.unione}`.execute(
    ctx.tx,
  )
  const { rows: sotto } = await sql<{ id: string }>`
    with recursive giu as (
      select ${unione.unitaId}::uuid as id
      union select u.unita_id from giu join persona_unione u on u.persona_id = giu.id and u.divisa_il is null)
    select id from giu`.execute(ctx.tx)
  const seguono = sotto.map((s) => s.id).filter((id) => id !== unione.unitaId)
  if (seguono.length > 0)
    await sql`update persona set unita_a = ${unione.unitaId} where id = any (${seguono})`.execute(ctx.tx)
  // a codice fiscale is shown by one at a time: the principal may show that of the one who leaves
  await sql`update persona set codice_fiscale = null where id = ${principale}`.execute(ctx.tx)
  await assertCodiceLibero(ctx, unione.unitaId)
  await sql`update persona set unita_a = null, versione = versione + 1 where id = ${unione.unitaId}`.execute(ctx.tx)
  await proietta(ctx, unione.unitaId)
  await assertCodiceDiverso(ctx, principale, unione.unitaId)
  await proietta(ctx, principale)
  return { fatto: true }
}

/** What the principal will show again must not be what the divided one shows. */
async function assertCodiceDiverso(ctx: Ctx, principale: string, divisa: string) {
  const { rows } = await sql`
    select 1 from persona_fatto f join persona p on p.id = ${divisa}
     where f.persona_id = ${principale} and f.tipo = 'generalita' and f.sostituito_il is null and p.comune_id = f.comune_id
       and kernel.chiave_codice_fiscale(replace(f.dati ->> 'codiceFiscale', ' ', '')) = p.codice_fiscale_chiave limit 1`.execute(
    ctx.tx,
  )
  if (rows.length > 0)
    throw problem('stato-non-ammesso', {
      detail: 'Divise, le due schede avrebbero lo stesso codice fiscale: correggilo prima in una delle due.',
    })
}

async function unioni(ctx: Ctx, i: Input<Api['unioni']>): Promise<Output<Api['unioni']>> {
  type Voce = Output<Api['unioni']>['voci'][number]
  const { rows } = await sql<Voce>`
    select u.id, u.unita_id, p.cognome, p.nome, u.motivo, u.unita_il, u.unita_da, u.divisa_il, u.divisa_da, u.motivo_divisione
      from persona_unione u join persona p on p.id = u.unita_id
     where u.persona_id = any (accesso.stessa_persona(${i.id})) order by u.unita_il desc, u.id`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.flatMap((r) => [r.unitaDa, r.divisaDa]),
  )
  return {
    voci: rows.map((r) => ({
      ...r,
      unitaDa: nomi.get(r.unitaDa ?? '') ?? null,
      divisaDa: nomi.get(r.divisaDa ?? '') ?? null,
    })),
  }
}

export const unioniRotte = rotte(unioniApi, { anteprima, unisci, dividi, unioni, doppioni, scarta })

export const unioniVincoli: Vincoli = {
  persona_unione_una_alla_volta: {
    codice: 'gia-presente',
    detail: 'Questa scheda è appena stata unita a un’altra: ricarica la pagina.',
  },
  doppione_in_ordine: { codice: 'regola-non-rispettata', detail: 'Indica due persone diverse.' },
}
