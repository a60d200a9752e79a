// Households. Members are dated twice, like facts: a correction replaces the belief, an exit ends the membership, and a
// photograph keeps what a computation saw, whatever is corrected later.
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { confrontaNuclei, type MembroConfrontato, type SituazioneMembro } from '../../shared/anagrafe/nuclei.rules.ts'
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoce } from '../parametri/voci.ts'
import { assertNonLontano, creduto, veroIl } from './fatti.ts'
import { colonneBrevi } from './ricerca.ts'
import { conPersona, principaleDi } from './scelte.ts'

type NucleoLetto = Output<typeof nucleiApi.diPersona>['nuclei'][number]
type Membro = NucleoLetto['membri'][number]
type Situazione = { [K in keyof SituazioneMembro]?: SituazioneMembro[K] | undefined }
export interface NuovoComponente extends Situazione {
  personaId: string
  parentela: string
  intestatario?: boolean | undefined
  dal?: string | null | undefined
  al?: string | null | undefined
}

type RigaMembro = PersonaBreve &
  Omit<Membro, 'persona' | 'id'> & { componenteId: string; nucleoId: string; residenza: string | null }

/** `f` is nucleo_componente. */
const situazione = sql`f.convivente, f.responsabilita, f.contatto, f.disponibilita`

/** Members of these households for whom the conditions on dates hold, each with her residence as this reader may know it. */
async function membriDi(
  ctx: Ctx,
  nuclei: readonly string[],
  dove: RawBuilder<unknown>,
  giorno: string,
): Promise<RigaMembro[]> {
  if (nuclei.length === 0) return []
  const { rows } = await sql<RigaMembro>`
    select f.id as componente_id, f.nucleo_id, f.parentela, coalesce(kernel.voce_etichetta('parentela', f.parentela, ${giorno}::date, p.sesso), f.parentela) as parentela_nome,
           f.intestatario, ${situazione}, f.dal, f.al, ${colonneBrevi}, r.indirizzo as residenza
      from nucleo_componente f
      ${conPersona('f.persona_id', 'p')}
      left join lateral (
        select nullif(concat_ws(' ', x.dati ->> 'indirizzo', x.dati ->> 'civico', x.dati ->> 'comune'), '') as indirizzo from persona_fatto x
         where x.persona_id = p.id and x.tipo = 'residenza' and x.sostituito_il is null and x.classe is null
           and (x.dal is null or x.dal <= ${giorno}::date) and (x.al is null or x.al >= ${giorno}::date) limit 1) r on true
     where f.nucleo_id = any (${nuclei as string[]}) and ${dove}
     order by f.intestatario desc, p.data_nascita nulls last, p.id, f.persona_id = p.id desc`.execute(ctx.tx)
  // two merged sheets of one household are one member
  const visti = new Set<string>()
  return rows.filter((r) => {
    const chi = `${r.nucleoId} ${r.id}`
    return visti.has(chi) ? false : visti.add(chi)
  })
}

const persona = (r: RigaMembro): PersonaBreve => ({
  id: r.id,
  cognome: r.cognome,
  nome: r.nome,
  specie: r.specie,
  sesso: r.sesso,
  dataNascita: r.dataNascita,
  nascitaPresunta: r.nascitaPresunta,
  codiceFiscale: r.codiceFiscale,
  decesso: r.decesso,
  comuneId: r.comuneId,
  comune: r.comune,
})

const membro = (r: RigaMembro): Membro => ({
  id: r.componenteId,
  persona: persona(r),
  parentela: r.parentela,
  parentelaNome: r.parentelaNome,
  intestatario: r.intestatario,
  convivente: r.convivente,
  responsabilita: r.responsabilita,
  contatto: r.contatto,
  disponibilita: r.disponibilita,
  dal: r.dal,
  al: r.al,
})

const anni = (nascita: string | null, giorno: string) =>
  nascita
    ? Number(giorno.slice(0, 4)) - Number(nascita.slice(0, 4)) - (giorno.slice(5) < nascita.slice(5) ? 1 : 0)
    : null

const confrontato = (r: RigaMembro, giorno: string): MembroConfrontato => ({
  personaId: r.id,
  nome: `${r.cognome} ${r.nome}`,
  parentela: r.parentela,
  decesso: r.decesso,
  residenza: r.residenza,
  eta: anni(r.dataNascita, giorno),
})

/** One's own casi of which these households are: of those of others nothing is said. */
async function casiDi(ctx: Ctx, nuclei: readonly string[]): Promise<Map<string, NucleoLetto['casi']>> {
  if (nuclei.length === 0) return new Map()
  const { rows } = await sql<{ nucleoId: string; casoId: string; misura: string; richiedente: string }>`
    select * from accesso.casi_dei_nuclei(${nuclei}::uuid[])`.execute(ctx.tx)
  return new Map(
    [...Map.groupBy(rows, (r) => r.nucleoId)].map(([id, suoi]) => [
      id,
      suoi.map(({ casoId, misura, richiedente }) => ({ id: casoId, misura, richiedente })),
    ]),
  )
}

async function diPersona(ctx: Ctx, i: Input<typeof nucleiApi.diPersona>): Promise<Output<typeof nucleiApi.diPersona>> {
  const giorno = i.giorno ?? ctx.oggi()
  const quando = sql`${creduto(i.comeNotoIl)} and ${veroIl(giorno)}`
  const { rows: nuclei } = await sql<Omit<NucleoLetto, 'membri' | 'casi'>>`
    select n.id, n.tipo, n.etichetta, n.fonte, n.riferimento, n.comune_id, n.dal, n.al, n.versione from nucleo n
     where (n.dal is null or n.dal <= ${giorno}::date) and (n.al is null or n.al >= ${giorno}::date)
       and n.id in (select f.nucleo_id from nucleo_componente f where f.persona_id = any (accesso.stessa_persona(${i.id})) and ${quando})
     order by array_position('{anagrafico,isee,fatto,rete}'::text[], n.tipo), n.dal nulls first, n.id`.execute(ctx.tx)
  const righe = await membriDi(
    ctx,
    nuclei.map((n) => n.id),
    quando,
    giorno,
  )
  const perNucleo = Map.groupBy(righe, (r) => r.nucleoId)
  const di = (id: string) => perNucleo.get(id) ?? []
  const casi = await casiDi(
    ctx,
    nuclei.map((n) => n.id),
  )
  return {
    giorno,
    nuclei: nuclei.map((n) => ({ ...n, membri: di(n.id).map(membro), casi: casi.get(n.id) ?? [] })),
    differenze: confrontaNuclei(nuclei.map((n) => ({ ...n, membri: di(n.id).map((r) => confrontato(r, giorno)) }))),
  }
}

// ---- composing -------------------------------------------------------------------------------------------------------

function assertDate(ctx: Ctx, c: { dal?: string | null | undefined; al?: string | null | undefined }, campo = '') {
  for (const k of ['dal', 'al'] as const) assertNonLontano(c[k], `${campo}${k}`)
  if (c.dal && c.dal > ctx.oggi())
    throw erroreDiCampo(`${campo}dal`, 'La data è nel futuro: si registra quando è avvenuto.')
  if (c.dal && c.al && c.al < c.dal) throw erroreDiCampo(`${campo}al`, 'La fine viene prima dell’inizio.')
}

export async function scriviComponente(
  ctx: Ctx,
  nucleoId: string,
  c: NuovoComponente,
  correggeId: string | null = null,
): Promise<string> {
  await assertVoce(ctx.tx, 'parentela', c.parentela, c.dal ?? ctx.oggi(), 'parentela')
  const { rows } = await sql<{ id: string }>`
    insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela, intestatario, esclusivo, convivente, responsabilita, contatto, disponibilita, dal, al, corregge_id)
    select n.comune_id, n.id, p.id, ${c.parentela}, ${c.intestatario ?? false}, n.tipo = 'anagrafico', ${c.convivente ?? null}, ${c.responsabilita ?? null}, ${c.contatto ?? null},
           ${c.disponibilita ?? null}, coalesce(${c.dal ?? null}::date, n.dal), ${c.al ?? null}, ${correggeId}
      from nucleo n, persona p where n.id = ${nucleoId} and p.id = ${c.personaId} returning id`.execute(ctx.tx)
  if (!rows[0]) throw problem('riferimento-inesistente')
  return rows[0].id
}

const smettiDiCredere = (ctx: Ctx, id: string, motivo: string) =>
  sql`update nucleo_componente set sostituito_il = kernel.adesso(), sostituito_da = kernel.utente(), motivo_sostituzione = ${motivo}
    where id = ${id} and sostituito_il is null`.execute(ctx.tx)

/** A household without members yet, in the comune of a person; riferimento-inesistente where who writes does not see him. */
export async function apriNucleo(
  ctx: Ctx,
  i: Pick<Input<typeof nucleiApi.crea>, 'personaId' | 'tipo' | 'etichetta' | 'fonte' | 'riferimento' | 'dal'>,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into nucleo (comune_id, tipo, etichetta, fonte, riferimento, dal)
    select p.comune_id, ${i.tipo}, ${i.etichetta ?? null}, ${i.fonte}, ${i.riferimento ?? null}, ${i.dal ?? null} from persona p where p.id = ${i.personaId} returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('riferimento-inesistente')
  return rows[0].id
}

/** A household with its members, as who keeps the record composes it. */
export async function componiNucleo(ctx: Ctx, i: Input<typeof nucleiApi.crea>): Promise<Output<typeof nucleiApi.crea>> {
  if (!i.componenti.some((c) => c.personaId === i.personaId))
    throw erroreDiCampo('componenti', 'La persona da cui parti deve essere tra i componenti.')
  const doppi = new Set(i.componenti.map((c) => c.personaId)).size < i.componenti.length
  if (doppi) throw erroreDiCampo('componenti', 'La stessa persona è indicata due volte.')
  const famiglia = i.tipo === 'anagrafico' || i.tipo === 'isee'
  if (famiglia && i.componenti.filter((c) => c.intestatario).length !== 1)
    throw erroreDiCampo('componenti', 'Indica chi è l’intestatario: deve essere uno solo.')
  assertDate(ctx, i)
  await assertVoce(ctx.tx, 'fonte-informazione', i.fonte, ctx.oggi(), 'fonte')
  const id = await apriNucleo(ctx, i)
  for (const [n, c] of i.componenti.entries()) {
    assertDate(ctx, c, `componenti.${n}.`)
    await scriviComponente(ctx, id, { ...c, personaId: await principaleDi(ctx, c.personaId) })
  }
  return { id }
}

async function aggiungi(ctx: Ctx, i: Input<typeof nucleiApi.aggiungi>): Promise<Output<typeof nucleiApi.aggiungi>> {
  assertDate(ctx, i)
  return { id: await scriviComponente(ctx, i.id, { ...i, personaId: await principaleDi(ctx, i.personaId) }) }
}

interface Componente extends SituazioneMembro {
  id: string
  personaId: string
  parentela: string
  intestatario: boolean
  dal: string | null
  al: string | null
}
async function getComponente(ctx: Ctx, nucleoId: string, id: string): Promise<Componente> {
  const { rows } = await sql<Componente & { sostituitoIl: string | null }>`
    select f.id, f.persona_id, f.parentela, f.intestatario, ${situazione}, f.dal, f.al, f.sostituito_il from nucleo_componente f where f.id = ${id} and f.nucleo_id = ${nucleoId} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  if (rows[0].sostituitoIl)
    throw problem('stato-non-ammesso', { detail: 'Questo componente è già stato corretto: ricarica la pagina.' })
  return rows[0]
}

async function correggi(ctx: Ctx, i: Input<typeof nucleiApi.correggi>): Promise<Output<typeof nucleiApi.correggi>> {
  const c = await getComponente(ctx, i.id, i.componente)
  assertDate(ctx, i)
  await smettiDiCredere(ctx, c.id, i.motivo)
  return { id: await scriviComponente(ctx, i.id, i, c.id) }
}

export async function esce(ctx: Ctx, i: Input<typeof nucleiApi.esce>): Promise<Output<typeof nucleiApi.esce>> {
  const c = await getComponente(ctx, i.id, i.componente)
  assertDate(ctx, { dal: c.dal, al: i.al })
  await smettiDiCredere(ctx, c.id, i.motivo)
  return { id: await scriviComponente(ctx, i.id, { ...c, al: i.al }, c.id) }
}

async function chiudi(ctx: Ctx, i: Input<typeof nucleiApi.chiudi>): Promise<Output<typeof nucleiApi.chiudi>> {
  const { rows } = await sql<{ id: string }>`
    update nucleo set al = ${i.al}, versione = versione + 1 where id = ${i.id} and versione = ${i.versione} returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('versione-superata')
  const { rows: aperti } = await sql<Componente>`
    select f.id, f.persona_id, f.parentela, f.intestatario, ${situazione}, f.dal, f.al from nucleo_componente f where f.nucleo_id = ${i.id} and f.sostituito_il is null and (f.al is null or f.al > ${i.al}::date)`.execute(
    ctx.tx,
  )
  for (const c of aperti) {
    await smettiDiCredere(ctx, c.id, 'Nucleo chiuso')
    if (!c.dal || c.dal <= i.al) await scriviComponente(ctx, i.id, { ...c, al: i.al }, c.id)
  }
  return { fatto: true }
}

// ---- the version on which something was computed --------------------------------------------------------------------

interface Fissato {
  personaId: string
  nome: string
  parentela: string
  intestatario: boolean
  dal: string | null
  al: string | null
}

/** Of these members and no others; in one order of keys, which a row of the database does not keep. */
const improntaDi = (membri: readonly Fissato[]) =>
  createHash('sha256')
    .update(
      JSON.stringify(
        membri.map(({ personaId, nome, parentela, intestatario, dal, al }) => ({
          personaId,
          nome,
          parentela,
          intestatario,
          dal,
          al,
        })),
      ),
    )
    .digest('hex')

/** Pins the composition of a household on a day; the same composition pinned twice is one photograph. */
async function fotografa(ctx: Ctx, i: Input<typeof nucleiApi.fotografa>): Promise<Output<typeof nucleiApi.fotografa>> {
  const { id: nucleoId, giorno } = i
  const righe = await membriDi(ctx, [nucleoId], sql`${creduto()} and ${veroIl(giorno)}`, giorno)
  if (righe.length === 0)
    throw problem('regola-non-rispettata', { detail: 'In quel giorno il nucleo non ha componenti.' })
  const membri = righe.map(
    (r): Fissato => ({
      personaId: r.id,
      nome: `${r.cognome} ${r.nome}`,
      parentela: r.parentela,
      intestatario: r.intestatario,
      dal: r.dal,
      al: r.al,
    }),
  )
  const impronta = improntaDi(membri)
  await sql`
    insert into nucleo_fotografia (comune_id, nucleo_id, giorno, membri, impronta)
    select n.comune_id, n.id, ${giorno}, ${JSON.stringify(membri)}::jsonb, ${impronta} from nucleo n where n.id = ${nucleoId}
    on conflict on constraint nucleo_fotografia_unica do nothing`.execute(ctx.tx)
  const { id } = (await fotografieViste(ctx, nucleoId)).find((f) => f.giorno === giorno && f.impronta === impronta)!
  return { id, impronta, membri: membri.length }
}

async function fotografie(
  ctx: Ctx,
  i: Input<typeof nucleiApi.fotografie>,
): Promise<Output<typeof nucleiApi.fotografie>> {
  const viste = await fotografieViste(ctx, i.id)
  const voci = viste.map((f) => ({
    ...f,
    membri: f.membri.map(({ personaId, nome, parentela }) => ({ personaId, nome, parentela })),
  }))
  return { voci: voci.reverse() }
}

/**
 * Of a photograph one sees the members one may see today: a name hidden since does not come back from the past. Two of a day that
 * are then the same are the one that was taken first, with the hash of those members: neither tells that there is another.
 */
async function fotografieViste(ctx: Ctx, nucleoId: string) {
  const { rows } = await sql<{ id: string; giorno: string; scattataIl: string; membri: Fissato[] }>`
    select f.id, f.giorno, f.scattata_il, v.membri
      from nucleo_fotografia f cross join lateral (
        select jsonb_agg(x.m order by x.n) as membri from jsonb_array_elements(f.membri) with ordinality as x(m, n)
         where exists (select 1 from persona p where p.id = (x.m ->> 'personaId')::uuid)) v
     where f.nucleo_id = ${nucleoId} and v.membri is not null order by f.giorno, f.scattata_il, f.id`.execute(ctx.tx)
  const prime = new Map<string, (typeof rows)[number] & { impronta: string }>()
  for (const r of rows) {
    const impronta = improntaDi(r.membri)
    const quale = `${r.giorno} ${impronta}`
    if (!prime.has(quale)) prime.set(quale, { ...r, impronta })
  }
  return [...prime.values()]
}

export const nucleiRotte = rotte(nucleiApi, {
  diPersona,
  crea: componiNucleo,
  aggiungi,
  correggi,
  esce,
  chiudi,
  fotografa,
  fotografie,
})

export const nucleiVincoli: Vincoli = {
  componente_una_volta: {
    codice: 'gia-presente',
    detail: 'Questa persona è già nel nucleo in quelle date.',
    campo: 'personaId',
  },
  componente_in_una_famiglia: {
    codice: 'gia-presente',
    detail: 'In quelle date la persona è già in un’altra famiglia anagrafica: registra prima la sua uscita.',
    campo: 'personaId',
  },
  componente_un_solo_intestatario: {
    codice: 'gia-presente',
    detail: 'Il nucleo ha già un intestatario in quelle date: correggi prima quello.',
    campo: 'intestatario',
  },
  componente_date_in_ordine: {
    codice: 'regola-non-rispettata',
    detail: 'La fine viene prima dell’inizio.',
    campo: 'al',
  },
  nucleo_date_in_ordine: { codice: 'regola-non-rispettata', detail: 'La fine viene prima dell’inizio.', campo: 'al' },
  nucleo_riferimento_unico: {
    codice: 'gia-presente',
    detail: 'C’è già un nucleo con questo riferimento: aprilo invece di comporne un altro.',
    campo: 'riferimento',
  },
}
