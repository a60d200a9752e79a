// Where a page of the search comes from (ADR 0024): rows of an index in the order of the list, or few rows put in order.
// Of either no more than a page is opened; what else was asked is verified on what the index itself holds, where it can be.
import { sql } from 'kysely'
import type { Ctx } from '../kernel/context.ts'
import {
  cominciaDopo,
  dopoDi,
  finoAllUltima,
  minimo,
  ordine,
  POCHE,
  type Riga,
  riga,
  type Sql,
  tutte,
  unite,
} from '../kernel/ricerca.ts'
import {
  type Chiave,
  type Criteri,
  type DiDueSuoni,
  type DiIndirizzo,
  type DiNome,
  type DiSuono,
  type Domanda,
  NOMI,
  NOMI_DI_PIU_PAROLE,
  parole,
  SUONI,
} from './ricerca-chiavi.ts'

/** A search under way: what is asked, and which page. */
export interface Giro {
  ctx: Ctx
  c: Criteri
  d: Domanda
  /** The last of the page before. */
  da: string[] | undefined
  /** Rows of the page, and one to know whether there are others. */
  righe: number
}

const P = riga('p', 'id')
const W = riga('w', 'capo_id')
const K = riga('k', 'id')

/** Rows of persona that are shown as themselves. `offset 0`: one look-up for each that was merged, never a list of everybody. */
export const mostrateDaSe = sql`(p.unita_a is null or not exists (select 1 from persona q where q.id = p.unita_a offset 0))`

const dopo = ({ da }: Giro, r: Riga) => dopoDi(da, r)

// ---- what is asked, verified on a row --------------------------------------------------------------------------------

const altri = (x: number) => sql.ref(`altri_${x}`)

/** Those found by a name that is not shown are few, and read once, if the names that stand in every index do not say it. */
export const altriNomi = ({ ctx, d }: Giro) =>
  d.nomi.map(
    (n, x) =>
      sql`${altri(x)} as materialized (select ${ordine(W)} ${parole(ctx, { tipi: ['altro-nome'], dove: n.dove })})`,
  )
const portaIlNome = (r: Riga, { parola }: DiNome, x: number) =>
  sql`(strpos(' ' || ${r.cognome} || ' ' || ${r.nome}, ' ' || ${parola}) > 0
    or starts_with(replace(${r.cognome}, ' ', ''), ${parola}) or starts_with(replace(${r.nome}, ' ', ''), ${parola})
    or ${r.id} in (select capo_id from ${altri(x)}))`

const nomi = (g: Giro, r: Riga, trovato?: DiNome) =>
  g.d.nomi.flatMap((n, x) => (n === trovato ? [] : [portaIlNome(r, n, x)]))

export const natoTra = (c: Criteri) =>
  tutte([
    sql`true`,
    ...(c.natoDal ? [sql`p.data_nascita >= ${c.natoDal}::date`] : []),
    ...(c.natoAl ? [sql`p.data_nascita <= ${c.natoAl}::date`] : []),
  ])
const nascitaEComune = ({ c }: Giro) => [natoTra(c), ...(c.comune ? [sql`p.comune_id = ${c.comune}`] : [])]

/** What a source has already asked, of what asks for a look-up. */
interface Chieste {
  suoni?: boolean
  precisa?: Chiave
  indirizzo?: boolean
}

/** One look-up for each word, by person: `offset 0` keeps it so. */
function altreParole({ ctx, d }: Giro, r: Riga, { suoni, precisa, indirizzo }: Chieste): Sql[] {
  const sua = (k: Chiave, anche: readonly Sql[] = []) =>
    sql`exists (select 1 ${parole(ctx, k)} and ${tutte([sql`w.capo_id = ${r.id}`, ...anche])} offset 0)`
  return [
    ...(suoni ? [] : d.suoni.map((s) => sua({ ...s.mostrato, tipi: SUONI }))),
    ...d.precise.filter((k) => k !== precisa).map((k) => sua(k)),
    ...(d.indirizzo && !indirizzo ? [sua(d.indirizzo, d.indirizzo.accanto)] : []),
  ]
}

// ---- sources -----------------------------------------------------------------------------------------------------------

/** From persona, in the order of the list: all of it, or whose surname begins like the word found. */
export const daPersone = (g: Giro, trovato?: DiNome, da: Sql = sql`persona p`) =>
  sql`select ${ordine(P)} from ${da} where ${tutte([
    sql`p.ambito_id = ${g.ctx.ambito} and ${mostrateDaSe}`,
    ...nascitaEComune(g),
    ...nomi(g, P, trovato),
    ...altreParole(g, P, {}),
    ...(trovato ? cominciaDopo(g.da, P, trovato.parola) : dopo(g, P)),
  ])} order by ${ordine(P)} limit ${g.righe}`

/** Few are born then: all are read in the index of births. `offset 0`, or the planner would walk the list in search of them. */
export const daNascite = (g: Giro) =>
  daPersone(
    g,
    undefined,
    sql`(select p.* from persona p where ${tutte([sql`p.ambito_id = ${g.ctx.ambito}`, ...nascitaEComune(g)])} offset 0) p`,
  )

/** From the words: each person once, opened one at a time and in order until the page is full. */
const daParole = (g: Giro, da: Sql, filtri: readonly Sql[], chieste: Chieste) =>
  sql`select ${ordine(K)}
    from (select distinct ${W.cognome}, ${W.nome}, ${W.id} as id ${da} and ${tutte([...filtri, sql`true`])} order by 1, 2, 3 offset 0) k,
         lateral (select 1 from persona p where ${tutte([sql`p.id = ${K.id} and ${mostrateDaSe}`, ...nascitaEComune(g)])} offset 0) p
   where ${tutte([sql`true`, ...altreParole(g, K, chieste)])} order by ${ordine(K)} limit ${g.righe}`

export const daPrecisa = (g: Giro, k: Chiave) =>
  daParole(g, parole(g.ctx, k), [...nomi(g, W), ...dopo(g, W)], { precisa: k })

/** The other words are those of the same address. */
export const daIndirizzo = (g: Giro, via: DiIndirizzo) =>
  daParole(g, parole(g.ctx, via), [...via.accanto, ...nomi(g, W), ...dopo(g, W)], { indirizzo: true })

/** A sound is whole: its rows stand in the order of the list. The other sounds are verified beside it. */
const daiSuoni = (g: Giro, k: Chiave, trovati: readonly DiSuono[]) =>
  daParole(
    g,
    parole(g.ctx, k),
    [
      ...g.d.suoni
        .filter((x) => !trovati.includes(x))
        .map(
          (x) =>
            sql`(strpos(w.accanto, ' ' || ${x.suono} || ' ') > 0 or w.capo_id in (select w.capo_id ${parole(g.ctx, x.altro)}))`,
        ),
      ...dopo(g, W),
    ],
    { suoni: true },
  )

export const daSuono = (g: Giro, s: DiSuono) => [s.mostrato, s.altro].map((k) => daiSuoni(g, k, [s]))

/** Both among the names one is shown by, or one of them elsewhere; two words of the same sound are one sound. */
export function daDueSuoni(g: Giro, coppia: DiDueSuoni): Sql[] {
  const [a, b] = coppia.suoni
  const uguali: Chiave = { ...a.mostrato, dove: sql`${a.mostrato.dove} and ${a.suono} = ${b.suono}` }
  return [
    daiSuoni(g, coppia, [a, b]),
    daiSuoni(g, uguali, [a, b]),
    daiSuoni(g, a.altro, [a]),
    daiSuoni(g, b.altro, [b]),
  ]
}

/** Of a word of a name, how many it finds: by the beginning of the surname, elsewhere, and among those of several words. */
export interface ContiDelNome {
  cognome: number
  altrove: number
  diPiuParole: number
}

/**
 * Who bears a name: whose surname begins so, in the order of the list; and who bears it elsewhere, of whom no further than
 * the last of the former, when they fill the page. A word of few leads. Where all are of many, one who has none of them at
 * the beginning of the surname has several words elsewhere, or one in a name that is not shown.
 */
export function daiNomi(g: Giro, conti: readonly ContiDelNome[]): Sql {
  const limiti = tutte([...dopo(g, W), finoAllUltima(W)])
  const altrove = (n: DiNome, tipi: readonly string[], quante: number) =>
    daParole(
      g,
      quante < POCHE
        ? sql`${parole(g.ctx, { tipi, dove: n.dove })} and ${limiti}`
        : sql`from (select ${ordine(W)}, w.parola, w.tipo from persona_parola w
            where w.ambito_id = ${g.ctx.ambito} and w.inizio = left(${n.parola}, 1) and ${limiti} order by ${ordine(W)} offset 0) w
           where w.tipo in (${sql.join(tipi)}) and ${n.dove}`,
      nomi(g, W, n),
      {},
    )
  const raro = minimo(conti.map((q) => q.cognome + q.altrove))
  const sola = conti.length === 1 || conti[raro]!.cognome + conti[raro]!.altrove < POCHE
  const perCognome = (n: DiNome) => daPersone(g, n)
  let fonti: { cognomi: Sql[]; altre: Sql[] }
  if (sola) {
    const n = g.d.nomi[raro]!
    fonti = { cognomi: [perCognome(n)], altre: [altrove(n, NOMI, conti[raro]!.altrove)] }
  } else {
    const guida = minimo(conti.map((q) => q.diPiuParole))
    const resto = g.d.nomi.flatMap((_, x) => (x === guida ? [] : [sql`select * from ${altri(x)}`]))
    fonti = {
      cognomi: g.d.nomi.map(perCognome),
      altre: [
        altrove(g.d.nomi[guida]!, NOMI_DI_PIU_PAROLE, conti[guida]!.diPiuParole),
        daParole(g, sql`from (${sql.join(resto, sql` union all `)}) w where ${limiti}`, nomi(g, W), {}),
      ],
    }
  }
  return sql`a as materialized (${unite(fonti.cognomi, g.righe)}),
    ultima as materialized (select * from a order by 1, 2, 3 offset ${g.righe - 1}),
    ${comePagina(g, [sql`select * from a`, ...fonti.altre])}`
}

/** The page, as the expression `k` of a statement. */
export const comePagina = (g: Giro, fonti: readonly Sql[]) => sql`k as materialized (${unite(fonti, g.righe)})`
