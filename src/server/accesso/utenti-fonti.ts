// Where a page of users comes from (ADR 0041, as 0024 for the persons): rows of an index in the order of the list, or few
// rows put in order. Every condition that leads is one that an index answers under row-level security.
import { sql } from 'kysely'
import type { utentiApi } from '../../shared/accesso/utenti.api.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import {
  cominciaDopo,
  dopoDi,
  fino,
  finoAllUltima,
  inizia,
  minimo,
  ordine,
  type Riga,
  riga,
  type Sql,
  tutte,
  unite,
} from '../kernel/ricerca.ts'

export type Filtri = Omit<Input<typeof utentiApi.list>, 'dopo' | 'limite'>

/** A list under way: what is asked, and which page. */
export interface Giro {
  ctx: Ctx
  f: Filtri
  /** The last of the page before. */
  da: string[] | undefined
  /** Rows of the page, and one to know whether there are others. */
  righe: number
}

/**
 * Fewer than these are put in order. Less than for persons (POCHE): to meet fifty in order costs here less than to gather five hundred,
 * and what is only counted is read too.
 */
const POCHI = 100

const U = riga('u', 'id')
const W = riga('w', 'utente_id')
const K = riga('k', 'id')

const qui = ({ ctx }: Giro, x: 'u' | 'w') => (ctx.ambito ? [sql`${sql.ref(`${x}.ambito_id`)} = ${ctx.ambito}`] : [])
const daVocabolario = (g: Giro, dove: Sql) => sql`from utente_parola w where ${tutte([...qui(g, 'w'), dove])}`

// ---- what is asked -------------------------------------------------------------------------------------------------------

/** A word typed, and the same as the keys are written. */
interface Parola {
  lettere: number
  chiave: Sql
}

/** A codice fiscale typed in the search box would stay in addresses and logs. */
function parole(q: string): Parola[] {
  if (q.split(/\s+/).some((p) => /^([A-Z]{6}\d|[A-Z]{6}[A-Z\d]{9}[A-Z]$)/i.test(p)))
    throw erroreDiCampo('q', 'Per cercare un codice fiscale usa «Cerca per codice fiscale».')
  const scritte = [...new Set(q.toLowerCase().split(/[\s'’`´.-]+/))].filter((p) => p !== '').slice(0, 5)
  // found the one, what begins it is found
  return scritte
    .filter((p) => !scritte.some((x) => x !== p && x.startsWith(p)))
    .map((p) => ({ lettere: p.length, chiave: sql`kernel.normalizza(${p})` }))
}

/** A role, a territory or the two together, as `accesso.parole_incarico` writes them. */
function incarico(f: Filtri): string | undefined {
  const dove = f.comune ?? (f.interoAmbito ? 'TUTTO' : undefined)
  return f.ruolo ? `R:${f.ruolo}${dove ? `@${dove}` : ''}` : dove
}

const contratto = (f: Filtri) => (f.contrattoEntro ? [sql`u.fine_contratto <= ${f.contrattoEntro}`] : [])
/**
 * Asked of a user, beside what index he is found in. Who only wrote what came from another installation is not an operator of here: shown to
 * who asks for him.
 */
const suo = (f: Filtri) => [f.stato ? sql`u.stato = ${f.stato}` : sql`u.stato <> 'altrove'`, ...contratto(f)]

/** What asks to open him. `offset 0`: of each as he comes, never turned into a join that would read them all. */
function aperto({ ctx, f }: Giro): Sql[] {
  const cond: Sql[] = []
  if (f.differenzeSpid !== undefined)
    cond.push(f.differenzeSpid ? sql`u.spid_differenze is not null` : sql`u.spid_differenze is null`)
  if (!incarico(f)) return cond
  const a = [sql`a.stato <> 'revocata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date`]
  if (ctx.ambito) a.push(sql`a.ambito_id = ${ctx.ambito}`)
  if (f.ruolo) a.push(sql`a.ruolo_id = ${f.ruolo}`)
  if (f.comune) a.push(sql`a.comune_id = ${f.comune}`)
  if (f.interoAmbito) a.push(sql`a.comune_id is null`)
  // his own first: of all those of the place, few are his
  const sue = sql`(select a.* from assegnazione a where a.utente_id = u.id offset 0) a`
  return [...cond, sql`exists (select 1 from ${sue} where ${tutte(a)} offset 0)`]
}

/** These words, among all those of a user, which stand in every index: nobody is opened to be discarded. */
const porta = (r: Riga, accanto: Sql, parole: readonly Parola[]) =>
  parole.map(
    ({ chiave }) =>
      sql`strpos(' ' || ${r.cognome} || ' ' || ${r.nome} || ' ' || replace(${r.cognome}, ' ', '') || ' ' || ${accanto}, ' ' || ${chiave}) > 0`,
  )
const portaU = (parole: readonly Parola[]) =>
  porta(U, sql`lower(u.codice_fiscale) || ' ' || coalesce(lower(u.email), '')`, parole)
const portaW = (parole: readonly Parola[]) => porta(W, sql`w.accanto`, parole)

// ---- sources -------------------------------------------------------------------------------------------------------------

/** From the list itself, all that is asked being in its index but for what asks to open. */
const daUtenti = (g: Giro, dove: readonly Sql[], limiti = dopoDi(g.da, U)) =>
  sql`select ${ordine(U)} from utente u
    where ${tutte([sql`true`, ...qui(g, 'u'), ...suo(g.f), ...dove, ...aperto(g), ...limiti])}
    order by ${ordine(U)} limit ${g.righe}`

/**
 * Found elsewhere: in order, and opened one at a time until the page is full. By his own key: of a column that stands in no
 * index of the list something is asked, or the planner looks for him in one of them, from the first to the last.
 */
const unoPerVolta = (g: Giro, cosa: Sql, trovati: Sql, cond: readonly Sql[]) =>
  sql`select ${cosa} from (${trovati} order by 1, 2, 3 offset 0) k,
      lateral (select u.* from utente u where ${tutte([sql`u.id = ${K.id}`, ...cond])} offset 0) u
    where u.creato is not null order by ${ordine(K)} limit ${g.righe}`

const daParole = (g: Giro, da: Sql, filtri: readonly Sql[]) =>
  sql`select distinct ${W.cognome}, ${W.nome}, ${W.id} as id ${tutte([da, ...filtri, ...dopoDi(g.da, W)])}`

/** Beginnings of as many letters, or of fewer, have an index each, in the order of the list; two words of as many, one for the two. */
const BREVE = 4

/** The rows of the words that begin so: put in order if they are few, or met in order among those of the same beginning. */
function altrove(g: Giro, { lettere, chiave }: Parola, quante: number): Sql {
  const comincia = inizia(sql`w.parola`, chiave)
  const limiti = [...dopoDi(g.da, W), finoAllUltima(W)]
  if (lettere > BREVE && quante < POCHI) return daVocabolario(g, tutte([comincia, ...limiti]))
  const n = Math.min(lettere, BREVE)
  return sql`from (select ${ordine(W)}, w.parola, w.accanto
    ${daVocabolario(g, tutte([sql`${sql.ref(`w.inizio${n}`)} = left(${chiave}, ${n}::int)`, ...limiti]))} order by ${ordine(W)} offset 0) w
    where ${comincia}`
}

/** The two longest words, as `accesso.coppia` writes them; nothing when one of them is too short. */
function coppia(cercate: readonly Parola[]): Sql | undefined {
  const [a, b] = cercate.toSorted((x, y) => y.lettere - x.lettere)
  if (!a || !b || b.lettere < BREVE) return undefined
  const [x, y] = [a, b].map((p) => sql`left(${p.chiave}, ${BREVE}::int) collate "C"`)
  return sql`'P:' || least(${x}, ${y}) || greatest(${x}, ${y})`
}

/** Two words of many: met in order among the users with two that begin like them, each of whom stands there once. */
function daCoppia(g: Giro, due: Sql, cercate: readonly Parola[]): Sql {
  const trovati = daParole(g, daVocabolario(g, sql`w.parola = ${due}`), portaW(cercate))
  return pagina(g, trovati, [...suo(g.f), ...aperto(g)])
}

interface Conti {
  cognome: number
  altrove: number
}

/**
 * Who bears all these words: whose surname begins like one of them, in the order of the list; and who bears one elsewhere,
 * of whom no further than the last of the former. A word of few leads; where all are of many, whose surname begins like
 * none of them bears each elsewhere, so also the one that fewest do. Two long enough are one word, the two together.
 */
function daiNomi(g: Giro, cercate: readonly Parola[], conti: readonly Conti[]): Sql {
  const senza = (p: Parola) => cercate.filter((x) => x !== p)
  const raro = minimo(conti.map((q) => q.cognome + q.altrove))
  const rara = conti[raro]!.cognome + conti[raro]!.altrove < POCHI
  const due = rara ? undefined : coppia(cercate)
  if (due) return daCoppia(g, due, cercate)
  const sola = cercate.length === 1 || rara
  const guida = sola ? raro : minimo(conti.map((q) => q.altrove))
  const parola = cercate[guida]!
  const cognomi = (sola ? [parola] : cercate).map((p) => daUtenti(g, portaU(senza(p)), cominciaDopo(g.da, U, p.chiave)))
  const altri = daParole(g, altrove(g, parola, conti[guida]!.altrove), portaW(senza(parola)))
  const cond = [...suo(g.f), ...aperto(g)]
  // of whom nothing else is asked nobody is opened before the page is known
  const primi =
    cond.length > 0 ? unoPerVolta(g, ordine(K), altri, cond) : sql`${altri} order by 1, 2, 3 limit ${g.righe}`
  return sql`a as materialized (${unite(cognomi, g.righe)}),
    ultima as materialized (select * from a order by 1, 2, 3 offset ${g.righe - 1}),
    k as materialized (${unite([sql`select * from a`, primi], g.righe)}),
    ${pagina(g, sql`select * from k`)}`
}

/** The users of the page. */
const pagina = (g: Giro, trovati: Sql, cond: readonly Sql[] = []) =>
  sql`p as materialized (${unoPerVolta(g, sql`u.*`, trovati, cond)})`

/** In the index of the list, or of those whose SPID data differ, whichever the planner finds shorter. */
const direttamente = (g: Giro, dove: readonly Sql[]) => sql`p as materialized (
  select u.* from utente u where ${tutte([sql`true`, ...qui(g, 'u'), ...suo(g.f), ...dove, ...aperto(g), ...dopoDi(g.da, U)])}
   order by ${ordine(U)} limit ${g.righe})`

// ---- which one -------------------------------------------------------------------------------------------------------------

async function contate(ctx: Ctx, conti: readonly Sql[]): Promise<number[]> {
  if (conti.length === 0) return []
  const { rows } = await sql<{ quante: number[] }>`select array[${sql.join(conti)}]::int[] as quante`.execute(ctx.tx)
  return rows[0]!.quante
}

/**
 * The page, as the expressions that end with `p`. What finds few leads, and these are put in order; if nothing does, what
 * has an index in the order of the list. Who is asked one thing alone is not asked how many it finds, where it comes in
 * order whatever they are.
 */
export async function paginaDi(g: Giro, dove: readonly Sql[] = []): Promise<Sql> {
  const { ctx, f } = g
  const cercate = parole(f.q ?? '')
  const codice = incarico(f)
  const conta = (da: Sql) => fino(da, POCHI)
  // of few who have two such words nothing else need be known
  const due = coppia(cercate)
  if (due && (await contate(ctx, [conta(daVocabolario(g, sql`w.parola = ${due}`))]))[0]! < POCHI)
    return daCoppia(g, due, cercate)
  const utenti = (cond: Sql) => conta(sql`from utente u where ${tutte([...qui(g, 'u'), cond])}`)
  const sue = portaU(cercate)
  const insieme = cercate.length + [codice, f.contrattoEntro, f.differenzeSpid].filter(Boolean).length > 1
  const altre: { conto: Sql | undefined; fonte: (quante: number) => Sql }[] = []
  if (codice) {
    const da = daVocabolario(g, sql`w.parola = ${codice}`)
    altre.push({
      conto: insieme ? conta(da) : undefined,
      fonte: () => pagina(g, daParole(g, da, []), [...suo(f), ...sue, ...aperto(g)]),
    })
  }
  if (f.differenzeSpid)
    altre.push({
      conto: insieme ? utenti(sql`u.spid_differenze is not null`) : undefined,
      fonte: () => direttamente(g, sue),
    })
  if (f.contrattoEntro) {
    const pochi = sql`select ${ordine(U)} from utente u where ${tutte([...qui(g, 'u'), ...suo(f), ...dopoDi(g.da, U)])}`
    altre.push({
      conto: utenti(tutte(contratto(f))),
      fonte: (quante) =>
        quante < POCHI
          ? pagina(g, pochi, [...sue, ...aperto(g)])
          : pagina(g, sql`select * from (${daUtenti(g, sue)}) x`),
    })
  }
  const conti = [
    ...cercate.flatMap((p) => [
      ...(insieme ? [utenti(inizia(U.cognome, p.chiave))] : []),
      ...(insieme || p.lettere > BREVE ? [conta(daVocabolario(g, inizia(sql`w.parola`, p.chiave)))] : []),
    ]),
    ...altre.flatMap((x) => x.conto ?? []),
  ]
  const numeri = await contate(ctx, conti)
  const prossimo = (se: unknown) => (se ? numeri.shift()! : 0)
  const deiNomi = cercate.map((p) => ({
    cognome: prossimo(insieme),
    altrove: prossimo(insieme || p.lettere > BREVE),
  }))
  const guide = [
    ...(cercate.length > 0
      ? [
          {
            quante: Math.min(...deiNomi.map((q) => q.cognome + q.altrove)),
            fonte: () => daiNomi(g, cercate, deiNomi),
          },
        ]
      : []),
    ...altre.map((x) => ({ quante: prossimo(x.conto), fonte: x.fonte })),
  ]
  const rare = guide.filter((x) => x.quante < POCHI)
  const guida = rare.length > 0 ? rare[minimo(rare.map((x) => x.quante))] : guide[0]
  return guida ? guida.fonte(guida.quante) : direttamente(g, dove)
}
