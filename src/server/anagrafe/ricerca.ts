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
/** Rows of persona that are shown as themselves. Not `not exists`, which the planner may answer by reading every row once. */
export const mostrateDaSe = sql`(p.unita_a is null or (select q.id from persona q where q.id = p.unita_a) is null)`

const PAROLE_AL_PIU = 5
/** The last code point: it closes the range of everything that begins so. */
const FINE = '\u{10ffff}'

const spezza = (testo: string | undefined) =>
  (testo ?? '')
    .split(/[\s'’`´.,-]+/)
    .filter(Boolean)
    .slice(0, PAROLE_AL_PIU)

/**
 * Persons who have a key of this kind that satisfies the condition; a merged one leads to the one he was found to be.
 * `offset 0` keeps the ids a result of their own: compared with the expression itself, row security forbids the key of persona.
 */
const conParola = (ctx: Ctx, tipo: string, dove: RawBuilder<unknown>) =>
  sql`p.id in (select ${mostrata('x')} from persona_parola w join persona x on x.id = w.persona_id
    where w.ambito_id = ${ctx.ambito} and w.tipo = ${tipo} and ${dove} offset 0)`

const inizia = (parola: RawBuilder<unknown>) => sql`w.parola >= ${parola} and w.parola < ${parola} || ${FINE}`

/** Digits of a telephone without the country's prefix, as the keys keep them. */
export const cifreDelTelefono = (v: string) => v.replace(/\D/g, '').slice(-9)

function condizioniRecapito(ctx: Ctx, testo: string): RawBuilder<unknown> {
  if (testo.includes('@')) return conParola(ctx, 'recapito', inizia(sql`${testo.trim().toLowerCase()}::text`))
  const cifre = cifreDelTelefono(testo)
  if (cifre.length < 5) throw erroreDiCampo('recapito', 'Scrivi almeno cinque cifre del numero.')
  return conParola(ctx, 'recapito', inizia(sql`${cifre}::text`))
}

function condizioni(ctx: Ctx, c: Criteri): RawBuilder<unknown>[] {
  const cond: RawBuilder<unknown>[] = [sql`p.ambito_id = ${ctx.ambito} and ${mostrateDaSe}`]
  for (const parola of spezza(c.nome))
    cond.push(
      c.suono
        ? conParola(ctx, 'suono', sql`w.parola = kernel.fonetica(${parola})`)
        : conParola(ctx, 'nome', inizia(sql`kernel.normalizza(${parola})`)),
    )
  const codice = c.codice?.replace(/\s/g, '')
  if (codice) {
    if (codice.length < 5) throw erroreDiCampo('codice', 'Scrivi almeno cinque caratteri del codice.')
    cond.push(conParola(ctx, 'codice', inizia(sql`lower(kernel.chiave_codice_fiscale(${codice}))`)))
  }
  if (c.recapito?.trim()) cond.push(condizioniRecapito(ctx, c.recapito))
  for (const parola of spezza(c.indirizzo))
    cond.push(conParola(ctx, 'indirizzo', inizia(sql`kernel.normalizza(${parola})`)))
  if (c.natoDal) cond.push(sql`p.data_nascita >= ${c.natoDal}::date`)
  if (c.natoAl) cond.push(sql`p.data_nascita <= ${c.natoAl}::date`)
  if (c.comune) cond.push(sql`p.comune_id = ${c.comune}`)
  return cond
}

export async function cerca(ctx: Ctx, c: Criteri): Promise<Output<typeof personeApi.cerca>> {
  const limite = c.limite ?? PER_PAGINA
  const da = leggiCursore(c.dopo, 3)
  const cond = condizioni(ctx, c)
  if (da) cond.push(sql`(p.cognome_chiave, p.nome_chiave, p.id) > (${da[0]}, ${da[1]}, ${da[2]}::uuid)`)
  const { rows } = await sql<RigaPersona>`
    with p as materialized (
      select p.* from persona p where ${sql.join(cond, sql` and `)} order by p.cognome_chiave, p.nome_chiave, p.id limit ${limite + 1}
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
    with per_suono as (
      select ${mostrata('x')} as id from persona_parola w join persona x on x.id = w.persona_id where w.ambito_id = ${ctx.ambito} and w.tipo = 'suono' and w.parola = kernel.fonetica(${d.cognome})
      intersect
      select ${mostrata('x')} from persona_parola w join persona x on x.id = w.persona_id where w.ambito_id = ${ctx.ambito} and w.tipo = 'suono' and w.parola = kernel.fonetica(${d.nome})
    ), per_codice as (
      select ${mostrata('x')} as id from persona_parola w join persona x on x.id = w.persona_id where w.ambito_id = ${ctx.ambito} and w.tipo = 'codice' and w.parola = lower(kernel.chiave_codice_fiscale(${codice}))
    ), per_recapito as (
      select ${mostrata('x')} as id from persona_parola w join persona x on x.id = w.persona_id where w.ambito_id = ${ctx.ambito} and w.tipo = 'recapito' and w.parola = ${recapito}
    )
    select ${colonneBrevi}, p.id in (select id from per_codice) as stesso_codice, p.id in (select id from per_suono) as suono_uguale,
           p.cognome_chiave = kernel.normalizza(${d.cognome}) and p.nome_chiave = kernel.normalizza(${d.nome}) as nome_uguale,
           p.id in (select id from per_recapito) as stesso_recapito
      from persona p
     where p.ambito_id = ${ctx.ambito} and ${mostrateDaSe}
       and p.id in (select id from per_suono union select id from per_codice union select id from per_recapito)
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
