// Facts about a person, dated twice. Nothing is overwritten: a correction ends the belief in the old row and writes a
// new one; a new fact of a kind that admits one at a time ends the one before on the day before it begins.
import { type RawBuilder, sql } from 'kysely'
import { CLASSE_SEGRETA, mancaAlFatto, type NomeFatto, schemaDelFatto, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import { type FattoLetto, fattiApi } from '../../shared/anagrafe/persone.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, Problem, problem } from '../../shared/kernel/problems.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { checker } from '../kernel/validate.ts'
import { assertVoce, assertVoci } from '../parametri/voci.ts'
import { codiciDi, inParole } from './fatti-parole.ts'
import { controllaGeneralita } from './generalita.ts'
import { applicaScelte, principaleDi, scegliPrincipale, scelteDi } from './scelte.ts'

type Dati = Record<string, unknown>

export interface NuovoFatto {
  tipo: NomeFatto
  dati: Dati
  dal?: string | null | undefined
  al?: string | null | undefined
  fonte: string
  nota?: string | null | undefined
  segreto?: boolean | undefined
  correggeId?: string
}

/** Nobody alive was born before; and a date of 1026 is a slip of the keys. */
const PRIMO_GIORNO = '1880-01-01'

const controlli = new Map<NomeFatto, (v: unknown) => void>()

/** Refusals about the data name their fields as the form knows them. */
async function comeDati<T>(fn: () => T | Promise<T>): Promise<T> {
  try {
    return await fn()
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    throw new Problem(e.codice, {
      ...(e.detail ? { detail: e.detail } : {}),
      errori: e.errori.map((x) => ({ ...x, campo: `dati.${x.campo}` })),
    })
  }
}

/** The data of a fact against its kind; what is empty is left out, so that «no» and «not said» stay apart. */
export function assertDati(tipo: NomeFatto, dati: Dati): Dati {
  const pieni = Object.fromEntries(Object.entries(dati).filter(([, v]) => v !== null && v !== undefined && v !== ''))
  let controllo = controlli.get(tipo)
  if (!controllo) {
    controllo = checker(schemaDelFatto(tipo))
    controlli.set(tipo, controllo)
  }
  controllo(pieni)
  const manca = mancaAlFatto(tipo, pieni)
  if (manca) throw erroreDiCampo(tipoFatto(tipo).almenoUno![0]!, manca)
  return pieni
}

/** Refuses a day that nobody alive has seen. */
export function assertNonLontano(giorno: string | null | undefined, campo: string) {
  if (giorno && giorno < PRIMO_GIORNO) throw erroreDiCampo(campo, 'La data è troppo lontana: controlla l’anno.')
}

export function assertDate(ctx: Ctx, f: Pick<NuovoFatto, 'dal' | 'al'>) {
  for (const campo of ['dal', 'al'] as const) assertNonLontano(f[campo], campo)
  if (f.dal && f.dal > ctx.oggi())
    throw erroreDiCampo('dal', 'La data di inizio è nel futuro: un fatto si registra quando è avvenuto.')
  if (f.dal && f.al && f.al < f.dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
}

const classeDi = (f: NuovoFatto): string | null =>
  f.segreto && tipoFatto(f.tipo).secretabile ? CLASSE_SEGRETA : tipoFatto(f.tipo).classe

const giornoPrima = (g: string) => new Date(Date.parse(g) - 86_400_000).toISOString().slice(0, 10)

/**
 * Writes a believed fact and the projection that lists read. Returns its id. Of a person added a moment ago, each kind
 * once, there is nothing to end nor to choose from.
 */
export async function scriviFatto(ctx: Ctx, personaId: string, f: NuovoFatto, appenaAggiunta = false): Promise<string> {
  const dati = await comeDati(() => assertDati(f.tipo, f.dati))
  assertDate(ctx, f)
  const { singolo } = tipoFatto(f.tipo)
  const classe = classeDi(f)
  if (singolo && !appenaAggiunta) await terminaQuelloDiPrima(ctx, personaId, f, classe)
  const { rows } = await sql<{ id: string }>`
    insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, dal, al, fonte, nota, classe, corregge_id)
    select p.comune_id, p.id, ${f.tipo}, ${singolo}, ${JSON.stringify(dati)}::jsonb, ${f.dal ?? null}, ${f.al ?? null}, ${f.fonte}, ${f.nota ?? null}, ${classe}, ${f.correggeId ?? null}
      from persona p where p.id = ${personaId} returning id`.execute(ctx.tx)
  const id = rows[0]?.id
  if (!id) throw problem('non-trovato')
  const vero = (!f.dal || f.dal <= ctx.oggi()) && (!f.al || f.al >= ctx.oggi())
  if (singolo && !f.correggeId && vero && !appenaAggiunta) await scegliPrincipale(ctx, personaId, f.tipo)
  if ((f.tipo === 'generalita' && !appenaAggiunta) || f.tipo === 'decesso') await proietta(ctx, personaId)
  return id
}

/** The open fact of the same kind that began before: it was true until the day before the new one. */
async function terminaQuelloDiPrima(ctx: Ctx, personaId: string, f: NuovoFatto, classe: string | null) {
  const { rows } = await sql<Riga>`
    select ${colonne} from persona_fatto f where f.persona_id = ${personaId} and f.tipo = ${f.tipo} and f.classe is not distinct from ${classe}
       and f.sostituito_il is null and f.al is null and f.riservato_a is null and (${f.dal ?? null}::date is null or f.dal is null or f.dal < ${f.dal ?? null}::date)`.execute(
    ctx.tx,
  )
  const prima = rows[0]
  if (!prima) return
  if (!f.dal)
    throw erroreDiCampo(
      'dal',
      `C’è già un dato di questo tipo: indica da quando è cambiato, oppure correggi quello presente.`,
    )
  await smettiDiCredere(ctx, prima.id, 'Terminato da un nuovo dato')
  await copia(ctx, prima.id, { al: giornoPrima(f.dal) })
}

const smettiDiCredere = (ctx: Ctx, id: string, motivo: string) =>
  sql`update persona_fatto set sostituito_il = kernel.adesso(), sostituito_da = kernel.utente(), motivo_sostituzione = ${motivo}
    where id = ${id} and sostituito_il is null`.execute(ctx.tx)

const copia = (ctx: Ctx, id: string, cambia: { al: string }) =>
  sql<{
    id: string
  }>`insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, dal, al, fonte, nota, classe, riservato_a, corregge_id)
    select comune_id, persona_id, tipo, singolo, dati, dal, ${cambia.al}, fonte, nota, classe, riservato_a, id from persona_fatto where id = ${id} returning id`.execute(
    ctx.tx,
  )

/**
 * Name, birth, codice fiscale and death as lists show them: the believed fact of today, or the last one. Of merged
 * persons, the choice made when they were merged says whose, among the sheets of the same comune: each is controller of
 * its own. A merged one keeps her own, for the day she is divided.
 */
export async function proietta(ctx: Ctx, personaId: string) {
  const { rows } = await sql<{ unitaA: string | null }>`
    with gruppo as (
      select case when p.unita_a is not null then array[p.id]
                  else array(select q.id from persona q where q.id = any (accesso.stessa_persona(p.id)) and q.comune_id = p.comune_id) end as ids
        from persona p where p.id = ${personaId}
    ), scelta as (
      select k.tipo, coalesce((select (u.scelte ->> k.tipo)::uuid from persona_unione u, gruppo
        where u.persona_id = any (gruppo.ids) and u.divisa_il is null and (u.scelte ->> k.tipo)::uuid = any (gruppo.ids)
        order by u.persona_id = ${personaId} desc, u.unita_il desc, u.id limit 1), ${personaId}::uuid) as id
        from (values ('generalita'), ('decesso')) k(tipo)
    ), g as (
      select f.dati from persona_fatto f, scelta where f.persona_id = scelta.id and scelta.tipo = 'generalita' and f.tipo = 'generalita' and f.sostituito_il is null
       order by (coalesce(f.dal, '-infinity') <= kernel.oggi() and coalesce(f.al, 'infinity') >= kernel.oggi()) desc, f.dal desc nulls last limit 1
    ), d as (
      select f.dal from persona_fatto f, gruppo, scelta where f.persona_id = any (gruppo.ids) and scelta.tipo = 'decesso' and f.tipo = 'decesso' and f.sostituito_il is null
       order by f.persona_id = scelta.id desc, f.registrato_il desc limit 1
    )
    update persona p set cognome = g.dati ->> 'cognome', nome = coalesce(g.dati ->> 'nome', ''), sesso = g.dati ->> 'sesso',
           data_nascita = (g.dati ->> 'dataNascita')::date, nascita_presunta = coalesce((g.dati ->> 'nascitaPresunta')::boolean, false),
           luogo_nascita_id = g.dati ->> 'luogoNascita', codice_fiscale = upper(replace(g.dati ->> 'codiceFiscale', ' ', '')),
           decesso = (select dal from d), versione = p.versione + 1
      from g where p.id = ${personaId} returning p.unita_a`.execute(ctx.tx)
  const principale = rows[0]?.unitaA
  if (principale) await proietta(ctx, principale)
}

// ---- reading ---------------------------------------------------------------------------------------------------------

const colonne = sql`f.id, f.persona_id, f.tipo, f.dati, f.dal, f.al, f.fonte, f.nota, f.classe, f.riservato_a is not null as riservato,
  f.registrato_il, f.registrato_da, f.sostituito_il, f.sostituito_da, f.motivo_sostituzione`

type Riga = Omit<FattoLetto, 'vigente' | 'dellaUnita' | 'parole' | 'registratoDa' | 'sostituitoDa'> & {
  registratoDa: string | null
  sostituitoDa: string | null
}

/** Facts of a person and of those found to be the same, in the order in which one reads them. */
export async function leggiFatti(
  ctx: Ctx,
  personaId: string,
  dove: RawBuilder<unknown>,
  giorno: string,
  da: RawBuilder<unknown> = sql`persona_fatto`,
): Promise<FattoLetto[]> {
  const { rows } = await sql<Riga>`
    select ${colonne} from ${da} f where f.persona_id = any (accesso.stessa_persona(${personaId})) and ${dove}
     order by f.tipo, f.dal desc nulls last, f.registrato_il desc, f.id`.execute(ctx.tx)
  const nomi = await nomiUtenti(
    ctx,
    rows.flatMap((r) => [r.registratoDa, r.sostituitoDa]),
  )
  const parole = await inParole(ctx, rows)
  const fatti = rows.map((r, n) => ({
    ...r,
    dellaUnita: false,
    parole: parole[n]!,
    registratoDa: nomi.get(r.registratoDa ?? '') ?? null,
    sostituitoDa: nomi.get(r.sostituitoDa ?? '') ?? null,
    vigente: r.sostituitoIl === null && (r.dal === null || r.dal <= giorno) && (r.al === null || r.al >= giorno),
  }))
  if (new Set(rows.map((r) => r.personaId)).size < 2) return fatti
  const principale = await principaleDi(ctx, personaId)
  return applicaScelte(fatti, principale, await scelteDi(ctx, principale))
}

/** Names of colleagues by id: who wrote, who read. */
export async function nomiUtenti(ctx: Ctx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const cercati = [...new Set(ids.filter((x): x is string => x !== null))]
  if (cercati.length === 0) return new Map()
  const { rows } = await sql<{ id: string; nome: string }>`select id, nome from accesso.nomi_di(${cercati})`.execute(
    ctx.tx,
  )
  return new Map(rows.map((r) => [r.id, r.nome]))
}

/** What was believed at an instant; what is believed now where none is given. */
export const creduto = (comeNotoIl?: string): RawBuilder<unknown> =>
  comeNotoIl
    ? sql`f.registrato_il <= ${comeNotoIl}::timestamptz and (f.sostituito_il is null or f.sostituito_il > ${comeNotoIl}::timestamptz)`
    : sql`f.sostituito_il is null`

export const veroIl = (giorno: string): RawBuilder<unknown> =>
  sql`(f.dal is null or f.dal <= ${giorno}::date) and (f.al is null or f.al >= ${giorno}::date)`

// ---- the acts ----------------------------------------------------------------------------------------------------------

async function getFatto(ctx: Ctx, personaId: string, id: string) {
  const { rows } = await sql<Riga>`select ${colonne} from persona_fatto f
    where f.id = ${id} and f.persona_id = any (accesso.stessa_persona(${personaId})) for update`.execute(ctx.tx)
  const f = rows[0]
  if (!f) throw problem('non-trovato')
  if (f.sostituitoIl)
    throw problem('stato-non-ammesso', {
      detail: 'Questo dato è già stato corretto o annullato: ricarica la pagina per vedere quello attuale.',
    })
  return f
}

/** What only the database can say of the data: codes in force, a codice fiscale that can be this person's, a death after the birth. */
export async function completo(ctx: Ctx, personaId: string, f: NuovoFatto): Promise<NuovoFatto> {
  await assertVoce(ctx.tx, 'fonte-informazione', f.fonte, ctx.oggi(), 'fonte')
  return comeDati(async () => {
    const dati = assertDati(f.tipo, f.dati)
    await assertVoci(ctx.tx, f.dal ?? ctx.oggi(), codiciDi(f.tipo, dati))
    if (f.tipo === 'generalita') return { ...f, dati: await controllaGeneralita(ctx, dati) }
    return { ...f, dati }
  }).then(async (pieno) => {
    if (f.tipo === 'gravidanza') await assertGravidanza(ctx, personaId, pieno)
    if (f.tipo !== 'decesso') return pieno
    if (!f.dal) throw erroreDiCampo('dal', 'Indica il giorno del decesso.')
    const p = await ctx.tx.selectFrom('persona').select('dataNascita').where('id', '=', personaId).executeTakeFirst()
    if (p?.dataNascita && f.dal < p.dataNascita) throw erroreDiCampo('dal', 'Il decesso viene prima della nascita.')
    await assertUnioniFinite(ctx, personaId, f.dal)
    return pieno
  })
}

/** Written in the sheet of the mother; over when its outcome is told, and on a day that has come. */
async function assertGravidanza(ctx: Ctx, personaId: string, f: NuovoFatto) {
  const p = await ctx.tx.selectFrom('persona').select('sesso').where('id', '=', personaId).executeTakeFirst()
  if (p?.sesso === 'M') throw erroreDiCampo('tipo', 'Una gravidanza si registra nella scheda della madre.')
  if (f.dati.esito && !f.al) throw erroreDiCampo('al', 'Indica il giorno in cui la gravidanza si è conclusa.')
  if (f.al && !f.dati.esito) throw erroreDiCampo('dati.esito', 'Indica come la gravidanza si è conclusa.')
  if (f.al && f.al > ctx.oggi()) throw erroreDiCampo('al', 'La data è nel futuro: si registra quando è avvenuto.')
}

/** Nobody marries, lives together or divorces after his death: one of the two dates is wrong. */
async function assertUnioniFinite(ctx: Ctx, personaId: string, decesso: string) {
  const { rows } = await sql`
    select 1 from relazione r where r.specie = 'unione' and r.sostituito_il is null and greatest(r.dal, r.al) > ${decesso}::date
       and (r.persona_a = any (accesso.stessa_persona(${personaId})) or r.persona_b = any (accesso.stessa_persona(${personaId}))) limit 1`.execute(
    ctx.tx,
  )
  if (rows.length > 0)
    throw erroreDiCampo(
      'dal',
      'Il decesso viene prima di un’unione registrata: controlla questa data, oppure correggi prima l’unione.',
    )
}

export async function registra(
  ctx: Ctx,
  i: Input<typeof fattiApi.registra>,
): Promise<Output<typeof fattiApi.registra>> {
  const id = await principaleDi(ctx, i.id)
  return { id: await scriviFatto(ctx, id, await completo(ctx, id, i)) }
}

export async function correggi(
  ctx: Ctx,
  i: Input<typeof fattiApi.correggi>,
): Promise<Output<typeof fattiApi.correggi>> {
  const vecchio = await getFatto(ctx, i.id, i.fatto)
  if (vecchio.tipo !== i.tipo)
    throw erroreDiCampo('tipo', 'Una correzione resta dello stesso tipo: annulla il dato e registrane un altro.')
  const nuovo = await completo(ctx, vecchio.personaId, { ...i, correggeId: vecchio.id })
  await smettiDiCredere(ctx, vecchio.id, i.motivo)
  return { id: await scriviFatto(ctx, vecchio.personaId, nuovo) }
}

async function termina(ctx: Ctx, i: Input<typeof fattiApi.termina>): Promise<Output<typeof fattiApi.termina>> {
  const f = await getFatto(ctx, i.id, i.fatto)
  if (f.dal && i.al < f.dal) throw erroreDiCampo('al', 'La fine viene prima dell’inizio.')
  await smettiDiCredere(ctx, f.id, 'Terminato')
  const { rows } = await copia(ctx, f.id, { al: i.al })
  if (f.tipo === 'generalita') await proietta(ctx, f.personaId)
  return { id: rows[0]!.id }
}

async function annulla(ctx: Ctx, i: Input<typeof fattiApi.annulla>): Promise<Output<typeof fattiApi.annulla>> {
  const f = await getFatto(ctx, i.id, i.fatto)
  if (f.tipo === 'generalita') {
    const { rows } =
      await sql`select 1 from persona_fatto x where x.persona_id = ${f.personaId} and x.tipo = 'generalita' and x.sostituito_il is null and x.id <> ${f.id} limit 1`.execute(
        ctx.tx,
      )
    if (rows.length === 0)
      throw problem('stato-non-ammesso', {
        detail: 'Una persona deve avere delle generalità: correggile invece di annullarle.',
      })
  }
  await smettiDiCredere(ctx, f.id, i.motivo)
  if (f.tipo === 'generalita' || f.tipo === 'decesso') await proietta(ctx, f.personaId)
  return { fatto: true }
}

async function storia(ctx: Ctx, i: Input<typeof fattiApi.storia>): Promise<Output<typeof fattiApi.storia>> {
  return { voci: await leggiFatti(ctx, i.id, i.tipo ? sql`f.tipo = ${i.tipo}` : sql`true`, ctx.oggi()) }
}

export const fattiRotte = rotte(fattiApi, { registra, correggi, termina, annulla, storia })

export const fattiVincoli: Vincoli = {
  fatto_uno_alla_volta: {
    codice: 'gia-presente',
    detail: 'In quelle date c’è già un dato di questo tipo: correggilo, oppure cambia le date.',
    campo: 'dal',
  },
  fatto_date_in_ordine: { codice: 'regola-non-rispettata', detail: 'La fine viene prima dell’inizio.', campo: 'al' },
  fatto_registrato_immutabile: {
    codice: 'stato-non-ammesso',
    detail: 'Un dato registrato non si modifica: si corregge, e quello di prima resta nella storia.',
  },
}
