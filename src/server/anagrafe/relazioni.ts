// Ties between persons, written once and read from both sides. Impossible ones (a parent of oneself, a child older than
// the parent, a union with the dead) are refused with a sentence; what only looks odd is said.
import { sql } from 'kysely'
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import { etichettaRelazione, type SpecieRelazione } from '../../shared/anagrafe/relazioni.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoci } from '../parametri/voci.ts'
import { ecomappa } from './ecomappa.ts'
import { famiglia } from './famiglia.ts'
import { assertNonLontano, creduto, nomiUtenti } from './fatti.ts'
import { ecomappaPdf, genogrammaPdf } from './figure.ts'
import { colonneBrevi } from './ricerca.ts'
import { conPersona, principaleDi } from './scelte.ts'

type Relazione = Output<typeof relazioniApi.elenco>['voci'][number]

/** Where the kinds of each tie are listed. */
const listaDi: Partial<Record<SpecieRelazione, Codifica>> = {
  unione: 'tipo-unione',
  filiazione: 'tipo-filiazione',
  legame: 'qualita-legame',
}
const GEMELLI = ['monozigoti', 'dizigoti', 'non-noto']

/** The class of a bond that must not be known to all is an attribute of its quality: data, not code. */
async function classeDi(ctx: Ctx, specie: SpecieRelazione, tipo: string): Promise<string | null> {
  if (specie !== 'legame') return null
  const { rows } = await sql<{ riservato: boolean }>`
    select coalesce(v.attributi ->> 'riservato', 'no') in ('si', 'true') as riservato from codifica_voce v
     where v.codifica_id = 'qualita-legame' and v.codice = ${tipo} order by v.dal desc nulls last limit 1`.execute(
    ctx.tx,
  )
  return rows[0]?.riservato ? 'violenza' : null
}

interface Capo {
  id: string
  nome: string
  dataNascita: string | null
  decesso: string | null
}

async function capi(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Capo>> {
  const { rows } =
    await sql<Capo>`select id, cognome || ' ' || nome as nome, data_nascita, decesso from persona where id = any (${ids as string[]})`.execute(
      ctx.tx,
    )
  return new Map(rows.map((r) => [r.id, r]))
}

export interface NuovaRelazione {
  specie: SpecieRelazione
  tipo: string
  a: string
  b: string
  dal?: string | null | undefined
  al?: string | null | undefined
  esito?: string | null | undefined
  fonte: string
  dettoDa?: string | null | undefined
  nota?: string | null | undefined
}

/** Under this age of the parent a birth is said, not refused: dates are often wrong, rarely by chance. */
const ETA_INSOLITA = 12

async function controlla(ctx: Ctx, r: NuovaRelazione): Promise<string[]> {
  if (r.a === r.b) throw erroreDiCampo('con', 'Una persona non può avere una relazione con sé stessa.')
  assertNonLontano(r.dal, 'dal')
  assertNonLontano(r.al, 'al')
  if (r.dal && r.dal > ctx.oggi()) throw erroreDiCampo('dal', 'La data è nel futuro.')
  if (r.dal && r.al && r.al < r.dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
  const lista = listaDi[r.specie]
  await assertVoci(ctx.tx, r.dal ?? ctx.oggi(), {
    fonte: ['fonte-informazione', r.fonte],
    ...(lista ? { tipo: [lista, r.tipo] as const } : {}),
  })
  if (r.specie === 'gemelli' && !GEMELLI.includes(r.tipo))
    throw erroreDiCampo('tipo', 'Indica se i gemelli sono identici, diversi, o se non si sa.')
  const due = await capi(ctx, [r.a, r.b])
  const [a, b] = [due.get(r.a), due.get(r.b)]
  if (!a || !b) throw erroreDiCampo('con', 'Questa persona non c’è, o non rientra nel territorio che puoi vedere.')
  if (r.specie === 'filiazione') return controllaFiliazione(ctx, a, b, r.tipo)
  if (r.specie === 'unione') controllaUnione(r, a, b)
  return []
}

async function controllaFiliazione(ctx: Ctx, genitore: Capo, figlio: Capo, tipo: string): Promise<string[]> {
  const { rows: discende } = await sql`
    with recursive sotto as (
      select unnest(accesso.stessa_persona(${figlio.id})) as id, 0 as livello
      union select g, s.livello + 1 from sotto s join relazione r on r.persona_a = s.id and r.specie = 'filiazione' and r.sostituito_il is null,
        unnest(accesso.stessa_persona(r.persona_b)) g where s.livello < 12)
    select 1 from sotto where id = any (accesso.stessa_persona(${genitore.id})) limit 1`.execute(ctx.tx)
  if (discende.length > 0)
    throw erroreDiCampo('con', `${genitore.nome} discende da ${figlio.nome}: non può esserne il genitore.`)
  if (genitore.dataNascita && figlio.dataNascita && genitore.dataNascita >= figlio.dataNascita)
    throw erroreDiCampo(
      'con',
      `${genitore.nome} è nata o nato dopo ${figlio.nome}: controlla le date, o chi è il genitore.`,
    )
  if (tipo !== 'naturale') return []
  const { rows } = await sql<{
    n: number
  }>`select count(distinct kernel.principale(persona_a))::int as n from relazione where persona_b = any (accesso.stessa_persona(${figlio.id})) and specie = 'filiazione' and tipo = 'naturale' and sostituito_il is null`.execute(
    ctx.tx,
  )
  if (rows[0]!.n >= 2)
    throw erroreDiCampo('tipo', `${figlio.nome} ha già due genitori: correggi prima quelli registrati.`)
  const anni =
    genitore.dataNascita && figlio.dataNascita
      ? Number(figlio.dataNascita.slice(0, 4)) - Number(genitore.dataNascita.slice(0, 4))
      : null
  return anni !== null && anni < ETA_INSOLITA
    ? [`Tra ${genitore.nome} e ${figlio.nome} ci sono ${anni} anni: controlla le date di nascita.`]
    : []
}

function controllaUnione(r: NuovaRelazione, a: Capo, b: Capo) {
  for (const p of [a, b]) {
    if (p.decesso && r.dal && r.dal > p.decesso)
      throw erroreDiCampo('dal', `${p.nome} era già morta o morto in quella data.`)
    if (p.dataNascita && r.dal && r.dal < p.dataNascita)
      throw erroreDiCampo('dal', `${p.nome} non era ancora nata o nato.`)
    if (p.decesso && r.al && r.al > p.decesso)
      throw erroreDiCampo(
        'al',
        `${p.nome} era già morta o morto in quella data: l’unione è finita al più tardi allora.`,
      )
    if (p.dataNascita && r.al && r.al < p.dataNascita)
      throw erroreDiCampo('al', `${p.nome} non era ancora nata o nato.`)
  }
  // even of a union that nobody knows how to date
  for (const [primo, dopo] of [
    [a, b],
    [b, a],
  ] as const)
    if (primo.decesso && dopo.dataNascita && primo.decesso < dopo.dataNascita)
      throw erroreDiCampo('con', `${primo.nome} è morta o morto prima che ${dopo.nome} nascesse: controlla le date.`)
}

async function scrivi(
  ctx: Ctx,
  personaId: string,
  r: NuovaRelazione,
  correggeId: string | null = null,
): Promise<string> {
  const classe = await classeDi(ctx, r.specie, r.tipo)
  const { rows } = await sql<{ id: string }>`
    insert into relazione (comune_id, specie, tipo, persona_a, persona_b, esito, dal, al, fonte, detto_da, nota, classe, corregge_id)
    select p.comune_id, ${r.specie}, ${r.tipo}, ${r.a}, ${r.b}, ${r.esito ?? null}, ${r.dal ?? null}, ${r.al ?? null}, ${r.fonte}, ${r.dettoDa ?? null}, ${r.nota ?? null}, ${classe}, ${correggeId}
      from persona p where p.id = ${personaId} returning id`.execute(ctx.tx)
  return rows[0]!.id
}

/** Checks a tie and writes it, for the handler and for what arrives from a registry. */
export async function registraRelazione(ctx: Ctx, personaId: string, r: NuovaRelazione) {
  const avvisi = await controlla(ctx, r)
  return { id: await scrivi(ctx, personaId, r), avvisi }
}

async function registra(
  ctx: Ctx,
  i: Input<typeof relazioniApi.registra>,
): Promise<Output<typeof relazioniApi.registra>> {
  if (i.specie === 'filiazione' && !i.altroE) throw erroreDiCampo('altroE', 'Indica chi dei due è il genitore.')
  const altroPrima = i.altroE === 'genitore'
  // of merged sheets the tie is of the one they are shown as
  const [id, con] = [await principaleDi(ctx, i.id), await principaleDi(ctx, i.con)]
  const r: NuovaRelazione = { ...i, a: altroPrima ? con : id, b: altroPrima ? id : con }
  return registraRelazione(ctx, id, r)
}

interface Riga {
  id: string
  specie: SpecieRelazione
  tipo: string
  personaA: string
  personaB: string
}
async function getRelazione(ctx: Ctx, personaId: string, id: string): Promise<Riga> {
  const { rows } = await sql<Riga & { sostituitoIl: string | null }>`
    select id, specie, tipo, persona_a, persona_b, sostituito_il from relazione
     where id = ${id} and (persona_a = any (accesso.stessa_persona(${personaId})) or persona_b = any (accesso.stessa_persona(${personaId}))) for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  if (rows[0].sostituitoIl)
    throw problem('stato-non-ammesso', { detail: 'Questa relazione è già stata corretta: ricarica la pagina.' })
  return rows[0]
}

const smettiDiCredere = (ctx: Ctx, id: string, motivo: string) =>
  sql`update relazione set sostituito_il = kernel.adesso(), sostituito_da = kernel.utente(), motivo_sostituzione = ${motivo} where id = ${id}`.execute(
    ctx.tx,
  )

async function correggi(
  ctx: Ctx,
  i: Input<typeof relazioniApi.correggi>,
): Promise<Output<typeof relazioniApi.correggi>> {
  const vecchia = await getRelazione(ctx, i.id, i.relazione)
  await smettiDiCredere(ctx, vecchia.id, i.motivo)
  const r: NuovaRelazione = { ...i, specie: vecchia.specie, a: vecchia.personaA, b: vecchia.personaB }
  const avvisi = await controlla(ctx, r)
  return { id: await scrivi(ctx, i.id, r, vecchia.id), avvisi }
}

async function annulla(ctx: Ctx, i: Input<typeof relazioniApi.annulla>): Promise<Output<typeof relazioniApi.annulla>> {
  const r = await getRelazione(ctx, i.id, i.relazione)
  await smettiDiCredere(ctx, r.id, i.motivo)
  return { fatto: true }
}

/** The tie under names of its own, because the other person brings hers. */
interface Tratto {
  relazioneId: string
  relazioneSpecie: SpecieRelazione
  tipo: string
  esito: Relazione['esito']
  dal: string | null
  al: string | null
  fonte: string
  dettoDa: string | null
  nota: string | null
  classe: string | null
  riservata: boolean
  registrataIl: string
  registrataDa: string | null
  altroE: 'a' | 'b'
  qualita: string | null
}

async function elenco(ctx: Ctx, i: Input<typeof relazioniApi.elenco>): Promise<Output<typeof relazioniApi.elenco>> {
  const giorno = i.giorno ?? ctx.oggi()
  const lato = (mia: 'persona_a' | 'persona_b', sua: 'persona_a' | 'persona_b', altro: 'a' | 'b') => sql`
    select f.id as relazione_id, f.specie as relazione_specie, f.tipo, f.esito, f.dal, f.al, f.fonte, f.detto_da, f.nota, f.classe,
           f.riservato_a is not null as riservata, f.registrato_il as registrata_il, f.registrato_da as registrata_da, ${altro}::text as altro_e,
           kernel.voce_etichetta('qualita-legame', f.tipo, ${giorno}::date, null) as qualita, ${colonneBrevi}
      from relazione f ${conPersona(`f.${sua}`, 'p')}
     where f.${sql.ref(mia)} = any (accesso.stessa_persona(${i.id})) and ${creduto(i.comeNotoIl)}
       ${i.giorno ? sql`and (f.dal is null or f.dal <= ${giorno}::date)` : sql``}`
  const { rows } = await sql<Tratto & PersonaBreve>`
    select * from (${lato('persona_a', 'persona_b', 'b')} union all ${lato('persona_b', 'persona_a', 'a')}) x
     order by array_position('{unione,filiazione,gemelli,legame}'::text[], relazione_specie), data_nascita nulls last, relazione_id`.execute(
    ctx.tx,
  )
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.registrataDa),
  )
  return { voci: rows.map((r) => vistaDa(r, giorno, nomi)) }
}

function vistaDa(r: Tratto & PersonaBreve, giorno: string, nomi: ReadonlyMap<string, string>): Relazione {
  const {
    relazioneId,
    relazioneSpecie,
    tipo,
    esito,
    dal,
    al,
    fonte,
    dettoDa,
    nota,
    classe,
    riservata,
    registrataIl,
    registrataDa,
    altroE,
    qualita,
    ...altro
  } = r
  // al is the day of the end: from then on it is over
  const finita = al !== null && al <= giorno
  return {
    id: relazioneId,
    specie: relazioneSpecie,
    tipo,
    altro,
    etichetta: etichettaRelazione({
      specie: relazioneSpecie,
      tipo,
      altro: altroE,
      sessoAltro: altro.sesso,
      esito,
      finita,
      qualita,
    }),
    esito,
    dal,
    al,
    fonte,
    dettoDa,
    nota,
    classe,
    riservata,
    registrataIl,
    registrataDa: nomi.get(registrataDa ?? '') ?? null,
    vigente: !finita && (dal === null || dal <= giorno),
  }
}

export const relazioniRotte = rotte(relazioniApi, {
  elenco,
  registra,
  correggi,
  annulla,
  famiglia,
  ecomappa,
  genogrammaPdf,
  ecomappaPdf,
})

export const relazioniVincoli: Vincoli = {
  relazione_una_volta: {
    codice: 'gia-presente',
    detail: 'Questa relazione c’è già in quelle date: correggila.',
    campo: 'con',
  },
  relazione_tra_due: {
    codice: 'regola-non-rispettata',
    detail: 'Una persona non può avere una relazione con sé stessa.',
    campo: 'con',
  },
  relazione_date_in_ordine: {
    codice: 'regola-non-rispettata',
    detail: 'La fine viene prima dell’inizio.',
    campo: 'al',
  },
}
