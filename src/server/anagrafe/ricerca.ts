// Search of the persons, and the similar ones proposed before adding another. What leads the search is decided by
// counting, up to a bound, how many each of the things asked would find (ADR 0024).
import { sql } from 'kysely'
import { valutaSomiglianza } from '../../shared/anagrafe/duplicati.rules.ts'
import type { PersonaBreve, personeApi } from '../../shared/anagrafe/persone.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { fino, inizia, minimo, POCHE, type Sql } from '../kernel/ricerca.ts'
import { type Criteri, cifreDelTelefono, domandaDi, NOMI, NOMI_DI_PIU_PAROLE, parole, SUONI } from './ricerca-chiavi.ts'
import {
  altriNomi,
  comePagina,
  daDueSuoni,
  daIndirizzo,
  daiNomi,
  daNascite,
  daPersone,
  daPrecisa,
  daSuono,
  type Giro,
  mostrateDaSe,
  natoTra,
} from './ricerca-fonti.ts'

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

/** Within a year no more than one in sixty is born: read in their own index, even where that is not few. */
const entroUnAnno = ({ natoDal, natoAl }: Criteri) =>
  natoDal !== undefined && natoAl !== undefined && Date.parse(natoAl) - Date.parse(natoDal) < 366 * 86_400_000

/** One of the things asked, as what leads the search. */
interface Guida {
  quante: number
  fonti: () => Sql
}

/** Of each list of counts, its numbers: in one statement; one alone leads whatever it finds, but for births. */
async function contate<L extends Record<string, Sql[]>>(ctx: Ctx, liste: L): Promise<{ [N in keyof L]: number[] }> {
  const tutti = Object.values(liste).flat()
  const daContare = tutti.length > 1 || (liste.nascite?.length ?? 0) > 0
  const resta = daContare
    ? (await sql<{ quante: number[] }>`select array[${sql.join(tutti)}]::int[] as quante`.execute(ctx.tx)).rows[0]!
        .quante
    : tutti.map(() => 0)
  return Object.fromEntries(Object.entries(liste).map(([nome, l]) => [nome, resta.splice(0, l.length)])) as {
    [N in keyof L]: number[]
  }
}

/**
 * The page, as the expression `k` of a statement. What finds few leads, and these are put in order; if nothing does, what
 * has an index in the order of the list. The policies leave the planner no idea of how many a word finds, so the order in
 * which things are done is said here.
 */
async function paginaDi(g: Giro): Promise<Sql> {
  const { ctx, c, d } = g
  const persone = (dove: Sql) => sql`from persona p where p.ambito_id = ${ctx.ambito} and ${dove}`
  const quante = await contate(ctx, {
    precise: d.precise.map((k) => fino(parole(ctx, k))),
    indirizzo: d.indirizzo ? [fino(parole(ctx, d.indirizzo))] : [],
    nascite: c.natoDal || c.natoAl ? [fino(persone(natoTra(c)))] : [],
    cognomi: d.nomi.map((n) => fino(persone(inizia(sql`p.cognome_chiave`, n.parola)))),
    altrove: d.nomi.map(({ dove }) => fino(parole(ctx, { tipi: NOMI, dove }))),
    // of one word alone it is not asked
    diPiuParole: d.nomi
      .slice(d.nomi.length > 1 ? 0 : 1)
      .map(({ dove }) => fino(parole(ctx, { tipi: NOMI_DI_PIU_PAROLE, dove }))),
    suoni: d.suoni.slice(0, 1).map((s) => fino(parole(ctx, d.coppia ?? { ...s.mostrato, tipi: SUONI }))),
  })
  const guide: Guida[] = d.precise.map((k, i) => ({
    quante: quante.precise[i]!,
    fonti: () => comePagina(g, [daPrecisa(g, k)]),
  }))
  const { indirizzo, coppia } = d
  if (indirizzo) guide.push({ quante: quante.indirizzo[0]!, fonti: () => comePagina(g, [daIndirizzo(g, indirizzo)]) })
  if (quante.nascite[0] !== undefined && (quante.nascite[0] < POCHE || entroUnAnno(c)))
    guide.push({ quante: quante.nascite[0], fonti: () => comePagina(g, [daNascite(g)]) })
  if (d.nomi.length > 0) {
    const conti = quante.cognomi.map((cognome, x) => ({
      cognome,
      altrove: quante.altrove[x]!,
      diPiuParole: quante.diPiuParole[x] ?? 0,
    }))
    guide.push({ quante: Math.min(...conti.map((q) => q.cognome + q.altrove)), fonti: () => daiNomi(g, conti) })
  }
  const [suono] = d.suoni
  if (suono)
    guide.push({
      quante: quante.suoni[0]!,
      fonti: () => comePagina(g, coppia ? daDueSuoni(g, coppia) : daSuono(g, suono)),
    })
  const rare = guide.filter((x) => x.quante < POCHE)
  const guida = rare.length > 0 ? rare[minimo(rare.map((x) => x.quante))] : guide[0]
  return sql.join([...altriNomi(g), guida?.fonti() ?? comePagina(g, [daPersone(g)])])
}

export async function cerca(ctx: Ctx, c: Criteri): Promise<Output<typeof personeApi.cerca>> {
  const limite = c.limite ?? PER_PAGINA
  const con = await paginaDi({ ctx, c, d: domandaDi(c), da: leggiCursore(c.dopo, 3), righe: limite + 1 })
  const { rows } = await sql<RigaPersona>`
    with ${con}
    select ${colonneBrevi}, p.cognome_chiave, p.nome_chiave,
           exists (select 1 from persona x join presa_in_carico k on k.persona_id = x.id where (x.id = p.id or x.unita_a = p.id) and k.stato in ('assegnata', 'accettata', 'attiva', 'sospesa')) as in_carico
      from k, lateral (select p.* from persona p where p.id = k.id offset 0) p
     order by k.cognome_chiave, k.nome_chiave, k.id`.execute(ctx.tx)
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
      select w.capo_id as id ${parole(ctx, { tipi: SUONI, dove: sql`w.parola = kernel.fonetica(${d.cognome})` })}
      intersect
      select w.capo_id ${parole(ctx, { tipi: SUONI, dove: sql`w.parola = kernel.fonetica(${d.nome})` })}
    ), per_codice as materialized (
      select w.capo_id as id ${parole(ctx, { tipi: ['codice'], dove: sql`w.parola = lower(kernel.chiave_codice_fiscale(${codice}))` })}
    ), per_recapito as materialized (
      select w.capo_id as id ${parole(ctx, { tipi: ['recapito'], dove: sql`w.parola = ${recapito}` })}
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
