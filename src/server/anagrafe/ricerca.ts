// Search of the persons, and the similar ones proposed before adding another. Every condition is a range or an equality
// on the stored keys of persona_parola: under row-level security nothing else reaches an index (architecture §5).
import { type RawBuilder, sql } from 'kysely'
import { valutaSomiglianza } from '../../shared/anagrafe/duplicati.rules.ts'
import type { PersonaBreve, personeApi } from '../../shared/anagrafe/persone.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'

type Criteri = Input<typeof personeApi.cerca>
type RigaPersona = PersonaBreve & { cognomeChiave: string; nomeChiave: string; inCarico: boolean }

export const colonneBrevi = sql`p.id, p.cognome, p.nome, p.specie, p.sesso, p.data_nascita, p.nascita_presunta, p.codice_fiscale, p.decesso, p.comune_id,
  (select c.nome from comune c where c.id = p.comune_id) as comune`

/**
 * Whom a row of persona is shown as: the one she was found to be, where the reader reaches that one. Merged with a sheet
 * of another comune, she is still herself for whoever works only here.
 */
export const mostrata = (x: 'p' | 'x') => {
  const di = (colonna: string) => sql.ref(`${x}.${colonna}`)
  return sql`case when ${di('unita_a')} is null then ${di('id')} else coalesce((select q.id from persona q where q.id = ${di('unita_a')}), ${di('id')}) end`
}
/** Rows of persona that are shown as themselves. */
export const mostrateDaSe = sql`(p.unita_a is null or not exists (select 1 from persona q where q.id = p.unita_a))`

const PAROLE_AL_PIU = 5
/** The last code point: it closes the range of everything that begins so. */
const FINE = '\u{10ffff}'

const spezza = (testo: string | undefined) =>
  (testo ?? '')
    .split(/[\s'’`´.,-]+/)
    .filter(Boolean)
    .slice(0, PAROLE_AL_PIU)

/** A key of this kind that satisfies the condition. */
interface Chiave {
  tipo: string
  dove: RawBuilder<unknown>
}

const inizia = (parola: RawBuilder<unknown>) => sql`w.parola >= ${parola} and w.parola < ${parola} || ${FINE}`

/** Digits of a telephone without the country's prefix, as the keys keep them. */
export const cifreDelTelefono = (v: string) => v.replace(/\D/g, '').slice(-9)

function delRecapito(testo: string): Chiave {
  if (testo.includes('@')) return { tipo: 'recapito', dove: inizia(sql`${testo.trim().toLowerCase()}::text`) }
  const cifre = cifreDelTelefono(testo)
  if (cifre.length < 5) throw erroreDiCampo('recapito', 'Scrivi almeno cinque cifre del numero.')
  return { tipo: 'recapito', dove: inizia(sql`${cifre}::text`) }
}

/** In nearly every address: they find everybody. */
const STRADE = /^(via|viale|v|piazza|piazzale|corso|largo|vicolo|strada|contrada|di|del|della|dei)$/i

function chiavi(c: Criteri): Chiave[] {
  const trovate: Chiave[] = spezza(c.nome).map((parola) =>
    c.suono
      ? { tipo: 'suono', dove: sql`w.parola = kernel.fonetica(${parola})` }
      : { tipo: 'nome', dove: inizia(sql`kernel.normalizza(${parola})`) },
  )
  const codice = c.codice?.replace(/\s/g, '')
  if (codice) {
    if (codice.length < 5) throw erroreDiCampo('codice', 'Scrivi almeno cinque caratteri del codice.')
    trovate.push({ tipo: 'codice', dove: inizia(sql`lower(kernel.chiave_codice_fiscale(${codice}))`) })
  }
  if (c.recapito?.trim()) trovate.push(delRecapito(c.recapito))
  const indirizzo = spezza(c.indirizzo).filter((p) => !STRADE.test(p))
  if (c.indirizzo?.trim() && indirizzo.length === 0)
    throw erroreDiCampo('indirizzo', 'Scrivi il nome della via, e se lo conosci il numero.')
  return [
    ...trovate,
    ...indirizzo.map((parola) => ({ tipo: 'indirizzo', dove: inizia(sql`kernel.normalizza(${parola})`) })),
  ]
}

const parole = (ctx: Ctx, k: Chiave) =>
  sql`from persona_parola w where w.ambito_id = ${ctx.ambito} and w.tipo = ${k.tipo} and ${k.dove}`

/** A key that finds fewer than these leads the search; the others are asked only of whom it finds. */
const POCHE = 200

async function laPiuRara(ctx: Ctx, tutte: readonly Chiave[]): Promise<Chiave | undefined> {
  const conti = tutte.map((k) => sql`(select count(*) from (select 1 ${parole(ctx, k)} limit ${POCHE}) x)`)
  const { rows } = await sql<{ quante: number[] }>`select array[${sql.join(conti)}]::int[] as quante`.execute(ctx.tx)
  const { quante } = rows[0]!
  const minimo = Math.min(...quante)
  return minimo < POCHE ? tutte[quante.indexOf(minimo)] : undefined
}

/**
 * Whom all the keys lead to, as the rows of `k` and what more is asked of each: those are read by primary key. The
 * policies leave the planner no idea of how many a word finds, so the order in which things are done is said here.
 */
async function conTutte(ctx: Ctx, tutte: readonly Chiave[]): Promise<{ k: RawBuilder<unknown>; altre: Chiave[] }> {
  const trova = (k: Chiave) => sql`select w.capo_id ${parole(ctx, k)}`
  const guida = tutte.length === 1 ? tutte[0] : await laPiuRara(ctx, tutte)
  if (!guida) return { k: sql.join(tutte.map(trova), sql` intersect `), altre: [] }
  return { k: trova(guida), altre: tutte.filter((k) => k !== guida) }
}

export async function cerca(ctx: Ctx, c: Criteri): Promise<Output<typeof personeApi.cerca>> {
  const limite = c.limite ?? PER_PAGINA
  const da = leggiCursore(c.dopo, 3)
  const tutte = chiavi(c)
  const { k, altre } = tutte.length > 0 ? await conTutte(ctx, tutte) : { k: undefined, altre: [] }
  const ordine = sql`order by p.cognome_chiave, p.nome_chiave, p.id limit ${limite + 1}`
  /** Persons shown as themselves whose keys lead to `capo`. */
  const ramo = (chi: RawBuilder<unknown>, capo: RawBuilder<unknown>, trovati: RawBuilder<unknown>) => {
    const cond = [sql`p.ambito_id = ${ctx.ambito} and ${chi}`]
    if (k) cond.push(trovati)
    for (const x of altre) cond.push(sql`exists (select 1 ${parole(ctx, x)} and w.capo_id = ${capo} offset 0)`)
    if (c.natoDal) cond.push(sql`p.data_nascita >= ${c.natoDal}::date`)
    if (c.natoAl) cond.push(sql`p.data_nascita <= ${c.natoAl}::date`)
    if (c.comune) cond.push(sql`p.comune_id = ${c.comune}`)
    if (da) cond.push(sql`(p.cognome_chiave, p.nome_chiave, p.id) > (${da[0]}, ${da[1]}, ${da[2]}::uuid)`)
    return sql`select p.* from persona p where ${sql.join(cond, sql` and `)} ${ordine}`
  }
  const soli = ramo(sql`p.unita_a is null`, sql`p.id`, sql`p.id = any (array(select id from k))`)
  const altrove = ramo(
    sql`p.unita_a is not null and not exists (select 1 from persona q where q.id = p.unita_a)`,
    sql`p.unita_a`,
    sql`p.unita_a in (select id from k)`,
  )
  const { rows } = await sql<RigaPersona>`
    with ${k ? sql`k(id) as materialized (${k}), ` : sql``}p as materialized (
      select p.* from ((${soli}) union all (${altrove})) p ${ordine}
    )
    select ${colonneBrevi}, p.cognome_chiave, p.nome_chiave,
           exists (select 1 from persona x join presa_in_carico k on k.persona_id = x.id where (x.id = p.id or x.unita_a = p.id) and k.stato in ('assegnata', 'accettata', 'attiva', 'sospesa')) as in_carico
      from p order by p.cognome_chiave, p.nome_chiave, p.id`.execute(ctx.tx)
  const taglio = pagina(rows, limite, (r) => [r.cognomeChiave, r.nomeChiave, r.id])
  return { voci: taglio.voci.map(({ cognomeChiave: _c, nomeChiave: _n, ...v }) => v), prossima: taglio.prossima }
}

// ---- the same person twice ------------------------------------------------------------------------------------------

export interface DaConfrontare {
  cognome: string
  nome: string
  dataNascita?: string | null | undefined
  codiceFiscale?: string | null | undefined
  recapito?: string | null | undefined
}

interface RigaSimile extends PersonaBreve {
  stessoCodice: boolean
  suonoUguale: boolean
  nomeUguale: boolean
  stessoRecapito: boolean
}

const PROPOSTE_AL_PIU = 10
const gradi = ['certo', 'probabile', 'possibile'] as const

const nascitaVicina = (a: string | null, b: string | null | undefined) =>
  Boolean(a && b && a !== b && (a.slice(5) === b.slice(5) || a.slice(0, 4) === b.slice(0, 4)))

/** Persons already there that may be this one, the likeliest first, with the reasons in words. */
export async function similiA(ctx: Ctx, d: DaConfrontare): Promise<Output<typeof personeApi.simili>['voci']> {
  const codice = d.codiceFiscale?.replace(/\s/g, '') || null
  const recapito = d.recapito
    ? d.recapito.includes('@')
      ? d.recapito.trim().toLowerCase()
      : cifreDelTelefono(d.recapito)
    : null
  // each way in gives a handful of candidates; those who only share a common surname never come up
  const { rows } = await sql<RigaSimile>`
    with per_suono as materialized (
      select w.capo_id as id ${parole(ctx, { tipo: 'suono', dove: sql`w.parola = kernel.fonetica(${d.cognome})` })}
      intersect
      select w.capo_id ${parole(ctx, { tipo: 'suono', dove: sql`w.parola = kernel.fonetica(${d.nome})` })}
    ), per_codice as materialized (
      select w.capo_id as id ${parole(ctx, { tipo: 'codice', dove: sql`w.parola = lower(kernel.chiave_codice_fiscale(${codice}))` })}
    ), per_recapito as materialized (
      select w.capo_id as id ${parole(ctx, { tipo: 'recapito', dove: sql`w.parola = ${recapito}` })}
    ), trovati as materialized (select array(select id from per_suono union select id from per_codice union select id from per_recapito) as ids)
    select ${colonneBrevi}, coalesce(p.unita_a, p.id) in (select id from per_codice) as stesso_codice,
           coalesce(p.unita_a, p.id) in (select id from per_suono) as suono_uguale,
           p.cognome_chiave = kernel.normalizza(${d.cognome}) and p.nome_chiave = kernel.normalizza(${d.nome}) as nome_uguale,
           coalesce(p.unita_a, p.id) in (select id from per_recapito) as stesso_recapito
      from persona p
     where p.ambito_id = ${ctx.ambito} and ${mostrateDaSe}
       and (p.id = any ((select ids from trovati)::uuid[]) or p.unita_a = any ((select ids from trovati)::uuid[]))
     order by p.data_nascita = ${d.dataNascita ?? null}::date desc nulls last, p.id limit 200`.execute(ctx.tx)
  return rows
    .flatMap(({ stessoCodice, suonoUguale, nomeUguale, stessoRecapito, ...persona }) => {
      const v = valutaSomiglianza({
        codiceFiscale: stessoCodice,
        suono: suonoUguale,
        nomeUguale,
        dataNascita: persona.dataNascita !== null && persona.dataNascita === d.dataNascita,
        nascitaVicina: nascitaVicina(persona.dataNascita, d.dataNascita),
        recapito: stessoRecapito,
      })
      return v ? [{ persona, ...v }] : []
    })
    .sort((a, b) => gradi.indexOf(a.grado) - gradi.indexOf(b.grado))
    .slice(0, PROPOSTE_AL_PIU)
}

export async function simili(ctx: Ctx, i: Input<typeof personeApi.simili>): Promise<Output<typeof personeApi.simili>> {
  return { voci: await similiA(ctx, i) }
}
